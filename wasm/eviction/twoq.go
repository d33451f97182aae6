package eviction

// twoQ lets keys come into a queue from which they go in the order in which they
// came, remembers them for a while, and takes those that come back into the main queue,
// which goes by last use. Source: Johnson and Shasha, "2Q: A Low Overhead High
// Performance Buffer Management Replacement Algorithm" (VLDB 1994), the full version
// with its proposed parts: Kin a quarter of the capacity, Kout a half.
type twoQ struct {
	shelf
	recent, ghosts int64 // the capacities of the first queue, Kin, and of what is remembered, Kout
	back           int32 // the key that comes and is remembered
}

// The queues of twoQ: A1in, Am and A1out.
const (
	twoQRecent = 1 + iota
	twoQMain
	twoQGhosts
)

func newTwoQ(keys int, capacity int64) *twoQ {
	return &twoQ{shelf: newShelf(keys, 3), recent: max(capacity/4, 1), ghosts: max(capacity/2, 1), back: none}
}

func (q *twoQ) Come(key int32, _ uint32) {
	q.back = none
	if q.links[key].in == twoQGhosts {
		q.back = key
	}
}

func (q *twoQ) Add(key int32, size uint32) {
	if key == q.back {
		q.put(twoQMain, key, size)
		q.back = none
	} else {
		q.put(twoQRecent, key, size)
	}
}

func (q *twoQ) Hit(key int32) {
	if q.links[key].in == twoQMain {
		q.move(twoQMain, key)
	}
}

func (q *twoQ) Hits(keys []int32, in []bool) int {
	for i, key := range keys {
		if !in[key] {
			return i
		}
		q.Hit(key)
	}
	return len(keys)
}

func (q *twoQ) Remove(key int32, evicted bool) {
	switch from := q.links[key].in; {
	case from == twoQGhosts:
	case from == twoQRecent && evicted:
		q.move(twoQGhosts, key)
		q.shorten(twoQGhosts, q.ghosts)
	default:
		q.remove(key)
	}
}

func (q *twoQ) Victim() (key int32, ok bool) {
	if q.queues[twoQRecent].size > q.recent || q.queues[twoQMain].last == none {
		return q.oldest(twoQRecent)
	}
	return q.oldest(twoQMain)
}
