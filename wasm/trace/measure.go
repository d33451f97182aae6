package trace

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// Wait returns how long the client of an operation waited, and false if the
// operation is pending.
func (o Operation) Wait() (int64, bool) {
	if o.Outcome == engine.Pending {
		return 0, false
	}
	return o.End - o.Start, true
}

// Span is a time in which a constant number of the cache's records differ from the
// source's.
type Span struct {
	From, To    int64 // nanoseconds since the run's start
	First, Last int   // the events that begin and end it; Last is len(Events) if none ends it
	Records     int   // how many records differ
}

// HeldAt returns when the source first held what an operation wrote, and false if
// it never did.
func (t *Trace) HeldAt(op int) (int64, bool) { return t.measure().held.of(op) }

// CalledAt returns when the source was first asked to save what an operation
// wrote, and false if it never was.
func (t *Trace) CalledAt(op int) (int64, bool) { return t.measure().called.of(op) }

// Overwritten reports whether a write is lost although the source has held it: an
// older one came after it.
func (t *Trace) Overwritten(op int) bool {
	_, held := t.HeldAt(op)
	return held && t.Judged.Lost(op)
}

// LostBy returns the event with which an acknowledged write was lost for good: its
// queued item was lost in a crash, dropped, set aside or replaced, or the source
// took an older write after it.
func (t *Trace) LostBy(op int) (event int, ok bool) {
	event = t.measure().dropped[op]
	if t.Overwritten(op) {
		event = t.measure().lastSave[t.Ops[op].Key]
	}
	return event, event != never && t.Judged.Lost(op)
}

// AgainAt returns when the source applied for the second time what an operation
// wrote, and false if it did not.
func (t *Trace) AgainAt(op int) (int64, bool) { return t.measure().again.of(op) }

// PaidAgain reports whether, with an event, the source makes a payment that it has
// made before.
func (t *Trace) PaidAgain(event int) bool {
	e := &t.Events[event]
	if e.Op < 0 || !e.Saves() || t.Ops[e.Op].Kind != engine.Pay {
		return false
	}
	at, again := t.AgainAt(e.Op)
	return again && e.T >= at
}

// Times returns how often the source has applied what an operation wrote.
func (t *Trace) Times(op int) int { return t.measure().times[op] }

// Ahead returns when the cache held records that the source did not hold yet or had
// replaced by older ones, or not with all payments.
func (t *Trace) Ahead() []Span { return t.measure().ahead }

// Behind returns when the cache held records that the source had replaced: old
// copies.
func (t *Trace) Behind() []Span { return t.measure().behind }

// measures are the results of one walk over the events. Slices are indexed by
// operation, unless they say otherwise.
type measures struct {
	called, held  firsts
	again         firsts // when it was held for the second time
	dropped       []int  // the last event that removed its item unsaved, never if none did
	lastSave      []int  // by key: the last event that changed what the source holds, never if none did
	times         []int  // how often the source applied it
	ahead, behind []Span // in the order of time
}

// measure walks over the events at the first call, and returns the results.
func (t *Trace) measure() *measures {
	if t.measured == nil {
		t.measured = newWalk(t).through()
	}
	return t.measured
}

// firsts holds, by operation, the time at which something first happened, or
// never.
type firsts []int64

// never stands for the time, or the event, of what did not happen.
const never = -1

func newFirsts(ops int) firsts {
	m := make(firsts, ops)
	for i := range m {
		m[i] = never
	}
	return m
}

func (m firsts) note(op int, at int64) {
	if m[op] == never {
		m[op] = at
	}
}

func (m firsts) of(op int) (int64, bool) { return max(m[op], 0), m[op] != never }

// walk is the state of a walk over the events of a trace.
type walk struct {
	*measures
	t     *Trace
	state State        // after the event
	ever  []bool       // by write: whether the source has held what it wrote
	keys  []difference // by key
}

// difference says how the cached record of a key differs from the source's: one of
// the fields is 1 if it does.
type difference struct{ ahead, behind int }

// newWalk returns a walk that is before the first event.
func newWalk(t *Trace) *walk {
	n := len(t.Ops)
	w := &walk{t: t, state: t.Initial.clone(), ever: make([]bool, n+1), keys: make([]difference, len(t.Keys)),
		measures: &measures{called: newFirsts(n), held: newFirsts(n), again: newFirsts(n), dropped: slices.Repeat([]int{never}, n),
			lastSave: slices.Repeat([]int{never}, len(t.Keys)), times: make([]int, n)}}
	w.ever[0] = true // the records at the start
	return w
}

