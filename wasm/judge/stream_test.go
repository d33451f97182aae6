package judge

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// recount is what a Stream says, counted anew each time from everything that happened.
type recount struct {
	writes  []recorded // by number, from 1
	turn    int
	places  map[int32]*[Places]uint32
	watched Place // the places before it are told of when they hold a write
}

// recorded is a write and what became of it.
type recorded struct {
	key                    int32
	sent, acknowledged     int // turns, 0 if not yet
	acknowledgedAt, sentAt int64
	reached                [Places]bool
}

// older is the rule: a record is older than a write if it is the initial one or was
// acknowledged before the write was sent.
func (c *recount) older(record, write uint32) bool {
	return record == 0 || c.writes[record].acknowledged != 0 && c.writes[record].acknowledged < c.writes[write].sent
}

// lacking lists the acknowledged writes of which a place holds something older.
func (c *recount) lacking(p Place) (list []uint32) {
	for i := 1; i < len(c.writes); i++ {
		w := uint32(i)
		held := c.places[c.writes[w].key][p]
		if c.writes[w].acknowledged != 0 && held != w && c.older(held, w) {
			list = append(list, w)
		}
	}
	return list
}

// old returns whether a read is old, and how long before it was sent the first newer
// write had been acknowledged.
func (c *recount) old(key int32, sent int, sentAt int64, record uint32) (age int64, old bool) {
	for i := 1; i < len(c.writes); i++ {
		w := &c.writes[i]
		if w.key == key && w.acknowledged != 0 && w.acknowledged < sent && uint32(i) != record && c.older(record, uint32(i)) {
			age, old = max(age, sentAt-w.acknowledgedAt), true
		}
	}
	return age, old
}

// reached lists how long after its acknowledgement a place has come to hold each write
// that it lacks no more.
func (c *recount) reached(now int64) (list []int64) {
	for p := range c.watched {
		lacking := c.lacking(p)
		for i := 1; i < len(c.writes); i++ {
			if w := &c.writes[i]; w.acknowledged != 0 && !w.reached[p] && !slices.Contains(lacking, uint32(i)) {
				w.reached[p] = true
				list = append(list, int64(p)<<32|(now-w.acknowledgedAt))
			}
		}
	}
	slices.Sort(list)
	return list
}

// chaos is a run in which operations on a few keys do, in any order, what a strategy
// might have them do.
type chaos struct {
	*rand.Rand
	*recount
	t       *testing.T
	s       *Stream
	now     int64
	running []*running
	free    []int32
	queue   []carried
	late    []carried // saves whose operation has ended
	told    []int64   // by Reached
	olds    int
}

type running struct {
	slot, key int32
	own       uint32 // its write, 0 for a read
	hand      uint32
	loaded    bool
	sent      int
	sentAt    int64
	answered  bool
}

type carried struct {
	key   int32
	write uint32
}

// step does one thing.
func (c *chaos) step() {
	c.now += c.Int64N(3)
	if len(c.running) == 0 || len(c.running) < 6 && c.IntN(4) == 0 {
		c.send()
		return
	}
	op := c.running[c.IntN(len(c.running))]
	switch place := c.places[op.key]; c.IntN(14) {
	case 0:
		if c.IntN(4) == 0 {
			c.hold(op.key, InView, 0, false)
		}
	case 1, 2: // load, from cache, source or queue
		if op.own == 0 {
			op.hand, op.loaded = place[[]Place{InView, AtSource, AfterCrash}[c.IntN(3)]], true
		}
	case 3:
		if op.loaded {
			c.hold(op.key, InView, op.hand, true)
		}
	case 4, 5:
		if op.own != 0 {
			c.hold(op.key, AtSource, op.own, true)
		}
	case 6:
		if op.own != 0 {
			c.queue = append(c.queue, carried{op.key, op.own})
			c.s.Queued(op.key, op.own, c.now)
			if c.watched == Places {
				place[AfterCrash] = op.own
			}
		}
	case 7:
		if len(c.queue) > 0 && c.IntN(2) == 0 {
			first := c.queue[0]
			if c.IntN(4) > 0 { // otherwise it is dropped
				c.hold(first.key, AtSource, first.write, true)
			}
			c.queue = c.queue[1:]
			c.s.Unqueued(first.key, c.now)
			if c.watched == Places && !slices.ContainsFunc(c.queue, func(x carried) bool { return x.key == first.key }) {
				c.places[first.key][AfterCrash] = c.places[first.key][AtSource]
			}
		}
	case 8, 9, 12, 13:
		c.answer(op)
	case 10:
		c.end(op)
	case 11:
		if len(c.late) > 0 {
			i := c.IntN(len(c.late))
			c.hold(c.late[i].key, AtSource, c.late[i].write, true)
			c.late = slices.Delete(c.late, i, i+1)
		}
	}
}

