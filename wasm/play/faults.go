package play

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
)

// faults are the faults of a run, and which of them have happened.
type faults struct {
	list []scenario.Fault // the scenario's faults, then the source's outages
	own  int              // the number of the scenario's faults
	keys []string
	done []bool // by index in list
	over int64  // when the outage that lasts longest is over
}

func newFaults(variant *scenario.Variant, c *scenario.Compiled) *faults {
	f := &faults{list: slices.Clone(variant.Faults), own: len(variant.Faults), keys: c.Keys}
	for _, o := range variant.Source.Outages {
		f.list = append(f.list, scenario.Fault{Kind: engine.OutageBegins, At: o.From, RestartAfter: o.To - o.From})
	}
	f.done = make([]bool, len(f.list))
	return f
}

// schedule puts the faults that happen at a time on the agenda. The outages of
// the source are passive: they do not keep a run going.
func (f *faults) schedule(a *agenda) {
	for i, fault := range f.list {
		if fault.Step == nil && fault.Kind != engine.NoChoice {
			a.push(pending{at: fault.At, fault: i, passive: i >= f.own})
		}
	}
}

// strike returns the choice that a fault makes and how long it lasts, and false
// where there is nothing that can fail: a process that is down cannot crash. An
// outage during another one only makes that last longer. The fault happens at a
// call of the actor by, if that is not zero.
func (f *faults) strike(i int, w *engine.World, by engine.Choice) (c engine.Choice, lasts int64, ok bool) {
	fault := &f.list[i]
	f.done[i] = true
	c, lasts = engine.Choice{Kind: fault.Kind}, fault.RestartAfter
	switch fault.Kind {
	case engine.Crash:
		return c, lasts, !w.Down
	case engine.CrashWorker:
		c.Actor = int32(max(slices.IndexFunc(w.Workers, busy), 0))
		if by.Kind == engine.WorkerStep {
			c.Actor = by.Actor
		}
		return c, lasts, !w.Down && w.Workers[c.Actor].Phase != engine.Dead
	case engine.Evict:
		c.Actor = int32(slices.Index(f.keys, fault.Key))
	case engine.OutageBegins:
		f.over = max(f.over, w.Clock.Now+lasts)
		return c, lasts, !w.Outage
	}
	return c, lasts, true
}

// busy reports whether a worker has a write.
func busy(worker engine.Worker) bool {
	return worker.Phase != engine.Idle && worker.Phase != engine.Sleeping && worker.Phase != engine.Dead
}

// ofCall returns the fault of the call that an actor is about to make, and its
// index, -1 for none: a fault that names the step, or one whose time has come. The
// caller marks it as done once the call has left: the actor may have to wait
// instead.
func (f *faults) ofCall(m *engine.Model, w *engine.World, c engine.Choice) (int, engine.Fault) {
	step, op := m.Begins(w, c)
	for i, fault := range f.list {
		if f.done[i] || !fault.Call.Strikes(step) {
			continue
		}
		if here := fault.Step != nil && opID(m, *fault.Step) == op && step.Is(fault.Step.Step); here || fault.Step == nil && fault.At <= w.Clock.Now {
			return i, fault.Call
		}
	}
	return -1, engine.NoFault
}

// delayOf returns how much longer the call that has just left is on its way.
func (f *faults) delayOf(m *engine.Model, w *engine.World, e *engine.Effect) int64 {
	if e.Phase != engine.Calling || e.Op < 0 {
		return 0
	}
	for i := range f.list {
		fault := &f.list[i]
		if f.done[i] || fault.Delay == 0 {
			continue
		}
		if here := fault.Step != nil && opID(m, *fault.Step) == e.Op && e.Actor.Is(fault.Step.Step); here || fault.Step == nil && fault.At <= w.Clock.Now {
			f.done[i] = true
			return fault.Delay
		}
	}
	return 0
}

// atCall returns the indexes of the faults, other than those of the call itself,
// that happen as a step's call leaves. An eviction without a key is of the
// operation's key.
func (f *faults) atCall(m *engine.Model, w *engine.World, e *engine.Effect) []int {
	if e.Phase != engine.Calling || e.Op < 0 || w.Down {
		return nil
	}
	var out []int
	for i := range f.list {
		fault := &f.list[i]
		if f.done[i] || fault.Kind == engine.NoChoice || fault.Step == nil || opID(m, *fault.Step) != e.Op || !e.Actor.Is(fault.Step.Step) {
			continue
		}
		if fault.Kind == engine.Evict && fault.Key == "" {
			fault.Key = f.keys[w.Ops[e.Op].Key]
		}
		out = append(out, i)
	}
	return out
}
