package play

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
)

// faults are what is meant to go wrong in a run, and what has already.
type faults struct {
	list []scenario.Fault // the scenario's, and behind them the source's outages
	own  int              // how many are the scenario's
	keys []string
	done []bool
	over int64 // when the last outage that has struck is over
}

func newFaults(run *scenario.Run, c *scenario.Compiled) *faults {
	f := &faults{list: slices.Clone(run.Faults), own: len(run.Faults), keys: c.Keys}
	for _, o := range run.Source.Outages {
		f.list = append(f.list, scenario.Fault{Kind: engine.OutageBegins, At: o.From, RestartAfter: o.To - o.From})
	}
	f.done = make([]bool, len(f.list))
	return f
}

// schedule puts what happens at a time on the agenda. The outages of the source
// do not keep a run alive that is over before they begin.
func (f *faults) schedule(a *agenda) {
	for i, fault := range f.list {
		if fault.Step == nil && fault.Kind != engine.NoChoice {
			a.push(pending{at: fault.At, fault: i, passive: i >= f.own})
		}
	}
}

// strike returns the choice that a fault is and how long it lasts, and false
// where nothing is there for it to strike. An outage that strikes while another
// one lasts makes it last longer. By is the actor whose call has just left, if it
// is one that the fault names.
func (f *faults) strike(i int, w *engine.World, by engine.Choice) (c engine.Choice, lasts int64, ok bool) {
	fault := &f.list[i]
	f.done[i] = true
	c, lasts = engine.Choice{Kind: fault.Kind}, fault.RestartAfter
	switch fault.Kind {
	case engine.Crash:
		return c, lasts, !w.Down // a process that is down cannot crash
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

func busy(worker engine.Worker) bool {
	return worker.Phase != engine.Idle && worker.Phase != engine.Sleeping && worker.Phase != engine.Dead
}

// befalling returns the fault that goes wrong with the call that an actor is
// about to make, one that names it or one whose time has come, and -1 for none.
// It is done once the call has left, and not if the actor has to wait instead.
func (f *faults) befalling(m *engine.Model, w *engine.World, c engine.Choice) (int, engine.Fault) {
	step, op := m.Begins(w, c)
	for i, fault := range f.list {
		if f.done[i] || !fault.Call.Strikes(step) {
			continue
		}
		if here := fault.Step != nil && opID(m, *fault.Step) == op && fault.Step.Step == stepOf(step, fault.Step.Step); here || fault.Step == nil && fault.At <= w.Clock.Now {
			return i, fault.Call
		}
	}
	return -1, engine.NoFault
}

// delaying returns how much longer the call is on its way that a step has just
// sent off.
func (f *faults) delaying(m *engine.Model, w *engine.World, e *engine.Effect) int64 {
	if e.Phase != engine.Calling || e.Op < 0 {
		return 0
	}
	for i := range f.list {
		fault := &f.list[i]
		if f.done[i] || fault.Delay == 0 {
			continue
		}
		if here := fault.Step != nil && opID(m, *fault.Step) == e.Op && fault.Step.Step == stepOf(e.Actor, fault.Step.Step); here || fault.Step == nil && fault.At <= w.Clock.Now {
			f.done[i] = true
			return fault.Delay
		}
	}
	return 0
}

// here returns the faults that strike as this step's call leaves. An eviction at
// a step is of its operation's key, unless it names one.
func (f *faults) here(m *engine.Model, w *engine.World, e *engine.Effect) []int {
	if e.Phase != engine.Calling || e.Op < 0 || w.Down {
		return nil
	}
	var out []int
	for i := range f.list {
		fault := &f.list[i]
		if f.done[i] || fault.Kind == engine.NoChoice || fault.Step == nil || opID(m, *fault.Step) != e.Op || fault.Step.Step != stepOf(e.Actor, fault.Step.Step) {
			continue
		}
		if fault.Kind == engine.Evict && fault.Key == "" {
			fault.Key = f.keys[w.Ops[e.Op].Key]
		}
		out = append(out, i)
	}
	return out
}
