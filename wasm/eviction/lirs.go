package eviction

// lirs keeps what is used again soon: keys of low inter-reference recency (LIR) take
// 99 % of the capacity, and the others go through a short queue. A key becomes LIR if
// it is used again while it stands in the stack, which reaches back to the LIR key that
// was unused for the longest time. Evicted keys stay in the stack until it has become
// shorter than that. Source: Jiang and Zhang, "LIRS: An Efficient Low Inter-reference
// Recency Set Replacement Policy to Improve Buffer Cache Performance" (SIGMETRICS 2002).
// As in the paper, the stack is not bounded otherwise.
type lirs struct {
	stack  shelf // S, by last use
	queue  shelf // Q, the keys in the cache that are not LIR
	lir    []bool
	held   int64 // by LIR keys
	atMost int64 // that LIR keys may hold
}

func newLIRS(keys int, capacity int64) *lirs {
	return &lirs{stack: newShelf(keys, 1), queue: newShelf(keys, 1), lir: make([]bool, keys), atMost: capacity - max(capacity/100, 1)}
}

func (l *lirs) Come(int32, uint32) {}

func (l *lirs) Add(key int32, size uint32) {
	known := l.stack.links[key].in == only
	l.stack.put(only, key, size)
	if known || l.held+int64(size) <= l.atMost {
		l.promote(key)
	} else {
		l.queue.push(only, key)
		l.prune()
	}
}

// promote makes the key on top of the stack LIR, and others not if they are too many.
func (l *lirs) promote(key int32) {
	l.lir[key] = true
	l.held += int64(l.stack.sizes.of(key))
	for l.held > l.atMost {
		bottom, _ := l.stack.oldest(only)
		l.demote(bottom)
		l.queue.push(only, bottom)
	}
}

// demote takes a key that is not LIR any longer out of the stack.
func (l *lirs) demote(key int32) {
	l.lir[key] = false
	l.held -= int64(l.stack.sizes.of(key))
	l.stack.remove(key)
	l.prune()
}

// prune takes keys off the bottom of the stack until that is LIR.
func (l *lirs) prune() {
	for bottom, ok := l.stack.oldest(only); ok && !l.lir[bottom]; bottom, ok = l.stack.oldest(only) {
		l.stack.remove(bottom)
	}
}

func (l *lirs) Hit(key int32) {
	known := l.stack.links[key].in == only
	l.stack.move(only, key)
	switch {
	case l.lir[key]:
	case known:
		l.queue.remove(key)
		l.promote(key)
	default:
		l.queue.move(only, key)
	}
	l.prune()
}

func (l *lirs) Hits(keys []int32, in []bool) int {
	for i, key := range keys {
		if !in[key] {
			return i
		}
		l.Hit(key)
	}
	return len(keys)
}

func (l *lirs) Remove(key int32, evicted bool) {
	switch {
	case l.lir[key]:
		l.demote(key)
	case l.queue.links[key].in == only:
		l.queue.remove(key)
		if !evicted {
			l.stack.remove(key)
		}
	}
}

func (l *lirs) Victim() (key int32, ok bool) {
	if key, ok = l.queue.oldest(only); ok {
		return key, true
	}
	return l.stack.oldest(only)
}
