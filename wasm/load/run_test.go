package load

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/workload"
)

// finished runs a variant to its end.
func finished(v *scenario.Variant) *Run {
	r := New(v)
	for r.Advance(1 << 14) {
	}
	return r
}

// Under the operations of its own clients a variant has the waits, the old reads and the
// lost writes of Play, in every preset.
func TestOwnClientsAsInPlay(t *testing.T) {
	for _, preset := range scenario.Presets() {
		text, _ := scenario.Preset(preset.ID)
		story, errs := scenario.Parse(text)
		if errs != nil {
			t.Fatal(errs)
		}
		for i := range story.Variants {
			if v := &story.Variants[i]; len(v.Order) == 0 {
				compareWithPlay(t, preset.ID+"/"+v.Name, v)
			}
		}
	}
}

func compareWithPlay(t *testing.T, name string, v *scenario.Variant) {
	t.Helper()
	played, errs := play.Run(v)
	if errs != nil {
		t.Fatal(errs)
	}
	var reads, writes Histogram
	old := int64(0)
	for i := range played.Ops {
		op := &played.Ops[i]
		if op.Outcome == engine.Pending {
			continue
		}
		waits := &writes
		if op.Kind == engine.Get {
			waits = &reads
		}
		waits.Add(op.End - op.Start)
		if played.Judged.Old(i) {
			old++
		}
	}
	r := finished(v)
	for _, c := range []struct {
		what      string
		got, want Histogram
	}{{"reads", r.meter.reads.All, reads}, {"writes", r.meter.writes.All, writes}} {
		if !slices.Equal(c.got.counts, c.want.counts) || c.got.sum != c.want.sum || c.got.max != c.want.max {
			t.Errorf("%s: %d %s wait %v on average and %d at the most, in Play %d wait %v and %d", name,
				c.got.Count(), c.what, c.got.Mean(), c.got.Max(), c.want.Count(), c.want.Mean(), c.want.Max())
		}
	}
	if got := r.meter.freshness.Ages.Count(); got != old {
		t.Errorf("%s: %d reads are old, in Play %d", name, got, old)
	}
	lacking := 0
	for i := range played.Ops {
		if played.Judged.Lacking(i) {
			lacking++
		}
	}
	if got := r.meter.freshness.stream.Behind(judge.AtSource); got != lacking {
		t.Errorf("%s: the source lacks %d writes, in Play %d", name, got, lacking)
	}
}

// runs are those of a scenario under its workload with 30 seeds.
type runs []*Run

func seeded(t *testing.T, members ...string) (all runs) {
	t.Helper()
	for seed := range 30 {
		all = append(all, finished(parsed(t, append(members, fmt.Sprintf("'seed': '%d'", seed+1))...)))
	}
	return all
}

// values returns a measure of each run.
func (all runs) values(measure string) (values []float64) {
	for _, r := range all {
		values = append(values, r.Measure(measure).Float())
	}
	return values
}

// A source that serves some calls at a time, asked at random, keeps callers waiting as
// Erlang says.
func TestWaitsAsInQueueingTheory(t *testing.T) {
	for _, q := range []queue{{arrivals: 700, service: 1000, servers: 1}, {arrivals: 3200, service: 1000, servers: 4}} {
		all := seeded(t, `'write': 'write-around'`, fmt.Sprintf(`'source': {'writeLatency': {'dist': 'exponential', 'mean': '1ms'}, 'concurrency': %d}`, q.servers),
			fmt.Sprintf(`'workload': {'arrivals': {'rate': %v}, 'mix': {'edit': 1}, 'operations': %d, 'warmUp': '200ms'}`, q.arrivals, short(20_000)))
		agrees(t, fmt.Sprintf("time in M/M/%d", q.servers), all.values("write.mean"), q.sojourn())
		agrees(t, fmt.Sprintf("utilisation of M/M/%d", q.servers), all.values("source.utilisation"), q.utilisation())
		pending, times := 0.0, 0.0
		for _, r := range all {
			pending += r.meter.traffic.Pending.Mean(r.meter.until())
			times += little(r.Measure("throughput").Float(), r.Measure("write.mean").Float())
		}
		near(t, "how many are under way, by Little", pending, times, 0.01)
	}
}

