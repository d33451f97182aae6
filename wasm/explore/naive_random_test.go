package explore

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"cacheplay/wasm/judge"
)

// naiveStates is the limit of states of the naive explorer.
const naiveStates = 4000

// naiveOrder returns the choices that lead to a state, for messages.
func (n *naive) naiveOrder(node int32) string {
	var out []string
	for ; node > 0; node = n.all[node].parent {
		c := n.all[node].by
		out = append([]string{fmt.Sprintf("%s/%d/%v!%s", c.kind, c.actor, c.step, naiveFaults[c.fault])}, out...)
	}
	return strings.Join(out, ", ")
}

func TestNaiveExplorerAgrees(t *testing.T) {
	tried, cut, found := 0, 0, 0
	for seed := uint64(0); tried < iterations(5000); seed++ {
		tried++
		members := randomSmall(rand.New(rand.NewPCG(seed, 7)))
		s := parsed(t, members...)
		n, ok := newNaive(&s.Variants[0])
		if !ok {
			t.Fatalf("seed %d: too large\n%s", seed, strings.Join(members, ", "))
		}
		if !n.explore(naiveStates) {
			cut++
			continue
		}
		x := explored(t, s)
		for _, f := range x.Findings() {
			if f.Verdict == judge.Violated {
				found++
			}
			if len(f.Order) != n.found[f.Property] {
				t.Errorf("seed %d: %v in %d steps, naively in %d (0: not at all)\n%s\n%v", seed, f.Property, len(f.Order), n.found[f.Property], strings.Join(members, ", "), f.Order)
			}
		}
		if t.Failed() {
			return
		}
	}
	t.Log(tried, cut, found)
}
