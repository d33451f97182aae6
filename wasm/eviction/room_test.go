package eviction

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// roomy is a cache whose driver stores first and makes room afterwards, and in which
// some keys are pinned.
type roomy struct {
	t          *testing.T
	name       string
	seed       uint64
	room, twin *Room
	in, pinned map[int32]bool
}

func (c *roomy) use(key int32) {
	if c.in[key] {
		c.room.Hit(key)
		c.twin.Hit(key)
		return
	}
	c.room.Add(key, 1)
	c.twin.Add(key, 1)
	c.in[key] = true
}

func (c *roomy) remove(key int32) {
	c.room.Remove(key)
	c.twin.Remove(key)
	delete(c.in, key)
}

func (c *roomy) free(key int32) {
	c.pinned[key] = false
	c.room.Free(key)
	c.twin.Free(key)
}

// evict evicts a key and checks what is promised: it is in the cache and may go, there
// is one whenever a key may go, and equal calls give equal ones.
func (c *roomy) evict() bool {
	free, asked := 0, 0
	for key := range c.in {
		if !c.pinned[key] {
			free++
		}
	}
	victim, ok := c.room.Evict(func(key int32) bool {
		asked++
		return !c.pinned[key]
	})
	again, _ := c.twin.Evict(func(key int32) bool { return !c.pinned[key] })
	switch {
	case ok != (free > 0):
		c.t.Fatalf("%s, seed %d: %d may go, and one goes: %v", c.name, c.seed, free, ok)
	case ok && (!c.in[victim] || c.pinned[victim]):
		c.t.Fatalf("%s, seed %d: the victim %d is in the cache: %v, and pinned: %v", c.name, c.seed, victim, c.in[victim], c.pinned[victim])
	case victim != again:
		c.t.Fatalf("%s, seed %d: the victim is %d, then %d", c.name, c.seed, victim, again)
	}
	if ok {
		c.remove(victim)
	}
	return ok
}

func TestConformance(t *testing.T) {
	const keys, capacity = 40, 10
	for _, name := range Names() {
		for seed := *firstSeed; seed < *firstSeed+6*seeds; seed++ {
			r := rand.New(rand.NewPCG(seed, 1))
			c := &roomy{t, name, seed, NewRoom(New(name, keys, capacity, seed)), NewRoom(New(name, keys, capacity, seed)), map[int32]bool{}, map[int32]bool{}}
			for range 600 {
				switch key := int32(r.IntN(keys)); r.IntN(6) {
				case 0:
					c.remove(key)
				case 1:
					c.pinned[key] = true
				case 2:
					c.free(key)
				default:
					c.use(key)
				}
				for len(c.in) > capacity && c.evict() {
				}
			}
			for key := range int32(keys) {
				c.free(key)
			}
			for len(c.in) > 0 {
				c.evict()
			}
		}
	}
}

// A driver that stores first has the same entries in the end as one that makes room
// first.
func TestStoringFirstChangesNothing(t *testing.T) {
	const keys, capacity = 60, 20
	for _, name := range Names() {
		for kind, workload := range workloads {
			before := newCache(t, New(name, keys, capacity, 1), keys, weights{capacity, func(int32) int64 { return 1 }})
			after := &roomy{t, name, 0, NewRoom(New(name, keys, capacity, 1)), NewRoom(New(name, keys, capacity, 1)), map[int32]bool{}, nil}
			for _, key := range workload(rand.New(rand.NewPCG(*firstSeed, 5)), keys) {
				if key < 0 {
					before.remove(-1 - key)
					after.remove(-1 - key)
					continue
				}
				before.request(key)
				if after.use(key); len(after.in) > capacity {
					after.evict()
				}
			}
			var held []int32
			for key := range after.in {
				held = append(held, key)
			}
			if !slices.Equal(before.held(), sorted(held)) {
				t.Errorf("%s, %s: %v, and if room is made first %v", name, kind, held, before.held())
			}
		}
	}
}

