package scenario

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// When a setting matters: each of these says of a run what must be so for another
// value of some setting to change what happens. They may say so too often, never
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

// meets: things happen side by side: of several clients, or in the background.
func (r *Run) meets() bool {
	background := func(_ *Op, s *strategy.Strategy) bool {
		return s.Queues() || s.Refresh != strategy.NoRefresh || slices.Index(s.Steps, strategy.Answer) < len(s.Steps)-1
	}
	return len(r.Clients) > 1 || r.count(background) > 0 || len(r.feed().Steps) > 0 || r.Accessor.Rules.Timeout > 0
}

// fails: something goes wrong at a time or a step.
func (r *Run) fails() bool { return r.timed() && len(r.Faults) > 0 }

// canLoseCache: a crash strikes while the cache holds something or is called.
func (r *Run) canLoseCache() bool {
	return r.goesWrong(engine.Crash) && (r.holds() || r.callsCache())
}

// queues: a write goes through the queue.
func (r *Run) queues() bool { return r.queued() > 0 }

// delays: a write waits in the queue.
func (r *Run) delays() bool { return r.timed() && r.queued() > 0 }

// callsSource: the source is asked for something, and time counts.
func (r *Run) callsSource() bool {
	return r.timed() && r.takes(strategy.SourceRead, strategy.SourceSave)
}

// canErr: a call to the source can fail.
func (r *Run) canErr() bool {
	return r.takes(strategy.SourceRead, strategy.SourceSave)
}

// retries: a call that has failed is tried again.
func (r *Run) retries() bool {
	return r.canErr() && (r.Accessor.Rules.MaxAttempts > 1 || r.queued() > 0) && r.timed()
}

// canRepeat: a save may be applied twice.
func (r *Run) canRepeat() bool { return r.takes(strategy.SourceSave) }

// breaks: there is a circuit breaker.
func (r *Run) breaks() bool { return r.callsSource() && r.Accessor.Rules.Breaker.Threshold > 0 }

// canCrowd: calls to the source can meet there.
func (r *Run) canCrowd() bool { return r.callsSource() }

// crowds: calls to the source have to wait for each other.
func (r *Run) crowds() bool { return r.callsSource() && r.Source.Rules.Concurrency > 0 }

// feeds: the source has a change feed, and something to tell.
func (r *Run) feeds() bool {
	return r.timed() && len(r.feed().Steps) > 0 && r.takes(strategy.SourceSave)
}

// canRollBack: a write gives the cache something before the source has taken it.
func (r *Run) canRollBack() bool { return r.setsBeforeSaving() != nil }

// setsBeforeSaving returns the strategy of a write that gives the cache
// something before the source has taken it, nil if there is none.
func (r *Run) setsBeforeSaving() *strategy.Strategy {
	var found *strategy.Strategy
	r.each(func(op *Op, s *strategy.Strategy) {
		if op.Kind != engine.Get && setsFirst(s.Steps) {
			found = s
		}
	})
	return found
}

// setsFirst reports whether steps give the cache something before they save it.
func setsFirst(steps []strategy.Step) bool {
	set := slices.IndexFunc(steps, func(step strategy.Step) bool { return step == strategy.CacheSet || step == strategy.CacheSetQueuePut })
	save := slices.Index(steps, strategy.SourceSave)
	return set >= 0 && (save < 0 || set < save)
}

// findsNothing: a read can bring an absence from the source.
func (r *Run) findsNothing() bool { return r.fills() }

// refreshesAhead, revalidates: some read loads entries anew in such a way.
func (r *Run) refreshesAhead() bool { return r.ticks() && r.usesRefresh(strategy.RefreshAhead) }
func (r *Run) revalidates() bool    { return r.ticks() && r.usesRefresh(strategy.StaleWhileRevalidate) }

// canExpireEarly: something that can expire is looked for.
func (r *Run) canExpireEarly() bool { return r.renews() }

// canFillOtherwise: what somebody does in the cache can meet what somebody else
// does there, or something in the background, or comes after a cache.get that
// has taken no lease, or whose lease a crash has voided.
func (r *Run) canFillOtherwise() bool {
	return r.takes(strategy.CacheSet, strategy.CacheDelete, strategy.CacheSetQueuePut) &&
		(r.meets() || r.goesWrong(engine.Crash) || r.losesCacheCalls())
}

// canLoseLease: a read can find the lease taken.
func (r *Run) canLoseLease() bool { return r.Cache.Rules.Fill == engine.FillLease && r.fills() }

// canForgetVersions: something with a version can be deleted.
func (r *Run) canForgetVersions() bool { return r.Cache.Rules.Fill == engine.FillVersion }

// canShareLoads: reads that miss can meet.
func (r *Run) canShareLoads() bool {
	fill := r.Cache.Rules.Fill
	return fill != engine.FillLease && fill != engine.FillLock && r.takes(strategy.CacheGet)
}

