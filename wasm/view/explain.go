package view

import (
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/explore"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/judge"
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
	e := Explanation{Words: explain(&c.Finding.Finding, t), Operations: len(t.Ops), Trace: t}
	for i := range c.Order {
		if (engine.Choice{Kind: c.Order[i].Choice, Fault: c.Order[i].Fault}).Needs() != 0 {
			e.Faults++
		}
	}
	e.Document = variant.Document(c.Order, variant.Name, Plain(e.Words))
	return e
}

// explain returns what a counterexample shows, with the figures of its trace.
func explain(f *judge.Finding, t *trace.Trace) []Span {
	x := explanation{t: t, witness: f.Witness, other: f.Other}
	switch f.Property {
	case judge.Linearizable:
		return x.notOneByOne()
	case judge.ReadYourWrites:
		return phrase(x.client(x.witness)+" was told that ", x.value(x.other), " is done, and then reads ", x.value(x.witness), ".")
	case judge.MonotonicReads:
		return phrase(x.client(x.witness)+" reads ", x.value(x.other), " and after that ", x.value(x.witness), ", which is older.")
	case judge.NoAbortedRead:
		return phrase(x.client(x.witness)+" reads ", x.value(x.witness), ", which "+x.source()+" never comes to hold.")
	case judge.Durable:
		return x.notDurable()
	case judge.AtMostOnce:
		return phrase(capitalize(x.source())+" makes the payment of ", x.value(x.witness), " of "+x.client(x.witness)+" twice.")
	case judge.Converges:
		return x.apart()
	}
	return phrase(x.client(x.witness)+" writes ", x.value(x.witness), " and then ", x.value(x.other), ", but "+x.source()+" has the second one first.")
}

// explanation is a trace with the operations that violate the property.
type explanation struct {
	t              *trace.Trace
	witness, other int
}

func (x *explanation) client(op int) string { return x.t.Participants[x.t.Ops[op].Client].Name }

func (x *explanation) source() string { return theSource(x.t) }

// value returns what an operation wrote, or what it was answered.
func (x *explanation) value(op int) string {
	o := &x.t.Ops[op]
	switch {
	case o.Reads():
		return x.t.Summary(o.Key, o.Result)
	case o.Kind == engine.Pay:
		return strings.TrimPrefix(x.t.Summary(o.Key, engine.Record{Ledger: engine.NoPayments.Add(o.Slot)}), "paid ")
	case o.Kind == engine.Delete:
		return "the deletion of " + x.t.Keys[o.Key].Name
	}
	return x.t.Summary(o.Key, engine.Record{Write: engine.WriteOf(int32(op)), Exists: true})
}

// notOneByOne says why no order of the operations, one after the other, gives
// the answers: the witness reads what had failed, or what is older than an
// acknowledged write, or the answers contradict each other.
func (x *explanation) notOneByOne() []Span {
	read := &x.t.Ops[x.witness]
	wrote := int(read.Result.Write) - 1
	switch {
	case wrote >= 0 && x.t.Ops[wrote].Outcome == engine.Failed:
		return phrase(x.client(x.witness)+" reads ", x.value(x.witness), ", though "+x.client(wrote)+" was told that this change had failed.")
	case x.other >= 0:
		return phrase(x.client(x.witness)+" reads ", x.value(x.witness), ", though "+x.client(x.other)+" had been told before that ", x.value(x.other), " is done.")
	}
	return phrase(x.client(x.witness)+" reads ", x.value(x.witness), ": no order of these operations, one after the other, gives all the answers.")
}

func (x *explanation) notDurable() []Span {
	if x.t.Ops[x.witness].Kind == engine.Pay {
		return phrase(x.client(x.witness)+" was told that the payment of ", x.value(x.witness), " is made, and "+x.source()+" never makes it.")
	}
	key := x.t.Ops[x.witness].Key
	holds := x.t.Summary(key, x.t.At(len(x.t.Events)).Source[key])
	return phrase(x.client(x.witness)+" was told that ", x.value(x.witness), " is done. In the end "+x.source()+" holds ", holds, ".")
}

func (x *explanation) apart() []Span {
	s := x.t.At(len(x.t.Events))
	cached, held := x.t.Summary(x.other, s.Cache[x.other].Record), x.t.Summary(x.other, s.Source[x.other])
	return phrase("In the end "+theCache(x.t)+" holds ", cached, " and "+x.source()+" ", held, ", and nothing is left to happen that would change this.")
}
