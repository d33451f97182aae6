package engine

// Line is a line of calls, or of operations, that wait: each names the one behind it.
// There are lines only in a timed world. In an untimed one nobody is woken: its driver
// asks who can go on.
type Line struct{ first, last int32 } // slots, counted from 1; 0 for none

// keyLines are the operations that wait for the one that holds a key.
type keyLines struct {
	loads Line  // those that have missed, and wait for its load or its write
	locks Line  // those that wait for its lock
	rooms Line  // those that wait for room in the queue, where writes are coalesced
	next  int32 // of a free place, the next one, counted from 1
}

// openLines returns the lines of a key, so that an operation can wait there.
func (w *World) openLines(key int32) *keyLines {
	k := &w.Keys[key]
	switch {
	case k.lines != 0:
	case w.freeLines != 0:
		k.lines = w.freeLines
		w.freeLines, w.lines[k.lines-1].next = w.lines[k.lines-1].next, 0
	default:
		w.lines = append(w.lines, keyLines{})
		k.lines = int32(len(w.lines))
	}
	return &w.lines[k.lines-1]
}

// closeLines frees the place of the lines of a key if nobody waits there.
func (w *World) closeLines(key int32) {
	k := &w.Keys[key]
	if l := &w.lines[k.lines-1]; l.loads.first == 0 && l.locks.first == 0 && l.rooms.first == 0 {
		l.next, w.freeLines, k.lines = w.freeLines, k.lines, 0
	}
}

// lineUp puts an operation into a line, behind those that have waited longer. One that was
// woken in vain belongs at the front, one that has not waited yet at the end.
func (w *World) lineUp(line *Line, id int32) {
	before, behind := line.last, int32(0)
	if line.first != 0 && w.waitsLonger(id, line.first-1) {
		before, behind = 0, line.first
	}
	for before != 0 && w.waitsLonger(id, before-1) {
		before, behind = w.Ops[before-1].prev, before
	}
	op := &w.Ops[id]
	op.prev, op.next = before, behind
	if before == 0 {
		line.first = id + 1
	} else {
		w.Ops[before-1].next = id + 1
	}
	if behind == 0 {
		line.last = id + 1
	} else {
		w.Ops[behind-1].prev = id + 1
	}
}

// waitsLonger reports whether operation a waits longer than b, or as long and came before
// it.
func (w *World) waitsLonger(a, b int32) bool {
	x, y := &w.Ops[a], &w.Ops[b]
	if x.Since != y.Since {
		return x.Since < y.Since
	}
	return x.serial < y.serial || x.serial == y.serial && a < b
}

// leave takes an operation out of a line.
func (w *World) leave(line *Line, id int32) {
	op := &w.Ops[id]
	if op.prev == 0 {
		line.first = op.next
	} else {
		w.Ops[op.prev-1].next = op.next
	}
	if op.next == 0 {
		line.last = op.prev
	} else {
		w.Ops[op.next-1].prev = op.prev
	}
	op.prev, op.next = 0, 0
}

// wakeFirst wakes the operation that is the first of a line.
func (w *World) wakeFirst(line *Line, e *Effect) {
	id := line.first - 1
	w.leave(line, id)
	if w.Ops[id].Status != Ended {
		e.wake(w.StepOf(id))
	}
}

// wakeAll wakes the operations of a line, the longest waiting first.
func (w *World) wakeAll(line *Line, e *Effect) {
	for line.first != 0 {
		w.wakeFirst(line, e)
	}
}

// wakeForKey wakes those who wait for a key that nobody holds any more, the longest waiting
// first: all that look into the cache again, but only one of those that wait for the lock.
// The others would wait on, behind whoever gets it.
func (w *World) wakeForKey(key int32, e *Effect) {
	if w.Keys[key].lines == 0 {
		return
	}
	lines := &w.lines[w.Keys[key].lines-1]
	loads, locks := &lines.loads, &lines.locks
	for next := locks.first; loads.first != 0 || next != 0; {
		if next != 0 && (loads.first == 0 || w.waitsLonger(next-1, loads.first-1)) {
			w.wakeFirst(locks, e)
			next = 0
		} else {
			w.wakeFirst(loads, e)
		}
	}
	w.closeLines(key)
}

// leaveKey takes an operation that a crash ends out of the line in which it waits for a
// key, if it has not been woken.
func (w *World) leaveKey(id int32) {
	op := &w.Ops[id]
	lines := w.Keys[op.Key].lines
	if op.Phase != AwaitingKey || op.Flight != 0 || lines == 0 {
		return
	}
	line, n := &w.lines[lines-1].loads, id+1
	if locks := &w.lines[lines-1].locks; locks.first == n || locks.last == n {
		line = locks
	}
	if op.prev != 0 || op.next != 0 || line.first == n {
		w.leave(line, id)
		w.closeLines(op.Key)
	}
}

// queueCall lets a call wait for the source to be free, behind the others.
func (w *World) queueCall(slot int32) {
	w.Calls[slot].State = CallWaiting
	w.Waiting++
	if w.callLine.last == 0 {
		w.callLine.first = slot + 1
	} else {
		w.Calls[w.callLine.last-1].next = slot + 1
	}
	w.callLine.last = slot + 1
}

// firstCall takes the call that has waited longest out of its line.
func (w *World) firstCall() int32 {
	slot := w.callLine.first - 1
	call := &w.Calls[slot]
	if w.callLine.first = call.next; call.next == 0 {
		w.callLine.last = 0
	}
	call.next = 0
	w.Waiting--
	return slot
}
