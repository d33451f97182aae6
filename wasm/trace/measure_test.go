package trace

import (
	"slices"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// aside is the trace of a writer that goes around a warm cache, and of a reader
// before, during and after the write.
func aside() *Trace {
	s := tell("Aside", "cache-aside", "write-around", "Reader", "Writer")
	s.knows(`1`, true)
	old := engine.Record{Exists: true}
	edit := s.plans(1, engine.Edit, "write-around", `2`)
	var reads []int
	for range 3 {
		reads = append(reads, s.plans(0, engine.Get, "cache-aside", ""))
	}
	s.sends(reads[0])
	s.hits(reads[0])
	s.answers(reads[0], old, true)
	s.sends(edit)
	s.sends(reads[1])
	s.saves(edit, second)
	s.answers(edit, engine.Record{}, false)
	s.hits(reads[1])
	s.answers(reads[1], old, true)
	s.sends(reads[2])
	s.hits(reads[2])
	s.answers(reads[2], old, true)
	return s.done()
}

func TestStale(t *testing.T) {
	for _, c := range []struct {
		name  string
		trace *Trace
		op    int
		want  bool
	}{
		{name: "read before the write", trace: aside(), op: 1, want: false},
		{name: "sent before the source had the write", trace: aside(), op: 2, want: false},
		{name: "sent after", trace: aside(), op: 3, want: true},
		{name: "a write", trace: aside(), op: 0, want: false},
		{name: "old value filled after the write, read later", trace: twoClients(), op: 2, want: true},
		{name: "the read that filled it", trace: twoClients(), op: 0, want: false},
		{name: "through the cache", trace: writeThrough(), op: 1, want: false},
		{name: "ahead of the source", trace: writeBehind(), op: 1, want: false},
		{name: "no answer", trace: crashed(), op: 1, want: false},
	} {
		if got := c.trace.Judged.Old(c.op); got != c.want {
			t.Errorf("%s: stale is %v", c.name, got)
		}
	}
}

// times returns from, to and the number of records of each span.
func times(spans []Span) (out [][3]int64) {
	for _, s := range spans {
		if s.To > s.From {
			out = append(out, [3]int64{s.From, s.To, int64(s.Records)})
		}
	}
	return out
}

// twoKeys is the trace of two writes of different keys that one worker saves one
// after the other.
func twoKeys() *Trace {
	s := tell("Two keys", "cache-inline", "write-behind", "Client")
	s.t.Keys = append(s.t.Keys, Key{Name: "other"})
	s.t.Initial = State{Cache: make([]engine.Entry, 2), Source: make([]engine.Record, 2)}
	s.state = s.t.Initial.clone()
	for key := range 2 {
		op := s.plans(0, engine.Create, "write-behind", `1`)
		s.t.Ops[op].Key = key
		s.sends(op)
		change := holds(record(op), 0)
		change.Key = int32(key)
		s.asks(op, strategy.CacheSet, "set", Stored, "stored", change)
	}
	for op := range 2 {
		change := saved(op)
		change.Key = int32(op)
		s.wait(second)
		s.returns(op, 1, strategy.SourceSave, Saved, "written", "saved", change)
	}
	return s.done()
}

func TestAhead(t *testing.T) {
	for _, c := range []struct {
		name  string
		trace *Trace
		want  [][3]int64 // from, to, how many records
	}{
		{
			name:  "write through",
			trace: writeThrough(),
			want:  [][3]int64{{0, 17*microsecond + 2*second + 2804*microsecond, 1}},
		},
		{name: "write behind", trace: writeBehind(), want: [][3]int64{{0, 7 * second, 1}}},
		{name: "two writes behind", trace: twoKeys(), want: [][3]int64{{0, second, 2}, {second, 2 * second, 1}}},
		{name: "lost in a crash, with the cache", trace: crashed(), want: [][3]int64{{0, 3 * second, 1}}},
		{name: "around the cache", trace: aside(), want: nil},
		{name: "an old value is not ahead", trace: twoClients(), want: nil},
	} {
		if got := times(c.trace.Ahead()); !slices.Equal(got, c.want) {
			t.Errorf("%s: ahead in %v, not %v", c.name, got, c.want)
		}
	}
}

func TestBehind(t *testing.T) {
	for _, c := range []struct {
		name  string
		trace *Trace
		old   bool // until the end
	}{
		{name: "around a cache that had a copy", trace: aside(), old: true},
		{name: "an old value filled after the write", trace: twoClients(), old: true},
		{name: "write through", trace: writeThrough(), old: false},
		{name: "ahead is not behind", trace: writeBehind(), old: false},
	} {
		spans := c.trace.Behind()
		if got := len(spans) == 1 && spans[0].Records == 1 && spans[0].Last == len(c.trace.Events); got != c.old || !c.old && spans != nil {
			t.Errorf("%s: an old copy in %v", c.name, spans)
		}
	}
}

// The first and last events of a span are those that change the number of records.
func TestSpansNameTheirEvents(t *testing.T) {
	tr := writeBehind()
	span := tr.Ahead()[0]
	if first, last := tr.Events[span.First], tr.Events[span.Last]; first.Sense != Stored || last.Sense != Saved {
		t.Errorf("ahead from %q to %q", first.Label, last.Label)
	}
}

func TestWhatBecomesOfAWrite(t *testing.T) {
	stopped := crashed()
	stopped.Stopped = "stopped"
	judged(stopped)
	for _, c := range []struct {
		name                 string
		trace                *Trace
		op                   int
		called, held, waited int64 // -1: never
		lost                 bool
	}{
		{
			name:   "write through",
			trace:  writeThrough(),
			op:     0,
			called: 17 * microsecond,
			held:   2*second + 2821*microsecond,
			waited: 2*second + 2821*microsecond,
			lost:   false,
		},
		{
			name:   "write behind",
			trace:  writeBehind(),
			op:     0,
			called: 5 * second,
			held:   7 * second,
			waited: 0,
			lost:   false,
		},
		{name: "queued and lost", trace: crashed(), op: 0, called: -1, held: -1, waited: 0, lost: true},
		{name: "not lost while the run could have gone on", trace: stopped, op: 0, called: -1, held: -1, waited: 0, lost: false},
		{name: "a read", trace: crashed(), op: 1, called: -1, held: -1, waited: 0, lost: false},
	} {
		called, ok := c.trace.CalledAt(c.op)
		if ok != (c.called >= 0) || ok && called != c.called {
			t.Errorf("%s: the source was called at %d, %v", c.name, called, ok)
		}
		held, ok := c.trace.HeldAt(c.op)
		if ok != (c.held >= 0) || ok && held != c.held {
			t.Errorf("%s: the source held it at %d, %v", c.name, held, ok)
		}
		if waited, ok := c.trace.Ops[c.op].Wait(); !ok || waited != c.waited {
			t.Errorf("%s: its client waited %d, %v", c.name, waited, ok)
		}
		if got := c.trace.Judged.Lost(c.op); got != c.lost {
			t.Errorf("%s: lost is %v", c.name, got)
		}
	}
}

func TestWhenAWriteWasLost(t *testing.T) {
	lost := crashed()
	if by, ok := lost.LostBy(0); !ok || lost.Events[by].T != 3*second {
		t.Errorf("lost by event %d, %v", by, ok)
	}
	if by, ok := writeBehind().LostBy(0); ok {
		t.Errorf("a write that was saved was lost by event %d", by)
	}
}
