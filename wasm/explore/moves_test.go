package explore

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
)

// checked is an explorer that compares every expansion with what the engine does
// with the whole state, without remembered moves.
type checked struct {
	*Explorer
	t      *testing.T
	states int
}

func (c *checked) expand(node int, s []uint32, found found) {
	x := c.Explorer
	here := slices.Clone(s)
	var got []state
	x.expand(node, s, func(step int, next []uint32) (int, bool) {
		if step != len(got) {
			c.t.Errorf("step %d is said to be %d", len(got), step)
		}
		got = append(got, slices.Clone(next))
		return found(step, next)
	})
	x.load(here)
	x.decode()
	var want []state
	for _, choice := range x.left.choices(x.m, &x.w) {
		want = append(want, c.leap(choice))
	}
	if x.timing.counts() && x.age.canTick(&x.w, x.timing) && x.isAnswerAwaited() {
		x.next.Copy(&x.w)
		aged := x.age
		x.passTime(&x.next, &aged)
		want = append(want, c.number(&x.next, &x.h, &aged, &x.left))
	}
	if c.states++; !slices.EqualFunc(got, want, slices.Equal) {
		c.t.Errorf("from %v remembered moves lead to\n%v, the engine to\n%v", here, got, want)
	}
}

// leap returns the state that a choice leads to from the whole current state.
func (c *checked) leap(choice engine.Choice) state {
	x := c.Explorer
	x.next.Copy(&x.w)
	after, aged, left := x.h, x.age, x.left
	left.spend(x.m, &x.w, choice)
	x.m.Leap(&x.next, choice, &x.e, func(_ engine.Choice, e *engine.Effect) {
		after.Note(e, &x.next)
		aged.note(e, &x.next)
	})
	return c.number(&x.next, &after, &aged, &left)
}

// number returns the state of a world and all that belongs to it.
func (c *checked) number(w *engine.World, h *judge.History, age *ages, left *budget) state {
	s := make(state, len(c.to))
	s.setShared(c.numberShared(w, h, age, left))
	for op := range w.Ops {
		s.setOwn(op, c.numberOwn(op, w, h))
		s.setBefore(op, &h.Before[op])
	}
	return s
}

// Remembered moves of two parts are right wherever the two meet again.
func TestMovesAreTheEngines(t *testing.T) {
	states, timed := 0, 0
	for seed := range uint64(max(10, iterations(100))) {
		r := rand.New(rand.NewPCG(seed, 3))
		members := randomSmall(r)
		if r.IntN(3) == 0 && !strings.Contains(members[1], "version") {
			members[1] = strings.Replace(members[1], "'cache': {", "'cache': {'ttl': '9s', ", 1)
			members[len(members)-2] = "'explore': {'faults': {'crash': 1, 'evict': 1}, 'ticks': {'ttl': 2, 'load': 1}}"
			timed++
		}
		x := explored(t, parsed(t, members...))
		if seed%2 == 0 {
			x.moves = moves{limit: 5} // so that most are forgotten again
		}
		c := &checked{Explorer: x, t: t}
		for s := newSearch(c); c.states < 600 && s.advance(); {
		}
		if states += c.states; t.Failed() {
			t.Fatalf("seed %d: %s", seed, strings.Join(members, ", "))
		}
	}
	wantStates := 8_000
	if runtime.GOARCH == "wasm" {
		wantStates = 600 // the first seeds have small scenarios
	}
	if states < wantStates || timed < iterations(15) {
		t.Errorf("only %d states were compared, and %d scenarios that count time", states, timed)
	}
}
