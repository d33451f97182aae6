package load

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// randomLoad draws the members of a scenario under a workload, in which operations can go
// ahead. Times are such that no two things happen at the same time by chance.
func randomLoad(r *rand.Rand) []string {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	named := func(kind strategy.Kind) string {
		all := strategy.Named(kind)
		return "'" + all[r.IntN(len(all))].ID + "'"
	}
	latency := func(ms int) string { return fmt.Sprintf("{'dist': 'exponential', 'mean': '%dms'}", 1+r.IntN(ms)) }
	constant := func(us int) string { return fmt.Sprintf("'%d.%03dus'", r.IntN(us), 1+r.IntN(998)) }
	arrivals := pick("'rate': 300", "'rate': 1500, 'bursts': {'from': '300ms', 'length': '100ms', 'times': 5}", "'pattern': 'closed', 'clients': 20, 'think': "+latency(20))
	return []string{
		fmt.Sprintf("'seed': '%d'", r.IntN(1000)),
		"'read': " + pick(named(strategy.Read), "'cache-inline'", "'cache-aside'"), "'write': " + pick(named(strategy.Write), "'write-behind'", "'write-through'"),
		"'faults': [" + pick("", "", "{'fault': 'evict', 'at': '200ms', 'key': 'k'}") + "]",
		"'network': {'latency': " + constant(900) + "}",
		"'source': {'records': {'k': 0}, 'readLatency': " + latency(6) + ", 'writeLatency': " + latency(6) + ", 'feedLatency': " + latency(20) +
			pick("", ", 'concurrency': 3", ", 'concurrency': 2, 'queueLimit': 5") + pick("", "", ", 'errorRate': 0.1") + pick("", "", ", 'latencyByLoad': [{'concurrency': 3, 'times': 1.5}, {'concurrency': 20, 'times': 9.001}]") + pick("", "", ", 'outages': [{'from': '211ms', 'to': '260ms'}]") + "}",
		"'accessor': {" + pick("", "", "'timeout': '9ms'", "'timeout': '9ms', 'maxAttempts': 2", "'timeout': '9ms', 'maxAttempts': 4, 'retryBudget': {'maxTokens': 9}") + "}",
		"'cache': {'latency': " + constant(300) + pick("", ", 'ttl': '73.377ms'", ", 'ttl': '41.003ms', 'ttlJitter': '9ms'") + pick("", ", 'capacity': 40, 'eviction': 'sieve'") +
			pick("", "", ", 'fill': 'lease'", ", 'fill': 'lock'", ", 'fill': 'add'", ", 'singleFlight': true") + "}",
		"'writeBehind': {" + pick("'writeDelay': '10.007ms'", "'workers': 2", "'batchSize': 3, 'writeDelay': '5.003ms'") + pick("", ", 'journal': true") + pick("", ", 'queueCapacity': 12") +
			pick("", "", ", 'coalescing': 'last-wins'", ", 'coalescing': 'merge'") + pick("", "", ", 'onFailure': 'requeue'", ", 'onFailure': 'drop'") + "}",
		fmt.Sprintf("'workload': {'arrivals': {%s}, 'keys': {'count': %d, 'dist': 'zipfian'}, 'mix': {'get': 80, 'edit': 15, 'delete': 2, 'create': 3%s}, 'operations': %d, 'warmUp': '%s', 'size': {'p50': 400, 'p99': 2000}}",
			arrivals, 20+r.IntN(200), pick("", ", 'pay': 20"), short(3000), pick("0s", "50ms")),
	}
}

// everything returns all that was measured of a run.
func everything(r *Run) []any {
	m, f := &r.meter, *r.meter.freshness
	f.stream = nil // it numbers what it is told of by the slots of operations
	f.Unread.isUnread = nil
	for _, l := range []*Level{&f.Unseen, &f.Behind, &f.AtRisk} {
		l.pass(r.Now())
	}
	traffic := *m.traffic
	traffic.ahead = ends{}
	return []any{string(r.Result().AppendCanonical(nil)), r.Now(), m.sentOps, m.read, m.hit, m.last, m.reads, m.writes, traffic, f}
}

// each is a run whose operations do not go ahead.
func each(v *scenario.Variant) *Run {
	r := New(v)
	r.compiled.Model.Ahead = false
	return r
}

// In random systems too, whether operations go ahead changes nothing of what is measured.
func TestGoingAheadMeasuresTheSameOfRandomSystems(t *testing.T) {
	ahead, one := 0, 0
	for seed := range uint64(short(30)) {
		story := randomLoad(rand.New(rand.NewPCG(seed, 14)))
		a, b := New(parsed(t, story...)), each(parsed(t, story...))
		if !a.compiled.Model.Ahead {
			t.Fatal("no operation goes ahead")
		}
		for a.Advance(100) {
			ahead++
		}
		for b.Advance(100) {
			one++
		}
		got, want := everything(a), everything(b)
		for i := range got {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Errorf("seed %d: ahead\n%.1500s\notherwise\n%.1500s\n%s", seed, fmt.Sprintf("%+v", got[i]), fmt.Sprintf("%+v", want[i]), strings.Join(story, ",\n"))
				break
			}
		}
	}
	if ahead*5 > one*4 {
		t.Errorf("%d00 things happen one after the other, instead of %d00", ahead, one)
	}
	t.Logf("%d00 things happen one after the other, instead of %d00", ahead, one)
}
