package load

import (
	"cacheplay/wasm/clock"
	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/workload"
)

// Run is a variant of a scenario under a workload.
type Run struct {
	name     string // of the variant
	compiled *scenario.Compiled
	world    *engine.World
	clock    *clock.Clock
	arrivals arrivals
	meter    meter
	over     bool
	leftOut  []string
	ttls     []int64 // by key, as its operations have said last; nil if they do not count

	operations, duration int64 // the limits of the workload, 0 for none
}

// New returns a variant under its own workload, or without one under the operations of
// its clients, as Play runs them. Variants with the same seed get the same operations.
func New(variant *scenario.Variant) *Run {
	g := variant.Workload
	if g == nil {
		return newRun(variant, variant.Compile(), own{}, nil, 0)
	}
	var a arrivals
	if g.Arrivals.Pattern == workload.Closed {
		a = &closed{operations: workload.NewClosedLoop(g, variant.Seed)}
	} else {
		a = &open{operations: workload.NewOpenLoop(g, variant.Seed)}
	}
	r := newRun(variant, variant.CompileWorkload(int(g.Keys.Count), int(g.MostKeys())), a, &workload.Said{}, g.WarmUp)
	r.operations, r.duration = g.Operations, g.Duration
	return r
}

// NewOpen returns a variant under operations that come at their times, whatever the
// answers, such as recorded ones, of keys of which something is said. Of all of them the
// source holds a record at the start. What only fills the cache is left out: the variant's
// own strategy does so. Nothing is measured during the warm-up, in nanoseconds from the
// start.
func NewOpen(variant *scenario.Variant, operations workload.Source, said *workload.Said, warmUp int64) *Run {
	r := newRun(variant, variant.CompileWorkload(said.Keys, said.Keys), &open{operations: operations}, said, warmUp)
	r.operations = said.Sent
	return r
}

// newRun returns a run of a compiled variant. Nothing is ever said of the keys of its own
// clients (nil).
func newRun(variant *scenario.Variant, compiled *scenario.Compiled, a arrivals, said *workload.Said, warmUp int64) *Run {
	r := &Run{name: variant.Name, compiled: compiled, world: compiled.World, arrivals: a}
	r.meter.begin(r, warmUp)
	if r.meter.prices = variant.Prices; variant.Prices.GBHour > 0 && said != nil {
		r.meter.held = newHolding(len(r.world.Keys), said.Sizes)
	}
	if said != nil && said.TTLs != nil && variant.Cache.RecordedTTL {
		r.ttls = make([]int64, len(r.world.Keys))
		copy(r.ttls, said.TTLs)
		compiled.Model.TTLOf = func(key int32) int64 { return r.ttls[key] }
	}
	if compiled.Keys == nil {
		variant, r.leftOut = withoutAims(variant)
		compiled.Model.Ahead = goesAhead(variant)
		_, compiled.Model.AheadOfAnswers = a.(*open) // otherwise the next operation of a client leaves after the answer
	}
	r.clock = clock.New(variant, compiled, &r.meter)
	a.begin(r)
	return r
}

// goesAhead reports whether operations can go on within one step with the same results:
// nothing strikes them meanwhile, and what passes is not drawn at random, since it would be
// drawn in another order.
func goesAhead(variant *scenario.Variant) bool {
	return len(variant.Faults) == 0 && variant.Cache.Rules.XFetch == 0 && variant.Network.IsConstant() && variant.Cache.Latency.IsConstant()
}

// withoutAims returns a variant without the faults that name what a workload does not
// have, a step of a client, a client or a key, and those faults in words.
func withoutAims(variant *scenario.Variant) (without *scenario.Variant, leftOut []string) {
	under := *variant
	under.Faults = nil
	for i := range variant.Faults {
		switch fault := &variant.Faults[i]; {
		case fault.Step != nil:
			leftOut = append(leftOut, scenario.IDOf(fault)+" at "+fault.Step.String())
		case fault.Kind == engine.Evict || fault.Kind == engine.CrashClient:
			leftOut = append(leftOut, scenario.IDOf(fault))
		default:
			under.Faults = append(under.Faults, *fault)
		}
	}
	return &under, leftOut
}

// LeftOut lists the faults of the variant that the run leaves out: a workload does not have
// the step, the client or the key that they name.
func (r *Run) LeftOut() []string { return r.leftOut }

