package engine

import (
	"slices"
	"testing"

	"cacheplay/wasm/strategy"
)

// toTake returns the numbers of the items that a worker takes now, by a look at all.
func toTake(m *Model, w *World, worker int32) (seqs []uint32) {
	all := w.Queue.All()
	for _, item := range all {
		byOther := func(i Item) bool { return i.Taken != 0 && i.Key == item.Key && int32(i.Taken) != worker+1 }
		switch {
		case item.Taken != 0 || m.Queue.PartitionKey && slices.ContainsFunc(all, byOther):
		case len(seqs) == max(m.Queue.Batch, 1) || max(item.Due, w.Clock.NextTake) > w.Clock.Now:
		default:
			seqs = append(seqs, item.Seq)
		}
	}
	return seqs
}

// A worker takes the oldest items that are due and that it may take, whatever has become of
// others of their keys.
func TestWorkersTakeTheOldest(t *testing.T) {
	taken, passed := 0, 0
	read, _ := strategy.ByID(strategy.Read, "cache-inline")
	write, _ := strategy.ByID(strategy.Write, "write-behind")
	for seed := range uint64(iterations(400)) {
		o := openModel(seed, true)
		o.m.Programs = []strategy.Strategy{read, write, write}
		o.m.Queue.PartitionKey, o.m.Queue.Capacity, o.w.Workers = seed%4 != 0, int(seed%3)*20, append(o.w.Workers, Worker{Task: Task{Phase: Idle}})
		if seed%5 != 0 {
			o.m.Queue.Coalescing = NoCoalescing
		}
		o.before = func(c Choice) {
			if c.Kind == WorkerStep && o.w.Workers[c.Actor].Step == 0 && o.w.Workers[c.Actor].serial == c.Serial {
				o.toTake = toTake(o.m, o.w, c.Actor)
			}
		}
		o.after = func(e *Effect) {
			var got []uint32
			for _, c := range e.Changes {
				if c.Kind == ItemTaken {
					got = append(got, c.Item.Seq)
				}
			}
			if !slices.Equal(got, o.toTake) {
				t.Fatalf("seed %d: a worker takes items %v, not %v", seed, got, o.toTake)
			}
			if len(got) > 0 && o.w.Queue.waiting != 0 && o.w.Queue.at(o.w.Queue.waiting).Seq < got[0] {
				passed++
			}
			taken += len(got)
			o.toTake = nil
		}
		for range 400 {
			o.move()
		}
	}
	if taken < iterations(4000) || passed < iterations(200) {
		t.Errorf("only %d items were taken, and %d before older ones", taken, passed)
	}
}
