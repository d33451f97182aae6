package play

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// record turns one effect into events. wait is how long what follows takes:
// for a message, how long it is on its way.
func (r *recorder) record(w *engine.World, c engine.Choice, e *engine.Effect, wait int64, d *delays) {
	x := &effect{recorder: r, w: w, c: c, e: e, wait: wait, d: d, now: w.Clock.Now}
	if c.Kind == engine.WorkerStep {
		x.worker = int(c.Actor) + 1
	}
	if e.Next.Kind == engine.WorkerStep && c.Kind == engine.CallDone {
		x.worker = int(e.Next.Actor) + 1
	}
	switch c.Kind {
	case engine.Crash:
		x.crashed()
	case engine.Restart:
		x.restarted()
	case engine.Expiry:
		if e.Found == engine.Expired {
			x.note(trace.Timer, x.index(strategy.Cache), trace.Expired, "expired")
		}
	case engine.CallDone:
		x.sourceReturns()
	default:
		x.actorGoesOn()
	}
}

// effect is one effect being recorded.
type effect struct {
	*recorder
	w      *engine.World
	c      engine.Choice
	e      *engine.Effect
	d      *delays
	now    int64
	wait   int64
	worker int
}

// add appends an event with all that has changed.
func (x *effect) add(kind trace.Kind, from, to int, sense trace.Sense, label string, travel int64) {
	x.t.Events = append(x.t.Events, trace.Event{
		T: x.now, Arrives: x.now + travel, Kind: kind, Sense: sense, From: from, To: to, Label: label,
		Op: int(x.e.Op), Worker: x.worker, Step: x.e.Actor, Index: int(x.e.Index), Changes: append([]engine.Change(nil), x.e.Changes...),
	})
	x.e.Changes = x.e.Changes[:0]
}

func (x *effect) note(kind trace.Kind, at int, sense trace.Sense, label string) {
	x.add(kind, at, at, sense, label, 0)
}

// caller returns the lifeline that the steps at hand are taken on.
func (x *effect) caller() int {
	if x.worker > 0 {
		return x.index(strategy.ResourceManager)
	}
	return x.executor(x.e.Op)
}

// actorGoesOn records a phase of an operation or a worker.
func (x *effect) actorGoesOn() {
	switch {
	case x.e.Begun:
		x.sent()
	case x.e.Answered:
		x.answered(x.e.Op)
	case x.e.Actor == strategy.NoStep:
	case x.e.Phase == engine.Calling:
		x.calls()
	case x.e.Phase == engine.Serving:
		x.arrives()
	case x.e.Phase == engine.Returning:
		x.cacheReturns()
	case x.e.Phase == engine.Pausing:
		x.note(trace.Note, x.caller(), trace.Pause, "waits")
	case len(x.e.Changes) > 0:
		x.queueStep()
	}
}

// sent records that a client has begun an operation.
func (x *effect) sent() {
	op := &x.t.Ops[x.e.Op]
	op.Sent, op.Start = true, x.now
	if op.By == strategy.Client {
		x.note(trace.Note, op.Client, trace.Request, op.Label)
	} else {
		x.add(trace.Call, op.Client, x.index(strategy.ResourceManager), trace.Request, op.Label, x.wait)
	}
}

// answered records that a client is told how its operation ended.
func (x *effect) answered(id int32) {
	op := &x.t.Ops[id]
	op.Outcome = x.w.Ops[id].Outcome
	op.End = x.now
	sense, label := trace.NoAnswer, "no answer"
	if op.Outcome == engine.OK {
		sense, label = trace.Answer, "done"
		op.Result, op.Hit = x.e.Result, op.Reads() && x.e.Actor == strategy.AnswerOnHit
		if op.Reads() {
			label = x.t.Summary(op.Key, op.Result)
		}
	}
	if op.By == strategy.Client {
		x.note(trace.Note, op.Client, sense, label)
		return
	}
	travel := x.d.answer(id)
	op.End += travel
	x.add(trace.Return, x.index(strategy.ResourceManager), op.Client, sense, label, travel)
}

// calls records a call that leaves for the cache, or for the accessor.
func (x *effect) calls() {
	to := x.index(strategy.Cache)
	if callee, _ := x.e.Actor.Callee(); callee == strategy.Source {
		to = x.index(strategy.DataAccessor)
	}
	x.add(trace.Call, x.caller(), to, trace.Plain, x.callLabel(), x.wait)
}

