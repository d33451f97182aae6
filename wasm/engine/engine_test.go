package engine

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"cacheplay/wasm/strategy"
)

// iterations returns how often a random test repeats itself: n times natively, and
// a tenth of that as WebAssembly, which is many times slower and runs the same
// code on the same seeds.
func iterations(n int) int {
	if runtime.GOARCH == "wasm" {
		return n / 10
	}
	return n
}

// randomModel draws a model and its initial world: any strategies and any
// settings, some lists of the worker, up to three clients with up to four
// operations on two keys.
func randomModel(r *rand.Rand, timed bool) (*Model, *World) {
	off := func(n int64) int64 { return r.Int64N(2) * n }
	m := &Model{
		Worker: strategy.Strategy{Kind: strategy.Worker, By: strategy.ResourceManager, Steps: strategy.WorkerSteps},
		Cache: CacheRules{TTL: off(50), TTLMode: TTLMode(r.IntN(2)), TTLFrom: TTLFrom(r.IntN(2)), NegativeTTL: off(40),
			RefreshAhead: 500, Ages: r.IntN(2) == 0, StaleFor: off(30), XFetch: off(1000), Fill: Fill(r.IntN(5)), Bypass: r.IntN(2) == 0,
			Tombstones: r.IntN(2) == 0, SingleFlight: r.IntN(2) == 0, SurvivesCrash: r.IntN(2) == 0},
		Queue: QueueRules{Delay: off(30), Interval: off(20), Batch: 1 + r.IntN(3), Capacity: r.IntN(3), Coalescing: Coalescing(r.IntN(3)),
			OnFull: OnFull(r.IntN(4)), OnFailure: OnFailure(r.IntN(4)), PartitionKey: r.IntN(2) == 0, Journal: r.IntN(2) == 0,
			Staging: r.IntN(2) == 0, PinDirty: r.IntN(2) == 0, CleanByKey: r.IntN(4) == 0},
		Accessor: AccessorRules{Timeout: off(60), Pause: 10, MaxAttempts: 1 + r.IntN(3), Bulkhead: r.IntN(3), IdempotencyKey: r.IntN(2) == 0,
			Breaker: BreakerRules{Threshold: r.IntN(3), Window: 4, Trials: 1 + r.IntN(2), OpenFor: 40}},
		Source:  SourceRules{Concurrency: r.IntN(3), QueueLimit: r.IntN(4) - 1},
		OnError: OnError(r.IntN(3)), OnCacheError: OnCacheError(r.IntN(3)),
		Timed: timed,
	}
	reads, writes := strategy.Named(strategy.Read), strategy.Named(strategy.Write)
	m.Programs = append(append(m.Programs, reads...), writes...)
	if r.IntN(2) == 0 {
		m.Feed = strategy.Strategy{By: strategy.Source, Steps: []strategy.Step{strategy.CacheDelete}}
	}
	if r.IntN(2) == 0 {
		m.Worker.Steps = [...][]strategy.Step{
			{strategy.QueueTake, strategy.SourceSave, strategy.CacheSet, strategy.QueueDone},
			{strategy.QueueTake, strategy.SourceSave, strategy.CacheDelete, strategy.QueueDone},
			{strategy.QueueTake, strategy.CacheSet, strategy.CacheDelete, strategy.SourceSave, strategy.QueueDone},
		}[r.IntN(3)]
	}
	w := &World{Keys: make([]Key, 2), Workers: make([]Worker, 1+r.IntN(3)), NextSeq: 1}
	for i := range w.Workers {
		w.Workers[i].Phase = Idle
	}
	for i := range w.Keys {
		w.Keys[i].Source = Record{Exists: r.IntN(2) == 0, Ledger: NoPayments}
		if w.Keys[i].Source.Exists && r.IntN(2) == 0 {
			w.Prime(int32(i), Entry{Present: true, Record: w.Keys[i].Source})
		}
	}
	slots := [2]uint8{}
	for client := range 1 + r.IntN(3) {
		ops := ClientOps{First: int32(len(w.Ops)), Count: int32(1 + r.IntN(4))}
		m.Clients = append(m.Clients, ops)
		read, write := r.IntN(len(reads)), len(reads)+r.IntN(len(writes))
		for range ops.Count {
			op := Op{Task: Task{Key: int32(r.IntN(2))}, Client: uint16(client), Kind: OpKind(r.IntN(int(OpKinds))), Program: uint8(write)}
			switch op.Kind {
			case Get:
				op.Program = uint8(read)
			case Pay:
				op.Slot = slots[op.Key]
				slots[op.Key]++
			}
			w.Ops = append(w.Ops, op)
		}
	}
	return m, w
}

