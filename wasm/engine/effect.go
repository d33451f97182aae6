package engine

import (
	"slices"

	"cacheplay/wasm/strategy"
)

// ChoiceKind tells what kind of thing a Choice is.
type ChoiceKind uint8

const (
	// NoChoice is the kind of the zero Choice: nothing happens.
	NoChoice ChoiceKind = iota
	// OpStep takes operation Actor to its next phase.
	OpStep
	// WorkerStep takes worker Actor to its next phase.
	WorkerStep
	// FeedStep takes the source's change feed to its next phase.
	FeedStep
	// CallStart begins the service of the call in slot Actor.
	CallStart
	// CallDone ends the service of the call in slot Actor.
	CallDone
	// CallCut tells the accessor that an outage has cut off the call in slot Actor.
	CallCut
	// TimeOut makes the accessor give up the call in slot Actor.
	TimeOut
	// BreakerTrial makes the open circuit breaker half-open.
	BreakerTrial
	// Expiry removes the entry of key Actor since its time to live is over.
	Expiry
	// Evict removes the entry of key Actor to make room.
	Evict
	// Crash ends the Resource Manager's process.
	Crash
	// CrashWorker ends the process of worker Actor.
	CrashWorker
	// CrashCache ends the cache's process.
	CrashCache
	// CrashClient ends client Actor, who sends nothing any more.
	CrashClient
	// Restart starts the Resource Manager again.
	Restart
	// RestartWorker starts worker Actor again.
	RestartWorker
	// OutageBegins makes the source unreachable.
	OutageBegins
	// OutageEnds makes it reachable again.
	OutageEnds
	// GoDown ends the Resource Manager's process, in an untimed world, until Restart.
	GoDown
	// Send sends operation Actor and lets its first call leave, in an untimed world;
	// see Model.Leap.
	Send
	// LateSave makes the source apply a late save of operation Actor, in an untimed
	// world.
	LateSave
)

// Fault is what goes wrong with one call of a task.
type Fault uint8

const (
	// NoFault is a call that goes well.
	NoFault Fault = iota
	// SourceError is a call that the source answers with an error and does not apply.
	SourceError
	// SourceRefuse is a save that the source refuses, each time.
	SourceRefuse
	// SourceTimeout is a call that the source serves and whose answer is lost.
	SourceTimeout
	// SourceLate is a save, in an untimed world, that the accessor gives up and the
	// source applies later, or never.
	SourceLate
	// CacheLost is a cache call that has no effect and whose caller goes on.
	CacheLost
	// CacheError is a cache call that has no effect and whose caller is told so.
	CacheError
)

// Strikes reports whether a fault can befall a call of a step.
func (f Fault) Strikes(step strategy.Step) bool {
	callee, calls := step.Callee()
	return f != NoFault && calls && (callee == strategy.Source) == (f < CacheLost)
}

// Choice is one thing that may happen next.
type Choice struct {
	Kind ChoiceKind
	Wrong
	Actor  int32  // an operation, a worker, a slot of World.Calls or a key, by Kind
	Serial uint32 // of the call, operation or worker, since slots are used again and a crash ends what was to come
}

// Wrong is what goes wrong with the next call of an actor. It is apart from the other
// fields of Choice because the compiler keeps only structs of up to four in registers,
// and every step hands a Choice on several times.
type Wrong struct {
	Fault  Fault
	Struck Struck // what goes wrong with single writes of that call
}

// Wait is what passes before a follow-up happens. A driver that counts time
// turns it into a delay; others ignore it.
type Wait uint8

const (
	// Forever means that nothing follows until another choice wakes the actor.
	Forever Wait = iota
	// AtOnce means that the follow-up happens at the same instant.
	AtOnce
	// Network is half of a call's network latency: one way of its round trip.
	Network
	// CacheService is the cache's latency.
	CacheService
	// SourceReading is the source's latency of reads.
	SourceReading
	// SourceWriting is the source's latency of writes.
	SourceWriting
	// Backoff is the accessor's pause before the attempt Effect.Attempt.
	Backoff
	// Pause lasts Effect.Pause nanoseconds.
	Pause
	// Until lasts until World.Clock.Now reaches Effect.Until or FollowUp.Until.
	Until
	// Downtime is how long a crashed process is down.
	Downtime
)

