package scenario

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// The functions below report in which variants a setting matters, that is, in which
// another value of it can change what happens. They may err on the side of true: a
// test of package play checks that a setting changes nothing where they are false.

// always is for settings that matter in every variant.
func always(*Variant) bool { return true }

// timed reports whether the clock decides, and not a given order.
func (r *Variant) timed() bool { return len(r.Order) == 0 }

// readsAlike reports whether a client reads with the common strategy.
func (r *Variant) readsAlike() bool {
	return r.count(func(_ *Op, s *strategy.Strategy) bool { return s == &r.Read }) > 0
}

// writesAlike reports whether a client writes with the common strategy, or needs
// its worker.
func (r *Variant) writesAlike() bool {
	return r.count(func(_ *Op, s *strategy.Strategy) bool { return s == &r.Write || s.Queues() }) > 0
}

// reads reports whether there is a read.
func (r *Variant) reads() bool {
	return r.count(func(op *Op, _ *strategy.Strategy) bool { return op.Kind == engine.Get }) > 0
}

// writes reports whether there is a write.
func (r *Variant) writes() bool {
	return r.count(func(op *Op, _ *strategy.Strategy) bool { return op.Kind != engine.Get }) > 0
}

// waitsForCache reports whether the cache is called and time passes.
func (r *Variant) waitsForCache() bool { return r.timed() && r.callsCache() }

// waitsForRead reports whether the source is called to read and time passes.
func (r *Variant) waitsForRead() bool { return r.timed() && r.takes(strategy.SourceRead) }

// waitsForSave reports whether the source is called to save and time passes.
func (r *Variant) waitsForSave() bool { return r.timed() && r.takes(strategy.SourceSave) }

// expires reports whether the cache holds an entry that can expire.
func (r *Variant) expires() bool {
	return r.holds() && (r.timed() || slices.ContainsFunc(r.Order, func(o OrderItem) bool { return o.Choice == engine.Expiry }))
}

// renews reports whether an entry that can expire is read.
func (r *Variant) renews() bool { return r.ticks() && r.takes(strategy.CacheGet) }

// ages reports whether an entry that can expire comes from the source.
func (r *Variant) ages() bool { return r.ticks() && r.fills() }

// scatters reports whether an entry that can expire is stored or renewed.
func (r *Variant) scatters() bool {
	return r.ticks() && (r.stores() || r.Cache.Rules.TTLMode == engine.AfterAccess && r.takes(strategy.CacheGet))
}

// fills reports whether a read stores what it got from the source in the cache.
func (r *Variant) fills() bool {
	return r.count(func(op *Op, s *strategy.Strategy) bool {
		return op.Kind == engine.Get && slices.Contains(s.Steps, strategy.CacheSet)
	}) > 0
}

// meets reports whether operations can overlap: of several clients, or in the
// background.
func (r *Variant) meets() bool {
	background := func(_ *Op, s *strategy.Strategy) bool {
		return s.Queues() || s.Refresh != strategy.NoRefresh || slices.Index(s.Steps, strategy.Answer) < len(s.Steps)-1
	}
	return len(r.Clients) > 1 || r.count(background) > 0 || len(r.feed().Steps) > 0 || r.Accessor.Rules.Timeout > 0
}

// fails reports whether a fault happens at a time or a step.
func (r *Variant) fails() bool { return r.timed() && len(r.Faults) > 0 }

// canLoseCache reports whether there is a crash while the cache holds an entry or is
// called.
func (r *Variant) canLoseCache() bool {
	return r.goesWrong(engine.Crash) && (r.holds() || r.callsCache())
}

// queues reports whether a write goes through the queue.
func (r *Variant) queues() bool { return r.queued() > 0 }

// delays reports whether a write waits in the queue.
func (r *Variant) delays() bool { return r.timed() && r.queued() > 0 }

// callsSource reports whether the source is called and time passes.
func (r *Variant) callsSource() bool {
	return r.timed() && r.takes(strategy.SourceRead, strategy.SourceSave)
}

// canErr reports whether the source is called, so that a call can fail.
func (r *Variant) canErr() bool {
	return r.takes(strategy.SourceRead, strategy.SourceSave)
}

// retries reports whether a failed call is tried again.
func (r *Variant) retries() bool {
	return r.canErr() && (r.Accessor.Rules.MaxAttempts > 1 || r.queued() > 0) && r.timed()
}

