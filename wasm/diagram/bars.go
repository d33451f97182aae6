package diagram

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// bar is a stretch of a lifeline: somebody waits, works, or holds something.
type bar struct {
	col    int
	lane   int // bars that overlap on one lifeline stand beside each other
	t1, t2 int64
	y1, y2 float64
	class  string
	words  string // beside the longest stretch of time that passes
	short  string // the same where there is less room
	left   bool   // the words stand on the left
	beside bool   // it says what the participant holds, and stands beside its lifeline
}

// bars draws all activations, and where the cache holds other than the source.
func (p *painter) bars() {
	var bars []bar
	bars = append(bars, p.clientBars()...)
	bars = append(bars, p.managerBars()...)
	bars = append(bars, p.callBars()...)
	bars = append(bars, p.copyBars()...)
	setLanes(bars)
	p.w.Open("g", markup.Class("bars"))
	for _, b := range bars {
		p.bar(b)
	}
	for _, b := range bars {
		p.words(b, bars)
	}
	p.silences(bars)
	p.w.Close("g")
}

// setLanes moves bars aside that would hide another one on their lifeline.
func setLanes(bars []bar) {
	for i := range bars {
		for slices.ContainsFunc(bars[:i], func(o bar) bool {
			return o.col == bars[i].col && o.lane == bars[i].lane && o.y1 < bars[i].y2 && bars[i].y1 < o.y2
		}) {
			bars[i].lane++
		}
	}
}

