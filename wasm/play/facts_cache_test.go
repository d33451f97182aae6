package play

// Filling the cache after a miss. The reader gets the old value from the source,
// and the writer is done before it is stored.
func fillFacts() []fact {
	const (
		race   = `'source': {'records': {'k': 1}, 'readLatency': '3s', 'writeLatency': '1s'}, 'read': 'cache-aside', 'write': 'write-invalidate', 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + anEdit + `]}], 'cache': {'fill': `
		misses = `'source': {'records': {'k': 1}, 'readLatency': '3s'}, 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}], 'cache': {`
	)
	return []fact{
		{"cache.fill", "set: the old value stays", race + `'set'}`, "3s stored", "0s+3s: 1 from source, 0s+1s: ok", "1 in cache, 2 in source", "stored not-stored waiting"},
		{"cache.fill", "add: nothing is there, so it stays too", race + `'add'}`, "3s stored", "0s+3s: 1 from source, 0s+1s: ok", "1 in cache, 2 in source", "stored not-stored waiting"},
		{"cache.fill", "lease: the delete has voided the token", race + `'lease'}`, "3s not-stored", "0s+3s: 1 from source, 0s+1s: ok", "nothing in cache, 2 in source", "stored not-stored waiting"},
		{"cache.fill cache.tombstones", "version: the tombstone is newer", race + `'version'}`, "3s not-stored", "0s+3s: 1 from source, 0s+1s: ok", "nothing in cache, 2 in source", "stored not-stored waiting"},
		{"cache.tombstones", "tombstones false: the old value comes back", race + `'version', 'tombstones': false}`, "3s stored", "0s+3s: 1 from source, 0s+1s: ok", "1 in cache, 2 in source", "stored not-stored waiting"},
		{"cache.fill", "lock: the writer waits for the reader's fill", race + `'lock'}`, "0s waiting, 3s stored", "0s+3s: 1 from source, 0s+4s: ok", "nothing in cache, 2 in source", "stored not-stored waiting"},
		{"cache.singleFlight", "two misses load twice", misses + `}`, "3s stored, 3s stored", "0s+3s: 1 from source, 0s+3s: 1 from source", "-", "stored waiting"},
		{"cache.singleFlight", "singleFlight: they share one load", misses + `'singleFlight': true}`, "0s waiting, 3s stored", "0s+3s: 1 from source, 0s+3s: 1 from cache", "-", "stored waiting"},
		{"cache.fill cache.leaseLosers", "lease: who finds it taken waits", misses + `'fill': 'lease'}`, "0s waiting, 3s stored", "0s+3s: 1 from source, 0s+3s: 1 from cache", "-", "stored waiting"},
		{"cache.leaseLosers", "leaseLosers bypass: reads the source and stores nothing", misses + `'fill': 'lease', 'leaseLosers': 'bypass'}`, "3s stored, 3s not-stored", "0s+3s: 1 from source, 0s+3s: 1 from source", "-", "stored not-stored waiting"},
	}
}

// How long copies live, and when they are loaded anew.
func lifeFacts() []fact {
	const late = `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '8s'}, {'op': 'get', 'key': 'k', 'at': '13s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, `
	return []fact{
		{"cache.ttlJitter", "ttlJitter 5s: a copy lives up to 5 s longer than 10 s", `'clients': [{'ops': [` + aGet + `, {'op': 'get', 'key': 'k', 'at': '20s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'cache': {'ttl': '10s', 'ttlJitter': '5s'}`,
			"1s stored, 11.43128415s expired, 21s stored", "-", "-", "stored expired"},
		{"cache.negativeTtl", "negativeTtl: an absence is remembered for so long", `'clients': [{'ops': [` + aGet + `, {'op': 'get', 'key': 'k', 'at': '3s'}, {'op': 'get', 'key': 'k', 'at': '7s'}]}], 'source': {'readLatency': '1s'}, 'cache': {'negativeTtl': '5s'}`,
			"0s miss, 1s stored, 3s hit, 6s expired, 7s miss, 8s stored", "0s+1s: nothing from source, 3s+0s: nothing from cache, 7s+1s: nothing from source", "-", "miss hit stored expired"},
		{"read", "a read of one's own that answers what the cache has, and then loads it anew", `'read': {'by': 'manager', 'steps': ['cache.get', 'answer', 'source.read', 'cache.set']}, 'clients': [{'ops': [` + aGet + `]}], 'cache': {'primer': ['k']}, ` + source,
			"0s hit, 1s stored", "0s+0s: 1 from cache", "-", "hit stored"},
		{"read", "one that asks the source before it answers", `'read': {'by': 'manager', 'steps': ['cache.get', 'source.read', 'answer']}, 'clients': [{'ops': [` + aGet + `]}], 'cache': {'primer': ['k']}, ` + source,
			"0s hit", "0s+1s: 1 from source", "-", "hit stored"},
		{"read", "refresh-ahead: a hit in the second half of its life is also loaded anew", late + `'read': 'refresh-ahead', 'cache': {'ttl': '10s', 'primer': ['k']}`,
			"8s hit, 9s stored, 13s hit", "8s+0s: 1 from cache, 13s+0s: 1 from cache", "-", "hit miss stored expired"},
		{"cache.refreshAheadFactor", "refreshAheadFactor 0.9: not yet", late + `'read': 'refresh-ahead', 'cache': {'ttl': '10s', 'primer': ['k'], 'refreshAheadFactor': 0.9}`,
			"8s hit, 10s expired, 13s miss, 14s stored", "8s+0s: 1 from cache, 13s+1s: 1 from source", "-", "hit miss stored expired"},
		{"cache.staleWhileRevalidate", "stale-while-revalidate: what has just ended is answered at once, and loaded anew", `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '12s'}, {'op': 'get', 'key': 'k', 'at': '14s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'read': 'stale-while-revalidate', 'cache': {'ttl': '10s', 'primer': ['k'], 'staleWhileRevalidate': '5s'}`,
			"12s hit, 13s stored, 14s hit", "12s+0s: 1 from cache, 14s+0s: 1 from cache", "-", "hit miss stored expired"},
		{"cache.staleWhileRevalidate", "staleWhileRevalidate 1s: at 12 s it is too late", `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '12s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'read': 'stale-while-revalidate', 'cache': {'ttl': '10s', 'primer': ['k'], 'staleWhileRevalidate': '1s'}`,
			"11s expired, 12s miss, 13s stored", "12s+1s: 1 from source", "-", "hit miss stored expired"},
		{"cache.xfetchBeta", "xfetchBeta 10: a copy that took 1 s to load may be taken for expired before its end", `'seed': '3', 'clients': [{'ops': [` + aGet + `, {'op': 'get', 'key': 'k', 'at': '9s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'cache': {'ttl': '10s', 'xfetchBeta': 10}`,
			"0s miss, 1s stored, 9s early, 10s stored", "0s+1s: 1 from source, 9s+1s: 1 from source", "-", "hit miss early stored expired"},
		{"cache.xfetchBeta", "without it, a hit", `'seed': '3', 'clients': [{'ops': [` + aGet + `, {'op': 'get', 'key': 'k', 'at': '9s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'cache': {'ttl': '10s'}`,
			"0s miss, 1s stored, 9s hit", "0s+1s: 1 from source, 9s+0s: 1 from cache", "-", "hit miss early stored expired"},
	}
}

