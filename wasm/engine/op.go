package engine

import (
	"slices"

	"cacheplay/wasm/strategy"
)

// stepOp takes an operation to its next phase.
func (m *Model) stepOp(w *World, c Choice, e *Effect) {
	op := &w.Ops[c.Actor]
	e.Op = c.Actor
	list := &m.Programs[op.Program]
	switch {
	case op.Status == Ended:
	case op.Status == Unsent:
		m.send(w, op, list, c, e)
	case op.Phase == Asking:
		op.Phase = Ready
		if w.Down {
			m.end(w, c, Failed, e)
			return
		}
		e.setNext(c, AtOnce)
	case op.Flight != 0:
		m.takeOutcome(w, op, c, list, e)
	case op.Phase == Ready, op.Phase == AwaitingKey, op.Phase == AwaitingRoom:
		m.takeOpStep(w, op, c, list, e)
	case op.Phase == BackingOff && op.stepOf(list).Queues():
		e.Actor, e.Index = op.stepOf(list), op.Step
		m.askForRoom(w, op, c, list, e)
	case m.advance(w, &op.Task, c, list, e):
		m.endOpStep(w, op, c, list, e)
		e.Phase = op.Phase
	case op.Phase == BackingOff && (op.Promised || op.Override == SetAlone): // it asks for room again before its next attempt
		op.Override = NoOverride
		m.giveRoomBack(w, op, e)
	}
}

// send starts an operation: its request travels to the Resource Manager, or the
// client itself begins at once.
func (m *Model) send(w *World, op *Op, list *strategy.Strategy, c Choice, e *Effect) {
	op.Status = Running
	e.Begun = true
	op.Hand = w.written(c.Actor)
	if list.By == strategy.ResourceManager {
		op.Phase = Asking
		e.setNext(c, Network)
	} else {
		e.setNext(c, AtOnce)
	}
	e.Phase = op.Phase
}

// takeOpStep begins the next step of an operation.
func (m *Model) takeOpStep(w *World, op *Op, c Choice, list *strategy.Strategy, e *Effect) {
	if int(op.Step) == len(list.Steps) {
		m.finish(w, c, e)
		return
	}
	if op.called {
		op.called = false
		w.room.called--
	}
	op.Phase = Ready
	step := op.stepOf(list)
	e.Actor, e.Index = step, op.Step
	if m.locks(op) {
		if !w.hold(op.Key, c.Actor) {
			m.awaitKey(w, c.Actor, e)
			return
		}
	}
	if m.WriterVersions {
		m.giveVersion(w, c.Actor, step)
	}
	switch {
	case op.Override != NoOverride:
		m.begin(&op.Task, c, list, e)
	case step == strategy.AnswerOnHit:
		m.answerOnHit(w, op, c, list, e)
	case step == strategy.Answer:
		m.answer(w, op, c, list, e)
		op.nextStep(c, e)
	case step.Queues():
		m.askForRoom(w, op, c, list, e)
	case step == strategy.CacheSet && op.Kind == Get && !m.cacheable(op.Hand):
		m.release(w, op.Key, c.Actor, e)
		op.nextStep(c, e)
	default:
		m.begin(&op.Task, c, list, e)
	}
}

// answerOnHit answers a read that has found an entry and ends it, unless it has
// to load the entry again in the background.
func (m *Model) answerOnHit(w *World, op *Op, c Choice, list *strategy.Strategy, e *Effect) {
	switch {
	case !op.Hit:
		op.nextStep(c, e)
	case op.Refresh:
		m.answer(w, op, c, list, e)
		op.nextStep(c, e)
	default:
		m.answer(w, op, c, list, e)
		m.finish(w, c, e)
	}
}

// answer sends the client its answer, if it is still there and awaits one. The rest of
// the list runs in the background.
func (m *Model) answer(w *World, op *Op, c Choice, list *strategy.Strategy, e *Effect) {
	op.Status = Lingering
	if op.Outcome == Pending {
		op.Outcome, e.Answered, e.Answer = OK, true, op.Hand
		e.FromCache = op.Kind == Get && op.Hit && lastRead(list, op.Step) == strategy.CacheGet
	}
	if op.Kind != Get {
		m.release(w, op.Key, c.Actor, e)
	}
}

// lastRead returns the last step before the given one that reads from the cache
// or from the source, NoStep if there is none.
func lastRead(list *strategy.Strategy, before uint8) strategy.Step {
	for _, step := range slices.Backward(list.Steps[:before]) {
		if step == strategy.CacheGet || step == strategy.SourceRead {
			return step
		}
	}
	return strategy.NoStep
}

// endOpStep goes on to the next step, or fails an operation whose step has
// failed.
func (m *Model) endOpStep(w *World, op *Op, c Choice, list *strategy.Strategy, e *Effect) {
	switch {
	case op.Override == RollBack, op.Override == Invalidate:
		m.end(w, c, op.FinalOutcome, e)
	case op.Failure != NoFailure:
		m.fail(w, op, c, list, e)
	case op.Override == SetAlone:
		op.settle(c, WriteThrough, e)
	default:
		op.nextStep(c, e)
	}
}

// fail ends an operation whose call has failed.
func (m *Model) fail(w *World, op *Op, c Choice, list *strategy.Strategy, e *Effect) {
	outcome := Failed
	if op.Failure == TimedOut && op.Kind != Get || op.hasHandedOver(list) {
		outcome = Unknown
	}
	m.giveUp(w, op, c, list, outcome, e)
}

// giveUp ends an operation with an outcome, after a step in which the cache forgets
// what Model.OnError says.
func (m *Model) giveUp(w *World, op *Op, c Choice, list *strategy.Strategy, outcome Outcome, e *Effect) {
	forget := NoOverride
	switch {
	case op.Kind == Get:
	case m.OnError == RollBackOnError && op.Given:
		forget = RollBack
	case m.OnError == InvalidateOnError && list.UsesCache():
		forget = Invalidate
	}
	if forget == NoOverride {
		m.end(w, c, outcome, e)
		return
	}
	op.Given, op.FinalOutcome = false, outcome
	op.settle(c, forget, e)
}

// end stops an operation, with an outcome if it has none yet. No further step of
// its list is taken.
func (m *Model) end(w *World, c Choice, outcome Outcome, e *Effect) {
	op := &w.Ops[c.Actor]
	if op.Outcome == Pending {
		op.Outcome = outcome
		e.Answered = true
	}
	m.endLoad(w, c.Actor, true, e)
	m.finish(w, c, e)
}

// finish ends an operation and clears its task, so that worlds in which nothing
// else differs are equal.
func (m *Model) finish(w *World, c Choice, e *Effect) {
	op := &w.Ops[c.Actor]
	if op.leads != 0 || w.Keys[op.Key].Holder == uint32(c.Actor)+1 {
		m.release(w, op.Key, c.Actor, e)
	}
	m.giveRoomBack(w, op, e)
	key := op.Key
	op.Status, op.FinalOutcome, op.Task = Ended, Pending, Task{}
	op.Key = key
	m.retire(w, c.Actor)
	e.setNext(Choice{}, Forever)
}
