package eviction

// arc keeps keys that were used once apart from those that were used again, each as a
// queue by last use, and remembers of both as many as the cache holds. What is
// remembered and comes back tells which of the two should have been longer, and moves
// the target by which it evicts: adaptive replacement cache. Source: Megiddo and Modha,
// "ARC: A Self-Tuning, Low Overhead Replacement Cache" (FAST 2003), figure 4; where
// keys have sizes, sizes take the place of numbers of pages.
type arc struct {
	shelf
	capacity int64
	target   int64 // p, what keys that were used once may take; in parts of 1/arcOne
	back     int32 // the key that comes and is remembered
	from     uint8 // the queue in which it is
}

// The queues of arc: T1 and T2, and what is remembered of them, B1 and B2.
const (
	arcOnce = 1 + iota
	arcOften
	arcOnceGone
	arcOftenGone
)

// arcOne is the size 1 in the units of arc's target, which moves by fractions.
// arcMost is the greatest capacity, so that the target fits.
const arcOne, arcMost = 1 << 16, 1 << 46

func newARC(keys int, capacity int64) *arc {
	return &arc{shelf: newShelf(keys, 4), capacity: min(capacity, arcMost), back: none}
}

func (a *arc) Come(key int32, size uint32) {
	a.back, a.from = none, 0
	once, often := a.queues[arcOnceGone].size, a.queues[arcOftenGone].size
	switch a.links[key].in {
	case arcOnceGone:
		a.back, a.from = key, arcOnceGone
		a.target = min(a.target+a.step(often, once, size), a.capacity*arcOne)
	case arcOftenGone:
		a.back, a.from = key, arcOftenGone
		a.target = max(a.target-a.step(once, often, size), 0)
	}
}

// step returns by how much the target moves: by the key's size, or by as many times
// that as what is remembered on the other side is greater than on its own.
func (a *arc) step(other, own int64, size uint32) int64 {
	if own >= other {
		return int64(size) * arcOne
	}
	times, all := min(other, arcMost)*arcOne/own, a.capacity*arcOne
	if times > all/int64(size) {
		return all
	}
	return times * int64(size)
}

func (a *arc) Add(key int32, size uint32) {
	if key == a.back {
		a.put(arcOften, key, size)
		a.back, a.from = none, 0
		return
	}
	a.put(arcOnce, key, size)
	seen := a.queues[arcOnce].size + a.queues[arcOnceGone].size
	a.shorten(arcOnceGone, a.queues[arcOnceGone].size-max(seen-a.capacity, 0))
	all := a.queues[arcOnce].size + a.queues[arcOnceGone].size + a.queues[arcOften].size + a.queues[arcOftenGone].size
	a.shorten(arcOftenGone, a.queues[arcOftenGone].size-max(all-2*a.capacity, 0))
}

func (a *arc) Hit(key int32) { a.move(arcOften, key) }

func (a *arc) Hits(keys []int32, in []bool) int {
	for i, key := range keys {
		if !in[key] {
			return i
		}
		a.Hit(key)
	}
	return len(keys)
}

func (a *arc) Remove(key int32, evicted bool) {
	switch from := a.links[key].in; {
	case from == arcOnceGone || from == arcOftenGone:
	case from == arcOnce && evicted:
		a.move(arcOnceGone, key)
	case from == arcOften && evicted:
		a.move(arcOftenGone, key)
	default:
		a.remove(key)
	}
}

func (a *arc) Victim() (key int32, ok bool) {
	once := a.queues[arcOnce].size * arcOne
	if a.queues[arcOften].last == none || once > a.target || a.from == arcOftenGone && once == a.target && once > 0 {
		return a.oldest(arcOnce)
	}
	return a.oldest(arcOften)
}