// arrives records what happens as a call reaches its callee.
func (x *effect) arrives() {
	if callee, _ := x.e.Actor.Callee(); callee == strategy.Source {
		label := "read"
		if x.e.Actor == strategy.SourceSave {
			label = x.verb("write")
		}
		x.add(trace.Call, x.index(strategy.DataAccessor), x.index(strategy.Source), trace.Plain, label, 0)
		return
	}
	x.found[x.c] = x.e.Found
	if len(x.e.Changes) > 0 {
		if x.e.Found == engine.Expired {
			x.note(trace.Timer, x.index(strategy.Cache), trace.Expired, "expired")
		} else {
			x.note(trace.Note, x.index(strategy.Cache), trace.Plain, "lives longer")
		}
	}
}

// cacheReturns records what the cache answers. The atomic pair of cache.set and
// queue.put is drawn as two events, so the queue's part is kept for the second.
func (x *effect) cacheReturns() {
	queued := x.takeQueued()
	sense, label := x.cacheAnswer()
	x.add(trace.Return, x.index(strategy.Cache), x.caller(), sense, label, x.wait)
	if len(queued) > 0 {
		x.e.Changes = append(x.e.Changes, queued...)
		x.note(trace.Note, x.index(strategy.ResourceManager), trace.Queued, "queued")
	}
}

// takeQueued removes and returns the changes from the first queued item on.
func (x *effect) takeQueued() []engine.Change {
	for i, c := range x.e.Changes {
		if c.Kind == engine.ItemQueued {
			queued := append([]engine.Change(nil), x.e.Changes[i:]...)
			x.e.Changes = x.e.Changes[:i]
			return queued
		}
	}
	return nil
}

func (x *effect) cacheAnswer() (trace.Sense, string) {
	switch {
	case x.e.Actor == strategy.CacheGet:
		switch x.found[x.c] {
		case engine.Hit:
			return trace.Hit, "hit"
		case engine.Expired:
			return trace.Expired, "miss: expired"
		}
		return trace.Miss, "miss"
	case x.e.Stored:
		return trace.Stored, "stored"
	case len(x.e.Changes) > 0:
		return trace.Removed, "removed"
	case x.e.Actor == strategy.CacheDelete || x.deletes():
		return trace.Plain, "nothing there"
	}
	return trace.NotStored, "not stored"
}

// sourceReturns records that the source has served a call. Nobody waits for it
// any more if the caller's process has crashed.
func (x *effect) sourceReturns() {
	sense, label := trace.Saved, "written"
	if x.e.Actor == strategy.SourceRead {
		sense, label = trace.Absent, "nothing"
		if t := x.hand(); t.Exists {
			sense, label = trace.Found, x.t.Summary(x.t.Ops[x.e.Op].Key, t)
		}
	}
	if x.e.Next.Kind == engine.Nobody {
		x.note(trace.Note, x.index(strategy.Source), sense, label)
		return
	}
	x.add(trace.Return, x.index(strategy.Source), x.index(strategy.DataAccessor), sense, label, 0)
	if x.e.Actor == strategy.SourceSave {
		label = "saved"
	}
	x.add(trace.Return, x.index(strategy.DataAccessor), x.caller(), trace.Plain, label, x.wait)
}

// hand returns the record that the caller of a served call has in hand.
func (x *effect) hand() engine.Record {
	switch next := x.e.Next; next.Kind {
	case engine.OpStep:
		return x.w.Ops[next.Actor].Hand
	case engine.WorkerStep:
		return x.w.Workers[next.Actor].Hand
	}
	return engine.Record{}
}

// queueStep records what the executor of a list does with the queue itself.
func (x *effect) queueStep() {
	manager := x.index(strategy.ResourceManager)
	switch x.e.Actor {
	case strategy.QueueTake:
		x.note(trace.Timer, manager, trace.Taken, "worker takes it")
	case strategy.QueueDone:
		x.note(trace.Note, manager, trace.Done, "synchronised")
	default:
		x.note(trace.Note, manager, trace.Queued, "queued")
	}
}

// crashed records a crash, and that the clients of the operations that it ended
// will get no answer.
func (x *effect) crashed() {
	x.note(trace.Fault, x.index(strategy.ResourceManager), trace.Crashed, "crash")
	for _, op := range x.e.Lost {
		x.e.Op = op
		x.answered(op)
	}
	x.e.Op = -1
}

// restarted records that the Resource Manager is up again, where it was down
// for a while.
func (x *effect) restarted() {
	if x.w.Clock.Now > x.lastCrash() {
		x.note(trace.Timer, x.index(strategy.ResourceManager), trace.Restarted, "up again")
	}
}

func (x *effect) lastCrash() int64 {
	for i := len(x.t.Events) - 1; i >= 0; i-- {
		if x.t.Events[i].Sense == trace.Crashed {
			return x.t.Events[i].T
		}
	}
	return x.now
}
