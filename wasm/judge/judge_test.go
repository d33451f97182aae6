package judge

import (
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
)

// told judges a run that is told in a few words, of operations such as "A.edit A.get
// B.pay", all of one key, which the source has at the start:
//
//	>1    operation 1 is sent
//	<1    it is answered: done
//	<2=1  the read 2 is answered with what 1 wrote, with 0 for the initial record
//	!1    the client of 1 is told that it failed
//	#1    the source holds what 1 wrote
//	$1    the cache does; $1~ in an entry that expires
//
// With "..." at its end a limit cuts the run short.
func told(operations, story string) *Judgement {
	w := &engine.World{Keys: make([]engine.Key, 1)}
	w.Keys[0].Source = engine.Record{Exists: true, Ledger: engine.NoPayments}
	payments := uint8(0)
	for _, words := range strings.Fields(operations) {
		client, kind, _ := strings.Cut(words, ".")
		op := engine.Op{Client: uint16(client[0] - 'A'), Kind: map[string]engine.OpKind{"edit": engine.Edit, "get": engine.Get, "delete": engine.Delete, "pay": engine.Pay}[kind]}
		if op.Kind == engine.Pay {
			op.Slot = payments
			payments++
		}
		w.Ops = append(w.Ops, op)
	}
	run := NewRun(&engine.Model{Timed: true}, w)
	quiet := true
	for _, word := range strings.Fields(story) {
		if word == "..." {
			quiet = false
			continue
		}
		var e engine.Effect
		happen(w, &e, word)
		run.Note(&e, w)
	}
	return run.End(w, quiet)
}

// happen lets one thing happen.
func happen(w *engine.World, e *engine.Effect, word string) {
	number, wrote, _ := strings.Cut(strings.TrimSuffix(word[1:], "~"), "=")
	id, _ := strconv.Atoi(number)
	e.Op = int32(id - 1)
	op := &w.Ops[e.Op]
	record := engine.Record{Write: engine.WriteOf(e.Op), Exists: op.Kind != engine.Delete}
	switch word[0] {
	case '>':
		e.Begun = true
	case '!':
		e.Answered, op.Outcome = true, engine.Failed
	case '<':
		e.Answered, op.Outcome = true, engine.OK
		if by, err := strconv.Atoi(wrote); err == nil {
			e.Answer = engine.Record{Write: uint32(by), Exists: true}
		}
	case '$':
		w.Keys[0].Entry = engine.Entry{Present: true, Record: record}
		if strings.HasSuffix(word, "~") {
			w.Keys[0].Entry.Expires = 1
		}
	case '#':
		k := &w.Keys[0]
		after := k.Source
		if op.Kind == engine.Pay {
			after.Ledger = after.Ledger.Add(op.Slot)
		} else {
			after.Write, after.Exists = record.Write, record.Exists
		}
		e.Changes = append(e.Changes, engine.Change{Kind: engine.RecordChanged, RecordBefore: k.Source, RecordAfter: after})
		k.Source = after
	}
}

// violated lists the properties that a run violates, and those that are not decided
// with a "?".
func violated(j *Judgement) string {
	var list []string
	for _, f := range j.Findings() {
		switch f.Verdict {
		case Violated:
			list = append(list, f.Property.String())
		case Unknown:
			list = append(list, f.Property.String()+"?")
		}
	}
	return strings.Join(list, " ")
}

