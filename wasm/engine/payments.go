package engine

// With Model.Recycle a key can have any number of payments, more than a ledger can count
// each of. So a payment is known by its operation, whose slot is kept as long as something
// may still bring the payment to the source, and a Ledger says:
//
//   - of what is on its way to the source, which payment was merged with it last, and how
//     many there are: each is linked to the one that it was merged with (carried);
//   - of what the source holds, in which turn it has last applied a payment;
//   - of what the cache holds, that of the source when its value left there, and how many
//     times payments were stored since.
//
// Turns count what source and cache are given of payments.

// payment is what is known of a payment besides its operation.
type payment struct {
	older   int32  // the payment that it was merged with, counted from 1; 0 for none
	applied uint32 // the turn in which the source first applied it, 0 if it has not
	stored  uint32 // the turn in which the cache last got it, 0 if it has not
}

// Paid is a payment that the source applies.
type Paid struct {
	Write uint32 // its identity; see World.WriteOf
	Again bool   // the source had applied it before
}

// storeOnce is what a Ledger of the cache grows by when payments are stored, in the bits
// that allStores covers. The other bits below NoPayments are a turn.
const (
	storeOnce Ledger = 1 << 32
	allStores        = NoPayments - storeOnce
)

// carry returns the Ledger of something that carries payments: the last of them, and how
// many.
func carry(last int32, n int) Ledger { return Ledger(n)<<32 | Ledger(uint32(last)+1) }

// carried returns which payment was merged last, and how many there are.
func (l Ledger) carried() (last int32, n int) { return int32(uint32(l) - 1), int(l >> 32) }

// turn returns the turn in which the source had last applied a payment.
func (l Ledger) turn() uint32 { return uint32(l) }

// admitPayment prepares what is known of the payment of an operation.
func (w *World) admitPayment(id int32) {
	for int(id) >= len(w.payments) {
		w.payments = append(w.payments, payment{})
	}
	w.payments[id] = payment{}
	if w.filled == nil {
		w.filled = make([]uint32, len(w.Keys))
	}
}

// merge returns a Ledger that carries the payments of two. The shorter chain is put before
// the longer one. Others that carry a part of either know how long that is.
func (m *Model) merge(w *World, older, newer Ledger) Ledger {
	switch {
	case !m.Recycle:
		return older.Plus(newer)
	case older == 0:
		return newer
	case newer == 0:
		return older
	}
	if older>>32 < newer>>32 {
		older, newer = newer, older
	}
	last, n := older.carried()
	first, more := newer.carried()
	id := first
	for range more - 1 {
		id = w.payments[id].older - 1
	}
	w.payments[id].older = last + 1
	m.refer(w, last)
	return carry(first, n+more)
}

// applyPayments makes the source apply payments, with an idempotency key only those that it
// has not applied yet, and returns its ledger after that.
func (m *Model) applyPayments(w *World, key int32, before, more Ledger, e *Effect) Ledger {
	if !m.Recycle {
		w.tellPaid(key, before, more, e)
		return before.Plus(more)
	}
	id, n := more.carried()
	for ; n > 0; n-- {
		p := &w.payments[id]
		if again := p.applied != 0; !again || !m.Accessor.IdempotencyKey {
			w.turn++
			before = before&NoPayments | Ledger(w.turn)
			if !again {
				p.applied, w.Ops[id].Applied = w.turn, m.Accessor.IdempotencyKey
			}
			e.Paid = append(e.Paid, Paid{w.WriteOf(id), again})
		}
		id = p.older - 1
	}
	return before
}

// tellPaid reports which payments a ledger comes to count.
func (w *World) tellPaid(key int32, before, more Ledger, e *Effect) {
	for id := range w.Ops {
		if op := &w.Ops[id]; op.Kind == Pay && op.Key == key {
			for n := range more.Count(op.Slot) {
				e.Paid = append(e.Paid, Paid{w.WriteOf(int32(id)), n+before.Count(op.Slot) > 0})
			}
		}
	}
}

// owes reports whether a Ledger carries a payment that the source has not applied yet.
func (w *World) owes(l Ledger) bool {
	id, n := l.carried()
	for ; n > 0; n-- {
		if w.payments[id].applied == 0 {
			return true
		}
		id = w.payments[id].older - 1
	}
	return false
}

// storePayments returns the ledger of an entry that payments are stored in.
func (m *Model) storePayments(w *World, before, more Ledger) Ledger {
	if !m.Recycle {
		return before.Plus(more)
	}
	w.turn++
	id, n := more.carried()
	for ; n > 0; n-- {
		w.payments[id].stored = w.turn
		id = w.payments[id].older - 1
	}
	return before&^allStores | (before+storeOnce)&allStores
}

// filledAnew notes that the entry of a key gets its ledger from the source.
func (w *World) filledAnew(key int32) {
	if w.filled != nil {
		w.filled[key] = w.turn
	}
}

// isCached reports whether the ledger of the entry of a key counts any of some payments:
// the source had applied it when the value left there, or it was stored since.
func (m *Model) isCached(w *World, key int32, payments Ledger) bool {
	cached := w.Keys[key].Entry.Record.Ledger
	switch {
	case !m.Recycle:
		return cached.Shares(payments)
	case !cached.Known():
		return false
	}
	id, n := payments.carried()
	for ; n > 0; n-- {
		p := &w.payments[id]
		if p.applied != 0 && p.applied <= cached.turn() || p.stored > w.filled[key] {
			return true
		}
		id = p.older - 1
	}
	return false
}
