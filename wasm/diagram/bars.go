package diagram

import (
	"cmp"
	"slices"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// barKind tells what a stretch of a lifeline means: somebody waits, works, or
// holds something.
type barKind uint8

const (
	waitWrite barKind = iota
	waitRead
	works
	worker
	ahead  // the cache holds what the source does not hold yet
	behind // or what it has replaced
)

// barLooks says how each kind of bar is drawn.
var barLooks = [...]struct {
	class   string
	lane    int  // at least so far aside
	hatched bool // it is no activity: nobody does anything
	left    bool // its words rather stand on the left
	later   int  // its words find their place after those of less
}{
	waitWrite: {class: "wait-write"},
	waitRead:  {class: "wait-read"},
	works:     {class: "works", left: true, later: 3},
	worker:    {class: "worker", lane: 1, later: 2}, // an activation of its own
	ahead:     {class: "ahead", hatched: true, later: 1},
	behind:    {class: "behind", hatched: true, later: 1},
}

// bar is a stretch of a lifeline, between two events.
type bar struct {
	kind        barKind
	col         int
	first, last int // events; last is len(Events) where nothing ends it
	notes       []note
	lane        int // bars that overlap on one lifeline stand beside each other
	x, y0, y1   float64
	from, to    int64
}

// note is words beside a bar, or a part of it, while time passes: the longest
// that find room.
type note struct {
	from, to int64
	words    []string
}

// listBars lists all activations, and where the cache holds other than the
// source, and notes where they stand in the way.
func (s *sketch) listBars() {
	s.bars = append(s.bars, s.clientBars()...)
	s.bars = append(s.bars, s.managerBars()...)
	s.bars = append(s.bars, s.workerBars()...)
	s.bars = append(s.bars, s.callBars()...)
	s.bars = append(s.bars, s.copyBars(ahead, s.t.Ahead(), aheadWords)...)
	s.bars = append(s.bars, s.copyBars(behind, s.t.Behind(), behindWords)...)
	s.busy = make([][]bool, len(s.cols.names))
	for col := range s.busy {
		s.busy[col] = make([]bool, len(s.t.Events))
	}
	for _, b := range s.bars {
		for event := b.first + 1; event < len(s.t.Events) && s.inTheWay(&b, event); event++ {
			s.busy[b.col][event] = true
		}
	}
}

// inTheWay reports whether a bar reaches to where the words of an event stand:
// beside the rows before, if those do not end on the bar's lifeline.
func (s *sketch) inTheWay(b *bar, event int) bool {
	return event <= b.last || barLooks[b.kind].hatched && event <= b.last+2 && s.t.Events[event].T == s.t.Events[b.last].T
}

// stretches are the first and the last event of something, by its index; -1
// for none.
type stretches struct{ first, last []int }

func newStretches(n int) stretches { return stretches{nones(n), nones(n)} }

func (s stretches) add(i, event int) {
	if s.first[i] < 0 {
		s.first[i] = event
	}
	s.last[i] = event
}

// clientBars show how long each client waits.
func (s *sketch) clientBars() []bar {
	waits := newStretches(len(s.t.Ops))
	for i := range s.t.Events {
		if e := &s.t.Events[i]; e.Op >= 0 && (e.Sense == trace.Request || e.Sense == trace.Answer || e.Sense == trace.NoAnswer) {
			waits.add(e.Op, i)
		}
	}
	var bars []bar
	for id := range s.t.Ops {
		op := &s.t.Ops[id]
		if waits.first[id] < 0 {
			continue
		}
		b := bar{kind: waitKind(op), col: s.cols.of(op.Client), first: waits.first[id], last: waits.last[id]}
		if op.Outcome == engine.Pending {
			b.last = len(s.t.Events)
		} else if wait, _ := op.Wait(); !s.t.Ordered {
			length := trace.Duration(wait)
			b.notes = []note{{from: op.Start, to: op.End, words: []string{"waits " + length, length}}}
		}
		bars = append(bars, b)
	}
	return bars
}

func waitKind(op *trace.Operation) barKind {
	if op.Reads() {
		return waitRead
	}
	return waitWrite
}

// managerBars show the Resource Manager at work on operations.
func (s *sketch) managerBars() []bar {
	manager := s.cols.ofRole(strategy.ResourceManager)
	if manager < 0 {
		return nil
	}
	work := newStretches(len(s.t.Ops))
	for i := range s.t.Events {
		e := &s.t.Events[i]
		if e.Op >= 0 && e.Worker == 0 && (s.cols.of(e.From) == manager || s.cols.of(e.To) == manager) {
			work.add(e.Op, i)
		}
	}
	var bars []bar
	for id := range s.t.Ops {
		if work.first[id] >= 0 && s.t.Ops[id].By == strategy.ResourceManager {
			bars = append(bars, bar{kind: works, col: manager, first: work.first[id], last: work.last[id]})
		}
	}
	return bars
}

// workerBars show the write-behind workers, which are activations of their own:
// from the event with which one takes an item to its last one. A crash ends it.
func (s *sketch) workerBars() []bar {
	manager := s.cols.ofRole(strategy.ResourceManager)
	var bars []bar
	busy := map[int]int{} // the bar of each worker
	for i := range s.t.Events {
		e := &s.t.Events[i]
		if e.Sense == trace.Taken {
			busy[e.Worker] = len(bars)
			bars = append(bars, bar{kind: worker, col: manager, first: i})
		}
		if b, found := busy[e.Worker]; found {
			bars[b].last = i
		}
		if e.Sense == trace.Crashed {
			for _, b := range busy {
				bars[b].last = i
			}
			clear(busy)
		}
	}
	for i := range bars {
		bars[i].notes = []note{{from: s.t.Events[bars[i].first].T, to: s.t.Events[bars[i].last].Arrives, words: []string{"worker"}}}
	}
	return bars
}

// callBars show the accessor and the source at work on each call.
func (s *sketch) callBars() []bar {
	var bars []bar
	for i := range s.t.Events {
		e := &s.t.Events[i]
		role := s.t.Participants[e.To].Role
		if e.Kind != trace.Call || role != strategy.Source && role != strategy.DataAccessor || s.cols.folds(e.To) {
			continue
		}
		b := bar{kind: works, col: s.cols.of(e.To), first: i, last: s.calls.end[i]}
		until := s.t.End
		if b.last >= 0 {
			until = s.t.Events[b.last].T
		} else {
			b.last = len(s.t.Events)
		}
		if role == strategy.Source && !s.t.Ordered {
			b.notes = []note{{from: e.Arrives, to: until, words: []string{trace.Duration(until - e.Arrives)}}}
		}
		bars = append(bars, b)
	}
	return bars
}

// copyBars show on the cache's lifeline when it held other than the source: a
// bar for spans that follow each other, and words for each.
func (s *sketch) copyBars(kind barKind, spans []trace.Span, words func(records int, alone bool) []string) []bar {
	var bars []bar
	for len(spans) > 0 {
		n := 1
		most := spans[0].Records
		for ; n < len(spans) && spans[n].First == spans[n-1].Last; n++ {
			most = max(most, spans[n].Records)
		}
		b := bar{kind: kind, col: s.cols.ofRole(strategy.Cache), first: spans[0].First, last: spans[n-1].Last}
		for _, span := range spans[:n] {
			b.notes = append(b.notes, note{from: span.From, to: span.To, words: words(span.Records, most == 1)})
		}
		bars, spans = append(bars, b), spans[n:]
	}
	return bars
}

func aheadWords(records int, alone bool) []string {
	switch {
	case alone:
		return []string{"ahead of the source", "ahead"}
	case records == 1:
		return []string{"1 record ahead", "1 ahead", "1"}
	}
	n := itoa(records)
	return []string{n + " records ahead", n + " ahead", n}
}

func behindWords(records int, alone bool) []string {
	switch {
	case alone:
		return []string{"an old copy", "old"}
	case records == 1:
		return []string{"1 old copy", "1 old", "1"}
	}
	n := itoa(records)
	return []string{n + " old copies", n + " old", n}
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

// drawBars draws all bars.
func (p *painter) drawBars() {
	for i := range p.bars {
		b := &p.bars[i]
		b.y0, b.from = p.touch(b.first, b.col)
		b.y1, b.to = p.touch(b.last, b.col)
	}
	slices.SortStableFunc(p.bars, func(a, b bar) int { return cmp.Compare(a.y0, b.y0) })
	lanes := setLanes(p.bars, len(p.cols.x))
	for i := range p.bars {
		b := &p.bars[i]
		b.x = p.cols.x[b.col] + float64(b.lane)*min(laneShift, lanesMost/float64(lanes[b.col]))
		p.bar(b)
	}
}

// setLanes moves bars aside that would hide another one on their lifeline, and
// returns how many lanes each of these has.
func setLanes(bars []bar, columns int) []int {
	ends := make([][]float64, columns) // of each lane's last bar
	for i := range bars {
		b := &bars[i]
		lanes := &ends[b.col]
		b.lane = barLooks[b.kind].lane
		for b.lane < len(*lanes) && (*lanes)[b.lane] > b.y0 {
			b.lane++
		}
		for len(*lanes) <= b.lane {
			*lanes = append(*lanes, 0)
		}
		(*lanes)[b.lane] = b.y1
	}
	counts := make([]int, columns)
	for col := range ends {
		counts[col] = len(ends[col])
	}
	return counts
}

// bar draws one bar: solid where time passes, light within an instant, so that
// a wait of no time looks like none.
func (p *painter) bar(b *bar) {
	if b.y1 <= b.y0 {
		return
	}
	look, x := &barLooks[b.kind], b.x
	p.ground.take(box{x - barWidth/2, b.y0, x + barWidth/2, b.y1})
	if look.hatched {
		p.w.Leaf("line", markup.Class(look.class), markup.Num("x1", x), markup.Num("x2", x), markup.Num("y1", b.y0), markup.Num("y2", b.y1))
		return
	}
	p.w.Leaf("rect", markup.Class("bar "+look.class), markup.Num("x", x-barWidth/2), markup.Num("y", b.y0), markup.Num("width", barWidth), markup.Num("height", max(b.y1-b.y0, 3)), markup.Num("rx", 2))
	gaps := p.axis.gaps(b.from, b.to)
	if len(gaps) == 0 {
		return
	}
	numbers := make([]float64, 0, 3*len(gaps))
	for _, gap := range gaps {
		from := max(gap.from, b.y0)
		numbers = append(numbers, x-barWidth/2, from, gap.to-from)
	}
	p.w.Leaf("path", markup.Class("bar solid "+look.class), markup.Path(strings.Repeat("M# #h9v#h-9z", len(gaps)), numbers...))
}