// Who goes when the cache is full.
func capacityFacts() []fact {
	const reads = `'source': {'records': {'a': 1, 'b': 2, 'c': 3}}, 'clients': [{'ops': [{'op': 'get', 'key': 'a'}, {'op': 'get', 'key': 'b'}, {'op': 'get', 'key': 'a'}, {'op': 'get', 'key': 'c'}, {'op': 'get', 'key': 'a'}, {'op': 'get', 'key': 'b'}]}], 'cache': {`
	return []fact{
		{"cache.capacity", "without a bound nothing goes", reads + `}`, "", "-", "-", "evicted"},
		{"cache.capacity cache.eviction", "capacity 2: the least recently used goes", reads + `'capacity': 2}`, "0s evicted b, 0s evicted c", "-", "-", "evicted"},
		{"cache.eviction", "eviction fifo: the first that came goes, though it was used", reads + `'capacity': 2, 'eviction': 'fifo'}`, "0s evicted a, 0s evicted b, 0s evicted c", "-", "-", "evicted"},
		{"cache.eviction", "eviction lfu: the least frequently used goes", reads + `'capacity': 2, 'eviction': 'lfu'}`, "0s evicted b, 0s evicted c", "-", "-", "evicted"},
		{"cache.eviction", "eviction sieve: the first that was not used goes", reads + `'capacity': 2, 'eviction': 'sieve'}`, "0s evicted b, 0s evicted c", "-", "-", "evicted"},
		{"cache.capacity", "capacity 1: each miss lets the other go", reads + `'capacity': 1}`, "0s evicted a, 0s evicted b, 0s evicted a, 0s evicted c, 0s evicted a", "-", "-", "evicted"},
	}
}
