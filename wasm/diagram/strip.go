package diagram

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/trace"
)

// Strip is the one-glance comparison: for each run a row of bars on a common
// axis of time. Horizontal places are percentages, so that one drawing serves
// every width; the axis and the rows are SVG elements to be stacked.
type Strip struct {
	End  int64 // the time at the right edge, in nanoseconds
	Axis string
	Rows []StripRow
}

// StripRow is one run's bars.
type StripRow struct {
	SVG    string
	Height int
}

// heights of a strip in pixels, and how much of its width the time takes: the
// rest is for words behind the last bar.
const (
	stripAxisHeight = 22
	stripLane       = 20.0
	stripBar        = 12.0
	stripTime       = 92.0 // per cent
)

// NewStrip draws runs of one scenario on an axis that ends at the given time,
// or later where a run lasts longer.
func NewStrip(traces []*trace.Trace, atLeast int64) Strip {
	end := max(atLeast, 1)
	for _, t := range traces {
		end = max(end, lastWords(t))
	}
	s := Strip{End: end}
	s.Axis = s.axis(traces[0].Ordered)
	for _, t := range traces {
		s.Rows = append(s.Rows, s.row(t))
	}
	return s
}

// lastWords returns when the last thing happened that a strip shows.
func lastWords(t *trace.Trace) int64 {
	last := int64(0)
	for i := range t.Events {
		if e := &t.Events[i]; e.Op >= 0 || e.Kind == trace.Fault {
			last = max(last, e.Arrives)
		}
	}
	return last
}

// at returns the place of a moment, in per cent of the width.
func (s *Strip) at(t int64) string {
	return percent(stripTime * float64(min(t, s.End)) / float64(s.End))
}

func percent(p float64) string { return markup.Number(p) + "%" }

func (s *Strip) startSVG(w *markup.Writer, name string, height int) {
	w.Open("svg", markup.Text("xmlns", "http://www.w3.org/2000/svg"), markup.Class(name),
		markup.Text("width", "100%"), markup.Text("height", itoa(height)), markup.Text("aria-hidden", "true"))
}

// axis draws the times, at round distances.
func (s *Strip) axis(ordered bool) string {
	var w markup.Writer
	s.startSVG(&w, "strip-axis", stripAxisHeight)
	unit := roundStep(s.End)
	for t := int64(0); t <= s.End; t += unit {
		words := trace.Moment(t)
		if ordered {
			words = itoa(int(t) + 1)
		}
		w.Element("text", words, markup.Class("time"), markup.Text("x", s.at(t)), markup.Num("y", 14), markup.Text("text-anchor", anchor(t)))
	}
	w.Close("svg")
	return w.String()
}

func anchor(t int64) string {
	if t == 0 {
		return "start"
	}
	return "middle"
}

// roundStep returns a distance of 1, 2 or 5 times a power of ten that divides a
// length into at most eight parts.
func roundStep(length int64) int64 {
	for power := int64(1); ; power *= 10 {
		for _, m := range []int64{1, 2, 5} {
			if length/(m*power) <= 8 {
				return m * power
			}
		}
	}
}

// row draws one run: a lane for each client's waits, then one for what the
// cache knew before the source did, with a dot where the source learnt it.
func (s *Strip) row(t *trace.Trace) StripRow {
	var w markup.Writer
	clients := 0
	for _, op := range t.Ops {
		clients = max(clients, op.Client+1)
	}
	height := int(stripLane*float64(clients+1)) + 4
	s.startSVG(&w, "strip-row", height)
	for unit, at := roundStep(s.End), int64(0); at <= s.End; at += unit {
		w.Leaf("line", markup.Class("grid"), markup.Text("x1", s.at(at)), markup.Text("x2", s.at(at)), markup.Num("y1", 0), markup.Num("y2", float64(height)))
	}
	for client := range clients {
		s.waits(&w, t, client, 4+stripLane*float64(client))
	}
	s.knowledge(&w, t, 4+stripLane*float64(clients))
	s.crashes(&w, t, float64(height))
	w.Close("svg")
	return StripRow{SVG: w.String(), Height: height}
}

