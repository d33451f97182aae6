package engine

import (
	"slices"

	"cacheplay/wasm/strategy"
)

// RoundPause is how long a worker pauses before it repeats a failed save for the
// first time, where the accessor has no backoff: a second, in nanoseconds, as
// the period of Hazelcast's StoreWorker.
const RoundPause = 1_000_000_000

// MaxRounds is how many failed saves of an item are counted. After them the
// pause grows no more, and further attempts are no reason to continue a run in
// which nothing else is left to happen.
const MaxRounds = 8

// MaxWorkers is how many workers a World can have.
const MaxWorkers = 255

// taker returns the number of a worker in Item.Taken.
func taker(self Choice) uint8 {
	if self.Actor >= MaxWorkers {
		panic("engine: there are more than 255 workers")
	}
	return uint8(self.Actor) + 1
}

// stepWorker takes a worker to its next phase.
func (m *Model) stepWorker(w *World, c Choice, e *Effect) {
	worker := &w.Workers[c.Actor]
	switch worker.Phase {
	case Dead:
	case Idle, Sleeping, Resting, Ready:
		m.takeWorkerStep(w, worker, c, e)
	default:
		e.Op = worker.Op
		if m.advance(w, &worker.Task, c, &m.Worker, e) {
			m.endWorkerStep(w, worker, c, e)
			e.Phase = worker.Phase
		}
	}
	m.startOver(w, worker)
}

// takeWorkerStep begins the next step of a worker.
func (m *Model) takeWorkerStep(w *World, worker *Worker, c Choice, e *Effect) {
	e.Actor, e.Index = m.Worker.Steps[worker.Step], worker.Step
	switch e.Actor {
	case strategy.QueueTake:
		m.take(w, worker, c, e)
	case strategy.QueueDone:
		m.done(w, c, e)
		worker.nextStep(c, e)
	default:
		m.begin(&worker.Task, c, &m.Worker, e)
	}
	if e.Phase != Idle && e.Phase != Sleeping {
		e.Op = worker.Op
	}
}

// endWorkerStep goes on to the next step. It applies QueueRules.OnFailure to the
// items that the source has not taken: each write of a batch has an outcome of its own.
func (m *Model) endWorkerStep(w *World, worker *Worker, c Choice, e *Effect) {
	switch {
	case worker.Failure == NoFailure:
	case m.Queue.OnFailure == RetryInPlace:
		m.releaseSaved(w, worker, c, e)
		m.tryAgain(w, worker, c, e)
		return
	default:
		m.putAside(w, c, e)
		if !m.turnToSaved(w, worker) {
			worker.Step = uint8(len(m.Worker.Steps)) // the rest of the list is about the items that it no longer has
			worker.settle(c, NoOverride, e)
			return
		}
	}
	m.forgetSaved(w, worker)
	worker.nextStep(c, e)
}

// releaseSaved lets the saved items of a worker that tries again leave the queue, if
// there is nothing else to do with them.
func (m *Model) releaseSaved(w *World, worker *Worker, c Choice, e *Effect) {
	if !slices.Equal(m.Worker.Steps[worker.Step+1:], []strategy.Step{strategy.QueueDone}) {
		return
	}
	for n, before := worker.last, int32(0); n != 0; n = before {
		before = w.Queue.at(n).before
		if w.Queue.at(n).Saved {
			m.removeItem(w, n, ItemDone, e)
		}
	}
}

// turnToSaved makes a worker go on with the items that it still has, and reports
// whether there are any.
func (m *Model) turnToSaved(w *World, worker *Worker) bool {
	if worker.first == 0 {
		return false
	}
	m.turnTo(w, worker, &w.Queue.at(worker.first).Item)
	return true
}

