package load

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
)

// admitting lets the operations of a variant's clients leave as Play does, but in slots
// that are used again, and forgets often.
type admitting struct {
	asked   []*scenario.Op // all operations of the variant
	ops     []engine.Op    // and how they were compiled
	clients []engine.ClientOps
	in      []int32 // which operation is in a slot
	lost    []told  // the operations that a crash has just ended
}

// told is an operation of whose end its client knows, from an instant on.
type told struct {
	op int32
	at int64
}

// admittingRun returns such a run.
func admittingRun(v *scenario.Variant) *Run {
	c := v.Compile()
	a := &admitting{c.Ops, c.World.Ops, c.Model.Clients, make([]int32, len(c.Ops)), nil}
	c.World.Ops, c.Model.Clients, c.Model.Recycle = nil, nil, true
	return newRun(v, c, a, nil, 0)
}

func (a *admitting) begin(r *Run) {
	for _, client := range a.clients {
		a.send(r, client.First, 0)
	}
}

func (a *admitting) send(r *Run, op int32, ready int64) {
	id := r.world.Admit(a.ops[op].Key, a.ops[op].Kind, a.ops[op].Program)
	a.in[id] = op
	r.clock.SendAt(id, max(a.asked[op].At, ready+a.asked[op].Think))
}

func (a *admitting) advance(r *Run, n int) (happened int) {
	for happened < n && r.clock.Run(1) > 0 {
		happened++
		slices.SortFunc(a.lost, func(a, b told) int { return int(a.op - b.op) }) // in Play they are in this order, here by slot
		for _, end := range a.lost {
			a.next(r, end)
		}
		a.lost = a.lost[:0]
		if r.world.CallCount%4 == 0 {
			r.meter.freshness.stream.Forget(func(yield func(op, key int32, write uint32)) { named(r.world, yield) })
		}
	}
	return happened
}

func (a *admitting) answered(r *Run, id int32, _ int64) {
	end := told{a.in[id], r.Now() + r.clock.AnswerTravel(id)}
	if op := &r.world.Ops[id]; op.Outcome == engine.Unknown && r.world.Down {
		a.lost = append(a.lost, end)
	} else {
		a.next(r, end)
	}
}

// next lets the client of an operation send its next one.
func (a *admitting) next(r *Run, end told) {
	if client := a.clients[a.ops[end.op].Client]; end.op+1 < client.First+client.Count {
		a.send(r, end.op+1, end.at)
	}
}

// As many payments and other writes are lacking at the end, as many payments were applied
// again, and as long was all on its way, in slots that are used again, as the judge and the
// trace of Play say.
func TestPaymentsAsInPlay(t *testing.T) {
	var y tally
	pays, lost, again := 0, 0, 0
	for seed := range uint64(short(120)) {
		story := payingStory(rand.New(rand.NewPCG(seed, 21)))
		tr, errs := play.Run(parsed(t, story...))
		if errs != nil {
			t.Fatal(errs)
		}
		r, w := admittingRun(parsed(t, story...)), parsed(t, story...).Compile().World
		r.meter.freshness.known(w)
		for r.Advance(1000) {
		}
		f := r.meter.freshness
		twice := 0
		for i, op := range tr.Ops {
			w.Ops[i].Outcome = op.Outcome
			if op.Kind != engine.Pay {
				continue
			}
			pays++
			twice += max(tr.Times(i)-1, 0)
			if tr.Judged.Lacking(i) {
				lost++
			}
		}
		again += twice
		y.compare(t, f, tr.Judged, w.Ops)
		if int(f.Again) != twice {
			t.Errorf("payments were applied again %d times, in Play %d", f.Again, twice)
		}
		own := finished(parsed(t, story...)).meter.freshness
		if !reflect.DeepEqual(f.Held, own.Held) || f.AtRisk.Peak() != own.AtRisk.Peak() || f.Unseen.Peak() != own.Unseen.Peak() {
			t.Errorf("the source got writes after %v ns, %d were at risk; in slots of their own %v, %d", f.Held.Mean(), f.AtRisk.Peak(), own.Held.Mean(), own.AtRisk.Peak())
		}
		if t.Failed() {
			t.Fatalf("seed %d: %s\n%s", seed, strings.Join(story, ", "), tr.Console())
		}
	}
	if lost < short(120)/20 || again < short(120)/4 {
		t.Errorf("of %d payments %d were lost, and %d made again: too few", pays, lost, again)
	}
	y.check(t)
}

