package explore

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
)

// bruteForce goes through every order, depth first. It merges and remembers no
// states: it visits each one again for every path that leads to it.
type bruteForce struct {
	x     *Explorer
	steps int
	path  []situation           // the situations before the current one
	best  [judge.Properties]int // the length of the shortest order that violates it, 0 for none

	judges    *judge.Judge
	histories []*judge.History
	worlds    []*engine.World // memory for the world after each step of an order
	e         engine.Effect
}

// situation is everything that an order has led to.
type situation struct {
	world string // the canonical bytes
	h     *judge.History
	left  budget
}

func (s situation) equal(o situation) bool {
	return s.world == o.world && s.left == o.left && *s.h == *o.h
}

// maxSteps is the limit of steps that are tried of a scenario.
var maxSteps = iterations(200_000)

// violated records violations after an order of some length.
func (b *bruteForce) violated(v judge.PropertySet, depth int) {
	for p := range b.best {
		if v.Has(judge.Property(p)) && (b.best[p] == 0 || depth < b.best[p]) {
			b.best[p] = depth
		}
	}
}

// from goes through everything that can follow a world, and reports whether that
// was possible within the limit of steps.
func (b *bruteForce) from(w *engine.World, here situation, depth int) bool {
	h, left := here.h, here.left
	if slices.ContainsFunc(b.path, here.equal) {
		return true // the order has come back to an earlier situation
	}
	b.path = append(b.path, here)
	defer func() { b.path = b.path[:len(b.path)-1] }()
	quiet := true
	for _, c := range left.choices(b.x.m, w) {
		if b.steps++; b.steps > maxSteps {
			return false
		}
		next := b.world(depth)
		next.Copy(w)
		after, rest := b.history(depth+1), left
		*after = *h
		rest.spend(b.x.m, w, c)
		j := b.judge(next, after)
		b.x.m.Leap(next, c, &b.e, func(_ engine.Choice, e *engine.Effect) {
			after.Note(e, next)
			if e.Answered {
				b.violated(j.OnAnswer(e.Op), depth+1)
			}
			b.violated(j.OnSave(), depth+1)
		})
		there := situation{string(next.Encode(nil)), after, rest}
		if there.world == here.world && *after == *h {
			continue // it changes nothing
		}
		quiet = quiet && c.Needs() != 0
		if !b.from(next, there, depth+1) {
			return false
		}
	}
	refused := func(o engine.Op) bool { return o.Refused }
	if quiet || slices.ContainsFunc(w.Ops, refused) && b.restless(w) {
		b.violated(b.judge(w, h).OnQuiet(), depth)
	}
	return true
}

// judge returns a judge of a state, which knows of no violation.
func (b *bruteForce) judge(w *engine.World, h *judge.History) *judge.Judge {
	if b.judges == nil {
		b.judges = judge.New(b.x.m, &b.x.first)
	}
	b.judges.W, b.judges.H = w, h
	return b.judges
}

// sameRecords reports whether source and cache hold the same records of a key, how
// often the cache counts a payment apart.
func sameRecords(a, b engine.Key) bool {
	a.Entry.Record.Ledger, b.Entry.Record.Ledger = 0, 0
	return a.Source == b.Source && a.Entry.Present == b.Entry.Present && a.Entry.Record == b.Entry.Record
}

// history returns the memory for the history after a number of steps of an order.
func (b *bruteForce) history(depth int) *judge.History {
	for depth >= len(b.histories) {
		b.histories = append(b.histories, &judge.History{})
	}
	return b.histories[depth]
}

// world returns the memory for the world after a step of an order.
func (b *bruteForce) world(depth int) *engine.World {
	if depth == len(b.worlds) {
		b.worlds = append(b.worlds, &engine.World{})
	}
	return b.worlds[depth]
}

