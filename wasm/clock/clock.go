// Package clock runs a system in virtual time: it decides when each step is taken,
// draws how long each wait lasts, lets faults happen and evicts from a full cache,
// takes the steps with engine.Model.Step, and tells a Listener of each. What becomes
// of that, a trace or measures, it does not know.
//
// It depends on packages scenario, engine, eviction and random. It guarantees that a
// run depends on the scenario and on what is sent alone (not on the wall clock, the
// order of maps or the platform): of two things that are due at one instant, the one
// comes first that was scheduled first. A driver calls Run or RunUntil as often as it
// likes, for as much as it likes at a time: what happens is the same. It can stop after
// any call; World and listener are then as of that instant. What a step costs the clock
// does not depend on how much is under way, and it allocates nothing for it.
package clock

import (
	"math"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// Listener is told of everything that happens.
type Listener interface {
	// Happened tells of a phase of a step, after it. The instant is the World's
	// Clock.Now. The Step is valid until Happened returns. The clock itself has done
	// with Effect.Changes, so the listener may do with them what it likes; everything
	// else it leaves as it is. It may call Clock.SendAt, but not Run, RunUntil or Send.
	Happened(s *Step)
}

// Step is a phase of a step that has been taken.
type Step struct {
	Choice engine.Choice // what was taken, with what went wrong
	Effect *engine.Effect
	Wait   int64 // what passes until Effect.Next follows; of a message, how long it is on its way
	Delay  int64 // the part of Wait by which a fault makes a call longer on its way
	Passed int64 // the part of Wait that Effect.Passed is
}

// Clock drives a run.
type Clock struct {
	c        *scenario.Compiled
	m        *engine.Model
	w        *engine.World
	listener Listener
	step     Step
	effect   engine.Effect
	evicted  engine.Effect // of the evictions that follow a step
	agenda   agenda
	actors   *actors
	delays   *delays
	faults   *faults
	evictor  *evictor
	expiries []expiry // by key, nil as long as none is due
	down     int64    // how long the process that the next step crashes stays down
}

// New returns a Clock that stands at the beginning of a run of a compiled variant. If
// that has clients with operations, each sends its operations one after the other,
// when the variant says. The variant's faults name no operation, client or key that
// compiled does not have. Nothing has happened yet.
func New(variant *scenario.Variant, compiled *scenario.Compiled, listener Listener) *Clock {
	c := &Clock{
		c:        compiled,
		m:        compiled.Model,
		w:        compiled.World,
		listener: listener,
		agenda:   newAgenda(),
		actors:   newActors(compiled.World),
		faults:   newFaults(variant, compiled),
		evictor:  newEvictor(variant, compiled),
	}
	c.delays = newDelays(variant, c.w, c.actors)
	c.faults.schedule(&c.agenda)
	for i := range c.m.Clients {
		if client := c.m.Clients[i]; client.Count > 0 {
			c.sendNext(client.First, 0)
		}
	}
	for key := range c.w.Keys {
		c.expectExpiry(int32(key), &c.w.Keys[key].Entry)
	}
	return c
}

// Run lets at most n things happen, in their order: each an item of the agenda with
// all that follows at once. It returns how many there were; fewer than n if the run is
// over (Over).
func (c *Clock) Run(n int) int { return c.run(math.MaxInt64, n, false) }

// RunUntil lets at most n things happen that are due until an instant, and at it. It
// returns how many there were; if fewer than n, that instant has come, and the driver
// can send what leaves then. It does not matter whether the run is over: expiries
// happen all the same.
func (c *Clock) RunUntil(instant int64, n int) int {
	happened := c.run(instant, n, true)
	if happened < n {
		c.w.Clock.Now = max(c.w.Clock.Now, instant)
	}
	return happened
}

// Over reports whether a run is over: nothing goes on any more, and nothing is to come
// but expiries, outages and futile retries, which do not keep it going.
func (c *Clock) Over() bool { return c.firstOf(&c.agenda.active) == nil }

// Send lets an operation of World.Ops that has not been sent leave now: one that the
// driver has admitted, not one of a client that New knows.
func (c *Clock) Send(op int32) {
	c.actors.send(op)
	c.proceed(c.w.StepOf(op))
}

// SendAt is Send at an instant, not before now.
func (c *Clock) SendAt(op int32, instant int64) {
	c.actors.send(op)
	c.add(instant, c.w.StepOf(op), false)
}

// AnswerTravel returns how long the answer to an operation, if it leaves now, is on its
// way to the client: nothing where the client takes the steps itself.
func (c *Clock) AnswerTravel(op int32) int64 {
	if c.m.Programs[c.w.Ops[op].Program].By == strategy.Client {
		return 0
	}
	return back(c.actors.ops[op].request)
}

// Fault tells what has become of a fault of the variant, by its index.
func (c *Clock) Fault(i int) FaultState { return c.faults.states[i] }

// run lets at most n things happen that are due by an instant. With onlyPassive they
// happen even if nothing else is left.
func (c *Clock) run(until int64, n int, onlyPassive bool) int {
	c.evict() // there may be too much in the cache at the start
	for happened := range n {
		q := c.due(until, onlyPassive)
		if q == nil {
			return happened
		}
		it := q.take()
		c.w.Clock.Now = it.at
		switch choice := it.choice(); {
		case it.kind() == engine.NoChoice:
			c.strike(int(it.actor), engine.Choice{})
		case it.kind() == engine.Expiry:
			c.expire(it.actor)
		case it.kind() == engine.OutageEnds && c.faults.over > it.at:
			c.add(c.faults.over, choice, false)
		default:
			c.proceed(choice)
		}
	}
	return n
}

// due returns the timeline of the item that happens next, nil if none is due by an
// instant.
func (c *Clock) due(until int64, onlyPassive bool) *timeline {
	q := &c.agenda.active
	first := c.firstOf(q)
	if c.agenda.passive.size > 0 && (first != nil || onlyPassive) {
		if p := c.firstOf(&c.agenda.passive); first == nil || p != nil && p.isBefore(first) {
			q, first = &c.agenda.passive, p
		}
	}
	if first == nil || first.at > until {
		return nil
	}
	return q
}

// firstOf returns the first item of a timeline, nil if there is none. Those before it that
// are stale it takes away: of a call, an operation or a worker that has ended since.
func (c *Clock) firstOf(q *timeline) *item {
	for q.size > 0 {
		it := q.peek()
		if it.kind() == engine.NoChoice || c.m.Open(c.w, it.choice()) {
			return it
		}
		q.take()
	}
	return nil
}

// add schedules a choice, with nothing that goes wrong.
func (c *Clock) add(instant int64, choice engine.Choice, passive bool) {
	c.agenda.add(instant, choice.Kind, who{choice.Actor, choice.Serial}, passive)
}
