package engine

// Item is one queued write. It stays in the queue until its worker's queue.done.
type Item struct {
	Seq    uint32 // its number, unique and growing
	Key    int32
	Op     int32  // the operation that queued it, the last one if several are coalesced
	writer int32  // with Model.Recycle, the operation that has written the record, counted from 1, if that is not Op; else 0
	Record Record // what it brings to the source
	Taken  uint8  // the worker that has taken it, counted from 1; 0 for none
	Saved  bool   // the source has it
	Age    uint32 // grows from each write that is queued to the next; that of the newest if several are coalesced
	Rounds uint8  // how often a worker has failed to save it, at most MaxRounds; 0 in an untimed world
	Due    int64  // when a worker may take it; 0 in an untimed world
}

// asQueued returns the item without what only its worker knows of it, as changes
// report it.
func (i Item) asQueued() Item {
	i.Saved, i.Rounds, i.Age, i.Record.Version, i.writer = false, 0, 0, 0, 0
	return i
}

// Queue holds the queued writes, oldest first, including those that workers have taken.
// Each has a slot, and is linked with its neighbours: in the queue, of its key, and of
// what its worker has taken, or of its lane. So nothing that is done with one depends on how many there
// are. Slots are counted from 1; 0 is none.
type Queue struct {
	slots       []queued
	keys        []keyItems // by key; none as long as nothing has been queued
	free        int32
	first, last int32
	waiting     int32 // the first that no worker has taken
	items       int   // how many there are
	taken       int   // how many of them workers have taken
	blocked     int   // how many others are of a key of which a worker has taken one

	lanes   [MaxRounds + 1]Line // those that no worker has taken, by how often they had failed
	written written
	trains  trains // those in no lane, since workers have passed them in a partitioned queue
}

// keyItems is what is queued of one key.
type keyItems struct {
	newest         int32 // a slot
	waiting, taken int32 // how many no worker has taken, and how many one has
	train          int32 // the place, counted from 1, of those that have been passed; 0 for none
	taker          uint8 // the worker that has taken the last of them
}

// of returns what is queued of a key.
func (q *Queue) of(key int32) keyItems {
	if len(q.keys) == 0 {
		return keyItems{}
	}
	return q.keys[key]
}

// queued is an item in its slot. That of a free slot has the number 0.
type queued struct {
	Item
	prev, next    int32 // in the queue; of a free slot, the next one
	older, newer  int32 // of its key
	before, after int32 // of those that its worker has taken, or in its lane or its train
	lane          uint8 // how often it had failed when it came to the tail
	passed        bool  // it stands in the train of its key
	same          int32 // the next in its chain of Queue.written
}

// Len returns how many writes are queued.
func (q *Queue) Len() int { return q.items }

// All returns the queued writes, oldest first.
func (q *Queue) All() []Item {
	all := make([]Item, 0, q.items)
	for n := q.first; n != 0; n = q.at(n).next {
		all = append(all, q.at(n).Item)
	}
	return all
}

// at returns the item in a slot.
func (q *Queue) at(n int32) *queued { return &q.slots[n-1] }

// find returns the item in a slot, nil if another one than that of the given number is
// there now.
func (q *Queue) find(n int32, seq uint32) *queued {
	if n == 0 || int(n) > len(q.slots) || q.at(n).Seq != seq {
		return nil
	}
	return q.at(n)
}

// copy makes q equal to from and reuses its memory.
func (q *Queue) copy(from *Queue) {
	slots, keys, trains, written := q.slots, q.keys, q.trains, q.written.first
	*q = *from
	q.slots = append(slots[:0], from.slots...)
	q.keys = append(keys[:0], from.keys...)
	if from.written.first != nil || from.trains.all != nil { // not in an untimed world
		q.written.first = append(written[:0], from.written.first...)
		q.trains = trains
		q.trains.copy(&from.trains)
	}
}

// clear removes all items. What workers know of them is for the caller to clear.
func (q *Queue) clear() {
	clear(q.keys)
	q.slots, q.free, q.first, q.last, q.waiting = q.slots[:0], 0, 0, 0, 0
	q.items, q.taken, q.blocked, q.lanes = 0, 0, 0, [MaxRounds + 1]Line{}
	if q.written.first != nil || q.trains.all != nil { // not in an untimed world
		q.written.first = q.written.first[:0]
		q.trains.clear()
	}
}