// through walks over all events and returns the results.
func (w *walk) through() *measures {
	all := difference{}
	for i := range w.t.Events {
		e := &w.t.Events[i]
		switch {
		case e.Kind == Call && e.Step == strategy.SourceSave && e.Op >= 0:
			w.called.note(e.Op, e.T)
		}
		w.state.Apply(e)
		w.writes(i, e)
		for j := range e.Changes {
			if c := &e.Changes[j]; c.Kind <= engine.RecordChanged {
				was, is := w.keys[c.Key], w.differs(int(c.Key))
				all.ahead += is.ahead - was.ahead
				all.behind += is.behind - was.behind
				w.keys[c.Key] = is
			}
		}
		w.ahead = w.t.count(w.ahead, i, all.ahead)
		w.behind = w.t.count(w.behind, i, all.behind)
	}
	return w.measures
}

// writes notes the writes that an event applies or drops.
func (w *walk) writes(event int, e *Event) {
	for i := range e.Changes {
		switch c := &e.Changes[i]; c.Kind {
		case engine.ItemLost, engine.ItemDead:
			w.drop(event, w.t.carried(c.Item), nil)
		case engine.ItemReplaced, engine.ItemDropped: // also for an item that it is coalesced with
			w.drop(event, w.t.carried(c.Item), w.t.carried(c.ItemAfter))
		case engine.RecordChanged:
			w.lastSave[c.Key] = event
			w.ever[c.RecordAfter.Write] = true
			for _, op := range w.t.applied(c) {
				if w.times[op] == 1 {
					w.again.note(op, e.T)
				}
				w.held.note(op, e.T)
				w.times[op]++
			}
		}
	}
}

// drop notes the event with which writes left the queue unsaved, except those that
// are kept in it. If a write leaves it several times, the last event counts.
func (w *walk) drop(event int, writes, kept []int) {
	for _, op := range writes {
		if !slices.Contains(kept, op) {
			w.dropped[op] = event
		}
	}
}

// carried returns the operations whose writes a queued item holds.
func (t *Trace) carried(item engine.Item) []int {
	ops := t.payments(int(item.Key), item.Record.Ledger)
	if item.Record.Write > 0 {
		ops = append(ops, int(item.Record.Write)-1)
	}
	return ops
}

// applied returns the operations whose writes a change of a record applies: for
// payments those that the ledger has once more.
func (t *Trace) applied(c *engine.Change) (ops []int) {
	before, after := c.RecordBefore, c.RecordAfter
	if before.Ledger != after.Ledger {
		for op := range t.Ops {
			if o := &t.Ops[op]; o.Kind == engine.Pay && o.Key == int(c.Key) && after.Ledger.Count(o.Slot) > before.Ledger.Count(o.Slot) {
				ops = append(ops, op)
			}
		}
	}
	if after.Write > 0 && (after.Write != before.Write || before.Ledger == after.Ledger) {
		ops = append(ops, int(after.Write)-1)
	}
	return ops
}

// differs returns how the cached record of a key differs from the source's.
func (w *walk) differs(key int) (d difference) {
	entry, source := &w.state.Cache[key], w.state.Source[key]
	switch {
	case !entry.Present:
	case !w.ever[entry.Record.Write] || paidMore(entry.Record, source), w.isNewer(entry.Record, source):
		d.ahead = 1
	case !entry.Record.Same(source):
		d.behind = 1
	}
	return d
}

// isNewer reports whether a cached record was written, and the source's is older.
func (w *walk) isNewer(cached, source engine.Record) bool {
	return cached.Write != 0 && w.t.Judged.Older(source, int(cached.Write)-1)
}

// paidMore reports whether a cached ledger has a payment more often than the
// source's.
func paidMore(cached, source engine.Record) bool {
	if !cached.Ledger.Known() {
		return false
	}
	for slot := range uint8(engine.MaxPayments) {
		if cached.Ledger.Count(slot) > source.Ledger.Count(slot) {
			return true
		}
	}
	return false
}

// count ends the current span and begins a new one if an event has changed the
// number of records that differ.
func (t *Trace) count(spans []Span, event, records int) []Span {
	last := len(spans) - 1
	open := last >= 0 && spans[last].Last == len(t.Events)
	at := t.Events[event].T
	switch {
	case open && spans[last].Records == records, !open && records == 0:
		return spans
	case open:
		spans[last].To, spans[last].Last = at, event
	}
	if records == 0 {
		return spans
	}
	return append(spans, Span{From: at, To: t.End, First: event, Last: len(t.Events), Records: records})
}
