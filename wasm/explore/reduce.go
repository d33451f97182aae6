package explore

import (
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
)

// Counterexample is an order of a scenario that violates a property.
type Counterexample struct {
	Finding
	Variant *scenario.Variant // with as few operations and faults as were found to be needed
}

// Reducer makes a counterexample smaller: it leaves out one operation or kind of
// fault after the other, and keeps out those that the violation does not need.
type Reducer struct {
	best  Counterexample
	keep  [][]bool // operations, by client
	tries []func() *scenario.Variant
	trial *scenario.Variant
	x     *Explorer
	limit int // of states that a try may take
	undo  func()
}

// maxTry is the most states that a try takes. What that many do not decide is kept in,
// so that reducing ends soon after exploring.
const maxTry = 500_000

// NewReducer returns a reducer of a counterexample that was found in a variant among so
// many states.
func NewReducer(variant *scenario.Variant, f Finding, states int) *Reducer {
	r := &Reducer{best: Counterexample{f, variant}, limit: min(max(states, 1000), maxTry)}
	for i := range variant.Clients {
		r.keep = append(r.keep, make([]bool, len(variant.Clients[i].Ops)))
		for j := range r.keep[i] {
			r.keep[i][j] = true
		}
	}
	budget := variant.Explore.Budget
	for i := range budget {
		if budget[i] > 0 {
			r.tries = append(r.tries, r.withoutFault(i))
		}
	}
	for i := range r.keep {
		for j := range r.keep[i] {
			r.tries = append(r.tries, r.withoutOp(variant, i, j))
		}
	}
	return r
}

// withoutFault returns a try that allows no faults of a kind.
func (r *Reducer) withoutFault(i int) func() *scenario.Variant {
	return func() *scenario.Variant {
		less := *r.best.Variant
		less.Explore.Budget[i] = 0
		return &less
	}
}

// withoutOp returns a try that leaves out an operation.
func (r *Reducer) withoutOp(variant *scenario.Variant, client, op int) func() *scenario.Variant {
	return func() *scenario.Variant {
		r.keep[client][op] = false
		r.undo = func() { r.keep[client][op] = true }
		less := variant.Only(func(i, j int) bool { return r.keep[i][j] })
		if less != nil {
			aims := less.Explore.Aims
			less.Explore = r.best.Variant.Explore
			less.Explore.Aims = aims
		}
		return less
	}
}

// Advance explores about the given number of states, and reports whether there
// is more to try.
func (r *Reducer) Advance(states int) bool {
	if r.x == nil && !r.begin() {
		return false
	}
	more := r.x.Advance(states)
	found := r.x.finding(r.best.Property)
	if found.Verdict == judge.Unknown && more && r.x.search.states() < r.limit {
		return true
	}
	if found.Verdict == judge.Violated {
		r.best = Counterexample{found, r.trial}
	} else if r.undo != nil {
		r.undo()
	}
	r.x, r.undo = nil, nil
	return len(r.tries) > 0
}

// begin takes up the next try that results in a valid scenario, and reports
// whether there is one.
func (r *Reducer) begin() bool {
	for len(r.tries) > 0 {
		r.trial = r.tries[0]()
		r.tries = r.tries[1:]
		if r.trial != nil {
			if x, err := New(r.trial); err == nil {
				r.x = x
				return true
			}
		}
		if r.undo != nil {
			r.undo()
			r.undo = nil
		}
	}
	return false
}

// bytes returns how much memory the reducer takes.
func (r *Reducer) bytes() int {
	if r.x == nil {
		return 0
	}
	return r.x.bytes()
}

// triesOf returns how many tries it takes to reduce a counterexample of a variant.
func triesOf(variant *scenario.Variant) (n int) {
	for _, times := range variant.Explore.Budget {
		n += min(times, 1)
	}
	for _, client := range variant.Clients {
		n += len(client.Ops)
	}
	return n
}

// Counterexample returns the smallest counterexample found so far.
func (r *Reducer) Counterexample() Counterexample { return r.best }
