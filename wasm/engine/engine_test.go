package engine

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"cacheplay/wasm/strategy"
)

// randomModel draws a model and its initial world: any strategies, up to three
// clients with up to four operations on two keys.
func randomModel(r *rand.Rand, timed bool) (*Model, *World) {
	m := &Model{
		Worker: strategy.Strategy{Kind: strategy.Worker, By: strategy.ResourceManager, Steps: strategy.WorkerSteps},
		Cache: CacheRules{TTL: r.Int64N(2) * 50, TTLMode: TTLMode(r.IntN(2)), TTLFrom: TTLFrom(r.IntN(2)),
			Fill: Fill(r.IntN(2)), SurvivesCrash: r.IntN(2) == 0},
		Queue: QueueRules{Delay: r.Int64N(2) * 30},
		Timed: timed,
	}
	reads, writes := strategy.Named(strategy.Read), strategy.Named(strategy.Write)
	m.Programs = append(append(m.Programs, reads...), writes...)
	w := &World{Keys: make([]Key, 2), Workers: make([]Worker, 1+r.IntN(3)), NextSeq: 1}
	for i := range w.Workers {
		w.Workers[i].Phase = Idle
	}
	for i := range w.Keys {
		w.Keys[i].Source.Exists = r.IntN(2) == 0
		if w.Keys[i].Source.Exists && r.IntN(2) == 0 {
			w.Keys[i].Entry = Entry{Present: true, Record: w.Keys[i].Source}
		}
	}
	for client := range 1 + r.IntN(3) {
		ops := ClientOps{First: int32(len(w.Ops)), Count: int32(1 + r.IntN(4))}
		m.Clients = append(m.Clients, ops)
		read, write := r.IntN(len(reads)), len(reads)+r.IntN(len(writes))
		for range ops.Count {
			op := Op{Task: Task{Key: int32(r.IntN(2))}, Client: uint16(client), Kind: OpKind(r.IntN(4)), Program: uint8(write)}
			if op.Kind == Get {
				op.Program = uint8(read)
			}
			w.Ops = append(w.Ops, op)
		}
	}
	return m, w
}

// ledger counts what must be conserved: every queued write is done, lost or
// still queued.
type ledger struct{ queued, taken, done, lost, answered int }

func (l *ledger) note(e *Effect) {
	if e.Answered {
		l.answered++
	}
	l.answered += len(e.Lost)
	for _, c := range e.Changes {
		switch c.Kind {
		case ItemQueued:
			l.queued++
		case ItemTaken:
			l.taken++
		case ItemDone:
			l.done++
		case ItemLost:
			l.lost++
		}
	}
}

// check fails the test where a world breaks what must always be true.
func check(t *testing.T, m *Model, w *World, l *ledger) {
	t.Helper()
	if l.queued != l.done+l.lost+len(w.Queue) {
		t.Errorf("queued %d writes, but %d done + %d lost + %d pending", l.queued, l.done, l.lost, len(w.Queue))
	}
	checkQueue(t, w)
	for i, op := range w.Ops {
		if int(op.Step) > len(m.Programs[op.Program].Steps) {
			t.Errorf("operation %d is past the end of its list", i)
		}
		if op.Status >= Lingering != (op.Outcome != Pending) {
			t.Errorf("operation %d has status %d and outcome %v", i, op.Status, op.Outcome)
		}
	}
	for _, client := range m.Clients {
		waiting := 0
		for i := client.First; i < client.First+client.Count; i++ {
			if w.Ops[i].Status == Running {
				waiting++
			}
		}
		if waiting > 1 {
			t.Errorf("a client waits for %d operations at once", waiting)
		}
	}
}

func checkQueue(t *testing.T, w *World) {
	t.Helper()
	held := map[uint32]bool{}
	for _, worker := range w.Workers {
		if worker.Item != 0 {
			if held[worker.Item] {
				t.Errorf("two workers hold item %d", worker.Item)
			}
			held[worker.Item] = true
		}
	}
	for i, item := range w.Queue {
		if i > 0 && w.Queue[i-1].Seq >= item.Seq {
			t.Errorf("the queue is not in order at %d", i)
		}
		if item.Taken != held[item.Seq] {
			t.Errorf("item %d: taken %v, held by a worker %v", item.Seq, item.Taken, held[item.Seq])
		}
	}
	for key, k := range w.Keys {
		e := k.Entry
		if !e.Present && e != (Entry{}) {
			t.Errorf("key %d: an absent entry holds %+v", key, e)
		}
		if e.Dirty != 0 {
			if i := w.item(e.Dirty); i < 0 || w.Queue[i].Record != e.Record {
				t.Errorf("key %d is dirty, but its write is not queued", key)
			}
		}
	}
}

// Random steps on random systems, as exploration takes them.
func TestAnyOrderOfStepsKeepsTheWorldSound(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 1))
		m, w := randomModel(r, false)
		var e Effect
		l := &ledger{}
		crashes, moves := 1, 0
		for ; ; moves++ {
			choices := m.Choices(w, nil)
			if crashes == 0 {
				choices = choices[:len(choices)-1]
			}
			if len(choices) == 0 || moves == 500 {
				break
			}
			c := choices[r.IntN(len(choices))]
			if c.Kind == Crash {
				crashes--
			}
			m.Leap(w, c, &e, l.note)
			check(t, m, w, l)
		}
		if moves < 500 && l.answered != len(w.Ops) {
			t.Errorf("%d of %d operations were answered", l.answered, len(w.Ops))
		}
		if t.Failed() {
			t.Fatalf("seed %d, after %d moves", seed, moves)
		}
	}
}

