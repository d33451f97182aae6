// Package trace holds the trace of a run: the events in their order, the operations
// with their outcomes, and what cache, queue and source hold after each event. It
// exports a trace as the article's console text, as Mermaid, PlantUML and JSON.
//
// It depends on packages judge, engine, strategy and jsontree. A trace is complete:
// to draw, measure or replay it, neither the scenario nor the engine's World is
// needed.
package trace

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/strategy"
)

// Version is the version of the trace format.
const Version = 1

// Trace is everything that happened in a run of one variant. Times are nanoseconds
// since the run's start; participants, operations and keys are given by index.
type Trace struct {
	ID           string // the run's UUID: a name-based one of the canonical scenario
	Name         string // such as "Write Behind"
	Read, Write  string // the ids of the variant's strategies, "" for own lists of steps
	Start        int64  // the time of day of t = 0, in nanoseconds since midnight
	Ordered      bool   // a given order replaced the clock: t counts steps, not time
	Stopped      string // why the run ends before everything is done, "" if it is
	Stuck        bool   // no actor can go on; otherwise a limit has stopped the run
	End          int64  // when the last event arrived
	Participants []Participant
	Keys         []Key
	Ops          []Operation
	Initial      State // before the first event
	Events       []Event
	Missed       []Missed         // the scenario's faults that never struck
	Judged       *judge.Judgement // what is known of the run's properties

	summaries []string
	measured  *measures
}

// Missed is a fault of the scenario that never struck.
type Missed struct {
	Fault string // its id, such as "source-error"
	Step  string // the step that it names, such as "C1/2/source.save"; "" if it names a time
	At    int64  // that time
	Why   string // such as "C1/2 never took that step"
}

// String returns a clause such as "the fault source-error at C1/2/source.save never
// struck: C1/2 never took that step".
func (m Missed) String() string {
	where := m.Step
	if where == "" {
		where = Duration(m.At)
	}
	return "the fault " + m.Fault + " at " + where + " never struck: " + m.Why
}

// Participant is a lifeline. The clients come first.
type Participant struct {
	Role strategy.Participant
	Name string
}

// Key is a key of the scenario. UUID is the id of its record.
type Key struct {
	Name    string
	UUID    string
	Initial string // canonical JSON of the source's record at the start, "" for none
}

// Operation is one operation of a client.
type Operation struct {
	ID       string // such as "C1/2": the second operation of the first client
	Client   int
	Kind     engine.OpKind
	Key      int
	Label    string               // such as "Save transaction"
	Strategy string               // the id of its strategy, "" for an own list of steps
	By       strategy.Participant // who takes its steps
	Value    string               // canonical JSON of what it writes or pays, "" for a read or a delete
	Sent     bool
	Start    int64 // when it was sent
	End      int64 // when its client learned of the outcome; not if that is pending
	Outcome  engine.Outcome
	Slot     uint8         // of a payment: its place in the ledger of its key
	Result   engine.Record // the answer of a read; only with outcome ok
	Hit      bool          // a read was answered from the cache
}

// Reads reports whether the operation is a read.
func (o Operation) Reads() bool { return o.Kind == engine.Get }

// Kind is the kind of an event.
type Kind uint8

// The kinds of events.
const (
	Call   Kind = iota // a message that asks for something
	Return             // a message that answers a call
	Note               // something that happens at one participant
	Timer              // something that happens because its time has come
	Fault              // a fault
)

// String returns the kind's name in traces.
func (k Kind) String() string { return [...]string{"call", "return", "note", "timer", "fault"}[k] }

// Sense says what happened in an event, in more detail than its kind.
type Sense uint8