// A full cache of keys by Zipf's law hits as often as Che's approximation says.
func TestHitsAsInCachingTheory(t *testing.T) {
	const keys, capacity = 1000, 100
	shares := zipf(keys, 0.8)
	for policy, want := range map[string]float64{"lru": cheLRU(shares, capacity), "fifo": cheFIFO(shares, capacity), "random": cheFIFO(shares, capacity)} {
		hits := seeded(t, `'read': 'cache-aside'`, `'source': {'readLatency': '0s'}`,
			fmt.Sprintf(`'cache': {'capacity': %d, 'eviction': '%s'}`, capacity, policy),
			fmt.Sprintf(`'workload': {'keys': {'count': %d, 'dist': 'zipfian', 'exponent': 0.8}, 'mix': {'get': 1}, 'operations': %d, 'warmUp': '2s'}`, keys, short(10_000))).values("hit")
		near(t, "hit ratio of "+policy, mean(hits), want, 0.01)
	}
}

// An entry with a time to live that reads do not renew is hit by the share lT/(1+lT).
func TestHitsWithATimeToLive(t *testing.T) {
	const keys, rate, ttl = 100, 1000.0, 0.3
	hits := seeded(t, `'read': 'cache-aside'`, `'source': {'readLatency': '0s'}`, `'cache': {'ttl': '300ms'}`,
		fmt.Sprintf(`'workload': {'arrivals': {'rate': %v}, 'keys': {'count': %d, 'dist': 'uniform'}, 'mix': {'get': 1}, 'operations': %d, 'warmUp': '1s'}`, rate, keys, short(10_000))).values("hit")
	agrees(t, "hit ratio", hits, ttlHits(rate/keys, ttl))
}

// A peak leaves (l-m)D writes in the queue.
func TestBacklogOfAPeak(t *testing.T) {
	r := finished(parsed(t, `'write': 'write-behind'`, `'source': {'writeLatency': '10ms'}`,
		`'workload': {'arrivals': {'pattern': 'constant', 'rate': 50, 'bursts': {'from': '10s', 'length': '20s', 'times': 8}}, 'mix': {'edit': 1}, 'duration': '60s'}`))
	near(t, "writes in the queue", r.Measure("queued").Float(), backlog(400, 100, 20), 0.01)
	if r.Measure("lost.worst").Float() < 5900 {
		t.Errorf("a crash at the worst moment loses %v", r.Measure("lost.worst"))
	}
}

// Of reads that share a load of a fixed time, all together wait for z + lz²/2 for each
// miss.
func TestDelayedHits(t *testing.T) {
	const rate, fetch = 500.0, 0.02
	var waits []float64
	for _, r := range seeded(t, `'read': 'cache-aside'`, `'cache': {'fill': 'lock', 'ttl': '100ms'}`, `'source': {'readLatency': '20ms'}`,
		fmt.Sprintf(`'workload': {'arrivals': {'rate': %v}, 'keys': {'count': 1}, 'mix': {'get': 1}, 'operations': %d}`, rate, short(20_000))) {
		waits = append(waits, r.meter.reads.All.Mean()*float64(r.meter.reads.All.Count())/1e9/float64(r.meter.traffic.Calls))
	}
	agrees(t, "wait of a miss and of those that share it", waits, delayedHits(rate, fetch))
}

// Variants get the same operations, whatever becomes of them.
func TestCommonRandomNumbers(t *testing.T) {
	const under = `'workload': {'like': 'ycsb-b', 'operations': 20000}`
	a, b := finished(parsed(t, under)), finished(parsed(t, under, `'write': 'write-behind'`))
	if a.Measure("throughput") != b.Measure("throughput") || a.meter.read != b.meter.read || a.Sent() != 20_000 {
		t.Errorf("%d and %d operations, %v and %v reads", a.Sent(), b.Sent(), a.meter.read, b.meter.read)
	}
}

