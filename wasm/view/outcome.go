package view

import (
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/trace"
)

// Outcome says in a few words how a run ended for those who look at the strip.
type Outcome struct {
	Waits  string // such as "writes in 2 s, reads at once"
	Source string // when the source had all writes: "2 s", "never"
	Fate   Fate
	Short  string // what a fault meant, in two words; "" where there was none
	Words  string // the same as the end of a sentence
}

// Fate classes an outcome, for its colour and its sign.
type Fate string

// The fates. Calm is a run without a fault.
const (
	Calm   Fate = ""
	Safe   Fate = "safe"   // the fault cost nothing
	Uneasy Fate = "uneasy" // nothing acknowledged is lost, but some client got no answer
	Lost   Fate = "lost"   // an acknowledged write is gone
)

func outcomeOf(t *trace.Trace) Outcome {
	o := Outcome{Waits: waits(t), Source: sourceHas(t)}
	if !faulted(t) {
		return o
	}
	var n ends
	for i, op := range t.Ops {
		_, inSource := t.HeldAt(i)
		unanswered := op.Sent && op.Outcome != engine.OK
		switch {
		case t.Lost(i):
			n.lost++
		case op.Reads() && unanswered:
			n.failedReads++
		case unanswered && inSource:
			n.held++
		case unanswered:
			n.open++
		}
		if !op.Reads() {
			n.writes++
		}
	}
	o.Fate, o.Short, o.Words = n.fate()
	return o
}

// ends counts how the operations of a run with a fault ended.
type ends struct {
	writes, lost, failedReads int
	held, open                int // writes without an answer, by whether the source has them
}

// fate puts the worst first: what was acknowledged and is lost, then what the
// source has or has not without the client's knowing, then reads.
func (n ends) fate() (fate Fate, short, words string) {
	switch {
	case n.lost == 1:
		return Lost, "lost", "the write is lost, though the client was told “done”."
	case n.lost > 1:
		return Lost, "lost", strconv.Itoa(n.lost) + " writes are lost, though the clients were told “done”."
	case n.open > 0:
		return Uneasy, "not written", "the write is not done, and the client was told nothing."
	case n.held > 0:
		return Uneasy, "not told", "the write is safe, but the client was never told."
	case n.failedReads > 0 && n.writes > 0:
		return Uneasy, "read fails", "the write is safe, but a read gets no answer."
	case n.failedReads > 0:
		return Uneasy, "read fails", "a read gets no answer."
	}
	return Safe, "safe", "safe."
}

func faulted(t *trace.Trace) bool {
	for i := range t.Events {
		if t.Events[i].Kind == trace.Fault {
			return true
		}
	}
	return false
}

// waits words the longest wait of a write and of a read.
func waits(t *trace.Trace) string {
	var longest [2]int64
	var seen [2]bool
	for _, op := range t.Ops {
		if wait, ok := op.Wait(); ok && op.Outcome == engine.OK {
			kind := 0
			if op.Reads() {
				kind = 1
			}
			longest[kind], seen[kind] = max(longest[kind], wait), true
		}
	}
	words := ""
	for kind, verb := range []string{"writes ", "reads "} {
		if seen[kind] {
			if words != "" {
				words += ", "
			}
			words += verb + inTime(longest[kind])
		}
	}
	return words
}

func inTime(ns int64) string {
	if ns == 0 {
		return "at once"
	}
	return "in " + trace.Duration(ns)
}

// sourceHas words when the source held the last of the writes.
func sourceHas(t *trace.Trace) string {
	last, writes := int64(0), 0
	for i, op := range t.Ops {
		if op.Reads() {
			continue
		}
		at, held := t.HeldAt(i)
		if !held {
			return "never"
		}
		writes++
		last = max(last, at)
	}
	if writes == 0 {
		return ""
	}
	return trace.Duration(last)
}
