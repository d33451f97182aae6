package random

import "math/bits"

// Stream is an endless sequence of random numbers for one concern, such as
// "source.readLatency". It is plain data: a copy continues on its own from
// where the original stood. The zero Stream works, but is the same for every
// concern; NewStream makes one.
type Stream struct {
	state uint64
}

// gamma is the odd number nearest to 2^64 divided by the golden ratio.
const gamma = 0x9e3779b97f4a7c15

// NewStream returns the stream of a concern under a seed. Another concern, or
// another seed, gives an unrelated stream: what one concern draws never shifts
// the draws of another.
//
// All streams are parts of one cycle of 2^64 numbers, entered at places that
// depend on every bit of seed and concern: a hundred streams of a thousand
// million draws each overlap with a probability of about one in two million.
func NewStream(seed uint64, concern string) Stream {
	return Stream{state: mix(mix(seed) + fnv1a(concern))}
}

// Uint64 returns the next 64 random bits.
//
// Source: SplitMix64, from Steele, Lea and Flood, "Fast Splittable
// Pseudorandom Number Generators" (OOPSLA 2014), with the constants of Vigna's
// splitmix64.c. It is here rather than taken from math/rand/v2 because its
// state is one word and its draws cannot change with a release of Go.
func (s *Stream) Uint64() uint64 {
	s.state += gamma
	return mix(s.state)
}

// Skip goes n words on, as so many calls of Uint64 would: word n of a stream can
// belong to the thing with the number n, whoever asks for it and when.
func (s *Stream) Skip(n uint64) { s.state += n * gamma }

// Below returns a number from 0 to n-1, each equally likely; for n = 0 it
// returns 0. It nearly always draws once, and again with a probability of less
// than n in 2^64.
//
// Source: Lemire, "Fast Random Integer Generation in an Interval" (ACM TOMACS
// 2019): the high word of draw*n, where draws whose low word would favour some
// numbers are rejected.
func (s *Stream) Below(n uint64) uint64 {
	high, low := bits.Mul64(s.Uint64(), n)
	if low < n {
		surplus := -n % n // 2^64 modulo n
		for low < surplus {
			high, low = bits.Mul64(s.Uint64(), n)
		}
	}
	return high
}

// mix is a bijection in which every bit of x affects every bit of the result
// (the output function of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// fnv1a is the 64-bit FNV-1a hash of text (Fowler, Noll and Vo). hash/fnv has
// it too, behind an interface that makes a byte slice of the text.
func fnv1a(text string) uint64 {
	hash := uint64(0xcbf29ce484222325)
	for i := range len(text) {
		hash ^= uint64(text[i])
		hash *= 0x100000001b3
	}
	return hash
}