// However much is done at a time, and however often somebody asks for what was measured,
// the same is measured; and as much is done as is asked for.
func TestAdvance(t *testing.T) {
	const under = `'workload': {'like': 'social-feed', 'operations': 3000, 'duration': '0s', 'warmUp': '500ms'}`
	whole := finished(parsed(t, under, `'write': 'write-behind'`))
	r := New(parsed(t, under, `'write': 'write-behind'`))
	for n := 1; r.Advance(n); n = n%7 + 1 {
		if r.Sent() > whole.Sent() {
			t.Fatalf("%d operations were sent", r.Sent())
		}
		if n == 1 {
			r.Progress()
		}
		if r.Sent()%500 == 100 {
			r.Result()
		}
	}
	if got, want := string(r.Result().AppendCanonical(nil)), string(whole.Result().AppendCanonical(nil)); got != want {
		t.Errorf("%s\n%s", got, want)
	}
	if whole.Advance(1) {
		t.Error("there is more to come after the end")
	}
}

// Under a workload the common strategies are what counts, whatever the clients would ask
// for; and what only they have does not go wrong.
func TestAWorkloadIsNotTheClients(t *testing.T) {
	const under = `'workload': {'arrivals': {'rate': 2000}, 'keys': {'count': 20}, 'mix': {'get': 1, 'edit': 1}, 'operations': 2000}`
	const system = `'read': 'cache-aside', 'write': 'change-data-capture', 'cache': {'ttl': '1h'}, 'source': {'records': {'k': 0}, 'feedLatency': '1ms'}`
	reads := finished(parsed(t, system, under, `'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}]`,
		`'faults': [{'fault': 'source-error', 'step': 'C1/1/source.read'}, {'fault': 'evict', 'key': 'k', 'at': '1s'}, {'fault': 'crash', 'at': '20m'}]`))
	both := finished(parsed(t, system, under))
	for _, m := range []string{"hit", "stale", "source.rate"} {
		if reads.Measure(m) != both.Measure(m) {
			t.Errorf("%s is %v with a client that only reads, and %v without", m, reads.Measure(m), both.Measure(m))
		}
	}
	if got := fmt.Sprint(reads.LeftOut(), both.LeftOut()); got != "[source-error at C1/1/source.read evict] []" {
		t.Error(got)
	}
}

// Clients that do not pause, where nothing takes time, come to an end all the same.
func TestWhereNothingTakesTime(t *testing.T) {
	v := parsed(t, `'read': 'cache-aside'`, `'workload': {'arrivals': {'pattern': 'closed'}, 'mix': {'get': 1}, 'duration': '1s'}`)
	if v.Workload.Operations != scenario.MostWithoutPause {
		t.Errorf("there are up to %d operations", v.Workload.Operations)
	}
	v.Workload.Operations = 1000
	if r := finished(v); r.Sent() != 1000 || r.Now() != 0 {
		t.Errorf("%d operations in %d ns", r.Sent(), r.Now())
	}
}

// A client that waits for its answer sends as many operations as it has time for.
func TestClosedWorkload(t *testing.T) {
	r := finished(parsed(t, `'write': 'write-around'`, `'source': {'writeLatency': '10ms'}`,
		`'workload': {'arrivals': {'pattern': 'closed', 'clients': 5, 'think': '40ms'}, 'mix': {'edit': 1}, 'duration': '10s'}`))
	near(t, "operations", float64(r.Sent()), 5*10/0.05, 0.01)
	near(t, "throughput", r.Measure("throughput").Float(), 100, 0.01)
	near(t, "wait", r.Measure("write.mean").Float(), 0.01, 1e-9)
}

