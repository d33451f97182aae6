package clock

import (
	"math"
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// Vain tells why a fault that was to happen found nothing that could fail.
type Vain uint8

const (
	// NotInVain is a fault that has happened, or was not to happen yet.
	NotInVain Vain = iota
	// ProcessDown is a crash of the Resource Manager while it was down.
	ProcessDown
	// WorkerDown is a crash of a worker that was down.
	WorkerDown
	// NoEntry is an eviction of an entry that was not there.
	NoEntry
	// NotEvictable is an eviction of an entry that could not be evicted.
	NotEvictable
	// ClientDone is a crash of a client that had nothing left to do.
	ClientDone
)

// FaultState tells what has become of a fault of a variant.
type FaultState struct {
	Done bool // it has happened, or was to and found nothing that could fail
	Vain Vain
	Met  bool  // the call that it names was made, but something else went wrong with it
	Key  int32 // of an eviction that was to happen
}

// faults are the faults of a run, and what has become of them.
type faults struct {
	c      *scenario.Compiled
	list   []scenario.Fault // the scenario's faults, then the source's outages
	own    int              // the number of the scenario's faults
	states []FaultState     // by index in list
	over   int64            // when the outage that lasts longest is over
	from   int64            // until then none of them befalls a call, or happens at one
}

func newFaults(variant *scenario.Variant, c *scenario.Compiled) *faults {
	f := &faults{c: c, list: slices.Clone(variant.Faults), own: len(variant.Faults)}
	for _, o := range variant.Source.Outages {
		f.list = append(f.list, scenario.Fault{Kind: engine.OutageBegins, At: o.From, RestartAfter: o.To - o.From})
	}
	f.states = make([]FaultState, len(f.list))
	f.watch()
	return f
}

// watch finds out from when on the calls are to be watched. Most runs have no such fault,
// or only later: nothing is asked about their calls.
func (f *faults) watch() {
	f.from = math.MaxInt64
	for i := range f.list {
		switch fault := &f.list[i]; {
		case f.states[i].Done:
		case fault.Step != nil:
			f.from = 0
		case fault.Kind == engine.NoChoice:
			f.from = min(f.from, fault.At)
		}
	}
}

// done notes that a fault has happened.
func (f *faults) done(i int) {
	f.states[i].Done = true
	f.watch()
}

// schedule puts the faults that happen at a time on the agenda. The outages of
// the source are passive: they do not keep a run going.
func (f *faults) schedule(a *agenda) {
	for i, fault := range f.list {
		if fault.Step == nil && fault.Kind != engine.NoChoice {
			a.add(fault.At, engine.NoChoice, who{actor: int32(i)}, i >= f.own)
		}
	}
}

// happen marks faults as done.
func (f *faults) happen(strikes []int) {
	for _, i := range strikes {
		f.done(i)
	}
}

// strike returns the choice that a fault makes and how long it lasts, and false
// where there is nothing that can fail: a process that is down cannot crash. An
// outage during another one only makes that last longer. The fault happens at a
// call of the actor by, if that is not zero.
func (f *faults) strike(i int, m *engine.Model, w *engine.World, by engine.Choice) (c engine.Choice, lasts int64, ok bool) {
	fault, state := &f.list[i], &f.states[i]
	f.done(i)
	c, lasts = engine.Choice{Kind: fault.Kind}, fault.RestartAfter
	switch fault.Kind {
	case engine.Crash:
		state.vainIf(w.Down, ProcessDown)
	case engine.CrashWorker:
		c.Actor = int32(max(slices.IndexFunc(w.Workers, busy), 0))
		if by.Kind == engine.WorkerStep {
			c.Actor = by.Actor
		}
		state.vainIf(w.Down || w.Workers[c.Actor].Phase == engine.Dead, WorkerDown)
	case engine.Evict:
		c.Actor = f.keyOf(fault)
		state.Key = c.Actor
		state.vainIf(!m.Evictable(w, c.Actor), NotEvictable)
		state.vainIf(!w.Keys[c.Actor].Entry.Present, NoEntry)
	case engine.CrashClient:
		c.Actor = int32(fault.Client - 1)
		if fault.Client == 0 {
			c.Actor = int32(fault.Step.Client - 1)
		}
		state.vainIf(!isClientActive(m, w, c.Actor), ClientDone)
	case engine.OutageBegins:
		f.over = max(f.over, w.Clock.Now+lasts)
		return c, lasts, !w.Outage
	}
	return c, lasts, state.Vain == NotInVain
}

// vainIf notes that a fault was in vain, if that is so.
func (s *FaultState) vainIf(isVain bool, why Vain) {
	if isVain {
		s.Vain = why
	}
}

// keyOf returns the key of the entry that a fault evicts, without one that of its step's
// operation.
func (f *faults) keyOf(fault *scenario.Fault) int32 {
	if fault.Key == "" {
		return f.c.World.Ops[f.c.Operation(fault.Step.Client, fault.Step.Op)].Key
	}
	return int32(slices.Index(f.c.Keys, fault.Key))
}

// busy reports whether a worker has a write.
func busy(worker engine.Worker) bool {
	return worker.Phase != engine.Idle && worker.Phase != engine.Sleeping && worker.Phase != engine.Dead
}

// ofCall returns the choice of an actor with what goes wrong with the call that it is
// about to make, and the indexes of these faults. The caller marks them as done once
// the call has left: the actor may have to wait instead.
func (f *faults) ofCall(m *engine.Model, w *engine.World, c engine.Choice) (engine.Choice, []int) {
	step := m.Begins(w, c)
	if _, calls := step.Callee(); !calls {
		return c, nil
	}
	served := m.Serves(w, c)
	var strikes []int
	for i, fault := range f.list {
		if f.states[i].Done || !fault.Call.Strikes(step) {
			continue
		}
		place, here := f.isAt(i, m, w, step, served)
		if !here {
			continue
		}
		struck, ok := struckBy(c, fault.Call, place, len(served))
		if f.states[i].Met = !ok; ok {
			c = struck
			strikes = append(strikes, i)
		}
	}
	return c, strikes
}

// isAt reports whether a fault happens at a step that serves some operations, since it
// names the step or its time has come, and the place of the operation that it names,
// -1 for none.
func (f *faults) isAt(i int, m *engine.Model, w *engine.World, step strategy.Step, served []int32) (place int, ok bool) {
	fault := &f.list[i]
	if fault.Step == nil {
		return -1, fault.At <= w.Clock.Now
	}
	place = slices.Index(served, f.c.Operation(fault.Step.Client, fault.Step.Op))
	return place, place >= 0 && step.Is(fault.Step.Step)
}

// struckBy returns a choice with one more fault of its call, which serves a number of
// operations. An error or a refusal that names one write of a batch befalls that write,
// others the whole call; ok is false where something else goes wrong with it already.
func struckBy(c engine.Choice, fault engine.Fault, place, served int) (struck engine.Choice, ok bool) {
	if place >= 0 && served > 1 && (fault == engine.SourceError || fault == engine.SourceRefuse) {
		if c.Struck.Of(place) != engine.NoFault || c.Fault != engine.NoFault && c.Fault != engine.SourceTimeout {
			return c, false
		}
		c.Struck = c.Struck.With(place, fault)
		return c, true
	}
	if c.Fault != engine.NoFault || c.Struck != 0 && fault != engine.SourceTimeout {
		return c, false
	}
	c.Fault = fault
	return c, true
}

// leaves reports whether the call of a step has just left.
func leaves(e *engine.Effect) bool { return e.Phase == engine.Calling && e.Op >= 0 }

// delayOf returns how much longer the call of an actor that has just left is on its
// way.
func (f *faults) delayOf(m *engine.Model, w *engine.World, c engine.Choice, e *engine.Effect) int64 {
	if !leaves(e) {
		return 0
	}
	for i := range f.list {
		if f.states[i].Done || f.list[i].Delay == 0 {
			continue
		}
		if _, here := f.isAt(i, m, w, e.Actor, m.Serves(w, c)); here {
			f.done(i)
			return f.list[i].Delay
		}
	}
	return 0
}

// atCall returns the indexes of the faults, other than those of the call itself,
// that happen as the call of an actor leaves.
func (f *faults) atCall(m *engine.Model, w *engine.World, c engine.Choice, e *engine.Effect) []int {
	if !leaves(e) || w.Down {
		return nil
	}
	var out []int
	for i := range f.list {
		fault := &f.list[i]
		if f.states[i].Done || fault.Kind == engine.NoChoice || fault.Step == nil {
			continue
		}
		if _, here := f.isAt(i, m, w, e.Actor, m.Serves(w, c)); !here {
			continue
		}
		out = append(out, i)
	}
	return out
}

// isClientActive reports whether a client has an operation that it has not sent, or
// whose steps are not all taken.
func isClientActive(m *engine.Model, w *engine.World, client int32) bool {
	ops := m.Clients[client]
	return slices.ContainsFunc(w.Ops[ops.First:ops.First+ops.Count], func(op engine.Op) bool { return op.Status != engine.Ended })
}
