package engine

// Line is a line of calls, or of operations, that wait: each names the one behind it.
// There are lines only in a timed world. In an untimed one nobody is woken: its driver
// asks who can go on.
type Line struct{ first, last int32 } // slots, counted from 1; 0 for none

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

// stopWaiting takes an operation that a crash ends out of the line in which it waits for a
// key, unless it has been woken already.
func (w *World) stopWaiting(id int32) {
	op := &w.Ops[id]
	if holder := w.Keys[op.Key].Holder; holder != 0 && op.Phase == AwaitingKey {
		if line := &w.Ops[holder-1].behind; op.prev != 0 || op.next != 0 || line.first == id+1 {
			w.leave(line, id)
		}
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
