package judge

import "cacheplay/wasm/engine"

// Cached is told when the cache comes to hold another record of a key, or none.
func (s *Stream) Cached(key int32, write uint32, present bool, at int64) {
	s.keys[key] &^= isCached
	if present {
		s.keys[key] |= isCached
	}
	if s.keys[key] < firstIndex && write == 0 {
		return
	}
	t := s.of(key)
	t.cached = write
	s.look(t, key, at)
}

// Held is told when the source comes to hold another record of a key.
func (s *Stream) Held(key int32, write uint32, at int64) {
	if s.keys[key] < firstIndex && write == 0 {
		return
	}
	t := s.of(key)
	s.hold(t, AtSource, write, at)
	if t.items == 0 {
		s.hold(t, AfterCrash, write, at)
	}
	s.look(t, key, at)
}

// look notes what a read would find.
func (s *Stream) look(t *lineage, key int32, at int64) {
	found := t.places[AtSource].write
	if s.keys[key]&isCached != 0 {
		found = t.cached
	}
	s.hold(t, InView, found, at)
}

// Queued is told when a record is queued, or returns to the end of the queue.
func (s *Stream) Queued(key int32, write uint32, at int64) {
	if !s.journal {
		return
	}
	t := s.of(key)
	t.items++
	if write != 0 { // else a payment
		t.queued = write
		s.hold(t, AfterCrash, write, at)
	}
}

// Coalesced is told when a record takes the place of a queued one.
func (s *Stream) Coalesced(key int32, write, by uint32, at int64) {
	if !s.journal {
		return
	}
	if t := s.of(key); t.queued == write && by != write {
		t.queued = by
		s.hold(t, AfterCrash, by, at)
	}
}

// Unqueued is told when a queued record leaves the queue: saved, lost or moved to its
// end.
func (s *Stream) Unqueued(key int32, at int64) {
	if !s.journal {
		return
	}
	t := s.of(key)
	if t.items--; t.items == 0 {
		t.queued = 0
		s.hold(t, AfterCrash, t.places[AtSource].write, at)
	}
}

// notYet stands for the time of the acknowledgement of a payment that was applied
// first.
const notYet = -1

// PaySent is told when a payment of a key is sent.
func (s *Stream) PaySent(key int32) { s.keys[key] |= isPaid }

// PayAcknowledged is told when a payment is answered. Its slot is its place in the
// ledger of its key.
func (s *Stream) PayAcknowledged(key int32, slot uint8, at int64) {
	if !s.settle(key, slot, at) {
		s.await(key, slot, at)
		s.lack(1)
	}
}

// PayApplied is told when the source applies a payment for the first time.
func (s *Stream) PayApplied(key int32, slot uint8, at int64) {
	if !s.settle(key, slot, at) {
		s.await(key, slot, notYet)
	}
}

// payment returns the number of a payment.
func payment(key int32, slot uint8) uint32 {
	return uint32(key)*(engine.MaxPayments+1) + uint32(slot) + 1
}

// await notes that the first of a payment's acknowledgement and application has come.
func (s *Stream) await(key int32, slot uint8, acknowledged int64) {
	if len(s.unused) == 0 {
		s.paidAt = append(s.paidAt, 0)
		s.unused = append(s.unused, uint32(len(s.paidAt)))
	}
	i := s.unused[len(s.unused)-1]
	s.unused = s.unused[:len(s.unused)-1]
	s.paidAt[i-1] = acknowledged
	s.pays.put(payment(key, slot), i)
}

// settle notes that a payment is both acknowledged and applied, and reports whether the
// other of the two had come before.
func (s *Stream) settle(key int32, slot uint8, at int64) bool {
	i := s.pays.take(payment(key, slot))
	if i == 0 {
		return false
	}
	waited := int64(0)
	if acknowledged := s.paidAt[i-1]; acknowledged != notYet {
		waited = at - acknowledged
		s.lack(-1)
	}
	s.unused = append(s.unused, i)
	s.Reached(AtSource, waited)
	return true
}

// lack changes how many payments the source lacks. A journal keeps those that it has
// not applied yet.
func (s *Stream) lack(by int) {
	s.behind[AtSource] += by
	if !s.journal {
		s.behind[AfterCrash] += by
	}
}
