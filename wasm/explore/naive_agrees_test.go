package explore

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
)

// naiveStates is the limit of states of the naive explorer.
const naiveStates = 1500

var (
	naiveSeed  = flag.Uint64("seed", 0, "the first seed of the scenarios that are explored naively")
	naiveCount = flag.Int("scenarios", 5000, "how many scenarios are explored naively")
)

// TestNaiveExplorerAgrees compares exploration with the naive explorer: what some order
// violates, and in how many steps at least.
func TestNaiveExplorerAgrees(t *testing.T) {
	t.Parallel()
	n := naive{states: map[naiveState]int32{}}
	tried, cut, found, differ := 0, 0, 0, 0
	for seed := *naiveSeed; tried < iterations(*naiveCount); seed++ {
		text, s := scenarios{rand.New(rand.NewPCG(seed, 7))}.scenario()
		if s == nil {
			continue
		}
		tried++
		if !n.start(&s.Variants[0]) {
			t.Fatalf("seed %d: too large\n%s", seed, text)
		}
		if !n.explore(naiveStates) {
			cut++
			continue
		}
		violated, differences := n.compare(t, s)
		if found += violated; differences != "" {
			t.Errorf("seed %d: %s\n%s", seed, differences, text)
			if differ++; differ > 5 {
				return
			}
		}
	}
	if found < tried/3 || cut > tried/3 {
		t.Errorf("of %d scenarios %d are cut short, and %d properties are violated in the others: too one-sided", tried, cut, found)
	}
}

// compare explores a scenario, and returns how many properties are violated and in
// what the two explorers differ.
func (n *naive) compare(t *testing.T, s *scenario.Scenario) (violated int, differences string) {
	x := explored(t, s)
	var words []string
	for _, f := range x.Findings() {
		if f.Verdict == judge.Violated {
			violated++
		}
		if len(f.Order) != n.found[f.Property] {
			words = append(words, fmt.Sprintf("%v in %d steps, naively in %d (0: not at all)\n  %v", f.Property, len(f.Order), n.found[f.Property], f.Order))
			if node := n.nodes[f.Property]; node > 0 {
				words = append(words, "  "+n.order(node))
			}
		}
	}
	if (x.Deadlock() != nil) != n.dead && !n.allFound() {
		words = append(words, fmt.Sprintf("a deadlock: %v, naively %v", x.Deadlock(), n.dead))
	}
	return violated, strings.Join(words, "\n")
}

// order returns the choices that lead to a state, for messages.
func (n *naive) order(node int) string {
	var out []string
	for at := int32(node); at > 0; at = n.all[at].parent {
		c := n.all[at].by
		out = append([]string{fmt.Sprintf("%s/%d/%v!%s", c.kind, c.actor+1, c.step, naiveFaults[c.fault])}, out...)
	}
	return strings.Join(out, " ")
}
