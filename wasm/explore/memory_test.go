package explore

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
)

// eightClients is a scenario with more states than fit into a memory of so many bytes.
func eightClients(t *testing.T, memory int) *scenario.Variant {
	t.Helper()
	var clients []string
	for i := range 8 {
		clients = append(clients, fmt.Sprintf(`{"ops": [{"op": "get", "key": "k"}, {"op": "edit", "key": "k", "value": %d}]}`, i))
	}
	s, errs := scenario.Parse(fmt.Appendf(nil, `{"version": 1, "write": "write-behind", "source": {"records": {"k": 0}},
		"explore": {"memory": %d, "faults": {"crash": 1, "evict": 1, "source-error": 1}}, "clients": [%s]}`, memory, strings.Join(clients, ", ")))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return &s.Variants[0]
}

// inUse returns the bytes in use, without garbage.
func inUse() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// An exploration stops at its limit of memory, keeps what it has decided, and says of
// nothing else that it holds. How it is called makes no difference.
func TestTheLimitOfMemory(t *testing.T) {
	const limit = scenario.MinMemory
	var first Progress
	for _, chunk := range []int{1 << 20, 777} {
		before := inUse()
		s, err := NewSurvey(eightClients(t, limit))
		if err != nil {
			t.Fatal(err)
		}
		for s.x != nil && s.x.Advance(chunk) {
		}
		p := s.Progress()
		if p.Complete || p.Bound != OfMemory || p.Bytes < limit || p.Bytes > limit+limit/20 {
			t.Fatalf("stopped with %+v", p)
		}
		if taken := inUse() - before; taken < p.Bytes*95/100 || taken > p.Bytes*105/100 {
			t.Errorf("%d bytes are taken, and %d counted", taken, p.Bytes)
		}
		if first == (Progress{}) {
			first = p
		} else if p != first {
			t.Errorf("stopped with %+v, and with %+v", p, first)
		}
		var verdicts [3]int
		for _, j := range s.Judgements() {
			verdicts[j.Verdict]++
		}
		if verdicts[judge.Violated] == 0 || verdicts[judge.Unknown] == 0 || verdicts[judge.Holds] != 0 {
			t.Errorf("verdicts %v", verdicts)
		}
	}
}

// Once it has judged, a survey gives the memory of its search back, and takes no more
// than the limit to make counterexamples smaller. It tells how far it is.
func TestASurveyGivesMemoryBack(t *testing.T) {
	const limit = scenario.MinMemory
	before := inUse()
	s, err := NewSurvey(eightClients(t, limit))
	if err != nil {
		t.Fatal(err)
	}
	tried, tries := 0, 0
	for s.Advance(10_000) {
		p := s.Progress()
		if p.Bytes > limit+limit/20 {
			t.Fatalf("%d bytes are taken", p.Bytes)
		}
		if p.Tried < tried || p.Tried > p.Tries {
			t.Fatalf("%d of %d tries after %d", p.Tried, p.Tries, tried)
		}
		tried, tries = p.Tried, p.Tries
	}
	if p := s.Progress(); p.Tried != p.Tries || tries == 0 || p.Bound != OfMemory {
		t.Errorf("ended with %+v", p)
	}
	if left := inUse() - before; left > limit/10 {
		t.Errorf("%d bytes are still taken", left)
	}
	runtime.KeepAlive(s)
}

// An exploration with too many states of single operations stops, and decides nothing.
func TestTheLimitOfParts(t *testing.T) {
	x, err := New(eightClients(t, scenario.MinMemory))
	if err != nil {
		t.Fatal(err)
	}
	x.limits.parts = 50
	for x.Advance(1000) {
	}
	if p := x.Progress(); p.Bound != OfParts || p.Complete {
		t.Errorf("stopped with %+v", p)
	}
	if f := x.finding(judge.Durable); f.Verdict == judge.Holds {
		t.Error("durable holds")
	}
}
