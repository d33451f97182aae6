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
func (v *Variant) timed() bool { return len(v.Order) == 0 }

// readsByDefault reports whether a client reads with the common strategy.
func (v *Variant) readsByDefault() bool {
	return v.count(func(_ *Op, s *strategy.Strategy) bool { return s == &v.Read }) > 0
}

// writesByDefault reports whether a client writes with the common strategy, or needs
// its worker.
func (v *Variant) writesByDefault() bool {
	return v.count(func(_ *Op, s *strategy.Strategy) bool { return s == &v.Write || s.Queues() }) > 0
}

// reads reports whether there is a read.
func (v *Variant) reads() bool {
	return v.count(func(op *Op, _ *strategy.Strategy) bool { return op.Kind == engine.Get }) > 0
}

// writes reports whether there is a write.
func (v *Variant) writes() bool {
	return v.count(func(op *Op, _ *strategy.Strategy) bool { return op.Kind != engine.Get }) > 0
}

// waitsForCache reports whether the cache is called and time passes.
func (v *Variant) waitsForCache() bool { return v.timed() && v.callsCache() }

// waitsForRead reports whether the source is called to read and time passes.
func (v *Variant) waitsForRead() bool { return v.timed() && v.takes(strategy.SourceRead) }

// waitsForSave reports whether the source is called to save and time passes.
func (v *Variant) waitsForSave() bool { return v.timed() && v.takes(strategy.SourceSave) }

// expires reports whether the cache holds an entry that can expire.
func (v *Variant) expires() bool {
	return v.holds() && (v.timed() || slices.ContainsFunc(v.Order, func(o OrderItem) bool { return o.Choice == engine.Expiry }))
}

// readsExpiring reports whether an entry that can expire is read.
func (v *Variant) readsExpiring() bool { return v.countsTTL() && v.takes(strategy.CacheGet) }

// loadsExpiring reports whether an entry that can expire comes from the source.
func (v *Variant) loadsExpiring() bool { return v.countsTTL() && v.fills() }

// storesExpiring reports whether an entry that can expire is stored or renewed.
func (v *Variant) storesExpiring() bool {
	return v.countsTTL() && (v.stores() || v.Cache.Rules.TTLMode == engine.AfterAccess && v.takes(strategy.CacheGet))
}

// fills reports whether a read stores what it got from the source in the cache.
func (v *Variant) fills() bool {
	return v.count(func(op *Op, s *strategy.Strategy) bool {
		return op.Kind == engine.Get && slices.Contains(s.Steps, strategy.CacheSet)
	}) > 0
}

// canOverlap reports whether operations can overlap: of several clients, or in the
// background.
func (v *Variant) canOverlap() bool {
	background := func(_ *Op, s *strategy.Strategy) bool {
		return s.Queues() || s.Refresh != strategy.NoRefresh || slices.Index(s.Steps, strategy.Answer) < len(s.Steps)-1
	}
	return len(v.Clients) > 1 || v.count(background) > 0 || len(v.feed().Steps) > 0 || v.Accessor.Rules.Timeout > 0
}

// fails reports whether a fault happens at a time or a step.
func (v *Variant) fails() bool { return v.timed() && len(v.Faults) > 0 }

// canLoseCache reports whether there is a crash while the cache holds an entry or is
// called.
func (v *Variant) canLoseCache() bool {
	return v.goesWrong(engine.Crash) && (v.holds() || v.callsCache())
}

// queues reports whether a write goes through the queue.
func (v *Variant) queues() bool { return v.queued() > 0 }

// delays reports whether a write waits in the queue.
func (v *Variant) delays() bool { return v.timed() && v.queued() > 0 }

// callsSource reports whether the source is called and time passes.
func (v *Variant) callsSource() bool {
	return v.timed() && v.takes(strategy.SourceRead, strategy.SourceSave)
}

// canTimeOut reports whether a call to the source can go without an answer for long:
// since time passes, or since the source is out of reach in the given order.
func (v *Variant) canTimeOut() bool {
	out := func(o OrderItem) bool { return o.Choice == engine.OutageBegins }
	return v.canErr() && (v.timed() || slices.ContainsFunc(v.Order, out))
}

// canErr reports whether the source is called, so that a call can fail.
func (v *Variant) canErr() bool {
	return v.takes(strategy.SourceRead, strategy.SourceSave)
}

// tries reports whether a call is made that can be tried again when it fails.
func (v *Variant) tries() bool {
	return v.canErr() || v.OnCacheError == engine.RetryCacheError && v.canFailAtCache()
}

// canFailAtCache reports whether a call to the cache can fail, so that its caller knows.
func (v *Variant) canFailAtCache() bool {
	return v.callsCache() && (v.befalls(engine.CacheError) || v.Explore.allows("cache-error"))
}