// counts counts what happens to queued writes. Every write that the queue has
// accepted is done, replaced, dropped, dead, lost, or still queued.
type counts struct{ accepted, replaced, done, dropped, dead, lost, answered int }

func (n *counts) note(e *Effect) {
	if e.Answered {
		n.answered++
	}
	n.answered += len(e.Lost)
	for _, c := range e.Changes {
		switch c.Kind {
		case ItemQueued:
			n.accepted++
		case ItemReplaced:
			n.accepted++
			n.replaced++
		case ItemDone:
			n.done++
		case ItemDropped:
			n.dropped++
		case ItemDead:
			n.dead++
		case ItemLost:
			n.lost++
		}
	}
}

// check fails the test if a world violates an invariant.
func check(t *testing.T, m *Model, w *World, n *counts) {
	t.Helper()
	if n.accepted != n.replaced+n.done+n.dropped+n.dead+n.lost+w.Queue.Len() {
		t.Errorf("%+v and %d pending", *n, w.Queue.Len())
	}
	checkQueue(t, m, w)
	checkItems(t, w)
	checkLines(t, m, w)
	checkCalls(t, m, w)
	checkFlights(t, m, w)
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

// checkFlights checks that each shared load knows how many reads wait for it.
func checkFlights(t *testing.T, m *Model, w *World) {
	t.Helper()
	waiting := make([]uint32, len(w.Flights)+1)
	for _, op := range w.Ops {
		waiting[op.Flight]++
	}
	for i, f := range w.Flights {
		if f.Waiting != waiting[i+1] || !m.Timed && i == len(w.Flights)-1 && f.Waiting == 0 {
			t.Errorf("%d reads share load %d, not %d", waiting[i+1], i+1, f.Waiting)
		}
		if f.Loader > 0 && w.Ops[f.Loader-1].Status == Ended {
			t.Errorf("load %d is that of an operation that has ended", i+1)
		}
	}
}

// checkQueue checks the invariants of queue, entries and locks.
func checkQueue(t *testing.T, m *Model, w *World) {
	t.Helper()
	promised := 0
	for i := range w.Ops {
		if w.Ops[i].Promised {
			promised++
		}
	}
	if promised != w.Promised {
		t.Errorf("%d places are promised, %d known", promised, w.Promised)
	}
	all := w.Queue.All()
	for i, item := range all {
		if i > 0 && all[i-1].Seq >= item.Seq {
			t.Errorf("the queue is not in order at %d", i)
		}
		if item.Taken != 0 && w.Workers[item.Taken-1].Phase == Idle {
			t.Errorf("item %d is taken by a worker that is idle", item.Seq)
		}
	}
	if m.Queue.Capacity > 0 && m.Queue.Coalescing == NoCoalescing && m.Queue.OnFull != DropOldest && w.Queue.Len()+w.Promised > m.Queue.Capacity {
		t.Errorf("%d items queued and %d promised, with a capacity of %d", w.Queue.Len(), w.Promised, m.Queue.Capacity)
	}
	if m.waitingOver(w, 0) {
		t.Errorf("more writes wait than the capacity of %d", m.Queue.Capacity)
	}
	for key, k := range w.Keys {
		e := k.Entry
		if !e.Present && e != (Entry{}) {
			t.Errorf("key %d: an absent entry holds %+v", key, e)
		}
		if e.Dirty != 0 && !slices.ContainsFunc(all, func(i Item) bool { return i.Seq == e.Dirty }) {
			t.Errorf("key %d is dirty, but its write is not queued", key)
		}
		if k.Holder != 0 && w.Ops[k.Holder-1].Status == Ended {
			t.Errorf("key %d is held by operation %d, which has ended", key, k.Holder-1)
		}
	}
}

// checkCalls checks the invariants of the calls at the source.
func checkCalls(t *testing.T, m *Model, w *World) {
	t.Helper()
	serving, owned := 0, 0
	for i := range w.Calls {
		call := &w.Calls[i]
		if call.isBusy() {
			serving++
		}
		if call.State != NoCall && call.Owner.Kind != NoChoice {
			owned++
			if task := w.task(call.Owner); task.Phase != Serving {
				t.Errorf("call %d has an owner that does not wait for it", i)
			}
		}
	}
	if serving != w.Busy || owned != w.InFlight {
		t.Errorf("%d calls in service and %d owned, but %d and %d known", serving, owned, w.Busy, w.InFlight)
	}
	if m.Timed && m.Source.Concurrency > 0 && serving > m.Source.Concurrency {
		t.Errorf("%d calls in service at once", serving)
	}
}

// Random choices in random untimed worlds, as exploration makes them, violate no
// invariant.
func TestAnyOrderOfStepsKeepsTheWorldSound(t *testing.T) {
	for seed := range uint64(iterations(2000)) {
		r := rand.New(rand.NewPCG(seed, 1))
		m, w := randomModel(r, false)
		var e Effect
		n := &counts{}
		faults, moves := 3, 0
		allowed := Allowed(r.IntN(int(AllowAll + 1)))
		for ; ; moves++ {
			if faults == 0 {
				allowed = 0
			}
			choices := m.Choices(w, allowed, nil)
			if len(choices) == 0 || moves == 500 {
				break
			}
			c := choices[r.IntN(len(choices))]
			if c.Needs() != 0 {
				faults--
			}
			if c.Kind == CrashClient { // it sends the rest of its operations no more
				for i := range w.Ops {
					if int32(w.Ops[i].Client) == c.Actor && w.Ops[i].Status == Unsent {
						n.answered++
					}
				}
			}
			m.Leap(w, c, &e, func(_ Choice, e *Effect) { n.note(e) })
			check(t, m, w, n)
		}
		if moves < 500 && n.answered != len(w.Ops) {
			t.Errorf("%d of %d operations were answered", n.answered, len(w.Ops))
		}
		if t.Failed() {
			t.Fatalf("seed %d, after %d moves", seed, moves)
		}
	}
}

// Random choices in random timed worlds violate no invariant, in whatever order
// pending choices come about.
func TestAnyTimingOfPhasesKeepsTheWorldSound(t *testing.T) {
	for seed := range uint64(iterations(2000)) {
		r := rand.New(rand.NewPCG(seed, 2))
		m, w := randomModel(r, true)
		d := &disorder{m: m, w: w, r: r}
		for i := range m.Clients {
			d.pending = append(d.pending, Choice{Kind: OpStep, Actor: m.Clients[i].First})
		}
		for _, kind := range []ChoiceKind{Crash, CrashWorker, CrashCache, OutageBegins} {
			if r.IntN(4) == 0 {
				d.pending = append(d.pending, Choice{Kind: kind})
			}
		}
		for moves := 0; len(d.pending) > 0; moves++ {
			d.move()
			check(t, m, w, &d.n)
			if t.Failed() || moves > 5000 {
				t.Fatalf("seed %d, after %d moves", seed, moves)
			}
		}
		if d.exhausted {
			continue
		}
		if d.n.answered != len(w.Ops) || w.Queue.Len() > 0 || w.InFlight > 0 {
			t.Fatalf("seed %d: %d of %d operations answered, %d items left, %d attempts under way", seed, d.n.answered, len(w.Ops), w.Queue.Len(), w.InFlight)
		}
	}
}

// disorder drives a timed model: it takes pending choices in random order.
type disorder struct {
	m       *Model
	w       *World
	r       *rand.Rand
	n       counts
	pending []Choice
	faults  int
	// exhausted says that some worker would retry for ever.
	exhausted bool
}

// move takes a random pending choice.
func (d *disorder) move() {
	i := d.r.IntN(len(d.pending))
	c := d.pending[i]
	d.pending = append(d.pending[:i], d.pending[i+1:]...)
	d.w.Clock.Now += d.r.Int64N(40)
	d.w.Clock.Early = d.r.Int64N(3000)
	d.w.Clock.FeedIn = d.r.Int64N(20)
	if d.faults < 3 && d.r.IntN(6) == 0 {
		d.faults++
		c.Fault = Fault(d.r.IntN(int(CacheError) + 1))
	}
	var e Effect
	for c.Kind != NoChoice {
		d.m.Step(d.w, c, &e)
		d.n.note(&e)
		for _, also := range e.Also {
			d.pending = append(d.pending, also.Choice)
		}
		switch c.Kind {
		case Crash, CrashWorker:
			d.forget()
		case OutageBegins:
			d.pending = append(d.pending, Choice{Kind: OutageEnds})
		}
		if e.Answered {
			d.sendNext(e.Op)
		}
		for _, op := range e.Lost {
			d.sendNext(op)
		}
		if e.Wait != AtOnce {
			break
		}
		c = e.Next
	}
	if e.Wait == Until {
		d.w.Clock.Now = max(d.w.Clock.Now, e.Until)
	}
	switch {
	case e.Exhausted:
		d.exhausted = true
	case e.Wait > AtOnce:
		d.pending = append(d.pending, e.Next)
	}
}

// sendNext makes the operation after an answered one pending.
func (d *disorder) sendNext(op int32) {
	client := d.m.Clients[d.w.Ops[op].Client]
	if op+1 < client.First+client.Count {
		d.pending = append(d.pending, Choice{Kind: OpStep, Actor: op + 1})
	}
}

// forget drops the pending choices of what a crash has ended.
func (d *disorder) forget() {
	kept := d.pending[:0]
	for _, c := range d.pending {
		if d.m.Open(d.w, c) {
			kept = append(kept, c)
		}
	}
	d.pending = kept
}

// Exploration leaves out an operation exactly if its next step would only make
// it wait, unless it begins to share a load.
func TestBlockedIsWhoseNextStepOnlyWaits(t *testing.T) {
	blocked, free := 0, 0
	for seed := range uint64(iterations(1200)) {
		r := rand.New(rand.NewPCG(seed, 9))
		m, w := randomModel(r, false)
		var next World
		var e Effect
		for range 40 {
			for i := range w.Ops {
				if !w.UnderWay(i) {
					continue
				}
				next.Copy(w)
				stepDone := false
				m.Leap(&next, Choice{Kind: OpStep, Actor: int32(i)}, &e, func(_ Choice, e *Effect) {
					stepDone = stepDone || e.Phase == Ready && e.Actor != strategy.NoStep && e.Actor != strategy.Wait
				})
				phase := next.Ops[i].Phase
				joins := next.Ops[i].Flight != w.Ops[i].Flight
				waits := !stepDone && !joins && (phase == AwaitingKey || phase == AwaitingRoom)
				if got := m.isBlocked(w, int32(i)); got != waits {
					t.Fatalf("seed %d: operation %d is blocked: %v; after its next step it is in phase %d", seed, i, got, phase)
				}
				if waits {
					blocked++
				} else {
					free++
				}
			}
			if !move(m, w, r.IntN) {
				break
			}
		}
	}
	if blocked < iterations(150) || free < iterations(5000) {
		t.Errorf("only %d operations were blocked and %d were not", blocked, free)
	}
}

// A copy is equal to its original, has the same bytes and does not change with it.
func TestCopyIsEqualAndApart(t *testing.T) {
	for seed := range uint64(iterations(200)) {
		r := rand.New(rand.NewPCG(seed, 3))
		m, w := randomModel(r, false)
		var before World
		for range 30 {
			before.Copy(w)
			bytesBefore := w.Encode(nil)
			if !before.Equal(w) || !bytes.Equal(before.Encode(nil), bytesBefore) {
				t.Fatalf("seed %d: a copy is not equal", seed)
			}
			move(m, w, r.IntN)
			if !bytes.Equal(before.Encode(nil), bytesBefore) {
				t.Fatalf("seed %d: a copy changed with its original", seed)
			}
			if before.Equal(w) && !bytes.Equal(bytesBefore, w.Encode(nil)) {
				t.Fatalf("seed %d: equal worlds have different bytes", seed)
			}
		}
	}
}

// A decoded world has the same bytes as the encoded one, and the same future.
func TestDecodeIsTheInverseOfEncode(t *testing.T) {
	for seed := range uint64(iterations(300)) {
		r := rand.New(rand.NewPCG(seed, 6))
		m, w := randomModel(r, false)
		var back World
		back.Copy(w)
		for range 40 {
			if !move(m, w, r.IntN) {
				break
			}
			checkCode(t, w, &back)
			sameFuture(t, m, w, &back)
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
	}
}

// FuzzEncode decodes what it has encoded after any choices in any system.
func FuzzEncode(f *testing.F) {
	f.Add(uint64(1), []byte("a few moves"))
	f.Fuzz(func(t *testing.T, seed uint64, moves []byte) {
		m, w := randomModel(rand.New(rand.NewPCG(seed, 8)), false)
		var back World
		back.Copy(w)
		for _, choice := range moves {
			if !move(m, w, func(n int) int { return int(choice) % n }) {
				return
			}
			checkCode(t, w, &back)
		}
	})
}

// move takes one of the open choices, and reports whether there is one.
func move(m *Model, w *World, choose func(n int) int) bool {
	choices := m.Choices(w, AllowAll, nil)
	if len(choices) == 0 {
		return false
	}
	m.Leap(w, choices[choose(len(choices))], &Effect{}, func(Choice, *Effect) {})
	return true
}

// checkCode encodes a world and decodes it into another one.
func checkCode(t *testing.T, w, back *World) {
	t.Helper()
	code := w.Encode(nil)
	rest := back.DecodeShared(append(code, 7))
	for i := range back.Ops {
		rest = back.Ops[i].Decode(rest)
	}
	if len(rest) != 1 || rest[0] != 7 || !bytes.Equal(back.Encode(nil), code) {
		t.Errorf("%d bytes are left of %v", len(rest), code)
	}
}

// Worlds with the same bytes have the same future, whatever their past, since
// exploration takes them for one state.
func TestSameBytesSameFuture(t *testing.T) {
	met := 0
	for seed := range uint64(iterations(300)) {
		r := rand.New(rand.NewPCG(seed, 5))
		m, start := randomModel(r, false)
		seen := map[string]*World{}
		for range 20 {
			w := &World{}
			w.Copy(start)
			for range 25 {
				if !move(m, w, r.IntN) {
					break
				}
				code := string(w.Encode(nil))
				other := seen[code]
				if other == nil {
					seen[code] = &World{}
					seen[code].Copy(w)
					continue
				}
				met++
				sameFuture(t, m, w, other)
				if t.Failed() {
					t.Fatalf("seed %d", seed)
				}
			}
		}
	}
	if met < iterations(10_000) {
		t.Errorf("only %d worlds were met twice", met)
	}
}

// sameFuture checks that two worlds have the same choices, and the same bytes
// after each of them.
func sameFuture(t *testing.T, m *Model, a, b *World) {
	t.Helper()
	choices := m.Choices(a, AllowAll, nil)
	if !slices.Equal(choices, m.Choices(b, AllowAll, nil)) {
		t.Errorf("worlds with the same bytes have different choices")
	}
	var x, y World
	var e Effect
	for _, c := range choices {
		x.Copy(a)
		y.Copy(b)
		m.Leap(&x, c, &e, func(Choice, *Effect) {})
		m.Leap(&y, c, &e, func(Choice, *Effect) {})
		if !bytes.Equal(x.Encode(nil), y.Encode(nil)) {
			t.Errorf("worlds with the same bytes part at %+v", c)
		}
	}
}

// Equal worlds and equal choices give equal effects, and every change reported
// leads from what was there to what is there.
func TestChangesAreComplete(t *testing.T) {
	for seed := range uint64(iterations(500)) {
		r := rand.New(rand.NewPCG(seed, 4))
		m, w := randomModel(r, false)
		var e Effect
		keys := append([]Key(nil), w.Keys...)
		for range 60 {
			choices := m.Choices(w, AllowAll, nil)
			m.Leap(w, choices[r.IntN(len(choices))], &e, func(_ Choice, e *Effect) {
				for _, c := range e.Changes {
					applyChange(t, keys, c)
				}
			})
			for i := range keys {
				if keys[i].Source != w.Keys[i].Source || keys[i].Entry != w.Keys[i].Entry {
					t.Fatalf("seed %d: key %d is %+v, the changes say %+v", seed, i, w.Keys[i], keys[i])
				}
			}
		}
	}
}

// applyChange changes the keys as a change reports.
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
			choices = m.Choices(&w, AllowAll, choices[:0])
			m.Leap(&w, choices[0], &e, func(Choice, *Effect) {})
			code = w.Encode(code[:0])
		}
	}
	b.ReportMetric(float64(b.N)*10/b.Elapsed().Seconds(), "states/s")
}
