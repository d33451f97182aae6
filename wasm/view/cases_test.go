package view

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/explore"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// readCase reads a case: a small scenario that was judged wrongly once.
func readCase(t *testing.T, name string) *scenario.Scenario {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata/cases", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	s, errs := scenario.Parse(text)
	if errs != nil {
		t.Fatalf("%s: %v", name, errs)
	}
	return s
}

// replays pastes the order of a counterexample, as it is printed, into the story's own
// document, and checks that it violates the property there.
func replays(t *testing.T, s *scenario.Scenario, j *explore.Judgement) {
	t.Helper()
	turns := make([]jsontree.Value, len(j.Order))
	for i := range j.Order {
		turns[i] = jsontree.FromString(j.Order[i].String())
	}
	order := jsontree.FromMembers(jsontree.Member{Name: "order", Value: jsontree.FromItems(turns...)})
	pasted, errs := scenario.Decode(jsontree.MergePatch(s.Variants[0].Tree, order))
	if errs != nil {
		t.Fatalf("%s: %v", s.Variants[0].Name, errs)
	}
	tr, errs := play.Run(&pasted.Variants[0])
	if errs != nil {
		t.Errorf("%s: the order does not replay: %v", s.Variants[0].Name, errs)
	} else if tr.Judged.Of(j.Property) != judge.Violated {
		t.Errorf("%s: %v is not violated by %v", s.Variants[0].Name, j.Property, j.Order)
	}
}