// addItem puts an item that no worker has taken at the tail of the queue.
func (w *World) addItem(item Item) {
	q := &w.Queue
	if len(q.keys) == 0 {
		q.keys = make([]keyItems, len(w.Keys))
	}
	n := q.free
	if n == 0 {
		q.slots = append(q.slots, queued{})
		n = int32(len(q.slots))
	} else {
		q.free = q.at(n).next
	}
	k := &q.keys[item.Key]
	*q.at(n) = queued{Item: item, prev: q.last, older: k.newest, lane: item.Rounds}
	q.joinLane(n, q.lanes[item.Rounds].last)
	if q.last == 0 {
		q.first = n
	} else {
		q.at(q.last).next = n
	}
	if k.newest != 0 {
		q.at(k.newest).newer = n
	}
	if q.waiting == 0 {
		q.waiting = n
	}
	q.last, k.newest = n, n
	q.items++
	q.note(n)
	k.waiting++
	if k.taken > 0 {
		q.blocked++
	}
}

// deleteItem takes an item out of the queue.
func (w *World) deleteItem(n int32) {
	q := &w.Queue
	item := q.at(n)
	k := &q.keys[item.Key]
	if item.Taken != 0 {
		w.letGo(n)
	} else {
		if q.waiting == n {
			q.waiting = q.nextWaiting(n)
		}
		q.leaveLane(n)
	}
	if item.prev == 0 {
		q.first = item.next
	} else {
		q.at(item.prev).next = item.next
	}
	if item.next == 0 {
		q.last = item.prev
	} else {
		q.at(item.next).prev = item.prev
	}
	if item.older != 0 {
		q.at(item.older).newer = item.newer
	}
	if item.newer == 0 {
		k.newest = item.older
	} else {
		q.at(item.newer).older = item.older
	}
	k.waiting--
	if k.taken > 0 {
		q.blocked--
	}
	q.forget(n)
	q.items--
	*item = queued{next: q.free}
	q.free = n
}

// nextWaiting returns the first item behind another one that no worker has taken.
func (q *Queue) nextWaiting(n int32) int32 {
	for n = q.at(n).next; n != 0 && q.at(n).Taken != 0; n = q.at(n).next {
	}
	return n
}

// takeItem gives an item to a worker, behind those that it has.
func (w *World) takeItem(n int32, worker uint8) {
	q, has := &w.Queue, &w.Workers[worker-1]
	item := q.at(n)
	k := &q.keys[item.Key]
	if q.waiting == n {
		q.waiting = q.nextWaiting(n)
	}
	q.leaveLane(n)
	item.Taken, item.before = worker, has.last
	if has.last == 0 {
		has.first = n
	} else {
		q.at(has.last).after = n
	}
	has.last = n
	q.taken++
	k.waiting--
	if k.taken > 0 {
		q.blocked--
	} else {
		q.blocked += int(k.waiting)
	}
	k.taken++
	k.taker = worker
}

// untakeItem takes an item from the worker that has it. It waits again, in its place.
func (w *World) untakeItem(n int32) {
	q := &w.Queue
	w.letGo(n)
	q.joinLane(n, q.before(n))
	if q.waiting == 0 || q.at(n).Seq < q.at(q.waiting).Seq {
		q.waiting = n
	}
}

// letGo takes an item from the worker that has it.
func (w *World) letGo(n int32) {
	q := &w.Queue
	item := q.at(n)
	k, has := &q.keys[item.Key], &w.Workers[item.Taken-1]
	if item.before == 0 {
		has.first = item.after
	} else {
		q.at(item.before).after = item.after
	}
	if item.after == 0 {
		has.last = item.before
	} else {
		q.at(item.after).before = item.before
	}
	item.Taken, item.before, item.after = 0, 0, 0
	q.taken--
	k.waiting++
	if k.taken--; k.taken > 0 {
		q.blocked++
	} else {
		q.blocked -= int(k.waiting) - 1
		q.giveFree(item.Key)
	}
}
