package play

// When operations are sent, how long their clients wait, and what they are told.
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
		{"source.readLatency", "a miss waits for the source, a hit for nothing", source + getGet, "", "0s+500ms: 1 from source, 500ms+0s: 1 from cache", "-", ""},
		{"", "a primed cache hits at once", source + `'cache': {` + primed + `}, ` + getGet, "", "0s+0s: 1 from cache, 0s+0s: 1 from cache", "-", ""},
		{"clients[].ops[].at", "at is the earliest start", source + getLate, "", "0s+500ms: 1 from source, 4s+0s: 1 from cache, 8s+0s: 1 from cache", "-", ""},
		{"", "at does not start an operation before the answer of the last", source + `'clients': [{'ops': [` + edit + `, {'op': 'get', 'key': 'k', 'at': '1s'}]}]`,
			"", "0s+2s: ok, 2s+0s: 2 from cache", "-", ""},
		{"clients[].ops[].think", "think counts from the answer", source + `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'think': '1s'}, {'op': 'get', 'key': 'k', 'think': '3s'}]}]`,
			"", "1s+500ms: 1 from source, 4.5s+0s: 1 from cache", "-", ""},
		{"", "at and think: whichever is later", source + `'clients': [{'ops': [` + get + `, {'op': 'get', 'key': 'k', 'think': '3s', 'at': '2s'}, {'op': 'get', 'key': 'k', 'think': '1s', 'at': '9s'}]}]`,
			"", "0s+500ms: 1 from source, 3.5s+0s: 1 from cache, 9s+0s: 1 from cache", "-", ""},
		{"", "clients run side by side", source + `'read': 'no-cache', 'clients': [{'ops': [` + get + `]}, {'ops': [` + get + `]}]`,
			"", "0s+500ms: 1 from source, 0s+500ms: 1 from source", "-", ""},

		{"network.latency", "a call's network latency is its round trip", `'network': {'latency': '10ms'}, 'source': {'records': {'k': 1}}, 'read': 'no-cache', ` + getGet,
			"", "0s+10ms: 1 from source, 10ms+10ms: 1 from source", "-", ""},
		{"network.latency", "the request to the Resource Manager is a call too", `'network': {'latency': '10ms'}, 'source': {'records': {'k': 1}}, ` + getGet,
			"", "0s+40ms: 1 from source, 40ms+20ms: 1 from cache", "-", ""},
		{"cache.latency", "the cache takes its time for each call", `'cache': {'latency': '3ms'}, 'source': {'records': {'k': 1}}, ` + getGet,
			"", "0s+6ms: 1 from source, 6ms+3ms: 1 from cache", "-", ""},

		{"cache.ttl", "a copy lives from when it is stored", source + `'cache': {'ttl': '5s'}, ` + getLate, "", "0s+500ms: 1 from source, 4s+0s: 1 from cache, 8s+500ms: 1 from source", "-", ""},
		{"cache.ttl", "a primed copy lives from the start", source + `'cache': {'ttl': '4s', ` + primed + `}, ` + getLate, "", "0s+0s: 1 from cache, 4s+500ms: 1 from source, 8s+0s: 1 from cache", "-", ""},
		{"cache.ttlMode", "ttlMode access: every read starts its life anew", source + `'cache': {'ttl': '5s', 'ttlMode': 'access'}, ` + getLate,
			"", "0s+500ms: 1 from source, 4s+0s: 1 from cache, 8s+0s: 1 from cache", "-", ""},
		{"cache.ttlFrom", "ttlFrom fill: the age starts when the copy is stored", source + `'cache': {'ttl': '3600ms'}, ` + getLate,
			"", "0s+500ms: 1 from source, 4s+0s: 1 from cache, 8s+500ms: 1 from source", "-", ""},
		{"cache.ttlFrom", "ttlFrom read: the age starts when the source was read", source + `'cache': {'ttl': '3600ms', 'ttlFrom': 'read'}, ` + getLate,
			"", "0s+500ms: 1 from source, 4s+500ms: 1 from source, 8s+500ms: 1 from source", "-", ""},
		{"", "a write starts the life of its copy anew", source + `'cache': {'ttl': '5s', ` + primed + `}, 'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2, 'at': '4s'}, {'op': 'get', 'key': 'k', 'at': '8s'}]}]`,
			"", "4s+2s: ok, 8s+0s: 2 from cache", "-", ""},

		{"", "a source read takes its value at the start of its service", `'source': {'records': {'k': 1}, 'readLatency': '3s', 'writeLatency': '1s'}, 'read': 'no-cache', 'write': 'write-around',
			'clients': [{'ops': [` + get + `]}, {'ops': [` + edit + `]}]`, "", "0s+3s: 1 from source, 0s+1s: ok", "-", ""},
		{"source.writeLatency", "a source save applies at the end of its service", `'source': {'records': {'k': 1}, 'readLatency': '1s', 'writeLatency': '3s'}, 'read': 'no-cache', 'write': 'write-around',
			'clients': [{'ops': [` + get + `, {'op': 'get', 'key': 'k', 'at': '2s'}, {'op': 'get', 'key': 'k', 'at': '3500ms'}]}, {'ops': [` + edit + `]}]`,
			"", "0s+1s: 1 from source, 2s+1s: 1 from source, 3.5s+1s: 2 from source, 0s+3s: ok", "-", ""},
		{"clients[].ops[].op", "deleted is gone, from the cache too", source + `'cache': {` + primed + `}, 'clients': [{'ops': [{'op': 'delete', 'key': 'k'}, ` + get + `]}]`,
			"", "0s+2s: ok, 2s+500ms: nothing from source", "-", ""},
		{"write", "write around: what was cached before is now old", source + `'write': 'write-around', 'cache': {` + primed + `}, 'clients': [{'ops': [` + edit + `, ` + get + `]}]`,
			"", "0s+2s: ok, 2s+0s: 1 from cache", "-", ""},
		{"clients[].read clients[].write", "a client that reads and writes in its own way", source + `'cache': {` + primed + `}, 'clients': [{'read': 'no-cache', 'write': 'write-around', 'ops': [` + edit + `, ` + get + `]}, {'ops': [{'op': 'get', 'key': 'k', 'at': '3s'}]}]`,
			"", "0s+2s: ok, 2s+500ms: 2 from source, 3s+0s: 1 from cache", "-", ""},
		{"", "another service writes around this cache", source + `'cache': {` + primed + `}, 'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '3s'}]}, {'write': 'write-around', 'ops': [` + edit + `]}]`,
			"", "3s+0s: 1 from cache, 0s+2s: ok", "-", ""},
	}
}
