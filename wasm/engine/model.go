// Package engine is the simulated system: the whole state of a run as plain
// data (World), and the one function that takes one step of one actor at one
// instant on one key (Model.Step).
//
// It stands on package strategy, which says which steps a strategy has; what
// each step does is written here and nowhere else. Who picks the next step is
// the driver's business: the virtual clock in Play, a given order, an
// exhaustive search. The engine reads no clock, draws no random number and
// starts no goroutine, so that equal worlds and equal choices give equal
// effects on every platform.
package engine

import "cacheplay/wasm/strategy"

// Model is what stays the same during a run: the strategies and their knobs.
type Model struct {
	Programs []strategy.Strategy // the lists that operations follow, by Op.Program
	Worker   strategy.Strategy   // the list that each write-behind worker follows
	Feed     strategy.Strategy   // what the source's change feed does with each change; no steps: there is no feed
	Clients  []ClientOps
	Cache    CacheRules
	Queue    QueueRules
	Accessor AccessorRules
	Source   SourceRules
	// Rollback takes back what a failed write has given the cache.
	Rollback bool
	// Timed says that the driver counts time in World.Clock. Without it nothing
	// expires, falls due, times out or is kept waiting by itself: an expiry is a
	// choice, a delay means "at any time", and the source, the accessor's circuit
	// breaker and its bulkhead have room for everybody.
	Timed bool
}

// ClientOps are one client's operations, Count of them from World.Ops[First]
// on, which it sends one after the other.
type ClientOps struct{ First, Count int32 }

// TTLMode says what starts an entry's time to live anew.
type TTLMode uint8

// Expiry after the last write (Caffeine's expireAfterWrite), or after the last
// access (expireAfterAccess).
const (
	AfterWrite TTLMode = iota
	AfterAccess
)

// TTLFrom says when the age of an entry filled after a miss starts.
type TTLFrom uint8

// The age starts when the entry is stored, or when its value was read from the
// source: the second bounds staleness by the time to live itself.
const (
	FromFill TTLFrom = iota
	FromRead
)

// Fill says what a read's cache.set does after a miss.
type Fill uint8

// The ways to fill. FillSet stores in any case; FillAdd stores only if the key
// is still absent (memcached's add); FillLease only with a token that no write
// has voided (Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013);
// FillVersion only what is not older than what the key last had; FillLock keeps
// others from the key between a miss and its fill, and during a write.
const (
	FillSet Fill = iota
	FillAdd
	FillLease
	FillVersion
	FillLock
)

// CacheRules are the knobs of the cache. Times are in nanoseconds.
type CacheRules struct {
	TTL         int64 // 0: entries do not expire
	TTLMode     TTLMode
	TTLFrom     TTLFrom
	NegativeTTL int64 // how long an absence is cached, 0: not at all
	// RefreshAhead is the part of its time to live, in thousandths, after which
	// a hit refreshes an entry, for lists with strategy.RefreshAhead.
	RefreshAhead int64
	// StaleFor is how long after its end an entry can still be answered, for
	// lists with strategy.StaleWhileRevalidate.
	StaleFor int64
	// XFetch is the beta of probabilistic early expiration, in thousandths (Vattani,
	// Chierichetti and Lowenstein, "Optimal Probabilistic Cache Stampede
	// Prevention", VLDB 2015); 0: off.
	XFetch        int64
	Capacity      int  // in entries, 0: no bound; which one goes, the driver decides
	Ages          bool // untimed, an entry ages before it goes: some read loads it anew then
	Fill          Fill
	Bypass        bool // who finds a lease taken reads the source and stores nothing, instead of waiting
	Tombstones    bool // a cache.delete remembers its version
	SingleFlight  bool // concurrent misses on a key share one load
	SurvivesCrash bool // an external cache, not one in the Resource Manager's process
}

// Coalescing says what becomes of a queued write that no worker has taken when
// another one of its key comes.
type Coalescing uint8

// The ways to coalesce: not at all; the last write takes the place of the one
// before; both become one that does what both would have done.
const (
	NoCoalescing Coalescing = iota
	LastWins
	Merge
)

// OnFull says what happens to a write that finds the queue full.
type OnFull uint8

// The writer waits; is answered with an error; writes through; or the oldest
// queued write is dropped.
const (
	Block OnFull = iota
	Reject
	Sync
	DropOldest
)

// OnFailure says what a worker does with a write that the source has not taken.
type OnFailure uint8

// The save is tried again with the write at the head of the queue; the write
// goes to the tail; is forgotten; or is set aside, for somebody to look at.
const (
	RetryInPlace OnFailure = iota
	Requeue
	DropFailed
	DeadLetter
)

// QueueRules are the knobs of the write-behind queue. Times are in
// nanoseconds; at most one of Delay and Schedule is set.
type QueueRules struct {
	Delay        int64 // how long an item waits before a worker may take it
	Schedule     int64 // workers look at the queue at multiples of this time
	Interval     int64 // the least time between two writes that workers take, 0: none
	Batch        int   // how many items a worker takes at once, at most
	Capacity     int   // 0: no bound
	Coalescing   Coalescing
	OnFull       OnFull
	OnFailure    OnFailure
	PartitionKey bool // a worker takes no item whose key another worker holds
	Journal      bool // the queue survives a crash
	Staging      bool // cache.get also looks into the queue
	PinDirty     bool // an entry whose write is queued cannot be evicted
	CleanByKey   bool // an entry is clean when any write of its key is done, not only its own
}

// due returns the first moment at which a worker may take an item queued now.
func (q QueueRules) due(now int64) int64 {
	if q.Schedule > 0 {
		return now - now%q.Schedule + q.Schedule
	}
	return now + q.Delay
}

// AccessorRules are the knobs of the Data Accessor. Times are in nanoseconds.
type AccessorRules struct {
	Timeout        int64 // how long an attempt may take, 0: for ever
	Pause          int64 // how long a worker waits before it repeats a save that has failed, 0: RoundPause
	MaxAttempts    int   // of one call, at least 1
	Breaker        BreakerRules
	Bulkhead       int  // how many attempts may be under way at once, 0: any number
	IdempotencyKey bool // the source applies what one operation asks of it once
}

// BreakerRules are the knobs of the circuit breaker: it opens when Threshold of
// the last Window attempts have failed, refuses everything for OpenFor
// nanoseconds, and then lets Trials attempts through, whose success closes it
// again. A Threshold of 0 is no circuit breaker.
type BreakerRules struct {
	Threshold, Window, Trials int
	OpenFor                   int64
}

// SourceRules are the knobs of the source.
type SourceRules struct {
	Concurrency int // how many calls it serves at once, 0: any number
	QueueLimit  int // how many more may wait, -1: any number
}

// feeds reports whether the source has a change feed.
func (m *Model) feeds() bool { return len(m.Feed.Steps) > 0 }
