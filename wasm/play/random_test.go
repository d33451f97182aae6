package play

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// randomStory writes any scenario within the format.
func randomStory(r *rand.Rand) string {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	duration := func() string { return `'` + pick("0s", "1ns", "7ns", "1ms", "2ms", "5ms", "1s", "24h") + `'` }
	latency := func() string {
		return pick(duration(), duration(), `{'dist': 'exponential', 'mean': '2ms'}`, `{'dist': 'uniform', 'min': '0s', 'max': '3ms'}`, `{'p50': '1ms', 'p99': '9ms'}`)
	}
	reads := []string{`'cache-inline'`, `'cache-aside'`, `'no-cache'`, `{'by': 'client', 'steps': ['cache.get', 'source.read', 'answer', 'wait', 'cache.set']}`}
	writes := []string{`'write-through'`, `'write-through-source-first'`, `'write-behind'`, `'write-around'`, `'write-invalidate'`, `'delete-first'`, `'double-delete'`,
		`{'by': 'manager', 'steps': ['queue.put', 'answer', 'cache.set', 'source.save']}`, `{'by': 'client', 'steps': ['cache.set', 'answer', 'wait', 'source.save'], 'wait': '3ms'}`}
	members := []string{
		`'seed': '` + fmt.Sprint(r.Uint64()) + `'`, `'read': ` + pick(reads...), `'write': ` + pick(append(writes,
			`{'by': 'manager', 'steps': ['cache.set+queue.put', 'answer'], 'worker': ['queue.take', 'wait', 'source.save', 'cache.delete', 'queue.done'], 'wait': '2ms'}`)...),
		`'network': {'latency': ` + latency() + `}`,
		`'source': {'readLatency': ` + latency() + `, 'writeLatency': ` + latency() + `, 'records': {'a': 1}}`,
		fmt.Sprintf(`'cache': {'latency': %s, 'ttl': %s, 'ttlMode': '%s', 'ttlFrom': '%s', 'ttlJitter': %s, 'fill': '%s', 'survivesCrash': %v%s}`, latency(),
			duration(), pick("write", "access"), pick("fill", "read"), duration(), pick("set", "add"), r.IntN(2) == 0, pick("", `, 'primer': ['a']`)),
		fmt.Sprintf(`'writeBehind': {'workers': %d, '%s': %s}`, 1+r.IntN(4), pick("writeDelay", "schedule"), duration()),
	}
	var clients, faults []string
	for range 1 + r.IntN(4) {
		var ops []string
		for range 1 + r.IntN(6) {
			ops = append(ops, fmt.Sprintf(`{'op': '%s', 'key': '%s', 'at': %s, 'think': %s}`, pick("create", "edit", "get", "get", "delete"), pick("a", "b"), pick(`'0s'`, duration()), pick(`'0s'`, duration())))
		}
		own := pick("", "", `'read': `+pick(reads...)+`, `) + pick("", "", `'write': `+pick(writes...)+`, `)
		clients = append(clients, `{`+own+`'ops': [`+strings.Join(ops, ", ")+`]}`)
	}
	for range r.IntN(4) {
		when := pick(`'at': `+duration(), `'step': 'C1/1/`+pick("cache.get", "cache.set", "cache.delete", "source.read", "source.save")+`'`)
		faults = append(faults, `{'fault': 'crash', `+when+`, 'restartAfter': `+duration()+`}`)
	}
	return strings.Join(append(members, `'clients': [`+strings.Join(clients, ", ")+`]`, `'faults': [`+strings.Join(faults, ", ")+`]`), ", ")
}

// Whatever a scenario says, its run ends, answers each operation once, and
// leaves a trace that tells all that changed, in the order of time.
func TestRandomScenarios(t *testing.T) {
	for seed := range uint64(500) {
		story := randomStory(rand.New(rand.NewPCG(seed, 1)))
		p := newPlayer(&parsed(t, story).Runs[0])
		p.simulate()
		p.rec.finish()
		checkTrace(t, p.rec.t)
		checkStates(t, p)
		again := run(t, story)
		if !bytes.Equal(p.rec.t.AppendJSON(nil), again.AppendJSON(nil)) {
			t.Error("two runs of one scenario differ")
		}
		if seed%5 == 0 {
			show(t, again)
			diagram.Draw([]*trace.Trace{again}, diagram.Options{Width: 500})
			diagram.NewStrip([]*trace.Trace{again}, 0)
		}
		if t.Failed() {
			t.Fatalf("seed %d: %s\n%s", seed, story, p.rec.t.Console())
		}
	}
}

// checkTrace holds what is true of every trace.
func checkTrace(t *testing.T, tr *trace.Trace) {
	t.Helper()
	answered := make([]int, len(tr.Ops))
	last := int64(0)
	for i := range tr.Events {
		e := &tr.Events[i]
		if e.T < last || e.Arrives < e.T || e.Arrives > tr.End {
			t.Errorf("event %d: from %d to %d, after %d and before %d", i+1, e.T, e.Arrives, last, tr.End)
		}
		last = e.T
		if e.From < 0 || e.To < 0 || e.From >= len(tr.Participants) || e.To >= len(tr.Participants) || e.Op >= len(tr.Ops) {
			t.Errorf("event %d: %+v", i+1, e)
		}
		if (e.Kind == trace.Note || e.Kind == trace.Timer || e.Kind == trace.Fault) && (e.From != e.To || e.Arrives != e.T) {
			t.Errorf("event %d is no message, but travels", i+1)
		}
		if e.Sense == trace.Answer || e.Sense == trace.NoAnswer {
			answered[e.Op]++
			if op := &tr.Ops[e.Op]; op.End != e.Arrives || (op.Outcome == engine.OK) != (e.Sense == trace.Answer) {
				t.Errorf("event %d: %v, and %s ends at %d: %v", i+1, e.Sense, op.ID, op.End, op.Outcome)
			}
		}
	}
	for i := range tr.Ops {
		op := &tr.Ops[i]
		if answered[i] != 1 || !op.Sent || op.Outcome == engine.Pending || op.End < op.Start {
			t.Errorf("%s was answered %d times: %+v", op.ID, answered[i], op)
		}
		if i > 0 && tr.Ops[i-1].Client == op.Client && op.Start < tr.Ops[i-1].End {
			t.Errorf("%s starts before the answer of the one before it", op.ID)
		}
	}
}

