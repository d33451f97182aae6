package explore

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
)

// iterations returns how often a random test repeats itself: n times natively, and
// a thirtieth of that as WebAssembly, which is many times slower and runs the same
// code on the same seeds.
func iterations(n int) int {
	if runtime.GOARCH == "wasm" {
		return n / 30
	}
	return n
}

// program returns the clients of a scenario as JSON with ' for ". "R | W1 R" is a
// client that reads and one that writes and then reads. W1, W2 … are edits, P is a
// payment, D a delete. The key is k, or what follows a colon: "W1:a".
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

// parsed parses a scenario with the given members, in which ' stands for ".
func parsed(t testing.TB, members ...string) *scenario.Scenario {
	t.Helper()
	text := strings.ReplaceAll("{'version': 1, "+strings.Join(members, ", ")+"}", "'", `"`)
	s, errs := scenario.Parse([]byte(text))
	if errs != nil {
		t.Fatalf("%s\n%v", text, errs)
	}
	return s
}

// explored explores a scenario to the end.
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

// verdicts lists the violated properties, each with the number of steps of its
// counterexample, in their order: "linearizable 6, converges 6".
func verdicts(x *Explorer) string {
	var out []string
	for _, f := range x.Findings() {
		switch f.Verdict {
		case judge.Violated:
			out = append(out, fmt.Sprintf("%v %d", f.Property, len(f.Order)))
		case judge.Unknown:
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

// warm returns a cache that holds the record from the start, with more members.
func warm(more string) string { return "'cache': {'primer': ['k']" + more + "}, " }

// fault returns an explore section that allows each of some faults once.
func fault(ids ...string) string {
	return "'explore': {'faults': {'" + strings.Join(ids, "': 1, '") + "': 1}}"
}

// Two independent implementations of these semantics agree on these facts: which
// properties some order violates, and in how many steps at least. Properties that
// are not listed hold in every order.
func TestFacts(t *testing.T) {
	const race = "linearizable 6, read-your-writes 6, converges 6"
	for _, row := range []struct{ fact, members, programs, want string }{
		{
			fact:     "a reader that has read the old value stores it after the writer has saved and deleted",
			members:  aside + "'write': 'write-invalidate', " + record,
			programs: "R | W1 R",
			want:     race,
		},
		{
			fact:     "single flight does not prevent that",
			members:  aside + "'write': 'write-invalidate', 'cache': {'singleFlight': true}, " + record,
			programs: "R | W1 R",
			want:     race,
		},
		{
			fact:     "a fill by add does not prevent that",
			members:  aside + "'write': 'write-invalidate', 'cache': {'fill': 'add'}, " + record,
			programs: "R | W1 R",
			want:     race,
		},
		{
			fact:     "a fill under a lock prevents it",
			members:  aside + "'write': 'write-invalidate', 'cache': {'fill': 'lock'}, " + record,
			programs: "R | W1 R; R R | W1; W1 | W2 | R",
			want:     "all hold",
		},
		{
			fact:     "a fill by version prevents it",
			members:  aside + "'write': 'write-invalidate', 'cache': {'fill': 'version'}, " + record,
			programs: "R | W1 R; R R | W1; W1 | W2 | R",
			want:     "all hold",
		},
		{
			fact:     "a fill with a lease prevents it",
			members:  aside + "'write': 'write-invalidate', 'cache': {'fill': 'lease'}, " + record,
			programs: "R | W1 R; R R | W1; W1 | W2 | R",
			want:     "all hold",
		},
		{
			fact:     "so it does where reads share a load, even one whose lease is void",
			members:  aside + "'write': 'write-invalidate', 'cache': {'fill': 'lease', 'singleFlight': true}, " + record,
			programs: "R | W1 R; R R | W1; R | R | W1 R; W1 | W2 | R",
			want:     "all hold",
		},
		{
			fact:     "to delete before the save leaves the old value in the cache",
			members:  aside + "'write': 'delete-first', " + record,
			programs: "R | W1 R",
			want:     race,
		},
		{
			fact:     "to delete before the save does so even with a lease",
			members:  aside + "'write': 'delete-first', 'cache': {'fill': 'lease'}, " + record,
			programs: "R | W1 R",
			want:     race,
		},
		{
			fact:     "to delete before and after the save does so too",
			members:  aside + "'write': 'double-delete', " + record,
			programs: "R | W1 R",
			want:     "linearizable 6, read-your-writes 6, converges 7",
		},
		{
			fact:     "to delete before and after the save converges with a lease",
			members:  aside + "'write': 'double-delete', 'cache': {'fill': 'lease'}, " + record,
			programs: "R | W1 R",
			want:     "linearizable 6, read-your-writes 6",
		},
		{
			fact:     "two writers leave the older value in the cache",
			members:  "'write': 'write-through-source-first', " + warm("") + record,
			programs: "W1 | W2 | R",
			want:     "converges 5",
		},
		{
			fact:     "two writers under a lock leave the newer value in the cache",
			members:  "'write': 'write-through-source-first', " + warm(", 'fill': 'lock'") + record,
			programs: "W1 | W2 | R",
			want:     "all hold",
		},
		{
			fact:     "two writers with versions leave the newer value in the cache",
			members:  "'write': 'write-through-source-first', " + warm(", 'fill': 'version'") + record,
			programs: "W1 | W2 | R",
			want:     "all hold",
		},
		{
			fact:     "a save that fails leaves its value in the cache",
			members:  "'write': 'write-through', " + warm(", 'fill': 'lock'") + record + fault("source-error"),
			programs: "R | W1 R",
			want:     "linearizable 3, no-aborted-read 4, converges 4",
		},
		{
			fact:     "a write around a cache that has the key leaves the old value there",
			members:  "'write': 'write-around', " + warm("") + record,
			programs: "R | W1 R",
			want:     "linearizable 2, read-your-writes 2, converges 3",
		},
		{
			fact:     "a crash before the worker has saved loses the write",
			members:  "'write': 'write-behind', " + record + fault("crash"),
			programs: "W1",
			want:     "durable 2",
		},
		{
			fact:     "with journal, staging and lock a crash costs nothing",
			members:  "'write': 'write-behind', 'writeBehind': {'journal': true, 'staging': true}, 'cache': {'fill': 'lock'}, " + record + fault("crash"),
			programs: "W1 W2 | R; W1 R | R R",
			want:     "all hold",
		},
		{
			fact:     "a client that reads while the process is down finds neither cache nor queue",
			members:  aside + "'write': 'write-behind', 'writeBehind': {'journal': true, 'staging': true}, 'cache': {'fill': 'lock'}, " + record + "'explore': {'faults': {'crash': 1}, 'downtime': true}",
			programs: "W1 R",
			want:     "linearizable 5, read-your-writes 5, converges 9",
		},
		{
			fact:     "nor does it find the queue where the cache is up",
			members:  aside + "'write': 'write-behind', 'writeBehind': {'journal': true, 'staging': true}, 'cache': {'fill': 'lock', 'survivesCrash': true}, " + record + "'explore': {'faults': {'crash': 1, 'evict': 1}, 'downtime': true}",
			programs: "W1 R",
			want:     "linearizable 6, read-your-writes 6, converges 10",
		},
		{
			fact:     "where it is up again at once, a client finds the queue",
			members:  aside + "'write': 'write-behind', 'writeBehind': {'journal': true, 'staging': true}, 'cache': {'fill': 'lock'}, " + record + fault("crash"),
			programs: "W1 R",
			want:     "all hold",
		},
		{
			fact:     "a reader stores the old value after a write that is queued and cached",
			members:  "'write': 'write-behind', " + record,
			programs: "R | W1 R",
			want:     "linearizable 5, read-your-writes 5, converges 8",
		},
		{
			fact:     "with versions by the writers a queued write keeps a reader's old value out of the cache",
			members:  "'write': 'write-behind', 'cache': {'fill': 'version'}, " + record,
			programs: "R | W1 R",
			want:     "all hold",
		},
		{
			fact:     "a dirty entry is evicted",
			members:  "'write': 'write-behind', " + record + fault("evict"),
			programs: "W1 R",
			want:     "linearizable 5, read-your-writes 5, converges 8",
		},
		{
			fact:     "a dirty entry that is pinned and locked does no harm",
			members:  "'write': 'write-behind', 'writeBehind': {'pinDirty': true}, 'cache': {'fill': 'lock'}, " + record + fault("evict"),
			programs: "W1 R",
			want:     "all hold",
		},
		{
			fact:     "a dirty entry whose eviction staging and a lock make up for does no harm",
			members:  "'write': 'write-behind', 'writeBehind': {'staging': true}, 'cache': {'fill': 'lock'}, " + record + fault("evict"),
			programs: "W1 R",
			want:     "all hold",
		},
		{
			fact:     "two workers overtake each other",
			members:  "'write': 'write-behind', 'writeBehind': {'workers': 2}, " + record,
			programs: "W1 W2",
			want:     "durable 8, converges 8, monotonic-writes 6",
		},
		{
			fact:     "two workers of a queue that is partitioned by key do not overtake each other",
			members:  "'write': 'write-behind', 'writeBehind': {'workers': 2, 'partitionBy': 'key'}, " + record,
			programs: "W1 W2",
			want:     "all hold",
		},
		{
			fact:     "a failed write that is requeued overwrites the newer one",
			members:  "'write': 'write-behind', 'writeBehind': {'onFailure': 'requeue'}, " + record + fault("source-error"),
			programs: "W1 W2",
			want:     "durable 10, converges 10, monotonic-writes 9",
		},
		{
			fact:     "a failed write that is dropped is lost",
			members:  "'write': 'write-behind', 'writeBehind': {'onFailure': 'drop'}, " + record + fault("source-error"),
			programs: "W1 W2",
			want:     "durable 7, converges 7",
		},
		{
			fact:     "a failed write that is tried again in its place is saved in its order",
			members:  "'write': 'write-behind', 'writeBehind': {'onFailure': 'retry-in-place'}, " + record + fault("source-error"),
			programs: "W1 W2",
			want:     "all hold",
		},
		{
			fact:     "a time-out and a second attempt pay twice",
			members:  "'write': 'write-around', 'accessor': {'maxAttempts': 2}, " + fault("source-timeout"),
			programs: "P P",
			want:     "at-most-once 2",
		},
		{
			fact:     "a time-out and a second attempt pay once with an idempotency key",
			members:  "'write': 'write-around', 'accessor': {'maxAttempts': 2, 'idempotencyKey': true}, " + fault("source-timeout"),
			programs: "P P",
			want:     "all hold",
		},
		{
			fact:     "coalescing by last write loses a payment",
			members:  "'write': 'write-behind', 'writeBehind': {'coalescing': 'last-wins'}",
			programs: "P P",
			want:     "durable 5",
		},
		{
			fact:     "coalescing by last write loses an edit whose place a payment takes",
			members:  "'write': 'write-behind', 'writeBehind': {'coalescing': 'last-wins'}",
			programs: "W1 P",
			want:     "durable 5",
		},
		{
			fact:     "payments have no order",
			members:  "'write': 'write-behind', 'writeBehind': {'workers': 2}",
			programs: "P P; W1 P",
			want:     "all hold",
		},
		{
			fact:     "a refused payment that a worker counts in the cache again and again is lost",
			members:  "'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'cache.set', 'source.save', 'queue.done']}, 'writeBehind': {'onFailure': 'requeue'}, " + warm("") + record + fault("source-refuse"),
			programs: "P",
			want:     "durable 4",
		},
		{
			fact:     "coalescing by merge keeps both payments",
			members:  "'write': 'write-behind', 'writeBehind': {'coalescing': 'merge'}",
			programs: "P P",
			want:     "all hold",
		},
	} {
		for _, text := range strings.Split(row.programs, "; ") {
			s := parsed(t, strings.TrimSuffix(row.members, ", "), program(text))
			s.Variants[0].Explore.Late = false
			checkFact(t, s, row.fact+"\n"+text, row.want)
		}
	}
}

// checkFact checks which properties a scenario violates, and that the counterexamples
// replay.
func checkFact(t *testing.T, s *scenario.Scenario, fact, want string) {
	t.Helper()
	x := explored(t, s)
	if got := verdicts(x); got != want {
		t.Errorf("%s: %s, not %s", fact, got, want)
	}
	if x.Deadlock() != nil {
		t.Errorf("%s: a deadlock", fact)
	}
	replay(t, s, x)
}

// A save whose caller has gone may land at any later moment. A brute-force search
// agrees on what that violates.
func TestFactsWithLateSaves(t *testing.T) {
	const safe = "'writeBehind': {'journal': true, 'staging': true}, 'cache': {'fill': 'lock'}, "
	for _, row := range []struct{ fact, members, programs, want string }{
		{
			fact:     "a save under way at a crash overwrites what was saved after it",
			members:  "'write': 'write-through-source-first', " + record + fault("crash"),
			programs: "W1 W2",
			want:     "converges 5, monotonic-writes 4",
		},
		{
			fact:     "a journal saves again what was under way, and the first save comes last",
			members:  "'write': 'write-behind', " + safe + record + fault("crash"),
			programs: "W1 W2 | R",
			want:     "linearizable 14, durable 12, converges 12",
		},
		{
			fact:     "a fenced source refuses the save that comes last",
			members:  "'write': 'write-behind', " + safe + "'source': {'records': {'k': 0}, 'fenced': true}, " + fault("crash"),
			programs: "W1 W2 | R; W1 R | R R",
			want:     "all hold",
		},
		{
			fact:     "a worker's time-out leaves an old save under way",
			members:  "'write': 'write-behind', " + record + fault("source-timeout"),
			programs: "W1 W2",
			want:     "durable 10, converges 10",
		},
		{
			fact:     "an old save that lands after a fill leaves the newer value in the cache",
			members:  "'write': 'write-through-source-first', 'cache': {'fill': 'lock'}, " + record + fault("crash"),
			programs: "W1 | R",
			want:     "converges 6",
		},
		{
			fact:     "a late save survives an outage in which its write is dropped",
			members:  "'write': 'write-behind', 'writeBehind': {'journal': true, 'onFailure': 'drop'}, " + record + fault("crash", "outage"),
			programs: "W1 W2",
			want:     "durable 8, converges 8, monotonic-writes 11",
		},
		{
			fact:     "an idempotency key makes a late payment count once",
			members:  "'write': 'write-around', 'accessor': {'maxAttempts': 2, 'idempotencyKey': true}, " + fault("source-timeout"),
			programs: "P P",
			want:     "all hold",
		},
		{
			fact:     "a time-out and a second attempt pay twice, at once or late",
			members:  "'write': 'write-around', 'accessor': {'maxAttempts': 2}, " + fault("source-timeout"),
			programs: "P P",
			want:     "at-most-once 2",
		},
	} {
		for _, text := range strings.Split(row.programs, "; ") {
			checkFact(t, parsed(t, strings.TrimSuffix(row.members, ", "), program(text)), row.fact+"\n"+text, row.want)
		}
	}
}
