package explore

import (
	"fmt"
	"testing"
)

// The greatest staleness under a time to live is what theory says: a value that
// is replaced just after it was read can be stored after the longest load, and
// be answered until the last tick of its life.
func TestStaleness(t *testing.T) {
	for ttl := 2; ttl <= 4; ttl++ {
		for load := 0; load < ttl; load++ {
			for from, want := range map[string]int{"fill": ttl + load - 1, "read": ttl - 1} {
				s := parsed(t, aside+"'write': 'write-around', 'source': {'records': {'k': 0}}",
					fmt.Sprintf("'cache': {'ttl': '9s', 'ttlFrom': '%s'}, 'explore': {'ticks': {'ttl': %d, 'load': %d}}", from, ttl, load), program("R | W1 | R"))
				got, bounded, order := explored(t, s).Staleness()
				if got != want || !bounded {
					t.Errorf("ttl %d, load %d, from %s: %d, not %d (bounded %v), by %v", ttl, load, from, got, want, bounded, order)
				}
			}
		}
	}
}
