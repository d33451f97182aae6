package explore

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
)

// older reports whether one write is older than another one: it is what was there at
// the start, or it was acknowledged before the other one was sent.
func (n *naive) older(s *naiveState, a, b uint8) bool {
	if a == b || b == 0 {
		return false
	}
	return a == 0 || s.ops[a-1].outcome == naiveOK && s.ops[b-1].before>>(a-1)&1 != 0
}

// reads reports whether an operation is a read that was answered.
func (n *naive) answeredRead(s *naiveState, i int) bool {
	return n.kinds[i] == engine.Get && s.ops[i].outcome == naiveOK && !n.pays[n.keyOf[i]]
}

// answered judges a state in which an operation has just been answered.
func (n *naive) answered(s *naiveState, i int) {
	if n.pays[n.keyOf[i]] {
		return
	}
	if !n.linearizable(s, n.keyOf[i]) {
		n.violate |= judge.SetOf(judge.Linearizable)
	}
	if !n.answeredRead(s, i) {
		return
	}
	for j := range i {
		if n.client[j] != n.client[i] || n.keyOf[j] != n.keyOf[i] || s.ops[j].outcome != naiveOK {
			continue
		}
		if n.kinds[j] != engine.Get && n.older(s, s.ops[i].got, uint8(j)+1) {
			n.violate |= judge.SetOf(judge.ReadYourWrites)
		}
		if n.kinds[j] == engine.Get && n.older(s, s.ops[i].got, s.ops[j].got) {
			n.violate |= judge.SetOf(judge.MonotonicReads)
		}
	}
}

// linearizable reports whether the operations on a key can be put into one order
// that explains every answer.
func (n *naive) linearizable(s *naiveState, key uint8) bool {
	var must, may uint8
	for i := range n.kinds {
		o := &s.ops[i]
		switch {
		case n.keyOf[i] != key:
		case o.outcome == naiveOK:
			must |= 1 << i
		case o.status != naiveUnsent && o.outcome != naiveFailed && n.kinds[i] != engine.Get:
			may |= 1 << i
		}
	}
	return n.explains(s, must, may, 0)
}

// explains reports whether the given operations, those of may only if needed, can
// follow each other when the key holds a value.
func (n *naive) explains(s *naiveState, must, may, value uint8) bool {
	if must == 0 {
		return true
	}
	for i := range n.kinds {
		bit := uint8(1) << i
		if (must|may)&bit == 0 || s.ops[i].before&must&^bit != 0 {
			continue // one that must come before it is still to come
		}
		next := uint8(i) + 1
		if n.kinds[i] == engine.Get {
			if s.ops[i].got != value {
				continue
			}
			next = value
		}
		if n.explains(s, must&^bit, may&^bit, next) {
			return true
		}
	}
	return false
}

// saved judges the first or a further time that the source applies a write.
func (n *naive) saved(s *naiveState, i int) {
	if s.held>>i&1 != 0 || n.pays[n.keyOf[i]] {
		return
	}
	for j := i + 1; j < len(n.kinds); j++ {
		if n.client[j] == n.client[i] && s.held>>j&1 != 0 && !n.pays[n.keyOf[j]] {
			n.violate |= judge.SetOf(judge.MonotonicWrites)
		}
	}
}

// atRest returns what a state violates in which nothing is left to happen.
func (n *naive) atRest(s *naiveState) (v judge.PropertySet) {
	for i := range n.kinds {
		o, k := &s.ops[i], &s.keys[n.keyOf[i]]
		if o.outcome != naiveOK {
			continue
		}
		switch n.kinds[i] {
		case engine.Get:
			if n.answeredRead(s, i) && o.got != 0 && s.held>>(o.got-1)&1 == 0 {
				v |= judge.SetOf(judge.NoAbortedRead)
			}
		case engine.Pay:
			if k.paid[i] == 0 {
				v |= judge.SetOf(judge.Durable)
			}
		default:
			if n.older(s, k.value, uint8(i)+1) {
				v |= judge.SetOf(judge.Durable)
			}
		}
	}
	for key := range n.keys {
		if k := &s.keys[key]; !n.pays[key] && k.cached && k.copied != k.value && !n.willExpire(uint8(key), k) {
			v |= judge.SetOf(judge.Converges)
		}
	}
	return v
}
