// Package engine simulates a system that caches: it holds the whole state of a
// run as plain data (World) and changes it by one function (Model.Step), which
// takes one phase of one step of one actor.
//
// It depends on package strategy, which says what steps a strategy has. A driver
// picks what happens next: the virtual time of package clock, a given order, or
// the search of package explore.
//
// It guarantees that equal worlds and equal choices give equal effects on every
// platform: it reads no clock, draws no random number and starts no goroutine.
package engine

import "cacheplay/wasm/strategy"

// Model is what stays the same during a run: the strategies and the rules.
type Model struct {
	Programs []strategy.Strategy // the lists that operations follow, by Op.Program
	Worker   strategy.Strategy   // the list that each write-behind worker follows
	Feed     strategy.Strategy   // what the source's change feed does with each change; without steps there is no feed
	Clients  []ClientOps
	Cache    CacheRules
	Queue    QueueRules
	Accessor AccessorRules
	Source   SourceRules
	// Aims are the calls that a fault may befall, of those that may befall no other.
	Aims         []Aim
	OnError      OnError      // what becomes of the cache when a write fails
	OnCacheError OnCacheError // what a caller does whose call to the cache fails
	// WriterVersions says that versions are given by the writers, instead of by the
	// source.
	WriterVersions bool
	// LateSaves says that in an untimed world the source may still apply a save whose
	// caller has gone.
	LateSaves bool
	// Recycle says that operations come from outside while the World goes on, and that
	// their slots are used again; see World.Admit. What ledgers say of payments is then
	// another thing; see payments.go.
	Recycle bool
	// Ahead says that an operation goes on within one step as long as it touches nobody
	// else; see goAhead. It is for a driver that lets no process crash and no call of an
	// operation go wrong, except at the source (Choice.Fault of CallDone).
	Ahead bool
	// AheadOfAnswers says that, with Ahead, a read also takes its answer to the client
	// within that step, if it ends with it. It is for a driver for which nothing depends
	// on when a read ends, or which reckons with Effect.Passed.
	AheadOfAnswers bool
	// TTLOf returns the time to live of the values of a key where it has one of its own,
	// else 0. It is nil if no key has, and in an untimed world.
	TTLOf func(key int32) int64
	// Timed says that the driver counts time in World.Clock. In an untimed world
	// expiries are choices, a delay means "at any time", nothing times out, and
	// source, circuit breaker and bulkhead let every call through.
	Timed bool

	legs [][]leg // that are known, by program, with Ahead
}

// OnError tells what becomes of the cache when a write fails.
type OnError uint8

const (
	// KeepOnError leaves the cache as it is.
	KeepOnError OnError = iota
	// RollBackOnError removes what the write has stored there.
	RollBackOnError
	// InvalidateOnError removes the entry of the key, whoever has stored it, if the
	// write's list uses the cache.
	InvalidateOnError
)

// ClientOps are one client's operations: Count of them from World.Ops[First] on,
// which it sends one after the other.
type ClientOps struct{ First, Count int32 }

// TTLMode tells which accesses restart an entry's time to live.
type TTLMode uint8

const (
	// AfterWrite restarts it with each write (Caffeine's expireAfterWrite).
	AfterWrite TTLMode = iota
	// AfterAccess restarts it with each hit too (expireAfterAccess).
	AfterAccess
)

// TTLFrom tells when the age of an entry that a read has stored starts.
type TTLFrom uint8

const (
	// FromFill starts it when the entry is stored.
	FromFill TTLFrom = iota
	// FromRead starts it when the value leaves the source, so that the time to live
	// bounds staleness.
	FromRead
)

// Fill tells when the cache.set of a read that has missed stores its value.
type Fill uint8

const (
	// FillSet stores always.
	FillSet Fill = iota
	// FillAdd stores only if the key is still absent (memcached's add).
	FillAdd
	// FillLease stores only with a token that no write has voided (Nishtala et
	// al., "Scaling Memcache at Facebook", NSDI 2013).
	FillLease
	// FillVersion stores only what is not older than what the key last had.
	FillVersion
	// FillLock stores always, and no other operation can use the key between a
	// miss and its fill, or during a write.
	FillLock
)

