package view

import (
	"slices"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// differing returns, by event, what is marked in a trace that is compared with
// base. Where both follow the same lists of steps, these are all events
// without an equal one in base. Otherwise that would be nearly all; then these
// are the answers and saves with another time or value.
func differing(base, t *trace.Trace, sameLists bool) []bool {
	if sameLists {
		return unmatched(keysOf(base), keysOf(t))
	}
	return compare(base, t).changedResults()
}

// sameLists reports whether every operation follows the same steps in two
// variants.
func sameLists(a, b *scenario.Variant) bool {
	if !sameList(&a.Read, &b.Read) || !sameList(&a.Write, &b.Write) || !slices.Equal(a.Worker, b.Worker) || len(a.Clients) != len(b.Clients) {
		return false
	}
	for i := range a.Clients {
		x, y := &a.Clients[i], &b.Clients[i]
		if !sameList(orElse(x.Read, &a.Read), orElse(y.Read, &b.Read)) || !sameList(orElse(x.Write, &a.Write), orElse(y.Write, &b.Write)) {
			return false
		}
	}
	return true
}

func sameList(a, b *strategy.Strategy) bool { return a.By == b.By && slices.Equal(a.Steps, b.Steps) }

func orElse(own, common *strategy.Strategy) *strategy.Strategy {
	if own != nil {
		return own
	}
	return common
}

// eventKey is what has to be equal for two events to count as the same.
type eventKey struct {
	op, worker, from, to, index int
	step                        strategy.Step
	kind                        trace.Kind
	sense                       trace.Sense
	label                       string
}

func keysOf(t *trace.Trace) []eventKey {
	out := make([]eventKey, len(t.Events))
	for i := range t.Events {
		e := &t.Events[i]
		out[i] = eventKey{e.Op, e.Worker, e.From, e.To, e.Index, e.Step, e.Kind, e.Sense, e.Label}
	}
	return out
}

// maxCells is the size of the largest table of commonLengths. Longer traces
// get no marks.
const maxCells = 4 << 20

// unmatched returns, by item of b, whether it is missing in the longest common
// subsequence of a and b.
func unmatched(a, b []eventKey) []bool {
	out := make([]bool, len(b))
	first := 0
	for first < len(a) && first < len(b) && a[first] == b[first] {
		first++
	}
	a, b = a[first:], b[first:]
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if (len(a)+1)*(len(b)+1) > maxCells {
		return out
	}
	longest := commonLengths(a, b)
	for i, j := 0, 0; j < len(b); {
		switch {
		case i < len(a) && a[i] == b[j]:
			i, j = i+1, j+1
		case i < len(a) && longest[i+1][j] >= longest[i][j+1]:
			i++
		default:
			out[first+j] = true
			j++
		}
	}
	return out
}

// commonLengths returns, for each i and j, the length of the longest common
// subsequence of a[i:] and b[j:].
func commonLengths(a, b []eventKey) [][]uint16 {
	out := make([][]uint16, len(a)+1)
	for i := range out {
		out[i] = make([]uint16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				out[i][j] = out[i+1][j+1] + 1
			} else {
				out[i][j] = max(out[i+1][j], out[i][j+1])
			}
		}
	}
	return out
}

// changedResults returns, by event of b, the answers and saves that have
// another time or value in a, or that a does not have.
func (c *comparison) changedResults() []bool {
	out := make([]bool, len(c.b.Events))
	for _, op := range c.ops {
		x, y := &c.a.Ops[op.a], &c.b.Ops[op.b]
		told := answerOf(c.b, op.b)
		if told >= 0 && (x.Outcome != y.Outcome || !c.atOneTime(x.End, y.End) || x.Reads() && valueRead(c.a, op.a) != valueRead(c.b, op.b)) {
			out[told] = true
		}
		a, b := savedAt(c.a, op.a), savedAt(c.b, op.b)
		if b >= 0 && (a < 0 || !c.atOneTime(c.a.Events[a].T, c.b.Events[b].T)) {
			out[b] = true
		}
	}
	return out
}

// atOneTime reports whether two times are the same. In a given order all are.
func (c *comparison) atOneTime(a, b int64) bool { return a == b || c.a.Ordered || c.b.Ordered }

// answerOf returns the event with which a client learns how its operation
// ended, -1 for none. That is the message that answers or, where the client
// takes the steps itself, the last return that it got.
func answerOf(t *trace.Trace, op int) int {
	last := -1
	for i := range t.Events {
		e := &t.Events[i]
		if e.Op != op || e.Worker > 0 {
			continue
		}
		done := e.Sense == trace.Stored || e.Sense == trace.NotStored || e.Sense == trace.Removed
		if e.Kind == trace.Return && e.To == t.Ops[op].Client && !done {
			last = i
		}
		if e.Sense == trace.Answer || e.Sense == trace.NoAnswer {
			return last
		}
	}
	return -1
}

// savedAt returns the event with which the source first holds what an
// operation wrote, -1 for none.
func savedAt(t *trace.Trace, op int) int {
	return slices.IndexFunc(t.Events, func(e trace.Event) bool { return e.Op == op && e.Saves() })
}
