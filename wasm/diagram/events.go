package diagram

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// events draws the messages, notes and faults.
func (p *painter) events() {
	for _, r := range p.rows {
		if r.kind == arrival {
			continue
		}
		e := &p.t.Events[r.event]
		p.w.Open("g", markup.Class(p.eventClass(e)), markup.Text("data-event", itoa(r.event)))
		if p.stale(e) {
			r.label += " (old)"
		}
		switch r.kind {
		case message:
			p.message(r, e)
		case mark:
			p.mark(r, e)
		case strike:
			p.strike(r, e)
		}
		p.w.Close("g")
	}
}

func (p *painter) eventClass(e *trace.Event) string {
	c := "event " + e.Kind.String()
	if e.Sense != trace.Plain {
		c += " " + e.Sense.String()
	}
	if e.Worker > 0 {
		c += " by-worker"
	}
	if p.stale(e) {
		c += " stale"
	}
	return c
}

// stale reports whether an event answers a read with what the source had
// replaced before the read began.
func (p *painter) stale(e *trace.Event) bool {
	return (e.Sense == trace.Hit || e.Sense == trace.Answer) && e.Op >= 0 && p.t.Stale(e.Op)
}

// message draws an arrow with its label above it. It slants where it took time.
func (p *painter) message(r row, e *trace.Event) {
	x1, x2 := p.cols.x[r.from], p.cols.x[r.to]
	y1, y2 := r.y, p.yOfArrival(r.event)
	side := 1.0
	if x2 < x1 {
		side = -1
	}
	x1, x2 = x1+side*barWidth/2, x2-side*(barWidth/2+1)
	p.w.Leaf("line", markup.Class("hit-area"), markup.Num("x1", x1), markup.Num("x2", x2), markup.Num("y1", y1-8), markup.Num("y2", y2-8))
	p.w.Leaf("line", markup.Class("arrow"), markup.Num("x1", x1), markup.Num("x2", x2-side*2), markup.Num("y1", y1), markup.Num("y2", y2))
	p.head(x2, y2, side, e.Kind == trace.Return)
	if isSave(e) {
		p.w.Leaf("circle", markup.Class("held"), markup.Num("cx", p.cols.x[r.from]), markup.Num("cy", y1), markup.Num("r", 5.5))
	}
	p.label(r, (x1+x2)/2, y1-6)
}

// head draws an arrow's head: full for a call, open for an answer.
func (p *painter) head(x, y, side float64, open bool) {
	back := x - side*8
	d := "M" + markup.Number(back) + " " + markup.Number(y-4) + "L" + markup.Number(x) + " " + markup.Number(y) + "L" + markup.Number(back) + " " + markup.Number(y+4)
	if open {
		p.w.Leaf("path", markup.Class("head open"), markup.Text("d", d))
	} else {
		p.w.Leaf("path", markup.Class("head"), markup.Text("d", d+"Z"))
	}
}

// label writes a message's words over its arrow, shortened where they would
// leave the picture; the whole text stays as its title.
func (p *painter) label(r row, x, y float64) {
	if r.label == "" {
		return
	}
	left := timeMargin
	if p.opt.Narrow {
		left = timeMarginNarrow
	}
	// A label wider than its arrow may reach over the lifelines beside it.
	room := 2 * min(x-left, float64(p.opt.Width)-x)
	shown := fit(r.label, labelSize, max(room, 40))
	if shown != r.label {
		p.w.Element("title", r.label)
	}
	p.w.Element("text", shown, markup.Class("label"), markup.Num("x", x), markup.Num("y", y), markup.Text("text-anchor", "middle"))
}

// mark draws a note beside its lifeline.
func (p *painter) mark(r row, e *trace.Event) {
	x := p.cols.x[r.from]
	y := r.y - 4
	size := labelSize
	right := float64(p.opt.Width) - x - 14
	if isSave(e) {
		p.w.Leaf("circle", markup.Class("held"), markup.Num("cx", x), markup.Num("cy", y-4), markup.Num("r", 5.5))
	}
	if textWidth(r.label, size) <= right || r.from == 0 {
		p.w.Element("text", fit(r.label, size, right), markup.Class("label"), markup.Num("x", x+barWidth/2+laneShift+5), markup.Num("y", y))
		return
	}
	p.w.Element("text", fit(r.label, size, x-60), markup.Class("label"), markup.Num("x", x-barWidth/2-5), markup.Num("y", y), markup.Text("text-anchor", "end"))
}

// strike draws a fault across the picture, and says what it cost.
func (p *painter) strike(r row, e *trace.Event) {
	y := r.y - 8
	p.w.Leaf("line", markup.Class("crash"), markup.Num("x1", 4), markup.Num("x2", float64(p.opt.Width)-2), markup.Num("y1", y), markup.Num("y2", y))
	words := p.cols.nameOf(strategy.ResourceManager, "the process") + " crashes"
	if lost := lostItems(e); lost == 1 {
		words += ", 1 queued write is lost"
	} else if lost > 1 {
		words += ", " + itoa(lost) + " queued writes are lost"
	}
	room := float64(p.opt.Width) - p.cols.x[0] - 14
	if boldWidth(words, labelSize) > room {
		words = shortCrash(lostItems(e))
	}
	width := boldWidth(words, labelSize)
	x := max(p.cols.x[0], min(p.cols.x[r.from]-width/2, float64(p.opt.Width)-width-14))
	p.w.Leaf("rect", markup.Class("crash-label"), markup.Num("x", x-7), markup.Num("y", y-10), markup.Num("width", width+14), markup.Num("height", 20), markup.Num("rx", 10))
	p.w.Element("text", words, markup.Class("crash-words"), markup.Num("x", x), markup.Num("y", y+4))
}

// shortCrash says what a crash cost where there is little room.
func shortCrash(lost int) string {
	switch lost {
	case 0:
		return "crash"
	case 1:
		return "crash, 1 write is lost"
	}
	return "crash, " + itoa(lost) + " writes are lost"
}

func lostItems(e *trace.Event) int {
	n := 0
	for _, c := range e.Changes {
		if c.Kind == engine.ItemLost {
			n++
		}
	}
	return n
}

// nameOf returns a participant's name, or other words where it has no lifeline.
func (c *columns) nameOf(role strategy.Participant, otherwise string) string {
	if i := c.ofRole(role); i >= 0 {
		return c.names[i]
	}
	return otherwise
}
