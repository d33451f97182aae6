package engine

import "cacheplay/wasm/strategy"

// Step takes the actor that c names to its next phase, at the instant
// w.Clock.Now, and reports in e what changed and what follows. It is the only
// writer of a World. A choice that is no longer open, as of an operation that
// has ended, changes nothing.
func (m *Model) Step(w *World, c Choice, e *Effect) {
	e.reset()
	switch c.Kind {
	case OpStep:
		if w.Ops[c.Actor].serial == c.Serial {
			m.stepOp(w, c, e)
		}
	case WorkerStep:
		if w.Workers[c.Actor].serial == c.Serial {
			m.stepWorker(w, c, e)
		}
	case FeedStep:
		m.stepFeed(w, c, e)
	case CallStart:
		if w.Calls[c.Actor].Serial == c.Serial {
			m.serve(w, c.Actor, e)
		}
	case CallDone:
		m.finishCall(w, c, e)
	case CallCut:
		m.cutCall(w, c, e)
	case TimeOut:
		m.timeOut(w, c, e)
	case BreakerTrial:
		m.allowTrials(w, e)
	case Expiry:
		m.expire(w, c.Actor, e)
	case Evict:
		m.evict(w, c.Actor, e)
	case Crash, GoDown:
		m.crash(w, e)
	case CrashWorker:
		m.crashWorker(w, c.Actor, e)
	case CrashCache:
		m.crashCache(w, e)
	case CrashClient:
		m.crashClient(w, m.Clients[c.Actor], e)
	case Restart:
		m.restart(w, e)
	case RestartWorker:
		m.restartWorker(w, c.Actor, e)
	case OutageBegins:
		m.beginOutage(w, e)
	case OutageEnds:
		w.Outage = false
	case LateSave:
		m.finishLate(w, c, e)
	}
	if w.room.made != 0 {
		m.callForRoom(w, e)
	}
	if m.Ahead && e.Next.Kind == OpStep {
		m.goAhead(w, e)
	}
}

// task returns the task of an actor, nil if c names none.
func (w *World) task(c Choice) *Task {
	switch c.Kind {
	case OpStep:
		return &w.Ops[c.Actor].Task
	case WorkerStep:
		return &w.Workers[c.Actor].Task
	case FeedStep:
		return &w.Feeder
	}
	return nil
}

// list returns the steps that an actor follows.
func (m *Model) list(w *World, c Choice) *strategy.Strategy {
	switch c.Kind {
	case WorkerStep:
		return &m.Worker
	case FeedStep:
		return &m.Feed
	}
	return &m.Programs[w.Ops[c.Actor].Program]
}

// opOf returns the operation that an actor serves.
func (w *World) opOf(c Choice) int32 {
	switch c.Kind {
	case WorkerStep:
		return w.Workers[c.Actor].Op
	case FeedStep:
		return w.Feed.All()[0].Op
	}
	return c.Actor
}

// stepOf returns the step that a task is at: its override, or one of the list.
func (t *Task) stepOf(list *strategy.Strategy) strategy.Step {
	switch t.Override {
	case SetAlone:
		return strategy.CacheSet
	case WriteThrough:
		return strategy.SourceSave
	case RollBack, Invalidate:
		return strategy.CacheDelete
	}
	return list.Steps[t.Step]
}

// nextStep takes a task to the boundary before its next step.
func (t *Task) nextStep(self Choice, e *Effect) {
	t.Step++
	t.settle(self, NoOverride, e)
}

// settle leaves a task at a boundary, before an override or a step of its list.
func (t *Task) settle(self Choice, extra Override, e *Effect) {
	t.Phase, t.Override = Ready, extra
	t.Attempt, t.Failure, t.Fault, t.Struck, t.Waiting = 0, NoFailure, NoFault, 0, false
	e.setNext(self, AtOnce)
}

// begin takes the first phase of a step: its call leaves, or its pause starts.
func (m *Model) begin(t *Task, self Choice, list *strategy.Strategy, e *Effect) {
	step := t.stepOf(list)
	if step == strategy.Wait {
		t.Phase, e.Pause = Pausing, list.Pause
		e.setNext(self, Pause)
	} else {
		t.Phase = Calling
		t.strike(self, step)
		e.setNext(self.Plain(), Network) // the task has the faults now
	}
	e.setStep(t, step)
}

// strike gives a task the faults that a choice has for a call of its step.
func (t *Task) strike(c Choice, step strategy.Step) {
	if c.Fault.Strikes(step) {
		t.Fault = c.Fault
	}
	if c.Struck != 0 && step == strategy.SourceSave {
		t.Struck = c.Struck
	}
}

// advance takes the next phase of a step that has begun, and reports whether the
// step is over.
func (m *Model) advance(w *World, t *Task, self Choice, list *strategy.Strategy, e *Effect) (over bool) {
	step := t.stepOf(list)
	callee, _ := step.Callee()
	switch {
	case callee == strategy.Source && (t.Phase == Calling || t.Phase == BackingOff):
		t.strike(self, step) // an attempt after the first, or after Send
		m.attempt(w, t, self.Plain(), step, e)
	case t.Phase == BackingOff:
		t.callAgain(self, step, e)
	case t.Phase == Calling:
		t.Phase = Serving
		e.setNext(self, CacheService)
		if step == strategy.CacheGet {
			m.readCache(w, t, self, list, e)
		}
	case t.Phase == Serving && callee == strategy.Cache:
		if step != strategy.CacheGet {
			m.writeCache(w, t, self, step, e)
		}
		t.Phase = Returning
		e.setNext(self, Network)
	case t.Phase == Returning && callee == strategy.Cache && m.pausesForCache(t):
		t.Phase = BackingOff
		e.setNext(self, Backoff)
	case t.Phase == Returning, t.Phase == Pausing:
		over = true
	}
	e.setStep(t, step)
	return over
}
