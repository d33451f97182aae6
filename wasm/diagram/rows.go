package diagram

import (
	"cmp"
	"slices"

	"cacheplay/wasm/strategy"
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
	bad   bool // it is what should not happen
	reads bool // it hands on what a read is answered, which may be old
	// An activation's end shows the note already, the answer behind it says the
	// same; nobody waited for the return.
	silentNote, silentReturn bool
}

var looks = map[trace.Sense]look{
	trace.Request:       {bold: true},
	trace.NoAnswer:      {bold: true, bad: true},
	trace.Failure:       {bold: true, bad: true},
	trace.Saved:         {bold: true},
	trace.Hit:           {reads: true},
	trace.Answer:        {reads: true, silentNote: true},
	trace.Done:          {silentNote: true},
	trace.Stored:        {silentReturn: true},
	trace.Removed:       {silentReturn: true},
	trace.Astray:        {bad: true},
	trace.QueueFull:     {bad: true},
	trace.Dropped:       {bad: true},
	trace.DeadLettered:  {bad: true},
	trace.Error:         {bad: true},
	trace.Refusal:       {bad: true},
	trace.Rejected:      {bad: true},
	trace.Unanswered:    {bad: true},
	trace.Unheard:       {bad: true},
	trace.TimedOut:      {bad: true},
	trace.BreakerOpened: {bad: true},
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
	saves   bool // the source holds a write from here on
	lost    int  // so many acknowledged writes are lost with it
	broken  bool // its arrow never arrives
	gate    bool // its arrow leads to or from the folded accessor, not the source
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
	e, c := &s.t.Events[i], s.calls
	r := row{kind: kindOf[e.Kind], event: i, t: e.T, arrives: e.Arrives, from: s.cols.of(e.From), to: s.cols.of(e.To), look: looks[e.Sense],
		saves: e.Saves(), lost: s.lost[i], broken: isLost(e)}
	switch on := s.passedOn(i); {
	case on >= 0:
		r.to, r.arrives = s.cols.of(s.t.Events[on].To), s.t.Events[on].Arrives
	case e.Sense == trace.Unheard:
		r.to, r.broken = s.asker(c.of[i]), true
	case e.Kind == trace.Call && s.cols.folds(e.To):
		r.gate = c.first[i] < 0
		r.broken = !r.gate && isLost(&s.t.Events[c.first[i]])
	case e.Kind == trace.Return && s.cols.folds(e.From):
		r.gate = true
	}
	if r.kind == message && r.from == r.to {
		r.kind = mark
	}
	words := e.Label
	if s.t.PaidAgain(i) {
		words += ": paid twice"
		r.look.bad = true
	}
	if e.Sense == trace.Waiting && s.t.Participants[e.From].Role == strategy.Source {
		words = "waits" // the place says for what
	}
	if r.stale = r.look.reads && e.Op >= 0 && s.t.Stale(e.Op); r.stale {
		words += " (old)"
	}
	r.label = newLabel(words, r.look.bold)
	return r
}

// asker returns the column of whoever has made a call, or, where that has none,
// of whoever has asked it.
func (s *sketch) asker(call int) int {
	if call < 0 {
		return 0
	}
	if outer := s.calls.within[call]; outer >= 0 && s.cols.folds(s.t.Events[call].From) {
		call = outer
	}
	return s.cols.of(s.t.Events[call].From)
}

// passedOn returns the event with which a folded accessor passes on the answer
// of event i, -1 where there is none: the two are drawn as one.
func (s *sketch) passedOn(i int) int {
	e, c := &s.t.Events[i], s.calls
	call := c.of[i]
	if call < 0 || e.Kind != trace.Return || e.Sense == trace.Late || e.Sense == trace.Unheard || !s.cols.folds(e.To) {
		return -1
	}
	outer := c.within[call]
	if outer < 0 || c.last[outer] != call || c.end[outer] < 0 || s.t.Events[c.end[outer]].Kind != trace.Return {
		return -1
	}
	return c.end[outer]
}

// hidden reports whether an event is left out.
func (s *sketch) hidden(i int) bool {
	e, c := &s.t.Events[i], s.calls
	call := c.of[i]
	switch {
	case e.Kind == trace.Call && s.cols.folds(e.From):
		return c.within[i] >= 0 && c.first[c.within[i]] == i // drawn with the call that it is made for
	case e.Kind == trace.Return && s.cols.folds(e.From):
		if call < 0 {
			return false
		}
		last := c.last[call]
		return last >= 0 && c.end[last] >= 0 && s.passedOn(c.end[last]) == i // drawn with the source's own answer
	case e.Kind != trace.Return:
		return e.Kind == trace.Note && looks[e.Sense].silentNote || s.saidAgain(i)
	}
	return looks[e.Sense].silentReturn && e.Arrives == e.T && call >= 0 && s.t.Events[call].T == e.T
}

// saidAgain reports whether the accessor says to its caller at once what it
// notes with an event.
func (s *sketch) saidAgain(i int) bool {
	e := &s.t.Events[i]
	call := s.calls.of[i]
	if call < 0 || e.Sense != trace.TimedOut && e.Sense != trace.Rejected {
		return false
	}
	end := s.calls.end[call]
	return end >= 0 && s.t.Events[end].T == e.T && s.t.Events[end].Label == e.Label
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
