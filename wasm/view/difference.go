package view

import (
	"slices"
	"strconv"

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
	case cutShort(c.b):
		return [][]Span{phrase("it was cut short")}
	case cutShort(c.a):
		return [][]Span{phrase("that was cut short, this was not")}
	}
	out := [][]Span{c.requests(), c.lost(), c.twice(), c.unanswered(writes), c.unanswered(reads), c.old(), c.values(),
		c.waits(writes), c.waits(reads), c.held(), c.order(), c.content(), c.calls(strategy.SourceRead, "read"), c.calls(strategy.SourceSave, "write")}
	if !slices.ContainsFunc(out, func(clause []Span) bool { return len(clause) > 0 }) {
		out = append(out, c.starts())
	}
	return out
}

// cutShort reports whether a run has no end to be compared.
func cutShort(t *trace.Trace) bool { return t.Stopped != "" && !t.Stuck }

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
