package engine

import "cacheplay/wasm/strategy"

// With Model.Ahead an operation goes on within one call of Model.Step for as long as what
// it does touches nobody else: its calls travel, the cache serves what it has looked up or
// is to change. What it finds and changes in cache, source and queue
// it finds and changes when its call is there, in a step of its own. So everything else
// happens as it would otherwise, and at the same time.

// goAhead takes an operation on from e.Next. Effect.Passed says what has passed meanwhile.
// Once something has passed it stops before the answer, and before the end, so that a driver
// that measures is told of those when they happen. The effect remains that of the step that
// it began with.
func (m *Model) goAhead(w *World, e *Effect) {
	actor, index, attempt, result := e.Actor, e.Index, e.Attempt, e.Result
	for e.Next.Kind == OpStep && (e.Wait == AtOnce || !e.Answered) && m.isAlone(w, e.Next.Actor) {
		if len(e.Passed) > 0 && m.answersOrEnds(&w.Ops[e.Next.Actor]) {
			break
		}
		if e.Wait != AtOnce {
			e.Passed = append(e.Passed, w.Ops[e.Next.Actor].Phase)
		}
		m.stepOp(w, e.Next, e)
	}
	e.Actor, e.Index, e.Attempt, e.Result = actor, index, attempt, result
}

// isAlone reports whether the next phase of an operation touches nobody else.
func (m *Model) isAlone(w *World, id int32) bool {
	op := &w.Ops[id]
	if op.Override != NoOverride || op.Failure != NoFailure || op.Flight != 0 {
		return false
	}
	steps := m.Programs[op.Program].Steps
	switch op.Phase {
	case Asking, Returning:
		return true
	case Calling:
		callee, _ := steps[op.Step].Callee()
		return callee == strategy.Cache && steps[op.Step] != strategy.CacheGet
	case Serving:
		return steps[op.Step] == strategy.CacheGet
	case Ready:
		return m.beginsAlone(w, id, steps)
	}
	return false
}

// answersOrEnds reports whether an operation answers its client, or ends, with its next step.
func (m *Model) answersOrEnds(op *Op) bool {
	if op.Phase != Ready {
		return false
	}
	steps := m.Programs[op.Program].Steps
	return int(op.Step) == len(steps) || steps[op.Step] == strategy.Answer || steps[op.Step] == strategy.AnswerOnHit && op.Hit
}

// beginsAlone reports whether an operation takes its next step, or the first phase of it,
// without touching anybody else: it gets no lock, version or place in the queue, and has
// nothing that it would give back.
func (m *Model) beginsAlone(w *World, id int32, steps []strategy.Step) bool {
	op := &w.Ops[id]
	if m.locks(op) || op.Promised || op.leads != 0 || w.Keys[op.Key].Holder == uint32(id)+1 {
		return false
	}
	return int(op.Step) == len(steps) || !steps[op.Step].Queues() && !(m.WriterVersions && op.Kind != Get)
}
