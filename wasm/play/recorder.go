package play

import (
	"strconv"

	"github.com/google/uuid"

	"cacheplay/wasm/clock"
	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/random"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// A run has no more operations than can be judged.
const _ = uint(judge.MaxOps - scenario.MaxOps)

func itoa(i int) string { return strconv.Itoa(i) }

// recorder turns effects into a trace.
type recorder struct {
	variant *scenario.Variant
	c       *scenario.Compiled
	t       *trace.Trace
	judge   *judge.Run
	clock   *clock.Clock // nil in a given order
	// found holds, by actor, what a cache.get has found until it returns.
	found map[engine.Choice]engine.Result
}

func newRecorder(variant *scenario.Variant, c *scenario.Compiled) *recorder {
	r := &recorder{variant: variant, c: c, judge: judge.NewRun(c.Model, c.World), found: map[engine.Choice]engine.Result{}}
	r.t = &trace.Trace{
		ID:      uuid.NewSHA1(uuid.NameSpaceOID, variant.Canonical()).String(),
		Name:    variant.Name,
		Read:    variant.Read.ID,
		Write:   variant.Write.ID,
		Start:   variant.Start,
		Ordered: len(variant.Order) > 0,
	}
	r.addParticipants()
	r.addKeys()
	r.addOps()
	for _, key := range c.World.Keys {
		r.t.Initial.Cache = append(r.t.Initial.Cache, key.Entry)
		r.t.Initial.Source = append(r.t.Initial.Source, key.Source)
	}
	return r
}

// addParticipants adds the lifelines: the clients, then the other participants.
func (r *recorder) addParticipants() {
	for i := range r.variant.Clients {
		r.t.Participants = append(r.t.Participants, trace.Participant{Role: strategy.Client, Name: r.variant.Clients[i].Name})
	}
	for role := strategy.ResourceManager; role < strategy.Participants; role++ {
		r.t.Participants = append(r.t.Participants, trace.Participant{Role: role, Name: r.variant.Names[role]})
	}
}

// addKeys adds the keys. The ids of their records are drawn from the seed.
func (r *recorder) addKeys() {
	ids := random.NewStream(r.variant.Seed, "uuid")
	for _, name := range r.c.Keys {
		id, err := uuid.NewRandomFromReader(&streamReader{&ids})
		if err != nil {
			panic(err) // a streamReader returns no error
		}
		key := trace.Key{Name: name, UUID: id.String()}
		if value, ok := r.variant.Initial(name); ok {
			key.Initial = string(value.AppendCanonical(nil))
		}
		r.t.Keys = append(r.t.Keys, key)
	}
}

// streamReader reads bytes from a random stream.
type streamReader struct{ s *random.Stream }

func (r *streamReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(r.s.Uint64() >> 56)
	}
	return len(p), nil
}

// addOps adds the operations, none of them sent yet.
func (r *recorder) addOps() {
	for id := range r.c.World.Ops {
		o, op := &r.c.World.Ops[id], r.c.Ops[id]
		program := &r.c.Model.Programs[o.Program]
		out := trace.Operation{
			ID:       scenario.OpID(int(o.Client)+1, id-int(r.c.Model.Clients[o.Client].First)+1),
			Client:   int(o.Client),
			Kind:     o.Kind,
			Key:      int(o.Key),
			Label:    r.variant.Labels.Ops[o.Kind],
			Strategy: program.ID,
			By:       program.By,
			Slot:     o.Slot,
		}
		if out.Label == "" {
			out.Label = o.Kind.String() + " " + op.Key
		}
		if o.Kind != engine.Get && o.Kind != engine.Delete {
			out.Value = string(op.Value.AppendCanonical(nil))
		}
		r.t.Ops = append(r.t.Ops, out)
	}
}

// index returns the lifeline of a participant other than a client.
func (r *recorder) index(role strategy.Participant) int {
	return len(r.variant.Clients) + int(role) - int(strategy.ResourceManager)
}

// executor returns the lifeline that takes an operation's steps.
func (r *recorder) executor(op int32) int {
	if o := &r.t.Ops[op]; o.By == strategy.Client {
		return o.Client
	}
	return r.index(strategy.ResourceManager)
}

// finish sets the end of the trace, which is when the last event has arrived, and
// what is judged of a run that ended in w.
func (r *recorder) finish(w *engine.World) {
	for i := range r.t.Events {
		r.t.End = max(r.t.End, r.t.Events[i].Arrives)
	}
	quiet := r.t.Stopped == "" || r.t.Stuck
	if r.t.Ordered {
		quiet = judge.AtRest(r.c.Model, w)
	}
	r.t.Judged = r.judge.End(w, quiet)
}
