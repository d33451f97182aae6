package play

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// randomStory returns the members of a random scenario.
func randomStory(r *rand.Rand) string {
	d := &dice{Rand: r}
	var clients, faults []string
	for range 1 + r.IntN(4) {
		var ops []string
		for range 1 + r.IntN(6) {
			d.key = d.pick("a", "b")
			ops = append(ops, fmt.Sprintf(`{'op': '%s', 'key': '%s', 'at': %s, 'think': %s}`, d.pick("create", "edit", "get", "get", "get", "delete", "pay"),
				d.key, d.pick(`'0s'`, d.duration()), d.pick(`'0s'`, d.duration())))
		}
		own := d.pick("", "", `'read': `+d.read()+`, `) + d.pick("", "", `'write': `+d.write()+`, `)
		clients = append(clients, `{`+own+`'ops': [`+strings.Join(ops, ", ")+`]}`)
	}
	for range r.IntN(5) {
		faults = append(faults, d.fault())
	}
	return strings.Join([]string{
		`'seed': '` + fmt.Sprint(r.Uint64()) + `'`, `'read': ` + d.read(), `'write': ` + d.pick(d.write(), d.write(),
			`{'by': 'manager', 'steps': ['cache.set+queue.put', 'answer'], 'worker': ['queue.take', 'wait', 'source.save', 'cache.delete', 'queue.done'], 'wait': '2ms'}`),
		`'network': {'latency': ` + d.latency() + `}`, d.source(), d.accessor(), d.cache(), d.writeBehind(), `'onError': '` + d.pick("keep", "rollback", "invalidate") + `'`, `'onCacheError': '` + d.pick("ignore", "fail", "retry") + `'`,
		`'clients': [` + strings.Join(clients, ", ") + `]`, `'faults': [` + strings.Join(faults, ", ") + `]`}, ", ")
}

// dice draws the parts of a random story.
type dice struct {
	*rand.Rand
	key string // the key of the last operation
}

func (d *dice) pick(from ...string) string { return from[d.IntN(len(from))] }

func (d *dice) duration() string {
	return `'` + d.pick("0s", "1ns", "7ns", "1ms", "2ms", "5ms", "1s", "24h") + `'`
}

func (d *dice) latency() string {
	return d.pick(d.duration(), d.duration(), `{'dist': 'exponential', 'mean': '2ms'}`, `{'dist': 'uniform', 'min': '0s', 'max': '3ms'}`, `{'p50': '1ms', 'p99': '9ms'}`)
}

func (d *dice) read() string {
	return d.pick(`'cache-inline'`, `'cache-inline'`, `'cache-aside'`, `'no-cache'`, `'refresh-ahead'`, `'stale-while-revalidate'`, `{'by': 'client', 'steps': ['cache.get', 'source.read', 'answer', 'wait', 'cache.set']}`)
}

func (d *dice) write() string {
	return d.pick(`'write-through'`, `'write-through-source-first'`, `'write-behind'`, `'write-behind'`, `'write-behind'`, `'write-around'`, `'write-invalidate'`, `'delete-first'`, `'double-delete'`, `'change-data-capture'`,
		`{'by': 'manager', 'steps': ['queue.put', 'answer', 'cache.set', 'source.save']}`, `{'by': 'client', 'steps': ['cache.set', 'answer', 'wait', 'source.save'], 'wait': '3ms'}`)
}

// section returns a section of the document with a third of the members.
func (d *dice) section(name string, members ...string) string {
	var some []string
	for _, m := range members {
		if d.IntN(3) == 0 {
			some = append(some, m)
		}
	}
	return `'` + name + `': {` + strings.Join(some, ", ") + `}`
}

func (d *dice) source() string {
	return d.section("source", `'readLatency': `+d.latency(), `'writeLatency': `+d.latency(), `'feedLatency': `+d.latency(), `'records': {'a': 1}`,
		`'concurrency': `+d.pick("1", "1", "2", "64"), `'queueLimit': `+d.pick("0", "1", "1000"), `'errorRate': `+d.pick("0.001", "0.3", "1"),
		`'latencyByLoad': [{'concurrency': 2, 'times': `+d.pick("0", "1.5", "100")+`}, {'concurrency': 3}]`,
		`'outages': [{'from': '1ms', 'to': `+d.pick(`'2ms'`, `'1s'`, `'24h'`)+`}]`)
}

func (d *dice) accessor() string {
	return d.section("accessor", `'timeout': `+d.duration(), `'maxAttempts': `+d.pick("2", "3", "10"), d.section("backoff", `'initial': `+d.duration(), `'multiplier': `+d.pick("1", "1.5", "10"),
		`'jitter': `+d.pick("0.5", "1"), `'max': `+d.duration()), `'circuitBreaker': {'failureThreshold': `+d.pick("1", "2", "5")+`, 'window': `+d.pick("5", "6")+`, 'openFor': `+d.duration()+`, 'halfOpenCalls': `+d.pick("1", "3")+`}`,
		`'retryBudget': {'maxTokens': `+d.pick("1", "4", "10")+`, 'tokenRatio': `+d.pick("0", "0.5", "1000")+`}`, `'bulkhead': `+d.pick("1", "2", "64"), `'idempotencyKey': `+d.pick("true", "false"))
}

