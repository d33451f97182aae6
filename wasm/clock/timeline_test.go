package clock

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A timeline gives items in the order of time and, at one time, in that of their ranks,
// whether or not they are due after one of a few times that return again and again.
func TestTimelineOrder(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 2))
		line := newTimeline()
		var want []item
		waits := []int64{1, 1000, 1000, 1500, 90_000}
		if seed%2 == 1 { // more than there are tracks for
			for n := range int64(2 * mostTracks) {
				waits = append(waits, 100*n)
			}
		}
		now, most := int64(0), 1<<r.IntN(10)
		for i := range uint64(3000) {
			if len(want) > 0 && r.IntN(2*most) < len(want) {
				if got := line.take(); compare(got, want[0]) != 0 {
					t.Fatalf("seed %d: item %d at %d, not %d at %d", seed, got.rank, got.at, want[0].rank, want[0].at)
				}
				now, want = want[0].at, want[1:]
				continue
			}
			it := item{at: now + r.Int64N(2000), rank: i}
			if r.IntN(3) == 0 {
				line.add(it)
			} else {
				wait := waits[r.IntN(len(waits))]
				it.at = now + wait
				line.addAfter(wait, it)
			}
			place, _ := slices.BinarySearchFunc(want, it, compare)
			want = slices.Insert(want, place, it)
			if p := line.peek(); r.IntN(2) == 0 && compare(*p, want[0]) != 0 {
				t.Fatalf("seed %d: first is %d, not %d", seed, p.rank, want[0].rank)
			}
			if line.size != len(want) {
				t.Fatalf("seed %d: %d items, not %d", seed, line.size, len(want))
			}
		}
		if seed%2 == 0 && len(line.tracks) != len(waits)-1 || len(line.tracks) > mostTracks {
			t.Errorf("seed %d: %d tracks for %v", seed, len(line.tracks), waits)
		}
	}
}
