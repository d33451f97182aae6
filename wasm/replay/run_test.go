package replay

import (
	"flag"
	"math/rand/v2"
	"runtime"
	"sort"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/eviction"
	"cacheplay/wasm/workload"
)

var firstSeed = flag.Uint64("seed", 1, "the first seed of the random workloads")

// zipf returns requests by Zipf's law with the exponent 1.
func zipf(r *rand.Rand, keys, requests int) []int32 {
	sums := make([]float64, keys)
	sum := 0.0
	for i := range sums {
		sum += 1 / float64(i+1)
		sums[i] = sum
	}
	number := r.Perm(keys) // hot keys do not stand side by side
	list := make([]int32, requests)
	for i := range list {
		list[i] = int32(number[sort.SearchFloat64s(sums, r.Float64()*sum)])
	}
	return list
}

// traceOf returns a trace of operations.
func traceOf(ops []workload.Operation) *Trace {
	t := &Trace{}
	for i := range ops {
		t.Add(&ops[i])
	}
	return t
}

func readsOf(keys []int32) []workload.Operation {
	ops := make([]workload.Operation, len(keys))
	for i, key := range keys {
		ops[i] = workload.Operation{Key: uint32(key), Kind: engine.Get}
	}
	return ops
}

func runTo(end *Run) Counts {
	for end.Advance(1000) {
	}
	return end.Counts()
}

// counted counts what a policy misses, request by request, as is said of a Run.
func counted(ops []workload.Operation, policy eviction.Policy, capacity int64, bytes bool) (c Counts) {
	type entry struct {
		size    int64
		expires int64
	}
	held, used := map[int32]entry{}, int64(0)
	for i, op := range ops {
		key, size, weight := int32(op.Key), int64(max(op.Size, 1)), int64(1)
		if bytes {
			weight = size
		}
		e, hit := held[key]
		if hit && (op.Kind == engine.Delete || e.expires > 0 && e.expires <= op.At) {
			policy.Remove(key, false)
			used -= e.size
			delete(held, key)
			hit = false
		}
		if op.Kind == engine.Delete {
			continue
		}
		if b, ok := policy.(*eviction.Belady); ok {
			b.Now = i
		}
		if op.Kind == engine.Get {
			c.Requests++
			c.Bytes += size
		}
		expires := int64(0)
		if op.TTL > 0 {
			expires = op.At + op.TTL
		}
		if hit {
			policy.Hit(key)
			if op.Kind != engine.Get {
				held[key] = entry{e.size, expires}
			}
			continue
		}
		if op.Kind == engine.Get {
			c.Misses++
			c.MissedBytes += size
		}
		if weight > capacity {
			continue
		}
		policy.Come(key, uint32(weight))
		for used+weight > capacity {
			victim, _ := policy.Victim()
			policy.Remove(victim, true)
			used -= held[victim].size
			delete(held, victim)
		}
		policy.Add(key, uint32(weight))
		held[key] = entry{weight, expires}
		used += weight
	}
	return c
}

// operations returns a random workload with what a case wants of it.
func operations(seed uint64, keys, n int, sizes, lives, kinds bool) []workload.Operation {
	r := rand.New(rand.NewPCG(seed, 6))
	ops := readsOf(zipf(r, keys, n))
	for i := range ops {
		op := &ops[i]
		op.At = int64(i) * 1000
		if sizes {
			op.Size = 1 + op.Key*7%50
		}
		if lives {
			op.TTL = int64(1+op.Key%10) * 200_000
		}
		if kinds && r.IntN(4) == 0 {
			op.Kind = []engine.OpKind{engine.Delete, engine.Edit, engine.Create, engine.Pay}[r.IntN(4)]
		}
	}
	return ops
}

// A run counts what is counted request by request through the interface.
func TestARunCountsWhatIsCountedOneByOne(t *testing.T) {
	n := map[bool]int{false: 4000, true: 500}[runtime.GOOS == "js"]
	const keys = 400
	for _, name := range Policies() {
		for c := range 16 {
			sizes, lives, kinds, bytes := c&1 > 0, c&2 > 0, c&4 > 0, c&8 > 0
			ops := operations(*firstSeed, keys, n, sizes, lives, kinds)
			trace := traceOf(ops)
			capacity := int64(40)
			if bytes && sizes {
				capacity = 600
			}
			policy := eviction.New(name, keys, capacity, 1)
			if name == Optimum {
				policy = eviction.NewBelady(keys, trace.Keys)
			}
			got, want := runTo(Begin(trace, name, capacity, bytes)), counted(ops, policy, capacity, bytes)
			if got != want || got.Misses == 0 || got.Misses == got.Requests {
				t.Errorf("%s, seed %d, sizes %v, times to live %v, all kinds %v, bytes %v: %+v, not %+v", name, *firstSeed, sizes, lives, kinds, bytes, got, want)
			}
		}
	}
}

// What a read misses and what is told of it by the write that fills the cache is one
// request.
func TestAFillTellsWhatWasMissed(t *testing.T) {
	get := func(at int64, size uint32) workload.Operation {
		return workload.Operation{At: at, Kind: engine.Get, Size: size}
	}
	fill := workload.Operation{At: 1, Kind: engine.Edit, Size: 30, TTL: 10, Fill: true}
	trace := traceOf([]workload.Operation{get(0, 0), fill, get(5, 0), get(9, 30), get(10, 0), get(12, 0)})
	got := runTo(Begin(trace, "lru", 100, true))
	if want := (Counts{Requests: 5, Misses: 2, Bytes: 150, MissedBytes: 60}); got != want {
		t.Errorf("%+v, not %+v", got, want)
	}
}

func TestWhatIsLargerThanTheCacheIsNotStored(t *testing.T) {
	get := func(key, size uint32) workload.Operation {
		return workload.Operation{Key: key, Kind: engine.Get, Size: size}
	}
	for _, name := range Policies() {
		trace := traceOf([]workload.Operation{get(0, 5), get(1, 11), get(0, 5), get(1, 11), get(0, 5)})
		if got := runTo(Begin(trace, name, 10, true)); got.Misses != 3 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// go test ./wasm/replay -run - -bench . compares the policies.
func BenchmarkRun(b *testing.B) {
	const keys, requests = 100_000, 4_000_000
	trace := &Trace{Keys: zipf(rand.New(rand.NewPCG(1, 1)), keys, requests), Objects: keys}
	for _, name := range Policies() {
		b.Run(name, func(b *testing.B) {
			var c Counts
			for b.Loop() {
				c = runTo(Begin(trace, name, keys/10, false))
			}
			b.ReportMetric(float64(requests)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mreq/s")
			b.ReportMetric(float64(c.Misses)/float64(c.Requests), "missed")
		})
	}
}
