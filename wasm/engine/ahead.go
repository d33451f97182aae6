package engine

import "cacheplay/wasm/strategy"

// With Model.Ahead an operation goes on within one call of Model.Step for as long as what
// it does touches nobody else: its calls travel, the cache serves what it has looked up or
// is to change. What it finds and changes in cache, source and queue
// it finds and changes when its call is there, in a step of its own. So everything else
// happens as it would otherwise, and at the same time.

// Passed counts the waits that passed in a step.
type Passed struct {
	There  uint8 // ways of a request or a call over the network
	Back   uint8 // ways of an answer
	Served uint8 // times of the cache's latency
}

// leg is what an operation does in one step as long as it touches nobody else: where that
// takes it, what passes meanwhile, and what there is to wait for then.
type leg struct {
	isKnown bool
	step    uint8
	phase   Phase
	wait    Wait
	passed  Passed
	ends    bool // the operation then answers and ends
}

// goAhead takes an operation on from e.Next. Effect.Passed says what has passed meanwhile.
// Once something has passed it stops before the answer, and before the end, so that a driver
// that measures is told of those when they happen; except, with Model.AheadOfAnswers, of a
// read that ends with its answer. The effect remains that of the step that it began with.
// What was gone once is remembered.
func (m *Model) goAhead(w *World, e *Effect) {
	op := &w.Ops[e.Next.Actor]
	switch {
	case op.Override != NoOverride || op.Failure != NoFailure || op.Flight != 0 || op.Phase > Returning:
		return
	case e.Answered || !m.isUsual(w, op, e.Next.Actor):
		m.goOn(w, e)
		return
	}
	if m.legs == nil {
		m.makeLegs()
	}
	l := &m.legs[op.Program][m.legOf(op)]
	if !l.isKnown {
		m.goOn(w, e)
		if e.Next.Kind == OpStep && !e.Answered {
			*l = leg{true, op.Step, op.Phase, e.Wait, e.Passed, m.endsWithAnswer(op)}
			if l.ends {
				m.answerAndEnd(w, e)
			}
		}
		return
	}
	switch {
	case l.step != op.Step:
		op.Attempt, op.Fault, op.Struck, op.Waiting = 0, NoFault, 0, false
	case l.phase == op.Phase:
		return
	}
	op.Step, op.Phase = l.step, l.phase
	e.Phase, e.Wait, e.Passed = l.phase, l.wait, l.passed
	if l.ends {
		m.answerAndEnd(w, e)
	}
}

// answerAndEnd takes an operation through its answer and its end.
func (m *Model) answerAndEnd(w *World, e *Effect) {
	actor, index, attempt, result := e.Actor, e.Index, e.Attempt, e.Result
	for e.Next.Kind == OpStep {
		m.stepOp(w, e.Next, e)
	}
	e.Actor, e.Index, e.Attempt, e.Result, e.Phase = actor, index, attempt, result, Ready
}

// endsWithAnswer reports whether an operation is a read that answers with its next step,
// and does nothing after that.
func (m *Model) endsWithAnswer(op *Op) bool {
	if !m.AheadOfAnswers || op.Kind != Get || op.Phase != Ready || op.Status != Running {
		return false
	}
	steps := m.Programs[op.Program].Steps
	switch {
	case int(op.Step) == len(steps):
		return false
	case steps[op.Step] == strategy.AnswerOnHit:
		return op.Hit
	}
	return steps[op.Step] == strategy.Answer && int(op.Step)+1 == len(steps)
}

// isUsual reports whether its leg alone tells how an operation goes on: it holds
// nothing that it would give back, takes no lock, and loads nothing in the background.
func (m *Model) isUsual(w *World, op *Op, id int32) bool {
	return !op.Promised && !op.Refresh && op.leads == 0 && w.Keys[op.Key].Holder != uint32(id)+1 && (m.Cache.Fill != FillLock || op.Kind == Get)
}

// makeLegs makes room for the legs of all programs.
func (m *Model) makeLegs() {
	m.legs = make([][]leg, len(m.Programs))
	for i := range m.Programs {
		m.legs[i] = make([]leg, (len(m.Programs[i].Steps)+1)*legsOfStep)
	}
}

// legsOfStep is how many legs begin in one step: in each phase up to Returning.
const legsOfStep = 4 * (int(Returning) + 1)

// legOf returns which leg of its program an operation goes: by where in the list it is,
// whether it has hit, and whether it stores what it has brought.
func (m *Model) legOf(op *Op) int {
	i := int(op.Step)*legsOfStep + int(op.Phase)*4
	if op.Hit {
		i++
	}
	if m.cacheable(op.Hand) {
		i += 2
	}
	return i
}

// goOn is goAhead, phase by phase.
func (m *Model) goOn(w *World, e *Effect) {
	actor, index, attempt, result := e.Actor, e.Index, e.Attempt, e.Result
	for e.Next.Kind == OpStep && (e.Wait == AtOnce || !e.Answered) && m.isAlone(w, e.Next.Actor) {
		op := &w.Ops[e.Next.Actor]
		if e.Passed != (Passed{}) && m.answersOrEnds(op) {
			break
		}
		if e.Wait != AtOnce {
			e.Passed.add(op.Phase)
		}
		m.stepOp(w, e.Next, e)
		e.Phase = op.Phase
	}
	e.Actor, e.Index, e.Attempt, e.Result = actor, index, attempt, result
}

// add counts the wait of a phase.
func (p *Passed) add(phase Phase) {
	switch phase {
	case Asking, Calling:
		p.There++
	case Returning:
		p.Back++
	case Serving:
		p.Served++
	}
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
