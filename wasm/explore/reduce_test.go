package explore

import (
	"fmt"
	"strings"
	"testing"

	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
)

// reduced reduces each counterexample of a scenario and returns, by property,
// what is left: the operations of its clients and the number of faults.
func reduced(t *testing.T, s *scenario.Scenario) map[string]string {
	t.Helper()
	x := explored(t, s)
	out := map[string]string{}
	for _, f := range x.Findings() {
		if f.Verdict != judge.Violated {
			continue
		}
		r := NewReducer(&s.Variants[0], f, x.Progress().States)
		for r.Advance(1000) {
		}
		c := r.Counterexample()
		if len(c.Order) > len(f.Order) {
			t.Errorf("%v: %d steps, and %d with less to do", f.Property, len(f.Order), len(c.Order))
		}
		whole := scenario.Scenario{Variants: []scenario.Variant{*c.Variant}}
		again := explored(t, &whole)
		replay(t, &whole, again)
		out[f.Property.String()] = remains(c.Variant)
	}
	return out
}

// remains describes the operations and faults of a scenario.
func remains(variant *scenario.Variant) string {
	var clients []string
	for _, client := range variant.Clients {
		words := ""
		for _, op := range client.Ops {
			words += op.Kind.String() + " "
		}
		clients = append(clients, strings.TrimSpace(words))
	}
	faults := 0
	for _, n := range variant.Explore.Budget {
		faults += n
	}
	return fmt.Sprintf("%s, %d faults", strings.Join(clients, " | "), faults)
}

// A counterexample keeps only the operations and faults that it needs.
func TestReducedCounterexamples(t *testing.T) {
	for _, row := range []struct {
		fact, members, program string
		want                   map[string]string
	}{
		{
			fact:    "cache aside needs a reader, a writer, and a second read",
			members: aside + "'write': 'write-invalidate', " + record + fault("crash", "evict", "source-error"),
			program: "R R | R W1 R | W2",
			want: map[string]string{
				"converges": "get | edit, 0 faults", "linearizable": "get | get | edit, 0 faults", "read-your-writes": "get | edit get, 0 faults", "monotonic-reads": "get | get get | edit, 0 faults",
			},
		},
		{
			fact:    "write behind needs one write and a crash",
			members: "'write': 'write-behind', " + record + fault("crash", "evict"),
			program: "R | W1 W2 R",
			want: map[string]string{
				"durable": "edit, 1 faults", "no-aborted-read": "edit get, 1 faults", "converges": "get | edit, 0 faults",
				"linearizable": "get | edit get, 0 faults", "read-your-writes": "get | edit get, 0 faults",
				"monotonic-writes": "edit edit, 1 faults", // the first one's save is under way at the crash, and lands last
			},
		},
	} {
		got := reduced(t, parsed(t, row.members, program(row.program)))
		if fmt.Sprint(got) != fmt.Sprint(row.want) {
			t.Errorf("%s\n got %v\nwant %v", row.fact, got, row.want)
		}
	}
}
