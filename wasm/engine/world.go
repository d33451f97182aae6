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
	Spent     uint32 // what is missing in the accessor's retry budget, in thousandths of a token
	NextSeq   uint32 // the number of the next item, from 1
	LastAge   uint32 // of an item
	CallCount uint32 // how many calls at the source there have been
	Busy      int    // how many calls the source is serving
	Waiting   int    // how many calls wait for the source to be free
	InFlight  int    // how many attempts the accessor has in flight
	Promised  int    // how many places in the queue are promised to operations
	Down      bool   // the Resource Manager has crashed and not restarted yet
	Outage    bool   // the source cannot be reached

	payments []payment // what is known of payments, by operation, with Model.Recycle
	filled   []uint32  // the turns of payments in which entries got their ledgers from the source, by key
	turn     uint32    // the last of those turns

	entries                                int    // how many the cache holds
	lastOp, lastWrite                      uint32 // the numbers of the last operation and write that came, with Model.Recycle
	freeOp, freeCall, freeSent, freeFlight int32  // the first of each chain of free slots, counted from 1; 0 for none
	callLine                               Line   // the calls that wait for the source to be free

	room      room       // the operations that wait for room in the queue
	lines     []keyLines // of the keys that operations wait for, by place
	freeLines int32      // the first of the chain of free places, counted from 1; 0 for none
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
// Write 0 and its Ledger counts that payment, or with Model.Recycle names it.
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
	Aging bool
	// Dirty is the number of the queued item that will bring the record to the
	// source, 0 if there is none.
	Dirty   uint32
	Record  Record
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

	lines int32 // the place, counted from 1, of the lines of those who wait for it; 0 for none
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

// Copy makes w equal to from and reuses the memory of w. The two share nothing.
func (w *World) Copy(from *World) {
	keys, ops, workers, queue, calls, sent, feed, flights := w.Keys, w.Ops, w.Workers, w.Queue, w.Calls, w.Sent, w.Feed.notices, w.Flights
	lines, waiting, coming, payments, filled := w.lines, w.room.waiting, w.room.coming, w.payments, w.filled
	*w = *from
	w.Keys = append(keys[:0], from.Keys...)
	w.Ops = append(ops[:0], from.Ops...)
	w.Workers = append(workers[:0], from.Workers...)
	w.Queue = queue
	w.Queue.copy(&from.Queue)
	w.Calls = append(calls[:0], from.Calls...)
	w.Sent = append(sent[:0], from.Sent...)
	w.Feed.notices = append(feed[:0], from.Feed.notices...)
	w.Flights = append(flights[:0], from.Flights...)
	if from.lines != nil || from.room.waiting != nil || from.payments != nil { // not in an untimed world
		w.lines = append(lines[:0], from.lines...)
		w.room.waiting = append(waiting[:0], from.room.waiting...)
		w.room.coming = append(coming[:0], from.room.coming...)
		w.payments = append(payments[:0], from.payments...)
		w.filled = append(filled[:0], from.filled...)
	}
}

// Equal reports whether two worlds are equal, clocks included.
func (w *World) Equal(o *World) bool {
	return w.Clock == o.Clock && w.NextSeq == o.NextSeq && w.CallCount == o.CallCount && w.Down == o.Down && w.Outage == o.Outage &&
		w.Busy == o.Busy && w.InFlight == o.InFlight && w.Promised == o.Promised && w.Breaker == o.Breaker && w.Spent == o.Spent && w.Feeder == o.Feeder &&
		slices.Equal(w.Keys, o.Keys) && slices.Equal(w.Ops, o.Ops) &&
		slices.Equal(w.Workers, o.Workers) && slices.Equal(w.Queue.All(), o.Queue.All()) &&
		slices.Equal(w.Calls, o.Calls) && slices.Equal(w.Sent, o.Sent) && slices.Equal(w.Feed.All(), o.Feed.All()) &&
		slices.Equal(w.Flights, o.Flights) && slices.Equal(w.lines, o.lines) && slices.Equal(w.payments, o.payments) && slices.Equal(w.filled, o.filled)
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
