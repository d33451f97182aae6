package judge

// Stream judges a run of any length while it goes on: which reads are old, and which
// acknowledged writes the source lacks. It says the same as a Judgement of that run,
// but has no history that grows with the run: it keeps what was acknowledged only as
// long as something may still turn out to be older.
//
// It is told what happens in the order in which it happens. Reads, and what the cache
// holds, are not judged of keys with payments.
type Stream struct {
	// Reached is called when a place first holds an acknowledged write or one that is
	// not older, with how long after its acknowledgement.
	Reached func(p Place, waited int64)

	turn     uint64      // of what was told last: a sending or an acknowledgement
	sent     []instant   // when each operation was sent
	keys     []keyBits   // by key
	lineages []lineage   // of the keys of which a write is known; the first is not used
	acked    []acked     // the acknowledged writes; the first is not used
	known    numbers     // their index, by write
	pays     numbers     // payments of which one of acknowledgement and application is still to come
	paidAt   []int64     // when those were acknowledged, notYet for those that were applied first
	unused   []uint32    // the free places of paidAt
	limit    int         // of acked, until something is forgotten
	behind   [Places]int // how many acknowledged writes each place lacks
	journal  bool
}

// Place is where a record can be looked for.
type Place uint8

const (
	// InView is what a read would find: the cache's record, or the source's if the
	// cache has none.
	InView Place = iota
	// AtSource is what the source holds.
	AtSource
	// AfterCrash is what the source would come to hold if the Resource Manager crashed:
	// with a journal what was queued last, otherwise what it holds. A save under way is
	// not counted, since nobody would repeat it.
	AfterCrash
	// Places is how many places there are.
	Places
)

// instant is when something was told.
type instant struct {
	at   int64
	turn uint64
}

// keyBits is the index in Stream.lineages of what is known of a key, 0 if nothing is, and
// two bits.
type keyBits uint32

const (
	isCached keyBits = 1 << iota
	isPaid
	firstIndex
)

// lineage is what is known of the writes of a key.
type lineage struct {
	first, last     uint32 // the acknowledged ones, by when they were sent
	current, newest uint32 // those of them that none is newer than, by when they were acknowledged
	newer           uint32 // the first that is newer than the initial record
	cached          uint32 // the write that the cache holds, if it holds one
	queued, items   uint32 // the write that was queued last, and how many items there are
	left            uint64 // the turn in which a place last changed from the initial record
	places          [Places]spot
}

// spot is what one place holds of a key.
type spot struct {
	write  uint32
	index  uint32 // of that write, 0 if it was not acknowledged
	passed uint32 // the last acknowledged write, by when it was sent, that is not newer
}

// acked is an acknowledged write.
type acked struct {
	at         int64  // when it was acknowledged
	turn, sent uint64 // the turns of its acknowledgement and of its sending
	write      uint32
	newer      uint32 // the first acknowledged write that is newer, 0 if there is none
	prev, next uint32 // in the list lineage.first
	later      uint32 // in the list lineage.current
	reached    [Places]bool
}

// NewStream returns a Stream of a run with a number of keys. With a journal the queue
// survives crashes.
func NewStream(keys int, journal bool) *Stream {
	return &Stream{
		Reached:  func(Place, int64) {},
		keys:     make([]keyBits, keys),
		lineages: make([]lineage, 1),
		acked:    make([]acked, 1),
		limit:    1 << 16,
		journal:  journal,
	}
}

// Behind returns how many acknowledged writes a place lacks at the moment: it holds
// something older. Of the source, at the end of a quiet run, they are those that are
// lost.
func (s *Stream) Behind(p Place) int { return s.behind[p] }

// Sent is told when an operation is sent.
func (s *Stream) Sent(op int32, at int64) {
	for int(op) >= len(s.sent) {
		s.sent = append(s.sent, instant{})
	}
	s.turn++
	s.sent[op] = instant{at, s.turn}
}

