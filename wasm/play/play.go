// Package play runs a variant of a scenario in virtual time, or in a given order,
// and returns its trace.
//
// It depends on packages scenario, clock, judge, engine, random and trace. It
// guarantees that a run depends on the scenario alone (not on the wall clock, the
// order of maps or the platform), that it ends, and that the trace of a run that a
// limit has cut short says so.
package play

import (
	"strconv"

	"cacheplay/wasm/clock"
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
	rec     *recorder
	clock   *clock.Clock // nil in a given order
}

func newPlayer(variant *scenario.Variant) *player {
	c := variant.Compile()
	return &player{variant: variant, m: c.Model, w: c.World, rec: newRecorder(variant, c)}
}

// simulate runs the variant in virtual time.
func (p *player) simulate() {
	p.clock = clock.New(p.variant, p.rec.c, p.rec)
	p.rec.clock = p.clock
	for len(p.rec.t.Events) < MaxEvents && p.clock.Run(1) == 1 {
	}
	if !p.clock.Over() {
		p.rec.t.Stopped = "stopped after " + strconv.Itoa(MaxEvents) + " events"
		return
	}
	p.rec.t.Stopped = p.unfinished()
	p.rec.t.Stuck = p.rec.t.Stopped != ""
}

// unfinished returns why a run ends although operations or queued writes are
// left; "" if none are.
func (p *player) unfinished() string {
	for i := range p.w.Ops {
		if op := &p.w.Ops[i]; op.Outcome == engine.Pending {
			return "nothing goes on: " + p.rec.t.Ops[i].ID + " waits in vain"
		}
	}
	if n := p.w.Queue.Len(); n > 0 {
		words := strconv.Itoa(n) + " writes are queued"
		if n == 1 {
			words = "1 write is queued"
		}
		return "nothing goes on: " + words + ", and " + p.rec.t.InSentence(strategy.Source) + " does not take the first"
	}
	return ""
}
