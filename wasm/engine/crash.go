package engine

import "cacheplay/wasm/strategy"

// crash ends the Resource Manager's process. Its queue is gone unless it has a
// journal, what its workers were at and all locks, leases and flights in any
// case, and its entries unless the cache survives; the operations that it
// executes end with an unknown outcome. What clients execute goes on, and so
// does what the source has been asked for. The process is down until Restart.
func (m *Model) crash(w *World, e *Effect) {
	w.Down = true
	m.crashQueue(w, e)
	for i := range w.Workers {
		w.Workers[i] = Worker{Task: Task{Phase: Idle}}
	}
	for i := range w.Ops {
		op := &w.Ops[i]
		if m.isExecuting(op) {
			if op.Outcome == Pending {
				e.Lost = append(e.Lost, int32(i))
				op.Outcome = Unknown
			}
			op.Promised, op.Status, op.FinalOutcome = false, Ended, Pending
			op.Task = Task{Key: op.Key}
		}
	}
	w.Promised = 0
	w.disownOrphans()
	for key := range w.Keys {
		w.Keys[key].Holder = 0
		m.wakeForKey(w, int32(key), e)
		if m.Cache.SurvivesCrash {
			m.clean(w, int32(key), e)
		} else {
			w.Keys[key].Tombstone = 0
			w.setEntry(int32(key), Entry{}, e)
		}
	}
	e.setNext(Choice{Kind: Restart}, Downtime)
}

// crashQueue takes what is queued away, or gives it back to its place.
func (m *Model) crashQueue(w *World, e *Effect) {
	if m.Queue.Journal {
		for i := range w.Queue {
			w.returnItem(i, e)
		}
		return
	}
	for _, item := range w.Queue {
		e.Changes = append(e.Changes, Change{Kind: ItemLost, Key: item.Key, Item: item.asQueued()})
	}
	w.Queue = w.Queue[:0]
}

// clean removes the dirty mark of an entry whose queued write is lost.
func (m *Model) clean(w *World, key int32, e *Effect) {
	if entry := w.Keys[key].Entry; w.itemIndex(entry.Dirty) < 0 {
		entry.Dirty = 0
		w.setEntry(key, entry, e)
	}
}

// returnItem lets an item that a worker had taken be taken again.
func (w *World) returnItem(i int, e *Effect) {
	before := w.Queue[i]
	if before.Taken == 0 {
		return
	}
	w.Queue[i].Taken, w.Queue[i].Saved, w.Queue[i].Record.Version = 0, false, 0
	e.Changes = append(e.Changes, Change{Kind: ItemReturned, Key: before.Key, Item: before.asQueued(), ItemAfter: w.Queue[i].asQueued()})
}

// isExecuting reports whether the Resource Manager is executing an operation: one
// whose request is still on its way it does not know yet.
func (m *Model) isExecuting(op *Op) bool {
	return m.Programs[op.Program].By == strategy.ResourceManager &&
		(op.Status == Running || op.Status == Lingering) && op.Phase != Asking
}

// disownOrphans lets calls go on that nobody waits for any more, since whoever
// made them has crashed.
func (w *World) disownOrphans() {
	for slot := range w.Calls {
		owner := w.Calls[slot].Owner
		if w.Calls[slot].State == NoCall || owner.Kind == NoChoice || owner.Kind == FeedStep {
			continue
		}
		if t := w.task(owner); t.Phase != Serving {
			w.disown(int32(slot))
			if w.Breaker.State == BreakerHalfOpen {
				w.Breaker.Trials = max(w.Breaker.Passed, w.Breaker.Trials-1)
			}
		}
	}
}

// restart brings the Resource Manager up again; a journal replays what was not
// done.
func (m *Model) restart(w *World, e *Effect) {
	w.Down = false
	m.wakeWorkers(w, e)
}

// crashWorker ends a worker's process. What it was at goes back to its place if
// there is a journal, and is lost otherwise.
func (m *Model) crashWorker(w *World, actor int32, e *Effect) {
	mine := uint8(actor) + 1
	e.Op = -1
	for i := len(w.Queue) - 1; i >= 0; i-- {
		switch {
		case w.Queue[i].Taken != mine:
		case m.Queue.Journal:
			w.returnItem(i, e)
		default:
			m.removeItem(w, i, ItemLost, e)
		}
	}
	w.Workers[actor] = Worker{Task: Task{Phase: Dead}}
	w.disownOrphans()
	e.setNext(Choice{Kind: RestartWorker, Actor: actor}, Downtime)
	m.wakeWorkers(w, e)
}

// restartWorker brings a worker up again.
func (m *Model) restartWorker(w *World, actor int32, e *Effect) {
	if w.Workers[actor].Phase == Dead {
		w.Workers[actor].Phase = Idle
		m.wakeWorkers(w, e)
	}
}

// crashCache ends the cache's process, which starts again empty.
func (m *Model) crashCache(w *World, e *Effect) {
	for key := range w.Keys {
		w.Keys[key].Tombstone = 0
		w.setEntry(int32(key), Entry{}, e)
	}
}