// What was reported of stores, caches and grids that people use, boiled down.
func TestCases(t *testing.T) {
	for _, c := range []struct {
		name     string
		run      string // the properties that the run in virtual time violates
		explored string // those that some order violates, with the fewest steps
		says     string // words of the run's console, or of a counterexample
	}{
		{
			name:     "overwritten-by-older",
			run:      "durable, converges, monotonic-writes",
			explored: "durable 6, converges 6, monotonic-writes 5",
			says:     "In the end the Source holds “A” under k.",
		},
		{
			name:     "own-delete-read-back",
			run:      "linearizable, read-your-writes, converges",
			explored: "linearizable 4, read-your-writes 4, converges 7",
			says:     "The Client was told that the deletion of k is done, and then reads “old”.",
		},
		{
			name:     "lost-delete",
			run:      "linearizable, read-your-writes, converges",
			explored: "linearizable 3, read-your-writes 3, converges 2",
			says:     "!!! Cache: the call “delete” is lost",
		},
		{
			name:     "ttl-heals",
			explored: "linearizable 2",
			says:     "Until an old copy expires it may be old: for 10 s at most after it was stored.",
		},
		{
			name:     "remembered-absence",
			run:      "linearizable",
			explored: "linearizable 6",
			says:     "Reader finds nothing, though Creator had been told before that “new” is done.",
		},
		{
			name:     "values-that-look-alike",
			explored: "linearizable 6, converges 5",
			says:     "In the end the Cache holds “Quarterly report of the…” (from the start) under job, while the Source holds “Quarterly report of the…” (the edit of Updater)",
		},
		{
			name:     "no-value-given",
			run:      "linearizable, read-your-writes, converges",
			explored: "linearizable 2, read-your-writes 2, converges 1",
			says:     "The Client was told that “k” (the edit of the Client) is done, and then reads “k” (from the start).",
		},
		{
			name:     "holds-nothing",
			explored: "durable 2",
			says:     "In the end the Source holds nothing under k.",
		},
		{
			name:     "crash-takes-tombstones",
			explored: "linearizable 7, read-your-writes 7, converges 6",
		},
		{
			name:     "outage-dropped",
			run:      "durable, converges",
			explored: "durable 5, converges 5",
		},
		{
			name:     "read-fails", // as without the fault
			explored: "converges 5",
		},
		{
			name:     "aimed-refusal",
			run:      "durable, converges",
			explored: "durable 3, converges 3",
			says:     "The Client was told that 2 is done. In the end the Source holds nothing under b.",
		},
		{
			name:     "timeout-paid-often",
			run:      "durable, at-most-once, converges",
			explored: "at-most-once 4",
			says:     "The Source makes the payment of 1 by the Client 8 times.",
		},
		{
			name:     "retry-fails-too",
			explored: "converges 2",
		},
		{
			name:     "retry-fails-too-through",
			explored: "linearizable 4, no-aborted-read 4, converges 5",
		},
		{
			name: "which-is-replaced", // the newest write that waits
		},
		{
			name: "pinned-put-then-set", // the entry is dirty, and pinned
		},
		{
			name: "lock-without-cache",
		},
		{
			name: "repeated-save-version",
		},
		{
			name:     "worker-saves-twice",
			run:      "at-most-once",
			explored: "at-most-once 4",
		},
		{
			name:     "lock-lost-in-a-crash",
			explored: "converges 7",
		},
		{
			name: "rejected-rolled-back",
		},
		{
			name: "merged-items-keys",
		},
		{
			name:     "bypass-and-single-flight",
			run:      "converges",
			explored: "linearizable 5, converges 4",
		},
		{
			name: "requeued-behind-newer",
		},
		{
			name: "lost-get-staging", // the manager's own queue answers
			says: "!!! Cache: the call “get” is lost",
		},
		{
			name:     "rollback-behind", // the cache forgets what the worker gives up
			run:      "linearizable, read-your-writes, durable",
			explored: "linearizable 6, read-your-writes 6, no-aborted-read 4, durable 3",
		},
		{
			name:     "worker-crashes-mid-save",
			explored: "durable 3, converges 3",
			says:     "worker crashes (1 save is under way and goes on)",
		},
		{
			name:     "late-save-after-crash",
			run:      "converges",
			explored: "converges 6",
		},
		{
			name:     "late-save-after-replay",
			run:      "durable",
			explored: "durable 11, converges 11",
		},
		{
			name:     "late-save-after-timeout",
			run:      "durable",
			explored: "durable 4, monotonic-writes 4",
		},
		{
			name:     "sync-save-fails", // the save in place of queue.put; it can also overtake what is queued
			explored: "linearizable 5, no-aborted-read 8, durable 7, converges 7, monotonic-writes 6",
		},
		{
			name: "shared-load-fails",
			says: "!!! Client 4: shares the error",
		},
		{
			name:     "second-of-a-batch",
			run:      "durable, converges",
			explored: "durable 3, converges 3",
			says:     "!!! Resource Manager: set aside as a dead letter: b\n",
		},
		{
			name: "mixed-batch", // one call that holds two
			says: "Data Accessor.delete a, save b\n",
		},
		{
			name: "drop-the-oldest", // one waits, besides the one that the worker has
		},
		{
			name: "refreshed-near-its-end", // play's order_test.go has the words
		},
		{
			name:     "whose-step",
			run:      "linearizable, converges",
			explored: "linearizable 2, converges 1",
			says:     "Client 2 reads “old”, though Client 3 had been told before that “new” is done.",
		},
		{
			name:     "two-errors-two-attempts",
			run:      "converges",
			explored: "converges 3",
		},
	} {
		s := readCase(t, c.name)
		tr, errs := play.Run(&s.Variants[0])
		if errs != nil {
			t.Fatal(errs)
		}
		said := tr.Console()
		var run, explored []string
		for _, f := range tr.Judged.Findings() {
			if f.Verdict == judge.Violated {
				run = append(run, f.Property.String())
			}
		}
		x := Explore(s)
		for x.Advance(1000) {
		}
		for _, j := range x.Variants[0].Survey.Judgements() {
			if why, violated := x.Variants[0].Why(j.Property); violated {
				replays(t, s, &j)
				explored = append(explored, j.Property.String()+" "+strconv.Itoa(j.Steps))
				said += Plain(why.Words) + "\n"
			}
			said += x.Variants[0].Note(j.Property, j.Verdict) + "\n"
		}
		if got := strings.Join(run, ", "); got != c.run {
			t.Errorf("%s: the run violates %q, not %q", c.name, got, c.run)
		}
		if got := strings.Join(explored, ", "); got != c.explored {
			t.Errorf("%s: some order violates %q, not %q", c.name, got, c.explored)
		}
		if !strings.Contains(said, c.says) {
			t.Errorf("%s: %q is not said in\n%s", c.name, c.says, said)
		}
		if fate := outcomeOf(tr).Fate; fate == Safe && len(run) > 0 {
			t.Errorf("%s: the strip says safe of a run that violates %v", c.name, run)
		}
	}
}

