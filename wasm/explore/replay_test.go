package explore

import (
	"slices"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// replay plays each counterexample of an exploration and checks that its trace
// violates the property.
func replay(t *testing.T, s *scenario.Scenario, x *Explorer) {
	t.Helper()
	for _, f := range x.Findings() {
		if f.Verdict != judge.Violated {
			continue
		}
		variant := s.Variants[0]
		variant.Order = f.Order
		tr, errs := play.Run(&variant)
		if errs != nil {
			t.Errorf("%v: %v", f.Property, errs)
			continue
		}
		if !inTrace[f.Property](tr) {
			t.Errorf("%v is not violated by its counterexample %v\n%s", f.Property, f.Order, tr.Console())
		}
		if got := tr.Judged.Of(f.Property); got != judge.Violated {
			t.Errorf("the run of a counterexample says that %v is %v: %v\n%s", f.Property, got, f.Order, tr.Console())
		}
	}
}

// inTrace reports, by property, whether a trace violates it. It follows the
// definition of each property and uses the trace's events alone, unlike package
// explore.
var inTrace = [judge.Properties]func(*trace.Trace) bool{
	judge.Linearizable:    notLinearizable,
	judge.ReadYourWrites:  func(tr *trace.Trace) bool { return readsOlder(tr, false) },
	judge.MonotonicReads:  func(tr *trace.Trace) bool { return readsOlder(tr, true) },
	judge.NoAbortedRead:   readsAborted,
	judge.Durable:         losesWrite,
	judge.AtMostOnce:      paysTwice,
	judge.Converges:       keepsOther,
	judge.MonotonicWrites: savesLater,
}

// answeredBefore reports whether an operation was answered before another one
// was sent, by the order of events.
func answeredBefore(tr *trace.Trace, a, b int) bool {
	answered := slices.IndexFunc(tr.Events, func(e trace.Event) bool { return e.Op == a && e.Sense == trace.Answer })
	sent := slices.IndexFunc(tr.Events, func(e trace.Event) bool { return e.Op == b && e.Sense == trace.Request })
	return answered >= 0 && sent >= 0 && answered < sent
}

// isOlder reports whether what a read got is older than a write.
func isOlder(tr *trace.Trace, read, write int) bool {
	got := int(tr.Ops[read].Result.Write) - 1
	return got != write && (got < 0 || answeredBefore(tr, got, write))
}

func readsOlder(tr *trace.Trace, thanRead bool) bool {
	for read, r := range tr.Ops {
		if !r.Reads() || r.Outcome != engine.OK {
			continue
		}
		for other, o := range tr.Ops {
			if o.Client != r.Client || o.Key != r.Key || o.Reads() != thanRead || !answeredBefore(tr, other, read) {
				continue
			}
			than := other
			if thanRead {
				than = int(o.Result.Write) - 1
			}
			if than >= 0 && isOlder(tr, read, than) {
				return true
			}
		}
	}
	return false
}

func readsAborted(tr *trace.Trace) bool {
	for _, r := range tr.Ops {
		if r.Reads() && r.Outcome == engine.OK && r.Result.Write > 0 {
			if _, held := tr.HeldAt(int(r.Result.Write) - 1); !held {
				return true
			}
		}
	}
	return false
}

func losesWrite(tr *trace.Trace) bool {
	source := tr.At(len(tr.Events)).Source
	for op, o := range tr.Ops {
		if o.Reads() || o.Outcome != engine.OK {
			continue
		}
		if o.Kind == engine.Pay {
			if tr.Times(op) == 0 {
				return true
			}
			continue
		}
		holds := int(source[o.Key].Write) - 1
		if holds != op && (holds < 0 || answeredBefore(tr, holds, op)) {
			return true
		}
	}
	return false
}

func paysTwice(tr *trace.Trace) bool {
	return slices.ContainsFunc(tr.Ops, func(o trace.Operation) bool {
		return o.Kind == engine.Pay && tr.At(len(tr.Events)).Source[o.Key].Ledger.Count(o.Slot) > 1
	})
}

func keepsOther(tr *trace.Trace) bool {
	s := tr.At(len(tr.Events))
	for key := range tr.Keys {
		if s.Cache[key].Present && s.Cache[key].Expires == 0 && !s.Cache[key].Record.Same(s.Source[key]) {
			return true
		}
	}
	return false
}

func savesLater(tr *trace.Trace) bool {
	for a := range tr.Ops {
		for b := a + 1; b < len(tr.Ops) && tr.Ops[b].Client == tr.Ops[a].Client; b++ {
			if heldFirst(tr, b, a) {
				return true
			}
		}
	}
	return false
}

// heldFirst reports whether the source first held one write, and the other later: a
// batch of writes is applied one after the other.
func heldFirst(tr *trace.Trace, first, second int) bool {
	changes, at := 0, map[uint32]int{}
	for _, e := range tr.Events {
		for _, c := range e.Changes {
			changes++
			if _, known := at[c.RecordAfter.Write]; c.Kind == engine.RecordChanged && !known {
				at[c.RecordAfter.Write] = changes
			}
		}
	}
	a, b := at[engine.WriteOf(int32(first))], at[engine.WriteOf(int32(second))]
	return a > 0 && b > a
}
