package engine

import "cacheplay/wasm/strategy"

// serve begins the source's service of a call. A read takes its value now; a
// save is applied at the end of the service.
func (m *Model) serve(w *World, slot int32, e *Effect) {
	call := &w.Calls[slot]
	switch call.State {
	case CallOpened:
		w.Busy++
	case CallNext:
	default:
		return
	}
	call.State = CallServing
	e.Op, e.Result = call.Op, Started
	done := Choice{Kind: CallDone, Actor: slot, Serial: call.Serial}
	if call.Save {
		e.Actor = strategy.SourceSave
		e.setNext(done, SourceWriting)
		return
	}
	e.Actor = strategy.SourceRead
	call.Record = w.Keys[call.Key].Source
	if t := w.task(call.Owner); t != nil {
		t.HandAt = w.Clock.Now
	}
	e.setNext(done, SourceReading)
}

// serveNext gives a free place at the source to the call that has waited longest.
// The place is taken at once, though the service begins with a choice of its own:
// of two calls that end at the same instant, each makes room for another one.
func (m *Model) serveNext(w *World, e *Effect) {
	if w.Waiting == 0 || w.Busy >= m.Source.Concurrency {
		return
	}
	slot := w.firstCall()
	call := &w.Calls[slot]
	call.State = CallNext
	w.Busy++
	e.wake(Choice{Kind: CallStart, Actor: slot, Serial: call.Serial})
}

// finishCall ends the source's service of a call and lets its owner, if it has
// one, go on. The fault of c befalls the call if it has none of its own.
func (m *Model) finishCall(w *World, c Choice, e *Effect) {
	call := &w.Calls[c.Actor]
	if call.State != CallServing || call.Serial != c.Serial {
		return
	}
	fault := call.Fault
	if fault == NoFault {
		fault = c.Fault
	}
	e.Op, e.Actor, e.Phase, e.Late = call.Op, strategy.SourceRead, Returning, call.Late
	if call.Save {
		e.Actor = strategy.SourceSave
	}
	t := w.task(call.Owner)
	if t != nil {
		e.Index = t.Step
	}
	if fault == SourceLate {
		m.loseAnswer(w, c.Actor, t, e)
	} else {
		e.Result = m.applyCall(w, call, fault, t != nil, e)
		m.endCall(w, c.Actor, t, e)
	}
	m.serveNext(w, e)
}

// endCall ends a call that the source has served. One whose answer is lost hangs until
// its time-out, if it has one.
func (m *Model) endCall(w *World, slot int32, t *Task, e *Effect) {
	call := &w.Calls[slot]
	if e.Result == AnswerLost && t != nil && m.Timed && m.Accessor.Timeout > 0 {
		w.Busy--
		call.State = CallHanging
		return
	}
	m.notifyOwner(w, t, call, e)
	m.closeCall(w, slot)
}

// applyCall applies what a call carries, each write by itself, and returns what the
// source answers. heard says that the call has an owner.
func (m *Model) applyCall(w *World, call *Call, fault Fault, heard bool, e *Effect) Result {
	if fault == SourceError {
		return ServedError
	}
	result := Served
	for n := call.first; n != 0; n = w.Sent[n-1].next {
		sent := &w.Sent[n-1]
		refused := &w.Ops[sent.Op].Refused
		*refused = *refused || sent.Fault == SourceRefuse
		switch {
		case sent.Fault == SourceError:
			result = ServedError // another attempt may save it, whatever becomes of the others
		case *refused && result == Served:
			result = ServedRefusal
		case *refused:
		case m.isFenced(w, sent):
			if answer := m.fence(w, sent, heard && fault != SourceTimeout, e); result == Served {
				result = answer
			}
		default:
			m.apply(w, sent, e)
			if item := w.Queue.find(sent.item, sent.Seq); item != nil && heard && fault != SourceTimeout {
				item.Saved = true
				item.Record.Version = w.versionOf(sent.Op)
			}
		}
	}
	if fault == SourceTimeout {
		return AnswerLost
	}
	return result
}

// isFenced reports whether the source refuses a save since its version is older than the
// record's.
func (m *Model) isFenced(w *World, sent *Sent) bool {
	return m.Source.Fenced && sent.Record.Write != 0 && sent.Record.Version < w.Keys[sent.Key].Source.Version
}

// fence refuses a save that is older than the record, except payments that are merged
// with it, and returns what the source answers. To a worker that hears of it that is no
// failure: it drops the write, whose place a newer one has taken.
func (m *Model) fence(w *World, sent *Sent, heard bool, e *Effect) Result {
	if !sent.Record.Ledger.Empty() {
		paid := *sent
		paid.Record.Write, paid.Record.Exists = 0, false
		m.apply(w, &paid, e)
	}
	if w.Queue.find(sent.item, sent.Seq) != nil && heard {
		m.removeItem(w, sent.item, ItemDropped, e)
		return Served
	}
	return ServedOlder
}

