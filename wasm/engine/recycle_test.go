package engine

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// open drives a timed model under operations that come from outside: it takes pending
// choices in random order.
type open struct {
	m       *Model
	w       *World
	r       *rand.Rand
	pending []Choice
	ids     []int32  // by slot: which operation it holds, counted in the order in which they came
	n       int32    // how many have come
	kinds   []OpKind // of operations, drawn evenly
	odds    int      // one comes, if none must, in one of so many moves
	faults  int      // a call goes wrong in one of so many moves, or something crashes
	paid    []uint8  // how many payments of each key have come
	said    []said
	vain    int // how many that have ended were woken

	before func(Choice) // is told of each step before it, and after of what it did
	after  func(*Effect)
	toTake []uint32
}

// said is what an effect says, without how ledgers say it.
type said struct {
	Effect
	carried [][]uint32 // the payments that each changed item carries
}

// openModel draws a model without operations.
func openModel(seed uint64, recycle bool) *open {
	r := rand.New(rand.NewPCG(seed, 11))
	m, w := randomModel(r, true)
	m.Clients, w.Ops, m.Recycle = nil, nil, recycle
	return &open{m: m, w: w, r: r, kinds: []OpKind{Create, Edit, Get, Delete, Pay}, odds: 12, faults: 60, paid: make([]uint8, 16)}
}

// arrive lets an operation come.
func (o *open) arrive() {
	op := Op{Task: Task{Key: int32(o.r.IntN(len(o.w.Keys)))}, Kind: o.kinds[o.r.IntN(len(o.kinds))]}
	if op.Slot = o.paid[op.Key]; op.Kind == Pay && op.Slot == MaxPayments {
		op.Kind = Edit
	}
	if op.Kind == Pay {
		o.paid[op.Key]++
	}
	for op.Program = uint8(o.r.IntN(len(o.m.Programs))); (o.m.Programs[op.Program].Kind == 0) != (op.Kind == Get); {
		op.Program = uint8(o.r.IntN(len(o.m.Programs)))
	}
	id := int32(len(o.w.Ops))
	if o.m.Recycle {
		o.w.lastWrite = uint32(o.n) // so that the other world has the same identities
		id = o.w.Admit(op.Key, op.Kind, op.Program)
	} else {
		o.w.Ops = append(o.w.Ops, op)
	}
	if int(id) == len(o.ids) {
		o.ids = append(o.ids, 0)
	}
	o.ids[id] = o.n
	o.n++
	o.pending = append(o.pending, o.w.StepOf(id))
}

// move lets an operation come or takes a random pending choice.
func (o *open) move() {
	if len(o.pending) == 0 || o.r.IntN(o.odds) == 0 {
		o.arrive()
	}
	i := o.r.IntN(len(o.pending))
	c := o.pending[i]
	o.pending = slices.Delete(o.pending, i, i+1)
	o.w.Clock.Now += 1 + o.r.Int64N(40)
	switch o.r.IntN(o.faults) {
	case 0:
		c.Fault = Fault(o.r.IntN(int(CacheError) + 1))
	case 1, 2:
		o.pending = append(o.pending, Choice{Kind: Evict, Actor: int32(o.r.IntN(len(o.w.Keys)))})
	case 3:
		o.pending = append(o.pending, Choice{Kind: []ChoiceKind{Crash, CrashWorker, CrashCache, OutageBegins, OutageEnds}[o.r.IntN(5)]})
	}
	for c.Kind != NoChoice {
		c = o.take(c)
	}
}

// take takes a choice, and returns what follows at once.
func (o *open) take(c Choice) Choice {
	if c.Kind == OpStep && !o.m.Open(o.w, c) {
		return Choice{} // a crash has ended it
	}
	var e Effect
	if o.before != nil {
		o.before(c)
	}
	o.m.Step(o.w, c, &e)
	if o.after != nil {
		o.after(&e)
	}
	o.said = append(o.said, o.named(e))
	for _, also := range e.Also {
		o.pending = append(o.pending, also.Choice)
		if also.Choice.Kind == OpStep && !o.m.Open(o.w, also.Choice) {
			o.vain++
		}
	}
	switch {
	case e.Wait == AtOnce:
		return e.Next
	case e.Wait != Forever && !e.Exhausted:
		o.pending = append(o.pending, e.Next)
	}
	return Choice{}
}

// payments returns the payments that a Ledger carries, in their order.
func (o *open) payments(key int32, l Ledger) (writes []uint32) {
	if o.m.Recycle {
		id, n := l.carried()
		for ; n > 0; n-- {
			writes = append(writes, o.w.Ops[id].Write)
			id = o.w.payments[id].older - 1
		}
	}
	for id := range o.w.Ops {
		if op := &o.w.Ops[id]; !o.m.Recycle && op.Kind == Pay && op.Key == key && l.Count(op.Slot) > 0 {
			writes = append(writes, WriteOf(int32(id)))
		}
	}
	slices.Sort(writes)
	return writes
}

// plain returns a record of which the ledger says only whether it is known and empty.
func (r Record) plain() Record {
	l := r.Ledger & NoPayments
	if !r.Ledger.Empty() {
		l++
	}
	r.Ledger = l
	return r
}

