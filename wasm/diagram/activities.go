package diagram

import (
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// activities lists the bars of those who wait or work, in one pass over the
// events. Bars are given as indexes, -1 for none.
type activities struct {
	*sketch
	waits, works, after []int // of each operation: its client's bar, the Resource Manager's, and the one in the background
	answered            []int // of each operation: the event that told its client how it ended, -1 for none
	written             []int // of each operation: the event with which the source last held what it wrote, -1 for none
	served              []int // of each event that is a call: the bar of its callee
	workers             []int // of each worker, by its number
}

// listActivities adds the bars of activities to the sketch.
func (s *sketch) listActivities() {
	ops, events, workers := len(s.t.Ops), len(s.t.Events), 0
	for i := range s.t.Events {
		workers = max(workers, s.t.Events[i].Worker)
	}
	a := &activities{sketch: s, waits: nones(ops), works: nones(ops), after: nones(ops), answered: nones(ops), written: nones(ops),
		served: nones(events), workers: nones(workers + 1)}
	s.owner = make([][]int, len(s.cols.names))
	for col := range s.owner {
		s.owner[col] = nones(events)
	}
	for i := range s.t.Events {
		e := &s.t.Events[i]
		a.operation(i, e)
		a.worker(i, e)
		a.call(i, e)
	}
	a.endCalls()
}

// begin begins a bar at an event and returns its index.
func (a *activities) begin(kind barKind, col, event int) int {
	a.bars = append(a.bars, bar{kind: kind, col: col, first: event, last: event})
	return len(a.bars) - 1
}

// rests are the senses of events after which a participant does nothing until
// the next event of the same bar.
var rests = map[trace.Sense]bool{trace.Waiting: true, trace.Retry: true, trace.Pause: true}

// extend makes the bar with an index last until an event that belongs to it.
func (a *activities) extend(i, event int) {
	b := &a.bars[i]
	if e := &a.t.Events[b.last]; rests[e.Sense] && a.cols.of(e.From) == b.col {
		b.rests = append(b.rests, stretch{b.last, event})
	}
	b.last = event
	a.owner[b.col][event] = i
}

// grow begins the bar of an operation or, where there is one, makes it last
// until an event.
func (a *activities) grow(bars []int, op int, kind barKind, col, event int) {
	if bars[op] < 0 {
		bars[op] = a.begin(kind, col, event)
	}
	a.extend(bars[op], event)
}

// operation adds an event to the bars of its operation: the client's while it
// waits, the Resource Manager's while it works for the client, and the one in
// the background after the answer.
func (a *activities) operation(i int, e *trace.Event) {
	if e.Op < 0 || e.Worker > 0 {
		return
	}
	op := &a.t.Ops[e.Op]
	client, manager := a.cols.of(op.Client), a.cols.ofRole(strategy.ResourceManager)
	executor := client
	if op.By == strategy.ResourceManager {
		executor = manager
	}
	if a.answered[e.Op] >= 0 {
		if a.touches(e, executor) {
			a.inBackground(e.Op, executor, i)
		}
		return
	}
	if a.touches(e, client) {
		a.grow(a.waits, e.Op, waitKind(op), client, i)
	}
	if executor == manager && a.touches(e, manager) {
		a.grow(a.works, e.Op, works, manager, i)
	}
	if e.Sense.Ends() {
		a.answered[e.Op] = i
		a.bars[a.waits[e.Op]].notes = a.waited(op)
	}
}

// touches reports whether an event begins or ends on a column.
func (a *activities) touches(e *trace.Event, col int) bool {
	return a.cols.of(e.From) == col || a.cols.of(e.To) == col
}

// waited returns the note that says how long a client has waited.
func (a *activities) waited(op *trace.Operation) []note {
	wait, ended := op.Wait()
	if !ended || a.t.Ordered {
		return nil
	}
	length := trace.Duration(wait)
	return []note{{from: op.Start, to: op.End, words: []string{"waits " + length, length}}}
}

func waitKind(op *trace.Operation) barKind {
	if op.Reads() {
		return waitRead
	}
	return waitWrite
}

// inBackground adds an event after the answer to the bar in the background.
func (a *activities) inBackground(op, col, event int) {
	if a.after[op] < 0 {
		a.after[op] = a.begin(background, col, a.answered[op])
	}
	a.extend(a.after[op], event)
	a.name(a.after[op], a.t.Events[event].Arrives, "in the background", "background")
}

// name gives a bar, which lasts until a time, its words.
func (a *activities) name(i int, until int64, words ...string) {
	b := &a.bars[i]
	b.notes = []note{{from: a.t.Events[b.first].T, to: until, words: words}}
}

// worker adds an event to the bar of its write-behind worker: a bar begins
// when the worker takes an item and ends with its last event or a crash.
func (a *activities) worker(i int, e *trace.Event) {
	if e.Sense == trace.Taken {
		a.workers[e.Worker] = a.begin(worker, a.cols.of(e.From), i)
	}
	for number, b := range a.workers {
		if b < 0 || number != e.Worker && e.Sense != trace.Crashed {
			continue
		}
		a.extend(b, i)
		words := "worker"
		if len(a.workers) > 2 {
			words += " " + itoa(number)
		}
		a.name(b, e.Arrives, words)
		if e.Sense == trace.Crashed || e.Sense == trace.WorkerCrashed {
			a.workers[number] = -1
		}
	}
}

// call adds an event to the bars of calls: of accessor and source at work, of
// calls that wait at the source, and of the change feed.
func (a *activities) call(i int, e *trace.Event) {
	if e.Op >= 0 && e.Saves() {
		a.written[e.Op] = i
	}
	if e.Kind == trace.Call && !isLost(e) {
		a.callBegins(i, e)
	}
	c := a.sketch.calls
	a.callGoesOn(c.within[i], i)
	call := c.of[i]
	a.callGoesOn(call, i)
	if call >= 0 && e.Kind == trace.Return {
		a.callGoesOn(c.within[call], i)
	}
	if call >= 0 && e.Sense == trace.Started {
		a.name(a.served[call], e.T, "waits "+a.since(call, e.T))
		a.served[call] = a.begin(serves, a.cols.of(e.From), i)
	}
}

// callBegins begins the bar of a call's callee.
func (a *activities) callBegins(i int, e *trace.Event) {
	col, callee := a.cols.of(e.To), a.t.Participants[e.To].Role
	kind := works
	if callee == strategy.Source {
		kind = serves
	}
	switch {
	case a.t.Participants[e.From].Role == strategy.Source && e.Op >= 0 && a.written[e.Op] >= 0: // the change feed
		a.served[i] = a.begin(background, a.cols.of(e.From), a.written[e.Op])
		a.extend(a.served[i], i)
		return
	case a.cols.folds(e.To), callee != strategy.Source && callee != strategy.DataAccessor:
		return
	case a.sketch.calls.waits[i]:
		kind = queues
	}
	a.served[i] = a.begin(kind, col, i)
	a.owner[col][i] = a.served[i]
}

// callGoesOn makes the bar of a call last until an event, unless the call has
// ended.
func (a *activities) callGoesOn(call, event int) {
	if call < 0 || a.served[call] < 0 {
		return
	}
	if end := a.sketch.calls.end[call]; end < 0 || end >= event {
		a.extend(a.served[call], event)
	}
}

// endCalls ends the bars of calls where the calls end, and says how long the
// source has worked on them.
func (a *activities) endCalls() {
	for call, i := range a.served {
		if i < 0 {
			continue
		}
		b, until := &a.bars[i], a.t.End
		b.last = a.sketch.calls.end[call]
		if b.last < 0 {
			b.last = len(a.t.Events)
		} else {
			until = a.t.Events[b.last].T
		}
		switch {
		case b.kind == background:
			a.name(i, until, "change feed", "feed")
		case a.t.Ordered || a.t.Participants[a.t.Events[call].To].Role != strategy.Source:
		case b.kind == queues:
			a.name(i, until, "waits "+a.since(call, until))
		default:
			b.notes = []note{{from: a.t.Events[b.first].Arrives, to: until, words: []string{trace.Duration(until - a.t.Events[b.first].Arrives)}}}
		}
	}
}

// since returns, in words, how long before a time a call reached its callee.
func (a *activities) since(call int, until int64) string {
	return trace.Duration(until - a.t.Events[call].Arrives)
}
