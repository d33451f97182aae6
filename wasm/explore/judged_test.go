package explore

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// played returns the members of a small random scenario that is played in virtual
// time, with faults that its exploration allows too.
func played(r *rand.Rand) (members []string, runs int) {
	members = randomSmall(r)
	latency := func() string {
		return fmt.Sprintf("{'dist': 'exponential', 'mean': '%dms'}", 1+r.IntN(20))
	}
	faults := []string{}
	for _, id := range []string{"crash", "evict", "source-error", "source-refuse", "source-timeout", "cache-lost", "cache-error", "crash-worker", "crash-cache", "crash-client", "outage"} {
		if !strings.Contains(members[5], "'"+id+"': 1") {
			continue
		}
		switch at := fmt.Sprintf("'at': '%dms'", r.IntN(40)); {
		case strings.HasPrefix(id, "source-"):
			step := "source.save"
			if id == "source-error" && r.IntN(2) == 0 {
				step = "source.read"
			}
			faults = append(faults, "{'fault': '"+id+"', 'step': 'C1/1/"+step+"'}")
		case strings.HasPrefix(id, "cache-"):
			faults = append(faults, "{'fault': '"+id+"', 'step': 'C1/1/"+[]string{"cache.set", "cache.get", "cache.delete"}[r.IntN(3)]+"'}")
		case id == "crash-client":
			faults = append(faults, "{'fault': 'crash-client', 'client': 1, "+at+"}")
		case id == "outage":
			faults = append(faults, fmt.Sprintf("{'fault': 'outage', %s, 'restartAfter': '%dms'}", at, 1+r.IntN(50)))
		case id == "evict":
			faults = append(faults, "{'fault': 'evict', 'key': 'k', "+at+"}")
		case (id == "crash" || id == "crash-worker") && r.IntN(2) == 0:
			faults = append(faults, fmt.Sprintf("{'fault': '%s', %s, 'restartAfter': '%dms'}", id, at, 1+r.IntN(50)))
		default:
			faults = append(faults, "{'fault': '"+id+"', "+at+"}")
		}
	}
	if r.IntN(12) == 0 { // a time-out, as often as exploration can allow
		members[3] = strings.Replace(members[3], "{", fmt.Sprintf("{'timeout': '%dms', ", 5+r.IntN(30)), 1)
		more := strings.NewReplacer("'source-timeout': 1", "'source-timeout': 3")
		if !strings.Contains(members[5], "source-timeout") {
			more = strings.NewReplacer("{'faults': {}", "{'faults': {'source-timeout': 3}", "{'faults': {", "{'faults': {'source-timeout': 3, ")
		}
		members[5] = more.Replace(members[5])
	}
	members[5] = strings.TrimSuffix(members[5], "}") + ", 'states': 20000}"
	members[4] = "'source': {'records': {'k': 0}, 'readLatency': " + latency() + ", 'writeLatency': " + latency() + ", 'feedLatency': " + latency() + "}"
	return append(members, "'network': {'latency': "+latency()+"}", "'faults': ["+strings.Join(faults, ", ")+"]"), 5
}

// whole returns how the properties of a run are judged by its trace alone. Keys with
// payments are judged by those alone.
func whole(tr *trace.Trace) (violated judge.PropertySet) {
	for p, violates := range inTrace {
		if violates(tr) {
			violated |= judge.SetOf(judge.Property(p))
		}
	}
	return violated
}

// hasPayments reports whether a trace has any.
func hasPayments(tr *trace.Trace) bool {
	for _, o := range tr.Ops {
		if o.Kind == engine.Pay {
			return true
		}
	}
	return false
}

// timeouts counts the time-outs of a run.
func timeouts(tr *trace.Trace) (n int) {
	for i := range tr.Events {
		if tr.Events[i].Sense == trace.TimedOut {
			n++
		}
	}
	return n
}

// A run is judged as its trace shows, and what it violates does not hold in every
// order: exploration has seen the order of this run.
func TestWhatARunViolatesDoesNotHold(t *testing.T) {
	t.Parallel()
	var compared, violations int
	for seed := uint64(0); compared < iterations(20_000); seed++ {
		members, runs := played(rand.New(rand.NewPCG(seed, 7)))
		s := parsed(t, members...)
		x := explored(t, s)
		for i := range uint64(runs) {
			variant := s.Variants[0]
			variant.Seed = i
			tr, errs := play.Run(&variant)
			if errs != nil {
				t.Fatal(errs)
			}
			if timeouts(tr) > scenario.MaxBudget {
				continue
			}
			compared++
			violations += judgedAsShown(t, tr, x, &variant)
		}
		if t.Failed() {
			t.Fatalf("seed %d\n%s", seed, strings.Join(members, ", "))
		}
	}
	if violations < compared/10 {
		t.Errorf("only %d violations in %d runs", violations, compared)
	}
}

// judgedAsShown compares the judgement of a run with its trace and with what
// exploration has found, and returns how many properties the run violates.
func judgedAsShown(t *testing.T, tr *trace.Trace, x *Explorer, variant *scenario.Variant) (violated int) {
	t.Helper()
	shown, paid := whole(tr), hasPayments(tr)
	for _, f := range tr.Judged.Findings() {
		if tr.Judged.Quiet && (!paid || f.Property == judge.Durable || f.Property == judge.AtMostOnce) && shown.Has(f.Property) != (f.Verdict == judge.Violated) {
			t.Errorf("seed %d: %v is %v, and the trace says otherwise\n%s", variant.Seed, f.Property, f.Verdict, tr.Console())
		}
		if f.Verdict != judge.Violated {
			continue
		}
		violated++
		if found := x.finding(f.Property); found.Verdict == judge.Holds {
			t.Errorf("seed %d: %v is violated in this run, and holds in every order\n%s", variant.Seed, f.Property, tr.Console())
		}
	}
	return violated
}
