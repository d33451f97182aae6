package diagram

import (
	"slices"
	"strings"

	"cacheplay/wasm/markup"
)

// barKind is what a bar on a lifeline means.
type barKind uint8

const (
	waitWrite  barKind = iota // a client waits for its write
	waitRead                  // a client waits for its read
	works                     // a participant works for a caller
	queues                    // a call waits until the source has time
	serves                    // the source carries out a call
	worker                    // a write-behind worker has an item
	background                // a participant works, and no caller waits for it
	ahead                     // the cache holds what the source does not hold yet
	behind                    // the cache holds what the source has replaced
	outage                    // the source cannot be reached
	down                      // a process has crashed and is not up again
	refuses                   // the circuit breaker is open
	tries                     // the circuit breaker is half-open
)

// barLooks is how each kind of bar is drawn.
var barLooks = [...]struct {
	class   string
	lane    int  // the first lane that it may take
	shared  bool // several bars are drawn as one
	hatched bool // a state, not an activity
	onLeft  bool // its words stand on the left where there is room
	order   int  // words of bars with a lower order are placed first
}{
	waitWrite:  {class: "wait-write"},
	waitRead:   {class: "wait-read"},
	works:      {class: "works", shared: true},
	queues:     {class: "queues", lane: 1, onLeft: true, order: 3}, // beside the call that the source serves
	serves:     {class: "works", onLeft: true, order: 3},
	worker:     {class: "worker", lane: 1, order: 2}, // beside the operation's own bar
	background: {class: "background", lane: 1, order: 2},
	ahead:      {class: "ahead", hatched: true, order: 1},
	behind:     {class: "behind", hatched: true, order: 1},
	outage:     {class: "outage", hatched: true, onLeft: true, order: 1},
	down:       {class: "down", hatched: true, order: 1},
	refuses:    {class: "refuses", lane: 1, hatched: true, order: 1},
	tries:      {class: "tries", lane: 1, hatched: true, order: 1},
}

// bar is a stretch of a lifeline between two events.
type bar struct {
	kind        barKind
	col         int
	first, last int // events; last is len(Events) where nothing ends it
	rests       []stretch
	notes       []note
	lane        int     // bars that overlap on a lifeline have different lanes
	before      float64 // how far to the left of its lifeline it stands
	x, y0, y1   float64
	from, to    int64
}

// stretch is the time between two events, given by their indexes.
type stretch struct{ first, last int }

// note is words beside a bar while time passes, in several lengths, the
// longest first.
type note struct {
	from, to int64
	words    []string
}

// listBars lists all bars, gives them their lanes, and notes where they are in
// the way of words.
func (s *sketch) listBars() {
	s.listActivities()
	s.listStates()
	s.setLanes()
	s.occupy()
}

// touch returns the height and the time at which an event meets a lifeline:
// where its arrow leaves or, if it comes from another lifeline, arrives.
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

// drawBars draws all bars: outlined, and filled where time passes while their
// owners work. A wait that takes no time is not filled.
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

// outline draws the outline of a bar.
func (p *painter) outline(b *bar) {
	if b.y1 <= b.y0 {
		return
	}
	look, width := &barLooks[b.kind], p.lanes[b.col].width
	class, left := look.class, b.x-width/2
	if width < barWidth {
		class += " slim"
	}
	p.taken.take(box{left, b.y0, left + width, b.y1})
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

// solid returns where a bar is filled: while time passes, except for its
// rests.
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
