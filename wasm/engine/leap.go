package engine

import "cacheplay/wasm/strategy"

// Leap takes a whole step, in the units of untimed exploration. An operation is
// sent with its first step and answered with the step before its answer; a
// failed attempt is a step of its own; a wait is none; what has crashed is up
// again at once, except after GoDown. Send takes but the beginning of a step: its call leaves. Leap calls
// visit after each phase, with its effect.
func (m *Model) Leap(w *World, c Choice, e *Effect, visit func(Choice, *Effect)) {
	moved, first := false, c
	if c.Kind == Send {
		first.Kind = OpStep
	}
	for next := first; ; next = e.Next {
		if next.Kind == c.Kind && next.Actor == c.Actor {
			next.Fault, next.Struck = c.Fault, c.Struck
		}
		m.Step(w, next, e)
		visit(next, e)
		if e.Phase == Ready && e.Actor != strategy.NoStep && e.Actor != strategy.Wait {
			moved = true
		}
		if e.Wait == Forever || m.isSettled(w, c, moved) {
			return
		}
	}
}

// isSettled reports whether the actor of c has come to a boundary at which
// exploration stops: between two steps, of which the next is not an answer.
func (m *Model) isSettled(w *World, c Choice, moved bool) bool {
	switch c.Kind {
	case Send:
		return w.Ops[c.Actor].Phase == Calling
	case GoDown:
		return true
	}
	t := w.task(c)
	if t == nil || t.Phase != Ready || !moved {
		return t != nil && (t.Phase == Idle || t.Phase == BackingOff)
	}
	list := m.list(w, c)
	if int(t.Step) == len(list.Steps) {
		return false
	}
	next := list.Steps[t.Step]
	return next != strategy.Answer && next != strategy.AnswerOnHit
}
