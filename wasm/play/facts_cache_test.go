package play

// fillFacts are about filling the cache after a miss. In the races a reader gets
// the old value from the source, and a writer is done before that is stored.
func fillFacts() []fact {
	const (
		race    = `'source': {'records': {'k': 1}, 'readLatency': '3s', 'writeLatency': '1s'}, 'read': 'cache-aside', 'write': 'write-invalidate', 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + anEdit + `]}], 'cache': {'fill': `
		both    = `'clients': [{'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}], `
		misses  = `'source': {'records': {'k': 1}, 'readLatency': '3s'}, ` + both + `'cache': {`
		misses3 = `'source': {'records': {'k': 1}}, 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}], 'cache': {`
		mixed   = `'source': {'records': {'k': 1}}, 'read': 'cache-inline', 'clients': [{'ops': [` + aGet + `]}, {'read': 'cache-aside', 'ops': [` + aGet + `]}], 'cache': {`
		nothing = `'source': {'readLatency': '3s'}, ` + both + `'cache': {`
		voided  = `'source': {'records': {'k': 1}, 'readLatency': '3s', 'writeLatency': '1s'}, 'write': 'write-invalidate', 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}, {'ops': [{'op': 'edit', 'key': 'k', 'value': 2, 'at': '1s'}]}], 'cache': {`
	)
	return []fact{
		{
			says:     "set: the old value stays",
			settings: "cache.fill",
			scenario: race + `'set'}`,
			senses:   "stored not-stored waiting",
			events:   "3s stored",
			answers:  "0s+3s: 1 from source, 0s+1s: ok",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "add: nothing is there, so it stays too",
			settings: "cache.fill",
			scenario: race + `'add'}`,
			senses:   "stored not-stored waiting",
			events:   "3s stored",
			answers:  "0s+3s: 1 from source, 0s+1s: ok",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "lease: the delete has voided the token",
			settings: "cache.fill",
			scenario: race + `'lease'}`,
			senses:   "stored not-stored waiting",
			events:   "3s not-stored",
			answers:  "0s+3s: 1 from source, 0s+1s: ok",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "version: the tombstone is newer",
			settings: "cache.fill cache.tombstones",
			scenario: race + `'version'}`,
			senses:   "stored not-stored waiting",
			events:   "3s not-stored",
			answers:  "0s+3s: 1 from source, 0s+1s: ok",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "tombstones false: the old value comes back",
			settings: "cache.tombstones",
			scenario: race + `'version', 'tombstones': false}`,
			senses:   "stored not-stored waiting",
			events:   "3s stored",
			answers:  "0s+3s: 1 from source, 0s+1s: ok",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "lock: the writer waits for the reader's fill",
			settings: "cache.fill",
			scenario: race + `'lock'}`,
			senses:   "stored not-stored waiting",
			events:   "0s waiting, 3s stored",
			answers:  "0s+3s: 1 from source, 0s+4s: ok",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "two misses load twice",
			settings: "cache.singleFlight",
			scenario: misses + `}`,
			senses:   "stored waiting",
			events:   "3s stored, 3s stored",
			answers:  "0s+3s: 1 from source, 0s+3s: 1 from source",
		},
		{
			says:     "singleFlight: they share one load",
			settings: "cache.singleFlight",
			scenario: misses + `'singleFlight': true}`,
			senses:   "stored waiting shared",
			events:   "0s waiting, 3s stored, 3s shared",
			answers:  "0s+3s: 1 from source, 0s+3s: 1 from source",
		},
		{
			says:     "singleFlight: they share its error",
			settings: "cache.singleFlight",
			scenario: misses + `'singleFlight': true}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.read'}]`,
			senses:   "waiting error failure",
			events:   "0s waiting, 3s error, 3s error, 3s failure, 3s error, 3s failure",
			answers:  "0s+3s: failed, 0s+3s: failed",
		},
		{
			says:     "singleFlight: they share that there is nothing",
			settings: "cache.singleFlight",
			scenario: nothing + `'singleFlight': true}`,
			senses:   "waiting absent shared",
			events:   "0s waiting, 3s absent, 3s shared",
			answers:  "0s+3s: nothing from source, 0s+3s: nothing from source",
		},
		{
			says:     "singleFlight and lease: they share a load that is not stored",
			settings: "cache.singleFlight",
			scenario: voided + `'fill': 'lease', 'singleFlight': true}`,
			senses:   "waiting stored not-stored",
			events:   "0s waiting, 3s not-stored",
			answers:  "0s+3s: 1 from source, 0s+3s: 1 from source, 1s+1s: ok",
		},
		{
			says:     "singleFlight: they share its error in a given order, though another one is under way by then",
			scenario: misses3 + `'singleFlight': true}, 'order': ['C1/1/cache.get', 'C2/1/cache.get', 'C1/1/source.read!source-error', 'C3/1/cache.get', 'C3/1/source.read', 'C2/1', 'C3/1/cache.set']`,
			senses:   "waiting error failure stored",
			events:   "1ns waiting, 2ns error, 2ns error, 2ns failure, 5ns error, 5ns failure, 6ns stored",
			answers:  "0s+2ns: failed, 1ns+4ns: failed, 3ns+3ns: 1 from source",
		},
		{
			says:     "singleFlight: a load that a crash ends has no outcome, and who waits for it looks into the cache again",
			scenario: mixed + `'singleFlight': true}, 'order': ['C1/1/cache.get', 'C2/1/cache.get', 'crash', 'C2/1/cache.get', 'C2/1/source.read', 'C2/1/cache.set']`,
			senses:   "waiting miss stored",
			events:   "0s miss, 1ns waiting, 3ns miss, 5ns stored",
			answers:  "0s+2ns: unknown, 1ns+4ns: 1 from source",
		},
		{
			says:     "lock: who waits for a load that fails loads the key anew",
			scenario: misses + `'fill': 'lock'}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.read'}]`,
			senses:   "waiting failure stored",
			events:   "0s waiting, 3s failure, 6s stored",
			answers:  "0s+3s: failed, 0s+6s: 1 from source",
		},
		{
			says:     "lease: who finds it taken waits",
			settings: "cache.fill cache.leaseLosers",
			scenario: misses + `'fill': 'lease'}`,
			senses:   "stored waiting",
			events:   "0s waiting, 3s stored",
			answers:  "0s+3s: 1 from source, 0s+3s: 1 from cache",
		},
		{
			says:     "leaseLosers bypass: reads the source and stores nothing",
			settings: "cache.leaseLosers",
			scenario: misses + `'fill': 'lease', 'leaseLosers': 'bypass'}`,
			senses:   "stored not-stored waiting",
			events:   "3s stored, 3s not-stored",
			answers:  "0s+3s: 1 from source, 0s+3s: 1 from source",
		},
	}
}

// lifeFacts are about how long copies live, and when they are loaded again.
func lifeFacts() []fact {
	const late = `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '8s'}, {'op': 'get', 'key': 'k', 'at': '13s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, `
	return []fact{
		{
			says:     "ttlJitter 5s: a copy lives up to 5 s longer than 10 s",
			settings: "cache.ttlJitter",
			scenario: `'clients': [{'ops': [` + aGet + `, {'op': 'get', 'key': 'k', 'at': '20s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'cache': {'ttl': '10s', 'ttlJitter': '5s'}`,
			senses:   "stored expired",
			events:   "1s stored, 11.43128415s expired, 21s stored",
		},
		{
			says:     "negativeTtl: an absence is remembered for so long",
			settings: "cache.negativeTtl",
			scenario: `'clients': [{'ops': [` + aGet + `, {'op': 'get', 'key': 'k', 'at': '3s'}, {'op': 'get', 'key': 'k', 'at': '7s'}]}], 'source': {'readLatency': '1s'}, 'cache': {'negativeTtl': '5s'}`,
			senses:   "miss hit stored expired",
			events:   "0s miss, 1s stored, 3s hit, 6s expired, 7s miss, 8s stored",
			answers:  "0s+1s: nothing from source, 3s+0s: nothing from cache, 7s+1s: nothing from source",
		},
		{
			says:     "a read of one's own that answers what the cache has, and then loads it anew",
			settings: "read",
			scenario: `'read': {'by': 'manager', 'steps': ['cache.get', 'answer', 'source.read', 'cache.set']}, 'clients': [{'ops': [` + aGet + `]}], 'cache': {'primer': ['k']}, ` + source,
			senses:   "hit stored",
			events:   "0s hit, 1s stored",
			answers:  "0s+0s: 1 from cache",
		},
		{
			says:     "one that asks the source before it answers",
			settings: "read",
			scenario: `'read': {'by': 'manager', 'steps': ['cache.get', 'source.read', 'answer']}, 'clients': [{'ops': [` + aGet + `]}], 'cache': {'primer': ['k']}, ` + source,
			senses:   "hit stored",
			events:   "0s hit",
			answers:  "0s+1s: 1 from source",
		},
		{
			says:     "refresh-ahead: a hit in the second half of its life is also loaded anew",
			settings: "read",
			scenario: late + `'read': 'refresh-ahead', 'cache': {'ttl': '10s', 'primer': ['k']}`,
			senses:   "hit miss stored expired",
			events:   "8s hit, 9s stored, 13s hit",
			answers:  "8s+0s: 1 from cache, 13s+0s: 1 from cache",
		},
		{
			says:     "refreshAheadFactor 0.9: not yet",
			settings: "cache.refreshAheadFactor",
			scenario: late + `'read': 'refresh-ahead', 'cache': {'ttl': '10s', 'primer': ['k'], 'refreshAheadFactor': 0.9}`,
			senses:   "hit miss stored expired",
			events:   "8s hit, 10s expired, 13s miss, 14s stored",
			answers:  "8s+0s: 1 from cache, 13s+1s: 1 from source",
		},
		{
			says:     "stale-while-revalidate: what has just ended is answered at once, and loaded anew",
			settings: "cache.staleWhileRevalidate",
			scenario: `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '12s'}, {'op': 'get', 'key': 'k', 'at': '14s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'read': 'stale-while-revalidate', 'cache': {'ttl': '10s', 'primer': ['k'], 'staleWhileRevalidate': '5s'}`,
			senses:   "hit miss stored expired",
			events:   "12s hit, 13s stored, 14s hit",
			answers:  "12s+0s: 1 from cache, 14s+0s: 1 from cache",
		},
		{
			says:     "staleWhileRevalidate 1s: at 12 s it is too late",
			settings: "cache.staleWhileRevalidate",
			scenario: `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '12s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'read': 'stale-while-revalidate', 'cache': {'ttl': '10s', 'primer': ['k'], 'staleWhileRevalidate': '1s'}`,
			senses:   "hit miss stored expired",
			events:   "11s expired, 12s miss, 13s stored",
			answers:  "12s+1s: 1 from source",
		},
		{
			says:     "xfetchBeta 10: a copy that took 1 s to load may be taken for expired before its end",
			settings: "cache.xfetchBeta",
			scenario: `'seed': '3', 'clients': [{'ops': [` + aGet + `, {'op': 'get', 'key': 'k', 'at': '9s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'cache': {'ttl': '10s', 'xfetchBeta': 10}`,
			senses:   "hit miss early stored expired",
			events:   "0s miss, 1s stored, 9s early, 10s stored",
			answers:  "0s+1s: 1 from source, 9s+1s: 1 from source",
		},
		{
			says:     "without it, a hit",
			settings: "cache.xfetchBeta",
			scenario: `'seed': '3', 'clients': [{'ops': [` + aGet + `, {'op': 'get', 'key': 'k', 'at': '9s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'cache': {'ttl': '10s'}`,
			senses:   "hit miss early stored expired",
			events:   "0s miss, 1s stored, 9s hit",
			answers:  "0s+1s: 1 from source, 9s+0s: 1 from cache",
		},
	}
}

// capacityFacts are about which entry is evicted when the cache is full.
func capacityFacts() []fact {
	const reads = `'source': {'records': {'a': 1, 'b': 2, 'c': 3}}, 'clients': [{'ops': [{'op': 'get', 'key': 'a'}, {'op': 'get', 'key': 'b'}, {'op': 'get', 'key': 'a'}, {'op': 'get', 'key': 'c'}, {'op': 'get', 'key': 'a'}, {'op': 'get', 'key': 'b'}]}], 'cache': {`
	return []fact{
		{
			says:     "without a bound nothing goes",
			settings: "cache.capacity",
			scenario: reads + `}`,
			senses:   "evicted",
		},
		{
			says:     "capacity 2: the least recently used goes",
			settings: "cache.capacity cache.eviction",
			scenario: reads + `'capacity': 2}`,
			senses:   "evicted",
			events:   "0s evicted b, 0s evicted c",
		},
		{
			says:     "eviction fifo: the first that came goes, though it was used",
			settings: "cache.eviction",
			scenario: reads + `'capacity': 2, 'eviction': 'fifo'}`,
			senses:   "evicted",
			events:   "0s evicted a, 0s evicted b, 0s evicted c",
		},
		{
			says:     "eviction lfu: the least frequently used goes",
			settings: "cache.eviction",
			scenario: reads + `'capacity': 2, 'eviction': 'lfu'}`,
			senses:   "evicted",
			events:   "0s evicted b, 0s evicted c",
		},
		{
			says:     "eviction sieve: the first that was not used goes",
			settings: "cache.eviction",
			scenario: reads + `'capacity': 2, 'eviction': 'sieve'}`,
			senses:   "evicted",
			events:   "0s evicted b, 0s evicted c",
		},
		{
			says:     "eviction arc: b is missed so soon after it went that a goes for it, though that is used more",
			settings: "cache.eviction",
			scenario: reads + `'capacity': 2, 'eviction': 'arc'}`,
			senses:   "evicted",
			events:   "0s evicted b, 0s evicted a",
		},
		{
			says:     "capacity 1: each miss lets the other go",
			settings: "cache.capacity",
			scenario: reads + `'capacity': 1}`,
			senses:   "evicted",
			events:   "0s evicted a, 0s evicted b, 0s evicted a, 0s evicted c, 0s evicted a",
		},
	}
}
