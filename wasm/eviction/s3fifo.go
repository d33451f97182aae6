package eviction

// s3fifo lets keys come into a small queue, from which only those go on to the main
// queue that were used at least twice there. It remembers those that did not, and if
// one of them comes back soon it goes to the main queue at once. The main queue spares
// a key once for each use, up to three.
//
// Source: Yang, Zhang, Qiu, Yue and Rashmi, "FIFO queues are all you need for cache
// eviction" (SOSP 2023), in the variant of its authors' simulator, libCacheSim: a tenth
// of the capacity is the small queue's, nine tenths are remembered, the main queue's
// part is exceeded by one key and then shrinks, and before the first eviction the main
// queue takes what the small one has no room for.
type s3fifo struct {
	shelf
	uses     []uint8
	small    int64 // the capacity of each queue
	main     int64
	ghosts   int64
	back     int32 // the key that comes and is remembered
	evicting bool  // something has been evicted
}

// The queues of s3fifo.
const (
	s3Small = 1 + iota
	s3Main
	s3Ghosts
)

// s3Used is the number of uses with which a key goes on to the main queue, s3Most the
// number up to which they are counted.
const s3Used, s3Most = 2, 3

func newS3FIFO(keys int, capacity int64) *s3fifo {
	small := max(capacity/10, 1)
	return &s3fifo{
		shelf: newShelf(keys, 3), uses: make([]uint8, keys),
		small: small, main: capacity - small, ghosts: capacity - capacity/10, back: none,
	}
}

func (s *s3fifo) Come(key int32, _ uint32) {
	s.back = none
	if s.links[key].in == s3Ghosts {
		s.back = key
		s.remove(key)
	}
}

func (s *s3fifo) Add(key int32, size uint32) {
	s.uses[key] = 0
	if key == s.back || !s.evicting && s.queues[s3Small].size >= s.small {
		s.put(s3Main, key, size)
	} else {
		s.put(s3Small, key, size)
	}
}

func (s *s3fifo) Hit(key int32) { s.uses[key] = min(s.uses[key]+1, s3Most) }

func (s *s3fifo) Hits(keys []int32, in []bool) int {
	for i, key := range keys {
		if !in[key] {
			return i
		}
		s.Hit(key)
	}
	return len(keys)
}

func (s *s3fifo) Remove(key int32, evicted bool) {
	s.evicting = s.evicting || evicted
	switch from := s.links[key].in; {
	case from == s3Ghosts:
	case from == s3Small && evicted:
		s.move(s3Ghosts, key)
		s.shorten(s3Ghosts, s.ghosts)
	default:
		s.remove(key)
	}
}

func (s *s3fifo) Victim() (key int32, ok bool) {
	if s.queues[s3Main].size <= s.main {
		for {
			key, ok = s.oldest(s3Small)
			if !ok {
				break
			}
			if s.uses[key] < s3Used {
				return key, true
			}
			s.uses[key] = 0
			s.move(s3Main, key)
		}
	}
	for {
		key, ok = s.oldest(s3Main)
		if !ok || s.uses[key] == 0 {
			return key, ok
		}
		s.uses[key]--
		s.move(s3Main, key)
	}
}
