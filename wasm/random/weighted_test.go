package random

import (
	"fmt"
	"math"
	"runtime"
	"testing"
)

// probabilities reads from the columns how likely each number is.
func (w *Weighted) probabilities() []float64 {
	p := make([]float64, len(w.columns))
	for i, c := range w.columns {
		own := float64(c.threshold) / (1 << 32)
		p[i] += own / float64(len(p))
		p[c.alias] += (1 - own) / float64(len(p))
	}
	return p
}

func TestWeightedIsExact(t *testing.T) {
	for _, weights := range [][]uint64{
		{1}, {5, 5}, {0, 7}, {7, 0, 0}, {1, 2, 3, 4}, {4, 3, 2, 1}, {1, 0, 1000000, 0, 3}, {950, 50, 0, 0, 0, 0},
		{1 << 60, 1, 1 << 59, 12345}, {3, 3, 3, 3, 3, 3, 3},
	} {
		w, sum := NewWeighted(weights), 0.0
		for _, weight := range weights {
			sum += float64(weight)
		}
		for i, p := range w.probabilities() {
			if want := float64(weights[i]) / sum; math.Abs(p-want) > 1.0/(1<<30) || weights[i] == 0 && p > 0 {
				t.Errorf("%v: %d has the probability %v, want %v", weights, i, p, want)
			}
		}
	}
}

// Every rank has its exact probability, computed here with floating point, and all
// together are off by less than is said.
func TestZipfIsExact(t *testing.T) {
	most := 1_000_000
	if runtime.GOOS == "js" {
		most = 100_000
	}
	for _, n := range []int{1, 2, 3, 10, 1000, most} {
		for _, exponent := range []int64{0, 500, 990, 1000, 1300, 2000, MaxZipfExponent} {
			if n == most && exponent != 990 && exponent != 2000 {
				continue
			}
			w, sum := Zipf(n, exponent), 0.0
			exact := make([]float64, n)
			for rank := range exact {
				exact[rank] = math.Pow(float64(rank+1), -float64(exponent)/1000)
				sum += exact[rank]
			}
			off := 0.0
			for rank, p := range w.probabilities() {
				off += math.Abs(p - exact[rank]/sum)
			}
			if off > 1e-6 {
				t.Errorf("%d ranks, exponent %d: together off by %.3g", n, exponent, off)
			}
		}
	}
}

func TestSkipGoesOnAsDrawsDo(t *testing.T) {
	one, other := NewStream(1, "sizes"), NewStream(1, "sizes")
	for range 1000 {
		one.Uint64()
	}
	if other.Skip(1000); one != other {
		t.Errorf("%v and %v", one, other)
	}
}

// One number stands for the table and all draws: the same everywhere.
func TestDrawsOfZipfNeverChange(t *testing.T) {
	for _, c := range []struct {
		n        int
		exponent int64
		want     uint64
	}{
		{1000, 990, 0x96bc68a459b0631d}, {1000, 0, 0xeba0c79e339b9560}, {50_000, 1000, 0xc2fcbff03ff80117}, {777, 2345, 0x7b8602aa049fcf2a},
	} {
		w, s, got := Zipf(c.n, c.exponent), NewStream(1, "keys"), uint64(0)
		for range 100_000 {
			got = mix(got + uint64(w.Draw(&s)))
		}
		if got != c.want {
			t.Errorf("%d ranks, exponent %d: %#x, want %#x", c.n, c.exponent, got, c.want)
		}
	}
}

func BenchmarkZipf(b *testing.B) {
	for _, n := range []int{1000, 1_000_000} {
		b.Run(fmt.Sprint("build/", n), func(b *testing.B) {
			for b.Loop() {
				Zipf(n, 990)
			}
		})
		w, s := Zipf(n, 990), NewStream(1, "keys")
		b.Run(fmt.Sprint("draw/", n), func(b *testing.B) {
			for b.Loop() {
				w.Draw(&s)
			}
		})
	}
}
