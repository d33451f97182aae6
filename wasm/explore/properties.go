package explore

import "cacheplay/wasm/engine"

// Property is what can be true of every run of a scenario.
type Property uint8

// The properties, by their standard names, in the order in which they are
// listed. That a is older than b says: b is a write, and a is the initial
// record, or a was acknowledged before b was invoked. A run is quiet when
// nothing can happen any more that would change anything.
const (
	// Linearizable: per key, every operation seems to take effect at one instant
	// between its start and its answer; failed writes never do, those whose
	// outcome is unknown or pending at any later moment or never. Source:
	// Herlihy and Wing, "Linearizability: A Correctness Condition for Concurrent
	// Objects" (TOPLAS 1990).
	Linearizable Property = iota
	// ReadYourWrites: no read returns a write older than one that its client had
	// acknowledged before. Source: Terry et al., "Session Guarantees for Weakly
	// Consistent Replicated Data" (PDIS 1994), as are the monotonic ones.
	ReadYourWrites
	// MonotonicReads: no read returns a write older than one that its client had
	// read before.
	MonotonicReads
	// NoAbortedRead: no read returns a write that the source never came to hold.
	// Source: phenomenon G1a of Adya, "Weak Consistency" (1999).
	NoAbortedRead
	// Durable: when quiet, the source's record is not older than any acknowledged
	// write, and every acknowledged payment is applied.
	Durable
	// AtMostOnce: no payment is applied twice.
	AtMostOnce
	// Converges: when quiet, the cache holds what the source holds, or nothing.
	// Source: eventual consistency as in Vogels, "Eventually Consistent" (2009).
	Converges
	// MonotonicWrites: the source first holds a client's writes, across keys, in
	// the order in which it made them; one that was coalesced away has no place.
	MonotonicWrites

	properties
)

var propertyIDs = [properties]string{"linearizable", "read-your-writes", "monotonic-reads", "no-aborted-read", "durable",
	"at-most-once", "converges", "monotonic-writes"}

// String returns the property's id in scenarios.
func (p Property) String() string { return propertyIDs[p] }

var titles = [properties]string{"As if there were one copy", "A client sees its own writes", "No client goes back in time",
	"Nothing read that never came true", "What was acknowledged is kept", "Nothing is paid twice", "In the end the cache is right",
	"Writes arrive in their order"}

// Title returns what holds where the property holds, in a few plain words.
func (p Property) Title() string { return titles[p] }

var violatedTitles = [properties]string{"An answer does not fit one copy", "A client does not see its own write", "A client goes back in time",
	"What was read never came true", "What was acknowledged is lost", "A payment is made twice", "The cache stays wrong",
	"Writes arrive out of order"}

// Violation returns what happens where the property is violated.
func (p Property) Violation() string { return violatedTitles[p] }

// Properties lists all properties.
func Properties() []Property {
	out := make([]Property, properties)
	for p := range out {
		out[p] = Property(p)
	}
	return out
}

// judge tells which properties a state violates, and by whom.
type judge struct {
	w    *engine.World
	h    *history
	paid []bool // by key: it has payments, and is judged by those alone
	lin  *linearizer
	// known are the properties that have been seen violated.
	known violations
	// witnesses are, by property, the operations that show that it is violated:
	// see Finding.
	witnesses [properties][2]int32
}

// violations is a set of properties.
type violations uint16

func (v violations) has(p Property) bool { return v>>p&1 != 0 }

// nobody is no operation.
const nobody = -1

// add takes note of whether a property is violated, and by whom.
func (j *judge) add(v *violations, p Property, violated bool, witness, other int32) {
	if violated && !v.has(p) {
		*v |= 1 << p
		j.witnesses[p] = [2]int32{witness, other}
	}
}

// older reports whether a record is older than an operation's write.
func (j *judge) older(a result, b int32) bool {
	return a.write() < 0 || j.h.before[b].has(a.write())
}

// onAnswer judges an answer: to a read, or to a write that has failed, which reads
// may have returned before.
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
	got, missed := j.h.result[read], int32(nobody)
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

// linearizable decides the history of a key, unless that changes no verdict.
func (j *judge) linearizable(key int32) bool {
	return j.known.has(Linearizable) || j.lin.holds(j.w, j.h, key)
}

// onSave judges what the source holds.
func (j *judge) onSave() (v violations) {
	for i := range j.w.Ops {
		o, id := &j.w.Ops[i], int32(i)
		if o.Kind == engine.Pay {
			j.add(&v, AtMostOnce, j.w.Keys[o.Key].Source.Ledger.Count(o.Slot) > 1, id, nobody)
		}
		if j.h.late.has(id) {
			j.add(&v, MonotonicWrites, true, id, j.overtaking(id))
		}
	}
	return v
}

// overtaking returns a later write of the same client that the source held
// before this one.
func (j *judge) overtaking(late int32) int32 {
	for i := int(late) + 1; i < len(j.w.Ops) && j.w.Ops[i].Client == j.w.Ops[late].Client; i++ {
		if j.h.held.has(int32(i)) {
			return int32(i)
		}
	}
	return nobody
}

// onQuiet judges a state in which nothing goes on any more.
func (j *judge) onQuiet() (v violations) {
	for i := range j.w.Ops {
		op, id := &j.w.Ops[i], int32(i)
		switch {
		case !j.h.ok.has(id):
		case op.Kind == engine.Pay:
			j.add(&v, Durable, j.w.Keys[op.Key].Source.Ledger.Count(op.Slot) == 0, id, nobody)
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
		j.add(&v, Converges, !j.paid[key] && k.Entry.Present && !k.Entry.Record.Same(k.Source), nobody, int32(key))
	}
	return v
}

// deadlockNode reports whether some operation is still waiting in a state in which
// nothing goes on any more: a deadlock.
func (j *judge) isDeadlock() bool {
	for i := range j.w.Ops {
		if j.w.Ops[i].Outcome == engine.Pending {
			return true
		}
	}
	return false
}
