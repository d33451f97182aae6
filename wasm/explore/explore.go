// Package explore searches every order in which the steps of a scenario, and a
// number of faults, can happen, and judges the standard properties: either no
// order violates a property, or the search finds a shortest one that does.
//
// It depends on packages scenario, judge and engine: it chooses steps of the same
// engine as package play, and contains no strategy.
//
// It guarantees that a property is said to hold only when every state has been
// seen; that a counterexample is as short as any and replays as the scenario's
// "order"; and that it reads no clock and starts no goroutine, but searches only
// as far as its caller asks.
package explore

import (
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
)

// MaxOps is how many operations a scenario can have to be explored.
const MaxOps = 16

// Finding is what was found about one property: Holds means that no order violates
// it, Violated that some order does, and Unknown that the search ended before it
// found one.
type Finding struct {
	judge.Finding
	// Order is a counterexample if the property is violated: a scenario with this
	// order replays it.
	Order []scenario.OrderItem
}

// noOperation takes the place of an operation's number where there is none.
const noOperation = judge.None

// Explorer explores one variant of a scenario.
type Explorer struct {
	c      *scenario.Compiled
	m      *engine.Model
	first  engine.World
	begin  budget
	timing timing
	limits struct{ states, bytes, parts int }
	search *search
	bound  Bound // that the search has reached

	// The parts of states seen so far, and the moves between them.
	shared parts[sharedPart]
	own    parts[ownPart]
	moves  moves

	// The current state s and the state that a move leads to. load sets how far the
	// operations of w are and what h has seen; decode sets all of w, h, age and
	// left.
	s, to         state
	w, next       engine.World
	h, after      judge.History
	age           ages
	left          budget
	found         found
	step          int  // the number of the next move
	changed       bool // some move of an operation or the clock, without a fault, changes the state
	workerChanged bool // some move of a worker or the change feed does
	e             engine.Effect
	choices       []engine.Choice
	code          []byte
	judge         *judge.Judge

	// What was found.
	nodes        [judge.Properties]int // where each property was first violated, -1 for nowhere
	witnesses    [judge.Properties][2]int32
	deadlockNode int // where the first deadlock was found, -1 for nowhere
	staleness    int // the greatest seen, in ticks
	stalestNode  int // where it was seen
	complete     bool
}

// New returns an Explorer of a variant that has expanded no state yet. The error
// is a *TooLarge.
func New(variant *scenario.Variant) (*Explorer, error) {
	untimed := *variant
	untimed.Order = []scenario.OrderItem{{}} // a variant with an order is compiled without a clock
	c := untimed.Compile()
	if n := len(c.Ops); n > MaxOps {
		return nil, &TooLarge{Ops: n}
	}
	x := &Explorer{c: c, m: c.Model, deadlockNode: -1, timing: timingOf(variant), stalestNode: -1}
	x.limits.states, x.limits.bytes, x.limits.parts = variant.Explore.States, variant.Explore.Memory, maxOwn
	x.moves.limit = maxMoves
	x.first.Copy(c.World)
	x.w.Copy(c.World)
	x.next.Copy(c.World)
	x.judge = judge.New(c.Model, c.World)
	for p := range x.nodes {
		x.nodes[p] = -1
	}
	x.begin = budgetOf(variant)
	x.search = newSearch(x)
	return x, nil
}

// TooLarge is the error of a scenario with too many operations.
type TooLarge struct{ Ops int }

func (e *TooLarge) Error() string {
	return itoa(e.Ops) + " operations are too many to explore: at most " + itoa(MaxOps) + " are possible"
}

// Bound is a limit that ends an exploration before it has seen every state.
type Bound string

// The bounds. Those of states and of memory are named like the members of "explore" that
// set them.
const (
	Unbounded Bound = ""
	OfStates  Bound = "states"
	OfMemory  Bound = "memory"
	OfParts   Bound = "parts" // no more states of single operations can be told apart
)

// Advance expands at most the given number of states, and reports whether there
// are more to expand. Exploration stops at its limit of states or of memory, or once
// every property is known to be violated; where it stops does not depend on how
// Advance is called.
func (x *Explorer) Advance(states int) bool {
	for ; states > 0 && !x.ended(); states-- {
		x.complete = !x.search.advance()
		if !x.complete {
			x.bound = x.reached()
		}
	}
	return !x.ended()
}

