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

// Each preset makes its point: observed in the events and in what cache, queue
// and source hold at the end, not in the texts that are made of them.
func TestThePointsOfThePresets(t *testing.T) {
	type observation struct{ what, is string }
	for _, point := range []struct {
		preset, variant string
		shows           []observation
	}{
		{preset: "bank-peak", variant: "Write Through", shows: []observation{
			{what: "waits", is: "2s 4s 6s 8s 10s"},
			{what: "most served at once", is: "1"},
			{what: "most waiting at the source", is: "4"},
		}},
		{preset: "bank-peak", variant: "Write Behind", shows: []observation{
			{what: "waits", is: "0s 0s 0s 0s 0s"},
			{what: "most queued", is: "5"},
			{what: "most waiting at the source", is: "0"},
			{what: "source", is: "payment 1, payment 2, payment 3, payment 4, payment 5"},
		}},
		{preset: "bank-down", variant: "Write Behind", shows: []observation{
			{what: "outcomes", is: "ok ok ok ok failed"},
			{what: "most queued", is: "3"},
			{what: "source", is: "payment 1, payment 2, payment 3, payment 4"},
		}},
		{preset: "bank-down", variant: "Write Through", shows: []observation{
			{what: "outcomes", is: "ok unknown unknown failed ok"},
			{what: "source", is: "payment 1, payment 5"},
			{what: "breaker-opened", is: "7s"}, // after two time-outs
			{what: "saves between 7s and 11s", is: "0"},
		}},
		{preset: "journal", variant: "With a journal", shows: []observation{
			{what: "outcomes", is: "ok ok"},
			{what: "source", is: "rent, power"},
		}},
		{preset: "journal", variant: "Without", shows: []observation{
			{what: "outcomes", is: "ok ok"},
			{what: "source", is: ""},
		}},
		{preset: "refused", variant: "Tried again in its place", shows: []observation{
			{what: "outcomes", is: "ok ok ok"},
			{what: "source", is: ""},
			{what: "queue", is: "rent, power, phone"},
		}},
		{preset: "refused", variant: "Set aside", shows: []observation{
			{what: "outcomes", is: "ok ok ok"},
			{what: "source", is: "power, phone"},
			{what: "queue", is: ""},
			{what: "dead letters", is: "rent"},
		}},
		{preset: "paid-twice", variant: "Just tried again", shows: []observation{
			{what: "times paid", is: "2"},
		}},
		{preset: "paid-twice", variant: "With an idempotency key", shows: []observation{
			{what: "times paid", is: "1"},
			{what: "saves", is: "2"},
			{what: "outcomes", is: "ok"},
		}},
		{preset: "ambiguous-write", variant: "Kept", shows: []observation{
			{what: "outcomes", is: "unknown ok ok"},
			{what: "waits", is: "2s 0s 0s"},
			{what: "value in the source", is: `{"amount":120}`},
			{what: "value in the cache", is: `{"amount":120}`},
		}},
		{preset: "ambiguous-write", variant: "Rolled back", shows: []observation{
			{what: "value in the source", is: `{"amount":120}`},
			{what: "value in the cache", is: `{"amount":100}`},
		}},
		{preset: "dirty-eviction", variant: "Evicted", shows: []observation{
			{what: "answer C1/3", is: `{"amount":100}`},
			{what: "evicted", is: "1.5s 2.5s"},
		}},
		{preset: "dirty-eviction", variant: "Pinned", shows: []observation{
			{what: "answer C1/3", is: `{"amount":40}`},
		}},
		{preset: "dirty-eviction", variant: "Staged", shows: []observation{
			{what: "answer C1/3", is: `{"amount":40}`},
			{what: "staged", is: "2s"},
		}},
		{preset: "coalescing", variant: "The last wins", shows: []observation{
			{what: "times paid", is: "0 0 1"},
			{what: "saves", is: "1"},
		}},
		{preset: "coalescing", variant: "Merged", shows: []observation{
			{what: "times paid", is: "1 1 1"},
			{what: "saves", is: "1"},
		}},
		{preset: "coalescing", variant: "Not coalesced", shows: []observation{
			{what: "times paid", is: "1 1 1"},
			{what: "saves", is: "3"},
		}},
		{preset: "stampede", variant: "Everybody asks", shows: []observation{
			{what: "reads", is: "5"},
			{what: "most served at once", is: "1"},
		}},
		{preset: "stampede", variant: "Single flight", shows: []observation{
			{what: "reads", is: "1"},
		}},
		{preset: "lease", variant: "With a lease", shows: []observation{
			{what: "answer C1/2", is: `{"amount":40}`},
			{what: "value in the cache", is: `{"amount":40}`},
			{what: "not-stored", is: "3s"},
		}},
		{preset: "lease", variant: "Without", shows: []observation{
			{what: "answer C1/2", is: `{"amount":100}`},
			{what: "value in the cache", is: `{"amount":100}`},
			{what: "value in the source", is: `{"amount":40}`},
		}},
		{preset: "double-delete", variant: "Delete first", shows: []observation{
			{what: "value in the cache", is: `{"amount":100}`},
			{what: "answer C2/3", is: `{"amount":100}`},
		}},
		{preset: "double-delete", variant: "Double delete", shows: []observation{
			{what: "answer C2/2", is: `{"amount":100}`},
			{what: "answer C2/3", is: `{"amount":40}`},
			{what: "value in the cache", is: `{"amount":40}`},
			{what: "value in the source", is: `{"amount":40}`},
		}},
		{preset: "refresh-ahead", variant: "Refresh ahead", shows: []observation{
			{what: "waits", is: "0s 0s 0s 0s"},
			{what: "expired", is: ""},
		}},
		{preset: "refresh-ahead", variant: "Cache Inline", shows: []observation{
			{what: "waits", is: "0s 0s 800ms 0s"},
			{what: "expired", is: "5s"},
		}},
		{preset: "stale-while-revalidate", variant: "Stale while revalidate", shows: []observation{
			{what: "waits", is: "0s 0s 0s"},
			{what: "answer C1/1", is: `{"value":1.08}`},
			{what: "answer C1/2", is: `{"value":1.12}`},
		}},
		{preset: "stale-while-revalidate", variant: "Cache Inline", shows: []observation{
			{what: "waits", is: "1s 0s 0s"},
			{what: "answer C1/1", is: `{"value":1.12}`},
		}},
		{preset: "cdc", variant: "With a change feed", shows: []observation{
			{what: "answer C1/1", is: `{"amount":100}`},
			{what: "answer C1/2", is: `{"amount":40}`},
		}},
		{preset: "cdc", variant: "Without", shows: []observation{
			{what: "answer C1/2", is: `{"amount":100}`},
			{what: "value in the cache", is: `{"amount":100}`},
			{what: "value in the source", is: `{"amount":40}`},
		}},
		{preset: "bypass", variant: "A second service goes past the cache", shows: []observation{
			{what: "answer C2/1", is: `{"amount":100}`},
			{what: "answer C1/2", is: `{"amount":120}`},
			{what: "value in the source", is: `{"amount":90}`},
		}},
	} {
		traces := tracesOf(t, point.preset)
		i := slices.IndexFunc(traces, func(tr *trace.Trace) bool { return tr.Name == point.variant })
		if i < 0 {
			t.Fatalf("%s has no variant %q", point.preset, point.variant)
		}
		for _, o := range point.shows {
			if got := observe(t, traces[i], o.what); got != o.is {
				t.Errorf("%s, %s: %s: %s, not %s", point.preset, point.variant, o.what, got, o.is)
			}
		}
	}
}

