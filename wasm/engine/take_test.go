package engine

import (
	"testing"
	"time"

	"cacheplay/wasm/strategy"
)

// backlogs are queues in which a worker looks for something to take.
var backlogs = []struct {
	fact  string
	rules QueueRules
	taken bool  // another worker has taken an item of the key of all but two
	due   int64 // when the items are due
}{
	{"nothing is due", QueueRules{}, false, 1 << 40},
	{"nothing is due, and the queue is partitioned", QueueRules{PartitionKey: true}, false, 1 << 40},
	{"another worker has the key of all but the last", QueueRules{PartitionKey: true}, true, 0},
	{"another worker has the key of all but the last, and nothing is due", QueueRules{PartitionKey: true}, true, 1 << 40},
}

// A worker finds what it can take at once, however many others wait, and also if some have
// been moved to the tail, which become due later than what comes behind them.
func TestAWorkerPassesNobody(t *testing.T) {
	for _, row := range backlogs {
		cost := func(items int) time.Duration {
			m := &Model{Timed: true, Queue: row.rules, Worker: strategy.Strategy{Kind: strategy.Worker, By: strategy.ResourceManager, Steps: strategy.WorkerSteps}}
			w := &World{Keys: make([]Key, 3), Workers: make([]Worker, 2), Ops: make([]Op, 1)}
			w.addItem(Item{Seq: 1})
			if row.taken {
				w.takeItem(1, 2)
			} else {
				w.deleteItem(1)
			}
			for n := range items {
				w.addItem(Item{Seq: uint32(n) + 2, Due: row.due})
			}
			w.addItem(Item{Seq: uint32(items) + 2, Key: 1, Rounds: 1, Due: 1 << 41})
			w.addItem(Item{Seq: uint32(items) + 3, Key: 1, Due: row.due})
			var e Effect
			return fastest(func() {
				m.Step(w, Choice{Kind: WorkerStep, Actor: 0}, &e)
				if took := len(e.Changes) == 1; took {
					w.untakeItem(w.Workers[0].first)
					w.Workers[0] = Worker{}
				}
			})
		}
		checkCosts(t, row.fact, cost)
	}
}

// fastest returns how long something takes that is done twenty times, at best.
func fastest(do func()) time.Duration {
	best := time.Hour
	for range 10 {
		start := time.Now()
		for range 20 {
			do()
		}
		best = min(best, time.Since(start))
	}
	return best
}

// checkCosts checks that what costs something does not cost a hundred times that with a
// hundred times as many items. What it reads from memory may be further away then.
func checkCosts(t *testing.T, fact string, cost func(items int) time.Duration) {
	t.Helper()
	few, many := cost(1000), cost(100_000)
	t.Logf("%s: %v with 1,000 items, %v with 100,000", fact, few, many)
	if many > 20*few {
		t.Errorf("%s: %v with 1,000 items, %v with 100,000", fact, few, many)
	}
}

// A copy is stored as dirty if its write is queued, however many others of its key are.
func TestAFillFindsTheQueuedWriteOfItsCopy(t *testing.T) {
	checkCosts(t, "a copy is stored", func(items int) time.Duration {
		m := &Model{Timed: true}
		w := &World{Keys: make([]Key, 1), Ops: []Op{{Kind: Get}}}
		for n := range uint32(items) {
			w.addItem(Item{Seq: n + 1, Record: Record{Write: n + 10, Exists: true}})
		}
		fill := func(write, dirty uint32) {
			task := Task{Phase: Serving, Hand: Record{Write: write, Exists: true}}
			m.writeCache(w, &task, Choice{Kind: OpStep}, strategy.CacheSet, &Effect{})
			if entry := w.Keys[0].Entry; entry.Record.Write != write || entry.Dirty != dirty {
				t.Errorf("the copy of write %d is %+v, with item %d", write, entry, dirty)
			}
		}
		return fastest(func() { fill(1, 0); fill(10, 1) })
	})
}
