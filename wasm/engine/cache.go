package engine

import "cacheplay/wasm/strategy"

// isCacheDown reports whether the cache crashed with the Resource Manager's
// process and is not up again. Calls to it have no effect, and their callers go
// on.
func (m *Model) isCacheDown(w *World) bool { return w.Down && !m.Cache.SurvivesCrash }

// readCache is the effect of cache.get, at the start of the cache's service. A
// read that misses may be blocked.
func (m *Model) readCache(w *World, t *Task, self Choice, list *strategy.Strategy, e *Effect) {
	t.Hit, t.Refresh, t.NoStore = false, false, false
	if m.goesWrong(t, self, e) {
		if t.Failure == NoFailure && m.Queue.Staging && list.By == strategy.ResourceManager {
			w.takeStaged(t) // the queue is the manager's own
		}
		return
	}
	if m.isCacheDown(w) {
		e.Result = Miss
		return
	}
	entry := &w.Keys[t.Key].Entry
	e.Result = m.look(w, entry)
	if e.Result == Expired && m.isOver(w, entry) {
		w.setEntry(t.Key, &Entry{}, e)
	}
	switch {
	case e.Result == Hit, m.isServableStale(w, entry, list):
		m.hit(w, t, self, list, e)
	case m.looksIntoQueue(w) && w.takeStaged(t):
		e.Result = Staged
	default:
		t.Since = w.Clock.Now
		m.claim(w, t, self, e)
	}
}

// look returns what a cache.get finds in an entry: Hit, Miss, Expired or
// ExpiringSoon.
func (m *Model) look(w *World, entry *Entry) Result {
	switch {
	case !entry.Present:
		return Miss
	case m.Timed && entry.Expires != 0:
		return m.lookAtTime(w, entry)
	}
	return Hit
}

// lookAtTime is look in an entry that expires.
func (m *Model) lookAtTime(w *World, entry *Entry) Result {
	switch {
	case entry.Expires <= w.Clock.Now:
		return Expired
	case m.Cache.XFetch > 0 && entry.Expires-m.earlyBy(w, entry) <= w.Clock.Now:
		return ExpiringSoon
	}
	return Hit
}

// earlyBy returns how long before its end a cache.get treats an entry as
// expired: its load time, times beta, times a draw from the exponential
// distribution.
func (m *Model) earlyBy(w *World, entry *Entry) int64 {
	const limit = 1 << 40
	part := min(w.Clock.Early, limit) * min(m.Cache.XFetch, limit/1000) / 1000
	if part > 0 && entry.Load > (1<<62)/part {
		return 1 << 52
	}
	return entry.Load * part / 1000
}

// isOver reports whether an entry is too old to answer from, even for lists that
// answer from stale entries.
func (m *Model) isOver(w *World, entry *Entry) bool {
	return m.Timed && entry.Expires != 0 && entry.Expires+m.Cache.StaleFor <= w.Clock.Now
}

// isServableStale reports whether a list may still answer from an entry that is
// past its end.
func (m *Model) isServableStale(w *World, entry *Entry, list *strategy.Strategy) bool {
	return list.Refresh == strategy.StaleWhileRevalidate && entry.Present && !m.isOver(w, entry) && m.look(w, entry) == Expired
}

// hit gives a task the record of an entry. If the entry is near its end and the
// list refreshes such entries, the task will load it again, unless another one
// does.
func (m *Model) hit(w *World, t *Task, self Choice, list *strategy.Strategy, e *Effect) {
	entry := &w.Keys[t.Key].Entry
	t.Hit, t.Hand = true, entry.Record
	t.Refresh = list.Refresh != strategy.NoRefresh && m.nearEnd(w, t.Key, list) && w.Keys[t.Key].Holder == 0 && w.hold(t.Key, self.Actor)
	if t.Refresh {
		t.Since = w.Clock.Now
	}
	e.Result = Hit
	if m.Timed && m.Cache.TTLMode == AfterAccess && entry.Expires != 0 && m.ttl(t.Key) > 0 {
		renewed := *entry
		renewed.Expires = w.Clock.Now + m.ttl(t.Key) + w.Clock.Jitter
		w.setEntry(t.Key, &renewed, e)
	}
}