func (c *chaos) send() {
	if len(c.free) == 0 {
		c.free = append(c.free, int32(len(c.running)))
	}
	i := c.IntN(len(c.free))
	op := &running{slot: c.free[i], key: int32(c.IntN(len(c.places))), sentAt: c.now}
	c.free = slices.Delete(c.free, i, i+1)
	c.turn++
	op.sent = c.turn
	c.s.Sent(op.slot, c.now)
	if c.IntN(3) == 0 {
		op.own, op.hand, op.loaded = uint32(len(c.writes)), uint32(len(c.writes)), true
		c.writes = append(c.writes, recorded{key: op.key, sent: c.turn, sentAt: c.now})
	}
	c.running = append(c.running, op)
}

// hold changes what cache or source hold.
func (c *chaos) hold(key int32, p Place, write uint32, present bool) {
	place := c.places[key]
	if p == AtSource {
		inCache := c.s.keys[key]&isCached != 0
		place[AtSource] = write
		if !inCache {
			place[InView] = write
		}
		if c.watched < Places || !slices.ContainsFunc(c.queue, func(x carried) bool { return x.key == key }) {
			place[AfterCrash] = write
		}
		c.s.Held(key, write, c.now)
		return
	}
	place[InView] = write
	if !present {
		place[InView] = place[AtSource]
	}
	c.s.Cached(key, write, present, c.now)
}

func (c *chaos) answer(op *running) {
	if op.answered || !op.loaded {
		return
	}
	op.answered = true
	if op.own != 0 {
		c.turn++
		w := &c.writes[op.own]
		w.acknowledged, w.acknowledgedAt = c.turn, c.now
		c.s.Acknowledged(op.slot, op.key, op.own, c.now)
		return
	}
	age, old, _ := c.s.Read(op.slot, op.key, op.hand)
	wantAge, wantOld := c.old(op.key, op.sent, op.sentAt, op.hand)
	if age != wantAge || old != wantOld {
		c.t.Errorf("a read of %d is old %v, by %d; not %v, by %d", op.hand, old, age, wantOld, wantAge)
	}
	if old {
		c.olds++
	}
}

func (c *chaos) end(op *running) {
	if op.own != 0 && c.IntN(3) == 0 {
		c.late = append(c.late, carried{op.key, op.own})
	}
	c.free = append(c.free, op.slot)
	c.running = slices.DeleteFunc(c.running, func(r *running) bool { return r == op })
}

// named names what operations, queue and late saves may still bring somewhere.
func (c *chaos) named(yield func(op, key int32, write uint32)) {
	for _, op := range c.running {
		yield(op.slot, op.key, op.hand)
	}
	for _, x := range append(slices.Clone(c.queue), c.late...) {
		yield(None, x.key, x.write)
	}
}

// A Stream says of any run what a recount of all that happened says, however often it
// forgets.
func TestStreamAgainstARecount(t *testing.T) {
	runs, olds, kept := 400, 0, 0
	if runtime.GOARCH == "wasm" {
		runs = 40
	}
	for seed := range uint64(runs) {
		c := &chaos{Rand: rand.New(rand.NewPCG(seed, 1)), t: t, recount: &recount{writes: make([]recorded, 1), places: map[int32]*[Places]uint32{}}}
		for key := range 1 + c.IntN(3) {
			c.places[int32(key)] = &[Places]uint32{}
		}
		c.watched = []Place{AfterCrash, Places}[c.IntN(2)]
		c.s = NewStream(len(c.places), c.watched == Places)
		c.s.Reached = func(p Place, waited int64) { c.told = append(c.told, int64(p)<<32|waited) }
		for range 300 {
			c.told = c.told[:0]
			c.step()
			want := c.reached(c.now)
			if slices.Sort(c.told); !slices.Equal(c.told, want) {
				t.Errorf("writes reached places after %x, not %x", c.told, want)
			}
			for p := range Places {
				if got, want := c.s.Behind(p), len(c.lacking(p)); got != want {
					t.Errorf("place %d lacks %d writes, not %d", p, got, want)
				}
			}
			if c.IntN(20) == 0 {
				c.s.Forget(c.named)
			}
			if t.Failed() {
				t.Fatalf("seed %d, at %d: %+v", seed, c.now, c.writes)
			}
		}
		c.s.Forget(c.named)
		olds, kept = olds+c.olds, kept+len(c.s.acked)
	}
	if olds < runs || kept > 20*runs {
		t.Errorf("in %d runs %d reads were old, and %d writes are kept", runs, olds, kept)
	}
}

