package random

import "math/bits"

const (
	one = 1 << 32 // one, in Q32

	log2Intervals = 1 << log2Bits
	exp2Intervals = 1 << exp2Bits
	tailIntervals = 1 << tailBits
)

// log2 returns the binary logarithm of x, in Q32 (0 to 64), right to 2e-9.
// x is at least 1.
func log2(x uint64) uint64 {
	octave, mantissa := normalize(x)
	index, t := split(mantissa, log2Bits)
	return uint64(63-octave)*one + uint64(interpolate(log2Table[index:], t))
}

// exp2 returns two to the power of a fraction in Q32 (0 to below 1), in Q32
// (1 to below 2), right to 1e-9.
func exp2(fraction uint32) uint64 {
	index, t := split(uint64(fraction)<<32, exp2Bits)
	return uint64(interpolate(exp2Table[index:], t))
}

// normalize splits x, at least 1, into the number of its leading zeros and
// what follows its first one: x = (1 + mantissa) * 2^(63-octave), where
// mantissa is in Q64.
func normalize(x uint64) (octave int, mantissa uint64) {
	octave = bits.LeadingZeros64(x)
	return octave, x << (octave + 1)
}

// split finds a place, a Q64 fraction of an octave, in a table that has
// 2^indexBits intervals an octave: the interval, and the Q32 fraction of it.
func split(place uint64, indexBits int) (index int, t int64) {
	return int(place >> (64 - indexBits)), int64(place << indexBits >> 32)
}

// interpolate returns the cubic through the first four nodes, which stand at
// -1, 0, 1 and 2, at t, a Q32 fraction. The nodes are in Q32 and close enough
// together (below 1<<30) for the products to fit.
//
// Source: Newton's divided differences, nodes taken in the order 0, 1, -1, 2.
func interpolate(nodes []int64, t int64) int64 {
	n := (*[4]int64)(nodes)
	first := n[2] - n[1]
	second := (n[2] - 2*n[1] + n[0]) / 2
	third := (n[3] - 3*n[2] + 3*n[1] - n[0]) / 6

	slope := second + (t+one)*third>>32
	slope = first + (t-one)*slope>>32
	return n[1] + t*slope>>32
}

// scale returns ns*factor, where fraction (at least 1) of the factor's bits are
// fractional, rounded to the nearest whole number and at most Max. The product
// is below 2^126.
func scale(ns, factor uint64, fraction int) int64 {
	high, low := bits.Mul64(ns, factor)
	if fraction > 64 {
		half := uint64(1) << (fraction - 65)
		return int64(min((high+half)>>(fraction-64), Max))
	}
	low, carry := bits.Add64(low, 1<<(fraction-1), 0)
	high += carry
	if high>>fraction != 0 {
		return Max
	}
	return int64(min(high<<(64-fraction)|low>>fraction, Max))
}
