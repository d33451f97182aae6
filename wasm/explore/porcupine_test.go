package explore

import (
	"slices"

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
