package trace

import "cacheplay/wasm/engine"

// Durable reports whether the source, at the end of the run, has every payment that
// was acknowledged, and of every key a record that is not older than any
// acknowledged write.
func (t *Trace) Durable() bool {
	source := t.measure().source
	for i, op := range t.Ops {
		_, held := t.HeldAt(i)
		switch {
		case op.Reads() || op.Outcome != engine.OK:
		case op.Kind == engine.Pay && !held, op.Kind != engine.Pay && t.older(source[op.Key], i):
			return false
		}
	}
	return true
}

// older reports whether a record was there at the start, or was acknowledged
// before the given write was sent.
func (t *Trace) older(record engine.Record, write int) bool {
	if record.Write == 0 {
		return true
	}
	by := int(record.Write) - 1
	answered, sent := t.first(by, Answer), t.first(write, Request)
	return by != write && answered >= 0 && answered < sent
}

// first returns the first event of an operation with a sense, -1 for none.
func (t *Trace) first(op int, sense Sense) int {
	for i := range t.Events {
		if t.Events[i].Op == op && t.Events[i].Sense == sense {
			return i
		}
	}
	return -1
}

// Converges reports whether the cache, at the end of the run, holds of every key
// what the source holds, or nothing.
func (t *Trace) Converges() bool {
	state := t.At(len(t.Events))
	for key, entry := range state.Cache {
		if entry.Present && !entry.Record.Same(state.Source[key]) {
			return false
		}
	}
	return true
}
