package engine

import "slices"

// World is the whole state of a run. Its slices are indexed by dense ids, and
// nothing in it is a pointer or text, so that it can be copied and compared.
type World struct {
	Clock     Clock
	Keys      []Key
	Ops       []Op
	Workers   []Worker
	Queue     Queue
	Calls     []Call // calls at the source, by slot
	Sent      []Sent // the writes that the saves among them carry, each save's in a chain
	Feed      Feed
	Flights   []Flight // the loads that reads share, by place
	Feeder    Task     // the change feed's, working on the first notice
	Breaker   Breaker
	NextSeq   uint32 // the number of the next item, from 1
	LastAge   uint32 // of an item
	CallCount uint32 // how many calls at the source there have been
	Busy      int    // how many calls the source is serving
	Waiting   int    // how many calls wait for the source to be free
	InFlight  int    // how many attempts the accessor has in flight
	Promised  int    // how many places in the queue are promised to operations
	Down      bool   // the Resource Manager has crashed and not restarted yet
	Outage    bool   // the source cannot be reached

	entries                                int    // how many the cache holds
	lastWrite                              uint32 // the last identity of a write, with Model.Recycle
	freeOp, freeCall, freeSent, freeFlight int32  // the first of each chain of free slots, counted from 1; 0 for none
	callLine                               Line   // the calls that wait for the source to be free
	roomLine                               Line   // the operations that wait for room in the queue
}

// Clock is what a driver that counts time sets before each step. Exploration
// neither encodes nor compares it.
type Clock struct {
	Now    int64 // nanoseconds since the start
	Jitter int64 // by how much an entry stored now lives longer than its time to live
	FeedIn int64 // how long after now a change made now comes out of the feed
	// Early is a draw from the exponential distribution with mean 1, in
	// thousandths. Times CacheRules.XFetch and the entry's load time it is how long
	// before its end a cache.get treats an entry as expired.
	Early    int64
	NextTake int64 // when the rate limit next lets a worker take an item
}

// Record is a value, identified by the write that made it. Write 0 is the initial
// record, n what operation n-1 wrote. A payment on its way to the source has
// Write 0 and its Ledger counts that payment.
type Record struct {
	Write   uint32
	Version uint32 // counted by the source or by writers, only with FillVersion or Fenced; 0 if unknown
	Exists  bool   // false if there is no record or it was deleted
	Ledger  Ledger
}

// HasContent reports whether there is a record, or a payment of the key.
func (r Record) HasContent() bool { return r.Exists || !r.Ledger.Empty() }

// Same reports whether two records are the same value. Ledgers are compared only
// if both are known.
func (r Record) Same(o Record) bool {
	return r.Write == o.Write && r.Exists == o.Exists && (r.Ledger == o.Ledger || !r.Ledger.Known() || !o.Ledger.Known())
}

// WriteOf returns the identity of the record that operation op writes, in a World whose
// slots are not used again.
func WriteOf(op int32) uint32 { return uint32(op) + 1 }

// Entry is what the cache holds under a key. A cached absence is an entry whose
// record does not exist.
type Entry struct {
	Present bool
	// Aging says, in an untimed world, that the entry is near its end or just past
	// it.
	Aging  bool
	Record Record
	// Dirty is the number of the queued item that will bring the record to the
	// source, 0 if there is none.
	Dirty   uint32
	Expires int64 // when it expires, 0 for never
	Load    int64 // how long it took to load; 0 in an untimed world
}

// Key is the state of one key in source and cache.
type Key struct {
	Source Record
	Entry  Entry
	// Tombstone is the version of the last cache.delete that had one.
	Tombstone uint32
	// Issued is the last version that writers of the key have been given, only with
	// Model.WriterVersions.
	Issued uint32
	// Holder is the operation, counted from 1, that holds the key's lock, lease or
	// flight; 0 for none.
	Holder uint32

	newest         int32 // the slot of the newest of its queued items, counted from 1
	waiting, taken int32 // how many of them no worker has taken, and how many one has
	taker          uint8 // the worker that has taken the last of them
}

// Status tells how far an operation has come.
type Status uint8

const (
	// Unsent operations have not begun.
	Unsent Status = iota
	// Running operations have not been answered.
	Running
	// Lingering operations have been answered and have steps left, which run in
	// the background.
	Lingering
	// Ended operations have no steps left.
	Ended
)

// Outcome is how an operation ended for its client.
type Outcome uint8

const (
	// Pending operations have no outcome yet.
	Pending Outcome = iota
	// OK operations have been carried out.
	OK
	// Failed operations have not taken effect and never will.
	Failed
	// Unknown operations may have taken effect, or may do so later, or never.
	Unknown
)

// String returns the outcome's name in traces.
func (o Outcome) String() string { return [...]string{"pending", "ok", "failed", "unknown"}[o] }

// OpKind is what a client asks for.
type OpKind uint8

