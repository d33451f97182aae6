package diagram

import (
	"slices"

	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// columns are the lifelines of a group of compared diagrams: which participant
// stands where.
type columns struct {
	opt    Options
	index  []int  // participant -> column
	folded []bool // participant -> it stands on the column of another one
	names  []string
	roles  []strategy.Participant
	x      []float64
	width  float64 // of each header
	left   float64 // where the times end
}

// sizes in pixels.
const (
	timeLeft      = 7.0  // where the times begin
	timeMost      = 80.0 // how wide they may be
	headerPadding = 2.0
	headerMost    = 112.0
	headerSpace   = 4.0  // between two headers
	gapLeast      = 0.87 // of the average gap
	gapWords      = 1.2  // of the average gap, so that words find room
)

// newColumns decides which participants get a lifeline: those that some event
// touches, and always the cache and the source, whose silence says something.
// The accessor is folded into the arrow to the source where there is no room.
func newColumns(traces []*trace.Trace, opt Options) *columns {
	t := traces[0]
	c := &columns{opt: opt, index: make([]int, len(t.Participants)), folded: make([]bool, len(t.Participants))}
	used := make([]bool, len(t.Participants))
	for _, t := range traces {
		for i := range t.Events {
			used[t.Events[i].From], used[t.Events[i].To] = true, true
		}
	}
	for i, p := range t.Participants {
		always := p.Role == strategy.Client || p.Role == strategy.Cache || p.Role == strategy.Source
		folded := opt.Narrow && p.Role == strategy.DataAccessor
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

// place sets the columns into the width, each gap as wide as the headers, the
// labels and the words beside bars in it need, and not too narrow for the words.
func (c *columns) place(sketches []*sketch) {
	n, width := len(c.names), float64(c.opt.Width)
	c.left = timeLeft + widestTime(sketches) + 8
	if c.opt.Differs != nil {
		c.left += markRoom
	}
	c.width = min(headerMost, (width-c.left)/(float64(n)-0.5)-headerSpace)
	edge := c.width/2 + 2
	first := max(edge, c.left+barWidth)
	room := width - edge - first
	need, least := make([]float64, n-1), make([]float64, n-1)
	for i := range need {
		need[i], least[i] = c.width+headerSpace, room/float64(n-1)*gapLeast
	}
	for _, s := range sketches {
		for i := range s.rows {
			s.makeRoom(need, &s.rows[i])
		}
		for i := range s.bars {
			s.makeRoomBeside(least, &s.bars[i], room/float64(n-1))
		}
	}
	c.x = make([]float64, n)
	c.x[0] = first
	for i, gap := range share(need, least, room) {
		c.x[i+1] = c.x[i] + gap
		c.width = min(c.width, gap-headerSpace)
	}
}

// widestTime returns the width of the longest time on the left.
func widestTime(sketches []*sketch) float64 {
	widest := 0.0
	for _, s := range sketches {
		for i := range s.rows {
			if t := s.rows[i].t; i == 0 || s.rows[i-1].t != t {
				widest = max(widest, textWidth(unitOf(s.t, t), textSize))
			}
		}
	}
	return min(widest, timeMost)
}

// share divides a room into gaps. If there is enough each gap gets what it needs
// and the same part of the rest; if not, what it needs least and a part of the
// rest that is as large as the rest of its need.
func share(need, least []float64, room float64) []float64 {
	needs, leasts := 0.0, 0.0
	for i := range need {
		need[i] = max(min(need[i], room/2), least[i])
		needs += need[i]
		leasts += least[i]
	}
	out := make([]float64, len(need))
	for i := range need {
		switch {
		case needs <= room:
			out[i] = need[i] + (room-needs)/float64(len(need))
		case leasts < room:
			out[i] = least[i] + (need[i]-least[i])*(room-leasts)/(needs-leasts)
		default:
			out[i] = least[i] * room / leasts
		}
	}
	return out
}

// makeRoom widens the gaps that a row's label needs: those that its arrow
// crosses, or only the first one, up to a lifeline where something stands.
func (s *sketch) makeRoom(need []float64, r *row) {
	low, high := min(r.from, r.to), max(r.from, r.to)
	switch {
	case r.kind == mark && r.from < len(need) && s.busy[r.from+1][r.event]:
		low, high = r.from, r.from+1
	case r.kind != message:
		return
	case r.from < r.to:
		for high = low + 1; high < r.to && !s.busy[high][r.event]; high++ {
		}
	default:
		for low = high - 1; low > r.to && !s.busy[low][r.event]; low-- {
		}
	}
	have := 0.0
	for i := low; i < high; i++ {
		have += need[i]
	}
	if more := r.label.width + 2*labelPad - have; more > 0 {
		for i := low; i < high; i++ {
			need[i] += more / float64(high-low)
		}
	}
}

// makeRoomBeside widens the gap on the right of a bar for the shortest of its
// words, if that is about an average gap.
func (s *sketch) makeRoomBeside(least []float64, b *bar, average float64) {
	if b.col >= len(least) || barLooks[b.kind].left {
		return
	}
	for _, n := range b.notes {
		width := textWidth(n.words[len(n.words)-1], boldSize) + barWidth + 2*wordsPad
		if width < average*gapWords {
			least[b.col] = max(least[b.col], width)
		}
	}
}

// headerLines breaks the name of a column so that it fits its header.
func (c *columns) headerLines(col int) []string {
	width := c.width - 2*headerPadding
	return wrap(hyphenate(partsOf(c.names[col]), c.headerSize(), width), c.headerSize(), width, headerLinesMost)
}

// headerSize is the size of plain letters that are as wide as those of headers.
func (c *columns) headerSize() float64 {
	if c.opt.Narrow {
		return boldSize * headerNarrow
	}
	return boldSize
}

const (
	headerLinesMost = 6
	headerNarrow    = 11.0 / 12 // smaller letters on small screens
)

func (c *columns) headerHeight() int {
	most := 1
	for i := range c.names {
		most = max(most, len(c.headerLines(i)))
	}
	return int(float64(most)*lineHeight + 13)
}
