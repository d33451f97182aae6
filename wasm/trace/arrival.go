package trace

import "cacheplay/wasm/strategy"

// arrived reports whether the call at index i reached its callee. Some calls are
// lost on their way, and a crash of the Resource Manager or of its worker ends the
// calls that it had under way.
func (t *Trace) arrived(i int) bool {
	call := &t.Events[i]
	switch {
	case call.Sense == Astray || call.Sense == Unanswered:
		return false
	case t.Participants[call.From].Role == strategy.Source:
		return true
	case call.Worker == 0 && (call.Op < 0 || call.From == t.Ops[call.Op].Client):
		return true
	}
	for j := i + 1; j < len(t.Events); j++ {
		e := &t.Events[j]
		switch {
		case e.T > call.Arrives:
			return true
		case e.Sense == Crashed, e.Sense == WorkerCrashed && e.Worker == call.Worker:
			return false
		case e.From == call.To && e.Op == call.Op && e.Worker == call.Worker:
			return true // the callee is already at work on it
		}
	}
	return true
}
