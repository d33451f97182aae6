package engine

import "cacheplay/wasm/strategy"

// ChoiceKind says what may happen next.
type ChoiceKind uint8

// The kinds of choices.
const (
	NoChoice      ChoiceKind = iota
	OpStep                   // the operation Actor goes on
	WorkerStep               // the worker Actor goes on
	FeedStep                 // the source's change feed goes on
	CallStart                // the source begins to serve the call in slot Actor
	CallDone                 // and has served it
	CallCut                  // the call in slot Actor has been cut off by an outage
	TimeOut                  // the accessor's patience with the call in slot Actor is over
	BreakerTrial             // the open circuit breaker lets attempts through again
	Expiry                   // the entry of key Actor expires
	Evict                    // the entry of key Actor is evicted
	Crash                    // the Resource Manager's process ends
	CrashWorker              // the worker Actor's process ends
	CrashCache               // the cache's process ends
	Restart                  // the Resource Manager is up again
	RestartWorker            // the worker Actor is up again
	OutageBegins             // the source cannot be reached any more
	OutageEnds               // and can be again
)

// Fault is what goes wrong with one call of a task.
type Fault uint8

// The faults of a call. SourceError is a save that is definitely not applied;
// SourceRefuse one that never will be; SourceTimeout one that is applied, but
// nobody is told; CacheLost is a cache call that has no effect, and its caller
// goes on.
const (
	NoFault Fault = iota
	SourceError
	SourceRefuse
	SourceTimeout
	CacheLost
)

// Strikes reports whether a fault can befall a call of a step.
func (f Fault) Strikes(step strategy.Step) bool {
	callee, calls := step.Callee()
	return f != NoFault && calls && (callee == strategy.Source) == (f != CacheLost)
}

// Choice is one thing that may happen next. Fault says what goes wrong with the
// next call of its actor. Serial tells a call from others in its slot.
type Choice struct {
	Kind   ChoiceKind
	Fault  Fault
	Actor  int32
	Serial uint32
}

// Wait is what somebody waits for before Effect.Next can happen. The driver
// turns it into a delay; an untimed one ignores it.
type Wait uint8

// What there is to wait for. AtOnce means at once; Forever that nothing
// follows, or only when somebody wakes the actor.
const (
	Forever Wait = iota
	AtOnce
	Network       // half of a call's latency: one way of its round trip
	CacheService  // the cache's latency
	SourceReading // the source's latency of reads
	SourceWriting // the source's latency of writes
	Backoff       // the accessor's pause before attempt Effect.Attempt
	Pause         // Effect.Pause nanoseconds
	Until         // World.Clock.Now reaching Effect.Until
	Downtime      // how long what has crashed is down
)

// Result says what has become of a step, where its phase does not.
type Result uint8

// What there is to say.
const (
	NoResult Result = iota

	Hit          // a cache.get found an entry
	Staged       // or, in its stead, a queued write
	Miss         // or nothing
	Expired      // or an entry whose time was over: a miss. Of an Expiry: it is gone
	ExpiringSoon // or one that it takes for expired before its time: a miss
	CallLost     // a cache call was lost: it had no effect

	Stored     // a cache.set stored its value
	NotStored  // or not, since it must not overwrite what there is
	Removed    // a cache.delete, or an eviction, removed an entry
	NotPresent // or there was none
	KeptNewer  // or one that is newer than what was to be deleted

	Blocked   // the task waits for whoever has its key, or for room in the queue
	QueueFull // the write is rejected, or goes through to the source

	WaitsForSource // the source has no time for the call yet
	Overloaded     // nor any place to wait
	BreakerOpen    // the circuit breaker refuses the attempt
	BulkheadFull   // the bulkhead does
	Unreachable    // the source cannot be reached
	Unanswered     // the same, but the accessor has yet to find out
	Started        // the source begins to serve the call
	Served         // and has served it
	ServedError    // it answers with an error
	ServedRefusal  // or with one for good
	AnswerLost     // it has served it, and its answer is lost
	GaveUp         // the accessor waits for the call no longer
)

// ChangeKind is what a change changed.
type ChangeKind uint8

// The kinds of changes, each with the fields of Change that it uses.
const (
	EntryChanged   ChangeKind = iota // Key, Entry
	RecordChanged                    // Key, Record
	ItemQueued                       // Item
	ItemReplaced                     // Item, ItemAfter: another write took its place
	ItemTaken                        // Item, ItemAfter
	ItemReturned                     // Item, ItemAfter: its worker has crashed
	ItemRequeued                     // Item, ItemAfter: it went to the tail, under another number
	ItemDone                         // Item
	ItemLost                         // Item: a crash took it
	ItemDropped                      // Item: forgotten
	ItemDead                         // Item: set aside
	BreakerChanged                   // BreakerBefore, BreakerAfter
)

// Change is one change of cache, source or queue, with what was there before
// and after, so that it can be shown, undone and taken again.
type Change struct {
	Kind                        ChangeKind
	Key                         int32
	EntryBefore, EntryAfter     Entry
	RecordBefore, RecordAfter   Record
	Item, ItemAfter             Item
	BreakerBefore, BreakerAfter BreakerState
}

// FollowUp is something that comes about after a wait.
type FollowUp struct {
	Choice Choice
	Wait   Wait
	Until  int64 // for a Wait of Until
}

// Effect says what one call of Model.Step did. A driver reuses one Effect for
// all its steps.
type Effect struct {
	Actor  strategy.Step // the step that the actor is at, NoStep outside its list
	Index  uint8         // where in its list that step stands
	Phase  Phase         // the phase that it has entered
	Result Result
	// Op is the operation that the step served, -1 for none.
	Op      int32
	Attempt uint8 // of a call at the source: how many attempts before have failed

	Begun     bool // the operation was sent
	Answered  bool // its answer has left
	FromCache bool // its answer is what its last cache.get found
	LeaseVoid bool // a write at the cache took away the lease that another operation had
	// AgedInHand says that the age of the entry that a read has stored counts
	// from when its value left the source.
	AgedInHand bool
	Late       bool    // the accessor has given the call up before
	Answer     Record  // what it was answered; for a write, what it wrote
	Lost       []int32 // operations that a crash has ended with an unknown outcome

	Changes []Change

	Next Choice // what follows after Wait
	Wait Wait
	// Exhausted says that what follows has failed so often that it is no reason
	// to go on with a run of which nothing else is left.
	Exhausted bool
	Pause     int64
	Until     int64
	Also      []FollowUp // what follows besides
}

func (e *Effect) reset() {
	*e = Effect{Op: -1, Lost: e.Lost[:0], Changes: e.Changes[:0], Also: e.Also[:0]}
}

func (e *Effect) setNext(next Choice, wait Wait) { e.Next, e.Wait = next, wait }

// wake lets somebody go on at once, besides whoever takes the step.
func (e *Effect) wake(c Choice) { e.Also = append(e.Also, FollowUp{Choice: c, Wait: AtOnce}) }

// setStep notes which step an effect is of.
func (e *Effect) setStep(t *Task, step strategy.Step) {
	e.Actor, e.Index, e.Phase, e.Attempt = step, t.Step, t.Phase, t.Attempt
}
