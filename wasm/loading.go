//go:build js && wasm

package main

import (
	"cacheplay/wasm/bridge"
	"cacheplay/wasm/load"
	"cacheplay/wasm/scenario"
)

// loading puts a variant under its workload.
type loading struct{ *load.Run }

// beginLoad begins to put a variant of a scenario under its workload, or under a recording.
func beginLoad(args bridge.Args) (any, error) {
	s, err := args.Scenario(0)
	if err != nil {
		return nil, err
	}
	i, err := args.Integer(1, "run", 0, int64(len(s.Variants)-1))
	if err != nil {
		return nil, err
	}
	variant := &s.Variants[i]
	o := args.Options(2)
	handle := o.Integer("recording", 1, 1<<53, 0)
	if o.Err() != nil {
		return nil, o.Err()
	}
	if handle > 0 {
		from, err := recordingOf(handle)
		if err != nil {
			return nil, err
		}
		return start(loading{load.NewOpen(variant, from.Operations(), from.Said(), 0)}), nil
	}
	if variant.Workload == nil {
		return nil, scenario.Errors{{Path: "workload", Code: scenario.CodeMissing, Message: "missing: without one the scenario cannot be put under load, except under a recording"}}
	}
	return start(loading{load.New(variant)}), nil
}

// variants returns a scenario in its canonical form, and the names of its variants.
func variants(args bridge.Args) (any, error) {
	s, err := args.Scenario(0)
	if err != nil {
		return nil, err
	}
	names := make([]any, len(s.Variants))
	for i := range s.Variants {
		names[i] = s.Variants[i].Name
	}
	return map[string]any{"canonical": string(s.Canonical()), "names": names}, nil
}

// memory has no bound that matters: a run keeps nearly all that it takes, so that to
// collect garbage any earlier would free nothing.
func (l loading) memory() int { return 1 << 40 }

func (l loading) progress() any { return l.Progress() }

func (l loading) result() any { return l.Result() }
