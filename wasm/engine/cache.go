package engine

import "cacheplay/wasm/strategy"

// unreachable says that the cache died with the Resource Manager's process and
// has not come back: calls to it have no effect, and their callers go on.
func (m *Model) unreachable(w *World) bool { return w.Down && !m.Cache.SurvivesCrash }

// readCache is the effect of a cache step that reads: it takes its value at
// the start of its service.
func (m *Model) readCache(w *World, t *Task, step strategy.Step, e *Effect) {
	if step != strategy.CacheGet {
		return
	}
	t.Hit = false
	entry := &w.Keys[t.Key].Entry
	switch {
	case m.unreachable(w) || !entry.Present:
		e.Found = Miss
	case m.expired(w, entry):
		e.Found = Expired
		w.setEntry(t.Key, Entry{}, e)
	default:
		e.Found = Hit
		t.Hit, t.Hand = true, entry.Record
		if m.Timed && m.Cache.TTL > 0 && m.Cache.TTLMode == AfterAccess {
			renewed := *entry
			renewed.Expires = w.Clock.Now + m.Cache.TTL + w.Clock.Jitter
			w.setEntry(t.Key, renewed, e)
		}
	}
}

func (m *Model) expired(w *World, entry *Entry) bool {
	return m.Timed && entry.Expires != 0 && entry.Expires <= w.Clock.Now
}

// writeCache is the effect of a cache step that writes: it applies at the end
// of its service.
func (m *Model) writeCache(w *World, t *Task, self Choice, step strategy.Step, e *Effect) {
	if m.unreachable(w) {
		return
	}
	switch step {
	case strategy.CacheDelete:
		w.setEntry(t.Key, Entry{}, e)
	case strategy.CacheSet:
		m.store(w, t, self, 0, e)
	case strategy.CacheSetQueuePut:
		m.store(w, t, self, w.NextSeq, e)
		m.enqueue(w, self.Actor, e)
	}
}

// store puts the record in hand into the cache. Of an absence nothing is
// stored: cache.set of it is cache.delete.
func (m *Model) store(w *World, t *Task, self Choice, dirty uint32, e *Effect) {
	if !t.Hand.Exists {
		w.setEntry(t.Key, Entry{}, e)
		return
	}
	fills := self.Kind == OpStep && w.Ops[self.Actor].Kind == Get
	entry := &w.Keys[t.Key].Entry
	if fills && m.Cache.Fill == FillAdd && entry.Present && !m.expired(w, entry) {
		return
	}
	stored := Entry{Present: true, Record: t.Hand, Dirty: dirty}
	if m.Timed && m.Cache.TTL > 0 {
		from := w.Clock.Now
		if fills && m.Cache.TTLFrom == FromRead {
			from = t.HandAt
		}
		stored.Expires = from + m.Cache.TTL + w.Clock.Jitter
	}
	e.Stored = true
	w.setEntry(t.Key, stored, e)
}

// expire removes an entry whose time is over; untimed, any entry.
func (m *Model) expire(w *World, key int32, e *Effect) {
	entry := &w.Keys[key].Entry
	if entry.Present && (!m.Timed || m.expired(w, entry)) {
		e.Found = Expired
		w.setEntry(key, Entry{}, e)
	}
}

func (w *World) setEntry(key int32, after Entry, e *Effect) {
	k := &w.Keys[key]
	if k.Entry == after {
		return
	}
	e.Changes = append(e.Changes, Change{Kind: EntryChanged, Key: key, EntryBefore: k.Entry, EntryAfter: after})
	k.Entry = after
}
