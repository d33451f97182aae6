package explore

import "cacheplay/wasm/engine"

// MaxOps is how many operations a scenario can have to be explored.
const MaxOps = 16

// set is a set of operations, a bit for each.
type set uint16

func (s set) has(op int32) bool { return s>>op&1 != 0 }
func (s *set) add(op int32)     { *s |= 1 << op }

// history is what clients and source have seen and verdicts depend on, as far as
// the World does not hold it any more. Of the order of invocations and answers
// it keeps only which operations were answered before which others were invoked,
// so that orders which differ in nothing else are one state.
type history struct {
	invoked set
	ok      set            // the operations that were answered and carried out
	failed  set            // the operations whose client was told that they failed
	before  [MaxOps]set    // the operations in ok when this one was invoked; others precede nothing
	result  [MaxOps]result // of the reads in ok
	held    set            // the writes that the source has ever held
	late    set            // the writes that the source first held after a later one of their client
}

// result is the record that a read was answered with: twice the number of the
// write that made it, plus 1 if it exists.
type result uint8

func resultOf(r engine.Record) result {
	out := result(r.Write) << 1
	if r.Exists {
		out |= 1
	}
	return out
}

// write returns the operation that wrote the record, -1 for the initial record.
func (r result) write() int32 { return int32(r>>1) - 1 }

// note updates the history with the effect of one phase of a step.
func (h *history) note(e *engine.Effect, w *engine.World) {
	if e.Begun {
		h.invoked.add(e.Op)
		h.before[e.Op] = h.ok
	}
	if e.Answered {
		switch op := &w.Ops[e.Op]; {
		case op.Outcome == engine.Failed:
			h.failed.add(e.Op)
		case op.Outcome == engine.OK:
			h.ok.add(e.Op)
			if op.Kind == engine.Get {
				h.result[e.Op] = resultOf(e.Answer)
			}
		}
	}
	for i := range e.Changes {
		if c := &e.Changes[i]; c.Kind == engine.RecordChanged {
			h.hold(w, c)
		}
	}
}

// hold records which writes the source holds for the first time, and which of
// them come after a later write of the same client.
func (h *history) hold(w *engine.World, c *engine.Change) {
	for op := range w.Ops {
		o := &w.Ops[op]
		if h.held.has(int32(op)) || !applied(o, int32(op), c) {
			continue
		}
		h.held.add(int32(op))
		for later := op + 1; later < len(w.Ops) && w.Ops[later].Client == o.Client; later++ {
			if h.held.has(int32(later)) {
				h.late.add(int32(op))
			}
		}
	}
}

// applied reports whether a change makes the source hold what an operation
// wrote.
func applied(o *engine.Op, op int32, c *engine.Change) bool {
	switch {
	case o.Key != c.Key || o.Kind == engine.Get:
		return false
	case o.Kind == engine.Pay:
		return c.RecordAfter.Ledger.Count(o.Slot) > c.RecordBefore.Ledger.Count(o.Slot)
	}
	return c.RecordAfter.Write == engine.WriteOf(op)
}
