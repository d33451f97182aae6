package explore

import (
	"fmt"
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
)

// program writes the clients of a scenario: "R | W1 R" is a client that reads,
// and one that writes and reads. W1, W2 … are edits, P payments, D a delete; the
// key is k, or what stands behind a colon: "W1:a".
func program(text string) string {
	var clients []string
	for _, client := range strings.Split(text, "|") {
		var ops []string
		for _, word := range strings.Fields(client) {
			word, key, found := strings.Cut(word, ":")
			if !found {
				key = "k"
			}
			kind := map[byte]string{'R': "get", 'W': "edit", 'P': "pay", 'D': "delete"}[word[0]]
			value := ""
			if kind == "edit" || kind == "pay" {
				value = fmt.Sprintf(", 'value': '%s'", word)
			}
			ops = append(ops, fmt.Sprintf("{'op': '%s', 'key': '%s'%s}", kind, key, value))
		}
		clients = append(clients, "{'ops': ["+strings.Join(ops, ", ")+"]}")
	}
	return "'clients': [" + strings.Join(clients, ", ") + "]"
}

// parsed gives a scenario of which ' stands for ".
func parsed(t testing.TB, members ...string) *scenario.Scenario {
	t.Helper()
	text := strings.ReplaceAll("{'version': 1, "+strings.Join(members, ", ")+"}", "'", `"`)
	s, errs := scenario.Parse([]byte(text))
	if errs != nil {
		t.Fatalf("%s\n%v", text, errs)
	}
	return s
}

func explored(t testing.TB, s *scenario.Scenario) *Explorer {
	t.Helper()
	x, err := New(&s.Variants[0])
	if err != nil {
		t.Fatal(err)
	}
	for x.Advance(10_000) {
	}
	return x
}

// verdicts tells what is violated, with the number of steps, in the order of the
// properties: "linearizable 6, converges 6".
func verdicts(x *Explorer) string {
	var out []string
	for _, f := range x.Findings() {
		switch f.Verdict {
		case Violated:
			out = append(out, fmt.Sprintf("%v %d", f.Property, len(f.Order)))
		case Unknown:
			out = append(out, fmt.Sprintf("%v ?", f.Property))
		}
	}
	if len(out) == 0 {
		return "all hold"
	}
	return strings.Join(out, ", ")
}

const (
	aside  = "'read': 'cache-aside', "
	record = "'source': {'records': {'k': 0}}, "
)

// warm is a cache that holds the record from the start.
func warm(more string) string { return "'cache': {'primer': ['k']" + more + "}, " }

func fault(ids ...string) string {
	return "'explore': {'faults': {'" + strings.Join(ids, "': 1, '") + "': 1}}"
}

