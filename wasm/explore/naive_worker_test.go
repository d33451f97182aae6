package explore

import (
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
	if at == 0 && len(n.takeable(s, i)) == 0 {
		return
	}
	var ops []int
	for _, item := range s.queue[:s.queued] {
		if int(item.taken) == i+1 {
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
		for j := range int(t.queued) {
			item := t.queue[j]
			switch {
			case int(item.taken) != i+1 || w.fault == naiveLost:
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

// saveItems is a source.save of a worker, and reports whether it has gone well.
func (n *naive) saveItems(t *naiveState, i int, w naiveWay) bool {
	worker, again := &t.workers[i], true
	switch {
	case t.outage, w.fault == naiveError:
	case w.fault == naiveLateSave:
		n.leaveItems(t, i)
	default:
		if w.fault == naiveRefuse {
			t.ops[w.op].refused = true
		}
		refused := n.applyItems(t, i, w.fault == naiveTimeout)
		if !refused && w.fault != naiveTimeout {
			return true
		}
		again = w.fault == naiveTimeout
	}
	if worker.tries++; !again || int(worker.tries) == n.v.Accessor.Rules.MaxAttempts {
		worker.tries = 0
		n.putAside(t, i)
	}
	return false
}

// applyItems makes the source apply a worker's items, and reports whether it refuses
// one. Of what is too old, and, if one is refused, of what is applied, the worker gets
// rid at once; but not if the answer is lost.
func (n *naive) applyItems(t *naiveState, i int, lost bool) (refused bool) {
	var older, applied [naiveOps]bool
	for j := range int(t.queued) {
		item := &t.queue[j]
		if int(item.taken) != i+1 {
			continue
		}
		save := naiveWrite{item.op, item.value, item.pays, item.fence}
		older[j] = n.isOlder(t, save) && !t.ops[item.op-1].refused
		applied[j] = n.apply(t, save) || older[j]
		refused = refused || !applied[j]
		if applied[j] && !lost {
			item.ver = n.versionOf(t, item.op)
		}
	}
	for j := int(t.queued) - 1; j >= 0; j-- {
		if older[j] && (!lost || n.rules.fencedIsTold) || applied[j] && refused && !lost {
			n.removeItem(t, j, true)
		}
	}
	return refused
}

// putAside does with a worker's items what is to be done with what the source has not
// taken.
func (n *naive) putAside(t *naiveState, i int) {
	how := n.v.WriteBehind.Rules.OnFailure
	if how == engine.RetryInPlace {
		return
	}
	for j, rest := 0, int(t.queued); rest > 0; rest-- {
		item := t.queue[j]
		switch {
		case int(item.taken) != i+1:
			j++
		case how == engine.Requeue:
			n.requeue(t, j)
		default:
			n.removeItem(t, j, false)
			if n.v.Rollback {
				n.rollBack(t, item.op, item.pays)
			}
		}
	}
	t.workers[i] = naiveWorker{}
}

// requeue moves an item to the tail of the queue. With coalescing, a newer write of
// its key that waits takes its place.
func (n *naive) requeue(t *naiveState, j int) {
	item := t.queue[j]
	item.taken, item.ver = 0, 0
	other := n.waiting(t, n.keyOf[item.op-1])
	joins := other >= 0 && n.mergeable(t, &item) && (other > j || !n.rules.requeueByPlace)
	if joins {
		older, newer := item, t.queue[other]
		if older.born > newer.born && !n.rules.requeueByPlace {
			older, newer = newer, older
		}
		t.queue[other] = n.coalesce(older, newer)
	}
	copy(t.queue[j:], t.queue[j+1:t.queued])
	t.queue[t.queued-1] = item
	if joins {
		t.queued--
		t.queue[t.queued] = naiveItem{}
	}
}
