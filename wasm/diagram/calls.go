package diagram

import (
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// calls tells which events of a trace belong together, by event; -1 is none.
type calls struct {
	end    []int // of a call: the event with which its callee is done
	of     []int // of an answer: the call that it ends
	within []int // of a call: the one on whose behalf it is made
}

// callsOf follows the calls of a trace, of which few are open at a time.
func callsOf(t *trace.Trace) *calls {
	n := len(t.Events)
	c := &calls{end: nones(n), of: nones(n), within: nones(n)}
	var open []int
	// latest returns the place in open of the latest call of e's step to a participant.
	latest := func(e *trace.Event, to int) int {
		for i := len(open) - 1; i >= 0; i-- {
			if call := &t.Events[open[i]]; call.To == to && call.Op == e.Op && call.Step == e.Step {
				return i
			}
		}
		return -1
	}
	for i := range t.Events {
		switch e := &t.Events[i]; {
		case e.Step == strategy.NoStep && e.Sense != trace.Crashed:
		case e.Kind == trace.Call:
			if outer := latest(e, e.From); outer >= 0 {
				c.within[i] = open[outer]
			}
			open = append(open, i)
		case e.Sense == trace.Crashed:
			open = c.crash(t, i, open)
		case e.Kind == trace.Return || e.Sense == trace.Saved || e.Sense == trace.Found || e.Sense == trace.Absent:
			if call := latest(e, e.From); call >= 0 {
				c.end[open[call]], c.of[i] = i, open[call]
				open = append(open[:call], open[call+1:]...)
			}
		}
	}
	return c
}

// crash ends the calls to what crashes with the process: the source goes on.
func (c *calls) crash(t *trace.Trace, event int, open []int) []int {
	left := open[:0]
	for _, call := range open {
		if t.Participants[t.Events[call].To].Role == strategy.Source {
			left = append(left, call)
		} else {
			c.end[call] = event
		}
	}
	return left
}

func nones(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}
