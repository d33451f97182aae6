package play

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// Turns lists the choices that are open after the given number of turns of an
// order, faults included, each with the step that is taken.
func Turns(variant *scenario.Variant, taken int) []scenario.OrderItem {
	p := newPlayer(variant)
	if p.follow(variant.Order[:taken]) != nil {
		return nil
	}
	var out []scenario.OrderItem
	for _, c := range p.m.Choices(p.w, engine.AllowAll, nil) {
		out = append(out, p.rec.c.Turn(p.w, c))
	}
	return out
}

// Playable makes an order of turns that were changed. It leaves out the turns of
// actors that have nothing to do. If no step is open
// after the variant's own order, the new one is continued until none is open either.
func Playable(variant *scenario.Variant, turns []scenario.OrderItem) []scenario.OrderItem {
	p := newPlayer(variant)
	var out []scenario.OrderItem
	take := func(item scenario.OrderItem) bool {
		if len(out) == scenario.MaxOrder || p.follow([]scenario.OrderItem{item}) != nil {
			return false
		}
		out = append(out, item)
		return true
	}
	for _, item := range turns {
		if !take(item) {
			item.Step = strategy.NoStep // the actor may be at another step now
			take(item)
		}
	}
	if slices.ContainsFunc(Turns(variant, len(variant.Order)), scenario.OrderItem.GoesOn) {
		return out
	}
	seen := map[string]bool{string(p.w.Encode(nil)): true}
	var futile []engine.Choice // choices that led back to a state seen before
	for {
		open := p.m.Choices(p.w, 0, nil)
		i := slices.IndexFunc(open, func(c engine.Choice) bool { return !slices.Contains(futile, c) })
		if i < 0 || !take(p.rec.c.Turn(p.w, open[i])) {
			return out
		}
		state := string(p.w.Encode(nil))
		if seen[state] {
			futile = append(futile, open[i])
		}
		seen[state] = true
	}
}
