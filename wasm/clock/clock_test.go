package clock

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/random"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// ms is a millisecond.
const ms = 1_000_000

// recorded notes what happens, a line for each phase of a step.
type recorded struct {
	w     *engine.World
	lines []string
}

func (r *recorded) Happened(s *Step) {
	r.lines = append(r.lines, fmt.Sprintf("%d: %+v, then %+v in %d (%d)", r.w.Clock.Now, s.Choice, s.Effect.Next, s.Wait, s.Delay))
}

// compiled returns a variant of a scenario, given by its members with ' for ", compiled.
// With sent, it has no operations but those that the test sends.
func compiled(t testing.TB, members string, sent bool) (*scenario.Variant, *scenario.Compiled) {
	t.Helper()
	const clients = `, "clients": [{"ops": [{"op": "edit", "key": "a"}, {"op": "get", "key": "b"}, {"op": "get", "key": "a", "think": "3ms"}, {"op": "edit", "key": "b"}]},
		{"ops": [{"op": "get", "key": "b"}, {"op": "edit", "key": "b", "at": "5ms"}, {"op": "get", "key": "a"}]}]}`
	s, errs := scenario.Parse([]byte(`{"version": 1, ` + strings.ReplaceAll(members, "'", `"`) + clients))
	if errs != nil {
		t.Fatal(errs)
	}
	c := s.Variants[0].Compile()
	if sent {
		c.Model.Clients, c.Model.Recycle, c.World.Ops = nil, true, nil
	}
	return &s.Variants[0], c
}

const eventful = `'seed': '7', 'read': 'cache-aside', 'write': 'write-behind', 'network': {'latency': {'dist': 'exponential', 'mean': '1ms'}},
	'cache': {'ttl': '4ms', 'ttlJitter': '1ms', 'capacity': 1}, 'source': {'readLatency': '2ms', 'writeLatency': '2ms', 'concurrency': 1, 'errorRate': 0.2},
	'accessor': {'timeout': '3ms', 'maxAttempts': 3}, 'writeBehind': {'journal': true}, 'faults': [{'fault': 'crash', 'at': '9ms', 'restartAfter': '1ms'}]`

// What happens does not depend on the portions in which a driver lets it happen.
func TestPortions(t *testing.T) {
	variant, _ := compiled(t, eventful, false)
	run := func(drive func(c *Clock)) []string {
		compiled := variant.Compile()
		r := &recorded{w: compiled.World}
		c := New(variant, compiled, r)
		drive(c)
		if !c.Over() || c.Run(1) != 0 {
			t.Error("the run is not over")
		}
		return r.lines
	}
	whole := run(func(c *Clock) { c.Run(math.MaxInt) })
	if len(whole) < 100 {
		t.Fatalf("only %d phases", len(whole))
	}
	for _, n := range []int{1, 2, 7, 50} {
		if got := run(func(c *Clock) {
			for c.Run(n) == n {
			}
		}); !slices.Equal(got, whole) {
			t.Errorf("%d things at a time: otherwise than all at once", n)
		}
		got := run(func(c *Clock) {
			for instant := int64(0); !c.Over(); instant += 100_000 {
				for c.RunUntil(instant, n) == n {
				}
				if c.w.Clock.Now != instant {
					t.Fatalf("at %d, not %d", c.w.Clock.Now, instant)
				}
			}
		})
		if len(got) < len(whole) || !slices.Equal(got[:len(whole)], whole) {
			t.Errorf("%d things at a time, until one instant after the other: otherwise than all at once", n)
		}
	}
}

// send sends an operation of a key at an instant.
func send(c *Clock, kind engine.OpKind, key int32, at int64) {
	program := uint8(1)
	if kind == engine.Get {
		program = 0
	}
	op := c.w.Admit(key, kind, program)
	if at == c.w.Clock.Now {
		c.Send(op)
	} else {
		c.SendAt(op, at)
	}
}

// answers notes when the clients of operations get their answers, and when the source
// saves.
type answers struct {
	c   *Clock
	got []string
}

func (a *answers) Happened(s *Step) {
	a.changed(s)
	told := s.Effect.Lost
	if s.Effect.Answered {
		told = append(told, s.Effect.Op)
	}
	for _, op := range told {
		a.got = append(a.got, fmt.Sprintf("%d: %v %d", op, a.c.w.Ops[op].Outcome, (a.c.w.Clock.Now+a.c.AnswerTravel(op))/ms))
	}
}

func (a *answers) changed(s *Step) {
	for _, change := range s.Effect.Changes {
		if change.Kind == engine.RecordChanged {
			a.got = append(a.got, fmt.Sprintf("saved %d", a.c.w.Clock.Now/ms))
		}
	}
}

func listening(t testing.TB, members string) (*Clock, *answers) {
	variant, compiled := compiled(t, members, true)
	a := &answers{}
	a.c = New(variant, compiled, a)
	return a.c, a
}

func check(t *testing.T, a *answers, want ...string) {
	t.Helper()
	if !slices.Equal(a.got, want) {
		t.Errorf("got %q, not %q", a.got, want)
	}
}

// A driver sends operations while others are under way, now or later, and those of ended
// ones take their slots.
func TestSend(t *testing.T) {
	c, a := listening(t, `'read': 'no-cache', 'source': {'readLatency': '10ms', 'concurrency': 1}, 'network': {'latency': '2ms'}`)
	send(c, engine.Get, 0, 0)
	send(c, engine.Get, 0, 100*ms)
	c.RunUntil(5*ms, 1000)
	send(c, engine.Get, 0, 5*ms) // it waits for the first
	c.RunUntil(50*ms, 1000)
	send(c, engine.Get, 0, 50*ms)
	c.Run(1000)
	check(t, a, "0: ok 12", "2: ok 22", "2: ok 62", "1: ok 112")
}

