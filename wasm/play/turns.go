package play

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// Turns lists what may come after the first so many turns of a run's order: the
// story itself and whatever can go wrong, each with the step that is taken.
func Turns(run *scenario.Run, taken int) []scenario.OrderItem {
	p := newPlayer(run)
	if p.follow(run.Order[:taken]) != nil {
		return nil
	}
	var out []scenario.OrderItem
	for _, c := range p.m.Choices(p.w, engine.AllowAll, nil) {
		out = append(out, p.rec.c.Turn(p.w, c))
	}
	return out
}

// Playable makes an order of a run's turns after some of them were changed: who
// has nothing to do when its turn comes is left out, and where the run's own
// order leaves nothing to be done, the story goes on to its end.
func Playable(run *scenario.Run, turns []scenario.OrderItem) []scenario.OrderItem {
	p := newPlayer(run)
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
			item.Step = strategy.NoStep // it may be at another one now
			take(item)
		}
	}
	if slices.ContainsFunc(Turns(run, len(run.Order)), scenario.OrderItem.GoesOn) {
		return out
	}
	seen := map[string]bool{string(p.w.Encode(nil)): true}
	var futile []engine.Choice // whoever they let go on comes back to where it was
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
