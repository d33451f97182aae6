package workload

import (
	"math"
	"testing"
	"time"

	"cacheplay/wasm/random"
)

const (
	second = int64(time.Second)
	minute = int64(time.Minute)
	hour   = int64(time.Hour)
)

// arrivalsBefore returns when operations come before an end.
func arrivalsBefore(a *Arrivals, end int64, seed uint64) (at []int64) {
	s := newSchedule(a, end, seed)
	for {
		t, ok := s.next()
		if !ok {
			return at
		}
		at = append(at, t)
	}
}

func TestPoissonArrivals(t *testing.T) {
	for _, rate := range []int64{1, 1_000, 2_500_000, 1_000_000_000} { // thousandths
		mean := 1e12 / float64(rate)
		at := arrivalsBefore(&Arrivals{Rate: rate}, int64(mean*float64(draws())), 1)
		gaps, shares := make([]float64, len(at)), make([]float64, len(at))
		before := int64(0)
		for i, now := range at {
			gaps[i] = float64(now - before)
			shares[i] = 1 - math.Exp(-gaps[i]/mean)
			before = now
		}
		checkMoments(t, "distances", gaps, mean)
		if mean > 1e5 { // whole nanoseconds are fine enough
			checkUniform(t, "distances", shares)
		}
	}
}

// Operations at a constant rate come at exact times, which are cut to nanoseconds and
// add up to no drift.
func TestConstantArrivals(t *testing.T) {
	for _, rate := range []int64{1, 3_000, 7_777, 1_000_000, 3_000_000_000} {
		s := newSchedule(&Arrivals{Pattern: Constant, Rate: rate}, random.Max, 1)
		for n := range int64(20_000) {
			at, ok := s.next()
			if want := n * 1e12 / rate; at != want || !ok {
				t.Fatalf("rate %d: operation %d at %d, want %d", rate, n, at, want)
			}
		}
	}
}

// varying lists rates that change, with how many operations come before an end.
var varying = []struct {
	what string
	a    Arrivals
	end  int64
	want int64
}{
	{"a rate", Arrivals{Rate: 2_000_000}, 10 * second, 20_000},
	{"one burst", Arrivals{Rate: 100_000, Bursts: Bursts{From: 10 * second, Length: 5 * second, Times: 10_000}}, minute, 5500 + 5000},
	{"a burst that the end cuts", Arrivals{Rate: 100_000, Bursts: Bursts{From: 58 * second, Length: 5 * second, Times: 10_000}}, minute, 5800 + 2000},
	{"bursts", Arrivals{Rate: 100_000, Bursts: Bursts{Every: 10 * second, Length: second, Times: 3_000}}, minute, 5400 + 1800},
	{"bursts that begin later", Arrivals{Rate: 100_000, Bursts: Bursts{From: 5 * second, Every: 20 * second, Length: 10 * second, Times: 2_000}}, minute, 3000 + 6000},
	{"a day", Arrivals{Rate: 1_000, Curve: Curve{Period: 24 * hour, Points: []int64{500, 1500}}}, 24 * hour, 12*1800 + 12*5400},
	{"a day and a half", Arrivals{Rate: 100, Curve: Curve{Period: 16 * hour, Points: []int64{0, 1000, 2000, 0}}}, 24 * hour, 4*(360+720) + 4*360},
	{"parts of a period that are no whole nanoseconds", Arrivals{Rate: 3_000_000, Curve: Curve{Period: minute, Points: []int64{1000, 0, 0, 0, 0, 0, 0}}}, 7 * minute, 3000 * 60},
	{"a curve with bursts", Arrivals{Rate: 100_000, Bursts: Bursts{From: 25 * second, Every: 40 * second, Length: 10 * second, Times: 5_000},
		Curve: Curve{Period: minute, Points: []int64{1000, 2000}}}, 2 * minute,
		// 25 to 30 in the first half, 30 to 35 in the second; 65 to 75; 105 to 115
		100 * (2*(30+60) + 4*(5+2*5+10+2*10))},
}

func TestExpected(t *testing.T) {
	for _, row := range varying {
		if got := row.a.Expected(row.end); got != row.want {
			t.Errorf("%s: %d operations expected, want %d", row.what, got, row.want)
		}
	}
}

// Bursts and curves bring as many operations as the integral of their rate: exactly at a
// constant rate, and with Poisson arrivals as many as it may be.
func TestVaryingArrivals(t *testing.T) {
	for _, row := range varying {
		a := row.a
		a.Pattern = Constant
		if n := int64(len(arrivalsBefore(&a, row.end, 1))); n < row.want || n > row.want+1 {
			t.Errorf("%s: %d operations at even distances, want %d", row.what, n, row.want)
		}
		for seed := range uint64(2) {
			n := len(arrivalsBefore(&row.a, row.end, seed))
			if off := (float64(n) - float64(row.want)) / math.Sqrt(float64(row.want)); math.Abs(off) > sigmas {
				t.Errorf("%s: %d operations, want about %d", row.what, n, row.want)
			}
		}
	}
}

// With its bursts and its curve a Poisson process is one of rate 1 in the integral of
// the rate, which is computed here second by second.
func TestVaryingPoissonArrivals(t *testing.T) {
	a := Arrivals{Rate: 50_000, Bursts: Bursts{From: 20 * second, Every: 45 * second, Length: 5 * second, Times: 8_000},
		Curve: Curve{Period: 10 * minute, Points: []int64{1000, 0, 3000, 1500, 500}}}
	end := int64(40) * minute
	rate := func(at int64) float64 {
		r := 50 * []float64{1, 0, 3, 1.5, 0.5}[at/second/120%5]
		if from := at/second - 20; from >= 0 && from%45 < 5 {
			r *= 8
		}
		return r
	}
	var shares []float64
	now, before := int64(0), int64(0)
	integral, last := 0.0, 0.0
	for _, at := range arrivalsBefore(&a, end, 3) {
		for at/second > now/second {
			next := (now/second + 1) * second
			integral += rate(now) * float64(next-now) / 1e9
			now = next
		}
		integral += rate(now) * float64(at-now) / 1e9
		now = at
		shares = append(shares, 1-math.Exp(last-integral))
		last = integral
		if at < before {
			t.Fatalf("%d after %d", at, before)
		}
		before = at
	}
	if len(shares) < 100_000 {
		t.Fatal(len(shares))
	}
	checkUniform(t, "distances in the integral of the rate", shares)
}