// forgetSaved lets a worker whose list saves again, after a save that has gone well,
// send its items once more.
func (m *Model) forgetSaved(w *World, worker *Worker) {
	if !slices.Contains(m.Worker.Steps[worker.Step+1:], strategy.SourceSave) {
		return
	}
	for n := worker.first; n != 0; n = w.Queue.at(n).after {
		w.Queue.at(n).Saved = false
	}
}

// tryAgain lets a worker repeat its save, with the write still at the head of
// the queue, after a pause.
func (m *Model) tryAgain(w *World, worker *Worker, c Choice, e *Effect) {
	worker.settle(c, NoOverride, e)
	first := true
	for n := worker.first; n != 0; n = w.Queue.at(n).after {
		item := &w.Queue.at(n).Item
		if item.Saved {
			continue
		}
		m.countRound(item)
		if first {
			m.turnTo(w, worker, item)
			e.Pause, e.Exhausted = m.roundPause(item), item.Rounds >= MaxRounds
			first = false
		}
	}
	if m.Timed {
		worker.Phase = Resting
		e.setNext(c, Pause)
	}
}

// countRound counts a failed save of an item.
func (m *Model) countRound(item *Item) {
	if m.Timed && item.Rounds < MaxRounds {
		item.Rounds++
	}
}

// roundPause returns how long a worker pauses before it repeats the save of an
// item: twice as long each time, up to MaxRounds.
func (m *Model) roundPause(item *Item) int64 {
	pause := m.Accessor.Pause
	if pause == 0 {
		pause = RoundPause
	}
	return pause << (max(item.Rounds, 1) - 1)
}

// putAside takes from a worker the items that the source has not taken: they are
// requeued, dropped or put into the dead-letter queue.
func (m *Model) putAside(w *World, c Choice, e *Effect) {
	for n, after := w.Workers[c.Actor].first, int32(0); n != 0; n = after {
		after = w.Queue.at(n).after
		switch {
		case w.Queue.at(n).Saved:
		case m.Queue.OnFailure == Requeue:
			m.requeue(w, n, e)
		case m.Queue.OnFailure == DeadLetter:
			m.giveUpItem(w, n, ItemDead, e)
		default:
			m.giveUpItem(w, n, ItemDropped, e)
		}
	}
	m.wakeWorkers(w, e)
}

// giveUpItem removes an item that the source has not taken, and from the cache what
// Model.OnError says.
func (m *Model) giveUpItem(w *World, n int32, how ChangeKind, e *Effect) {
	item := w.Queue.at(n).Item
	m.removeItem(w, n, how, e)
	switch {
	case m.OnError == RollBackOnError:
		m.rollBack(w, item.Key, item.Record, e)
	case m.OnError == InvalidateOnError && (m.Worker.UsesCache() || m.Programs[w.Ops[item.Op].Program].UsesCache()):
		m.remove(w, item.Key, 0, e)
	}
}

// requeue moves an item to the tail of the queue. Where writes are coalesced and one of
// its key waits, the two become one in the place of that, as in the queues of Hazelcast
// and Ehcache, which have one entry for a key. In a full queue that drops the oldest
// write there is no place for it: it is older than those that wait.
func (m *Model) requeue(w *World, n int32, e *Effect) {
	before := w.Queue.at(n).Item
	if waiting := m.coalescing(w, before.Key); waiting != 0 && m.canCoalesce(w, &before) {
		m.join(w, n, waiting, e)
		return
	}
	if m.waitingOver(w, 1) {
		m.giveUpItem(w, n, ItemDropped, e)
		return
	}
	w.deleteItem(n)
	after := before
	after.Seq, after.Taken = w.NextSeq, 0
	m.countRound(&after)
	if m.Timed {
		after.Due = w.Clock.Now + m.roundPause(&after)
	}
	w.NextSeq++
	w.addItem(after)
	w.needNoRoom(after.Key, e)
	change := e.change(ItemRequeued, before.Key)
	change.Item, change.ItemAfter = before.asQueued(), after.asQueued()
	if entry := w.Keys[before.Key].Entry; entry.Dirty == before.Seq {
		entry.Dirty = after.Seq
		w.setEntry(before.Key, &entry, e)
	}
}