// Of four reads that share a load, all get its outcome at once: its error, or that there
// is nothing.
func TestASharedLoadHasOneOutcome(t *testing.T) {
	s := readCase(t, "shared-load-fails")
	for i, want := range []engine.Outcome{engine.Failed, engine.OK} {
		tr, errs := play.Run(&s.Variants[i])
		if errs != nil {
			t.Fatal(errs)
		}
		for op := range tr.Ops {
			if o := &tr.Ops[op]; o.Outcome != want || o.End != int64(time.Second) || o.Result.Exists {
				t.Errorf("%s: %s ends %v at %d", s.Variants[i].Name, o.ID, o.Outcome, o.End)
			}
		}
		reads := 0
		for _, e := range tr.Events {
			if e.Kind == trace.Call && tr.Participants[e.To].Role == strategy.Source {
				reads++
			}
		}
		if reads != 1 {
			t.Errorf("%s: %d loads", s.Variants[i].Name, reads)
		}
	}
}

// What the run of a preset violates does not hold in every order, as far as exploration
// decides it in this many states.
func TestWhatAPresetsRunViolatesDoesNotHold(t *testing.T) {
	violations := 0
	for _, p := range scenario.Presets() {
		s := preset(t, p.ID, `{"explore": {"states": 50000}}`)
		x := Explore(s)
		for x.Advance(1000) {
		}
		for i := range s.Variants {
			tr, errs := play.Run(&s.Variants[i])
			if errs != nil {
				t.Fatal(errs)
			}
			if x.Variants[i].Survey == nil {
				continue // more operations than can be explored
			}
			for _, j := range x.Variants[i].Survey.Judgements() {
				if tr.Judged.Of(j.Property) != judge.Violated {
					continue
				}
				if violations++; j.Verdict == judge.Holds {
					t.Errorf("%s, variant %d: %v is violated in the run, and holds in every order", p.ID, i, j.Property)
				}
			}
		}
	}
	if violations < 10 {
		t.Errorf("only %d violations in the runs of all presets", violations)
	}
}

// No preset's run is called safe that violates a property.
func TestSafeIsSafe(t *testing.T) {
	for _, p := range scenario.Presets() {
		s := preset(t, p.ID, "{}")
		for i := range s.Variants {
			tr, errs := play.Run(&s.Variants[i])
			if errs != nil {
				t.Fatal(errs)
			}
			violated := slices.ContainsFunc(tr.Judged.Findings(), func(f judge.Finding) bool { return f.Verdict != judge.Holds })
			if outcome := outcomeOf(tr); outcome.Fate == Safe && violated {
				t.Errorf("%s, variant %d: %+v", p.ID, i, outcome)
			}
		}
	}
}

// An order that ends early decides nothing about the end.
func TestAnOrderThatEndsEarlyIsNotTheEnd(t *testing.T) {
	const story = `{"version": 1, "write": "write-behind", "clients": [{"ops": [{"op": "edit", "key": "k", "value": 1}]}],
		"ask": {"question": "?", "choices": ["yes", "no"], "decides": "write.lost"}, "order": ["C1/1"ORDER]}`
	for _, c := range []struct {
		more  string
		right int
	}{
		{"", -1},
		{`, "worker/1/queue.take", "worker/1/source.save", "worker/1/queue.done"`, 1},
		{`, "crash"`, 0},
	} {
		s, errs := scenario.Parse([]byte(strings.Replace(story, "ORDER", c.more, 1)))
		if errs != nil {
			t.Fatal(errs)
		}
		tr, errs := play.Run(&s.Variants[0])
		if errs != nil {
			t.Fatal(errs)
		}
		if ask := askOf(s, tr); ask.Right != c.right {
			t.Errorf("%s: %d is right, not %d: %s", c.more, ask.Right, c.right, ask.Fact)
		}
	}
}

// What a shared load brings can be old by then, and is marked so.
func TestASharedLoadCanBeOld(t *testing.T) {
	s, errs := scenario.Parse([]byte(`{"version": 1, "read": "cache-aside", "write": "write-invalidate", "cache": {"singleFlight": true},
		"source": {"readLatency": "3s", "writeLatency": "1s", "records": {"k": 1}},
		"clients": [{"ops": [{"op": "get", "key": "k"}]}, {"ops": [{"op": "edit", "key": "k", "value": 2}]}, {"ops": [{"op": "get", "key": "k", "at": "2s"}]}]}`))
	if errs != nil {
		t.Fatal(errs)
	}
	v := played(t, s)
	if body := v.Variants[0].Diagram.Body; !strings.Contains(body, "(old)") {
		t.Error("the diagram does not say that the answer is old")
	}
	if tr := v.Variants[0].Trace; tr.Judged.Old(0) || !tr.Judged.Old(2) {
		t.Errorf("%v and %v are old", tr.Judged.Old(0), tr.Judged.Old(2))
	}
}
