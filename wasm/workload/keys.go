package workload

import (
	"math/bits"

	"cacheplay/wasm/random"
)

// KeyDistribution says which keys operations ask for, how often.
type KeyDistribution uint8

const (
	// Uniform asks for all keys alike.
	Uniform KeyDistribution = iota
	// Zipfian asks for key k in proportion to 1/(k+1)^Exponent: the lower its number,
	// the more popular a key is. A created key is the least popular one.
	Zipfian
	// Hotspot asks for some keys, alike, with a share of the operations, and for all
	// others, alike, with the rest. A created key is one of the others.
	Hotspot
	// Latest is Zipfian from the last key backwards: what was created last is the most
	// popular.
	Latest
	// KeyDistributions is how many there are.
	KeyDistributions
)

// String returns the distribution's name in the format, which is that of YCSB's
// requestdistribution.
func (d KeyDistribution) String() string {
	return [...]string{"uniform", "zipfian", "hotspot", "latest"}[d]
}

// Keys says how many keys there are, and how often each is asked for.
type Keys struct {
	Count         uint32
	Distribution  KeyDistribution
	Exponent      int64 // of Zipfian and Latest, in thousandths
	HotKeys       int64 // the share of Hotspot's hot keys, in thousandths
	HotOperations int64 // the share of the operations that ask for them, in thousandths
}

// keySpace holds the keys that there are by now.
type keySpace struct {
	Keys
	count uint64          // with those that were created
	hot   uint64          // of them are hot, from the first on
	ranks random.Weighted // of at least count ranks
}

// newKeySpace returns the keys at the start. Where keys will be created there are ranks
// for twice as many, and again when these are used up: how many there are does not
// depend on how long the workload lasts, and so the draws do not.
func newKeySpace(k Keys, grows bool) keySpace {
	s := keySpace{Keys: k, count: uint64(k.Count)}
	s.hot = max(uint64(k.Count)*uint64(k.HotKeys)/1000, 1)
	if grows {
		s.rank(2 * s.count)
	} else {
		s.rank(s.count)
	}
	return s
}

// rank computes ranks for as many keys, if the distribution has ranks.
func (s *keySpace) rank(count uint64) {
	if s.Distribution == Zipfian || s.Distribution == Latest {
		s.ranks = random.Zipf(int(count), s.Exponent)
	}
}

// create adds a key.
func (s *keySpace) create() uint32 {
	s.count++
	if n := uint64(s.ranks.Len()); n > 0 && s.count > n {
		s.rank(2 * n)
	}
	return uint32(s.count - 1)
}

// draw returns the key that an operation asks for. It draws one word; where ranks are
// ready for keys that are not created yet, it draws again when it comes upon one.
func (s *keySpace) draw(stream *random.Stream) uint32 {
	switch s.Distribution {
	case Uniform:
		return uint32(stream.Below(s.count))
	case Hotspot:
		return s.hotOrOther(stream.Uint64())
	case Zipfian:
		return uint32(s.drawRank(stream))
	default:
		return uint32(s.count - 1 - s.drawRank(stream))
	}
}

// drawRank draws one of the ranks of the keys that there are.
func (s *keySpace) drawRank(stream *random.Stream) uint64 {
	for {
		if rank := uint64(s.ranks.Draw(stream)); rank < s.count {
			return rank
		}
	}
}

// hotOrOther returns the key that a word stands for: its thousandth says whether it is
// a hot one, and the place within that, which one.
func (s *keySpace) hotOrOther(word uint64) uint32 {
	thousandth, place := bits.Mul64(word, 1000)
	first, number := s.hot, s.count-s.hot
	if int64(thousandth) < s.HotOperations || number == 0 {
		first, number = 0, s.hot
	}
	index, _ := bits.Mul64(place, number)
	return uint32(first + index)
}
