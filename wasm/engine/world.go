package engine

import "slices"

// World is the whole state of a run, in slices sized once and indexed by dense
// ids: no text, no pointers, nothing that cannot be copied and compared.
type World struct {
	Clock   Clock
	Keys    []Key
	Ops     []Op
	Workers []Worker
	Queue   []Item // oldest first, with the items that workers hold
	Calls   []Call // calls in service at the source, by slot
	NextSeq uint32 // of the next item; the first is 1
	Down    bool   // the Resource Manager has crashed and not restarted yet
}

// Clock is what the driver tells of time before a step. It is no part of what
// untimed exploration encodes or compares.
type Clock struct {
	Now    int64 // nanoseconds since the start
	Jitter int64 // how much longer than its time to live an entry stored now lives
}

// Record is a value by its identity: which write made it. Write 0 is what was
// there at the start, n is what operation n-1 wrote.
type Record struct {
	Write  uint32
	Exists bool // false: there is nothing, or it was deleted
}

// WriteOf returns the identity of the record that operation op writes.
func WriteOf(op int32) uint32 { return uint32(op) + 1 }

// Entry is what the cache holds under a key.
type Entry struct {
	Present bool
	Record  Record
	// Dirty is the sequence number of the queued item that will bring this
	// record to the source, 0 where none is pending.
	Dirty   uint32
	Expires int64 // when it expires, 0: never
}

// Key is the state of one key in source and cache.
type Key struct {
	Source Record
	Entry  Entry
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
// stores an absence.
const (
	Create OpKind = iota
	Edit
	Get
	Delete
)

// String returns the operation's name in scenarios and traces.
func (k OpKind) String() string { return [...]string{"create", "edit", "get", "delete"}[k] }

// Phase is what a task is waiting for, between two calls of Model.Step.
type Phase uint8

// The phases. Ready is the boundary between two steps, where exploration
// stops. A step that calls somebody goes through three: its call is on the
// way, takes effect, and its return is on the way back.
const (
	Ready     Phase = iota
	Asking          // the client's request is on its way to the Resource Manager
	Calling         // phase call
	Serving         // phase effect: the callee is at work
	Returning       // phase return
	Pausing         // in a wait step
	Sleeping        // a worker waits for a moment that the driver knows
	Idle            // a worker waits until it is woken
)

// Task is a cursor in a list of steps, with what it has in hand.
type Task struct {
	Step   uint8
	Phase  Phase
	Hit    bool // its last cache.get found an entry
	Key    int32
	Hand   Record
	HandAt int64 // when the record in hand left the source; only while time is counted
}

// Op is one operation of a client.
type Op struct {
	Task
	Client  uint16
	Kind    OpKind
	Program uint8 // index in Model.Programs
	Status  Status
	Outcome Outcome
}

// Worker is one write-behind worker.
type Worker struct {
	Task
	Item uint32 // the sequence number of the item that it has taken, 0 for none
	Op   int32  // the operation that queued it
}

// Item is one queued write. It belongs to the queue until queue.done.
type Item struct {
	Seq    uint32
	Key    int32
	Op     int32 // the operation that queued it
	Record Record
	Taken  bool
	Due    int64 // when a worker may take it; only while time is counted
}

// Call is a call in service at the source. It outlives a crash of its caller:
// what has been asked of the source, the source does.
type Call struct {
	Active bool
	Save   bool
	Owner  Choice // who waits for it; its Kind is Nobody after a crash
	Op     int32  // the operation that it serves
	Key    int32
	Record Record
}

// Copy makes w equal to from, reusing w's memory. Neither sees later changes
// of the other.
func (w *World) Copy(from *World) {
	keys, ops, workers, queue, calls := w.Keys, w.Ops, w.Workers, w.Queue, w.Calls
	*w = *from
	w.Keys = append(keys[:0], from.Keys...)
	w.Ops = append(ops[:0], from.Ops...)
	w.Workers = append(workers[:0], from.Workers...)
	w.Queue = append(queue[:0], from.Queue...)
	w.Calls = append(calls[:0], from.Calls...)
}

// Equal reports whether two worlds are the same in everything, time included.
func (w *World) Equal(o *World) bool {
	return w.Clock == o.Clock && w.NextSeq == o.NextSeq && w.Down == o.Down &&
		slices.Equal(w.Keys, o.Keys) && slices.Equal(w.Ops, o.Ops) &&
		slices.Equal(w.Workers, o.Workers) && slices.Equal(w.Queue, o.Queue) &&
		slices.Equal(w.Calls, o.Calls)
}
