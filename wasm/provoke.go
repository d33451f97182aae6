//go:build js && wasm && provoke

package main

import (
	"os"
	"time"

	"cacheplay/wasm/bridge"
)

// A program built with this file fails on demand, so that tests can see what
// the page makes of it: where a scenario's source takes one of these times to
// write, which a test reaches as a reader would, with a slider.
const (
	panics    = 1900 * time.Millisecond // in the call, which recovers
	exitsSoon = 2100 * time.Millisecond // after the call has answered
	exits     = 5000 * time.Millisecond // in the call
)

func init() {
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
				// Not before the call has done its work: collecting garbage, it may let others go on.
				defer func() { go func() { panic("provoked, where nothing recovers") }() }()
			}
		}
		return do(args)
	}
}
