package random

import (
	"math"
	"slices"
	"testing"
	"time"
)

const (
	microsecond = int64(time.Microsecond)
	millisecond = int64(time.Millisecond)
	hour        = int64(time.Hour)
)

func TestFirstSamplesNeverChange(t *testing.T) {
	for _, c := range []struct {
		name string
		d    Distribution
		want [4]int64
	}{
		{
			name: "constant",
			d:    Constant(2 * millisecond),
			want: [4]int64{2000000, 2000000, 2000000, 2000000},
		},
		{
			name: "exponential",
			d:    Exponential(2 * millisecond),
			want: [4]int64{3542316, 100611, 6678284, 1589320},
		},
		{
			name: "exponential, a day",
			d:    Exponential(24 * hour),
			want: [4]int64{153028038051342, 4346379734358, 288501849863241, 68658615963446},
		},
		{
			name: "uniform",
			d:    Uniform(millisecond, 3*millisecond),
			want: [4]int64{1340271, 2901879, 1070934, 1903470},
		},
		{
			name: "percentiles",
			d:    Percentiles(millisecond, 20*millisecond),
			want: [4]int64{292870, 1172062, 97732, 855408},
		},
		{
			name: "percentiles, wide",
			d:    Percentiles(int64(time.Second), 24*hour),
			want: [4]int64{9471078, 1826500768, 147194, 552897743},
		},
	} {
		s := NewStream(1, "source.readLatency")
		var got [4]int64
		for i := range got {
			got[i] = c.d.Sample(&s)
		}
		if got != c.want {
			t.Errorf("%s: %#v, want %#v", c.name, got, c.want)
		}
	}
}

// One number stands for the next hundred thousand samples of each.
func TestLaterSamplesNeverChange(t *testing.T) {
	for _, c := range []struct {
		name string
		d    Distribution
		want uint64
	}{
		{
			name: "exponential",
			d:    Exponential(24 * hour),
			want: 0x6b282cbed6ba04cb,
		},
		{name: "uniform", d: Uniform(0, 3<<58), want: 0x254ced82b417cf10},
		{
			name: "percentiles",
			d:    Percentiles(microsecond, 24*hour),
			want: 0xcc15d65c99b27956,
		},
	} {
		s := NewStream(2, "later")
		got := uint64(0)
		for range 100_000 {
			got = mix(got + uint64(c.d.Sample(&s)))
		}
		if got != c.want {
			t.Errorf("%s: %#x, want %#x", c.name, got, c.want)
		}
	}
}

func TestParametersOutOfRangeAreBroughtIntoIt(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want Distribution
	}{
		{name: "the zero distribution", got: Distribution{}, want: Constant(0)},
		{name: "negative constant", got: Constant(-1), want: Constant(0)},
		{
			name: "constant above Max",
			got:  Constant(math.MaxInt64),
			want: Constant(Max),
		},
		{name: "negative mean", got: Exponential(-1), want: Exponential(0)},
		{
			name: "mean above Max",
			got:  Exponential(math.MaxInt64),
			want: Exponential(Max),
		},
		{
			name: "negative least",
			got:  Uniform(math.MinInt64, 5),
			want: Uniform(0, 5),
		},
		{
			name: "greatest above Max",
			got:  Uniform(5, math.MaxInt64),
			want: Uniform(5, Max),
		},
		{
			name: "greatest below the least",
			got:  Uniform(5, 4),
			want: Uniform(5, 5),
		},
		{name: "median of 0", got: Percentiles(0, 5), want: Percentiles(1, 5)},
		{
			name: "median above Max",
			got:  Percentiles(math.MaxInt64, 5),
			want: Percentiles(Max, Max),
		},
		{
			name: "p99 below the median",
			got:  Percentiles(5, 4),
			want: Percentiles(5, 5),
		},
	} {
		if c.got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, c.got, c.want)
		}
	}
}