// canRepeat reports whether a save can be applied twice.
func (r *Variant) canRepeat() bool { return r.takes(strategy.SourceSave) }

// breaks reports whether there is a circuit breaker.
func (r *Variant) breaks() bool { return r.callsSource() && r.Accessor.Rules.Breaker.Threshold > 0 }

// canCrowd reports whether calls to the source can overlap.
func (r *Variant) canCrowd() bool { return r.callsSource() }

// crowds reports whether calls wait for each other at the source.
func (r *Variant) crowds() bool { return r.callsSource() && r.Source.Rules.Concurrency > 0 }

// feeds reports whether the source has a change feed and a change to tell of.
func (r *Variant) feeds() bool {
	return r.timed() && len(r.feed().Steps) > 0 && r.takes(strategy.SourceSave)
}

// canRollBack reports whether a write is stored in the cache before it is saved.
func (r *Variant) canRollBack() bool { return r.setsBeforeSaving() != nil }

// setsBeforeSaving returns the strategy of a write that is stored in the cache before
// it is saved, nil if there is none.
func (r *Variant) setsBeforeSaving() *strategy.Strategy {
	var found *strategy.Strategy
	r.each(func(op *Op, s *strategy.Strategy) {
		if op.Kind != engine.Get && setsFirst(s.Steps) {
			found = s
		}
	})
	return found
}

// setsFirst reports whether steps store a write in the cache before they save it.
func setsFirst(steps []strategy.Step) bool {
	set := slices.IndexFunc(steps, func(step strategy.Step) bool { return step == strategy.CacheSet || step == strategy.CacheSetQueuePut })
	save := slices.Index(steps, strategy.SourceSave)
	return set >= 0 && (save < 0 || set < save)
}

// findsNothing reports whether a read can store the absence of a record.
func (r *Variant) findsNothing() bool { return r.fills() }

// refreshesAhead reports whether a read refreshes an entry ahead of its expiry.
func (r *Variant) refreshesAhead() bool { return r.ticks() && r.usesRefresh(strategy.RefreshAhead) }

// revalidates reports whether a read answers an old copy while it is loaded again.
func (r *Variant) revalidates() bool {
	return r.ticks() && r.usesRefresh(strategy.StaleWhileRevalidate)
}

// canExpireEarly reports whether an entry that can expire is read.
func (r *Variant) canExpireEarly() bool { return r.renews() }

// canFillOtherwise reports whether calls to the cache can overlap, or a read can lose
// its lease: in a crash, or because its cache.get was lost.
func (r *Variant) canFillOtherwise() bool {
	return r.takes(strategy.CacheSet, strategy.CacheDelete, strategy.CacheSetQueuePut) &&
		(r.meets() || r.goesWrong(engine.Crash) || r.losesCacheCalls())
}

// canLoseLease reports whether a read can find the lease taken.
func (r *Variant) canLoseLease() bool { return r.Cache.Rules.Fill == engine.FillLease && r.fills() }

// canForgetVersions reports whether entries have versions.
func (r *Variant) canForgetVersions() bool { return r.Cache.Rules.Fill == engine.FillVersion }

// canShareLoads reports whether reads that miss can overlap.
func (r *Variant) canShareLoads() bool {
	fill := r.Cache.Rules.Fill
	return fill != engine.FillLease && fill != engine.FillLock && r.takes(strategy.CacheGet)
}

// canBeFull reports whether a capacity can change anything.
func (r *Variant) canBeFull() bool { return r.timed() && r.holds() }

// evicts reports whether the cache has a capacity.
func (r *Variant) evicts() bool { return r.canBeFull() && r.Cache.Rules.Capacity > 0 }

// canOvertake reports whether two workers can save at the same time.
func (r *Variant) canOvertake() bool { return r.queued() > 1 && r.WriteBehind.Workers > 1 }

// canFailBehind reports whether a worker's save can fail.
func (r *Variant) canFailBehind() bool { return r.queued() > 0 }

// canLoseQueue reports whether a crash can happen while a write is queued.
func (r *Variant) canLoseQueue() bool { return r.queued() > 0 && r.crashes() }

// canReadQueue reports whether a read can find a write in the queue.
func (r *Variant) canReadQueue() bool { return r.queued() > 0 && r.takes(strategy.CacheGet) }

