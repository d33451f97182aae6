package play

import (
	"slices"
	"strings"

	"cacheplay/wasm/clock"
	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// follow takes the choices of an order one after the other. The clock counts
// them.
func (p *player) follow(order []scenario.OrderItem) *scenario.FieldError {
	var err string
	var e engine.Effect
	for i, item := range order {
		p.w.Clock.Now = int64(i)
		c := p.choice(item)
		open := p.m.Choices(p.w, engine.AllowAll, nil)
		if !slices.Contains(open, c) {
			named := item
			named.Step = strategy.NoStep
			return orderError(i, named.String()+" has nothing to do here: open are "+p.describeAll(open))
		}
		if next := p.m.NextStep(p.w, c); item.Step != strategy.NoStep && !next.Is(item.Step) {
			return orderError(i, p.describe(c)+` is not at "`+item.Step.String()+`" here, but at "`+next.String()+`"`)
		}
		if c.Struck, err = p.struck(item, c); err != "" {
			return orderError(i, err)
		}
		p.m.Leap(p.w, c, &e, func(c engine.Choice, e *engine.Effect) {
			p.rec.Happened(&clock.Step{Choice: c, Effect: e})
		})
	}
	return nil
}

// orderError returns an error of the item at index i.
func orderError(i int, message string) *scenario.FieldError {
	return &scenario.FieldError{Path: jsontree.Index("order", i), Message: message}
}

// choice returns the engine's choice that an item of an order names.
func (p *player) choice(item scenario.OrderItem) engine.Choice {
	c := engine.Choice{Kind: item.Choice, Wrong: engine.Wrong{Fault: item.Fault}}
	switch item.Choice {
	case engine.OpStep, engine.Send, engine.LateSave:
		c.Actor = p.rec.c.Operation(item.Client, item.Op)
	case engine.CallDone:
		return p.w.LateCall(item.Late)
	case engine.CrashClient:
		c.Actor = int32(item.Client - 1)
	case engine.WorkerStep, engine.CrashWorker:
		c.Actor = int32(item.Worker - 1)
		if c.Fault == engine.SourceRefuse && len(p.m.Serves(p.w, c)) > 1 { // of a batch that names none, the first
			c.Fault, c.Struck = engine.NoFault, engine.Struck(0).With(0, engine.SourceRefuse)
		}
	case engine.Expiry, engine.Evict:
		c.Actor = int32(slices.Index(p.rec.c.Keys, item.Key))
	}
	return c
}

// struck returns what goes wrong with single writes of the save that a choice of an
// item begins, or an error that names a write which this save does not carry.
func (p *player) struck(item scenario.OrderItem, c engine.Choice) (struck engine.Struck, err string) {
	if len(item.Strikes()) == 0 {
		return c.Struck, ""
	}
	served := p.m.Serves(p.w, c)
	for _, s := range item.Strikes() {
		place := slices.Index(served, p.rec.c.Operation(s.Client, s.Op))
		if place < 0 || p.m.NextStep(p.w, c) != strategy.SourceSave {
			return 0, p.describe(c) + " saves no write of " + scenario.OpID(s.Client, s.Op) + " here"
		}
		struck = struck.With(place, s.Fault)
	}
	return struck, ""
}

// describe returns the text of a choice in an order, without its step.
func (p *player) describe(c engine.Choice) string {
	item := p.rec.c.Turn(p.w, c)
	item.Step = strategy.NoStep
	return item.String()
}

// describeAll lists the open choices that are steps of actors. Faults are left out:
// most are open at any time.
func (p *player) describeAll(open []engine.Choice) string {
	names := make([]string, 0, len(open))
	for _, c := range open {
		if c.Needs() == 0 {
			names = append(names, p.describe(c))
		}
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
