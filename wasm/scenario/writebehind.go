package scenario

import (
	"time"

	"cacheplay/wasm/engine"
)

// The limits of the write-behind queue.
const (
	MaxWorkers       = 64
	MaxBatchSize     = 32
	MaxQueueCapacity = 1_000_000 // writes that are queued
	MaxRate          = 1_000_000 // writes a second
)

// writeBehind declares the settings of the queue and its workers.
func (f *fields) writeBehind(w *WriteBehind) {
	f.pace(w)
	f.queue(w)
	w.Workers = f.count("workers", 1, MaxWorkers, setting{"Workers", (*Variant).canShareQueue}, "How many workers bring writes from the queue to the source at the same time.")
	w.Rules.PartitionKey = f.choice("partitionBy", 0, []string{"none", "key"}, setting{"Partition by", (*Variant).canOvertake},
		"Whether several workers may be at writes of the same key at the same time, or a key's writes go one after the other.") == 1
	w.Rules.OnFailure = engine.OnFailure(f.choice("onFailure", 0, []string{"retry-in-place", "requeue", "drop", "dead-letter"}, setting{"When the source does not take a write", (*Variant).canFailBehind},
		"What a worker does with a write that the source has not taken, after all attempts of the Data Accessor: try again while everything behind it waits, put it at the end of the queue, drop it, or set it aside as a dead letter."))
	w.Rules.Journal = f.flag("journal", false, setting{"Journal", (*Variant).canLoseQueue},
		"Whether the queue is also written to disk, so that a crash loses nothing and a restart goes on where it was.")
	w.Rules.Staging = f.flag("staging", false, setting{"Staging", (*Variant).canReadQueue},
		"Whether a read that finds nothing in the cache also looks into the queue, where the newest value may still wait.")
	w.Rules.PinDirty = f.flag("pinDirty", false, setting{"Pin dirty entries", (*Variant).canEvictDirty},
		"Whether an entry is kept from eviction until its write has reached the source.")
	w.Rules.CleanByKey = f.choice("cleanBy", 0, []string{"sequence", "key"}, setting{"An entry is clean", (*Variant).canCleanEarly},
		"When an entry no longer counts as waiting for the source: when its own write is done, or when any write of its key is (the bug of a real product).") == 1
}

// pace declares the settings of when workers take writes.
func (f *fields) pace(w *WriteBehind) {
	w.Rules.Delay = f.duration("writeDelay", 0, setting{"Write delay", (*Variant).delays}, "How long a write waits in the queue before a worker may take it.")
	w.Rules.Schedule = f.duration("schedule", 0, setting{"Schedule", (*Variant).delays}, `Lets the workers look at the queue only at fixed times: with "10s", after 10 seconds, 20 seconds and so on. "0s" lets them look at any time. Either this or a "writeDelay".`)
	if w.Rules.Delay > 0 && w.Rules.Schedule > 0 {
		f.reader.fail(f.at("schedule"), CodeConflict, `"writeDelay" and "schedule" exclude each other: leave one of them out`)
	}
	if rate := f.limit("rateLimitPerSecond", 1, MaxRate, setting{"Writes a second", (*Variant).delays}, "How many writes a second the workers take from the queue at most."); rate > 0 {
		w.Rules.Interval = int64(time.Second) / int64(rate)
	}
	w.Rules.Batch = f.count("batchSize", 1, MaxBatchSize, setting{"Batch size", (*Variant).canShareQueue},
		"How many writes a worker takes at once, at most. It saves them with one call, in which each has an outcome of its own: one that the source does not take is left, and the others are saved. What is tried again comes after those, even after newer writes of its key.")
}

// queue declares the settings of the queue.
func (f *fields) queue(w *WriteBehind) {
	w.Rules.Coalescing = engine.Coalescing(f.choice("coalescing", 0, []string{"none", "last-wins", "merge"}, setting{"Coalescing", (*Variant).canCoalesce},
		"What happens when a write comes while another one of its key still waits: both stay, the last wins and takes the other's place, or both are merged into one that does what both would."))
	w.Rules.Capacity = f.limit("queueCapacity", 1, MaxQueueCapacity, setting{"Queue capacity", (*Variant).canFillQueue}, "How many writes the queue holds at most, those that a worker is saving included. With \"onFull\": \"drop\" only those count that no worker has taken, since the others cannot be dropped: it never holds more, besides what the workers have.")
	w.Rules.OnFull = engine.OnFull(f.choice("onFull", 0, []string{"block", "reject", "sync", "drop"}, setting{"When the queue is full", (*Variant).hasFullQueue},
		"What happens to a write when the queue is full: its client waits, is told that it failed, or has it written through to the source; or the oldest waiting write is dropped. That is also a write which would come back to a full queue after a failure or a crash: it is older than those that wait."))
}
