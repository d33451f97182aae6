package engine

import "cacheplay/wasm/strategy"

// startCall begins the source's service of a call. A read takes its value now,
// a save applies when the service ends.
func (m *Model) startCall(w *World, t *Task, self Choice, step strategy.Step, e *Effect) {
	slot := w.freeCall()
	call := &w.Calls[slot]
	*call = Call{Active: true, Save: step == strategy.SourceSave, Owner: self, Op: w.opOf(self), Key: t.Key, Record: t.Hand}
	done := Choice{Kind: CallDone, Actor: int32(slot)}
	if call.Save {
		e.then(done, SourceWriting)
		return
	}
	call.Record = w.Keys[t.Key].Source
	t.HandAt = w.Clock.Now
	e.then(done, SourceReading)
}

// finishCall ends the source's service of a call and lets its owner, if it is
// still there, go on.
func (m *Model) finishCall(w *World, slot int32, e *Effect) {
	call := w.Calls[slot]
	if !call.Active {
		return
	}
	w.Calls[slot] = Call{}
	e.Op, e.Actor, e.Phase = call.Op, strategy.SourceRead, Returning
	if call.Save {
		e.Actor = strategy.SourceSave
		w.saveRecord(call.Key, call.Record, e)
	}
	t := w.task(call.Owner)
	if t == nil {
		return
	}
	e.Index = t.Step
	t.Hand, t.Phase = call.Record, Returning
	e.then(call.Owner, Network)
}

// freeCall returns a slot for a call, the lowest that is free.
func (w *World) freeCall() int {
	for i := range w.Calls {
		if !w.Calls[i].Active {
			return i
		}
	}
	w.Calls = append(w.Calls, Call{})
	return len(w.Calls) - 1
}

// opOf returns the operation that an actor serves.
func (w *World) opOf(c Choice) int32 {
	if c.Kind == WorkerStep {
		return w.Workers[c.Actor].Op
	}
	return c.Actor
}

// saveRecord applies a save. The change is reported even where the record is
// the same one again, since the source has accepted it.
func (w *World) saveRecord(key int32, after Record, e *Effect) {
	k := &w.Keys[key]
	e.Changes = append(e.Changes, Change{Kind: RecordChanged, Key: key, RecordBefore: k.Source, RecordAfter: after})
	k.Source = after
}
