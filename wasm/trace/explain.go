package trace

import (
	"strconv"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/strategy"
)

// findings lists the verdicts about the properties that concern the run.
func (t *Trace) findings() []judge.Finding {
	if t.Judged == nil {
		return nil // a trace of nothing
	}
	return t.Judged.Findings()
}

// Explain says what the run shows of a violated property, in one or two sentences.
// The texts are words and figures in turn, beginning with words.
func (t *Trace) Explain(f *judge.Finding) []string {
	x := explanation{t: t, witness: f.Witness, other: f.Other}
	switch f.Property {
	case judge.Linearizable:
		return x.notOneByOne()
	case judge.ReadYourWrites:
		wrote, got := x.told(x.other, x.witness)
		return []string{Capitalize(x.client(x.witness)) + " was told that ", wrote, " is done, and then " + x.reads(x.witness) + " ", got, "."}
	case judge.MonotonicReads:
		before, after := x.two(x.t.Ops[x.witness].Key, x.t.Ops[x.other].Result, x.t.Ops[x.witness].Result)
		return []string{Capitalize(x.client(x.witness)) + " " + x.reads(x.other) + " ", before, " and after that ", after, ", which is older."}
	case judge.NoAbortedRead:
		return []string{Capitalize(x.client(x.witness)) + " reads ", x.answer(x.witness), ", which " + x.source() + " never comes to hold."}
	case judge.Durable:
		return x.notDurable()
	case judge.AtMostOnce:
		return []string{Capitalize(x.source()) + " makes the payment of ", x.wrote(x.witness), " by " + x.client(x.witness) + " ", Times(t.Times(x.witness)), "."}
	case judge.Converges:
		return x.apart()
	}
	first, second := x.wrote(x.witness), x.wrote(x.other)
	return []string{Capitalize(x.client(x.witness)) + " writes ", first, " and then ", second, ", but " + x.source() + " has the second one first."}
}

// Times returns how often something happens, in words.
func Times(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return count(n, "time", "times")
}

// explanation is a trace with the operations that violate a property.
type explanation struct {
	t              *Trace
	witness, other int
}

func (x *explanation) client(op int) string { return x.t.ClientInSentence(x.t.Ops[op].Client) }

func (x *explanation) source() string { return x.t.InSentence(strategy.Source) }

// key returns " under k", for what is held.
func (x *explanation) key(key int) string { return " under " + x.t.Keys[key].Name }

// reads returns the verb for a read, which finds nothing or reads something.
func (x *explanation) reads(op int) string {
	if !x.t.Ops[op].Result.HasContent() {
		return "finds"
	}
	return "reads"
}

// wrote returns what an operation wrote or paid.
func (x *explanation) wrote(op int) string {
	o := &x.t.Ops[op]
	switch {
	case o.Kind == engine.Pay:
		return strings.TrimPrefix(x.t.Summary(o.Key, engine.Record{Ledger: engine.NoPayments.Add(o.Slot)}), "paid ")
	case o.Kind == engine.Delete:
		return "the deletion of " + x.t.Keys[o.Key].Name
	case summaryOfValue(o.Value) == "":
		return x.name(op) + " of " + x.t.Keys[o.Key].Name
	}
	return x.quoted(o.Key, recordOf(op))
}

func recordOf(op int) engine.Record {
	return engine.Record{Write: engine.WriteOf(int32(op)), Exists: true}
}

// answer returns what a read was answered.
func (x *explanation) answer(read int) string {
	return x.quoted(x.t.Ops[read].Key, x.t.Ops[read].Result)
}

// quoted returns a record in words: a text in quotes, so that it is not read as one
// of the sentence's words.
func (x *explanation) quoted(key int, r engine.Record) string {
	words := x.t.Summary(key, r)
	if !r.HasContent() || strings.Trim(words, "0123456789.-+ ") == "" || !r.Ledger.Empty() {
		return words
	}
	return "“" + words + "”"
}

