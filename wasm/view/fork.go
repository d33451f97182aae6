package view

import (
	"slices"
	"time"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// Fork is something that can happen otherwise at one event of a run. The run in
// which it does has Value as its member Path; up to that event it is the same.
type Fork struct {
	Group string // what it happens to
	Text  string // what the reader chooses: "Lose it"
	Says  string // what that means, in a sentence
	Name  string // what it is called where runs are told apart: "crash at 2 s"
	Path  string // "faults", or "order" in a run with a given order
	Value jsontree.Value
}

// The groups of forks.
const (
	toCall   = "This call"
	toMoment = "At this moment"
	toTurn   = "Somebody else first"
)

// Forks lists what can happen otherwise at an event of a run, whoever it would
// happen to: each was tried, and happens there and nowhere else. Where there is
// nothing, why says why.
func Forks(s *scenario.Scenario, run, event int) (forks []Fork, why string) {
	r := &s.Runs[run]
	t, errs := play.Run(r)
	if len(errs) > 0 || event >= len(t.Events) {
		return nil, "There is nothing here."
	}
	p := &pointer{run: r, t: t, at: event, state: t.At(event + 1)}
	switch {
	case t.Ordered:
		p.turns()
	case len(r.Faults) == scenario.MaxFaults:
		return nil, "So much goes wrong here already that nothing else can."
	default:
		p.faults()
	}
	if len(p.forks) == 0 {
		return nil, "Nothing can happen otherwise here."
	}
	return p.forks, ""
}

// pointer is an event of a run that somebody points at.
type pointer struct {
	run   *scenario.Run
	t     *trace.Trace
	at    int
	state trace.State // after the event
	forks []Fork
}

func (p *pointer) event() *trace.Event { return &p.t.Events[p.at] }

// faults lists the faults that can strike at the event.
func (p *pointer) faults() {
	if call := p.call(); call >= 0 {
		for _, id := range []string{"cache-lost", "source-error", "source-refuse", "source-timeout"} {
			p.befall(id, call)
		}
		p.befall("delay", call, member("delay", text(p.while())))
	}
	if p.takesPart() {
		p.strike("crash")
	}
	if slices.ContainsFunc(p.state.Queue, func(item engine.Item) bool { return item.Taken != 0 }) {
		p.strike("crash-worker")
	}
	if slices.ContainsFunc(p.state.Cache, func(e engine.Entry) bool { return e.Present }) {
		p.strike("crash-cache")
	}
	if key := p.key(); key >= 0 && p.state.Cache[key].Present {
		p.strike("evict", member("key", p.t.Keys[key].Name))
	}
	if p.atSource() {
		p.strike("outage", member("restartAfter", text(p.while())))
	}
}

// call returns the event with which the call has left that the event belongs to,
// -1 where it belongs to none. What befalls a call befalls its first attempt.
func (p *pointer) call() int {
	e := p.event()
	if _, calls := e.Step.Callee(); !calls || e.Op < 0 {
		return -1
	}
	attempts := 0
	for i := p.at; i >= 0; i-- {
		if c := &p.t.Events[i]; c.Kind == trace.Call && sameStep(c, e) {
			if p.leaves(c) {
				return i
			}
			if attempts++; attempts > 1 {
				return -1
			}
		}
	}
	return -1
}

// sameStep reports whether two events are of one step that somebody takes.
func sameStep(a, b *trace.Event) bool {
	return a.Op == b.Op && a.Worker == b.Worker && a.Step == b.Step && a.Index == b.Index
}

// leaves reports whether an event is a call of a step that leaves whoever takes
// the step.
func (p *pointer) leaves(e *trace.Event) bool {
	_, calls := e.Step.Callee()
	return e.Kind == trace.Call && e.Op >= 0 && calls && p.t.Participants[e.From].Role != strategy.DataAccessor
}

// befall offers a fault of the call, if it is one that can befall it: at its
// step or, where that would be another call, at its time.
func (p *pointer) befall(id string, call int, more ...jsontree.Member) {
	e := &p.t.Events[call]
	list, forked := p.with(id, append(more, p.stepOf(e)))
	if forked == nil {
		return
	}
	if differsFrom(p.t, forked) < call && p.nextCall(e) == call {
		list, forked = p.with(id, append(more, member("at", text(e.T))))
	}
	if first := differsFrom(p.t, forked); first >= call && first < len(forked.Events) {
		p.offer(toCall, p.callFault(id, call), list)
	}
}

// nextCall returns the first call to the same participant from an event's time
// on.
func (p *pointer) nextCall(e *trace.Event) int {
	return slices.IndexFunc(p.t.Events, func(c trace.Event) bool { return c.T >= e.T && p.leaves(&c) && c.To == e.To })
}

// strike offers a fault right after the event: as a call leaves at the same
// instant, or a little later.
func (p *pointer) strike(id string, more ...jsontree.Member) {
	last := p.at
	for i := p.at; i < len(p.t.Events) && p.t.Events[i].T == p.event().T; i++ {
		last = i
		if e := &p.t.Events[i]; p.leaves(e) && p.tries(id, i, append(more, p.stepOf(e))) {
			return
		}
	}
	p.tries(id, last, append(more, member("at", text(p.after(last)))))
}

// tries offers a fault if it is the next thing that happens after an event.
func (p *pointer) tries(id string, after int, members []jsontree.Member) bool {
	list, forked := p.with(id, members)
	if forked == nil || differsFrom(p.t, forked) != after+1 || after+1 == len(forked.Events) || !isFault(&forked.Events[after+1], p.event().Worker) {
		return false
	}
	p.offer(toMoment, p.momentFault(id, forked.Events[after+1].T), list)
	return true
}

// isFault reports whether an event is a fault; of a worker that is pointed at,
// one of that worker.
func isFault(e *trace.Event, worker int) bool {
	return e.Sense == trace.Evicted || e.Kind == trace.Fault && (e.Sense != trace.WorkerCrashed || worker == 0 || e.Worker == worker)
}

// after returns a moment between an event's and the next one's.
func (p *pointer) after(last int) int64 {
	const little = int64(time.Millisecond)
	now := p.t.Events[last].T
	if last+1 < len(p.t.Events) {
		return now + min(little, max(1, (p.t.Events[last+1].T-now)/2))
	}
	return now + little
}

// with returns the run's list of faults with one more, and the trace of the run
// that has it, nil where that cannot be.
func (p *pointer) with(id string, members []jsontree.Member) (jsontree.Value, *trace.Trace) {
	fault := jsontree.FromMembers(append([]jsontree.Member{member("fault", id)}, members...)...)
	before, _ := p.run.Tree.Get("faults")
	list := jsontree.FromItems(append(slices.Clone(before.Items), fault)...)
	patch := []jsontree.Member{{Name: "faults", Value: list}}
	for _, name := range []string{"text", "ask", "controls", "expect"} { // they are about the run as it is
		patch = append(patch, jsontree.Member{Name: name})
	}
	s, errs := scenario.Decode(jsontree.MergePatch(p.run.Tree, jsontree.FromMembers(patch...)))
	if len(errs) > 0 {
		return list, nil
	}
	t, _ := play.Run(&s.Runs[0])
	return list, t
}

func (p *pointer) offer(group string, w forkWords, value jsontree.Value) {
	path := "faults"
	if p.t.Ordered {
		path = "order"
	}
	p.forks = append(p.forks, Fork{Group: group, Text: w.text, Says: w.says, Name: w.name, Path: path, Value: value})
}

// differsFrom returns the first event that is not the same in two runs.
func differsFrom(a, b *trace.Trace) int {
	i := 0
	for i < len(a.Events) && i < len(b.Events) && sameEvent(&a.Events[i], &b.Events[i]) {
		i++
	}
	return i
}

func sameEvent(a, b *trace.Event) bool {
	return a.T == b.T && a.Arrives == b.Arrives && a.Kind == b.Kind && a.Sense == b.Sense && a.From == b.From && a.To == b.To && a.Label == b.Label && sameStep(a, b)
}

// stepOf names the step of an event, as a fault does.
func (p *pointer) stepOf(e *trace.Event) jsontree.Member {
	return member("step", p.t.Ops[e.Op].ID+"/"+e.Step.String())
}

// key returns the key that the event is about, -1 for none.
func (p *pointer) key() int {
	e := p.event()
	if e.Op >= 0 {
		return p.t.Ops[e.Op].Key
	}
	for i := range e.Changes {
		if e.Changes[i].Kind == engine.EntryChanged {
			return int(e.Changes[i].Key)
		}
	}
	return -1
}

// takesPart reports whether the Resource Manager does anything in the run, or
// the cache, which is in its process unless something else is said.
func (p *pointer) takesPart() bool {
	return slices.ContainsFunc(p.t.Events, func(e trace.Event) bool {
		role := p.t.Participants[e.To].Role
		return role == strategy.ResourceManager || role == strategy.Cache && !p.run.Cache.Rules.SurvivesCrash
	})
}

// atSource reports whether the event is one of the source, or of who calls it.
func (p *pointer) atSource() bool {
	at := func(i int) bool {
		return p.t.Participants[i].Role == strategy.Source || p.t.Participants[i].Role == strategy.DataAccessor
	}
	return at(p.event().From) || at(p.event().To)
}

// while is how long something lasts that nobody has said how long it lasts: a
// round part of the whole run, in nanoseconds.
func (p *pointer) while() int64 {
	half := max(p.t.End/2, int64(time.Millisecond))
	power := int64(1)
	for power*10 <= half {
		power *= 10
	}
	return half / power * power
}

// text writes a duration as the format does.
func text(ns int64) string { return time.Duration(ns).String() }

func member(name, value string) jsontree.Member {
	return jsontree.Member{Name: name, Value: jsontree.FromString(value)}
}
