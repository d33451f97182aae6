package engine

import "slices"

// World is the whole state of a run, in slices sized once and indexed by dense
// ids: no text, no pointers, nothing that cannot be copied and compared.
type World struct {
	Clock     Clock
	Keys      []Key
	Ops       []Op
	Workers   []Worker
	Queue     []Item // oldest first, with the items that workers hold
	Calls     []Call // calls at the source, by slot
	Sent      []Sent // what the saves among them carry
	Feed      []Notice
	Feeder    Task // the change feed at work on the first notice
	Breaker   Breaker
	NextSeq   uint32 // of the next item; the first is 1
	CallCount uint32 // how many calls there have been
	Busy      int    // calls that the source is serving
	InFlight  int    // attempts that the accessor has under way
	Promised  int    // places in the queue that operations have been promised
	Down      bool   // the Resource Manager has crashed and not restarted yet
	Outage    bool   // the source cannot be reached
}

// Clock is what the driver tells of time and chance before a step. It is no
// part of what untimed exploration encodes or compares.
type Clock struct {
	Now    int64 // nanoseconds since the start
	Jitter int64 // how much longer than its time to live an entry stored now lives
	FeedIn int64 // how long after now a change made now comes out of the feed
	// Early is a draw from the exponential distribution with mean 1, in
	// thousandths: how much earlier than its end a hit takes its entry for
	// expired, in its load time and CacheRules.XFetch.
	Early    int64
	NextTake int64 // the first moment at which the rate limit lets a worker take an item
}

// Record is a value by its identity: which write made it. Write 0 is what was
// there at the start, n is what operation n-1 wrote. A payment on its way to
// the source has Write 0 and itself in its Ledger.
type Record struct {
	Write   uint32
	Version uint32 // counted by the source, only with FillVersion; 0: unknown
	Exists  bool   // false: there is nothing, or it was deleted
	Ledger  Ledger
}

// HasContent reports whether there is a record or a payment.
func (r Record) HasContent() bool { return r.Exists || !r.Ledger.Empty() }

// Same reports whether two records are the same value, as far as both are
// known.
func (r Record) Same(o Record) bool {
	return r.Write == o.Write && r.Exists == o.Exists && (r.Ledger == o.Ledger || !r.Ledger.Known() || !o.Ledger.Known())
}

// WriteOf returns the identity of the record that operation op writes.
func WriteOf(op int32) uint32 { return uint32(op) + 1 }

// Entry is what the cache holds under a key. A cached absence is present, and
// its record does not exist.
type Entry struct {
	Present bool
	// Aging is an entry near its end or just past it, in an untimed world.
	Aging  bool
	Record Record
	// Dirty is the sequence number of the queued item that will bring this
	// record to the source, 0 where none is pending.
	Dirty   uint32
	Expires int64 // when it expires, 0: never
	Load    int64 // how long it took to load it; only while time is counted
}

// Key is the state of one key in source and cache.
type Key struct {
	Source Record
	Entry  Entry
	// Tombstone is the version of the last cache.delete that had one.
	Tombstone uint32
	// Holder is the operation, counted from 1, that holds the key's lock, its
	// lease or its flight; 0 for none.
	Holder uint32
}

// Status tells how far an operation has come.
type Status uint8

// The states of an operation, in their order. Lingering ones have been
// answered and have steps left, which run in the background.
const (
	Unsent Status = iota
	Running
	Lingering
	Ended
)

// Outcome is how an operation ended for its client.
type Outcome uint8

// The outcomes. Unknown may have taken effect or take it later, or never;
// Failed definitely has not.
const (
	Pending Outcome = iota
	OK
	Failed
	Unknown
)

// String returns the outcome's name in traces.
func (o Outcome) String() string { return [...]string{"pending", "ok", "failed", "unknown"}[o] }

// OpKind is what a client asks for.
type OpKind uint8

// The operations. Create and Edit put a record, the last write wins; Delete
// stores an absence; Pay appends to the key's ledger.
const (
	Create OpKind = iota
	Edit
	Get
	Delete
	Pay
	OpKinds // how many there are
)

// String returns the operation's name in scenarios and traces.
func (k OpKind) String() string {
	return [...]string{"create", "edit", "get", "delete", "pay"}[k]
}

// Phase is what a task is waiting for, between two calls of Model.Step.
type Phase uint8

// The phases. Ready is the boundary between two steps, where exploration
// stops. A step that calls somebody goes through three: its call is on the
// way, takes effect, and its return is on the way back.
const (
	Ready        Phase = iota
	Asking             // the client's request is on its way to the Resource Manager
	Calling            // phase call
	Serving            // phase effect: the callee is at work
	Returning          // phase return
	BackingOff         // the accessor waits before its next attempt, or a worker before its next round
	Pausing            // in a wait step
	AwaitingKey        // waits for whoever loads or writes its key
	AwaitingRoom       // waits for room in the queue
	Sleeping           // a worker or the feed waits until there is something to do
	Resting            // a worker waits before it tries again
	Idle               // a worker waits until it is woken
	Dead               // a worker has crashed and not restarted yet
)

// Override is a step that a task takes in place of the one in its list.
type Override uint8

// A write that finds the queue full can write through: it sets the cache alone,
// then saves. One that has failed can take back what the cache was given.
const (
	NoOverride Override = iota
	SetAlone
	WriteThrough
	RollBack
)

