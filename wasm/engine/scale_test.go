package engine

import (
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/strategy"
)

// load drives a timed model under a steady load: so many operations are under way at
// once, on keys drawn evenly. Every wait takes one turn, the source six.
type load struct {
	m    *Model
	w    World
	e    Effect
	due  [1 << 12]Line // the places of what is due, by turn
	all  []place
	free int32
	turn int
	key  uint32 // the state of a linear congruential generator
	ops  int
	read int    // how many of twenty operations are reads
	kind OpKind // of the others
	hot  int    // how many of five operations are on one key
}

// place holds a choice that is due, and names the next of its turn or the next free place.
type place struct {
	c    Choice
	next int32
}

// system is a system under load: its strategies, how many of twenty operations are reads,
// and its rules. Where its name begins with payments, what is written is payments.
type system struct {
	name        string
	read, write string
	reads       int
	set         func(m *Model)
}

// loads are the systems whose steps cost the same at any size.
var loads = []system{
	{"no cache", "no-cache", "write-around", 10, func(*Model) {}},
	{"cache aside", "cache-aside", "write-invalidate", 18, func(*Model) {}},
	{"read and write through", "cache-inline", "write-through", 18, func(*Model) {}},
	{"leases", "cache-aside", "write-invalidate", 18, func(m *Model) { m.Cache.Fill = FillLease }},
	{"single flight", "cache-inline", "write-invalidate", 18, func(m *Model) { m.Cache.SingleFlight = true }},
	{"versions", "cache-inline", "write-through", 18, func(m *Model) { m.Cache.Fill, m.Cache.Tombstones = FillVersion, true }},
	{"locks", "cache-inline", "write-through", 18, func(m *Model) { m.Cache.Fill = FillLock }},
	{"change feed", "cache-aside", "change-data-capture", 10, func(m *Model) {
		m.Feed = strategy.Strategy{By: strategy.Source, Steps: []strategy.Step{strategy.CacheDelete}}
	}},
	{"a source with few places", "no-cache", "write-around", 10, func(m *Model) { m.Source.Concurrency = 50 }},
	{"a source that turns calls away", "no-cache", "write-around", 10, func(m *Model) {
		m.Source.Concurrency, m.Source.QueueLimit, m.Accessor.MaxAttempts = 50, 20, 3
	}},
	{"time-outs and idempotency keys", "no-cache", "write-around", 10, func(m *Model) {
		m.Accessor.Timeout, m.Accessor.MaxAttempts, m.Accessor.IdempotencyKey = 30, 2, true
	}},
	{"write behind", "cache-inline", "write-behind", 18, func(*Model) {}},
	{"write behind, a backlog", "cache-inline", "write-behind", 18, func(m *Model) { m.Queue.Delay = backlog }},
	{"write behind, a full queue", "cache-inline", "write-behind", 18, func(m *Model) { m.Queue.Capacity, m.Queue.Interval = 100, 1 }},
	{"write behind, batches that drop the oldest", "cache-inline", "write-behind", 18, func(m *Model) {
		m.Queue.Batch, m.Queue.Capacity, m.Queue.OnFull, m.Queue.Delay = 16, 100, DropOldest, 500
	}},
	{"write behind, coalescing", "cache-inline", "write-behind", 18, func(m *Model) { m.Queue.Coalescing, m.Queue.Delay = LastWins, backlog }},
	{"write behind, by key", "cache-inline", "write-behind", 18, func(m *Model) { m.Queue.PartitionKey, m.Queue.Delay = true, backlog }},
	{"write behind, by key, a train of one key", "cache-inline", "write-behind", 16, func(m *Model) {
		m.Queue.PartitionKey, m.Queue.OnFull, m.Queue.Capacity = true, DropOldest, backlog
	}},
	{"payments, time-outs and idempotency keys", "no-cache", "write-around", 10, func(m *Model) {
		m.Accessor.Timeout, m.Accessor.MaxAttempts, m.Accessor.IdempotencyKey = 5, 2, true
	}},
	{"payments, merged", "cache-inline", "write-behind", 5, func(m *Model) { m.Queue.Coalescing, m.Queue.Delay = Merge, backlog }},
	{"write behind, staging", "cache-inline", "write-behind", 18, func(m *Model) { m.Queue.Staging, m.Queue.Delay = true, backlog }},
}

// backlog stands for a delay or a capacity as great as the number of keys.
const backlog = -1

