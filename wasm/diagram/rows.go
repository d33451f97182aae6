package diagram

import (
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// rowKind tells how a row is drawn, and so how high it is.
type rowKind uint8

const (
	message rowKind = iota // an arrow with its label
	arrival                // the end of an arrow that was on its way
	mark                   // a note on a lifeline
	strike                 // a fault, across the whole diagram
)

// heights of the rows in pixels.
var rowHeight = [...]float64{message: 26, arrival: 12, mark: 25, strike: 30}

// row is one event, or the end of one, at its place in a diagram.
type row struct {
	kind    rowKind
	event   int // index in the trace
	t       int64
	arrives int64 // when its arrow ends
	from    int   // columns
	to      int
	label   string
	y       float64 // where the arrow, the note or the strike is drawn
}

// rowsOf lists what is drawn of a trace, in its order. Left out is what shows
// nothing: the empty-handed return of a call that took no time, and with the
// accessor folded away, its part.
func rowsOf(t *trace.Trace, cols *columns) []row {
	var rows []row
	for i := range t.Events {
		if hidden(t, i, cols) {
			continue
		}
		r := rowOf(t, i, cols)
		rows = append(rows, r)
		if r.kind == message && r.arrives > r.t {
			rows = append(rows, row{kind: arrival, event: i, t: r.arrives, from: r.from, to: r.to})
		}
	}
	sortRows(rows)
	return rows
}

func rowOf(t *trace.Trace, i int, cols *columns) row {
	e := &t.Events[i]
	r := row{kind: message, event: i, t: e.T, arrives: e.Arrives, from: cols.of(e.From), to: cols.of(e.To), label: e.Label}
	if on := passedOn(t, i, cols); on >= 0 {
		r.to, r.arrives = cols.of(t.Events[on].To), t.Events[on].Arrives
	}
	switch {
	case e.Kind == trace.Fault:
		r.kind = strike
	case r.from == r.to:
		r.kind = mark
	}
	return r
}

// passedOn returns the event with which a folded accessor passes on the answer
// of event i, -1 where there is none: the two are drawn as one.
func passedOn(t *trace.Trace, i int, cols *columns) int {
	e := &t.Events[i]
	if e.Kind != trace.Return || e.From == e.To || cols.of(e.From) != cols.of(e.To) {
		return -1
	}
	for j := i + 1; j < len(t.Events); j++ {
		next := &t.Events[j]
		if next.Kind == trace.Return && next.From == e.To && next.Op == e.Op && next.Step == e.Step {
			return j
		}
	}
	return -1
}

// hidden reports whether an event is left out.
func hidden(t *trace.Trace, i int, cols *columns) bool {
	e := &t.Events[i]
	switch {
	case cols.folds(e.From) && e.Kind == trace.Return:
		return true // drawn with the source's own answer
	case cols.of(e.From) == cols.of(e.To) && e.From != e.To:
		return passedOn(t, i, cols) < 0 // within a folded lifeline
	case e.Kind == trace.Note && (e.Sense == trace.Answer || e.Sense == trace.Done):
		return true // the end of the activation shows it
	case e.Kind != trace.Return:
		return false
	}
	emptyHanded := e.Sense == trace.Stored || e.Sense == trace.Removed
	return emptyHanded && e.Arrives == e.T && calledAt(t, i) == e.T
}

// calledAt returns when the call left that event i, a return, answers.
func calledAt(t *trace.Trace, i int) int64 {
	e := &t.Events[i]
	for j := i - 1; j >= 0; j-- {
		c := &t.Events[j]
		if c.Kind == trace.Call && c.From == e.To && c.To == e.From && c.Op == e.Op && c.Step == e.Step {
			return c.T
		}
	}
	return e.T
}

// sortRows brings rows into the order of time; at one instant, what arrives
// comes first. Insertion keeps the order of equals, and rows are nearly sorted.
func sortRows(rows []row) {
	for i := 1; i < len(rows); i++ {
		for j := i; j > 0 && before(rows[j], rows[j-1]); j-- {
			rows[j], rows[j-1] = rows[j-1], rows[j]
		}
	}
}

func before(a, b row) bool {
	return a.t < b.t || a.t == b.t && a.kind == arrival && b.kind != arrival
}

// isSave reports whether an event tells that the source holds a write.
func isSave(e *trace.Event) bool { return e.Sense == trace.Saved && e.Step == strategy.SourceSave }
