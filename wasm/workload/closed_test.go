package workload

import (
	"slices"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/random"
)

// clients returns a workload of as many clients that read and edit.
func clients(n int) *Generated {
	g := mixed()
	g.Arrivals = Arrivals{Pattern: Closed, Clients: n, Think: random.Exponential(second)}
	g.Mix = Mix{Parts: [engine.OpKinds]int64{engine.Get: 50_000}, ReadModifyWrite: 50_000}
	return &g
}

// turns returns what each client does, and how long it pauses before, if they are
// answered in the given order, each so long after it has sent its operation.
func turns(order []uint32, answer int64) (ops [3][]Operation) {
	c, at := NewClosedLoop(clients(3), 1), [3]int64{}
	for range 200 {
		for _, number := range order {
			var op Operation
			c.Next(number, at[number], &op)
			sent := op.At
			op.At -= at[number]
			at[number] = sent + answer
			ops[number] = append(ops[number], op)
		}
	}
	return ops
}

// Each client's operations are its own, whenever it and the others are answered.
func TestClientsDoNotShiftEachOther(t *testing.T) {
	one, other := turns([]uint32{0, 1, 2}, 5), turns([]uint32{2, 1, 2, 0}, 7_000_000)
	for number := range one {
		if !slices.Equal(one[number], other[number][:200]) {
			t.Errorf("client %d does something else", number)
		}
		same := 0
		for i, op := range one[number] {
			if op.Key == one[(number+1)%3][i].Key {
				same++
			}
		}
		if same > 50 {
			t.Errorf("client %d asks for %d of 200 keys when the next one does", number, same)
		}
	}
}

func TestThinkTimes(t *testing.T) {
	g := clients(10)
	g.Mix.ReadModifyWrite, g.Operations = 0, int64(draws())
	c, op := NewClosedLoop(g, 1), Operation{}
	var pauses []float64
	for turn := uint32(0); c.Next(turn%uint32(c.Clients()), 7, &op); turn++ {
		pauses = append(pauses, float64(op.At-7))
	}
	if len(pauses) != draws() {
		t.Errorf("%d operations", len(pauses))
	}
	checkMoments(t, "pauses", pauses, 1e9)
}

// A read-modify-write edits what it has read, at once.
func TestReadModifyWrite(t *testing.T) {
	g := clients(2)
	g.Operations = 2000
	c := NewClosedLoop(g, 1)
	counts, last := [engine.OpKinds]int{}, [2]Operation{}
	for turn := 0; ; turn++ {
		number, op := uint32(turn%2), Operation{}
		answered := last[number].At + 5
		if !c.Next(number, answered, &op) {
			break
		}
		counts[op.Kind]++
		if op.Kind == engine.Edit {
			if before := last[number]; before.Kind != engine.Get || before.Key != op.Key || before.Size != op.Size || op.At != answered || op.Client != number {
				t.Fatalf("%+v after %+v", op, before)
			}
		}
		last[number] = op
	}
	// Half of the turns are a get, half a get and an edit.
	if edits := counts[engine.Edit]; edits+counts[engine.Get] != 2000 || edits < 600 || edits > 730 {
		t.Errorf("%v", counts)
	}
}

func TestClosedWorkloadsEnd(t *testing.T) {
	g := clients(1)
	g.Operations, g.Duration, g.Arrivals.Think = 0, 10*second, random.Constant(second)
	c, op, n := NewClosedLoop(g, 1), Operation{}, 0
	for c.Next(0, op.At, &op) {
		n++
		if op.At == 9*second {
			break
		}
	}
	if op.At != 9*second || n < 9 {
		t.Errorf("%d operations, the last one at %d", n, op.At)
	}
	for range 3 { // an edit may follow
		c.Next(0, op.At, &op)
	}
	if op.At >= 10*second {
		t.Errorf("an operation at %d, after the end", op.At)
	}
}

func TestDrawingForAClientAllocatesNothing(t *testing.T) {
	c, op := NewClosedLoop(clients(3), 1), Operation{}
	if n := testing.AllocsPerRun(5000, func() { c.Next(2, op.At, &op) }); n > 0 {
		t.Errorf("%v allocations for each operation", n)
	}
}
