package play

import (
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/trace"
)

// A copy expires when its time to live is over, not when it is next read.
func TestACopyExpiresInTime(t *testing.T) {
	const story = `'source': {'records': {'k': 1}, 'readLatency': '500ms'}, 'cache': {'ttl': '5s'},
		'clients': [{'ops': [{'op': 'get', 'key': 'k'}, {'op': 'get', 'key': 'k', 'at': '8s'}]}]`
	tr := run(t, story)
	if got := timesOf(tr, trace.Expired); got != "5.5s" {
		t.Errorf("expired at %s", got)
	}
	if tr.End != seconds(8.5) || !tr.At(len(tr.Events)).Cache[0].Present {
		t.Errorf("the story ends with its last operation, and not with the expiry after it: %d", tr.End)
	}
}

// The setting fill decides what a read's cache.set does when another value was
// stored meanwhile.
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
		if kept := timesOf(tr, trace.NotStored) == "3s"; kept != (fill == "add") {
			t.Errorf("%s: not stored at %q", fill, timesOf(tr, trace.NotStored))
		}
	}
}

// Half of a call's latency passes on the way there, the rest on the way back.
func TestHalfThereHalfBack(t *testing.T) {
	tr := run(t, `'network': {'latency': '11ns'}, 'cache': {'primer': ['k']}, 'source': {'records': {'k': 1}}, 'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}]`)
	want := []struct{ leaves, arrives int64 }{{0, 5}, {5, 10}, {10, 16}, {16, 22}}
	for i := range tr.Events {
		if e := tr.Events[i]; i >= len(want) || e.T != want[i].leaves || e.Arrives != want[i].arrives {
			t.Errorf("event %d leaves at %d and arrives at %d", i, e.T, e.Arrives)
		}
	}
}

// ttlJitter adds a random time, up to its value, to the time to live of each copy.
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

// Delays have the mean of their distribution.
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

// Another latency of the cache does not change the delays of the source.
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
