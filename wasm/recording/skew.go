package recording

import (
	"math"
	"slices"
)

// skew finds how unequally keys are used: the exponent s under which the numbers of uses,
// the largest first, are likeliest, if the key of rank i is used with a probability
// proportional to i^-s. Then the mean logarithm of the rank is as expected.
type skew struct {
	few  [1024]int64 // how many keys were used so often
	many []int       // of those used more often, how often each was
	keys int
	uses int64 // of all keys

	rank    int     // those of keys up to it are summed up
	at      int     // how often the next key was used, if it is one of few
	logs    float64 // the sum of the logarithms of the ranks of all uses
	hottest int64   // the uses of the hottest hundredth of the keys

	rounds    int // of the search for the exponent, which is between low and high
	low, high float64
}

// searchRounds is how often the range of the exponent is halved.
const searchRounds = 50

// add counts a key that was used so often.
func (s *skew) add(count uint32) {
	s.keys++
	s.uses += int64(count)
	if int(count) < len(s.few) {
		s.few[count]++
	} else {
		s.many = append(s.many, int(count))
	}
}

// advance goes on by about n ranks, once all keys are counted, and reports whether there is
// more to do.
func (s *skew) advance(n int) bool {
	if s.rank == 0 {
		slices.Sort(s.many)
		s.at, s.high = len(s.few)-1, 10
	}
	for ; n > 0 && s.rank < s.keys; n-- {
		count := s.next()
		if s.rank++; s.rank <= (s.keys+99)/100 {
			s.hottest += count
		}
		s.logs += float64(count) * math.Log(float64(s.rank))
	}
	for ; n > 0 && s.isSearching(); s.rounds++ {
		middle := (s.low + s.high) / 2
		mean, took := meanLogRank(middle, s.keys)
		if mean > s.logs/float64(s.uses) {
			s.low = middle
		} else {
			s.high = middle
		}
		n -= took
	}
	return s.rank < s.keys || s.isSearching()
}

// isSearching reports whether the exponent is still to be found.
func (s *skew) isSearching() bool { return s.keys > 1 && s.rounds < searchRounds }

// next returns how often the next key was used, from the most used on.
func (s *skew) next() int64 {
	if last := len(s.many) - 1; last >= 0 {
		count := s.many[last]
		s.many = s.many[:last]
		return int64(count)
	}
	for s.few[s.at] == 0 {
		s.at--
	}
	s.few[s.at]--
	return int64(s.at)
}

// exponent returns what was found, to four decimals: processors disagree on the last digits
// of a logarithm.
func (s *skew) exponent() float64 { return math.Round(s.low*1e4) / 1e4 }

// meanLogRank returns the expected logarithm of the rank among n keys, and how many
// logarithms that has taken. Above rank 10,000 ranks are taken together in thousandths.
func meanLogRank(s float64, n int) (mean float64, took int) {
	var weights, logs float64
	for i := 1; i <= n; took++ {
		width := 1
		if i > 10_000 {
			width = min(i/1000, n-i+1)
		}
		l := math.Log(float64(i) + float64(width-1)/2)
		w := math.Exp(-s*l) * float64(width)
		weights += w
		logs += w * l
		i += width
	}
	return logs / weights, took
}