// Result tells how a phase of a step ended, where the phase alone does not tell.
type Result uint8

const (
	// NoResult is set where the phase says all.
	NoResult Result = iota

	// Hit is a cache.get that found an entry.
	Hit
	// Staged is a cache.get that found no entry but a queued write.
	Staged
	// Miss is a cache.get that found nothing.
	Miss
	// Expired is a cache.get that missed because the entry was past its end, or an
	// Expiry that removed an entry.
	Expired
	// ExpiringSoon is a cache.get that missed because CacheRules.XFetch made it treat
	// the entry as expired before its end.
	ExpiringSoon
	// CallLost is a cache call that had no effect.
	CallLost
	// CallFailed is a cache call that had no effect and whose caller is told so.
	CallFailed

	// Stored is a cache.set that stored its value.
	Stored
	// NotStored is a cache.set that CacheRules.Fill kept from storing.
	NotStored
	// Removed is a cache.delete or an eviction that removed an entry.
	Removed
	// NotPresent is a cache step that found no entry to remove or to change.
	NotPresent
	// KeptNewer is a cache.delete that left an entry newer than its own write.
	KeptNewer

	// Blocked is a task that has begun to wait for its key or for room in the queue.
	Blocked
	// Shared is a read that gets what the load that it shares has brought.
	Shared
	// SharedError is a read that fails as the load that it shares has.
	SharedError
	// QueueFull is a write that is rejected or written through for want of room.
	QueueFull

	// WaitsForSource is a call that waits because the source is busy.
	WaitsForSource
	// Overloaded is a call for which the source has no place to wait.
	Overloaded
	// BreakerOpen is an attempt that the circuit breaker refuses.
	BreakerOpen
	// BulkheadFull is an attempt that the bulkhead refuses.
	BulkheadFull
	// Unreachable is a call that fails at once because of an outage.
	Unreachable
	// Unanswered is a call that only a time-out will end because of an outage.
	Unanswered
	// Started is a call that the source begins to serve.
	Started
	// Served is a call that the source has served.
	Served
	// ServedError is a call that the source answers with an error.
	ServedError
	// ServedRefusal is a save that the source refuses for good.
	ServedRefusal
	// ServedOlder is a save that the source has refused since it holds a newer version.
	ServedOlder
	// AnswerLost is a call that the source has served and whose answer is lost.
	AnswerLost
	// GaveUp is a call that the accessor no longer waits for.
	GaveUp
)

// ChangeKind tells what changed, and so which fields of Change are set besides
// Key.
type ChangeKind uint8

const (
	// EntryChanged sets EntryBefore and EntryAfter.
	EntryChanged ChangeKind = iota
	// RecordChanged sets RecordBefore and RecordAfter.
	RecordChanged
	// ItemQueued sets Item.
	ItemQueued
	// ItemReplaced sets Item and ItemAfter, the write that took its place.
	ItemReplaced
	// ItemTaken sets Item and ItemAfter, the item in the hands of a worker.
	ItemTaken
	// ItemReturned sets Item and ItemAfter, the item after a crash of its worker.
	ItemReturned
	// ItemRequeued sets Item and ItemAfter, the item at the tail under another number.
	ItemRequeued
	// ItemDone sets Item, whose write the source has.
	ItemDone
	// ItemLost sets Item, which was lost in a crash.
	ItemLost
	// ItemDropped sets Item, which QueueRules.OnFull or OnFailure made the queue drop,
	// and ItemAfter if that is what it has been coalesced with.
	ItemDropped
	// ItemDead sets Item, which went to the dead-letter queue.
	ItemDead
	// BreakerChanged sets BreakerBefore and BreakerAfter; Key is -1.
	BreakerChanged
)

