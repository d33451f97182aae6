package eviction

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func any(int32) bool { return true }

// conformance checks what every policy promises: its victim is in the cache and
// may be evicted, there is a victim whenever a key may be evicted, a removed key
// is no victim, and equal calls give equal victims.
func conformance(t *testing.T, name string, seed uint64) {
	t.Helper()
	const keys = 40
	r := rand.New(rand.NewPCG(seed, 1))
	p, twin := New(name, keys, seed), New(name, keys, seed)
	in, pinned := map[int32]bool{}, map[int32]bool{}
	for range 2000 {
		key := int32(r.IntN(keys))
		pinned[int32(r.IntN(keys))] = r.IntN(3) == 0
		switch {
		case !in[key]:
			p.Add(key)
			twin.Add(key)
			in[key] = true
		case r.IntN(4) == 0:
			p.Remove(key)
			twin.Remove(key)
			delete(in, key)
		default:
			p.Hit(key)
			twin.Hit(key)
		}
		if len(in) <= 10 && r.IntN(5) > 0 {
			continue
		}
		may := func(key int32) bool { return !pinned[key] }
		free := 0
		for key := range in {
			if may(key) {
				free++
			}
		}
		victim, ok := p.Victim(may)
		again, _ := twin.Victim(may)
		switch {
		case ok != (free > 0):
			t.Fatalf("%s, seed %d: %d may go, and a victim is found: %v", name, seed, free, ok)
		case ok && (!in[victim] || pinned[victim]):
			t.Fatalf("%s, seed %d: the victim %d is in the cache: %v, and pinned: %v", name, seed, victim, in[victim], pinned[victim])
		case victim != again:
			t.Fatalf("%s, seed %d: the victim is %d, then %d", name, seed, victim, again)
		}
		if ok {
			p.Remove(victim)
			twin.Remove(victim)
			delete(in, victim)
		}
	}
}

func TestConformance(t *testing.T) {
	for _, name := range Names() {
		for seed := range uint64(50) {
			conformance(t, name, seed)
		}
	}
}

// replay counts the misses of a trace of keys in a cache of some size.
func replay(name string, capacity int, trace []int32) int {
	p := New(name, int(slices.Max(trace))+1, 1)
	in, held, misses := make([]bool, slices.Max(trace)+1), 0, 0
	for _, key := range trace {
		if in[key] {
			p.Hit(key)
			continue
		}
		misses++
		if held == capacity {
			victim, _ := p.Victim(any)
			p.Remove(victim)
			in[victim] = false
			held--
		}
		p.Add(key)
		in[key] = true
		held++
	}
	return misses
}

// Each policy evicts the keys that its definition names.
func TestVictims(t *testing.T) {
	for _, row := range []struct {
		fact, name string
		do         func(p Policy)
		want       []int32
	}{
		{
			fact: "first in, first out, however often it is used",
			name: "fifo",
			do:   func(p Policy) { p.Hit(0); p.Hit(0) },
			want: []int32{0, 1, 2, 3},
		},
		{
			fact: "the least recently used goes first",
			name: "lru",
			do:   func(p Policy) { p.Hit(0); p.Hit(2) },
			want: []int32{1, 3, 0, 2},
		},
		{
			fact: "the least frequently used goes first",
			name: "lfu",
			do:   func(p Policy) { p.Hit(0); p.Hit(1); p.Hit(0); p.Hit(3) },
			want: []int32{2, 1, 3, 0},
		},
		{
			fact: "a key that comes back starts at nothing",
			name: "lfu",
			do:   func(p Policy) { p.Hit(0); p.Hit(0); p.Remove(0); p.Add(0) },
			want: []int32{1, 2, 3, 0},
		},
		{
			fact: "the hand spares what was used, once",
			name: "sieve",
			do:   func(p Policy) { p.Hit(0); p.Hit(2) },
			want: []int32{1, 3, 0, 2},
		},
	} {
		p := New(row.name, 4, 1)
		for key := range int32(4) {
			p.Add(key)
		}
		row.do(p)
		var got []int32
		for range row.want {
			victim, _ := p.Victim(any)
			p.Remove(victim)
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
	p := newSIEVE(10)
	for _, key := range []int32{g, f, e, d, c, b, a} { // G is the oldest
		p.Add(key)
	}
	for _, key := range []int32{a, b, g} {
		p.Hit(key)
	}
	var evicted []int32
	for _, key := range []int32{h, a, d, i, b, j} {
		if p.in[key] {
			p.Hit(key)
			continue
		}
		victim, _ := p.Victim(any)
		p.Remove(victim)
		evicted = append(evicted, victim)
		p.Add(key)
	}
	if want := []int32{f, e, c}; !slices.Equal(evicted, want) {
		t.Errorf("evicted %v, not %v", evicted, want)
	}
}

// On random traces the policies miss exactly as often as slow models of them.
func TestMissesAsAModelHasThem(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 2))
		zipf := rand.NewZipf(r, 1.2, 1, 99)
		trace := make([]int32, 3000)
		for i := range trace {
			trace[i] = int32(zipf.Uint64())
		}
		for _, capacity := range []int{1, 5, 20} {
			for name, model := range map[string]func(int, []int32) int{"fifo": modelFIFO, "lru": modelLRU, "lfu": modelLFU} {
				if got, want := replay(name, capacity, trace), model(capacity, trace); got != want {
					t.Errorf("seed %d: %s of %d misses %d times, not %d", seed, name, capacity, got, want)
				}
			}
		}
	}
}

func modelFIFO(capacity int, trace []int32) int { return modelQueue(capacity, trace, false) }
func modelLRU(capacity int, trace []int32) int  { return modelQueue(capacity, trace, true) }

func modelQueue(capacity int, trace []int32, renew bool) int {
	var queue []int32
	misses := 0
	for _, key := range trace {
		i := slices.Index(queue, key)
		if i >= 0 && !renew {
			continue
		}
		if i >= 0 {
			queue = slices.Delete(queue, i, i+1)
		} else {
			misses++
		}
		queue = append(queue, key)
		queue = queue[max(len(queue)-capacity, 0):]
	}
	return misses
}

func modelLFU(capacity int, trace []int32) int {
	type use struct{ count, since int }
	held := map[int32]use{}
	misses := 0
	for now, key := range trace {
		u, ok := held[key]
		if !ok {
			misses++
			if len(held) == capacity {
				victim, least := int32(-1), use{}
				for k, u := range held {
					if victim < 0 || u.count < least.count || u.count == least.count && u.since < least.since {
						victim, least = k, u
					}
				}
				delete(held, victim)
			}
			held[key] = use{0, now}
			continue
		}
		held[key] = use{min(u.count+1, maxUses), now}
	}
	return misses
}
