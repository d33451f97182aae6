package view

import (
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/trace"
)

// Outcome says in a few words how a variant ended.
type Outcome struct {
	Waits  string // such as "writes in 2 s, reads at once"
	Source string // when the source had all writes: "2 s", "never"
	Fate   Fate
	Short  string // two words about what went wrong, or that it did no harm, or did not happen; "" where nothing went wrong
	Words  string // the same as the end of a sentence
}

// Fate classes an outcome, for its colour.
type Fate string

// The fates. Calm means that nothing went wrong.
const (
	Calm   Fate = ""
	Safe   Fate = "safe"   // something went wrong and cost nothing
	Uneasy Fate = "uneasy" // nothing acknowledged is lost, but some client was not told “done”
	Lost   Fate = "lost"   // an acknowledged write is gone, or a payment made twice
)

func outcomeOf(t *trace.Trace) Outcome {
	o := Outcome{Waits: waits(t), Source: sourceHas(t)}
	if t.Stopped != "" && !t.Stuck {
		o.Fate, o.Short, o.Words = Uneasy, "cut short", "the run was cut short: "+t.Stopped+"."
		return o
	}
	n := endsOf(t)
	o.Fate, o.Short, o.Words = n.fate(nameWrites(t, n.gone))
	for _, m := range t.Missed {
		o.addMissed(&m)
	}
	return o
}

// addMissed says that a fault never struck.
func (o *Outcome) addMissed(m *trace.Missed) {
	if o.Words != "" {
		o.Words = strings.TrimSuffix(o.Words, ".") + "; "
	}
	if o.Short == "" {
		o.Short = "never struck"
	}
	o.Words += m.String() + "."
}

// ends counts how the operations of a trace ended.
type ends struct {
	disturbed   bool   // something went wrong
	crashed     bool   // the Resource Manager crashed, so that waiting clients are told nothing
	clients     int    // with a write that did not end well
	writes      int    // all of them
	lost        int    // acknowledged writes that are gone
	stuck       int    // acknowledged writes that will never leave the queue
	dead        int    // acknowledged writes that are dead letters
	gone        []int  // the operations of lost, stuck and dead writes
	twice       int    // payments that were made more than once
	held        int    // writes that the source has, though their clients were not told
	open        int    // writes that the source does not have, and their clients were not told
	failed      int    // writes whose clients were told that they failed
	failedReads int    // reads without an answer
	old         int    // reads with an old answer
	apart       bool   // the cache stays wrong
	violation   string // what shows a violation of another property, "" for none
	unsure      bool   // some property is not decided
}

func endsOf(t *trace.Trace) ends {
	n := ends{disturbed: disturbed(t), crashed: happens(t, trace.Crashed)}
	n.judge(t)
	client := -1
	for i := range t.Ops {
		op := &t.Ops[i]
		switch {
		case op.Reads():
			if op.Sent && op.Outcome != engine.OK {
				n.failedReads++
			}
		case !n.write(t, i) && op.Client != client:
			client = op.Client
			n.clients++
		}
	}
	return n
}

// judge notes what the run violates besides losing writes and paying twice. Where
// nothing went wrong, that is what the strategy does, and the diagram marks it.
func (n *ends) judge(t *trace.Trace) {
	if !n.disturbed {
		return
	}
	for op := range t.Ops {
		if t.Judged.Old(op) {
			n.old++
		}
	}
	for _, f := range t.Judged.Findings() {
		switch n.unsure = n.unsure || f.Verdict == judge.Unknown; {
		case f.Verdict != judge.Violated, f.Property == judge.Durable, f.Property == judge.AtMostOnce:
		case f.Property == judge.Converges:
			n.apart = true
		case n.violation == "":
			n.violation = strings.TrimSuffix(strings.Join(t.Explain(&f), ""), ".")
			if strings.HasPrefix(n.violation, "The ") {
				n.violation = "t" + n.violation[1:]
			}
		}
	}
}

// write counts how a write ended, and reports whether it ended well.
func (n *ends) write(t *trace.Trace, op int) bool {
	n.writes++
	_, held := t.HeldAt(op)
	by, gone := t.LostBy(op)
	if t.Judged.Lost(op) {
		n.gone = append(n.gone, op)
	}
	switch o := &t.Ops[op]; {
	case gone && t.Events[by].Sense == trace.DeadLettered:
		n.dead++
	case t.Judged.Lost(op) && t.Stuck && !gone:
		n.stuck++
	case t.Judged.Lost(op):
		n.lost++
	case paidTwice(t, op):
		n.twice++
	case !o.Sent || o.Outcome == engine.OK:
		return true
	case o.Outcome == engine.Failed:
		n.failed++
	case held:
		n.held++
	default:
		n.open++
	}
	return false
}