func TestSamplesStayFromZeroToMax(t *testing.T) {
	for _, d := range []Distribution{
		{}, Constant(Max), Exponential(0), Exponential(1), Exponential(Max), Uniform(0, Max), Uniform(Max, Max),
		Percentiles(1, 1), Percentiles(1, Max), Percentiles(Max, Max),
	} {
		s := NewStream(3, "range")
		for range 10_000 {
			if got := d.Sample(&s); got < 0 || got > Max {
				t.Fatalf("%+v: %d", d, got)
			}
		}
	}
	for _, word := range []uint64{0, 1, 1<<63 - 1, 1 << 63, 1<<63 + 1, math.MaxUint64} {
		for _, base := range []uint64{1, 1000, Max} {
			for _, got := range []int64{
				exponentialQuantile(base, word),
				logNormalQuantile(base, logSigma(1, Max), word),
			} {
				if got < 0 || got > Max {
					t.Errorf("base %d, word %#x: %d", base, word, got)
				}
			}
		}
	}
}

func TestOnlyAConstantDrawsNothing(t *testing.T) {
	for _, c := range []struct {
		name  string
		d     Distribution
		draws int
	}{
		{name: "constant", d: Constant(5), draws: 0},
		{name: "exponential of mean 0", d: Exponential(0), draws: 1},
		{name: "uniform of one value", d: Uniform(5, 5), draws: 1},
		{name: "equal percentiles", d: Percentiles(5, 5), draws: 1},
	} {
		got, want := NewStream(1, "a"), NewStream(1, "a")
		c.d.Sample(&got)
		for range c.draws {
			want.Uint64()
		}
		if got != want {
			t.Errorf("%s: the stream is not %d draws on", c.name, c.draws)
		}
	}
}

