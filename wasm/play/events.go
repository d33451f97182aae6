package play

import (
	"slices"

	"cacheplay/wasm/clock"
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// Happened implements clock.Listener: it turns one effect into events.
func (r *recorder) Happened(s *clock.Step) {
	c, w := s.Choice, r.c.World
	r.judge.Note(s.Effect, w) // before events take the changes
	x := &effect{recorder: r, w: w, c: c, e: s.Effect, wait: s.Wait, delay: s.Delay, now: w.Clock.Now, by: actorOf(c, s.Effect)}
	switch c.Kind {
	case engine.OpStep:
		x.operation()
	case engine.WorkerStep:
		x.worker()
	case engine.FeedStep:
		x.call()
	case engine.CallStart:
		x.sourceStarts()
	case engine.CallDone, engine.LateSave:
		x.sourceReturns()
	case engine.CallCut:
		x.failed()
	case engine.TimeOut:
		x.timedOut()
	default:
		x.incident()
	}
	x.breaker()
}

// actorOf returns the actor that an effect is about: the one that takes the step,
// or that waits for the call at the source.
func actorOf(c engine.Choice, e *engine.Effect) engine.Choice {
	switch c.Kind {
	case engine.OpStep, engine.WorkerStep, engine.FeedStep:
		return engine.Choice{Kind: c.Kind, Actor: c.Actor}
	}
	return engine.Choice{Kind: e.Next.Kind, Actor: e.Next.Actor}
}

// effect is one effect while it is recorded.
type effect struct {
	*recorder
	w    *engine.World
	c    engine.Choice
	e    *engine.Effect
	by   engine.Choice // the actor that it is about
	now  int64
	wait int64 // of a message, how long it is on its way
	// delay is the part of wait that a fault adds.
	delay int64
}

// add appends an event with the changes that no event has yet.
func (x *effect) add(kind trace.Kind, from, to int, sense trace.Sense, label string, travel int64) {
	worker := 0
	if x.by.Kind == engine.WorkerStep {
		worker = int(x.by.Actor) + 1
	}
	x.t.Events = append(x.t.Events, trace.Event{
		T: x.now, Arrives: x.now + travel, Kind: kind, Sense: sense, From: from, To: to, Label: label,
		Op: int(x.e.Op), Worker: worker, Step: x.e.Actor, Index: int(x.e.Index), Changes: x.takeChanges(),
	})
}

// takeChanges removes and returns the changes that no event has yet, except those
// of the circuit breaker, which have events of their own.
func (x *effect) takeChanges() []engine.Change {
	var taken []engine.Change
	kept := x.e.Changes[:0]
	for _, c := range x.e.Changes {
		if c.Kind == engine.BreakerChanged {
			kept = append(kept, c)
		} else {
			taken = append(taken, c)
		}
	}
	x.e.Changes = kept
	return taken
}

// note appends an event at one lifeline.
func (x *effect) note(kind trace.Kind, at int, sense trace.Sense, label string) {
	x.add(kind, at, at, sense, label, 0)
}

// caller returns the lifeline of the actor.
func (x *effect) caller() int {
	switch x.by.Kind {
	case engine.WorkerStep:
		return x.index(strategy.ResourceManager)
	case engine.FeedStep:
		return x.index(strategy.Source)
	}
	return x.executor(x.e.Op)
}

// operation records a phase of an operation.
func (x *effect) operation() {
	switch {
	case x.e.Begun:
		x.sent()
		return
	case x.e.Result == engine.QueueFull:
		x.note(trace.Note, x.index(strategy.ResourceManager), trace.QueueFull, "the queue is full")
	case x.e.Result == engine.Blocked:
		x.blocked()
		return
	case x.e.Result == engine.Shared:
		x.note(trace.Note, x.caller(), trace.Shared, x.shares())
	case x.e.Result == engine.SharedError:
		x.note(trace.Note, x.caller(), trace.Error, "shares the error")
	}
	switch {
	case x.e.Actor == strategy.NoStep && !x.e.Answered:
	case x.e.Actor == strategy.QueuePut && x.e.Phase == engine.Ready:
		x.queued()
	default:
		x.call()
	}
	if x.e.Answered {
		x.answered(x.e.Op)
	}
}

// shares returns the label of a read that shares a load, with what that has brought
// where no answer follows that says it.
func (x *effect) shares() string {
	op := &x.t.Ops[x.e.Op]
	if op.By != strategy.Client {
		return "shares the load"
	}
	return "shares the load: " + x.t.Summary(op.Key, x.e.Answer)
}

// sent records that a client has sent an operation.
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
	switch op.Outcome {
	case engine.OK:
		sense, label = trace.Answer, "done"
		op.Result, op.Hit = x.e.Answer, x.e.FromCache
		if op.Reads() {
			label = x.t.Summary(op.Key, op.Result)
		}
	case engine.Failed:
		sense, label = trace.Failure, "failed"
	default:
		if x.c.Kind == engine.OpStep {
			label = "unknown whether done"
		}
	}
	if op.By == strategy.Client {
		x.note(trace.Note, op.Client, sense, label)
		return
	}
	travel := int64(0)
	if x.clock != nil {
		travel = x.clock.AnswerTravel(id)
	}
	op.End += travel
	x.add(trace.Return, x.index(strategy.ResourceManager), op.Client, sense, label, travel)
}

