package judge

// minLimit is how many acknowledged writes there are at least before any is forgotten.
const minLimit = 1 << 12

// Full reports whether it is time to forget what can make no difference any more. That
// takes as long as what has been told since the last time.
func (s *Stream) Full() bool { return len(s.acked) > s.limit || s.pays.count > s.payLimit }

// Forget forgets the acknowledged writes that can make no difference any more, and the
// payments of which nothing comes any more. Named calls its argument with each record that
// anything outside cache and source may still bring somewhere: the write that made it, 0 for
// the initial record, and the operation that holds it, None if something else does; and with
// each payment that may still be acknowledged or applied, by its number, as a write.
func (s *Stream) Forget(named func(yield func(op, key int32, write uint32))) {
	oldest := make([]uint64, len(s.lineages)) // by lineage: the turn of the oldest record that is named
	kept := make([]uint32, len(s.acked))      // by acknowledged write: 1 if it is named itself, and later its new index
	for i := range s.lineages {
		oldest[i] = s.turn + 1
		for p := range s.places() {
			spot := s.spot(uint32(i), p)
			s.name(spot.write, spot.index, kept, &oldest[i])
		}
	}
	mayCome := make([]bool, len(s.paidAt)+1) // by place in paidAt, counted from 1
	named(func(op, key int32, write uint32) {
		if s.keys[key]&isPaid != 0 && write != 0 {
			mayCome[s.pays.get(write)] = true
		}
		i := s.keys[key] / firstIndex
		if i == 0 || write == 0 && op != None && s.sent[op].turn > s.lineages[i].left {
			return // it has never held the initial record
		}
		s.name(write, s.known.get(write), kept, &oldest[i])
	})
	for i := range s.lineages {
		t := &s.lineages[i]
		kept[t.newer] = 1 // a read that has shared a load may still hold the initial record
		for b := t.first; b != 0; b = s.acked[b].next {
			if s.acked[b].sent > oldest[i] {
				kept[b] = 1
			}
		}
	}
	s.relink(kept)
	s.compact(kept)
	s.limit = max(minLimit, 2*len(s.acked), len(s.lineages)/4)
	s.forgetPayments(mayCome)
}

// forgetPayments forgets the payments of which nothing comes any more: a lost one stays
// lacking, one of which its client is not told stays applied.
func (s *Stream) forgetPayments(mayCome []bool) {
	all := s.pays.slots
	s.pays = numbers{}
	for _, p := range all {
		switch {
		case p.key == 0:
		case mayCome[p.value]:
			s.pays.put(p.key, p.value)
		default:
			s.unused = append(s.unused, p.value)
		}
	}
	s.payLimit = max(minLimit, 2*s.pays.count)
}

// name notes that a record may still be brought somewhere, so that all writes count
// that are newer.
func (s *Stream) name(write, index uint32, kept []uint32, oldest *uint64) {
	switch {
	case write == 0:
		*oldest = 0
	case index != 0:
		kept[index] = 1
		*oldest = min(*oldest, s.acked[index].turn)
	}
}

// relink takes the writes that are not kept out of the lists.
func (s *Stream) relink(kept []uint32) {
	for i := range s.lineages {
		t := &s.lineages[i]
		for p := range s.places() {
			for passed := &s.spot(uint32(i), p).passed; *passed != 0 && kept[*passed] == 0; {
				*passed = s.acked[*passed].prev
			}
		}
		last, from := uint32(0), &t.first
		for b := t.first; b != 0; b = s.acked[b].next {
			if kept[b] != 0 {
				s.acked[b].prev, *from = last, b
				last, from = b, &s.acked[b].next
			}
		}
		*from = 0
		newest := uint32(0)
		from = &t.current
		for b := t.current; b != 0; b = s.acked[b].later {
			if kept[b] != 0 {
				*from = b
				newest, from = b, &s.acked[b].later
			}
		}
		*from = 0
		t.last, t.newest = last, newest
	}
}

// compact moves the writes that are kept together.
func (s *Stream) compact(kept []uint32) {
	n := uint32(1)
	for b := 1; b < len(s.acked); b++ {
		if kept[b] != 0 {
			kept[b] = n
			n++
		}
	}
	kept[0] = 0
	s.known.clear()
	for b := 1; b < len(s.acked); b++ {
		if kept[b] != 0 {
			a := s.acked[b]
			a.newer, a.prev, a.next, a.later = kept[a.newer], kept[a.prev], kept[a.next], kept[a.later]
			s.acked[kept[b]] = a
			s.known.put(a.write, kept[b])
		}
	}
	s.acked = s.acked[:n]
	for i := range s.lineages {
		t := &s.lineages[i]
		t.first, t.last, t.current, t.newest, t.newer = kept[t.first], kept[t.last], kept[t.current], kept[t.newest], kept[t.newer]
		for p := range s.places() {
			spot := s.spot(uint32(i), p)
			spot.index, spot.passed = kept[spot.index], kept[spot.passed]
		}
	}
}
