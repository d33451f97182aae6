package explore

import "testing"

// large returns an explorer of the scenario whose exploration has a budget of
// time and memory.
func large(t testing.TB) *Explorer {
	s := parsed(t, "'write': 'write-behind'", "'source': {'records': {'k': 0}}", "'explore': {'faults': {'crash': 1, 'evict': 1, 'source-error': 1}}", program("R R | W1 R | W2 R"))
	x, err := New(&s.Variants[0])
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func BenchmarkExplore(b *testing.B) {
	states := 0
	for b.Loop() {
		x := large(b)
		for x.Advance(10_000) {
		}
		states += x.Progress().States
		b.ReportMetric(float64(x.Progress().Bytes)/1e6, "MB")
	}
	b.ReportMetric(float64(states)/b.Elapsed().Seconds(), "states/s")
}
