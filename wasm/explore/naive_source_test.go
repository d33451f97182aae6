package explore

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
)

// ownSave returns what an operation's own save carries.
func (n *naive) ownSave(o *naiveOp, i int) naiveWrite {
	l := naiveWrite{op: uint8(i) + 1, value: n.ownValue(i), fence: o.fence}
	if l.value == 0 {
		l.pays = 1 << i
	}
	return l
}

// saveOwn is a source.save of an operation.
func (n *naive) saveOwn(t *naiveState, i int, fault naiveFault) {
	o := &t.ops[i]
	ambiguous := fault == naiveTimeout || fault == naiveLateSave
	if fault == naiveRefuse && !t.outage {
		o.refused = true
	}
	switch {
	case t.outage:
		n.attemptFails(t, i, n.v.Accessor.Rules.Timeout > 0, false)
	case fault == naiveError:
		n.attemptFails(t, i, false, false)
	case fault == naiveLateSave:
		n.addLate(t, naiveLate{n.ownSave(o, i)})
		n.attemptFails(t, i, true, false)
	case !n.apply(t, n.ownSave(o, i)) && !ambiguous:
		n.attemptFails(t, i, false, true)
	case ambiguous:
		n.attemptFails(t, i, true, false)
	default:
		n.succeeded(t)
		o.version = n.versionOf(t, uint8(i)+1)
		n.goOn(t, i)
	}
}

// canPay takes a token for a call to the source that has failed, and reports whether the
// retry budget lets it be tried again: not once half of the tokens are gone.
func (n *naive) canPay(t *naiveState) bool {
	most := n.v.Accessor.Rules.RetryBudget.Max
	if t.tokens < 1000 {
		t.tokens = 0
	} else {
		t.tokens -= 1000
	}
	return most == 0 || 2*t.tokens > most
}

// succeeded puts into the retry budget what a call that succeeds is worth.
func (n *naive) succeeded(t *naiveState) {
	if b := n.v.Accessor.Rules.RetryBudget; t.tokens+b.Ratio < b.Max {
		t.tokens += b.Ratio
	} else {
		t.tokens = b.Max
	}
}

// apply makes the source apply a write, with an idempotency key only once, and
// reports whether it accepts it.
func (n *naive) apply(t *naiveState, l naiveWrite) bool {
	if t.ops[l.op-1].refused {
		return false
	}
	if n.isOlder(t, l) {
		if l.value = 0; l.pays == 0 {
			return false
		}
	}
	once := n.v.Accessor.Rules.IdempotencyKey
	news := false
	for i := range n.kinds {
		if (l.pays>>i&1 != 0 || int(l.value) == i+1) && !(once && t.ops[i].applied) {
			n.hold(t, i)
			t.ops[i].applied = once
			news = true
		} else if int(l.value) == i+1 {
			l.value = 0 // it is known
		}
	}
	if news {
		n.changed(t, l)
	}
	return true
}

// hold makes the source hold what an operation writes.
func (n *naive) hold(t *naiveState, i int) {
	k := &t.keys[n.keyOf[i]]
	n.saved(t, i)
	t.held |= 1 << i
	if n.kinds[i] != engine.Pay {
		k.value = uint8(i) + 1
	} else if k.paid[i]++; k.paid[i] > 1 {
		n.violate |= judge.SetOf(judge.AtMostOnce)
	}
}

// changed gives a record its version after a save, and announces the change.
func (n *naive) changed(t *naiveState, l naiveWrite) {
	k := &t.keys[n.keyOf[l.op-1]]
	switch {
	case n.writers && l.value != 0:
		k.version = l.fence
	case !n.writers && n.v.Cache.Rules.Fill == engine.FillVersion:
		k.version++
	}
	if n.v.Accessor.Rules.IdempotencyKey {
		t.ops[l.op-1].appliedVersion = k.version
	}
	switch {
	case !n.feed:
	case t.notices == naiveNotices:
		n.cut = true
	default:
		t.feed[t.notices] = naiveNotice{l.op, k.version}
		t.notices++
	}
}

// isOlder reports whether a fenced source refuses a record since it has a newer one.
func (n *naive) isOlder(t *naiveState, l naiveWrite) bool {
	return n.v.Source.Rules.Fenced && l.value != 0 && l.fence < t.keys[n.keyOf[l.op-1]].version
}

// versionOf returns the version that the source gives in its answer to a save.
func (n *naive) versionOf(t *naiveState, op uint8) uint8 {
	if o := &t.ops[op-1]; o.applied {
		return o.appliedVersion
	}
	return t.keys[n.keyOf[op-1]].version
}