// retries reports whether a failed call is tried again.
func (v *Variant) retries() bool {
	return v.tries() && (v.Accessor.Rules.MaxAttempts > 1 || v.queued() > 0) && v.timed()
}

// retriesSource reports whether a failed call to the source is tried again.
func (v *Variant) retriesSource() bool { return v.canErr() && v.Accessor.Rules.MaxAttempts > 1 }

// hasRetryBudget reports whether there is a retry budget.
func (v *Variant) hasRetryBudget() bool {
	return v.retriesSource() && v.Accessor.Rules.RetryBudget.Max > 0
}

// canRepeat reports whether a save can be applied twice.
func (v *Variant) canRepeat() bool { return v.takes(strategy.SourceSave) }

// hasBreaker reports whether there is a circuit breaker.
func (v *Variant) hasBreaker() bool { return v.callsSource() && v.Accessor.Rules.Breaker.Threshold > 0 }

// canOverlapAtSource reports whether calls to the source can overlap.
func (v *Variant) canOverlapAtSource() bool { return v.callsSource() }

// limitsConcurrency reports whether calls wait for each other at the source.
func (v *Variant) limitsConcurrency() bool { return v.callsSource() && v.Source.Rules.Concurrency > 0 }

// feeds reports whether the source has a change feed and a change to tell of.
func (v *Variant) feeds() bool {
	return v.timed() && len(v.feed().Steps) > 0 && v.takes(strategy.SourceSave)
}

// canForget reports whether a write that fails can leave anything in the cache: its
// steps, or its worker's, use that.
func (v *Variant) canForget() bool {
	return v.queued() > 0 || v.count(func(op *Op, s *strategy.Strategy) bool { return op.Kind != engine.Get && s.UsesCache() }) > 0
}

