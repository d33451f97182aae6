package judge

import "slices"

// Stream judges a run of any length while it goes on: which reads are old, and which
// acknowledged writes the source lacks. It says the same as a Judgement of that run,
// but has no history that grows with the run: it keeps what was acknowledged only as
// long as something may still turn out to be older.
//
// It is told what happens in the order in which it happens. Reads that are sent after the
// first payment of their key are not judged.
type Stream struct {
	// Reached is called when a place first holds an acknowledged write or one that is
	// not older, with how long after its acknowledgement.
	Reached func(p Place, waited int64)

	turn     uint64      // of what was told last: a sending or an acknowledgement
	sent     []instant   // when each operation was sent
	keys     []keyBits   // by key
	paidFrom []uint64    // by key: the turn of its first payment, if it has one; nil if no key has
	lineages []lineage   // of the keys of which a write is known; the first is not used
	queues   []queue     // by lineage, with a journal
	acked    []acked     // the acknowledged writes; the first is not used
	known    numbers     // their index, by write
	pays     numbers     // payments of which one of acknowledgement and application is still to come
	paidAt   []int64     // when those were acknowledged, notYet for those that were applied first
	unused   []uint32    // the free places of paidAt
	limit    int         // of acked, until something is forgotten
	payLimit int         // of pays, likewise
	behind   [Places]int // how many acknowledged writes each place lacks
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

// lineage is what is known of the writes of a key. For the sake of the processor's cache
// it is small.
type lineage struct {
	first, last     uint32 // the acknowledged ones, by when they were sent
	current, newest uint32 // those of them that none is newer than, by when they were acknowledged
	newer           uint32 // the first that is newer than the initial record
	cached          uint32 // the write that the cache holds, if it holds one
	left            uint64 // the turn in which a place last changed from the initial record
	places          [AfterCrash]spot
}

// queue is what a journal has kept of a key.
type queue struct {
	items  uint32 // how many
	queued uint32 // the write that was queued last
	spot   spot   // AfterCrash
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
	s := &Stream{
		Reached:  func(Place, int64) {},
		keys:     make([]keyBits, keys),
		lineages: make([]lineage, 1),
		acked:    make([]acked, 1),
		limit:    minLimit,
		payLimit: minLimit,
	}
	if journal {
		s.queues = make([]queue, 1)
	}
	return s
}

// hasJournal reports whether the queue survives crashes.
func (s *Stream) hasJournal() bool { return len(s.queues) > 0 }

// Behind returns how many acknowledged writes a place lacks at the moment: it holds
// something older. Of the source, at the end of a quiet run, they are those that are
// lost.
func (s *Stream) Behind(p Place) int {
	if p == AfterCrash && !s.hasJournal() {
		p = AtSource
	}
	return s.behind[p]
}

// Sent is told when an operation is sent.
func (s *Stream) Sent(op int32, at int64) {
	for int(op) >= len(s.sent) {
		s.sent = append(s.sent, instant{})
	}
	s.turn++
	s.sent[op] = instant{at, s.turn}
}

// SentAt returns when an operation was sent.
func (s *Stream) SentAt(op int32) int64 { return s.sent[op].at }

// Read returns whether a read is old that is answered with what a write has made, 0
// for the initial record, and whether it is judged at all. If it is old, age is how long
// before it was sent a newer write had been acknowledged.
func (s *Stream) Read(op, key int32, write uint32) (age int64, isOld, isJudged bool) {
	bits := s.keys[key]
	switch {
	case bits&isPaid != 0 && s.sent[op].turn > s.paidFrom[key]:
		return 0, false, false
	case bits < firstIndex:
		return 0, false, true
	}
	i := uint32(bits / firstIndex)
	newer := s.lineages[i].newer
	if write != 0 {
		newer = s.newer(i, write)
	}
	if newer == 0 || s.acked[newer].turn > s.sent[op].turn {
		return 0, false, true
	}
	return s.sent[op].at - s.acked[newer].at, true, true
}

// newer returns the first acknowledged write that is newer than another one, 0 if there
// is none.
func (s *Stream) newer(i, write uint32) uint32 {
	index := s.index(i, write)
	if index == s.lineages[i].newest {
		return 0 // as it is most of the time
	}
	return s.acked[index].newer
}

// spot returns what a place holds of a key.
func (s *Stream) spot(i uint32, p Place) *spot {
	if p == AfterCrash {
		return &s.queues[i].spot
	}
	return &s.lineages[i].places[p]
}

// places returns how many places there are that differ.
func (s *Stream) places() Place {
	if s.hasJournal() {
		return Places
	}
	return AfterCrash
}

// index returns the index of a write of a key, 0 if it was not acknowledged.
func (s *Stream) index(i, write uint32) uint32 {
	for p := range s.places() {
		if spot := s.spot(i, p); spot.write == write {
			return spot.index
		}
	}
	return s.known.get(write)
}

// Acknowledged is told when an operation is answered that has written a record.
func (s *Stream) Acknowledged(op, key int32, write uint32, at int64) {
	i := s.of(key)
	s.turn++
	b := uint32(len(s.acked))
	s.acked = append(s.acked, acked{at: at, turn: s.turn, sent: s.sent[op].turn, write: write})
	s.known.put(write, b)
	s.insert(&s.lineages[i], b)
	s.supersede(&s.lineages[i], b)
	for p := range s.places() {
		spot := s.spot(i, p)
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
		s.reach(p, b, at)
	}
}

// of returns the index of what is known of a key.
func (s *Stream) of(key int32) uint32 {
	if s.keys[key] < firstIndex {
		s.keys[key] |= keyBits(len(s.lineages)) * firstIndex
		if len(s.lineages) == cap(s.lineages) {
			s.lineages = slices.Grow(s.lineages, len(s.lineages)) // append alone would copy it more often
		}
		s.lineages = append(s.lineages, lineage{})
		if s.hasJournal() {
			s.queues = append(s.queues, queue{})
		}
	}
	return uint32(s.keys[key] / firstIndex)
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
func (s *Stream) hold(i uint32, p Place, write uint32, at int64) {
	t, spot := &s.lineages[i], s.spot(i, p)
	if spot.write == write {
		return
	}
	if spot.write == 0 {
		t.left = s.turn
	}
	index := uint32(0)
	if write != 0 {
		index = s.index(i, write)
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
