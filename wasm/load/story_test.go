package load

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// parsed returns the variant of a scenario with the given members.
func parsed(t testing.TB, members ...string) *scenario.Variant {
	t.Helper()
	text := strings.ReplaceAll(`{'version': 1, `+strings.Join(members, ", ")+`}`, `'`, `"`)
	s, errs := scenario.Parse([]byte(text))
	if errs != nil {
		t.Fatalf("%s\n%v", text, errs)
	}
	return &s.Variants[0]
}

// randomStory draws the members of a scenario in which much can be old, late or lost.
func randomStory(r *rand.Rand) []string {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	named := func(kind strategy.Kind) string {
		all := strategy.Named(kind)
		return "'" + all[r.IntN(len(all))].ID + "'"
	}
	latency := func() string { return fmt.Sprintf("{'dist': 'exponential', 'mean': '%dms'}", 1+r.IntN(20)) }
	var clients, faults []string
	for range 1 + r.IntN(4) {
		var ops []string
		for range 1 + r.IntN(8) {
			ops = append(ops, fmt.Sprintf("{'op': '%s', 'key': '%s', 'think': '%dms'}", pick("create", "edit", "edit", "get", "get", "get", "delete", "pay"), pick("a", "a", "b"), r.IntN(10)))
		}
		clients = append(clients, "{'ops': ["+strings.Join(ops, ", ")+"]}")
	}
	for range r.IntN(3) {
		id := pick("crash", "crash-cache", "crash-worker")
		faults = append(faults, fmt.Sprintf("{'fault': '%s', 'at': '%dms'}", id, r.IntN(80)))
	}
	return []string{
		"'read': " + pick(named(strategy.Read), "'cache-inline'", "'cache-aside'"), "'write': " + pick(named(strategy.Write), "'write-behind'", "'write-around'"),
		"'clients': [" + strings.Join(clients, ", ") + "]", "'faults': [" + strings.Join(faults, ", ") + "]",
		"'network': {'latency': " + latency() + "}",
		"'source': {'records': {'a': 0}, 'readLatency': " + latency() + ", 'writeLatency': " + latency() + ", 'feedLatency': " + latency() + pick("", "", ", 'errorRate': 0.3") + "}",
		"'accessor': {" + pick("", "", "'timeout': '9ms'", "'timeout': '9ms', 'maxAttempts': 2") + "}",
		"'cache': {'latency': " + latency() + pick("", ", 'ttl': '20ms'", ", 'primer': ['a']") + pick("", ", 'survivesCrash': true") + pick("", "", ", 'fill': 'lease'", ", 'singleFlight': true") + "}",
		"'writeBehind': {" + pick("'writeDelay': '10ms'", "'workers': 2", "'batchSize': 3, 'writeDelay': '5ms'") + pick("", ", 'journal': true") +
			pick("", "", ", 'coalescing': 'last-wins'", ", 'coalescing': 'merge'") + pick("", "", ", 'onFailure': 'requeue'", ", 'onFailure': 'drop'") + "}",
	}
}
