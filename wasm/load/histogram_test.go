package load

import (
	"bytes"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// short returns a number of random cases, fewer under js/wasm.
func short(n int) int {
	if runtime.GOARCH == "wasm" {
		return max(n/10, 1)
	}
	return n
}

// of returns a histogram of some values.
func of(values ...int64) *Histogram {
	h := new(Histogram)
	for _, v := range values {
		h.Add(v)
	}
	return h
}

func TestHistogramOfFewValues(t *testing.T) {
	for _, c := range []struct {
		values             []int64
		p50, p90, p99, max int64
		mean               float64
	}{
		{nil, 0, 0, 0, 0, 0},
		{[]int64{0}, 0, 0, 0, 0, 0},
		{[]int64{7}, 7, 7, 7, 7, 7},
		{[]int64{3, 1, 2}, 2, 3, 3, 3, 2},
		{[]int64{1, 2, 3, 4}, 2, 4, 4, 4, 2.5},
		{[]int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5, 9, 10, 10, 5.5},
		{[]int64{2047, 2048, 1_000_000_007}, 2049, 1_000_000_007, 1_000_000_007, 1_000_000_007, 1_000_004_102.0 / 3},
		{[]int64{math.MaxInt64, math.MaxInt64, math.MaxInt64}, math.MaxInt64, math.MaxInt64, math.MaxInt64, math.MaxInt64, math.MaxInt64},
	} {
		h := of(c.values...)
		if got := []int64{h.Quantile(P50), h.Quantile(P90), h.Quantile(P99), h.Max()}; !slices.Equal(got, []int64{c.p50, c.p90, c.p99, c.max}) || h.Mean() != c.mean {
			t.Errorf("%v: p50, p90, p99 and max are %v, and the mean is %v; want %+v", c.values, got, h.Mean(), c)
		}
	}
}

// A bucket begins where the one before it ends, and holds the values that bucketOf puts
// there, up to the greatest number.
func TestBucketsAreSeamless(t *testing.T) {
	next := int64(0)
	for b := range maxBuckets {
		v, width := lowest(b)
		if v != next || bucketOf(v) != b || bucketOf(v+width-1) != b || width-1 > v/1000 {
			t.Fatalf("bucket %d has %d values from %d on; the one before it ended before %d", b, width, v, next)
		}
		next = v + width
	}
	if next != math.MinInt64 { // one more than the greatest
		t.Errorf("the last bucket ends before %d", next)
	}
}

func TestAboveCountsWhatIsGreater(t *testing.T) {
	h := of(0, 1, 999, 1000, 1001, 1_000_000_000, 1_002_000_000)
	for limit, want := range map[int64]int64{0: 6, 1: 5, 999: 4, 1000: 3, 1001: 2, 999_000_000: 2, 1_000_000_000: 1, 2_000_000_000: 0} {
		if got := h.Above(limit); got != want {
			t.Errorf("%d values are above %d, not %d", got, limit, want)
		}
	}
}

func TestNegativeValuesPanic(t *testing.T) {
	for _, v := range []int64{-1, -5000, math.MinInt64} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%d is counted", v)
				}
			}()
			of(1).Add(v)
		}()
	}
}

// spread draws values of every size.
func spread(r *rand.Rand, n int) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = r.Int64() >> r.IntN(63)
	}
	return out
}

// The histogram is HdrHistogram with 3 digits, except that it knows the maximum and the
// mean exactly.
func TestHistogramAgainstHdrHistogram(t *testing.T) {
	for seed := range uint64(short(30)) {
		r := rand.New(rand.NewPCG(seed, 1))
		values := spread(r, 1+r.IntN(3000))
		h, hdr := of(values...), hdrhistogram.New(1, math.MaxInt64, 3)
		for _, v := range values {
			if err := hdr.RecordValue(v); err != nil {
				t.Fatal(err)
			}
		}
		for _, q := range []int64{0, 1, 100_000, P50, 750_000, P90, P99, P999, 999_999, 1_000_000} {
			rank := max((int64(len(values))*q+999_999)/1_000_000, 1) // HdrHistogram for Go rounds it, for Java not
			got, want := h.Quantile(q), min(hdr.ValueAtPercentile(100*float64(rank)/float64(len(values))), h.Max())
			if got != want {
				t.Errorf("seed %d: quantile %d is %d, HdrHistogram says %d", seed, q, got, want)
			}
		}
		if h.Max() != slices.Max(values) || h.Count() != hdr.TotalCount() || math.Abs(h.Mean()/hdr.Mean()-1) > 0.001 || math.Abs(h.deviation()/hdr.StdDev()-1) > 0.001 && len(values) > 1 {
			t.Errorf("seed %d: max %d, count %d, mean %v, deviation %v; HdrHistogram says %d, %d, %v, %v", seed, h.Max(), h.Count(), h.Mean(), h.deviation(), hdr.Max(), hdr.TotalCount(), hdr.Mean(), hdr.StdDev())
		}
	}
}

