package explore

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
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
	members[4] = "'source': {'records': {'k': 0}, 'readLatency': " + latency() + ", 'writeLatency': " + latency() + ", 'feedLatency': " + latency() + "}"
	for _, kind := range atRandom {
		if r.IntN(12) == 0 && !(kind.id == "expire" && strings.Contains(members[0], "refresh-ahead")) { // which sees no entry age in virtual time
			setting := strings.Replace(kind.setting, "N", strconv.Itoa(5+r.IntN(30)), 1)
			members[kind.in] = strings.Replace(members[kind.in], "{", "{"+setting+", ", 1)
			members[5] = allowing(members[5], kind.id)
		}
	}
	members[5] = strings.TrimSuffix(members[5], "}") + ", 'states': 20000}"
	members = append(members, "'network': {'latency': "+latency()+"}", "'faults': ["+strings.Join(faults, ", ")+"]")
	if r.IntN(3) == 0 {
		members[3] = withRetryBudget(members[3], 1+r.IntN(3), "1")
	}
	return members, 10
}

// atRandom is what can go wrong any number of times in virtual time, each with the
// setting that makes it do so, the member of randomSmall that has the setting, and what
// tells of it in a trace. Exploration allows it scenario.MaxBudget times.
var atRandom = []struct {
	id, setting string
	in          int
	kind        trace.Kind
	sense       trace.Sense
}{
	{"source-timeout", "'timeout': 'Nms'", 3, trace.Timer, trace.TimedOut},
	{"source-error", "'errorRate': 0.2", 4, trace.Return, trace.Error},
	{"expire", "'ttl': 'Nms'", 1, trace.Timer, trace.Expired},
}

// allowing returns an explore member that allows something as often as is possible.
func allowing(explore, id string) string {
	more := strings.NewReplacer("'"+id+"': 1", "'"+id+"': 3")
	if !strings.Contains(explore, "'"+id+"'") {
		more = strings.NewReplacer("{'faults': {}", "{'faults': {'"+id+"': 3}", "{'faults': {", "{'faults': {'"+id+"': 3, ")
	}
	return more.Replace(explore)
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

// isAllowed reports whether nothing goes wrong in a run more often than exploration can
// allow.
func isAllowed(tr *trace.Trace) bool {
	for _, kind := range atRandom {
		n := 0
		for i := range tr.Events {
			e := &tr.Events[i]
			if e.Kind == kind.kind && e.Sense == kind.sense && (e.Kind != trace.Return || tr.Participants[e.From].Role == strategy.Source) {
				n++
			}
		}
		if n > scenario.MaxBudget {
			return false
		}
	}
	return true
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
			if !isAllowed(tr) {
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

// A write that is on its way when its client crashes locks its key as any other, in time
// as in every order.
func TestAWriteWhoseClientHasGoneLocksItsKey(t *testing.T) {
	s := parsed(t,
		`"read": "cache-inline", "write": "write-behind", "cache": {"fill": "lock"}, "writeBehind": {"staging": true, "pinDirty": true}`,
		`"source": {"records": {"k": 0}, "readLatency": "15ms", "writeLatency": "7ms"}, "network": {"latency": {"dist": "exponential", "mean": "16ms"}}`,
		`"explore": {"faults": {"crash-client": 1}}, "faults": [{"fault": "crash-client", "client": 1, "at": "1ms"}]`,
		`"clients": [{"ops": [{"op": "edit", "key": "k", "value": 1}]}, {"ops": [{"op": "get", "key": "k"}]}]`)
	x := explored(t, s)
	for seed := range uint64(iterations(400)) {
		variant := s.Variants[0]
		variant.Seed = seed
		tr, errs := play.Run(&variant)
		if errs != nil {
			t.Fatal(errs)
		}
		judgedAsShown(t, tr, x, &variant)
	}
}
