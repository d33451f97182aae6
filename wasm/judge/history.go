package judge

import "cacheplay/wasm/engine"

// MaxOps is how many operations a history can have.
const MaxOps = 128

// Set is a set of operations, a bit for each.
type Set [MaxOps / 64]uint64

// Has reports whether an operation is in the set.
func (s *Set) Has(op int32) bool { return s[op>>6]>>(op&63)&1 != 0 }

// Add adds an operation.
func (s *Set) Add(op int32) { s[op>>6] |= 1 << (op & 63) }

// Remove removes an operation.
func (s *Set) Remove(op int32) { s[op>>6] &^= 1 << (op & 63) }

// History is what clients and source have seen and verdicts depend on, as far as
// the World does not hold it any more. Of the order of invocations and answers it
// keeps only which operations were answered before which others were invoked, so
// that orders which differ in nothing else have one history.
type History struct {
	Invoked Set
	OK      Set            // the operations that were answered and carried out
	Failed  Set            // the operations whose client was told that they failed
	Before  [MaxOps]Set    // the operations in OK when this one was invoked; others precede nothing
	Answer  [MaxOps]Result // of the reads in OK
	Held    Set            // the writes that the source has ever held
	Late    Set            // the writes that the source first held after a later one of their client
}

// Copy makes h the same as another history of the first n operations.
func (h *History) Copy(from *History, n int) {
	h.Invoked, h.OK, h.Failed, h.Held, h.Late = from.Invoked, from.OK, from.Failed, from.Held, from.Late
	copy(h.Before[:n], from.Before[:n])
	copy(h.Answer[:n], from.Answer[:n])
}

// Result is the record that a read was answered with: twice the number of the
// write that made it, plus 1 if it exists.
type Result uint16

// ResultOf returns a record as a result.
func ResultOf(r engine.Record) Result {
	out := Result(r.Write) << 1
	if r.Exists {
		out |= 1
	}
	return out
}

// write returns the operation that wrote the record, None for the initial record.
func (r Result) write() int32 { return int32(r>>1) - 1 }

// Note updates the history with the effect of one phase of a step, after which the
// World is w.
func (h *History) Note(e *engine.Effect, w *engine.World) {
	if e.Begun {
		h.Invoked.Add(e.Op)
		h.Before[e.Op] = h.OK
	}
	if e.Answered {
		switch op := &w.Ops[e.Op]; {
		case op.Outcome == engine.Failed:
			h.Failed.Add(e.Op)
		case op.Outcome == engine.OK:
			h.OK.Add(e.Op)
			if op.Kind == engine.Get {
				h.Answer[e.Op] = ResultOf(e.Answer)
			}
		}
	}
	for i := range e.Changes {
		if c := &e.Changes[i]; c.Kind == engine.RecordChanged {
			h.hold(w, c)
		}
	}
}

// hold records which writes the source holds for the first time, and which of them
// come after a later write of the same client. Writes of keys with payments have no
// place in that order.
func (h *History) hold(w *engine.World, c *engine.Change) {
	for op := range w.Ops {
		o := &w.Ops[op]
		if h.Held.Has(int32(op)) || !applied(o, int32(op), c) {
			continue
		}
		h.Held.Add(int32(op))
		if w.HasPayments(o.Key) {
			continue
		}
		for later := op + 1; later < len(w.Ops) && w.Ops[later].Client == o.Client; later++ {
			if h.Held.Has(int32(later)) && !w.HasPayments(w.Ops[later].Key) {
				h.Late.Add(int32(op))
			}
		}
	}
}

// applied reports whether a change makes the source hold what an operation wrote.
func applied(o *engine.Op, op int32, c *engine.Change) bool {
	switch {
	case o.Key != c.Key || o.Kind == engine.Get:
		return false
	case o.Kind == engine.Pay:
		return c.RecordAfter.Ledger.Count(o.Slot) > c.RecordBefore.Ledger.Count(o.Slot)
	}
	return c.RecordAfter.Write == engine.WriteOf(op)
}

// older reports whether a record is older than an operation's write: it is the
// initial record, or its write was answered before the operation was invoked.
func (h *History) older(a Result, b int32) bool {
	return a.write() < 0 || h.Before[b].Has(a.write())
}
