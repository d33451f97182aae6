package engine

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"cacheplay/wasm/strategy"
)

// timed drives a timed model under operations that come from outside. Whatever waits for
// the n-th time waits as long in each run, so that two runs can be compared.
type timed struct {
	m      *Model
	w      *World
	seed   uint64
	due    []dueChoice
	ids    []int32 // by slot: which operation it holds, counted in the order in which they came
	waits  map[[2]int32]uint64
	events []timedEvent
	steps  int

	differs string // how a remembered step differs from the same one taken anew
}

// longest is how long an actor waits at most: so long that two things never happen at the
// same time by chance.
const longest = 1 << 40

// dueChoice is a choice that is due at a time.
type dueChoice struct {
	at int64
	c  Choice
}

// timedEvent is something that an effect says and when that is so.
type timedEvent struct {
	at     int64
	op     int32
	actor  strategy.Step
	result Result
	change Change
	answer Record
	how    Outcome
}

// newTimed draws a model in which nothing crashes, and operations that come.
func newTimed(seed uint64, ahead bool) *timed {
	r := rand.New(rand.NewPCG(seed, 12))
	m, w := randomModel(r, true)
	m.Clients, w.Ops, m.Recycle, m.Ahead, m.Cache.XFetch = nil, nil, true, ahead, 0
	m.AheadOfAnswers = ahead && seed%2 == 0
	for _, setting := range []*int64{&m.Cache.TTL, &m.Cache.NegativeTTL, &m.Cache.StaleFor, &m.Queue.Delay, &m.Queue.Interval, &m.Accessor.Timeout, &m.Accessor.Breaker.OpenFor} {
		*setting *= longest / 50
	}
	d := &timed{m: m, w: w, seed: seed, waits: map[[2]int32]uint64{}}
	for at, n := int64(0), int32(0); n < 60; n++ {
		at += 1 + r.Int64N(longest/4)
		op := Op{Task: Task{Key: int32(r.IntN(len(w.Keys)))}, Kind: OpKind(r.IntN(int(Pay)))}
		for op.Program = uint8(r.IntN(len(m.Programs))); (m.Programs[op.Program].Kind == strategy.Read) != (op.Kind == Get); {
			op.Program = uint8(r.IntN(len(m.Programs)))
		}
		d.runUntil(at)
		w.lastWrite = uint32(n)
		id := w.Admit(op.Key, op.Kind, op.Program)
		if int(id) == len(d.ids) {
			d.ids = append(d.ids, 0)
		}
		d.ids[id] = n
		d.proceed(w.StepOf(id))
	}
	d.runUntil(1 << 62)
	return d
}

// runUntil takes what is due, at most so many steps.
func (d *timed) runUntil(end int64) {
	for len(d.due) > 0 && d.due[0].at <= end && d.steps < 20_000 {
		next := d.due[0]
		d.due = d.due[1:]
		d.w.Clock.Now = next.at
		d.proceed(next.c)
	}
	if end < 1<<62 {
		d.w.Clock.Now = end
	}
}

// after makes a choice due, behind what is due at the same time.
func (d *timed) after(at int64, c Choice) {
	i, _ := slices.BinarySearchFunc(d.due, at, func(x dueChoice, at int64) int { return cmp.Or(cmp.Compare(x.at, at), -1) })
	d.due = slices.Insert(d.due, i, dueChoice{at, c})
}

// wait returns how long an actor waits next, never twice as long.
func (d *timed) wait(c Choice, op int32) int64 {
	who := [2]int32{int32(c.Kind), c.Actor}
	if op >= 0 && c.Kind != WorkerStep && c.Kind != FeedStep {
		who = [2]int32{-1, d.ids[op]}
	}
	d.waits[who]++
	return rand.New(rand.NewPCG(d.seed^uint64(who[0])<<40^uint64(who[1]), d.waits[who])).Int64N(longest)
}

// proceed takes a choice and what follows at once.
func (d *timed) proceed(c Choice) {
	for c.Kind != NoChoice {
		e := d.step(c)
		d.steps++
		at, now := d.w.Clock.Now, d.w.Clock.Now
		for range e.Passed.There + e.Passed.Back + e.Passed.Served {
			at += d.wait(e.Next, e.Op)
		}
		d.note(&e, at)
		for _, also := range e.Also {
			d.after(max(now, also.Until), also.Choice)
		}
		c = e.Next
		switch {
		case e.Wait == Forever || e.Exhausted:
			return
		case e.Wait == Until:
			at = e.Until
		case e.Wait != AtOnce:
			at += d.wait(c, e.Op)
		}
		if at > now {
			d.after(at, c)
			return
		}
	}
}

// step takes a step. In some runs it also takes it with nothing remembered of how others
// went ahead, which comes to the same.
func (d *timed) step(c Choice) (e Effect) {
	if !d.m.Ahead || d.seed%8 != 0 {
		d.m.Step(d.w, c, &e)
		return e
	}
	var anew World
	var want Effect
	anew.Copy(d.w)
	forgetful := *d.m
	forgetful.legs = nil
	forgetful.Step(&anew, c, &want)
	d.m.Step(d.w, c, &e)
	if !d.w.Equal(&anew) || !reflect.DeepEqual(e, want) {
		d.differs = fmt.Sprintf("%+v:\n%+v\n%+v\nas remembered, but\n%+v\n%+v", c, e, d.w.Ops, want, anew.Ops)
	}
	return e
}

// note records what an effect says.
func (d *timed) note(e *Effect, answered int64) {
	op := e.Op
	if op >= 0 {
		op = d.ids[op]
	}
	if e.Result != NoResult {
		d.events = append(d.events, timedEvent{at: d.w.Clock.Now, op: op, actor: e.Actor, result: e.Result})
	}
	for _, c := range e.Changes {
		for _, item := range []*Item{&c.Item, &c.ItemAfter} {
			if item.Seq != 0 {
				item.Op = d.ids[item.Op]
			}
		}
		d.events = append(d.events, timedEvent{at: d.w.Clock.Now, op: op, change: c})
	}
	if e.Answered {
		d.events = append(d.events, timedEvent{at: answered, op: op, answer: e.Answer, how: d.w.Ops[e.Op].Outcome})
	}
}

// Whether operations go ahead changes nothing of what happens and when.
func TestGoingAheadChangesNothing(t *testing.T) {
	ahead, one := 0, 0
	for seed := range uint64(iterations(400)) {
		a, b := newTimed(seed, true), newTimed(seed, false)
		for _, d := range []*timed{a, b} {
			slices.SortStableFunc(d.events, func(x, y timedEvent) int { return cmp.Compare(x.at, y.at) })
		}
		if a.differs != "" {
			t.Fatalf("seed %d: %s", seed, a.differs)
		}
		if a.steps < 20_000 && b.steps < 20_000 {
			for i := range min(len(a.events), len(b.events)) {
				if a.events[i] != b.events[i] {
					t.Fatalf("seed %d: event %d is\n%+v ahead, but\n%+v", seed, i, a.events[i], b.events[i])
				}
			}
			if len(a.events) != len(b.events) {
				t.Fatalf("seed %d: %d events ahead, but %d", seed, len(a.events), len(b.events))
			}
		}
		ahead += a.steps
		one += b.steps
	}
	if ahead*5 > one*4 {
		t.Errorf("%d steps ahead instead of %d", ahead, one)
	}
	t.Logf("%d steps ahead, %d one at a time", ahead, one)
}
