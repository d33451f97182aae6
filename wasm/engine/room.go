package engine

import "slices"

// room is what the World knows of the operations that wait for room in the queue. At the end
// of a step that has made room as many are called as there is room for, those that have
// waited longest. Where writes are coalesced, others need none: those of a key of which a
// write has been queued meanwhile. They too look when there is room.
type room struct {
	waiting []waiter // a heap: the first has waited longest
	called  int      // how many have been called for a place that have not looked yet
	made    int      // where in Effect.Also they belong who are to be called now, counted from 1; 0 for nowhere
	at      int64    // when any were called last, counted from 1; 0 for never
	coming  []int32  // the keys of which a write has been queued since, while others waited
}

// waiter is an operation that waits, and since when.
type waiter struct {
	since  int64
	serial uint32
	op     int32
}

// waitsLonger reports whether a waits longer than b, or as long and came before it.
func (a waiter) waitsLonger(b waiter) bool {
	if a.since != b.since {
		return a.since < b.since
	}
	return a.serial < b.serial || a.serial == b.serial && a.op < b.op
}

// awaitRoom makes an operation wait for room in the queue. When it is called it begins its
// step again.
func (m *Model) awaitRoom(w *World, id int32, e *Effect) {
	op := &w.Ops[id]
	op.block(w, AwaitingRoom, e)
	if !m.Timed {
		return
	}
	w.room.waiting = append(w.room.waiting, waiter{})
	w.raise(len(w.room.waiting)-1, waiter{op.Since, op.serial, id})
	if m.Queue.Coalescing != NoCoalescing {
		w.lineUp(&w.openLines(op.Key).rooms, id)
	}
}

// leaveRoom takes an operation out of those that wait for room, if it is one of them.
func (w *World) leaveRoom(id int32) {
	op, r := &w.Ops[id], &w.room
	if op.place == 0 {
		return
	}
	if lines := w.Keys[op.Key].lines; lines != 0 && w.lines[lines-1].rooms.first != 0 {
		w.leave(&w.lines[lines-1].rooms, id)
		w.closeLines(op.Key)
	}
	at, last := int(op.place)-1, len(r.waiting)-1
	moved := r.waiting[last]
	r.waiting, op.place = r.waiting[:last], 0
	switch {
	case at == last:
	case at > 0 && moved.waitsLonger(r.waiting[(at-1)/2]):
		w.raise(at, moved)
	default:
		w.lower(at, moved)
	}
}

// raise puts a waiter at a place of the heap or, if it has waited longer than others on the
// way to the first, nearer to that.
func (w *World) raise(at int, x waiter) {
	h := w.room.waiting
	for ; at > 0 && x.waitsLonger(h[(at-1)/2]); at = (at - 1) / 2 {
		w.seat(at, h[(at-1)/2])
	}
	w.seat(at, x)
}

// lower puts a waiter at a place of the heap or, if others behind have waited longer,
// further behind.
func (w *World) lower(at int, x waiter) {
	h := w.room.waiting
	for next := 2*at + 1; next < len(h); next = 2*at + 1 {
		if next+1 < len(h) && h[next+1].waitsLonger(h[next]) {
			next++
		}
		if !h[next].waitsLonger(x) {
			break
		}
		w.seat(at, h[next])
		at = next
	}
	w.seat(at, x)
}

// seat gives a waiter a place in the heap.
func (w *World) seat(at int, x waiter) {
	w.room.waiting[at] = x
	w.Ops[x.op].place = int32(at) + 1
}

// call lets a waiting operation look for room again.
func (w *World) call(id int32, e *Effect) {
	w.leaveRoom(id)
	e.wake(w.StepOf(id))
}

// wakeForRoom notes that there is more room in the queue, or that some need none, so that
// those who wait are called at the end of the step.
func (w *World) wakeForRoom(e *Effect) {
	if len(w.room.waiting) > 0 && w.room.made == 0 {
		w.room.made = len(e.Also) + 1
	}
}

// callForRoom calls as many of those who wait for room in the queue as there is room for,
// and those who need none.
func (m *Model) callForRoom(w *World, e *Effect) {
	r := &w.room
	from, before := r.made-1, len(e.Also)
	r.made, r.at = 0, w.Clock.Now+1
	for len(r.waiting) > 0 && w.Queue.Len()+w.Promised+r.called < m.Queue.Capacity {
		id := r.waiting[0].op
		w.Ops[id].called = true
		r.called++
		w.call(id, e)
	}
	m.callComing(w, e)
	slices.Reverse(e.Also[from:before])
	slices.Reverse(e.Also[before:])
	slices.Reverse(e.Also[from:])
}

// callComing calls those who wait for room and need none, the longest waiting first.
func (m *Model) callComing(w *World, e *Effect) {
	r := &w.room
	for i := len(r.coming)/2 - 1; i >= 0; i-- {
		w.sinkKey(i)
	}
	for len(r.coming) > 0 {
		if n := w.firstForRoom(r.coming[0]); n != 0 && m.coalescing(w, r.coming[0]) != 0 {
			w.call(n-1, e)
		} else {
			last := len(r.coming) - 1
			r.coming[0], r.coming = r.coming[last], r.coming[:last]
		}
		w.sinkKey(0)
	}
}

// firstForRoom returns the operation, counted from 1, that has waited longest of those on a
// key that wait for room where writes are coalesced; 0 for none.
func (w *World) firstForRoom(key int32) int32 {
	if lines := w.Keys[key].lines; lines != 0 {
		return w.lines[lines-1].rooms.first
	}
	return 0
}

// sinkKey moves a key behind those of which an operation has waited longer, in the heap that
// room.coming becomes when they are called.
func (w *World) sinkKey(at int) {
	h := w.room.coming
	for next := 2*at + 1; next < len(h); next = 2*at + 1 {
		if next+1 < len(h) && w.isCalledBefore(h[next+1], h[next]) {
			next++
		}
		if !w.isCalledBefore(h[next], h[at]) {
			return
		}
		h[at], h[next] = h[next], h[at]
		at = next
	}
}

// isCalledBefore reports whether the first who waits for room on one key is called before
// that on another key.
func (w *World) isCalledBefore(key, other int32) bool {
	a, b := w.firstForRoom(key), w.firstForRoom(other)
	return a != 0 && (b == 0 || w.waitsLonger(a-1, b-1))
}

// needNoRoom notes that a write of a key is queued with which others can be coalesced. Those
// of the key that wait are called when there is room the next time; now, if others have been
// called at this very instant.
func (w *World) needNoRoom(key int32, e *Effect) {
	if w.firstForRoom(key) == 0 {
		return
	}
	w.room.coming = append(w.room.coming, key)
	w.lookAgain(e)
}

// lookAgain lets those who wait for room be called now if others have been called at this
// very instant: one of those has left its place to the next, or an item that others can join.
func (w *World) lookAgain(e *Effect) {
	if w.room.at == w.Clock.Now+1 {
		w.wakeForRoom(e)
	}
}