// nearEnd reports whether a hit on the entry of a key refreshes it, for a list that
// refreshes some.
func (m *Model) nearEnd(w *World, key int32, list *strategy.Strategy) bool {
	entry := &w.Keys[key].Entry
	switch {
	case !m.Timed:
		return entry.Aging
	case list.Refresh == strategy.StaleWhileRevalidate:
		return entry.Expires != 0 && entry.Expires <= w.Clock.Now
	}
	return entry.Expires != 0 && entry.Expires-w.Clock.Now <= m.ttl(key)/1000*(1000-m.Cache.RefreshAhead)
}

// looksIntoQueue reports whether a cache.get looks into the queue too. The queue is the
// Resource Manager's own, which can be down while the cache is up.
func (m *Model) looksIntoQueue(w *World) bool { return m.Queue.Staging && !w.Down }

// staged returns the slot of the newest queued write of a key, 0 if there is none.
func (w *World) staged(key int32) int32 {
	n := w.Queue.of(key).newest
	for n != 0 && w.Queue.at(n).Record.Write == 0 {
		n = w.Queue.at(n).older
	}
	return n
}

// takeStaged gives a task the newest queued write of its key, and reports
// whether there is one.
func (w *World) takeStaged(t *Task) bool {
	n := w.staged(t.Key)
	if n == 0 {
		return false
	}
	t.Hit, t.Hand = true, w.Queue.at(n).Record
	t.Hand.Ledger = 0
	return true
}

// writeCache is the effect of a cache step that writes, at the end of the
// cache's service.
func (m *Model) writeCache(w *World, t *Task, self Choice, step strategy.Step, e *Effect) {
	goesWrong := m.goesWrong(t, self, e)
	switch {
	case goesWrong:
		if step == strategy.CacheSetQueuePut && t.Failure == NoFailure {
			m.enqueue(w, self.Actor, e)
		}
	case m.isCacheDown(w):
	case t.Override == RollBack:
		m.rollBack(w, t.Key, t.Hand, e)
	case t.Override == Invalidate:
		m.remove(w, t.Key, 0, e)
	case self.Kind == WorkerStep:
		m.writeEach(w, *t, self, step, e)
	case step == strategy.CacheDelete:
		m.remove(w, t.Key, t.Hand.Version, e)
	case step == strategy.CacheSetQueuePut:
		m.store(w, t, self, t.Hand, m.nextSeq(w, t.Key), e)
		m.enqueue(w, self.Actor, e)
	case step == strategy.CacheSet:
		m.store(w, t, self, t.Hand, m.queuedSeq(w, t.Key, t.Hand), e)
	}
}

// writeEach is the effect of a worker's cache step: the same for each item that
// it has taken. Its result is that of an item for which something changed, if
// there is one.
func (m *Model) writeEach(w *World, t Task, self Choice, step strategy.Step, e *Effect) {
	for n := w.Workers[self.Actor].first; n != 0; n = w.Queue.at(n).after {
		item := &w.Queue.at(n).Item
		before := e.Result
		t.Key = item.Key
		if step == strategy.CacheDelete {
			m.remove(w, t.Key, item.Record.Version, e)
		} else {
			m.store(w, &t, self, item.Record, item.Seq, e)
		}
		if before == Stored || before == Removed {
			e.Result = before
		}
	}
}

// cacheable reports whether a read stores what it has brought from the source.
func (m *Model) cacheable(r Record) bool { return r.HasContent() || m.Cache.NegativeTTL > 0 }

// store puts a record into the cache, unless CacheRules.Fill forbids it. To
// store a deleted record that was written means to remove the entry.
func (m *Model) store(w *World, t *Task, self Choice, record Record, dirty uint32, e *Effect) {
	fills := self.Kind == OpStep && w.Ops[self.Actor].Kind == Get
	entry := w.Keys[t.Key].Entry
	if fills {
		defer m.release(w, t.Key, self.Actor, e)
	}
	switch {
	case fills && !m.mayFill(w, t, self), m.Cache.Fill == FillVersion && record.Version < w.newestVersion(t.Key):
		e.Result = NotStored
		return
	case !fills && record.Write != 0 && !record.Exists:
		m.remove(w, t.Key, record.Version, e)
		return
	case !fills && record.Write == 0: // a payment
		if !entry.Present || !entry.Record.Ledger.Known() {
			e.Result = NotPresent
			return
		}
		entry.Record.Ledger = m.storePayments(w, entry.Record.Ledger, record.Ledger)
		entry.Record.Version = max(entry.Record.Version, record.Version)
		if dirty != 0 {
			entry.Dirty = dirty
		}
	default:
		if fills {
			w.filledAnew(t.Key)
		} else {
			record.Ledger = entry.Record.Ledger
		}
		entry = Entry{Present: true, Record: record, Dirty: dirty}
		e.AgedInHand = fills && m.Cache.TTLFrom == FromRead
		m.setLife(w, t, fills, e.AgedInHand, &entry)
	}
	if !fills && self.Kind == OpStep {
		t.Given = true
	}
	if !fills {
		m.voidLease(w, t.Key, e)
	}
	e.Result = Stored
	w.setEntry(t.Key, &entry, e)
}

