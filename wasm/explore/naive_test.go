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
	rules  naiveRules

	feed    bool // the source tells of its changes
	ages    bool // entries age before they expire
	writers bool // versions are given by the writers

	states  map[naiveState]int32
	all     []naiveNode
	found   [judge.Properties]int // the fewest steps that violate it, 0 for none
	nodes   [judge.Properties]int // the state in which it was found, or from which one step leads there
	dead    bool                  // a deadlock was seen
	cut     bool
	violate judge.PropertySet // by the choice that is being taken
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
	n.readOps()
	for _, r := range v.Source.Records {
		n.exists[n.key(r.Key)] = true
	}
	rules := &v.WriteBehind.Rules
	if len(n.kinds) > naiveOps || len(n.keys) > naiveKeys || v.WriteBehind.Workers > naiveWorkers || rules.Batch > naiveBatch {
		return false
	}
	var s naiveState
	for i := range n.kinds {
		s.ops[i].at = skipWaits(n.lists[i].Steps, 0)
	}
	for _, key := range v.Cache.Primer {
		k := &s.keys[n.key(key)]
		k.cached, k.ledger = true, n.pays[n.key(key)]
	}
	for i, budget := range v.Explore.Budget {
		s.left[i] = uint8(budget)
	}
	s.tokens = v.Accessor.Rules.RetryBudget.Max
	for i := range v.Explore.Aims {
		s.aims |= 1 << i
	}
	n.add(s, -1, naiveChoice{})
	return true
}

// readOps reads the operations of the variant and what follows from them.
func (n *naive) readOps() {
	for c := range n.v.Clients {
		for i := range n.v.Clients[c].Ops {
			op := &n.v.Clients[c].Ops[i]
			list, key := n.v.Strategy(&n.v.Clients[c], op), n.key(op.Key)
			n.lists, n.kinds, n.client, n.keyOf = append(n.lists, list), append(n.kinds, op.Kind), append(n.client, c), append(n.keyOf, key)
			n.pays[key] = n.pays[key] || op.Kind == engine.Pay
			n.feed = n.feed || len(list.Feed) > 0
			n.ages = n.ages || op.Kind == engine.Get && list.Refresh != strategy.NoRefresh
			n.writers = n.writers || n.v.Source.Rules.Fenced || n.v.Cache.Rules.Fill == engine.FillVersion && list.Queues()
		}
	}
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
func skipWaits(steps []strategy.Step, at uint8) uint8 {
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
