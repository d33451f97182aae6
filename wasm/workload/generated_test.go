package workload

import (
	"fmt"
	"slices"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/random"
)

var _ Source = (*OpenLoop)(nil)

// mixed is a workload of every kind of operation.
func mixed() Generated {
	size := random.Percentiles(300, 10_000)
	return Generated{
		Arrivals:   Arrivals{Rate: 1_000_000},
		Keys:       Keys{Count: 1000, Distribution: Zipfian, Exponent: 990},
		Mix:        Mix{Parts: [engine.OpKinds]int64{engine.Create: 1_000, engine.Edit: 14_000, engine.Get: 80_000, engine.Delete: 2_000, engine.Pay: 3_000}},
		Size:       &size,
		Operations: 20_000,
	}
}

// all returns the operations of an open workload.
func all(g Generated) (ops []Operation) {
	source := NewOpenLoop(&g, 1)
	for op := (Operation{}); source.Next(&op); {
		ops = append(ops, op)
	}
	return ops
}

func TestMix(t *testing.T) {
	g := mixed()
	g.Operations = int64(draws())
	counts := make([]int, engine.OpKinds)
	for _, op := range all(g) {
		counts[op.Kind]++
	}
	likely := make([]float64, engine.OpKinds)
	for kind, part := range g.Mix.Parts {
		likely[kind] = float64(part) / 100_000
	}
	checkCounts(t, "kinds", counts, likely)
}

func TestAWorkloadEnds(t *testing.T) {
	for _, row := range []struct {
		what                 string
		operations, duration int64
		want                 int
	}{
		{"by number", 100, 0, 100},
		{"by duration", 0, second, 1000},
		{"by number first", 100, second, 100},
		{"by duration first", 10_000, second, 1000},
	} {
		g := mixed()
		g.Arrivals.Pattern, g.Operations, g.Duration = Constant, row.operations, row.duration
		source, n := NewOpenLoop(&g, 1), 0
		for op := (Operation{}); source.Next(&op); {
			n++
		}
		if n != row.want || source.Next(&Operation{}) {
			t.Errorf("%s: %d operations, want %d", row.what, n, row.want)
		}
	}
}

// A workload that lasts longer begins like a shorter one.
func TestALongerWorkloadBeginsAlike(t *testing.T) {
	for d := range KeyDistributions {
		short, long := mixed(), mixed()
		short.Keys = Keys{Count: 100, Distribution: d, Exponent: 800, HotKeys: 100, HotOperations: 500}
		long.Keys, long.Operations = short.Keys, 2*short.Operations
		if !slices.Equal(all(short), all(long)[:short.Operations]) {
			t.Errorf("%s: other operations", d)
		}
	}
}

// Each concern has a stream of its own: what is changed about one changes no other.
func TestConcernsDoNotShiftEachOther(t *testing.T) {
	without := func(mix Mix) Mix {
		mix.Parts[engine.Create] = 0
		return mix
	}
	plain := mixed()
	plain.Mix = without(plain.Mix)
	first := all(plain)
	for _, row := range []struct {
		what   string
		change func(*Generated)
		same   func(a, b *Operation) bool
	}{
		{"arrivals", func(g *Generated) { g.Arrivals.Rate *= 2 }, func(a, b *Operation) bool { return a.Key == b.Key && a.Kind == b.Kind && a.Size == b.Size }},
		{"keys", func(g *Generated) { g.Keys.Distribution = Latest }, func(a, b *Operation) bool { return a.At == b.At && a.Kind == b.Kind }},
		{"mix", func(g *Generated) { g.Mix.Parts[engine.Edit] = 70_000 }, func(a, b *Operation) bool { return a.At == b.At && a.Key == b.Key && a.Size == b.Size }},
		{"sizes", func(g *Generated) { g.Size = nil }, func(a, b *Operation) bool { return a.At == b.At && a.Key == b.Key && a.Kind == b.Kind }},
		{"bursts", func(g *Generated) { g.Arrivals.Bursts = Bursts{Length: second, Times: 5_000} }, func(a, b *Operation) bool { return a.Key == b.Key && a.Kind == b.Kind && a.Size == b.Size }},
	} {
		g := mixed()
		g.Mix = without(g.Mix)
		row.change(&g)
		differs := false
		for i, op := range all(g) {
			if differs = differs || op != first[i]; !row.same(&op, &first[i]) {
				t.Errorf("%s: operation %d is %+v, was %+v", row.what, i, op, first[i])
				break
			}
		}
		if !differs {
			t.Errorf("%s: nothing changed", row.what)
		}
	}
}

