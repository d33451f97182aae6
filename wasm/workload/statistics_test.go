package workload

import (
	"math"
	"runtime"
	"slices"
	"testing"
)

// A test that compares draws with a distribution fails by chance once in a thousand
// seeds. Its seed is fixed, so it either always passes or always fails.
const sigmas = 3.29

// draws is how many draws such a test takes.
func draws() int {
	if runtime.GOOS == "js" {
		return 50_000
	}
	return 200_000
}

// checkCounts compares how often each of several things happened with how likely each
// is, by the chi-square test. Those that are expected less than 10 times are taken
// together.
func checkCounts(t *testing.T, what string, counts []int, likely []float64) {
	t.Helper()
	n := 0
	for _, count := range counts {
		n += count
	}
	chi, bins, rare, rareWant := 0.0, 0, 0.0, 0.0
	for i, p := range likely {
		got, want := float64(counts[i]), p*float64(n)
		if p == 0 && got > 0 {
			t.Errorf("%s: %d is impossible and came %v times", what, i, got)
		}
		if want < 10 {
			rare, rareWant = rare+got, rareWant+want
			continue
		}
		chi += (got - want) * (got - want) / want
		bins++
	}
	if rareWant >= 10 {
		chi += (rare - rareWant) * (rare - rareWant) / rareWant
		bins++
	}
	freedom := float64(bins - 1)
	// Wilson and Hilferty: the cube root of chi-square is nearly normal.
	z := (math.Cbrt(chi/freedom) - (1 - 2/(9*freedom))) / math.Sqrt(2/(9*freedom))
	if math.Abs(z) > sigmas {
		t.Errorf("%s: chi-square is %.1f with %v degrees of freedom, %.1f sigmas off", what, chi, freedom, z)
	}
}

// checkUniform compares numbers with the uniform distribution from 0 to 1, by the test
// of Kolmogorov and Smirnov.
func checkUniform(t *testing.T, what string, numbers []float64) {
	t.Helper()
	slices.Sort(numbers)
	n, most := float64(len(numbers)), 0.0
	for i, x := range numbers {
		most = max(most, x-float64(i)/n, float64(i+1)/n-x)
	}
	if d := most * math.Sqrt(n); d > 1.95 {
		t.Errorf("%s: the Kolmogorov distance of %v numbers is %.3f, times their root; 1.95 comes once in a thousand", what, n, d)
	}
}

// checkMoments compares the mean and the variance of numbers with those of the
// exponential distribution.
func checkMoments(t *testing.T, what string, numbers []float64, mean float64) {
	t.Helper()
	n, sum, squares := float64(len(numbers)), 0.0, 0.0
	for _, x := range numbers {
		sum += x
	}
	for _, x := range numbers {
		squares += (x - sum/n) * (x - sum/n)
	}
	if off := (sum/n/mean - 1) * math.Sqrt(n); math.Abs(off) > sigmas {
		t.Errorf("%s: the mean is %v, want %v", what, sum/n, mean)
	}
	if off := (squares/n/mean/mean - 1) * math.Sqrt(n/8); math.Abs(off) > sigmas {
		t.Errorf("%s: the variance is %v, want %v", what, squares/n, mean*mean)
	}
}
