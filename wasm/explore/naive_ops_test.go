package explore

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// stepOf returns the next step of an operation.
func (n *naive) stepOf(o *naiveOp, i int) strategy.Step {
	switch o.mode {
	case naiveSetAlone:
		return strategy.CacheSet
	case naiveSync:
		return strategy.SourceSave
	case naiveRollback, naiveForget:
		return strategy.CacheDelete
	}
	return n.lists[i].Steps[o.at]
}

// callOf returns the step that an operation takes next: a save in the place of a
// queue.put that finds no room, if the queue is so.
func (n *naive) callOf(s *naiveState, i int) strategy.Step {
	step := n.stepOf(&s.ops[i], i)
	if step == strategy.QueuePut && n.v.WriteBehind.Rules.OnFull == engine.Sync && n.isFull(s, i) {
		return strategy.SourceSave
	}
	return step
}

// opChoices are what an operation can do.
func (n *naive) opChoices(s *naiveState, i int, take naiveTake) {
	o, byManager := &s.ops[i], n.lists[i].By == strategy.ResourceManager
	me := naiveChoice{kind: "op", actor: i}
	switch {
	case o.status == naiveEnded, o.status == naiveUnsent && i > 0 && n.client[i-1] == n.client[i] && s.ops[i-1].outcome == naivePending:
		return
	case o.status == naiveUnsent && s.down && byManager:
		take(me, s.plain(), true, func(t *naiveState) {
			n.send(t, i)
			n.end(t, i, naiveFailed)
		})
		return
	case o.shares != 0:
		if o.ended {
			take(me, s.plain(), true, func(t *naiveState) { n.takeOutcome(t, i) })
		}
		return
	}
	step := n.stepOf(o, i)
	me.step = step
	ways := n.ways(s, n.callOf(s, i), i)
	if n.waits(s, i, step) {
		if step != strategy.CacheGet || n.locks(o, i) {
			return
		}
		ways = ways[1:] // what goes wrong with a cache.get does not wait
	} else {
		n.sendChoice(s, i, take)
	}
	for _, w := range ways {
		take(me, w, true, func(t *naiveState) {
			if o.status == naiveUnsent {
				n.send(t, i)
			}
			n.takeStep(t, i, step, w.fault)
		})
	}
}

// sendChoice is to send an operation, so that its first call is under way at a crash: a
// save, which can land late, or a call of a client that has the lock already.
func (n *naive) sendChoice(s *naiveState, i int, take naiveTake) {
	o, first := &s.ops[i], n.callOf(s, i)
	saves := n.v.Explore.Late && first == strategy.SourceSave
	suffers := s.left[naiveCrash] > 0 && saves
	if n.lists[i].By == strategy.Client {
		suffers = s.left[naiveCrash] > 0 && n.locks(o, i) && !first.Queues() || s.left[naiveCrashClient] > 0 && saves
	}
	if o.status == naiveUnsent && suffers && !s.down {
		take(naiveChoice{kind: "send", actor: i}, s.plain(), false, func(t *naiveState) {
			n.send(t, i)
			n.begin(t, i, n.stepOf(o, i))
		})
	}
}

// send sends an operation.
func (n *naive) send(t *naiveState, i int) {
	t.ops[i].status = naiveRunning
	for j := range n.kinds {
		if t.ops[j].outcome != naivePending {
			t.ops[i].before |= 1 << j
		}
	}
}

// locks reports whether an operation takes the lock of its key before its next step.
func (n *naive) locks(o *naiveOp, i int) bool {
	return n.v.Cache.Rules.Fill == engine.FillLock && n.kinds[i] != engine.Get && !o.begun
}

// exclusive reports whether only one read at a time loads a key.
func (n *naive) exclusive() bool {
	c := &n.v.Cache.Rules
	return c.Fill == engine.FillLock || c.Fill == engine.FillLease || c.SingleFlight
}

