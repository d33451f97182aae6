package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Every field says what it means, in a sentence.
func TestFieldsAreDocumented(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Fields() {
		if seen[f.Path] {
			t.Errorf("%s is declared twice", f.Path)
		}
		seen[f.Path] = true
		if f.Type == "" || f.Allowed == "" || !strings.HasSuffix(f.Doc, ".") {
			t.Errorf("%+v", f)
		}
		if f.Knob && (f.Name == "" || f.matters == nil) {
			t.Errorf("%s does not say what it is called and when it matters", f.Path)
		}
		if f.Type == TypeObject && f.Name == "" {
			t.Errorf("%s does not say what it is called", f.Path)
		}
	}
	for _, path := range []string{"version", "cache.ttl", "clients[].ops[].key", "write.worker", "faults[].restartAfter", "explore"} {
		if !seen[path] {
			t.Errorf("%s is not declared", path)
		}
	}
	if seen["clients[].write.worker"] {
		t.Error("a client can give the worker's steps")
	}
}

// The knobs that matter, by what the story is. That they matter nowhere else is
// for package play to show.
func TestMatters(t *testing.T) {
	const (
		edits = `"clients": [{"ops": [{"op": "edit", "key": "k"}]}]`
		get   = `{"ops": [` + getK + `]}`
		reads = `"clients": [` + get + `]`
	)
	for _, row := range []struct{ members, matter, not string }{
		{edits, "write network.latency cache.latency cache.ttl source.writeLatency",
			"read source.readLatency cache.ttlMode cache.fill cache.survivesCrash writeBehind.writeDelay writeBehind.workers faults[].at"},
		{edits + `, "write": "write-around"`, "source.writeLatency", "cache.latency cache.ttl"},
		{edits + `, "write": "write-behind"`, "writeBehind.writeDelay writeBehind.schedule", "writeBehind.workers"},
		{edits + `, "faults": [{"fault": "crash", "at": "1s"}]`, "cache.survivesCrash faults[].at faults[].restartAfter", ""},
		{edits + `, "order": ["C1/1"]`, "write", "network.latency cache.latency source.writeLatency cache.ttl"},
		{edits + `, "cache": {"ttl": "1s"}`, "cache.ttlJitter", "cache.ttlMode cache.ttlFrom"},
		{reads + `, "cache": {"ttl": "1s"}`, "read source.readLatency cache.ttlMode cache.ttlFrom", "write cache.fill"},
		{reads + `, "cache": {"ttl": "0s"}`, "cache.ttl", "cache.ttlMode cache.ttlFrom cache.ttlJitter"},
		{`"clients": [` + get + `, ` + get + `]`, "cache.fill", ""},
		{`"clients": [{"write": "write-around", "ops": [{"op": "edit", "key": "k"}]}]`, "clients[].write", "write"},
		{`"clients": [{"write": "write-behind", "ops": [{"op": "edit", "key": "k"}, {"op": "edit", "key": "k"}]}]`, "write writeBehind.workers", ""},
	} {
		run := &decoded(t, `{"version": 1, `+row.members+`}`).Runs[0]
		for _, d := range Fields() {
			if slices.Contains(strings.Fields(row.matter), d.Path) && !d.Matters(run) {
				t.Errorf("%s does not matter in %s", d.Path, row.members)
			}
			if slices.Contains(strings.Fields(row.not), d.Path) && d.Matters(run) {
				t.Errorf("%s matters in %s", d.Path, row.members)
			}
		}
	}
}

const getK = `{"op": "get", "key": "k"}`

// Where faults can strike: the calls of an operation, in any run, and those of
// the worker for it.
func TestCalls(t *testing.T) {
	s := decoded(t, `{"version": 1, "compare": [{"write": "write-through"}, {"write": "write-behind"}, {"clients": [{"ops": [`+getK+`]}]}],
		"clients": [{"ops": [{"op": "edit", "key": "k"}]}, {"read": "no-cache", "ops": [`+getK+`]}]}`)
	for i, want := range []string{"[cache.set source.save cache.set+queue.put cache.get source.read]", "[source.read]"} {
		if got := fmt.Sprint(s.Calls(i, 0)); got != want {
			t.Errorf("client %d calls %s", i+1, got)
		}
	}
}

func TestNearestName(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"ttl", "ttl", 0}, {"TTL", "ttl", 0}, {"ttll", "ttl", 1}, {"latncy", "latency", 1}, {"tlt", "ttl", 2}, {"", "at", 2}, {"a", "latency", 99},
	} {
		if got := editDistance(test.a, test.b); got != test.want {
			t.Errorf("%q and %q are %d apart", test.a, test.b, got)
		}
	}
}