func (d *dice) cache() string {
	return d.section("cache", `'latency': `+d.latency(), `'ttl': `+d.pick(d.duration(), `'2ms'`, `'1s'`), `'ttlMode': '`+d.pick("write", "access")+`'`, `'ttlFrom': '`+d.pick("fill", "read")+`'`,
		`'ttlJitter': `+d.duration(), `'negativeTtl': `+d.duration(), `'refreshAheadFactor': `+d.pick("0", "0.9", "1"), `'staleWhileRevalidate': `+d.duration(), `'xfetchBeta': `+d.pick("0.5", "1", "10"),
		`'capacity': 1`, `'eviction': '`+d.pick("lru", "fifo", "lfu", "sieve", "random", "clock", "s3-fifo", "arc", "2q", "lirs", "w-tinylfu")+`'`, `'fill': '`+d.pick("add", "lease", "lease", "lock")+`'`, `'leaseLosers': '`+d.pick("wait", "bypass")+`'`,
		`'tombstones': false`, `'singleFlight': true`, `'survivesCrash': true`)
}

func (d *dice) writeBehind() string {
	return d.section("writeBehind", `'workers': `+d.pick("2", "4"), `'`+d.pick("writeDelay", "schedule")+`': `+d.duration(), `'batchSize': `+d.pick("2", "32"), `'coalescing': '`+d.pick("last-wins", "merge")+`'`,
		`'queueCapacity': `+d.pick("1", "1", "2"), `'onFull': '`+d.pick("block", "reject", "sync", "drop")+`'`, `'partitionBy': 'key'`, `'journal': true`, `'staging': true`, `'pinDirty': true`, `'cleanBy': 'key'`,
		`'onFailure': '`+d.pick("requeue", "drop", "dead-letter")+`'`, `'rateLimitPerSecond': `+d.pick("1", "7", "1000"))
}

func (d *dice) fault() string {
	id, more := d.pick(scenario.FaultIDs()...), ""
	steps := []string{"cache.get", "cache.set", "cache.delete", "source.read", "source.save"}
	at := `'at': ` + d.duration()
	switch id {
	case "crash", "crash-worker":
		more = `, 'restartAfter': ` + d.duration()
	case "outage":
		more = `, 'restartAfter': '1s'`
	case "delay":
		more = `, 'delay': ` + d.pick(`'1ns'`, `'5ms'`, `'24h'`)
	case "source-error", "source-timeout":
		steps = steps[3:]
	case "source-refuse":
		steps = steps[4:]
	case "cache-lost", "cache-error":
		steps = steps[:3]
	case "crash-client":
		if d.IntN(2) == 0 {
			return `{'fault': 'crash-client', 'client': 1, ` + at + `}`
		}
		return `{'fault': 'crash-client', 'step': 'C1/1/` + d.pick(steps...) + `'}`
	case "evict":
		if d.IntN(2) == 0 {
			return `{'fault': 'evict', 'key': '` + d.key + `', ` + at + `}`
		}
		return `{'fault': 'evict', 'step': 'C1/1/` + d.pick(steps...) + `'}`
	}
	return `{'fault': '` + id + `', ` + d.pick(at, `'step': 'C1/1/`+d.pick(steps...)+`'`) + more + `}`
}

// The run of any scenario ends, answers each operation once, and has a trace with
// all changes, in the order of time.
func TestRandomScenarios(t *testing.T) {
	for seed := range cases(500) {
		story := randomStory(rand.New(rand.NewPCG(seed, 1)))
		p := newPlayer(&parsed(t, story).Variants[0])
		p.simulate()
		p.finish()
		checkTrace(t, p.rec.t)
		checkStates(t, p)
		again := run(t, story)
		if !bytes.Equal(p.rec.t.AppendJSON(nil), again.AppendJSON(nil)) {
			t.Error("two runs of one scenario differ")
		}
		if seed%5 == 0 {
			export(t, again)
			if len(again.Events) <= 500 { // a few longer ones take most of the test's time
				diagram.Draw([]*trace.Trace{again}, diagram.Options{Width: 500})
				diagram.NewStrip([]*trace.Trace{again}, 0)
			}
			// Under js/wasm nothing preempts this loop, so the garbage collector may
			// not finish on a busy machine: golang.org/issue/32840.
			runtime.GC()
		}
		if t.Failed() {
			t.Fatalf("seed %d: %s\n%s", seed, story, p.rec.t.Console())
		}
	}
}

