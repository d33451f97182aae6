package engine

import "cacheplay/wasm/strategy"

// attempt makes one attempt of the Data Accessor to have a call served: the
// first when the call reaches it, others after a pause.
func (m *Model) attempt(w *World, t *Task, self Choice, step strategy.Step, e *Effect) {
	t.Phase = Serving
	e.Op = w.opOf(self)
	switch {
	case m.Timed && !m.Accessor.Breaker.admits(w):
		m.attemptFailed(w, t, self, Erred, BreakerOpen, e)
	case m.Timed && m.Accessor.Bulkhead > 0 && w.InFlight >= m.Accessor.Bulkhead:
		m.attemptFailed(w, t, self, Erred, BulkheadFull, e)
	default:
		m.call(w, t, self, step, e)
	}
}

// attemptFailed records that an attempt has failed. The accessor makes another
// one, unless there have been enough, the retry budget is spent or the source has
// refused for good: then its caller is told.
func (m *Model) attemptFailed(w *World, t *Task, self Choice, trouble Failure, what Result, e *Effect) {
	e.Result = what
	t.Failure = max(t.Failure, trouble)
	t.Attempt++
	isAffordable := trouble == Refused || m.Accessor.RetryBudget.spend(w)
	if again := trouble != Refused && int(t.Attempt) < m.Accessor.MaxAttempts; again && isAffordable {
		t.Phase = BackingOff
		e.setNext(self, Backoff)
	} else {
		e.NoRetry = again
		t.Phase = Returning
		e.setNext(self, Network)
	}
	e.Phase, e.Attempt = t.Phase, t.Attempt
}

// call asks the source, which serves the call, lets it wait or turns it away.
func (m *Model) call(w *World, t *Task, self Choice, step strategy.Step, e *Effect) {
	if w.Breaker.State == BreakerHalfOpen {
		w.Breaker.Trials++
	}
	slot := m.openCall(w, t, self, step)
	call := &w.Calls[slot]
	if m.Timed && m.Accessor.Timeout > 0 {
		e.Also = append(e.Also, FollowUp{Choice{Kind: TimeOut, Actor: slot, Serial: call.Serial}, Until, w.Clock.Now + m.Accessor.Timeout})
	}
	switch {
	case w.Outage && m.Accessor.Timeout > 0 && m.Timed:
		call.State = CallHanging
		e.Result = Unanswered
		e.setNext(Choice{}, Forever)
	case w.Outage && m.Accessor.Timeout > 0:
		m.rejectCall(w, slot, t, self, TimedOut, Unreachable, e)
	case w.Outage:
		m.rejectCall(w, slot, t, self, Erred, Unreachable, e)
	case !m.Timed || m.Source.Concurrency == 0 || w.Busy < m.Source.Concurrency && w.Waiting == 0:
		m.serve(w, slot, e)
	case m.Source.QueueLimit < 0 || w.Waiting < m.Source.QueueLimit:
		w.queueCall(slot)
		e.Result = WaitsForSource
		e.setNext(Choice{}, Forever)
	default:
		m.rejectCall(w, slot, t, self, Erred, Overloaded, e)
	}
}

// rejectCall ends a call that has not got through to the source.
func (m *Model) rejectCall(w *World, slot int32, t *Task, self Choice, trouble Failure, what Result, e *Effect) {
	m.closeCall(w, slot)
	m.recordAttempt(w, false, e)
	m.attemptFailed(w, t, self, trouble, what, e)
}

// timeOut makes the accessor give up a call. The source serves it all the same,
// if it can, but its answer comes too late.
func (m *Model) timeOut(w *World, c Choice, e *Effect) {
	call := &w.Calls[c.Actor]
	if call.State == NoCall || call.Serial != c.Serial || call.Owner.Kind == NoChoice {
		return
	}
	owner := call.Owner
	t := w.task(owner)
	e.Op = call.Op
	e.setStep(t, t.stepOf(m.list(w, owner)))
	call.Late = true
	m.disown(w, c.Actor)
	m.recordAttempt(w, false, e)
	m.attemptFailed(w, t, owner, TimedOut, GaveUp, e)
}
