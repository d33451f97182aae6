package explore

import (
	"fmt"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
)

// The greatest staleness under a time to live is what theory says: a value that
// is replaced just after it was read is stored after the longest load at worst,
// and then answered until the last tick of its time to live.
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

// Time can be counted with the largest number of keys, and is not counted if
// entries do not expire.
func TestTimeIsCountedForEveryKey(t *testing.T) {
	var records []string
	for i := range scenario.MaxKeys {
		records = append(records, fmt.Sprintf("'k%d': 0", i))
	}
	members := []string{"'source': {'records': {" + strings.Join(records, ", ") + "}}", "'explore': {'ticks': {'ttl': 1}}", program("W1:k63 R:k63 | R:k63")}
	for ttl, counted := range map[string]bool{"'ttl': '9s'": true, "": false} {
		s := parsed(t, append(members, "'cache': {"+ttl+"}")...)
		x := explored(t, s)
		if got := x.timing.counts(); got != counted || !x.complete {
			t.Errorf("with %q time is counted: %v (all seen: %v)", ttl, got, x.complete)
		}
		replay(t, s, x)
	}
}

// A read that a crash has ended while it was loading does not stop the clock.
func TestCrashEndsALoad(t *testing.T) {
	s := parsed(t, "'read': 'cache-inline', 'source': {'records': {'k': 0}}, 'cache': {'ttl': '9s'}, 'explore': {'faults': {'crash': 1}, 'ticks': {'ttl': 2, 'load': 0}}", program("R | R"))
	x, err := New(&s.Variants[0])
	if err != nil {
		t.Fatal(err)
	}
	read := engine.Choice{Kind: engine.OpStep, Actor: 0}
	for _, step := range []struct {
		choice  engine.Choice
		loading bool
	}{{choice: read, loading: false}, {choice: read, loading: true}, {choice: engine.Choice{Kind: engine.Crash}, loading: false}} {
		x.m.Leap(&x.w, step.choice, &x.e, func(_ engine.Choice, e *engine.Effect) { x.age.note(e, &x.w) })
		if got := !x.age.canTick(&x.w, x.timing); got != step.loading {
			t.Errorf("after %+v, time stands still: %v", step.choice, got)
		}
	}
}
