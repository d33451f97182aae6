package eviction

// none is no key, at either end of a queue.
const none = -1

// shelf keeps keys in queues, each with its newest key first. The queues are
// numbered from 1. A key stands in one of them at most, and every operation takes
// the same short time.
type shelf struct {
	links  []link
	sizes  sizes
	queues []queue
}

// link holds which queue a key stands in, 0 for none, and its neighbours there.
type link struct {
	newer, older int32
	in           uint8
}

// queue is one queue of a shelf. Its size is the sum of its keys' sizes.
type queue struct {
	first, last int32
	size        int64
}

// only is the number of the queue where there is one.
const only = 1

func newShelf(keys, queues int) shelf {
	s := shelf{links: make([]link, keys), queues: make([]queue, queues+1)}
	for i := range s.queues {
		s.queues[i].first, s.queues[i].last = none, none
	}
	return s
}

// push puts a key that stands in no queue at the front of one.
func (s *shelf) push(number uint8, key int32) {
	q := &s.queues[number]
	s.links[key] = link{none, q.first, number}
	if q.first == none {
		q.last = key
	} else {
		s.links[q.first].newer = key
	}
	q.first = key
	q.size += int64(s.sizes.of(key))
}

// remove takes a key out of its queue, if it stands in one.
func (s *shelf) remove(key int32) {
	l := s.links[key]
	if l.in == 0 {
		return
	}
	q := &s.queues[l.in]
	s.links[key].in = 0
	if l.newer == none {
		q.first = l.older
	} else {
		s.links[l.newer].older = l.older
	}
	if l.older == none {
		q.last = l.newer
	} else {
		s.links[l.older].newer = l.newer
	}
	q.size -= int64(s.sizes.of(key))
}

// move puts a key at the front of a queue, wherever it stands.
func (s *shelf) move(number uint8, key int32) {
	if s.queues[number].first != key {
		s.remove(key)
		s.push(number, key)
	}
}

// put is push for a key that may have another size than before.
func (s *shelf) put(number uint8, key int32, size uint32) {
	s.remove(key)
	s.sizes.set(key, size)
	s.push(number, key)
}

// shorten takes the oldest keys out of a queue until its size is at most that.
func (s *shelf) shorten(number uint8, size int64) {
	for q := &s.queues[number]; q.size > size && q.last != none; {
		s.remove(q.last)
	}
}

// oldest returns the oldest key of a queue, and false if it has none.
func (s *shelf) oldest(number uint8) (key int32, ok bool) {
	key = s.queues[number].last
	return key, key != none
}

// sizes are the sizes of keys. It has no element for a key of the size 1 as long as
// no later key has another size.
type sizes []uint32

func (s sizes) of(key int32) uint32 {
	if int(key) < len(s) {
		return s[key]
	}
	return 1
}

func (s *sizes) set(key int32, size uint32) {
	for int(key) >= len(*s) && size != 1 {
		*s = append(*s, 1)
	}
	if int(key) < len(*s) {
		(*s)[key] = size
	}
}