func TestDegenerateDistributionsAreConstant(t *testing.T) {
	for _, c := range []struct {
		name string
		d    Distribution
		want int64
	}{
		{name: "constant", d: Constant(7), want: 7},
		{name: "exponential of mean 0", d: Exponential(0), want: 0},
		{name: "uniform of one value", d: Uniform(7, 7), want: 7},
		{name: "equal percentiles", d: Percentiles(7, 7), want: 7},
		{
			name: "equal percentiles at Max",
			d:    Percentiles(Max, Max),
			want: Max,
		},
	} {
		s := NewStream(1, "a")
		for range 100 {
			if got := c.d.Sample(&s); got != c.want {
				t.Fatalf("%s: %d, want %d", c.name, got, c.want)
			}
		}
		if got := c.d.Mean(); got != c.want {
			t.Errorf("mean of %s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestUniformReachesBothEndsAndNothingBeyond(t *testing.T) {
	s := NewStream(1, "uniform")
	var seen []int64
	for range 1000 {
		seen = append(seen, Uniform(10, 14).Sample(&s))
	}
	slices.Sort(seen)
	if got := slices.Compact(seen); !slices.Equal(got, []int64{10, 11, 12, 13, 14}) {
		t.Errorf("10 to 14: %v", got)
	}
}

// The integral of -ln(u) over (0, 1) is 1. Each halving of u is integrated by
// itself, by the midpoint rule.
func TestTheMeanOfAnExponentialIsExactWithinTheory(t *testing.T) {
	const points = 4096
	mean := 0.0
	for halving := range 40 {
		first := uint64(1) << (63 - halving)
		for i := range uint64(points) {
			word := first + first/(2*points)*(2*i+1)
			mean += math.Ldexp(float64(nats(word|1))/points, -natsFraction-halving-1)
		}
	}
	t.Logf("the mean is wrong by %.2g", mean-1)
	if math.Abs(mean-1) > 1e-7 {
		t.Errorf("the mean of a unit exponential is %.9f", mean)
	}
}

func TestQuantilesOfAnExponential(t *testing.T) {
	const mean = 1e12
	worst := 0.0
	for _, p := range []float64{0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.999999, 1 - 1e-12} {
		got := float64(exponentialQuantile(mean, uint64((1-p)*(1<<63))*2))
		off := math.Abs(got/(mean*-math.Log(1-p)) - 1)
		worst = max(worst, off)
		if off > 1e-5 {
			t.Errorf("p%g: %.0f is wrong by %.2g", 100*p, got, off)
		}
	}
	t.Logf("the worst relative error from p0.1 on is %.2g", worst)
}

// A draw stands in the middle of the probabilities that it stands for, so that
// no draw is impossible, not even 0.
func TestTheMostExtremeSamples(t *testing.T) {
	const base, octave = 1 << 40, 1 << 32
	for _, c := range []struct {
		name string
		got  int64
		want float64
	}{
		{
			name: "longest exponential, -ln(1/2^64)",
			got:  exponentialQuantile(base, 0),
			want: base * 64 * math.Ln2,
		},
		{
			name: "next to it, -ln(3/2^64)",
			got:  exponentialQuantile(base, 2),
			want: base * (64*math.Ln2 - math.Log(3)),
		},
		{
			name: "shortest exponential with a mean of a second",
			got:  exponentialQuantile(1e9, math.MaxUint64),
			want: 0,
		},
		{
			name: "longest log-normal, 9.155 deviations up",
			got:  logNormalQuantile(base, octave, 1<<63),
			want: base * math.Exp2(9.15530),
		},
		{
			name: "shortest log-normal, 9.155 deviations down",
			got:  logNormalQuantile(base, octave, 0),
			want: base / math.Exp2(9.15530),
		},
		{
			name: "last octave below Max",
			got:  scaleByOctaves(1, 59*octave),
			want: 1 << 59,
		},
		{name: "Max", got: scaleByOctaves(1, 60*octave), want: Max},
	} {
		if math.Abs(float64(c.got)-c.want) > 1e-5*c.want {
			t.Errorf("%s: %d, want %.0f", c.name, c.got, c.want)
		}
	}
}

func TestQuantilesOfPercentiles(t *testing.T) {
	for _, c := range []struct{ p50, p99 int64 }{
		{p50: millisecond, p99: 20 * millisecond},
		{p50: millisecond, p99: millisecond + 10*microsecond},
		{p50: 200 * microsecond, p99: 2 * millisecond},
		{p50: 10 * millisecond, p99: 24 * hour},
		{p50: hour, p99: 24 * hour},
		{p50: 24 * hour, p99: 30 * 365 * 24 * hour},
		{p50: 24 * hour, p99: 24 * hour},
	} {
		d := Percentiles(c.p50, c.p99)
		sigma := math.Log(float64(c.p99)/float64(c.p50)) / 2.3263478740408408
		worst := 0.0
		for p, z := range normalQuantiles {
			got := float64(logNormalQuantile(uint64(d.base), d.spread, wordOf(p)))
			want := float64(c.p50) * math.Exp(sigma*z)
			if want < 1e6 || want > Max {
				continue // where rounding to whole nanoseconds, or Max, outweighs the rest
			}
			off := math.Abs(got-want) / want
			worst = max(worst, off)
			if off > 1e-5 {
				t.Errorf("p50 %d, p99 %d: p%g is %.0f, want %.0f", c.p50, c.p99, 100*p, got, want)
			}
		}
		t.Logf("p50 %v, p99 %v: the worst relative error is %.2g", time.Duration(c.p50), time.Duration(c.p99), worst)
	}
}

// normalQuantiles holds published quantiles of the standard normal.
var normalQuantiles = map[float64]float64{
	0.01: -2.3263478740408408, 0.05: -1.6448536269514722, 0.1: -1.2815515655446004, 0.25: -0.6744897501960817,
	0.5: 0, 0.75: 0.6744897501960817, 0.9: 1.2815515655446004, 0.95: 1.6448536269514722,
	0.975: 1.959963984540054, 0.99: 2.3263478740408408, 0.999: 3.090232306167813,
}

// wordOf returns the draw that makes a log-normal's quantile of p.
func wordOf(p float64) uint64 {
	if p < 0.5 {
		return uint64(p * (1 << 63) * 2)
	}
	return 1<<63 | min(uint64((1-p)*(1<<63)*2), 1<<63-1)
}

func TestMeans(t *testing.T) {
	for _, c := range []struct {
		name string
		d    Distribution
		want float64
	}{
		{name: "constant", d: Constant(5), want: 5},
		{name: "exponential", d: Exponential(2 * millisecond), want: 2e6},
		{name: "uniform", d: Uniform(millisecond, 3*millisecond), want: 2e6},
		{name: "uniform, a half is cut", d: Uniform(0, 5), want: 2},
		{
			name: "percentiles",
			d:    Percentiles(millisecond, 20*millisecond),
			want: 1e6 * math.Exp(math.Pow(math.Log(20)/2.3263478740408408, 2)/2),
		},
		{name: "percentiles too wide", d: Percentiles(1, Max), want: Max},
	} {
		if got := float64(c.d.Mean()); math.Abs(got-c.want) > 1e-7*c.want {
			t.Errorf("%s: %.0f, want %.0f", c.name, got, c.want)
		}
	}
}

func TestSamplesHaveTheMean(t *testing.T) {
	const seed, draws = 11, 200_000
	for _, c := range []struct {
		name      string
		d         Distribution
		deviation float64 // of one sample, in means
	}{
		{name: "exponential", d: Exponential(2 * millisecond), deviation: 1},
		{
			name:      "uniform",
			d:         Uniform(0, 2*millisecond),
			deviation: 1 / math.Sqrt(3),
		},
		{
			name:      "percentiles",
			d:         Percentiles(millisecond, 5*millisecond),
			deviation: math.Sqrt(math.Exp(math.Pow(math.Log(5)/2.3263, 2)) - 1),
		},
	} {
		s := NewStream(seed, c.name)
		sum := 0.0
		for range draws {
			sum += float64(c.d.Sample(&s))
		}
		deviations := (sum/draws/float64(c.d.Mean()) - 1) / c.deviation * math.Sqrt(draws)
		if math.Abs(deviations) > 4 {
			t.Errorf("seed %d, %s: the mean of %d samples is %.1f standard errors off", seed, c.name, draws, deviations)
		}
	}
}

// The Kolmogorov-Smirnov statistic sqrt(n)*D exceeds 1.95 once in a thousand
// times where samples have the distribution.
func TestSamplesHaveTheDistribution(t *testing.T) {
	const seed, draws = 13, 100_000
	sigma := math.Log(20) / 2.3263478740408408
	for _, c := range []struct {
		name string
		d    Distribution
		cdf  func(ns float64) float64
	}{
		{
			name: "exponential",
			d:    Exponential(hour),
			cdf:  func(ns float64) float64 { return 1 - math.Exp(-ns/float64(hour)) },
		},
		{
			name: "uniform",
			d:    Uniform(hour, 3*hour),
			cdf:  func(ns float64) float64 { return (ns/float64(hour) - 1) / 2 },
		},
		{
			name: "percentiles",
			d:    Percentiles(hour, 20*hour),
			cdf: func(ns float64) float64 {
				return math.Erfc(-math.Log(ns/float64(hour))/sigma/math.Sqrt2) / 2
			},
		},
	} {
		s := NewStream(seed, c.name)
		samples := make([]float64, draws)
		for i := range samples {
			samples[i] = float64(c.d.Sample(&s))
		}
		slices.Sort(samples)
		distance := 0.0
		for i, x := range samples {
			p := c.cdf(x)
			distance = max(distance, p-float64(i)/draws, float64(i+1)/draws-p)
		}
		if statistic := distance * math.Sqrt(draws); statistic > 1.95 {
			t.Errorf("seed %d, %s: the Kolmogorov-Smirnov statistic is %.2f", seed, c.name, statistic)
		}
	}
}

func TestSamplesAllocateNothing(t *testing.T) {
	s := NewStream(1, "allocations")
	for _, c := range everyKind {
		if got := testing.AllocsPerRun(100, func() { sink += c.d.Sample(&s) }); got != 0 {
			t.Errorf("%s: %v allocations", c.name, got)
		}
	}
	if got := testing.AllocsPerRun(100, func() { s = NewStream(1, "allocations") }); got != 0 {
		t.Errorf("a stream: %v allocations", got)
	}
}

var everyKind = []struct {
	name string
	d    Distribution
}{
	{name: "constant", d: Constant(millisecond)},
	{name: "exponential", d: Exponential(millisecond)},
	{name: "uniform", d: Uniform(millisecond, 2*millisecond)},
	{name: "percentiles", d: Percentiles(millisecond, 20*millisecond)},
}

// sink keeps the compiler from leaving out what is measured.
var sink int64

func BenchmarkSample(b *testing.B) {
	for _, c := range everyKind {
		b.Run(c.name, func(b *testing.B) {
			s := NewStream(1, "benchmark")
			for b.Loop() {
				sink += c.d.Sample(&s)
			}
		})
	}
}
