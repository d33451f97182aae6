package explore

import "cacheplay/wasm/engine"

// MaxOps is how many operations a scenario can have to be explored.
const MaxOps = 16

// set is a set of operations, a bit for each.
type set uint16

func (s set) has(op int32) bool { return s>>op&1 != 0 }
func (s *set) add(op int32)     { *s |= 1 << op }

// history is what clients and the source have seen: all of a run that verdicts
// depend on and the World does not hold any more. It keeps which operations
// were over before another one began, and nothing else of their order: orders
// of invocations that follow each other, and of answers that do, are one.
type history struct {
	invoked set
	ok      set            // answered, and done
	failed  set            // told that it failed
	before  [MaxOps]set    // the operations answered before this one was invoked
	result  [MaxOps]result // of reads that are ok
	held    set            // the writes that the source has ever held
	late    set            // writes that the source first held after a later one of their client
}

// result is the record that a read was answered: the write that made it, as
// engine.Record has it, twice, and 1 if it exists.
type result uint8

func resultOf(r engine.Record) result {
	out := result(r.Write) << 1
	if r.Exists {
		out |= 1
	}
	return out
}

// write returns the operation that wrote the record, -1 for the initial one.
func (r result) write() int32 { return int32(r>>1) - 1 }

// note takes notice of what one phase of a step has done.
func (h *history) note(e *engine.Effect, w *engine.World) {
	if e.Begun {
		h.invoked.add(e.Op)
		h.before[e.Op] = h.ok // what failed or is unknown precedes nothing
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

// hold notes which write the source holds for the first time, and whether a
// later one of the same client came before it.
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

// applied reports whether a change lets the source hold what an operation wrote.
func applied(o *engine.Op, op int32, c *engine.Change) bool {
	switch {
	case o.Key != c.Key || o.Kind == engine.Get:
		return false
	case o.Kind == engine.Pay:
		return c.RecordAfter.Ledger.Count(o.Slot) > c.RecordBefore.Ledger.Count(o.Slot)
	}
	return c.RecordAfter.Write == engine.WriteOf(op)
}