// newLoad returns a system with so many keys and operations under way.
func newLoad(row system, keys, clients int) *load {
	read, _ := strategy.ByID(strategy.Read, row.read)
	write, _ := strategy.ByID(strategy.Write, row.write)
	l := &load{read: row.reads, kind: Edit, m: &Model{
		Programs: []strategy.Strategy{read, write},
		Worker:   strategy.Strategy{Kind: strategy.Worker, By: strategy.ResourceManager, Steps: strategy.WorkerSteps},
		Accessor: AccessorRules{MaxAttempts: 1},
		Source:   SourceRules{QueueLimit: -1},
		Timed:    true,
		Recycle:  true,
	}}
	if strings.HasPrefix(row.name, "payments") {
		l.kind = Pay
	}
	if row.set(l.m); l.m.Queue.Delay == backlog {
		l.m.Queue.Delay = int64(min(keys, 30_000))
	} else if l.m.Queue.Capacity == backlog {
		l.m.Queue.Capacity = min(keys, 30_000)
	}
	if l.m.Queue.PartitionKey {
		l.hot = 1
	}
	l.w = World{NextSeq: 1, Keys: make([]Key, keys), Workers: make([]Worker, 50)}
	for i := range l.w.Workers {
		l.w.Workers[i].Phase = Idle
	}
	for i := range l.w.Keys {
		l.w.Keys[i].Source = Record{Exists: true, Ledger: NoPayments}
	}
	for range clients {
		l.arrive(0)
	}
	return l
}

// arrive lets an operation come after some turns.
func (l *load) arrive(turns int) {
	l.ops++
	op := Op{Kind: Get}
	if l.ops%20 >= l.read {
		op.Kind, op.Program = l.kind, 1
	}
	l.key = l.key*1664525 + 1013904223
	if op.Key = int32(uint64(l.key) * uint64(len(l.w.Keys)) >> 32); l.ops%5 >= 5-l.hot {
		op.Key = 0
	}
	l.after(l.w.StepOf(l.w.Admit(op.Key, op.Kind, op.Program)), turns+1)
}

// after makes a choice due after some turns.
func (l *load) after(c Choice, turns int) {
	n := l.free
	if n == 0 {
		l.all = append(l.all, place{})
		n = int32(len(l.all))
	} else {
		l.free = l.all[n-1].next
	}
	l.all[n-1] = place{c: c}
	due := &l.due[(l.turn+min(turns, len(l.due)-1))%len(l.due)]
	if due.first == 0 {
		due.first = n
	} else {
		l.all[due.last-1].next = n
	}
	due.last = n
}

// next takes the next choice of this turn, the zero Choice if there is none.
func (l *load) next() Choice {
	due := &l.due[l.turn%len(l.due)]
	n := due.first
	if n == 0 {
		return Choice{}
	}
	p := &l.all[n-1]
	due.first = p.next
	p.next, l.free = l.free, n
	return p.c
}

// run takes steps until so many operations have been answered.
func (l *load) run(operations int) (steps int) {
	for until := l.ops + operations; l.ops < until; l.turn++ {
		l.w.Clock.Now = int64(l.turn)
		for c := l.next(); c.Kind != NoChoice; c = l.next() {
			for ; c.Kind != NoChoice; steps++ {
				c = l.take(c)
			}
		}
	}
	return steps
}

// take takes a choice, and returns what follows at once.
func (l *load) take(c Choice) Choice {
	e := &l.e
	l.m.Step(&l.w, c, e)
	for _, also := range e.Also {
		l.after(also.Choice, int(max(also.Until-l.w.Clock.Now, 0)))
	}
	turns := int(e.Passed.There + e.Passed.Back + e.Passed.Served)
	if e.Answered {
		l.arrive(turns)
	}
	if c.Kind == FeedStep {
		return e.Next // so that the one feed keeps up
	}
	switch e.Wait {
	case AtOnce:
		if turns == 0 {
			return e.Next
		}
	case Forever:
		return Choice{}
	case SourceReading, SourceWriting:
		turns = 6
	case Until:
		turns = int(e.Until - l.w.Clock.Now)
	default:
		turns++
	}
	l.after(e.Next, turns)
	return Choice{}
}

// A World in which as much goes on as ever has takes no further memory.
func TestStepsAllocateNothing(t *testing.T) {
	for _, row := range loads {
		for _, ahead := range []bool{false, true} {
			l := newLoad(row, 200, 100)
			l.m.Ahead = ahead
			l.run(8000)
			if n := testing.AllocsPerRun(1, func() { l.run(500) }); n > 0 {
				t.Errorf("%s, ahead %v: %v allocations in 500 operations", row.name, ahead, n)
			}
		}
	}
}

// BenchmarkLoad takes the steps of operations at several sizes. The time of one is to be
// about the same at all of them, but for the processor's caches.
func BenchmarkLoad(b *testing.B) {
	for _, row := range loads {
		for _, size := range [][2]int{{1000, 100}, {100_000, 100}, {1_000_000, 100}, {100_000, 50_000}} {
			if row.write == "write-behind" && size[1] > 100 {
				continue // more than fifty workers can save
			}
			b.Run(row.name+"/"+strconv.Itoa(size[0])+" keys, "+strconv.Itoa(size[1])+" clients", func(b *testing.B) {
				l := newLoad(row, size[0], size[1])
				l.m.Ahead = true
				l.run(300_000)
				b.ResetTimer()
				b.ReportMetric(float64(l.run(b.N))/float64(b.N), "steps/op")
				b.ReportMetric(float64(l.w.Queue.Len()), "queued")
			})
		}
	}
}