// told returns what a write wrote and what a later read was answered, so that they
// can be told apart.
func (x *explanation) told(write, read int) (wrote, got string) {
	if o := &x.t.Ops[write]; o.Kind == engine.Edit || o.Kind == engine.Create {
		return x.two(o.Key, recordOf(write), x.t.Ops[read].Result)
	}
	return x.wrote(write), x.answer(read)
}

// two returns two records of a key in words. Where these would be the same, they say
// who wrote them.
func (x *explanation) two(key int, a, b engine.Record) (string, string) {
	one, other := x.quoted(key, a), x.quoted(key, b)
	if one != other || !a.HasContent() {
		return one, other
	}
	return one + x.origin(a), other + x.origin(b)
}

// origin says in brackets who wrote a record.
func (x *explanation) origin(r engine.Record) string {
	if r.Write == 0 {
		return " (from the start)"
	}
	op := int(r.Write) - 1
	return " (" + x.name(op) + " of " + x.client(op) + ")"
}

// name returns "the edit", or "the second edit" where its client edits the key several
// times.
func (x *explanation) name(op int) string {
	o, nth, all := &x.t.Ops[op], 0, 0
	for i := range x.t.Ops {
		if other := &x.t.Ops[i]; other.Client == o.Client && other.Key == o.Key && other.Kind == o.Kind {
			all++
			if i <= op {
				nth++
			}
		}
	}
	words := o.Kind.String()
	if o.Kind == engine.Create {
		words = "creation"
	}
	switch {
	case all == 1:
		return "the " + words
	case nth > len(ordinals):
		return "the " + words + " number " + strconv.Itoa(nth)
	}
	return "the " + ordinals[nth-1] + " " + words
}

var ordinals = [...]string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}

// notOneByOne says why no order of the operations, one after the other, gives
// the answers: the witness reads what had failed, or what is older than an
// acknowledged write, or the answers contradict each other.
func (x *explanation) notOneByOne() []string {
	read := &x.t.Ops[x.witness]
	who := Capitalize(x.client(x.witness)) + " " + x.reads(x.witness) + " "
	wrote := int(read.Result.Write) - 1
	switch {
	case wrote >= 0 && x.t.Ops[wrote].Outcome == engine.Failed:
		return []string{who, x.answer(x.witness), ", though " + x.client(wrote) + " was told that this change had failed."}
	case x.other >= 0:
		wrote, got := x.told(x.other, x.witness)
		told := x.client(x.other) + " had been told before"
		if x.t.Ops[x.other].Client == read.Client {
			told = "told before"
		}
		return []string{who, got, ", though " + told + " that ", wrote, " is done."}
	}
	return []string{who, x.answer(x.witness), ": no order of these operations, one after the other, gives all the answers."}
}

func (x *explanation) notDurable() []string {
	o := &x.t.Ops[x.witness]
	if o.Kind == engine.Pay {
		return []string{Capitalize(x.client(x.witness)) + " was told that the payment of ", x.wrote(x.witness), " is made, and " + x.source() + " never makes it."}
	}
	held := x.t.At(len(x.t.Events)).Source[o.Key]
	wrote, holds := x.wrote(x.witness), x.quoted(o.Key, held)
	if o.Kind != engine.Delete {
		wrote, holds = x.two(o.Key, recordOf(x.witness), held)
	}
	return []string{Capitalize(x.client(x.witness)) + " was told that ", wrote, " is done. In the end " + x.source() + " holds ", holds, x.key(o.Key) + "."}
}

func (x *explanation) apart() []string {
	s, key := x.t.At(len(x.t.Events)), x.other
	cache, end := x.t.InSentence(strategy.Cache), ", and nothing is left to happen that would change this."
	cached, held := x.two(key, s.Cache[key].Record, s.Source[key])
	if !s.Cache[key].Record.HasContent() {
		return []string{"In the end " + cache + " remembers that there is nothing" + x.key(key) + ", while " + x.source() + " holds ", held, end}
	}
	return []string{"In the end " + cache + " holds ", cached, x.key(key) + ", while " + x.source() + " holds ", held, end}
}
