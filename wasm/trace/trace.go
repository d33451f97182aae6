// Package trace is what a run leaves behind: the events in their order, the
// operations with their outcomes, and what cache, queue and source held after
// each event. It turns them into the console text of the article, into Mermaid
// and PlantUML, and into JSON.
//
// It stands on package engine, whose changes it records, and promises that a
// trace alone is enough: whoever draws, measures or replays it needs neither
// the scenario nor the engine's World.
package trace

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// Version is the version of the trace format.
const Version = 1

// Trace is one run. Times are nanoseconds since the run's start; participants,
// operations and keys are named by their index.
type Trace struct {
	ID           string // the run's UUID: a name-based one of the canonical scenario
	Name         string // such as "Write Behind"
	Read, Write  string // ids of the strategies that most clients use, "" for lists of their own
	Start        int64  // the time of day of t = 0, in nanoseconds since midnight
	Ordered      bool   // a given order replaced the clock: t counts steps, not time
	Stopped      string // why the run ends before all is done, "" where all is
	Stuck        bool   // because nobody can go on; otherwise it was cut short
	End          int64  // when the last event arrived
	Participants []Participant
	Keys         []Key
	Ops          []Operation
	Initial      State
	Events       []Event

	summaries []string
	measured  *measures
}

// Participant is a lifeline. The clients come first, one each.
type Participant struct {
	Role strategy.Participant
	Name string
}

// Key is a key of the scenario. UUID is the id of its record.
type Key struct {
	Name    string
	UUID    string
	Initial string // canonical JSON of what the source held at the start, "" for nothing
}

// Operation is one operation of a client.
type Operation struct {
	ID       string // such as "C1/2": the second operation of the first client
	Client   int
	Kind     engine.OpKind
	Key      int
	Label    string // such as "Save transaction"
	Strategy string // the id of its strategy, "" for a list of the scenario's own
	By       strategy.Participant
	Value    string // canonical JSON of what it writes or pays, "" for a read or a delete
	Sent     bool
	Start    int64 // when it was sent
	End      int64 // when its client was answered or told of the failure; only with an outcome
	Outcome  engine.Outcome
	Slot     uint8         // of a payment: its place in the ledger of its key
	Result   engine.Record // what a read was answered; only with outcome ok
	Hit      bool          // it was answered from the cache
}

// Reads reports whether the operation asks for a value.
func (o Operation) Reads() bool { return o.Kind == engine.Get }

// Kind tells what an event is.
type Kind uint8

// The kinds of events.
const (
	Call   Kind = iota // a message that asks
	Return             // a message that answers
	Note               // something that a participant does by itself
	Timer              // something that was due
	Fault              // something that went wrong
)

// String returns the kind's name in traces.
func (k Kind) String() string { return [...]string{"call", "return", "note", "timer", "fault"}[k] }

// Sense tells more closely what an event says, where its kind is not enough to
// draw it or to put it into words.
type Sense uint8

// The senses of events.
const (
	Plain         Sense = iota
	Request             // a client's operation begins (call, or note where the client executes it itself)
	Answer              // and is answered (return, or note)
	NoAnswer            // its client is told that there will be none: nobody knows what became of it
	Failure             // its client is told that it has failed
	Hit                 // a cache.get found an entry
	Staged              // or a queued write in its stead
	Miss                // or none
	Expired             // an entry's time to live was over
	Early               // or was taken for over
	Stored              // a cache.set stored its value
	NotStored           // or left what was there
	Removed             // a cache.delete removed an entry
	Evicted             // an entry made room for another
	Astray              // a call to the cache was lost
	Waiting             // somebody waits: for whoever has the key, for room in the queue, for the source to have time
	Started             // the source has time now
	Queued              // a write entered the queue
	Coalesced           // and took the place of one that was there
	QueueFull           // or found no room
	Dropped             // a write that was queued is forgotten
	DeadLettered        // or set aside
	Requeued            // or goes to the end of the queue
	Taken               // a worker took a write
	Done                // a worker's write is done and left the queue
	Found               // the source has read a record
	Absent              // or has none
	Saved               // the source holds the write from here on
	Repeated            // it was asked for the same write again, and knew
	Error               // a call to the source has failed
	Refusal             // or is refused for good
	Rejected            // or was not let through: by the circuit breaker, by the bulkhead, by the source
	Unanswered          // a call to the source that nobody will answer
	Unheard             // the source has done what it was asked, and its answer is lost
	TimedOut            // the accessor waits for an answer no longer
	Late                // an answer that nobody waits for any more
	Retry               // the call is tried again, after a pause
	BreakerOpened       // the circuit breaker opened
	BreakerTrial        // lets some calls through again
	BreakerClosed       // and is closed
	Pause               // a wait step begins
	Crashed             // the Resource Manager's process ended
	WorkerCrashed       // a worker's process ended
	CacheCrashed        // the cache's process ended
	Restarted           // what had crashed is up again
	OutageBegan         // the source cannot be reached
	OutageOver          // and can be again
)

var senseIDs = [...]string{"", "request", "answer", "no-answer", "failure", "hit", "staged", "miss", "expired", "early", "stored", "not-stored",
	"removed", "evicted", "astray", "waiting", "started", "queued", "coalesced", "queue-full", "dropped", "dead-lettered", "requeued",
	"taken", "done", "found", "absent", "saved", "repeated", "error", "refusal", "rejected", "unanswered", "unheard", "timed-out", "late", "retry",
	"breaker-opened", "breaker-trial", "breaker-closed", "pause", "crashed", "worker-crashed", "cache-crashed", "restarted", "outage", "outage-over"}

// String returns the sense's name in traces, "" for Plain.
func (s Sense) String() string { return senseIDs[s] }

// Ends reports whether a client learns with this how its operation ended.
func (s Sense) Ends() bool { return s == Answer || s == NoAnswer || s == Failure }

// Event is one thing that happened. A message leaves From at T and reaches To
// at Arrives; everything else happens at T, and From and To are the same.
type Event struct {
	T, Arrives int64
	Kind       Kind
	Sense      Sense
	From, To   int
	Label      string
	Op         int // the operation it belongs to, -1 for none
	Worker     int // the write-behind worker that does it, counted from 1; 0 for none
	Step       strategy.Step
	Index      int             // where in its strategy's list the step stands; only with a step
	Changes    []engine.Change // what it changed; for a call, when it arrives nothing has changed yet
}

// Saves reports whether the source holds a write from this event on.
func (e *Event) Saves() bool {
	for i := range e.Changes {
		if e.Changes[i].Kind == engine.RecordChanged {
			return true
		}
	}
	return false
}