// notifyOwner tells the owner of a call how it ended.
func (m *Model) notifyOwner(w *World, t *Task, call *Call, e *Effect) {
	if t == nil {
		return
	}
	m.recordAttempt(w, e.Result == Served || e.Result == ServedRefusal || e.Result == ServedOlder, e)
	switch e.Result {
	case ServedError:
		m.attemptFailed(w, t, call.Owner, Erred, e.Result, e)
	case ServedRefusal, ServedOlder:
		m.attemptFailed(w, t, call.Owner, Refused, e.Result, e)
	case AnswerLost, GaveUp:
		m.attemptFailed(w, t, call.Owner, TimedOut, e.Result, e)
	default:
		t.Failure, t.Attempt = NoFailure, 0
		m.Accessor.RetryBudget.earn(w)
		if call.Save {
			t.Hand.Version = w.versionOf(call.Op)
		} else {
			t.Hand = call.Record
		}
		t.Phase = Returning
		e.setNext(call.Owner, Network)
	}
}

// apply makes the source apply one write of a save, with an idempotency key only
// once. Of payments that were merged each has a key of its own.
func (m *Model) apply(w *World, sent *Sent, e *Effect) {
	if !m.Accessor.IdempotencyKey {
		m.saveRecord(w, sent.Key, sent.Op, sent.Record, e)
		return
	}
	record, isNew := sent.Record, false
	if record.Write != 0 {
		if op := &w.Ops[m.writer(sent)]; !op.Applied {
			op.Applied, isNew = true, true
		} else {
			record.Write, record.Exists = 0, false
		}
	}
	if !record.Ledger.Empty() && m.pay(w, sent.Key, &record.Ledger) {
		isNew = true
	}
	if !isNew {
		return
	}
	m.saveRecord(w, sent.Key, sent.Op, record, e)
	w.Ops[sent.Op].Version = w.Keys[sent.Key].Source.Version
}

// pay leaves in a ledger the payments of a key that the source has not applied yet, and
// reports whether there are any. With Model.Recycle it leaves the others too, which
// applyPayments knows.
func (m *Model) pay(w *World, key int32, ledger *Ledger) (isNew bool) {
	if m.Recycle {
		return w.owes(*ledger)
	}
	for i := range w.Ops {
		op := &w.Ops[i]
		switch {
		case op.Key != key || op.Kind != Pay || ledger.Count(op.Slot) == 0:
		case op.Applied:
			*ledger = ledger.Without(op.Slot)
		default:
			op.Applied, isNew = true, true
		}
	}
	return isNew
}

// versionOf returns the version that the source gives in its answer to a save of an
// operation: that of the write, which was applied now or, with an idempotency key,
// before.
func (w *World) versionOf(op int32) uint32 {
	if o := &w.Ops[op]; o.Applied {
		return o.Version
	}
	return w.Keys[w.Ops[op].Key].Source.Version
}

// saveRecord changes what the source holds and announces it to the feed. The
// change is reported even if the record stays the same, since the source has
// accepted a write.
func (m *Model) saveRecord(w *World, key, op int32, record Record, e *Effect) {
	k := &w.Keys[key]
	after := k.Source
	if record.Write != 0 {
		after.Write, after.Exists = record.Write, record.Exists
	}
	if record.Ledger != 0 {
		after.Ledger = m.applyPayments(w, key, after.Ledger, record.Ledger, e)
	}
	switch {
	case m.WriterVersions:
		if record.Write != 0 {
			after.Version = record.Version
		}
	case m.Cache.Fill == FillVersion:
		after.Version++
	}
	change := e.change(RecordChanged, key)
	change.RecordBefore, change.RecordAfter = k.Source, after
	k.Source = after
	if m.feeds() {
		m.notice(w, key, op, e)
	}
}

// beginOutage cuts the source off. It never finishes the calls that it has; the
// accessor gets an error, or, if it has a time-out, waits for that. In an untimed world
// there are only late saves, which can arrive after the outage.
func (m *Model) beginOutage(w *World, e *Effect) {
	w.Outage = true
	if !m.Timed {
		return
	}
	w.Waiting, w.callLine = 0, Line{}
	for slot := range w.Calls {
		call := &w.Calls[slot]
		if call.State != CallWaiting && !call.isBusy() {
			continue
		}
		if call.isBusy() {
			w.Busy--
		}
		call.State, call.next = CallHanging, 0
		switch {
		case call.Owner.Kind == NoChoice:
			m.closeCall(w, int32(slot))
		case m.Accessor.Timeout == 0:
			e.wake(Choice{Kind: CallCut, Actor: int32(slot), Serial: call.Serial})
		}
	}
}

// cutCall ends a call that an outage has cut off.
func (m *Model) cutCall(w *World, c Choice, e *Effect) {
	call := w.Calls[c.Actor]
	if call.State != CallHanging || call.Serial != c.Serial {
		return
	}
	t := w.task(call.Owner)
	e.Op = call.Op
	e.setStep(t, t.stepOf(m.list(w, call.Owner)))
	m.rejectCall(w, c.Actor, t, call.Owner, Erred, Unreachable, e)
}
