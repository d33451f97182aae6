package engine

// Ledger counts how often each payment of one key has been applied, in four bits
// for each payment at its slot (Op.Slot). The zero Ledger is unknown: that of an
// entry that has no copy of the ledger.
type Ledger uint64

// MaxPayments is the number of payments that one key can have.
const MaxPayments = 15

// maxApplied is the highest count that a ledger can hold.
const maxApplied = 15

// NoPayments is a known ledger without payments.
const NoPayments Ledger = 1 << 60

// Known reports whether the ledger is known.
func (l Ledger) Known() bool { return l&NoPayments != 0 }

// Empty reports whether no payment has been applied.
func (l Ledger) Empty() bool { return l&^NoPayments == 0 }

// Count returns how often a payment has been applied, at most maxApplied.
func (l Ledger) Count(slot uint8) int { return int(l >> (4 * slot) & maxApplied) }

// Add returns the ledger with a payment applied once more.
func (l Ledger) Add(slot uint8) Ledger {
	if l.Count(slot) < maxApplied {
		l += 1 << (4 * slot)
	}
	return l
}

// Shares reports whether two ledgers have a payment in common.
func (l Ledger) Shares(other Ledger) bool {
	for slot := range uint8(MaxPayments) {
		if l.Count(slot) > 0 && other.Count(slot) > 0 {
			return true
		}
	}
	return false
}

// Without returns the ledger without a payment.
func (l Ledger) Without(slot uint8) Ledger { return l &^ (maxApplied << (4 * slot)) }

// Plus returns the ledger with all payments of another ledger applied too.
func (l Ledger) Plus(more Ledger) Ledger {
	for slot := range uint8(MaxPayments) {
		for range more.Count(slot) {
			l = l.Add(slot)
		}
	}
	return l
}
