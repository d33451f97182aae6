package explore

import (
	"slices"

	"cacheplay/wasm/engine"
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
	naiveLateSave // as a time-out, and the save is not applied now
)

// naiveFaults lists the faults with the ids of their budgets.
var naiveFaults = map[naiveFault]string{
	naiveError: "source-error", naiveRefuse: "source-refuse", naiveTimeout: "source-timeout",
	naiveLost: "cache-lost", naiveLateSave: "source-timeout",
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
	naiveOutage      = naiveBudget("outage")
)

// strikes reports whether a fault can befall the call of a step.
func (n *naive) strikes(f naiveFault, step strategy.Step) bool {
	switch step {
	case strategy.CacheGet, strategy.CacheSet, strategy.CacheDelete, strategy.CacheSetQueuePut:
		return f == naiveLost
	case strategy.SourceRead:
		return f == naiveError // the other ones end it in the same way
	case strategy.SourceSave:
		return f != naiveLost
	}
	return false
}

// naiveWay is one way in which a call can go: with a fault or without, and what allows
// that.
type naiveWay struct {
	fault  naiveFault
	budget int // -1 for none
	aim    int // -1 for none
	op     int // the operation whose save is refused
}

// ways lists the ways in which the call of a step can go that serves some operations.
func (n *naive) ways(s *naiveState, step strategy.Step, ops ...int) []naiveWay {
	ways := []naiveWay{{naiveNone, -1, -1, -1}}
	if n.rules.firstOfBatch && len(ops) > 1 {
		ops = ops[:1]
	}
	for f := naiveError; f <= naiveLateSave; f++ {
		if !n.strikes(f, step) {
			continue
		}
		budget := naiveBudget(naiveFaults[f])
		for i, op := range ops {
			if s.left[budget] > 0 && (i == 0 || f == naiveRefuse) {
				ways = append(ways, naiveWay{f, budget, -1, op})
				if n.rules.budgetFirst {
					continue
				}
			}
			for a, aim := range n.v.Explore.Aims {
				if s.aims>>a&1 != 0 && scenario.FaultID(aim.Fault) == naiveFaults[f] && n.opAt(aim.At) == op && step.Is(aim.At.Step) {
					ways = append(ways, naiveWay{f, -1, a, op})
				}
			}
		}
	}
	return ways
}

// opAt returns the number of the operation to which a reference refers.
func (n *naive) opAt(at scenario.StepRef) int {
	return slices.Index(n.client, at.Client-1) + at.Op - 1
}

// spend uses up what allows a way.
func (t *naiveState) spend(w naiveWay) {
	if w.budget >= 0 {
		t.left[w.budget]--
	}
	if w.aim >= 0 {
		t.aims &^= 1 << w.aim
	}
}