// fate returns the worst fate, two words about it, and at most two clauses
// about what did not end well, the worst first. Which names the writes that
// are lost; when says when their clients were told that they are done.
func (n ends) fate(which, when string) (fate Fate, short, words string) {
	told := func(number int) string {
		return which + ", though " + n.client(number, "was", "were") + " told “done”" + when
	}
	unaware := func(number int) string { return n.client(number, "", "") + " cannot know" }
	unknowing := func(number int) string { return unaware(number) + " it" }
	if n.crashed {
		unaware = func(number int) string { return n.client(number, "was", "were") + " told nothing" }
		unknowing = func(number int) string { return n.client(number, "was", "were") + " never told" }
	}
	said := 0
	for _, clause := range []struct {
		n            int
		fate         Fate
		short, words string
	}{
		{n.lost, Lost, "lost", n.some(n.lost, "is lost", "are lost") + told(n.lost)},
		{n.stuck, Lost, "stuck", n.some(n.stuck, "never leaves the queue", "never leave the queue") + told(n.stuck)},
		{n.dead, Lost, "set aside", n.some(n.dead, "is set aside as a dead letter", "are set aside as dead letters") + told(n.dead)},
		{n.twice, Lost, "paid twice", "a payment is made twice, though " + n.client(n.twice, "", "") + " asked for it once"},
		{n.open, Uneasy, "not written", n.some(n.open, "is not done", "are not done") + ", and " + unaware(n.open)},
		{n.held, Uneasy, "not told", n.some(n.held, "is safe", "are safe") + ", but " + unknowing(n.held)},
		{n.failed, Uneasy, "fails", n.some(n.failed, "fails", "fail") + ", and " + n.client(n.failed, "is", "are") + " told so"},
		{n.failedReads, Uneasy, "read fails", n.reads()},
	} {
		switch {
		case clause.n == 0 || said == maxClauses:
			continue
		case said == 0:
			fate, short, words = clause.fate, clause.short, clause.words
		default:
			words += "; " + clause.words
		}
		said++
	}
	switch {
	case said > 0:
		return fate, short, words + "."
	case n.old > 0:
		return Uneasy, "old answer", n.oldReads() + "."
	case n.violation != "":
		return Uneasy, "not right", n.violation + "."
	case n.apart:
		return Uneasy, "stays wrong", "what the cache keeps is wrong."
	case n.disturbed && !n.unsure:
		return Safe, "safe", "safe."
	}
	return Calm, "", ""
}

// client returns "the client" or "their clients", for those who made a number
// of writes, with a verb for one or for several.
func (n ends) client(writes int, one, many string) string {
	switch {
	case n.clients > 1 && writes > 1:
		return strings.TrimSuffix("their clients "+many, " ")
	case n.clients > 1:
		return strings.TrimSuffix("its client "+one, " ")
	}
	return strings.TrimSuffix("the client "+one, " ")
}

// maxNamed is the largest number of writes that are named.
const maxNamed = 3

// nameWrites returns the keys of writes, where there are several keys, and the
// times at which their clients were told that they are done, where time
// counts.
func nameWrites(t *trace.Trace, ops []int) (which, when string) {
	var keys, times []string
	for _, op := range ops {
		if key := t.Keys[t.Ops[op].Key].Name; !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
		if at := trace.Duration(t.Ops[op].End); !slices.Contains(times, at) {
			times = append(times, at)
		}
	}
	if len(t.Keys) > 1 && 0 < len(keys) && len(keys) <= maxNamed {
		which = " (" + strings.Join(keys, ", ") + ")"
	}
	if !t.Ordered && 0 < len(times) && len(times) <= maxNamed {
		when = " at " + strings.Join(times, ", ")
	}
	return which, when
}

// some returns "2 of 3 writes" with a verb for one or for several.
func (n ends) some(number int, one, many string) string {
	switch {
	case n.writes == 1:
		return "the write " + one
	case number == n.writes:
		return strconv.Itoa(number) + " writes " + many
	case number == 1:
		return "1 of " + strconv.Itoa(n.writes) + " writes " + one
	}
	return strconv.Itoa(number) + " of " + strconv.Itoa(n.writes) + " writes " + many
}

// reads says that reads got no answer and, if so, that all writes are safe.
func (n ends) reads() string {
	words := "a read gets no answer"
	if n.failedReads > 1 {
		words = strconv.Itoa(n.failedReads) + " reads get no answer"
	}
	switch well := n.clients == 0; {
	case well && n.writes == 1:
		return "the write is safe, but " + words
	case well && n.writes > 1:
		return "all writes are safe, but " + words
	}
	return words
}

// oldReads says that reads got old answers.
func (n ends) oldReads() string {
	if n.old == 1 {
		return "a read gets an old answer"
	}
	return strconv.Itoa(n.old) + " reads get old answers"
}

// disturbed reports whether something went wrong, even if it did no harm.
func disturbed(t *trace.Trace) bool {
	return slices.ContainsFunc(t.Events, func(e trace.Event) bool {
		switch e.Sense {
		case trace.Astray, trace.QueueFull, trace.Error, trace.Refusal, trace.Rejected, trace.Unanswered, trace.TimedOut:
			return true
		}
		return e.Kind == trace.Fault
	})
}

// waits returns the longest wait of a write and of a read, in words.
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

// sourceHas returns when the source held the last of the writes, in words;
// "never" where it ends without one that its client was told is done, or holds none.
func sourceHas(t *trace.Trace) string {
	last, writes, held := int64(0), 0, 0
	for i, op := range t.Ops {
		if op.Reads() {
			continue
		}
		writes++
		if t.Judged.Lacking(i) {
			return never
		}
		if at, ok := t.HeldAt(i); ok {
			held++
			last = max(last, at)
		}
	}
	switch {
	case writes == 0:
		return ""
	case held == 0:
		return never
	}
	return trace.Duration(last)
}
