package recording

import "math/bits"

// Quantiles counts numbers, exactly below 128 and to 1 % above.
type Quantiles struct {
	N       int64
	Largest uint64

	sum     float64
	buckets [64 * 64]int64
}

// add counts a number.
func (q *Quantiles) add(v uint64) {
	q.N++
	q.sum += float64(v)
	q.Largest = max(q.Largest, v)
	q.buckets[bucketOf(v)]++
}

// bucketOf returns the place of a number: its 7 highest bits, and how many follow.
func bucketOf(v uint64) int {
	shift := max(0, bits.Len64(v)-7)
	return shift<<6 + int(v>>shift)
}

// Mean returns the mean of the numbers, of which there is one.
func (q *Quantiles) Mean() float64 { return q.sum / float64(q.N) }

// Below returns a number that a share of all is not above.
func (q *Quantiles) Below(share float64) uint64 {
	left := int64(share * float64(q.N))
	for i, n := range q.buckets {
		if left -= n; left < 0 {
			if i < 128 {
				return uint64(i)
			}
			shift := i>>6 - 1
			return min(q.Largest, uint64(i-shift<<6+1)<<shift-1)
		}
	}
	return q.Largest
}
