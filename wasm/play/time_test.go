package play

import (
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/trace"
)

// When operations are sent, how long their clients wait, and what they are told.
func TestTimes(t *testing.T) {
	const (
		get     = `{'op': 'get', 'key': 'k'}`
		source  = `'source': {'records': {'k': 1}, 'readLatency': '500ms', 'writeLatency': '2s'}, `
		primed  = `'primer': ['k']`
		getGet  = `'clients': [{'ops': [` + get + `, ` + get + `]}]`
		getLate = `'clients': [{'ops': [` + get + `, {'op': 'get', 'key': 'k', 'at': '4s'}, {'op': 'get', 'key': 'k', 'at': '8s'}]}]`
		edit    = `{'op': 'edit', 'key': 'k', 'value': 2}`
	)
	for _, row := range []struct{ fact, story, want string }{
		{"a miss waits for the source, a hit for nothing", source + getGet, "0s+500ms: 1 from source, 500ms+0s: 1 from cache"},
		{"a primed cache hits at once", source + `'cache': {` + primed + `}, ` + getGet, "0s+0s: 1 from cache, 0s+0s: 1 from cache"},
		{"at is the earliest start", source + getLate, "0s+500ms: 1 from source, 4s+0s: 1 from cache, 8s+0s: 1 from cache"},
		{"at does not start an operation before the answer of the last", source + `'clients': [{'ops': [` + edit + `, {'op': 'get', 'key': 'k', 'at': '1s'}]}]`,
			"0s+2s: ok, 2s+0s: 2 from cache"},
		{"think counts from the answer", source + `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'think': '1s'}, {'op': 'get', 'key': 'k', 'think': '3s'}]}]`,
			"1s+500ms: 1 from source, 4.5s+0s: 1 from cache"},
		{"at and think: whichever is later", source + `'clients': [{'ops': [` + get + `, {'op': 'get', 'key': 'k', 'think': '3s', 'at': '2s'}, {'op': 'get', 'key': 'k', 'think': '1s', 'at': '9s'}]}]`,
			"0s+500ms: 1 from source, 3.5s+0s: 1 from cache, 9s+0s: 1 from cache"},
		{"clients run side by side", source + `'read': 'no-cache', 'clients': [{'ops': [` + get + `]}, {'ops': [` + get + `]}]`,
			"0s+500ms: 1 from source, 0s+500ms: 1 from source"},

		{"a call's network latency is its round trip", `'network': {'latency': '10ms'}, 'source': {'records': {'k': 1}}, 'read': 'no-cache', ` + getGet,
			"0s+10ms: 1 from source, 10ms+10ms: 1 from source"},
		{"the request to the Resource Manager is a call too", `'network': {'latency': '10ms'}, 'source': {'records': {'k': 1}}, ` + getGet,
			"0s+40ms: 1 from source, 40ms+20ms: 1 from cache"},
		{"the cache takes its time for each call", `'cache': {'latency': '3ms'}, 'source': {'records': {'k': 1}}, ` + getGet,
			"0s+6ms: 1 from source, 6ms+3ms: 1 from cache"},

		{"a copy lives from when it is stored", source + `'cache': {'ttl': '5s'}, ` + getLate, "0s+500ms: 1 from source, 4s+0s: 1 from cache, 8s+500ms: 1 from source"},
		{"a primed copy lives from the start", source + `'cache': {'ttl': '4s', ` + primed + `}, ` + getLate, "0s+0s: 1 from cache, 4s+500ms: 1 from source, 8s+0s: 1 from cache"},
		{"ttlMode access: every read starts its life anew", source + `'cache': {'ttl': '5s', 'ttlMode': 'access'}, ` + getLate,
			"0s+500ms: 1 from source, 4s+0s: 1 from cache, 8s+0s: 1 from cache"},
		{"ttlFrom fill: the age starts when the copy is stored", source + `'cache': {'ttl': '3600ms'}, ` + getLate,
			"0s+500ms: 1 from source, 4s+0s: 1 from cache, 8s+500ms: 1 from source"},
		{"ttlFrom read: the age starts when the source was read", source + `'cache': {'ttl': '3600ms', 'ttlFrom': 'read'}, ` + getLate,
			"0s+500ms: 1 from source, 4s+500ms: 1 from source, 8s+500ms: 1 from source"},
		{"a write starts the life of its copy anew", source + `'cache': {'ttl': '5s', ` + primed + `}, 'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2, 'at': '4s'}, {'op': 'get', 'key': 'k', 'at': '8s'}]}]`,
			"4s+2s: ok, 8s+0s: 2 from cache"},

		{"a source read takes its value at the start of its service", `'source': {'records': {'k': 1}, 'readLatency': '3s', 'writeLatency': '1s'}, 'read': 'no-cache', 'write': 'write-around',
			'clients': [{'ops': [` + get + `]}, {'ops': [` + edit + `]}]`, "0s+3s: 1 from source, 0s+1s: ok"},
		{"a source save applies at the end of its service", `'source': {'records': {'k': 1}, 'readLatency': '1s', 'writeLatency': '3s'}, 'read': 'no-cache', 'write': 'write-around',
			'clients': [{'ops': [` + get + `, {'op': 'get', 'key': 'k', 'at': '2s'}, {'op': 'get', 'key': 'k', 'at': '3500ms'}]}, {'ops': [` + edit + `]}]`,
			"0s+1s: 1 from source, 2s+1s: 1 from source, 3.5s+1s: 2 from source, 0s+3s: ok"},
		{"deleted is gone, from the cache too", source + `'cache': {` + primed + `}, 'clients': [{'ops': [{'op': 'delete', 'key': 'k'}, ` + get + `]}]`,
			"0s+2s: ok, 2s+500ms: nothing from source"},
		{"another service writes around this cache", source + `'cache': {` + primed + `}, 'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '3s'}]}, {'write': 'write-around', 'ops': [` + edit + `]}]`,
			"3s+0s: 1 from cache, 0s+2s: ok"},
	} {
		if got := answers(run(t, row.story)); got != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.fact, got, row.want)
		}
	}
}

