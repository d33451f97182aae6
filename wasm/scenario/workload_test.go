package scenario

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/random"
	"cacheplay/wasm/workload"
)

// under returns a scenario with a workload and nothing else.
func under(workload string) string { return `{"version": 1, "workload": ` + workload + `}` }

func TestWorkload(t *testing.T) {
	const second = int64(1e9)
	size := random.Percentiles(300, 10_000)
	for _, row := range []struct {
		workload string
		want     workload.Generated
	}{
		{`{"mix": {"get": 95, "edit": 5}}`, workload.Generated{
			Arrivals:   workload.Arrivals{Rate: 1_000_000, Bursts: workload.Bursts{Times: 2000}, Curve: workload.Curve{Period: MaxDuration}, Clients: 1},
			Keys:       workload.Keys{Count: 1000, Exponent: 990, HotKeys: 200, HotOperations: 800},
			Mix:        workload.Mix{Parts: [engine.OpKinds]int64{engine.Get: 95_000, engine.Edit: 5_000}},
			Operations: DefaultOperations,
		}},
		{`{"arrivals": {"pattern": "constant", "rate": 0.5, "bursts": {"from": "2s", "every": "9s", "length": "3s", "times": 1.5}, "curve": {"period": "1m", "points": [1, 0.25, 10]}},
			"keys": {"count": 7, "dist": "latest", "exponent": 1.25}, "mix": {"create": 1, "pay": 0.001, "delete": 1000}, "size": {"p50": 300, "p99": 10000}, "duration": "20s", "warmUp": "5s"}`,
			workload.Generated{
				Arrivals: workload.Arrivals{Pattern: workload.Constant, Rate: 500, Clients: 1,
					Bursts: workload.Bursts{From: 2 * second, Every: 9 * second, Length: 3 * second, Times: 1500},
					Curve:  workload.Curve{Period: 60 * second, Points: []int64{1000, 250, 10_000}}},
				Keys:     workload.Keys{Count: 7, Distribution: workload.Latest, Exponent: 1250, HotKeys: 200, HotOperations: 800},
				Mix:      workload.Mix{Parts: [engine.OpKinds]int64{engine.Create: 1000, engine.Pay: 1, engine.Delete: 1_000_000}},
				Size:     &size,
				Duration: 20 * second, WarmUp: 5 * second,
			}},
		{`{"arrivals": {"pattern": "closed", "clients": 30, "think": {"dist": "exponential", "mean": "1s"}}, "keys": {"dist": "hotspot", "hotKeys": 0.01, "hotOperations": 0.9},
			"mix": {"readModifyWrite": 1}, "operations": 50}`,
			workload.Generated{
				Arrivals: workload.Arrivals{Pattern: workload.Closed, Rate: 1_000_000, Clients: 30, Think: random.Exponential(second),
					Bursts: workload.Bursts{Times: 2000}, Curve: workload.Curve{Period: MaxDuration}},
				Keys:       workload.Keys{Count: 1000, Distribution: workload.Hotspot, Exponent: 990, HotKeys: 10, HotOperations: 900},
				Mix:        workload.Mix{ReadModifyWrite: 1000},
				Operations: 50,
			}},
	} {
		s := decoded(t, under(row.workload))
		if got := *s.Variants[0].Workload; !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s\n got %+v\nwant %+v", row.workload, got, row.want)
		}
		alone, errs := ParseWorkload([]byte("\uFEFF" + row.workload))
		if errs != nil || !reflect.DeepEqual(*alone, row.want) {
			t.Errorf("alone: %s\n got %+v %v", row.workload, alone, errs)
		}
		checkRoundTrip(t, s)
	}
}

