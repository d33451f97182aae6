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
	watched := c.faults.from <= now
	var strikes []int
	isRetry := false
	if watched {
		choice, strikes = c.faults.ofCall(c.m, c.w, choice)
		isRetry = c.m.IsRetry(c.w, choice)
	}
	if choice.Kind == engine.CallDone && c.delays.fails() {
		choice.Fault = engine.SourceError
	}
	c.m.Step(c.w, choice, e)
	s := &c.step
	s.Choice, s.Effect, s.Delay, s.Passed = choice, e, 0, 0
	if watched {
		if e.Phase == engine.Calling || isRetry {
			c.faults.happen(strikes)
		}
		s.Delay = c.faults.delayOf(c.m, c.w, choice, e)
	}
	s.Wait = s.Delay
	if e.Wait > engine.AtOnce {
		s.Wait += c.delays.wait(e, now, c.down)
	}
	if e.Passed != (engine.Passed{}) {
		s.Passed = c.delays.passed(e.Op, e.Passed)
		s.Wait += s.Passed
	}
	wait := s.Wait
	if e.Actor == strategy.CacheGet || len(e.Changes) > 0 {
		c.observe(choice, e)
	}
	if choice.Kind != engine.OpStep || len(e.Also) > 0 || e.Answered && len(c.m.Clients) > 0 {
		c.schedule(choice, e)
	}
	c.listener.Happened(s)
	c.evict()
	if watched {
		return c.followWatched(choice, wait)
	}
	return c.follow(wait, c.delays.fixed[e.Wait])
}

// follow schedules what follows for the actor after a wait, which may last equally long
// again and again, and returns what does at once, the zero Choice for nothing.
func (c *Clock) follow(wait int64, isFixed bool) engine.Choice {
	e, at := &c.effect, c.w.Clock.Now+wait
	switch {
	case e.Wait == engine.Forever:
	case wait == 0 && !e.Exhausted:
		return e.Next.Plain() // what goes wrong with a call is decided when it is made
	case isFixed:
		c.agenda.active.addAfter(wait, item{at: at, rank: c.agenda.rank(e.Next.Kind), who: who{e.Next.Actor, e.Next.Serial}})
	default:
		c.agenda.add(at, e.Next.Kind, who{e.Next.Actor, e.Next.Serial}, e.Exhausted)
	}
	return engine.Choice{}
}

// followWatched is follow where faults of the scenario may strike that happen at the call
// that has just left.
func (c *Clock) followWatched(choice engine.Choice, wait int64) engine.Choice {
	strikes := c.faults.atCall(c.m, c.w, choice, &c.effect)
	if len(strikes) == 0 {
		return c.follow(wait, false)
	}
	c.add(c.w.Clock.Now+wait, c.effect.Next, false)
	for _, fault := range strikes {
		c.strike(fault, choice)
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

// observe takes notice of what a step has looked up and changed: it schedules expiries,
// draws the random numbers anew that were used, and tells the evictor.
func (c *Clock) observe(choice engine.Choice, e *engine.Effect) {
	if e.Actor == strategy.CacheGet {
		if e.Result == engine.Hit && choice.Kind == engine.OpStep {
			c.evictor.hit(c.w.Ops[choice.Actor].Key)
		}
		if e.Phase == engine.Serving {
			c.delays.drawEarly()
		}
	}
	for i := range e.Changes {
		c.changed(&e.Changes[i])
	}
}

// changed takes notice of a change.
func (c *Clock) changed(change *engine.Change) {
	switch change.Kind {
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
	for c.evictor.isOverfull() && c.evictOne() {
	}
}

// evictOne evicts an entry, and reports whether there was one that could be.
func (c *Clock) evictOne() bool {
	victim, ok := c.evictor.victim()
	if !ok {
		return false
	}
	choice := engine.Choice{Kind: engine.Evict, Actor: victim}
	c.m.Step(c.w, choice, &c.evicted)
	c.observe(choice, &c.evicted)
	c.step = Step{Choice: choice, Effect: &c.evicted}
	c.listener.Happened(&c.step)
	return true
}
