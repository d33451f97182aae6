package view

import (
	"slices"
	"strconv"

	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// maxClauses is the number of differences that a sentence tells.
const maxClauses = 2

// difference returns how a trace differs from base for those who see both from
// outside: the clients and the source.
func difference(base, t *trace.Trace) []Span {
	c := compare(base, t)
	out := phrase("Compared with " + base.Name + ": ")
	said := 0
	for _, clause := range c.clauses() {
		if len(clause) == 0 || said == maxClauses {
			continue
		}
		if said > 0 {
			out = append(out, Span{Text: "; "})
		}
		out = append(out, clause...)
		said++
	}
	if said == 0 {
		out = append(out, Span{Text: "no difference that a client or " + theSource(t) + " would notice"})
	}
	return append(out, Span{Text: "."})
}

// phrase returns spans of words and figures by turns, beginning with words.
func phrase(parts ...string) []Span {
	var out []Span
	for i, text := range parts {
		if text != "" {
			out = append(out, Span{Text: text, Figure: i%2 == 1})
		}
	}
	return out
}

// comparison is two traces and the operations that both have. The sentences
// are about b; a is the baseline.
type comparison struct {
	a, b *trace.Trace
	ops  []pair
}

// pair is one operation, as its index in each of the two traces.
type pair struct{ a, b int }

func (p pair) first() int  { return p.a }
func (p pair) second() int { return p.b }

// compare pairs the operations that both traces have: those of the same
// client, at the same place, of the same kind and for the same key.
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

// clauses returns all differences, the gravest first. An empty clause is no
// difference.
func (c *comparison) clauses() [][]Span {
	switch {
	case cutShort(c.b):
		return [][]Span{phrase("it was cut short")}
	case cutShort(c.a):
		return [][]Span{phrase("that was cut short, this was not")}
	}
	out := [][]Span{c.requests(), c.lost(), c.twice(), c.unanswered(writes), c.unanswered(reads), c.old(), c.atTheEnd(), c.values(),
		c.waits(writes), c.waits(reads), c.held(), c.order(), c.content(), c.calls(strategy.SourceRead, "read"), c.calls(strategy.SourceSave, "write")}
	if !slices.ContainsFunc(out, func(clause []Span) bool { return len(clause) > 0 }) {
		out = append(out, c.starts())
	}
	return out
}

// cutShort reports whether a trace ends before all is done, so that its end
// means nothing.
func cutShort(t *trace.Trace) bool { return !t.Judged.Quiet }

// The two kinds of operations, as arguments for the parameters reads and kind.
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

// counts returns how many operations of a kind satisfy a condition in each
// trace.
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

// some returns "2 of 3 reads" with a verb for one or for several.
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

// insteadOf completes a clause with the number of the other trace, unless that
// is 0.
func insteadOf(said []Span, n int) []Span {
	if n == 0 {
		return said
	}
	return append(said, phrase(" instead of ", strconv.Itoa(n))...)
}
