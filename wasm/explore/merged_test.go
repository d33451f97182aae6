package explore

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/anishathalye/porcupine"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
)

// A history merges orders: it keeps only which answers came before which
// invocations. This test merges nothing: it takes every order with everything
// that has happened in it, and Porcupine judges that. (No other property depends
// on how invocations and answers of two clients follow each other.)
func TestMergedOrdersChangeNoVerdict(t *testing.T) {
	tried, found := 0, 0
	for seed := uint64(0); tried < iterations(30); seed++ {
		members := randomSmall(rand.New(rand.NewPCG(seed, 2)))
		x := explored(t, parsed(t, members...))
		if slices.ContainsFunc(x.first.Ops, func(o engine.Op) bool { return o.Kind == engine.Pay }) {
			continue
		}
		u := unmerged{x: x, judged: map[string]bool{}}
		if !u.from(&x.first, nil, x.begin, 0) {
			continue
		}
		tried++
		if shortest := len(x.finding(judge.Linearizable).Order); shortest != u.shortest {
			t.Fatalf("seed %d: linearizable is violated in %d steps, where nothing is merged in %d (0: not at all)\n%s", seed, shortest, u.shortest, strings.Join(members, ", "))
		}
		if u.shortest > 0 {
			found++
		}
	}
	if tried >= 30 && (found < 5 || found > 25) {
		t.Errorf("%d of %d scenarios violate it: too one-sided", found, tried)
	}
}

// unmerged goes through every order, depth first, and remembers all that clients
// have seen.
type unmerged struct {
	x        *Explorer
	steps    int
	judged   map[string]bool // by what clients have seen
	shortest int             // order that is not linearizable, 0 for none
}

// seen is an invocation, or an answer.
type seen struct {
	op       int32
	answered bool
	outcome  engine.Outcome
	got      uint32 // the write that a read returns
}

// from goes through everything that can follow a world, and reports whether that
// was possible within the limit of steps.
func (u *unmerged) from(w *engine.World, all []seen, left budget, depth int) bool {
	for _, c := range left.choices(u.x.m, w) {
		if u.steps++; u.steps > maxSteps/2 {
			return false
		}
		var next engine.World
		next.Copy(w)
		rest, after := left, all[:len(all):len(all)]
		rest.spend(u.x.m, w, c)
		var e engine.Effect
		u.x.m.Leap(&next, c, &e, func(_ engine.Choice, e *engine.Effect) {
			if e.Begun {
				after = append(after, seen{op: e.Op})
			}
			if e.Answered {
				after = append(after, seen{e.Op, true, next.Ops[e.Op].Outcome, e.Answer.Write})
				if (u.shortest == 0 || depth+1 < u.shortest) && !u.linearizable(&next, after) {
					u.shortest = depth + 1
				}
			}
		})
		if next.Equal(w) && len(after) == len(all) {
			continue // the choice has changed nothing
		}
		if !u.from(&next, after, rest, depth+1) {
			return false
		}
	}
	return true
}

// linearizable reports whether what clients have seen is linearizable. It judges
// equal lists once.
func (u *unmerged) linearizable(w *engine.World, all []seen) bool {
	key := fmt.Sprint(all)
	known, there := u.judged[key]
	if !there {
		known = u.judge(w, all)
		u.judged[key] = known
	}
	return known
}

// judge asks Porcupine, key by key.
func (u *unmerged) judge(w *engine.World, all []seen) bool {
	for key := range w.Keys {
		var sure, open []porcupine.Operation
		for call, s := range all {
			o := &w.Ops[s.op]
			if s.answered || int(o.Key) != key {
				continue
			}
			in := registerInput{o.Kind == engine.Get, engine.WriteOf(s.op)}
			op := porcupine.Operation{ClientId: int(s.op), Input: in, Call: int64(call), Return: 1 << 40}
			end := slices.IndexFunc(all, func(other seen) bool { return other.answered && other.op == s.op })
			switch {
			case end >= 0 && all[end].outcome == engine.OK:
				op.Input, op.Return = registerInput{in.reads, in.write}, int64(end)
				if in.reads {
					op.Input = registerInput{true, all[end].got}
				}
				sure = append(sure, op)
			case !in.reads && (end < 0 || all[end].outcome != engine.Failed):
				open = append(open, op)
			}
		}
		if !anyHolds(sure, open) {
			return false
		}
	}
	return true
}
