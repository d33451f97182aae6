package random

import "math/bits"

// MaxZipfExponent is the largest exponent of Zipf, in thousandths.
const MaxZipfExponent = 10_000

// Zipf returns the distribution of the ranks from 0 to n-1 in which rank r has a
// probability in proportion to 1/(r+1)^exponent. The exponent is in thousandths, from 0
// (all ranks are alike) to MaxZipfExponent, and n is from 1 to 2^28. All probabilities
// together are off by less than 1e-6 for a million ranks.
func Zipf(n int, exponent int64) Weighted {
	weights := make([]uint64, n)
	scale := 63 - bits.Len64(uint64(n)) // rank 0 weighs 1<<scale, as much as NewWeighted allows
	for rank := range weights {
		octaves := log2(uint64(rank)+1) * uint64(exponent) / 1000
		weights[rank] = halved(scale, octaves)
	}
	return NewWeighted(weights)
}

// halved returns 2^(scale-octaves), rounded, where octaves is in Q32 and scale below 63.
func halved(scale int, octaves uint64) uint64 {
	exponent := uint64(scale+1) << 32 // of twice the value, so that what rounds to one is not negative
	if octaves > exponent {
		return 0
	}
	exponent -= octaves
	value := exp2(uint32(exponent)) // in Q32, without the whole octaves
	missing := 33 - int(exponent>>32)
	if missing <= 0 {
		return value << -missing
	}
	return (value + 1<<(missing-1)) >> missing
}
