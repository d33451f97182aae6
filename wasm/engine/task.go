package engine

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
	Slot         uint8   // of a payment, its place in the ledger of its key; not with Model.Recycle
	Applied      bool    // the source has applied it; only with an idempotency key
	Version      uint32  // the version that the source gave to it; only if Applied
	Refused      bool    // the source will never apply it
	Promised     bool    // it has been promised a place in the queue
	Late         uint8   // how many late saves it has; only in an untimed world
	LateVersion  uint32  // the version that they carry
	Flight       uint32  // the place, counted from 1, of the load that it shares; 0 for none
	Write        uint32  // the identity of the record that it writes, 0 for WriteOf

	serial uint32 // its number, with Model.Recycle: tells it from others in its slot
	refs   int32  // how many calls, queued writes, notices and workers name it
	isFree bool   // the slot is free
	called bool   // it has been called since there is room in the queue for it
	leads  uint32 // the place, counted from 1, of its load that others share; 0 for none
	place  int32  // of one that waits for room, where in the heap it is, counted from 1
	// Who waits before and behind it in its line, counted from 1. Of a free slot, the next
	// one.
	prev, next int32
}
