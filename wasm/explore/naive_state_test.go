package explore

import "cacheplay/wasm/scenario"

// The most of everything in a scenario that the naive explorer can hold.
const (
	naiveOps     = 4
	naiveKeys    = 3
	naiveWorkers = 2
	naiveNotices = 8
	naiveLates   = 6
	naiveBatch   = 3
)

// naiveState is everything that an order has led to. It is compared as a whole.
type naiveState struct {
	ops       [naiveOps]naiveOp
	keys      [naiveKeys]naiveKey
	queue     [naiveOps]naiveItem // oldest first
	queued    uint8               // how many of them there are
	workers   [naiveWorkers]naiveWorker
	feed      [naiveNotices]naiveNotice // oldest first
	notices   uint8
	feedTries uint8
	late      [naiveLates]naiveLate
	lates     uint8
	outage    bool
	tokens    uint32                  // of the retry budget, in thousandths
	down      bool                    // the Resource Manager has crashed and is not up again
	left      [scenario.Budgets]uint8 // what may still go wrong, by kind
	aims      uint8                   // which aimed faults may still happen, as bits
	held      uint8                   // the writes that the source has held, as bits
}

// naiveKey is what source and cache know of a key. A write is known by its operation,
// counted from 1; 0 is what the source held at the start.
type naiveKey struct {
	value   uint8           // the write that the source holds
	version uint8           // its version, by the source or by its writer
	issued  uint8           // the last version that a writer has given
	paid    [naiveOps]uint8 // how often each payment is applied

	cached      bool
	copied      uint8 // the write that the entry holds
	copyVersion uint8
	ledger      bool  // the entry also has the ledger
	payments    uint8 // the payments in it, as bits
	aging       bool  // it is near its end
	dirty       uint8 // the write whose item will bring it to the source, 0 for none
	tombstone   uint8 // the version of the last delete
	holder      uint8 // the operation that has lock, lease or flight, 0 for none
}

// How far an operation is.
const (
	naiveUnsent uint8 = iota
	naiveRunning
	naiveLingering // answered, with steps left
	naiveEnded
)

// How an operation ended for its client.
const (
	naivePending uint8 = iota
	naiveOK
	naiveFailed
	naiveUnknown
)

// What an operation does besides its list.
const (
	naiveInList   uint8 = iota
	naiveSetAlone       // it stores, and then saves, what it could not queue
	naiveSync           // it saves itself what it could not queue
	naiveRollback       // it takes back what it has stored in the cache
	naiveForget         // it removes what the cache holds of its key
)

// naiveOp is one operation.
type naiveOp struct {
	status, outcome uint8
	before          uint8 // the operations that were answered before it was sent, as bits
	got             uint8 // the write that a read was answered with

	at        uint8 // the index of its next step
	mode      uint8
	begun     bool // it has taken a step
	tries     uint8
	ambiguous bool  // one of the attempts timed out
	after     uint8 // the outcome after the rollback
	hit       bool
	refresh   bool
	noStore   bool  // it has bypassed a lease
	shares    uint8 // the read, counted from 1, whose load it shares, 0 for none
	ended     bool  // that load has ended
	failed    bool  // with an error
	given     bool  // it has stored its write in the cache
	value     uint8 // the write that it has in hand
	version   uint8
	payments  uint8 // those in the ledger that it has in hand, as bits

	refused        bool // the source will never accept it
	applied        bool // the source knows its idempotency key
	appliedVersion uint8
	fence          uint8
}

// naiveItem is one queued write, perhaps of several operations.
type naiveItem struct {
	op     uint8 // the newest operation that it serves, counted from 1
	value  uint8 // the record that it brings, 0 if it only pays
	pays   uint8 // the payments that it brings, as bits
	covers uint8 // the operations that have been coalesced in it, as bits
	born   uint8 // when the newest of them was queued, in their order
	taken  uint8 // the worker that has it, counted from 1
	fence  uint8
	ver    uint8 // the version that the source gave to it
	saved  bool  // its worker knows that the source has it
}

type naiveWorker struct {
	at, tries uint8
}

type naiveNotice struct{ op, version uint8 }

// naiveWrite is what a save carries of one operation, or of several that were merged.
type naiveWrite struct{ op, value, pays, fence uint8 }

// naiveLate is a save whose caller is gone.
type naiveLate [naiveBatch]naiveWrite

// seenOf returns a state without what neither clients, cache nor source show.
func seenOf(s *naiveState) naiveState {
	t := naiveState{held: s.held}
	for i, o := range s.ops {
		t.ops[i] = naiveOp{outcome: o.outcome, at: o.at, mode: o.mode}
	}
	for i, k := range s.keys {
		t.keys[i] = naiveKey{value: k.value, paid: k.paid, cached: k.cached, copied: k.copied}
	}
	return t
}

// clear removes the entry.
func (k *naiveKey) clear() {
	k.cached, k.copied, k.copyVersion, k.ledger, k.payments, k.aging, k.dirty = false, 0, 0, false, 0, false, 0
}

// removeLate removes a late save.
func (t *naiveState) removeLate(i int) {
	copy(t.late[i:], t.late[i+1:])
	t.lates--
	t.late[t.lates] = naiveLate{}
}

// newest returns the version below which nothing is stored.
func (k *naiveKey) newest() uint8 {
	if k.cached {
		return max(k.copyVersion, k.tombstone)
	}
	return k.tombstone
}
