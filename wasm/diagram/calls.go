package diagram

import (
	"slices"

	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// calls tells which events of a trace belong together, by event; -1 is none.
type calls struct {
	end    []int // of a call: the event with which its callee is done
	of     []int // of an answer, and of a note of accessor or source: the call that it is about
	within []int // of a call: the one on whose behalf it is made
	first  []int // of a call: the first one made on its behalf,
	last   []int // and the last one
	begun  []int // of a call that has to wait at the source: the event with which that has time for it
	waits  []bool
}

// openCall is a call whose callee is at work on it.
type openCall struct {
	event   int
	awaited bool // the caller has not given it up
}

// follower follows the calls of a trace, of which few are open at a time.
type follower struct {
	*calls
	t    *trace.Trace
	open []openCall
}

func callsOf(t *trace.Trace) *calls {
	n := len(t.Events)
	f := &follower{t: t, calls: &calls{
		end: nones(n), of: nones(n), within: nones(n), first: nones(n), last: nones(n), begun: nones(n), waits: make([]bool, n),
	}}
	for i := range t.Events {
		f.follow(i, &t.Events[i])
	}
	return f.calls
}

func (f *follower) follow(i int, e *trace.Event) {
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
	case role == strategy.Source: // whoever asked has crashed
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
func (f *follower) call(i int, e *trace.Event) {
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

// giveUp notes that the accessor waits no longer for what it asked of the source.
func (f *follower) giveUp(e *trace.Event) {
	for c := len(f.open) - 1; c >= 0; c-- {
		if call := &f.t.Events[f.open[c].event]; call.From == e.From && call.Op == e.Op && call.Step == e.Step && f.open[c].awaited {
			f.open[c].awaited = false
			return
		}
	}
}

// answer ends the call at a place in open.
func (f *follower) answer(i, call int) {
	if call >= 0 {
		f.end[f.open[call].event], f.of[i] = i, f.open[call].event
		f.open = slices.Delete(f.open, call, call+1)
	}
}

// crash ends the calls to and from what crashes with the process; the source
// goes on, though nobody waits for it.
func (f *follower) crash(i int, e *trace.Event) {
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

// close ends open calls with an event that answers none of them.
func (f *follower) close(i int, is func(call *trace.Event) bool) {
	f.open = slices.DeleteFunc(f.open, func(c openCall) bool {
		over := is(&f.t.Events[c.event])
		if over {
			f.end[c.event] = i
		}
		return over
	})
}

// latest returns the place in open of the latest call of e's step to a
// participant that satisfies a condition, -1 for none.
func (f *follower) latest(e *trace.Event, to int, is func(openCall) bool) int {
	for c := len(f.open) - 1; c >= 0; c-- {
		if call := &f.t.Events[f.open[c].event]; call.To == to && call.Op == e.Op && call.Step == e.Step && is(f.open[c]) {
			return c
		}
	}
	return -1
}

// oldest returns the place in open of the oldest call of e's step to the source
// that satisfies a condition, -1 for none.
func (f *follower) oldest(e *trace.Event, is func(openCall) bool) int {
	return slices.IndexFunc(f.open, func(c openCall) bool {
		call := &f.t.Events[c.event]
		return f.t.Participants[call.To].Role == strategy.Source && call.Op == e.Op && call.Step == e.Step && is(c)
	})
}

func isAwaited(c openCall) bool { return c.awaited }
func isGivenUp(c openCall) bool { return !c.awaited }

func nones(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}
