package recorded

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
)

// FillRule says which writes of a recording only fill the cache. A client that looks
// aside reads the cache, misses, reads the source, and stores in the cache what it
// found: a cache's record has that as a write, but nothing was changed.
//
// A read counts as having missed if the record says so, or does not say whether it
// did. Between it and its fill nobody has used the key.
type FillRule uint8

const (
	// FillsGuessed is FillsByClient where a format tells clients apart, FillsByKey
	// where it does not, FillsSaid where a CSV file has a column for them, and NoFills
	// where what is recorded is not the use of a cache.
	FillsGuessed FillRule = iota
	// FillsByClient are sets that follow a miss of their key from the same client.
	FillsByClient
	// FillsByKey are sets that follow a miss of their key from any client: for clients
	// that take their connections from a pool.
	FillsByKey
	// FillsSaid are those that the recording says are fills, and no others.
	FillsSaid
	// NoFills takes each write for one, even where a record says that it is a fill.
	NoFills
	// FillRules is how many rules there are.
	FillRules
)

// String returns the rule's name in options.
func (f FillRule) String() string { return [...]string{"guess", "client", "key", "said", "none"}[f] }

// fills recognises fills.
type fills struct {
	rule   FillRule
	missed []uint32 // by key: client + 1 of the miss that was the last use of the key, or 0
}

// mark says whether an operation is a fill. It is told of each.
func (f *fills) mark(op *workload.Operation) {
	if f.rule >= FillsSaid {
		op.Fill = op.Fill && f.rule == FillsSaid
		return
	}
	for len(f.missed) <= int(op.Key) {
		f.missed = append(f.missed, 0)
	}
	last := f.missed[op.Key]
	f.missed[op.Key] = 0
	switch op.Kind {
	case engine.Get:
		if op.Record != workload.RecordedHit {
			f.missed[op.Key] = op.Client + 1
		}
	case engine.Create, engine.Edit:
		if last == op.Client+1 || last != 0 && f.rule == FillsByKey {
			op.Fill = true
		}
	}
}