// setLife sets when a stored entry expires: its time to live after now, or after
// its value left the source if it has aged in the task's hand.
func (m *Model) setLife(w *World, t *Task, fills, agedInHand bool, entry *Entry) {
	if !m.Timed {
		return
	}
	life := m.life(t.Key, entry)
	if fills {
		entry.Load = w.Clock.Now - t.Since
	}
	if life == 0 {
		return
	}
	from := w.Clock.Now
	if agedInHand {
		from = t.HandAt
	}
	entry.Expires = from + life + w.Clock.Jitter
}

// life returns the time to live of a key's entry when it is stored, in nanoseconds; 0
// for no end.
func (m *Model) life(key int32, entry *Entry) int64 {
	if entry.Record.HasContent() {
		return m.ttl(key)
	}
	return m.Cache.NegativeTTL
}

// ttl returns the time to live of the values of a key: the key's own, or that of all.
func (m *Model) ttl(key int32) int64 {
	if m.TTLOf != nil {
		if own := m.TTLOf(key); own > 0 {
			return own
		}
	}
	return m.Cache.TTL
}

// remove is the effect of cache.delete. version is that of the write before it,
// 0 if unknown.
func (m *Model) remove(w *World, key int32, version uint32, e *Effect) {
	k := &w.Keys[key]
	m.voidLease(w, key, e)
	if m.Cache.Fill == FillVersion && version > 0 {
		if k.Entry.Present && k.Entry.Record.Version > version {
			e.Result = KeptNewer
			return
		}
		if m.Cache.Tombstones {
			k.Tombstone = max(k.Tombstone, version)
		}
	}
	e.Result = NotPresent
	if k.Entry.Present {
		e.Result = Removed
		w.setEntry(key, &Entry{}, e)
	}
}

// rollBack removes from the cache what a write that has failed stored there, if it
// still is there.
func (m *Model) rollBack(w *World, key int32, wrote Record, e *Effect) {
	cached := w.Keys[key].Entry.Record
	if own := wrote.Write != 0 && cached.Write == wrote.Write || m.isCached(w, key, wrote.Ledger); !own {
		e.Result = NotPresent
		return
	}
	m.remove(w, key, 0, e)
}

// expire removes an entry that is over. In an untimed world it takes any entry
// one step nearer to its end: where some list refreshes aging entries, an entry
// ages first.
func (m *Model) expire(w *World, key int32, e *Effect) {
	entry := w.Keys[key].Entry
	if !entry.Present || m.Timed && !m.isOver(w, &entry) {
		return
	}
	if !m.Timed && !entry.Aging && m.Cache.Ages {
		entry.Aging = true
		w.setEntry(key, &entry, e)
		return
	}
	e.Result = Expired
	w.setEntry(key, &Entry{}, e)
}

// Evictable reports whether an entry can be evicted. With QueueRules.PinDirty it
// cannot before its write is done.
func (m *Model) Evictable(w *World, key int32) bool {
	entry := &w.Keys[key].Entry
	return entry.Present && !(m.Queue.PinDirty && entry.Dirty != 0)
}

// WillExpire reports whether a key's entry expires if nothing else happens to it. In an
// untimed world that is so of every entry that has a time to live.
func (m *Model) WillExpire(key int32, entry *Entry) bool {
	switch {
	case !entry.Present:
		return false
	case m.Timed:
		return entry.Expires != 0
	}
	return m.life(key, entry) > 0
}

// evict removes an entry to make room.
func (m *Model) evict(w *World, key int32, e *Effect) {
	if m.Evictable(w, key) {
		e.Result = Removed
		w.setEntry(key, &Entry{}, e)
	}
}

// setEntry changes the entry of a key and reports the change.
func (w *World) setEntry(key int32, after *Entry, e *Effect) {
	k := &w.Keys[key]
	if k.Entry == *after {
		return
	}
	change := e.change(EntryChanged, key)
	change.EntryBefore, change.EntryAfter = k.Entry, *after
	w.countEntry(&k.Entry, after)
	k.Entry = *after
}
