package diagram

import (
	"cmp"
	"slices"

	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// rowKind is how a row is drawn.
type rowKind uint8

const (
	message rowKind = iota // an arrow with its label
	arrival                // the end of an arrow that was on its way
	mark                   // a note on a lifeline
	fault                  // a fault across the whole diagram
)

// kindOf is the kind of row for each kind of event. A message from a
// participant to itself is a mark.
var kindOf = map[trace.Kind]rowKind{trace.Call: message, trace.Return: message, trace.Note: mark, trace.Timer: mark, trace.Fault: fault}

// look is how events of one sense differ from others of the same kind.
type look struct {
	bold  bool // the label is bold
	bad   bool // something went wrong
	reads bool // it carries what a read is answered, which may be old
	// silentNote leaves out a note that says the same as a bar's end or the
	// answer after it; silentReturn leaves out a return that takes
	// no time and tells no result.
	silentNote, silentReturn bool
}

var looks = map[trace.Sense]look{
	trace.Request:       {bold: true},
	trace.NoAnswer:      {bold: true, bad: true},
	trace.Failure:       {bold: true, bad: true},
	trace.Saved:         {bold: true},
	trace.Hit:           {reads: true},
	trace.Shared:        {reads: true},
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
	trace.NotRetried:    {bad: true},
	trace.BreakerOpened: {bad: true},
}

// row is an event, or the arrival of its message, at its place in a diagram.
type row struct {
	kind       rowKind
	event      int // index in the trace
	t          int64
	arrives    int64 // when its arrow ends
	from       int   // columns
	to         int
	look       look
	stale      bool
	saves      bool // the source holds a write from here on
	lost       int  // how many acknowledged writes are lost with it
	broken     bool // its arrow does not arrive
	atAccessor bool // its arrow leads to or from the folded accessor instead of the source
	label      label
	boxes      [2]box // what it takes around its height: its words and its arrow
	y          float64
}

// listRows lists the rows of a trace in their order. Events that show nothing
// are left out: returns without a result that take no time and, where the
// accessor is folded, its part of each call.
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
	switch on := s.forwarded(i); {
	case on >= 0:
		r.to, r.arrives = s.cols.of(s.t.Events[on].To), s.t.Events[on].Arrives
	case e.Sense == trace.Unheard:
		r.to, r.broken = s.caller(c.of[i]), true
	case e.Kind == trace.Call && s.cols.folds(e.To):
		r.atAccessor = c.first[i] < 0
		r.broken = !r.atAccessor && isLost(&s.t.Events[c.first[i]])
	case e.Kind == trace.Return && s.cols.folds(e.From):
		r.atAccessor = true
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
		words = "waits" // its place says for what
	}
	if r.stale = r.look.reads && e.Op >= 0 && s.t.Judged.Old(e.Op); r.stale {
		words += " (old)"
	}
	r.label = newLabel(words, r.look.bold)
	return r
}

// caller returns the column of the participant that makes a call or, where
// that is folded, of its caller.
func (s *sketch) caller(call int) int {
	if call < 0 {
		return 0
	}
	if outer := s.calls.within[call]; outer >= 0 && s.cols.folds(s.t.Events[call].From) {
		call = outer
	}
	return s.cols.of(s.t.Events[call].From)
}

// forwarded returns the event with which a folded accessor forwards the answer
// in event i, -1 for none. Both are drawn as one.
func (s *sketch) forwarded(i int) int {
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

// hidden reports whether an event is not drawn.
func (s *sketch) hidden(i int) bool {
	e, c := &s.t.Events[i], s.calls
	call := c.of[i]
	switch {
	case e.Kind == trace.Call && s.cols.folds(e.From):
		return c.within[i] >= 0 && c.first[c.within[i]] == i // drawn with the call on whose behalf it is made
	case e.Kind == trace.Return && s.cols.folds(e.From):
		if call < 0 {
			return false
		}
		last := c.last[call]
		return last >= 0 && c.end[last] >= 0 && s.forwarded(c.end[last]) == i // drawn with the source's own answer
	case e.Kind != trace.Return:
		return e.Kind == trace.Note && looks[e.Sense].silentNote || s.repeatsAnswer(i)
	}
	return looks[e.Sense].silentReturn && e.Arrives == e.T && call >= 0 && s.t.Events[call].T == e.T
}

// repeatsAnswer reports whether an event is a note of the accessor, and its
// answer at the same time says the same.
func (s *sketch) repeatsAnswer(i int) bool {
	e := &s.t.Events[i]
	call := s.calls.of[i]
	if call < 0 || e.Sense != trace.TimedOut && e.Sense != trace.Rejected {
		return false
	}
	end := s.calls.end[call]
	return end >= 0 && s.t.Events[end].T == e.T && s.t.Events[end].Label == e.Label
}

// inTime orders rows by time, arrivals first.
func inTime(a, b row) int {
	if a.t == b.t && (a.kind == arrival) != (b.kind == arrival) {
		if a.kind == arrival {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.t, b.t)
}