func TestWorkloadErrors(t *testing.T) {
	const reads = `"mix": {"get": 1}`
	for _, row := range []struct{ workload, want string }{
		{`5`, "workload: 5 is not an object"},
		{`{}`, `workload.mix: missing: an object is needed, or "like" with the name of a ready-made workload`},
		{`{"mix": {}}`, "workload.mix: at least one part is above 0"},
		{`{"mix": {"put": 1}}`, `workload.mix: at least one part is above 0` + "\n" +
			`workload.mix.put: unknown field: allowed here are "create", "edit", "get", "delete", "pay", "readModifyWrite"`},
		{`{"mix": {"get": 1, "readModifyWrite": 1}}`, `workload.mix.readModifyWrite: needs "arrivals": {"pattern": "closed"}, since the edit waits for the answer of the read`},
		{`{"mix": {"get": -1}}`, `workload.mix.get: -1 is not a number from 0 to 1000, with at most three decimals` + "\n" + `workload.mix: at least one part is above 0`},
		{`{` + reads + `, "like": "ycsb-e"}`, `workload.like: "ycsb-e" is not one of "ycsb-a", "ycsb-b", "ycsb-c", "ycsb-d", "ycsb-f", "product-catalogue", "payment-peak", "social-feed"`},
		{`{` + reads + `, "arrivals": {"pattern": "poison"}}`, `workload.arrivals.pattern: "poison" is not one of "poisson", "constant", "closed"`},
		{`{` + reads + `, "arrivals": {"rate": 0}}`, `workload.arrivals.rate: 0 is not a rate: no operation would come`},
		{`{` + reads + `, "arrivals": {"rate": 1000001}}`, `workload.arrivals.rate: 1000001 is not a number from 0 to 1000000, with at most three decimals`},
		{`{` + reads + `, "arrivals": {"clients": 5, "think": "1s"}}`, `workload.arrivals.clients: needs "pattern": "closed"` + "\n" + `workload.arrivals.think: needs "pattern": "closed"`},
		{`{` + reads + `, "arrivals": {"pattern": "closed", "rate": 5}}`, `workload.arrivals.rate: needs "pattern": "poisson" or "constant"`},
		{`{` + reads + `, "arrivals": {"bursts": {"every": "1s", "length": "1s"}}}`, `workload.arrivals.bursts.length: a burst of "1s" is not over before the next one begins, after "1s"`},
		{`{` + reads + `, "arrivals": {"bursts": {"times": 0.5}}}`, `workload.arrivals.bursts.times: 0.5 is not a number from 1 to 1000, with at most three decimals` + "\n" +
			`workload.arrivals.bursts.length: missing: a duration such as "1500ms" or "2s", from "0s" to "24h" is needed`},
		{`{` + reads + `, "arrivals": {"curve": {"period": "59s", "points": [0, 0]}}}`, `workload.arrivals.curve.period: "59s" is not a period: it is from "1m" to "24h"` + "\n" +
			`workload.arrivals.curve.points: all of them are 0: no operation would come`},
		{`{` + reads + `, "arrivals": {"curve": {"points": [10.1, "1"]}}}`, `workload.arrivals.curve.points[0]: 10.1 is not a number from 0 to 10, with at most three decimals` + "\n" +
			`workload.arrivals.curve.points[1]: "1" is not a number from 0 to 10, with at most three decimals`},
		{`{` + reads + `, "keys": {"exponent": 1, "hotKeys": 0.1}}`, `workload.keys.exponent: needs "dist": "zipfian" or "latest"` + "\n" + `workload.keys.hotKeys: needs "dist": "hotspot"`},
		{`{` + reads + `, "keys": {"count": 0}}`, `workload.keys.count: 0 is not a whole number from 1 to 10000000`},
		{`{` + reads + `, "size": {"p99": 5}}`, `workload.size.p50: missing: a whole number from 1 to 1073741824 is needed`},
		{`{` + reads + `, "size": {"p50": 5, "p99": 4}}`, `workload.size: p50 5 and p99 4 do not go together: p99 is 1 to 1000 times as many`},
		{`{` + reads + `, "duration": "5s", "warmUp": "5s"}`, `workload.warmUp: the warm-up of "5s" leaves nothing to measure of the duration of "5s"`},
		{`{` + reads + `}, "compare": [{"workload": {"keys": {"count": 5}}}]`, `compare[0].workload: "workload" belongs to the whole document: a variant cannot change it`},
	} {
		if _, errs := Parse([]byte(under(row.workload))); errs.Error() != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.workload, errs, row.want)
		}
	}
}

