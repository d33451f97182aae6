package engine

// In a partitioned queue a worker takes no item of a key of which another one has an item.
// A key that many write to can have a long train of items at the head of the queue that
// nobody may take; no worker is to go through it again and again. So an item that a worker
// has to pass leaves its lane for the train of its key, and when the key is free again that
// train is one of those in which a worker looks for the oldest item.

// trains are the items that have been passed, by key.
type trains struct {
	all   []train
	free  int32      // the first of the chain of free places, counted from 1; 0 for none
	freed [][]uint64 // by lane, heaps of the keys that have been given free
}

// train is what has been passed of one key.
type train struct {
	lanes [MaxRounds + 1]Line
	items int32
	next  int32 // of a free place, the next one, counted from 1
}

// copy makes t equal to from and reuses its memory.
func (t *trains) copy(from *trains) {
	all, freed := t.all, t.freed
	*t = *from
	t.all = append(all[:0], from.all...)
	t.freed = freed[:0]
	for i, keys := range from.freed {
		if i < cap(freed) {
			t.freed = freed[:i+1]
			t.freed[i] = append(t.freed[i][:0], keys...)
		} else {
			t.freed = append(t.freed, append([]uint64(nil), keys...))
		}
	}
}

// clear removes all items.
func (t *trains) clear() {
	for i := range t.freed {
		t.freed[i] = t.freed[i][:0]
	}
	*t = trains{all: t.all[:0], freed: t.freed}
}

// heldByOther reports whether another worker has taken an item of a key.
func (w *World) heldByOther(key, worker int32) bool {
	k := w.Queue.of(key)
	return k.taken > 0 && int32(k.taker) != worker+1
}

// firstFree returns the slot of the oldest item of a lane that a worker can take when it is
// due, 0 for none.
func (w *World) firstFree(lane int, worker int32) int32 {
	q := &w.Queue
	n := q.lanes[lane].first
	for n != 0 && w.heldByOther(q.at(n).Key, worker) {
		q.pass(n)
		n = q.lanes[lane].first
	}
	if len(q.trains.freed) == 0 {
		return n
	}
	for freed := &q.trains.freed[lane]; len(*freed) > 0; {
		key := int32(uint32((*freed)[0]))
		first := q.firstPassed(key, lane)
		switch {
		case first == 0 || w.heldByOther(key, worker):
			replaceFirst(freed, 0)
		case freedKey(q.at(first).Seq, key) != (*freed)[0]: // the one that was meant has gone
			replaceFirst(freed, freedKey(q.at(first).Seq, key))
		case n == 0 || q.at(first).Seq < q.at(n).Seq:
			return first
		default:
			return n
		}
	}
	return n
}

// pass moves the first item of a lane into the train of its key.
func (q *Queue) pass(n int32) {
	item, t := q.at(n), &q.trains
	q.leaveLane(n)
	k := &q.keys[item.Key]
	switch {
	case k.train != 0:
	case t.free != 0:
		k.train = t.free
		t.free, t.all[k.train-1].next = t.all[k.train-1].next, 0
	default:
		t.all = append(t.all, train{})
		k.train = int32(len(t.all))
	}
	of := &t.all[k.train-1]
	line := &of.lanes[item.lane]
	before := line.last
	if line.first != 0 && item.Seq < q.at(line.first).Seq {
		before = 0
	}
	for before != 0 && q.at(before).Seq > item.Seq { // it has come back from a worker
		before = q.at(before).before
	}
	q.link(line, n, before)
	item.passed = true
	of.items++
}

// leaveTrain takes an item out of the train of its key.
func (q *Queue) leaveTrain(n int32) {
	item := q.at(n)
	k := &q.keys[item.Key]
	of := &q.trains.all[k.train-1]
	q.unlink(&of.lanes[item.lane], n)
	item.passed = false
	if of.items--; of.items == 0 {
		of.next, q.trains.free, k.train = q.trains.free, k.train, 0
	}
}

// firstPassed returns the slot of the first item of a lane that stands in the train of a
// key, 0 for none.
func (q *Queue) firstPassed(key int32, lane int) int32 {
	place := q.keys[key].train
	if place == 0 {
		return 0
	}
	return q.trains.all[place-1].lanes[lane].first
}

// giveFree notes that no worker has an item of a key any more.
func (q *Queue) giveFree(key int32) {
	if q.keys[key].train == 0 {
		return
	}
	if len(q.trains.freed) == 0 {
		q.trains.freed = make([][]uint64, len(q.lanes))
	}
	for lane := range q.lanes {
		if n := q.firstPassed(key, lane); n != 0 {
			addFreed(&q.trains.freed[lane], freedKey(q.at(n).Seq, key))
		}
	}
}

// freedKey is a key in a heap of freed ones, by the number of its oldest item.
func freedKey(seq uint32, key int32) uint64 { return uint64(seq)<<32 | uint64(uint32(key)) }

// addFreed adds to a heap of freed keys, of which the first has the oldest item.
func addFreed(heap *[]uint64, x uint64) {
	h := append(*heap, x)
	i := len(h) - 1
	for ; i > 0 && x < h[(i-1)/2]; i = (i - 1) / 2 {
		h[i] = h[(i-1)/2]
	}
	h[i], *heap = x, h
}

// replaceFirst puts something in the place of the first of a heap, or, if it is 0, removes
// that.
func replaceFirst(heap *[]uint64, x uint64) {
	h := *heap
	if x == 0 {
		last := len(h) - 1
		x, h = h[last], h[:last]
		if *heap = h; last == 0 {
			return
		}
	}
	i := 0
	for next := 1; next < len(h); next = 2*i + 1 {
		if next+1 < len(h) && h[next+1] < h[next] {
			next++
		}
		if x <= h[next] {
			break
		}
		h[i], i = h[next], next
	}
	h[i] = x
}