// A copy goes when its life is over, not when somebody next asks for it.
func TestExpiryIsSeenWhenItHappens(t *testing.T) {
	const story = `'source': {'records': {'k': 1}, 'readLatency': '500ms'}, 'cache': {'ttl': '5s'},
		'clients': [{'ops': [{'op': 'get', 'key': 'k'}, {'op': 'get', 'key': 'k', 'at': '8s'}]}]`
	tr := run(t, story)
	if got := moments(tr, trace.Expired); got != "5.5s" {
		t.Errorf("expired at %s", got)
	}
	if tr.End != seconds(8.5) || !tr.At(len(tr.Events)).Cache[0].Present {
		t.Errorf("the story ends with its last operation, and not with the expiry after it: %d", tr.End)
	}
}

// fill: what a read's cache.set does where somebody has stored meanwhile.
func TestFill(t *testing.T) {
	const story = `'source': {'records': {'k': 1}, 'readLatency': '3s', 'writeLatency': '1s'}, 'write': 'write-through-source-first',
		'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}, {'ops': [{'op': 'edit', 'key': 'k', 'value': 2}]}], 'cache': {'fill': 'FILL'}`
	for fill, want := range map[string]string{
		"set": "1 in cache, 2 in source", // the old value overwrites the new one
		"add": "2 in cache, 2 in source", // what is there is kept
	} {
		tr := run(t, strings.Replace(story, "FILL", fill, 1))
		if got := atEnd(tr); got != want {
			t.Errorf("%s: %s", fill, got)
		}
		if kept := moments(tr, trace.NotStored) == "3s"; kept != (fill == "add") {
			t.Errorf("%s: not stored at %q", fill, moments(tr, trace.NotStored))
		}
	}
}

// When the worker takes what was written at 1 s, 2 s and 5 s, and the source
// holds it 2 s later.
func TestWhenTheWorkerComes(t *testing.T) {
	const story = `'write': 'write-behind', 'source': {'writeLatency': '2s'}, 'clients': [{'ops': [{'op': 'create', 'key': 'a', 'at': '1s'},
		{'op': 'create', 'key': 'b', 'at': '2s'}, {'op': 'create', 'key': 'c', 'at': '5s'}]}], 'writeBehind': {`
	for _, row := range []struct{ knobs, taken, done string }{
		{``, "1s 3s 5s", "3s 5s 7s"},
		{`'writeDelay': '3s'`, "4s 6s 8s", "6s 8s 10s"},
		{`'schedule': '5s'`, "5s 7s 10s", "7s 9s 12s"},
		{`'workers': 2`, "1s 2s 5s", "3s 4s 7s"},
		{`'writeDelay': '3s', 'workers': 8`, "4s 5s 8s", "6s 7s 10s"},
	} {
		tr := run(t, story+row.knobs+`}`)
		if taken, done := moments(tr, trace.Taken), moments(tr, trace.Done); taken != row.taken || done != row.done {
			t.Errorf("%s: taken at %s, done at %s", row.knobs, taken, done)
		}
	}
}

