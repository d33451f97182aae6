package judge

import "cacheplay/wasm/engine"

// Judge finds the properties that a run violates, with what shows it. W and H are
// the state that is judged; a caller that goes through many states sets them to each.
type Judge struct {
	W *engine.World
	H *History
	// Known are the properties of which a violation is known. Of these, what is
	// costly is not judged again.
	Known PropertySet
	// Witnesses are the operations that show a violation, by property; see Finding.
	Witnesses [Properties][2]int32

	m    *engine.Model
	paid []bool // by key, whether it has payments: then its reads and copies are not judged
	lin  linearizer
}

// New returns a Judge of the runs that begin in w.
func New(m *engine.Model, w *engine.World) *Judge {
	j := &Judge{m: m, paid: make([]bool, len(w.Keys)), lin: newLinearizer(w)}
	for key := range w.Keys {
		j.paid[key] = w.HasPayments(int32(key))
	}
	return j
}

// Bytes estimates how much memory the Judge takes.
func (j *Judge) Bytes() int { return j.lin.size }

// add records that a property is violated, if it is, with its witnesses.
func (j *Judge) add(v *PropertySet, p Property, violated bool, witness, other int32) {
	if violated && !v.Has(p) {
		*v |= 1 << p
		j.Witnesses[p] = [2]int32{witness, other}
	}
}

// OnAnswer judges the answer to a read, or to a write that has failed and that
// reads may have returned before.
func (j *Judge) OnAnswer(id int32) (v PropertySet) {
	switch op := &j.W.Ops[id]; {
	case j.paid[op.Key]:
	case op.Kind == engine.Get && j.H.OK.Has(id):
		return j.onRead(id)
	case op.Kind != engine.Get && j.H.Failed.Has(id):
		for read := range j.W.Ops {
			if j.H.OK.Has(int32(read)) && j.W.Ops[read].Key == op.Key && j.H.Answer[read].write() == id {
				j.add(&v, Linearizable, !j.linearizable(op.Key), int32(read), id)
			}
		}
	}
	return v
}

// onRead judges the answer to a read.
func (j *Judge) onRead(read int32) (v PropertySet) {
	op := &j.W.Ops[read]
	got, missed := j.H.Answer[read], int32(None)
	for other := range j.W.Ops {
		o, id := &j.W.Ops[other], int32(other)
		if o.Key != op.Key || !j.H.Before[read].Has(id) {
			continue
		}
		own := o.Client == op.Client
		if j.misses(read, id) {
			missed = id
			j.add(&v, ReadYourWrites, own, read, id)
		}
		if seen := j.H.Answer[id].write(); own && o.Kind == engine.Get && seen >= 0 {
			j.add(&v, MonotonicReads, got.write() != seen && j.H.older(got, seen), read, id)
		}
	}
	j.add(&v, Linearizable, !j.linearizable(op.Key), read, missed)
	return v
}

// misses reports whether a read was answered with a record that is older than a
// write which had been acknowledged when the read was sent.
func (j *Judge) misses(read, write int32) bool {
	got := j.H.Answer[read]
	return j.W.Ops[write].Kind != engine.Get && j.H.Before[read].Has(write) && got.write() != write && j.H.older(got, write)
}

// linearizable reports whether the history of a key is linearizable. It does not
// ask once a violation is known.
func (j *Judge) linearizable(key int32) bool {
	return j.Known.Has(Linearizable) || j.lin.holds(j.W, j.H, key)
}

// OnSave judges what the source has come to hold.
func (j *Judge) OnSave() (v PropertySet) {
	for i := range j.W.Ops {
		o, id := &j.W.Ops[i], int32(i)
		if o.Kind == engine.Pay {
			j.add(&v, AtMostOnce, j.W.Keys[o.Key].Source.Ledger.Count(o.Slot) > 1, id, None)
		}
		if j.H.Late.Has(id) {
			j.add(&v, MonotonicWrites, true, id, j.overtaking(id))
		}
	}
	return v
}

// overtaking returns a later write of the same client that the source held before a
// late one.
func (j *Judge) overtaking(late int32) int32 {
	for i := int(late) + 1; i < len(j.W.Ops) && j.W.Ops[i].Client == j.W.Ops[late].Client; i++ {
		if j.H.Held.Has(int32(i)) {
			return int32(i)
		}
	}
	return None
}

// OnQuiet judges a state in which nothing goes on any more.
func (j *Judge) OnQuiet() (v PropertySet) {
	for i := range j.W.Ops {
		op, id := &j.W.Ops[i], int32(i)
		switch {
		case op.Kind != engine.Get:
			other := int32(None)
			if op.Kind != engine.Pay {
				other = ResultOf(j.W.Keys[op.Key].Source).write()
			}
			j.add(&v, Durable, j.lacks(id), id, other)
		case j.H.OK.Has(id) && !j.paid[op.Key]:
			wrote := j.H.Answer[id].write()
			j.add(&v, NoAbortedRead, wrote >= 0 && !j.H.Held.Has(wrote), id, wrote)
		}
	}
	for key := range j.W.Keys {
		j.add(&v, Converges, j.isApart(key), None, int32(key))
	}
	return v
}

// lacks reports whether the source lacks an acknowledged write: it has not applied
// the payment, or holds a record that is older.
func (j *Judge) lacks(id int32) bool {
	op := &j.W.Ops[id]
	switch source := &j.W.Keys[op.Key].Source; {
	case op.Kind == engine.Get || !j.H.OK.Has(id):
		return false
	case op.Kind == engine.Pay:
		return source.Ledger.Count(op.Slot) == 0
	default:
		return source.Write != engine.WriteOf(id) && j.H.older(ResultOf(*source), id)
	}
}

// isApart reports whether the cache holds something else of a key than the source,
// and will not forget it by itself.
func (j *Judge) isApart(key int) bool {
	k := &j.W.Keys[key]
	return !j.paid[key] && k.Entry.Present && !k.Entry.Record.Same(k.Source) && !j.m.WillExpire(int32(key), &k.Entry)
}

// IsDeadlock reports whether an operation is still waiting in a state in which
// nothing goes on any more.
func (j *Judge) IsDeadlock() bool {
	for i := range j.W.Ops {
		if j.W.Ops[i].Outcome == engine.Pending {
			return true
		}
	}
	return false
}

// Concerns reports whether a property can say anything about runs that begin in w:
// the property is about reads, writes or payments, and there are some.
func Concerns(w *engine.World, p Property) bool {
	reads, writes, payments := 0, 0, 0
	for i := range w.Ops {
		switch w.Ops[i].Kind {
		case engine.Get:
			reads++
		case engine.Pay:
			payments++
		default:
			writes++
		}
	}
	switch p {
	case Linearizable, ReadYourWrites, MonotonicReads, NoAbortedRead:
		return reads > 0
	case AtMostOnce:
		return payments > 0
	case MonotonicWrites:
		return writes > 1
	}
	return writes+payments > 0
}