// Read returns whether a read is old that is answered with what a write has made, 0
// for the initial record, and whether it is judged at all. If it is old, age is how long
// before it was sent a newer write had been acknowledged.
func (s *Stream) Read(op, key int32, write uint32) (age int64, isOld, isJudged bool) {
	bits := s.keys[key]
	if bits < firstIndex || bits&isPaid != 0 {
		return 0, false, bits&isPaid == 0
	}
	t := &s.lineages[bits/firstIndex]
	newer := t.newer
	if write != 0 {
		newer = s.acked[s.index(t, write)].newer
	}
	if newer == 0 || s.acked[newer].turn > s.sent[op].turn {
		return 0, false, true
	}
	return s.sent[op].at - s.acked[newer].at, true, true
}

// index returns the index of a write, 0 if it was not acknowledged.
func (s *Stream) index(t *lineage, write uint32) uint32 {
	for p := range t.places {
		if spot := &t.places[p]; spot.write == write {
			return spot.index
		}
	}
	return s.known.get(write)
}

// Acknowledged is told when an operation is answered that has written a record.
func (s *Stream) Acknowledged(op, key int32, write uint32, at int64) {
	t := s.of(key)
	s.turn++
	b := uint32(len(s.acked))
	s.acked = append(s.acked, acked{at: at, turn: s.turn, sent: s.sent[op].turn, write: write})
	s.known.put(write, b)
	s.insert(t, b)
	s.supersede(t, b)
	for p := range t.places {
		spot := &t.places[p]
		switch {
		case spot.write == write:
			spot.index = b
		case s.isOlder(spot, b):
			s.behind[p]++
			continue
		}
		if spot.passed == 0 || s.acked[spot.passed].sent < s.acked[b].sent {
			spot.passed = b
		}
		s.reach(Place(p), b, at)
	}
}

// of returns what is known of a key.
func (s *Stream) of(key int32) *lineage {
	if s.keys[key] < firstIndex {
		s.keys[key] |= keyBits(len(s.lineages)) * firstIndex
		s.lineages = append(s.lineages, lineage{})
	}
	return &s.lineages[s.keys[key]/firstIndex]
}

// insert adds a write to the list of the acknowledged ones.
func (s *Stream) insert(t *lineage, b uint32) {
	prev, next := t.last, uint32(0)
	for prev != 0 && s.acked[prev].sent > s.acked[b].sent {
		prev, next = s.acked[prev].prev, prev
	}
	s.acked[b].prev, s.acked[b].next = prev, next
	if prev == 0 {
		t.first = b
	} else {
		s.acked[prev].next = b
	}
	if next == 0 {
		t.last = b
	} else {
		s.acked[next].prev = b
	}
}

// supersede notes that a write which is acknowledged now is newer than others.
func (s *Stream) supersede(t *lineage, b uint32) {
	if t.newer == 0 {
		t.newer = b
	}
	for t.current != 0 && s.acked[t.current].turn < s.acked[b].sent {
		s.acked[t.current].newer = b
		t.current = s.acked[t.current].later
	}
	if t.current == 0 {
		t.current = b
	} else {
		s.acked[t.newest].later = b
	}
	t.newest = b
}

// isOlder reports whether what a place holds is older than an acknowledged write: it is
// the initial record, or was acknowledged before that write was sent.
func (s *Stream) isOlder(spot *spot, b uint32) bool {
	return spot.write == 0 || spot.index != 0 && s.acked[spot.index].turn < s.acked[b].sent
}

// reach notes that a place holds an acknowledged write, or one that is not older.
func (s *Stream) reach(p Place, b uint32, at int64) {
	if a := &s.acked[b]; !a.reached[p] {
		a.reached[p] = true
		s.Reached(p, at-a.at)
	}
}

// hold notes what a place holds of a key from now on, and which acknowledged writes it
// lacks because of that.
func (s *Stream) hold(t *lineage, p Place, write uint32, at int64) {
	spot := &t.places[p]
	if spot.write == write {
		return
	}
	if spot.write == 0 {
		t.left = s.turn
	}
	index := uint32(0)
	if write != 0 {
		index = s.index(t, write)
	}
	spot.write, spot.index = write, index
	for spot.passed != 0 && s.isOlder(spot, spot.passed) {
		spot.passed = s.acked[spot.passed].prev
		s.behind[p]++
	}
	for {
		next := t.first
		if spot.passed != 0 {
			next = s.acked[spot.passed].next
		}
		if next == 0 || s.isOlder(spot, next) {
			return
		}
		spot.passed = next
		s.behind[p]--
		s.reach(p, next, at)
	}
}
