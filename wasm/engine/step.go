package engine

import "cacheplay/wasm/strategy"

// Step is the only writer of a World. It lets what c names go on to its next
// phase, at the instant w.Clock.Now, and reports in e what changed, what
// follows and after which wait. A choice that is not open (an operation that
// has ended, a call slot that is free) changes nothing.
func (m *Model) Step(w *World, c Choice, e *Effect) {
	e.reset()
	switch c.Kind {
	case OpStep:
		m.stepOp(w, c, e)
	case WorkerStep:
		m.stepWorker(w, c, e)
	case CallDone:
		m.finishCall(w, c.Actor, e)
	case Expiry:
		m.expire(w, c.Actor, e)
	case Crash:
		m.crash(w, e)
	case Restart:
		w.Down = false
	}
}

// Leap takes all phases of one step as one, as untimed exploration sees them:
// an operation's invocation goes with its first step, its answer with the step
// before it, and waiting is no step. It calls visit after each phase.
func (m *Model) Leap(w *World, c Choice, e *Effect, visit func(*Effect)) {
	moved := false
	for next := c; ; next = e.Next {
		m.Step(w, next, e)
		visit(e)
		if e.Phase == Ready && e.Actor != strategy.NoStep && e.Actor != strategy.Wait {
			moved = true
		}
		if e.Wait == Forever || m.rests(w, c, moved) {
			return
		}
	}
}

// rests reports whether the actor of c has come to a boundary that exploration
// sees: between two steps, and the next one is not an answer.
func (m *Model) rests(w *World, c Choice, moved bool) bool {
	t := w.task(c)
	if t == nil || t.Phase != Ready || !moved {
		return t != nil && t.Phase == Idle
	}
	list := m.list(w, c)
	if int(t.Step) == len(list.Steps) {
		return false
	}
	next := list.Steps[t.Step]
	return next != strategy.Answer && next != strategy.AnswerOnHit
}

func (w *World) task(c Choice) *Task {
	switch c.Kind {
	case OpStep:
		return &w.Ops[c.Actor].Task
	case WorkerStep:
		return &w.Workers[c.Actor].Task
	}
	return nil
}

func (m *Model) list(w *World, c Choice) *strategy.Strategy {
	if c.Kind == WorkerStep {
		return &m.Worker
	}
	return &m.Programs[w.Ops[c.Actor].Program]
}

// stepOp lets an operation go on.
func (m *Model) stepOp(w *World, c Choice, e *Effect) {
	op := &w.Ops[c.Actor]
	e.Op = c.Actor
	list := &m.Programs[op.Program]
	switch {
	case op.Status == Ended:
		return
	case op.Status == Unsent:
		m.send(op, list, c, e)
	case op.Phase == Asking:
		op.Phase = Ready
		if w.Down {
			op.end(Failed, e)
			return
		}
		e.then(c, NotAtAll)
	case op.Phase != Ready:
		m.advance(w, &op.Task, c, list, e)
	case int(op.Step) == len(list.Steps):
		op.finish()
	default:
		m.takeOpStep(w, op, c, list, e)
	}
}

// send starts an operation: its request travels to the Resource Manager, or
// the client itself begins at once.
func (m *Model) send(op *Op, list *strategy.Strategy, c Choice, e *Effect) {
	op.Status = Running
	e.Begun = true
	if op.Kind != Get {
		op.Hand = Record{Write: WriteOf(c.Actor), Exists: op.Kind != Delete}
	}
	if list.By == strategy.ResourceManager {
		op.Phase = Asking
		e.then(c, Network)
	} else {
		e.then(c, NotAtAll)
	}
	e.Phase = op.Phase
}

// takeOpStep begins the step that an operation stands before.
func (m *Model) takeOpStep(w *World, op *Op, c Choice, list *strategy.Strategy, e *Effect) {
	step := list.Steps[op.Step]
	e.Actor, e.Index = step, op.Step
	switch step {
	case strategy.AnswerOnHit:
		if op.Hit {
			op.answer(e)
			op.finish()
			return
		}
		op.pass(c, e)
	case strategy.Answer:
		op.answer(e)
		op.pass(c, e)
	case strategy.QueuePut:
		m.enqueue(w, c.Actor, e)
		op.pass(c, e)
	case strategy.CacheSet:
		if op.Kind == Get && !op.Hand.Exists {
			op.pass(c, e) // an absence is not cached
			return
		}
		m.begin(w, &op.Task, c, list, e)
	default:
		m.begin(w, &op.Task, c, list, e)
	}
}

// answer lets the client know, and the rest of the list run in the background.
func (op *Op) answer(e *Effect) {
	op.Status, op.Outcome = Lingering, OK
	e.Answered, e.Result = true, op.Hand
}

// end stops an operation at once: nothing of its list is taken any more.
func (op *Op) end(outcome Outcome, e *Effect) {
	if op.Outcome == Pending {
		op.Outcome = outcome
		e.Answered = true
	}
	op.finish()
}

// finish ends an operation and clears what it had in hand, so that worlds in
// which nothing else differs are equal.
func (op *Op) finish() {
	op.Status = Ended
	op.Task = Task{Key: op.Key}
}

// pass goes to the boundary before the next step.
func (t *Task) pass(self Choice, e *Effect) {
	t.Step++
	t.Phase = Ready
	e.then(self, NotAtAll)
}

// begin takes the first phase of a step: its call leaves, or its pause starts.
func (m *Model) begin(w *World, t *Task, self Choice, list *strategy.Strategy, e *Effect) {
	step := list.Steps[t.Step]
	e.Actor, e.Index = step, t.Step
	if step == strategy.Wait {
		t.Phase, e.Pause = Pausing, list.Pause
		e.then(self, Pause)
	} else {
		t.Phase = Calling
		e.then(self, Network)
	}
	e.Phase = t.Phase
}

// advance takes the next phase of a step that has begun.
func (m *Model) advance(w *World, t *Task, self Choice, list *strategy.Strategy, e *Effect) {
	step := list.Steps[t.Step]
	e.Actor, e.Index = step, t.Step
	callee, _ := step.Callee()
	switch t.Phase {
	case Calling:
		t.Phase = Serving
		if callee == strategy.Source {
			m.startCall(w, t, self, step, e)
		} else {
			m.readCache(w, t, step, e)
			e.then(self, CacheService)
		}
	case Serving:
		m.writeCache(w, t, self, step, e)
		t.Phase = Returning
		e.then(self, Network)
	case Returning, Pausing:
		t.pass(self, e)
	}
	e.Phase = t.Phase
}
