package play

import (
	"slices"

	"cacheplay/wasm/clock"
	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// missed returns the scenario's faults that have never struck, with the reasons; none
// in a given order, in which only that goes wrong which a turn says.
func (p *player) missed() (all []trace.Missed) {
	if p.rec.t.Ordered {
		return nil
	}
	for i := range p.variant.Faults {
		fault, state := &p.variant.Faults[i], p.clock.Fault(i)
		if state.Done && state.Vain == clock.NotInVain {
			continue
		}
		m := trace.Missed{Fault: scenario.IDOf(fault), At: fault.At, Why: p.whyMissed(fault, state)}
		if fault.Step != nil {
			m.Step = fault.Step.String()
		}
		all = append(all, m)
	}
	return all
}

// whyMissed returns why a fault has never struck.
func (p *player) whyMissed(fault *scenario.Fault, state clock.FaultState) string {
	t := p.rec.t
	switch {
	case state.Vain != clock.NotInVain:
		return p.whyInVain(state)
	case t.Stopped != "" && !t.Stuck:
		return "the run was cut short before"
	case fault.Step == nil:
		return "no such call was made from then on"
	case state.Met:
		return "something else went wrong with that call, and it was not made again"
	}
	op := p.rec.c.Operation(fault.Step.Client, fault.Step.Op)
	id := t.Ops[op].ID
	switch write := p.whyUnsaved(op); {
	case !t.Ops[op].Sent:
		return id + " was never sent"
	case write != "":
		return write
	case t.Ops[op].Outcome == engine.Failed || t.Ops[op].Outcome == engine.Unknown:
		return id + " ended before that step"
	}
	return id + " never took that step"
}

// whyInVain returns what a fault that was to happen found, which could not fail.
func (p *player) whyInVain(state clock.FaultState) string {
	switch state.Vain {
	case clock.ProcessDown:
		return "the process was down already"
	case clock.WorkerDown:
		return "the worker was down already"
	case clock.NoEntry:
		return "there was no entry of " + p.rec.t.Keys[state.Key].Name
	case clock.NotEvictable:
		return "the entry of " + p.rec.t.Keys[state.Key].Name + " could not be evicted"
	}
	return "the client had nothing left to do"
}

// whyUnsaved returns why no worker has saved the queued write of an operation; "" if one
// has, or it was never queued.
func (p *player) whyUnsaved(op int32) string {
	if slices.ContainsFunc(p.w.Queue.All(), func(i engine.Item) bool { return i.Op == op }) {
		return "its write is still queued"
	}
	for _, e := range slices.Backward(p.rec.t.Events) {
		for _, c := range e.Changes {
			switch {
			case c.Item.Op != op:
			case c.Kind == engine.ItemReplaced && c.ItemAfter.Op != op && p.m.Queue.Coalescing == engine.Merge:
				return "its write was merged with a newer one"
			case c.Kind == engine.ItemReplaced && c.ItemAfter.Op != op:
				return "a newer write took its place in the queue"
			case c.Kind == engine.ItemLost:
				return "its write was lost in a crash"
			case c.Kind == engine.ItemDropped:
				return "its write was dropped from the queue"
			}
		}
	}
	return ""
}
