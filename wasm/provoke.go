//go:build js && wasm && provoke

package main

import (
	"os"
	"time"

	"cacheplay/wasm/bridge"
)

// With the build tag provoke the program fails on purpose, so that tests see
// how the page handles it. A failure comes when the source takes one of these
// times to write, which a test can set with a slider.
const (
	panics    = 1900 * time.Millisecond // in the call, which bridge recovers
	exitsSoon = 2100 * time.Millisecond // after the call has been answered
	exits     = 5000 * time.Millisecond // in the call
)

// endingStates is a limit of states with which an exploration ends the program, once it
// has reported something.
const endingStates = 1_234_567

func init() {
	methods["progress"] = provokedProgress(methods["progress"])
	for _, name := range []string{"run", "view", "check"} {
		methods[name] = provoked(methods[name])
	}
}

func provoked(do bridge.Method) bridge.Method {
	return func(args bridge.Args) (any, error) {
		if s, err := args.Scenario(0); err == nil {
			switch time.Duration(s.Variants[0].Source.WriteLatency.Mean()) {
			case panics:
				panic("provoked")
			case exits:
				os.Exit(3)
			case exitsSoon:
				// A goroutine that panics earlier could run while the call
				// waits for the garbage collector.
				defer func() { go func() { panic("provoked, where nothing recovers") }() }()
			}
		}
		return do(args)
	}
}

func provokedProgress(do bridge.Method) bridge.Method {
	return func(args bridge.Args) (any, error) {
		if _, t, err := taskOf(args); err == nil {
			if x, ok := t.(exploration); ok && x.Variants[0].Survey.Variant.Explore.States == endingStates {
				defer time.AfterFunc(0, func() { os.Exit(3) })
			}
		}
		return do(args)
	}
}
