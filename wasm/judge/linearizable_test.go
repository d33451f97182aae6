package judge

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/anishathalye/porcupine"

	"cacheplay/wasm/engine"
)

// register is porcupine's model of a single record. Inputs are reads, with the
// record that they got, and writes, with the record that they put.
var register = porcupine.Model{
	Init: func() any { return uint32(0) },
	Step: func(state, input, _ any) (bool, any) {
		in := input.(registerInput)
		if in.reads {
			return in.write == state.(uint32), state
		}
		return true, in.write
	},
}

type registerInput struct {
	reads bool
	write uint32
}

// anyHolds reports whether the history is linearizable with some of the open
// operations: each of them either takes effect or does not.
func anyHolds(sure, open []porcupine.Operation) bool {
	for some := range 1 << len(open) {
		history := slices.Clone(sure)
		for i := range open {
			if some>>i&1 != 0 {
				history = append(history, open[i])
			}
		}
		if porcupine.CheckOperations(register, history) {
			return true
		}
	}
	return false
}

// randomHistory draws a history of one key: operations of a few clients that
// overlap at random, with answers that are often right and often not.
func randomHistory(r *rand.Rand) (*engine.World, *History, []porcupine.Operation, []porcupine.Operation) {
	n := 2 + r.IntN(6)
	w, h := &engine.World{Keys: make([]engine.Key, 1)}, &History{}
	w.Keys[0].Source.Exists = true
	calls, returns := make([]int64, n), make([]int64, n)
	last := map[uint16]int64{}
	for i := range n {
		client := uint16(r.IntN(3))
		calls[i] = last[client] + 1 + int64(r.IntN(8))
		returns[i] = calls[i] + 1 + int64(r.IntN(12))
		last[client] = returns[i]
		kind := engine.Edit
		if r.IntN(2) == 0 {
			kind = engine.Get
		}
		w.Ops = append(w.Ops, engine.Op{Client: client, Kind: kind})
	}
	var sure, open []porcupine.Operation
	for i := range n {
		id := int32(i)
		h.Invoked.Add(id)
		in := registerInput{w.Ops[i].Kind == engine.Get, engine.WriteOf(id)}
		op := porcupine.Operation{ClientId: i, Input: in, Call: calls[i], Return: returns[i]}
		switch outcome := r.IntN(8); {
		case outcome == 0 && !in.reads:
			h.Failed.Add(id)
			continue
		case outcome == 1:
			if !in.reads {
				op.Return = 1 << 40
				open = append(open, op)
			}
			continue
		}
		h.OK.Add(id)
		if in.reads {
			in.write = 0
			if from := r.IntN(n + 1); from < n && w.Ops[from].Kind == engine.Edit && calls[from] < returns[i] {
				in.write = engine.WriteOf(int32(from))
			}
			op.Input = in
			h.Answer[i] = ResultOf(engine.Record{Write: in.write, Exists: true})
		}
		sure = append(sure, op)
	}
	for i := range n {
		for j := range n {
			if h.OK.Has(int32(j)) && returns[j] < calls[i] {
				h.Before[i].Add(int32(j))
			}
		}
	}
	return w, h, sure, open
}

// The package's checker and porcupine agree on random histories, of which many are
// linearizable and many are not.
func TestLinearizabilityAgainstPorcupine(t *testing.T) {
	histories := 20_000
	if runtime.GOARCH == "wasm" {
		histories = 2_000
	}
	holds := 0
	for seed := range uint64(histories) {
		w, h, sure, open := randomHistory(rand.New(rand.NewPCG(seed, 1)))
		l := newLinearizer(w)
		got, want := l.holds(w, h, 0), anyHolds(sure, open)
		if got != want {
			t.Fatalf("seed %d: linearizable %v, porcupine says %v: %+v, open %+v", seed, got, want, sure, open)
		}
		if got {
			holds++
		}
	}
	if holds < histories/5 || holds > histories*4/5 {
		t.Errorf("%d of %d histories are linearizable: too one-sided", holds, histories)
	}
}
