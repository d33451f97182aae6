package diagram

import (
	"slices"

	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// columns are the lifelines of a group of compared diagrams.
type columns struct {
	opt    Options
	index  []int  // by participant: its column
	folded []bool // by participant: it shares the column of another one
	names  []string
	roles  []strategy.Participant
	x      []float64
	width  []float64 // of each column's header
	left   float64   // where the times end
	right  float64   // where the picture ends
}

// Sizes of columns in pixels.
const (
	timeLeft     = 7.0  // where the times begin
	maxTimeWidth = 80.0 // how wide the times may be
	minGap       = 0.87 // the smallest gap, as a part of the average gap
	wordsGap     = 1.2  // the largest gap that is widened for words, as a part of the average gap
	accessorGap  = 13.0 // from the folded accessor to the source
)

// newColumns returns a column for each participant that takes part in an
// event, and always for clients, cache and source, since it is worth seeing
// that they do nothing. In narrow diagrams the accessor shares the source's column.
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
	// A participant without a column shares that of the next one.
	for i := len(c.index) - 1; i >= 0; i-- {
		if c.index[i] < 0 {
			c.index[i], c.folded[i] = c.index[i+1], true
		}
	}
	return c
}

// folds reports whether a participant shares the column of another one.
func (c *columns) folds(participant int) bool { return c.folded[participant] }

func (c *columns) of(participant int) int { return c.index[participant] }

// ofRole returns the column of the first participant of a role, -1 if it has
// none.
func (c *columns) ofRole(role strategy.Participant) int { return slices.Index(c.roles, role) }

// place places the columns. Each gap is wide enough for the headers, labels
// and words in it, as far as the width allows. Names have two lines, or three
// where that makes room for the labels.
func (c *columns) place(sketches []*sketch) {
	n := len(c.names)
	c.left = timeLeft + widestTime(sketches) + 8
	if c.opt.Differs != nil {
		c.left += markRoom
	}
	beyond := widestBars(sketches, n-1)
	var headers, need []float64
	room := 0.0
	for lines := 2; lines <= 3 && (need == nil || sum(need) > room); lines++ {
		c.setHeaders(lines, beyond)
		room = c.right - max(c.width[n-1]/2, beyond) - 2 - c.firstAt()
		headers = make([]float64, n-1)
		for i := range headers {
			headers[i] = (c.width[i]+c.width[i+1])/2 + headerSpace
		}
		need = neededGaps(sketches, headers)
	}
	c.x = append(make([]float64, 0, n), c.firstAt())
	for i, gap := range share(need, minGaps(sketches, headers, room), room) {
		c.x = append(c.x, c.x[i]+gap)
	}
}

// neededGaps returns how wide each gap should be for all that stands in it.
func neededGaps(sketches []*sketch, headers []float64) []float64 {
	need := slices.Clone(headers)
	for _, s := range sketches {
		for i := range s.rows {
			s.makeRoom(need, &s.rows[i])
		}
	}
	return need
}

// minGaps returns how wide each gap should be at least: not far from the
// average, and wide enough for the words beside bars; or, where that is too
// much, only for the headers.
func minGaps(sketches []*sketch, headers []float64, room float64) []float64 {
	least := slices.Clone(headers)
	average := room / float64(len(headers))
	for i := range least {
		least[i] = max(least[i], average*minGap)
	}
	for _, s := range sketches {
		for i := range s.bars {
			s.makeRoomBeside(least, &s.bars[i], average)
		}
	}
	if sum(least) > room {
		return headers
	}
	return least
}

func sum(all []float64) float64 {
	out := 0.0
	for _, one := range all {
		out += one
	}
	return out
}

// widestBars returns how far the bars of a column reach to its right.
func widestBars(sketches []*sketch, col int) float64 {
	widest := 0.0
	for _, s := range sketches {
		for i := range s.bars {
			if b := &s.bars[i]; b.col == col {
				_, right := s.side(b)
				widest = max(widest, right)
			}
		}
	}
	return widest
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
	return min(widest, maxTimeWidth)
}

// share divides a width into gaps. If it is enough, each gap gets what it
// needs and an equal part of the rest. If not, each gets its least and a part
// of the rest in proportion to what it still needs.
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

// makeRoom widens the gaps over which a row's label stands: those that its
// arrow crosses up to the first lifeline with a bar.
func (s *sketch) makeRoom(need []float64, r *row) {
	low, high := min(r.from, r.to), max(r.from, r.to)
	switch {
	case r.kind == mark && r.from < len(need) && s.busy[r.from+1][r.event].any():
		low, high = r.from, r.from+1
	case r.kind == mark && r.from == len(need) && s.busy[r.from-1][r.event].any():
		low, high = r.from-1, r.from
	case r.kind != message:
		return
	case r.from < r.to:
		for high = low + 1; high < r.to && !s.busy[high][r.event].any(); high++ {
		}
	default:
		for low = high - 1; low > r.to && !s.busy[low][r.event].any(); low-- {
		}
	}
	have := sum(need[low:high])
	if more := r.label.width + s.right(low, r.event) + s.left(high, r.event) - have; more > 0 {
		for i := low; i < high; i++ {
			need[i] += more / float64(high-low)
		}
	}
}

// makeRoomBeside widens the gap on the right of a bar for the shortest of its
// words, if they are not much wider than an average gap.
func (s *sketch) makeRoomBeside(least []float64, b *bar, average float64) {
	if b.col >= len(least) || barLooks[b.kind].onLeft {
		return
	}
	_, right := s.side(b)
	for _, n := range b.notes {
		width := textWidth(n.words[len(n.words)-1], boldSize) + right + barWidth/2 + 2*wordsPad
		if width < average*wordsGap {
			least[b.col] = max(least[b.col], width)
		}
	}
}
