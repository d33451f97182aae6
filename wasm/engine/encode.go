package engine

import "encoding/binary"

// Encode appends the canonical bytes of an untimed world to dst: worlds have
// equal bytes if they differ only in the clock, in due times or in how their
// items are numbered. Left out is what never changes during a run (an
// operation's client, kind, key and program) and what exists only during a step
// (calls at the source that somebody waits for).
func (w *World) Encode(dst []byte) []byte {
	dst = w.EncodeShared(dst)
	for i := range w.Ops {
		dst = w.Ops[i].Encode(dst)
	}
	return dst
}

// EncodeShared appends the bytes that do not belong to one operation: cache and
// source, what the source knows of each operation, workers, queue, feed, the late
// saves of workers, the loads that reads share and the retry budget.
func (w *World) EncodeShared(dst []byte) []byte {
	dst = append(dst, flags(w.Outage, w.Down, w.Spent > 0))
	if w.Spent > 0 {
		dst = appendNumber(dst, w.Spent)
	}
	for i := range w.Keys {
		dst = w.appendKey(dst, &w.Keys[i])
	}
	for i := range w.Ops {
		dst = appendNumber(dst, uint32(flags(w.Ops[i].Applied, w.Ops[i].Refused))|w.Ops[i].Version<<2)
	}
	for i := range w.Workers {
		worker := &w.Workers[i]
		dst = append(dst, byte(worker.Phase))
		if worker.Phase != Idle {
			dst = appendNumber(dst, uint32(worker.Op))
			dst = appendTask(dst, &worker.Task)
		}
	}
	dst = appendNumber(dst, uint32(w.Queue.Len()))
	for n := w.Queue.first; n != 0; n = w.Queue.at(n).next {
		item := &w.Queue.at(n).Item
		dst = appendRecord(appendNumber(dst, uint32(item.Op)), item.Record)
		dst = append(appendNumber(dst, uint32(item.Key)), flags(item.Saved), item.Taken)
		dst = appendNumber(dst, w.ageRank(item))
	}
	dst = appendNumber(dst, uint32(w.Feed.Len()))
	for _, n := range w.Feed.All() {
		dst = appendNumber(appendNumber(appendNumber(dst, uint32(n.Key)), uint32(n.Op)), n.Version)
	}
	if w.Feed.Len() > 0 {
		dst = appendTask(dst, &w.Feeder)
	}
	return w.appendFlights(w.appendLate(dst))
}

// ageRank returns which of the items of its key an item is by age, counted from 1: no
// other ages are ever compared.
func (w *World) ageRank(item *Item) (rank uint32) {
	for n := w.Queue.of(item.Key).newest; n != 0; n = w.Queue.at(n).older {
		if w.Queue.at(n).Age <= item.Age {
			rank++
		}
	}
	return rank
}

// appendLate appends the late saves of workers.
func (w *World) appendLate(dst []byte) []byte {
	writes := uint32(0)
	for i := range w.Calls {
		for n := w.Calls[i].first; n != 0; n = w.Sent[n-1].next {
			writes++
		}
	}
	dst = appendNumber(dst, writes)
	for i := range w.Calls {
		call := &w.Calls[i]
		for n := call.first; n != 0; n = w.Sent[n-1].next {
			s := &w.Sent[n-1]
			dst = appendNumber(append(dst, flags(n == call.first)), uint32(call.Op))
			dst = appendRecord(appendNumber(dst, uint32(s.Op)), s.Record)
		}
	}
	return dst
}

// appendFlights appends the loads that reads share.
func (w *World) appendFlights(dst []byte) []byte {
	dst = appendNumber(dst, uint32(len(w.Flights)))
	for i := range w.Flights {
		f := &w.Flights[i]
		dst = appendNumber(appendNumber(dst, f.Loader), f.Waiting<<1|uint32(flags(f.Failed)))
		dst = appendRecord(dst, f.Record)
	}
	return dst
}

