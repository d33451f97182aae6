package trace

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
)

// Count returns a figure of the whole run: "failed" counts the operations whose
// clients were not told that they are done, "lost" the acknowledged writes that
// the source ends without, "reads" and "saves" the calls to the source; "queued" is
// the highest number of writes in the queue.
func (t *Trace) Count(what string) int {
	n, queued := 0, 0
	for op := range t.Ops {
		o := &t.Ops[op]
		if what == "failed" && o.Sent && o.Outcome != engine.OK || what == "lost" && t.Judged.Lost(op) {
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

// queueGrowth returns the number of writes that a change adds to the queue.
func queueGrowth(kind engine.ChangeKind) int {
	switch kind {
	case engine.ItemQueued:
		return 1
	case engine.ItemDone, engine.ItemLost, engine.ItemDropped, engine.ItemDead:
		return -1
	}
	return 0
}