// canEvictDirty reports whether an entry whose write is queued can be evicted.
func (r *Variant) canEvictDirty() bool {
	return r.queued() > 0 && (r.evicts() || r.goesWrong(engine.Evict))
}

// canCleanEarly reports whether two writes of one key can be queued.
func (r *Variant) canCleanEarly() bool { return r.queued() > 1 }

// canCoalesce reports whether two writes can be queued.
func (r *Variant) canCoalesce() bool { return r.queued() > 1 }

// canFillQueue reports whether two writes can be queued.
func (r *Variant) canFillQueue() bool { return r.queued() > 1 }

// hasFullQueue reports whether the queue can be full.
func (r *Variant) hasFullQueue() bool { return r.canFillQueue() && r.WriteBehind.Rules.Capacity > 0 }

// crashes reports whether the Resource Manager or a worker crashes.
func (r *Variant) crashes() bool { return r.goesWrong(engine.Crash) || r.goesWrong(engine.CrashWorker) }

// goesWrong reports whether a fault of a kind happens.
func (r *Variant) goesWrong(kind engine.ChoiceKind) bool {
	return slices.ContainsFunc(r.Faults, func(f Fault) bool { return f.Kind == kind }) && r.timed() ||
		slices.ContainsFunc(r.Order, func(o OrderItem) bool { return o.Choice == kind })
}

// losesCacheCalls reports whether a call to the cache is lost.
func (r *Variant) losesCacheCalls() bool {
	return slices.ContainsFunc(r.Faults, func(f Fault) bool { return f.Call == engine.CacheLost }) && r.timed() ||
		slices.ContainsFunc(r.Order, func(o OrderItem) bool { return o.Fault == engine.CacheLost })
}

// canShareQueue reports whether there is more than one write for the workers, or an
// order or a fault names one of them.
func (r *Variant) canShareQueue() bool {
	return r.queued() > 1 || r.queued() > 0 && (!r.timed() || r.goesWrong(engine.CrashWorker))
}

// ticks reports whether the time to live of an entry passes.
func (r *Variant) ticks() bool {
	return r.timed() && (r.Cache.Rules.TTL > 0 && r.holds() || r.Cache.Rules.NegativeTTL > 0 && r.fills())
}

// holds reports whether the cache can hold an entry.
func (r *Variant) holds() bool { return len(r.Cache.Primer) > 0 || r.stores() }

// stores reports whether a step stores an entry.
func (r *Variant) stores() bool { return r.takes(strategy.CacheSet, strategy.CacheSetQueuePut) }

// callsCache reports whether a step, or the change feed, calls the cache.
func (r *Variant) callsCache() bool {
	return r.takes(strategy.CacheGet, strategy.CacheSet, strategy.CacheDelete, strategy.CacheSetQueuePut) || len(r.feed().Steps) > 0
}

// queued counts the writes that go through the queue.
func (r *Variant) queued() int {
	return r.count(func(_ *Op, s *strategy.Strategy) bool { return s.Queues() })
}

// takes reports whether an operation, or the worker or the change feed for it,
// takes one of these steps.
func (r *Variant) takes(steps ...strategy.Step) bool {
	one := func(step strategy.Step) bool { return slices.Contains(steps, step) }
	return r.count(func(_ *Op, s *strategy.Strategy) bool { return slices.ContainsFunc(s.Steps, one) }) > 0 ||
		r.queued() > 0 && slices.ContainsFunc(r.Worker, one) || slices.ContainsFunc(r.feed().Steps, one)
}

// each visits the operations with their strategies.
func (r *Variant) each(visit func(*Op, *strategy.Strategy)) {
	for i := range r.Clients {
		for j := range r.Clients[i].Ops {
			op := &r.Clients[i].Ops[j]
			visit(op, r.Strategy(&r.Clients[i], op))
		}
	}
}

// count returns the number of operations for which is holds, given their strategies.
func (r *Variant) count(is func(*Op, *strategy.Strategy) bool) int {
	n := 0
	r.each(func(op *Op, s *strategy.Strategy) {
		if is(op, s) {
			n++
		}
	})
	return n
}

// Strategy returns the strategy of a client's operation: the client's own, or else
// the common one.
func (r *Variant) Strategy(c *Client, op *Op) *strategy.Strategy {
	own, common := c.Write, &r.Write
	if op.Kind == engine.Get {
		own, common = c.Read, &r.Read
	}
	if own != nil {
		return own
	}
	return common
}