const (
	// Create adds a record.
	Create OpKind = iota
	// Edit replaces a record.
	Edit
	// Get reads a record.
	Get
	// Delete removes a record.
	Delete
	// Pay adds a payment to the key's ledger.
	Pay
	// OpKinds is how many kinds there are.
	OpKinds
)

// String returns the operation's name in scenarios and traces.
func (k OpKind) String() string {
	return [...]string{"create", "edit", "get", "delete", "pay"}[k]
}

// Phase is where a task stands between two calls of Model.Step. A step that calls
// a participant goes through Calling, Serving and Returning.
type Phase uint8

const (
	// Ready is the boundary between two steps, where exploration stops.
	Ready Phase = iota
	// Asking means that the client's request is on its way to the Resource Manager.
	Asking
	// Calling means that the call of the step is on its way.
	Calling
	// Serving means that the callee is at work.
	Serving
	// Returning means that the callee's answer is on its way back.
	Returning
	// BackingOff means that the accessor waits before its next attempt.
	BackingOff
	// Pausing means that the task is in a wait step.
	Pausing
	// AwaitingKey means that another operation loads or writes the key.
	AwaitingKey
	// AwaitingRoom means that the queue has no room.
	AwaitingRoom
	// Sleeping means that a worker or the feed waits until the next item is due.
	Sleeping
	// Resting means that a worker waits before it repeats a failed save.
	Resting
	// Idle means that a worker waits until it is woken.
	Idle
	// Dead means that a worker has crashed and not restarted yet.
	Dead
)

// Override is a step that a task takes in place of the one in its list.
type Override uint8

const (
	// NoOverride means that the task takes the step of its list.
	NoOverride Override = iota
	// SetAlone is the cache.set of a write that finds the queue full and writes
	// through.
	SetAlone
	// WriteThrough is the source.save that follows SetAlone.
	WriteThrough
	// RollBack removes from the cache what a failed write has stored there.
	RollBack
	// Invalidate removes from the cache the entry of a key of which a write has failed.
	Invalidate
)

// Failure is what has gone wrong with a task's call. Later ones are worse.
type Failure uint8

const (
	// NoFailure means that nothing has gone wrong.
	NoFailure Failure = iota
	// Erred calls have not been applied; another attempt may succeed.
	Erred
	// Refused calls have not been applied and never will be.
	Refused
	// TimedOut calls may have been applied.
	TimedOut
)

// Task is a position in a list of steps, with the value that the steps work on.
type Task struct {
	Step     uint8 // the index of the step
	Phase    Phase
	Override Override
	Attempt  uint8   // how many attempts of the current call have failed
	Failure  Failure // of the current call
	Fault    Fault   // what the driver lets go wrong with the current call
	Struck   Struck  // and with single writes of it
	Hit      bool    // the last cache.get found an entry
	Refresh  bool    // that entry is near its end, so this task loads it again
	NoStore  bool    // the task has bypassed the lease of another operation and must not store
	Given    bool    // the task has stored in the cache what it writes
	Waiting  bool    // the task has been made to wait before this step
	Key      int32
	Hand     Record // the value that it has read or is to write
	HandAt   int64  // when that value left the source; 0 in an untimed world
	Since    int64  // when it began to wait, or missed; 0 in an untimed world
}

// Op is one operation of a client.
type Op struct {
	Task
	Client       uint16
	Kind         OpKind
	Program      uint8 // index in Model.Programs
	Status       Status
	Outcome      Outcome
	FinalOutcome Outcome // the outcome that it gets after its RollBack or Invalidate step
	Slot         uint8   // of a payment, its place in the ledger of its key
	Applied      bool    // the source has applied it; only with an idempotency key
	Version      uint32  // the version that the source gave to it; only if Applied
	Refused      bool    // the source will never apply it
	Promised     bool    // it has been promised a place in the queue
	Late         uint8   // how many late saves it has; only in an untimed world
	LateVersion  uint32  // the version that they carry
	Flight       uint32  // the place, counted from 1, of the load that it shares; 0 for none
	Write        uint32  // the identity of the record that it writes, 0 for WriteOf

	serial uint32 // tells it from those that had the slot before
	refs   int32  // how many calls, queued writes, notices and workers name it
	isFree bool   // the slot is free
	leads  uint32 // the place, counted from 1, of its load that others share; 0 for none
	behind Line   // the operations that wait for the key that it holds
	// Who waits before and behind it in its line, counted from 1. Of a free slot, the next
	// one.
	prev, next int32
}

// Worker is one write-behind worker. The items that it has taken are those of
// the queue whose Taken names it.
type Worker struct {
	Task
	Op int32 // the operation that queued the first of them

	first, last int32  // the slots of the items, counted from 1
	names       bool   // Op is an operation that it names
	serial      uint32 // tells its choices from those before a crash
}

