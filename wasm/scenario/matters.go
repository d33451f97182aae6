package scenario

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// When a knob matters: each of these says of a run what must be so for another
// value of some knob to change what happens. They may say so too often, never
// too seldom, which a test of package play holds them to.

func always(*Run) bool { return true }

// timed: the clock decides, and not a given order.
func (r *Run) timed() bool { return len(r.Order) == 0 }

// readsAlike: somebody reads as the scenario says, and not in a way of one's own.
func (r *Run) readsAlike() bool {
	return r.count(func(_ *Op, s *strategy.Strategy) bool { return s == &r.Read }) > 0
}

// writesAlike: somebody writes as the scenario says, or needs its worker.
func (r *Run) writesAlike() bool {
	return r.count(func(_ *Op, s *strategy.Strategy) bool { return s == &r.Write || s.Queues() }) > 0
}

// reads: somebody asks for a value.
func (r *Run) reads() bool {
	return r.count(func(op *Op, _ *strategy.Strategy) bool { return op.Kind == engine.Get }) > 0
}

// writes: somebody creates, edits or deletes.
func (r *Run) writes() bool {
	return r.count(func(op *Op, _ *strategy.Strategy) bool { return op.Kind != engine.Get }) > 0
}

// waitsForCache: the cache is called, and its latency passes.
func (r *Run) waitsForCache() bool { return r.timed() && r.callsCache() }

// waitsForRead: the source is asked for a record.
func (r *Run) waitsForRead() bool { return r.timed() && r.takes(strategy.SourceRead) }

// waitsForSave: the source is asked to save one.
func (r *Run) waitsForSave() bool { return r.timed() && r.takes(strategy.SourceSave) }

// expires: the cache comes to hold something, whose time can be over.
func (r *Run) expires() bool {
	return r.holds() && (r.timed() || slices.ContainsFunc(r.Order, func(o OrderItem) bool { return o.Choice == engine.Expiry }))
}

// renews: something that can expire is looked for.
func (r *Run) renews() bool { return r.ticks() && r.takes(strategy.CacheGet) }

// ages: something that can expire comes from the source.
func (r *Run) ages() bool { return r.ticks() && r.fills() }

// scatters: something is stored, or renewed, that can expire.
func (r *Run) scatters() bool {
	return r.ticks() && (r.stores() || r.Cache.Rules.TTLMode == engine.AfterAccess && r.takes(strategy.CacheGet))
}

// fills: a read puts what it got from the source into the cache.
func (r *Run) fills() bool {
	return r.count(func(op *Op, s *strategy.Strategy) bool {
		return op.Kind == engine.Get && slices.Contains(s.Steps, strategy.CacheSet)
	}) > 0
}

// collides: a read that fills the cache can find there what somebody else, or
// something in the background, has put there meanwhile.
func (r *Run) collides() bool {
	background := func(_ *Op, s *strategy.Strategy) bool {
		return s.Queues() || slices.Index(s.Steps, strategy.Answer) < len(s.Steps)-1
	}
	return r.fills() && (len(r.Clients) > 1 || r.count(background) > 0)
}

// fails: something goes wrong at a time or a step.
func (r *Run) fails() bool { return r.timed() && len(r.Faults) > 0 }

// canLoseCache: a crash strikes while the cache holds something or is called.
func (r *Run) canLoseCache() bool {
	crashes := slices.ContainsFunc(r.Faults, func(f Fault) bool { return f.Kind == engine.Crash }) && r.timed() ||
		slices.ContainsFunc(r.Order, func(o OrderItem) bool { return o.Choice == engine.Crash })
	return crashes && (r.holds() || r.callsCache())
}

// delays: a write waits in the queue.
func (r *Run) delays() bool { return r.timed() && r.queued() > 0 }

// canShareQueue: there is more than one write for the workers, or an order
// names them.
func (r *Run) canShareQueue() bool { return r.queued() > 1 || r.queued() > 0 && !r.timed() }

// ticks: the time to live passes of what the cache comes to hold.
func (r *Run) ticks() bool { return r.timed() && r.Cache.Rules.TTL > 0 && r.holds() }

// holds: the cache holds something from the start, or is given something.
func (r *Run) holds() bool { return len(r.Cache.Primer) > 0 || r.stores() }

// stores: somebody puts something into the cache.
func (r *Run) stores() bool { return r.takes(strategy.CacheSet, strategy.CacheSetQueuePut) }

func (r *Run) callsCache() bool {
	return r.takes(strategy.CacheGet, strategy.CacheSet, strategy.CacheDelete, strategy.CacheSetQueuePut)
}

// queued counts the writes that go through the queue.
func (r *Run) queued() int {
	return r.count(func(_ *Op, s *strategy.Strategy) bool { return s.Queues() })
}

// takes reports whether an operation, or the worker for it, takes one of these
// steps.
func (r *Run) takes(steps ...strategy.Step) bool {
	one := func(step strategy.Step) bool { return slices.Contains(steps, step) }
	return r.count(func(_ *Op, s *strategy.Strategy) bool { return slices.ContainsFunc(s.Steps, one) }) > 0 ||
		r.queued() > 0 && slices.ContainsFunc(r.Worker, one)
}

// count counts the operations for which something is true of them and of the
// strategy that they follow.
func (r *Run) count(is func(*Op, *strategy.Strategy) bool) int {
	n := 0
	for i := range r.Clients {
		for j := range r.Clients[i].Ops {
			op := &r.Clients[i].Ops[j]
			if is(op, r.Strategy(&r.Clients[i], op)) {
				n++
			}
		}
	}
	return n
}

// Strategy returns the strategy that an operation of a client follows: the
// client's own, or else the run's.
func (r *Run) Strategy(c *Client, op *Op) *strategy.Strategy {
	own, common := c.Write, &r.Write
	if op.Kind == engine.Get {
		own, common = c.Read, &r.Read
	}
	if own != nil {
		return own
	}
	return common
}
