package load

import (
	"fmt"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
)

// Twenty-five keys of 4000 bytes each, asked for in turn, cost what their bytes and the calls
// of the source cost.
func TestFactsAboutCosts(t *testing.T) {
	const (
		both   = `'prices': {'cacheGBHour': 10000, 'millionSourceCalls': 1.5}`
		cache  = `'prices': {'cacheGBHour': 10000}`
		source = `'prices': {'millionSourceCalls': 1.5, 'cacheGBHour': 0}`
		edits  = `'mix': {'edit': 1}`
		reads  = `'mix': {'get': 1}`
		sized  = `, 'size': {'p50': 4000}`
	)
	for _, c := range []struct {
		name, prices, mix, sizes string
		system                   string
		cache, source, cost      float64 // millionths an hour; -1 for unknown
	}{
		{"a cache that holds all", both, reads, sized, `'read': 'cache-aside'`, 1_000_000, 0, 1_000_000},
		{"writes around it", both, edits, sized, `'write': 'write-around'`, 0, 1_350_000, 1_350_000},
		{"writes through it", both, edits, sized, `'write': 'write-through'`, 1_000_000, 1_350_000, 2_350_000},
		{"a cache that holds two fifths", cache, reads, sized, `'read': 'cache-aside', 'cache': {'capacity': 10}`, 400_000, -1, 400_000},
		{"no cache", both, reads, sized, `'read': 'no-cache'`, 0, 1_350_000, 1_350_000},
		{"no sizes", both, reads, ``, `'read': 'cache-aside'`, -1, 0, -1},
		{"no sizes, and nothing in the cache", both, reads, ``, `'read': 'no-cache'`, 0, 1_350_000, 1_350_000},
		{"no price of the cache", source, reads, sized, `'read': 'cache-aside'`, -1, 0, 0},
		{"no price of the source", cache, reads, sized, `'read': 'cache-aside'`, 1_000_000, -1, 1_000_000},
		{"no prices", `'prices': {}`, reads, sized, `'read': 'cache-aside'`, -1, -1, -1},
	} {
		r := finished(parsed(t, c.prices, c.system, fmt.Sprintf(`'workload': {'arrivals': {'pattern': 'constant', 'rate': 250}, 'keys': {'count': 25}, %s%s, 'duration': '4s', 'warmUp': '2s'}`, c.mix, c.sizes)))
		for measure, want := range map[string]float64{"cost.cache": c.cache, "cost.source": c.source, "cost": c.cost} {
			if v := r.Measure(measure); v.Known() != (want >= 0) {
				t.Errorf("%s: %s is %v", c.name, measure, v)
			} else if v.Known() {
				near(t, c.name+": "+measure, v.Float()*1e6, want, 5e-3)
			}
		}
	}
}

// What the cache holds is what its entries have as sizes, whatever happens to them.
func TestBytesHeldAgainstARecount(t *testing.T) {
	for seed := range short(20) {
		r := New(parsed(t, `'prices': {'cacheGBHour': 1}`, `'read': 'cache-aside'`, `'write': 'write-behind'`, fmt.Sprintf(`'seed': '%d'`, seed+1),
			`'cache': {'capacity': 30, 'ttl': '300ms', 'negativeTtl': '100ms'}`, `'source': {'readLatency': '5ms', 'writeLatency': '9ms'}`,
			`'faults': [{'fault': 'crash-cache', 'at': '1s'}, {'fault': 'crash', 'at': '1500ms', 'restartAfter': '100ms'}]`,
			`'workload': {'arrivals': {'rate': 500}, 'keys': {'count': 60}, 'mix': {'get': 5, 'edit': 2, 'delete': 2, 'create': 1}, 'size': {'p50': 1000, 'p99': 9000}, 'duration': '2s'}`))
		most := int64(0)
		for r.Advance(50) && r.Now() <= r.meter.last { // then the traffic is over
			want := int64(0)
			for key := range r.world.Keys {
				if entry := r.world.Keys[key].Entry; entry.Present && entry.Record.Exists {
					want += int64(r.meter.held.sizes[key])
				}
			}
			if got := r.meter.held.Value(); got != want {
				t.Fatalf("seed %d: after %d ns the cache holds %d bytes, not %d", seed+1, r.Now(), want, got)
			}
			most = max(most, want)
		}
		if most < 30_000 {
			t.Errorf("the cache holds %d bytes at the most", most)
		}
	}
}

// recording yields operations from a list.
type recording []workload.Operation

func (r *recording) Next(op *workload.Operation) bool {
	if len(*r) == 0 {
		return false
	}
	*op, *r = (*r)[0], (*r)[1:]
	return true
}

// A key has the size that its operations have said last, and before they say one the first
// that they will. A fill says one too.
func TestSizesInARecording(t *testing.T) {
	const second = int64(1e9)
	get, set := workload.Operation{}, workload.Operation{Kind: engine.Edit, Size: 300}
	fill, refill := workload.Operation{Kind: engine.Edit, Fill: true, Size: 100}, workload.Operation{Kind: engine.Edit, Fill: true, Size: 300}
	at := func(seconds int64, op workload.Operation) workload.Operation {
		op.At = seconds * second
		return op
	}
	for _, c := range []struct {
		name       string
		operations recording
		want       float64 // mean bytes, -1 if that is unknown
	}{
		{"a fill says how large what was missed is", recording{at(0, get), at(2, fill), at(4, get)}, 100},
		{"a write says another size", recording{at(0, get), at(1, fill), at(2, set), at(4, get)}, 200},
		{"so does another fill", recording{at(0, get), at(2, fill), at(3, refill), at(4, get)}, 150},
		{"nobody says a size", recording{at(0, get), at(4, get)}, -1},
	} {
		said := workload.Said{}
		for i := range c.operations {
			said.Note(&c.operations[i])
		}
		r := NewOpen(parsed(t, `'prices': {'cacheGBHour': 1000}`, `'read': 'cache-aside'`, `'write': 'write-through'`, `'workload': {'like': 'ycsb-a'}`), &c.operations, &said, 0)
		for r.Advance(100) {
		}
		if v := r.Measure("cost.cache"); v.Known() != (c.want >= 0) {
			t.Errorf("%s: it costs %v", c.name, v)
		} else if v.Known() {
			near(t, c.name, v.Float()*1e6, c.want, 1e-9)
		}
	}
}
