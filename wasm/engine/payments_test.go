package engine

import (
	"testing"

	"cacheplay/wasm/strategy"
)

// payingModel draws a model in which many payments are merged, and saves often go wrong.
func payingModel(seed uint64, recycle bool) *open {
	o := openModel(seed, recycle)
	m, w, r := o.m, o.w, o.r
	o.kinds, o.odds = []OpKind{Pay, Pay, Pay, Pay, Edit, Delete, Get, Get, Get}, 2+r.IntN(5)
	o.faults = 8 + r.IntN(60)
	read, _ := strategy.ByID(strategy.Read, "cache-inline")
	m.Programs = []strategy.Strategy{read}
	for _, steps := range [][]strategy.Step{
		{strategy.CacheSetQueuePut, strategy.Answer},
		{strategy.CacheSet, strategy.QueuePut, strategy.Answer},
		{strategy.QueuePut, strategy.Answer, strategy.Wait, strategy.CacheSet},
		{strategy.QueuePut, strategy.SourceSave, strategy.Answer},
		{strategy.CacheSet, strategy.SourceSave, strategy.Answer},
	} {
		m.Programs = append(m.Programs, strategy.Strategy{Kind: strategy.Write, By: strategy.ResourceManager, Steps: steps, Pause: 20})
	}
	m.Queue.Coalescing, m.Queue.Capacity, m.Queue.Delay = Merge, r.IntN(2)*20, int64(r.IntN(3)*200)
	m.Accessor.Breaker, m.Accessor.Bulkhead, m.Source.Concurrency = BreakerRules{}, 0, 0
	if r.IntN(2) == 0 {
		m.OnError, m.Cache.Fill, m.Cache.NegativeTTL = RollBackOnError, FillSet, 40
	}
	for range 4 {
		w.Keys = append(w.Keys, Key{Source: Record{Exists: true, Ledger: NoPayments}})
	}
	return o
}

// A payment whose operation's slot is used again is merged, applied, applied again, rolled
// back and lost as one that a ledger counts.
func TestPaymentsOfSlotsThatAreUsedAgain(t *testing.T) {
	paid, again, merged, mixed, rolledBack := 0, 0, 0, 0, 0
	for seed := range uint64(iterations(600)) {
		one, other := payingModel(seed, true), payingModel(seed, false)
		moveBoth(t, one, other, 400, func(s said) {
			for _, p := range s.Paid {
				paid++
				if p.Again {
					again++
				}
			}
			for i, c := range s.carried {
				if len(c) > 2 {
					merged++
				}
				if i == 0 && len(c) > 0 && s.Changes[0].Item.Record.Write != 0 {
					mixed++
				}
			}
			if s.Result == Removed && s.Phase == Returning {
				rolledBack++
			}
		})
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if min(paid, merged, mixed) < 2*iterations(600) || min(again, rolledBack) < iterations(600)/3 {
		t.Errorf("%d payments were applied and %d again, %d were merged and %d of them with records, and %d entries removed: too few", paid, again, merged, mixed, rolledBack)
	}
}

// Whatever source and cache are given of two payments, and whenever the cache is filled from
// the source, a failed one takes the entry with it if that counts it, as with ledgers that
// count each.
func TestWhichPaymentsTheCacheHolds(t *testing.T) {
	const moves = 6 // store or apply one of the payments; read from the source; fill the cache with that
	held := 0
	for sequence := range moves * moves * moves * moves * moves * moves {
		is := [2][2]bool{}
		for i, recycle := range []bool{false, true} {
			m, w := &Model{Recycle: recycle}, &World{Keys: make([]Key, 1)}
			ledgers := [2]Ledger{Ledger(0).Add(0), Ledger(0).Add(1)}
			for slot := range uint8(2) {
				if !recycle {
					w.Ops = append(w.Ops, Op{Kind: Pay, Slot: slot})
				} else {
					ledgers[slot] = w.written(w.Admit(0, Pay, 0)).Ledger
				}
			}
			source, read := NoPayments, NoPayments
			entry := &w.Keys[0].Entry
			entry.Record.Ledger = NoPayments
			for left := sequence; left > 0; left /= moves {
				switch move := left % moves; move {
				case 0, 1:
					entry.Record.Ledger = m.storePayments(w, entry.Record.Ledger, ledgers[move])
				case 2, 3:
					source = m.applyPayments(w, 0, source, ledgers[move-2], &Effect{})
				case 4:
					read = source
				case 5:
					entry.Record.Ledger = read
					w.filledAnew(0)
				}
			}
			is[i] = [2]bool{m.isCached(w, 0, ledgers[0]), m.isCached(w, 0, ledgers[1])}
		}
		if is[0] != is[1] {
			t.Fatalf("after the moves of number %d the cache holds %v, and where slots are used again %v", sequence, is[0], is[1])
		}
		if is[0][0] != is[0][1] {
			held++
		}
	}
	if held < 10_000 {
		t.Errorf("one of the payments is held in %d cases", held)
	}
}

// However many payments have come, they take no more room than those under way.
func TestPaymentsTakeNoMoreRoom(t *testing.T) {
	for _, row := range loads {
		if newLoad(row, 1, 0).kind != Pay {
			continue
		}
		l := newLoad(row, 200, 100)
		l.run(30_000)
		slots, sent := len(l.w.Ops), len(l.w.Sent)
		if l.run(iterations(700_000)); len(l.w.Ops) > slots*11/10 || len(l.w.Sent) > sent*11/10 || len(l.w.payments) > len(l.w.Ops) {
			t.Errorf("%s: from %d and %d to %d slots, of which %d for payments, and %d", row.name, slots, sent, len(l.w.Ops), len(l.w.payments), len(l.w.Sent))
		}
	}
}
