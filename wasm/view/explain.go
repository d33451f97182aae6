package view

import (
	"cacheplay/wasm/explore"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/play"
	"cacheplay/wasm/trace"
)

// Explanation is a counterexample in words and as a scenario.
type Explanation struct {
	Words      []Span
	Operations int // the number of operations in it
	Faults     int
	Trace      *trace.Trace
	Document   jsontree.Value // a scenario with the order, for Play
}

// Explain replays a counterexample and returns what it shows.
func Explain(c *explore.Counterexample) Explanation {
	variant := *c.Variant
	variant.Order = c.Order
	t, errs := play.Run(&variant)
	if len(errs) > 0 {
		panic("a counterexample does not replay: " + errs.Error()) // TestExplanations replays many
	}
	e := Explanation{Words: phrase(t.Explain(&c.Finding.Finding)...), Operations: len(t.Ops), Trace: t}
	for i := range c.Order {
		e.Faults += c.Order[i].GoesWrong()
	}
	e.Document = variant.Document(c.Order, variant.Name, Plain(e.Words))
	return e
}