// span returns the first and the last event that satisfy a condition.
func (p *painter) span(is func(*trace.Event) bool) (first, last int) {
	first, last = -1, -1
	for i := range p.t.Events {
		if is(&p.t.Events[i]) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// between makes a bar from one event to the arrival of another.
func (p *painter) between(col, first, last int, class string) bar {
	return bar{col: col, class: class,
		t1: p.t.Events[first].T, y1: p.yOfEvent(first),
		t2: p.t.Events[last].Arrives, y2: p.yOfArrival(last)}
}

// clientBars show how long each client waits.
func (p *painter) clientBars() []bar {
	var bars []bar
	for id := range p.t.Ops {
		op := &p.t.Ops[id]
		first, last := p.span(func(e *trace.Event) bool {
			return e.Op == id && (e.Sense == trace.Request || e.Sense == trace.Answer || e.Sense == trace.NoAnswer)
		})
		if first < 0 {
			continue
		}
		b := p.between(p.cols.of(op.Client), first, last, waitClass(op))
		if op.Outcome == engine.Pending {
			b.t2, b.y2 = p.t.End, p.bottom()
		} else if wait, _ := op.Wait(); wait > 0 && !p.t.Ordered {
			b.short = trace.Duration(wait)
			b.words = "waits " + b.short
		}
		bars = append(bars, b)
	}
	return bars
}

func waitClass(op *trace.Operation) string {
	if op.Reads() {
		return "wait-read"
	}
	return "wait-write"
}

func (p *painter) bottom() float64 {
	last := p.axis[len(p.axis)-1]
	return last.y + last.height
}

// managerBars show the Resource Manager at work: on operations, and as the
// write-behind worker, which is an activation of its own.
func (p *painter) managerBars() []bar {
	manager := p.managerColumn()
	if manager < 0 {
		return nil
	}
	var bars []bar
	for id := range p.t.Ops {
		first, last := p.span(func(e *trace.Event) bool {
			return e.Op == id && e.Worker == 0 && (p.cols.of(e.From) == manager || p.cols.of(e.To) == manager)
		})
		if first >= 0 && p.t.Ops[id].By == strategy.ResourceManager {
			b := p.between(manager, first, last, "works")
			b.y1 = p.yOfArrival(first)
			b.t1 = p.t.Events[first].Arrives
			b.t2, b.y2 = p.t.Events[last].T, p.yOfEvent(last)
			bars = append(bars, b)
		}
	}
	return append(bars, p.workerBars(manager)...)
}

func (p *painter) workerBars(manager int) []bar {
	var bars []bar
	for i := range p.t.Events {
		if p.t.Events[i].Sense != trace.Taken {
			continue
		}
		last := p.lastOfWorker(i)
		b := p.between(manager, i, last, "worker")
		b.lane, b.words, b.short = 1, "worker", "worker"
		bars = append(bars, b)
	}
	return bars
}

// lastOfWorker returns the last event of what a worker does with the item that
// it takes at event i: a crash ends it.
func (p *painter) lastOfWorker(i int) int {
	last := i
	for j := i + 1; j < len(p.t.Events); j++ {
		e := &p.t.Events[j]
		if e.Sense == trace.Crashed {
			return j
		}
		if e.Worker != p.t.Events[i].Worker {
			continue
		}
		if e.Sense == trace.Taken {
			break
		}
		last = j
	}
	return last
}

// callBars show the accessor and the source at work on each call.
func (p *painter) callBars() []bar {
	var bars []bar
	for i := range p.t.Events {
		e := &p.t.Events[i]
		role := p.t.Participants[e.To].Role
		if e.Kind != trace.Call || role != strategy.DataAccessor && role != strategy.Source || p.cols.of(e.To) == p.cols.of(e.From) {
			continue
		}
		b := p.between(p.cols.of(e.To), i, i, "works")
		b.y1, b.t1 = p.yOfArrival(i), e.Arrives
		b.t2, b.y2 = p.t.End, p.bottom()
		if end := p.endOfCall(i); end >= 0 {
			b.t2, b.y2 = p.t.Events[end].T, p.yOfEvent(end)
		}
		if role == strategy.Source && b.t2 > b.t1 && !p.t.Ordered {
			b.words, b.left = trace.Duration(b.t2-b.t1), true
		}
		if b.y2 > b.y1 {
			bars = append(bars, b)
		}
	}
	return bars
}

// endOfCall returns the event with which the callee of call i is done, -1 for
// none.
func (p *painter) endOfCall(i int) int {
	call := &p.t.Events[i]
	for j := i + 1; j < len(p.t.Events); j++ {
		e := &p.t.Events[j]
		if e.Sense == trace.Crashed && p.t.Participants[call.To].Role == strategy.DataAccessor {
			return j
		}
		answers := e.Kind == trace.Return || e.Kind == trace.Note && (e.Sense == trace.Saved || e.Sense == trace.Found || e.Sense == trace.Absent)
		if answers && e.From == call.To && e.Op == call.Op && e.Step == call.Step {
			return j
		}
	}
	return -1
}

// copyBars show on the cache's lifeline when it held what the source did not
// hold yet, and when it held what the source had replaced.
func (p *painter) copyBars() []bar {
	var bars []bar
	for key := range p.t.Keys {
		for _, s := range p.t.Ahead(key) {
			bars = append(bars, p.copyBar(key, s, bar{class: "ahead", words: "ahead of the source", short: "ahead"}))
		}
		for _, s := range p.t.Behind(key) {
			bars = append(bars, p.copyBar(key, s, bar{class: "behind", words: "an old copy", short: "old"}))
		}
	}
	return bars
}

func (p *painter) copyBar(key int, s trace.Span, b bar) bar {
	b.col, b.beside = p.cols.ofRole(strategy.Cache), true
	b.t1, b.y1 = s.From, p.yOfChange(key, s.From)
	b.t2, b.y2 = s.To, p.yOfChange(key, s.To)
	if b.t2 == b.t1 || p.t.Ordered {
		b.words = ""
	}
	return b
}

// yOfChange returns where the change of a key at a moment is drawn.
func (p *painter) yOfChange(key int, t int64) float64 {
	for i := range p.t.Events {
		e := &p.t.Events[i]
		if e.T == t && slices.ContainsFunc(e.Changes, func(c engine.Change) bool {
			return int(c.Key) == key && c.Kind <= engine.RecordChanged
		}) {
			return p.yOfEvent(i)
		}
	}
	return p.bottom()
}

// bar draws one bar: solid where time passes, light within an instant, so that
// a wait of no time looks like none.
func (p *painter) bar(b bar) {
	x := p.cols.x[b.col] + float64(b.lane)*laneShift
	if b.beside {
		p.w.Leaf("line", markup.Class(b.class), markup.Num("x1", x+7), markup.Num("x2", x+7), markup.Num("y1", b.y1), markup.Num("y2", b.y2))
		return
	}
	p.w.Leaf("rect", markup.Class("bar "+b.class), markup.Num("x", x-barWidth/2), markup.Num("y", b.y1), markup.Num("width", barWidth), markup.Num("height", max(b.y2-b.y1, 3)), markup.Num("rx", 2))
	for _, gap := range p.gaps(b) {
		p.w.Leaf("rect", markup.Class("bar solid "+b.class), markup.Num("x", x-barWidth/2), markup.Num("y", gap[0]), markup.Num("width", barWidth), markup.Num("height", gap[1]-gap[0]))
	}
}

// words writes beside a bar, in the middle of the longest time that passes. It
// may reach over the next lifeline where nothing happens on it meanwhile.
func (p *painter) words(b bar, bars []bar) {
	from, to := p.longestGap(b)
	if b.words == "" || to-from < labelSize || b.left && b.lane > 0 {
		return
	}
	x, y := p.cols.x[b.col]+float64(b.lane)*laneShift, (from+to)/2+4
	if b.left {
		p.w.Element("text", b.words, markup.Class("words"), markup.Num("x", x-10), markup.Num("y", y), markup.Text("text-anchor", "end"))
		return
	}
	x += 10
	if b.beside {
		x += 6
	}
	room := float64(p.opt.Width) - x
	if slices.ContainsFunc(bars, func(o bar) bool { return o.col == b.col+1 && o.y1 < y && y < o.y2 }) {
		room = p.cols.x[b.col+1] - x - barWidth/2
	}
	words := b.words
	if boldWidth(words, labelSize) > room {
		words = b.short
	}
	p.w.Element("text", words, markup.Class("words "+b.class+"-words"), markup.Num("x", x), markup.Num("y", y))
}

// gaps returns the heights between which time passes while a bar lasts.
func (p *painter) gaps(b bar) [][2]float64 {
	var out [][2]float64
	for i := 1; i < len(p.axis); i++ {
		prev, in := p.axis[i-1], p.axis[i]
		if b.t1 <= prev.t && in.t <= b.t2 {
			if in.t == b.t2 && in.height == 0 {
				in.y = b.y2
			}
			out = append(out, [2]float64{max(prev.y+prev.height, b.y1), in.y})
		}
	}
	return out
}

func (p *painter) longestGap(b bar) (from, to float64) {
	for _, gap := range p.gaps(b) {
		if gap[1]-gap[0] > to-from {
			from, to = gap[0], gap[1]
		}
	}
	return from, to
}

// silences words the stretches in which nobody waits and nobody works.
func (p *painter) silences(bars []bar) {
	if p.t.Ordered || len(p.axis) == 0 {
		return
	}
	start := -1
	for i := 1; i <= len(p.axis); i++ {
		silent := i < len(p.axis) && p.axis[i].t <= p.t.End && p.silent(bars, p.axis[i-1].t, p.axis[i].t)
		if silent && start < 0 {
			start = i - 1
		}
		ends := start >= 0 && (!silent || p.busyAt(p.axis[i].t))
		if ends {
			last := i
			if !silent {
				last = i - 1
			}
			p.silence(p.axis[start], p.axis[last])
			start = -1
		}
	}
}

func (p *painter) silent(bars []bar, from, to int64) bool {
	return !slices.ContainsFunc(bars, func(b bar) bool {
		return !b.beside && b.t1 < to && from < b.t2
	})
}

func (p *painter) silence(from, to instant) {
	y1, y2 := from.y+from.height, to.y
	if y2-y1 < 14 {
		return
	}
	p.w.Element("text", trace.Duration(to.t-from.t)+", nothing happens", markup.Class("silence"),
		markup.Num("x", (p.cols.x[0]+p.cols.x[1])/2), markup.Num("y", (y1+y2)/2+4), markup.Text("text-anchor", "middle"))
}
