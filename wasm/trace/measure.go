package trace

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// Span is a stretch of time, in nanoseconds since the run's start.
type Span struct{ From, To int64 }

// Wait returns how long the client of an operation waited, and false where it
// waits still.
func (o Operation) Wait() (int64, bool) {
	if o.Outcome == engine.Pending {
		return 0, false
	}
	return o.End - o.Start, true
}

// HeldAt returns when the source first held what an operation wrote, and false
// where it never did.
func (t *Trace) HeldAt(op int) (int64, bool) {
	for i := range t.Events {
		for _, c := range t.Events[i].Changes {
			if c.Kind == engine.RecordChanged && c.RecordAfter.Write == engine.WriteOf(int32(op)) {
				return t.Events[i].T, true
			}
		}
	}
	return 0, false
}

// CalledAt returns when the source was first asked to save what an operation
// wrote, and false where it never was.
func (t *Trace) CalledAt(op int) (int64, bool) {
	for i := range t.Events {
		e := &t.Events[i]
		if e.Op == op && e.Kind == Call && e.Step == strategy.SourceSave {
			return e.T, true
		}
	}
	return 0, false
}

// Lost reports whether the run has ended and the source never held what an
// acknowledged write wrote.
func (t *Trace) Lost(op int) bool {
	_, held := t.HeldAt(op)
	return t.Stopped == "" && !held && t.Ops[op].Outcome == engine.OK && !t.Ops[op].Reads()
}

// Ahead returns when the cache held, under a key, a record that the source did
// not hold yet.
func (t *Trace) Ahead(key int) []Span {
	return t.while(key, func(cached, _ engine.Record, held map[uint32]bool) bool { return !held[cached.Write] })
}

// Behind returns when the cache held, under a key, a record that the source had
// replaced: an old copy.
func (t *Trace) Behind(key int) []Span {
	return t.while(key, func(cached, source engine.Record, held map[uint32]bool) bool {
		return held[cached.Write] && cached != source
	})
}

// while returns when something was so of the record that the cache held under a
// key. It is told the source's record and all that the source has ever held.
func (t *Trace) while(key int, is func(cached, source engine.Record, held map[uint32]bool) bool) []Span {
	var out []Span
	state := t.Initial.clone()
	held := map[uint32]bool{0: true}
	open := false
	for i := range t.Events {
		e := &t.Events[i]
		for _, c := range e.Changes {
			if c.Kind == engine.RecordChanged && int(c.Key) == key {
				held[c.RecordAfter.Write] = true
			}
		}
		state.Apply(e)
		entry := state.Cache[key]
		now := entry.Present && is(entry.Record, state.Source[key], held)
		if now && !open {
			out = append(out, Span{e.T, t.End})
		} else if !now && open {
			out[len(out)-1].To = e.T
		}
		open = now
	}
	return out
}

// Stale reports whether a read was answered with a record that the source had
// already replaced when the read was sent.
func (t *Trace) Stale(op int) bool {
	o := t.Ops[op]
	if !o.Reads() || o.Outcome != engine.OK {
		return false
	}
	current := t.Initial.Source[o.Key]
	replaced := false
	for i := range t.Events {
		if t.Events[i].Op == op && t.Events[i].Sense == Request {
			break
		}
		for _, c := range t.Events[i].Changes {
			if c.Kind == engine.RecordChanged && int(c.Key) == o.Key && c.RecordAfter != current {
				replaced = replaced || current == o.Result
				current = c.RecordAfter
			}
		}
	}
	return replaced && current != o.Result
}

// LostAt returns when an acknowledged write was lost for good: its queued item
// fell to a crash and the source never held it.
func (t *Trace) LostAt(op int) (int64, bool) {
	if !t.Lost(op) {
		return 0, false
	}
	for i := range t.Events {
		for _, c := range t.Events[i].Changes {
			if c.Kind == engine.ItemLost && c.Item.Op == int32(op) {
				return t.Events[i].T, true
			}
		}
	}
	return 0, false
}
