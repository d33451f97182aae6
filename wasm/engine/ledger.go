package engine

// Ledger counts the payments of one key: how often each has been applied. It
// is four bits for each payment, by its slot (Op.Slot), so that a ledger is
// plain data and equal ledgers are equal numbers. The zero Ledger is unknown:
// a cached entry that has no copy of the ledger.
type Ledger uint64

// MaxPayments is how many payments one key can have.
const MaxPayments = 15

// maxApplied is the highest count of a payment that a ledger tells apart.
const maxApplied = 15

// NoPayments is a known, empty ledger.
const NoPayments Ledger = 1 << 60

// Known reports whether there is a ledger at all.
func (l Ledger) Known() bool { return l&NoPayments != 0 }

// Empty reports whether no payment has been applied.
func (l Ledger) Empty() bool { return l&^NoPayments == 0 }

// Count returns how often a payment has been applied, 15 for more often.
func (l Ledger) Count(slot uint8) int { return int(l >> (4 * slot) & maxApplied) }

// Add returns the ledger with a payment applied once more.
func (l Ledger) Add(slot uint8) Ledger {
	if l.Count(slot) < maxApplied {
		l += 1 << (4 * slot)
	}
	return l
}

// Plus returns the ledger with all payments of another one applied too.
func (l Ledger) Plus(more Ledger) Ledger {
	for slot := range uint8(MaxPayments) {
		for range more.Count(slot) {
			l = l.Add(slot)
		}
	}
	return l
}
