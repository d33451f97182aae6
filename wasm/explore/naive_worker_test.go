package explore

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// takeable lists the items that a worker would take.
func (n *naive) takeable(s *naiveState, worker int) (items []int) {
	q := &n.v.WriteBehind.Rules
	for i, item := range s.queue[:s.queued] {
		free := item.taken == 0
		for _, other := range s.queue[:s.queued] {
			if q.PartitionKey && other.taken != 0 && int(other.taken) != worker+1 && n.keyOf[other.op-1] == n.keyOf[item.op-1] {
				free = false
			}
		}
		if free && len(items) < max(q.Batch, 1) {
			items = append(items, i)
		}
	}
	return items
}

// workerChoices are what a worker can do.
func (n *naive) workerChoices(s *naiveState, i int, take naiveTake) {
	at := s.workers[i].at
	step := n.v.Worker[at]
	if s.down || at == 0 && len(n.takeable(s, i)) == 0 {
		return
	}
	var ops []int
	for _, item := range s.queue[:s.queued] {
		if int(item.taken) == i+1 && !(step == strategy.SourceSave && item.saved) {
			ops = append(ops, int(item.op)-1)
		}
	}
	for _, w := range n.ways(s, step, ops...) {
		take(naiveChoice{kind: "worker", actor: i, step: step}, w, true, func(t *naiveState) { n.work(t, i, step, w) })
	}
}

// work takes the next step of a worker.
func (n *naive) work(t *naiveState, i int, step strategy.Step, w naiveWay) {
	worker := &t.workers[i]
	switch step {
	case strategy.QueueTake:
		for _, j := range n.takeable(t, i) {
			t.queue[j].taken = uint8(i) + 1
		}
	case strategy.QueueDone:
		for j := int(t.queued) - 1; j >= 0; j-- {
			if int(t.queue[j].taken) == i+1 {
				n.removeItem(t, j, true)
			}
		}
	case strategy.SourceSave:
		if !n.saveItems(t, i, w) {
			return
		}
	case strategy.CacheSet, strategy.CacheDelete:
		if n.triesAgain(&worker.tries, w.fault) {
			return
		}
		for j := range int(t.queued) {
			item := t.queue[j]
			switch {
			case int(item.taken) != i+1 || w.fault != naiveNone:
			case step == strategy.CacheDelete:
				n.remove(t, n.keyOf[item.op-1], n.itemVersion(item))
			default:
				n.store(t, item.op, item.value, item.pays, n.itemVersion(item))
			}
		}
	}
	worker.tries = 0
	if worker.at = skipWaits(n.v.Worker, worker.at+1); int(worker.at) == len(n.v.Worker) {
		worker.at = 0
	}
}

// itemVersion returns the version that an item carries to the cache.
func (n *naive) itemVersion(item naiveItem) uint8 {
	if n.writers {
		return item.fence
	}
	return item.ver
}

// saveItems is a source.save of a worker, and reports whether it goes on.
func (n *naive) saveItems(t *naiveState, i int, w naiveWay) bool {
	worker, again := &t.workers[i], true
	switch {
	case t.outage, w.fault == naiveError:
	case w.fault == naiveLateSave:
		n.leaveItems(t, i)
	default:
		failed, refused := n.applyItems(t, i, w)
		again = failed || w.fault == naiveTimeout
		if !again && !refused {
			n.succeeded(t)
			n.saveAgain(t, i)
			return true
		}
	}
	if worker.tries++; again && n.canPay(t) && int(worker.tries) < n.v.Accessor.Rules.MaxAttempts {
		return false
	}
	worker.tries = 0
	return n.putAside(t, i)
}

// applyItems makes the source apply a worker's items, each by itself, and reports
// whether one has failed and whether one is refused. If the answer is lost, the worker
// knows nothing of it.
func (n *naive) applyItems(t *naiveState, i int, w naiveWay) (failed, refused bool) {
	var older [naiveOps]bool
	place, lost := 0, w.fault == naiveTimeout
	for j := range int(t.queued) {
		item := &t.queue[j]
		if int(item.taken) != i+1 || item.saved {
			continue
		}
		each := w.each[place]
		if place++; each == naiveError {
			failed = true
			continue
		}
		if each == naiveRefuse || w.fault == naiveRefuse {
			t.ops[item.op-1].refused = true
		}
		save := naiveWrite{item.op, item.value, item.pays, item.fence}
		older[j] = n.isOlder(t, save) && !t.ops[item.op-1].refused
		switch accepted := n.apply(t, save); {
		case !accepted && !older[j]:
			refused = true
		case !lost:
			item.saved, item.ver = true, n.versionOf(t, item.op)
		}
	}
	for j := int(t.queued) - 1; j >= 0; j-- {
		if older[j] && !lost {
			n.removeItem(t, j, true)
		}
	}
	return failed, refused
}

// saveAgain lets a worker send its items once more if its list has another save.
func (n *naive) saveAgain(t *naiveState, i int) {
	if !slices.Contains(n.v.Worker[t.workers[i].at+1:], strategy.SourceSave) {
		return
	}
	for j := range int(t.queued) {
		if int(t.queue[j].taken) == i+1 {
			t.queue[j].saved = false
		}
	}
}

// putAside does with a worker's items what is to be done with what the source has not
// taken, and reports whether the worker goes on with those that it has.
func (n *naive) putAside(t *naiveState, i int) bool {
	how, kept := n.v.WriteBehind.Rules.OnFailure, false
	last := int(t.workers[i].at)+2 == len(n.v.Worker) // only queue.done is left
	for j, rest := 0, int(t.queued); rest > 0; rest-- {
		item := t.queue[j]
		switch mine := int(item.taken) == i+1; {
		case mine && how == engine.RetryInPlace && item.saved && last:
			n.removeItem(t, j, true)
		case mine && how != engine.RetryInPlace && !item.saved:
			n.setAside(t, j, how)
		default:
			j++
			kept = kept || mine
		}
	}
	switch {
	case how == engine.RetryInPlace:
		return false
	case !kept:
		t.workers[i] = naiveWorker{}
	default:
		n.saveAgain(t, i)
	}
	return kept
}

// setAside does with an item what is to be done with what the source has not taken.
func (n *naive) setAside(t *naiveState, j int, how engine.OnFailure) {
	item := t.queue[j]
	if how == engine.Requeue && n.requeue(t, j) {
		return
	}
	n.removeItem(t, j, false)
	switch {
	case n.v.OnError == engine.RollBackOnError:
		n.rollBack(t, item.op, item.pays)
	case n.v.OnError == engine.InvalidateOnError && (usesCache(n.lists[item.op-1].Steps) || usesCache(n.v.Worker)):
		n.remove(t, n.keyOf[item.op-1], 0)
	}
}

// requeue moves an item to the tail of the queue, and reports whether it has room
// there. With coalescing, a newer write of its key that waits takes its place.
func (n *naive) requeue(t *naiveState, j int) bool {
	item := t.queue[j]
	item.taken, item.ver, item.saved = 0, 0, false
	other := n.waiting(t, n.keyOf[item.op-1])
	joins := other >= 0 && n.mergeable(t, &item)
	if joins {
		older, newer := item, t.queue[other]
		if older.born > newer.born {
			older, newer = newer, older
		}
		t.queue[other] = n.coalesce(older, newer)
	}
	if !joins && n.isOver(t, 1) {
		return false
	}
	copy(t.queue[j:], t.queue[j+1:t.queued])
	t.queue[t.queued-1] = item
	if joins {
		t.queued--
		t.queue[t.queued] = naiveItem{}
	}
	return true
}