// Change is one change of cache, source, queue or circuit breaker. It holds the
// values before and after, so that it can be undone and redone.
type Change struct {
	Kind                        ChangeKind
	Key                         int32
	EntryBefore, EntryAfter     Entry
	RecordBefore, RecordAfter   Record
	Item, ItemAfter             Item
	BreakerBefore, BreakerAfter BreakerState
}

// FollowUp is a choice that comes about after a wait.
type FollowUp struct {
	Choice Choice
	Wait   Wait
	Until  int64 // the end of the wait, where Wait is Until
}

// Effect tells what one call of Model.Step did. A driver reuses one Effect for
// all its steps.
type Effect struct {
	Actor   strategy.Step // the step that the actor is at, NoStep outside its list
	Index   uint8         // the index of that step in the list
	Phase   Phase         // the phase that the actor is in now
	Result  Result
	Op      int32 // the operation that the step serves, -1 for none
	Attempt uint8 // how many attempts of the call at the source have failed

	Begun      bool    // the operation was sent
	Answered   bool    // its answer was sent
	Answer     Record  // what it was answered with; for a write, what it wrote
	FromCache  bool    // the answer is what the operation's last cache.get found
	LeaseVoid  bool    // a write at the cache has voided another operation's lease
	AgedInHand bool    // the stored entry's age counts from when its value left the source
	Late       bool    // the accessor had given the call up before
	NoRetry    bool    // an attempt has failed, and the retry budget forbids another one
	Lost       []int32 // the operations that a crash has ended with an unknown outcome

	Changes []Change
	Paid    []Paid // the payments that the source has applied

	// Passed are the waits that passed in this step, with Model.Ahead. Wait comes after
	// them, and Phase is the one in which the operation is then. Only with
	// Model.AheadOfAnswers an answer can have left after them, in a step that has ended its
	// operation.
	Passed Passed

	Next  Choice // what follows
	Wait  Wait   // what passes before that
	Pause int64  // how long it takes, where Wait is Pause
	Until int64  // when it ends, where Wait is Until
	// Exhausted says that what follows is a retry of a save that has failed
	// MaxRounds times: it is no reason to continue a run in which nothing else is
	// left to happen.
	Exhausted bool
	Also      []FollowUp // what follows besides
}

// reset clears the effect and keeps the memory of its slices. It sets each field, which is
// faster than to copy a new effect over this one; a test tells if it forgets one.
func (e *Effect) reset() {
	e.Actor, e.Index, e.Phase, e.Result, e.Op, e.Attempt = 0, 0, 0, NoResult, -1, 0
	e.Begun, e.Answered, e.Answer, e.FromCache = false, false, Record{}, false
	e.LeaseVoid, e.AgedInHand, e.Late, e.NoRetry, e.Lost = false, false, false, false, e.Lost[:0]
	e.Changes, e.Paid, e.Passed = e.Changes[:0], e.Paid[:0], Passed{}
	e.Next, e.Wait, e.Pause, e.Until, e.Exhausted, e.Also = Choice{}, Forever, 0, 0, false, e.Also[:0]
}

// change adds a change of a kind, and returns it for what else there is to say. It makes
// the change in its place, since it is too large to be copied for nothing.
func (e *Effect) change(kind ChangeKind, key int32) *Change {
	n := len(e.Changes)
	e.Changes = slices.Grow(e.Changes, 1)[:n+1]
	c := &e.Changes[n]
	*c = Change{}
	c.Kind, c.Key = kind, key
	return c
}

// setNext sets what follows, and after which wait.
func (e *Effect) setNext(next Choice, wait Wait) { e.Next, e.Wait = next, wait }

// wake adds a choice that follows at once, besides Next.
func (e *Effect) wake(c Choice) { e.Also = append(e.Also, FollowUp{Choice: c, Wait: AtOnce}) }

// setStep sets which step of which task the effect is about.
func (e *Effect) setStep(t *Task, step strategy.Step) {
	e.Actor, e.Index, e.Phase, e.Attempt = step, t.Step, t.Phase, t.Attempt
}
