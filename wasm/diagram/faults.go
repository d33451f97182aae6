package diagram

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// faultWords is what a fault does to a participant. Other faults have their
// labels.
var faultWords = map[trace.Sense]string{trace.Crashed: " crashes", trace.CacheCrashed: " crashes", trace.ClientCrashed: " crashes", trace.OutageBegan: " cannot be reached"}

// Sizes, in pixels, of the pill with a fault's words.
const (
	pillHeight  = 20.0
	pillPadding = 14.0
)

// struckBy reports whether an event is a fault of the participant on a column.
func (s *sketch) struckBy(event, col int) bool {
	return event < len(s.t.Events) && s.t.Events[event].Kind == trace.Fault && s.cols.of(s.t.Events[event].From) == col
}

// fault draws a fault across the picture: its words on the lifeline that it
// strikes, and on the cache's lifeline how many writes are lost or kept.
func (p *painter) fault(r *row, e *trace.Event) {
	room, until := p.roomOn(r), p.width-2
	if lost, kept := count(e, engine.ItemLost), p.kept(r, e); lost+kept > 0 {
		x := p.cols.x[p.cols.ofRole(strategy.Cache)]
		p.crashLine(p.crashCost(x, r.y, lost, kept), until, r.y)
		room.to, until = min(room.to, x-12), x-7
	}
	p.crashLine(p.picture().from, until, r.y)
	words := p.struck(e, room.width()-pillPadding)
	width := textWidth(words, boldSize) + pillPadding
	x := p.picture().nearest(room.nearest(p.cols.x[r.from], width), width)
	p.w.Leaf("rect", markup.Class("crash-label"), markup.Num("x", x-width/2), markup.Num("y", r.y-pillHeight/2), markup.Num("width", width), markup.Num("height", pillHeight), markup.Num("rx", pillHeight/2))
	p.w.Element("text", words, markup.Class("crash-words"), markup.Num("x", x), markup.Num("y", r.y+4))
}

// roomOn returns the free stretch around the lifeline that a fault strikes.
func (p *painter) roomOn(r *row) interval {
	x := p.cols.x[r.from]
	room := p.picture()
	for col, at := range p.cols.x {
		switch {
		case !p.busy[col][r.event].any():
		case at < x:
			room.from = at + p.right(col, r.event)
		case at > x:
			room.to = min(room.to, at-p.left(col, r.event))
		}
	}
	return room
}

// struck returns the words of a fault, the longest that fit.
func (p *painter) struck(e *trace.Event, room float64) string {
	words := e.Label
	if does := faultWords[e.Sense]; does != "" {
		words = p.t.Participants[e.From].Name + does
	}
	more := words
	if lost := count(e, engine.EntryChanged); e.Sense == trace.CacheCrashed {
		more += ": " + numberOf(lost, "entry", "entries") + " lost"
	}
	for _, words := range []string{more, words} {
		if textWidth(words, boldSize) <= room {
			return words
		}
	}
	return e.Label
}

// kept returns how many queued writes survive a crash in the journal.
func (p *painter) kept(r *row, e *trace.Event) int {
	switch e.Sense {
	case trace.Crashed:
		return len(p.t.At(r.event + 1).Queue)
	case trace.WorkerCrashed:
		return count(e, engine.ItemReturned)
	}
	return 0
}

func numberOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return itoa(n) + " " + many
}

func count(e *trace.Event, kind engine.ChangeKind) int {
	n := 0
	for i := range e.Changes {
		if e.Changes[i].Kind == kind {
			n++
		}
	}
	return n
}

func (p *painter) crashLine(from, to, y float64) {
	p.w.Leaf("line", markup.Class("crash"), markup.Num("x1", from), markup.Num("x2", to), markup.Num("y1", y), markup.Num("y2", y))
}

// ringSize is the radius of the mark of lost writes, in pixels.
const ringSize = 7.0

// ring draws the mark of lost acknowledged writes: a ring with a cross in it.
func (p *painter) ring(x, y float64) {
	p.w.Leaf("circle", markup.Class("lost"), markup.Num("cx", x), markup.Num("cy", y), markup.Num("r", ringSize))
	p.w.Leaf("path", markup.Class("lost"), markup.Path("M# #l6 6m0 -6l-6 6", x-3, y-3))
}

// crashCost draws how many writes a crash has destroyed, or the journal has
// kept. It returns where the words end.
func (p *painter) crashCost(x, y float64, lost, kept int) float64 {
	class, choices := "lost-words", []string{numberOf(lost, "queued write is lost", "queued writes are lost"), numberOf(lost, "write is lost", "writes are lost"), itoa(lost) + " lost"}
	if lost > 0 {
		p.ring(x, y)
	} else {
		class, choices = "kept-words", []string{"the journal keeps " + numberOf(kept, "write", "writes"), "journal keeps " + itoa(kept)}
	}
	for _, words := range choices {
		if end := x + 12 + textWidth(words, boldSize); end < p.width {
			p.w.Element("text", words, markup.Class("words "+class), markup.Num("x", x+12), markup.Num("y", y+4))
			return end + 4
		}
	}
	return x + 7
}
