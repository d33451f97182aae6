package explore

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

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

// sharesLoad reports whether a read that misses shares the load of another one.
func (n *naive) sharesLoad(k *naiveKey, i int) bool {
	return n.v.Cache.Rules.SingleFlight && k.holder != 0 && int(k.holder) != i+1 && n.kinds[k.holder-1] == engine.Get
}

// endLoad tells those who share the load of a read how it has ended.
func (n *naive) endLoad(t *naiveState, i int, failed bool) {
	for j := range n.kinds {
		if o := &t.ops[j]; int(o.shares) == i+1 && !o.ended {
			o.ended, o.failed = true, failed
			o.value = t.ops[i].value
		}
	}
}

// takeOutcome answers a read with the outcome of the load that it shares.
func (n *naive) takeOutcome(t *naiveState, i int) {
	if t.ops[i].failed {
		n.end(t, i, naiveFailed)
		return
	}
	n.answer(t, i)
	n.end(t, i, naiveOK)
}

// isStaged reports whether a write of the operation's key waits in the queue.
func (n *naive) isStaged(s *naiveState, i int) bool {
	value, _ := n.staged(s, i)
	return value != 0
}

// staged returns the newest write of the operation's key in the queue, with staging,
// and its version; 0 if there is none.
func (n *naive) staged(s *naiveState, i int) (newest, version uint8) {
	for _, item := range s.queue[:s.queued] {
		if n.v.WriteBehind.Rules.Staging && !s.down && item.value != 0 && n.keyOf[item.op-1] == n.keyOf[i] {
			newest, version = item.value, item.fence
		}
	}
	return newest, version
}

// get is a cache.get.
func (n *naive) get(t *naiveState, i int, fault naiveFault) {
	o, k := &t.ops[i], &t.keys[n.keyOf[i]]
	o.hit, o.refresh, o.noStore = false, false, false
	staged, version := n.staged(t, i)
	switch {
	case fault == naiveNone && n.isCacheDown(t):
	case fault != naiveNone:
		if staged != 0 && n.lists[i].By == strategy.ResourceManager {
			o.hit, o.value, o.version = true, staged, version // the queue is the manager's own
		}
	case k.cached:
		o.hit, o.value, o.version = true, k.copied, k.copyVersion
		if n.lists[i].Refresh != strategy.NoRefresh && k.aging && k.holder == 0 {
			o.refresh, k.holder = true, uint8(i)+1
		}
	case staged != 0:
		o.hit, o.value, o.version = true, staged, version
	case n.sharesLoad(k, i):
		o.shares = k.holder
	case n.exclusive():
		if o.noStore = k.holder != 0 && int(k.holder) != i+1; !o.noStore {
			k.holder = uint8(i) + 1
		}
	}
}

// set is a cache.set of an operation.
func (n *naive) set(t *naiveState, i int, fault naiveFault) {
	o, k, c := &t.ops[i], &t.keys[n.keyOf[i]], &n.v.Cache.Rules
	if n.kinds[i] != engine.Get {
		if fault == naiveNone && !n.isCacheDown(t) && n.store(t, uint8(i)+1, n.ownValue(i), n.ownSave(o, i).pays, o.version) {
			o.given = true
		}
		return
	}
	if fault != naiveNone || n.isCacheDown(t) {
		return
	}
	n.endLoad(t, i, false)
	mine := int(k.holder) == i+1
	if mine {
		k.holder = 0
	}
	if !n.isThere(n.keyOf[i], o.value) && o.payments == 0 && c.NegativeTTL == 0 {
		return // there is nothing to store
	}
	switch {
	case c.Fill == engine.FillAdd && k.cached:
	case c.Fill == engine.FillLease && (!mine || o.noStore):
	case c.Fill == engine.FillVersion && o.version < k.newest():
	default:
		k.clear()
		k.cached, k.copied, k.copyVersion, k.ledger, k.payments = true, o.value, o.version, n.pays[n.keyOf[i]], o.payments
		for _, item := range t.queue[:t.queued] {
			if item.value != 0 && item.value == o.value {
				k.dirty = item.op
			}
		}
	}
}

// ownValue returns the record that an operation writes, 0 for a payment.
func (n *naive) ownValue(i int) uint8 {
	if n.kinds[i] == engine.Pay {
		return 0
	}
	return uint8(i) + 1
}

// store puts the write of an operation into the cache, by itself or by a worker, and
// reports whether there is something that can be taken back.
func (n *naive) store(t *naiveState, op, value, pays, version uint8) bool {
	key := n.keyOf[op-1]
	k, fill := &t.keys[key], n.v.Cache.Rules.Fill
	if fill == engine.FillVersion && version < k.newest() {
		return false
	}
	switch {
	case value == 0: // a payment
		if !k.cached || !k.ledger {
			return false
		}
		k.payments |= pays
	case !n.isThere(key, value):
		n.remove(t, key, version)
		return false
	default:
		ledger, payments := k.ledger, k.payments
		k.clear()
		k.cached, k.copied, k.copyVersion, k.ledger, k.payments = true, value, version, ledger, payments
	}
	for _, item := range t.queue[:t.queued] {
		if item.value != 0 && item.value == value {
			k.dirty = item.op
		}
	}
	n.voidLease(k)
	return true
}

// voidLease voids the lease of a key.
func (n *naive) voidLease(k *naiveKey) {
	if n.v.Cache.Rules.Fill == engine.FillLease {
		k.holder = 0
	}
}

// remove is a cache.delete after a write with a version, 0 if that is unknown.
func (n *naive) remove(t *naiveState, key, version uint8) {
	k := &t.keys[key]
	n.voidLease(k)
	if n.v.Cache.Rules.Fill == engine.FillVersion && version > 0 {
		if k.cached && k.copyVersion > version {
			return
		}
		if n.v.Cache.Rules.Tombstones {
			k.tombstone = max(k.tombstone, version)
		}
	}
	k.clear()
}

// rollBack removes what a failed write has stored in the cache, if it is still there.
func (n *naive) rollBack(t *naiveState, op, pays uint8) {
	if k := &t.keys[n.keyOf[op-1]]; k.payments&pays != 0 || k.cached && k.copied == op {
		n.remove(t, n.keyOf[op-1], 0)
	}
}
