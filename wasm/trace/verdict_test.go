package trace

import (
	"testing"

	"cacheplay/wasm/engine"
)

func TestDurable(t *testing.T) {
	for _, c := range []struct {
		name  string
		trace *Trace
		want  bool
	}{
		{name: "through the cache", trace: writeThrough(), want: true},
		{name: "by the worker", trace: writeBehind(), want: true},
		{name: "lost in a crash", trace: crashed(), want: false},
		{name: "the second write reached the source before the first", trace: overtaken(), want: false},
	} {
		if got := c.trace.Durable(); got != c.want {
			t.Errorf("%s: durable is %v", c.name, got)
		}
	}
}

func TestConverges(t *testing.T) {
	for _, c := range []struct {
		name  string
		trace *Trace
		want  bool
	}{
		{name: "through the cache", trace: writeThrough(), want: true},
		{name: "by the worker", trace: writeBehind(), want: true},
		{name: "nothing is left in either", trace: crashed(), want: true},
		{name: "the copy is old", trace: aside(), want: false},
		{
			name: "the copy says nothing of payments, nor of its version",
			trace: &Trace{Initial: State{
				Cache:  []engine.Entry{{Present: true, Record: engine.Record{Exists: true}}},
				Source: []engine.Record{{Exists: true, Version: 1, Ledger: engine.NoPayments}},
			}},
			want: true,
		},
	} {
		if got := c.trace.Converges(); got != c.want {
			t.Errorf("%s: converges is %v", c.name, got)
		}
	}
}

// overtaken is the trace of two writes, one sent after the other is acknowledged,
// that reach the source in the opposite order.
func overtaken() *Trace {
	s := tell("Overtaken", "cache-inline", "write-behind", "Client")
	first := s.plans(0, engine.Create, "write-behind", `1`)
	second := s.plans(0, engine.Edit, "write-behind", `2`)
	var items []engine.Item
	for _, op := range []int{first, second} {
		s.sends(op)
		items = append(items, s.queues(op, 0))
		s.answers(op, engine.Record{}, false)
	}
	s.synchronises(items[1], millisecond)
	s.synchronises(items[0], millisecond)
	return s.t
}