// Random phases on random systems, as a clock with random delays takes them:
// whatever is under way may be the next to come about.
func TestAnyTimingOfPhasesKeepsTheWorldSound(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 2))
		m, w := randomModel(r, true)
		d := &disorder{m: m, w: w, r: r}
		for i := range m.Clients {
			d.under = append(d.under, Choice{OpStep, m.Clients[i].First})
		}
		if r.IntN(2) == 0 {
			d.under = append(d.under, Choice{Kind: Crash})
		}
		for moves := 0; len(d.under) > 0; moves++ {
			d.move()
			check(t, m, w, &d.l)
			if t.Failed() || moves > 2000 {
				t.Fatalf("seed %d, after %d moves", seed, moves)
			}
		}
		if d.l.answered != len(w.Ops) || len(w.Queue) > 0 {
			t.Fatalf("seed %d: %d of %d operations answered, %d items left", seed, d.l.answered, len(w.Ops), len(w.Queue))
		}
	}
}

// disorder drives a model by taking whatever is under way in random order.
type disorder struct {
	m     *Model
	w     *World
	r     *rand.Rand
	l     ledger
	under []Choice
}

func (d *disorder) move() {
	i := d.r.IntN(len(d.under))
	c := d.under[i]
	d.under = append(d.under[:i], d.under[i+1:]...)
	d.w.Clock.Now += d.r.Int64N(40)
	var e Effect
	for c.Kind != Nobody {
		d.m.Step(d.w, c, &e)
		d.l.note(&e)
		d.under = append(d.under, e.Wake...)
		if c.Kind == Crash {
			d.forget()
		}
		if e.Answered {
			d.sendNext(e.Op)
		}
		for _, op := range e.Lost {
			d.sendNext(op)
		}
		if e.Wait != NotAtAll {
			break
		}
		c = e.Next
	}
	if e.Wait == Until {
		d.w.Clock.Now = max(d.w.Clock.Now, e.Until)
	}
	if e.Wait > NotAtAll {
		d.under = append(d.under, e.Next)
	}
}

func (d *disorder) sendNext(op int32) {
	client := d.m.Clients[d.w.Ops[op].Client]
	if op+1 < client.First+client.Count {
		d.under = append(d.under, Choice{OpStep, op + 1})
	}
}

// forget drops what a crash has ended.
func (d *disorder) forget() {
	kept := d.under[:0]
	for _, c := range d.under {
		if d.m.Open(d.w, c) {
			kept = append(kept, c)
		}
	}
	d.under = kept
}

// A copy has the same bytes, is equal, and does not follow the original.
func TestCopyIsEqualAndApart(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 3))
		m, w := randomModel(r, false)
		var e Effect
		var before World
		for range 30 {
			before.Copy(w)
			bytesBefore := w.Encode(nil)
			if !before.Equal(w) || !bytes.Equal(before.Encode(nil), bytesBefore) {
				t.Fatalf("seed %d: a copy is not equal", seed)
			}
			choices := m.Choices(w, nil)
			m.Leap(w, choices[r.IntN(len(choices))], &e, func(*Effect) {})
			if !bytes.Equal(before.Encode(nil), bytesBefore) {
				t.Fatalf("seed %d: a copy changed with its original", seed)
			}
			var again World
			again.Copy(&before)
			if again.Equal(w) != bytes.Equal(again.Encode(nil), w.Encode(nil)) {
				t.Fatalf("seed %d: equality and canonical bytes disagree", seed)
			}
		}
	}
}

// Equal worlds and equal choices give equal effects, and every change reported
// leads from what was there to what is there.
func TestChangesAreComplete(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 4))
		m, w := randomModel(r, false)
		var e Effect
		keys := append([]Key(nil), w.Keys...)
		for range 60 {
			choices := m.Choices(w, nil)
			m.Leap(w, choices[r.IntN(len(choices))], &e, func(e *Effect) {
				for _, c := range e.Changes {
					applyChange(t, keys, c)
				}
			})
			for i := range keys {
				if keys[i] != w.Keys[i] {
					t.Fatalf("seed %d: key %d is %+v, the changes say %+v", seed, i, w.Keys[i], keys[i])
				}
			}
		}
	}
}

func applyChange(t *testing.T, keys []Key, c Change) {
	t.Helper()
	k := &keys[max(c.Key, 0)]
	switch c.Kind {
	case EntryChanged:
		if k.Entry != c.EntryBefore {
			t.Fatalf("an entry changed from %+v, but it was %+v", c.EntryBefore, k.Entry)
		}
		k.Entry = c.EntryAfter
	case RecordChanged:
		if k.Source != c.RecordBefore {
			t.Fatalf("a record changed from %+v, but it was %+v", c.RecordBefore, k.Source)
		}
		k.Source = c.RecordAfter
	}
}

func BenchmarkLeap(b *testing.B) {
	m, start := randomModel(rand.New(rand.NewPCG(7, 7)), false)
	var w World
	var e Effect
	var choices []Choice
	var code []byte
	for b.Loop() {
		w.Copy(start)
		for range 10 {
			choices = m.Choices(&w, choices[:0])
			m.Leap(&w, choices[0], &e, func(*Effect) {})
			code = w.Encode(code[:0])
		}
	}
	b.ReportMetric(float64(b.N)*10/b.Elapsed().Seconds(), "states/s")
}
