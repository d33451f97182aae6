package diagram

import (
	"cacheplay/wasm/markup"
	"cacheplay/wasm/trace"
)

// events draws the messages, notes and faults. The places of all arrows are
// taken first, so that no words stand on them.
func (p *painter) events() {
	for i := range p.rows {
		if r := &p.rows[i]; r.kind == message {
			p.taken.takeLine(p.arrow(r))
		}
	}
	for i := range p.rows {
		r := &p.rows[i]
		if r.kind == arrival {
			continue
		}
		e := &p.t.Events[r.event]
		p.w.Open("g", markup.Class(r.class(e)), markup.Num("data-event", float64(r.event)))
		switch r.kind {
		case message:
			p.message(r, e)
		case mark:
			p.mark(r)
		case fault:
			p.fault(r, e)
		}
		if p.isMarked(r.event) {
			p.difference(r)
		}
		p.w.Close("g")
	}
}

// arrow returns the start and the end of a message's arrow, at the edges of
// the bars to which it belongs.
func (p *painter) arrow(r *row) box {
	to := r.event
	if on := p.forwarded(r.event); on >= 0 {
		to = on
	}
	x0, x1 := p.beside(r.from, r.event, r.to > r.from), p.beside(r.to, to, r.to < r.from)
	switch {
	case r.atAccessor && r.to > r.from:
		x1 = p.cols.x[r.to] - accessorGap
	case r.atAccessor:
		x0 = p.cols.x[r.from] - accessorGap
	}
	if r.broken {
		x1 = x0 + (x1-x0)*brokenAt
	}
	return box{x0, r.y, x1, p.arrival[r.event]}
}

// brokenAt is the part of its length at which the arrow of a lost message ends.
const brokenAt = 0.7

// beside returns where an arrow meets the bar of an event, on its right or on
// its left side.
func (p *painter) beside(col, event int, right bool) float64 {
	before, behind := barWidth/2, barWidth/2
	if i := p.owner[col][event]; i >= 0 {
		before, behind = p.side(&p.bars[i])
	}
	if right {
		return p.cols.x[col] + behind
	}
	return p.cols.x[col] - before
}

func (r *row) class(e *trace.Event) string {
	c := "event " + e.Kind.String()
	if e.Sense != trace.Plain {
		c += " " + e.Sense.String()
	}
	if e.Worker > 0 {
		c += " by-worker"
	}
	if r.stale {
		c += " stale"
	}
	if r.look.bad || r.broken || r.lost > 0 {
		c += " bad"
	}
	return c
}

// message draws an arrow with its label above it. The arrow slants if the
// message takes time.
func (p *painter) message(r *row, e *trace.Event) {
	a := p.arrow(r)
	side := 1.0
	if a.x1 < a.x0 {
		side = -1
	}
	if r.saves {
		p.held(p.middle(r), r.y)
	}
	p.placeOver(&r.label, a)
	p.label(&r.label)
	p.w.Leaf("line", markup.Class("hit-area"), markup.Num("x1", a.x0), markup.Num("x2", a.x1), markup.Num("y1", a.y0-8), markup.Num("y2", a.y1-8))
	end := a.x1 - side
	p.w.Leaf("line", markup.Class("arrow"), markup.Num("x1", a.x0), markup.Num("x2", end-side*2), markup.Num("y1", a.y0), markup.Num("y2", a.y1))
	switch {
	case r.broken:
		p.w.Leaf("path", markup.Class("head open"), markup.Path("M# #l9 9m0 -9l-9 9", end-4.5, a.y1-4.5))
	case e.Kind == trace.Call:
		p.w.Leaf("path", markup.Class("head"), markup.Path("M# #L# #L# #Z", end-side*8, a.y1-4, end, a.y1, end-side*8, a.y1+4))
	default: // the head of an answer is open
		p.w.Leaf("path", markup.Class("head open"), markup.Path("M# #L# #L# #", end-side*8, a.y1-4, end, a.y1, end-side*8, a.y1+4))
	}
}

// middle returns the middle of the bar to which the start of a row belongs.
func (p *painter) middle(r *row) float64 {
	return (p.beside(r.from, r.event, false) + p.beside(r.from, r.event, true)) / 2
}

// placeOver places a label over its arrow. Over an arrow that slants it looks
// for a free place along it.
func (p *painter) placeOver(l *label, a box) {
	over := func(x float64) {
		l.x = p.picture().nearest(x, l.width)
		near := l.x - l.width/2 // the end of the label at which the arrow is higher
		if a.x1 < a.x0 {
			near = l.x + l.width/2
		}
		l.y = a.y0 - labelAbove + (a.y1-a.y0)*max(0, min((near-a.x0)/(a.x1-a.x0), 1))
	}
	laid := l.x
	over(laid)
	if a.y0 == a.y1 {
		return
	}
	for _, part := range []float64{0.5, 0.3, 0.7} {
		if over(a.x0 + (a.x1-a.x0)*part); p.taken.free(l.box()) {
			return
		}
	}
	over(laid)
}

// label writes the lines of a label.
func (p *painter) label(l *label) {
	p.taken.take(l.box())
	if l.shortened(l.lines) {
		p.w.Element("title", l.text)
	}
	class := [...]string{middle: "label", start: "label start", end: "label end"}[l.at]
	y := l.y - float64(len(l.lines)-1)*lineHeight
	for _, line := range l.lines {
		p.w.Element("text", line, markup.Class(class), markup.Num("x", l.x), markup.Num("y", y))
		y += lineHeight
	}
}

// held draws the dot that says that the source holds a write from here on.
func (p *painter) held(x, y float64) {
	p.w.Leaf("circle", markup.Class("held"), markup.Num("cx", x), markup.Num("cy", y), markup.Num("r", 5.5))
}

// mark draws a note beside its lifeline, on the other side where its own is
// taken.
func (p *painter) mark(r *row) {
	l, x := &r.label, p.cols.x[r.from]
	switch {
	case r.saves:
		p.held(p.middle(r), r.y)
	case r.lost > 0:
		p.ring(p.middle(r), r.y)
	}
	l.y = r.y + 4 + float64(len(l.lines)-1)*lineHeight/2
	if laid := *l; !p.taken.free(l.box()) {
		if l.x, l.at = x-p.left(r.from, r.event), end; laid.at == end {
			l.x, l.at = p.markStart(r), start
		}
		if b := l.box(); !p.taken.free(b) || b.x0 < p.cols.left || b.x1 > p.width {
			*l = laid
		}
	}
	p.label(l)
}
