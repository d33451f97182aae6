package play

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// What each story is there to show, read from its events and from what is where
// at the end, not from the words that are made of them.
func TestThePointsOfThePresets(t *testing.T) {
	const first, second, third = 0, 1, 2
	runs := map[string][]*trace.Trace{}
	for _, point := range []struct {
		preset     string
		run        int
		what, want string
	}{
		{"bank-peak", first, "waits", "2s 4s 6s 8s 10s"},
		{"bank-peak", first, "most served at once", "1"},
		{"bank-peak", first, "most waiting at the source", "4"},
		{"bank-peak", second, "waits", "0s 0s 0s 0s 0s"},
		{"bank-peak", second, "most queued", "5"},
		{"bank-peak", second, "most waiting at the source", "0"},
		{"bank-peak", second, "source", "payment 1, payment 2, payment 3, payment 4, payment 5"},

		{"bank-down", first, "outcomes", "ok ok ok ok failed"},
		{"bank-down", first, "most queued", "3"},
		{"bank-down", first, "source", "payment 1, payment 2, payment 3, payment 4"},
		{"bank-down", second, "outcomes", "ok unknown unknown failed ok"},
		{"bank-down", second, "source", "payment 1, payment 5"},
		{"bank-down", second, "breaker-opened", "7s"}, // after two time-outs
		{"bank-down", second, "saves between 7s and 11s", "0"},

		{"journal", first, "outcomes", "ok ok"},
		{"journal", first, "source", "rent, power"},
		{"journal", second, "outcomes", "ok ok"},
		{"journal", second, "source", ""},

		{"refused", first, "outcomes", "ok ok ok"},
		{"refused", first, "source", ""},
		{"refused", first, "queue", "rent, power, phone"},
		{"refused", second, "outcomes", "ok ok ok"},
		{"refused", second, "source", "power, phone"},
		{"refused", second, "queue", ""},
		{"refused", second, "dead letters", "rent"},

		{"paid-twice", first, "times paid", "2"},
		{"paid-twice", second, "times paid", "1"},
		{"paid-twice", second, "saves", "2"},
		{"paid-twice", second, "outcomes", "ok"},

		{"ambiguous-write", first, "outcomes", "unknown ok ok"},
		{"ambiguous-write", first, "waits", "2s 0s 0s"},
		{"ambiguous-write", first, "value in the source", `{"amount":120}`},
		{"ambiguous-write", first, "value in the cache", `{"amount":120}`},
		{"ambiguous-write", second, "value in the source", `{"amount":120}`},
		{"ambiguous-write", second, "value in the cache", `{"amount":100}`},

		{"dirty-eviction", first, "answer C1/3", `{"amount":100}`},
		{"dirty-eviction", first, "evicted", "1.5s 2.5s"},
		{"dirty-eviction", second, "answer C1/3", `{"amount":40}`},
		{"dirty-eviction", third, "answer C1/3", `{"amount":40}`},
		{"dirty-eviction", third, "staged", "2s"},

		{"coalescing", first, "times paid", "0 0 1"},
		{"coalescing", first, "saves", "1"},
		{"coalescing", second, "times paid", "1 1 1"},
		{"coalescing", second, "saves", "1"},
		{"coalescing", third, "times paid", "1 1 1"},
		{"coalescing", third, "saves", "3"},

		{"stampede", first, "reads", "5"},
		{"stampede", first, "most served at once", "1"},
		{"stampede", second, "reads", "1"},

		{"lease", first, "answer C1/2", `{"amount":40}`},
		{"lease", first, "value in the cache", `{"amount":40}`},
		{"lease", first, "not-stored", "3s"},
		{"lease", second, "answer C1/2", `{"amount":100}`},
		{"lease", second, "value in the cache", `{"amount":100}`},
		{"lease", second, "value in the source", `{"amount":40}`},

		{"double-delete", first, "value in the cache", `{"amount":100}`},
		{"double-delete", first, "answer C2/3", `{"amount":100}`},
		{"double-delete", second, "answer C2/2", `{"amount":100}`},
		{"double-delete", second, "answer C2/3", `{"amount":40}`},
		{"double-delete", second, "value in the cache", `{"amount":40}`},
		{"double-delete", second, "value in the source", `{"amount":40}`},

		{"refresh-ahead", first, "waits", "0s 0s 0s 0s"},
		{"refresh-ahead", first, "expired", ""},
		{"refresh-ahead", second, "waits", "0s 0s 800ms 0s"},
		{"refresh-ahead", second, "expired", "5s"},

		{"stale-while-revalidate", first, "waits", "0s 0s 0s"},
		{"stale-while-revalidate", first, "answer C1/1", `{"value":1.08}`},
		{"stale-while-revalidate", first, "answer C1/2", `{"value":1.12}`},
		{"stale-while-revalidate", second, "waits", "1s 0s 0s"},
		{"stale-while-revalidate", second, "answer C1/1", `{"value":1.12}`},

		{"cdc", first, "answer C1/1", `{"amount":100}`},
		{"cdc", first, "answer C1/2", `{"amount":40}`},
		{"cdc", second, "answer C1/2", `{"amount":100}`},
		{"cdc", second, "value in the cache", `{"amount":100}`},
		{"cdc", second, "value in the source", `{"amount":40}`},

		{"bypass", first, "answer C2/1", `{"amount":100}`},
		{"bypass", first, "answer C1/2", `{"amount":120}`},
		{"bypass", first, "value in the source", `{"amount":90}`},
	} {
		if runs[point.preset] == nil {
			runs[point.preset] = presetRuns(t, point.preset)
		}
		if got := observe(t, runs[point.preset][point.run], point.what); got != point.want {
			t.Errorf("%s, run %d: %s: %s, not %s", point.preset, point.run, point.what, got, point.want)
		}
	}
}

