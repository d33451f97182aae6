package clock

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// proceed takes steps of an actor until it has to wait.
func (c *Clock) proceed(choice engine.Choice) {
	for choice.Kind != engine.NoChoice {
		choice = c.take(choice)
	}
}

// take takes one phase of a step and returns what the actor does next at the same
// instant, the zero Choice if it has to wait.
func (c *Clock) take(choice engine.Choice) engine.Choice {
	e, now := &c.effect, c.w.Clock.Now
	var strikes []int
	watched, isRetry := c.faults.from <= now, false
	if watched {
		choice, strikes = c.faults.ofCall(c.m, c.w, choice)
		isRetry = c.m.IsRetry(c.w, choice)
	}
	if choice.Kind == engine.CallDone && c.delays.fails() {
		choice.Fault = engine.SourceError
	}
	c.delays.prepare(&c.w.Clock)
	c.m.Step(c.w, choice, e)
	delay := int64(0)
	if watched {
		if e.Phase == engine.Calling || isRetry {
			c.faults.happen(strikes)
		}
		delay = c.faults.delayOf(c.m, c.w, choice, e)
	}
	wait := c.delays.wait(e, now, c.down) + delay
	if e.Passed != (engine.Passed{}) {
		wait += c.delays.passed(e.Op, e.Passed)
	}
	c.observe(choice, e)
	c.schedule(choice, e)
	c.step = Step{Choice: choice, Effect: e, Wait: wait, Delay: delay}
	c.listener.Happened(&c.step)
	if c.evictor.isOverfull() {
		c.evict()
	}
	return c.follow(choice, wait, watched)
}

// follow schedules what follows for the actor after a wait, and returns what does at
// once, the zero Choice for nothing. Faults of the scenario strike that happen at the
// call that has just left, if the calls are watched.
func (c *Clock) follow(choice engine.Choice, wait int64, watched bool) engine.Choice {
	e, at := &c.effect, c.w.Clock.Now+wait
	next := e.Next.Plain() // what goes wrong with a call is decided when it is made
	var strikes []int
	if watched {
		strikes = c.faults.atCall(c.m, c.w, choice, e)
	}
	switch {
	case len(strikes) > 0:
		c.add(at, next, false)
		for _, fault := range strikes {
			c.strike(fault, choice)
		}
	case e.Wait == engine.Forever:
	case wait > 0 && c.delays.fixed[e.Wait] && !watched:
		c.agenda.addAfter(wait, item{at: at, actor: next.Actor, serial: next.Serial}, next.Kind)
	case wait > 0 || e.Exhausted:
		c.add(at, next, e.Exhausted)
	default:
		return next
	}
	return engine.Choice{}
}

// strike lets a fault happen, if it can.
func (c *Clock) strike(fault int, by engine.Choice) {
	if choice, lasts, ok := c.faults.strike(fault, c.m, c.w, by); ok {
		c.down = lasts
		c.proceed(choice)
	}
}

// observe takes notice of what a step has used and changed: it schedules expiries, draws
// the random numbers anew that were used, and tells the evictor.
func (c *Clock) observe(choice engine.Choice, e *engine.Effect) {
	if e.Actor == strategy.CacheGet {
		c.looked(choice, e)
	}
	for i := range e.Changes {
		switch change := &e.Changes[i]; change.Kind {
		case engine.EntryChanged:
			if change.EntryAfter.Expires != change.EntryBefore.Expires {
				c.expectExpiry(change.Key, &change.EntryAfter)
			}
			if change.EntryAfter.Expires > 0 {
				c.delays.drawJitter()
			}
			c.evictor.changed(change)
		case engine.RecordChanged:
			c.delays.drawFeed()
		case engine.BreakerChanged:
		default:
			c.evictor.unqueued(change.Key)
		}
	}
}

// looked takes notice of a cache.get.
func (c *Clock) looked(choice engine.Choice, e *engine.Effect) {
	if e.Result == engine.Hit && choice.Kind == engine.OpStep {
		c.evictor.hit(c.w.Ops[choice.Actor].Key)
	}
	if e.Phase == engine.Serving {
		c.delays.drawEarly()
	}
}

// schedule schedules what follows from a step for other actors.
func (c *Clock) schedule(choice engine.Choice, e *engine.Effect) {
	now := c.w.Clock.Now
	for _, also := range e.Also {
		at := now
		if also.Wait == engine.Until {
			at = also.Until
		}
		c.add(at, also.Choice, also.Choice.Kind == engine.BreakerTrial)
	}
	if choice.Kind == engine.OutageBegins {
		c.add(now+c.down, engine.Choice{Kind: engine.OutageEnds}, false)
	}
	if e.Answered {
		c.answered(e.Op)
	}
	if choice.Kind != engine.CrashClient {
		for _, op := range e.Lost {
			c.answered(op)
		}
	}
}

// answered schedules the next operation of a client of the variant.
func (c *Clock) answered(op int32) {
	i := int(c.w.Ops[op].Client)
	if i >= len(c.m.Clients) {
		return // it is none of the variant's
	}
	if client := c.m.Clients[i]; op+1 < client.First+client.Count {
		c.sendNext(op+1, c.w.Clock.Now+c.AnswerTravel(op))
	}
}

// sendNext schedules an operation of a client that is free from the time ready on.
func (c *Clock) sendNext(op int32, ready int64) {
	o := c.c.Ops[op]
	c.SendAt(op, max(o.At, ready+o.Think))
}

// evict evicts entries until the cache is within its capacity.
func (c *Clock) evict() {
	for c.evictor.isOverfull() {
		victim, ok := c.evictor.victim()
		if !ok {
			return
		}
		choice := engine.Choice{Kind: engine.Evict, Actor: victim}
		c.m.Step(c.w, choice, &c.evicted)
		c.observe(choice, &c.evicted)
		c.step = Step{Choice: choice, Effect: &c.evicted}
		c.listener.Happened(&c.step)
	}
}
