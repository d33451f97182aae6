package diagram

import (
	"cacheplay/wasm/markup"
	"cacheplay/wasm/trace"
)

// Strip is the comparison at a glance: for each trace a row of bars on a
// common axis of time. Horizontal places are percentages, so that one drawing
// serves every width. The axis and the rows are SVG elements to be placed
// below each other.
type Strip struct {
	End  int64 // where the time ends, in nanoseconds
	Axis string
	Rows []StripRow
}

// StripRow is the bars of one trace.
type StripRow struct {
	SVG    string
	Height int
}

// Heights of a strip's parts, in pixels.
const (
	stripAxisHeight = 22
	stripLane       = 20.0
	stripBar        = 12.0
)

// StripTimePart is the part of a strip's width that its time takes. The rest is
// for words behind the last bar.
const StripTimePart = 0.92

// NewStrip draws compared traces on an axis that ends at the given time, or
// later where a trace lasts longer.
func NewStrip(traces []*trace.Trace, atLeast int64) Strip {
	end := max(atLeast, 1)
	for _, t := range traces {
		end = max(end, lastShown(t))
	}
	s := Strip{End: end}
	s.Axis = s.axis(traces[0].Ordered)
	for _, t := range traces {
		s.Rows = append(s.Rows, s.row(t))
	}
	return s
}

// lastShown returns when the last thing happened that a strip shows.
func lastShown(t *trace.Trace) int64 {
	last := int64(0)
	for i := range t.Events {
		if e := &t.Events[i]; e.Op >= 0 || e.Kind == trace.Fault {
			last = max(last, e.Arrives)
		}
	}
	return last
}

// at returns the place of a time, in per cent of the width.
func (s *Strip) at(t int64) string {
	return percent(100 * StripTimePart * float64(min(t, s.End)) / float64(s.End))
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
		words := trace.TimeWords(t)
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

// roundStep returns 1, 2 or 5 times a power of ten that divides a length into
// at most eight parts.
func roundStep(length int64) int64 {
	for power := int64(1); ; power *= 10 {
		for _, m := range []int64{1, 2, 5} {
			if length/(m*power) <= 8 {
				return m * power
			}
		}
	}
}

// row draws one trace: a lane for each client's waits, and one for the copies
// in the cache and for when the source comes to hold the writes.
func (s *Strip) row(t *trace.Trace) StripRow {
	var w markup.Writer
	clients := 0
	for _, op := range t.Ops {
		clients = max(clients, op.Client+1)
	}
	height := int(stripLane*float64(clients+1)) + 4
	s.startSVG(&w, "strip-row", height)
	s.outages(&w, t, float64(height))
	for unit, at := roundStep(s.End), int64(0); at <= s.End; at += unit {
		w.Leaf("line", markup.Class("grid"), markup.Text("x1", s.at(at)), markup.Text("x2", s.at(at)), markup.Num("y1", 0), markup.Num("y2", float64(height)))
	}
	for client := range clients {
		s.waits(&w, t, client, 4+stripLane*float64(client))
	}
	s.copiesAndSaves(&w, t, 4+stripLane*float64(clients))
	s.crashes(&w, t, float64(height))
	w.Close("svg")
	return StripRow{SVG: w.String(), Height: height}
}

// span draws a bar between two times.
func (s *Strip) span(w *markup.Writer, name string, from, to int64, y float64) {
	w.Leaf("rect", markup.Class("bar "+name), markup.Text("x", s.at(from)), markup.Num("y", y), markup.Text("width", s.between(from, to)), markup.Num("height", stripBar), markup.Num("rx", 2))
}

// between returns the width of the time between two times, in per cent.
func (s *Strip) between(from, to int64) string {
	return percent(100 * StripTimePart * float64(min(to, s.End)-min(from, s.End)) / float64(s.End))
}

// near reports whether a time is too close to the end to have words behind it.
func near(at, end int64) bool { return at > end*4/5 }

// words writes words behind a time, or before it near the end.
func (s *Strip) words(w *markup.Writer, class, words string, at int64, shift, y float64) {
	anchor := "start"
	if near(at, s.End) {
		anchor, shift = "end", -5
	}
	s.open(w, at)
	w.Element("text", words, markup.Class(class), markup.Num("x", shift), markup.Num("y", y+10), markup.Text("text-anchor", anchor))
	w.Close("svg")
}

// open begins an element for what is placed in pixels relative to a time.
func (s *Strip) open(w *markup.Writer, at int64) {
	w.Open("svg", markup.Text("x", s.at(at)), markup.Text("overflow", "visible"))
}

// crashes draws a line through the row at each crash.
func (s *Strip) crashes(w *markup.Writer, t *trace.Trace, height float64) {
	for i := range t.Events {
		switch t.Events[i].Sense {
		case trace.Crashed, trace.WorkerCrashed, trace.CacheCrashed, trace.ClientCrashed:
			x := s.at(t.Events[i].T)
			w.Leaf("line", markup.Class("crash"), markup.Text("x1", x), markup.Text("x2", x), markup.Num("y1", 0), markup.Num("y2", height))
		}
	}
}

// outages shades the times in which the source cannot be reached.
func (s *Strip) outages(w *markup.Writer, t *trace.Trace, height float64) {
	from := int64(-1)
	for i := range t.Events {
		switch e := &t.Events[i]; e.Sense {
		case trace.OutageBegan:
			from = e.T
		case trace.OutageOver:
			w.Leaf("rect", markup.Class("outage"), markup.Text("x", s.at(from)), markup.Num("y", 0), markup.Text("width", s.between(from, e.T)), markup.Num("height", height))
		}
	}
}