// checkTrace checks what is true of every trace.
func checkTrace(t *testing.T, tr *trace.Trace) {
	t.Helper()
	answered, gone := make([]int, len(tr.Ops)), map[int]bool{} // gone are the clients that have crashed
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
			t.Errorf("event %d is no message, but takes time to arrive", i+1)
		}
		if e.Sense == trace.ClientCrashed {
			gone[e.From] = true
		}
		if e.Sense.Ends() {
			answered[e.Op]++
			if op := &tr.Ops[e.Op]; op.End != e.Arrives || (op.Outcome == engine.OK) != (e.Sense == trace.Answer) {
				t.Errorf("event %d: %v, and %s ends at %d: %v", i+1, e.Sense, op.ID, op.End, op.Outcome)
			}
		}
	}
	for i := range tr.Ops {
		op := &tr.Ops[i]
		if tr.Stopped == "" && !gone[op.Client] && (answered[i] != 1 || !op.Sent || op.Outcome == engine.Pending || op.End < op.Start) || answered[i] > 1 {
			t.Errorf("%s was answered %d times: %+v", op.ID, answered[i], op)
		}
		if i > 0 && tr.Ops[i-1].Client == op.Client && op.Sent && op.Start < tr.Ops[i-1].End {
			t.Errorf("%s starts before the answer of the one before it", op.ID)
		}
	}
}

// checkStates checks that the states of a trace, forwards and backwards, are the
// same, and that the last one is the engine's.
func checkStates(t *testing.T, p *player) {
	t.Helper()
	tr := p.rec.t
	state := tr.At(0)
	var before []trace.State
	for i := range tr.Events {
		copied := state
		copied.Cache, copied.Source = slices.Clone(state.Cache), slices.Clone(state.Source)
		copied.Queue, copied.Dead = slices.Clone(state.Queue), slices.Clone(state.Dead)
		before = append(before, copied)
		state.Apply(&tr.Events[i])
	}
	for key := range p.w.Keys {
		if state.Source[key] != p.w.Keys[key].Source || state.Cache[key] != p.w.Keys[key].Entry {
			t.Errorf("key %d: %+v and %+v, but %+v", key, state.Source[key], state.Cache[key], p.w.Keys[key])
		}
	}
	if tr.Stopped == "" && (len(state.Queue) != 0 || p.w.Queue.Len() != 0) {
		t.Errorf("%d writes are still queued", p.w.Queue.Len())
	}
	for i := len(tr.Events) - 1; i >= 0; i-- {
		state.Revert(&tr.Events[i])
		if !sameState(state, before[i]) {
			t.Errorf("before event %d: %+v, not %+v", i+1, state, before[i])
		}
	}
}

func sameState(a, b trace.State) bool {
	return slices.Equal(a.Cache, b.Cache) && slices.Equal(a.Source, b.Source) && slices.Equal(a.Queue, b.Queue) &&
		slices.Equal(a.Dead, b.Dead) && a.Breaker == b.Breaker
}

// Any order of open choices can be replayed, and leads to the same state.
func TestRandomOrders(t *testing.T) {
	for seed := range cases(200) {
		r := rand.New(rand.NewPCG(seed, 2))
		s := parsed(t, randomStory(r))
		choose := &s.Variants[0]
		choose.Faults, choose.Order = nil, []scenario.OrderItem{{Choice: engine.Crash}}
		p := newPlayer(choose)
		choose.Order = nil
		for range 40 {
			open := p.m.Choices(p.w, engine.AllowAll, nil)
			item := p.rec.c.Turn(p.w, open[r.IntN(len(open))])
			if err := p.follow([]scenario.OrderItem{item}); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			choose.Order = append(choose.Order, item)
		}
		tr, errs := Run(choose)
		if errs != nil {
			t.Fatalf("seed %d: %v", seed, errs)
		}
		if s := tr.At(len(tr.Events)); s.Source[0] != p.w.Keys[0].Source || s.Cache[0] != p.w.Keys[0].Entry || len(s.Queue) != p.w.Queue.Len() {
			t.Errorf("seed %d: the order does not lead where its steps led", seed)
		}
	}
}

// longStory returns the longest story that the format allows: a hundred writes
// with the longest lists of steps.
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
	if tr.Stopped != "stopped after 5000 events" || !strings.HasSuffix(tr.Console(), "!!! stopped after 5000 events\n") {
		t.Errorf("stopped: %q", tr.Stopped)
	}
}

// Named strategies stay far below the limit of events.
func TestNamedStrategiesStayBelowMaxEvents(t *testing.T) {
	for _, s := range strategy.Named(strategy.Write) {
		ops := `{'ops': [` + strings.Repeat(`{'op': 'edit', 'key': 'k'}, `, 24) + `{'op': 'edit', 'key': 'k'}]}`
		tr := run(t, `'write': '`+s.ID+`', 'clients': [`+strings.Repeat(ops+`, `, 3)+ops+`]`)
		if len(tr.Events) > MaxEvents/4 || tr.Stopped != "" {
			t.Errorf("%s: %d events", s.ID, len(tr.Events))
		}
	}
}