// restless reports whether there is always something to do, and yet nothing of it
// changes what clients, cache or source have, unless there are faults.
func (b *bruteForce) restless(w *engine.World) bool {
	all := make([]engine.World, 1)
	all[0].Copy(w)
	known := map[string]bool{string(w.Encode(nil)): true}
	for i := 0; i < len(all); i++ {
		goesOn := false
		for _, c := range b.x.m.Choices(&all[i], 0, nil) {
			var next engine.World
			next.Copy(&all[i])
			var e engine.Effect
			b.x.m.Leap(&next, c, &e, func(engine.Choice, *engine.Effect) {})
			code := string(next.Encode(nil))
			if code == string(all[i].Encode(nil)) {
				continue
			}
			goesOn = true
			for key := range w.Keys {
				if !sameRecords(w.Keys[key], next.Keys[key]) {
					return false
				}
			}
			for op := range w.Ops {
				if w.Ops[op].Outcome != next.Ops[op].Outcome || w.Ops[op].Phase != next.Ops[op].Phase || w.Ops[op].Step != next.Ops[op].Step {
					return false
				}
			}
			if !known[code] {
				known[code] = true
				all = append(all, next)
			}
		}
		if !goesOn {
			return false
		}
	}
	return true
}

// randomSmall returns the members of a random scenario of two to four operations.
func randomSmall(r *rand.Rand) []string {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	programs := pick("W1 | R", "R | W1 R", "R R | W1", "W1 W2", "W1 R", "W1 | W2", "W1 | W2 R", "P P", "P | P", "W1 D | R", "W1 W2 | R", "W1:a W2:b", "R | D R")
	write := pick("write-through", "write-through-source-first", "write-behind", "write-behind", "write-around", "write-invalidate", "delete-first", "double-delete", "change-data-capture")
	fill := pick("set", "set", "add", "lease", "lock")
	if strings.Contains("write-through-source-first write-around write-invalidate delete-first double-delete change-data-capture", write) && write != "write-through" {
		fill = pick("set", "add", "lease", "lock", "version", "version")
	}
	budget := []string{}
	for _, id := range []string{"crash", "evict", "source-error", "source-refuse", "source-timeout", "cache-lost", "cache-error", "crash-worker", "crash-cache", "crash-client", "outage"} {
		if r.IntN(5) == 0 {
			budget = append(budget, "'"+id+"': 1")
		}
	}
	primer := pick("", "'primer': ['k'], ")
	return []string{
		fmt.Sprintf("'read': '%s', 'write': '%s', 'onError': '%s', 'onCacheError': '%s'", pick("cache-inline", "cache-aside", "no-cache", "refresh-ahead"), write, pick("keep", "rollback", "invalidate"), pick("ignore", "fail", "retry")),
		fmt.Sprintf("'cache': {%s'fill': '%s', 'leaseLosers': '%s', 'singleFlight': %s, 'survivesCrash': %s}", primer, fill, pick("wait", "bypass"), pick("true", "false"), pick("true", "false")),
		fmt.Sprintf("'writeBehind': {'workers': %s, 'batchSize': %s, 'partitionBy': '%s', 'coalescing': '%s', 'onFailure': '%s', 'journal': %s, 'staging': %s, 'pinDirty': %s}",
			pick("1", "2"), pick("1", "2"), pick("none", "key"), pick("none", "last-wins", "merge"), pick("retry-in-place", "requeue", "drop", "dead-letter"), pick("true", "false"), pick("true", "false"), pick("true", "false")),
		fmt.Sprintf("'accessor': {'maxAttempts': %s, 'idempotencyKey': %s}", pick("1", "2"), pick("true", "false")),
		"'source': {'records': {'k': 0}}", "'explore': {'faults': {" + strings.Join(budget, ", ") + "}}", program(programs),
	}
}

func TestBruteForceAgrees(t *testing.T) {
	t.Parallel()
	tried, found := 0, 0
	for seed := uint64(0); tried < iterations(150); seed++ {
		members := randomSmall(rand.New(rand.NewPCG(seed, 1)))
		if seed%2 == 0 {
			members[3] = withRetryBudget(members[3], 1+int(seed/2%3), "1")
		}
		x := explored(t, parsed(t, members...))
		b := bruteForce{x: x}
		if !b.from(&x.first, situation{string(x.first.Encode(nil)), &judge.History{}, x.begin}, 0) {
			continue
		}
		tried++
		for _, f := range x.Findings() {
			if len(f.Order) != b.best[f.Property] {
				t.Errorf("seed %d: %v in %d steps, by brute force in %d (0: not at all)\n%s", seed, f.Property, len(f.Order), b.best[f.Property], strings.Join(members, ", "))
			}
			if f.Verdict == judge.Violated {
				found++
			}
		}
		if t.Failed() {
			return
		}
	}
	if found < iterations(100) {
		t.Errorf("only %d violations were found", found)
	}
}
