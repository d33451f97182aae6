package engine

import "cacheplay/wasm/strategy"

// An operation can be made to wait at three places: before a write of a key
// that another operation has locked, at a cache.get that misses while another
// operation loads the key, and before it queues a write for which there is no
// room. Whether it waits is decided here, both for the steps themselves and for
// exploration, which offers no step that would only wait. To begin to share a load
// (Flight) is a step: how the load ends matters to those who wait for it already.

// waitsForLock reports whether an operation may not take its next step before
// another one releases the lock of its key.
func (m *Model) waitsForLock(w *World, id int32) bool {
	op := &w.Ops[id]
	return m.locks(op) && w.isHeldByOther(op.Key, id)
}

// waitsForLoad reports whether an operation that has missed may not load its
// key before another one has.
func (m *Model) waitsForLoad(w *World, id int32) bool {
	return m.loadsExclusively() && !m.bypasses() && w.isHeldByOther(w.Ops[id].Key, id)
}

// waitsForRoom reports whether an operation may not queue its write before
// there is room.
func (m *Model) waitsForRoom(w *World, id int32) bool {
	return m.Queue.OnFull == Block && m.isFull(w, &w.Ops[id])
}

// isBlocked reports whether the next step of an operation in an untimed world
// would only make it wait.
func (m *Model) isBlocked(w *World, id int32) bool {
	op := &w.Ops[id]
	switch {
	case w.Down && op.Status == Unsent && m.Programs[op.Program].By == strategy.ResourceManager:
		return false // it fails
	case op.Flight != 0:
		return w.Flights[op.Flight-1].Loader != 0
	}
	if m.waitsForLock(w, id) {
		return true
	}
	switch step := m.NextStep(w, Choice{Kind: OpStep, Actor: id}); {
	case step == strategy.CacheGet:
		return m.waitsForLoad(w, id) && !m.sharesLoad(w, id) && !m.isCacheDown(w) && !m.isAnsweredByCache(w, op.Key)
	case step.Queues():
		return m.waitsForRoom(w, id)
	}
	return false
}

// isAnsweredByCache reports whether a cache.get of a key in an untimed world
// would find an entry or a queued write.
func (m *Model) isAnsweredByCache(w *World, key int32) bool {
	return m.look(w, &w.Keys[key].Entry) == Hit || m.looksIntoQueue(w) && w.staged(key) != 0
}

// awaitKey makes an operation wait for the one that holds its key. When it is woken it
// begins its step again.
func (m *Model) awaitKey(w *World, id int32, e *Effect) {
	op := &w.Ops[id]
	locks := m.locks(op)
	op.block(w, AwaitingKey, e)
	switch {
	case !m.Timed:
	case locks:
		w.lineUp(&w.openLines(op.Key).locks, id)
	default:
		w.lineUp(&w.openLines(op.Key).loads, id)
	}
}

// block makes a task wait.
func (t *Task) block(w *World, phase Phase, e *Effect) {
	t.Phase, e.Phase = phase, phase
	if !t.Waiting {
		t.Waiting, t.Since = true, w.Clock.Now
		e.Result = Blocked
	}
	e.setNext(Choice{}, Forever)
}
