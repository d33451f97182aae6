package engine

import (
	"slices"

	"cacheplay/wasm/strategy"
)

// enqueue puts the write of an operation at the tail of the queue and wakes a
// worker that has nothing to do.
func (m *Model) enqueue(w *World, op int32, e *Effect) {
	o := &w.Ops[op]
	item := Item{Seq: w.NextSeq, Key: o.Key, Op: op, Record: o.Hand}
	if m.Timed {
		item.Due = m.Queue.due(w.Clock.Now)
	}
	w.NextSeq++
	w.Queue = append(w.Queue, item)
	e.Changes = append(e.Changes, Change{Kind: ItemQueued, Key: item.Key, Item: item})
	// A list that separates cache.set and queue.put makes its entry dirty here.
	if entry := w.Keys[o.Key].Entry; entry.Present && entry.Record == item.Record && entry.Dirty == 0 {
		entry.Dirty = item.Seq
		w.setEntry(o.Key, entry, e)
	}
	for i := range w.Workers {
		if w.Workers[i].Phase == Idle {
			m.expectStep(&w.Workers[i])
			e.Wake = append(e.Wake, Choice{Kind: WorkerStep, Actor: int32(i)})
			return
		}
	}
}

// expectStep notes that a driver that counts time will step this worker anyway,
// so that nobody wakes it a second time.
func (m *Model) expectStep(worker *Worker) {
	if m.Timed {
		worker.Phase = Sleeping
	}
}

// item returns the index in the queue of the item with this number, -1 if it
// is gone.
func (w *World) item(seq uint32) int {
	if seq == 0 {
		return -1
	}
	return slices.IndexFunc(w.Queue, func(i Item) bool { return i.Seq == seq })
}

// stepWorker lets a worker go on.
func (m *Model) stepWorker(w *World, c Choice, e *Effect) {
	worker := &w.Workers[c.Actor]
	switch worker.Phase {
	case Idle, Sleeping, Ready:
		m.takeWorkerStep(w, worker, c, e)
	default:
		e.Op = worker.Op
		m.advance(w, &worker.Task, c, &m.Worker, e)
		m.startOver(worker)
	}
}

// takeWorkerStep begins the step that a worker stands before.
func (m *Model) takeWorkerStep(w *World, worker *Worker, c Choice, e *Effect) {
	e.Actor, e.Index = m.Worker.Steps[worker.Step], worker.Step
	switch e.Actor {
	case strategy.QueueTake:
		m.take(w, worker, c, e)
	case strategy.QueueDone:
		m.done(w, worker, e)
		worker.pass(c, e)
	default:
		m.begin(w, &worker.Task, c, &m.Worker, e)
	}
	if e.Phase != Idle && e.Phase != Sleeping {
		e.Op = worker.Op
	}
	m.startOver(worker)
}

// startOver sends a worker that has taken its last step to the next item.
func (m *Model) startOver(worker *Worker) {
	if worker.Phase == Ready && int(worker.Step) == len(m.Worker.Steps) {
		*worker = Worker{Task: Task{Phase: Idle}}
		m.expectStep(worker)
	}
}

// take lets a worker have the oldest item that no worker holds, once it is due.
func (m *Model) take(w *World, worker *Worker, c Choice, e *Effect) {
	i := slices.IndexFunc(w.Queue, func(i Item) bool { return !i.Taken })
	if i < 0 {
		worker.Phase = Idle
		e.Phase = Idle
		return
	}
	item := &w.Queue[i]
	if m.Timed && item.Due > w.Clock.Now {
		worker.Phase = Sleeping
		e.Phase, e.Until = Sleeping, item.Due
		e.then(c, Until)
		return
	}
	item.Taken = true
	worker.Item, worker.Op = item.Seq, item.Op
	worker.Key, worker.Hand = item.Key, item.Record
	e.Changes = append(e.Changes, Change{Kind: ItemTaken, Key: item.Key, Item: *item})
	worker.pass(c, e)
}

// done removes a worker's item from the queue; the entry whose write it was is
// no longer dirty.
func (m *Model) done(w *World, worker *Worker, e *Effect) {
	i := w.item(worker.Item)
	if i < 0 {
		return
	}
	item := w.Queue[i]
	w.Queue = slices.Delete(w.Queue, i, i+1)
	e.Changes = append(e.Changes, Change{Kind: ItemDone, Key: item.Key, Item: item})
	if entry := w.Keys[item.Key].Entry; entry.Dirty == item.Seq {
		entry.Dirty = 0
		w.setEntry(item.Key, entry, e)
	}
}
