package trace

import (
	"slices"

	"cacheplay/wasm/engine"
)

// Durable reports whether the source, at the end of the run, has every payment that
// was acknowledged, and of every key a record that is not older than any
// acknowledged write.
func (t *Trace) Durable() bool {
	for op := range t.Ops {
		if t.Missing(op) {
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
	answered, sent := t.timeline(by).answered, t.timeline(write).sent
	return by != write && answered >= 0 && answered < sent
}

// bounds are the events with which an operation was sent and answered, -1 for none.
type bounds struct{ sent, answered int }

// timeline returns the bounds of an operation. Those of all are found at the first
// call.
func (t *Trace) timeline(op int) bounds {
	if t.timelines == nil {
		t.timelines = slices.Repeat([]bounds{{-1, -1}}, len(t.Ops))
		for i, e := range slices.Backward(t.Events) {
			switch {
			case e.Op < 0:
			case e.Sense == Request:
				t.timelines[e.Op].sent = i
			case e.Sense == Answer:
				t.timelines[e.Op].answered = i
			}
		}
	}
	return t.timelines[op]
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
