package explore

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// The naive explorer is a second implementation of exploration, for tests. It follows
// the words of the format's documentation and shares nothing with packages engine and
// judge but the names of settings and properties: it has a state and steps of its own,
// and judges for itself. It merges equal states, since otherwise nothing ends, and
// does nothing else to be quick.

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
	ops     [naiveOps]naiveOp
	keys    [naiveKeys]naiveKey
	queue   [naiveOps]naiveItem // oldest first
	queued  uint8               // how many of them there are
	workers [naiveWorkers]naiveWorker
	feed    [naiveNotices]naiveNotice // oldest first
	notices uint8
	late    [naiveLates]naiveLate
	lates   uint8
	outage  bool
	left    [scenario.Budgets]uint8 // what may still go wrong, by kind
	aims    uint8                   // which aimed faults may still happen, as bits
	held    uint8                   // the writes that the source has held, as bits
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
	naiveSync           // it saves itself what it could not queue
	naiveRollback       // it takes back what it has stored in the cache
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
}

type naiveWorker struct {
	at, tries uint8
}

type naiveNotice struct{ op, version uint8 }

// naiveWrite is what a save carries of one operation, or of several that were merged.
type naiveWrite struct{ op, value, pays, fence uint8 }

// naiveLate is a save whose caller is gone.
type naiveLate struct {
	writes [naiveBatch]naiveWrite
	worker bool // it was a worker's
}

// naive explores one variant.
type naive struct {
	v      *scenario.Variant
	lists  []*strategy.Strategy // by operation
	kinds  []engine.OpKind
	keyOf  []uint8
	client []int
	keys   []string
	exists []bool // by key: the source has it at the start
	pays   []bool // by key: some operation pays
	feed   bool
	ages   bool
	rules  naiveRules
	// writers says that versions are given by the writers.
	writers bool

	states  map[naiveState]int32
	all     []naiveNode
	found   [judge.Properties]int // the fewest steps that violate it, 0 for none
	nodes   [judge.Properties]int // the state in which it was found, or from which one step leads there
	dead    bool                  // a deadlock was seen
	cut     bool
	violate judge.PropertySet // by the choice that is being taken
}

// naiveRules are the rules in which Explore differs from the words that the naive
// explorer follows.
type naiveRules struct {
	// paymentsInOrder judges payments by monotonic-writes. By the words a key with
	// payments is judged by durable and at-most-once alone.
	paymentsInOrder bool
	// firstOfBatch lets faults befall a batch only by its first write. By the words
	// each write of a batch can be refused, and has the faults at its step.
	firstOfBatch bool
	// budgetFirst takes a fault at a step from the budget, if there is one, and only
	// then from the faults that are aimed at the step. By the words both can happen.
	budgetFirst bool
	// payAlone judges no record of a key that has payments. By the words durable is
	// about the record of such a key too.
	payAlone bool
	// takenCounts drops the oldest write where the queue has room but for the items
	// that workers have. By the words these do not count.
	takenCounts bool
	// requeueByPlace lets what waits behind a failed write in the queue take its place,
	// even if that is the older one of the two. By the words the newer one does.
	requeueByPlace bool
	// syncSavesOnce lets nothing befall the first attempt of the save in place of a
	// queue.put. By the words it is a save as any other.
	syncSavesOnce bool
	// fencesPayments lets a fenced source refuse the payments that an older record is
	// merged with. By the words payments are never fenced.
	fencesPayments bool
	// fencedIsTold lets a worker know of a save that was too old, even if its answer
	// is lost.
	fencedIsTold bool
	// outageEndsLate lets an outage end the late saves of workers. By the words they
	// land at any later moment, as those of operations do.
	outageEndsLate bool
}

// asExplored are the rules that Explore follows.
var asExplored = naiveRules{paymentsInOrder: true, firstOfBatch: true, budgetFirst: true, payAlone: true, takenCounts: true,
	requeueByPlace: true, syncSavesOnce: true, fencesPayments: true, fencedIsTold: true, outageEndsLate: true,
}

// naiveNode is a state with where it was found.
type naiveNode struct {
	s      naiveState
	parent int32
	depth  int32
	by     naiveChoice
}

// naiveChoice names a choice for messages.
type naiveChoice struct {
	kind  string
	actor int
	step  strategy.Step
	fault naiveFault
}

