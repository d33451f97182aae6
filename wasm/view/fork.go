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

// Fork is something that can happen otherwise at an event. It makes a variant whose
// run is the same up to this event, and whose member Path is Value.
type Fork struct {
	Group string // what it happens to, one of the constants below
	Text  string // the label of the choice: "Lose it"
	Says  string // what that means, as a sentence
	Name  string // the name of the variant: "crash at 2 s"
	Path  string // "faults", or "order" where the scenario gives an order
	Value jsontree.Value
}

// The groups of forks.
const (
	// toCall is the group of faults of the event's call.
	toCall = "This call"
	// toMoment is the group of faults right after the event.
	toMoment = "At this moment"
	// toTurn is the group of other actors' steps before the event.
	toTurn = "Somebody else first"
)

// Forks lists what can happen otherwise at an event of the variant with an index. Each fork
// was played: it changes nothing before that event. Where there is none, why
// is the reason.
func Forks(s *scenario.Scenario, index, event int) (forks []Fork, why string) {
	variant := &s.Variants[index]
	t, errs := play.Run(variant)
	if len(errs) > 0 || event >= len(t.Events) {
		return nil, "There is nothing here."
	}
	p := &forkPoint{variant: variant, t: t, at: event, state: t.At(event + 1)}
	switch {
	case t.Ordered:
		p.forksInOrder()
	case len(variant.Faults) == scenario.MaxFaults:
		return nil, "So much goes wrong here already that nothing else can."
	default:
		p.forksInTime()
	}
	if len(p.forks) == 0 {
		return nil, "Nothing can happen otherwise here."
	}
	return p.forks, ""
}

// forkPoint is an event for which forks are sought.
type forkPoint struct {
	variant *scenario.Variant
	t       *trace.Trace
	at      int
	state   trace.State // after the event
	forks   []Fork
}

func (p *forkPoint) event() *trace.Event { return &p.t.Events[p.at] }

// forksInTime lists the faults that can strike at the event.
func (p *forkPoint) forksInTime() {
	if call := p.call(); call >= 0 {
		for _, id := range []string{"cache-lost", "cache-error", "source-error", "source-refuse", "source-timeout"} {
			if batch := p.batch(call); id == "source-refuse" && len(batch) > 1 {
				p.offerRefusals(batch, call)
			} else {
				p.offerCallFault(id, call)
			}
		}
		p.offerCallFault("delay", call, member("delay", formatDuration(p.faultLength())))
	}
	if p.managerTakesPart() {
		p.offerFaultAfter("crash")
	}
	if slices.ContainsFunc(p.state.Queue, func(item engine.Item) bool { return item.Taken != 0 }) {
		p.offerFaultAfter("crash-worker")
	}
	if slices.ContainsFunc(p.state.Cache, func(e engine.Entry) bool { return e.Present }) {
		p.offerFaultAfter("crash-cache")
	}
	if client := p.client(); client >= 0 {
		p.offerFaultAfter("crash-client", jsontree.Member{Name: "client", Value: jsontree.FromNumber(float64(client + 1))})
	}
	if key := p.key(); key >= 0 && p.state.Cache[key].Present {
		p.offerFaultAfter("evict", member("key", p.t.Keys[key].Name))
	}
	if p.atSource() {
		p.offerFaultAfter("outage", member("restartAfter", formatDuration(p.faultLength())))
	}
}

// call returns the event that sends the call to which the event belongs, -1
// where it belongs to none or to a later attempt: a fault of a call strikes
// the first one.
func (p *forkPoint) call() int {
	e := p.event()
	if _, calls := e.Step.Callee(); !calls || e.Op < 0 {
		return -1
	}
	attempts := 0
	for i := p.at; i >= 0; i-- {
		if c := &p.t.Events[i]; c.Kind == trace.Call && sameStep(c, e) {
			if p.sends(c) {
				return i
			}
			if attempts++; attempts > 1 {
				return -1
			}
		}
	}
	return -1
}

// sameStep reports whether two events belong to the same step of the same
// actor.
func sameStep(a, b *trace.Event) bool {
	return a.Op == b.Op && a.Worker == b.Worker && a.Step == b.Step && a.Index == b.Index
}