// Encode appends the bytes of the operation itself.
func (op *Op) Encode(dst []byte) []byte {
	dst = append(dst, byte(op.Status)|byte(op.Outcome)<<2|byte(op.FinalOutcome)<<4|flags(op.Late > 0)<<6)
	if op.Late > 0 {
		dst = appendNumber(append(dst, op.Late), op.LateVersion)
	}
	if op.Status == Running || op.Status == Lingering {
		dst = appendTask(appendNumber(dst, op.Flight), &op.Task)
	}
	return dst
}

// appendKey appends the bytes of a key.
func (w *World) appendKey(dst []byte, k *Key) []byte {
	dst = appendRecord(dst, k.Source)
	dst = append(dst, flags(k.Entry.Present, k.Entry.Aging))
	dst = appendNumber(appendNumber(appendNumber(dst, k.Tombstone), k.Issued), k.Holder)
	if k.Entry.Present {
		dst = appendRecord(dst, k.Entry.Record)
		dst = w.appendSeq(dst, k.Entry.Dirty)
	}
	return dst
}

// appendSeq appends a sequence number as the item's place in the queue, from 1,
// so that the number of earlier items does not matter, 0 if there is none.
func (w *World) appendSeq(dst []byte, seq uint32) []byte {
	place := uint32(0)
	if seq != 0 {
		place = 1
		for n := w.Queue.first; w.Queue.at(n).Seq != seq; n = w.Queue.at(n).next {
			place++
		}
	}
	return appendNumber(dst, place)
}

func appendTask(dst []byte, t *Task) []byte {
	dst = append(dst, t.Step, byte(t.Phase)|byte(t.Override)<<4, t.Attempt, byte(t.Failure), flags(t.Hit, t.Refresh, t.NoStore, t.Given))
	return appendRecord(dst, t.Hand)
}

func appendRecord(dst []byte, r Record) []byte {
	dst = appendNumber(appendNumber(dst, r.Write<<1|uint32(flags(r.Exists))), r.Version)
	return binary.AppendUvarint(dst, uint64(r.Ledger))
}

// appendNumber appends a number: most take one byte.
func appendNumber(dst []byte, n uint32) []byte {
	if n < 1<<7 {
		return append(dst, byte(n))
	}
	return binary.AppendUvarint(dst, uint64(n))
}

// DecodeShared is the inverse of EncodeShared, for a world with the same
// operations, whose constant parts it keeps. It numbers items from 1 and returns
// the bytes that follow.
func (w *World) DecodeShared(src []byte) []byte {
	d := decoder{src}
	w.NextSeq, w.CallCount, w.Calls, w.Sent, w.Busy, w.InFlight, w.Promised = 1, 0, w.Calls[:0], w.Sent[:0], 0, 0, 0
	w.entries, w.freeSent = 0, 0
	is := d.byte()
	w.Outage, w.Down, w.Spent = is&1 != 0, is&2 != 0, 0
	if is&4 != 0 {
		w.Spent = d.number()
	}
	for i := range w.Keys {
		d.key(&w.Keys[i])
		w.countEntry(&Entry{}, &w.Keys[i].Entry)
	}
	for i := range w.Ops {
		is := d.number()
		w.Ops[i].Applied, w.Ops[i].Refused, w.Ops[i].Version = is&1 != 0, is&2 != 0, is>>2
		w.Ops[i].leads = 0
	}
	for i := range w.Workers {
		worker := &w.Workers[i]
		*worker = Worker{Task: Task{Phase: Phase(d.byte())}}
		if worker.Phase != Idle {
			worker.Op = int32(d.number())
			d.task(&worker.Task)
			worker.Key = w.Ops[worker.Op].Key
		}
	}
	w.Queue.clear()
	for range d.number() {
		item := Item{Seq: w.NextSeq, Op: int32(d.number()), Record: d.record()}
		item.Key = int32(d.number())
		item.Saved = d.byte() != 0
		taken := d.byte()
		item.Age = d.number()
		w.NextSeq++
		w.addItem(item)
		if taken != 0 {
			w.takeItem(w.Queue.last, taken)
		}
	}
	w.LastAge = w.NextSeq - 1
	w.Feed.clear()
	w.Feeder = Task{}
	for range d.number() {
		w.Feed.add(Notice{Key: int32(d.number()), Op: int32(d.number()), Version: d.number()})
	}
	if w.Feed.Len() > 0 {
		d.task(&w.Feeder)
		w.Feeder.Key = w.Feed.All()[0].Key
	}
	d.late(w)
	d.flights(w)
	return d.src
}

