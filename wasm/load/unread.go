package load

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// Unread measures cache writes that nobody reads.
type Unread struct {
	Stores int64 // how often the cache has stored something
	Wasted int64 // how often that was removed or replaced before anybody read it

	isUnread []bool // by key: whether nobody has read what the cache holds
}

// hit notes that a cache.get has found the entry of a key.
func (u *Unread) hit(key int32) { u.isUnread[key] = false }

// changed notes a change of an entry.
func (u *Unread) changed(e *engine.Effect, c *engine.Change) {
	after := &c.EntryAfter
	if after.Present {
		before := c.EntryBefore
		before.Dirty = after.Dirty
		if stores := e.Actor == strategy.CacheSet || e.Actor == strategy.CacheSetQueuePut; !stores || before == *after {
			return // it only became clean or dirty, or lives longer since it was read
		}
	}
	if u.isUnread[c.Key] {
		u.Wasted++
	}
	u.isUnread[c.Key] = after.Present
	if after.Present {
		u.Stores++
	}
}
