package load

import (
	"testing"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/workload"
)

// at returns the number at a place in an object.
func at(t *testing.T, v jsontree.Value, names ...string) float64 {
	t.Helper()
	for _, name := range names {
		member, ok := v.Get(name)
		if !ok {
			t.Fatalf("there is no %q in %v", name, names)
		}
		v = member
	}
	return v.Number
}

// total returns the points of a series of a result as one, and how wide they are together.
func total(t *testing.T, result jsontree.Value, name string) (all Point, wide float64) {
	t.Helper()
	series, _ := result.Get("series")
	s, ok := series.Get(name)
	if !ok {
		t.Fatalf("there is no series %q", name)
	}
	sums, _ := s.Get("sums")
	counts, _ := s.Get("counts")
	most, _ := s.Get("max")
	if n := len(sums.Items); n == 0 || n > MaxPoints || len(counts.Items) != n || len(most.Items) != n {
		t.Fatalf("%s has %d sums, %d counts and %d greatest values", name, n, len(counts.Items), len(most.Items))
	}
	for i := range sums.Items {
		all.add(Point{int64(sums.Items[i].Number), int64(counts.Items[i].Number), int64(most.Items[i].Number)})
	}
	return all, at(t, s, "width") * float64(len(sums.Items))
}

// What went on over time is, all together, what was measured.
func TestSeriesOfAResult(t *testing.T) {
	r := finished(parsed(t, `'read': 'cache-aside'`, `'write': 'write-behind'`, `'source': {'readLatency': '2ms', 'writeLatency': '15ms', 'concurrency': 1}`,
		`'cache': {'capacity': 50}`, `'workload': {'like': 'ycsb-a', 'operations': 5000}`))
	result := r.Result()
	for _, c := range []struct {
		series, mean, most string
		of                 float64 // what a series counts in, of what the measure counts in
	}{
		{"read", "read.mean", "read.max", 1e9}, {"write", "write.mean", "write.max", 1e9},
		{"source.busy", "source.utilisation", "", 1}, {"source.waiting", "", "source.waiting", 1}, {"queued", "", "queued", 1},
		{"lost", "lost.mean", "lost.worst", 1}, {"unseen", "", "", 1},
	} {
		all, _ := total(t, result, c.series)
		if c.mean != "" {
			near(t, c.series+" on average", all.Mean()/c.of, r.Measure(c.mean).Float(), 1e-5)
		}
		if c.most != "" {
			near(t, c.series+" at the most", float64(all.Max)/c.of, r.Measure(c.most).Float(), 1e-9)
		}
	}
	ended, _ := total(t, result, "throughput")
	good, _ := total(t, result, "goodput")
	calls, _ := total(t, result, "source.rate")
	if traffic := r.meter.traffic; ended.Sum != traffic.ended() || ended.Sum != ended.Count || good.Sum != traffic.OK || good.Count != ended.Count || calls.Sum != traffic.Calls {
		t.Errorf("over time %d operations end and %d calls are asked for, not %d and %d", ended.Sum, calls.Sum, traffic.ended(), traffic.Calls)
	}
}

// A result says what is known, whether or not the run is over.
func TestResult(t *testing.T) {
	const of = `'workload': {'like': 'ycsb-a', 'operations': 5000, 'warmUp': '1s'}`
	r := New(parsed(t, `'name': 'Behind'`, `'write': 'write-behind'`, `'source': {'writeLatency': '15ms', 'concurrency': 1}`, of))
	for r.Sent() < 4000 {
		r.Advance(100)
	}
	for range 2 {
		result := r.Result()
		name, _ := result.Get("name")
		complete, _ := result.Get("complete")
		if name.String != "Behind" || complete.Bool != (at(t, result, "share") == 1) || at(t, result, "operations") != float64(r.Sent()) {
			t.Errorf("%s, %v: %v", name.String, complete.Bool, result)
		}
		near(t, "the wait of 99 %", at(t, result, "measures", "read.p99"), r.Measure("read.p99").Float(), 0)
		tester := at(t, result, "tester", "read.p99")
		near(t, "that of 99 % as a tester sees it", tester, float64(r.meter.reads.Tester.Quantile(P99))/1e9, 0)
		if tester == at(t, result, "measures", "read.p99") {
			t.Error("a tester sees the same waits")
		}
		near(t, "what is seen at last", at(t, result, "measures", "visible.1s"), r.meter.freshness.SeenWithin(1e9).Float(), 0)
		near(t, "old reads", at(t, result, "measures", "stale"), r.Measure("stale").Float(), 0)
		for r.Advance(1 << 14) {
		}
	}
}

// During the warm-up nothing is measured, so nothing is known.
func TestNothingIsKnownDuringTheWarmUp(t *testing.T) {
	r := New(parsed(t, `'workload': {'like': 'ycsb-a', 'operations': 5000, 'warmUp': '1s'}`))
	r.Advance(1000)
	if measures, _ := r.Progress().Get("measures"); len(measures.Members) != 0 || r.Now() > 1e9 {
		t.Errorf("after %d ns: %v", r.Now(), measures)
	}
}

// How much of a workload is done is told by what it is limited to.
func TestShare(t *testing.T) {
	const rate = `'workload': {'arrivals': {'pattern': 'constant', 'rate': 1000}, 'mix': {'get': 1}`
	for _, c := range []struct {
		workload string
		want     float64 // after 500 operations
	}{
		{rate + `, 'operations': 1000}`, 0.5}, {rate + `, 'duration': '2s'}`, 0.25},
		{rate + `, 'operations': 1000, 'duration': '2s'}`, 0.5}, {rate + `, 'operations': 10000, 'duration': '2s'}`, 0.25},
	} {
		r := New(parsed(t, c.workload))
		for r.Sent() < 500 {
			r.Advance(1)
		}
		near(t, c.workload, r.Share().Float(), c.want, 0.01)
		for r.Advance(1000) {
		}
		near(t, c.workload, r.Share().Float(), 1, 0)
	}
	variant := parsed(t, `'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}]`)
	for _, r := range []*Run{New(variant), NewOpen(variant, workload.NewOpenLoop(parsed(t, rate+`}`).Workload, 1), &workload.Said{Keys: 1000}, 0)} {
		share, ok := r.Progress().Get("share")
		if r.Share().Known() || !ok || share.Kind != jsontree.Null {
			t.Errorf("%v of what has no end is done", share)
		}
	}
}