// Facts that two implementations of these semantics, made apart from each other
// and from this one, agree on: which properties some order violates, and in how
// many steps at the least where they say so. What is not listed holds in every
// order.
func TestFacts(t *testing.T) {
	const race = "linearizable 6, read-your-writes 6, converges 6"
	for _, row := range []struct{ fact, members, programs, want string }{
		{"1: a reader misses and reads the old value, the writer saves and deletes, the reader stores the old value",
			aside + "'write': 'write-invalidate', " + record, "R | W1 R", race},
		{"2: single flight does not help", aside + "'write': 'write-invalidate', 'cache': {'singleFlight': true}, " + record, "R | W1 R", race},
		{"2: nor does add", aside + "'write': 'write-invalidate', 'cache': {'fill': 'add'}, " + record, "R | W1 R", race},
		{"3: a lock does", aside + "'write': 'write-invalidate', 'cache': {'fill': 'lock'}, " + record, "R | W1 R; R R | W1; W1 | W2 | R", "all hold"},
		{"3: so do versions", aside + "'write': 'write-invalidate', 'cache': {'fill': 'version'}, " + record, "R | W1 R; R R | W1; W1 | W2 | R", "all hold"},
		{"3: so does a lease", aside + "'write': 'write-invalidate', 'cache': {'fill': 'lease'}, " + record, "R | W1 R; R R | W1; W1 | W2 | R", "all hold"},
		{"4: to delete first is wrong", aside + "'write': 'delete-first', " + record, "R | W1 R", race},
		{"4: even with a lease", aside + "'write': 'delete-first', 'cache': {'fill': 'lease'}, " + record, "R | W1 R", race},
		{"4: to delete twice too", aside + "'write': 'double-delete', " + record, "R | W1 R", "linearizable 6, read-your-writes 6, converges 7"},
		{"4: with a lease it converges at least", aside + "'write': 'double-delete', 'cache': {'fill': 'lease'}, " + record, "R | W1 R", "linearizable 6, read-your-writes 6"},
		{"5: two writers leave the older value in the cache", "'write': 'write-through-source-first', " + warm("") + record, "W1 | W2 | R", "converges 5"},
		{"5: not with a lock", "'write': 'write-through-source-first', " + warm(", 'fill': 'lock'") + record, "W1 | W2 | R", "all hold"},
		{"5: nor with versions", "'write': 'write-through-source-first', " + warm(", 'fill': 'version'") + record, "W1 | W2 | R", "all hold"},
		{"6: a save that fails leaves its value in the cache", "'write': 'write-through', " + warm(", 'fill': 'lock'") + record + fault("source-error"), "R | W1 R",
			"linearizable 3, no-aborted-read 4, converges 4"},
		{"7: around a warm cache", "'write': 'write-around', " + warm("") + record, "R | W1 R", "linearizable 2, read-your-writes 2, converges 3"},
		{"8: a crash before the worker", "'write': 'write-behind', " + record + fault("crash"), "W1", "durable 2"},
		{"9: with journal, staging and lock a crash costs nothing", "'write': 'write-behind', 'writeBehind': {'journal': true, 'staging': true}, 'cache': {'fill': 'lock'}, " + record + fault("crash"), "W1 W2 | R; W1 R | R R", "all hold"},
		{"10: a dirty entry is evicted", "'write': 'write-behind', " + record + fault("evict"), "W1 R", "linearizable 5, read-your-writes 5, converges 8"},
		{"10: pinned, with a lock", "'write': 'write-behind', 'writeBehind': {'pinDirty': true}, 'cache': {'fill': 'lock'}, " + record + fault("evict"), "W1 R", "all hold"},
		{"10: staged, with a lock", "'write': 'write-behind', 'writeBehind': {'staging': true}, 'cache': {'fill': 'lock'}, " + record + fault("evict"), "W1 R", "all hold"},
		{"11: two workers overtake each other", "'write': 'write-behind', 'writeBehind': {'workers': 2}, " + record, "W1 W2", "durable 8, converges 8, monotonic-writes 6"},
		{"11: not if partitioned by key", "'write': 'write-behind', 'writeBehind': {'workers': 2, 'partitionBy': 'key'}, " + record, "W1 W2", "all hold"},
		{"12: requeued, the older write overwrites the newer", "'write': 'write-behind', 'writeBehind': {'onFailure': 'requeue'}, " + record + fault("source-error"), "W1 W2", "durable 10, converges 10, monotonic-writes 9"},
		{"12: dropped, it is lost", "'write': 'write-behind', 'writeBehind': {'onFailure': 'drop'}, " + record + fault("source-error"), "W1 W2", "durable 7, converges 7"},
		{"12: tried again in its place, the error passes", "'write': 'write-behind', 'writeBehind': {'onFailure': 'retry-in-place'}, " + record + fault("source-error"), "W1 W2", "all hold"},
		{"13: a time-out and a second attempt pay twice", "'write': 'write-around', 'accessor': {'maxAttempts': 2}, " + fault("source-timeout"), "P P", "at-most-once 2"},
		{"13: not with an idempotency key", "'write': 'write-around', 'accessor': {'maxAttempts': 2, 'idempotencyKey': true}, " + fault("source-timeout"), "P P", "all hold"},
		{"14: the last write wins, and a payment is lost", "'write': 'write-behind', 'writeBehind': {'coalescing': 'last-wins'}", "P P", "durable 5"},
		{"14: merged, it is not", "'write': 'write-behind', 'writeBehind': {'coalescing': 'merge'}", "P P", "all hold"},
	} {
		for _, text := range strings.Split(row.programs, "; ") {
			s := parsed(t, strings.TrimSuffix(row.members, ", "), program(text))
			x := explored(t, s)
			if got := verdicts(x); got != row.want {
				t.Errorf("%s\n%s: %s, not %s", row.fact, text, got, row.want)
			}
			if x.Deadlock() != nil {
				t.Errorf("%s\n%s: a deadlock", row.fact, text)
			}
			replay(t, s, x)
		}
	}
}