// Quantiles are within 0.1 % of those of the sorted values.
func TestQuantilesAgainstSorting(t *testing.T) {
	for seed := range uint64(short(60)) {
		r := rand.New(rand.NewPCG(seed, 2))
		values := spread(r, 1+r.IntN(500))
		h := of(values...)
		slices.Sort(values)
		for range 20 {
			q := r.Int64N(1_000_001)
			rank := max((int64(len(values))*q+999_999)/1_000_000, 1)
			if got, want := h.Quantile(q), values[rank-1]; got < want || got-want > want/1000 {
				t.Errorf("seed %d: quantile %d of %d values is %d, not %d", seed, q, len(values), got, want)
			}
		}
	}
}

// The lines of a distribution, as HdrHistogram's Java code prints them: the widths of
// the columns, and no last column for 100 %.
func TestPercentilesOfAFewValues(t *testing.T) {
	const want = `       Value     Percentile TotalCount 1/(1-Percentile)

       1.000 0.000000000000          1           1.00
       1.000 0.100000000000          1           1.11
       1.000 0.200000000000          1           1.25
       2.000 0.300000000000          2           1.43
       2.000 0.400000000000          2           1.67
       2.000 0.500000000000          2           2.00
       3.000 0.550000000000          3           2.22
       3.000 0.600000000000          3           2.50
       3.000 0.650000000000          3           2.86
       3.000 0.700000000000          3           3.33
       3.000 0.750000000000          3           4.00
       4.000 0.775000000000          4           4.44
       4.000 1.000000000000          4
#[Mean    =        2.500, StdDeviation   =        1.118]
#[Max     =        4.000, Total count    =            4]
#[Buckets =            1, SubBuckets     =         2048]
`
	if got := string(of(500, 1000, 1500, 2000).AppendPercentiles(nil, 500)); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// trimmed is a distribution without the last line, which tells of the memory.
func trimmed(lines string) string { return lines[:strings.Index(lines, "#[Buckets")] }

// The lines hold what HdrHistogram for Go prints, which has other widths of columns.
func TestPercentilesAgainstHdrHistogram(t *testing.T) {
	for seed := range uint64(short(40)) {
		r := rand.New(rand.NewPCG(seed, 4))
		h, hdr := new(Histogram), hdrhistogram.New(1, 1<<40, 3)
		for range 1 + r.IntN(5000) {
			v := r.Int64N(2048)
			h.Add(v)
			if err := hdr.RecordValue(v); err != nil {
				t.Fatal(err)
			}
		}
		var printed bytes.Buffer
		if _, err := hdr.PercentilesPrint(&printed, ticksPerHalf, 1); err != nil {
			t.Fatal(err)
		}
		got, want := strings.Split(trimmed(string(h.AppendPercentiles(nil, 1))), "\n"), strings.Split(trimmed(printed.String()), "\n")
		if len(got) != len(want) {
			t.Fatalf("seed %d: %d lines, HdrHistogram has %d\n%s", seed, len(got), len(want), h.AppendPercentiles(nil, 1))
		}
		for i := 2; i < len(got)-1; i++ {
			a, b := strings.Fields(got[i]), strings.Fields(want[i])
			if !strings.HasPrefix(got[i], "#") {
				a[1] = rounded(t, a[1])
				if len(a) == 3 {
					a = append(a, "inf")
				}
			}
			if !slices.Equal(a, b) {
				t.Errorf("seed %d: %q, HdrHistogram prints %q", seed, got[i], want[i])
			}
		}
	}
}

// rounded returns a percentile with 6 decimals, as HdrHistogram for Go prints it.
func rounded(t *testing.T, percentile string) string {
	t.Helper()
	v, err := strconv.ParseFloat(percentile, 64)
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatFloat(v, 'f', 6, 64)
}

func TestHistogramAllocatesNothingForAKnownSize(t *testing.T) {
	h := of(1 << 40)
	if n := testing.AllocsPerRun(100, func() { h.Add(12345); h.Add(1 << 39) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkHistogram(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	values := make([]int64, 1<<14)
	for i := range values {
		values[i] = int64(r.ExpFloat64() * 2e6)
	}
	b.Run("own", func(b *testing.B) {
		var h Histogram
		for i := range b.N {
			h.Add(values[i%len(values)])
		}
	})
	b.Run("hdr", func(b *testing.B) {
		h := hdrhistogram.New(1, 3600e9, 3)
		for i := range b.N {
			_ = h.RecordValue(values[i%len(values)])
		}
	})
}
