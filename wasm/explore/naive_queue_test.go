package explore

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// isFull reports whether the queue has no room for a write of an operation.
func (n *naive) isFull(s *naiveState, i int) bool {
	q := &n.v.WriteBehind.Rules
	if q.Capacity == 0 || n.waiting(s, n.keyOf[i]) >= 0 {
		return false
	}
	count := 0
	for _, item := range s.queue[:s.queued] {
		if q.OnFull != engine.DropOldest || item.taken == 0 {
			count++
		}
	}
	return count >= q.Capacity
}

// makeRoom drops the oldest waiting writes until there is room for more, if that is
// what a full queue does.
func (n *naive) makeRoom(t *naiveState, more int) {
	for n.isOver(t, more) {
		j := 0
		for t.queue[j].taken != 0 {
			j++
		}
		n.removeItem(t, j, false)
	}
}

// isOver reports whether more writes would wait, with some further ones, than a queue
// holds that drops the oldest.
func (n *naive) isOver(s *naiveState, more int) bool {
	q := &n.v.WriteBehind.Rules
	for _, item := range s.queue[:s.queued] {
		if item.taken == 0 {
			more++
		}
	}
	return q.OnFull == engine.DropOldest && q.Capacity > 0 && more > q.Capacity
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
		o.mode = naiveSetAlone
		n.takeStep(t, i, strategy.CacheSet, fault)
		return
	case step == strategy.CacheSetQueuePut && n.heeds(t, i, fault):
		return
	case full:
		n.makeRoom(t, 1)
	}
	paid := false
	if step == strategy.CacheSetQueuePut && fault == naiveNone {
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