// A key has the same size each time, and keys differ.
func TestSizesBelongToKeys(t *testing.T) {
	sizes, different := map[uint32]uint32{}, map[uint32]bool{}
	for i, op := range all(mixed()) {
		if before, met := sizes[op.Key]; met && before != op.Size || op.Size == 0 {
			t.Fatalf("operation %d: key %d had %d bytes, has %d", i, op.Key, before, op.Size)
		}
		sizes[op.Key], different[op.Size] = op.Size, true
	}
	if len(different) < len(sizes)/2 {
		t.Errorf("%d sizes of %d keys", len(different), len(sizes))
	}
}

func TestCreatesAddKeys(t *testing.T) {
	g := mixed()
	g.Keys.Distribution = Latest
	next, old := g.Keys.Count, 0
	for i, op := range all(g) {
		switch {
		case op.Kind == engine.Create && op.Key != next:
			t.Fatalf("operation %d creates key %d, not %d", i, op.Key, next)
		case op.Kind == engine.Create:
			next++
		case op.Key >= next:
			t.Fatalf("operation %d is about key %d of %d", i, op.Key, next)
		case op.Key < next-100:
			old++
		}
	}
	if next < g.Keys.Count+100 || old == 0 {
		t.Errorf("%d keys, %d operations on old ones", next, old)
	}
}

// hashed is one number that stands for an operation and all before it.
func hashed(before uint64, op *Operation) uint64 {
	for _, part := range []uint64{uint64(op.At), uint64(op.Key), uint64(op.Client), uint64(op.Size), uint64(op.Kind)} {
		before = (before ^ part) * 0x100000001b3
	}
	return before
}

// The same operations natively and as WebAssembly, and after every change of the
// program.
func TestOperationsNeverChange(t *testing.T) {
	hot, burst, latest := mixed(), mixed(), mixed()
	hot.Keys = Keys{Count: 12_345, Distribution: Hotspot, HotKeys: 100, HotOperations: 750}
	hot.Arrivals.Pattern = Constant
	burst.Keys = Keys{Count: 777}
	burst.Arrivals.Bursts = Bursts{From: second, Every: 3 * second, Length: second / 2, Times: 12_500}
	burst.Arrivals.Curve = Curve{Period: minute, Points: []int64{700, 1300, 0}}
	latest.Keys = Keys{Count: 50, Distribution: Latest, Exponent: 1234}
	for _, row := range []struct {
		what string
		g    Generated
		want uint64
	}{
		{"zipfian", mixed(), 0x306b06b38d988ecb},
		{"hotspot", hot, 0x15164b71f0e1b5bb},
		{"bursts", burst, 0x13e99ca7afefa849},
		{"latest", latest, 0x2357637abea48e4a},
	} {
		got := uint64(0)
		for _, op := range all(row.g) {
			got = hashed(got, &op)
		}
		if got != row.want {
			t.Errorf("%s: %#x, want %#x", row.what, got, row.want)
		}
	}
}

func TestDrawingAllocatesNothing(t *testing.T) {
	g, op := mixed(), Operation{}
	g.Operations = 0
	source := NewOpenLoop(&g, 1)
	if n := testing.AllocsPerRun(5000, func() { source.Next(&op) }); n > 0 {
		t.Errorf("%v allocations for each operation", n)
	}
}

func BenchmarkNext(b *testing.B) {
	for _, keys := range []uint32{1_000, 1_000_000} {
		g, op := mixed(), Operation{}
		g.Keys.Count, g.Operations, g.Size, g.Mix.Parts[engine.Create] = keys, 0, nil, 0
		source := NewOpenLoop(&g, 1)
		b.Run(fmt.Sprint(keys), func(b *testing.B) {
			for b.Loop() {
				source.Next(&op)
			}
		})
	}
}
