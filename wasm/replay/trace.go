// Package replay runs eviction alone over a workload: how much of it misses in a cache
// of some capacity with some policy, without a source, clients or time to wait. It also
// finds miss-ratio curves.
//
// It depends on packages workload, engine, eviction, random and jsontree. A trace is held in
// memory: 4 bytes for each request; 4 more if there are sizes, 1 more if not all are
// reads, and 16 more if there are times to live.
package replay

import (
	"math"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
)

// Most is how many requests, and how many keys, a trace can have.
const Most = math.MaxInt32

// Trace is a workload in columns, as it is replayed.
type Trace struct {
	// Keys are the keys of the requests.
	Keys []int32
	// Objects is the number of keys, all of which are less than that.
	Objects int

	sizes []uint32 // of what each is for; nil where none has a size
	kinds []kind   // nil if all are reads
	at    []int64  // when each was sent, in nanoseconds; nil without times to live
	ttl   []int64  // how long what it stores lives, 0 for ever
	last  []int32  // by key, its last request, -1 for none
}

// kind says what a request does to a cache.
type kind uint8

const (
	read kind = iota
	write
	remove
)

// Add appends an operation. A read that misses stores what it was for; a write stores
// what it writes, and is no miss; a delete removes it. A write that only fills the cache
// is no request here, but can tell the size and the time to live of what was missed.
func (t *Trace) Add(op *workload.Operation) {
	key := int32(op.Key)
	for len(t.last) <= int(key) {
		t.last = append(t.last, -1)
	}
	if op.Fill && t.last[key] >= 0 {
		t.describe(t.last[key], op)
		return
	}
	i := int32(len(t.Keys))
	t.Keys = append(t.Keys, key)
	if t.sizes != nil {
		t.sizes = append(t.sizes, 0)
	}
	if t.ttl != nil {
		t.ttl, t.at = append(t.ttl, 0), append(t.at, op.At)
	}
	t.classify(op.Kind)
	t.describe(i, op)
	if before := t.last[key]; before >= 0 {
		t.inherit(i, before)
	}
	t.Objects, t.last[key] = len(t.last), i
}

// classify appends what a request does.
func (t *Trace) classify(op engine.OpKind) {
	does := write
	switch op {
	case engine.Get:
		does = read
	case engine.Delete:
		does = remove
	}
	if t.kinds == nil && does != read {
		t.kinds = make([]kind, len(t.Keys)-1)
	}
	if t.kinds != nil {
		t.kinds = append(t.kinds, does)
	}
}

// describe sets the size and the time to live of a request to those of an operation, if
// that has any and the request has none.
func (t *Trace) describe(i int32, op *workload.Operation) {
	if t.sizes == nil && op.Size > 0 {
		t.sizes = make([]uint32, len(t.Keys))
	}
	if t.ttl == nil && op.TTL > 0 {
		t.ttl, t.at = make([]int64, len(t.Keys)), make([]int64, len(t.Keys))
		t.at[i] = op.At
	}
	if t.sizes != nil && t.sizes[i] == 0 {
		t.sizes[i] = op.Size
	}
	if t.ttl != nil && t.ttl[i] == 0 {
		t.ttl[i] = op.TTL
	}
}

// inherit gives a request what an earlier one of its key has and it has not.
func (t *Trace) inherit(i, before int32) {
	if t.sizes != nil && t.sizes[i] == 0 {
		t.sizes[i] = t.sizes[before]
	}
	if t.ttl != nil && t.ttl[i] == 0 {
		t.ttl[i] = t.ttl[before]
	}
}

// kindOf returns what a request does.
func (t *Trace) kindOf(i int) kind {
	if t.kinds == nil {
		return read
	}
	return t.kinds[i]
}

// size returns the size of what a request is for.
func (t *Trace) size(i int) uint32 {
	if t.sizes == nil {
		return 1
	}
	return max(t.sizes[i], 1)
}

// bytes returns the sizes of what a range of requests is for, together.
func (t *Trace) bytes(from, end int) (sum int64) {
	if t.sizes == nil {
		return int64(end - from)
	}
	for _, size := range t.sizes[from:end] {
		sum += max(int64(size), 1)
	}
	return sum
}

// Reads returns the number of reads, and their sizes together.
func (t *Trace) Reads() (requests, bytes int64) {
	for i := range t.Keys {
		if t.kindOf(i) == read {
			requests++
			bytes += int64(t.size(i))
		}
	}
	return requests, bytes
}

// isPlain reports whether there is nothing but reads, of what lives for ever.
func (t *Trace) isPlain() bool { return t.kinds == nil && t.ttl == nil }

// HasSizes reports whether the workload says how large things are. What has no size has
// that which its key had last, else 1.
func (t *Trace) HasSizes() bool { return t.sizes != nil }

// Bytes returns the sizes of all objects together, as each was last.
func (t *Trace) Bytes() (sum int64) {
	for _, i := range t.last {
		if i >= 0 {
			sum += int64(t.size(int(i)))
		}
	}
	return sum
}
