package engine

// Line is a line of calls, or of operations, that wait: each names the one behind it.
// There are lines only in a timed world. In an untimed one nobody is woken: its driver
// asks who can go on.
type Line struct{ first, last int32 } // slots, counted from 1; 0 for none

// lineUp puts an operation into a line, behind those that have waited longer.
func (w *World) lineUp(line *Line, id int32) {
	at := &line.first
	if line.last != 0 && w.waitsLonger(line.last-1, id) {
		at = &w.Ops[line.last-1].next
	}
	for *at != 0 && w.waitsLonger(*at-1, id) {
		at = &w.Ops[*at-1].next
	}
	op := &w.Ops[id]
	op.next, *at = *at, id+1
	if op.next == 0 {
		line.last = id + 1
	}
}

// waitsLonger reports whether operation a waits longer than b.
func (w *World) waitsLonger(a, b int32) bool {
	x, y := w.Ops[a].Since, w.Ops[b].Since
	return x < y || x == y && a < b
}

// wakeFirst wakes the operation that is the first of a line.
func (w *World) wakeFirst(line *Line, e *Effect) {
	id := line.first - 1
	op := &w.Ops[id]
	if line.first = op.next; op.next == 0 {
		line.last = 0
	}
	op.next = 0
	if op.Status != Ended {
		e.wake(Choice{Kind: OpStep, Actor: id})
	}
}

// wakeAll wakes the operations of a line, the longest waiting first.
func (w *World) wakeAll(line *Line, e *Effect) {
	for line.first != 0 {
		w.wakeFirst(line, e)
	}
}

// leaveLine takes an operation that a crash ends out of the line in which it waits for a
// key, if it has not been woken yet.
func (w *World) leaveLine(id int32) {
	op := &w.Ops[id]
	holder := w.Keys[op.Key].Holder
	if op.Phase != AwaitingKey || holder == 0 {
		return
	}
	line, before := &w.Ops[holder-1].behind, int32(0)
	for n := line.first; n != 0; before, n = n, w.Ops[n-1].next {
		if n != id+1 {
			continue
		}
		if before == 0 {
			line.first = op.next
		} else {
			w.Ops[before-1].next = op.next
		}
		if op.next == 0 {
			line.last = before
		}
		op.next = 0
		return
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