// A workload that is like a ready-made one has what that has, and its canonical form
// says all of it.
func TestLikeAReadyMadeWorkload(t *testing.T) {
	for _, row := range []struct{ workload, want string }{
		{`{"like": "ycsb-d"}`, `{"keys":{"dist":"latest"},"mix":{"create":5,"get":95},"size":{"p50":1000}}`},
		{`{"like": "ycsb-d", "mix": {"edit": 5}, "keys": {"count": 50}}`, `{"keys":{"count":50},"mix":{"edit":5},"size":{"p50":1000}}`},
		{`{"like": "ycsb-f", "operations": 7}`,
			`{"arrivals":{"clients":100,"pattern":"closed","think":{"dist":"exponential","mean":"100ms"}},"keys":{"dist":"zipfian"},"mix":{"get":50,"readModifyWrite":50},"operations":7,"size":{"p50":1000}}`},
	} {
		s := decoded(t, under(row.workload))
		if got, want := string(s.Canonical()), `{"version":1,"workload":`+row.want+`}`; got != want {
			t.Errorf("%s\n got %s\nwant %s", row.workload, got, want)
		}
		checkRoundTrip(t, s)
	}
}

// A scenario with a workload needs no clients: a run then shows one that does an
// operation of each kind in the mix. Clients of its own are played as without it.
func TestARunUnderAWorkload(t *testing.T) {
	for _, row := range []struct{ members, want string }{
		{`"workload": {"like": "payment-peak"}`, "Client: create item, get item"},
		{`"workload": {"like": "ycsb-c"}, "names": {"client": "Reader"}`, "Reader: get item"},
		{`"workload": {"like": "ycsb-f", "mix": {"pay": 1, "readModifyWrite": 2}}`, "Client: edit item, get item, pay item"},
		{`"workload": {"like": "ycsb-c"}, "clients": [{"ops": [{"op": "delete", "key": "k"}]}]`, "Client: delete k"},
	} {
		variant := &decoded(t, `{"version": 1, `+row.members+`}`).Variants[0]
		var ops []string
		for _, op := range variant.Clients[0].Ops {
			ops = append(ops, op.Kind.String()+" "+op.Key)
		}
		if got := variant.Clients[0].Name + ": " + strings.Join(ops, ", "); got != row.want || len(variant.Clients) != 1 {
			t.Errorf("%s\n got %s\nwant %s", row.members, got, row.want)
		}
	}
}

// Every variant is put under the same workload, and may expect something else of it.
func TestDemands(t *testing.T) {
	s := decoded(t, `{"version": 1, "workload": {"like": "ycsb-a"}, "expect": {"durable": "holds", "read.p99": "<5ms", "stale": "< 0.10%", "lost.worst": "0"},
		"compare": [{}, {"write": "write-behind", "expect": {"lost.worst": "<= 100", "read.p99": null}}]}`)
	for i, want := range []string{
		"[{durable holds}] [{read.p99 < 5ms} {stale < 0.1%} {lost.worst 0}]",
		"[{durable holds}] [{stale < 0.1%} {lost.worst <= 100}]",
	} {
		variant := &s.Variants[i]
		if got := fmt.Sprint(variant.Expect, variant.Demands); got != want {
			t.Errorf("variant %d\n got %s\nwant %s", i+1, got, want)
		}
		if !reflect.DeepEqual(variant.Workload, s.Variants[0].Workload) {
			t.Errorf("variant %d has a workload of its own", i+1)
		}
	}
	checkRoundTrip(t, s)
	for members, want := range map[string]string{
		`"workload": {"like": "ycsb-a"}, "expect": {"read.p99": "fast", "stale": 0, "read.p98": "0", "lost.worst": "5ms"}`: `expect["read.p99"]: "fast" is not a bound such as "< 5ms" or "<= 1s"` + "\n" +
			`expect.stale: 0 is not a bound such as "< 0.1%" or ">= 95%"` + "\n" + `expect["lost.worst"]: "5ms" is not a bound such as "0", "< 100" or ">= 2.5"` + "\n" + `expect["read.p98"]: unknown field: did you mean "read.p90"?`,
		`"clients": [{"ops": [{"op": "get", "key": "k"}]}], "expect": {"read.p99": "< 5ms"}`: `expect["read.p99"]: is measured under a workload, and the scenario has none`,
	} {
		if _, errs := Parse([]byte(`{"version": 1, ` + members + `}`)); !strings.HasPrefix(errs.Error(), want) {
			t.Errorf("%s\n got %s\nwant %s", members, errs, want)
		}
	}
}