// join coalesces an item that has failed with one that waits.
func (m *Model) join(w *World, failed, waiting int32, e *Effect) {
	kept := &w.Queue.at(waiting).Item
	was, older, newer := *kept, w.Queue.at(failed).Item, *kept
	if older.Age > newer.Age {
		older, newer = newer, older
	}
	m.become(w, waiting, older, newer)
	after := *kept
	if after.Record != was.Record {
		change := e.change(ItemReplaced, was.Key)
		change.Item, change.ItemAfter = was.asQueued(), after.asQueued()
	}
	at := len(e.Changes)
	m.removeItem(w, failed, ItemDropped, e)
	e.Changes[at].ItemAfter = after.asQueued()
	m.markDirty(w, after, e)
}

// startOver returns a worker that has taken its last step to the first.
func (m *Model) startOver(w *World, worker *Worker) {
	if worker.Phase == Ready && int(worker.Step) == len(m.Worker.Steps) {
		m.reset(w, worker, Idle, worker.serial)
		m.expectStep(&worker.Task)
	}
}

// expectStep marks a task that the driver of a timed world will step anyway, so
// that nothing wakes it a second time.
func (m *Model) expectStep(t *Task) {
	if m.Timed {
		t.Phase = Sleeping
	}
}

// wakeWorkers wakes as many idle workers as there are items that they could
// take.
func (m *Model) wakeWorkers(w *World, e *Effect) {
	items := m.takeable(w)
	for i := 0; i < len(w.Workers) && items > 0 && !w.Down; i++ {
		switch w.Workers[i].Phase {
		case Idle:
			m.expectStep(&w.Workers[i].Task)
			e.wake(Choice{Kind: WorkerStep, Actor: int32(i), Serial: w.Workers[i].serial})
			items--
		case Sleeping:
			items -= max(m.Queue.Batch, 1)
		}
	}
}

// takeable returns how many items a worker could take, now or when they are due: no worker
// has them nor, in a partitioned queue, another item of their key.
func (m *Model) takeable(w *World) int {
	n := w.Queue.items - w.Queue.taken
	if m.Queue.PartitionKey {
		n -= w.Queue.blocked
	}
	return n
}

// take gives a worker the oldest items that it can take, as soon as the first is
// due and the rate limit allows it.
func (m *Model) take(w *World, worker *Worker, c Choice, e *Effect) {
	taken := 0
	n, at := m.nextToTake(w, c.Actor)
	for ; n != 0 && at <= w.Clock.Now && taken < max(m.Queue.Batch, 1); n, at = m.nextToTake(w, c.Actor) {
		item := &w.Queue.at(n).Item
		before := *item
		w.takeItem(n, taker(c))
		if taken == 0 {
			m.turnTo(w, worker, item)
		}
		taken++
		change := e.change(ItemTaken, item.Key)
		change.Item, change.ItemAfter = before.asQueued(), item.asQueued()
	}
	switch {
	case taken > 0:
		if m.Queue.Interval > 0 {
			w.Clock.NextTake = w.Clock.Now + m.Queue.Interval*int64(taken)
		}
		worker.nextStep(c, e)
	case n != 0:
		worker.Phase = Sleeping
		e.Phase, e.Until, e.Exhausted = Sleeping, at, w.Queue.at(n).Rounds >= MaxRounds
		e.setNext(c, Until)
	default:
		worker.Phase = Idle
		e.Phase = Idle
	}
}

// done removes a worker's items from the queue.
func (m *Model) done(w *World, c Choice, e *Effect) {
	for worker := &w.Workers[c.Actor]; worker.first != 0; {
		m.removeItem(w, worker.first, ItemDone, e)
	}
	m.wakeWorkers(w, e)
}