// canBeFull: the cache can hold more than one entry, or none at all.
func (r *Run) canBeFull() bool { return r.timed() && r.holds() }

// evicts: the cache can be full.
func (r *Run) evicts() bool { return r.canBeFull() && r.Cache.Rules.Capacity > 0 }

// canOvertake: two workers can be at writes at the same time.
func (r *Run) canOvertake() bool { return r.queued() > 1 && r.WriteBehind.Workers > 1 }

// canFailBehind: a worker's save can fail.
func (r *Run) canFailBehind() bool { return r.queued() > 0 }

// canLoseQueue: a crash strikes while something may be queued.
func (r *Run) canLoseQueue() bool { return r.queued() > 0 && r.crashes() }

// canReadQueue: a read can find something in the queue.
func (r *Run) canReadQueue() bool { return r.queued() > 0 && r.takes(strategy.CacheGet) }

// canEvictDirty: an entry whose write is queued can be evicted.
func (r *Run) canEvictDirty() bool {
	return r.queued() > 0 && (r.evicts() || r.goesWrong(engine.Evict))
}

// canCleanEarly: two writes of one key can be queued.
func (r *Run) canCleanEarly() bool { return r.queued() > 1 }

// canCoalesce, canFillQueue: there is more than one write to queue.
func (r *Run) canCoalesce() bool  { return r.queued() > 1 }
func (r *Run) canFillQueue() bool { return r.queued() > 1 }

// hasFullQueue: the queue can be full.
func (r *Run) hasFullQueue() bool { return r.canFillQueue() && r.WriteBehind.Rules.Capacity > 0 }

// crashes: the Resource Manager or a worker crashes.
func (r *Run) crashes() bool { return r.goesWrong(engine.Crash) || r.goesWrong(engine.CrashWorker) }

// goesWrong reports whether a fault of a kind is meant to happen.
func (r *Run) goesWrong(kind engine.ChoiceKind) bool {
	return slices.ContainsFunc(r.Faults, func(f Fault) bool { return f.Kind == kind }) && r.timed() ||
		slices.ContainsFunc(r.Order, func(o OrderItem) bool { return o.Choice == kind })
}

// losesCacheCalls: a call to the cache is meant to have no effect.
func (r *Run) losesCacheCalls() bool {
	return slices.ContainsFunc(r.Faults, func(f Fault) bool { return f.Call == engine.CacheLost }) && r.timed() ||
		slices.ContainsFunc(r.Order, func(o OrderItem) bool { return o.Fault == engine.CacheLost })
}

// canShareQueue: there is more than one write for the workers, or an order
// names them.
func (r *Run) canShareQueue() bool {
	return r.queued() > 1 || r.queued() > 0 && (!r.timed() || r.goesWrong(engine.CrashWorker))
}

// ticks: the time to live passes of what the cache comes to hold.
func (r *Run) ticks() bool {
	return r.timed() && (r.Cache.Rules.TTL > 0 && r.holds() || r.Cache.Rules.NegativeTTL > 0 && r.fills())
}

// holds: the cache holds something from the start, or is given something.
func (r *Run) holds() bool { return len(r.Cache.Primer) > 0 || r.stores() }

// stores: somebody puts something into the cache.
func (r *Run) stores() bool { return r.takes(strategy.CacheSet, strategy.CacheSetQueuePut) }

// callsCache: somebody calls the cache, or the source's change feed does.
func (r *Run) callsCache() bool {
	return r.takes(strategy.CacheGet, strategy.CacheSet, strategy.CacheDelete, strategy.CacheSetQueuePut) || len(r.feed().Steps) > 0
}

// queued counts the writes that go through the queue.
func (r *Run) queued() int {
	return r.count(func(_ *Op, s *strategy.Strategy) bool { return s.Queues() })
}

// takes reports whether an operation, or the worker or the change feed for it,
// takes one of these steps.
func (r *Run) takes(steps ...strategy.Step) bool {
	one := func(step strategy.Step) bool { return slices.Contains(steps, step) }
	return r.count(func(_ *Op, s *strategy.Strategy) bool { return slices.ContainsFunc(s.Steps, one) }) > 0 ||
		r.queued() > 0 && slices.ContainsFunc(r.Worker, one) || slices.ContainsFunc(r.feed().Steps, one)
}

// each visits the operations with the strategies that they follow.
func (r *Run) each(visit func(*Op, *strategy.Strategy)) {
	for i := range r.Clients {
		for j := range r.Clients[i].Ops {
			op := &r.Clients[i].Ops[j]
			visit(op, r.Strategy(&r.Clients[i], op))
		}
	}
}

// count counts the operations for which something is true of them and of the
// strategy that they follow.
func (r *Run) count(is func(*Op, *strategy.Strategy) bool) int {
	n := 0
	r.each(func(op *Op, s *strategy.Strategy) {
		if is(op, s) {
			n++
		}
	})
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
