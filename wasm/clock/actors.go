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
}