// setsBeforeSaving returns the strategy of a write that is stored in the cache before
// it is saved, nil if there is none.
func (v *Variant) setsBeforeSaving() *strategy.Strategy {
	var found *strategy.Strategy
	v.each(func(op *Op, s *strategy.Strategy) {
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

// canStoreAbsence reports whether a read can store the absence of a record.
func (v *Variant) canStoreAbsence() bool { return v.fills() }

// refreshesAhead reports whether a read refreshes an entry ahead of its expiry.
func (v *Variant) refreshesAhead() bool { return v.countsTTL() && v.usesRefresh(strategy.RefreshAhead) }

// revalidates reports whether a read answers an old copy while it is loaded again.
func (v *Variant) revalidates() bool {
	return v.countsTTL() && v.usesRefresh(strategy.StaleWhileRevalidate)
}

// canExpireEarly reports whether an entry that can expire is read.
func (v *Variant) canExpireEarly() bool { return v.readsExpiring() }

// canFillOtherwise reports whether calls to the cache can overlap, or a read can lose
// its lease: in a crash, or because its cache.get was lost.
func (v *Variant) canFillOtherwise() bool {
	return v.takes(strategy.CacheSet, strategy.CacheDelete, strategy.CacheSetQueuePut) &&
		(v.canOverlap() || v.goesWrong(engine.Crash) || v.losesCacheCalls())
}

// canLoseLease reports whether a read can find the lease taken.
func (v *Variant) canLoseLease() bool { return v.Cache.Rules.Fill == engine.FillLease && v.fills() }

// canForgetVersions reports whether entries have versions.
func (v *Variant) canForgetVersions() bool { return v.Cache.Rules.Fill == engine.FillVersion }

// canShareLoads reports whether reads that miss can overlap.
func (v *Variant) canShareLoads() bool { return v.takes(strategy.CacheGet) }

// canBeFull reports whether a capacity can change anything.
func (v *Variant) canBeFull() bool { return v.timed() && v.holds() }

// evicts reports whether the cache has a capacity.
func (v *Variant) evicts() bool { return v.canBeFull() && v.Cache.Rules.Capacity > 0 }

// canOvertake reports whether two workers can save at the same time.
func (v *Variant) canOvertake() bool { return v.queued() > 1 && v.WriteBehind.Workers > 1 }

// canFailBehind reports whether a worker's save can fail.
func (v *Variant) canFailBehind() bool { return v.queued() > 0 }

// canLoseQueue reports whether a crash can happen while a write is queued.
func (v *Variant) canLoseQueue() bool { return v.queued() > 0 && v.crashes() }

// canReadQueue reports whether a read can find a write in the queue.
func (v *Variant) canReadQueue() bool { return v.queued() > 0 && v.takes(strategy.CacheGet) }

// canEvictDirty reports whether an entry whose write is queued can be evicted.
func (v *Variant) canEvictDirty() bool {
	return v.queued() > 0 && (v.evicts() || v.goesWrong(engine.Evict))
}

// canCleanEarly reports whether two writes of one key can be queued.
func (v *Variant) canCleanEarly() bool { return v.queued() > 1 }

// canCoalesce reports whether two writes can be queued.
func (v *Variant) canCoalesce() bool { return v.queued() > 1 }

// canFillQueue reports whether two writes can be queued.
func (v *Variant) canFillQueue() bool { return v.queued() > 1 }

// hasFullQueue reports whether the queue can be full.
func (v *Variant) hasFullQueue() bool { return v.canFillQueue() && v.WriteBehind.Rules.Capacity > 0 }

// crashes reports whether the Resource Manager or a worker crashes.
func (v *Variant) crashes() bool { return v.goesWrong(engine.Crash) || v.goesWrong(engine.CrashWorker) }

// goesWrong reports whether a fault of a kind happens.
func (v *Variant) goesWrong(kind engine.ChoiceKind) bool {
	return slices.ContainsFunc(v.Faults, func(f Fault) bool { return f.Kind == kind }) && v.timed() ||
		slices.ContainsFunc(v.Order, func(o OrderItem) bool {
			return o.Choice == kind || kind == engine.Crash && o.Choice == engine.GoDown
		})
}

// losesCacheCalls reports whether a call to the cache has no effect.
func (v *Variant) losesCacheCalls() bool {
	return v.befalls(engine.CacheLost) || v.befalls(engine.CacheError)
}

// befalls reports whether a fault of a call happens.
func (v *Variant) befalls(call engine.Fault) bool {
	return slices.ContainsFunc(v.Faults, func(f Fault) bool { return f.Call == call }) && v.timed() ||
		slices.ContainsFunc(v.Order, func(o OrderItem) bool { return o.Fault == call })
}

// canShareQueue reports whether there is more than one write for the workers, or an
// order or a fault names one of them.
func (v *Variant) canShareQueue() bool {
	return v.queued() > 1 || v.queued() > 0 && (!v.timed() || v.goesWrong(engine.CrashWorker))
}

// countsTTL reports whether the time to live of an entry passes.
func (v *Variant) countsTTL() bool {
	return v.timed() && (v.Cache.Rules.TTL > 0 && v.holds() || v.Cache.Rules.NegativeTTL > 0 && v.fills())
}

// holds reports whether the cache can hold an entry.
func (v *Variant) holds() bool { return len(v.Cache.Primer) > 0 || v.stores() }

// stores reports whether a step stores an entry.
func (v *Variant) stores() bool { return v.takes(strategy.CacheSet, strategy.CacheSetQueuePut) }

// callsCache reports whether a step, or the change feed, calls the cache.
func (v *Variant) callsCache() bool {
	return v.takes(strategy.CacheGet, strategy.CacheSet, strategy.CacheDelete, strategy.CacheSetQueuePut) || len(v.feed().Steps) > 0
}

// queued counts the writes that go through the queue.
func (v *Variant) queued() int {
	return v.count(func(_ *Op, s *strategy.Strategy) bool { return s.Queues() })
}

// takes reports whether an operation, or the worker or the change feed for it,
// takes one of these steps.
func (v *Variant) takes(steps ...strategy.Step) bool {
	one := func(step strategy.Step) bool { return slices.Contains(steps, step) }
	return v.count(func(_ *Op, s *strategy.Strategy) bool { return slices.ContainsFunc(s.Steps, one) }) > 0 ||
		v.queued() > 0 && slices.ContainsFunc(v.Worker, one) || slices.ContainsFunc(v.feed().Steps, one)
}

// each visits the operations with their strategies.
func (v *Variant) each(visit func(*Op, *strategy.Strategy)) {
	for i := range v.Clients {
		for j := range v.Clients[i].Ops {
			op := &v.Clients[i].Ops[j]
			visit(op, v.Strategy(&v.Clients[i], op))
		}
	}
}

// count returns the number of operations for which is holds, given their strategies.
func (v *Variant) count(is func(*Op, *strategy.Strategy) bool) int {
	n := 0
	v.each(func(op *Op, s *strategy.Strategy) {
		if is(op, s) {
			n++
		}
	})
	return n
}

// Strategy returns the strategy of a client's operation: the client's own, or else
// the common one.
func (v *Variant) Strategy(c *Client, op *Op) *strategy.Strategy {
	own, common := c.Write, &v.Write
	if op.Kind == engine.Get {
		own, common = c.Read, &v.Read
	}
	if own != nil {
		return own
	}
	return common
}
