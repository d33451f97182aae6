// Package explore goes through every order in which the steps of a scenario's
// operations, of its worker and of a number of faults can happen, and judges
// each by the standard properties: either none of the states violates a
// property, or there is a shortest run that does.
//
// It stands on packages scenario and engine, chooses steps of the same engine
// as Play, and contains no strategy. It promises that "holds" is said only when
// every state has been seen, that a counterexample is as short as any, that it
// replays in Play as the scenario's "order", and that it reads no clock and
// starts no goroutine: it goes on as far as it is asked to.
package explore

import (
	"math/bits"
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
)

// Verdict is what exploration can say of a property.
type Verdict uint8

// The verdicts. Unknown: the search was cut short before it found anything.
const (
	Unknown Verdict = iota
	Holds
	Violated
)

// String returns the verdict's id in scenarios and results.
func (v Verdict) String() string { return [...]string{"unknown", "holds", "violated"}[v] }

// Finding is what was found about one property.
type Finding struct {
	Property Property
	Verdict  Verdict
	// Order is the counterexample of a violated property: a scenario with this
	// order replays it.
	Order []scenario.OrderItem
	// Witness is the operation that shows the violation, by its number: the read
	// that was answered so, the write that was lost, the payment that was made
	// twice, the write that came late. Other is what it is to be compared with: the
	// write that a read should have seen or that it did see, the read before it,
	// the write that the source holds instead, the write that came earlier. Both
	// are -1 where there is none; of Converges, Other is the number of the key.
	Witness, Other int
}

// Explorer explores one run of a scenario.
type Explorer struct {
	c      *scenario.Compiled
	m      *engine.Model
	first  engine.World
	begin  budget
	timing timing
	limit  int // the search stops at so many states
	search *search

	// What states consist of, and what can happen to that.
	shared parts[sharedPart]
	own    parts[ownPart]
	moves  moves

	// The state at hand, and where it leads. Of w and h, how far operations are and
	// what has been seen is known at once; the rest, age and left once decoded.
	s, to         state
	w, next       engine.World
	h, after      history
	age           ages
	left          budget
	found         found
	step          int  // the number of the next move
	changed       bool // an operation, or the clock, changes something that need not go wrong
	workerChanged bool // a worker or the change feed does
	e             engine.Effect
	choices       []engine.Choice
	code          []byte
	judge         judge

	// What was found.
	nodes        [properties]int // where each property was first violated, -1 for nowhere
	witnesses    [properties][2]int32
	deadlockNode int // where there was first a deadlock, -1 for nowhere
	staleness    int // the greatest seen, in ticks
	stalestNode  int // where it was seen
	complete     bool
}

// budget is how often each kind of things that can go wrong may still happen,
// by the bit of engine.Allowed.
type budget [scenario.Budgets]uint8

// allowed returns what may still happen.
func (b *budget) allowed() engine.Allowed {
	var a engine.Allowed
	for i, n := range b {
		if n > 0 {
			a |= 1 << i
		}
	}
	return a
}

// spend takes one of a kind.
func (b *budget) spend(need engine.Allowed) {
	if need != 0 {
		b[bits.TrailingZeros16(uint16(need))]--
	}
}

// New begins to explore a run. It is an error if the run has too many
// operations, or an order of its own.
func New(run *scenario.Run) (*Explorer, error) {
	r := *run
	r.Order = []scenario.OrderItem{{}} // so that it is compiled without a clock
	c := r.Compile()
	if n := len(c.Ops); n > MaxOps {
		return nil, &TooLarge{Ops: n}
	}
	x := &Explorer{c: c, m: c.Model, deadlockNode: -1, limit: run.Explore.States, timing: timingOf(run), stalestNode: -1}
	x.moves.limit = maxMoves
	x.first.Copy(c.World)
	x.w.Copy(c.World)
	x.next.Copy(c.World)
	x.judge = judge{lin: newLinearizer(c.World), paid: make([]bool, len(c.Keys))}
	for i := range c.World.Ops {
		if op := &c.World.Ops[i]; op.Kind == engine.Pay {
			x.judge.paid[op.Key] = true
		}
	}
	for p := range x.nodes {
		x.nodes[p] = -1
	}
	x.begin = budgetOf(run)
	x.search = newSearch(x)
	return x, nil
}

// TooLarge says that a run has more operations than can be explored.
type TooLarge struct{ Ops int }

func (e *TooLarge) Error() string {
	return itoa(e.Ops) + " operations are too many to explore: at most " + itoa(MaxOps) + " are possible"
}

// budgetOf returns what a run lets go wrong.
func budgetOf(run *scenario.Run) budget {
	var b budget
	for i, n := range run.Explore.Budget {
		b[i] = uint8(n)
	}
	return b
}

// Advance expands up to so many states, and reports whether there are more to
// expand. It stops for good at the bound, or when every property is known to be
// violated; where it stops does not depend on how it is asked to go on.
func (x *Explorer) Advance(states int) bool {
	for ; states > 0 && !x.complete && !x.stopped(); states-- {
		x.complete = !x.search.advance()
	}
	return !x.complete && !x.stopped()
}

// stopped reports whether the search need not, or must not, go on.
func (x *Explorer) stopped() bool {
	return x.search.states() >= x.limit || x.judge.known == 1<<properties-1
}

// Progress is how far an exploration has come.
type Progress struct {
	States, Frontier, Depth, Bytes int
	Complete                       bool
}

// Progress returns how far it has come.
func (x *Explorer) Progress() Progress {
	return Progress{x.search.states(), x.search.frontierSize(), x.search.depth, x.bytes(), x.complete}
}

// bytes returns about how much memory the exploration takes.
func (x *Explorer) bytes() int {
	return x.search.bytes() + x.shared.bytes() + x.own.bytes() + x.moves.bytes() + x.judge.lin.bytes()
}

// Findings returns a finding for each property, with what is known by now.
func (x *Explorer) Findings() []Finding {
	out := make([]Finding, properties)
	for p := range out {
		out[p] = x.finding(Property(p))
	}
	return out
}

// finding returns what is known about one property.
func (x *Explorer) finding(p Property) Finding {
	f := Finding{Property: p, Witness: nobody, Other: nobody}
	switch node := x.nodes[p]; {
	case node >= 0:
		f.Verdict, f.Order = Violated, x.order(node)
		f.Witness, f.Other = int(x.witnesses[p][0]), int(x.witnesses[p][1])
	case x.complete:
		f.Verdict = Holds
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

// order replays the way to a node and names its choices.
func (x *Explorer) order(node int) []scenario.OrderItem {
	var w engine.World
	w.Copy(&x.first)
	left, age := x.begin, ages{}
	var order []scenario.OrderItem
	for _, step := range x.search.path(node) {
		choices := x.m.Choices(&w, left.allowed(), nil)
		if step == len(choices) {
			order = append(order, x.passTime(&w, &age)...)
			continue
		}
		c := choices[step]
		order = append(order, x.c.Turn(&w, c))
		x.m.Leap(&w, c, &x.e, func(_ engine.Choice, e *engine.Effect) { age.note(e, &w) })
		left.spend(c.Needs())
	}
	return order
}

// passTime lets time pass by a tick, and names the expiries that it brings.
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
// and an order that leads to it; bounded is false where it can be greater still.
// Only where time is counted.
func (x *Explorer) Staleness() (ticks int, bounded bool, order []scenario.OrderItem) {
	if x.stalestNode >= 0 {
		order = x.order(x.stalestNode)
	}
	return x.staleness, x.complete && x.staleness < int(x.timing.maxAge()), order
}

func itoa(n int) string { return strconv.Itoa(n) }