// Each ready-made workload can be drawn, and its first operations are the same
// everywhere and always.
func TestReadyMadeWorkloads(t *testing.T) {
	want := map[string]uint64{
		"ycsb-a": 0x1048f7e2e604b6b0, "ycsb-b": 0x65bbab4ac3a124ab, "ycsb-c": 0x10ceee4a0a06c500,
		"ycsb-d": 0x343245b9d6c66b24, "ycsb-f": 0xf0d53393cec70297,
		"product-catalogue": 0x66b730baac6225ba, "payment-peak": 0x9f00eda719495740, "social-feed": 0x450dc8cb6354fbce,
	}
	for _, r := range workload.All() {
		text, ok := workload.Named(r.Name)
		g, errs := ParseWorkload(text)
		if !ok || errs != nil || !strings.HasSuffix(r.Doc, ".") {
			t.Errorf("%s: %v", r.Name, errs)
			continue
		}
		if got := drawn(g); got != want[r.Name] {
			t.Errorf("%q: %#x, want %#x", r.Name, got, want[r.Name])
		}
	}
	if _, ok := workload.Named("ycsb-e"); ok {
		t.Error("there is a workload that scans")
	}
}

// drawn is one number that stands for the first operations of a workload. Those of
// clients are answered one after the other, at once.
func drawn(g *workload.Generated) (hash uint64) {
	add := func(op *workload.Operation) {
		for _, part := range []uint64{uint64(op.At), uint64(op.Key), uint64(op.Client), uint64(op.Size), uint64(op.Kind)} {
			hash = (hash ^ part) * 0x100000001b3
		}
	}
	var op workload.Operation
	if g.Arrivals.Pattern != workload.Closed {
		source := workload.NewOpenLoop(g, 1)
		for range 20_000 {
			source.Next(&op)
			add(&op)
		}
		return hash
	}
	source := workload.NewClosedLoop(g, 1)
	at := make([]int64, source.Clients())
	for turn := range 20_000 {
		number := turn % len(at)
		source.Next(uint32(number), at[number], &op)
		at[number] = op.At
		add(&op)
	}
	return hash
}

// What a recording says of times to live counts where a scenario sets none, and else where
// it is to.
func TestWhenRecordedTimesToLiveCount(t *testing.T) {
	for _, c := range []struct {
		cache     string
		counts    bool
		canonical string
	}{
		{`{}`, true, `null`},
		{`{"ttl": "5s"}`, false, `{"ttl":"5s"}`},
		{`{"recordedTtl": true}`, true, `null`},
		{`{"recordedTtl": false}`, false, `{"recordedTtl":false}`},
		{`{"ttl": "5s", "recordedTtl": true}`, true, `{"recordedTtl":true,"ttl":"5s"}`},
	} {
		s := decoded(t, `{"version": 1, "workload": {"like": "ycsb-a"}, "cache": `+c.cache+`}`)
		canonical, err := jsontree.Parse(s.Canonical())
		if err != nil {
			t.Fatal(err)
		}
		cache, _ := canonical.Get("cache")
		if got := s.Variants[0].Cache.RecordedTTL; got != c.counts || string(cache.AppendCanonical(nil)) != c.canonical {
			t.Errorf("%s: %v, %s", c.cache, got, cache.AppendCanonical(nil))
		}
		checkRoundTrip(t, s)
	}
}
