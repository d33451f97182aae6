package random

import "math/bits"

// exponentialQuantile returns -ln(U) times the mean, which is exponential where
// U is uniform (the inversion method): U is the word with its last bit set, as
// a fraction of 2^64, so it is never 0 or 1. A sample is at most 44.4 means,
// and right to 2e-9 of the mean.
func exponentialQuantile(mean, word uint64) int64 {
	return scale(mean, nats(word|1), natsFraction)
}

// natsFraction leaves the 6 bits that -ln(2^-64) needs, and a sign bit free.
const natsFraction = 57

// nats returns -ln(w/2^64) in Q57, from the binary logarithm. w is at least 1.
func nats(w uint64) uint64 {
	halvings := 64*one - log2(w)
	high, _ := bits.Mul64(halvings<<(natsFraction-32), ln2)
	return high
}
