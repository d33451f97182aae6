package trace

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// Count counts something in the whole run: operations that "failed", that is,
// whose clients were not told that they are done; acknowledged writes that are
// "lost"; calls that asked the source for "reads" and for "saves"; and the most
// writes that were "queued" at the same time.
func (t *Trace) Count(what string) int {
	n, queued := 0, 0
	for op := range t.Ops {
		o := &t.Ops[op]
		if what == "failed" && o.Sent && o.Outcome != engine.OK || what == "lost" && t.Lost(op) {
			n++
		}
	}
	for i := range t.Events {
		e := &t.Events[i]
		asked := e.Kind == Call && t.Participants[e.To].Role == strategy.Source
		if what == "reads" && asked && e.Step == strategy.SourceRead || what == "saves" && asked && e.Step == strategy.SourceSave {
			n++
		}
		for _, c := range e.Changes {
			queued += queueGrowth(c.Kind)
			if what == "queued" {
				n = max(n, queued)
			}
		}
	}
	return n
}

// queueGrowth returns by how many writes a change makes the queue longer.
func queueGrowth(kind engine.ChangeKind) int {
	switch kind {
	case engine.ItemQueued:
		return 1
	case engine.ItemDone, engine.ItemLost, engine.ItemDropped, engine.ItemDead:
		return -1
	}
	return 0
}
