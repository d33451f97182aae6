package load

import (
	"testing"
	"time"

	"cacheplay/wasm/play"
)

func TestFactsAboutFreshness(t *testing.T) {
	const ms = int64(time.Millisecond)
	const source = `'source': {'records': {'k': 0}, 'writeLatency': '2ms', 'feedLatency': '5ms'}`
	one, two, readBetween := `'clients': [{'ops': [{'op': 'edit', 'key': 'k'}]}]`, `'clients': [{'ops': [{'op': 'edit', 'key': 'k'}, {'op': 'edit', 'key': 'k'}]}]`,
		`'clients': [{'ops': [{'op': 'edit', 'key': 'k'}, {'op': 'get', 'key': 'k'}, {'op': 'edit', 'key': 'k'}]}]`
	late := `'clients': [{'ops': [{'op': 'edit', 'key': 'k'}, {'op': 'get', 'key': 'k', 'think': '30ms'}]}]`
	others := `'clients': [{'ops': [{'op': 'edit', 'key': 'k'}, {'op': 'edit', 'key': 'l', 'think': '1ms'}]}]`
	for _, c := range []struct {
		name           string
		story          []string
		seen, held     int64 // the longest, -1 if there is none
		risk           int64 // the most
		olds           int64
		age            int64 // of the oldest read
		stores, wasted int64
	}{
		{"a write through is held and seen when it is acknowledged", []string{`'write': 'write-through'`, one}, 0, 0, 0, 0, 0, 1, 0},
		{"a write behind is seen at once and held later", []string{`'write': 'write-behind', 'writeBehind': {'writeDelay': '10ms'}`, one}, 0, 12 * ms, 1, 0, 0, 1, 0},
		{"a journal keeps it", []string{`'write': 'write-behind', 'writeBehind': {'writeDelay': '10ms', 'journal': true}`, one}, 0, 12 * ms, 0, 0, 0, 1, 0},
		{"two of a key are both at risk", []string{`'write': 'write-behind', 'writeBehind': {'writeDelay': '10ms'}`, two}, 0, 14 * ms, 2, 0, 0, 2, 1},
		{"coalesced, the first is held with the second", []string{`'write': 'write-behind', 'writeBehind': {'writeDelay': '10ms', 'coalescing': 'last-wins'}`, two}, 0, 12 * ms, 2, 0, 0, 2, 1},
		{"dropped, it is never held", []string{`'write': 'write-behind', 'writeBehind': {'writeDelay': '10ms', 'onFailure': 'drop'}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`, one}, 0, -1, 1, 0, 0, 1, 0},
		{"dropped for another, it makes no cache write of that", []string{`'write': 'write-behind', 'writeBehind': {'writeDelay': '10ms', 'queueCapacity': 1, 'onFull': 'drop'}`, others}, 0, 12 * ms, 2, 0, 0, 2, 0},
		{"a write around is seen when the old copy expires", []string{`'write': 'write-around', 'cache': {'primer': ['k'], 'ttl': '20ms'}`, late}, 18 * ms, 0, 0, 0, 0, 1, 0},
		{"without an end it is never seen", []string{`'write': 'write-around', 'cache': {'primer': ['k']}`, one}, -1, 0, 0, 0, 0, 0, 0},
		{"and reads are old", []string{`'write': 'write-around', 'cache': {'primer': ['k']}`, late}, -1, 0, 0, 1, 30 * ms, 0, 0},
		{"what was not cached is seen at once", []string{`'write': 'write-around'`, one}, 0, 0, 0, 0, 0, 0, 0},
		{"an invalidating write is seen when it is acknowledged", []string{`'write': 'write-invalidate', 'cache': {'primer': ['k']}`, one}, 0, 0, 0, 0, 0, 0, 0},
		{"with a change feed it is seen when that comes", []string{`'write': 'change-data-capture', 'cache': {'primer': ['k']}`, one}, 5 * ms, 0, 0, 0, 0, 0, 0},
		{"two writes of a key without a read in between: the first was cached in vain", []string{`'write': 'write-through'`, two}, 0, 0, 0, 0, 0, 2, 1},
		{"a read makes it worth while", []string{`'write': 'write-through'`, readBetween}, 0, 0, 0, 0, 0, 2, 0},
	} {
		story := append(c.story, source, `'read': 'cache-inline'`)
		tr, errs := play.Run(parsed(t, story...))
		if errs != nil {
			t.Fatal(errs)
		}
		compiled := parsed(t, story...).Compile()
		f := NewFreshness(compiled.Model, compiled.World)
		for i := range tr.Events {
			f.told(&tr.Events[i], compiled.World.Ops, tr)
		}
		longest := func(h *Histogram) int64 {
			if h.Count() == 0 {
				return -1
			}
			return h.Max()
		}
		if seen, held := longest(&f.Seen), longest(&f.Held); seen != c.seen || held != c.held || f.AtRisk.Peak() != c.risk {
			t.Errorf("%s: seen after %d, held after %d, %d at risk\n%s", c.name, seen, held, f.AtRisk.Peak(), tr.Console())
		}
		if f.Ages.Count() != c.olds || f.Ages.Max() != c.age || f.Unread.Stores != c.stores || f.Unread.Wasted != c.wasted {
			t.Errorf("%s: %d old reads of at most %d; %d stored, %d in vain\n%s", c.name, f.Ages.Count(), f.Ages.Max(), f.Unread.Stores, f.Unread.Wasted, tr.Console())
		}
	}
}

// Shares are of the writes that are to be seen, and of the reads that are judged.
func TestSharesOfFreshness(t *testing.T) {
	f := Freshness{Reads: 8, pending: 1}
	for _, waited := range []int64{0, 10, 1000} {
		f.Seen.Add(waited)
	}
	f.Ages.Add(500)
	f.Ages.Add(1500)
	for name, c := range map[string][2]Value{
		"seen at once":             {f.SeenWithin(0), {1, 4}},
		"seen within 10":           {f.SeenWithin(10), {2, 4}},
		"seen within 5000":         {f.SeenWithin(5000), {3, 4}},
		"old":                      {f.OlderThan(0), {2, 8}},
		"older than 1000":          {f.OlderThan(1000), {1, 8}},
		"of no writes, in no time": {new(Freshness).SeenWithin(0), {}},
		"of no reads, at any age":  {new(Freshness).OlderThan(0), {}},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %v, not %v", name, c[0], c[1])
		}
	}
}
