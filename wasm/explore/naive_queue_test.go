package explore

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/strategy"
)

// ownSave returns what an operation's own save carries.
func (n *naive) ownSave(o *naiveOp, i int) naiveWrite {
	l := naiveWrite{op: uint8(i) + 1, value: n.ownValue(i), fence: o.fence}
	if l.value == 0 {
		l.pays = 1 << i
	}
	return l
}

// saveOwn is a source.save of an operation.
func (n *naive) saveOwn(t *naiveState, i int, fault naiveFault) {
	o := &t.ops[i]
	ambiguous := fault == naiveTimeout || fault == naiveLateSave
	if fault == naiveRefuse && !t.outage {
		o.refused = true
	}
	switch {
	case t.outage:
		n.attemptFails(t, i, n.v.Accessor.Rules.Timeout > 0, false)
	case fault == naiveError:
		n.attemptFails(t, i, false, false)
	case fault == naiveLateSave:
		n.addLate(t, naiveLate{writes: [naiveBatch]naiveWrite{n.ownSave(o, i)}})
		n.attemptFails(t, i, true, false)
	case !n.apply(t, n.ownSave(o, i)) && !ambiguous:
		n.attemptFails(t, i, false, true)
	case ambiguous:
		n.attemptFails(t, i, true, false)
	default:
		o.version = n.versionOf(t, uint8(i)+1)
		n.goOn(t, i)
	}
}

// apply makes the source apply a write, with an idempotency key only once, and
// reports whether it accepts it.
func (n *naive) apply(t *naiveState, l naiveWrite) bool {
	k := &t.keys[n.keyOf[l.op-1]]
	if t.ops[l.op-1].refused {
		return false
	}
	if n.isOlder(t, l) {
		if l.value = 0; l.pays == 0 || n.rules.fencesPayments {
			return false
		}
	}
	done := uint8(0)
	for i := range n.kinds {
		o := &t.ops[i]
		if l.pays>>i&1 == 0 && int(l.value) != i+1 {
			continue
		}
		if n.v.Accessor.Rules.IdempotencyKey && o.applied {
			continue
		}
		o.applied = n.v.Accessor.Rules.IdempotencyKey
		n.saved(t, i)
		done |= 1 << i
		t.held |= 1 << i
		if l.pays>>i&1 == 0 {
			k.value = l.value
		} else if k.paid[i]++; k.paid[i] > 1 {
			n.violate |= judge.SetOf(judge.AtMostOnce)
		}
	}
	if done == 0 {
		return true
	}
	switch {
	case n.writers && l.value != 0 && done>>(l.value-1)&1 != 0:
		k.version = l.fence
	case !n.writers && n.v.Cache.Rules.Fill == engine.FillVersion:
		k.version++
	}
	for i := range n.kinds {
		if done>>i&1 != 0 && n.v.Accessor.Rules.IdempotencyKey {
			t.ops[i].appliedVersion = k.version
		}
	}
	if n.feed {
		if t.notices == naiveNotices {
			n.cut = true
			return true
		}
		t.feed[t.notices] = naiveNotice{l.op, k.version}
		t.notices++
	}
	return true
}

// isOlder reports whether a fenced source refuses a record since it has a newer one.
func (n *naive) isOlder(t *naiveState, l naiveWrite) bool {
	return n.v.Source.Rules.Fenced && l.value != 0 && l.fence < t.keys[n.keyOf[l.op-1]].version
}

// versionOf returns the version that the source gives in its answer to a save.
func (n *naive) versionOf(t *naiveState, op uint8) uint8 {
	if o := &t.ops[op-1]; o.applied {
		return o.appliedVersion
	}
	return t.keys[n.keyOf[op-1]].version
}

// isFull reports whether the queue has no room for a write of an operation.
func (n *naive) isFull(s *naiveState, i int) bool {
	q := &n.v.WriteBehind.Rules
	if q.Capacity == 0 || n.waiting(s, n.keyOf[i]) >= 0 {
		return false
	}
	count := 0
	for _, item := range s.queue[:s.queued] {
		if q.OnFull != engine.DropOldest || item.taken == 0 || n.rules.takenCounts {
			count++
		}
	}
	return count >= q.Capacity
}

// waiting returns the index of the newest untaken item of a key with which another
// write is coalesced, -1 if there is none.
func (n *naive) waiting(s *naiveState, key uint8) int {
	if n.v.WriteBehind.Rules.Coalescing == engine.NoCoalescing {
		return -1
	}
	for i := int(s.queued) - 1; i >= 0; i-- {
		if item := &s.queue[i]; item.taken == 0 && n.keyOf[item.op-1] == key && n.mergeable(s, item) {
			return i
		}
	}
	return -1
}

