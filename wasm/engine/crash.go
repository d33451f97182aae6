package engine

import "cacheplay/wasm/strategy"

// crash ends the Resource Manager's process. The queue is lost unless it has a
// journal, and the entries unless the cache survives. Locks, leases, flights and
// the work of the workers are lost. The operations that the process executes end
// with an unknown outcome; those that clients execute go on, as do calls at the
// source.
func (m *Model) crash(w *World, e *Effect) {
	w.Down = true
	for i := range w.Workers {
		m.leaveSave(w, Choice{Kind: WorkerStep, Actor: int32(i)})
	}
	m.crashQueue(w, e)
	for i := range w.Workers {
		m.endWorker(w, &w.Workers[i], Idle)
	}
	for i := range w.Ops {
		op := &w.Ops[i]
		if m.isExecuting(op) {
			if op.Outcome == Pending {
				e.Lost = append(e.Lost, int32(i))
				op.Outcome = Unknown
			}
			m.leaveSave(w, Choice{Kind: OpStep, Actor: int32(i)})
			w.leaveKey(int32(i))
			w.leaveRoom(int32(i))
			op.Promised, op.called, op.Status, op.FinalOutcome = false, false, Ended, Pending
			op.Task = Task{Key: op.Key}
		}
	}
	w.Promised, w.room = 0, room{waiting: w.room.waiting, coming: w.room.coming[:0]}
	w.loseFlights(e)
	for key := range w.Keys {
		w.free(int32(key), e) // also where nobody has it: who was woken to get it may have ended
	}
	m.disownOrphans(w)
	for i := range w.Ops {
		m.retire(w, int32(i))
	}
	for key := range w.Keys {
		if m.Cache.SurvivesCrash {
			m.clean(w, int32(key), e)
		} else {
			w.Keys[key].Tombstone = 0
			w.setEntry(int32(key), &Entry{}, e)
		}
	}
	e.setNext(Choice{Kind: Restart}, Downtime)
}

// crashQueue loses the queue, or with a journal returns what workers have taken
// to its place.
func (m *Model) crashQueue(w *World, e *Effect) {
	if m.Queue.Journal {
		for n := w.Queue.first; n != 0; n = w.Queue.at(n).next {
			m.returnItem(w, n, e)
		}
		m.makeRoom(w, 0, e)
		return
	}
	for n := w.Queue.first; n != 0; n = w.Queue.at(n).next {
		item := &w.Queue.at(n).Item
		e.change(ItemLost, item.Key).Item = item.asQueued()
		m.unreferAll(w, item.Op, item.writer, item.Record.Ledger)
	}
	w.Queue.clear()
}

// clean removes the dirty mark of an entry whose queued write is lost with the queue.
func (m *Model) clean(w *World, key int32, e *Effect) {
	if entry := w.Keys[key].Entry; entry.Dirty != 0 && !m.Queue.Journal {
		entry.Dirty = 0
		w.setEntry(key, &entry, e)
	}
}

// returnItem makes an item that a worker has taken takeable again.
func (m *Model) returnItem(w *World, n int32, e *Effect) {
	item := &w.Queue.at(n).Item
	before := *item
	if before.Taken == 0 {
		return
	}
	w.untakeItem(n)
	item.Saved = false
	if !m.WriterVersions {
		item.Record.Version = 0
	}
	change := e.change(ItemReturned, before.Key)
	change.Item, change.ItemAfter = before.asQueued(), item.asQueued()
}

// isExecuting reports whether the Resource Manager executes an operation. It
// does not know an operation whose request is on its way.
func (m *Model) isExecuting(op *Op) bool {
	return m.Programs[op.Program].By == strategy.ResourceManager &&
		(op.Status == Running || op.Status == Lingering) && op.Phase != Asking
}

// disownOrphans disowns the calls whose callers have crashed.
func (m *Model) disownOrphans(w *World) {
	for slot := range w.Calls {
		owner := w.Calls[slot].Owner
		if w.Calls[slot].State == NoCall || owner.Kind == NoChoice || owner.Kind == FeedStep {
			continue
		}
		if t := w.task(owner); t.Phase != Serving {
			m.disown(w, int32(slot))
			if w.Breaker.State == BreakerHalfOpen {
				w.Breaker.Trials = max(w.Breaker.Passed, w.Breaker.Trials-1)
			}
		}
	}
}

// restart starts the Resource Manager again. Its workers take what a journal has
// kept.
func (m *Model) restart(w *World, e *Effect) {
	w.Down = false
	m.wakeWorkers(w, e)
}

// crashWorker ends a worker's process. With a journal the items that it had
// taken return to their place, otherwise they are lost.
func (m *Model) crashWorker(w *World, actor int32, e *Effect) {
	e.Op = -1
	m.leaveSave(w, Choice{Kind: WorkerStep, Actor: actor})
	for n := w.Workers[actor].last; n != 0; n = w.Workers[actor].last {
		if m.Queue.Journal {
			m.returnItem(w, n, e)
			w.needNoRoom(w.Queue.at(n).Key, e)
		} else {
			m.removeItem(w, n, ItemLost, e)
		}
	}
	m.makeRoom(w, 0, e)
	m.endWorker(w, &w.Workers[actor], Dead)
	m.disownOrphans(w)
	e.setNext(Choice{Kind: RestartWorker, Actor: actor}, Downtime)
	m.wakeWorkers(w, e)
}

// endWorker ends what a worker does. In a timed world the choices that it has left mean
// nothing any more.
func (m *Model) endWorker(w *World, worker *Worker, phase Phase) {
	serial := worker.serial
	if m.Timed {
		serial++
	}
	m.reset(w, worker, phase, serial)
}

// restartWorker starts a crashed worker again.
func (m *Model) restartWorker(w *World, actor int32, e *Effect) {
	if w.Workers[actor].Phase == Dead {
		w.Workers[actor].Phase = Idle
		m.wakeWorkers(w, e)
	}
}

// crashCache empties the cache. Its process starts again at once.
func (m *Model) crashCache(w *World, e *Effect) {
	for key := range w.Keys {
		w.Keys[key].Tombstone = 0
		w.setEntry(int32(key), &Entry{}, e)
	}
}

// crashClient ends a client. What it executes ends where it is, and its locks and leases
// are free; what the Resource Manager executes for it goes on. It is told of no outcome
// any more, and sends nothing.
func (m *Model) crashClient(w *World, client ClientOps, e *Effect) {
	e.Op = -1
	for id := client.First; id < client.First+client.Count; id++ {
		op := &w.Ops[id]
		switch {
		case op.Status == Ended:
			continue
		case op.Status == Unsent:
			op.Status, op.Outcome = Ended, Failed
			continue
		case op.Outcome == Pending:
			e.Lost = append(e.Lost, id)
			op.Outcome = Unknown
		}
		if m.Programs[op.Program].By == strategy.ResourceManager || op.Flight != 0 {
			op.Status = Lingering
			continue
		}
		m.leaveSave(w, Choice{Kind: OpStep, Actor: id})
		if w.leaveKey(id); w.Keys[op.Key].Holder == 0 {
			w.wakeForKey(op.Key, e) // the operation may have been woken to get the key
		}
		m.endLoad(w, id, true, e)
		m.finish(w, Choice{Kind: OpStep, Actor: id}, e)
	}
	m.disownOrphans(w)
}
