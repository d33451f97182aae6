// Package play runs a scenario in virtual time, or in a given order, and leaves
// a trace.
//
// It stands on packages scenario, engine, trace and random. It promises that a
// run depends on the scenario alone (no wall clock, no map order, no platform),
// that it ends, and that a run cut short by a limit says so in its trace.
package play

import (
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// MaxEvents bounds a run. Named strategies stay far below it; a hundred writes
// with lists of sixteen steps reach it.
const MaxEvents = 10_000

// Run runs one run of a scenario. The errors are those that only running it can
// show: an order that names a choice which is not open at its turn.
func Run(run *scenario.Run) (*trace.Trace, scenario.Errors) {
	p := newPlayer(run)
	if len(run.Order) > 0 {
		if err := p.follow(run.Order); err != nil {
			return nil, scenario.Errors{*err}
		}
	} else {
		p.simulate()
	}
	p.rec.finish()
	return p.rec.t, nil
}

// player is a run under way.
type player struct {
	run    *scenario.Run
	m      *engine.Model
	w      *engine.World
	e      engine.Effect
	rec    *recorder
	agenda agenda
	delays *delays
	fired  []bool // faults that have happened, by index
	down   int64  // how long the Resource Manager stays down after the crash at hand
}

func newPlayer(run *scenario.Run) *player {
	c := run.Compile()
	return &player{
		run:    run,
		m:      c.Model,
		w:      c.World,
		rec:    newRecorder(run, c),
		delays: newDelays(run),
		fired:  make([]bool, len(run.Faults)),
	}
}

// simulate lets the virtual clock decide.
func (p *player) simulate() {
	for i, fault := range p.run.Faults {
		if fault.Step == nil {
			p.agenda.add(fault.At, engine.Choice{Kind: fault.Kind, Actor: int32(i)}, false)
		}
	}
	for i := range p.m.Clients {
		p.sendNext(p.m.Clients[i], p.m.Clients[i].First, 0)
	}
	for key := range p.w.Keys {
		p.expectExpiry(int32(key), p.w.Keys[key].Entry)
	}
	for {
		item, ok := p.agenda.next()
		if !ok {
			return
		}
		if len(p.rec.t.Events) >= MaxEvents {
			p.rec.t.Stopped = "stopped after " + strconv.Itoa(MaxEvents) + " events"
			return
		}
		p.w.Clock.Now = item.at
		if item.choice.Kind == engine.Crash {
			if p.w.Down {
				continue // a process that is down cannot crash
			}
			p.fired[item.choice.Actor] = true
			p.down = p.run.Faults[item.choice.Actor].RestartAfter
		}
		p.proceed(item.choice)
	}
}

// proceed lets somebody go on until there is something to wait for.
func (p *player) proceed(c engine.Choice) {
	for {
		p.w.Clock.Jitter = p.delays.jitter
		p.m.Step(p.w, c, &p.e)
		wait := p.delays.of(&p.e, p.w.Clock.Now, p.down)
		p.expectExpiries() // before the recorder takes the changes
		p.rec.record(p.w, c, &p.e, wait, p.delays)
		p.afterwards(c)
		switch fault := p.faultHere(); {
		case p.e.Wait == engine.Forever:
			return
		case fault >= 0:
			p.agenda.add(p.w.Clock.Now+wait, p.e.Next, false)
			p.fired[fault] = true
			p.down = p.run.Faults[fault].RestartAfter
			c = engine.Choice{Kind: p.run.Faults[fault].Kind, Actor: int32(fault)}
		case wait > 0:
			p.agenda.add(p.w.Clock.Now+wait, p.e.Next, false)
			return
		default:
			c = p.e.Next
		}
	}
}

// afterwards schedules what a step entails for others.
func (p *player) afterwards(c engine.Choice) {
	now := p.w.Clock.Now
	for _, other := range p.e.Wake {
		p.agenda.add(now, other, false)
	}
	if c.Kind == engine.Crash {
		p.agenda.keep(func(c engine.Choice) bool { return p.m.Open(p.w, c) })
	}
	if p.e.Answered {
		p.answered(p.e.Op)
	}
	for _, op := range p.e.Lost {
		p.answered(op)
	}
}

// answered sends a client's next operation once the answer has reached it.
func (p *player) answered(op int32) {
	client := p.m.Clients[p.w.Ops[op].Client]
	if op+1 < client.First+client.Count {
		p.sendNext(client, op+1, p.rec.t.Ops[op].End)
	}
}

// sendNext schedules an operation that its client can send from ready on.
func (p *player) sendNext(client engine.ClientOps, op int32, ready int64) {
	if client.Count == 0 {
		return
	}
	o := p.rec.c.Ops[op]
	p.agenda.add(max(o.At, ready+o.Think), engine.Choice{Kind: engine.OpStep, Actor: op}, false)
}

// expectExpiries schedules the expiry of every entry that a step stored or
// renewed, and draws how long the next one lives.
func (p *player) expectExpiries() {
	for i := range p.e.Changes {
		if change := &p.e.Changes[i]; change.Kind == engine.EntryChanged && change.EntryAfter.Expires > 0 {
			p.expectExpiry(change.Key, change.EntryAfter)
			p.delays.drawJitter()
		}
	}
}

func (p *player) expectExpiry(key int32, entry engine.Entry) {
	if entry.Expires > 0 {
		at := max(entry.Expires, p.w.Clock.Now)
		p.agenda.add(at, engine.Choice{Kind: engine.Expiry, Actor: key}, true)
	}
}

// faultHere returns the fault that strikes as this step's call leaves, or -1.
func (p *player) faultHere() int {
	if p.e.Phase != engine.Calling || p.e.Op < 0 || p.w.Down {
		return -1
	}
	for i, fault := range p.run.Faults {
		if !p.fired[i] && fault.Step != nil && p.opID(*fault.Step) == p.e.Op && fault.Step.Step == stepOf(p.e.Actor, fault.Step.Step) {
			return i
		}
	}
	return -1
}

// opID returns the id of the operation that a reference names.
func (p *player) opID(ref scenario.StepRef) int32 {
	return p.m.Clients[ref.Client-1].First + int32(ref.Op) - 1
}

// stepOf lets a reference to either half of the atomic pair name the pair.
func stepOf(taken, named strategy.Step) strategy.Step {
	if taken == strategy.CacheSetQueuePut && (named == strategy.CacheSet || named == strategy.QueuePut) {
		return named
	}
	return taken
}
