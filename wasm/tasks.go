//go:build js && wasm

package main

import (
	"cacheplay/wasm/bridge"
	"cacheplay/wasm/explore"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// task is work that takes long. JavaScript asks for it in chunks, so that
// it can make other calls in between, and abandon the task.
type task interface {
	// Advance goes on by about this many states, or by as many things that
	// happen, and reports whether there is more to do.
	Advance(states int) bool
	// memory returns how many bytes the task may take.
	memory() int
	// progress returns what is known so far.
	progress() any
	// result returns what has been found.
	result() any
}

// failing is a task that can come to what makes it impossible, in its input.
type failing interface{ failure() error }

// The tasks that have begun and not finished, by their handles.
var (
	tasks      = map[int64]task{}
	lastHandle int64
)

// start adds a task and returns its handle.
func start(t task) any {
	lastHandle++
	tasks[lastHandle] = t
	putOffGarbage()
	return float64(lastHandle)
}

// taskOf returns the task to which a call's handle belongs.
func taskOf(args bridge.Args) (int64, task, error) {
	handle, err := args.Integer(0, "handle", 1, 1<<53)
	if err != nil {
		return 0, nil, err
	}
	t := tasks[handle]
	if t == nil {
		return 0, nil, &bridge.ArgumentError{Text: "handle: there is no such task"}
	}
	return handle, t, nil
}

// advance lets a task go on by a number of states, or of things that happen, and
// reports whether there is more to do. A task that fails is forgotten.
func advance(args bridge.Args) (any, error) {
	handle, t, err := taskOf(args)
	if err != nil {
		return nil, err
	}
	states, err := args.Integer(1, "states", 1, 1<<20)
	if err != nil {
		return nil, err
	}
	more := t.Advance(int(states))
	if f, ok := t.(failing); ok && f.failure() != nil {
		forget(handle)
		return nil, &bridge.ArgumentError{Text: f.failure().Error()}
	}
	return more, nil
}

// forget removes a task.
func forget(handle int64) {
	delete(tasks, handle)
	putOffGarbage()
}

// progress returns what a task knows so far.
func progress(args bridge.Args) (any, error) {
	_, t, err := taskOf(args)
	if err != nil {
		return nil, err
	}
	return bridge.JSON(t.progress()), nil
}

// finish returns what a task has found, and forgets it.
func finish(args bridge.Args) (any, error) {
	handle, t, err := taskOf(args)
	if err != nil {
		return nil, err
	}
	result := bridge.JSON(t.result())
	forget(handle)
	return result, nil
}

// exploration explores the variants of a scenario.
type exploration struct{ *view.Exploration }

// beginExploration begins to explore a scenario.
func beginExploration(args bridge.Args) (any, error) {
	s, err := args.Scenario(0)
	if err != nil {
		return nil, err
	}
	return start(exploration{view.Explore(s)}), nil
}

// memory is the most that a variant may take: they are explored one after the other.
func (x exploration) memory() (most int) {
	for i := range x.Variants {
		if s := x.Variants[i].Survey; s != nil {
			most = max(most, s.Variant.Explore.Memory)
		}
	}
	return most
}

func (x exploration) progress() any {
	variants := make([]any, len(x.Variants))
	for i := range x.Variants {
		variants[i] = x.variant(i, false)
	}
	return map[string]any{"runs": variants}
}

func (x exploration) result() any {
	variants := make([]any, len(x.Variants))
	for i := range x.Variants {
		variants[i] = x.variant(i, true)
	}
	out := map[string]any{"runs": variants}
	if variant, p, ok := x.Worst(); ok {
		out["worst"] = map[string]any{"run": variant, "property": p.String()}
	}
	return out
}

// variant returns what is known of a variant; explanations and counterexamples
// only if asked for.
func (x exploration) variant(i int, explained bool) any {
	e := &x.Variants[i]
	out := map[string]any{"name": e.Name, "problem": e.Problem}
	if e.Survey == nil {
		return out
	}
	p := e.Survey.Progress()
	out["states"], out["frontier"], out["depth"], out["bytes"] = p.States, p.Frontier, p.Depth, p.Bytes
	out["complete"], out["bound"], out["tried"], out["tries"] = p.Complete, string(p.Bound), p.Tried, p.Tries
	out["extent"] = e.Extent()
	if read, write, ok := e.Pair(); ok {
		out["read"], out["write"] = read, write
	}
	out["faults"] = faults(e.Survey.Variant)
	left := []any{}
	for _, words := range e.Survey.Variant.Explore.LeftOut() {
		left = append(left, words)
	}
	out["leftOut"] = left
	out["limits"] = map[string]any{"states": e.Survey.Variant.Explore.States, "memory": e.Survey.Variant.Explore.Memory}
	if ticks, bounded, counted := e.Survey.Staleness(); counted {
		out["staleness"] = map[string]any{"ticks": ticks, "bounded": bounded}
	}
	out["deadlock"] = e.Survey.Deadlock() != nil
	var judgements []any
	for _, j := range e.Survey.Judgements() {
		if e.Concerns(j.Property) {
			judgements = append(judgements, judgement(e, j, explained))
		}
	}
	out["judgements"] = judgements
	return out
}

func judgement(explored *view.Explored, j explore.Judgement, explained bool) any {
	out := map[string]any{"property": j.Property.String(), "title": j.Property.Title(), "violation": j.Property.Violation(), "verdict": j.Verdict.String(), "steps": j.Steps}
	if note := explored.Note(j.Property, j.Verdict); note != "" {
		out["note"] = note
	}
	for _, e := range explored.Survey.Variant.Expect {
		if e.Property == j.Property.String() {
			out["expected"] = e.Verdict
		}
	}
	if explained {
		if why, ok := explored.Why(j.Property); ok {
			out["why"] = explanation(&why, j.Example, j.IsShortest())
		}
	}
	return out
}

// explanation returns a counterexample in words and as a scenario; isShortest says
// that none is known to be shorter.
func explanation(why *view.Explanation, example *explore.Counterexample, isShortest bool) any {
	return map[string]any{"words": why.HTML(), "steps": len(example.Order), "operations": why.Operations, "faults": why.Faults, "shortest": isShortest,
		"scenario": why.Document}
}

// faults returns what can go wrong in a variant, and how often.
func faults(variant *scenario.Variant) any {
	var out []any
	for i, n := range variant.Explore.Budget {
		if variant.CanGoWrong(i) {
			out = append(out, map[string]any{"id": scenario.BudgetID(i), "kind": scenario.BudgetID(i), "name": scenario.BudgetName(i), "times": n})
		}
	}
	for _, aim := range variant.Explore.Aims {
		out = append(out, map[string]any{"id": aim.String(), "kind": scenario.FaultID(aim.Fault), "name": aim.Name(), "times": 1, "aimed": true})
	}
	return out
}

// remedySearch searches for remedies against a violation, each within the memory of the
// variant.
type remedySearch struct {
	*explore.RemedySearch
	most int // bytes
}

func (s remedySearch) memory() int { return s.most }

// beginRemedies begins to search for remedies against the violation of a
// property by a variant.
func beginRemedies(args bridge.Args) (any, error) {
	s, err := args.Scenario(0)
	if err != nil {
		return nil, err
	}
	variant, err := args.Integer(1, "run", 0, int64(len(s.Variants)-1))
	if err != nil {
		return nil, err
	}
	id, err := args.Text(2, "property")
	if err != nil {
		return nil, err
	}
	if p, ok := judge.Named(id); ok {
		return start(remedySearch{explore.NewRemedySearch(&s.Variants[variant], p), s.Variants[variant].Explore.Memory}), nil
	}
	return nil, &bridge.ArgumentError{Text: `property: "` + id + `" is not one`}
}

func (s remedySearch) progress() any { return s.result() }

func (s remedySearch) result() any {
	found := []any{}
	for _, f := range s.Found() {
		after := map[string]any{}
		for p, verdict := range f.After {
			after[judge.Property(p).String()] = verdict.String()
		}
		found = append(found, map[string]any{"patch": f.Patch, "words": f.Words, "states": f.States, "after": after})
	}
	return found
}
