//go:build js && wasm

package main

import (
	"cacheplay/wasm/bridge"
	"cacheplay/wasm/view"
)

// forks returns the forks that can begin at an event of a variant or, where there
// are none, the reason.
func forks(args bridge.Args) (any, error) {
	s, err := args.Scenario(0)
	if err != nil {
		return nil, err
	}
	o := args.Options(1)
	variant, event := int(o.Integer("run", 0, int64(len(s.Variants)-1), 0)), int(o.Integer("event", 0, 1<<31, 0))
	if o.Err() != nil {
		return nil, o.Err()
	}
	list, why := view.Forks(s, variant, event)
	out := make([]any, len(list))
	for i, f := range list {
		out[i] = map[string]any{"group": f.Group, "text": f.Text, "says": f.Says, "name": f.Name, "path": f.Path, "value": f.Value}
	}
	return bridge.JSON(map[string]any{"forks": out, "why": why}), nil
}
