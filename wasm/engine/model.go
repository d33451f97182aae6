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
	Clients  []ClientOps
	Cache    CacheRules
	Queue    QueueRules
	// Timed says that the driver counts time in World.Clock. Without it nothing
	// expires or falls due by itself: an expiry is a choice, and a delay means
	// "at any time".
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

// FillSet stores in any case; FillAdd stores only if the key is still absent
// (memcached's add).
const (
	FillSet Fill = iota
	FillAdd
)

// CacheRules are the knobs of the cache. Times are in nanoseconds.
type CacheRules struct {
	TTL           int64 // 0: entries do not expire
	TTLMode       TTLMode
	TTLFrom       TTLFrom
	Fill          Fill
	SurvivesCrash bool // an external cache, not one in the Resource Manager's process
}

// QueueRules are the knobs of the write-behind queue. Times are in
// nanoseconds; at most one of Delay and Schedule is set.
type QueueRules struct {
	Delay    int64 // how long an item waits before a worker may take it
	Schedule int64 // workers look at the queue at multiples of this time
}

// due returns the first moment at which a worker may take an item queued now.
func (q QueueRules) due(now int64) int64 {
	if q.Schedule > 0 {
		return now - now%q.Schedule + q.Schedule
	}
	return now + q.Delay
}
