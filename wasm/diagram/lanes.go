package diagram

import (
	"cmp"
	"slices"

	"cacheplay/wasm/trace"
)

// Sizes of bars in pixels.
const (
	barWidth      = 9.0  // of one of at most two bars
	laneShift     = 5.0  // from one of two lanes to the other
	maxLanesWidth = 30.0 // the greatest width of more than two lanes
	lanePitch     = 6.0  // from one of more than two lanes to the next, where there is room
	laneSpace     = 2.0  // between two of more than two lanes
)

// lanes is how bars at the same time stand beside each other on a lifeline: two
// overlap, more are slim.
type lanes struct{ pitch, width float64 }

func lanesOf(n int) lanes {
	if n <= 2 {
		return lanes{laneShift, barWidth}
	}
	pitch := min(lanePitch, maxLanesWidth/float64(n))
	return lanes{pitch, pitch - laneSpace}
}

// rowOrder is a place in the order of a diagram's rows: by time, at one instant
// arrivals first, and then by event.
type rowOrder struct {
	t       int64
	happens bool // the event itself; false for the arrival of its message
	event   int
}

func (a rowOrder) compare(b rowOrder) int {
	switch {
	case a.t != b.t:
		return cmp.Compare(a.t, b.t)
	case a.happens != b.happens && a.happens:
		return 1
	case a.happens != b.happens:
		return -1
	}
	return cmp.Compare(a.event, b.event)
}

// orderAt returns the place of an event at a lifeline: when it happens there, or
// when its message arrives there.
func (s *sketch) orderAt(event, col int) rowOrder {
	if event == len(s.t.Events) {
		return rowOrder{s.t.End, true, event}
	}
	if e := &s.t.Events[event]; s.arrives(e, col) && e.Arrives > e.T {
		return rowOrder{e.Arrives, false, event}
	}
	return rowOrder{s.t.Events[event].T, true, event}
}

func (s *sketch) arrives(e *trace.Event, col int) bool {
	return s.cols.of(e.To) == col && s.cols.of(e.From) != col
}

// setLanes gives bars on the same lifeline at the same time different lanes.
func (s *sketch) setLanes() {
	order := make([]*bar, len(s.bars))
	for i := range s.bars {
		order[i] = &s.bars[i]
	}
	slices.SortStableFunc(order, func(a, b *bar) int { return s.orderAt(a.first, a.col).compare(s.orderAt(b.first, b.col)) })
	ends := make([][]rowOrder, len(s.cols.names)) // of the last bar in each lane
	for _, b := range order {
		if b.before > 0 {
			continue
		}
		from, until, lanes := s.orderAt(b.first, b.col), s.orderAt(b.last, b.col), &ends[b.col]
		b.lane = barLooks[b.kind].lane
		for !barLooks[b.kind].shared && b.lane < len(*lanes) && (*lanes)[b.lane].compare(from) > 0 {
			b.lane++
		}
		for len(*lanes) <= b.lane {
			*lanes = append(*lanes, rowOrder{t: -1})
		}
		if (*lanes)[b.lane].compare(until) < 0 {
			(*lanes)[b.lane] = until
		}
	}
	s.lanes = make([]lanes, len(ends))
	for col := range ends {
		s.lanes[col] = lanesOf(len(ends[col]))
	}
}

// side returns how far a bar reaches to the left and to the right of its
// lifeline.
func (s *sketch) side(b *bar) (left, right float64) {
	l := s.lanes[b.col]
	middle := float64(b.lane)*l.pitch - b.before
	return l.width/2 - middle, middle + l.width/2
}

// extent is how far bars reach to the left and to the right of a lifeline. The
// zero value means that there is no bar.
type extent struct{ left, right float64 }

func (s extent) any() bool { return s != extent{} }

// occupy notes where bars are in the way of words.
func (s *sketch) occupy() {
	s.busy = make([][]extent, len(s.cols.names))
	for col := range s.busy {
		s.busy[col] = make([]extent, len(s.t.Events))
	}
	for i := range s.bars {
		b := &s.bars[i]
		left, right := s.side(b)
		for event := b.first + 1; event < len(s.t.Events) && s.inTheWay(b, event); event++ {
			at := &s.busy[b.col][event]
			at.left, at.right = max(at.left, left), max(at.right, right)
		}
	}
}

// inTheWay reports whether a bar reaches to the words of an event, which stand
// above its row. A hatched bar has no row at its end and reaches further.
func (s *sketch) inTheWay(b *bar, event int) bool {
	return event <= b.last || barLooks[b.kind].hatched && event <= b.last+2 && s.t.Events[event].T == s.t.Events[b.last].T
}
