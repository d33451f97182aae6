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
		if f.Setting && (f.Name == "" || f.matters == nil) {
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

// The settings that matter, by what the story is. That they matter nowhere else is
// for package play to show.
func TestMatters(t *testing.T) {
	const (
		edits = `"clients": [{"ops": [{"op": "edit", "key": "k"}]}]`
		get   = `{"ops": [` + getK + `]}`
		reads = `"clients": [` + get + `]`
	)
	for _, row := range []struct{ members, matter, not string }{
		{
			members: edits,
			matter:  "write network.latency cache.latency cache.ttl source.writeLatency",
			not:     "read source.readLatency cache.ttlMode cache.fill cache.survivesCrash writeBehind.writeDelay writeBehind.workers faults[].at",
		},
		{members: edits + `, "write": "write-around"`, matter: "source.writeLatency", not: "cache.latency cache.ttl"},
		{
			members: edits + `, "write": "write-behind"`,
			matter:  "writeBehind.writeDelay writeBehind.schedule",
			not:     "writeBehind.workers",
		},
		{
			members: edits + `, "faults": [{"fault": "crash", "at": "1s"}]`,
			matter:  "cache.survivesCrash faults[].at faults[].restartAfter",
		},
		{
			members: edits + `, "order": ["C1/1"]`,
			matter:  "write",
			not:     "network.latency cache.latency source.writeLatency cache.ttl",
		},
		{members: edits + `, "cache": {"ttl": "1s"}`, matter: "cache.ttlJitter", not: "cache.ttlMode cache.ttlFrom"},
		{
			members: reads + `, "cache": {"ttl": "1s"}`,
			matter:  "read source.readLatency cache.ttlMode cache.ttlFrom",
			not:     "write cache.fill",
		},
		{
			members: reads + `, "cache": {"ttl": "0s"}`,
			matter:  "cache.ttl",
			not:     "cache.ttlMode cache.ttlFrom cache.ttlJitter",
		},
		{members: `"clients": [` + get + `, ` + get + `]`, matter: "cache.fill"},
		{
			members: `"clients": [{"write": "write-around", "ops": [{"op": "edit", "key": "k"}]}]`,
			matter:  "clients[].write",
			not:     "write",
		},
		{
			members: `"clients": [{"write": "write-behind", "ops": [{"op": "edit", "key": "k"}, {"op": "edit", "key": "k"}]}]`,
			matter:  "write writeBehind.workers",
		},
	} {
		variant := &decoded(t, `{"version": 1, `+row.members+`}`).Variants[0]
		for _, d := range Fields() {
			if slices.Contains(strings.Fields(row.matter), d.Path) && !d.Matters(variant) {
				t.Errorf("%s does not matter in %s", d.Path, row.members)
			}
			if slices.Contains(strings.Fields(row.not), d.Path) && d.Matters(variant) {
				t.Errorf("%s matters in %s", d.Path, row.members)
			}
		}
	}
}

const getK = `{"op": "get", "key": "k"}`

// Where faults can strike: the calls of an operation, in any variant, and those of
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
		{a: "ttl", b: "ttl", want: 0}, {a: "TTL", b: "ttl", want: 0}, {a: "ttll", b: "ttl", want: 1}, {a: "latncy", b: "latency", want: 1}, {a: "tlt", b: "ttl", want: 2}, {b: "at", want: 2}, {a: "a", b: "latency", want: 99},
	} {
		if got := editDistance(test.a, test.b); got != test.want {
			t.Errorf("%q and %q are %d apart", test.a, test.b, got)
		}
	}
}
