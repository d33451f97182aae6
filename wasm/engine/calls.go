package engine

import "cacheplay/wasm/strategy"

// CallState tells how far a call at the source has come.
type CallState uint8

const (
	// NoCall is the state of a free slot.
	NoCall CallState = iota
	// CallOpened calls have just been made, and it is not decided what becomes of them.
	CallOpened
	// CallWaiting calls wait for the source to be free.
	CallWaiting
	// CallNext calls have waited, and the source begins to serve them at this very
	// instant.
	CallNext
	// CallServing calls are being served.
	CallServing
	// CallHanging calls will never be answered, since the call or its answer is
	// lost: only a time-out ends them.
	CallHanging
)

// Call is a call at the source. The source serves it even if its caller crashes
// or the accessor gives up waiting.
type Call struct {
	State  CallState
	Save   bool
	Fault  Fault  // what the driver lets go wrong with it as a whole
	Serial uint32 // its number, since slots are used again
	Owner  Choice // the actor that waits for it, of kind NoChoice if none does any more
	Late   bool   // the accessor has given it up
	Op     int32  // the operation that it serves
	Key    int32
	Record Record // what a read has found

	first int32 // the first write that a save carries, counted from 1
	next  int32 // the call that waits behind it, or the next free slot, counted from 1
}

// isBusy reports whether the call takes one of the source's places.
func (c *Call) isBusy() bool { return c.State == CallNext || c.State == CallServing }

// Sent is one write that a save carries to the source.
type Sent struct {
	Seq    uint32 // the number of its item in the queue, 0 for an operation's own save
	Op     int32
	Key    int32
	Record Record
	Fault  Fault // what goes wrong with it: SourceError or SourceRefuse

	writer int32 // as Item.writer
	item   int32 // the slot of its item, counted from 1
	next   int32 // the next write of the same save, or the next free slot, counted from 1
}

// openCall opens a call of a task at the source, with what it carries, and
// returns its slot.
func (m *Model) openCall(w *World, t *Task, self Choice, step strategy.Step) int32 {
	slot := w.newCall()
	w.CallCount++
	w.InFlight++
	call := &w.Calls[slot]
	*call = Call{}
	call.State, call.Save, call.Fault, call.Serial = CallOpened, step == strategy.SourceSave, t.Fault, w.CallCount
	call.Owner, call.Op, call.Key = self, w.opOf(self), t.Key
	struck := t.Struck
	if call.Save && call.Fault == SourceRefuse { // the source refuses a write, not a call
		call.Fault, struck = NoFault, struck.With(0, SourceRefuse)
	}
	t.Fault, t.Struck = NoFault, 0
	m.refer(w, call.Op)
	if call.Save {
		m.load(w, call, t, struck)
	}
	return slot
}

// newCall returns a free slot.
func (w *World) newCall() int32 {
	if slot := w.freeCall - 1; slot >= 0 {
		w.freeCall = w.Calls[slot].next
		return slot
	}
	n := len(w.Calls)
	for n > 0 && w.Calls[n-1].State == NoCall { // in an untimed world
		n--
	}
	w.Calls = append(w.Calls[:n], Call{})
	return int32(n)
}

// load adds what a save carries: the write of its operation, or those that its worker
// has taken and the source does not have.
func (m *Model) load(w *World, call *Call, t *Task, struck Struck) {
	if call.Owner.Kind != WorkerStep {
		call.first = m.newSent(w, Sent{Op: call.Op, Key: t.Key, Record: t.Hand, Fault: struck.Of(0)})
		return
	}
	place, last := 0, int32(0)
	for n := w.Workers[call.Owner.Actor].first; n != 0; n = w.Queue.at(n).after {
		item := w.Queue.at(n)
		if item.Saved {
			continue
		}
		sent := m.newSent(w, Sent{Seq: item.Seq, Op: item.Op, Key: item.Key, Record: item.Record, Fault: struck.Of(place), writer: item.writer, item: n})
		if last == 0 {
			call.first = sent
		} else {
			w.Sent[last-1].next = sent
		}
		last = sent
		place++
	}
}

// newSent puts a write into a free slot of World.Sent, and returns that, counted from 1.
func (m *Model) newSent(w *World, s Sent) int32 {
	m.referAll(w, s.Op, s.writer, s.Record.Ledger)
	n := w.freeSent
	if n == 0 {
		w.Sent = append(w.Sent, s)
		return int32(len(w.Sent))
	}
	w.freeSent = w.Sent[n-1].next
	w.Sent[n-1] = s
	return n
}

// disown removes the owner of a call, which goes on without. A call that hangs
// is closed.
func (m *Model) disown(w *World, slot int32) {
	call := &w.Calls[slot]
	if call.Owner.Kind != NoChoice {
		call.Owner = Choice{}
		w.InFlight--
	}
	if call.State == CallHanging {
		m.closeCall(w, slot)
	}
}

// closeCall frees the slot of a call and removes what it carried. In an untimed world
// no slot before another call is used again, so that late saves stand in the order in
// which their calls were made.
func (m *Model) closeCall(w *World, slot int32) {
	call := &w.Calls[slot]
	if call.Owner.Kind != NoChoice {
		w.InFlight--
	}
	if call.isBusy() {
		w.Busy--
	}
	for n := call.first; n != 0; {
		s := &w.Sent[n-1]
		next := s.next
		m.unreferAll(w, s.Op, s.writer, s.Record.Ledger)
		*s = Sent{next: w.freeSent}
		w.freeSent, n = n, next
	}
	m.unrefer(w, call.Op)
	*call = Call{}
	if m.Timed {
		call.next, w.freeCall = w.freeCall, slot+1
	}
}