func TestFacts(t *testing.T) {
	for _, row := range []struct{ fact, operations, story, want string }{
		{
			fact:       "a read that was sent before the write was acknowledged may miss it",
			operations: "A.edit B.get",
			story:      ">1 #1 >2 <1 <2=0",
		},
		{
			fact:       "one that was sent after that may not",
			operations: "A.edit B.get",
			story:      ">1 #1 <1 >2 <2=0",
			want:       "linearizable",
		},
		{
			fact:       "least of all its own client's",
			operations: "A.edit A.get",
			story:      ">1 #1 <1 >2 <2=0",
			want:       "linearizable read-your-writes",
		},
		{
			fact:       "of two concurrent writes none is older",
			operations: "A.edit B.edit C.get",
			story:      ">1 >2 #1 #2 <1 <2 >3 <3=1",
		},
		{
			fact:       "so that a client need not see its own",
			operations: "A.edit B.edit A.get",
			story:      ">1 >2 #1 #2 <1 <2 >3 <3=2",
		},
		{
			fact:       "a client that has read the newer write does not read the older one again",
			operations: "A.edit B.get B.get",
			story:      ">1 #1 >2 <2=1 >3 <3=0 <1",
			want:       "linearizable monotonic-reads",
		},
		{
			fact:       "a write that its client was told has failed must not be read",
			operations: "A.edit B.get",
			story:      ">1 >2 <2=1 !1",
			want:       "linearizable no-aborted-read",
		},
		{
			fact:       "nor one that the source never has",
			operations: "A.edit B.get",
			story:      ">1 >2 <2=1",
			want:       "no-aborted-read",
		},
		{
			fact:       "an acknowledged write is lost that the source never has",
			operations: "A.edit",
			story:      ">1 <1",
			want:       "durable",
		},
		{
			fact:       "so is one that an older one replaces",
			operations: "A.edit A.edit",
			story:      ">1 <1 >2 #2 <2 #1",
			want:       "durable monotonic-writes",
		},
		{
			fact:       "one that a concurrent one replaces is not",
			operations: "A.edit B.edit",
			story:      ">1 >2 <1 <2 #2 #1",
		},
		{
			fact:       "what nobody was told is done is not lost",
			operations: "A.edit",
			story:      ">1",
		},
		{
			fact:       "a payment is made once",
			operations: "A.pay",
			story:      ">1 #1 <1",
		},
		{
			fact:       "not twice",
			operations: "A.pay",
			story:      ">1 #1 #1 <1",
			want:       "at-most-once",
		},
		{
			fact:       "and not never",
			operations: "A.pay B.pay",
			story:      ">1 >2 #2 <1 <2",
			want:       "durable",
		},
		{
			fact:       "a copy of a write that the source does not have stays wrong",
			operations: "A.edit",
			story:      ">1 $1",
			want:       "converges",
		},
		{
			fact:       "one that will expire is not the end",
			operations: "A.edit",
			story:      ">1 $1~",
		},
		{
			fact:       "a client's writes reach the source in their order, of whatever key",
			operations: "A.edit A.edit",
			story:      ">1 >2 #2 #1 #2 <1 <2",
			want:       "monotonic-writes",
		},
		{
			fact:       "one that was coalesced away has no place",
			operations: "A.edit A.edit",
			story:      ">1 <1 >2 <2 #2",
		},
		{
			fact:       "of a run that was cut short nothing is said to hold",
			operations: "A.edit B.get",
			story:      ">1 <1 ...",
			want:       "linearizable? read-your-writes? monotonic-reads? no-aborted-read? durable? converges?",
		},
		{
			fact:       "but what was seen was seen",
			operations: "A.edit A.get",
			story:      ">1 #1 <1 >2 <2=0 ...",
			want:       "linearizable read-your-writes monotonic-reads? no-aborted-read? durable? converges?",
		},
	} {
		if got := violated(told(row.operations, row.story)); got != row.want {
			t.Errorf("%s: %s violates %q, not %q", row.fact, row.story, got, row.want)
		}
	}
}

// Old and lost are verdicts on operations.
func TestOldAndLost(t *testing.T) {
	j := told("A.edit A.edit B.get B.get", ">1 #1 <1 >3 >2 #2 <2 >4 <3=1 <4=1 #1")
	if j.Old(2) || !j.Old(3) {
		t.Errorf("the read that was sent before the second write was acknowledged is old: %v; the one sent after: %v", j.Old(2), j.Old(3))
	}
	if j.Lost(0) || !j.Lost(1) {
		t.Errorf("the first write, which the source ends with, is lost: %v; the second: %v", j.Lost(0), j.Lost(1))
	}
	if cut := told("A.edit", ">1 <1 ..."); cut.Lost(0) || !cut.Lacking(0) {
		t.Error("a write is called lost in a run that could have gone on")
	}
}

// More concurrent operations than there is time for are undecided, not linearizable.
func TestUndecidedIsNotLinearizable(t *testing.T) {
	var operations, story []string
	for i := 1; i <= 40; i++ {
		kind := "edit"
		if i > 20 {
			kind = "get"
		}
		operations = append(operations, string(rune('A'+i))+"."+kind)
		story = append(story, ">"+strconv.Itoa(i))
	}
	for i := 1; i <= 20; i++ {
		story = append(story, "<"+strconv.Itoa(20+i)+"="+strconv.Itoa(i))
	}
	for i := 1; i <= 20; i++ {
		story = append(story, "<"+strconv.Itoa(i))
	}
	// Two more reads, one after the other, that cannot both be right.
	operations = append(operations, "a.get", "a.get", "b.get", "b.get")
	story = append(story, ">41", ">43", "<41=1", "<43=2", ">42", ">44", "<42=2", "<44=1")
	if got := told(strings.Join(operations, " "), strings.Join(story, " ")).Of(Linearizable); got == Holds {
		t.Errorf("linearizable is %v", got)
	}
}
