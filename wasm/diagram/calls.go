package diagram

import (
	"slices"

	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// calls tells which events of a trace belong together. Each list is by event;
// -1 is none.
type calls struct {
	end    []int // of a call: the event with which it ends at its callee
	of     []int // of an answer, and of a note of accessor or source: its call
	within []int // of a call: the call on whose behalf it is made
	first  []int // of a call: the first call on its behalf
	last   []int // of a call: the last call on its behalf
	begun  []int // of a call that waits at the source: the event with which the source begins to serve it
	waits  []bool
}

// openCall is a call that has not ended at its callee.
type openCall struct {
	event   int
	awaited bool // the caller still waits for it
}

// callTracker keeps the open calls, of which there are few at a time.
type callTracker struct {
	*calls
	t    *trace.Trace
	open []openCall
}

func callsOf(t *trace.Trace) *calls {
	n := len(t.Events)
	f := &callTracker{t: t, calls: &calls{
		end: nones(n), of: nones(n), within: nones(n), first: nones(n), last: nones(n), begun: nones(n), waits: make([]bool, n),
	}}
	for i := range t.Events {
		f.track(i, &t.Events[i])
	}
	return f.calls
}

func (f *callTracker) track(i int, e *trace.Event) {
	role := f.t.Participants[e.From].Role
	switch {
	case e.Sense == trace.Crashed || e.Sense == trace.WorkerCrashed:
		f.crash(i, e)
	case e.Sense == trace.OutageBegan:
		f.close(i, func(c *trace.Event) bool { return f.t.Participants[c.To].Role == strategy.Source })
	case e.Step == strategy.NoStep:
	case e.Kind == trace.Call:
		f.call(i, e)
	case e.Sense == trace.Late:
		f.answer(i, f.oldest(e, isGivenUp))
	case e.Kind == trace.Return:
		f.answer(i, f.latest(e, e.From, func(c openCall) bool { return c.awaited && f.t.Events[c.event].From == e.To }))
	case role == strategy.Source && e.Sense == trace.Waiting:
		if c := f.latest(e, e.From, isAwaited); c >= 0 {
			f.waits[f.open[c].event] = true
		}
	case role == strategy.Source && e.Sense == trace.Started:
		if c := f.oldest(e, func(c openCall) bool { return f.waits[c.event] && f.begun[c.event] < 0 }); c >= 0 {
			f.begun[f.open[c].event], f.of[i] = i, f.open[c].event
		}
	case role == strategy.Source: // the caller has crashed
		f.answer(i, f.oldest(e, isGivenUp))
	case role == strategy.DataAccessor:
		if c := f.latest(e, e.From, isAwaited); c >= 0 {
			f.of[i] = f.open[c].event
		}
		if e.Sense == trace.TimedOut {
			f.giveUp(e)
		}
	}
}

// call opens a call, unless it is lost on its way.
func (f *callTracker) call(i int, e *trace.Event) {
	if outer := f.latest(e, e.From, isAwaited); outer >= 0 {
		outer = f.open[outer].event
		f.within[i] = outer
		if f.first[outer] < 0 {
			f.first[outer] = i
		}
		f.last[outer] = i
	}
	if !isLost(e) {
		f.open = append(f.open, openCall{i, true})
	}
}

// isLost reports whether a call is lost on its way.
func isLost(e *trace.Event) bool { return e.Sense == trace.Astray || e.Sense == trace.Unanswered }

// giveUp notes that the accessor no longer waits for its call to the source.
func (f *callTracker) giveUp(e *trace.Event) {
	for c := len(f.open) - 1; c >= 0; c-- {
		if call := &f.t.Events[f.open[c].event]; call.From == e.From && call.Op == e.Op && call.Step == e.Step && f.open[c].awaited {
			f.open[c].awaited = false
			return
		}
	}
}

// answer ends the open call with an index.
func (f *callTracker) answer(i, call int) {
	if call >= 0 {
		f.end[f.open[call].event], f.of[i] = i, f.open[call].event
		f.open = slices.Delete(f.open, call, call+1)
	}
}

// crash ends the calls to and from the process that crashes. Calls at the
// source go on, but no caller waits for them.
func (f *callTracker) crash(i int, e *trace.Event) {
	ends := func(c *trace.Event) bool {
		if e.Sense == trace.WorkerCrashed {
			return c.Worker == e.Worker
		}
		return c.From == e.From || c.To == e.From
	}
	for c := range f.open {
		if outer := f.within[f.open[c].event]; outer >= 0 && ends(&f.t.Events[outer]) {
			f.open[c].awaited = false
		}
	}
	f.close(i, func(c *trace.Event) bool { return f.t.Participants[c.To].Role != strategy.Source && ends(c) })
}

// close ends the open calls that satisfy a condition, with an event that is
// not their answer.
func (f *callTracker) close(i int, is func(call *trace.Event) bool) {
	f.open = slices.DeleteFunc(f.open, func(c openCall) bool {
		over := is(&f.t.Events[c.event])
		if over {
			f.end[c.event] = i
		}
		return over
	})
}

// latest returns the index in open of the latest call to a participant, of e's
// step, that satisfies a condition, -1 for none.
func (f *callTracker) latest(e *trace.Event, to int, is func(openCall) bool) int {
	for c := len(f.open) - 1; c >= 0; c-- {
		if call := &f.t.Events[f.open[c].event]; call.To == to && call.Op == e.Op && call.Step == e.Step && is(f.open[c]) {
			return c
		}
	}
	return -1
}

// oldest returns the index in open of the oldest call to the source, of e's
// step, that satisfies a condition, -1 for none.
func (f *callTracker) oldest(e *trace.Event, is func(openCall) bool) int {
	return slices.IndexFunc(f.open, func(c openCall) bool {
		call := &f.t.Events[c.event]
		return f.t.Participants[call.To].Role == strategy.Source && call.Op == e.Op && call.Step == e.Step && is(c)
	})
}

func isAwaited(c openCall) bool { return c.awaited }
func isGivenUp(c openCall) bool { return !c.awaited }

// nones returns a list of -1.
func nones(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}
