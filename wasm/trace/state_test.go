package trace

import (
	"math/rand/v2"
	"slices"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// randomRun takes random steps in a random model (any strategies, three clients,
// two keys, one crash). It returns the trace, and the engine's state after each
// event.
func randomRun(seed uint64) (*Trace, []State) {
	r := rand.New(rand.NewPCG(seed, 5))
	m := &engine.Model{
		Programs: slices.Concat(strategy.Named(strategy.Read), strategy.Named(strategy.Write)),
		Worker:   strategy.Strategy{Kind: strategy.Worker, By: strategy.ResourceManager, Steps: strategy.WorkerSteps},
		Cache:    engine.CacheRules{TTL: 1, Fill: engine.Fill(r.IntN(2)), SurvivesCrash: r.IntN(2) == 0},
	}
	w := &engine.World{Keys: make([]engine.Key, 2), Workers: make([]engine.Worker, 1+r.IntN(3)), NextSeq: 1}
	for i := range w.Workers {
		w.Workers[i].Phase = engine.Idle
	}
	for i := range w.Keys {
		w.Keys[i].Source.Exists = r.IntN(2) == 0
	}
	reads := len(strategy.Named(strategy.Read))
	for client := range 3 {
		m.Clients = append(m.Clients, engine.ClientOps{First: int32(len(w.Ops)), Count: 3})
		for range 3 {
			op := engine.Op{Task: engine.Task{Key: int32(r.IntN(2))}, Client: uint16(client), Kind: engine.OpKind(r.IntN(4))}
			op.Program = uint8(reads + r.IntN(len(m.Programs)-reads))
			if op.Kind == engine.Get {
				op.Program = uint8(r.IntN(reads))
			}
			w.Ops = append(w.Ops, op)
		}
	}
	t := &Trace{Initial: stateOf(w)}
	return t, drive(t, m, w, r)
}

// drive takes random steps until nothing is open.
func drive(t *Trace, m *engine.Model, w *engine.World, r *rand.Rand) (states []State) {
	var e engine.Effect
	for crashes := 1; ; {
		choices := m.Choices(w, engine.AllowCrash|engine.AllowExpiry, nil)
		if crashes == 0 {
			choices = choices[:len(choices)-1] // a crash comes last
		}
		if len(choices) == 0 || len(states) > 200 {
			return states
		}
		c := choices[r.IntN(len(choices))]
		if c.Kind == engine.Crash {
			crashes--
		}
		for next, wait := c, engine.AtOnce; wait != engine.Forever; next, wait = e.Next, e.Wait {
			m.Step(w, next, &e)
			t.Events = append(t.Events, Event{Kind: Note, Op: int(e.Op), Changes: slices.Clone(e.Changes)})
			states = append(states, stateOf(w))
			if e.Phase == engine.Ready {
				break
			}
		}
	}
}

func stateOf(w *engine.World) State {
	s := State{Queue: w.Queue.All()}
	for i := range s.Queue {
		s.Queue[i].Saved, s.Queue[i].Age = false, 0 // not part of a trace
	}
	for _, key := range w.Keys {
		s.Cache = append(s.Cache, key.Entry)
		s.Source = append(s.Source, key.Source)
	}
	return s
}

func same(a, b State) bool {
	return slices.Equal(a.Cache, b.Cache) && slices.Equal(a.Source, b.Source) && slices.Equal(a.Queue, b.Queue)
}

// The state after an event is the engine's, whether changes are applied from the
// start or reverted from the end.
func TestStateForwardsAndBackwards(t *testing.T) {
	lost, done := 0, 0
	for seed := range uint64(300) {
		trace, states := randomRun(seed)
		if !same(trace.At(0), trace.Initial) {
			t.Fatalf("seed %d: the state before the first event is not the initial one", seed)
		}
		forward := trace.At(0)
		for i := range states {
			if forward.Apply(&trace.Events[i]); !same(forward, states[i]) {
				t.Fatalf("seed %d, after event %d: %+v forwards, should be %+v", seed, i+1, forward, states[i])
			}
		}
		back := trace.At(len(states))
		for n := len(states); n > 0; n-- {
			if !same(back, states[n-1]) {
				t.Fatalf("seed %d, after event %d: %+v backwards, should be %+v", seed, n, back, states[n-1])
			}
			for _, c := range trace.Events[n-1].Changes {
				switch c.Kind {
				case engine.ItemLost:
					lost++
				case engine.ItemDone:
					done++
				}
			}
			back.Revert(&trace.Events[n-1])
		}
		if !same(back, trace.Initial) {
			t.Fatalf("seed %d: backwards ends at %+v", seed, back)
		}
	}
	if lost == 0 || done == 0 {
		t.Errorf("%d writes were lost and %d done: the runs test too little", lost, done)
	}
}

// A change of a state that At has returned does not change the trace.
func TestStatesAreCopies(t *testing.T) {
	trace := writeBehind()
	before := trace.At(0)
	s := trace.At(0)
	for i := range trace.Events {
		s.Apply(&trace.Events[i])
	}
	if !same(trace.At(0), before) {
		t.Error("applying events to a state changed the trace")
	}
}