// sends reports whether an event is the call of a step, as its actor sends it;
// a call that the accessor makes on behalf of it is not.
func (p *forkPoint) sends(e *trace.Event) bool {
	_, calls := e.Step.Callee()
	return e.Kind == trace.Call && e.Op >= 0 && calls && p.t.Participants[e.From].Role != strategy.DataAccessor
}

// batch returns the operations of the writes that a worker saves with a call, nil for
// another call.
func (p *forkPoint) batch(call int) (ops []int32) {
	e := &p.t.Events[call]
	if e.Worker == 0 || e.Step != strategy.SourceSave {
		return nil
	}
	for _, item := range p.t.At(call + 1).Queue {
		if int(item.Taken) == e.Worker {
			ops = append(ops, item.Op)
		}
	}
	return ops
}

// offerRefusals adds the refusal of each write of a batch that a call saves.
func (p *forkPoint) offerRefusals(batch []int32, call int) {
	for _, op := range batch {
		list, forked := p.withFault("source-refuse", []jsontree.Member{member("step", p.t.Ops[op].ID+"/"+strategy.SourceSave.String())})
		if forked == nil {
			continue
		}
		if first := firstDifference(p.t, forked); first >= call && first < len(forked.Events) {
			p.add(toCall, p.refusal(int(op), call), list)
		}
	}
}

// offerCallFault adds a fault of the call, if this can have it: by the call's
// step or, where that would strike another call or one write of a batch, by its time.
func (p *forkPoint) offerCallFault(id string, call int, more ...jsontree.Member) {
	e := &p.t.Events[call]
	list, forked := p.withFault(id, append(more, p.stepOf(e)))
	if forked == nil {
		return
	}
	isOne := id == "source-error" && len(p.batch(call)) > 1
	if (isOne || firstDifference(p.t, forked) < call) && p.nextCall(e) == call {
		list, forked = p.withFault(id, append(more, member("at", formatDuration(e.T))))
	}
	if first := firstDifference(p.t, forked); first >= call && first < len(forked.Events) {
		p.add(toCall, p.callFault(id, call), list)
	}
}

// nextCall returns the first call to the same participant at an event's time
// or later.
func (p *forkPoint) nextCall(e *trace.Event) int {
	return slices.IndexFunc(p.t.Events, func(c trace.Event) bool { return c.T >= e.T && p.sends(&c) && c.To == e.To })
}

// offerFaultAfter adds a fault right after the event: by the step of a call at
// the same instant or, where there is none, by a time.
func (p *forkPoint) offerFaultAfter(id string, more ...jsontree.Member) {
	last := p.at
	for i := p.at; i < len(p.t.Events) && p.t.Events[i].T == p.event().T; i++ {
		last = i
		if e := &p.t.Events[i]; p.sends(e) && p.offerIfNext(id, i, append(more, p.stepOf(e))) {
			return
		}
	}
	p.offerIfNext(id, last, append(more, member("at", formatDuration(p.timeAfter(last)))))
}

// offerIfNext adds a fault if it is the next thing that happens after an
// event, and reports whether it is.
func (p *forkPoint) offerIfNext(id string, after int, members []jsontree.Member) bool {
	list, forked := p.withFault(id, members)
	if forked == nil || firstDifference(p.t, forked) != after+1 || after+1 == len(forked.Events) || !isFault(&forked.Events[after+1], p.event().Worker) {
		return false
	}
	p.add(toMoment, p.momentFault(id, forked.Events[after+1].T), list)
	return true
}

// isFault reports whether an event is a fault. A crash of a worker counts only
// if it is the given worker, unless that is 0.
func isFault(e *trace.Event, worker int) bool {
	return e.Sense == trace.Evicted || e.Kind == trace.Fault && (e.Sense != trace.WorkerCrashed || worker == 0 || e.Worker == worker)
}

// timeAfter returns a time between an event and the next one.
func (p *forkPoint) timeAfter(last int) int64 {
	const little = int64(time.Millisecond)
	now := p.t.Events[last].T
	if last+1 < len(p.t.Events) {
		return now + min(little, max(1, (p.t.Events[last+1].T-now)/2))
	}
	return now + little
}