// mergeable reports whether an item can be coalesced. What the source has applied or
// refused is not merged with what it may yet accept.
func (n *naive) mergeable(s *naiveState, item *naiveItem) bool {
	o := &s.ops[item.op-1]
	return n.v.WriteBehind.Rules.Coalescing != engine.Merge || !o.applied && !o.refused
}

// queueOwn is a queue.put of an operation, perhaps with its cache.set.
func (n *naive) queueOwn(t *naiveState, i int, step strategy.Step, fault naiveFault) {
	q, o := &n.v.WriteBehind.Rules, &t.ops[i]
	switch full := n.isFull(t, i); {
	case full && q.OnFull == engine.Reject:
		n.giveUp(t, i, naiveFailed)
		return
	case full && q.OnFull == engine.Sync && step == strategy.QueuePut:
		o.mode = naiveSync
		n.saveOwn(t, i, fault)
		return
	case full && q.OnFull == engine.Sync:
		n.set(t, i, fault)
		o.mode = naiveSync
		return
	case full: // drop
		for j := range int(t.queued) {
			if t.queue[j].taken == 0 {
				n.removeItem(t, j, false)
				break
			}
		}
	}
	paid := false
	if step == strategy.CacheSetQueuePut && fault != naiveLost {
		n.set(t, i, fault)
		paid = o.given && n.kinds[i] == engine.Pay
	}
	n.put(t, i)
	if k := &t.keys[n.keyOf[i]]; paid || k.cached && int(k.copied) == i+1 {
		k.dirty = uint8(i) + 1
	}
	n.goOn(t, i)
}

// put puts an operation's write into the queue.
func (n *naive) put(t *naiveState, i int) {
	l := n.ownSave(&t.ops[i], i)
	item := naiveItem{op: l.op, value: l.value, pays: l.pays, fence: l.fence, covers: 1 << i, born: n.births(t) + 1}
	if j := n.waiting(t, n.keyOf[i]); j >= 0 {
		t.queue[j] = n.coalesce(t.queue[j], item)
		return
	}
	t.queue[t.queued] = item
	t.queued++
}

// births returns the greatest number that an item in the queue has.
func (n *naive) births(s *naiveState) (born uint8) {
	for _, item := range s.queue[:s.queued] {
		born = max(born, item.born)
	}
	return born
}

// coalesce returns what takes the place of two items.
func (n *naive) coalesce(older, newer naiveItem) naiveItem {
	newer.covers |= older.covers
	if n.v.WriteBehind.Rules.Coalescing == engine.Merge {
		newer.pays |= older.pays
		if newer.value == 0 {
			newer.value, newer.fence = older.value, older.fence
		}
	}
	return newer
}

// isDirty reports whether an item in the queue will bring an entry to the source.
func (n *naive) isDirty(s *naiveState, k *naiveKey) bool {
	for _, item := range s.queue[:s.queued] {
		if k.dirty != 0 && item.covers>>(k.dirty-1)&1 != 0 {
			return true
		}
	}
	return false
}

// removeItem removes an item from the queue.
func (n *naive) removeItem(t *naiveState, i int, done bool) {
	item := t.queue[i]
	copy(t.queue[i:], t.queue[i+1:])
	t.queued--
	t.queue[t.queued] = naiveItem{}
	k := &t.keys[n.keyOf[item.op-1]]
	if k.dirty != 0 && (item.covers>>(k.dirty-1)&1 != 0 || done && n.v.WriteBehind.Rules.CleanByKey) {
		k.dirty = 0
	}
}

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
	if worker.at = n.skipWaits(n.v.Worker, worker.at+1); int(worker.at) == len(n.v.Worker) {
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
		refused := false
		var kept, drops [naiveOps]bool
		for j := range int(t.queued) {
			item := &t.queue[j]
			if int(item.taken) != i+1 {
				continue
			}
			save := naiveWrite{item.op, item.value, item.pays, item.fence}
			older := n.isOlder(t, save) && !t.ops[item.op-1].refused
			if !n.apply(t, save) && !older {
				refused, kept[j] = true, true
				continue
			}
			drops[j] = older && (w.fault != naiveTimeout || n.rules.fencedIsTold)
			if w.fault != naiveTimeout {
				item.ver = n.versionOf(t, item.op)
			}
		}
		for j := int(t.queued) - 1; j >= 0; j-- {
			if drops[j] || refused && w.fault != naiveTimeout && int(t.queue[j].taken) == i+1 && !kept[j] {
				n.removeItem(t, j, true)
			}
		}
		if w.fault == naiveTimeout {
			break
		}
		if !refused {
			return true
		}
		again = false
	}
	if worker.tries++; again && int(worker.tries) < n.v.Accessor.Rules.MaxAttempts {
		return false
	}
	worker.tries = 0
	n.putAside(t, i)
	return false
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
