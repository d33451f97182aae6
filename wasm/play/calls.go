package play

import (
	"slices"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// call records a phase of a call to the cache or to the source.
func (x *effect) call() {
	callee, calls := x.e.Actor.Callee()
	switch {
	case x.e.Phase == engine.Pausing:
		x.note(trace.Note, x.caller(), trace.Pause, strings.TrimSuffix("waits "+trace.Duration(x.wait), " 0 s"))
	case !calls:
	case x.e.Phase == engine.Calling:
		x.calls(callee)
	case callee == strategy.Source && isServed(x.e.Result): // in a given order a call takes no time
		x.sourceReturns()
	case callee == strategy.Source && x.e.Result != engine.NoResult:
		x.attempts()
	case callee == strategy.Cache && x.e.Phase == engine.BackingOff:
		x.note(trace.Note, x.caller(), trace.Retry, "tries again"+inTime(x.wait))
	case callee == strategy.Cache && x.e.Phase == engine.Serving:
		x.cacheLooks()
	case callee == strategy.Cache && x.e.Phase == engine.Returning && x.c.Kind == x.by.Kind:
		x.cacheReturns()
	}
}

// calls records a call that leaves for the cache, or for the accessor.
func (x *effect) calls(callee strategy.Participant) {
	to, sense := x.index(strategy.Cache), trace.Plain
	if callee == strategy.Source {
		to = x.index(strategy.DataAccessor)
	}
	if x.fault() == engine.CacheLost {
		sense = trace.Astray
	}
	label := x.callLabel()
	if callee == strategy.Cache && x.e.Attempt > 0 {
		label += ", attempt " + itoa(int(x.e.Attempt)+1)
	}
	if x.delay > 0 {
		label += ", delayed"
	}
	x.add(trace.Call, x.caller(), to, sense, label, x.wait)
}

// fault returns the fault of the actor's call.
func (x *effect) fault() engine.Fault {
	switch x.by.Kind {
	case engine.OpStep:
		return x.w.Ops[x.by.Actor].Fault
	case engine.WorkerStep:
		return x.w.Workers[x.by.Actor].Fault
	}
	return x.w.Feeder.Fault
}

// cacheLooks records what a cache.get changes as it reaches the cache.
func (x *effect) cacheLooks() {
	x.found[x.by] = x.e.Result
	if len(x.e.Changes) > 0 {
		if x.e.Result == engine.Expired {
			x.note(trace.Timer, x.index(strategy.Cache), trace.Expired, "expired")
		} else {
			x.note(trace.Note, x.index(strategy.Cache), trace.Plain, "lives longer")
		}
	}
}

// cacheReturns records the cache's answer. The atomic pair of cache.set and
// queue.put becomes two events; the second has the changes of the queue.
func (x *effect) cacheReturns() {
	queued := x.takeQueued()
	sense, label := x.cacheAnswer()
	if sense == trace.Astray {
		x.note(trace.Note, x.caller(), sense, "goes on without it")
	} else {
		x.add(trace.Return, x.index(strategy.Cache), x.caller(), sense, label, x.wait)
	}
	if x.e.LeaseVoid {
		x.note(trace.Note, x.index(strategy.Cache), trace.Plain, "the lease is void")
	}
	if len(queued) > 0 {
		x.e.Changes = append(x.e.Changes, queued...)
		x.queued()
	}
}

// takeQueued removes and returns the changes of the queue, which come last.
func (x *effect) takeQueued() []engine.Change {
	for i, c := range x.e.Changes {
		if c.Kind == engine.ItemQueued || c.Kind == engine.ItemReplaced || c.Kind == engine.ItemDropped {
			queued := append([]engine.Change(nil), x.e.Changes[i:]...)
			x.e.Changes = x.e.Changes[:i]
			return queued
		}
	}
	return nil
}

// cacheAnswer returns the sense and the label of the cache's answer.
func (x *effect) cacheAnswer() (trace.Sense, string) {
	what := x.e.Result
	if x.e.Actor == strategy.CacheGet {
		what = x.found[x.by]
	}
	switch what {
	case engine.Hit:
		return trace.Hit, "hit" + x.refreshed()
	case engine.Staged:
		return trace.Staged, "hit in the queue"
	case engine.Expired:
		return trace.Expired, "miss: expired"
	case engine.ExpiringSoon:
		return trace.Early, "miss: expires soon"
	case engine.CallLost:
		return trace.Astray, ""
	case engine.CallFailed:
		return trace.Error, "the call failed"
	case engine.Stored:
		return trace.Stored, "stored"
	case engine.Removed:
		return trace.Removed, "removed"
	case engine.NotStored:
		return trace.NotStored, "not stored: " + x.refusal()
	case engine.KeptNewer:
		return trace.NotStored, "kept: it is newer"
	case engine.NotPresent:
		return trace.Plain, "nothing there"
	}
	if x.e.Actor == strategy.CacheGet {
		return trace.Miss, "miss" + x.lease()
	}
	return trace.NotStored, "not stored"
}

// refreshed returns why a hit lets the entry be loaded again, as the end of a
// label; "" where it does not.
func (x *effect) refreshed() string {
	if x.by.Kind != engine.OpStep || !x.w.Ops[x.by.Actor].Refresh {
		return ""
	}
	m := x.recorder.c.Model
	isOver := x.w.Keys[x.t.Ops[x.e.Op].Key].Entry.Expires <= x.now
	if !m.Timed {
		isOver = m.Programs[x.w.Ops[x.by.Actor].Program].Refresh == strategy.StaleWhileRevalidate
	}
	if isOver {
		return ": " + justExpired
	}
	return ": " + expiresSoon
}

// The words for an entry that is loaded anew although it is answered from.
const (
	expiresSoon = "expires soon"
	justExpired = "just expired"
)

// lease returns whether a read that has missed has the lease of its key, as the
// end of a label. It is "" where the lease decides nothing: where there is one
// client, or the read stores nothing.
func (x *effect) lease() string {
	m := x.recorder.c.Model
	switch {
	case x.by.Kind != engine.OpStep || m.Cache.Fill != engine.FillLease || x.w.Down || len(m.Clients) == 1:
		return ""
	case !slices.Contains(m.Programs[x.w.Ops[x.by.Actor].Program].Steps, strategy.CacheSet):
		return ""
	case x.w.Ops[x.by.Actor].NoStore:
		return ": another has the lease"
	}
	return ": takes the lease"
}

// refusal returns why the cache does not store the value of a read.
func (x *effect) refusal() string {
	switch x.recorder.c.Model.Cache.Fill {
	case engine.FillAdd:
		return "one is there"
	case engine.FillVersion:
		return "it is older"
	}
	if x.w.Ops[x.by.Actor].NoStore {
		return "it has no lease"
	}
	return "its lease is void"
}

// attempts records that the accessor calls the source, or why it does not.
func (x *effect) attempts() {
	accessor, source := x.index(strategy.DataAccessor), x.index(strategy.Source)
	if x.e.Result != engine.BreakerOpen && x.e.Result != engine.BulkheadFull {
		sense := trace.Plain
		if x.e.Result == engine.Unanswered {
			sense = trace.Unanswered
		}
		x.add(trace.Call, accessor, source, sense, x.attemptLabel(), 0)
	}
	switch x.e.Result {
	case engine.WaitsForSource:
		x.note(trace.Note, source, trace.Waiting, "waits for its turn")
	case engine.BreakerOpen, engine.BulkheadFull, engine.Overloaded, engine.Unreachable:
		x.failed()
	}
}

// sourceStarts records that the source begins to serve a call that has waited.
func (x *effect) sourceStarts() {
	if x.e.Result == engine.Started {
		x.note(trace.Note, x.index(strategy.Source), trace.Started, "begins")
	}
}

// sourceReturns records that the source has served a call. The actor has the kind
// NoChoice if the accessor has given up, or if the caller's process has crashed.
func (x *effect) sourceReturns() {
	source, accessor := x.index(strategy.Source), x.index(strategy.DataAccessor)
	sense, label := x.served()
	switch {
	case x.e.Result == engine.NoResult:
	case x.e.Late && x.e.Result == engine.Served:
		x.add(trace.Return, source, accessor, trace.Late, label+", too late", 0)
	case x.e.Result == engine.ServedError, x.e.Result == engine.ServedRefusal, x.e.Result == engine.ServedOlder, x.e.Result == engine.GaveUp:
		x.failed()
	case x.e.Result == engine.AnswerLost:
		x.add(trace.Return, source, accessor, trace.Unheard, label+", but the answer is lost", 0)
		if x.by.Kind != engine.NoChoice {
			x.failed()
		}
	case x.by.Kind == engine.NoChoice:
		x.note(trace.Note, source, sense, label)
	default:
		x.add(trace.Return, source, accessor, sense, label, 0)
		if x.e.Actor == strategy.SourceSave {
			label = "saved"
		}
		x.add(trace.Return, accessor, x.caller(), trace.Plain, label, x.wait)
	}
}

// isServed reports whether a call at the source has ended with an effect or a
// refusal.
func isServed(what engine.Result) bool {
	switch what {
	case engine.Served, engine.ServedError, engine.ServedRefusal, engine.ServedOlder, engine.AnswerLost:
		return true
	}
	return false
}

// served returns the sense and the label of what the source has done.
func (x *effect) served() (trace.Sense, string) {
	if x.e.Actor == strategy.SourceRead {
		if t := x.hand(); t.HasContent() {
			return trace.Found, x.t.Summary(x.t.Ops[x.e.Op].Key, t)
		}
		return trace.Absent, "nothing"
	}
	for _, c := range x.e.Changes {
		switch {
		case c.Kind != engine.RecordChanged:
		case x.again(&c):
			return trace.Saved, "written again"
		default:
			return trace.Saved, "written"
		}
	}
	if hand := x.hand(); x.recorder.c.Model.Source.Fenced && hand.Write != 0 && hand.Version < x.w.Keys[x.t.Ops[x.e.Op].Key].Source.Version {
		return trace.Repeated, "not written: older"
	}
	return trace.Repeated, "known already"
}

// again reports whether a change of a record applies a write for the second
// time.
func (x *effect) again(c *engine.Change) bool {
	op := &x.t.Ops[x.e.Op]
	if op.Kind == engine.Pay {
		return c.RecordBefore.Ledger.Count(op.Slot) > 0
	}
	return c.RecordBefore.Write == engine.WriteOf(x.e.Op)
}

// hand returns the record that the actor has read and not stored yet.
func (x *effect) hand() engine.Record {
	switch x.by.Kind {
	case engine.OpStep:
		return x.w.Ops[x.by.Actor].Hand
	case engine.WorkerStep:
		return x.w.Workers[x.by.Actor].Hand
	}
	return engine.Record{}
}

// timedOut records that the accessor stops waiting for an answer.
func (x *effect) timedOut() {
	if x.e.Result == engine.GaveUp {
		x.failed()
	}
}

// failed records that an attempt has failed, and whether the accessor tries
// again.
func (x *effect) failed() {
	accessor, source := x.index(strategy.DataAccessor), x.index(strategy.Source)
	label := "error"
	switch x.e.Result {
	case engine.BreakerOpen:
		label = "circuit breaker is open"
		x.note(trace.Note, accessor, trace.Rejected, label)
	case engine.BulkheadFull:
		label = "bulkhead is full"
		x.note(trace.Note, accessor, trace.Rejected, label)
	case engine.Overloaded:
		label = "refused: too many wait"
		x.add(trace.Return, source, accessor, trace.Rejected, label, 0)
	case engine.Unreachable:
		label = "cannot be reached"
		x.note(trace.Note, accessor, trace.Rejected, label)
	case engine.GaveUp, engine.AnswerLost:
		label = "timed out"
		x.note(trace.Timer, accessor, trace.TimedOut, label)
	case engine.ServedRefusal:
		label = x.denied("refused for good", true)
		x.add(trace.Return, source, accessor, trace.Refusal, label, 0)
	case engine.ServedOlder:
		label = "refused: older"
		x.add(trace.Return, source, accessor, trace.Refusal, label, 0)
	case engine.ServedError:
		label = x.denied(label, false)
		x.add(trace.Return, source, accessor, trace.Error, label, 0)
	default:
		return
	}
	if x.by.Kind == engine.NoChoice {
		return // nobody waits for it any more
	}
	if x.e.Phase == engine.BackingOff {
		x.note(trace.Note, accessor, trace.Retry, "tries again"+inTime(x.wait))
		return
	}
	sense := trace.Error
	if x.e.Result == engine.ServedRefusal || x.e.Result == engine.ServedOlder {
		sense = trace.Refusal
	}
	if x.e.NoRetry {
		x.note(trace.Note, accessor, trace.NotRetried, x.budgetLeft())
	}
	x.breaker()
	x.add(trace.Return, accessor, x.caller(), sense, label, x.wait)
}

// inTime returns a pause as the end of a label, "" for none.
func inTime(ns int64) string {
	if ns == 0 {
		return ""
	}
	return " in " + trace.Duration(ns)
}

// breaker records a change of the circuit breaker's state as an event of its own.
func (x *effect) breaker() {
	for _, c := range x.e.Changes {
		if c.Kind != engine.BreakerChanged {
			continue
		}
		sense, label := trace.BreakerOpened, "circuit breaker opens"
		switch c.BreakerAfter {
		case engine.BreakerHalfOpen:
			sense, label = trace.BreakerTrial, "circuit breaker half-open"
		case engine.BreakerClosed:
			sense, label = trace.BreakerClosed, "circuit breaker closes"
		}
		kind := trace.Note
		if c.BreakerAfter == engine.BreakerHalfOpen {
			kind = trace.Timer
		}
		at := x.index(strategy.DataAccessor)
		x.t.Events = append(x.t.Events, trace.Event{T: x.now, Arrives: x.now, Kind: kind, Sense: sense, From: at, To: at, Label: label,
			Op: -1, Changes: []engine.Change{c}})
	}
	kept := x.e.Changes[:0]
	for _, c := range x.e.Changes {
		if c.Kind != engine.BreakerChanged {
			kept = append(kept, c)
		}
	}
	x.e.Changes = kept
}
