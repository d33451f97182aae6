package view

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// TestForks states what is offered at an event, which is found by its label
// and its place among those with this label.
func TestForks(t *testing.T) {
	const (
		through, behind, around = 0, 1, 2
		call                    = "Fail it, Refuse it for good, Lose the answer, Delay it"
		bank                    = "Cut the Awesome Bank database off"
		crash                   = "Crash the Resource Manager"
		cache                   = "Crash the CacheManager, Evict payment"
	)
	for _, row := range []struct {
		where   string
		variant int
		label   string
		nth     int
		want    string
	}{
		{
			where:   "a call to the cache, which is empty",
			variant: through,
			label:   "set",
			want:    "Lose it, Fail it, Delay it, " + crash,
		},
		{
			where:   "its answer",
			variant: through,
			label:   "stored",
			want:    "Lose it, Fail it, Delay it, " + crash + ", " + cache,
		},
		{
			where:   "a call to the source",
			variant: through,
			label:   "save_transaction",
			want:    call + ", " + crash + ", " + cache + ", " + bank,
		},
		{
			where:   "an attempt of the accessor",
			variant: through,
			label:   "write",
			want:    call + ", " + crash + ", " + cache + ", " + bank,
		},
		{
			where:   "what the source answers",
			variant: through,
			label:   "written",
			want:    call + ", " + crash + ", " + cache + ", " + bank,
		},
		{
			where:   "an answer to the client",
			variant: through,
			label:   "done",
			want:    crash + ", " + cache,
		},
		{
			where:   "a request",
			variant: behind,
			label:   "Save transaction",
			want:    crash,
		},
		{
			where:   "the worker",
			variant: behind,
			label:   "worker takes it",
			want:    crash + ", Crash the worker, " + cache,
		},
		{
			where:   "the worker's call",
			variant: behind,
			label:   "save_transaction",
			want:    call + ", " + crash + ", Crash the worker, " + cache + ", " + bank,
		},
		{
			where:   "what a client does itself: the cache is empty",
			variant: around,
			label:   "save_transaction",
			want:    call + ", " + crash + ", Crash Client, " + bank,
		},
		{
			where:   "a read of the source",
			variant: around,
			label:   "read_transaction_by_id",
			want:    "Fail it, Lose the answer, Delay it, " + crash + ", " + bank,
		},
	} {
		s := preset(t, "article", "{}")
		forks, _ := Forks(s, row.variant, eventOf(t, s, row.variant, row.label, row.nth))
		var got []string
		for _, f := range forks {
			got = append(got, f.Text)
		}
		if strings.Join(got, ", ") != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.where, strings.Join(got, ", "), row.want)
		}
	}
}

