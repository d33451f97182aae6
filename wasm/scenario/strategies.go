package scenario

import (
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/strategy"
)

// The default strategies.
const (
	DefaultRead  = "cache-inline"
	DefaultWrite = "write-through"
)

// strategyIDs lists the ids of the named strategies of a kind.
func strategyIDs(kind strategy.Kind) []string {
	var ids []string
	for _, s := range strategy.Named(kind) {
		ids = append(ids, s.ID)
	}
	return ids
}

// strategy declares a strategy: the id of a named one, or an object with its steps.
// It returns nil if the member is absent or wrong and there is no default (""). The
// steps of the worker are read into worker, which is nil where they are not allowed.
func (f *fields) strategy(name string, kind strategy.Kind, byDefault string, k setting, doc string, worker *[]strategy.Step) *strategy.Strategy {
	ids := strategyIDs(kind)
	allowed := "one of " + quoted(ids) + `, or {"by": "client", "steps": [...]}`
	d := Field{Path: name, Type: TypeStrategy, Allowed: allowed, Doc: doc, IDs: ids}.as(k)
	if byDefault != "" {
		d.Default = quote(byDefault)
	}
	v := f.member(d)
	switch {
	case f.reader.describing:
		f.ownStrategy(name, &jsontree.Value{}, kind, worker)
	case v == nil:
	case v.Kind == jsontree.Object:
		return f.ownStrategy(name, v, kind, worker)
	default:
		if i := f.reader.chosen(f.at(name), v, ids, allowed); i != noDefault {
			if v.String != byDefault {
				f.put(name, jsontree.FromString(v.String))
			}
			byDefault = v.String
		}
	}
	if s, ok := strategy.ByID(kind, byDefault); ok {
		return &s
	}
	return nil
}

// ownStrategy reads a strategy that is an object, v.
func (f *fields) ownStrategy(name string, v *jsontree.Value, kind strategy.Kind, worker *[]strategy.Step) *strategy.Strategy {
	var s strategy.Strategy
	f.put(name, f.reader.object(f.at(name), v, func(f *fields) { s = f.ownSteps(kind, worker) }))
	return &s
}

// ownSteps declares the members of a strategy that is an object.
func (f *fields) ownSteps(kind strategy.Kind, worker *[]strategy.Step) strategy.Strategy {
	s := strategy.Strategy{Kind: kind, By: strategy.Client}
	by := f.choice("by", noDefault, []string{"client", "manager"}, noSetting, "Who takes the steps: the client itself, or the Resource Manager for it.")
	if by != 0 { // also after an error: the Resource Manager may take every step
		s.By = strategy.ResourceManager
	}
	s.Steps = f.steps("steps", s, "The steps, in the order in which they are taken.")
	s.Pause = f.duration("wait", strategy.DefaultPause, noSetting, `How long each "wait" step lasts.`)
	f.require("by", "steps")
	switch {
	case worker != nil:
		list := strategy.Strategy{Kind: strategy.Worker, By: strategy.ResourceManager}
		if steps := f.steps("worker", list, "The steps that a worker takes with each write of the queue. Without it: "+
			`"queue.take", "source.save", "queue.done".`); steps != nil {
			*worker = steps
		}
	case kind == strategy.Write && f.has("worker"):
		f.declare(Field{Path: "worker"})
		f.reader.fail(f.at("worker"), CodeConflict, `the worker serves all clients: its steps belong to the scenario's "write"`)
	}
	return s
}

// steps declares a list of steps and reports all its flaws. The strategy s is
// the one that the list belongs to.
func (f *fields) steps(name string, s strategy.Strategy, doc string) []strategy.Step {
	before := len(f.reader.errs)
	of := Field{Type: TypeStep, Allowed: stepWords(), IDs: stepIDs()}
	f.list(name, 1, strategy.MaxSteps, of, doc, func(path string, v *jsontree.Value) jsontree.Value {
		step, ok := strategy.NoStep, false
		if v.Kind == jsontree.String {
			step, ok = strategy.ParseStep(v.String)
		}
		if !ok {
			f.reader.invalid(path, v, of.Allowed)
			return *v
		}
		s.Steps = append(s.Steps, step)
		return jsontree.FromString(v.String)
	})
	if len(f.reader.errs) > before || len(s.Steps) == 0 {
		return s.Steps // flaws of a list with wrong steps would mislead
	}
	for _, flaw := range s.Check() {
		path := f.at(name)
		if flaw.Step >= 0 {
			path = jsontree.Index(path, flaw.Step)
		}
		f.reader.fail(path, flaw.Code, flaw.Text)
	}
	return s.Steps
}

// stepWords says in errors what a step is.
func stepWords() string { return "a step: allowed are " + quoted(stepIDs()) }

// stepIDs lists the ids of all steps.
func stepIDs() []string {
	var ids []string
	for s := strategy.CacheGet; s <= strategy.QueueDone; s++ {
		ids = append(ids, s.String())
	}
	return ids
}
