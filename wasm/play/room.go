package play

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/eviction"
	"cacheplay/wasm/scenario"
)

// room keeps the cache within its capacity: it tells a policy what is used, and
// asks it what has to go.
type room struct {
	policy eviction.Policy // nil where there is no bound
	most   int
}

func newRoom(run *scenario.Run, c *scenario.Compiled) *room {
	r := &room{most: run.Cache.Rules.Capacity}
	if r.most == 0 {
		return r
	}
	r.policy = eviction.New(run.Cache.Eviction, len(c.Keys), run.Seed)
	for key := range c.World.Keys {
		if c.World.Keys[key].Entry.Present {
			r.policy.Add(int32(key))
		}
	}
	return r
}

// notice tells the policy what a step has done to the cache.
func (r *room) notice(w *engine.World, e *engine.Effect, c engine.Choice) {
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

// victim returns the entry that has to go, and false where none has to, or none
// may.
func (r *room) victim(m *engine.Model, w *engine.World) (int32, bool) {
	if r.policy == nil || w.Entries() <= r.most {
		return 0, false
	}
	return r.policy.Victim(func(key int32) bool { return m.Evictable(w, key) })
}