// Advance lets about n things happen, and reports whether there is more to come.
func (r *Run) Advance(n int) bool {
	if r.over {
		return false
	}
	n -= r.arrivals.advance(r, n)
	if n > 0 {
		n -= r.clock.RunUntil(r.meter.answers, n) // those of operations that went ahead are still to come
	}
	r.over = n > 0
	r.meter.traffic.settle(min(r.Now(), r.meter.last))
	return !r.over
}

// Now returns how far the run has come, in nanoseconds from its start.
func (r *Run) Now() int64 { return r.world.Clock.Now }

// Sent returns how many operations have been sent.
func (r *Run) Sent() int64 { return r.meter.sentOps }

// Share returns which part of its workload the run has done: of the operations or of the
// time, whichever is nearer to its end. It is unknown where there is neither number.
func (r *Run) Share() Value {
	switch sent, now := partOf(r.Sent(), r.operations), partOf(min(r.Now(), r.duration), r.duration); {
	case !sent.Known() && !now.Known():
		return Value{}
	case r.over:
		return Value{1, 1}
	case !now.Known() || sent.Known() && sent.Float() > now.Float():
		return sent
	default:
		return now
	}
}

// Reads returns how long reads have waited.
func (r *Run) Reads() *Waits { return &r.meter.reads }

// Writes returns how long writes have waited.
func (r *Run) Writes() *Waits { return &r.meter.writes }

// admit gives an operation of a workload a place in the World.
func (r *Run) admit(op *workload.Operation) int32 {
	program := uint8(scenario.WriteProgram)
	if op.Kind == engine.Get {
		program = scenario.ReadProgram
	}
	key := r.said(op)
	id := r.world.Admit(key, op.Kind, program)
	r.meter.admitted(id, op.Size)
	return id
}

// said notes what an operation says of its key, and returns that as the World has it.
func (r *Run) said(op *workload.Operation) (key int32) {
	key = int32(min(op.Key, uint32(len(r.world.Keys)-1)))
	if r.ttls != nil && op.TTL > 0 {
		r.ttls[key] = op.TTL
	}
	r.meter.said(key, op.Size)
	return key
}

// UsesRecordedTTL reports whether copies live as long as the operations of their keys say.
func (r *Run) UsesRecordedTTL() bool { return r.ttls != nil }

// arrivals lets the operations of a workload leave.
type arrivals interface {
	// begin schedules what leaves at the start.
	begin(r *Run)
	// advance lets about n things happen and returns how many did, fewer if the run is
	// over.
	advance(r *Run, n int) int
	// answered tells that the client of an operation has its answer at an instant.
	answered(r *Run, op int32, at int64)
}

// open lets operations leave at their times.
type open struct {
	operations workload.Source
	next       workload.Operation
	more       bool // next is to come
}

func (o *open) begin(*Run) { o.more = o.operations.Next(&o.next) }

func (o *open) advance(r *Run, n int) (happened int) {
	for o.more && happened < n {
		happened += r.clock.RunUntil(o.next.At, n-happened)
		if happened < n {
			if o.next.Fill {
				r.said(&o.next)
			} else {
				r.clock.Send(r.admit(&o.next))
			}
			happened++
			if o.more = o.operations.Next(&o.next); !o.more {
				r.meter.ends(r.Now())
			}
		}
	}
	return happened + r.clock.Run(n-happened)
}

func (o *open) answered(*Run, int32, int64) {}

// closed lets a client's next operation leave after the answer to the one before.
type closed struct {
	operations *workload.ClosedLoop
	clients    []uint32 // by operation
	ended      int      // how many clients send nothing any more
	last       int64    // when the last of them got its last answer
}

func (c *closed) begin(r *Run) {
	for client := range uint32(c.operations.Clients()) {
		c.send(r, client, 0)
	}
}

// send schedules the next operation of a client that is free from an instant on.
func (c *closed) send(r *Run, client uint32, free int64) {
	var op workload.Operation
	if !c.operations.Next(client, free, &op) {
		c.last = max(c.last, free)
		if c.ended++; c.ended == c.operations.Clients() {
			r.meter.ends(c.last)
		}
		return
	}
	id := r.admit(&op)
	for int(id) >= len(c.clients) {
		c.clients = append(c.clients, 0)
	}
	c.clients[id] = client
	r.clock.SendAt(id, op.At)
}

func (c *closed) advance(r *Run, n int) int { return r.clock.Run(n) }

func (c *closed) answered(r *Run, op int32, at int64) { c.send(r, c.clients[op], at) }

// own leaves it to the clock to send what the variant's clients ask for.
type own struct{}

func (own) begin(*Run)                  {}
func (own) advance(r *Run, n int) int   { return r.clock.Run(n) }
func (own) answered(*Run, int32, int64) {}