// Decode is the inverse of Encode, for the same operation. It returns the bytes
// that follow.
func (op *Op) Decode(src []byte) []byte {
	d := decoder{src}
	is := d.byte()
	op.Status, op.Outcome, op.FinalOutcome = Status(is&3), Outcome(is>>2&3), Outcome(is>>4&3)
	op.Promised, op.Late, op.LateVersion, op.Flight, op.Task = false, 0, 0, 0, Task{Key: op.Key}
	if is>>6 != 0 {
		op.Late, op.LateVersion = d.byte(), d.number()
	}
	if op.Status == Running || op.Status == Lingering {
		op.Flight = d.number()
		d.task(&op.Task)
	}
	return d.src
}

// decoder reads values from the front of a slice.
type decoder struct{ src []byte }

func (d *decoder) byte() byte {
	b := d.src[0]
	d.src = d.src[1:]
	return b
}

func (d *decoder) uvarint() uint64 {
	x, n := binary.Uvarint(d.src)
	d.src = d.src[n:]
	return x
}

// number reads what appendNumber has appended.
func (d *decoder) number() uint32 {
	if d.src[0] < 1<<7 {
		return uint32(d.byte())
	}
	return uint32(d.uvarint())
}

func (d *decoder) record() Record {
	first := d.number()
	return Record{Write: first >> 1, Exists: first&1 != 0, Version: d.number(), Ledger: Ledger(d.uvarint())}
}

// late reads the late saves of workers.
func (d *decoder) late(w *World) {
	for range d.number() {
		first, op := d.byte() != 0, int32(d.number())
		if first {
			w.CallCount++
			w.Busy++
			w.Calls = append(w.Calls, Call{State: CallServing, Save: true, Late: true, Serial: w.CallCount, Op: op, Key: w.Ops[op].Key})
		}
		sent := Sent{Op: int32(d.number()), Record: d.record()}
		sent.Key = w.Ops[sent.Op].Key
		w.Sent = append(w.Sent, sent)
		if place := int32(len(w.Sent)); first {
			w.Calls[len(w.Calls)-1].first = place
		} else {
			w.Sent[place-2].next = place
		}
	}
}

// flights reads the loads that reads share.
func (d *decoder) flights(w *World) {
	w.Flights = w.Flights[:0]
	for range d.number() {
		f := Flight{Loader: d.number()}
		is := d.number()
		f.Waiting, f.Failed, f.Record = is>>1, is&1 != 0, d.record()
		w.Flights = append(w.Flights, f)
		if f.Loader != 0 {
			w.Ops[f.Loader-1].leads = uint32(len(w.Flights))
		}
	}
}

func (d *decoder) key(k *Key) {
	k.Source = d.record()
	entry := d.byte()
	k.Tombstone, k.Issued, k.Holder = d.number(), d.number(), d.number()
	k.Entry = Entry{}
	if entry&1 != 0 {
		k.Entry = Entry{Present: true, Aging: entry&2 != 0, Record: d.record(), Dirty: d.number()}
	}
}

func (d *decoder) task(t *Task) {
	t.Step = d.byte()
	phase := d.byte()
	t.Phase, t.Override = Phase(phase&15), Override(phase>>4)
	t.Attempt, t.Failure = d.byte(), Failure(d.byte())
	is := d.byte()
	t.Hit, t.Refresh, t.NoStore, t.Given = is&1 != 0, is&2 != 0, is&4 != 0, is&8 != 0
	t.Hand = d.record()
}

// flags packs booleans into a byte, the first into the lowest bit.
func flags(list ...bool) byte {
	b := byte(0)
	for i, is := range list {
		if is {
			b |= 1 << i
		}
	}
	return b
}
