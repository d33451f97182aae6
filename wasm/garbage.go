//go:build js && wasm

package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"time"
)

// A view is garbage as soon as the page has it, and the program keeps little
// else. With Go's default, which collects whenever the heap has doubled,
// nearly every edit would wait for the garbage collector. With these
// percentages it starts later, and collectAfterwards starts it after a call.
// An exploration keeps much and leaves little garbage.
const (
	garbagePercent          = 400
	garbagePercentExploring = 200
	// garbageBytes is the growth of the heap after which collectAfterwards
	// starts the garbage collector: a few views, and less than the percentage
	// allows.
	garbageBytes = 4 << 20
	// besideBytes is what the program takes besides what the tasks count, with some
	// garbage.
	besideBytes = 48 << 20
)

// putOffGarbage sets when the garbage collector starts by itself: after which
// percentage of growth, and at the latest where an exploration takes the memory of the
// one before it, which is garbage by then. A recording that is kept is no garbage.
func putOffGarbage() {
	percent, limit := garbagePercent, int64(math.MaxInt64)
	if len(tasks) > 0 || kept.Recording != nil {
		percent, limit = garbagePercentExploring, besideBytes
		if kept.Recording != nil {
			limit += int64(kept.Bytes())
		}
		for _, t := range tasks {
			limit += int64(t.memory())
		}
	}
	debug.SetGCPercent(percent)
	debug.SetMemoryLimit(limit)
}

var heap struct {
	now  runtime.MemStats
	kept uint64 // in use after the last collection, in bytes
}

// collectAfterwards starts the garbage collector after the current call has
// been answered, if the heap has grown enough. It does not during an
// exploration, whose large heap takes too long.
func collectAfterwards() {
	runtime.ReadMemStats(&heap.now)
	if len(tasks) > 0 || heap.now.HeapAlloc < heap.kept+garbageBytes {
		return
	}
	time.AfterFunc(0, func() {
		runtime.GC()
		runtime.ReadMemStats(&heap.now)
		heap.kept = heap.now.HeapAlloc
	})
}
