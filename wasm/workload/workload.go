// Package workload says which operations a system is put under: generated from a
// few figures, or recorded.
package workload

import "cacheplay/wasm/engine"

// Operation is one operation of a workload. Keys and clients are dense numbers from 0.
type Operation struct {
	At     int64 // when its client means to send it, in nanoseconds since the workload began
	TTL    int64 // how long what it stores may live, in nanoseconds; 0 if not said
	Key    uint32
	Client uint32        // 0 where clients are not told apart
	Size   uint32        // of key and value together, in bytes; 0 if not said
	Kind   engine.OpKind // Get, Edit, Create, Delete or Pay
	Record Outcome       // what the record says of a read
	Fill   bool          // a write that only stores in the cache what a read has missed
}

// Outcome is what a record says of a read.
type Outcome uint8

const (
	// NotSaid means that the record does not say whether a read hit.
	NotSaid Outcome = iota
	// RecordedHit reads found their key in the recorded cache.
	RecordedHit
	// RecordedMiss reads did not.
	RecordedMiss
)

// Source yields the operations of a workload, by time.
type Source interface {
	// Next sets op to the next operation, and reports whether there was one.
	Next(op *Operation) bool
}
