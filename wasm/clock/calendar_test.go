package clock

import (
	"cmp"
	"container/heap"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

const (
	day24  = 24 * 3600 * 1_000_000_000
	decade = 3652 * day24
)

// strides are how far apart items come in calendars that have been a trouble.
var strides = map[string]func(r *rand.Rand) int64{
	"all at once":           func(*rand.Rand) int64 { return 0 },
	"near":                  func(r *rand.Rand) int64 { return r.Int64N(1000) },
	"equal latencies":       func(*rand.Rand) int64 { return 1_000_000 },
	"a few latencies":       func(r *rand.Rand) int64 { return []int64{0, 100_000, 1_000_000, 1_000_000_000}[r.IntN(4)] },
	"from ns to a day":      func(r *rand.Rand) int64 { return day24 >> r.IntN(48) },
	"near, with time-outs":  func(r *rand.Rand) int64 { return r.Int64N(2)*30_000_000_000 + r.Int64N(100) },
	"near, with one decade": func(r *rand.Rand) int64 { return r.Int64N(1000) + r.Int64N(1000)/999*decade },
}

// A calendar gives items in the order of time and, at one time, in that of their ranks,
// as a sorted list does.
func TestCalendarOrder(t *testing.T) {
	rounds := 20
	if runtime.GOOS == "js" {
		rounds = 4
	}
	for name, stride := range strides {
		for seed := range rounds {
			r := rand.New(rand.NewPCG(uint64(seed), 1))
			var q calendar
			var want []item
			now := int64(0)
			most := 1 << r.IntN(10)
			for i := range uint64(6000) {
				if len(want) > 0 && r.IntN(2*most) < len(want) {
					if got := q.take(); compare(got, want[0]) != 0 {
						t.Fatalf("%s, seed %d: item %d at %d, not %d at %d", name, seed, got.rank, got.at, want[0].rank, want[0].at)
					}
					now, want = want[0].at, want[1:]
					continue
				}
				it := item{at: now + stride(r), rank: 6000 + i}
				if r.IntN(8) == 0 {
					it.rank = 6000 - i // it had its place before all others
				}
				q.add(it)
				place, _ := slices.BinarySearchFunc(want, it, compare)
				want = slices.Insert(want, place, it)
				if p := q.peek(); r.IntN(2) == 0 && compare(*p, want[0]) != 0 {
					t.Fatalf("%s, seed %d: first is %d, not %d", name, seed, p.rank, want[0].rank)
				}
			}
			if q.size != len(want) {
				t.Fatalf("%s, seed %d: %d items, not %d", name, seed, q.size, len(want))
			}
		}
	}
}

// compare compares items as they are due.
func compare(x, y item) int {
	return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.rank, y.rank))
}

// Adding and taking cost as many detours with many items as with few, whatever the
// distances in time.
func TestCalendarDetours(t *testing.T) {
	many := 20_000
	if runtime.GOOS == "js" {
		many = 5000
	}
	for name, stride := range strides {
		for _, n := range []int{100, many} {
			r := rand.New(rand.NewPCG(1, 2))
			var q calendar
			for range n {
				q.add(item{at: stride(r)})
			}
			detours := 0
			for range 4 * n {
				before := q.skipped/4 + q.passed
				it := q.take()
				it.at += stride(r)
				q.add(it)
				detours += max(0, q.skipped/4+q.passed-before)
			}
			t.Logf("%s, %d: %.2f, days of %d ns", name, n, float64(detours)/float64(4*n), 1<<q.shift)
			if each := float64(detours) / float64(4*n); each > 8 {
				t.Errorf("%s, %d items: %.1f detours for each", name, n, each)
			}
		}
	}
}

// Nothing is allocated once a calendar has held as many items.
func TestCalendarDoesNotAllocate(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	var q calendar
	for range 5000 {
		q.add(item{at: r.Int64N(1_000_000)})
	}
	if n := testing.AllocsPerRun(20_000, func() {
		it := q.take()
		it.at += r.Int64N(1_000_000)
		q.add(it)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// itemHeap is the plain way.
type itemHeap []item

func (h itemHeap) Len() int { return len(h) }
func (h itemHeap) Less(i, j int) bool {
	return h[i].at < h[j].at || h[i].at == h[j].at && h[i].rank < h[j].rank
}
func (h itemHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *itemHeap) Push(x any)   { *h = append(*h, x.(item)) }
func (h *itemHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// BenchmarkCalendar takes an item and adds another one, beside container/heap; both
// with a draw, which is measured by itself too.
func BenchmarkCalendar(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 4))
	stride := func() int64 { return int64(r.ExpFloat64() * 1_000_000) }
	b.Run("draw", func(b *testing.B) {
		for b.Loop() {
			stride()
		}
	})
	for _, n := range []int{100, 10_000, 1_000_000} {
		b.Run(fmt.Sprintf("calendar/%d", n), func(b *testing.B) {
			var q calendar
			hold := func() {
				it := q.take()
				it.at += stride()
				q.add(it)
			}
			for range n {
				q.add(item{at: stride()})
			}
			for range 2 * n {
				hold()
			}
			for b.Loop() {
				hold()
			}
		})
		b.Run(fmt.Sprintf("heap/%d", n), func(b *testing.B) {
			var h itemHeap
			for range n {
				heap.Push(&h, item{at: stride()})
			}
			for order := uint64(1); b.Loop(); order++ {
				it := heap.Pop(&h).(item)
				it.at, it.rank = it.at+stride(), order
				heap.Push(&h, it)
			}
		})
	}
}