// An acknowledged payment is lacking until the source applies it; with a journal a
// crash loses none.
func TestStreamOfPayments(t *testing.T) {
	const acknowledged, applied = 'k', 'a'
	for _, c := range []struct {
		name    string
		journal bool
		told    []rune // of the payment
		lacks   [Places]int
		waits   []int64
	}{
		{"acknowledged and not applied", false, []rune{acknowledged}, [Places]int{0, 1, 1}, nil},
		{"the same with a journal", true, []rune{acknowledged}, [Places]int{0, 1, 0}, nil},
		{"applied and not acknowledged", false, []rune{applied}, [Places]int{}, nil},
		{"applied first", false, []rune{applied, acknowledged}, [Places]int{}, []int64{0}},
		{"acknowledged first", false, []rune{acknowledged, applied}, [Places]int{}, []int64{10}},
	} {
		s := NewStream(2, c.journal)
		var waits []int64
		s.Reached = func(p Place, waited int64) { waits = append(waits, waited) }
		s.PaySent(1)
		for i, told := range c.told {
			if told == applied {
				s.PayApplied(7, int64(10*i))
			} else {
				s.PayAcknowledged(7, int64(10*i))
			}
		}
		if lacks := [Places]int{s.Behind(InView), s.Behind(AtSource), s.Behind(AfterCrash)}; lacks != c.lacks || !slices.Equal(waits, c.waits) {
			t.Errorf("%s: %v are lacking, and the source waited %v; not %v, %v", c.name, lacks, waits, c.lacks, c.waits)
		}
	}
}

// Payments that are lost, or of which nobody is told, take no more room once nothing comes of
// them any more; and those that are lost stay so.
func TestStreamForgetsPayments(t *testing.T) {
	s := NewStream(1, false)
	s.PaySent(0)
	lost := 0
	for n := uint32(1); n <= 20*minLimit; n++ {
		if n%2 == 0 {
			s.PayAcknowledged(n, 0)
			lost++
		} else {
			s.PayApplied(n, 0)
		}
		if s.Full() {
			s.Forget(func(yield func(op, key int32, write uint32)) { yield(None, 0, 2) })
		}
	}
	if s.Behind(AtSource) != lost || len(s.paidAt) > 2*minLimit {
		t.Errorf("%d of %d lost payments are lacking, and %d remembered", s.Behind(AtSource), lost, len(s.paidAt))
	}
	if s.PayApplied(2, 0); s.Behind(AtSource) != lost-1 {
		t.Error("a payment that may still have come was forgotten")
	}
}

// Reads of a key that are sent after its first payment are not judged.
func TestStreamDoesNotJudgeReadsBesidePayments(t *testing.T) {
	for paid, isJudged := range map[string]bool{"never": true, "before": false, "after": true} {
		s := NewStream(1, false)
		s.Sent(0, 0)
		if paid == "before" {
			s.PaySent(0)
		}
		s.Acknowledged(0, 0, 1, 5)
		s.Sent(0, 9)
		if paid == "after" {
			s.PaySent(0)
		}
		if age, old, judged := s.Read(0, 0, 0); old != isJudged || judged != isJudged || isJudged && age != 4 {
			t.Errorf("paid %s: a read of the initial record is old %v, by %d", paid, old, age)
		}
	}
}

func TestNumbersAgainstAMap(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 2))
		var n numbers
		want := map[uint32]uint32{}
		for range 2000 {
			key := 1 + r.Uint32N(1<<r.IntN(12))
			switch got := n.get(key); {
			case got != want[key]:
				t.Fatalf("seed %d: %d is %d, not %d", seed, key, got, want[key])
			case got == 0 && r.IntN(3) > 0:
				want[key] = 1 + r.Uint32()/2
				n.put(key, want[key])
			case r.IntN(3) > 0:
				if taken := n.take(key); taken != want[key] {
					t.Fatalf("seed %d: took %d of %d, not %d", seed, taken, key, want[key])
				}
				delete(want, key)
			}
		}
		if n.count != len(want) {
			t.Errorf("seed %d: %d keys, not %d", seed, n.count, len(want))
		}
	}
}
