package play

// timeFacts are about when operations start, how long clients wait and what they
// are answered.
func timeFacts() []fact {
	const (
		get     = `{'op': 'get', 'key': 'k'}`
		source  = `'source': {'records': {'k': 1}, 'readLatency': '500ms', 'writeLatency': '2s'}, `
		primed  = `'primer': ['k']`
		getGet  = `'clients': [{'ops': [` + get + `, ` + get + `]}]`
		getLate = `'clients': [{'ops': [` + get + `, {'op': 'get', 'key': 'k', 'at': '4s'}, {'op': 'get', 'key': 'k', 'at': '8s'}]}]`
		edit    = `{'op': 'edit', 'key': 'k', 'value': 2}`
	)
	return []fact{
		{
			says:     "a miss waits for the source, a hit for nothing",
			settings: "source.readLatency",
			scenario: source + getGet,
			answers:  "0s+500ms: 1 from source, 500ms+0s: 1 from cache",
		},
		{
			says:     "a primed cache hits at once",
			scenario: source + `'cache': {` + primed + `}, ` + getGet,
			answers:  "0s+0s: 1 from cache, 0s+0s: 1 from cache",
		},
		{
			says:     "at is the earliest start",
			settings: "clients[].ops[].at",
			scenario: source + getLate,
			answers:  "0s+500ms: 1 from source, 4s+0s: 1 from cache, 8s+0s: 1 from cache",
		},
		{
			says:     "at does not start an operation before the answer of the last",
			scenario: source + `'clients': [{'ops': [` + edit + `, {'op': 'get', 'key': 'k', 'at': '1s'}]}]`,
			answers:  "0s+2s: ok, 2s+0s: 2 from cache",
		},
		{
			says:     "think counts from the answer",
			settings: "clients[].ops[].think",
			scenario: source + `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'think': '1s'}, {'op': 'get', 'key': 'k', 'think': '3s'}]}]`,
			answers:  "1s+500ms: 1 from source, 4.5s+0s: 1 from cache",
		},
		{
			says:     "at and think: whichever is later",
			scenario: source + `'clients': [{'ops': [` + get + `, {'op': 'get', 'key': 'k', 'think': '3s', 'at': '2s'}, {'op': 'get', 'key': 'k', 'think': '1s', 'at': '9s'}]}]`,
			answers:  "0s+500ms: 1 from source, 3.5s+0s: 1 from cache, 9s+0s: 1 from cache",
		},
		{
			says:     "clients run side by side",
			scenario: source + `'read': 'no-cache', 'clients': [{'ops': [` + get + `]}, {'ops': [` + get + `]}]`,
			answers:  "0s+500ms: 1 from source, 0s+500ms: 1 from source",
		},

		{
			says:     "a call's network latency is its round trip",
			settings: "network.latency",
			scenario: `'network': {'latency': '10ms'}, 'source': {'records': {'k': 1}}, 'read': 'no-cache', ` + getGet,
			answers:  "0s+10ms: 1 from source, 10ms+10ms: 1 from source",
		},
		{
			says:     "the request to the Resource Manager is a call too",
			settings: "network.latency",
			scenario: `'network': {'latency': '10ms'}, 'source': {'records': {'k': 1}}, ` + getGet,
			answers:  "0s+40ms: 1 from source, 40ms+20ms: 1 from cache",
		},
		{
			says:     "the cache takes its time for each call",
			settings: "cache.latency",
			scenario: `'cache': {'latency': '3ms'}, 'source': {'records': {'k': 1}}, ` + getGet,
			answers:  "0s+6ms: 1 from source, 6ms+3ms: 1 from cache",
		},

		{
			says:     "a copy lives from when it is stored",
			settings: "cache.ttl",
			scenario: source + `'cache': {'ttl': '5s'}, ` + getLate,
			answers:  "0s+500ms: 1 from source, 4s+0s: 1 from cache, 8s+500ms: 1 from source",
		},
		{
			says:     "a primed copy lives from the start",
			settings: "cache.ttl",
			scenario: source + `'cache': {'ttl': '4s', ` + primed + `}, ` + getLate,
			answers:  "0s+0s: 1 from cache, 4s+500ms: 1 from source, 8s+0s: 1 from cache",
		},
		{
			says:     "ttlMode access: every read starts its life anew",
			settings: "cache.ttlMode",
			scenario: source + `'cache': {'ttl': '5s', 'ttlMode': 'access'}, ` + getLate,
			answers:  "0s+500ms: 1 from source, 4s+0s: 1 from cache, 8s+0s: 1 from cache",
		},
		{
			says:     "ttlFrom fill: the age starts when the copy is stored",
			settings: "cache.ttlFrom",
			scenario: source + `'cache': {'ttl': '3600ms'}, ` + getLate,
			answers:  "0s+500ms: 1 from source, 4s+0s: 1 from cache, 8s+500ms: 1 from source",
		},
		{
			says:     "ttlFrom read: the age starts when the source was read",
			settings: "cache.ttlFrom",
			scenario: source + `'cache': {'ttl': '3600ms', 'ttlFrom': 'read'}, ` + getLate,
			answers:  "0s+500ms: 1 from source, 4s+500ms: 1 from source, 8s+500ms: 1 from source",
		},
		{
			says:     "a write starts the life of its copy anew",
			scenario: source + `'cache': {'ttl': '5s', ` + primed + `}, 'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2, 'at': '4s'}, {'op': 'get', 'key': 'k', 'at': '8s'}]}]`,
			answers:  "4s+2s: ok, 8s+0s: 2 from cache",
		},

		{
			says: "a source read takes its value at the start of its service",
			scenario: `'source': {'records': {'k': 1}, 'readLatency': '3s', 'writeLatency': '1s'}, 'read': 'no-cache', 'write': 'write-around',
			'clients': [{'ops': [` + get + `]}, {'ops': [` + edit + `]}]`,
			answers: "0s+3s: 1 from source, 0s+1s: ok",
		},
		{
			says:     "a source save applies at the end of its service",
			settings: "source.writeLatency",
			scenario: `'source': {'records': {'k': 1}, 'readLatency': '1s', 'writeLatency': '3s'}, 'read': 'no-cache', 'write': 'write-around',
			'clients': [{'ops': [` + get + `, {'op': 'get', 'key': 'k', 'at': '2s'}, {'op': 'get', 'key': 'k', 'at': '3500ms'}]}, {'ops': [` + edit + `]}]`,
			answers: "0s+1s: 1 from source, 2s+1s: 1 from source, 3.5s+1s: 2 from source, 0s+3s: ok",
		},
		{
			says:     "deleted is gone, from the cache too",
			settings: "clients[].ops[].op",
			scenario: source + `'cache': {` + primed + `}, 'clients': [{'ops': [{'op': 'delete', 'key': 'k'}, ` + get + `]}]`,
			answers:  "0s+2s: ok, 2s+500ms: nothing from source",
		},
		{
			says:     "write around: what was cached before is now old",
			settings: "write",
			scenario: source + `'write': 'write-around', 'cache': {` + primed + `}, 'clients': [{'ops': [` + edit + `, ` + get + `]}]`,
			answers:  "0s+2s: ok, 2s+0s: 1 from cache",
		},
		{
			says:     "a client that reads and writes in its own way",
			settings: "clients[].read clients[].write",
			scenario: source + `'cache': {` + primed + `}, 'clients': [{'read': 'no-cache', 'write': 'write-around', 'ops': [` + edit + `, ` + get + `]}, {'ops': [{'op': 'get', 'key': 'k', 'at': '3s'}]}]`,
			answers:  "0s+2s: ok, 2s+500ms: 2 from source, 3s+0s: 1 from cache",
		},
		{
			says:     "another service writes around this cache",
			scenario: source + `'cache': {` + primed + `}, 'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '3s'}]}, {'write': 'write-around', 'ops': [` + edit + `]}]`,
			answers:  "3s+0s: 1 from cache, 0s+2s: ok",
		},
	}
}