// Failure is what has gone wrong with a task's call.
type Failure uint8

// The troubles, the worse the later: definitely not applied, for a reason that
// may pass; definitely not applied, for good; perhaps applied, nobody knows.
const (
	NoFailure Failure = iota
	Erred
	Refused
	TimedOut
)

// Task is a cursor in a list of steps, with what it has in hand.
type Task struct {
	Step     uint8
	Phase    Phase
	Override Override
	Attempt  uint8   // attempts of the call under way that have failed
	Failure  Failure // of the call under way
	Fault    Fault   // what the driver lets go wrong with it
	Hit      bool    // its last cache.get found an entry
	Refresh  bool    // which is near its end, so that it is to be loaded anew
	NoStore  bool    // it has bypassed another's lease and stores nothing
	Given    bool    // the cache was given what it writes
	Waiting  bool    // it has been made to wait before this step
	Key      int32
	Hand     Record
	HandAt   int64 // when the record in hand left the source; only while time is counted
	Since    int64 // since when it waits for others, or has missed; only while time is counted
}

// Op is one operation of a client.
type Op struct {
	Task
	Client       uint16
	Kind         OpKind
	Program      uint8 // index in Model.Programs
	Status       Status
	Outcome      Outcome
	FinalOutcome Outcome // its outcome, once what the cache was given is taken back
	Slot         uint8   // of a payment: its place in the ledgers of its key
	Applied      bool    // the source has applied it; only with an idempotency key
	Refused      bool    // the source will never apply it
	Promised     bool    // it has been promised a place in the queue
}

// Worker is one write-behind worker. The items that it has taken are those of
// the queue that name it.
type Worker struct {
	Task
	Op int32 // the operation that queued the first of them
}

// Item is one queued write. It belongs to the queue until queue.done.
type Item struct {
	Seq    uint32
	Key    int32
	Op     int32  // the operation that queued it, the last one if several are merged
	Record Record // what it brings to the source
	Taken  uint8  // by which worker, counted from 1; 0: by none
	Saved  bool   // the source has taken it
	Rounds uint8  // how often a worker has failed to save it; only while time is counted
	Due    int64  // when a worker may take it; only while time is counted
}

// asQueued is an item as its changes tell of it: without what only the worker
// knows that has it.
func (i Item) asQueued() Item {
	i.Saved, i.Rounds, i.Record.Version = false, 0, 0
	return i
}

// CallState tells how far a call at the source has come.
type CallState uint8

// The states of a call. One that hangs will never be answered: it has not
// reached the source, or its answer is lost, and only a time-out ends it.
const (
	NoCall CallState = iota
	CallWaiting
	CallServing
	CallHanging
)

// Call is a call at the source. It outlives a crash of its caller, and the
// accessor's patience: what has been asked of the source, the source does.
type Call struct {
	State  CallState
	Save   bool
	Fault  Fault  // what the driver lets go wrong with it
	Serial uint32 // tells it from others in its slot
	Owner  Choice // who waits for it; its Kind is Nobody when nobody does any more
	Late   bool   // the accessor has given it up
	Op     int32  // the operation that it serves
	Key    int32
	Record Record // what a read has found
}

// Sent is what a save carries to the source: one write, or each of a batch.
type Sent struct {
	Call   uint32 // the Call's Serial
	Seq    uint32 // of its item in the queue, 0 for an operation's own save
	Op     int32
	Key    int32
	Record Record
}

// Notice is one change that the source's feed will tell of.
type Notice struct {
	Key     int32
	Op      int32
	Version uint32
	Due     int64 // when it comes out of the feed; only while time is counted
}

// Copy makes w equal to from, reusing w's memory. Neither sees later changes
// of the other.
func (w *World) Copy(from *World) {
	keys, ops, workers, queue, calls, sent, feed := w.Keys, w.Ops, w.Workers, w.Queue, w.Calls, w.Sent, w.Feed
	*w = *from
	w.Keys = append(keys[:0], from.Keys...)
	w.Ops = append(ops[:0], from.Ops...)
	w.Workers = append(workers[:0], from.Workers...)
	w.Queue = append(queue[:0], from.Queue...)
	w.Calls = append(calls[:0], from.Calls...)
	w.Sent = append(sent[:0], from.Sent...)
	w.Feed = append(feed[:0], from.Feed...)
}

// Equal reports whether two worlds are the same in everything, time included.
func (w *World) Equal(o *World) bool {
	return w.Clock == o.Clock && w.NextSeq == o.NextSeq && w.CallCount == o.CallCount && w.Down == o.Down && w.Outage == o.Outage &&
		w.Busy == o.Busy && w.InFlight == o.InFlight && w.Promised == o.Promised && w.Breaker == o.Breaker && w.Feeder == o.Feeder &&
		slices.Equal(w.Keys, o.Keys) && slices.Equal(w.Ops, o.Ops) &&
		slices.Equal(w.Workers, o.Workers) && slices.Equal(w.Queue, o.Queue) &&
		slices.Equal(w.Calls, o.Calls) && slices.Equal(w.Sent, o.Sent) && slices.Equal(w.Feed, o.Feed)
}

// Entries counts the entries that the cache holds.
func (w *World) Entries() int {
	n := 0
	for i := range w.Keys {
		if w.Keys[i].Entry.Present {
			n++
		}
	}
	return n
}
