package engine

import "cacheplay/wasm/strategy"

// crash ends the Resource Manager's process. Its queue and its workers are
// gone, and its entries unless the cache survives; the operations that it
// executes end with an unknown outcome. What clients execute goes on, and so
// does what the source has been asked for. The process is down until Restart.
func (m *Model) crash(w *World, e *Effect) {
	w.Down = true
	for _, item := range w.Queue {
		e.Changes = append(e.Changes, Change{Kind: ItemLost, Key: item.Key, Item: item})
	}
	w.Queue = w.Queue[:0]
	for i := range w.Workers {
		w.Workers[i] = Worker{Task: Task{Phase: Idle}}
	}
	for i := range w.Ops {
		op := &w.Ops[i]
		if m.executes(op) {
			if op.Outcome == Pending {
				e.Lost = append(e.Lost, int32(i))
				op.Outcome = Unknown
			}
			op.finish()
		}
	}
	for i := range w.Calls {
		if w.orphaned(w.Calls[i].Owner) {
			w.Calls[i].Owner = Choice{}
		}
	}
	for key := range w.Keys {
		if m.Cache.SurvivesCrash {
			m.clean(w, int32(key), e)
		} else {
			w.setEntry(int32(key), Entry{}, e)
		}
	}
	e.then(Choice{Kind: Restart}, Downtime)
}

// clean removes the dirty mark of an entry whose queued write is lost.
func (m *Model) clean(w *World, key int32, e *Effect) {
	entry := w.Keys[key].Entry
	entry.Dirty = 0
	w.setEntry(key, entry, e)
}

// executes reports whether the Resource Manager is executing an operation: one
// whose request is still on its way it does not know yet.
func (m *Model) executes(op *Op) bool {
	return m.Programs[op.Program].By == strategy.ResourceManager &&
		(op.Status == Running || op.Status == Lingering) && op.Phase != Asking
}

// orphaned reports whether a crash has ended whoever waits for a call.
func (w *World) orphaned(owner Choice) bool {
	return owner.Kind == WorkerStep || owner.Kind == OpStep && w.Ops[owner.Actor].Status == Ended
}
