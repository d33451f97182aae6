package load

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// queueing simulates arrivals at random at a source with some places, each call served
// for an exponential time, and measures it. Rates are per second.
func queueing(seed uint64, arrivals int, rate, service float64, places int) (t *Traffic, waits *Histogram, sojourns []float64, end int64) {
	r := rand.New(rand.NewPCG(seed, 1))
	t, waits = NewTraffic(1e6), new(Histogram)
	w := &engine.World{Ops: []engine.Op{{Outcome: engine.OK}}}
	var waiting, serving []int64 // when they arrived; and when they end
	var since []int64            // when those being served arrived
	next, now := int64(r.ExpFloat64()/rate*1e9), int64(0)
	for len(sojourns) < arrivals {
		first := 0
		for i := range serving {
			if serving[i] < serving[first] {
				first = i
			}
		}
		e := engine.Effect{}
		if len(serving) == 0 || next < serving[first] {
			now, next = next, next+int64(r.ExpFloat64()/rate*1e9)
			waiting = append(waiting, now)
			e.Begun = true
		} else {
			now = serving[first]
			sojourns = append(sojourns, float64(now-since[first])/1e9)
			serving[first], since[first] = serving[len(serving)-1], since[len(since)-1]
			serving, since = serving[:len(serving)-1], since[:len(since)-1]
			e.Answered = true
		}
		for len(serving) < places && len(waiting) > 0 {
			waits.Add(now - waiting[0])
			serving, since = append(serving, now+int64(r.ExpFloat64()/service*1e9)), append(since, waiting[0])
			waiting = waiting[1:]
			w.CallCount++
		}
		w.Clock.Now, w.Busy = now, len(serving)
		t.Note(&e, w, 0, len(waiting), 0, 0)
	}
	return t, waits, sojourns, now
}

// What is measured of a simple queue is what theory says: its waits, its length, how
// busy its servers are; and Little's law holds of the measures themselves.
func TestTrafficOfAQueue(t *testing.T) {
	for _, c := range []struct {
		rate, service float64
		places        int
	}{{500, 1000, 1}, {800, 1000, 1}, {3200, 1000, 4}} {
		traffic, waits, sojourns, end := queueing(1, 120_000, c.rate, c.service, c.places)
		q := queue{c.rate, c.service, c.places}
		agrees(t, "time in the system", sojourns, q.sojourn())
		near(t, "mean wait", waits.Mean()/1e9, q.wait(), 0.05)
		near(t, "p99 of the wait", float64(waits.Quantile(P99))/1e9, q.waitQuantile(0.99), 0.05)
		near(t, "utilisation", traffic.Utilisation(end, c.places), q.utilisation(), 0.01)
		near(t, "waiting", traffic.Waiting.Mean(end), little(c.rate, q.wait()), 0.05)
		near(t, "pending", traffic.Pending.Mean(end), little(traffic.Throughput(end), mean(sojourns)), 0.001)
		near(t, "calls a second", traffic.CallRate(end), c.rate, 0.01)
		near(t, "goodput", traffic.Goodput(end), traffic.Throughput(end), 0)
		over := Point{}
		for _, p := range traffic.Busy.Series.Points() {
			over.add(p)
		}
		near(t, "utilisation over time", over.Mean()/float64(c.places), traffic.Utilisation(end, c.places), 1e-9)
	}
}

func TestTrafficCountsOutcomes(t *testing.T) {
	traffic := NewTraffic(1)
	w := &engine.World{Ops: make([]engine.Op, 4), CallCount: 7}
	note := func(at int64, e engine.Effect) {
		w.Clock.Now = at
		traffic.Note(&e, w, 0, 0, 3, 5)
	}
	for op := range w.Ops {
		note(0, engine.Effect{Op: int32(op), Begun: true})
	}
	w.Ops[0].Outcome, w.Ops[1].Outcome = engine.OK, engine.Failed
	note(1e9, engine.Effect{Op: 0, Answered: true})
	note(1e9, engine.Effect{Op: 1, Answered: true})
	note(1e9, engine.Effect{Op: 2, Actor: strategy.SourceSave, Phase: engine.BackingOff})
	note(1e9, engine.Effect{Op: 2, Actor: strategy.CacheSet, Phase: engine.BackingOff})
	note(2e9, engine.Effect{Op: -1, Lost: []int32{2}})
	if !reflect.DeepEqual(*traffic, Traffic{Sent: 4, OK: 1, Failed: 1, Unknown: 1, Retries: 1, Calls: 7, Pending: traffic.Pending, Busy: traffic.Busy, Waiting: traffic.Waiting,
		Queued: traffic.Queued, Cached: traffic.Cached, Asked: traffic.Asked, Ended: traffic.Ended, callCount: 7}) {
		t.Errorf("%+v", traffic)
	}
	ended := Point{}
	for _, p := range traffic.Ended.Points() {
		ended.add(p)
	}
	near(t, "operations that ended over time", float64(ended.Count), 3, 0)
	near(t, "those that were carried out", float64(ended.Sum), 1, 0)
	near(t, "throughput", traffic.Throughput(2e9), 1.5, 0)
	near(t, "goodput", traffic.Goodput(2e9), 0.5, 0)
	near(t, "pending", traffic.Pending.Mean(2e9), 3, 0)
	near(t, "queued", traffic.Queued.Mean(2e9), 3, 0)
	traffic.Restart(2e9)
	near(t, "after the warm-up", traffic.Throughput(4e9)+traffic.CallRate(4e9), 0, 0)
	near(t, "what is cached stays", traffic.Cached.Mean(4e9), 5, 0)
	near(t, "so does what is pending", traffic.Pending.Mean(4e9), 1, 0)
}
