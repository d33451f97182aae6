package judge

// Cached is told when the cache comes to hold another record of a key, or none.
func (s *Stream) Cached(key int32, write uint32, present bool, at int64) {
	s.keys[key] &^= isCached
	if present {
		s.keys[key] |= isCached
	}
	if s.keys[key] < firstIndex && write == 0 {
		return
	}
	i := s.of(key)
	s.lineages[i].cached = write
	s.look(i, key, at)
}

// Held is told when the source comes to hold another record of a key.
func (s *Stream) Held(key int32, write uint32, at int64) {
	if s.keys[key] < firstIndex && write == 0 {
		return
	}
	i := s.of(key)
	s.hold(i, AtSource, write, at)
	if s.hasJournal() && s.queues[i].items == 0 {
		s.hold(i, AfterCrash, write, at)
	}
	s.look(i, key, at)
}

// look notes what a read would find.
func (s *Stream) look(i uint32, key int32, at int64) {
	t := &s.lineages[i]
	found := t.places[AtSource].write
	if s.keys[key]&isCached != 0 {
		found = t.cached
	}
	s.hold(i, InView, found, at)
}

// Queued is told when a record is queued, or returns to the end of the queue.
func (s *Stream) Queued(key int32, write uint32, at int64) {
	if !s.hasJournal() {
		return
	}
	i := s.of(key)
	q := &s.queues[i]
	q.items++
	if write != 0 { // else a payment
		q.queued = write
		s.hold(i, AfterCrash, write, at)
	}
}

// Coalesced is told when a record takes the place of a queued one.
func (s *Stream) Coalesced(key int32, write, by uint32, at int64) {
	if !s.hasJournal() {
		return
	}
	i := s.of(key)
	if q := &s.queues[i]; q.queued == write && by != write {
		q.queued = by
		s.hold(i, AfterCrash, by, at)
	}
}

// Unqueued is told when a queued record leaves the queue: saved, lost or moved to its
// end.
func (s *Stream) Unqueued(key int32, at int64) {
	if !s.hasJournal() {
		return
	}
	i := s.of(key)
	if q := &s.queues[i]; q.items > 1 {
		q.items--
	} else {
		*q = queue{spot: q.spot}
		s.hold(i, AfterCrash, s.lineages[i].places[AtSource].write, at)
	}
}

// notYet stands for the time of the acknowledgement of a payment that was applied
// first.
const notYet = -1

// PaySent is told when a payment of a key is sent.
func (s *Stream) PaySent(key int32) {
	if s.keys[key]&isPaid != 0 {
		return
	}
	if s.paidFrom == nil {
		s.paidFrom = make([]uint64, len(s.keys))
	}
	s.keys[key] |= isPaid
	s.paidFrom[key] = s.turn
}

// PayAcknowledged is told when a payment, by its number, is answered.
func (s *Stream) PayAcknowledged(payment uint32, at int64) {
	if !s.settle(payment, at) {
		s.await(payment, at)
		s.lack(1)
	}
}

// PayApplied is told when the source applies a payment for the first time.
func (s *Stream) PayApplied(payment uint32, at int64) {
	if !s.settle(payment, at) {
		s.await(payment, notYet)
	}
}

// await notes that the first of a payment's acknowledgement and application has come.
func (s *Stream) await(payment uint32, acknowledged int64) {
	if len(s.unused) == 0 {
		s.paidAt = append(s.paidAt, 0)
		s.unused = append(s.unused, uint32(len(s.paidAt)))
	}
	i := s.unused[len(s.unused)-1]
	s.unused = s.unused[:len(s.unused)-1]
	s.paidAt[i-1] = acknowledged
	s.pays.put(payment, i)
}

// settle notes that a payment is both acknowledged and applied, and reports whether the
// other of the two had come before.
func (s *Stream) settle(payment uint32, at int64) bool {
	i := s.pays.take(payment)
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

// lack changes how many payments the source lacks. They are not behind AfterCrash where
// there is a journal, which keeps them.
func (s *Stream) lack(by int) {
	s.behind[AtSource] += by
}
