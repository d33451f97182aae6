package explore

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// timing is how long copies live and loads take, in ticks. The zero timing
// counts no time, as where entries do not expire.
//
// Where time is counted, a tick of the clock is one of the moves: all ages grow
// by one. An entry expires when its age is the time to live, and the clock waits
// for a read that has been loading for as long as the longest load.
type timing struct{ ttl, load uint8 }

// timingOf returns the timing of a variant.
func timingOf(variant *scenario.Variant) timing {
	if variant.Cache.Rules.TTL == 0 {
		return timing{}
	}
	return timing{uint8(variant.Explore.Ticks.TTL), uint8(variant.Explore.Ticks.Load)}
}

// counts reports whether time is counted.
func (t timing) counts() bool { return t.ttl > 0 }

// maxAge returns an age that is above that of any entry which lived and was loaded
// within the timing. If an answer has it, staleness has no bound.
func (t timing) maxAge() uint8 { return t.ttl + t.load + 1 }

// ages are how old things are, in ticks.
type ages struct {
	entry    [scenario.MaxKeys]uint8 // the age of each key's entry
	hand     [MaxOps]uint8           // the age of what each operation has read from the source
	loading  judge.Set               // the operations that have read from the source and not stored it yet
	replaced [MaxOps]uint8           // how long ago the source has replaced what each operation wrote, counted from 1; 0 if it has not
	initial  [scenario.MaxKeys]uint8 // the same for the initial record of each key
}

// encode appends the ages of the keys and operations that w has.
func (a *ages) encode(dst []byte, w *engine.World) []byte {
	dst = append(dst, byte(a.loading[0]), byte(a.loading[0]>>8))
	dst = append(dst, a.entry[:len(w.Keys)]...)
	dst = append(dst, a.initial[:len(w.Keys)]...)
	dst = append(dst, a.hand[:len(w.Ops)]...)
	return append(dst, a.replaced[:len(w.Ops)]...)
}

// decode is the inverse of encode.
func (a *ages) decode(src []byte, w *engine.World) []byte {
	*a = ages{loading: judge.Set{uint64(src[0]) | uint64(src[1])<<8}}
	src = src[2:]
	for _, to := range [][]uint8{a.entry[:len(w.Keys)], a.initial[:len(w.Keys)], a.hand[:len(w.Ops)], a.replaced[:len(w.Ops)]} {
		src = src[copy(to, src):]
	}
	return src
}

// note updates the ages with the effect of one phase of a step.
func (a *ages) note(e *engine.Effect, w *engine.World) {
	if e.Actor == strategy.SourceRead && e.Result == engine.Served {
		a.loading.Add(e.Op)
		a.hand[e.Op] = 0
	}
	for i := range e.Changes {
		switch c := &e.Changes[i]; c.Kind {
		case engine.EntryChanged:
			if c.EntryAfter.Record != c.EntryBefore.Record || !c.EntryAfter.Present {
				a.entry[c.Key] = 0
			}
			if e.AgedInHand && a.loading.Has(e.Op) {
				a.entry[c.Key] = a.hand[e.Op]
			}
		case engine.RecordChanged:
			if c.RecordBefore.Write != c.RecordAfter.Write {
				*a.of(c.Key, c.RecordBefore) = 1
			}
		}
	}
	if e.Actor == strategy.CacheSet && e.Result != engine.NoResult && e.Op >= 0 {
		a.loading.Remove(e.Op)
	}
	for i := range w.Ops {
		if w.Ops[i].Status == engine.Ended {
			a.loading.Remove(int32(i))
		}
	}
}

// of returns how long ago the source has replaced a record, counted from 1; 0 if
// it has not.
func (a *ages) of(key int32, r engine.Record) *uint8 {
	if r.Write == 0 {
		return &a.initial[key]
	}
	return &a.replaced[r.Write-1]
}

// staleness returns how many ticks ago the source has replaced a record.
func (a *ages) staleness(key int32, r engine.Record) uint8 { return max(*a.of(key, r), 1) - 1 }

// canTick reports whether time can pass: no operation has been loading for as
// long as the longest load, nor waits for the outcome of a load that has ended.
func (a *ages) canTick(w *engine.World, t timing) bool {
	if w.AwaitsOutcome() {
		return false
	}
	for i := range w.Ops {
		if a.loading.Has(int32(i)) && a.hand[i] >= t.load {
			return false
		}
	}
	return true
}

// tick takes the clock on by a tick, and returns the keys whose entries expire.
func (a *ages) tick(w *engine.World, t timing) (over []int32) {
	for i := range w.Ops {
		if a.loading.Has(int32(i)) {
			a.hand[i]++
		}
		if a.replaced[i] > 0 {
			a.replaced[i] = min(a.replaced[i]+1, t.maxAge()+1)
		}
	}
	for key := range w.Keys {
		if a.initial[key] > 0 {
			a.initial[key] = min(a.initial[key]+1, t.maxAge()+1)
		}
		if !w.Keys[key].Entry.Present {
			continue
		}
		if a.entry[key]++; a.entry[key] >= t.ttl {
			over = append(over, int32(key))
		}
	}
	return over
}