// TestWhatForksAre states the words of forks, and what they change.
func TestWhatForksAre(t *testing.T) {
	for _, row := range []struct {
		id, patch, label string
		nth              int
		text, says, name string
		value            string
	}{
		{
			id:    "article",
			patch: `{}`,
			label: "done",
			text:  "Crash the Resource Manager",
			says:  "Its process ends and starts anew. The copies are gone.",
			name:  "crash at 2 s",
			value: `[{"fault":"crash","step":"C1/2/cache.get"}]`,
		},
		{
			id:    "article",
			patch: `{}`,
			label: "write",
			text:  "Crash the Resource Manager",
			says:  "Its process ends and starts anew. The copies are gone.",
			name:  "crash at 1 ms",
			value: `[{"at":"1ms","fault":"crash"}]`,
		},
		{
			id:    "article",
			patch: `{'cache': {'survivesCrash': true}}`,
			label: "write",
			text:  "Crash the Resource Manager",
			says:  "Its process ends and starts anew. It keeps nothing in memory.",
			name:  "crash at 1 ms",
			value: `[{"at":"1ms","fault":"crash"}]`,
		},
		{
			id:    "article",
			patch: `{}`,
			label: "set",
			text:  "Lose it",
			says:  "The call never arrives: the CacheManager stays as it is, and nobody notices.",
			name:  "set lost at 0 s",
			value: `[{"fault":"cache-lost","step":"C1/1/cache.set"}]`,
		},
		{
			id:    "article",
			patch: `{}`,
			label: "get",
			text:  "Lose it",
			says:  "The call never arrives, and whoever asks goes on as if there were no copy.",
			name:  "get lost at 2 s",
			value: `[{"fault":"cache-lost","step":"C1/2/cache.get"}]`,
		},
		{
			id:    "article",
			patch: `{}`,
			label: "written",
			text:  "Fail it",
			says:  "The Awesome Bank database answers with an error and has changed nothing.",
			name:  "save_transaction fails at 0 s",
			value: `[{"fault":"source-error","step":"C1/1/source.save"}]`,
		},
		{
			id:    "article",
			patch: `{}`,
			label: "saved",
			text:  "Lose the answer",
			says:  "The Awesome Bank database does it, but nobody is told.",
			name:  "answer to save_transaction lost at 0 s",
			value: `[{"fault":"source-timeout","step":"C1/1/source.save"}]`,
		},
		{
			id:    "article",
			patch: `{}`,
			label: "save_transaction",
			text:  "Delay it",
			says:  "It arrives 1 s later.",
			name:  "save_transaction delayed at 0 s",
			value: `[{"delay":"1s","fault":"delay","step":"C1/1/source.save"}]`,
		},
		{
			id:    "article",
			patch: `{}`,
			label: "write",
			text:  "Cut the Awesome Bank database off",
			says:  "Nobody can reach it for 1 s.",
			name:  "Awesome Bank database cut off at 1 ms",
			value: `[{"at":"1ms","fault":"outage","restartAfter":"1s"}]`,
		},
		{
			id:    "article",
			patch: `{'faults': [{'fault': 'crash', 'at': '9s'}]}`,
			label: "hit",
			text:  "Evict payment",
			says:  "Its copy makes room for others.",
			name:  "payment evicted at 2 s",
			value: `[{"fault":"crash","at":"9s"},{"at":"2.001s","fault":"evict","key":"payment"}]`,
		},
		{
			id:    "article",
			patch: `{}`,
			label: "set",
			text:  "Fail it",
			says:  "The CacheManager answers with an error and has changed nothing.",
			name:  "set fails at 0 s",
			value: `[{"fault":"cache-error","step":"C1/1/cache.set"}]`,
		},
		// The second delete of a double delete is not the first one.
		{
			id:    "double-delete",
			patch: `{'compare': [{'write': 'double-delete'}]}`,
			label: "delete",
			nth:   1,
			text:  "Lose it",
			says:  "The call never arrives: the Cache stays as it is, and nobody notices.",
			name:  "delete lost at 3 s",
			value: `[{"at":"3s","fault":"cache-lost"}]`,
		},
		{
			id:    "bank-peak",
			patch: `{'compare': [{'write': 'write-behind'}]}`,
			label: "worker takes it",
			text:  "Crash the worker",
			says:  "The write that it has taken is lost.",
			name:  "worker crash at 0 s",
			value: `[{"fault":"crash-worker","step":"C1/1/source.save"}]`,
		},
		{
			id:    "bank-peak",
			patch: `{'compare': [{'write': 'write-behind', 'writeBehind': {'journal': true}}]}`,
			label: "worker takes it",
			text:  "Crash the worker",
			says:  "The write that it has taken goes back into the queue.",
			name:  "worker crash at 0 s",
			value: `[{"fault":"crash-worker","step":"C1/1/source.save"}]`,
		},
	} {
		s := preset(t, row.id, row.patch)
		f := forkOf(t, s, 0, eventOf(t, s, 0, row.label, row.nth), row.text)
		if got := string(f.Value.AppendCanonical(nil)); f.Says != row.says || f.Name != row.name || !sameJSON(got, row.value) {
			t.Errorf("%s, %s: %s\n got %s | %s | %s\nwant %s | %s | %s", row.id, row.label, row.text, f.Says, f.Name, got, row.says, row.name, row.value)
		}
	}
}

