package engine

import "cacheplay/wasm/strategy"

// A late save is one whose caller has gone before the source has applied it: by a
// time-out, or by a crash of the Resource Manager, a worker or a client. The source may
// apply it at any later moment, or never. In a timed world it is a Call that has lost
// its owner. In an untimed world, where a call takes no time, saves of workers become
// such calls when their caller goes, and Op.Late counts those of an operation itself,
// so that what a crash leaves of an operation is its own.

// written returns what an operation writes, as it is when it has been sent.
func (w *World) written(id int32) Record {
	switch op := &w.Ops[id]; {
	case op.Kind == Get:
		return Record{}
	case op.Kind == Pay && op.Write != 0:
		return Record{Ledger: carry(id, 1)}
	case op.Kind == Pay:
		return Record{Ledger: Ledger(0).Add(op.Slot)}
	default:
		return Record{Write: w.WriteOf(id), Exists: op.Kind != Delete}
	}
}

// leaveSave makes the save of an actor late, if its next step is one.
func (m *Model) leaveSave(w *World, c Choice) {
	switch {
	case m.Timed || !m.LateSaves || w.Outage || m.NextStep(w, c) != strategy.SourceSave:
	case c.Kind == OpStep:
		w.Ops[c.Actor].addLate()
	default:
		m.openLate(w, w.task(c), c)
	}
}

// addLate gives an operation one more late save.
func (op *Op) addLate() { op.Late, op.LateVersion = op.Late+1, op.Hand.Version }

// openLate opens the call of a save whose caller has gone.
func (m *Model) openLate(w *World, t *Task, caller Choice) Choice {
	slot := m.openCall(w, t, caller, strategy.SourceSave)
	m.disown(w, slot)
	call := &w.Calls[slot]
	call.State, call.Late = CallServing, true
	w.Busy++
	return Choice{Kind: CallDone, Actor: slot, Serial: call.Serial}
}

// LateNumber returns which of the workers' late saves a choice is, counted from 1.
func (w *World) LateNumber(c Choice) int {
	n := 0
	for slot := range w.Calls[:c.Actor+1] {
		if w.Calls[slot].State != NoCall {
			n++
		}
	}
	return n
}

// LateCall returns the choice that is the n-th of the workers' late saves, counted
// from 1; the zero Choice if there are fewer.
func (w *World) LateCall(n int) Choice {
	for slot := range w.Calls {
		if w.Calls[slot].State != NoCall {
			if n--; n == 0 {
				return Choice{Kind: CallDone, Actor: int32(slot), Serial: w.Calls[slot].Serial}
			}
		}
	}
	return Choice{}
}

// finishLate makes the source apply a late save of an operation.
func (m *Model) finishLate(w *World, c Choice, e *Effect) {
	op := &w.Ops[c.Actor]
	if op.Late == 0 {
		return
	}
	save := Task{Key: op.Key, Hand: w.written(c.Actor)}
	save.Hand.Version = op.LateVersion
	if op.Late--; op.Late == 0 {
		op.LateVersion = 0
	}
	m.finishCall(w, m.openLate(w, &save, Choice{Kind: OpStep, Actor: c.Actor}), e)
}

// loseAnswer ends a call that the accessor gives up before the source has applied it.
// A save may be applied later.
func (m *Model) loseAnswer(w *World, slot int32, t *Task, e *Effect) {
	call := w.Calls[slot]
	e.Result = GaveUp
	switch {
	case !m.LateSaves || !call.Save:
		m.closeCall(w, slot)
	case call.Owner.Kind == OpStep:
		w.Ops[call.Owner.Actor].addLate()
		m.closeCall(w, slot)
	default:
		w.Calls[slot].Late, w.Calls[slot].Fault = true, NoFault
		m.disown(w, slot)
	}
	m.notifyOwner(w, t, &call, e)
}

// lateChoices appends what can happen to the late saves of an operation in an untimed
// world, and the choice to send an operation without taking its first step.
func (m *Model) lateChoices(w *World, op int32, allowed Allowed, dst []Choice) []Choice {
	o := &w.Ops[op]
	if o.Status == Unsent && !w.Down && w.UnderWay(int(op)) && m.suffersFromCrash(w, op, allowed) && !m.isBlocked(w, op) {
		dst = append(dst, Choice{Kind: Send, Actor: op})
	}
	if o.Late > 0 && !w.Outage && allowed&AllowLate != 0 {
		dst = append(dst, Choice{Kind: LateSave, Actor: op})
	}
	return dst
}

// suffersFromCrash reports whether a crash that is allowed, of the Resource Manager or of
// the client, while the first call of an operation is under way has an effect that
// neither a crash before nor one after the step has: the call is a save, which can land
// late, or the client loses a lock that it already has.
func (m *Model) suffersFromCrash(w *World, op int32, allowed Allowed) bool {
	first := m.NextStep(w, Choice{Kind: OpStep, Actor: op})
	saves := m.LateSaves && first == strategy.SourceSave
	if m.Programs[w.Ops[op].Program].By == strategy.ResourceManager {
		return allowed&AllowCrash != 0 && saves
	}
	return allowed&AllowCrash != 0 && m.locks(&w.Ops[op]) && !first.Queues() || allowed&AllowCrashClient != 0 && saves
}

// lateCalls appends the late saves of workers that can be applied now.
func (m *Model) lateCalls(w *World, allowed Allowed, dst []Choice) []Choice {
	if allowed&AllowLate == 0 || w.Outage {
		return dst
	}
	for slot := range w.Calls {
		if call := &w.Calls[slot]; call.State != NoCall {
			dst = append(dst, Choice{Kind: CallDone, Actor: int32(slot), Serial: call.Serial})
		}
	}
	return dst
}
