package engine

// With Model.Recycle operations come from outside while the World goes on, and what has
// ended makes room: a slot of World.Ops is used again once its operation has ended and
// neither a call, a queued write, a notice nor a worker names it any more.

// Admit puts an operation on a key that has not been sent into a free slot, and returns
// that. Its write, if it is one, gets the next number as its identity (Op.Write). Only with
// Model.Recycle.
func (w *World) Admit(key int32, kind OpKind, program uint8) int32 {
	if kind == Pay {
		panic("engine: a payment keeps its place in the ledger of its key, so the slot of its operation cannot be used again")
	}
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

// retire frees the slot of an operation that has ended, if nothing names it. What it
// holds stays there until the slot is used again.
func (m *Model) retire(w *World, id int32) {
	op := &w.Ops[id]
	if m.Recycle && op.refs == 0 && op.Status == Ended && !op.isFree {
		op.isFree = true
		op.next, w.freeOp = w.freeOp, id+1
	}
}

// writeOf returns the identity of the record that an operation writes.
func (w *World) writeOf(id int32) uint32 {
	if write := w.Ops[id].Write; write != 0 {
		return write
	}
	return WriteOf(id)
}

// writer returns the operation that has written what a save carries.
func (m *Model) writer(sent *Sent) int32 {
	if m.Recycle {
		return sent.Op
	}
	return int32(sent.Record.Write) - 1
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