// waits reports whether an operation would only wait if it took its next step.
func (n *naive) waits(s *naiveState, i int, step strategy.Step) bool {
	o, k, c := &s.ops[i], &s.keys[n.keyOf[i]], &n.v.Cache.Rules
	taken := k.holder != 0 && int(k.holder) != i+1
	if n.locks(o, i) && taken {
		return true
	}
	switch {
	case step == strategy.CacheGet:
		bypasses := c.Fill == engine.FillLease && c.Bypass && !c.SingleFlight
		return taken && n.exclusive() && !bypasses && !n.sharesLoad(k, i) && !n.isCacheDown(s) && !k.cached && !n.isStaged(s, i)
	case step.Queues() && o.mode == naiveInList:
		return n.v.WriteBehind.Rules.OnFull == engine.Block && n.isFull(s, i)
	}
	return false
}

// takeStep takes the next step of an operation.
func (n *naive) takeStep(t *naiveState, i int, step strategy.Step, fault naiveFault) {
	o, k := &t.ops[i], &t.keys[n.keyOf[i]]
	n.begin(t, i, step)
	if _, calls := step.Callee(); calls && !step.Queues() && n.heeds(t, i, fault) {
		return
	}
	switch step {
	case strategy.CacheGet:
		if n.get(t, i, fault); o.shares != 0 {
			return
		}
	case strategy.SourceRead:
		if t.outage || fault == naiveError {
			n.attemptFails(t, i, false, false)
			return
		}
		n.succeeded(t)
		o.value, o.version, o.payments = k.value, k.version, 0
		for j, times := range k.paid {
			if times > 0 {
				o.payments |= 1 << j
			}
		}
	case strategy.SourceSave:
		n.saveOwn(t, i, fault)
		return
	case strategy.CacheSet:
		n.set(t, i, fault)
		if o.mode == naiveSetAlone {
			o.mode, o.tries = naiveSync, 0
			return
		}
	case strategy.CacheDelete:
		if n.delete(t, i, fault); o.status == naiveEnded {
			return
		}
	case strategy.QueuePut, strategy.CacheSetQueuePut:
		n.queueOwn(t, i, step, fault)
		return
	}
	n.goOn(t, i)
}

// delete is a cache.delete of an operation, or its rollback, which ends it.
func (n *naive) delete(t *naiveState, i int, fault naiveFault) {
	o, reached := &t.ops[i], fault == naiveNone && !n.isCacheDown(t)
	switch {
	case o.mode == naiveForget:
		if reached {
			n.remove(t, n.keyOf[i], 0)
		}
		n.end(t, i, o.after)
	case o.mode == naiveRollback:
		if reached {
			n.rollBack(t, uint8(i)+1, n.ownSave(o, i).pays)
		}
		n.end(t, i, o.after)
	case reached:
		n.remove(t, n.keyOf[i], o.version)
	}
}

// begin lets an operation take its lock, and gives a write its version.
func (n *naive) begin(t *naiveState, i int, step strategy.Step) {
	o, k := &t.ops[i], &t.keys[n.keyOf[i]]
	if n.locks(o, i) {
		k.holder = uint8(i) + 1
	}
	o.begun = true
	goes := step == strategy.CacheSet || step.Queues() || step == strategy.SourceSave
	if n.writers && goes && o.fence == 0 && n.kinds[i] != engine.Get && n.kinds[i] != engine.Pay {
		k.issued++
		o.fence, o.version = k.issued, k.issued
	}
}

// triesAgain counts a failed call to the cache, and reports whether it is tried again.
func (n *naive) triesAgain(tries *uint8, fault naiveFault) bool {
	*tries++
	if fault == naiveCacheError && n.v.OnCacheError == engine.RetryCacheError && int(*tries) < n.v.Accessor.Rules.MaxAttempts {
		return true
	}
	*tries = 0
	return false
}

// heeds does what an operation does about a failed call to the cache, and reports
// whether it does anything.
func (n *naive) heeds(t *naiveState, i int, fault naiveFault) bool {
	o := &t.ops[i]
	switch {
	case fault != naiveCacheError:
		return false
	case n.v.OnCacheError == engine.FailOnCacheError && o.mode != naiveRollback && o.mode != naiveForget:
		n.giveUp(t, i, naiveFailed)
		return true
	case !n.triesAgain(&o.tries, fault):
		return false
	case o.mode == naiveSetAlone:
		o.mode = naiveInList // there may be room in the queue by then
	}
	return true
}

