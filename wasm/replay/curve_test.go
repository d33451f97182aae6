package replay

import (
	"math"
	"math/rand/v2"
	"testing"
)

func pointsOf(c *Curve) []Point {
	for c.Advance(1000) {
	}
	return c.Points()
}

// A curve of the whole trace has at each capacity what a run counts there: that of LRU
// by stack distances as well as those that are runs.
func TestACurveIsWhatRunsCount(t *testing.T) {
	for _, policy := range []string{"lru", "sieve", "belady"} {
		for _, kinds := range []bool{false, true} {
			ops := operations(*firstSeed, 300, 3000, true, false, kinds)
			trace := traceOf(ops)
			for _, p := range pointsOf(Take(trace, SampleAbove).Curve(policy, Capacities(300), false)) {
				c := runTo(Begin(trace, policy, p.Capacity, false))
				ratio, bytes := float64(c.Misses)/float64(c.Requests), float64(c.MissedBytes)/float64(c.Bytes)
				if p.MissRatio != ratio || p.ByteMissRatio != bytes || p.Error != 0 {
					t.Errorf("%s of %d, seed %d, all kinds %v: %v, not %v and %v", policy, p.Capacity, *firstSeed, kinds, p, ratio, bytes)
				}
			}
		}
	}
}

// The distance of a read is the number of different keys since the last one of its key.
func TestStackDistances(t *testing.T) {
	keys := []int32{0, 1, 2, 0, 0, 3, 1, 2, 4, 0}
	want := []int64{0, 0, 0, 3, 1, 0, 4, 4, 0, 5} // 0: never before
	capacities := []int64{1, 2, 3, 4, 5, 6}
	hits := make([]int64, len(capacities))
	for _, w := range want {
		if w > 0 {
			hits[w-1]++
		}
	}
	d := newDistances(&Trace{Keys: keys, Objects: 5}, capacities)
	for d.advance(1) {
	}
	for i := range hits {
		if d.hits[i] != hits[i] {
			t.Errorf("%d reads have the distance %d, not %d", d.hits[i], i+1, hits[i])
		}
	}
}

// What a sample says differs from the whole by little more than its error, in places
// of the curve where it is neither 0 nor 1, and its error is small.
func TestASampleIsAsGoodAsItSays(t *testing.T) {
	const keys, requests = 100_000, 200_000
	trace := &Trace{Keys: zipf(rand.New(rand.NewPCG(1, 7)), keys, requests), Objects: keys}
	capacities := []int64{2000, 5000, 10_000, 20_000, 50_000}
	for _, policy := range []string{"lru", "s3-fifo"} {
		all := pointsOf(Take(trace, requests).Curve(policy, capacities, false))
		sample := Take(trace, requests/4)
		if sample.OneIn != 4 {
			t.Fatalf("one in %d", sample.OneIn)
		}
		within := 0
		for i, p := range pointsOf(sample.Curve(policy, capacities, false)) {
			off := math.Abs(p.MissRatio - all[i].MissRatio)
			if off <= p.Error {
				within++
			}
			if off > 2*p.Error || p.Error > 0.03 || p.Error == 0 {
				t.Errorf("%s of %d: %.4f with an error of %.4f, and of all %.4f", policy, p.Capacity, p.MissRatio, p.Error, all[i].MissRatio)
			}
		}
		if within < len(capacities)-1 {
			t.Errorf("%s: %d of %d points are within their error", policy, within, len(capacities))
		}
	}
}
