package diagram

import (
	"slices"

	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// columns are the lifelines of a group of compared diagrams: which participant
// stands where.
type columns struct {
	index  []int  // participant -> column
	folded []bool // participant -> it stands on the column of another one
	names  []string
	roles  []strategy.Participant
	x      []float64
	width  float64 // of each header
}

// margins in pixels: room for the times on the left, and for half a header.
const (
	timeMargin       = 58.0
	timeMarginNarrow = 46.0
	headerPadding    = 5.0
	headerMost       = 112.0
	headerSpace      = 5.0 // between two headers
)

// newColumns decides which participants get a lifeline: those that some event
// touches, and always the cache and the source, whose silence says something.
// The accessor is folded into the arrow to the source where there is no room.
func newColumns(traces []*trace.Trace, narrow bool) *columns {
	t := traces[0]
	c := &columns{index: make([]int, len(t.Participants)), folded: make([]bool, len(t.Participants))}
	used := make([]bool, len(t.Participants))
	for _, t := range traces {
		for i := range t.Events {
			used[t.Events[i].From], used[t.Events[i].To] = true, true
		}
	}
	for i, p := range t.Participants {
		always := p.Role == strategy.Client || p.Role == strategy.Cache || p.Role == strategy.Source
		folded := narrow && p.Role == strategy.DataAccessor
		if folded || !(always || used[i]) {
			c.index[i] = -1
			continue
		}
		c.index[i] = len(c.names)
		c.names = append(c.names, p.Name)
		c.roles = append(c.roles, p.Role)
	}
	// What has no lifeline of its own stands on the one behind it.
	for i := len(c.index) - 1; i >= 0; i-- {
		if c.index[i] < 0 {
			c.index[i], c.folded[i] = c.index[i+1], true
		}
	}
	return c
}

// folds reports whether a participant has no lifeline of its own.
func (c *columns) folds(participant int) bool { return c.folded[participant] }

func (c *columns) of(participant int) int { return c.index[participant] }

// ofRole returns the column of the first participant of a role, -1 if it has
// none.
func (c *columns) ofRole(role strategy.Participant) int { return slices.Index(c.roles, role) }

// place sets the columns into a width, each gap as wide as the headers and the
// labels in it need; where that is too much, or too little, all gaps share.
func (c *columns) place(diagrams [][]row, opt Options) {
	left := timeMargin
	if opt.Narrow {
		left = timeMarginNarrow
	}
	n := len(c.names)
	c.width = min(headerMost, (float64(opt.Width)-left)/float64(n)-headerSpace)
	edge := c.width/2 + 2
	room := float64(opt.Width) - left - 2*edge
	need := make([]float64, n-1)
	for i := range need {
		need[i] = c.width + headerSpace
	}
	for _, rows := range diagrams {
		for _, r := range rows {
			c.makeRoom(need, r)
		}
	}
	c.x = make([]float64, n)
	c.x[0] = left + edge
	for i, gap := range share(need, room) {
		c.x[i+1] = c.x[i] + gap
		c.width = min(c.width, gap-headerSpace)
	}
}

// share gives each gap what it needs and its part of the rest; where there is
// less than needed, all give up the same part of what exceeds the average.
func share(need []float64, room float64) []float64 {
	sum, average := 0.0, room/float64(len(need))
	for i := range need {
		need[i] = min(need[i], room/2)
		sum += need[i]
	}
	out := make([]float64, len(need))
	for i := range need {
		if sum <= room {
			out[i] = need[i] + (room-sum)/float64(len(need))
		} else {
			out[i] = need[i]*0.35*room/sum + average*0.65
		}
	}
	return out
}

// makeRoom widens the gaps that a row's label needs.
func (c *columns) makeRoom(need []float64, r row) {
	if r.kind != message {
		return
	}
	low, high := min(r.from, r.to), max(r.from, r.to)
	have := 0.0
	for i := low; i < high; i++ {
		have += need[i]
	}
	if more := textWidth(r.label, labelSize) + 22 - have; more > 0 {
		for i := low; i < high; i++ {
			need[i] += more / float64(high-low)
		}
	}
}
