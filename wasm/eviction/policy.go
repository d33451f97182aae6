// Package eviction decides which entry a full cache evicts. Each policy has a
// file of its own, which names its source; all implement Policy.
//
// It depends on package random. Keys are dense numbers. Every call takes the same
// short time on average, whatever the number of keys. It guarantees that equal
// calls give equal victims on every platform.
package eviction

import "cacheplay/wasm/random"

// Policy decides which key is evicted next. Keys are numbers from 0 up to, but not
// including, the number that New was given.
//
// Its driver makes room before it adds a key, as the papers do:
//
//	p.Come(key, size)
//	for used+size > capacity {
//		victim, _ := p.Victim()
//		p.Remove(victim, true)
//		...
//	}
//	p.Add(key, size)
//
// A driver that stores first and evicts then, or in which not every key may go, has
// a Room between itself and its policy.
type Policy interface {
	// Come tells which key will be added when there is room for it, and of which size.
	Come(key int32, size uint32)
	// Add records that a key has entered the cache.
	Add(key int32, size uint32)
	// Hit records that a key in the cache was read or written.
	Hit(key int32)
	// Hits is Hit for each of keys in turn, up to the first that is not in the cache.
	// It returns how many are.
	Hits(keys []int32, in []bool) int
	// Victim returns the key to evict, and false if the policy holds none. The key
	// stays until it is removed.
	Victim() (key int32, ok bool)
	// Remove takes a key out that is no longer in the cache, if the policy holds it:
	// the victim, which was evicted, or one that has gone for another reason. Policies
	// that remember keys for a while remember those that were evicted.
	Remove(key int32, evicted bool)
}

// policies are in the order in which they are offered.
var policies = []struct {
	name string
	make func(keys int, capacity int64, seed uint64) Policy
}{
	{"lru", func(keys int, _ int64, _ uint64) Policy { return newLRU(keys) }},
	{"fifo", func(keys int, _ int64, _ uint64) Policy { return newFIFO(keys) }},
	{"lfu", func(keys int, _ int64, _ uint64) Policy { return newLFU(keys) }},
	{"sieve", func(keys int, _ int64, _ uint64) Policy { return newSIEVE(keys) }},
	{"random", func(keys int, _ int64, seed uint64) Policy {
		return newRandom(keys, random.NewStream(seed, "cache.eviction"))
	}},
	{"clock", func(keys int, _ int64, _ uint64) Policy { return newClock(keys) }},
	{"s3-fifo", func(keys int, capacity int64, _ uint64) Policy { return newS3FIFO(keys, capacity) }},
	{"arc", func(keys int, capacity int64, _ uint64) Policy { return newARC(keys, capacity) }},
	{"2q", func(keys int, capacity int64, _ uint64) Policy { return newTwoQ(keys, capacity) }},
	{"lirs", func(keys int, capacity int64, _ uint64) Policy { return newLIRS(keys, capacity) }},
	{"w-tinylfu", func(keys int, capacity int64, _ uint64) Policy { return newWTinyLFU(keys, capacity) }},
}

// Names lists the policies that know nothing of the future, the default first.
func Names() []string {
	names := make([]string, len(policies))
	for i, p := range policies {
		names[i] = p.name
	}
	return names
}

// New returns a policy by its name, nil where there is none of that name: for a
// cache of so many keys, whose sizes add up to at most the capacity. A capacity in
// entries is one where every key has the size 1. The seed matters to policies that
// draw lots.
func New(name string, keys int, capacity int64, seed uint64) Policy {
	for _, p := range policies {
		if p.name == name {
			return p.make(keys, capacity, seed)
		}
	}
	return nil
}