// Item is one queued write. It stays in the queue until its worker's queue.done.
type Item struct {
	Seq    uint32 // its number, unique and growing
	Key    int32
	Op     int32  // the operation that queued it, the last one if several are coalesced
	Record Record // what it brings to the source
	Taken  uint8  // the worker that has taken it, counted from 1; 0 for none
	Saved  bool   // the source has it
	Age    uint32 // grows from each write that is queued to the next; that of the newest if several are coalesced
	Rounds uint8  // how often a worker has failed to save it, at most MaxRounds; 0 in an untimed world
	Due    int64  // when a worker may take it; 0 in an untimed world
}

// asQueued returns the item without what only its worker knows of it, as changes
// report it.
func (i Item) asQueued() Item {
	i.Saved, i.Rounds, i.Age, i.Record.Version = false, 0, 0, 0
	return i
}

// CallState tells how far a call at the source has come.
type CallState uint8

const (
	// NoCall is the state of a free slot.
	NoCall CallState = iota
	// CallOpened calls have just been made, and it is not decided what becomes of them.
	CallOpened
	// CallWaiting calls wait for the source to be free.
	CallWaiting
	// CallNext calls have waited, and the source begins to serve them at this very
	// instant.
	CallNext
	// CallServing calls are being served.
	CallServing
	// CallHanging calls will never be answered, since the call or its answer is
	// lost: only a time-out ends them.
	CallHanging
)

// Call is a call at the source. The source serves it even if its caller crashes
// or the accessor gives up waiting.
type Call struct {
	State  CallState
	Save   bool
	Fault  Fault  // what the driver lets go wrong with it as a whole
	Serial uint32 // its number, since slots are used again
	Owner  Choice // the actor that waits for it, of kind NoChoice if none does any more
	Late   bool   // the accessor has given it up
	Op     int32  // the operation that it serves
	Key    int32
	Record Record // what a read has found

	first int32 // the first write that a save carries, counted from 1
	next  int32 // the call that waits behind it, or the next free slot, counted from 1
}

// isBusy reports whether the call takes one of the source's places.
func (c *Call) isBusy() bool { return c.State == CallNext || c.State == CallServing }

// Sent is one write that a save carries to the source.
type Sent struct {
	Seq    uint32 // the number of its item in the queue, 0 for an operation's own save
	Op     int32
	Key    int32
	Record Record
	Fault  Fault // what goes wrong with it: SourceError or SourceRefuse

	item int32 // the slot of its item, counted from 1
	next int32 // the next write of the same save, or the next free slot, counted from 1
}

// Notice is one change that the source's feed will announce.
type Notice struct {
	Key     int32
	Op      int32
	Version uint32
	Due     int64 // when it comes out of the feed; 0 in an untimed world
}

// Copy makes w equal to from and reuses the memory of w. The two share nothing.
func (w *World) Copy(from *World) {
	keys, ops, workers, queue, calls, sent, feed, flights := w.Keys, w.Ops, w.Workers, w.Queue.slots, w.Calls, w.Sent, w.Feed.notices, w.Flights
	*w = *from
	w.Keys = append(keys[:0], from.Keys...)
	w.Ops = append(ops[:0], from.Ops...)
	w.Workers = append(workers[:0], from.Workers...)
	w.Queue.copy(queue, &from.Queue)
	w.Calls = append(calls[:0], from.Calls...)
	w.Sent = append(sent[:0], from.Sent...)
	w.Feed.notices = append(feed[:0], from.Feed.notices...)
	w.Flights = append(flights[:0], from.Flights...)
}

// Equal reports whether two worlds are equal, clocks included.
func (w *World) Equal(o *World) bool {
	return w.Clock == o.Clock && w.NextSeq == o.NextSeq && w.CallCount == o.CallCount && w.Down == o.Down && w.Outage == o.Outage &&
		w.Busy == o.Busy && w.InFlight == o.InFlight && w.Promised == o.Promised && w.Breaker == o.Breaker && w.Feeder == o.Feeder &&
		slices.Equal(w.Keys, o.Keys) && slices.Equal(w.Ops, o.Ops) &&
		slices.Equal(w.Workers, o.Workers) && slices.Equal(w.Queue.All(), o.Queue.All()) &&
		slices.Equal(w.Calls, o.Calls) && slices.Equal(w.Sent, o.Sent) && slices.Equal(w.Feed.All(), o.Feed.All()) &&
		slices.Equal(w.Flights, o.Flights)
}

// HasPayments reports whether there is a payment of a key.
func (w *World) HasPayments(key int32) bool {
	return slices.ContainsFunc(w.Ops, func(op Op) bool { return op.Kind == Pay && op.Key == key })
}

// Entries returns how many entries the cache holds.
func (w *World) Entries() int { return w.entries }

// Prime sets the entry of a key before a run.
func (w *World) Prime(key int32, entry Entry) {
	w.countEntry(&w.Keys[key].Entry, &entry)
	w.Keys[key].Entry = entry
}

// countEntry counts the entries when one takes the place of another.
func (w *World) countEntry(before, after *Entry) {
	if before.Present {
		w.entries--
	}
	if after.Present {
		w.entries++
	}
}
