package play

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/eviction"
	"cacheplay/wasm/scenario"
)

// evictor keeps the cache within its capacity with an eviction policy.
type evictor struct {
	policy   eviction.Policy // nil without a capacity
	capacity int
}

func newEvictor(variant *scenario.Variant, c *scenario.Compiled) *evictor {
	r := &evictor{capacity: variant.Cache.Rules.Capacity}
	if r.capacity == 0 {
		return r
	}
	r.policy = eviction.New(variant.Cache.Eviction, len(c.Keys), variant.Seed)
	for key := range c.World.Keys {
		if c.World.Keys[key].Entry.Present {
			r.policy.Add(int32(key))
		}
	}
	return r
}

// observe tells the policy which entries a step has used, added or removed.
func (r *evictor) observe(w *engine.World, e *engine.Effect, c engine.Choice) {
	if r.policy == nil {
		return
	}
	if e.Result == engine.Hit && c.Kind == engine.OpStep {
		r.policy.Hit(w.Ops[c.Actor].Key)
	}
	for i := range e.Changes {
		change := &e.Changes[i]
		if change.Kind != engine.EntryChanged {
			continue
		}
		switch {
		case !change.EntryAfter.Present:
			r.policy.Remove(change.Key)
		case !change.EntryBefore.Present:
			r.policy.Add(change.Key)
		case change.EntryBefore.Record != change.EntryAfter.Record:
			r.policy.Hit(change.Key)
		}
	}
}

// victim returns the key of the entry to evict, and false if there is none: the
// cache is within its capacity, or no entry may be evicted.
func (r *evictor) victim(m *engine.Model, w *engine.World) (int32, bool) {
	if r.policy == nil || w.Entries() <= r.capacity {
		return 0, false
	}
	return r.policy.Victim(func(key int32) bool { return m.Evictable(w, key) })
}
