package view

import (
	"slices"
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// mostClauses is how much a reader is told of how two runs differ.
const mostClauses = 2

// difference says how a run differs from another one for those who look at both
// from outside: for clients, and for the source.
func difference(than, run *trace.Trace) []Span {
	c := compare(than, run)
	out := phrase("Compared with " + than.Name + ": ")
	said := 0
	for _, clause := range c.clauses() {
		if len(clause) == 0 || said == mostClauses {
			continue
		}
		if said > 0 {
			out = append(out, Span{Text: "; "})
		}
		out = append(out, clause...)
		said++
	}
	if said == 0 {
		out = append(out, Span{Text: "no difference that a client or " + theSource(run) + " would notice"})
	}
	return append(out, Span{Text: "."})
}

// phrase makes spans of words and figures in turn.
func phrase(parts ...string) []Span {
	var out []Span
	for i, text := range parts {
		if text != "" {
			out = append(out, Span{Text: text, Figure: i%2 == 1})
		}
	}
	return out
}

// comparison is a run beside the one that it is compared with.
type comparison struct {
	a, b *trace.Trace
	ops  []pair
}

// pair is one operation, as it is numbered in each of the two runs.
type pair struct{ a, b int }

func (p pair) first() int  { return p.a }
func (p pair) second() int { return p.b }

// compare finds the operations that both runs have: of the same client at the
// same place, for the same thing.
func compare(a, b *trace.Trace) *comparison {
	c := &comparison{a: a, b: b}
	for i, op := range a.Ops {
		j := slices.IndexFunc(b.Ops, func(o trace.Operation) bool {
			return o.ID == op.ID && o.Kind == op.Kind && b.Keys[o.Key].Name == a.Keys[op.Key].Name
		})
		if j >= 0 {
			c.ops = append(c.ops, pair{i, j})
		}
	}
	return c
}

// clauses says all differences, the gravest first; what is nil is none.
func (c *comparison) clauses() [][]Span {
	switch {
	case c.b.Stopped != "":
		return [][]Span{phrase("it was cut short")}
	case c.a.Stopped != "":
		return [][]Span{phrase("that was cut short, this was not")}
	}
	out := [][]Span{c.requests(), c.lost(), c.unanswered(writes), c.unanswered(reads), c.old(), c.values(),
		c.waits(writes), c.waits(reads), c.held(), c.order(), c.content(), c.calls(strategy.SourceRead, "read"), c.calls(strategy.SourceSave, "write")}
	if !slices.ContainsFunc(out, func(clause []Span) bool { return len(clause) > 0 }) {
		out = append(out, c.starts())
	}
	return out
}

// The two kinds of operations.
const reads, writes = true, false

// of returns the common operations of a kind.
func (c *comparison) of(reads bool) []pair {
	var out []pair
	for _, op := range c.ops {
		if c.a.Ops[op.a].Reads() == reads {
			out = append(out, op)
		}
	}
	return out
}

// counts counts the operations of a kind of which something is so, in each run.
func (c *comparison) counts(reads bool, is func(t *trace.Trace, op int) bool) (a, b int) {
	for _, op := range c.of(reads) {
		if is(c.a, op.a) {
			a++
		}
		if is(c.b, op.b) {
			b++
		}
	}
	return a, b
}

// some names n operations of a kind, with a verb for one and for several.
func (c *comparison) some(reads bool, n int, one, many string) []Span {
	kind, all := "write", len(c.of(reads))
	if reads {
		kind = "read"
	}
	switch {
	case all == 1:
		return phrase("the " + kind + one)
	case n == all:
		return phrase("all " + kind + "s" + many)
	case n == 1:
		return phrase("", "1", " of "+strconv.Itoa(all)+" "+kind+"s"+one)
	}
	return phrase("", strconv.Itoa(n), " of "+strconv.Itoa(all)+" "+kind+"s"+many)
}

// insteadOf completes a count with what it is in the other run, if that is any.
func insteadOf(said []Span, n int) []Span {
	if n == 0 {
		return said
	}
	return append(said, phrase(" instead of ", strconv.Itoa(n))...)
}

func (c *comparison) requests() []Span {
	if len(c.ops) == len(c.a.Ops) && len(c.ops) == len(c.b.Ops) {
		return nil
	}
	return phrase("its clients ask for other things")
}

func (c *comparison) lost() []Span {
	a, b := c.counts(writes, (*trace.Trace).Lost)
	switch {
	case a == b:
		return nil
	case b == 0:
		return phrase("", "nothing", " is lost")
	}
	return insteadOf(c.some(writes, b, " is lost", " are lost"), a)
}

func (c *comparison) unanswered(kind bool) []Span {
	a, b := c.counts(kind, func(t *trace.Trace, op int) bool { return t.Ops[op].Outcome != engine.OK })
	lostA, lostB := c.counts(kind, (*trace.Trace).Lost)
	switch {
	case a == b, lostB > lostA:
		return nil
	case b == 0:
		return c.some(kind, len(c.of(kind)), " is answered", " are answered")
	}
	return insteadOf(c.some(kind, b, " gets no answer", " get no answer"), a)
}

func (c *comparison) old() []Span {
	a, b := c.counts(reads, (*trace.Trace).Stale)
	switch {
	case a == b:
		return nil
	case a == 0 && b == 1:
		op := c.first(func(op pair) bool { return c.b.Stale(op.b) })
		return phrase(operationName(c.b, op.b)+" gets ", c.answer(op), ", an old value")
	case a == 1 && b == 0:
		op := c.first(func(op pair) bool { return c.a.Stale(op.a) })
		return phrase(operationName(c.b, op.b)+" gets ", c.answer(op), ", which is not old")
	case b == 0:
		return phrase("", "no", " read gets an old value")
	}
	return insteadOf(c.some(reads, b, " gets an old value", " get old values"), a)
}

// first returns the first common operation of which something is so.
func (c *comparison) first(is func(op pair) bool) pair { return c.ops[slices.IndexFunc(c.ops, is)] }

// answer words what a read got in the second run.
func (c *comparison) answer(op pair) string { return answerTo(c.b, op.b) }

func answerTo(t *trace.Trace, op int) string {
	o := &t.Ops[op]
	if o.Outcome != engine.OK {
		return "no answer"
	}
	return t.Summary(o.Key, o.Result)
}

// values says which reads got another value, though none of the two is old.
func (c *comparison) values() []Span {
	var other []pair
	for _, op := range c.of(reads) {
		answered := c.a.Ops[op.a].Outcome == engine.OK && c.b.Ops[op.b].Outcome == engine.OK
		if answered && c.a.Stale(op.a) == c.b.Stale(op.b) && answerTo(c.a, op.a) != c.answer(op) {
			other = append(other, op)
		}
	}
	switch len(other) {
	case 0:
		return nil
	case 1:
		return phrase(operationName(c.b, other[0].b)+" gets ", c.answer(other[0]), " instead of ", answerTo(c.a, other[0].a))
	}
	return c.some(reads, len(other), "", " get other values")
}

// waits says how long clients wait where both runs answer them.
func (c *comparison) waits(kind bool) []Span {
	if c.a.Ordered || c.b.Ordered {
		return nil
	}
	var other []pair
	for _, op := range c.of(kind) {
		answered := c.a.Ops[op.a].Outcome == engine.OK && c.b.Ops[op.b].Outcome == engine.OK
		if answered && waitOf(c.a, op.a) != waitOf(c.b, op.b) {
			other = append(other, op)
		}
	}
	if len(other) == 0 {
		return nil
	}
	before, now := together(c.a, other, pair.first), together(c.b, other, pair.second)
	if len(other) > 1 && before != now {
		return append(c.some(kind, len(other), "", " are answered "), phrase("", now, " instead of ", before)...)
	}
	// One read or write is told by its name; of several whose sums are equal, the first.
	op := other[0]
	return phrase(operationName(c.b, op.b)+" is answered ", inTime(waitOf(c.b, op.b)), " instead of ", inTime(waitOf(c.a, op.a)))
}

func waitOf(t *trace.Trace, op int) int64 { return t.Ops[op].End - t.Ops[op].Start }

// together words the waits of several operations of a run: what each of them
// is, or their sum.
func together(t *trace.Trace, ops []pair, of func(pair) int) string {
	sum, each := int64(0), true
	for _, op := range ops {
		sum += waitOf(t, of(op))
		each = each && waitOf(t, of(op)) == waitOf(t, of(ops[0]))
	}
	switch {
	case sum == 0:
		return inTime(0)
	case each:
		return inTime(waitOf(t, of(ops[0]))) + " each"
	}
	return inTime(sum) + " altogether"
}

// held says when the source has all that was written.
func (c *comparison) held() []Span {
	a, b := heldAt(c.a), heldAt(c.b)
	lostA, lostB := c.counts(writes, (*trace.Trace).Lost)
	if a == b || len(c.of(writes)) == 0 || c.a.Ordered || c.b.Ordered || lostB > lostA {
		return nil
	}
	what := "it"
	if len(c.of(writes)) > 1 {
		what = "all writes"
	}
	return phrase(theSource(c.b)+" has "+what+" ", b, " instead of ", a)
}

// heldAt words when the source held the last of the writes.
func heldAt(t *trace.Trace) string {
	if words := sourceHas(t); words != never {
		return "after " + words
	}
	return never
}

// order says that the source got the same writes in another order.
func (c *comparison) order() []Span {
	a, b := savedIn(c.a), savedIn(c.b)
	if slices.Equal(a, b) || len(a) != len(b) {
		return nil
	}
	return phrase("the writes reach "+theSource(c.b)+" in ", "another order")
}

// savedIn lists the operations in the order in which the source saved them.
func savedIn(t *trace.Trace) []string {
	var out []string
	for i := range t.Events {
		if e := &t.Events[i]; e.Sense == trace.Saved {
			out = append(out, t.Ops[e.Op].ID)
		}
	}
	return out
}

// content says what the source holds at the end, where no write is missing.
func (c *comparison) content() []Span {
	if sourceHas(c.a) == never || sourceHas(c.b) == never {
		return nil
	}
	a, b := c.a.At(len(c.a.Events)), c.b.At(len(c.b.Events))
	for i, key := range c.a.Keys {
		j := slices.IndexFunc(c.b.Keys, func(k trace.Key) bool { return k.Name == key.Name })
		if j < 0 {
			continue
		}
		if x, y := c.a.Summary(i, a.Source[i]), c.b.Summary(j, b.Source[j]); x != y {
			return phrase("at the end "+theSource(c.b)+" holds ", y, " instead of ", x)
		}
	}
	return nil
}

// calls says how often the source is called, where no write is missing.
func (c *comparison) calls(step strategy.Step, kind string) []Span {
	a, b := callsOf(c.a, step), callsOf(c.b, step)
	lostA, lostB := c.counts(writes, (*trace.Trace).Lost)
	if a == b || lostA != lostB {
		return nil
	}
	none := "none"
	if a > 0 {
		none = strconv.Itoa(a)
	}
	return phrase(theSource(c.b)+" serves ", howMany(b, kind), " instead of ", none)
}

func callsOf(t *trace.Trace, step strategy.Step) int {
	n := 0
	for i := range t.Events {
		e := &t.Events[i]
		if e.Kind == trace.Call && e.Step == step && t.Participants[e.To].Role == strategy.Source {
			n++
		}
	}
	return n
}

func howMany(n int, kind string) string {
	switch n {
	case 0:
		return "no " + kind
	case 1:
		return "1 " + kind
	}
	return strconv.Itoa(n) + " " + kind + "s"
}

func (c *comparison) starts() []Span {
	for _, op := range c.ops {
		if !c.a.Ordered && !c.b.Ordered && c.a.Ops[op.a].Start != c.b.Ops[op.b].Start {
			return phrase("its clients begin at ", "other times")
		}
	}
	return nil
}
