package eviction

import (
	"flag"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

var (
	firstSeed = flag.Uint64("seed", 0, "the first seed of the random workloads")
	// seeds is how many random workloads are tried of each kind.
	seeds = map[bool]uint64{false: 5, true: 1}[runtime.GOOS == "js"]
	// long is how many requests a workload has.
	long = map[bool]int{false: 1500, true: 500}[runtime.GOOS == "js"]
)

func any(int32) bool { return true }

// cache drives a policy as its contract says, and checks what it promises.
type cache struct {
	weights
	t      *testing.T
	policy Policy
	in     []bool
	used   int64
}

func newCache(t *testing.T, policy Policy, keys int, w weights) *cache {
	return &cache{weights: w, t: t, policy: policy, in: make([]bool, keys)}
}

func (c *cache) request(key int32) bool {
	if c.in[key] {
		c.policy.Hit(key)
		return true
	}
	size := c.size(key)
	c.policy.Come(key, uint32(size))
	for c.used+size > c.capacity {
		victim, ok := c.policy.Victim()
		if !ok || !c.in[victim] {
			c.t.Fatalf("the victim is %d, %v, with %d of %d used", victim, ok, c.used, c.capacity)
		}
		c.forget(victim, true)
	}
	c.policy.Add(key, uint32(size))
	c.in[key] = true
	c.used += size
	return false
}

func (c *cache) remove(key int32) { c.forget(key, false) }

func (c *cache) forget(key int32, evicted bool) {
	if c.in[key] {
		c.in[key] = false
		c.used -= c.size(key)
	}
	c.policy.Remove(key, evicted)
}

func (c *cache) held() (keys []int32) {
	for key, in := range c.in {
		if in {
			keys = append(keys, int32(key))
		}
	}
	return keys
}

// workloads are sequences of keys, and of keys less one negated that are removed.
var workloads = map[string]func(r *rand.Rand, keys int) []int32{
	"zipf": func(r *rand.Rand, keys int) []int32 {
		z := rand.NewZipf(r, 1.1, 1, uint64(keys-1))
		return fill(long, func(int) int32 { return int32(z.Uint64()) })
	},
	"loop": func(r *rand.Rand, keys int) []int32 {
		length := 2 + r.IntN(keys-1)
		return fill(long, func(i int) int32 { return int32(i % length) })
	},
	"scans among zipf": func(r *rand.Rand, keys int) []int32 {
		z := rand.NewZipf(r, 1.3, 1, uint64(keys/2-1))
		return fill(long, func(i int) int32 {
			if i%200 < keys/2 {
				return int32(keys/2 + i%200)
			}
			return int32(z.Uint64())
		})
	},
	"churn": func(r *rand.Rand, keys int) []int32 {
		return fill(long, func(i int) int32 { return int32((i/20 + r.IntN(1+r.IntN(keys))) % keys) })
	},
	"removals among zipf": func(r *rand.Rand, keys int) []int32 {
		z := rand.NewZipf(r, 1.1, 1, uint64(keys-1))
		return fill(long, func(int) int32 {
			if r.IntN(6) == 0 {
				return -1 - int32(z.Uint64())
			}
			return int32(z.Uint64())
		})
	},
}

func fill(n int, with func(i int) int32) []int32 {
	list := make([]int32, n)
	for i := range list {
		list[i] = with(i)
	}
	return list
}

// Each policy holds at any time what a slow model of it holds, which was written from
// its paper: with keys of the size 1 and of others, and with keys that are removed.
func TestPoliciesHoldWhatTheirModelsHold(t *testing.T) {
	const keys = 60
	sizes := map[string]func(int32) int64{
		"1":   func(int32) int64 { return 1 },
		"any": func(key int32) int64 { return 1 + int64(key)*7%5 },
	}
	for _, name := range Names() {
		if name == "random" {
			continue
		}
		if modelOf(name, weights{}) == nil {
			t.Fatalf("%s has no model", name)
		}
		for kind, workload := range workloads {
			for seed := *firstSeed; seed < *firstSeed+seeds; seed++ {
				for sized, size := range sizes {
					capacity := []int64{1, 2, 7, 20, 45}[seed%5]
					if sized == "any" {
						capacity += 4 // what the greatest key takes
					}
					w := weights{capacity, size}
					c, m := newCache(t, New(name, keys, capacity, 1), keys, w), modelOf(name, w)
					for i, key := range workload(rand.New(rand.NewPCG(seed, 2)), keys) {
						if key < 0 {
							c.remove(-1 - key)
							m.remove(-1 - key)
						} else if got, want := c.request(key), m.request(key); got != want {
							t.Fatalf("%s, %s, sizes %s, seed %d, request %d: key %d is there: %v, in the model %v", name, kind, sized, seed, i, key, got, want)
						}
						if held := slices.Clone(m.held()); i%50 == 0 && !slices.Equal(c.held(), sorted(held)) {
							t.Fatalf("%s, %s, sizes %s, seed %d, request %d: it holds %v, the model %v", name, kind, sized, seed, i, c.held(), held)
						}
					}
				}
			}
		}
	}
}

func sorted(keys []int32) []int32 {
	slices.Sort(keys)
	return keys
}

// Hits tells a policy what Hit tells it key by key.
func TestHitsAreHitsInTurn(t *testing.T) {
	const keys = 60
	for _, name := range Names() {
		requests := workloads["zipf"](rand.New(rand.NewPCG(*firstSeed, 3)), keys)
		w := weights{20, func(int32) int64 { return 1 }}
		one, many := newCache(t, New(name, keys, 20, 1), keys, w), newCache(t, New(name, keys, 20, 1), keys, w)
		misses := 0
		for _, key := range requests {
			if !one.request(key) {
				misses++
			}
		}
		again := 0
		for rest := requests; len(rest) > 0; {
			if rest = rest[many.policy.Hits(rest, many.in):]; len(rest) > 0 {
				many.request(rest[0])
				rest = rest[1:]
				again++
			}
		}
		if misses != again || !slices.Equal(one.held(), many.held()) {
			t.Errorf("%s: %d misses one by one, %d otherwise", name, misses, again)
		}
	}
}

// misses counts what a policy misses.
func misses(t *testing.T, policy Policy, capacity int, requests []int32) (n int) {
	c := newCache(t, policy, int(slices.Max(requests))+1, weights{int64(capacity), func(int32) int64 { return 1 }})
	for i, key := range requests {
		if b, ok := policy.(*Belady); ok {
			b.Now = i
		}
		if !c.request(key) {
			n++
		}
	}
	return n
}

// What is known from papers and books about sequences that can be written down.
func TestMissesThatAreKnown(t *testing.T) {
	anomaly := []int32{1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5}                      // Belady, Nelson and Shedler, 1969
	book := []int32{7, 0, 1, 2, 0, 3, 0, 4, 2, 3, 0, 3, 2, 1, 2, 0, 1, 7, 0, 1} // Silberschatz, Galvin and Gagne, Operating System Concepts
	loop := fill(10*200, func(i int) int32 { return int32(i % 200) })
	scanned := fill(4000, func(i int) int32 { // 50 keys that are used in turn, and every other request one of a long scan
		if i%2 == 0 {
			return int32(i / 2 % 50)
		}
		return int32(50 + i/2)
	})
	for _, row := range []struct {
		fact, name string
		capacity   int
		requests   []int32
		want       int
	}{
		{"Belady's anomaly, 3 frames", "fifo", 3, anomaly, 9},
		{"Belady's anomaly, 4 frames", "fifo", 4, anomaly, 10},
		{"LRU has no anomaly, 3 frames", "lru", 3, anomaly, 10},
		{"LRU has no anomaly, 4 frames", "lru", 4, anomaly, 8},
		{"the optimum, 3 frames", "belady", 3, anomaly, 7},
		{"the optimum, 4 frames", "belady", 4, anomaly, 6},
		{"the book's string", "fifo", 3, book, 15},
		{"the book's string", "lru", 3, book, 12},
		{"the book's string", "belady", 3, book, 9},
		{"a loop that does not fit misses always", "lru", 100, loop, 2000},
		{"a loop that does not fit misses always", "fifo", 100, loop, 2000},
		{"a loop that does not fit misses always", "clock", 100, loop, 2000},
		{"LIR keys of a loop stay: all but one of the cache hit in each of nine rounds", "lirs", 100, loop, 2000 - 9*99},
		{"the optimum has every other key of a loop twice as long as the cache", "belady", 100, loop, 200 + 9*100},
		{"a scan takes nothing from LIRS: 30 keys are LIR at once, 20 when they come back", "lirs", 60, scanned, 50 + 20 + 2000},
		{"a scan as long as the cache empties LRU", "lru", 60, scanned, 4000},
		{"a scan takes nothing that is used again from the optimum", "belady", 60, scanned, 50 + 2000},
	} {
		policy := New(row.name, int(slices.Max(row.requests))+1, int64(row.capacity), 1)
		if row.name == "belady" {
			policy = NewBelady(int(slices.Max(row.requests))+1, row.requests)
		}
		if got := misses(t, policy, row.capacity, row.requests); got != row.want {
			t.Errorf("%s: %s of %d misses %d, not %d", row.fact, row.name, row.capacity, got, row.want)
		}
	}
}

// No policy misses less than the optimum, which misses as often as a search through
// what is still to come finds.
func TestNothingIsBetterThanTheOptimum(t *testing.T) {
	const keys = 30
	for kind, workload := range workloads {
		for seed := *firstSeed; seed < *firstSeed+seeds; seed++ {
			requests := slices.DeleteFunc(workload(rand.New(rand.NewPCG(seed, 4)), keys), func(key int32) bool { return key < 0 })
			requests = append(requests, keys-1)
			capacity := 1 + int(seed)%10
			least := misses(t, NewBelady(keys, requests), capacity, requests)
			if want := optimum(capacity, requests); least != want {
				t.Errorf("%s, seed %d: %d misses, not %d", kind, seed, least, want)
			}
			for _, name := range Names() {
				if got := misses(t, New(name, keys, int64(capacity), seed), capacity, requests); got < least {
					t.Errorf("%s, seed %d: %s misses %d, the optimum %d", kind, seed, name, got, least)
				}
			}
		}
	}
}

func optimum(capacity int, requests []int32) (misses int) {
	var held line
	for i, key := range requests {
		if held.has(key) {
			continue
		}
		misses++
		if len(held) == capacity {
			last, victim := -1, held[0]
			for _, k := range held {
				again := slices.Index(requests[i:], k)
				if again < 0 {
					victim = k
					break
				}
				if again > last {
					last, victim = again, k
				}
			}
			held.take(victim)
		}
		held.add(key)
	}
	return misses
}

// Any key is as likely as the others.
func TestRandomIsFair(t *testing.T) {
	const keys, draws = 10, 10000
	p := New("random", keys, keys, *firstSeed)
	for key := range int32(keys) {
		p.Add(key, 1)
	}
	var times [keys]int
	for range draws {
		victim, _ := p.Victim()
		p.Remove(victim, true)
		p.Add(victim, 1)
		times[victim]++
	}
	chi := 0.0
	for _, n := range times {
		chi += float64((n-draws/keys)*(n-draws/keys)) / (draws / keys)
	}
	if chi > 27.9 { // one seed in a thousand
		t.Errorf("the victims are %v: chi-square is %.1f with 9 degrees of freedom", times, chi)
	}
}
