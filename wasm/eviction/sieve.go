package eviction

// sieve evicts with a hand that goes from the oldest key to newer ones: it
// spares each key that was used since it last came by, once, and evicts the
// first that was not. Source: Zhang, Yang, Yue, Vigfusson and Rashmi, "SIEVE is
// Simpler than LRU" (NSDI 2024).
type sieve struct {
	list
	used []bool
	hand int32
}

func newSIEVE(keys int) *sieve {
	return &sieve{list: newList(keys), used: make([]bool, keys), hand: none}
}

func (s *sieve) Add(key int32) {
	s.used[key] = false
	s.push(key)
}

func (s *sieve) Hit(key int32) { s.used[key] = true }

func (s *sieve) Remove(key int32) {
	if s.hand == key {
		s.hand = s.newer[key]
	}
	s.remove(key)
}

// Victim goes round twice at most: the second time nothing is spared.
func (s *sieve) Victim(may func(int32) bool) (int32, bool) {
	if _, ok := s.oldest(may); !ok {
		return none, false
	}
	for {
		if s.hand == none {
			s.hand = s.last
		}
		if !s.used[s.hand] && may(s.hand) {
			return s.hand, true
		}
		s.used[s.hand] = false
		s.hand = s.newer[s.hand]
	}
}
