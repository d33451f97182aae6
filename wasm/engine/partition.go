package engine

// In a partitioned queue a worker takes no item of a key of which another one has an item.
// A key that many write to can have a long train of items at the head of the queue that
// nobody may take; no worker is to go through it. So the search for the oldest item that
// can be taken goes on where the last one ended, at Queue.candidate, and a key that is
// given free while it has items before that stands in Queue.freed.

// nextToTake returns the slot of the next item that a worker can take if it is due, 0 for
// none; behind the given one, which the worker has taken or which is not due, if that is
// not 0.
func (m *Model) nextToTake(w *World, worker, behind int32) int32 {
	q := &w.Queue
	q.byKey = m.Timed && m.Queue.PartitionKey
	if q.byKey && q.requeued == 0 {
		return w.oldestToTake(worker)
	}
	n := q.waiting
	if behind != 0 {
		n = q.at(behind).next
	}
	for n != 0 && (q.at(n).Taken != 0 || m.Queue.PartitionKey && w.heldByOther(q.at(n).Key, worker)) {
		n = q.at(n).next
	}
	return n
}

// heldByOther reports whether another worker has taken an item of a key.
func (w *World) heldByOther(key, worker int32) bool {
	k := w.Queue.of(key)
	return k.taken > 0 && int32(k.taker) != worker+1
}

// oldestToTake returns the slot of the oldest item that a worker can take.
func (w *World) oldestToTake(worker int32) int32 {
	q := &w.Queue
	for q.candidate != 0 && (q.at(q.candidate).Taken != 0 || w.heldByOther(q.at(q.candidate).Key, worker)) {
		q.candidate = q.at(q.candidate).next
	}
	for len(q.freed) > 0 {
		key := int32(uint32(q.freed[0]))
		switch n := w.oldestWaiting(key); {
		case w.heldByOther(key, worker) || !w.isBeforeCandidate(n):
			q.replaceFirst(0)
		case freedKey(q.at(n).Seq, key) != q.freed[0]: // the one that was meant has gone
			q.replaceFirst(freedKey(q.at(n).Seq, key))
		default:
			return n
		}
	}
	return q.candidate
}

// oldestWaiting returns the slot of the oldest item of a key that no worker has taken.
func (w *World) oldestWaiting(key int32) int32 {
	if w.Queue.of(key).waiting == 0 {
		return 0
	}
	n := w.Queue.of(key).oldest
	for w.Queue.at(n).Taken != 0 {
		n = w.Queue.at(n).newer
	}
	return n
}

// isBeforeCandidate reports whether there is an item in a slot that the search for one to
// take has passed.
func (w *World) isBeforeCandidate(n int32) bool {
	q := &w.Queue
	return n != 0 && (q.candidate == 0 || q.at(n).Seq < q.at(q.candidate).Seq)
}

// giveFree notes that no worker has an item of a key any more.
func (w *World) giveFree(key int32) {
	if n := w.oldestWaiting(key); w.Queue.byKey && w.isBeforeCandidate(n) {
		w.Queue.addFreed(freedKey(w.Queue.at(n).Seq, key))
	}
}

// freedKey is a key in Queue.freed, by the number of its oldest item.
func freedKey(seq uint32, key int32) uint64 { return uint64(seq)<<32 | uint64(uint32(key)) }

// addFreed adds to the heap of freed keys, of which the first has the oldest item.
func (q *Queue) addFreed(x uint64) {
	q.freed = append(q.freed, x)
	i := len(q.freed) - 1
	for ; i > 0 && x < q.freed[(i-1)/2]; i = (i - 1) / 2 {
		q.freed[i] = q.freed[(i-1)/2]
	}
	q.freed[i] = x
}

// replaceFirst puts something in the place of the first of the heap, or, if it is 0, removes
// that.
func (q *Queue) replaceFirst(x uint64) {
	if x == 0 {
		last := len(q.freed) - 1
		x, q.freed = q.freed[last], q.freed[:last]
		if last == 0 {
			return
		}
	}
	i := 0
	for next := 1; next < len(q.freed); next = 2*i + 1 {
		if next+1 < len(q.freed) && q.freed[next+1] < q.freed[next] {
			next++
		}
		if x <= q.freed[next] {
			break
		}
		q.freed[i], i = q.freed[next], next
	}
	q.freed[i] = x
}