// goOn takes an operation to its next step, over waits and answers.
func (n *naive) goOn(t *naiveState, i int) {
	o, steps := &t.ops[i], n.lists[i].Steps
	o.mode, o.tries, o.ambiguous = naiveInList, 0, false
	for o.at++; int(o.at) < len(steps); o.at++ {
		switch steps[o.at] {
		case strategy.Wait:
		case strategy.Answer:
			n.answer(t, i)
		case strategy.AnswerOnHit:
			if !o.hit {
				break
			}
			n.answer(t, i)
			if !o.refresh {
				n.end(t, i, naiveOK)
				return
			}
		default:
			return
		}
	}
	n.end(t, i, naiveOK)
}

// answer tells the client that an operation is done.
func (n *naive) answer(t *naiveState, i int) {
	o, k := &t.ops[i], &t.keys[n.keyOf[i]]
	if n.kinds[i] != engine.Get && int(k.holder) == i+1 {
		k.holder = 0
	}
	if o.outcome != naivePending {
		return // its client has gone
	}
	o.status, o.outcome = naiveLingering, naiveOK
	if n.kinds[i] == engine.Get {
		o.got = o.value
	}
	n.answered(t, i)
}

// end ends an operation, with an outcome if it has none.
func (n *naive) end(t *naiveState, i int, outcome uint8) {
	o, k := t.ops[i], &t.keys[n.keyOf[i]]
	if int(k.holder) == i+1 {
		k.holder = 0
	}
	n.endLoad(t, i, outcome != naiveOK)
	news := o.outcome == naivePending
	if news {
		o.outcome = outcome
	}
	t.ops[i] = naiveOp{status: naiveEnded, outcome: o.outcome, before: o.before, got: o.got, fence: o.fence,
		refused: o.refused, applied: o.applied, appliedVersion: o.appliedVersion, begun: o.begun, at: o.at}
	if news {
		n.answered(t, i)
	}
}

// attemptFails counts a failed attempt of a call, and gives up after the last one.
func (n *naive) attemptFails(t *naiveState, i int, ambiguous, forGood bool) {
	o := &t.ops[i]
	o.ambiguous = o.ambiguous || ambiguous
	if o.tries++; !forGood && n.canPay(t) && int(o.tries) < n.v.Accessor.Rules.MaxAttempts {
		return
	}
	outcome := naiveFailed
	if n.kinds[i] != engine.Get && o.ambiguous {
		outcome = naiveUnknown
	}
	n.giveUp(t, i, outcome)
}

// hasLeft reports whether an earlier step of a write has brought it to the source or the
// queue, where it may take effect whatever becomes of the operation.
func (n *naive) hasLeft(t *naiveState, i int) bool {
	return slices.ContainsFunc(n.lists[i].Steps[:t.ops[i].at], func(s strategy.Step) bool { return s == strategy.SourceSave || s.Queues() })
}

// giveUp ends an operation that has failed, after what the cache forgets then.
func (n *naive) giveUp(t *naiveState, i int, outcome uint8) {
	o, list := &t.ops[i], n.lists[i]
	if n.kinds[i] != engine.Get && n.hasLeft(t, i) {
		outcome = naiveUnknown
	}
	mode := naiveInList
	switch {
	case n.v.OnError == engine.RollBackOnError && o.given:
		mode = naiveRollback
	case n.v.OnError == engine.InvalidateOnError && n.kinds[i] != engine.Get && usesCache(list.Steps):
		mode = naiveForget
	default:
		n.end(t, i, outcome)
		return
	}
	o.mode, o.after, o.tries, o.ambiguous, o.given = mode, outcome, 0, false, false
}

// usesCache reports whether steps call the cache.
func usesCache(steps []strategy.Step) bool {
	return slices.ContainsFunc(steps, func(s strategy.Step) bool {
		return s == strategy.CacheSet || s == strategy.CacheDelete || s == strategy.CacheGet || s == strategy.CacheSetQueuePut
	})
}
