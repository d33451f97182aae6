//go:build js && wasm

package main

import (
	"runtime"
	"runtime/debug"
	"time"
)

// A picture is garbage as soon as it is handed over, and next to nothing stays.
// With Go's own setting, which collects whenever the heap has doubled, nearly
// every edit would wait for a collection. So it is put off until the page draws
// what it was given; Go's turn comes only where that is not enough. An
// exploration keeps a lot and throws away little.
const (
	garbagePercent          = 400
	garbagePercentExploring = 100
	// garbageBytes may lie about before they are collected: some pictures' worth,
	// and less than Go would wait for.
	garbageBytes = 4 << 20
)

// putOffGarbage lets garbage lie about, more of it while nothing is explored.
func putOffGarbage() {
	percent := garbagePercent
	if len(tasks) > 0 {
		percent = garbagePercentExploring
	}
	debug.SetGCPercent(percent)
}

var heap struct {
	now  runtime.MemStats
	kept uint64 // what was there after the last collection, in bytes
}

// collectAfterwards collects garbage, if there is much, once the call at hand
// has been answered; not during an exploration, whose heap takes too long.
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