// checkStates holds that the trace rebuilds the state forwards and backwards,
// and ends where the run ended.
func checkStates(t *testing.T, p *player) {
	t.Helper()
	tr := p.rec.t
	state := tr.At(0)
	var before []trace.State
	for i := range tr.Events {
		before = append(before, tr.At(i))
		state.Apply(&tr.Events[i])
	}
	for key := range p.w.Keys {
		if state.Source[key] != p.w.Keys[key].Source || state.Cache[key] != p.w.Keys[key].Entry {
			t.Errorf("key %d: %+v and %+v, but %+v", key, state.Source[key], state.Cache[key], p.w.Keys[key])
		}
	}
	if len(state.Queue) != 0 || len(p.w.Queue) != 0 {
		t.Errorf("%d writes are still queued", len(p.w.Queue))
	}
	for i := len(tr.Events) - 1; i >= 0; i-- {
		state.Revert(&tr.Events[i])
		if !sameState(state, before[i]) {
			t.Errorf("before event %d: %+v, not %+v", i+1, state, before[i])
		}
	}
}

func sameState(a, b trace.State) bool {
	return reflect.DeepEqual(a.Cache, b.Cache) && reflect.DeepEqual(a.Source, b.Source) &&
		len(a.Queue) == len(b.Queue) && (len(a.Queue) == 0 || reflect.DeepEqual(a.Queue, b.Queue))
}

// Any order of open choices replays, step by step.
func TestRandomOrders(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 2))
		s := parsed(t, randomStory(r))
		choose := &s.Runs[0]
		choose.Faults, choose.Order = nil, []scenario.OrderItem{{Choice: engine.Crash}}
		p := newPlayer(choose)
		choose.Order = nil
		for range 40 {
			open := p.m.Choices(p.w, nil)
			item := p.item(open[r.IntN(len(open))])
			if err := p.follow([]scenario.OrderItem{item}); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			choose.Order = append(choose.Order, item)
		}
		tr, errs := Run(choose)
		if errs != nil {
			t.Fatalf("seed %d: %v", seed, errs)
		}
		if s := tr.At(len(tr.Events)); s.Source[0] != p.w.Keys[0].Source || s.Cache[0] != p.w.Keys[0].Entry || len(s.Queue) != len(p.w.Queue) {
			t.Errorf("seed %d: the order does not lead where its steps led", seed)
		}
	}
}

// item names an open choice as an order does.
func (p *player) item(c engine.Choice) scenario.OrderItem {
	item := scenario.OrderItem{Choice: c.Kind, Step: p.nextStep(c)}
	switch c.Kind {
	case engine.OpStep:
		client := p.w.Ops[c.Actor].Client
		item.Client, item.Op = int(client)+1, int(c.Actor-p.m.Clients[client].First)+1
	case engine.WorkerStep:
		item.Worker = int(c.Actor) + 1
	case engine.Expiry:
		item.Key = p.rec.c.Keys[c.Actor]
	}
	return item
}

// longStory is the longest run that the format allows: a hundred writes with
// the longest lists.
func longStory() string {
	const list = `'source.save', 'source.save', 'source.save', 'source.save', 'source.save', 'source.save', 'source.save',
		'source.save', 'source.save', 'source.save', 'source.save', 'source.save', 'source.save', 'source.save'`
	ops := `{'ops': [` + strings.Repeat(`{'op': 'edit', 'key': 'k'}, `, 24) + `{'op': 'edit', 'key': 'k'}]}`
	return `'source': {'writeLatency': '1ms'}, 'write': {'by': 'manager', 'steps': [` + list + `, 'queue.put', 'answer'], 'worker': ['queue.take', ` + list + `, 'queue.done']},
		'clients': [` + strings.Repeat(ops+`, `, 3) + ops + `]`
}

func TestMaxEvents(t *testing.T) {
	tr := run(t, longStory())
	if n := len(tr.Events); n < MaxEvents || n > MaxEvents+20 {
		t.Errorf("%d events", n)
	}
	if tr.Stopped != "stopped after 10000 events" || !strings.HasSuffix(tr.Console(), "!!! stopped after 10000 events\n") {
		t.Errorf("stopped: %q", tr.Stopped)
	}
}

// Named strategies never reach the limit.
func TestMaxEventsIsFarAway(t *testing.T) {
	for _, s := range strategy.Named(strategy.Write) {
		ops := `{'ops': [` + strings.Repeat(`{'op': 'edit', 'key': 'k'}, `, 24) + `{'op': 'edit', 'key': 'k'}]}`
		tr := run(t, `'write': '`+s.ID+`', 'clients': [`+strings.Repeat(ops+`, `, 3)+ops+`]`)
		if len(tr.Events) > MaxEvents/5 || tr.Stopped != "" {
			t.Errorf("%s: %d events", s.ID, len(tr.Events))
		}
	}
}
