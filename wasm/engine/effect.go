package engine

import "cacheplay/wasm/strategy"

// ChoiceKind says what may happen next.
type ChoiceKind uint8

// The kinds of choices.
const (
	Nobody     ChoiceKind = iota
	OpStep                // the operation Actor goes on
	WorkerStep            // the worker Actor goes on
	CallDone              // the source has served the call in slot Actor
	Expiry                // the entry of key Actor expires
	Crash                 // the Resource Manager's process ends
	Restart               // and is up again
)

// Choice is one thing that may happen next.
type Choice struct {
	Kind  ChoiceKind
	Actor int32
}

// Wait is what somebody waits for before Effect.Next can happen. The driver
// turns it into a delay; an untimed one ignores it.
type Wait uint8

// What there is to wait for. NotAtAll means at once; Forever that nothing
// follows, or only when somebody wakes the actor.
const (
	Forever Wait = iota
	NotAtAll
	Network       // half of a call's latency: one way of its round trip
	CacheService  // the cache's latency
	SourceReading // the source's latency of reads
	SourceWriting // the source's latency of writes
	Pause         // Effect.Pause nanoseconds
	Until         // World.Clock.Now reaching Effect.Until
	Downtime      // how long a crashed Resource Manager is down
)

// Found is what a cache.get found.
type Found uint8

// What there is to find.
const (
	NothingSought Found = iota
	Hit
	Miss
	Expired // an entry whose time to live was over: a miss
)

// ChangeKind is what a change changed.
type ChangeKind uint8

// The kinds of changes, each with the fields of Change that it uses.
const (
	EntryChanged  ChangeKind = iota // Key, Entry
	RecordChanged                   // Key, Record
	ItemQueued                      // Item
	ItemTaken                       // Item
	ItemDone                        // Item
	ItemLost                        // Item
)

// Change is one change of cache, source or queue, with what was there before
// and after, so that it can be shown, undone and taken again.
type Change struct {
	Kind                      ChangeKind
	Key                       int32
	EntryBefore, EntryAfter   Entry
	RecordBefore, RecordAfter Record
	Item                      Item
}

// Effect says what one call of Model.Step did. A driver reuses one Effect for
// all its steps.
type Effect struct {
	Actor strategy.Step // the step that the actor is at, NoStep outside its list
	Index uint8         // where in its list that step stands
	Phase Phase         // the phase that it has entered
	Found Found
	// Op is the operation that the step served, -1 for none.
	Op int32

	Begun    bool    // the operation was sent
	Answered bool    // its answer has left
	Result   Record  // what it was answered; for a write, what it wrote
	Stored   bool    // a cache.set stored its value
	Lost     []int32 // operations that a crash has ended with an unknown outcome

	Changes []Change

	Next  Choice // what follows after Wait
	Wait  Wait
	Pause int64
	Until int64
	Wake  []Choice // who can go on at once because of this step
}

func (e *Effect) reset() {
	*e = Effect{Op: -1, Lost: e.Lost[:0], Changes: e.Changes[:0], Wake: e.Wake[:0]}
}

func (e *Effect) then(next Choice, wait Wait) { e.Next, e.Wait = next, wait }
