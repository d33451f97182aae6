package eviction

import (
	"math/rand/v2"
	"slices"
	"testing"
)

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

// Also where keys are removed between, of which it knows when as well, what goes is what
// is asked for last.
func TestTheOptimumHoldsWhatASearchHolds(t *testing.T) {
	const keys, capacity = 60, 20
	for seed := *firstSeed; seed < *firstSeed+seeds; seed++ {
		requests := workloads["removals among zipf"](rand.New(rand.NewPCG(seed, 5)), keys)
		named := fill(len(requests), func(i int) int32 { return max(requests[i], -1-requests[i]) })
		belady := NewBelady(keys, named)
		c := newCache(t, belady, keys, weights{capacity, func(int32) int64 { return 1 }})
		for i, key := range requests {
			belady.Now = i
			if key < 0 {
				c.remove(named[i])
				continue
			}
			before := c.held()
			c.request(key)
			for at, k := range belady.heap {
				if parent := belady.heap[max(at-1, 0)/2]; belady.due[parent] < belady.due[k] || belady.at[k] != int32(at) {
					t.Fatalf("seed %d, request %d: %d stands before %d, which is due later", seed, i, parent, k)
				}
			}
			for _, k := range before {
				due := slices.Index(named[i:], k)
				for _, stays := range c.held() {
					if !c.in[k] && due >= 0 && stays != key && (slices.Index(named[i:], stays) < 0 || slices.Index(named[i:], stays) > due) {
						t.Fatalf("seed %d, request %d: %d went and %d, which is asked for later, stays", seed, i, k, stays)
					}
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
