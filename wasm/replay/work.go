package replay

import (
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/workload"
)

// Work carries out a plan over operations, in slices: it first makes a trace of them.
type Work struct {
	plan       Plan
	operations workload.Source
	total      int64 // how many operations there are
	trace      *Trace
	taken      int64
	capacities []int64 // nil until the trace is there
	err        error

	at   int  // which run or curve comes next
	run  *Run // the one that is under way
	runs []Replayed

	sample *Sample
	curves []*Curve
}

// NewWork returns a plan to be carried out over so many operations.
func NewWork(plan Plan, operations workload.Source, total int64) *Work {
	return &Work{plan: plan, operations: operations, total: total, trace: &Trace{Keys: make([]int32, 0, total)}}
}

// Err returns why the plan cannot be carried out.
func (w *Work) Err() error { return w.err }

// Trace returns the trace as far as it is made.
func (w *Work) Trace() *Trace { return w.trace }

// maxSlice is how many requests are served at a time at most: what a request costs differs
// much between policies, so that those who measure one must not go on as fast with the next.
const maxSlice = 1 << 15

// Advance serves about n requests, and reports whether there is more to do.
func (w *Work) Advance(n int) bool {
	n = min(n, maxSlice)
	switch {
	case w.err != nil:
		return false
	case w.capacities == nil:
		return w.take(n)
	case w.plan.Curve:
		return w.draw(n)
	}
	return w.replay(n)
}

// take takes up to n operations into the trace.
func (w *Work) take(n int) bool {
	var op workload.Operation
	for ; n > 0 && w.operations.Next(&op); n-- {
		w.trace.Add(&op)
		w.taken++
	}
	if n == 0 {
		return true
	}
	w.capacities, w.err = w.plan.CapacitiesFor(w.trace)
	if w.plan.Curve {
		w.sample = BeginSample(w.trace, SampleAbove)
	}
	return w.err == nil
}

// replay serves up to n requests of a run.
func (w *Work) replay(n int) bool {
	count := len(w.capacities)
	if w.at == len(w.plan.Policies)*count {
		return false
	}
	policy, capacity := w.plan.Policies[w.at/count], w.capacities[w.at%count]
	if w.run == nil {
		w.run = Begin(w.trace, policy, capacity, w.plan.Bytes)
	}
	if !w.run.Advance(n) {
		w.runs = append(w.runs, Replayed{Policy: policy, Capacity: capacity, Counts: w.run.Counts()})
		w.run = nil
		w.at++
	}
	return w.at < len(w.plan.Policies)*count
}

// draw serves up to n requests of a curve.
func (w *Work) draw(n int) bool {
	if w.sample.Advance(n) {
		return true
	}
	if w.at == len(w.plan.Policies) {
		return false
	}
	if len(w.curves) == w.at {
		w.curves = append(w.curves, w.sample.Curve(w.plan.Policies[w.at], w.capacities, w.plan.Bytes))
	}
	if !w.curves[w.at].Advance(n) {
		w.at++
	}
	return w.at < len(w.plan.Policies)
}

// share returns which part of the work is done, the trace being as much as a run.
func (w *Work) share() float64 {
	all, done := len(w.plan.Policies), float64(w.at)
	if !w.plan.Curve {
		all *= w.plan.given
	}
	switch {
	case w.capacities == nil:
		return float64(w.taken) / float64(max(w.total, 1)) / float64(1+all)
	case w.run != nil:
		done += w.run.Done()
	case w.at < len(w.curves):
		done += w.curves[w.at].Done()
	}
	return (1 + done) / float64(1+all)
}

// Result returns what is found so far, as an object (wasm/README.md, "Formats").
func (w *Work) Result() jsontree.Value {
	name, list := "runs", jsontree.FromItems()
	if w.plan.Curve {
		name = "curves"
	}
	for i := range w.runs {
		list.Items = append(list.Items, w.runs[i].JSON(w.trace))
	}
	for _, c := range w.curves {
		list.Items = append(list.Items, c.JSON())
	}
	share := w.share()
	return jsontree.FromPairs("version", 1, "complete", share == 1, "share", share, name, list)
}
