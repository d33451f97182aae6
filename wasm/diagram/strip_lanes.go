package diagram

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/trace"
)

// waits draws how long a client waits for each of its operations. A wait that
// takes no time is a stroke; strokes at one time stand beside each other. A
// wait that does not end well is hollow and ends in a sign.
func (s *Strip) waits(w *markup.Writer, t *trace.Trace, client int, y float64) {
	shift, strokesAt, last, busyUntil := 0.0, int64(-1), int64(0), int64(-1)
	var quick []string
	for i := range t.Ops {
		op := &t.Ops[i]
		if op.Client != client || !op.Sent {
			continue
		}
		end := t.End
		if op.Outcome != engine.Pending {
			end = op.End
		}
		last = max(last, end)
		if end > op.Start {
			busyUntil = end
			s.wait(w, op, end, y)
			continue
		}
		if op.Start != strokesAt {
			shift, strokesAt, quick = 0, op.Start, nil
		}
		s.open(w, op.Start)
		if op.Outcome == engine.OK {
			w.Leaf("rect", markup.Class("stroke "+barLooks[waitKind(op)].class), markup.Num("x", 1.5+shift), markup.Num("y", y), markup.Num("width", 4), markup.Num("height", stripBar), markup.Num("rx", 1))
			quick = append(quick, opWord(op))
			shift += 6
		} else {
			sign(w, op.Outcome, 1.5+shift, y)
			shift += signWidth
		}
		w.Close("svg")
	}
	if len(quick) > 0 && strokesAt == last && !(near(last, s.End) && busyUntil == last) {
		s.words(w, "words", joinAnd(quick)+" at once", last, shift+6, y)
	}
}

// wait draws a wait that takes time.
func (s *Strip) wait(w *markup.Writer, op *trace.Operation, end int64, y float64) {
	class, inside := barLooks[waitKind(op)].class, "inside"
	if op.Outcome == engine.OK {
		s.span(w, "solid "+class, op.Start, end, y)
	} else {
		s.span(w, "in-vain "+class, op.Start, end, y)
		inside = "inside in-vain"
		s.open(w, end)
		sign(w, op.Outcome, 3, y)
		w.Close("svg")
	}
	if end-op.Start < s.End/9 {
		return
	}
	s.open(w, op.Start)
	w.Element("text", opWord(op)+": "+trace.Duration(end-op.Start), markup.Class(inside), markup.Num("x", 7), markup.Num("y", y+10))
	w.Close("svg")
}

const signWidth = 11.0

// sign draws a cross for an operation that failed, and a question mark for one
// whose outcome is not known.
func sign(w *markup.Writer, outcome engine.Outcome, x, y float64) {
	if outcome == engine.Failed {
		w.Leaf("path", markup.Class("sign"), markup.Path("M# #l8 8m0 -8l-8 8", x, y+2))
	} else {
		w.Element("text", "?", markup.Class("sign"), markup.Num("x", x), markup.Num("y", y+11))
	}
}

func opWord(op *trace.Operation) string {
	if op.Reads() {
		return "read"
	}
	return "write"
}

func joinAnd(words []string) string {
	switch {
	case len(words) == 1:
		return words[0]
	case len(words) == 2 && words[0] == words[1]:
		return "2 " + words[0] + "s"
	case len(words) == 2:
		return words[0] + " and " + words[1]
	}
	return "all"
}

// copiesAndSaves draws when the cache held other values than the source, and
// whether the source came to hold each acknowledged write: a dot or a cross.
func (s *Strip) copiesAndSaves(w *markup.Writer, t *trace.Trace, y float64) {
	s.copies(w, "ahead", t.Ahead(), y)
	s.copies(w, "behind", t.Behind(), y)
	var marks, rings []int64
	words := map[int64]string{}
	for i := range t.Ops {
		if at, held := t.HeldAt(i); held {
			s.dot(w, at, y)
			marks = append(marks, at)
		}
		if by, lost := t.LostBy(i); lost && words[t.Events[by].T] == "" {
			at := t.Events[by].T
			rings = append(rings, at)
			words[at] = "lost"
			switch {
			case t.Events[by].Sense == trace.DeadLettered:
				words[at] = "set aside"
			case t.Overwritten(i):
				words[at] = "" // the cache is ahead from here on, and that takes the room
			}
		}
		if at, again := t.AgainAt(i); again && t.Ops[i].Kind == engine.Pay {
			s.dot(w, at, y)
			s.words(w, "lost-words", "paid twice", at, 10, y)
		}
	}
	marks = append(marks, rings...)
	for _, at := range rings {
		if slices.ContainsFunc(marks, func(other int64) bool { return other > at && other-at < s.End/8 }) {
			words[at] = "" // there is no room
		}
		s.cross(w, at, y, words[at])
	}
}

func (s *Strip) dot(w *markup.Writer, at int64, y float64) {
	w.Leaf("circle", markup.Class("held"), markup.Text("cx", s.at(at)), markup.Num("cy", y+stripBar/2), markup.Num("r", 6))
}

// cross marks where writes are lost: a ring with a cross in it, and a word.
func (s *Strip) cross(w *markup.Writer, at int64, y float64, word string) {
	s.open(w, at)
	w.Leaf("circle", markup.Class("lost"), markup.Num("cx", 0), markup.Num("cy", y+stripBar/2), markup.Num("r", 7))
	w.Leaf("path", markup.Class("lost"), markup.Path("M-3 #l6 6m0 -6l-6 6", y+3))
	if word != "" {
		w.Element("text", word, markup.Class("lost-words"), markup.Num("x", 12), markup.Num("y", y+10))
	}
	w.Close("svg")
}

// copies draws lines for spans in which the cache held other values than the
// source, one for spans that follow each other.
func (s *Strip) copies(w *markup.Writer, name string, spans []trace.Span, y float64) {
	y += stripBar / 2
	for i := 0; i < len(spans); i++ {
		from := spans[i].From
		for i+1 < len(spans) && spans[i+1].From == spans[i].To {
			i++
		}
		w.Leaf("line", markup.Class(name), markup.Text("x1", s.at(from)), markup.Text("x2", s.at(spans[i].To)), markup.Num("y1", y), markup.Num("y2", y))
	}
}