// waits draws how long one client waits for each of its operations. A wait of
// no time is a thin stroke; strokes at one moment stand beside each other.
func (s *Strip) waits(w *markup.Writer, t *trace.Trace, client int, y float64) {
	strokes, strokesAt, last, busyUntil := 0.0, int64(-1), int64(0), int64(-1)
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
			s.span(w, barLooks[waitKind(op)].class, op.Start, end, y)
			s.inside(w, op, end, y)
			continue
		}
		if op.Start != strokesAt {
			strokes, strokesAt, quick = 0, op.Start, nil
		}
		w.Open("svg", markup.Text("x", s.at(op.Start)), markup.Text("overflow", "visible"))
		w.Leaf("rect", markup.Class("stroke "+barLooks[waitKind(op)].class), markup.Num("x", 1.5+6*strokes), markup.Num("y", y), markup.Num("width", 4), markup.Num("height", stripBar), markup.Num("rx", 1))
		w.Close("svg")
		strokes++
		quick = append(quick, opWord(op))
	}
	if len(quick) > 0 && strokesAt == last && !(near(last, s.End) && busyUntil == last) {
		s.words(w, joinAnd(quick)+" at once", last, 6*strokes+6, y)
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
	case len(words) == 2:
		return words[0] + " and " + words[1]
	}
	return "all"
}

// span draws a bar between two moments.
func (s *Strip) span(w *markup.Writer, name string, from, to int64, y float64) {
	width := stripTime * float64(min(to, s.End)-min(from, s.End)) / float64(s.End)
	w.Leaf("rect", markup.Class("bar solid "+name), markup.Text("x", s.at(from)), markup.Num("y", y), markup.Text("width", percent(width)), markup.Num("height", stripBar), markup.Num("rx", 2))
}

// inside writes the length of a wait into its bar, where the bar is long.
func (s *Strip) inside(w *markup.Writer, op *trace.Operation, end int64, y float64) {
	if end-op.Start < s.End/9 {
		return
	}
	w.Open("svg", markup.Text("x", s.at(op.Start)), markup.Text("overflow", "visible"))
	w.Element("text", opWord(op)+": "+trace.Duration(end-op.Start), markup.Class("inside"), markup.Num("x", 7), markup.Num("y", y+10))
	w.Close("svg")
}

// near reports whether a moment is too close to the end for words behind it.
func near(at, end int64) bool { return at > end*4/5 }

// words writes behind the last bar of a lane, or before it near the end.
func (s *Strip) words(w *markup.Writer, words string, at int64, shift, y float64) {
	anchor := "start"
	if near(at, s.End) {
		anchor, shift = "end", -5
	}
	w.Open("svg", markup.Text("x", s.at(at)), markup.Text("overflow", "visible"))
	w.Element("text", words, markup.Class("words"), markup.Num("x", shift), markup.Num("y", y+10), markup.Text("text-anchor", anchor))
	w.Close("svg")
}

// copies draws when the cache held other records than the source: one line for
// spans that follow each other.
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

// knowledge draws when the cache is ahead of the source or behind it, and the
// dot, or the cross, that says whether the source came to hold each
// acknowledged write.
func (s *Strip) knowledge(w *markup.Writer, t *trace.Trace, y float64) {
	s.copies(w, "ahead", t.Ahead(), y)
	s.copies(w, "behind", t.Behind(), y)
	for i := range t.Ops {
		if at, held := t.HeldAt(i); held {
			w.Leaf("circle", markup.Class("held"), markup.Text("cx", s.at(at)), markup.Num("cy", y+stripBar/2), markup.Num("r", 6))
		} else if at, lost := t.LostAt(i); lost {
			s.cross(w, at, y)
		}
	}
}

// cross marks where a write was lost: a hollow ring with a cross in it.
func (s *Strip) cross(w *markup.Writer, at int64, y float64) {
	w.Open("svg", markup.Text("x", s.at(at)), markup.Text("overflow", "visible"))
	w.Leaf("circle", markup.Class("lost"), markup.Num("cx", 0), markup.Num("cy", y+stripBar/2), markup.Num("r", 7))
	w.Leaf("path", markup.Class("lost"), markup.Path("M-3 #l6 6m0 -6l-6 6", y+3))
	w.Element("text", "lost", markup.Class("lost-words"), markup.Num("x", 12), markup.Num("y", y+10))
	w.Close("svg")
}

func (s *Strip) crashes(w *markup.Writer, t *trace.Trace, height float64) {
	for i := range t.Events {
		if t.Events[i].Sense == trace.Crashed {
			x := s.at(t.Events[i].T)
			w.Leaf("line", markup.Class("crash"), markup.Text("x1", x), markup.Text("x2", x), markup.Num("y1", 0), markup.Num("y2", height))
		}
	}
}
