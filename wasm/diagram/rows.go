package diagram

import (
	"cmp"
	"slices"

	"cacheplay/wasm/trace"
)

// rowKind tells how a row is drawn.
type rowKind uint8

const (
	message rowKind = iota // an arrow with its label
	arrival                // the end of an arrow that was on its way
	mark                   // a note on a lifeline
	strike                 // a fault, across the whole diagram
)

// kindOf says as what row each kind of event is drawn; a message from a
// participant to itself is a mark.
var kindOf = map[trace.Kind]rowKind{trace.Call: message, trace.Return: message, trace.Note: mark, trace.Timer: mark, trace.Fault: strike}

// look says how events of one sense differ from others of their kind.
type look struct {
	bold  bool // its label
	dot   bool // the source holds a write from here on
	reads bool // it hands on what a read is answered, which may be old
	// An activation's end shows the note already; nobody waited for the return.
	silentNote, silentReturn bool
}

var looks = map[trace.Sense]look{
	trace.Request:  {bold: true},
	trace.NoAnswer: {bold: true},
	trace.Saved:    {bold: true, dot: true},
	trace.Hit:      {reads: true},
	trace.Answer:   {reads: true, silentNote: true},
	trace.Done:     {silentNote: true},
	trace.Stored:   {silentReturn: true},
	trace.Removed:  {silentReturn: true},
}

// row is one event, or the end of one, at its place in a diagram.
type row struct {
	kind    rowKind
	event   int // index in the trace
	t       int64
	arrives int64 // when its arrow ends
	from    int   // columns
	to      int
	look    look
	stale   bool
	label   label
	boxes   [2]box // what it takes, around its height: its words and its arrow
	y       float64
}

// listRows lists what is drawn of a trace, in its order. Left out is what shows
// nothing: the empty-handed return of a call that took no time, and with the
// accessor folded away, its part.
func (s *sketch) listRows() {
	s.rows = make([]row, 0, len(s.t.Events)+16)
	for i := range s.t.Events {
		if s.hidden(i) {
			continue
		}
		r := s.rowOf(i)
		s.rows = append(s.rows, r)
		if r.kind == message && r.arrives > r.t {
			s.rows = append(s.rows, row{kind: arrival, event: i, t: r.arrives, from: r.from, to: r.to})
		}
	}
	slices.SortStableFunc(s.rows, inTime)
}

func (s *sketch) rowOf(i int) row {
	e := &s.t.Events[i]
	r := row{kind: kindOf[e.Kind], event: i, t: e.T, arrives: e.Arrives, from: s.cols.of(e.From), to: s.cols.of(e.To), look: looks[e.Sense]}
	if on := s.passedOn(i); on >= 0 {
		r.to, r.arrives = s.cols.of(s.t.Events[on].To), s.t.Events[on].Arrives
	}
	if r.kind == message && r.from == r.to {
		r.kind = mark
	}
	words := e.Label
	if r.stale = r.look.reads && e.Op >= 0 && s.t.Stale(e.Op); r.stale {
		words += " (old)"
	}
	r.label = newLabel(words, r.look.bold)
	return r
}

// passedOn returns the event with which a folded accessor passes on the answer
// of event i, -1 where there is none: the two are drawn as one.
func (s *sketch) passedOn(i int) int {
	e := &s.t.Events[i]
	if call := s.calls.of[i]; e.Kind == trace.Return && e.From != e.To && s.cols.of(e.From) == s.cols.of(e.To) && call >= 0 {
		if outer := s.calls.within[call]; outer >= 0 {
			return s.calls.end[outer]
		}
	}
	return -1
}

// hidden reports whether an event is left out.
func (s *sketch) hidden(i int) bool {
	e := &s.t.Events[i]
	switch {
	case s.cols.folds(e.From) && e.Kind == trace.Return:
		return true // drawn with the source's own answer
	case e.From != e.To && s.cols.of(e.From) == s.cols.of(e.To):
		return s.passedOn(i) < 0 // within a folded lifeline
	case e.Kind == trace.Note:
		return looks[e.Sense].silentNote
	}
	call := s.calls.of[i]
	return e.Kind == trace.Return && looks[e.Sense].silentReturn && e.Arrives == e.T && call >= 0 && s.t.Events[call].T == e.T
}

// inTime orders rows; at one instant, what arrives comes first.
func inTime(a, b row) int {
	if a.t == b.t && (a.kind == arrival) != (b.kind == arrival) {
		if a.kind == arrival {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.t, b.t)
}
