package explore

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/anishathalye/porcupine"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/trace"
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

// notLinearizable judges a trace by porcupine, key by key. A write whose outcome
// is open either returns after everything else or was never made.
func notLinearizable(tr *trace.Trace) bool {
	for key := range tr.Keys {
		var sure []porcupine.Operation
		var open []porcupine.Operation
		for id, o := range tr.Ops {
			if o.Key != key || !o.Sent {
				continue
			}
			call, ret := indexOf(tr, id, trace.Request), indexOf(tr, id, trace.Answer)
			op := porcupine.Operation{ClientId: id, Input: registerInput{o.Reads(), engine.WriteOf(int32(id))}, Call: call, Return: ret}
			switch {
			case o.Reads() && o.Outcome == engine.OK:
				op.Input = registerInput{true, o.Result.Write}
				sure = append(sure, op)
			case !o.Reads() && o.Outcome == engine.OK:
				sure = append(sure, op)
			case !o.Reads() && o.Outcome != engine.Failed:
				op.Return = 1 << 40
				open = append(open, op)
			}
		}
		if !anyHolds(sure, open) {
			return true
		}
	}
	return false
}

// indexOf returns the index of the first event of an operation with a sense.
func indexOf(tr *trace.Trace, op int, sense trace.Sense) int64 {
	return int64(slices.IndexFunc(tr.Events, func(e trace.Event) bool { return e.Op == op && e.Sense == sense }))
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
func randomHistory(r *rand.Rand) (*engine.World, *history, []porcupine.Operation, []porcupine.Operation) {
	n := 2 + r.IntN(6)
	w, h := &engine.World{Keys: make([]engine.Key, 1)}, &history{}
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
		h.invoked.add(id)
		in := registerInput{w.Ops[i].Kind == engine.Get, engine.WriteOf(id)}
		op := porcupine.Operation{ClientId: i, Input: in, Call: calls[i], Return: returns[i]}
		switch outcome := r.IntN(8); {
		case outcome == 0 && !in.reads:
			h.failed.add(id)
			continue
		case outcome == 1:
			if !in.reads {
				op.Return = 1 << 40
				open = append(open, op)
			}
			continue
		}
		h.ok.add(id)
		if in.reads {
			in.write = 0
			if from := r.IntN(n + 1); from < n && w.Ops[from].Kind == engine.Edit && calls[from] < returns[i] {
				in.write = engine.WriteOf(int32(from))
			}
			op.Input = in
			h.result[i] = resultOf(engine.Record{Write: in.write, Exists: true})
		}
		sure = append(sure, op)
	}
	for i := range n {
		for j := range n {
			if h.ok.has(int32(j)) && returns[j] < calls[i] {
				h.before[i].add(int32(j))
			}
		}
	}
	return w, h, sure, open
}

// The package's checker and porcupine agree on random histories, of which many are
// linearizable and many are not.
func TestLinearizabilityAgainstPorcupine(t *testing.T) {
	histories := iterations(20_000)
	holds := 0
	for seed := range uint64(histories) {
		w, h, sure, open := randomHistory(rand.New(rand.NewPCG(seed, 1)))
		got, want := newLinearizer(w).holds(w, h, 0), anyHolds(sure, open)
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
