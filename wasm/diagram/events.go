package diagram

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// events draws the messages, notes and faults. Words keep clear of all arrows.
func (p *painter) events() {
	for i := range p.rows {
		if r := &p.rows[i]; r.kind == message {
			p.ground.takeLine(p.arrow(r))
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
		case strike:
			p.strike(r, e)
		}
		if p.isMarked(r.event) {
			p.difference(r)
		}
		p.w.Close("g")
	}
}

// arrow returns from where to where a message's arrow goes.
func (p *painter) arrow(r *row) box {
	a := box{p.cols.x[r.from], r.y, p.cols.x[r.to], p.arrival[r.event]}
	if a.x0 < a.x1 {
		return box{a.x0 + barWidth/2, a.y0, a.x1 - barWidth/2 - 1, a.y1}
	}
	return box{a.x0 - barWidth/2, a.y0, a.x1 + barWidth/2 + 1, a.y1}
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
	return c
}

// message draws an arrow with its label above it. It slants where it took time.
func (p *painter) message(r *row, e *trace.Event) {
	a := p.arrow(r)
	side := 1.0
	if a.x1 < a.x0 {
		side = -1
	}
	if r.look.dot {
		p.held(p.cols.x[r.from], r.y)
	}
	p.placeOver(&r.label, a)
	p.label(&r.label)
	p.w.Leaf("line", markup.Class("hit-area"), markup.Num("x1", a.x0), markup.Num("x2", a.x1), markup.Num("y1", a.y0-8), markup.Num("y2", a.y1-8))
	p.w.Leaf("line", markup.Class("arrow"), markup.Num("x1", a.x0), markup.Num("x2", a.x1-side*2), markup.Num("y1", a.y0), markup.Num("y2", a.y1))
	if e.Kind == trace.Return { // an answer's head is open
		p.w.Leaf("path", markup.Class("head open"), markup.Path("M# #L# #L# #", a.x1-side*8, a.y1-4, a.x1, a.y1, a.x1-side*8, a.y1+4))
	} else {
		p.w.Leaf("path", markup.Class("head"), markup.Path("M# #L# #L# #Z", a.x1-side*8, a.y1-4, a.x1, a.y1, a.x1-side*8, a.y1+4))
	}
}

// placeOver sets the words of a message over its arrow, whose first end is the
// higher one; along an arrow that slants where nothing else is.
func (p *painter) placeOver(l *label, a box) {
	over := func(x float64) {
		l.x = x
		near := x - l.width/2 // the end of the words at which the arrow is higher
		if a.x1 < a.x0 {
			near = x + l.width/2
		}
		l.y = a.y0 - labelAbove + (a.y1-a.y0)*max(0, min((near-a.x0)/(a.x1-a.x0), 1))
	}
	laid := l.x
	over(laid)
	if a.y0 == a.y1 {
		return
	}
	for _, part := range []float64{0.5, 0.3, 0.7} {
		if over(a.x0 + (a.x1-a.x0)*part); p.ground.free(l.box()) {
			return
		}
	}
	over(laid)
}

// label writes the lines of a label.
func (p *painter) label(l *label) {
	p.ground.take(l.box())
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

// mark draws a note beside its lifeline, on the other side where that hides
// less.
func (p *painter) mark(r *row) {
	l, x := &r.label, p.cols.x[r.from]
	if r.look.dot {
		p.held(x, r.y)
	}
	l.y = r.y + 4 + float64(len(l.lines)-1)*lineHeight/2
	if laid := *l; !p.ground.free(l.box()) {
		if l.x, l.at = x-labelPad, end; laid.at == end {
			l.x, l.at = p.markStart(r), start
		}
		if b := l.box(); !p.ground.free(b) || b.x0 < p.cols.left || b.x1 > p.width {
			*l = laid
		}
	}
	p.label(l)
}

// faultWords say what each fault does to a participant.
var faultWords = map[trace.Sense]string{trace.Crashed: "crashes"}

// strike draws a fault across the picture: what it struck, and on the cache's
// lifeline what it cost.
func (p *painter) strike(r *row, e *trace.Event) {
	room, until := p.picture(), p.width-2
	if lost := lostItems(e); lost > 0 {
		x := p.cols.x[p.cols.ofRole(strategy.Cache)]
		p.crashLine(p.lost(x, r.y, lost), until, r.y)
		room.to, until = x-12, x-7
	}
	p.crashLine(room.from, until, r.y)
	words := p.t.Participants[e.From].Name + " " + faultWords[e.Sense]
	if faultWords[e.Sense] == "" || textWidth(words, boldSize)+14 > room.width() {
		words = e.Label
	}
	width := textWidth(words, boldSize) + 14
	x := room.near(p.cols.x[r.from], width)
	p.w.Leaf("rect", markup.Class("crash-label"), markup.Num("x", x-width/2), markup.Num("y", r.y-10), markup.Num("width", width), markup.Num("height", 20), markup.Num("rx", 10))
	p.w.Element("text", words, markup.Class("crash-words"), markup.Num("x", x), markup.Num("y", r.y+4))
}

func (p *painter) crashLine(from, to, y float64) {
	p.w.Leaf("line", markup.Class("crash"), markup.Num("x1", from), markup.Num("x2", to), markup.Num("y1", y), markup.Num("y2", y))
}

// lost draws the mark that says that acknowledged writes are gone: a hollow
// ring with a cross in it, and how many. It returns where the words end.
func (p *painter) lost(x, y float64, writes int) float64 {
	p.w.Leaf("circle", markup.Class("lost"), markup.Num("cx", x), markup.Num("cy", y), markup.Num("r", 7))
	p.w.Leaf("path", markup.Class("lost"), markup.Path("M# #l6 6m0 -6l-6 6", x-3, y-3))
	for _, words := range lostWords(writes) {
		if end := x + 12 + textWidth(words, boldSize); end < p.width {
			p.w.Element("text", words, markup.Class("words lost-words"), markup.Num("x", x+12), markup.Num("y", y+4))
			return end + 4
		}
	}
	return x + 7
}

// lostWords say how many writes are lost, in fewer and fewer words.
func lostWords(n int) []string {
	if n == 1 {
		return []string{"1 queued write is lost", "1 write is lost", "1 lost"}
	}
	number := itoa(n)
	return []string{number + " queued writes are lost", number + " writes are lost", number + " lost"}
}

func lostItems(e *trace.Event) int {
	n := 0
	for i := range e.Changes {
		if e.Changes[i].Kind == engine.ItemLost {
			n++
		}
	}
	return n
}
