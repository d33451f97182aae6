package engine

import "encoding/binary"

// Encode appends the canonical bytes of an untimed world: worlds that differ
// only in the clock, in due times or in how their items were numbered have the
// same bytes. It leaves out what never changes during a run (an operation's
// client, kind, key and program).
func (w *World) Encode(dst []byte) []byte {
	dst = appendBool(dst, w.Down)
	for i := range w.Keys {
		dst = appendRecord(dst, w.Keys[i].Source)
		dst = w.appendEntry(dst, &w.Keys[i].Entry)
	}
	for i := range w.Ops {
		op := &w.Ops[i]
		dst = append(dst, byte(op.Status), byte(op.Outcome))
		dst = appendTask(dst, &op.Task)
	}
	for i := range w.Workers {
		worker := &w.Workers[i]
		dst = w.appendSeq(dst, worker.Item)
		dst = binary.AppendUvarint(dst, uint64(worker.Op))
		dst = appendTask(dst, &worker.Task)
	}
	dst = binary.AppendUvarint(dst, uint64(len(w.Queue)))
	for i := range w.Queue {
		item := &w.Queue[i]
		dst = binary.AppendUvarint(dst, uint64(item.Op))
		dst = appendBool(dst, item.Taken)
	}
	for i := range w.Calls {
		dst = appendCall(dst, &w.Calls[i])
	}
	return dst
}

func (w *World) appendEntry(dst []byte, e *Entry) []byte {
	dst = appendBool(dst, e.Present)
	dst = appendRecord(dst, e.Record)
	return w.appendSeq(dst, e.Dirty)
}

// appendSeq writes a sequence number as the item's place in the queue, counted
// from one: how many items there were before does not matter. An entry whose
// item is gone is as good as one whose item never was.
func (w *World) appendSeq(dst []byte, seq uint32) []byte {
	return binary.AppendUvarint(dst, uint64(1+w.item(seq)))
}

func appendTask(dst []byte, t *Task) []byte {
	dst = append(dst, t.Step, byte(t.Phase))
	dst = appendBool(dst, t.Hit)
	return appendRecord(dst, t.Hand)
}

func appendCall(dst []byte, c *Call) []byte {
	dst = appendBool(dst, c.Active)
	if !c.Active {
		return dst
	}
	dst = appendBool(dst, c.Save)
	dst = append(dst, byte(c.Owner.Kind))
	dst = binary.AppendUvarint(dst, uint64(c.Owner.Actor))
	dst = binary.AppendUvarint(dst, uint64(c.Op))
	return appendRecord(dst, c.Record)
}

func appendRecord(dst []byte, r Record) []byte {
	return appendBool(binary.AppendUvarint(dst, uint64(r.Write)), r.Exists)
}

func appendBool(dst []byte, b bool) []byte {
	if b {
		return append(dst, 1)
	}
	return append(dst, 0)
}