// blocked records that an operation waits for another one.
func (x *effect) blocked() {
	if x.e.Phase == engine.AwaitingRoom {
		x.note(trace.Note, x.caller(), trace.Waiting, "waits: the queue is full")
		return
	}
	holder := &x.t.Ops[x.w.Keys[x.w.Ops[x.e.Op].Key].Holder-1]
	what := "write"
	if holder.Reads() {
		what = "read"
	}
	whose := "the "
	if len(x.variant.Clients) > 1 {
		whose = x.t.Participants[holder.Client].Name + "’s "
	}
	x.note(trace.Note, x.caller(), trace.Waiting, "waits for "+whose+what)
}

// worker records a phase of a worker.
func (x *effect) worker() {
	manager := x.index(strategy.ResourceManager)
	switch {
	case x.e.Actor == strategy.QueueTake:
		if len(x.e.Changes) > 0 {
			x.note(trace.Timer, manager, trace.Taken, x.takes())
		}
	case x.e.Actor == strategy.QueueDone:
		x.note(trace.Note, manager, trace.Done, "synchronised")
	case x.e.Phase == engine.Resting:
		x.note(trace.Note, manager, trace.Retry, "tries again in "+trace.Duration(x.e.Pause))
	case x.e.Phase == engine.Ready || x.e.Phase == engine.Sleeping || x.e.Phase == engine.Idle:
		x.putAside()
	default:
		x.call()
	}
}

// takes returns the label of a worker that takes writes from the queue.
func (x *effect) takes() string {
	taken := 0
	for _, c := range x.e.Changes {
		if c.Kind == engine.ItemTaken {
			taken++
		}
	}
	if taken > 1 {
		return "worker takes " + itoa(taken)
	}
	return "worker takes it"
}

// putAside records what a worker does with writes that the source has not taken.
func (x *effect) putAside() {
	if len(x.e.Changes) == 0 {
		return
	}
	words := map[engine.ChangeKind]struct {
		sense trace.Sense
		label string
	}{
		engine.ItemRequeued: {trace.Requeued, "back to the end of the queue"},
		engine.ItemDropped:  {trace.Dropped, "dropped"},
		engine.ItemDead:     {trace.DeadLettered, "set aside as a dead letter"},
	}
	if rules := x.recorder.c.Model.Queue; rules.OnFailure == engine.Requeue {
		replaced := words[engine.ItemDropped]
		replaced.label = "dropped: the queue is full"
		if x.isReplaced() {
			replaced.sense, replaced.label = trace.Coalesced, "a newer write takes its place"
		}
		words[engine.ItemDropped] = replaced
	}
	for _, c := range x.e.Changes {
		if w, ok := words[c.Kind]; ok {
			if c.Kind == engine.ItemDropped && c.ItemAfter.Seq != 0 && c.ItemAfter.Op == c.Item.Op {
				w.label = "takes the place of the one queued"
			}
			x.note(trace.Note, x.index(strategy.ResourceManager), w.sense, w.label+x.whichAside())
			return
		}
	}
	x.note(trace.Note, x.index(strategy.ResourceManager), trace.Done, "synchronised")
}

// isReplaced reports whether a queued write takes the place of one that is dropped.
func (x *effect) isReplaced() bool {
	coalesces := x.recorder.c.Model.Queue.Coalescing != engine.NoCoalescing
	return coalesces && slices.ContainsFunc(x.e.Changes, func(c engine.Change) bool {
		return c.Kind == engine.ItemDropped && slices.ContainsFunc(x.w.Queue.All(), func(i engine.Item) bool { return i.Key == c.Key && i.Taken == 0 })
	})
}

// whichAside returns the keys of the writes of a batch that a worker puts aside, as the
// end of a label; "" where it puts all aside.
func (x *effect) whichAside() string {
	if !slices.ContainsFunc(x.w.Queue.All(), func(i engine.Item) bool { return int(i.Taken) == int(x.by.Actor)+1 }) {
		return ""
	}
	var ops []int32
	for _, c := range x.e.Changes {
		switch c.Kind {
		case engine.ItemRequeued, engine.ItemDropped, engine.ItemDead:
			ops = append(ops, c.Item.Op)
		}
	}
	return ": " + x.keysOf(ops)
}

// queued records that a write has entered the queue.
func (x *effect) queued() {
	sense, label := trace.Queued, "queued"
	for _, c := range x.e.Changes {
		switch c.Kind {
		case engine.ItemReplaced:
			sense, label = trace.Coalesced, "takes the place of the one queued"
			if x.recorder.c.Model.Queue.Coalescing == engine.Merge {
				label = "merged with the one queued"
			}
		case engine.ItemDropped:
			label = "queued; the oldest is dropped"
		}
	}
	x.note(trace.Note, x.index(strategy.ResourceManager), sense, label)
}
