package judge

import (
	"bytes"
	"slices"

	"cacheplay/wasm/engine"
)

// maxRound bounds how many states AtRest goes through; a round of retries has a
// few for each worker.
const maxRound = 1000

// AtRest reports whether an untimed world is quiet: nothing that can happen without
// a fault changes it. A world in which workers and change feed, and they alone, only
// ever repeat what the source has refused for good counts as quiet too, since their
// retries never end and change nothing.
func AtRest(m *engine.Model, w *engine.World) bool {
	r := rest{m: m, refused: slices.ContainsFunc(w.Ops, func(o engine.Op) bool { return o.Refused })}
	r.add(w)
	for i := 0; i < len(r.worlds); i++ {
		goesOn, isRepeat := r.expand(r.worlds[i])
		switch {
		case !isRepeat, len(r.worlds) > maxRound:
			return false
		case !goesOn:
			return i == 0 // a later one is where the retries end
		}
	}
	return true
}

// rest is a round of states that lead to one another.
type rest struct {
	m       *engine.Model
	refused bool // the source has refused a write for good
	worlds  []*engine.World
	codes   [][]byte
	next    engine.World
	e       engine.Effect
}

// expand adds the states that a state leads to. It reports whether there are any,
// and whether these steps only repeat what was refused.
func (r *rest) expand(w *engine.World) (goesOn, isRepeat bool) {
	here := w.Encode(nil)
	for _, c := range r.m.Choices(w, 0, nil) {
		r.next.Copy(w)
		r.m.Leap(&r.next, c, &r.e, func(engine.Choice, *engine.Effect) {})
		if bytes.Equal(r.next.Encode(nil), here) {
			continue
		}
		if c.Kind == engine.OpStep || !r.refused || !slices.EqualFunc(w.Keys, r.next.Keys, sameRecords) {
			return true, false
		}
		goesOn = true
		r.add(&r.next)
	}
	return goesOn, true
}

// sameRecords reports whether source and cache hold the same records of a key. How
// often the cache has counted a payment does not matter: each retry may do so again.
func sameRecords(a, b engine.Key) bool {
	x, y := a.Entry.Record, b.Entry.Record
	return a.Source == b.Source && a.Entry.Present == b.Entry.Present && x.Write == y.Write && x.Exists == y.Exists && x.Version == y.Version
}

// add adds a state that is not known yet.
func (r *rest) add(w *engine.World) {
	code := w.Encode(nil)
	if slices.ContainsFunc(r.codes, func(known []byte) bool { return bytes.Equal(known, code) }) {
		return
	}
	r.codes = append(r.codes, code)
	kept := new(engine.World)
	kept.Copy(w)
	r.worlds = append(r.worlds, kept)
}