// payingStory draws the members of a scenario in which many payments are lost or made twice.
func payingStory(r *rand.Rand) []string {
	story := randomStory(r)
	for i, m := range story {
		if strings.HasPrefix(m, "'clients'") {
			story[i] = strings.NewReplacer("'create'", "'pay'", "'get', 'key': 'b'", "'pay', 'key': 'b'").Replace(m)
		}
		if strings.HasPrefix(m, "'accessor'") && r.IntN(2) == 0 {
			story[i] = fmt.Sprintf("'accessor': {'timeout': '%dms', 'maxAttempts': 3, 'idempotencyKey': %v}", 6+r.IntN(20), r.IntN(2) == 0)
		}
		if strings.HasPrefix(m, "'writeBehind'") && r.IntN(2) == 0 {
			story[i] = fmt.Sprintf("'writeBehind': {'writeDelay': '%dms', 'coalescing': 'merge', 'journal': %v, 'onFailure': '%s'}", 1+r.IntN(40), r.IntN(2) == 0,
				[]string{"retry-in-place", "requeue", "drop", "dead-letter"}[r.IntN(4)])
		}
	}
	return append(story, "'onError': '"+[]string{"keep", "rollback"}[r.IntN(2)]+"'")
}

// What loses payments, and what makes them again, under a workload.
func TestFactsAboutPayments(t *testing.T) {
	const (
		slow   = `'source': {'writeLatency': '30ms'}`
		under  = `'workload': {'arrivals': {'pattern': 'constant', 'rate': 1000}, 'keys': {'count': 3}, 'mix': {'pay': 1}, 'duration': '1s'}`
		behind = `'write': 'write-behind'`
		varied = `'source': {'writeLatency': {'dist': 'exponential', 'mean': '10ms'}}`
		failed = `'source': {'errorRate': 0.5}`
		crash  = `'faults': [{'fault': 'crash', 'at': '500ms'}]`
	)
	for _, c := range []struct {
		name        string
		story       []string
		lost, again bool
	}{
		{"nothing goes wrong", []string{`'write': 'write-around'`, slow}, false, false},
		{"saves time out and are repeated", []string{`'write': 'write-around'`, slow, `'accessor': {'timeout': '20ms', 'maxAttempts': 2}`}, false, true},
		{"with an idempotency key", []string{`'write': 'write-around'`, slow, `'accessor': {'timeout': '20ms', 'maxAttempts': 2, 'idempotencyKey': true}`}, false, false},
		{"queued payments take the place of others", []string{behind, `'writeBehind': {'writeDelay': '20ms', 'coalescing': 'last-wins'}`}, true, false},
		{"they are added up", []string{behind, `'writeBehind': {'writeDelay': '20ms', 'coalescing': 'merge'}`}, false, false},
		{"merged saves time out and are repeated", []string{behind, varied, `'writeBehind': {'coalescing': 'merge'}`, `'accessor': {'timeout': '20ms', 'maxAttempts': 2, 'backoff': {'initial': '1ms'}}`}, false, true},
		{"each with its idempotency key", []string{behind, varied, `'writeBehind': {'coalescing': 'merge'}`, `'accessor': {'timeout': '20ms', 'maxAttempts': 2, 'backoff': {'initial': '1ms'}, 'idempotencyKey': true}`}, false, false},
		{"a crash takes the queue", []string{behind, `'writeBehind': {'writeDelay': '20ms'}`, crash}, true, false},
		{"a journal keeps it", []string{behind, `'writeBehind': {'writeDelay': '20ms', 'journal': true}`, crash}, false, false},
		{"what a crash leaves at the source is repeated from the journal", []string{behind, slow, `'writeBehind': {'workers': 40, 'journal': true}`, crash}, false, true},
		{"saves that fail are dropped", []string{behind, failed, `'writeBehind': {'workers': 20, 'onFailure': 'drop'}`}, true, false},
		{"or become dead letters", []string{behind, failed, `'writeBehind': {'workers': 20, 'coalescing': 'merge', 'onFailure': 'dead-letter'}`}, true, false},
		{"or are queued again", []string{behind, failed, `'writeBehind': {'workers': 20, 'coalescing': 'merge', 'onFailure': 'requeue'}`}, false, false},
	} {
		r := finished(parsed(t, append(c.story, under)...))
		lost, again := r.Measure("lost"), r.Measure("paid.again")
		if lost.N > 0 != c.lost || again.N > 0 != c.again || r.Sent() != 1000 {
			t.Errorf("%s: of %d payments %d are lost, and made again %d times", c.name, r.Sent(), lost.N, again.N)
		}
	}
}

// What a source does not have yet is no loss while it may still come.
func TestNothingIsLostBeforeTheEnd(t *testing.T) {
	r := New(parsed(t, `'write': 'write-behind', 'writeBehind': {'writeDelay': '1s'}`,
		`'workload': {'arrivals': {'rate': 1000}, 'keys': {'count': 10}, 'mix': {'edit': 1}, 'operations': 500}`))
	r.Advance(600)
	if behind := r.meter.freshness.Behind.Value(); behind == 0 || r.Measure("lost").Known() {
		t.Errorf("while %d writes are on their way, %v are said to be lost", behind, r.Measure("lost"))
	}
	for r.Advance(1000) {
	}
	if lost := r.Measure("lost"); lost != (Value{0, 1}) {
		t.Errorf("in the end %v are lost", lost)
	}
}
