package clock

import "cacheplay/wasm/engine"

// actor is what the clock knows of an operation, of a worker or of the change feed.
type actor struct {
	// call is the network latency of the call under way. Half of it passes before the
	// call arrives, the rest before its answer does.
	call int64
	// request is the network latency of an operation's request to the Resource Manager,
	// whose answer may leave while other calls are under way.
	request int64
	// serial changes when the slot of an operation is used again, and when a worker
	// crashes: what the agenda holds of the one before is stale.
	serial uint32
}

// actors holds the operations and the workers by their ids.
type actors struct {
	ops, workers []actor
	feed         actor
}

func newActors(w *engine.World) *actors {
	return &actors{ops: make([]actor, len(w.Ops)), workers: make([]actor, len(w.Workers))}
}

// of returns the actor of a kind of step.
func (a *actors) of(kind engine.ChoiceKind, id int32) *actor {
	switch kind {
	case engine.OpStep:
		return &a.ops[id]
	case engine.WorkerStep:
		return &a.workers[id]
	}
	return &a.feed
}

// send makes an operation of World.Ops known that is to be sent.
func (a *actors) send(op int32) {
	for int(op) >= len(a.ops) {
		a.ops = append(a.ops, actor{})
	}
	a.ops[op].serial++
}

// crash makes what the agenda holds of workers stale: of the one that has crashed, or of
// all if their process has.
func (a *actors) crash(c engine.Choice) {
	for i := range a.workers {
		if c.Kind == engine.Crash || c.Kind == engine.CrashWorker && c.Actor == int32(i) {
			a.workers[i].serial++
		}
	}
}
