package view

import (
	"slices"
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// Each of these methods returns one difference between the two traces as a
// clause, nil where there is none.

// requests says that the clients do not ask for the same.
func (c *comparison) requests() []Span {
	if len(c.ops) == len(c.a.Ops) && len(c.ops) == len(c.b.Ops) {
		return nil
	}
	return phrase("its clients ask for other things")
}

// lost says which acknowledged writes are lost.
func (c *comparison) lost() []Span {
	a, b := c.counts(writes, isLost)
	switch {
	case a == b:
		return nil
	case b == 0:
		return phrase("", "nothing", " is lost")
	case c.b.Stuck:
		return insteadOf(c.some(writes, b, " never reaches "+theSource(c.b), " never reach "+theSource(c.b)), a)
	}
	return insteadOf(c.some(writes, b, " is lost", " are lost"), a)
}

// twice says which payments were made more than once.
func (c *comparison) twice() []Span {
	a, b := c.counts(writes, paidTwice)
	switch {
	case a == b:
		return nil
	case b == 0:
		return phrase("", "no", " payment is made twice")
	}
	return insteadOf(c.some(writes, b, " is made twice", " are made twice"), a)
}

func paidTwice(t *trace.Trace, op int) bool { return t.Ops[op].Kind == engine.Pay && t.Times(op) > 1 }

// unanswered says which operations of a kind fail or get no answer at all.
func (c *comparison) unanswered(kind bool) []Span {
	ended := func(outcomes ...engine.Outcome) (a, b int) {
		return c.counts(kind, func(t *trace.Trace, op int) bool { return slices.Contains(outcomes, t.Ops[op].Outcome) })
	}
	lostA, lostB := c.counts(kind, isLost)
	failedA, failedB := ended(engine.Failed)
	silentA, silentB := ended(engine.Unknown, engine.Pending)
	switch {
	case failedA == failedB && silentA == silentB, lostB > lostA:
		return nil
	case failedB+silentB == 0:
		return c.some(kind, len(c.of(kind)), " is answered", " are answered")
	case failedA != failedB && failedB > 0 || silentB == 0:
		return insteadOf(c.some(kind, failedB, " fails", " fail"), failedA)
	}
	return insteadOf(c.some(kind, silentB, " gets no answer", " get no answer"), silentA)
}

// old says which reads get an old value.
func (c *comparison) old() []Span {
	a, b := c.counts(reads, isOld)
	switch {
	case a == b:
		return nil
	case a == 0 && b == 1:
		op := c.first(func(op pair) bool { return c.b.Judged.Old(op.b) })
		return phrase(operationName(c.b, op.b)+" gets ", c.answer(op), ", an old value")
	case a == 1 && b == 0:
		op := c.first(func(op pair) bool { return c.a.Judged.Old(op.a) })
		return phrase(operationName(c.b, op.b)+" gets ", c.answer(op), ", which is not old")
	case b == 0:
		return phrase("", "no", " read gets an old value")
	}
	return insteadOf(c.some(reads, b, " gets an old value", " get old values"), a)
}

func isOld(t *trace.Trace, op int) bool  { return t.Judged.Old(op) }
func isLost(t *trace.Trace, op int) bool { return t.Judged.Lost(op) }

// atTheEnd says whether the cache ends with what the source holds, where no read
// shows it.
func (c *comparison) atTheEnd() []Span {
	oldA, oldB := c.counts(reads, isOld)
	if a, b := c.a.Judged.Of(judge.Converges), c.b.Judged.Of(judge.Converges); a == b || a == judge.Unknown || b == judge.Unknown || oldA != oldB {
		return nil
	}
	return phrase(convergesFact(c.b))
}

// first returns the first common operation that satisfies a condition.
func (c *comparison) first(is func(op pair) bool) pair { return c.ops[slices.IndexFunc(c.ops, is)] }

// answer returns what a read got in the second trace.
func (c *comparison) answer(op pair) string { return answerTo(c.b, op.b) }

func answerTo(t *trace.Trace, op int) string {
	o := &t.Ops[op]
	if o.Outcome != engine.OK {
		return "no answer"
	}
	return t.Summary(o.Key, o.Result)
}

// values says which reads got another value, where both values or none is old.
func (c *comparison) values() []Span {
	var other []pair
	for _, op := range c.of(reads) {
		answered := c.a.Ops[op.a].Outcome == engine.OK && c.b.Ops[op.b].Outcome == engine.OK
		if answered && c.a.Judged.Old(op.a) == c.b.Judged.Old(op.b) && valueRead(c.a, op.a) != valueRead(c.b, op.b) {
			other = append(other, op)
		}
	}
	switch len(other) {
	case 0:
		return nil
	case 1:
		return phrase(operationName(c.b, other[0].b)+" gets ", distinct(c.answer(other[0]), answerTo(c.a, other[0].a)), " instead of ", answerTo(c.a, other[0].a))
	}
	return c.some(reads, len(other), "", " get other values")
}

// valueRead returns what a read was answered, in full.
func valueRead(t *trace.Trace, op int) string { return t.Value(t.Ops[op].Key, t.Ops[op].Result) }

// distinct returns value, or "another value" where the other one has the same
// summary.
func distinct(value, other string) string {
	if value == other {
		return "another value"
	}
	return value
}

// waits says how long clients wait where both traces answer them.
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
	// One operation has its name. Of several whose ranges are equal, the first
	// one stands for all.
	op := other[0]
	return phrase(operationName(c.b, op.b)+" is answered ", inTime(waitOf(c.b, op.b)), " instead of ", inTime(waitOf(c.a, op.a)))
}