// The answer of the Resource Manager is on its way as long as the request of its own
// operation was, whatever other calls were.
func TestAnswerTravel(t *testing.T) {
	c, a := listening(t, `'read': 'cache-inline', 'source': {'readLatency': '10ms'}, 'network': {'latency': '4ms'}`)
	send(c, engine.Get, 0, 0)
	c.Run(1000)
	check(t, a, "0: ok 22") // the request, 2; cache.get, 4; source.read, 14; the answer, 2
	if c.c.Model.Programs[0].By == strategy.Client {
		t.Error("the client takes the steps")
	}
}

// What was due for an operation that a crash has ended does not befall the one that has
// taken its slot.
func TestSlotUsedAgain(t *testing.T) {
	const story = `'read': 'cache-inline', 'source': {'readLatency': '10ms'}, 'network': {'latency': '4ms'}, 'faults': [{'fault': 'crash', 'at': '3ms', 'restartAfter': '0s'}]`
	c, a := listening(t, story)
	send(c, engine.Get, 0, 0)       // its cache.get arrives at 4 ms
	send(c, engine.Get, 1, ms+ms/2) // its request arrives at 3.5 ms
	c.RunUntil(3*ms, 1000)
	send(c, engine.Get, 0, 3*ms)
	c.Run(1000)
	check(t, a, "0: unknown 5", "1: ok 23", "0: ok 25")
}

// Nor does what was due for a worker that has crashed befall the one that is up again.
func TestWorkerUpAgain(t *testing.T) {
	c, a := listening(t, `'write': 'write-behind', 'network': {'latency': '200ms'}, 'source': {'writeLatency': '10ms'}, 'writeBehind': {'writeDelay': '0s', 'journal': true},
		'faults': [{'fault': 'crash-worker', 'at': '250ms', 'restartAfter': '10ms'}]`)
	send(c, engine.Edit, 0, 0) // the first save leaves at 200 ms and would arrive at 300 ms, the second leaves at 260 ms
	c.Run(1000)
	check(t, a, "0: ok 400", "saved 370")
}

// An expiry is on the agenda once, however often an entry is renewed, and comes when the
// last life is over.
func TestExpiryOnce(t *testing.T) {
	c, _ := listening(t, `'read': 'cache-aside', 'source': {'records': {'a': 1}}, 'cache': {'ttl': '50ms', 'ttlMode': 'access'}`)
	for at := int64(0); at <= 190*ms; at += ms {
		c.RunUntil(at, 1000)
		send(c, engine.Get, 0, at)
		if n := c.agenda.passive.size; n > 1 {
			t.Fatalf("%d expiries", n)
		}
	}
	c.RunUntil(240*ms-1, 1000)
	if !c.Over() || !c.w.Keys[0].Entry.Present {
		t.Error("the entry has expired too early")
	}
	c.RunUntil(240*ms, 1000)
	if c.w.Keys[0].Entry.Present || c.agenda.passive.size != 0 {
		t.Error("the entry has not expired")
	}
}

type nobody struct{}

func (nobody) Happened(*Step) {}

// In a steady state nothing is allocated, with time-outs, expiries and evictions.
func TestNothingIsAllocated(t *testing.T) {
	variant, compiled := compiled(t, `'read': 'cache-aside', 'write': 'write-invalidate', 'network': {'latency': {'dist': 'exponential', 'mean': '1ms'}}, 'cache': {'ttl': '40ms', 'capacity': 1},
		'source': {'readLatency': '1ms'}, 'accessor': {'timeout': '1s'}, 'faults': [{'fault': 'source-error', 'at': '24h'}]`, true)
	c := New(variant, compiled, nobody{})
	n := int64(0)
	one := func() {
		n++
		for c.RunUntil(n*ms/2, 1000) == 1000 {
		}
		send(c, []engine.OpKind{engine.Get, engine.Edit}[n/8%2], int32(n%2), n*ms/2)
	}
	for range 3000 {
		one()
	}
	if allocs := testing.AllocsPerRun(1000, one); allocs != 0 {
		t.Errorf("%v allocations for an operation", allocs)
	}
}

// BenchmarkOperation takes an operation from its start to its end, in a cache-aside with
// a hundred thousand operations a second, listened to by nobody.
func BenchmarkOperation(b *testing.B) {
	variant, compiled := compiled(b, `'read': 'cache-aside', 'write': 'write-invalidate', 'network': {'latency': '200us'}, 'cache': {'latency': '100us'},
		'source': {'readLatency': {'dist': 'exponential', 'mean': '1ms'}}`, true)
	compiled.World.Keys = make([]engine.Key, 1000)
	c := New(variant, compiled, nobody{})
	n := int64(0)
	for b.Loop() {
		n++
		for c.RunUntil(n*ms/100, 1000) == 1000 {
		}
		kind := engine.Get
		if n*2654435761>>8%10 == 0 {
			kind = engine.Edit
		}
		send(c, kind, int32(n*2654435761>>8%1000), n*ms/100)
	}
}

// A multiplied delay is exact, and never longer than the longest.
func TestTimes(t *testing.T) {
	for _, c := range []struct{ delay, by, want int64 }{
		{0, 100_000, 0}, {7, 0, 0}, {7, 1000, 7}, {1_000_001, 1500, 1_500_001}, {999, 999, 998},
		{random.Max, 1000, random.Max}, {random.Max, 100_000, random.Max}, {random.Max / 101, 100_000, random.Max / 101 * 100}, {random.Max, 1, random.Max / 1000},
	} {
		if got := times(c.delay, c.by); got != c.want {
			t.Errorf("%d times %d thousandths is %d, not %d", c.delay, c.by, got, c.want)
		}
	}
}