// No fork strikes a second attempt, and none is offered where the scenario has
// all the faults that it may have.
func TestNoForks(t *testing.T) {
	tried := preset(t, "paid-twice", `{}`)
	forks, _ := Forks(tried, 0, eventOf(t, tried, 0, "write, attempt 2", 0))
	if slices.ContainsFunc(forks, func(f Fork) bool { return f.Group == toCall }) {
		t.Error("the second attempt can be struck")
	}
	const one = `{'fault': 'crash', 'at': '9s'}`
	full := preset(t, "article", `{'faults': [`+strings.Repeat(one+`, `, scenario.MaxFaults-1)+one+`]}`)
	if forks, why := Forks(full, 0, 3); len(forks) > 0 || why != "So much goes wrong here already that nothing else can." {
		t.Errorf("%d forks, %q", len(forks), why)
	}
	alone := preset(t, "no-cache", `{}`)
	traces, _ := PlayAll(alone)
	last := len(traces[0].Events) - 1
	if forks, why := Forks(alone, 0, last); len(forks) > 0 || why != "Nothing can happen otherwise here." {
		t.Errorf("%d forks, %q", len(forks), why)
	}
}

// In a given order forks take turns in another order.
func TestForksOfAnOrder(t *testing.T) {
	s, errs := scenario.Parse([]byte(`{"version": 1, "read": "cache-aside", "write": "write-invalidate", "source": {"records": {"k": 1}},
		"clients": [{"name": "Reader", "ops": [{"op": "get", "key": "k"}]}, {"name": "Writer", "ops": [{"op": "edit", "key": "k", "value": 2}]}],
		"order": ["C1/1", "C2/1", "C2/1", "C1/1", "C1/1"]}`))
	if errs != nil {
		t.Fatal(errs)
	}
	var got []string
	forks, _ := Forks(s, 0, eventOf(t, s, 0, "save", 0))
	for _, f := range forks {
		order := ""
		for _, item := range f.Value.Items {
			order += " " + item.String
		}
		got = append(got, f.Text+": "+f.Name+":"+order)
	}
	want := []string{
		"Fail it: save fails at step 2: C1/1 C2/1/source.save!source-error C1/1 C1/1",
		"Refuse it for good: save refused at step 2: C1/1 C2/1/source.save!source-refuse C1/1 C1/1",
		"Lose the answer: answer to save lost at step 2: C1/1 C2/1/source.save!source-timeout C1/1 C1/1",
		"Give it up: save given up at step 2: C1/1 C2/1/source.save!source-late C1/1 C1/1",
		"Crash the Resource Manager: crash at step 2: C1/1 C2/1 crash C2/1 C1/1 C1/1",
		"Crash Writer: Writer crash at step 2: C1/1 C2/1 crash-client/2 C1/1 C1/1",
		"Let Reader go on: Reader first at step 2: C1/1 C1/1/source.read C2/1 C2/1 C1/1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// eventsApart is the distance between the events whose forks are played, since all
// would take too long. As WebAssembly playing takes about ten times as long, and
// gives the same.
var eventsApart = map[bool]int{false: 4, true: 40}[runtime.GOOS == "js"]

// Every fork that is offered can be played; its trace is the same up to the
// event, and another after it.
func TestForksHappenWhereTheyAreOffered(t *testing.T) {
	for _, p := range scenario.Presets() {
		s := preset(t, p.ID, "{}")
		for i := range s.Variants {
			before, _ := play.Run(&s.Variants[i])
			for event := 0; event < len(before.Events); event += eventsApart {
				forks, _ := Forks(s, i, event)
				for _, f := range forks {
					after := runWith(t, &s.Variants[i], f)
					since := before.Events[max((&forkPoint{variant: &s.Variants[i], t: before, at: event}).call(), 0)].T
					if f.Group == toMoment {
						since = before.Events[event].T
					}
					if told(before, 0, since) != told(after, 0, since) {
						t.Errorf("%s, variant %d, event %d: %s changes what was before", p.ID, i, event, f.Text)
					}
					if told(before, since, before.End+1) == told(after, since, after.End+1) {
						t.Errorf("%s, variant %d, event %d: %s changes nothing", p.ID, i, event, f.Text)
					}
				}
			}
		}
	}
}

// told lists what happens between two times.
func told(tr *trace.Trace, from, to int64) string {
	out := ""
	for _, e := range tr.Events {
		if e.T >= from && e.T < to {
			out += trace.Duration(e.T) + " " + e.Kind.String() + " " + e.Sense.String() + " " + e.Label + " " + trace.Duration(e.Arrives) + "\n"
		}
	}
	return out
}

// runWith plays the variant that a fork makes.
func runWith(t *testing.T, variant *scenario.Variant, f Fork) *trace.Trace {
	t.Helper()
	tree := jsontree.MergePatch(variant.Tree, jsontree.FromMembers(jsontree.Member{Name: f.Path, Value: f.Value}))
	s, errs := scenario.Decode(tree)
	if errs != nil {
		t.Fatal(errs)
	}
	tr, errs := play.Run(&s.Variants[0])
	if errs != nil {
		t.Fatal(errs)
	}
	return tr
}

// eventOf returns the nth event of a variant that has a label.
func eventOf(t *testing.T, s *scenario.Scenario, variant int, label string, nth int) int {
	t.Helper()
	tr, _ := play.Run(&s.Variants[variant])
	for i, e := range tr.Events {
		if e.Label == label {
			if nth == 0 {
				return i
			}
			nth--
		}
	}
	t.Fatalf("there is no such event: %s\n%s", label, tr.Mermaid())
	return 0
}

// forkOf returns the fork at an event that has a text.
func forkOf(t *testing.T, s *scenario.Scenario, variant, event int, text string) Fork {
	t.Helper()
	forks, why := Forks(s, variant, event)
	i := slices.IndexFunc(forks, func(f Fork) bool { return f.Text == text })
	if i < 0 {
		t.Fatalf("%q is not offered: %v %s", text, forks, why)
	}
	return forks[i]
}

func sameJSON(a, b string) bool {
	x, _ := jsontree.Parse([]byte(a))
	y, _ := jsontree.Parse([]byte(b))
	return jsontree.Equal(x, y)
}

// Any write of a batch can be refused, by the clock and in a given order. An error
// befalls the whole batch.
func TestForksOfABatch(t *testing.T) {
	const batch = `{"version": 1, "write": "write-behind", "writeBehind": {"batchSize": 2, "writeDelay": "1s"},
		"clients": [{"ops": [{"op": "create", "key": "a", "value": 1}, {"op": "create", "key": "b", "value": 2}]}]ORDER}`
	for _, order := range []string{"", `, "order": ["C1/1", "C1/2", "worker/1", "worker/1"]`} {
		s, errs := scenario.Parse([]byte(strings.Replace(batch, "ORDER", order, 1)))
		if errs != nil {
			t.Fatal(errs)
		}
		tr, _ := play.Run(&s.Variants[0])
		at := slices.IndexFunc(tr.Events, func(e trace.Event) bool { return e.Kind == trace.Call && e.Label == "save" })
		forks, _ := Forks(s, 0, at)
		var got []string
		for _, f := range forks {
			if f.Group == toCall && f.Text != "Delay it" && f.Text != "Give it up" {
				got = append(got, f.Text)
			}
			if value := string(f.Value.AppendCanonical(nil)); f.Text == "Refuse b for good" && !strings.Contains(value, "C1/2") {
				t.Errorf("%s: %s", f.Text, value)
			}
			if value := string(f.Value.AppendCanonical(nil)); f.Text == "Fail it" && strings.Contains(value, "C1/1/source.save") {
				t.Errorf("%s: %s", f.Text, value)
			}
		}
		if want := "Fail it, Refuse a for good, Refuse b for good, Lose the answer"; strings.Join(got, ", ") != want {
			t.Errorf("%q: %s are offered, not %s", order, strings.Join(got, ", "), want)
		}
	}
}

// In a given order a copy ages before it expires, where some read loads it anew.
func TestForksOfACopyThatAges(t *testing.T) {
	for _, row := range []struct{ order, want string }{
		{`"C1/1"`, "Let k come near its end"},
		{`"expire/k", "C1/1"`, "Let k expire"},
	} {
		s, errs := scenario.Parse([]byte(`{"version": 1, "read": "refresh-ahead", "cache": {"ttl": "10s", "primer": ["k"]}, "source": {"records": {"k": 1}},
			"clients": [{"ops": [{"op": "get", "key": "k"}, {"op": "get", "key": "k"}]}], "order": [` + row.order + `]}`))
		if errs != nil {
			t.Fatal(errs)
		}
		tr, _ := play.Run(&s.Variants[0])
		at := slices.IndexFunc(tr.Events, func(e trace.Event) bool { return e.Sense == trace.Hit })
		forks, _ := Forks(s, 0, at)
		var got []string
		for _, f := range forks {
			got = append(got, f.Text)
		}
		if !slices.Contains(got, row.want) {
			t.Errorf("%s: %v are offered, not %s", row.order, got, row.want)
		}
	}
}
