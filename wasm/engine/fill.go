package engine

import "cacheplay/wasm/strategy"

// hold gives a key's lock, lease or flight to an operation, unless another one
// has it, and reports whether the operation has it now.
func (w *World) hold(key, op int32) bool {
	holder := &w.Keys[key].Holder
	if *holder == 0 {
		*holder = uint32(op) + 1
	}
	return *holder == uint32(op)+1
}

// release takes a key's lock, lease or flight from an operation, if it has it,
// and wakes those who wait for the key.
func (m *Model) release(w *World, key, op int32, e *Effect) {
	if w.Keys[key].Holder != uint32(op)+1 {
		return
	}
	w.Keys[key].Holder = 0
	m.wakeForKey(w, key, e)
}

// wakeForKey wakes those who wait for a key, the longest waiting first.
func (m *Model) wakeForKey(w *World, key int32, e *Effect) {
	w.wakeAll(e, func(op *Op) bool { return op.Phase == AwaitingKey && op.Key == key })
}

// wakeAll wakes the waiting operations that satisfy a condition, the longest
// waiting first.
func (w *World) wakeAll(e *Effect, is func(*Op) bool) {
	first := len(e.Also)
	for i := range w.Ops {
		if !is(&w.Ops[i]) {
			continue
		}
		e.wake(Choice{Kind: OpStep, Actor: int32(i)})
		for j := len(e.Also) - 1; j > first && w.Ops[e.Also[j-1].Choice.Actor].Since > w.Ops[i].Since; j-- {
			e.Also[j-1], e.Also[j] = e.Also[j], e.Also[j-1]
		}
	}
}

// claim decides what a read does that has missed: it loads the key, or waits
// for whoever does and then starts again at its cache.get.
func (m *Model) claim(w *World, t *Task, self Choice, e *Effect) {
	switch {
	case !m.loadsExclusively() || w.hold(t.Key, self.Actor):
	case m.Cache.Fill == FillLease && m.Cache.Bypass:
		t.NoStore = true
	default:
		t.block(w, AwaitingKey, e)
	}
}

// loadsExclusively reports whether a key is loaded by one operation at a time.
func (m *Model) loadsExclusively() bool {
	return m.Cache.Fill == FillLock || m.Cache.Fill == FillLease || m.Cache.SingleFlight
}

// waitsForKey reports whether a cache.get of a key by an operation would be
// blocked.
func (m *Model) waitsForKey(w *World, key, op int32) bool {
	k := &w.Keys[key]
	if !m.loadsExclusively() || k.Holder == 0 || k.Holder == uint32(op)+1 || m.Cache.Fill == FillLease && m.Cache.Bypass {
		return false
	}
	look := Task{Key: key}
	return m.look(w, &k.Entry) != Hit && !(m.Queue.Staging && w.takeStaged(&look))
}

// mayFill reports whether a read may store what it has brought from the
// source.
func (m *Model) mayFill(w *World, t *Task, self Choice) bool {
	k := &w.Keys[t.Key]
	switch m.Cache.Fill {
	case FillAdd:
		return m.look(w, &k.Entry) != Hit
	case FillLease:
		return !t.NoStore && k.Holder == uint32(self.Actor)+1
	}
	return true
}

// newestVersion returns the version below which nothing is stored under a key.
func (w *World) newestVersion(key int32) uint32 {
	k := &w.Keys[key]
	if k.Entry.Present {
		return max(k.Entry.Record.Version, k.Tombstone)
	}
	return k.Tombstone
}

// voidLease ends the lease of a key, if there is one, because of a write at the
// cache: what its holder brings from the source is not stored.
func (m *Model) voidLease(w *World, key int32, e *Effect) {
	holder := &w.Keys[key].Holder
	if m.Cache.Fill != FillLease || *holder == 0 {
		return
	}
	e.LeaseVoid = *holder != uint32(e.Op)+1
	*holder = 0
	m.wakeForKey(w, key, e)
}

// locks reports whether an operation keeps others from its key while it writes:
// from its first step to its answer. One that has nothing to do with the cache
// knows nothing of its locks.
func (m *Model) locks(op *Op, list *strategy.Strategy) bool {
	return m.Cache.Fill == FillLock && op.Kind != Get && op.Outcome == Pending && list.UsesCache()
}
