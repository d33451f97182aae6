package play

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// callLabel returns the label of a call: the scenario's, or a verb.
func (x *effect) callLabel() string {
	step := x.e.Actor
	if x.by.Kind == engine.OpStep {
		switch x.w.Ops[x.by.Actor].Override {
		case engine.RollBack:
			return "take back"
		case engine.Invalidate:
			return "forget"
		}
	}
	if step == strategy.CacheSetQueuePut {
		step = strategy.CacheSet
	}
	if _, saved := x.writes(); step == strategy.CacheSet && len(saved) == 0 {
		step = strategy.CacheDelete // cache.set of a deleted record is a cache.delete
	}
	if label := x.variant.Labels.Steps[step]; label != "" {
		return label
	}
	switch step {
	case strategy.CacheGet:
		return "get"
	case strategy.CacheSet:
		return x.verb("set")
	case strategy.CacheDelete:
		return "delete"
	case strategy.SourceRead:
		return "read"
	}
	return x.verb("save")
}

// verb returns the given word for a write, or "delete" for one that deletes. Of a
// batch that holds both it says what it does to which keys, as in "delete a, save b and
// c".
func (x *effect) verb(save string) string {
	deleted, saved := x.writes()
	switch {
	case len(saved) == 0:
		return "delete"
	case len(deleted) == 0:
		return save
	case deleted[0] < saved[0]:
		return "delete " + x.keysOf(deleted) + ", " + save + " " + x.keysOf(saved)
	}
	return save + " " + x.keysOf(saved) + ", delete " + x.keysOf(deleted)
}

// writes returns the operations that the actor's step serves, those that delete apart.
func (x *effect) writes() (deleted, saved []int32) {
	served := x.recorder.c.Model.Serves(x.w, x.by)
	if len(served) == 0 {
		served = []int32{x.e.Op}
	}
	for _, op := range served {
		if x.t.Ops[op].Kind == engine.Delete {
			deleted = append(deleted, op)
		} else {
			saved = append(saved, op)
		}
	}
	return deleted, saved
}

// maxNamed is the largest number of writes whose keys a label names.
const maxNamed = 3

// keysOf returns the keys of operations, as in "a, b and c", or how many there are.
func (x *effect) keysOf(ops []int32) string {
	if len(ops) > maxNamed {
		return itoa(len(ops))
	}
	names := make([]string, len(ops))
	for i, op := range ops {
		names[i] = x.t.Keys[x.t.Ops[op].Key].Name
	}
	return scenario.Enumerated(names)
}

// denied returns a label for what the source does not do, with the keys of the writes
// that it is about where the worker's batch holds others too.
func (x *effect) denied(label string, refused bool) string {
	if x.by.Kind != engine.WorkerStep || x.e.Actor != strategy.SourceSave {
		return label
	}
	taken := 0
	for _, item := range x.w.Queue.All() {
		if int(item.Taken) == int(x.by.Actor)+1 {
			taken++
		}
	}
	var ops []int32
	for _, op := range x.recorder.c.Model.Serves(x.w, x.by) {
		if x.w.Ops[op].Refused == refused {
			ops = append(ops, op)
		}
	}
	if len(ops) == 0 || len(ops) == taken {
		return label
	}
	return label + ": " + x.keysOf(ops)
}

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

// budgetLeft returns why the accessor does not try a call again: too few tokens of its
// retry budget are left.
func (x *effect) budgetLeft() string {
	budget := x.recorder.c.Model.Accessor.RetryBudget
	tokens := func(thousandths uint32) string { return string(jsontree.AppendNumber(nil, float64(thousandths)/1000)) }
	return "not tried again: " + tokens(budget.Left(x.w)) + " of " + tokens(budget.Max) + " retry tokens left"
}
