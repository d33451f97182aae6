// Package eviction decides which entry a full cache evicts. Each policy has a
// file of its own; all implement Policy.
//
// It depends on package random. Keys are dense numbers. It guarantees that equal
// calls give equal victims on every platform.
package eviction

import "cacheplay/wasm/random"

// Policy decides which key is evicted next. Keys are numbers from 0 up to, but not
// including, the number that New was given.
type Policy interface {
	// Add records that a key has entered the cache.
	Add(key int32)
	// Hit records that a key in the cache was read or written.
	Hit(key int32)
	// Remove forgets a key that is no longer in the cache, whatever took it out.
	Remove(key int32)
	// Victim returns the key to evict, of those for which may returns true, and
	// false if there is none. The key stays until it is removed.
	Victim(may func(key int32) bool) (key int32, ok bool)
}

// policies are in the order in which they are offered.
var policies = []struct {
	name string
	make func(keys int, seed uint64) Policy
}{
	{"lru", func(keys int, _ uint64) Policy { return newLRU(keys) }},
	{"fifo", func(keys int, _ uint64) Policy { return newFIFO(keys) }},
	{"lfu", func(keys int, _ uint64) Policy { return newLFU(keys) }},
	{"sieve", func(keys int, _ uint64) Policy { return newSIEVE(keys) }},
	{"random", func(keys int, seed uint64) Policy { return newRandom(random.NewStream(seed, "cache.eviction")) }},
}

// Names lists the policies, the default first.
func Names() []string {
	names := make([]string, len(policies))
	for i, p := range policies {
		names[i] = p.name
	}
	return names
}

// New returns a policy by its name for so many keys, nil where there is none of
// that name. The seed matters to policies that draw lots.
func New(name string, keys int, seed uint64) Policy {
	for _, p := range policies {
		if p.name == name {
			return p.make(keys, seed)
		}
	}
	return nil
}
