// Package play runs a variant of a scenario in virtual time, or in a given order,
// and returns its trace.
//
// It depends on packages scenario, judge, engine, eviction, random and trace. It
// guarantees that a run depends on the scenario alone (not on the wall clock, the
// order of maps or the platform), that it ends, and that the trace of a run that a
// limit has cut short says so.
package play

import (
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// MaxEvents bounds the events of a run. Named strategies stay far below it; a
// hundred writes with lists of sixteen steps reach it.
const MaxEvents = 5_000

// Run runs one variant of a scenario. Its errors are those that only a run can
// show: an order that names a choice which is not open at its turn.
func Run(variant *scenario.Variant) (*trace.Trace, scenario.Errors) {
	p := newPlayer(variant)
	if len(variant.Order) > 0 {
		if err := p.follow(variant.Order); err != nil {
			return nil, scenario.Errors{*err}
		}
	} else {
		p.simulate()
	}
	p.finish()
	return p.rec.t, nil
}

// finish ends the trace of a run.
func (p *player) finish() {
	p.rec.finish(p.w)
	p.rec.t.Missed = p.missed()
}

// player is the state of a run.
type player struct {
	variant *scenario.Variant
	m       *engine.Model
	w       *engine.World
	e       engine.Effect
	rec     *recorder
	agenda  agenda
	delays  *delays
	faults  *faults
	evictor *evictor
	down    int64 // how long the process that the next step crashes stays down
}

func newPlayer(variant *scenario.Variant) *player {
	c := variant.Compile()
	return &player{
		variant: variant,
		m:       c.Model,
		w:       c.World,
		rec:     newRecorder(variant, c),
		delays:  newDelays(variant),
		faults:  newFaults(variant, c),
		evictor: newEvictor(variant, c),
	}
}

// simulate runs the variant in virtual time.
func (p *player) simulate() {
	p.faults.schedule(&p.agenda)
	for i := range p.m.Clients {
		p.sendNext(p.m.Clients[i], p.m.Clients[i].First, 0)
	}
	for key := range p.w.Keys {
		p.expectExpiry(int32(key), p.w.Keys[key].Entry)
	}
	p.evict()
	for {
		item, ok := p.agenda.next()
		switch {
		case !ok:
			p.rec.t.Stopped = p.unfinished()
			p.rec.t.Stuck = p.rec.t.Stopped != ""
			return
		case len(p.rec.t.Events) >= MaxEvents:
			p.rec.t.Stopped = "stopped after " + strconv.Itoa(MaxEvents) + " events"
			return
		}
		p.w.Clock.Now = item.at
		switch {
		case item.fault >= 0:
			p.strike(item.fault, engine.Choice{})
		case item.choice.Kind == engine.OutageEnds && p.faults.over > item.at:
			p.agenda.add(p.faults.over, item.choice, false)
		default:
			p.proceed(item.choice)
		}
	}
}

// strike lets a fault happen, if it can.
func (p *player) strike(fault int, by engine.Choice) {
	if c, lasts, ok := p.faults.strike(fault, p.m, p.w, by); ok {
		p.down = lasts
		p.proceed(c)
	}
}

// unfinished returns why a run ends although operations or queued writes are
// left; "" if none are.
func (p *player) unfinished() string {
	for i := range p.w.Ops {
		if op := &p.w.Ops[i]; op.Outcome == engine.Pending {
			return "nothing goes on: " + p.rec.t.Ops[i].ID + " waits in vain"
		}
	}
	if n := len(p.w.Queue); n > 0 {
		words := strconv.Itoa(n) + " writes are queued"
		if n == 1 {
			words = "1 write is queued"
		}
		return "nothing goes on: " + words + ", and " + p.rec.t.InSentence(strategy.Source) + " does not take the first"
	}
	return ""
}

// proceed takes steps of an actor until it has to wait.
func (p *player) proceed(c engine.Choice) {
	for {
		var strikes []int
		c, strikes = p.faults.ofCall(p.m, p.w, c)
		isRetry := p.m.IsRetry(p.w, c)
		if c.Kind == engine.CallDone && p.delays.fails() {
			c.Fault = engine.SourceError
		}
		p.delays.prepare(&p.w.Clock)
		p.m.Step(p.w, c, &p.e)
		if p.e.Phase == engine.Calling || isRetry {
			p.faults.happen(strikes)
		}
		p.delays.late = p.faults.delayOf(p.m, p.w, c, &p.e)
		wait := p.delays.wait(&p.e, p.w.Clock.Now, p.down) + p.delays.late
		p.expectExpiries() // before the recorder takes the changes
		p.delays.consume(&p.e)
		p.evictor.observe(p.w, &p.e, c)
		p.rec.record(p.w, c, &p.e, wait, p.delays)
		p.afterwards(c)
		p.evict()
		next, exhausted := p.e.Next, p.e.Exhausted
		if strikes := p.faults.atCall(p.m, p.w, c, &p.e); len(strikes) > 0 {
			p.agenda.add(p.w.Clock.Now+wait, next, false)
			for _, fault := range strikes {
				p.strike(fault, c)
			}
			return
		}
		switch {
		case p.e.Wait == engine.Forever:
			return
		case wait > 0 || exhausted:
			p.agenda.add(p.w.Clock.Now+wait, next, exhausted)
			return
		}
		c = next
	}
}

// afterwards schedules what follows from a step for other actors.
func (p *player) afterwards(c engine.Choice) {
	now := p.w.Clock.Now
	for _, also := range p.e.Also {
		at := now
		if also.Wait == engine.Until {
			at = also.Until
		}
		p.agenda.add(at, also.Choice, also.Choice.Kind == engine.BreakerTrial)
	}
	switch c.Kind {
	case engine.Crash, engine.CrashWorker, engine.CrashClient, engine.OutageBegins, engine.CallDone, engine.CallCut, engine.TimeOut:
		p.agenda.keep(func(c engine.Choice) bool { return p.m.Open(p.w, c) })
	}
	if c.Kind == engine.OutageBegins {
		p.agenda.add(now+p.down, engine.Choice{Kind: engine.OutageEnds}, false)
	}
	if p.e.Answered {
		p.answered(p.e.Op)
	}
	for _, op := range p.e.Lost {
		p.answered(op)
	}
}

// answered schedules a client's next operation, once the answer has reached it.
func (p *player) answered(op int32) {
	client := p.m.Clients[p.w.Ops[op].Client]
	if op+1 < client.First+client.Count {
		p.sendNext(client, op+1, p.rec.t.Ops[op].End)
	}
}

// sendNext schedules an operation. Its client is free from the time ready on.
func (p *player) sendNext(client engine.ClientOps, op int32, ready int64) {
	if client.Count == 0 {
		return
	}
	o := p.rec.c.Ops[op]
	p.agenda.add(max(o.At, ready+o.Think), engine.Choice{Kind: engine.OpStep, Actor: op}, false)
}

// expectExpiries schedules the expiry of every entry that a step stored or
// renewed.
func (p *player) expectExpiries() {
	for i := range p.e.Changes {
		if change := &p.e.Changes[i]; change.Kind == engine.EntryChanged {
			p.expectExpiry(change.Key, change.EntryAfter)
		}
	}
}

// expectExpiry schedules the expiry of an entry, if it has one.
func (p *player) expectExpiry(key int32, entry engine.Entry) {
	if entry.Expires > 0 {
		at := max(entry.Expires+p.m.Cache.StaleFor, p.w.Clock.Now)
		p.agenda.add(at, engine.Choice{Kind: engine.Expiry, Actor: key}, true)
	}
}

// evict evicts entries until the cache is within its capacity.
func (p *player) evict() {
	for {
		victim, ok := p.evictor.victim(p.m, p.w)
		if !ok {
			return
		}
		var e engine.Effect
		c := engine.Choice{Kind: engine.Evict, Actor: victim}
		p.m.Step(p.w, c, &e)
		p.evictor.observe(p.w, &e, c)
		p.rec.record(p.w, c, &e, 0, p.delays)
	}
}

// opID returns the id of the operation that a reference names.
func opID(m *engine.Model, ref scenario.StepRef) int32 {
	return m.Clients[ref.Client-1].First + int32(ref.Op) - 1
}
