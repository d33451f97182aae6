// Package scenario is the scenario format: it decodes a JSON tree, fills in the
// defaults, says everything that is wrong with it, writes its canonical form,
// and compiles each of its runs to an engine.Model with its initial World.
//
// It stands on packages strategy, engine, random and jsontree. It promises that
// whatever bytes come in, there come out either errors that name the field,
// what was found and what is allowed, or a scenario within the stated limits,
// which runs and ends.
package scenario

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/random"
	"cacheplay/wasm/strategy"
)

// Version is the version of the scenario format.
const Version = 1

// Scenario is a decoded document: one run, or one for each entry of "compare".
type Scenario struct {
	Tree     jsontree.Value // the document as it was given
	Name     string
	Text     Text // what to look at; figures are those of the first run
	Ask      *Ask
	Controls []string // paths of the settings offered first, such as "writeBehind.writeDelay"
	Runs     []Run

	canonical jsontree.Value
}

// Run is one run with all its settings, defaults filled in. Times are in
// nanoseconds.
type Run struct {
	Tree        jsontree.Value // the document with this run's patch merged in and "compare" left out
	Name        string
	Text        Text // of an entry of "compare"; a single run has the scenario's
	Seed        uint64
	Start       int64 // time of day of the run's start, since midnight
	Read, Write strategy.Strategy
	Worker      []strategy.Step
	Names       [strategy.Participants]string
	Labels      Labels
	Network     random.Distribution // latency of every call between participants, there and back
	Accessor    Accessor
	Cache       Cache
	WriteBehind WriteBehind
	Source      Source
	Rollback    bool // a failed write takes back what it has given the cache
	Clients     []Client
	Faults      []Fault
	Order       []OrderItem // empty: the clock decides
	Explore     Explore
	Expect      []Expectation

	canonical jsontree.Value
}

// Labels are the words for operations and calls, by engine.OpKind and
// strategy.Step; "" where the default holds.
type Labels struct {
	Ops   [engine.OpKinds]string
	Steps [16]string
}

// Accessor holds the settings of the Data Accessor.
type Accessor struct {
	Rules   engine.AccessorRules
	Backoff Backoff
}

// Backoff says how long the accessor waits before another attempt.
type Backoff struct {
	Initial, Max int64 // the first pause; the longest, 0: no bound
	// Multiplier says how many times longer each further one is, Jitter how much
	// it is longer or shorter at random, both in thousandths.
	Multiplier, Jitter int64
}

// Cache holds the settings of the cache.
type Cache struct {
	Latency   random.Distribution
	Rules     engine.CacheRules
	TTLJitter int64    // an entry lives longer than its TTL by up to this, at random
	Eviction  string   // the name of an eviction.Policy
	Primer    []string // keys of the source that the cache holds at the start
}

// WriteBehind holds the settings of the write-behind queue and its workers.
type WriteBehind struct {
	Rules   engine.QueueRules
	Workers int
}

// Source holds what the source does and what it holds at the start.
type Source struct {
	ReadLatency, WriteLatency, FeedLatency random.Distribution
	Rules                                  engine.SourceRules
	ErrorRate                              int64 // in thousandths
	Outages                                []Outage
	Records                                []Record
}

// Outage is a time at which the source cannot be reached.
type Outage struct{ From, To int64 }

// Record is a record that the source holds at the start.
type Record struct {
	Key   string
	Value jsontree.Value
}

// Client is one client with its operations.
type Client struct {
	Name        string
	Read, Write *strategy.Strategy // its own, nil where it uses the scenario's
	Ops         []Op
}

// Op is one operation.
type Op struct {
	Kind  engine.OpKind
	Key   string
	Value jsontree.Value // what a create or an edit puts
	At    int64          // not before this time
	Think int64          // how long the client pauses before it
}

// Fault is something that goes wrong, at a time or as a step's call leaves.
// Either a process ends, an entry is evicted or the source is cut off (Kind), or
// one call goes wrong (Call) or is delayed (Delay): at a time, that is the next
// one that it can befall.
type Fault struct {
	Kind         engine.ChoiceKind // Crash, CrashWorker, CrashCache, Evict or OutageBegins; Nobody for a call
	Call         engine.Fault
	At           int64 // -1 where Step says when
	Step         *StepRef
	Key          string // of an eviction at a time
	RestartAfter int64  // how long what has crashed is down, or the source is cut off
	Delay        int64  // how much longer a call is on its way
}

// StepRef names a step of an operation, whoever takes it: "C1/2/source.save".
// Client and Op count from 1.
type StepRef struct {
	Client, Op int
	Step       strategy.Step
}

// OrderItem is one choice of a given order: "C1/2" or "C1/2/source.save" lets
// an operation take its next step, "worker/1" or "worker/1/queue.take" a
// worker, "feed" the source's change feed; "expire/KEY" and "evict/KEY" let an
// entry go; "crash", "crash-worker/1" and "crash-cache" end a process. What
// somebody does can go wrong: "C1/2/source.save!source-timeout".
type OrderItem struct {
	Choice     engine.ChoiceKind
	Fault      engine.Fault
	Client, Op int           // counted from 1, for OpStep
	Worker     int           // counted from 1, for WorkerStep and CrashWorker
	Key        string        // for Expiry and Evict
	Step       strategy.Step // the step that must be next, NoStep where any may be
}

// Ask is a question to the reader before the answer is revealed.
type Ask struct {
	Question string
	Choices  []string
	Decides  string  // the property or figure that decides it
	Figure   *Figure // the figure, of the first run; nil for a property
	YesNo    bool    // it is so, or not: the first choice, or the second
}

// Expectation is a verdict that the author relies on.
type Expectation struct{ Property, Verdict string }
