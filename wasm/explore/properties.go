package explore

import "cacheplay/wasm/engine"

// Property is a statement about the runs of a scenario that can hold or be
// violated.
type Property uint8

// The properties have their standard names and are listed in this order. A
// record a is older than a write b if a is the initial record, or if a was
// acknowledged before b was invoked. A run is quiet when nothing can happen any
// more that would change anything.
const (
	// Linearizable means that, for each key, every operation seems to take effect
	// at one instant between its invocation and its answer. Failed writes do not
	// take effect; those whose outcome is unknown or pending may do so at any later
	// time, or never. Source: Herlihy and Wing, "Linearizability: A Correctness
	// Condition for Concurrent Objects" (TOPLAS 1990).
	Linearizable Property = iota
	// ReadYourWrites means that no read returns a record older than a write of its
	// own client that was acknowledged before. Source: Terry et al., "Session
	// Guarantees for Weakly Consistent Replicated Data" (PDIS 1994), as for
	// MonotonicReads and MonotonicWrites.
	ReadYourWrites
	// MonotonicReads means that no read returns a record older than a write that
	// its client had read before.
	MonotonicReads
	// NoAbortedRead means that no read returns a write that the source never came
	// to hold. Source: phenomenon G1a of Adya, "Weak Consistency" (1999).
	NoAbortedRead
	// Durable means that in a quiet run the source's record is not older than any
	// acknowledged write, and every acknowledged payment is applied.
	Durable
	// AtMostOnce means that no payment is applied twice.
	AtMostOnce
	// Converges means that in a quiet run the cache holds what the source holds, or
	// nothing. Source: eventual consistency as in Vogels, "Eventually Consistent"
	// (2009).
	Converges
	// MonotonicWrites means that the source first holds a client's writes, across
	// keys, in the order in which the client made them. Writes that were coalesced
	// away do not count.
	MonotonicWrites

	properties // how many there are
)

var propertyIDs = [properties]string{"linearizable", "read-your-writes", "monotonic-reads", "no-aborted-read", "durable",
	"at-most-once", "converges", "monotonic-writes"}

// String returns the property's id in scenarios.
func (p Property) String() string { return propertyIDs[p] }

var titles = [properties]string{"As if there were one copy", "A client sees its own writes", "No client goes back in time",
	"Nothing read that never came true", "What was acknowledged is kept", "Nothing is paid twice", "In the end the cache is right",
	"Writes arrive in their order"}

// Title returns a short sentence for the property, true where it holds.
func (p Property) Title() string { return titles[p] }

var violatedTitles = [properties]string{"An answer does not fit one copy", "A client does not see its own write", "A client goes back in time",
	"What was read never came true", "What was acknowledged is lost", "A payment is made twice", "The cache stays wrong",
	"Writes arrive out of order"}

// Violation returns a short sentence that is true where the property is
// violated.
func (p Property) Violation() string { return violatedTitles[p] }

// Properties lists all properties.
func Properties() []Property {
	out := make([]Property, properties)
	for p := range out {
		out[p] = Property(p)
	}
	return out
}

// judge finds the properties that a state violates, with witnesses.
type judge struct {
	w    *engine.World
	h    *history
	paid []bool // by key, whether it has payments and is judged by those alone
	lin  *linearizer
	// known are the properties of which a violation is known.
	known violations
	// witnesses are the operations that show a violation, by property; see
	// Finding.
	witnesses [properties][2]int32
}

// violations is a set of properties.
type violations uint16

func (v violations) has(p Property) bool { return v>>p&1 != 0 }

// noOperation takes the place of an operation's number where there is none.
const noOperation = -1

// add records that a property is violated, if it is, with its witnesses.
func (j *judge) add(v *violations, p Property, violated bool, witness, other int32) {
	if violated && !v.has(p) {
		*v |= 1 << p
		j.witnesses[p] = [2]int32{witness, other}
	}
}

// older reports whether a record is older than an operation's write: it is the
// initial record, or its write was answered before the operation was invoked.
func (j *judge) older(a result, b int32) bool {
	return a.write() < 0 || j.h.before[b].has(a.write())
}

