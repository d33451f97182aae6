package play

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// incident records a choice that is no step of an actor: an expiry, an eviction, a
// crash, an outage, or the end of one.
func (x *effect) incident() {
	cache, source, manager := x.index(strategy.Cache), x.index(strategy.Source), x.index(strategy.ResourceManager)
	switch x.c.Kind {
	case engine.Expiry:
		if x.e.Result == engine.Expired {
			x.note(trace.Timer, cache, trace.Expired, "expired")
		} else if len(x.e.Changes) > 0 { // in a given order it ages first
			x.note(trace.Timer, cache, trace.Plain, x.aged())
		}
	case engine.Evict:
		if len(x.e.Changes) > 0 {
			x.note(trace.Note, cache, trace.Evicted, "evicted: "+x.t.Keys[x.e.Changes[0].Key].Name)
		}
	case engine.Crash, engine.GoDown:
		x.crashed()
	case engine.CrashWorker:
		x.by = engine.Choice{Kind: engine.WorkerStep, Actor: x.c.Actor}
		x.note(trace.Fault, manager, trace.WorkerCrashed, "worker crashes")
	case engine.CrashClient:
		x.clientCrashed()
	case engine.CrashCache:
		x.note(trace.Fault, cache, trace.CacheCrashed, "crashes")
	case engine.Restart:
		x.restarted(manager, trace.Crashed, "up again")
	case engine.RestartWorker:
		x.by = engine.Choice{Kind: engine.WorkerStep, Actor: x.c.Actor}
		x.restarted(manager, trace.WorkerCrashed, "worker is up again")
	case engine.OutageBegins:
		x.note(trace.Fault, source, trace.OutageBegan, "cannot be reached")
	case engine.OutageEnds:
		x.note(trace.Timer, source, trace.OutageOver, "can be reached again")
	}
}

// aged returns what an entry that ages in a given order is to those who load it anew:
// near its end, unless all of them wait for that.
func (x *effect) aged() string {
	programs := x.recorder.c.Model.Programs
	if slices.ContainsFunc(x.w.Ops, func(op engine.Op) bool { return programs[op.Program].Refresh == strategy.RefreshAhead }) {
		return expiresSoon
	}
	return justExpired
}

// crashed records a crash of the Resource Manager, and that the clients of the
// operations that it ended get no answer.
func (x *effect) crashed() {
	x.note(trace.Fault, x.index(strategy.ResourceManager), trace.Crashed, "crash")
	for _, op := range x.e.Lost {
		x.e.Op = op
		x.answered(op)
	}
	x.e.Op = -1
}

// clientCrashed records a crash of a client, who hears of no outcome any more.
func (x *effect) clientCrashed() {
	client := int(x.c.Actor)
	x.note(trace.Fault, client, trace.ClientCrashed, "crashes")
	for _, op := range x.e.Lost {
		x.t.Ops[op].Outcome, x.t.Ops[op].End = x.w.Ops[op].Outcome, x.now
	}
}

// restarted records that a process is up again, unless it crashed at this instant.
func (x *effect) restarted(at int, crash trace.Sense, words string) {
	for i := len(x.t.Events) - 1; i >= 0; i-- {
		if x.t.Events[i].Sense == crash {
			if x.now > x.t.Events[i].T {
				x.note(trace.Timer, at, trace.Restarted, words)
			}
			return
		}
	}
}