// ended reports whether the search has seen every state, has reached a limit, or has
// nothing left to find.
func (x *Explorer) ended() bool {
	return x.complete || x.bound != Unbounded || x.judge.Known == judge.Every
}

// reached returns the limit that the search has reached.
func (x *Explorer) reached() Bound {
	switch {
	case x.search.states() >= x.limits.states:
		return OfStates
	case x.bytes() >= x.limits.bytes:
		return OfMemory
	case x.own.codes.len() > x.limits.parts:
		return OfParts
	}
	return Unbounded
}

// Progress is how far an exploration has come.
type Progress struct {
	States, Frontier, Depth int
	Bytes                   int   // of memory that it takes, about
	Bound                   Bound // that it has reached
	Complete                bool  // every state has been seen
	// Of the tries to make counterexamples smaller, how many are done, and how many
	// there are once it is known.
	Tried, Tries int
}

// Progress returns how far the exploration has come.
func (x *Explorer) Progress() Progress {
	return Progress{States: x.search.states(), Frontier: x.search.frontier.len(), Depth: x.search.depth,
		Bytes: x.bytes(), Bound: x.bound, Complete: x.complete}
}

// bytes returns how much memory the exploration takes, about.
func (x *Explorer) bytes() int {
	return x.search.bytes() + x.shared.bytes() + x.own.bytes() + x.moves.bytes() + x.judge.Bytes()
}

// Findings returns what is known of each property.
func (x *Explorer) Findings() []Finding {
	out := make([]Finding, judge.Properties)
	for p := range out {
		out[p] = x.finding(judge.Property(p))
	}
	return out
}

// finding returns what is known of one property.
func (x *Explorer) finding(p judge.Property) Finding {
	f := Finding{Finding: judge.Finding{Property: p, Witness: noOperation, Other: noOperation}}
	switch node := x.nodes[p]; {
	case node >= 0:
		f.Verdict, f.Order = judge.Violated, x.order(node)
		f.Witness, f.Other = int(x.witnesses[p][0]), int(x.witnesses[p][1])
	case x.complete:
		f.Verdict = judge.Holds
	}
	return f
}

// Deadlock returns an order that leads into a deadlock, nil if none is known.
func (x *Explorer) Deadlock() []scenario.OrderItem {
	if x.deadlockNode < 0 {
		return nil
	}
	return x.order(x.deadlockNode)
}

// order replays the path to a node and returns its choices as an order of the
// scenario.
func (x *Explorer) order(node int) []scenario.OrderItem {
	var w engine.World
	w.Copy(&x.first)
	left, age := x.begin, ages{}
	var order []scenario.OrderItem
	for _, step := range x.search.path(node) {
		choices := left.choices(x.m, &w)
		if step == len(choices) {
			order = append(order, x.passTime(&w, &age)...)
			continue
		}
		c := choices[step]
		order = append(order, x.c.Turn(&w, c))
		left.spend(x.m, &w, c)
		x.m.Leap(&w, c, &x.e, func(_ engine.Choice, e *engine.Effect) { age.note(e, &w) })
	}
	return order
}

// passTime takes the clock on by a tick, and returns the expiries that it brings
// as items of an order.
func (x *Explorer) passTime(w *engine.World, age *ages) []scenario.OrderItem {
	var order []scenario.OrderItem
	for _, key := range age.tick(w, x.timing) {
		c := engine.Choice{Kind: engine.Expiry, Actor: key}
		order = append(order, x.c.Turn(w, c))
		x.m.Leap(w, c, &x.e, func(_ engine.Choice, e *engine.Effect) { age.note(e, w) })
	}
	return order
}

// Staleness returns the greatest staleness of an answer that was seen, in ticks,
// and an order that leads to it. bounded is false if the staleness can be
// greater still. It is meaningful only if time is counted.
func (x *Explorer) Staleness() (ticks int, bounded bool, order []scenario.OrderItem) {
	if x.stalestNode >= 0 {
		order = x.order(x.stalestNode)
	}
	return x.staleness, x.complete && x.staleness < int(x.timing.maxAge()), order
}

func itoa(n int) string { return strconv.Itoa(n) }