// onAnswer judges the answer to a read, or to a write that has failed and that
// reads may have returned before.
func (j *judge) onAnswer(id int32) (v violations) {
	switch op := &j.w.Ops[id]; {
	case j.paid[op.Key]:
	case op.Kind == engine.Get && j.h.ok.has(id):
		return j.onRead(id)
	case op.Kind != engine.Get && j.h.failed.has(id):
		for read := range j.w.Ops {
			if j.h.ok.has(int32(read)) && j.w.Ops[read].Key == op.Key && j.h.result[read].write() == id {
				j.add(&v, Linearizable, !j.linearizable(op.Key), int32(read), id)
			}
		}
	}
	return v
}

// onRead judges the answer to a read.
func (j *judge) onRead(read int32) (v violations) {
	op := &j.w.Ops[read]
	got, missed := j.h.result[read], int32(noOperation)
	for other := range j.w.Ops {
		o, id := &j.w.Ops[other], int32(other)
		if o.Key != op.Key || !j.h.before[read].has(id) {
			continue
		}
		own, seen := o.Client == op.Client, j.h.result[id].write()
		if o.Kind != engine.Get && got.write() != id && j.older(got, id) {
			missed = id
			j.add(&v, ReadYourWrites, own, read, id)
		}
		if own && o.Kind == engine.Get && seen >= 0 {
			j.add(&v, MonotonicReads, got.write() != seen && j.older(got, seen), read, id)
		}
	}
	j.add(&v, Linearizable, !j.linearizable(op.Key), read, missed)
	return v
}

// linearizable reports whether the history of a key is linearizable. It does not
// ask once a violation is known.
func (j *judge) linearizable(key int32) bool {
	return j.known.has(Linearizable) || j.lin.holds(j.w, j.h, key)
}

// onSave judges what the source holds.
func (j *judge) onSave() (v violations) {
	for i := range j.w.Ops {
		o, id := &j.w.Ops[i], int32(i)
		if o.Kind == engine.Pay {
			j.add(&v, AtMostOnce, j.w.Keys[o.Key].Source.Ledger.Count(o.Slot) > 1, id, noOperation)
		}
		if j.h.late.has(id) {
			j.add(&v, MonotonicWrites, true, id, j.overtaking(id))
		}
	}
	return v
}

// overtaking returns a later write of the same client that the source held
// before a late one.
func (j *judge) overtaking(late int32) int32 {
	for i := int(late) + 1; i < len(j.w.Ops) && j.w.Ops[i].Client == j.w.Ops[late].Client; i++ {
		if j.h.held.has(int32(i)) {
			return int32(i)
		}
	}
	return noOperation
}

// onQuiet judges a state in which nothing goes on any more.
func (j *judge) onQuiet() (v violations) {
	for i := range j.w.Ops {
		op, id := &j.w.Ops[i], int32(i)
		switch {
		case !j.h.ok.has(id):
		case op.Kind == engine.Pay:
			j.add(&v, Durable, j.w.Keys[op.Key].Source.Ledger.Count(op.Slot) == 0, id, noOperation)
		case j.paid[op.Key]:
		case op.Kind == engine.Get:
			wrote := j.h.result[id].write()
			j.add(&v, NoAbortedRead, wrote >= 0 && !j.h.held.has(wrote), id, wrote)
		default:
			source := resultOf(j.w.Keys[op.Key].Source)
			j.add(&v, Durable, source.write() != id && j.older(source, id), id, source.write())
		}
	}
	for key := range j.w.Keys {
		k := &j.w.Keys[key]
		j.add(&v, Converges, !j.paid[key] && k.Entry.Present && !k.Entry.Record.Same(k.Source), noOperation, int32(key))
	}
	return v
}

// isDeadlock reports whether an operation is still waiting in a state in which
// nothing goes on any more.
func (j *judge) isDeadlock() bool {
	for i := range j.w.Ops {
		if j.w.Ops[i].Outcome == engine.Pending {
			return true
		}
	}
	return false
}
