package engine

import "cacheplay/wasm/strategy"

// isHeldByOther reports whether another operation than the given one has a
// key's lock, lease or flight.
func (w *World) isHeldByOther(key, op int32) bool {
	holder := w.Keys[key].Holder
	return holder != 0 && holder != uint32(op)+1
}

// hold gives a key's lock, lease or flight to an operation unless another one
// has it, and reports whether the operation has it now.
func (w *World) hold(key, op int32) bool {
	if w.isHeldByOther(key, op) {
		return false
	}
	w.Keys[key].Holder = uint32(op) + 1
	return true
}

// release takes a key's lock, lease or flight from an operation, if it has it,
// and wakes the operations that wait for the key. If the operation has loaded the key,
// those that share the load get what it has brought.
func (m *Model) release(w *World, key, op int32, e *Effect) {
	if w.Ops[op].leads != 0 {
		m.endLoad(w, op, false, e)
	}
	if w.Keys[key].Holder == uint32(op)+1 {
		w.free(key, e)
	}
}

// free takes a key's lock, lease or flight from its holder, and wakes operations that
// wait for the key, without those that share a load of it.
func (w *World) free(key int32, e *Effect) {
	w.Keys[key].Holder = 0
	w.wakeForKey(key, e)
}

// claim decides what a read does that has missed: it loads the key, shares the load of
// another one, or waits until another operation has done with the key and then begins
// its cache.get again.
func (m *Model) claim(w *World, t *Task, self Choice, e *Effect) {
	switch {
	case m.sharesLoad(w, self.Actor):
		m.share(w, self.Actor, e)
	case m.waitsForLoad(w, self.Actor):
		m.awaitKey(w, self.Actor, e)
	case m.loadsExclusively():
		t.NoStore = !w.hold(t.Key, self.Actor)
	}
}

// loadsExclusively reports whether a key is loaded by one operation at a time.
func (m *Model) loadsExclusively() bool {
	return m.Cache.Fill == FillLock || m.Cache.Fill == FillLease || m.Cache.SingleFlight
}

// bypasses reports whether a read that finds the lease of its key taken reads
// the source and stores nothing, instead of waiting.
//
// Where misses share a load it waits for that one.
func (m *Model) bypasses() bool {
	return m.Cache.Fill == FillLease && m.Cache.Bypass && !m.Cache.SingleFlight
}

// mayFill reports whether a read may store what it has brought from the source,
// by FillAdd and FillLease.
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

// giveVersion gives a write a version of its own before the first step in which it
// goes to the cache, the queue or the source, with Model.WriterVersions. A payment needs
// none: it replaces nothing.
func (m *Model) giveVersion(w *World, id int32, step strategy.Step) {
	op := &w.Ops[id]
	sends := step == strategy.CacheSet || step == strategy.SourceSave || step.Queues() && !m.waitsForRoom(w, id)
	if sends && op.Kind != Get && op.Kind != Pay && op.Hand.Version == 0 {
		w.Keys[op.Key].Issued++
		op.Hand.Version = w.Keys[op.Key].Issued
	}
}

// voidLease ends the lease of a key, if there is one, because of a write at the
// cache: what its holder brings from the source will not be stored.
func (m *Model) voidLease(w *World, key int32, e *Effect) {
	holder := w.Keys[key].Holder
	if m.Cache.Fill != FillLease || holder == 0 {
		return
	}
	e.LeaseVoid = e.LeaseVoid || holder != uint32(e.Op)+1
	w.free(key, e)
}

// locks reports whether an operation locks its key before its next step. A write does
// before its first step, whether or not its list uses the cache, and has the lock
// until its answer. It does not take a lock again that a crash has lost.
func (m *Model) locks(op *Op) bool { return m.Cache.Fill == FillLock && op.isToLock() }

// isToLock is locks where writes lock their keys.
func (op *Op) isToLock() bool {
	hasBegun := op.Phase != Ready && op.Phase != Asking && op.Phase != AwaitingKey && op.Phase != AwaitingRoom
	return op.Override == NoOverride && op.Kind != Get && op.Step == 0 && !hasBegun
}
