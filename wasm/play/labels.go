package play

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// callLabel returns the label of a call: the scenario's, or a verb.
func (x *effect) callLabel() string {
	step := x.e.Actor
	if x.by.Kind == engine.OpStep && x.w.Ops[x.by.Actor].Override == engine.RollBack {
		return "take back"
	}
	if step == strategy.CacheSetQueuePut {
		step = strategy.CacheSet
	}
	if step == strategy.CacheSet && x.deletes() {
		step = strategy.CacheDelete // cache.set of a deleted record is a cache.delete
	}
	if label := x.variant.Labels.Steps[step]; label != "" {
		return label
	}
	switch step {
	case strategy.CacheGet:
		return "get"
	case strategy.CacheSet:
		return "set"
	case strategy.CacheDelete:
		return "delete"
	case strategy.SourceRead:
		return "read"
	}
	return x.verb("save")
}

// verb returns the given word for a save, or "delete" for an operation that
// deletes.
func (x *effect) verb(save string) string {
	if x.deletes() {
		return "delete"
	}
	return save
}

// deletes reports whether the operation deletes its record.
func (x *effect) deletes() bool { return x.t.Ops[x.e.Op].Kind == engine.Delete }

// attemptLabel returns the label of an attempt at the source: a verb, and from
// the second attempt on its number.
func (x *effect) attemptLabel() string {
	label := "read"
	if x.e.Actor == strategy.SourceSave {
		label = x.verb("write")
	}
	failed := int(x.e.Attempt)
	if x.e.Phase == engine.BackingOff || x.e.Phase == engine.Returning {
		failed-- // the attempt that is labelled is counted already
	}
	if failed > 0 {
		label += ", attempt " + itoa(failed+1)
	}
	return label
}
