// Package scenario is the scenario format: it decodes a JSON tree, fills in the
// defaults, reports all errors, writes the canonical form, and compiles each variant
// to an engine.Model with its initial World.
//
// It depends on packages judge, workload, engine, strategy, eviction, random and
// jsontree. For
// any input it returns either errors that name the field, what was found and what is
// allowed, or a scenario within the stated limits, whose runs end.
package scenario

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/random"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/workload"
)

// Version is the version of the scenario format.
const Version = 1

// Scenario is a decoded document: one variant, or one for each entry of "compare".
type Scenario struct {
	Tree     jsontree.Value // the document as it was given
	Name     string
	Text     Text // its figures are those of the first variant
	Ask      *Ask
	Controls []string // paths of the settings offered first, such as "writeBehind.writeDelay"
	Variants []Variant

	canonical jsontree.Value
}

// Variant is one variant with all its settings, defaults filled in. Times are in
// nanoseconds.
type Variant struct {
	Tree         jsontree.Value // the document with the variant's patch merged in, without "compare"
	Name         string
	Text         Text // of an entry of "compare"; a single variant has the scenario's
	Seed         uint64
	Start        int64 // the time of day of the start, since midnight
	Read, Write  strategy.Strategy
	Worker       []strategy.Step
	Names        [strategy.Participants]string
	Labels       Labels
	Network      random.Distribution // the latency of a call between participants, there and back
	Accessor     Accessor
	Cache        Cache
	WriteBehind  WriteBehind
	Source       Source
	OnError      engine.OnError // when a write fails
	OnCacheError engine.OnCacheError
	Clients      []Client
	Faults       []Fault
	Order        []OrderItem // empty: the clock decides
	Explore      Explore
	Expect       []Expectation
	Workload     *workload.Generated // nil if there is none
	Prices       Prices
	Demands      []Demand

	canonical jsontree.Value
}

// Labels holds the labels of operations, by engine.OpKind, and of calls, by
// strategy.Step; "" stands for the default.
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
	Initial    int64 // the first pause
	Max        int64 // the longest pause, 0 for no bound
	Multiplier int64 // how many times longer each further pause is, in thousandths
	Jitter     int64 // how much a pause is longer or shorter at random, in thousandths
}

// Cache holds the settings of the cache.
type Cache struct {
	Latency   random.Distribution
	Rules     engine.CacheRules
	TTLJitter int64 // the greatest random addition to an entry's TTL
	// RecordedTTL says that what a recorded workload says of times to live goes before
	// Rules.TTL.
	RecordedTTL bool
	Eviction    string   // the name of an eviction.Policy
	Primer      []string // keys of the source that the cache holds at the start
}

// WriteBehind holds the settings of the write-behind queue and its workers.
type WriteBehind struct {
	Rules   engine.QueueRules
	Workers int
}

// Source holds the settings of the source, and its records at the start.
type Source struct {
	ReadLatency, WriteLatency, FeedLatency random.Distribution
	LatencyByLoad                          []LoadPoint // by Concurrency; empty if the load does not matter
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
	Read, Write *strategy.Strategy // its own strategies, nil for the common ones
	Ops         []Op
}

// Op is one operation.
type Op struct {
	Kind  engine.OpKind
	Key   string
	Value jsontree.Value // of a create, an edit or a pay
	At    int64          // not before this time
	Think int64          // how long the client pauses before it
}

// Fault is something that goes wrong, at a time or at a step. Either a process ends,
// an entry is evicted or the source cannot be reached (Kind), or one call fails
// (Call) or is delayed (Delay). At a time, that is the next call to which it can
// happen.
type Fault struct {
	Kind         engine.ChoiceKind // Crash, CrashWorker, CrashCache, CrashClient, Evict or OutageBegins; NoChoice for a fault of a call
	Call         engine.Fault
	At           int64 // -1 if the fault happens at a step
	Step         *StepRef
	Key          string // of an eviction at a time
	Client       int    // that crashes, counted from 1; 0 if that of the step does
	RestartAfter int64  // how long a process is down, or an outage lasts
	Delay        int64  // how much longer a call is on its way
}

// StepRef refers to a step of an operation, such as "C1/2/source.save", whether the
// operation or a worker takes it. Client and Op count from 1.
type StepRef struct {
	Client, Op int
	Step       strategy.Step
}

// String returns the text of the reference.
func (r StepRef) String() string { return OpID(r.Client, r.Op) + "/" + r.Step.String() }

// OrderItem is one choice of an order. "C1/2" and "C1/2/source.save" stand for the
// next step of an operation, "worker/1" and "worker/1/queue.take" for that of a
// worker, "feed" for that of the change feed; "expire/KEY" and "evict/KEY" remove an
// entry; "crash", "crash-worker/1" and "crash-cache" end a process. A step can have
// a fault: "C1/2/source.save!source-timeout". A worker's save can have one for single
// writes of a batch: "worker/1/source.save!source-refuse@C1/2".
type OrderItem struct {
	Choice     engine.ChoiceKind
	Fault      engine.Fault
	Struck     [MaxFaults]StruckWrite // from the first on, as many as there are
	Client, Op int                    // counted from 1, for OpStep, Send and LateSave; Client for CrashClient too
	Worker     int                    // counted from 1, for WorkerStep and CrashWorker
	Late       int                    // which of the workers' late saves, counted from 1, for CallDone
	Key        string                 // for Expiry and Evict
	Step       strategy.Step          // the step that must be next, NoStep for any
}

// Ask is a question to the reader before the answer is revealed.
type Ask struct {
	Question string
	Choices  []string
	Decides  string  // the property or figure that decides it
	Figure   *Figure // the figure, of the first variant; of the run for a property
	YesNo    bool    // the first choice is right if it is true, the second if not
}

// Expectation is a verdict that the author relies on.
type Expectation struct{ Property, Verdict string }

// Demand is what the author expects of a measure under the workload.
type Demand struct {
	Measure string
	Bound   workload.Bound
}
