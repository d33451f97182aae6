package workload

import (
	"math"
	"testing"

	"cacheplay/wasm/random"
)

// zipf returns how likely each of n ranks is.
func zipf(n int, exponent float64) []float64 {
	p, sum := make([]float64, n), 0.0
	for rank := range p {
		p[rank] = math.Pow(float64(rank+1), -exponent)
		sum += p[rank]
	}
	for rank := range p {
		p[rank] /= sum
	}
	return p
}

func TestKeysFollowTheirDistribution(t *testing.T) {
	hotspot := func(n, hot int, share float64) []float64 {
		p := make([]float64, n)
		for i := range p {
			if p[i] = (1 - share) / float64(n-hot); i < hot {
				p[i] = share / float64(hot)
			}
		}
		return p
	}
	for _, row := range []struct {
		what    string
		keys    Keys
		created int
		want    []float64 // from the newest key backwards for Latest
	}{
		{"one key", Keys{Count: 1, Distribution: Zipfian, Exponent: 990}, 0, []float64{1}},
		{"uniform", Keys{Count: 500}, 0, zipf(500, 0)},
		{"uniform, with created keys", Keys{Count: 500}, 100, zipf(600, 0)},
		{"zipfian", Keys{Count: 1000, Distribution: Zipfian, Exponent: 990}, 0, zipf(1000, 0.99)},
		{"zipfian that is flat", Keys{Count: 1000, Distribution: Zipfian}, 0, zipf(1000, 0)},
		{"zipfian that is steep", Keys{Count: 1000, Distribution: Zipfian, Exponent: 2500}, 0, zipf(1000, 2.5)},
		{"zipfian, with created keys", Keys{Count: 50, Distribution: Zipfian, Exponent: 500}, 30, zipf(80, 0.5)},
		{"hotspot", Keys{Count: 1000, Distribution: Hotspot, HotKeys: 200, HotOperations: 800}, 0, hotspot(1000, 200, 0.8)},
		{"hotspot, with created keys", Keys{Count: 100, Distribution: Hotspot, HotKeys: 100, HotOperations: 900}, 50, hotspot(150, 10, 0.9)},
		{"hotspot of all keys", Keys{Count: 100, Distribution: Hotspot, HotKeys: 1000, HotOperations: 500}, 0, zipf(100, 0)},
		{"latest", Keys{Count: 1000, Distribution: Latest, Exponent: 990}, 0, zipf(1000, 0.99)},
		{"latest, with created keys", Keys{Count: 100, Distribution: Latest, Exponent: 1000}, 150, zipf(250, 1)},
	} {
		space, stream := newKeySpace(row.keys, row.created > 0), random.NewStream(1, "workload.keys")
		for i := range row.created {
			if key := space.create(); int(key) != int(row.keys.Count)+i {
				t.Fatalf("%s: created key %d", row.what, key)
			}
		}
		counts := make([]int, len(row.want))
		for range draws() {
			key := space.draw(&stream)
			if row.keys.Distribution == Latest {
				key = uint32(space.count) - 1 - key
			}
			counts[key]++
		}
		if len(counts) > 1 {
			checkCounts(t, row.what, counts, row.want)
		}
	}
}
