package clock

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/eviction"
	"cacheplay/wasm/scenario"
)

// evictor keeps the cache within its capacity with an eviction policy.
type evictor struct {
	policy   eviction.Policy // nil without a capacity
	capacity int
	entries  int // how many the cache holds
	may      func(key int32) bool
}

func newEvictor(variant *scenario.Variant, c *scenario.Compiled) *evictor {
	r := &evictor{capacity: variant.Cache.Rules.Capacity}
	if r.capacity == 0 {
		return r
	}
	r.policy = eviction.New(variant.Cache.Eviction, len(c.World.Keys), variant.Seed)
	r.may = func(key int32) bool { return c.Model.Evictable(c.World, key) }
	for key := range c.World.Keys {
		if c.World.Keys[key].Entry.Present {
			r.policy.Add(int32(key))
			r.entries++
		}
	}
	return r
}

// hit tells the policy that a read has found the entry of a key.
func (r *evictor) hit(key int32) {
	if r.policy != nil {
		r.policy.Hit(key)
	}
}

// changed tells the policy that an entry was added, removed or written.
func (r *evictor) changed(change *engine.Change) {
	switch {
	case r.policy == nil:
	case !change.EntryAfter.Present:
		if change.EntryBefore.Present {
			r.entries--
		}
		r.policy.Remove(change.Key)
	case !change.EntryBefore.Present:
		r.entries++
		r.policy.Add(change.Key)
	case change.EntryBefore.Record != change.EntryAfter.Record:
		r.policy.Hit(change.Key)
	}
}

// victim returns the key of the entry to evict, and false if there is none: the
// cache is within its capacity, or no entry may be evicted.
func (r *evictor) victim() (int32, bool) {
	if r.policy == nil || r.entries <= r.capacity {
		return 0, false
	}
	return r.policy.Victim(r.may)
}
