package clock

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/eviction"
	"cacheplay/wasm/scenario"
)

// evictor keeps the cache within its capacity with an eviction policy.
type evictor struct {
	room     *eviction.Room // nil without a capacity
	capacity int
	entries  int // how many the cache holds, with a capacity
	may      func(key int32) bool
}

func newEvictor(variant *scenario.Variant, c *scenario.Compiled) *evictor {
	r := &evictor{capacity: variant.Cache.Rules.Capacity}
	if r.capacity == 0 {
		return r
	}
	r.room = eviction.NewRoom(eviction.New(variant.Cache.Eviction, len(c.World.Keys), int64(r.capacity), variant.Seed))
	r.may = func(key int32) bool { return c.Model.Evictable(c.World, key) }
	for key := range c.World.Keys {
		if c.World.Keys[key].Entry.Present {
			r.room.Add(int32(key), 1)
			r.entries++
		}
	}
	return r
}

// hit tells the policy that a read has found the entry of a key.
func (r *evictor) hit(key int32) {
	if r.room != nil {
		r.room.Hit(key)
	}
}

// unqueued tells the policy that an entry may go, if it could not: one of its writes may
// have left the queue.
func (r *evictor) unqueued(key int32) {
	if r.room != nil {
		r.room.Free(key)
	}
}

// changed tells the policy that an entry was added, removed, written or made clean.
func (r *evictor) changed(change *engine.Change) {
	switch {
	case r.room == nil:
	case !change.EntryAfter.Present:
		if change.EntryBefore.Present {
			r.entries--
		}
		r.room.Remove(change.Key)
	case !change.EntryBefore.Present:
		r.entries++
		r.room.Add(change.Key, 1)
	case change.EntryBefore.Record != change.EntryAfter.Record:
		r.room.Hit(change.Key)
	default:
		r.room.Free(change.Key)
	}
}

// isOverfull reports whether the cache holds more than its capacity.
func (r *evictor) isOverfull() bool { return r.room != nil && r.entries > r.capacity }

// victim returns the key of the entry to evict, and false if no entry may be evicted.
func (r *evictor) victim() (int32, bool) { return r.room.Evict(r.may) }