// choices calls visit with everything that may happen next and the state that it
// leads to. What is free happens without anything going wrong.
func (n *naive) choices(s *naiveState, visit func(c naiveChoice, free bool, t *naiveState)) {
	take := func(c naiveChoice, w naiveWay, free bool, do func(t *naiveState)) {
		t := *s
		t.spend(w)
		n.violate, c.fault = 0, w.fault
		do(&t)
		visit(c, free && w.fault == naiveNone, &t)
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
	n.accidents(s, take)
}

// naiveTake takes a choice.
type naiveTake = func(c naiveChoice, w naiveWay, free bool, do func(t *naiveState))

// accidents are the choices that nobody makes.
func (n *naive) accidents(s *naiveState, take naiveTake) {
	if s.outage {
		take(naiveChoice{kind: "outage ends"}, naiveWay{0, -1, -1, -1}, true, func(t *naiveState) { t.outage = false })
	}
	may := func(kind string, budget, actor int, do func(t *naiveState)) {
		if s.left[budget] > 0 {
			take(naiveChoice{kind: kind, actor: actor}, naiveWay{0, budget, -1, -1}, false, do)
		}
	}
	anything := false
	for i := range n.keys {
		k := &s.keys[i]
		anything = anything || k.cached || k.tombstone > 0
		if k.cached && n.willExpire(uint8(i), k) {
			may("expire", naiveExpire, i, func(t *naiveState) { n.expire(t, i) })
		}
		if k.cached && !(n.v.WriteBehind.Rules.PinDirty && n.isDirty(s, k)) {
			may("evict", naiveEvict, i, func(t *naiveState) { t.keys[i].clear() })
		}
	}
	if !s.outage {
		may("outage", naiveOutage, 0, func(t *naiveState) { n.beginOutage(t) })
	}
	may("crash", naiveCrash, 0, func(t *naiveState) { n.crash(t) })
	for i := range n.v.WriteBehind.Workers {
		if s.workers[i].at > 0 {
			may("crash-worker", naiveCrashWorker, i, func(t *naiveState) { n.crashWorker(t, i) })
		}
	}
	if anything {
		may("crash-cache", naiveCrashCache, 0, func(t *naiveState) { n.crashCache(t) })
	}
	for i := range int(s.lates) {
		if !s.outage {
			take(naiveChoice{kind: "late", actor: i}, naiveWay{0, -1, -1, -1}, false, func(t *naiveState) { n.land(t, i) })
		}
	}
}

// beginOutage cuts the source off.
func (n *naive) beginOutage(t *naiveState) {
	t.outage = true
	for i := int(t.lates) - 1; i >= 0; i-- {
		if n.rules.outageEndsLate && t.late[i].worker {
			t.removeLate(i)
		}
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

// willExpire reports whether an entry has a time to live.
func (n *naive) willExpire(key uint8, k *naiveKey) bool {
	if n.isThere(key, k.copied) || k.ledger {
		return n.v.Cache.Rules.TTL > 0
	}
	return n.v.Cache.Rules.NegativeTTL > 0
}

// isThere reports whether a write makes a record, rather than an absence.
func (n *naive) isThere(key, value uint8) bool {
	if value == 0 {
		return n.exists[key]
	}
	return n.kinds[value-1] != engine.Delete
}

// clear removes the entry.
func (k *naiveKey) clear() {
	k.cached, k.copied, k.copyVersion, k.ledger, k.payments, k.aging, k.dirty = false, 0, 0, false, 0, false, 0
}

// tellFeed lets the change feed tell of the oldest change.
func (n *naive) tellFeed(t *naiveState, w naiveWay) {
	notice := t.feed[0]
	copy(t.feed[:], t.feed[1:])
	t.notices--
	t.feed[t.notices] = naiveNotice{}
	if w.fault != naiveLost {
		n.remove(t, n.keyOf[notice.op-1], notice.version)
	}
}

// crash ends the Resource Manager's process, which starts again at once.
func (n *naive) crash(t *naiveState) {
	n.leaveSaves(t)
	for i := range t.workers {
		t.workers[i] = naiveWorker{}
	}
	n.loseItems(t, func(naiveItem) bool { return true })
	for i := range n.kinds {
		o := &t.ops[i]
		if o.status == naiveUnsent || o.status == naiveEnded || n.lists[i].By != strategy.ResourceManager {
			continue
		}
		n.end(t, i, naiveUnknown)
	}
	for i := range n.keys {
		t.keys[i].holder = 0
		if !n.v.Cache.Rules.SurvivesCrash {
			t.keys[i].clear()
			t.keys[i].tombstone = 0
		}
	}
}

// crashWorker ends a worker's process.
func (n *naive) crashWorker(t *naiveState, i int) {
	if n.v.Worker[t.workers[i].at] == strategy.SourceSave {
		n.leaveItems(t, i)
	}
	t.workers[i] = naiveWorker{}
	n.loseItems(t, func(item naiveItem) bool { return int(item.taken) == i+1 })
}

// loseItems loses some items of the queue. With a journal those that workers have
// taken return to their place.
func (n *naive) loseItems(t *naiveState, which func(naiveItem) bool) {
	for i := int(t.queued) - 1; i >= 0; i-- {
		switch {
		case !which(t.queue[i]):
		case n.v.WriteBehind.Rules.Journal:
			t.queue[i].taken, t.queue[i].ver = 0, 0
		default:
			n.removeItem(t, i, false)
		}
	}
}

// crashCache empties the cache.
func (n *naive) crashCache(t *naiveState) {
	for i := range n.keys {
		t.keys[i].clear()
		t.keys[i].tombstone = 0
	}
}

// leaveSaves lets the saves go on that a crash of the Resource Manager cuts off.
func (n *naive) leaveSaves(t *naiveState) {
	for i := range n.kinds {
		o := &t.ops[i]
		if n.lists[i].By != strategy.ResourceManager || o.status == naiveUnsent || o.status == naiveEnded {
			continue
		}
		if step := n.stepOf(o, i); step == strategy.SourceSave && !n.waits(t, i, step) {
			n.addLate(t, naiveLate{writes: [naiveBatch]naiveWrite{n.ownSave(o, i)}})
		}
	}
	for i := range t.workers {
		if at := t.workers[i].at; at > 0 && n.v.Worker[at] == strategy.SourceSave {
			n.leaveItems(t, i)
		}
	}
}

// leaveItems lets the save of a worker's items go on.
func (n *naive) leaveItems(t *naiveState, worker int) {
	l := naiveLate{worker: true}
	count := 0
	for _, item := range t.queue[:t.queued] {
		if int(item.taken) == worker+1 {
			l.writes[count] = naiveWrite{item.op, item.value, item.pays, item.fence}
			count++
		}
	}
	n.addLate(t, l)
}

// addLate adds a save that nobody waits for.
func (n *naive) addLate(t *naiveState, l naiveLate) {
	if !n.v.Explore.Late || t.outage {
		return
	}
	if t.lates == naiveLates {
		n.cut = true
		return
	}
	t.late[t.lates] = l
	t.lates++
	slices.SortFunc(t.late[:t.lates], func(a, b naiveLate) int {
		if a.worker != b.worker {
			return map[bool]int{false: -1, true: 1}[a.worker]
		}
		return slices.CompareFunc(a.writes[:], b.writes[:], func(a, b naiveWrite) int {
			return slices.Compare([]uint8{a.op, a.value, a.pays, a.fence}, []uint8{b.op, b.value, b.pays, b.fence})
		})
	})
}

// land lets a late save arrive.
func (n *naive) land(t *naiveState, i int) {
	l := t.late[i]
	t.removeLate(i)
	for _, w := range l.writes {
		if w.op != 0 {
			n.apply(t, w)
		}
	}
}

// removeLate removes a late save.
func (t *naiveState) removeLate(i int) {
	copy(t.late[i:], t.late[i+1:])
	t.lates--
	t.late[t.lates] = naiveLate{}
}
