package play

import (
	"slices"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// follow takes the given choices, one at each tick of a clock that counts
// steps, and stops after the last.
func (p *player) follow(order []scenario.OrderItem) *scenario.FieldError {
	for i, item := range order {
		p.w.Clock.Now = int64(i)
		c := p.choice(item)
		open := p.m.Choices(p.w, nil)
		if !slices.Contains(open, c) {
			return orderError(i, p.describe(c)+" has nothing to do here: open are "+p.describeAll(open))
		}
		if next := p.nextStep(c); item.Step != strategy.NoStep && item.Step != stepOf(next, item.Step) {
			return orderError(i, p.describe(c)+` is not at "`+item.Step.String()+`" here, but at "`+next.String()+`"`)
		}
		p.m.Leap(p.w, c, &p.e, func(e *engine.Effect) {
			p.rec.record(p.w, c, e, 0, p.delays)
		})
	}
	return nil
}

func orderError(i int, message string) *scenario.FieldError {
	return &scenario.FieldError{Path: jsontree.Index("order", i), Message: message}
}

func (p *player) choice(item scenario.OrderItem) engine.Choice {
	c := engine.Choice{Kind: item.Choice}
	switch item.Choice {
	case engine.OpStep:
		c.Actor = p.opID(scenario.StepRef{Client: item.Client, Op: item.Op})
	case engine.WorkerStep:
		c.Actor = int32(item.Worker - 1)
	case engine.Expiry:
		c.Actor = int32(slices.Index(p.rec.c.Keys, item.Key))
	}
	return c
}

// nextStep returns the step that an actor would take next; waiting is none.
func (p *player) nextStep(c engine.Choice) strategy.Step {
	var steps []strategy.Step
	switch c.Kind {
	case engine.OpStep:
		op := &p.w.Ops[c.Actor]
		steps = p.m.Programs[op.Program].Steps[op.Step:]
	case engine.WorkerStep:
		steps = p.m.Worker.Steps[p.w.Workers[c.Actor].Step:]
	}
	for _, step := range steps {
		if step != strategy.Wait {
			return step
		}
	}
	return strategy.NoStep
}

// describe names a choice as an order does.
func (p *player) describe(c engine.Choice) string {
	switch c.Kind {
	case engine.OpStep:
		return p.rec.t.Ops[c.Actor].ID
	case engine.WorkerStep:
		return "worker/" + itoa(int(c.Actor)+1)
	case engine.Expiry:
		return "expire/" + p.rec.c.Keys[c.Actor]
	}
	return "crash"
}

func (p *player) describeAll(open []engine.Choice) string {
	names := make([]string, len(open))
	for i, c := range open {
		names[i] = p.describe(c)
	}
	return strings.Join(names, ", ")
}
