//go:build js && wasm

package main

import (
	"slices"
	"strings"

	"cacheplay/wasm/bridge"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// settings returns what can be set in a scenario: the sections of the forms, the
// settings and the lists of settings, the members and kinds of faults, and the
// calls that faults can strike. The last are those of the scenario's operations.
func settings(args bridge.Args) (any, error) {
	s, err := args.Scenario(0)
	if err != nil {
		return nil, err
	}
	all := scenario.Fields()
	sections, settings, faults := []any{}, []any{}, []any{}
	for _, d := range all {
		switch member, ofFault := strings.CutPrefix(d.Path, "faults[]."); {
		case ofFault:
			faults = append(faults, field(&d, member))
		case strings.Contains(d.Path, "[]"):
		case d.Setting:
			setting := field(&d, d.Path)
			setting["matters"] = mattering(&d, s.Variants)
			settings = append(settings, setting)
		case d.Type == scenario.TypeList && strings.Contains(d.Path, "."):
			if items := itemsOf(all, d.Path); len(items) > 0 {
				list := field(&d, d.Path)
				list["matters"], list["items"] = mattering(&items[0], s.Variants), itemFields(items, d.Path)
				settings = append(settings, list)
			}
		case d.Type == scenario.TypeObject:
			sections = append(sections, map[string]any{"id": d.Path, "name": d.Name, "doc": d.Doc})
		}
	}
	return bridge.JSON(map[string]any{"sections": sections, "knobs": settings, "faults": faults, "faultKinds": faultKinds(), "operations": operations(s)}), nil
}

// limits returns the largest numbers of things that a scenario can have.
func limits(bridge.Args) (any, error) {
	return map[string]any{
		"variants": scenario.MaxVariants, "nameLength": scenario.MaxNameLength,
		"clients": scenario.MaxClients, "operations": scenario.MaxOpsPerClient, "records": scenario.MaxRecords,
		"faults": scenario.MaxFaults, "steps": strategy.MaxSteps, "bytes": jsontree.MaxBytes, "depth": jsontree.MaxDepth,
	}, nil
}

// itemsOf returns the settings that each item of a list has.
func itemsOf(all []scenario.Field, list string) []scenario.Field {
	var items []scenario.Field
	for _, d := range all {
		if d.Setting && strings.HasPrefix(d.Path, list+"[].") {
			items = append(items, d)
		}
	}
	return items
}

func itemFields(items []scenario.Field, list string) []any {
	out := make([]any, len(items))
	for i := range items {
		out[i] = field(&items[i], strings.TrimPrefix(items[i].Path, list+"[]."))
	}
	return out
}

// faultKinds returns the kinds of faults: what each means, the member that it
// has besides its place, and the steps whose calls it can strike.
func faultKinds() []any {
	var out []any
	for _, id := range scenario.FaultIDs() {
		member, needed := scenario.FaultMember(id)
		steps := []any{}
		for step := strategy.CacheGet; step <= strategy.QueueDone; step++ {
			if scenario.FaultStrikes(id, step) {
				steps = append(steps, step.String())
			}
		}
		out = append(out, map[string]any{"id": id, "doc": scenario.FaultDoc(id), "member": member, "needed": needed, "steps": steps})
	}
	return out
}

// field returns the declaration of a field.
func field(d *scenario.Field, path string) map[string]any {
	out := map[string]any{"path": path, "name": d.Name, "type": d.Type, "allowed": d.Allowed, "doc": d.Doc,
		"ids": texts(d.IDs), "min": d.Min, "max": d.Max}
	if byDefault, err := jsontree.Parse([]byte(d.Default)); err == nil {
		out["default"] = byDefault
	}
	return out
}

// mattering returns, for each variant, whether a setting matters in it.
func mattering(d *scenario.Field, variants []scenario.Variant) []any {
	out := make([]any, len(variants))
	for i := range variants {
		out[i] = d.Matters(&variants[i])
	}
	return out
}

// operations returns the operations, each with the calls that it makes in any
// of the variants.
func operations(s *scenario.Scenario) []any {
	out := []any{}
	for i, c := range s.Variants[0].Clients {
		for j, op := range c.Ops {
			id := scenario.OpID(i+1, j+1)
			out = append(out, map[string]any{"id": id, "client": c.Name, "what": op.Kind.String() + " " + op.Key,
				"calls": ids(s.Calls(i, j))})
		}
	}
	return out
}

// strategies returns the named strategies by kind, the worker's list, and the
// steps with the lists that may contain them.
func strategies(bridge.Args) (any, error) {
	out := map[string]any{"worker": list(strategy.ResourceManager, strategy.WorkerSteps)}
	for _, kind := range []strategy.Kind{strategy.Read, strategy.Write} {
		var all []any
		for _, s := range strategy.Named(kind) {
			entry := list(s.By, s.Steps)
			entry["id"], entry["also"], entry["does"], entry["choose"], entry["cost"] = s.ID, s.Also, s.Does, s.Choose, s.Cost
			all = append(all, entry)
		}
		out[kind.String()] = all
	}
	var steps []any
	for step := strategy.CacheGet; step <= strategy.QueueDone; step++ {
		steps = append(steps, map[string]any{"id": step.String(), "doc": step.Doc(),
			"client": takers(step, strategy.Client), "manager": takers(step, strategy.ResourceManager)})
	}
	out["steps"] = steps
	return out, nil
}

// takers returns the kinds of lists that may contain a step if the participant
// takes it.
func takers(step strategy.Step, by strategy.Participant) []any {
	kinds := []any{}
	for _, kind := range []strategy.Kind{strategy.Read, strategy.Write, strategy.Worker} {
		if slices.Contains(strategy.Allowed(kind, by), step) {
			kinds = append(kinds, kind.String())
		}
	}
	return kinds
}

func ids(list []strategy.Step) []any {
	out := make([]any, len(list))
	for i, step := range list {
		out[i] = step.String()
	}
	return out
}
