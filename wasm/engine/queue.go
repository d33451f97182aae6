package engine

import "cacheplay/wasm/strategy"

// isFull reports whether the queue has no room for one more write of an
// operation.
func (m *Model) isFull(w *World, op *Op) bool {
	return m.Queue.Capacity > 0 && w.Queue.Len()+w.Promised >= m.Queue.Capacity && m.coalescing(w, op.Key) == 0
}

// coalescing returns the slot of the queued item that another write of its key is
// coalesced with, the newest that no worker has taken; 0 if there is none.
func (m *Model) coalescing(w *World, key int32) int32 {
	if m.Queue.Coalescing == NoCoalescing || w.Queue.of(key).waiting == 0 {
		return 0
	}
	for n := w.Queue.of(key).newest; n != 0; n = w.Queue.at(n).older {
		if item := &w.Queue.at(n).Item; item.Taken == 0 && m.canCoalesce(w, item) {
			return n
		}
	}
	return 0
}

// canCoalesce reports whether an item can be coalesced with a newer write. It is not
// merged if the source knows its operation already.
func (m *Model) canCoalesce(w *World, item *Item) bool {
	op := &w.Ops[item.Op]
	return m.Queue.Coalescing != Merge || !op.Applied && !op.Refused
}

// askForRoom lets an operation begin a step that queues its write once a place
// is promised to it. Where there is none it does what QueueRules.OnFull says.
func (m *Model) askForRoom(w *World, op *Op, c Choice, list *strategy.Strategy, e *Effect) {
	puts := list.Steps[op.Step] == strategy.QueuePut
	switch {
	case m.waitsForRoom(w, c.Actor):
		m.awaitRoom(w, c.Actor, e)
	case m.Queue.OnFull != DropOldest && m.isFull(w, op):
		e.Result = QueueFull
		if m.Queue.OnFull == Reject {
			op.Failure = Erred
			m.fail(w, op, c, list, e)
			return
		}
		op.Override = SetAlone
		if puts {
			op.Override = WriteThrough
		}
		m.begin(&op.Task, c, list, e)
	case puts:
		m.enqueue(w, c.Actor, e)
		op.nextStep(c, e)
	default:
		op.Promised = true
		w.Promised++
		m.begin(&op.Task, c, list, e)
	}
}

// stepTaken returns the step that an actor takes where its list has the given one: a
// source.save in place of a queue.put if the queue is full and QueueRules.OnFull says
// so.
func (m *Model) stepTaken(w *World, c Choice, step strategy.Step) strategy.Step {
	if step == strategy.QueuePut && m.Queue.OnFull == Sync && m.isFull(w, &w.Ops[c.Actor]) {
		return strategy.SourceSave
	}
	return step
}

// giveRoomBack ends the promise of a place to an operation.
func (m *Model) giveRoomBack(w *World, op *Op, e *Effect) {
	if op.Promised {
		op.Promised = false
		w.Promised--
		w.wakeForRoom(e)
	}
}

// enqueue puts the write of an operation at the tail of the queue, or coalesces
// it with one that no worker has taken, and wakes an idle worker.
func (m *Model) enqueue(w *World, op int32, e *Effect) {
	o := &w.Ops[op]
	if o.Promised {
		o.Promised = false
		w.Promised--
	}
	if n := m.coalescing(w, o.Key); n != 0 {
		m.coalesce(w, n, op, e)
		w.lookAgain(e)
		return
	}
	m.makeRoom(w, 1, e)
	item := Item{Seq: w.NextSeq, Key: o.Key, Op: op, Record: o.Hand, Age: w.nextAge()}
	if m.Timed {
		item.Due = m.Queue.due(w.Clock.Now)
	}
	w.NextSeq++
	w.addItem(item)
	m.referAll(w, op, item.writer, item.Record.Ledger)
	e.change(ItemQueued, item.Key).Item = item.asQueued()
	m.markDirty(w, item, e)
	w.needNoRoom(item.Key, e)
	m.wakeWorkers(w, e)
}

