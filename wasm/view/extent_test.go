package view

import (
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
)

// explored returns the first variant of a document, in which ' stands for ", before
// it is explored.
func explored(t *testing.T, document string) *Explored {
	t.Helper()
	s, errs := scenario.Parse([]byte(strings.ReplaceAll("{'version': 1, "+document+"}", "'", `"`)))
	if errs != nil {
		t.Fatal(errs)
	}
	return &Explore(s).Variants[0]
}

func TestWhatAVerdictIsAVerdictOf(t *testing.T) {
	const (
		one = "'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}]"
		two = "'clients': [{'ops': [{'op': 'get', 'key': 'k'}, {'op': 'edit', 'key': 'k', 'value': 1}]}, {'ops': [{'op': 'get', 'key': 'l'}]}]"
	)
	for _, c := range []struct{ document, extent string }{
		{one, "1 client, 1 request, 1 key and no faults"},
		{two, "2 clients, 3 requests, 2 keys and no faults"},
		{"'explore': {'faults': {'crash': 1}}, " + one, "1 client, 1 request, 1 key and a crash of the Resource Manager"},
		{"'explore': {'faults': {'crash': 3, 'cache-lost': 1}}, " + one,
			"1 client, 1 request, 1 key, a crash of the Resource Manager (up to 3 times) and a lost call to the cache"},
		// A record that nobody asks for, and a worker that there is not, are no part of it.
		{"'source': {'records': {'k': 1, 'other': 2}}, 'explore': {'faults': {'crash-worker': 1}}, " + one, "1 client, 1 request, 1 key and no faults"},
		{"'faults': [{'fault': 'source-error', 'step': 'C1/2/source.save'}], " + two,
			"2 clients, 3 requests, 2 keys and a call to the source that fails, at C1/2/source.save"},
	} {
		if got := explored(t, c.document).Extent(); got != c.extent {
			t.Errorf("%s:\n got %s\nwant %s", c.document, got, c.extent)
		}
	}
}

func TestTheStrategiesOfAllClients(t *testing.T) {
	const (
		reads = "{'op': 'get', 'key': 'k'}"
		edits = "{'op': 'edit', 'key': 'k', 'value': 1}"
		own   = "{'by': 'manager', 'steps': ['queue.put', 'answer']}"
	)
	for _, c := range []struct{ name, document, pair string }{
		{"those of a scenario that names none", "'clients': [{'ops': [" + reads + ", " + edits + "]}]", "cache-inline, write-through"},
		{"those of the scenario", "'read': 'no-cache', 'write': 'write-behind', 'clients': [{'ops': [" + reads + ", " + edits + "]}]", "no-cache, write-behind"},
		{"one's own steps", "'write': " + own + ", 'clients': [{'ops': [" + edits + "]}]", "none"},
		{"a client has its own", "'clients': [{'write': 'write-around', 'ops': [" + edits + "]}]", "cache-inline, write-around"},
		{"two write differently", "'clients': [{'ops': [" + edits + "]}, {'write': 'write-around', 'ops': [" + edits + "]}]", "none"},
		{"one of two does not write", "'clients': [{'ops': [" + edits + "]}, {'write': 'write-around', 'ops': [" + reads + "]}]", "cache-inline, write-through"},
		{"the worker's steps are one's own", "'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.delete', 'queue.done']}, " +
			"'clients': [{'write': 'write-behind', 'ops': [" + edits + "]}]", "none"},
	} {
		read, write, ok := explored(t, c.document).Pair()
		got := "none"
		if ok {
			got = read + ", " + write
		}
		if got != c.pair {
			t.Errorf("%s: %s, want %s", c.name, got, c.pair)
		}
	}
}
