package random

import (
	"math"
	"testing"
)

func TestStreamIsSplitMix64(t *testing.T) {
	s := Stream{state: 1234567}
	for i, want := range []uint64{ // the reference values published for this state
		6457827717110365317, 3203168211198807973, 9817491932198370423,
		4593380528125082431, 16408922859458223821,
	} {
		if got := s.Uint64(); got != want {
			t.Errorf("draw %d: %d, want %d", i, got, want)
		}
	}
}

func TestConcernIsHashedAsFNV1a(t *testing.T) {
	for text, want := range map[string]uint64{ // the authors' test vectors
		"": 0xcbf29ce484222325, "a": 0xaf63dc4c8601ec8c, "foobar": 0x85944171f73967e8,
	} {
		if got := fnv1a(text); got != want {
			t.Errorf("%q: %#x, want %#x", text, got, want)
		}
	}
}

func TestFirstDrawsOfAStreamNeverChange(t *testing.T) {
	for _, c := range []struct {
		seed    uint64
		concern string
		want    [2]uint64
	}{
		{
			seed:    0,
			concern: "",
			want:    [2]uint64{0xe587d3dff9e92ed0, 0x274e5e9a4929b0bb},
		},
		{
			seed:    1,
			concern: "source.readLatency",
			want:    [2]uint64{0x2b8e067675ced76f, 0xf370bda700557328},
		},
		{
			seed:    1,
			concern: "source.writeLatency",
			want:    [2]uint64{0x7896c5f2c723e2e6, 0x12d39bc1be1845e7},
		},
		{
			seed:    math.MaxUint64,
			concern: "arrivals",
			want:    [2]uint64{0x27f8571cf0180f06, 0x64a1d7c0f0890014},
		},
	} {
		s := NewStream(c.seed, c.concern)
		if got := [2]uint64{s.Uint64(), s.Uint64()}; got != c.want {
			t.Errorf("seed %d, %q: %#v, want %#v", c.seed, c.concern, got, c.want)
		}
	}
}

func TestACopyContinuesOnItsOwn(t *testing.T) {
	s := NewStream(1, "a")
	s.Uint64()
	c := s
	first := s.Uint64()
	s.Uint64()
	if got := c.Uint64(); got != first {
		t.Errorf("copy drew %d, the original %d", got, first)
	}
}

// Unrelated streams agree in half of their bits: their differences are
// binomial, n bits with a standard deviation of sqrt(n)/2.
func TestStreamsOfOtherConcernsAndSeedsAreUnrelated(t *testing.T) {
	const draws = 10_000
	for _, c := range []struct {
		name string
		a, b Stream
	}{
		{
			name: "concerns that differ in one letter",
			a:    NewStream(1, "client1"),
			b:    NewStream(1, "client2"),
		},
		{
			name: "reads and writes",
			a:    NewStream(1, "source.readLatency"),
			b:    NewStream(1, "source.writeLatency"),
		},
		{name: "no concern", a: NewStream(0, ""), b: NewStream(0, "a")},
		{
			name: "seeds that differ in one bit",
			a:    NewStream(2, "a"),
			b:    NewStream(3, "a"),
		},
		{
			name: "seeds that are complements",
			a:    NewStream(0, "a"),
			b:    NewStream(math.MaxUint64, "a"),
		},
		{
			name: "seeds that are gamma apart",
			a:    NewStream(0, "a"),
			b:    NewStream(gamma, "a"),
		},
	} {
		differences := 0
		for range draws {
			for x := c.a.Uint64() ^ c.b.Uint64(); x != 0; x &= x - 1 {
				differences++
			}
		}
		deviations := (float64(differences) - 32*draws) / (math.Sqrt(64*draws) / 2)
		if math.Abs(deviations) > 4 {
			t.Errorf("%s: %.1f standard deviations from half of the bits", c.name, deviations)
		}
	}
}

func TestBelowGivesEveryNumberEquallyOften(t *testing.T) {
	const seed = 7
	for _, n := range []uint64{1, 2, 3, 7, 10, 100} {
		s := NewStream(seed, "below")
		const each = 2000
		counts := make([]int, n)
		for range each * n {
			counts[s.Below(n)]++
		}
		chi2 := 0.0
		for _, count := range counts {
			chi2 += float64((count-each)*(count-each)) / each
		}
		freedom := float64(n - 1)
		if limit := freedom + 4*math.Sqrt(2*freedom) + 4; chi2 > limit {
			t.Errorf("seed %d, below %d: chi square is %.1f, want at most %.1f", seed, n, chi2, limit)
		}
	}
}

// Below 3/4 of 2^64, four words meet three numbers: without rejection every
// third number would come twice as often.
func TestBelowRejectsWhatWouldFavourSomeNumbers(t *testing.T) {
	const seed, draws = 7, 30_000
	s := NewStream(seed, "below")
	var counts [3]int
	for range draws {
		counts[s.Below(3<<62)%3]++
	}
	for rest, count := range counts {
		if share := float64(count) / draws; math.Abs(share-1.0/3) > 0.015 {
			t.Errorf("seed %d: %.3f of the numbers leave %d when divided by 3, want 0.333", seed, share, rest)
		}
	}
}

func TestBelowAtItsLimits(t *testing.T) {
	s := NewStream(1, "limits")
	if got := s.Below(0); got != 0 {
		t.Errorf("below 0: %d, want 0", got)
	}
	for range 1000 {
		if got := s.Below(1); got != 0 {
			t.Fatalf("below 1: %d, want 0", got)
		}
		if got := s.Below(math.MaxUint64); got == math.MaxUint64 {
			t.Fatal("below the greatest word: the greatest word")
		}
	}
}