// markDirty marks an entry as dirty whose write is queued after it was stored,
// as by a list with separate cache.set and queue.put steps.
func (m *Model) markDirty(w *World, item Item, e *Effect) {
	entry := w.Keys[item.Key].Entry
	if entry.Present && item.Record.Write != 0 && entry.Record.Write == item.Record.Write && entry.Dirty != item.Seq {
		entry.Dirty = item.Seq
		w.setEntry(item.Key, &entry, e)
	}
}

// coalesce puts the write of an operation in the place of a queued one.
func (m *Model) coalesce(w *World, n, op int32, e *Effect) {
	item := &w.Queue.at(n).Item
	before := *item
	m.become(w, n, before, Item{Op: op, Record: w.Ops[op].Hand, Age: w.nextAge()})
	change := e.change(ItemReplaced, item.Key)
	change.Item, change.ItemAfter = before.asQueued(), item.asQueued()
	m.markDirty(w, *item, e)
}

// become makes of the item in a slot what takes the place of two.
func (m *Model) become(w *World, n int32, older, newer Item) {
	item := &w.Queue.at(n).Item
	was := *item
	item.Op, item.writer, item.Age = newer.Op, m.writerOfBoth(&older, &newer), newer.Age
	w.Queue.replace(n, m.coalesced(w, older.Record, newer.Record))
	m.referAll(w, item.Op, item.writer, item.Record.Ledger)
	m.unreferAll(w, was.Op, was.writer, was.Record.Ledger)
}

// nextAge returns the age of a write that is queued now.
func (w *World) nextAge() uint32 {
	w.LastAge++
	return w.LastAge
}

// coalesced returns what takes the place of two writes of a key. Merge takes the newer
// record and adds up the payments.
func (m *Model) coalesced(w *World, older, newer Record) Record {
	if m.Queue.Coalescing != Merge {
		return newer
	}
	if newer.Write == 0 {
		newer.Write, newer.Exists, newer.Version = older.Write, older.Exists, older.Version
	}
	newer.Ledger = m.merge(w, older.Ledger, newer.Ledger)
	return newer
}

// nextSeq returns the number that the item of a write of a key will have.
func (m *Model) nextSeq(w *World, key int32) uint32 {
	if n := m.coalescing(w, key); n != 0 {
		return w.Queue.at(n).Seq
	}
	return w.NextSeq
}

// makeRoom drops the oldest writes that no worker has taken, if QueueRules.OnFull says
// so, until there is room for a number of further ones. What a worker has taken needs
// no room, since it cannot be dropped.
func (m *Model) makeRoom(w *World, more int, e *Effect) {
	for m.waitingOver(w, more) {
		m.removeItem(w, w.Queue.waiting, ItemDropped, e)
	}
}

// waitingOver reports whether more writes would wait, with a number of further ones,
// than a queue holds that drops the oldest.
func (m *Model) waitingOver(w *World, more int) bool {
	return m.Queue.OnFull == DropOldest && m.Queue.Capacity > 0 && w.Queue.items-w.Queue.taken+more > m.Queue.Capacity
}

// removeItem removes an item from the queue. The entry that it made dirty is
// clean again.
func (m *Model) removeItem(w *World, n int32, how ChangeKind, e *Effect) {
	item := w.Queue.at(n).Item
	w.deleteItem(n)
	e.change(how, item.Key).Item = item.asQueued()
	entry := w.Keys[item.Key].Entry
	if entry.Dirty == item.Seq || how == ItemDone && m.Queue.CleanByKey && entry.Dirty != 0 {
		entry.Dirty = 0
		w.setEntry(item.Key, &entry, e)
	}
	w.wakeForRoom(e)
	m.unreferAll(w, item.Op, item.writer, item.Record.Ledger)
}
