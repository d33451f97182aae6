package load

import (
	"math"
	"math/bits"
)

// A histogram's values are told apart to 3 significant digits: from each power of 2
// to the next there are halfBuckets buckets of equal width, and below 2*halfBuckets
// each value has its own. HdrHistogram with 3 digits has the same buckets.
const (
	bucketBits  = 10
	halfBuckets = 1 << bucketBits
	maxBuckets  = (64-bucketBits-1)<<bucketBits + halfBuckets
)

// Histogram counts values from 0 on, such as waits in nanoseconds. It is exact about
// how many there are, their mean and the greatest, and knows every other within 0.1 %.
// The zero Histogram is empty.
type Histogram struct {
	counts []int64 // by bucket, up to the highest that was ever needed
	count  int64
	max    int64
	sum    wide
}

// Quantiles of a Histogram, in millionths.
const (
	P50  = 500_000
	P90  = 900_000
	P99  = 990_000
	P999 = 999_000
)

// bucketOf returns the bucket of a value.
func bucketOf(v int64) int {
	shift := bits.Len64(uint64(v)|halfBuckets) - bucketBits - 1
	return shift<<bucketBits + int(uint64(v)>>shift)
}

// lowest returns the lowest value of a bucket, and how many values it has.
func lowest(bucket int) (v, width int64) {
	shift := max(bucket>>bucketBits-1, 0)
	return int64(bucket-shift<<bucketBits) << shift, 1 << shift
}

// Add counts a value.
func (h *Histogram) Add(v int64) {
	b := bucketOf(v)
	if uint(b) >= uint(len(h.counts)) {
		h.grow(b)
	}
	h.counts[b]++
	h.count++
	h.sum.add(uint64(v))
	if v > h.max {
		h.max = v
	}
}

// grow makes room for a bucket, and for all that have its power of 2.
func (h *Histogram) grow(bucket int) {
	if bucket < 0 || bucket >= maxBuckets {
		panic("load: a histogram cannot count negative values")
	}
	h.counts = append(h.counts, make([]int64, (bucket>>bucketBits+1)<<bucketBits-len(h.counts))...)
}

// Count returns how many values there are.
func (h *Histogram) Count() int64 { return h.count }

// Max returns the greatest value, 0 if there is none.
func (h *Histogram) Max() int64 { return h.max }

// Mean returns the mean of the values, 0 if there is none.
func (h *Histogram) Mean() float64 {
	if h.count == 0 {
		return 0
	}
	return h.sum.float() / float64(h.count)
}

// Quantile returns the least value that at least the given share of the values, in
// millionths, does not exceed; or, within 0.1 %, a greater one. It is 0 if there is no
// value.
func (h *Histogram) Quantile(millionths int64) int64 {
	hi, lo := bits.Mul64(uint64(h.count), uint64(millionths))
	rank, rest := bits.Div64(hi, lo, 1_000_000)
	if rest > 0 || rank == 0 {
		rank++
	}
	seen := int64(0)
	for b, n := range h.counts {
		if seen += n; n > 0 && seen >= int64(rank) {
			v, width := lowest(b)
			return min(v+width-1, h.max)
		}
	}
	return h.max
}

// Above returns how many values are greater than a limit. Those that differ from it by
// less than 0.1 % are not counted.
func (h *Histogram) Above(limit int64) (n int64) {
	for b := bucketOf(limit) + 1; b < len(h.counts); b++ {
		n += h.counts[b]
	}
	return n
}

// deviation returns the standard deviation of the values, taking each as the middle
// of its bucket.
func (h *Histogram) deviation() float64 {
	mean, total := h.Mean(), 0.0
	for b, n := range h.counts {
		if n > 0 {
			v, width := lowest(b)
			from := float64(v+width/2) - mean
			total += from * from * float64(n)
		}
	}
	return math.Sqrt(total / float64(max(h.count, 1)))
}

// wide is an unsigned number of 128 bits.
type wide struct{ hi, lo uint64 }

// add adds a number.
func (w *wide) add(n uint64) { w.plus(wide{lo: n}) }

// plus adds another wide number.
func (w *wide) plus(o wide) {
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, o.lo, 0)
	w.hi, _ = bits.Add64(w.hi, o.hi, carry)
}

// addProduct adds the product of two numbers.
func (w *wide) addProduct(a, b uint64) {
	if a|b < 1<<32 {
		w.add(a * b)
	} else {
		w.addWide(a, b)
	}
}

// addWide is addProduct of large numbers.
func (w *wide) addWide(a, b uint64) {
	hi, lo := bits.Mul64(a, b)
	w.plus(wide{hi, lo})
}

// float returns the number nearest to it.
func (w wide) float() float64 { return float64(w.hi)*(1<<64) + float64(w.lo) }
