package eviction

// sieve evicts with a hand that goes from the oldest key to newer ones: it
// spares each key that was used since it last came by, once, and evicts the
// first that was not. Source: Zhang, Yang, Yue, Vigfusson and Rashmi, "SIEVE is
// Simpler than LRU" (NSDI 2024).
type sieve struct {
	shelf
	used []bool
	hand int32
}

func newSIEVE(keys int) *sieve {
	return &sieve{shelf: newShelf(keys, 1), used: make([]bool, keys), hand: none}
}

func (s *sieve) Come(int32, uint32) {}

func (s *sieve) Add(key int32, size uint32) {
	s.used[key] = false
	s.put(only, key, size)
}

func (s *sieve) Hit(key int32) { s.used[key] = true }

func (s *sieve) Hits(keys []int32, in []bool) int {
	for i, key := range keys {
		if !in[key] {
			return i
		}
		s.Hit(key)
	}
	return len(keys)
}

func (s *sieve) Remove(key int32, _ bool) {
	if s.hand == key {
		s.hand = s.links[key].newer
	}
	s.remove(key)
}

// Victim goes round twice at most: the second time nothing is spared.
func (s *sieve) Victim() (key int32, ok bool) {
	if s.queues[only].last == none {
		return none, false
	}
	for {
		if s.hand == none {
			s.hand = s.queues[only].last
		}
		if !s.used[s.hand] {
			return s.hand, true
		}
		s.used[s.hand] = false
		s.hand = s.links[s.hand].newer
	}
}
