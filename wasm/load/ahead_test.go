package load

import (
	"fmt"
	"testing"
)

// What operations do within one step changes nothing that is measured.
func TestGoingAheadMeasuresTheSame(t *testing.T) {
	const workload = `'workload': {'arrivals': {'rate': 20000}, 'keys': {'count': 300, 'dist': 'zipfian'}, 'mix': {'get': 8, 'edit': 2, 'delete': 0.1}, 'operations': %d, 'warmUp': '20ms'}`
	for _, system := range []string{
		`'read': 'cache-aside', 'write': 'write-invalidate', 'cache': {'latency': '100us', 'capacity': 100}`,
		`'write': 'write-through', 'cache': {'latency': '100us', 'ttl': '5ms'}`,
		`'write': 'write-behind', 'writeBehind': {'workers': 8, 'writeDelay': '10ms', 'coalescing': 'last-wins', 'journal': true}, 'cache': {'latency': '0ms'}`,
		`'read': 'cache-aside', 'write': 'write-invalidate', 'cache': {'fill': 'lease', 'latency': '200us'}`,
		`'read': 'cache-inline', 'write': 'write-around', 'cache': {'singleFlight': true, 'ttl': '20ms', 'latency': '50us'}`,
	} {
		v := parsed(t, system, fmt.Sprintf(workload, short(20_000)), `'network': {'latency': '300us'}`,
			`'source': {'readLatency': {'dist': 'exponential', 'mean': '1ms'}, 'writeLatency': '2ms', 'concurrency': 60, 'errorRate': 0.01}`)
		ahead, plain := New(v), New(v)
		if !ahead.compiled.Model.Ahead {
			t.Errorf("%s does not go ahead", system)
		}
		plain.compiled.Model.Ahead = false
		for _, r := range []*Run{ahead, plain} {
			for r.Advance(1 << 12) {
			}
		}
		a, b := ahead.Result(), plain.Result()
		if got, want := string(a.AppendCanonical(nil)), string(b.AppendCanonical(nil)); got != want {
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Errorf("%s: ahead\n… %.200s\none phase at a time\n… %.200s", system, got[max(at-100, 0):], want[max(at-100, 0):])
		}
	}
}