// Clients that send their last operations at different times are all measured to the end.
func TestEndOfAClosedWorkload(t *testing.T) {
	r := finished(parsed(t, `'write': 'write-around'`, `'network': {'latency': '1ms'}`, `'source': {'writeLatency': '10ms'}`,
		`'workload': {'arrivals': {'pattern': 'closed', 'clients': 20, 'think': {'dist': 'exponential', 'mean': '40ms'}}, 'mix': {'edit': 1}, 'operations': 1000}`))
	if ended := r.meter.traffic.ended(); ended != r.Sent() {
		t.Errorf("%d of %d operations are seen to end", ended, r.Sent())
	}
}

// A tester who sends one operation after the other does not see how long those wait that
// come meanwhile.
func TestCoordinatedOmission(t *testing.T) {
	r := finished(parsed(t, `'write': 'write-around'`, `'source': {'writeLatency': '1ms', 'concurrency': 1, 'outages': [{'from': '1s', 'to': '2s'}]}`, `'accessor': {'timeout': '1500ms'}`,
		`'workload': {'arrivals': {'pattern': 'constant', 'rate': 100}, 'mix': {'edit': 1}, 'duration': '10s'}`))
	w := &r.meter.writes
	if all, tester := w.All.Quantile(P99), w.Tester.Quantile(P99); all < 100e6 || tester > 2e6 || w.Tester.Max() != w.All.Max() {
		t.Errorf("of a hundred 99 wait at most %d ns, and %d as a tester sees them; the longest %d and %d", all, tester, w.All.Max(), w.Tester.Max())
	}
}

// Where a change feed takes half a second to tell the cache, all writes of cached keys are
// seen within a second and none in less than half of one, and so old is what is read.
func TestSharesByTime(t *testing.T) {
	r := finished(parsed(t, `'read': 'cache-aside'`, `'write': 'change-data-capture'`, `'source': {'feedLatency': '500ms'}`,
		`'workload': {'arrivals': {'rate': 2000}, 'keys': {'count': 20}, 'mix': {'get': 99, 'edit': 1}, 'operations': 4000, 'warmUp': '200ms'}`))
	for _, c := range []struct {
		measure     string
		least, most float64
	}{
		{"visible.0s", 0, 0.05}, {"visible.10ms", 0, 0.05}, {"visible.100ms", 0, 0.1}, {"visible.1s", 1, 1}, {"visible.10s", 1, 1},
		{"stale", 0.2, 0.5}, {"stale.10ms", 0.2, 0.5}, {"stale.100ms", 0.1, 0.4}, {"stale.1s", 0, 0}, {"stale.10s", 0, 0},
	} {
		if v := r.Measure(c.measure); !v.Known() || v.Float() < c.least || v.Float() > c.most {
			t.Errorf("%s is %v", c.measure, v.Float())
		}
	}
	if r.Measure("stale.100ms").Float() >= r.Measure("stale.10ms").Float() {
		t.Error("as much is older than 100 ms as than 10 ms")
	}
	if r.Measure("stale.2s").Known() || r.Measure("visible").Known() {
		t.Error("what is not measured is known")
	}
}

// There is a function for each measure that can be expected something of.
func TestEveryMeasure(t *testing.T) {
	r := finished(parsed(t, `'write': 'write-behind'`, `'source': {'concurrency': 10}`, `'prices': {'cacheGBHour': 0.02, 'millionSourceCalls': 1.5}`,
		`'workload': {'like': 'ycsb-a', 'operations': 5000}`))
	for _, m := range workload.Measures() {
		if v := r.Measure(m.Name); !v.Known() && m.Name != "stale.age" || v.Known() && math.IsNaN(v.Float()) {
			t.Errorf("%s: %v", m.Name, v)
		}
	}
	if r.Measure("lag").Known() || New(parsed(t, `'workload': {'mix': {'get': 1}}`)).Measure("write.p50").Known() {
		t.Error("what is not measured is known")
	}
}
