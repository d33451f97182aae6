package engine

import (
	"slices"
	"testing"

	"cacheplay/wasm/strategy"
)

// crowds are systems in which many wait for the same: what ends the wait of one of them
// costs the others nothing.
var crowds = []struct {
	system
	hot int // how many of five operations are on one key
}{
	{system{"writes that wait for the lock of one key", "cache-inline", "write-through", 0, func(m *Model) { m.Cache.Fill = FillLock }}, 5},
	{system{"writes of many keys that wait for room where writes are coalesced", "cache-inline", "write-behind", 0, func(m *Model) {
		m.Queue.Capacity, m.Queue.Coalescing = 100, LastWins
	}}, 0},
	{system{"writes of many keys and one that wait for room where writes are coalesced", "cache-inline", "write-behind", 0, func(m *Model) {
		m.Queue.Capacity, m.Queue.Coalescing = 100, LastWins
	}}, 2},
}

// How many steps it takes until an operation is answered does not depend on how many wait
// with it.
func TestACrowdTakesNoFurtherSteps(t *testing.T) {
	for _, row := range crowds {
		perAnswer := func(clients int) float64 {
			l := newLoad(row.system, clients, 0)
			l.hot = row.hot
			for range clients {
				l.arrive(0)
			}
			steps, answered := 0, 0
			for ; answered < clients && steps < 100*clients; answered = l.ops - clients {
				steps += l.run(1)
			}
			return float64(steps) / float64(answered)
		}
		few, many := perAnswer(1000), perAnswer(iterations(30_000))
		t.Logf("%s: %.1f steps to an answer where few wait, %.1f where many do", row.name, few, many)
		if many > 3*few {
			t.Errorf("%s: %.1f steps to an answer where few wait, %.1f where many do", row.name, few, many)
		}
	}
}

// Whoever waits for a lock gets it, though the one that was woken to get it crashes.
func TestALockIsHandedOnPastACrash(t *testing.T) {
	inline, _ := strategy.ByID(strategy.Write, "write-through")
	aside, _ := strategy.ByID(strategy.Write, "write-invalidate")
	for _, row := range []struct {
		fact  string
		next  uint8 // the program of the one that is woken first
		crash Choice
	}{
		{"the Resource Manager crashes, which executes it", 0, Choice{Kind: Crash}},
		{"the client crashes, who executes it", 1, Choice{Kind: CrashClient, Actor: 1}},
	} {
		m := &Model{Programs: []strategy.Strategy{inline, aside}, Cache: CacheRules{Fill: FillLock}, Accessor: AccessorRules{MaxAttempts: 1}, Timed: true}
		w := &World{Keys: make([]Key, 1), NextSeq: 1}
		for i, program := range []uint8{1, row.next, 1} {
			m.Clients = append(m.Clients, ClientOps{int32(i), 1})
			w.Ops = append(w.Ops, Op{Kind: Edit, Program: program, Client: uint16(i)})
		}
		var e Effect
		for id := range int32(3) { // the first gets the lock, the others wait for it
			for w.Ops[id].Phase != AwaitingKey && w.Keys[0].Holder != uint32(id)+1 {
				m.Step(w, w.StepOf(id), &e)
			}
			w.Clock.Now++
		}
		for c := w.StepOf(0); c.Kind != NoChoice && w.Keys[0].Holder == 1; c = e.Next {
			m.Step(w, c, &e)
		}
		if w.Keys[0].Holder != 0 || len(e.Also) != 1 || e.Also[0].Choice != w.StepOf(1) {
			t.Fatalf("%s: operation %d has the lock, and %v follows", row.fact, w.Keys[0].Holder, e.Also)
		}
		m.Step(w, row.crash, &e)
		if len(e.Also) != 1 || e.Also[0].Choice != w.StepOf(2) {
			t.Errorf("%s: the last is not woken, but %v", row.fact, e.Also)
		}
	}
}

// Where writes are coalesced, who waits for room goes on with whoever gets it: as many as
// there is room for, and those whose keys have got an item.
func TestWhoIsCalledForRoom(t *testing.T) {
	puts := strategy.Strategy{Kind: strategy.Write, By: strategy.ResourceManager, Steps: []strategy.Step{strategy.QueuePut, strategy.Answer}}
	for _, row := range []struct {
		fact    string
		waiting []int32 // keys of writes that wait, while writes of the keys 0 and 1 are queued
		want    []int32 // which of them go on when one of those is saved
	}{
		{"there is room for one", []int32{2, 3}, []int32{0}},
		{"a write that can be coalesced with it needs none", []int32{2, 3, 2, 2}, []int32{0, 2, 3}},
	} {
		m := &Model{Programs: []strategy.Strategy{puts}, Queue: QueueRules{Capacity: 2, Coalescing: LastWins}, Timed: true, Recycle: true,
			Worker: strategy.Strategy{Kind: strategy.Worker, By: strategy.ResourceManager, Steps: strategy.WorkerSteps}}
		w := &World{Keys: make([]Key, 4), Workers: make([]Worker, 1), NextSeq: 1}
		var agenda []Choice
		proceed := func(c Choice) {
			for agenda = append(agenda, c); len(agenda) > 0; agenda = agenda[1:] {
				for c := agenda[0]; c.Kind != NoChoice; {
					var e Effect
					m.Step(w, c, &e)
					for _, also := range e.Also {
						agenda = append(agenda, also.Choice)
					}
					c = e.Next
				}
			}
		}
		w.Workers[0].Phase = Sleeping // so that nothing wakes it
		for _, key := range append([]int32{0, 1}, row.waiting...) {
			proceed(w.StepOf(w.Admit(key, Edit, 0)))
			w.Clock.Now++
		}
		w.takeItem(w.Queue.first, 1)
		w.Workers[0].Phase, w.Workers[0].Step = Ready, 2
		var e Effect
		m.Step(w, Choice{Kind: WorkerStep}, &e)
		for _, also := range e.Also {
			proceed(also.Choice)
		}
		var got []int32
		for i := range row.waiting {
			if w.Ops[i+2].Status != Running {
				got = append(got, int32(i))
			}
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: of those who wait for keys %v %v go on, not %v", row.fact, row.waiting, got, row.want)
		}
	}
}
