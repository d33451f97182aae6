package random

import "math/bits"

// logSigma returns how many octaves a log-normal spreads for each standard
// deviation, in Q32 (0 to 25.8). With z the standard normal quantile, a
// log-normal's quantile is median * exp(sigma*z(p)); so the one that has these
// two percentiles has sigma = ln(p99/p50) / z(0.99). Here logarithms are
// binary. p50 is at least 1, p99 at least p50.
func logSigma(p50, p99 uint64) int64 {
	octaves := log2(p99) - log2(p50)
	sigma, _ := bits.Div64(octaves>>32, octaves<<32, z99)
	return int64(sigma)
}

// logNormalQuantile returns median * 2^(sigma*Z), where Z is standard normal
// (by inversion): the word's first bit decides on which side of the median the
// sample lies, its other bits how far out.
func logNormalQuantile(median uint64, sigma int64, word uint64) int64 {
	deviation := upperTail(word<<1 | 1)
	high, low := bits.Mul64(uint64(sigma), uint64(deviation))
	octaves := int64(high<<32 | low>>32)
	if word>>63 == 0 {
		octaves = -octaves
	}
	return scaleByOctaves(median, octaves)
}

// logNormalMean returns median * exp(s*s/2), where s is sigma with natural
// logarithms: in octaves, s*s/2 is sigma*sigma*ln(2)/2.
func logNormalMean(median uint64, sigma int64) int64 {
	high, low := bits.Mul64(uint64(sigma), uint64(sigma))
	twice, _ := bits.Mul64(high<<32|low>>32, ln2)
	return scaleByOctaves(median, int64(twice/2))
}

// scaleByOctaves returns ns * 2^octaves, where octaves is in Q32 and between
// -250 and 250. ns is at least 1.
func scaleByOctaves(ns uint64, octaves int64) int64 {
	whole := int(octaves >> 32)
	if whole >= 60 {
		return Max
	}
	return scale(ns, exp2(uint32(octaves))<<28, 60-whole)
}

// upperTail returns the standard normal deviate that is exceeded with the
// probability w/2^65, in Q32 (0 to 9.2), right to 1e-6. w is at least 1.
//
// The table has its nodes evenly within each halving of the probability,
// because the deviate bends ever faster towards 0: about as sqrt(-2*ln(p)).
func upperTail(w uint64) int64 {
	octave, mantissa := normalize(w)
	index, t := split(mantissa, tailBits)
	return max(interpolate(tailTable[octave][index:], t), 0)
}