func waitOf(t *trace.Trace, op int) int64 { return t.Ops[op].End - t.Ops[op].Start }

// together returns the waits of several operations in words: one for each, or
// the range.
func together(t *trace.Trace, ops []pair, of func(pair) int) string {
	least, most := waitOf(t, of(ops[0])), int64(0)
	for _, op := range ops {
		least, most = min(least, waitOf(t, of(op))), max(most, waitOf(t, of(op)))
	}
	switch {
	case most == 0:
		return inTime(0)
	case least == most:
		return inTime(most) + " each"
	case least == 0:
		return "in up to " + trace.Duration(most)
	}
	return inTime(least) + " to " + trace.Duration(most)
}

// held says when the source has all that was written.
func (c *comparison) held() []Span {
	a, b := heldAt(c.a), heldAt(c.b)
	lostA, lostB := c.counts(writes, isLost)
	if a == b || len(c.of(writes)) == 0 || c.a.Ordered || c.b.Ordered || lostB > lostA {
		return nil
	}
	what := "it"
	if len(c.of(writes)) > 1 {
		what = "all writes"
	}
	return phrase(theSource(c.b)+" has "+what+" ", b, " instead of ", a)
}

// heldAt returns when the source held the last of the writes, in words.
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

// savedIn returns the IDs of the saved operations, in the order in which the
// source saved them.
func savedIn(t *trace.Trace) []string {
	var out []string
	for i := range t.Events {
		if e := &t.Events[i]; e.Saves() {
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
		if c.a.Value(i, a.Source[i]) != c.b.Value(j, b.Source[j]) {
			x, y := c.a.Summary(i, a.Source[i]), c.b.Summary(j, b.Source[j])
			return phrase("at the end "+theSource(c.b)+" holds ", distinct(y, x), " instead of ", x)
		}
	}
	return nil
}

// calls says how often the source is called, where equally many writes are
// lost.
func (c *comparison) calls(step strategy.Step, kind string) []Span {
	a, b := callsOf(c.a, step), callsOf(c.b, step)
	lostA, lostB := c.counts(writes, isLost)
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

// starts says that the clients begin at other times.
func (c *comparison) starts() []Span {
	for _, op := range c.ops {
		if !c.a.Ordered && !c.b.Ordered && c.a.Ops[op.a].Start != c.b.Ops[op.b].Start {
			return phrase("its clients begin at ", "other times")
		}
	}
	return nil
}