// start sets an explorer to the start of a variant, and reports whether it can hold
// that. It uses its memory again.
func (n *naive) start(v *scenario.Variant) bool {
	clear(n.states)
	*n = naive{v: v, rules: asExplored, states: n.states, all: n.all[:0]}
	var s naiveState
	for c := range v.Clients {
		for i := range v.Clients[c].Ops {
			op := &v.Clients[c].Ops[i]
			if len(n.lists) == naiveOps {
				return false
			}
			list := v.Strategy(&v.Clients[c], op)
			n.lists, n.kinds, n.client = append(n.lists, list), append(n.kinds, op.Kind), append(n.client, c)
			n.keyOf = append(n.keyOf, n.key(op.Key))
			n.feed = n.feed || len(list.Feed) > 0
			n.writers = n.writers || v.Source.Rules.Fenced || v.Cache.Rules.Fill == engine.FillVersion && list.Queues()
			n.ages = n.ages || op.Kind == engine.Get && list.Refresh != strategy.NoRefresh
		}
	}
	for _, r := range v.Source.Records {
		n.exists[n.key(r.Key)] = true
	}
	if len(n.keys) > naiveKeys || v.WriteBehind.Workers > naiveWorkers || v.WriteBehind.Rules.Batch > naiveBatch || len(v.Explore.Aims) > 8 {
		return false
	}
	for i, kind := range n.kinds {
		if kind == engine.Pay {
			n.pays[n.keyOf[i]] = true
		}
		s.ops[i].at = n.skipWaits(n.lists[i].Steps, 0)
	}
	for _, key := range v.Cache.Primer {
		k := &s.keys[n.key(key)]
		k.cached, k.ledger = true, n.pays[n.key(key)]
	}
	for i, budget := range v.Explore.Budget {
		s.left[i] = uint8(budget)
	}
	for i := range v.Explore.Aims {
		s.aims |= 1 << i
	}
	n.add(s, -1, naiveChoice{})
	return true
}

// key returns the number of a key.
func (n *naive) key(name string) uint8 {
	i := slices.Index(n.keys, name)
	if i < 0 {
		i = len(n.keys)
		n.keys, n.exists, n.pays = append(n.keys, name), append(n.exists, false), append(n.pays, false)
	}
	return uint8(i)
}

// skipWaits returns the index of the first step from at on that is not a wait.
func (n *naive) skipWaits(steps []strategy.Step, at uint8) uint8 {
	for int(at) < len(steps) && steps[at] == strategy.Wait {
		at++
	}
	return at
}

// add adds a state unless it is known.
func (n *naive) add(s naiveState, parent int32, by naiveChoice) {
	if _, known := n.states[s]; known {
		return
	}
	depth := int32(0)
	if parent >= 0 {
		depth = n.all[parent].depth + 1
	}
	n.states[s] = int32(len(n.all))
	n.all = append(n.all, naiveNode{s, parent, depth, by})
}

// explore goes through all states, breadth first, and reports whether that was
// possible within a number of states.
func (n *naive) explore(limit int) bool {
	for i := 0; i < len(n.all); i++ {
		if len(n.all) > limit || n.cut {
			return false
		}
		if n.allFound() {
			return true
		}
		s, depth := n.all[i].s, int(n.all[i].depth)
		quiet := true
		n.choices(&s, func(c naiveChoice, free bool, t *naiveState) {
			n.note(n.violate, depth+1, i)
			if *t != s {
				quiet = quiet && !free
				n.add(*t, int32(i), c)
			}
		})
		if quiet || n.restless(&s) {
			n.note(n.atRest(&s), depth, i)
			n.dead = n.dead || n.unfinished(&s)
		}
	}
	return true
}

func (n *naive) allFound() bool { return !slices.Contains(n.found[:], 0) }

// note notes what an order of some length violates.
func (n *naive) note(violated judge.PropertySet, depth, node int) {
	for p := range n.found {
		if violated.Has(judge.Property(p)) && n.found[p] == 0 {
			n.found[p], n.nodes[p] = depth, node
		}
	}
}

// unfinished reports whether an operation has no outcome.
func (n *naive) unfinished(s *naiveState) bool {
	for i := range n.kinds {
		if s.ops[i].outcome == naivePending {
			return true
		}
	}
	return false
}

// restless reports whether there is always something to do, and yet nothing of it
// changes what clients, cache and source have. Only a write that is refused for good
// can keep a worker busy for ever.
func (n *naive) restless(s *naiveState) bool {
	if !slices.ContainsFunc(s.ops[:], func(o naiveOp) bool { return o.refused }) {
		return false
	}
	all, known, same := []naiveState{*s}, map[naiveState]bool{*s: true}, true
	for i := 0; i < len(all) && same; i++ {
		at, goesOn := all[i], false
		n.choices(&at, func(_ naiveChoice, free bool, t *naiveState) {
			if !free || *t == at {
				return
			}
			goesOn = true
			same = same && seenOf(t) == seenOf(s)
			if !known[*t] {
				known[*t] = true
				all = append(all, *t)
			}
		})
		same = same && goesOn
	}
	return same
}

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