// Half of a call's latency is spent on the way there, the rest on the way back.
func TestHalfThereHalfBack(t *testing.T) {
	tr := run(t, `'network': {'latency': '11ns'}, 'cache': {'primer': ['k']}, 'source': {'records': {'k': 1}}, 'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}]`)
	want := []struct{ leaves, arrives int64 }{{0, 5}, {5, 10}, {10, 16}, {16, 22}}
	for i := range tr.Events {
		if e := tr.Events[i]; i >= len(want) || e.T != want[i].leaves || e.Arrives != want[i].arrives {
			t.Errorf("event %d leaves at %d and arrives at %d", i, e.T, e.Arrives)
		}
	}
}

// ttlJitter adds up to so much to each life, and not the same to each.
func TestTTLJitter(t *testing.T) {
	for _, mode := range []string{"write", "access"} {
		lives := map[int64]int{}
		for _, seed := range []string{"1", "2", "3", "4", "5", "6", "7", "8"} {
			tr := run(t, `'seed': '`+seed+`', 'cache': {'ttl': '1s', 'ttlJitter': '500ms', 'ttlMode': '`+mode+`'}, 'source': {'records': {'a': 1, 'b': 1, 'c': 1}},
				'clients': [{'ops': [{'op': 'get', 'key': 'a'}, {'op': 'get', 'key': 'b'}, {'op': 'get', 'key': 'c'}, {'op': 'get', 'key': 'c'}]}]`)
			for i := range tr.Events {
				for _, c := range tr.Events[i].Changes {
					if c.Kind == engine.EntryChanged && c.EntryAfter.Present {
						life := c.EntryAfter.Expires - tr.Events[i].T
						lives[life]++
						if life < seconds(1) || life > seconds(1.5) {
							t.Errorf("seed %s: an entry lives %d", seed, life)
						}
					}
				}
			}
		}
		if drawn := map[string]int{"write": 24, "access": 32}[mode]; len(lives) != drawn {
			t.Errorf("%s: %d different lives, not %d", mode, len(lives), drawn)
		}
	}
}

// Delays have the mean that their distribution promises, and differ by seed.
func TestDistributionsOfDelays(t *testing.T) {
	for _, row := range []struct {
		latency string
		mean    int64 // in microseconds
	}{
		{`'2ms'`, 2000},
		{`{'dist': 'exponential', 'mean': '2ms'}`, 2000},
		{`{'dist': 'uniform', 'min': '1ms', 'max': '5ms'}`, 3000},
		{`{'p50': '1ms', 'p99': '4ms'}`, 1194}, // exp(sigma²/2), with sigma = ln 4 / 2.326
	} {
		var sum, n int64
		for _, seed := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"} {
			ops := strings.Repeat(`{'op': 'get', 'key': 'k'}, `, 31) + `{'op': 'get', 'key': 'k'}`
			tr := run(t, `'seed': '`+seed+`', 'read': 'no-cache', 'source': {'readLatency': `+row.latency+`}, 'clients': [{'ops': [`+ops+`]}, {'ops': [`+ops+`]}, {'ops': [`+ops+`]}]`)
			for i := range tr.Ops {
				wait, _ := tr.Ops[i].Wait()
				sum += wait
				n++
			}
		}
		if mean := sum / n / 1000; mean < row.mean*93/100 || mean > row.mean*107/100 {
			t.Errorf("%s: %d draws have the mean %d µs, not about %d", row.latency, n, mean, row.mean)
		}
	}
}

// Another cache latency does not change what the source does.
func TestEachConcernHasItsOwnDraws(t *testing.T) {
	const story = `'read': 'cache-inline', 'source': {'readLatency': {'dist': 'exponential', 'mean': '2ms'}}, 'clients': [{'ops': [{'op': 'get', 'key': 'a'}, {'op': 'get', 'key': 'b'}]}]`
	reads := func(tr *trace.Trace) (out []int64) {
		begun := int64(0)
		for i := range tr.Events {
			if e := &tr.Events[i]; e.Label == "read" && e.To == 4 {
				begun = e.T
			} else if e.Sense == trace.Absent {
				out = append(out, e.T-begun)
			}
		}
		return out
	}
	plain := reads(run(t, story))
	slow := reads(run(t, story+`, 'cache': {'latency': {'dist': 'uniform', 'min': '1ms', 'max': '9ms'}}, 'network': {'latency': {'dist': 'exponential', 'mean': '1ms'}}`))
	if len(plain) != 2 || plain[0] == plain[1] || plain[0] != slow[0] || plain[1] != slow[1] {
		t.Errorf("%v and %v", plain, slow)
	}
}