// CacheRules are the rules of the cache. Times are in nanoseconds.
type CacheRules struct {
	TTL         int64 // the time to live of entries, 0 for ever
	TTLMode     TTLMode
	TTLFrom     TTLFrom
	NegativeTTL int64 // the time to live of a cached absence, 0 if absences are not cached
	// RefreshAhead is the part of its time to live, in thousandths, after which
	// a hit refreshes an entry, for lists with strategy.RefreshAhead.
	RefreshAhead int64
	// StaleFor is how long after its end an entry can still be answered, for
	// lists with strategy.StaleWhileRevalidate.
	StaleFor int64
	// XFetch is the beta of probabilistic early expiration, in thousandths, 0 for
	// off (Vattani, Chierichetti and Lowenstein, "Optimal Probabilistic Cache
	// Stampede Prevention", VLDB 2015).
	XFetch        int64
	Capacity      int  // in entries, 0 for no bound; the driver evicts
	Ages          bool // in an untimed world an entry ages before it expires, since some list refreshes aging entries
	Fill          Fill
	Bypass        bool // a read that finds the lease taken reads the source and stores nothing, instead of waiting
	Tombstones    bool // a cache.delete remembers its version
	SingleFlight  bool // concurrent misses on a key share one load
	SurvivesCrash bool // the cache is a process of its own, outside the Resource Manager's
}

// Coalescing tells what becomes of a queued write that no worker has taken when
// another write of its key is queued.
type Coalescing uint8

const (
	// NoCoalescing keeps both.
	NoCoalescing Coalescing = iota
	// LastWins replaces the earlier write by the later one.
	LastWins
	// Merge makes one write that does what both would have done.
	Merge
)

// OnFull tells what happens to a write that finds the queue full.
type OnFull uint8

const (
	// Block makes the writer wait.
	Block OnFull = iota
	// Reject answers it with an error.
	Reject
	// Sync writes through to the source.
	Sync
	// DropOldest drops the oldest queued write.
	DropOldest
)

// OnFailure tells what a worker does with a write that it could not save.
type OnFailure uint8

const (
	// RetryInPlace tries again while the write keeps its place in the queue.
	RetryInPlace OnFailure = iota
	// Requeue moves the write to the tail of the queue.
	Requeue
	// DropFailed drops the write.
	DropFailed
	// DeadLetter moves the write to a dead-letter queue.
	DeadLetter
)

// QueueRules are the rules of the write-behind queue. Times are in nanoseconds;
// at most one of Delay and Schedule is set.
type QueueRules struct {
	Delay        int64 // how long an item waits before a worker may take it
	Schedule     int64 // workers look at the queue at multiples of this time
	Interval     int64 // the least time between two writes that workers take, 0 for none
	Batch        int   // how many items a worker takes at once, at most
	Capacity     int   // in items, 0 for no bound
	Coalescing   Coalescing
	OnFull       OnFull
	OnFailure    OnFailure
	PartitionKey bool // a worker takes no item whose key another worker holds
	Journal      bool // the queue survives a crash
	Staging      bool // cache.get also looks into the queue
	PinDirty     bool // an entry whose write is queued cannot be evicted
	CleanByKey   bool // an entry is clean when any write of its key is done, not only its own
}

// due returns the earliest time at which a worker may take an item queued now.
func (q QueueRules) due(now int64) int64 {
	if q.Schedule > 0 {
		return now - now%q.Schedule + q.Schedule
	}
	return now + q.Delay
}

// AccessorRules are the rules of the Data Accessor. Times are in nanoseconds.
type AccessorRules struct {
	Timeout        int64 // how long an attempt may take, 0 for ever
	Pause          int64 // how long a worker pauses before it repeats a failed save, 0 for RoundPause
	MaxAttempts    int   // of one call, at least 1
	Breaker        BreakerRules
	RetryBudget    RetryBudgetRules
	Bulkhead       int  // how many attempts may be in flight at once, 0 for any number
	IdempotencyKey bool // the source applies each operation once
}

// BreakerRules are the rules of the circuit breaker. It opens when Threshold of
// the last Window attempts have failed, refuses every attempt for OpenFor
// nanoseconds, and then lets Trials attempts through, whose success closes it
// again. A Threshold of 0 means that there is no circuit breaker.
type BreakerRules struct {
	Threshold, Window, Trials int
	OpenFor                   int64
}

// SourceRules are the rules of the source.
type SourceRules struct {
	Concurrency int // how many calls it serves at once, 0 for any number
	QueueLimit  int // how many more may wait, -1 for any number
	// Fenced says that it refuses a save whose version is older than the record's, as
	// with the fencing tokens of Kleppmann, "How to do distributed locking" (2016). It
	// needs Model.WriterVersions.
	Fenced bool
}

// feeds reports whether the source has a change feed.
func (m *Model) feeds() bool { return len(m.Feed.Steps) > 0 }
