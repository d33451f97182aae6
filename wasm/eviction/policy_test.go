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
	sizes := map[string]func(int32) int64{
		"1":   func(int32) int64 { return 1 },
		"any": func(key int32) int64 { return 1 + int64(key)*7%5 },
	}
	for _, name := range Names() {
		if name == "random" {
			continue
		}
		for kind, workload := range workloads {
			for seed := *firstSeed; seed < *firstSeed+seeds; seed++ {
				for sized, size := range sizes {
					keys, capacity := 60, []int64{190, 20, 7, 2, 1}[seed%5]
					switch {
					case sized == "any":
						capacity = capacity%100 + 4 // what the greatest key takes
					case capacity > 100: // W-TinyLFU's window has more than one key
						keys = 260
					}
					c := compared{name, kind, sized, seed, keys, weights{capacity, size}}
					c.compare(t, workload(rand.New(rand.NewPCG(seed, 2)), keys))
				}
			}
		}
	}
}

// compared is a policy that is compared with its model.
type compared struct {
	name, workload, sizes string
	seed                  uint64
	keys                  int
	weights
}

func (x compared) compare(t *testing.T, requests []int32) {
	c, m := newCache(t, New(x.name, x.keys, x.capacity, 1), x.keys, x.weights), modelOf(x.name, x.weights)
	if m == nil {
		t.Fatalf("%s has no model", x.name)
	}
	for i, key := range requests {
		if key < 0 {
			c.remove(-1 - key)
			m.remove(-1 - key)
		} else if got, want := c.request(key), m.request(key); got != want {
			t.Fatalf("%s, %s, sizes %s, seed %d, request %d: key %d is there: %v, in the model %v", x.name, x.workload, x.sizes, x.seed, i, key, got, want)
		}
		if held := slices.Clone(m.held()); i%50 == 0 && !slices.Equal(c.held(), sorted(held)) {
			t.Fatalf("%s, %s, sizes %s, seed %d, request %d: it holds %v, the model %v", x.name, x.workload, x.sizes, x.seed, i, c.held(), held)
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

// A key in the queue that is used when the stack does not reach back to it any more
// goes to the end of the queue, and does not become LIR.
func TestLIRSQueue(t *testing.T) {
	const a, b, c, d = 297, 298, 299, 300
	p := newCache(t, newLIRS(400, 300), 400, weights{300, func(int32) int64 { return 1 }})
	for range 2 { // the second time the stack leaves a, b and c behind
		for key := range int32(297) {
			p.request(key)
		}
		p.request(a)
		p.request(b)
		p.request(c)
		for key := range int32(297) {
			p.request(key)
		}
	}
	p.request(d)
	if !p.in[c] || !p.in[b] || p.in[a] {
		t.Errorf("a is there: %v, b: %v, c: %v", p.in[a], p.in[b], p.in[c])
	}
	p.request(b)
	if p.request(301); p.in[c] || !p.in[b] || !p.in[d] {
		t.Errorf("then b is there: %v, c: %v, d: %v", p.in[b], p.in[c], p.in[d])
	}
}

// A count goes up to 15, and is halved as often as a sample is complete, whether or not
// the key is used then.
func TestFrequencies(t *testing.T) {
	f := frequencies{counts: make([]uint32, 2)}
	for range 40 {
		f.use(0, 100)
	}
	for i, want := range []uint32{15, 7, 3, 1, 0, 0} {
		if got := f.count(0); got != want {
			t.Errorf("after %d halvings the count is %d, not %d", i, got, want)
		}
		for halved := f.halved; f.halved == halved; {
			f.use(1, 100)
		}
	}
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
