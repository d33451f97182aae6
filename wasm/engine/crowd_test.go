package engine

import (
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
}

// How many steps it takes until an operation is answered does not depend on how many wait
// with it.
func TestACrowdTakesNoFurtherSteps(t *testing.T) {
	for _, row := range crowds {
		perAnswer := func(clients int) float64 {
			l := newLoad(row.system, 10, 0)
			l.hot = row.hot
			for range clients {
				l.arrive(0)
			}
			l.run(1) // meanwhile all others come to wait
			const answers = 50
			return float64(l.run(answers)) / answers
		}
		few, many := perAnswer(1000), perAnswer(100_000)
		t.Logf("%s: %.1f steps to an answer where 1,000 wait, %.1f where 100,000 do", row.name, few, many)
		if many > 3*few {
			t.Errorf("%s: %.1f steps to an answer where 1,000 wait, %.1f where 100,000 do", row.name, few, many)
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
