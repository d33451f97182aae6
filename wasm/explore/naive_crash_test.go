package explore

import (
	"slices"

	"cacheplay/wasm/strategy"
)

// crash ends the Resource Manager's process, which starts again at once.
func (n *naive) crash(t *naiveState) {
	n.leaveSaves(t)
	for i := range t.workers {
		t.workers[i] = naiveWorker{}
	}
	n.loseItems(t, func(naiveItem) bool { return true })
	for i := range n.kinds {
		t.ops[i].shares, t.ops[i].ended, t.ops[i].failed = 0, false, false
	}
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

// crashClient ends a client. What it executes stops where it is, what it has asked the
// Resource Manager for goes on without it, and it sends nothing more.
func (n *naive) crashClient(t *naiveState, client int) {
	for i := range n.kinds {
		o := &t.ops[i]
		switch {
		case n.client[i] != client || o.status == naiveEnded:
		case o.status == naiveUnsent:
			o.status, o.outcome = naiveEnded, naiveFailed
		case n.lists[i].By == strategy.ResourceManager || o.shares != 0 && n.rules.sharesAfterCrash:
			if o.status = naiveLingering; o.outcome == naivePending {
				o.outcome = naiveUnknown
			}
		default:
			if step := n.callOf(t, i); step == strategy.SourceSave {
				n.addLate(t, naiveLate{n.ownSave(o, i)})
			}
			n.end(t, i, naiveUnknown)
		}
	}
}

// loseItems loses some items of the queue. With a journal those that workers have
// taken return to their place.
func (n *naive) loseItems(t *naiveState, which func(naiveItem) bool) {
	for i := int(t.queued) - 1; i >= 0; i-- {
		switch {
		case !which(t.queue[i]):
		case n.v.WriteBehind.Rules.Journal:
			t.queue[i].taken, t.queue[i].ver, t.queue[i].saved = 0, 0, false
		default:
			n.removeItem(t, i, false)
		}
	}
	n.makeRoom(t, 0)
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
		if step := n.callOf(t, i); step == strategy.SourceSave && !n.waits(t, i, step) {
			n.addLate(t, naiveLate{n.ownSave(o, i)})
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
	l := naiveLate{}
	count := 0
	for _, item := range t.queue[:t.queued] {
		if int(item.taken) == worker+1 && !item.saved {
			l[count] = naiveWrite{item.op, item.value, item.pays, item.fence}
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
		return slices.CompareFunc(a[:], b[:], func(a, b naiveWrite) int {
			return slices.Compare([]uint8{a.op, a.value, a.pays, a.fence}, []uint8{b.op, b.value, b.pays, b.fence})
		})
	})
}

// land lets a late save arrive.
func (n *naive) land(t *naiveState, i int) {
	l := t.late[i]
	t.removeLate(i)
	for _, w := range l {
		if w.op != 0 {
			n.apply(t, w)
		}
	}
}

// isCacheDown reports whether the cache is down with the Resource Manager.
func (n *naive) isCacheDown(s *naiveState) bool { return s.down && !n.v.Cache.Rules.SurvivesCrash }