// The senses of events.
const (
	Plain         Sense = iota // nothing more than the kind says
	Request                    // an operation is sent: a call, or a note of a client that executes it itself
	Answer                     // an operation is answered: a return, or such a note
	NoAnswer                   // a client learns that its operation's outcome is unknown
	Failure                    // a client learns that its operation has failed
	Hit                        // a cache.get finds an entry
	Staged                     // a cache.get finds a queued write instead of an entry
	Miss                       // a cache.get finds nothing
	Expired                    // an entry's time to live is over
	Early                      // a cache.get treats an entry as expired before its end
	Stored                     // a cache.set stores its value
	NotStored                  // a cache.set leaves what is there
	Removed                    // a cache.delete removes an entry
	Evicted                    // an entry is evicted
	Astray                     // a call to the cache is lost
	Waiting                    // an actor waits for the holder of a key or for room in the queue, or a call for the source
	Shared                     // a read gets what another one has loaded
	Started                    // the source begins to serve a call that has waited
	Queued                     // a write enters the queue
	Coalesced                  // a write takes the place of a queued one
	QueueFull                  // a write finds no room in the queue
	Dropped                    // a queued write is forgotten
	DeadLettered               // a queued write is set aside
	Requeued                   // a queued write goes to the end of the queue
	Taken                      // a worker takes a write
	Done                       // a worker's write leaves the queue, saved
	Found                      // the source reads a record
	Absent                     // the source has no record
	Saved                      // the source holds a write from here on
	Repeated                   // the source is asked for a write that it knows already
	Error                      // a call to the source or to the cache fails
	Refusal                    // the source refuses a write for good
	Rejected                   // a call is not let through: by circuit breaker, bulkhead or source
	Unanswered                 // a call to the source that is never answered
	Unheard                    // the source serves a call and its answer is lost
	TimedOut                   // the accessor stops waiting for an answer
	Late                       // an answer arrives after the accessor has stopped waiting
	Retry                      // a call is tried again after a pause
	NotRetried                 // the retry budget forbids to try a call again
	BreakerOpened              // the circuit breaker opens
	BreakerTrial               // the circuit breaker lets some calls through again
	BreakerClosed              // the circuit breaker closes
	Pause                      // a wait step begins
	Crashed                    // the Resource Manager's process ends
	WorkerCrashed              // a worker's process ends
	CacheCrashed               // the cache's process ends
	ClientCrashed              // a client ends
	Restarted                  // a process is up again
	OutageBegan                // the source cannot be reached
	OutageOver                 // the source can be reached again
)

var senseIDs = [...]string{"", "request", "answer", "no-answer", "failure", "hit", "staged", "miss", "expired", "early", "stored", "not-stored",
	"removed", "evicted", "astray", "waiting", "shared", "started", "queued", "coalesced", "queue-full", "dropped", "dead-lettered", "requeued",
	"taken", "done", "found", "absent", "saved", "repeated", "error", "refusal", "rejected", "unanswered", "unheard", "timed-out", "late", "retry",
	"not-retried", "breaker-opened", "breaker-trial", "breaker-closed", "pause", "crashed", "worker-crashed", "cache-crashed", "client-crashed", "restarted", "outage", "outage-over"}

// String returns the sense's name in traces, "" for Plain.
func (s Sense) String() string { return senseIDs[s] }

// Ends reports whether a client learns the outcome of its operation.
func (s Sense) Ends() bool { return s == Answer || s == NoAnswer || s == Failure }

// Event is one thing that happened. A message leaves From at T and reaches To at
// Arrives; any other event happens at T, and its From and To are the same.
type Event struct {
	T, Arrives int64
	Kind       Kind
	Sense      Sense
	From, To   int
	Label      string
	Op         int // the operation that it belongs to, -1 for none
	Worker     int // the number of its write-behind worker, from 1; 0 for none
	Step       strategy.Step
	Index      int             // the place of the step in its list; only with a step
	Changes    []engine.Change // what it changed
}

// Saves reports whether the event changes a record of the source.
func (e *Event) Saves() bool {
	for i := range e.Changes {
		if e.Changes[i].Kind == engine.RecordChanged {
			return true
		}
	}
	return false
}