// A key that may not go is asked about once until it is free, however often room is
// needed.
func TestAPinnedKeyCostsOneQuestion(t *testing.T) {
	const keys = 500
	for _, name := range Names() {
		room := NewRoom(New(name, 2*keys, keys, 1))
		for key := range int32(keys) {
			room.Add(key, 1)
		}
		asked := 0
		for key := int32(keys); key < 2*keys; key++ {
			room.Add(key, 1)
			if victim, ok := room.Evict(func(key int32) bool { asked++; return key >= keys }); ok {
				room.Remove(victim)
			}
		}
		if asked > 4*keys {
			t.Errorf("%s: %d questions about %d keys", name, asked, 2*keys)
		}
	}
}

// Each policy evicts the keys that its definition names.
func TestVictims(t *testing.T) {
	for _, row := range []struct {
		fact, name string
		do         func(r *Room)
		want       []int32
	}{
		{
			fact: "first in, first out, however often it is used",
			name: "fifo",
			do:   func(r *Room) { r.Hit(0); r.Hit(0) },
			want: []int32{0, 1, 2, 3},
		},
		{
			fact: "the least recently used goes first",
			name: "lru",
			do:   func(r *Room) { r.Hit(0); r.Hit(2) },
			want: []int32{1, 3, 0, 2},
		},
		{
			fact: "the least frequently used goes first",
			name: "lfu",
			do:   func(r *Room) { r.Hit(0); r.Hit(1); r.Hit(0); r.Hit(3) },
			want: []int32{2, 1, 3, 0},
		},
		{
			fact: "a key that comes back starts at nothing",
			name: "lfu",
			do:   func(r *Room) { r.Hit(0); r.Hit(0); r.Remove(0); r.Add(0, 1); r.settle() },
			want: []int32{1, 2, 3, 0},
		},
		{
			fact: "the hand spares what was used, once",
			name: "sieve",
			do:   func(r *Room) { r.Hit(0); r.Hit(2) },
			want: []int32{1, 3, 0, 2},
		},
		{
			fact: "what was used goes to the back of the queue, once",
			name: "clock",
			do:   func(r *Room) { r.Hit(0); r.Hit(2) },
			want: []int32{1, 3, 0, 2},
		},
		{
			fact: "what comes is no victim, though all others were used",
			name: "lfu",
			do:   func(r *Room) { r.Hit(0); r.Hit(1); r.Hit(2); r.Hit(3); r.Add(4, 1) },
			want: []int32{0, 1, 2, 3},
		},
		{
			fact: "a key that could not go is the newest when it can",
			name: "lru",
			do: func(r *Room) {
				r.Hit(3)
				r.Add(4, 1)
				r.Evict(func(key int32) bool { return key != 0 })
				r.Free(0)
			},
			want: []int32{2, 3, 0, 4},
		},
	} {
		r := NewRoom(New(row.name, 5, 4, 1))
		for key := range int32(4) {
			r.Add(key, 1)
		}
		row.do(r)
		var got []int32
		for range row.want {
			victim, _ := r.Evict(any)
			got = append(got, victim)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %s evicts %v, not %v", row.fact, row.name, got, row.want)
		}
	}
}

// The example of the paper's figure 1: A, B and G of the seven keys in the cache
// have been used when H, A, D, I, B and J are requested.
func TestSIEVEAsInItsPaper(t *testing.T) {
	const a, b, c, d, e, f, g, h, i, j = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
	s := newCache(t, newSIEVE(10), 10, weights{7, func(int32) int64 { return 1 }})
	for _, key := range []int32{g, f, e, d, c, b, a} { // G is the oldest
		s.request(key)
	}
	for _, key := range []int32{a, b, g, h, a, d, i, b, j} {
		s.request(key)
	}
	if want := []int32{a, b, d, g, h, i, j}; !slices.Equal(s.held(), want) {
		t.Errorf("it holds %v, not %v", s.held(), want)
	}
}