func presetRuns(t *testing.T, id string) []*trace.Trace {
	t.Helper()
	text, _ := scenario.Preset(id)
	s, errs := scenario.Parse(text)
	if errs != nil {
		t.Fatal(errs)
	}
	var out []*trace.Trace
	for i := range s.Runs {
		tr, errs := Run(&s.Runs[i])
		if errs != nil {
			t.Fatal(errs)
		}
		out = append(out, tr)
	}
	return out
}

// observe answers a question about a run; what is no question is the name of a
// sense, whose moments are asked for.
func observe(t *testing.T, tr *trace.Trace, what string) string {
	t.Helper()
	end := tr.At(len(tr.Events))
	if id, ok := strings.CutPrefix(what, "answer "); ok {
		op := &tr.Ops[slices.IndexFunc(tr.Ops, func(o trace.Operation) bool { return o.ID == id })]
		return tr.Value(op.Key, op.Result)
	}
	switch what {
	case "waits":
		return ofOps(tr, func(op *trace.Operation) string { return time.Duration(op.End - op.Start).String() })
	case "outcomes":
		return ofOps(tr, func(op *trace.Operation) string { return op.Outcome.String() })
	case "times paid":
		return ofOps(tr, func(op *trace.Operation) string { return strconv.Itoa(end.Source[op.Key].Ledger.Count(op.Slot)) })
	case "reads":
		return strconv.Itoa(asked(tr, strategy.SourceRead, 0, tr.End))
	case "saves":
		return strconv.Itoa(asked(tr, strategy.SourceSave, 0, tr.End))
	case "saves between 7s and 11s":
		return strconv.Itoa(asked(tr, strategy.SourceSave, seconds(7)+1, seconds(12)-1))
	case "value in the source":
		return tr.Value(0, end.Source[0])
	case "value in the cache":
		return tr.Value(0, end.Cache[0].Record)
	case "source":
		var keys []string
		for key, record := range end.Source {
			if record.HasContent() {
				keys = append(keys, tr.Keys[key].Name)
			}
		}
		return strings.Join(keys, ", ")
	case "queue":
		return keysOf(tr, end.Queue)
	case "dead letters":
		return keysOf(tr, end.Dead)
	case "most queued":
		most := 0
		for i := range tr.Events {
			most = max(most, len(tr.At(i).Queue))
		}
		return strconv.Itoa(most)
	case "most served at once":
		served, _ := crowds(tr)
		return strconv.Itoa(served)
	case "most waiting at the source":
		_, waiting := crowds(tr)
		return strconv.Itoa(waiting)
	}
	var times []string
	for i := range tr.Events {
		if e := &tr.Events[i]; e.Sense.String() == what {
			times = append(times, time.Duration(e.T).String())
		}
	}
	return strings.Join(times, " ")
}

func ofOps(tr *trace.Trace, say func(*trace.Operation) string) string {
	var out []string
	for i := range tr.Ops {
		out = append(out, say(&tr.Ops[i]))
	}
	return strings.Join(out, " ")
}

func keysOf(tr *trace.Trace, items []engine.Item) string {
	var keys []string
	for _, item := range items {
		keys = append(keys, tr.Keys[item.Key].Name)
	}
	return strings.Join(keys, ", ")
}

// asked counts the calls that leave for the source between two moments.
func asked(tr *trace.Trace, step strategy.Step, from, to int64) int {
	n := 0
	for i := range tr.Events {
		if e := &tr.Events[i]; e.Kind == trace.Call && e.Step == step && tr.Participants[e.To].Role == strategy.Source && from <= e.T && e.T <= to {
			n++
		}
	}
	return n
}

// crowds returns how many calls the source serves, and lets wait, at most at
// the same time. A call is served from when it comes, or begins, until it is
// answered.
func crowds(tr *trace.Trace) (served, waiting int) {
	serving, queued := 0, 0
	for i := range tr.Events {
		e := &tr.Events[i]
		from, to := tr.Participants[e.From].Role, tr.Participants[e.To].Role
		switch {
		case e.Kind == trace.Call && to == strategy.Source:
			serving++
		case e.Sense == trace.Waiting && from == strategy.Source:
			serving, queued = serving-1, queued+1
		case e.Sense == trace.Started:
			serving, queued = serving+1, queued-1
		case e.Kind == trace.Return && from == strategy.Source:
			serving--
		}
		if i+1 == len(tr.Events) || tr.Events[i+1].T > e.T {
			served, waiting = max(served, serving), max(waiting, queued)
		}
	}
	return served, waiting
}