// tracesOf plays a preset and returns the trace of each of its variants.
func tracesOf(t *testing.T, id string) []*trace.Trace {
	t.Helper()
	text, _ := scenario.Preset(id)
	s, errs := scenario.Parse(text)
	if errs != nil {
		t.Fatal(errs)
	}
	var out []*trace.Trace
	for i := range s.Variants {
		tr, errs := Run(&s.Variants[i])
		if errs != nil {
			t.Fatal(errs)
		}
		out = append(out, tr)
	}
	return out
}

// observe returns what a trace shows of the given thing. Any other text than the
// ones listed here is the name of a sense: it returns when its events happened.
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

// ofOps returns a text for each operation, separated by spaces.
func ofOps(tr *trace.Trace, say func(*trace.Operation) string) string {
	var out []string
	for i := range tr.Ops {
		out = append(out, say(&tr.Ops[i]))
	}
	return strings.Join(out, " ")
}

// keysOf returns the keys of queued writes.
func keysOf(tr *trace.Trace, items []engine.Item) string {
	var keys []string
	for _, item := range items {
		keys = append(keys, tr.Keys[item.Key].Name)
	}
	return strings.Join(keys, ", ")
}

// asked counts the calls of a step that leave for the source between two times,
// both included.
func asked(tr *trace.Trace, step strategy.Step, from, to int64) int {
	n := 0
	for i := range tr.Events {
		if e := &tr.Events[i]; e.Kind == trace.Call && e.Step == step && tr.Participants[e.To].Role == strategy.Source && from <= e.T && e.T <= to {
			n++
		}
	}
	return n
}

// crowds returns the highest numbers of calls that the source serves, and that
// wait for it, at the same time. A call is served from its arrival, or from its
// start if it had to wait, until it is answered.
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
