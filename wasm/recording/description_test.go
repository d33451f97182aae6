package recording

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
)

func TestTheExponentOfAZipfDistributionIsFound(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, s := range []float64{0, 0.6, 0.99, 1.4} {
		const n = 2000
		cumulated := make([]float64, n)
		sum := 0.0
		for i := range cumulated {
			sum += math.Pow(float64(i+1), -s)
			cumulated[i] = sum
		}
		counts := make([]uint32, n)
		for range 1_000_000 {
			i, _ := slices.BinarySearch(cumulated, r.Float64()*sum)
			counts[i]++
		}
		var found skew
		for _, n := range counts {
			if n > 0 {
				found.add(n)
			}
		}
		for found.advance(7) {
		}
		if got := found.exponent(); math.Abs(got-s) > 0.06 {
			t.Errorf("%v for %v", got, s)
		}
	}
}

func TestTheWorkingSetIsTheMeanNumberOfKeysUsedWithinAWindow(t *testing.T) {
	d := &Description{}
	r := rand.New(rand.NewPCG(5, 6))
	var times, keys []int64
	names := map[int64]uint32{}
	for at := int64(0); at < 100e9; at += r.Int64N(1e9) {
		key := r.Int64N(30)
		if _, ok := names[key]; !ok {
			names[key] = uint32(len(names))
		}
		times, keys = append(times, at), append(keys, key)
		d.Add(&workload.Operation{At: at, Key: names[key], Kind: engine.Get})
	}
	for d.Finish(3) {
	}
	// At many moments, the keys of the last ten seconds.
	span, sum, moments := times[len(times)-1], 0, 0
	for now := int64(0); now < span; now += 1e7 {
		seen := map[int64]bool{}
		for i, at := range times {
			if at <= now && now < at+10e9 {
				seen[keys[i]] = true
			}
		}
		sum += len(seen)
		moments++
	}
	if got, want := d.WorkingSet()[1].Keys, float64(sum)/float64(moments); math.Abs(got-want) > 0.01*want {
		t.Errorf("%v keys, want %v", got, want)
	}
	if tenths := d.KeysSeen(); tenths[9] != int64(len(names)) || !slices.IsSorted(tenths[:]) {
		t.Errorf("%v", tenths)
	}
}

func TestQuantilesOfSizesAreOffByOnePercentAtMost(t *testing.T) {
	var s Quantiles
	for i := range uint64(100_000) {
		s.add(i * i)
	}
	for _, share := range []float64{0, 0.001, 0.5, 0.9, 0.999, 1} {
		want := share * 100_000 * share * 100_000
		if got := float64(s.Below(share)); math.Abs(got-want) > 0.02*want+1 {
			t.Errorf("%v: %v, want %v", share, got, want)
		}
	}
}