// named returns an effect in which operations are named by the order in which they came.
func (o *open) named(e Effect) said {
	var carried [][]uint32
	name := func(op *int32) {
		if *op >= 0 && int(*op) < len(o.ids) {
			*op = o.ids[*op]
		}
	}
	name(&e.Op)
	e.Next, e.Also = Choice{}, nil
	e.Changes, e.Lost = slices.Clone(e.Changes), slices.Clone(e.Lost)
	for i := range e.Lost {
		name(&e.Lost[i])
	}
	slices.Sort(e.Lost)
	e.Answer, e.Paid = e.Answer.plain(), slices.Clone(e.Paid)
	slices.SortFunc(e.Paid, func(a, b Paid) int { return int(a.Write) - int(b.Write) })
	for i := range e.Changes {
		c := &e.Changes[i]
		for _, item := range []*Item{&c.Item, &c.ItemAfter} {
			if item.Seq != 0 {
				name(&item.Op)
				carried = append(carried, o.payments(item.Key, item.Record.Ledger))
				item.Record = item.Record.plain()
			}
		}
		c.EntryBefore.Record, c.EntryAfter.Record = c.EntryBefore.Record.plain(), c.EntryAfter.Record.plain()
		c.RecordBefore, c.RecordAfter = c.RecordBefore.plain(), c.RecordAfter.plain()
	}
	return said{e, carried}
}

// moveBoth makes as many moves in two worlds, of which one uses slots again, fails if not
// the same happens in both, and tells note of it.
func moveBoth(t *testing.T, again, anew *open, moves int, note func(said)) {
	t.Helper()
	for range moves {
		again.move()
		anew.move()
		if !sameEffects(again.said, anew.said) {
			t.Fatalf("after %d operations:\n%+v, but\n%+v", again.n, again.said, anew.said)
		}
		for _, s := range again.said {
			note(s)
		}
		again.said, anew.said = nil, nil
	}
	checkRefs(t, again.w)
	if again.vain > 0 {
		t.Errorf("%d operations that have ended were woken", again.vain)
	}
}

// Whether the slots of operations that have ended are used again changes nothing of what
// happens.
func TestSlotsAreUsedAgain(t *testing.T) {
	slots, came := 0, 0
	for seed := range uint64(iterations(300)) {
		again, anew := openModel(seed, true), openModel(seed, false)
		moveBoth(t, again, anew, 400, func(said) {})
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
		slots += len(again.w.Ops)
		came += len(anew.w.Ops)
	}
	if slots*3 > came {
		t.Errorf("%d operations took %d slots", came, slots)
	}
}

func sameEffects(a, b []said) bool {
	return slices.EqualFunc(a, b, func(x, y said) bool {
		changes, lost := slices.Equal(x.Changes, y.Changes), slices.Equal(x.Lost, y.Lost)
		paid := slices.Equal(x.Paid, y.Paid) && slices.EqualFunc(x.carried, y.carried, slices.Equal)
		return changes && lost && paid && x.Op == y.Op && x.Actor == y.Actor && x.Phase == y.Phase && x.Result == y.Result && x.Attempt == y.Attempt &&
			x.Answered == y.Answered && x.Answer == y.Answer && x.Wait == y.Wait && x.Until == y.Until && x.Pause == y.Pause
	})
}

// checkRefs checks that each operation knows how many name it, and that none that is
// named has a free slot.
func checkRefs(t *testing.T, w *World) {
	t.Helper()
	refs := make([]int32, len(w.Ops))
	brings := func(op, writer int32, payments Ledger) {
		refs[op]++
		if writer != 0 {
			refs[writer-1]++
		}
		if payments != 0 {
			last, _ := payments.carried()
			refs[last]++
		}
	}
	for _, item := range w.Queue.All() {
		brings(item.Op, item.writer, item.Record.Ledger)
	}
	for id := range w.Ops {
		if op := &w.Ops[id]; op.Kind == Pay && !op.isFree && w.payments[id].older != 0 {
			refs[w.payments[id].older-1]++
		}
	}
	for i := range w.Calls {
		if w.Calls[i].State != NoCall {
			refs[w.Calls[i].Op]++
			for n := w.Calls[i].first; n != 0; n = w.Sent[n-1].next {
				s := &w.Sent[n-1]
				brings(s.Op, s.writer, s.Record.Ledger)
			}
		}
	}
	for _, n := range w.Feed.All() {
		refs[n.Op]++
	}
	for i := range w.Workers {
		if w.Workers[i].names {
			refs[w.Workers[i].Op]++
		}
	}
	free := 0
	for id := w.freeOp; id != 0; id = w.Ops[id-1].next {
		free++
	}
	for id := range w.Ops {
		op := &w.Ops[id]
		if op.refs != refs[id] {
			t.Errorf("%d name operation %d, not %d", refs[id], id, op.refs)
		}
		if op.isFree != (op.Status == Ended && op.refs == 0) {
			t.Errorf("the slot of operation %d, with status %d and %d that name it, is free: %v", id, op.Status, op.refs, op.isFree)
		}
		if op.isFree {
			free--
		}
	}
	if free != 0 {
		t.Errorf("the chain of free slots is %d too long", free)
	}
}
