package explore

import (
	"slices"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// naiveFault is what goes wrong with a call.
type naiveFault uint8

const (
	naiveNone naiveFault = iota
	naiveError
	naiveRefuse
	naiveTimeout
	naiveLost
	naiveCacheError
	naiveLateSave // as a time-out, and the save is not applied now
)

// naiveFaults lists the faults with the ids of their budgets.
var naiveFaults = map[naiveFault]string{
	naiveError: "source-error", naiveRefuse: "source-refuse", naiveTimeout: "source-timeout",
	naiveLost: "cache-lost", naiveCacheError: "cache-error", naiveLateSave: "source-timeout",
}

// naiveBudget returns the number of a kind of what may go wrong.
func naiveBudget(id string) int {
	for i := range scenario.Budgets {
		if scenario.BudgetID(i) == id {
			return i
		}
	}
	return -1
}

var (
	naiveExpire      = naiveBudget("expire")
	naiveEvict       = naiveBudget("evict")
	naiveCrash       = naiveBudget("crash")
	naiveCrashWorker = naiveBudget("crash-worker")
	naiveCrashCache  = naiveBudget("crash-cache")
	naiveCrashClient = naiveBudget("crash-client")
	naiveOutage      = naiveBudget("outage")
)

// strikes reports whether a fault can befall the call of a step.
func (n *naive) strikes(f naiveFault, step strategy.Step) bool {
	switch step {
	case strategy.CacheGet, strategy.CacheSet, strategy.CacheDelete, strategy.CacheSetQueuePut:
		return f == naiveLost || f == naiveCacheError
	case strategy.SourceRead:
		return f == naiveError // the other ones end it in the same way
	case strategy.SourceSave:
		return f != naiveLost && f != naiveCacheError
	}
	return false
}

// naiveWay is one way in which a call can go, with what may still go wrong after it.
type naiveWay struct {
	fault naiveFault             // what befalls the whole call
	each  [naiveBatch]naiveFault // what befalls single writes of a batch
	left  [scenario.Budgets]uint8
	aims  uint8
}

// plain is the way in which nothing goes wrong.
func (s *naiveState) plain() naiveWay { return naiveWay{left: s.left, aims: s.aims} }

// ways lists the ways in which the call of a step can go that serves some operations.
func (n *naive) ways(s *naiveState, step strategy.Step, ops ...int) []naiveWay {
	ways := []naiveWay{s.plain()}
	batch := len(ops) > 1 && step == strategy.SourceSave
	for f := naiveError; f <= naiveLateSave; f++ {
		if n.strikes(f, step) && !(batch && f == naiveRefuse) {
			aimed := ops
			if batch && f == naiveError {
				aimed = nil // an error that is aimed at a write befalls that write alone
			}
			for _, w := range n.allow(ways[0], f, step, true, aimed...) {
				w.fault = f
				ways = append(ways, w)
			}
		}
	}
	if batch {
		for i, op := range ops {
			ways = append(ways, n.strikeOne(ways, i, op)...)
		}
	}
	return ways
}

// strikeOne returns ways in which a save of a batch can go with one more write befallen.
func (n *naive) strikeOne(ways []naiveWay, i, op int) (more []naiveWay) {
	for _, w := range ways {
		if w.fault != naiveNone && w.fault != naiveTimeout {
			continue
		}
		for _, f := range []naiveFault{naiveError, naiveRefuse} {
			for _, w := range n.allow(w, f, strategy.SourceSave, f == naiveRefuse, op) {
				w.each[i] = f
				more = append(more, w)
			}
		}
	}
	return more
}

// allow returns a way once for everything that allows a fault at a step of some
// operations: a budget, if that counts, and aims.
func (n *naive) allow(w naiveWay, f naiveFault, step strategy.Step, budgeted bool, ops ...int) (ways []naiveWay) {
	if i := naiveBudget(naiveFaults[f]); budgeted && w.left[i] > 0 {
		with := w
		with.left[i]--
		ways = append(ways, with)
	}
	for a, aim := range n.v.Explore.Aims {
		if w.aims>>a&1 != 0 && scenario.FaultID(aim.Fault) == naiveFaults[f] && slices.Contains(ops, n.opAt(aim.At)) && step.Is(aim.At.Step) {
			with := w
			with.aims &^= 1 << a
			ways = append(ways, with)
		}
	}
	return ways
}

// opAt returns the number of the operation to which a reference refers.
func (n *naive) opAt(at scenario.StepRef) int {
	return slices.Index(n.client, at.Client-1) + at.Op - 1
}

// choices calls visit with everything that may happen next and the state that it
// leads to. What is free happens without anything going wrong.
func (n *naive) choices(s *naiveState, visit func(c naiveChoice, free bool, t *naiveState)) {
	take := func(c naiveChoice, w naiveWay, free bool, do func(t *naiveState)) {
		t := *s
		t.left, t.aims = w.left, w.aims
		n.violate, c.fault = 0, w.fault
		do(&t)
		visit(c, free && w == s.plain(), &t)
	}
	for i := range n.kinds {
		n.opChoices(s, i, take)
	}
	for i := range n.v.WriteBehind.Workers {
		n.workerChoices(s, i, take)
	}
	if s.notices > 0 {
		for _, w := range n.ways(s, strategy.CacheDelete, int(s.feed[0].op)-1) {
			take(naiveChoice{kind: "feed"}, w, true, func(t *naiveState) { n.tellFeed(t, w) })
		}
	}
	for i := range int(s.lates) {
		if !s.outage {
			take(naiveChoice{kind: "late", actor: i}, s.plain(), false, func(t *naiveState) { n.land(t, i) })
		}
	}
	n.accidents(s, take)
	n.crashes(s, take)
}

// naiveTake takes a choice.
type naiveTake = func(c naiveChoice, w naiveWay, free bool, do func(t *naiveState))

// accidents are the choices that nobody makes.
func (n *naive) accidents(s *naiveState, take naiveTake) {
	if s.outage {
		take(naiveChoice{kind: "outage ends"}, s.plain(), true, func(t *naiveState) { t.outage = false })
	}
	may := n.allowed(s, take)
	for i := range n.keys {
		k := &s.keys[i]
		if k.cached && n.willExpire(uint8(i), k) {
			may("expire", naiveExpire, i, func(t *naiveState) { n.expire(t, i) })
		}
		if k.cached && !(n.v.WriteBehind.Rules.PinDirty && n.isDirty(s, k)) {
			may("evict", naiveEvict, i, func(t *naiveState) { t.keys[i].clear() })
		}
	}
	if !s.outage {
		may("outage", naiveOutage, 0, func(t *naiveState) { t.outage = true })
	}
}

// allowed returns a function that takes a choice of its kind if there is a budget for it.
func (n *naive) allowed(s *naiveState, take naiveTake) func(kind string, budget, actor int, do func(t *naiveState)) {
	return func(kind string, budget, actor int, do func(t *naiveState)) {
		if s.left[budget] > 0 {
			w := s.plain()
			w.left[budget]--
			take(naiveChoice{kind: kind, actor: actor}, w, false, do)
		}
	}
}

// crashes are the choices to crash, and to be up again.
func (n *naive) crashes(s *naiveState, take naiveTake) {
	may := n.allowed(s, take)
	if s.down {
		take(naiveChoice{kind: "up"}, s.plain(), true, func(t *naiveState) { t.down = false })
	} else {
		may("crash", naiveCrash, 0, func(t *naiveState) { n.crash(t) })
	}
	if n.v.Explore.Downtime && !s.down {
		may("down", naiveCrash, 0, func(t *naiveState) {
			n.crash(t)
			t.down = true
		})
	}
	for i := range n.v.WriteBehind.Workers {
		if s.workers[i].at > 0 {
			may("crash-worker", naiveCrashWorker, i, func(t *naiveState) { n.crashWorker(t, i) })
		}
	}
	if slices.ContainsFunc(s.keys[:], func(k naiveKey) bool { return k.cached || k.tombstone > 0 }) {
		may("crash-cache", naiveCrashCache, 0, func(t *naiveState) { n.crashCache(t) })
	}
	for i := range n.v.Clients {
		may("crash-client", naiveCrashClient, i, func(t *naiveState) { n.crashClient(t, i) })
	}
}

// expire brings an entry one step nearer to its end: where reads load aging entries
// again, it ages first.
func (n *naive) expire(t *naiveState, key int) {
	if k := &t.keys[key]; n.ages && !k.aging {
		k.aging = true
	} else {
		k.clear()
	}
}

// tellFeed lets the change feed tell of the oldest change. It tries a call that has
// failed again if callers do, and ignores the error in the end.
func (n *naive) tellFeed(t *naiveState, w naiveWay) {
	if n.triesAgain(&t.feedTries, w.fault) {
		return
	}
	notice := t.feed[0]
	copy(t.feed[:], t.feed[1:])
	t.notices--
	t.feed[t.notices] = naiveNotice{}
	if w.fault == naiveNone && !n.isCacheDown(t) {
		n.remove(t, n.keyOf[notice.op-1], notice.version)
	}
}
