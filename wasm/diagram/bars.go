package diagram

import (
	"slices"
	"strings"

	"cacheplay/wasm/markup"
)

// barKind tells what a stretch of a lifeline means: somebody waits, works, or
// holds something.
type barKind uint8

const (
	waitWrite barKind = iota
	waitRead
	works
	queues // waits until the source has time
	serves // the source does what it is asked
	worker
	background // works, and nobody waits for it
	ahead      // the cache holds what the source does not hold yet
	behind     // or what it has replaced
	outage     // the source is out of reach
	down       // a process has crashed and is not up again
	refuses    // the circuit breaker is open
	tries      // or half-open
)

// barLooks says how each kind of bar is drawn.
var barLooks = [...]struct {
	class   string
	lane    int  // at least so far aside
	shared  bool // several are drawn as one
	hatched bool // it is no activity: nobody does anything
	left    bool // its words rather stand on the left
	later   int  // its words find their place after those of less
}{
	waitWrite:  {class: "wait-write"},
	waitRead:   {class: "wait-read"},
	works:      {class: "works", shared: true},
	queues:     {class: "queues", lane: 1, left: true, later: 3}, // behind whom the source serves
	serves:     {class: "works", left: true, later: 3},
	worker:     {class: "worker", lane: 1, later: 2}, // an activation of its own
	background: {class: "background", lane: 1, later: 2},
	ahead:      {class: "ahead", hatched: true, later: 1},
	behind:     {class: "behind", hatched: true, later: 1},
	outage:     {class: "outage", hatched: true, left: true, later: 1},
	down:       {class: "down", hatched: true, later: 1},
	refuses:    {class: "refuses", lane: 1, hatched: true, later: 1},
	tries:      {class: "tries", lane: 1, hatched: true, later: 1},
}

// bar is a stretch of a lifeline, between two events.
type bar struct {
	kind        barKind
	col         int
	first, last int // events; last is len(Events) where nothing ends it
	rests       []stretch
	notes       []note
	lane        int     // bars that overlap on one lifeline stand beside each other
	before      float64 // how far on the left of its lifeline it stands
	x, y0, y1   float64
	from, to    int64
}

// stretch is from one event to another one.
type stretch struct{ first, last int }

// note is words beside a bar, or a part of it, while time passes: the longest
// that find room.
type note struct {
	from, to int64
	words    []string
}

// listBars lists all bars and gives them their lanes, and notes where they stand
// in the way.
func (s *sketch) listBars() {
	s.listActivities()
	s.listStates()
	s.setLanes()
	s.occupy()
}

// touch returns where an event meets a lifeline, and when: where its arrow
// leaves, or arrives if it comes from another one.
func (p *painter) touch(event, col int) (y float64, t int64) {
	if event == len(p.t.Events) {
		return p.axis.bottom(), p.t.End
	}
	e := &p.t.Events[event]
	if p.cols.of(e.To) == col && p.cols.of(e.From) != col {
		return p.arrival[event], e.Arrives
	}
	return p.at[event], e.T
}

// drawBars draws all bars: solid where time passes and their owners work, light
// within an instant, so that a wait of no time looks like none.
func (p *painter) drawBars() {
	for i := range p.bars {
		b := &p.bars[i]
		b.y0, b.from = p.touch(b.first, b.col)
		b.y1, b.to = p.touch(b.last, b.col)
		if p.struckBy(b.first, b.col) {
			b.y0 += pillHeight / 2
		}
		if p.struckBy(b.last, b.col) {
			b.y1 -= pillHeight / 2
		}
		left, right := p.side(b)
		b.x = p.cols.x[b.col] + (right-left)/2
		p.outline(b)
	}
	for i := range p.bars {
		p.fill(&p.bars[i])
	}
}

// outline draws where a bar stands.
func (p *painter) outline(b *bar) {
	if b.y1 <= b.y0 {
		return
	}
	look, width := &barLooks[b.kind], p.lanes[b.col].width
	class, left := look.class, b.x-width/2
	if width < barWidth {
		class += " slim"
	}
	p.ground.take(box{left, b.y0, left + width, b.y1})
	if look.hatched {
		p.w.Leaf("line", markup.Class(class), markup.Num("x1", b.x), markup.Num("x2", b.x), markup.Num("y1", b.y0), markup.Num("y2", b.y1))
	} else {
		p.w.Leaf("rect", markup.Class("bar "+class), markup.Num("x", left), markup.Num("y", b.y0), markup.Num("width", width), markup.Num("height", max(b.y1-b.y0, 3)), markup.Num("rx", min(width/4, 2)))
	}
}

// fill fills a bar where it is solid.
func (p *painter) fill(b *bar) {
	gaps := p.solid(b)
	if len(gaps) == 0 {
		return
	}
	width := p.lanes[b.col].width
	numbers := make([]float64, 0, 5*len(gaps))
	for _, gap := range gaps {
		numbers = append(numbers, b.x-width/2, gap.from, width, gap.to-gap.from, -width)
	}
	p.w.Leaf("path", markup.Class("bar solid "+barLooks[b.kind].class), markup.Path(strings.Repeat("M# #h#v#h#z", len(gaps)), numbers...))
}

// solid returns where a bar is filled: while time passes, but for its rests.
func (p *painter) solid(b *bar) []interval {
	if b.y1 <= b.y0 || b.kind == queues || barLooks[b.kind].hatched {
		return nil
	}
	rests := make([]interval, len(b.rests))
	for i, r := range b.rests {
		rests[i].from, _ = p.touch(r.first, b.col)
		rests[i].to, _ = p.touch(r.last, b.col)
	}
	var out []interval
	for _, gap := range p.axis.gaps(b.from, b.to) {
		gap.from = max(gap.from, b.y0)
		if !slices.ContainsFunc(rests, func(r interval) bool { return r.from <= gap.from && gap.to <= r.to }) {
			out = append(out, gap)
		}
	}
	return out
}