// withFault returns the variant's list of faults with one more, and the trace
// that it gives; nil where the scenario would be wrong.
func (p *forkPoint) withFault(id string, members []jsontree.Member) (jsontree.Value, *trace.Trace) {
	fault := jsontree.FromMembers(append([]jsontree.Member{member("fault", id)}, members...)...)
	before, _ := p.variant.Tree.Get("faults")
	list := jsontree.FromItems(append(slices.Clone(before.Items), fault)...)
	patch := []jsontree.Member{{Name: "faults", Value: list}}
	for _, name := range []string{"text", "ask", "controls", "expect"} { // these are about the variant as it is
		patch = append(patch, jsontree.Member{Name: name})
	}
	s, errs := scenario.Decode(jsontree.MergePatch(p.variant.Tree, jsontree.FromMembers(patch...)))
	if len(errs) > 0 {
		return list, nil
	}
	t, _ := play.Run(&s.Variants[0])
	return list, t
}

// add adds a fork with its group, its words and its value.
func (p *forkPoint) add(group string, w forkWords, value jsontree.Value) {
	path := "faults"
	if p.t.Ordered {
		path = "order"
	}
	p.forks = append(p.forks, Fork{Group: group, Text: w.text, Says: w.says, Name: w.name, Path: path, Value: value})
}

// firstDifference returns the index of the first event that is not the same in
// two traces.
func firstDifference(a, b *trace.Trace) int {
	i := 0
	for i < len(a.Events) && i < len(b.Events) && sameEvent(&a.Events[i], &b.Events[i]) {
		i++
	}
	return i
}

func sameEvent(a, b *trace.Event) bool {
	return a.T == b.T && a.Arrives == b.Arrives && a.Kind == b.Kind && a.Sense == b.Sense && a.From == b.From && a.To == b.To && a.Label == b.Label && sameStep(a, b)
}

// stepOf returns the member "step" of a fault that strikes the step of an
// event.
func (p *forkPoint) stepOf(e *trace.Event) jsontree.Member {
	return member("step", p.t.Ops[e.Op].ID+"/"+e.Step.String())
}

// key returns the key that the event is about, -1 for none.
func (p *forkPoint) key() int {
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

// client returns the client who executes the operation of the event and takes part in
// the event, -1 for none: what others execute for it goes on without it.
func (p *forkPoint) client() int {
	e := p.event()
	if e.Op < 0 || p.t.Ops[e.Op].By != strategy.Client || e.Sense.Ends() {
		return -1
	}
	client := p.t.Ops[e.Op].Client
	if e.From != client && e.To != client {
		return -1
	}
	return client
}

// managerTakesPart reports whether the Resource Manager does anything in the
// trace, or the cache inside its process.
func (p *forkPoint) managerTakesPart() bool {
	return slices.ContainsFunc(p.t.Events, func(e trace.Event) bool {
		role := p.t.Participants[e.To].Role
		return role == strategy.ResourceManager || role == strategy.Cache && !p.variant.Cache.Rules.SurvivesCrash
	})
}

// atSource reports whether the source or the accessor takes part in the event.
func (p *forkPoint) atSource() bool {
	at := func(i int) bool {
		return p.t.Participants[i].Role == strategy.Source || p.t.Participants[i].Role == strategy.DataAccessor
	}
	return at(p.event().From) || at(p.event().To)
}

// faultLength returns how long an outage or a delay lasts that a fork adds, in
// nanoseconds: half of the trace's time, rounded down to one digit.
func (p *forkPoint) faultLength() int64 {
	half := max(p.t.End/2, int64(time.Millisecond))
	power := int64(1)
	for power*10 <= half {
		power *= 10
	}
	return half / power * power
}

// formatDuration returns a duration as the scenario format writes it.
func formatDuration(ns int64) string { return time.Duration(ns).String() }

func member(name, value string) jsontree.Member {
	return jsontree.Member{Name: name, Value: jsontree.FromString(value)}
}
