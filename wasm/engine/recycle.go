package engine

// With Model.Recycle operations come from outside while the World goes on, and what has
// ended makes room: a slot of World.Ops is used again once its operation has ended and
// neither a call, a queued write, a notice nor a worker names it any more, nor a payment that
// was merged with it.

// Admit puts an operation on a key that has not been sent into a free slot, and returns
// that. Its write, if it is one, gets the next number as its identity (Op.Write). Only with
// Model.Recycle.
func (w *World) Admit(key int32, kind OpKind, program uint8) int32 {
	id := w.freeOp - 1
	if id < 0 {
		id = int32(len(w.Ops))
		w.Ops = append(w.Ops, Op{})
	} else {
		w.freeOp = w.Ops[id].next
	}
	op := &w.Ops[id]
	*op = Op{}
	w.lastOp++
	op.Key, op.Kind, op.Program, op.serial = key, kind, program, w.lastOp
	if kind != Get {
		w.lastWrite++
		op.Write = w.lastWrite
	}
	if kind == Pay {
		w.admitPayment(id)
	}
	return id
}

// StepOf returns the choice that takes an operation to its next phase.
func (w *World) StepOf(id int32) Choice {
	return Choice{Kind: OpStep, Actor: id, Serial: w.Ops[id].serial}
}

// refer notes that something names an operation.
func (m *Model) refer(w *World, id int32) {
	if m.Recycle {
		w.Ops[id].refs++
	}
}

// unrefer notes that something does not name an operation any more.
func (m *Model) unrefer(w *World, id int32) {
	if m.Recycle {
		w.Ops[id].refs--
		m.retire(w, id)
	}
}

// retire frees the slot of an operation that has ended, if nothing names it, and those of
// the payments that only it names. What it holds stays there until the slot is used again.
func (m *Model) retire(w *World, id int32) {
	op := &w.Ops[id]
	for m.Recycle && op.refs == 0 && op.Status == Ended && !op.isFree {
		op.isFree = true
		op.next, w.freeOp = w.freeOp, id+1
		if op.Kind != Pay || w.payments[id].older == 0 {
			return
		}
		id = w.payments[id].older - 1
		op = &w.Ops[id]
		op.refs--
	}
}

// IsFree reports whether nothing can come of an operation any more: it has ended, and
// nothing names it. Only with Model.Recycle.
func (w *World) IsFree(id int32) bool { return w.Ops[id].isFree }

// referAll notes that a queued write or a save names the operations of what it brings to the
// source: the one that is said to have queued or sent it, the writer of the record, counted
// from 1, if that is another, and the payments.
func (m *Model) referAll(w *World, op, writer int32, payments Ledger) {
	m.refer(w, op)
	if m.Recycle && writer != 0 {
		m.refer(w, writer-1)
	}
	if m.Recycle && payments != 0 {
		last, _ := payments.carried()
		m.refer(w, last)
	}
}

// unreferAll is the inverse of referAll.
func (m *Model) unreferAll(w *World, op, writer int32, payments Ledger) {
	m.unrefer(w, op)
	if m.Recycle && writer != 0 {
		m.unrefer(w, writer-1)
	}
	if m.Recycle && payments != 0 {
		last, _ := payments.carried()
		m.unrefer(w, last)
	}
}

// WriteOf returns the identity of the record that an operation writes, or of its payment.
func (w *World) WriteOf(id int32) uint32 {
	if write := w.Ops[id].Write; write != 0 {
		return write
	}
	return WriteOf(id)
}

// writer returns the operation that has written the record that a save carries.
func (m *Model) writer(sent *Sent) int32 {
	switch {
	case !m.Recycle:
		return int32(sent.Record.Write) - 1
	case sent.writer != 0:
		return sent.writer - 1
	}
	return sent.Op
}

// writerOfBoth returns what Item.writer is when a newer write is coalesced with an item.
func (m *Model) writerOfBoth(older, newer *Item) int32 {
	switch {
	case !m.Recycle || m.Queue.Coalescing != Merge || newer.Record.Write != 0 || older.Record.Write == 0:
		return newer.writer
	case older.writer != 0:
		return older.writer
	}
	return older.Op + 1
}

// turnTo makes an item the one that a worker's steps are about.
func (m *Model) turnTo(w *World, worker *Worker, item *Item) {
	m.refer(w, item.Op)
	if worker.names {
		m.unrefer(w, worker.Op)
	}
	worker.Op, worker.Key, worker.Hand, worker.names = item.Op, item.Key, item.Record, true
}

// reset makes a worker begin anew, with the number that its choices have from now on.
func (m *Model) reset(w *World, worker *Worker, phase Phase, serial uint32) {
	if worker.names {
		m.unrefer(w, worker.Op)
	}
	*worker = Worker{Task: Task{Phase: phase}, serial: serial}
}
