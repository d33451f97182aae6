package engine

import (
	"slices"

	"cacheplay/wasm/strategy"
)

// Allowed is a set of faults, expiries and evictions that may happen, as bits.
type Allowed uint32

// The bits are in the order of a scenario's budgets. A driver bounds how often
// each kind happens.
const (
	// AllowExpiry allows Expiry.
	AllowExpiry Allowed = 1 << iota
	// AllowEvict allows Evict.
	AllowEvict
	// AllowCrash allows Crash.
	AllowCrash
	// AllowCrashWorker allows CrashWorker.
	AllowCrashWorker
	// AllowCrashCache allows CrashCache.
	AllowCrashCache
	// AllowCrashClient allows CrashClient.
	AllowCrashClient
	// AllowSourceError allows SourceError.
	AllowSourceError
	// AllowSourceRefuse allows SourceRefuse.
	AllowSourceRefuse
	// AllowSourceTimeout allows SourceTimeout.
	AllowSourceTimeout
	// AllowCacheLost allows CacheLost.
	AllowCacheLost
	// AllowCacheError allows CacheError.
	AllowCacheError
	// AllowOutage allows OutageBegins.
	AllowOutage
	kinds = iota // how many kinds there are

	// AllowLate allows Send, LateSave, and the end of a late save's call. They are
	// not bounded.
	AllowLate Allowed = 1 << 31
	// AllowDowntime allows GoDown, as often as AllowCrash allows a crash.
	AllowDowntime Allowed = 1 << 30
	// AllowAll allows everything, except what is aimed.
	AllowAll = 1<<kinds - 1 | AllowLate | AllowDowntime

	allowCallFaults = AllowSourceError | AllowSourceRefuse | AllowSourceTimeout | AllowCacheLost | AllowCacheError
)

// Aim is a call that a fault may befall: that of a step taken for an operation, by
// itself or by a worker.
type Aim struct {
	Op    int32
	Step  strategy.Step
	Fault Fault
}

// befalls reports whether an aim stands for a fault. A time-out is meant with and
// without an effect.
func (a Aim) befalls(f Fault) bool {
	return a.Fault == f || a.Fault == SourceTimeout && f == SourceLate
}

// AllowAim allows the fault of Model.Aims[i] at its call.
func AllowAim(i int) Allowed { return 1 << (kinds + i) }

// needs returns what must be allowed for a fault of a call.
func (f Fault) needs() Allowed {
	return [...]Allowed{NoFault: 0, SourceError: AllowSourceError, SourceRefuse: AllowSourceRefuse, SourceTimeout: AllowSourceTimeout, SourceLate: AllowSourceTimeout, CacheLost: AllowCacheLost, CacheError: AllowCacheError}[f]
}

// Needs returns what must be allowed for a choice, 0 if nothing must.
func (c Choice) Needs() Allowed {
	if c.Fault != NoFault || c.Struck != 0 {
		needs := c.Fault.needs()
		for place := 0; c.Struck>>(2*place) != 0; place++ {
			needs |= c.Struck.Of(place).needs()
		}
		return needs
	}
	switch c.Kind {
	case Expiry:
		return AllowExpiry
	case Evict:
		return AllowEvict
	case Crash, GoDown:
		return AllowCrash
	case CrashWorker:
		return AllowCrashWorker
	case CrashCache:
		return AllowCrashCache
	case CrashClient:
		return AllowCrashClient
	case OutageBegins:
		return AllowOutage
	case Send, LateSave, CallDone:
		return AllowLate
	}
	return 0
}

// Spends returns which of what is allowed a choice takes up, 0 if it takes up nothing
// or is not allowed. At most one thing goes wrong with it (Choice.Strikes). A fault that
// is aimed at the call takes up nothing of what is allowed anywhere. An error that is
// allowed anywhere befalls a whole call, one that is aimed at a write of a batch that
// write alone.
func (m *Model) Spends(w *World, c Choice, allowed Allowed) Allowed {
	fault, place := c.Fault, c.Struck.first()
	if place >= 0 {
		fault = c.Struck.Of(place)
	}
	if aim := m.aimedAt(w, c, fault, place, allowed); aim != 0 {
		return aim
	}
	if place >= 0 && fault == SourceError {
		return 0
	}
	return c.Needs() & allowed &^ AllowLate
}

// aimedAt returns which of the allowed aims is a fault of the call of a choice, or of the
// write at a place of its batch; 0 for none.
func (m *Model) aimedAt(w *World, c Choice, fault Fault, place int, allowed Allowed) Allowed {
	if fault == NoFault || len(m.Aims) == 0 {
		return 0
	}
	served := m.Serves(w, c)
	switch {
	case place >= 0:
		served = served[place : place+1]
	case fault == SourceError && len(served) > 1:
		return 0
	}
	step := m.NextStep(w, c)
	for i, aim := range m.Aims {
		if allowed&AllowAim(i) != 0 && aim.befalls(fault) && slices.Contains(served, aim.Op) && step.Is(aim.Step) {
			return AllowAim(i)
		}
	}
	return 0
}

// Choices appends to dst all that may happen next in an untimed world, in a
// fixed order: steps of operations, workers and the change feed, each also with
// the allowed faults of its next call, then expiries, evictions, outages and crashes.
func (m *Model) Choices(w *World, allowed Allowed, dst []Choice) []Choice {
	for i := range w.Ops {
		if w.UnderWay(i) || w.Ops[i].Late > 0 {
			dst = m.OpChoices(w, int32(i), allowed, dst)
		}
	}
	return m.OtherChoices(w, allowed, dst)
}

// UnderWay reports whether an operation has been sent and has not ended, or can
// be sent now: a client sends an operation when the one before it has been
// answered.
func (w *World) UnderWay(i int) bool {
	first := i == 0 || w.Ops[i-1].Client != w.Ops[i].Client
	return w.Ops[i].Status != Ended && (first || w.Ops[i-1].Status > Running)
}

// OpChoices appends what an operation can do, nothing if it would only wait, and what
// can become of its late saves. The choices and their effects depend on the operation's
// own state and the shared state alone, and change nothing else.
func (m *Model) OpChoices(w *World, op int32, allowed Allowed, dst []Choice) []Choice {
	switch c := (Choice{Kind: OpStep, Actor: op}); {
	case !w.UnderWay(int(op)):
	case !m.isBlocked(w, op):
		dst = m.withFaults(w, c, allowed, dst)
	case m.NextStep(w, c) == strategy.CacheGet && !m.waitsForLock(w, op): // what goes wrong with it does not wait
		at := len(dst)
		dst = slices.Delete(m.withFaults(w, c, allowed, dst), at, at+1)
	}
	return m.lateChoices(w, op, allowed, dst)
}

// OtherChoices appends all choices that are not an operation's. They depend on
// the shared state alone and change nothing else, except that a Crash ends
// operations, each independently of the others.
func (m *Model) OtherChoices(w *World, allowed Allowed, dst []Choice) []Choice {
	for i := range w.Workers {
		if !w.Down && m.workerCanGo(w, &w.Workers[i]) {
			dst = m.withFaults(w, Choice{Kind: WorkerStep, Actor: int32(i)}, allowed, dst)
		}
	}
	if w.Feed.Len() > 0 {
		dst = m.withFaults(w, Choice{Kind: FeedStep}, allowed, dst)
	}
	for key := range w.Keys {
		if allowed&AllowExpiry != 0 && m.WillExpire(int32(key), &w.Keys[key].Entry) {
			dst = append(dst, Choice{Kind: Expiry, Actor: int32(key)})
		}
	}
	for key := range w.Keys {
		if allowed&AllowEvict != 0 && m.Evictable(w, int32(key)) {
			dst = append(dst, Choice{Kind: Evict, Actor: int32(key)})
		}
	}
	switch {
	case w.Outage:
		dst = append(dst, Choice{Kind: OutageEnds})
	case allowed&AllowOutage != 0:
		dst = append(dst, Choice{Kind: OutageBegins})
	}
	dst = m.lateCalls(w, allowed, dst)
	return m.crashes(w, allowed, dst)
}

// crashes appends the allowed crashes that would lose something, and the restart of
// what is down.
func (m *Model) crashes(w *World, allowed Allowed, dst []Choice) []Choice {
	switch {
	case w.Down:
		dst = append(dst, Choice{Kind: Restart})
	case allowed&AllowCrash != 0:
		dst = append(dst, Choice{Kind: Crash})
		if allowed&AllowDowntime != 0 {
			dst = append(dst, Choice{Kind: GoDown})
		}
	}
	for i := range w.Workers {
		if allowed&AllowCrashWorker != 0 && w.Workers[i].Phase != Idle {
			dst = append(dst, Choice{Kind: CrashWorker, Actor: int32(i)})
		}
	}
	if allowed&AllowCrashCache != 0 && slices.ContainsFunc(w.Keys, func(k Key) bool { return k.Entry.Present || k.Tombstone > 0 }) {
		dst = append(dst, Choice{Kind: CrashCache})
	}
	for i := range m.Clients {
		if allowed&AllowCrashClient != 0 {
			dst = append(dst, Choice{Kind: CrashClient, Actor: int32(i)})
		}
	}
	return dst
}

// withFaults appends a choice, and the same choice with each allowed fault of
// its next call, or of one write of a batch. A read that the source refuses, or whose
// answer is lost, ends as one that fails.
func (m *Model) withFaults(w *World, c Choice, allowed Allowed, dst []Choice) []Choice {
	dst = append(dst, c)
	if allowed&allowCallFaults == 0 && allowed&^(AllowLate|AllowDowntime)>>kinds == 0 {
		return dst
	}
	add := func(c Choice) {
		if m.Spends(w, c, allowed) != 0 {
			dst = append(dst, c)
		}
	}
	step, writes := m.NextStep(w, c), 1
	if c.Kind == WorkerStep && step == strategy.SourceSave {
		writes = len(m.Serves(w, c))
	}
	for fault := SourceError; fault <= CacheError; fault++ {
		if !fault.Strikes(step) || step == strategy.SourceRead && fault != SourceError {
			continue
		}
		if writes == 1 || fault != SourceRefuse {
			whole := c
			whole.Fault = fault
			add(whole)
		}
		for place := 0; writes > 1 && fault <= SourceRefuse && place < writes; place++ {
			one := c
			one.Struck = one.Struck.With(place, fault)
			add(one)
		}
	}
	return dst
}

// NextStep returns the next step of an actor that is not a wait step, NoStep if
// there is none.
func (m *Model) NextStep(w *World, c Choice) strategy.Step {
	t := w.task(c)
	if t == nil {
		return strategy.NoStep
	}
	list := m.list(w, c)
	switch {
	case c.Kind == OpStep && w.Ops[c.Actor].Flight != 0:
		return strategy.Answer
	case t.Override != NoOverride:
		return t.stepOf(list)
	}
	for _, step := range list.Steps[t.Step:] {
		if step != strategy.Wait {
			return m.stepTaken(w, c, step)
		}
	}
	return strategy.NoStep
}

// Begins returns the step that an actor would begin, or try again, if it went on now;
// NoStep if the actor is in the middle of a step.
func (m *Model) Begins(w *World, c Choice) strategy.Step {
	t := w.task(c)
	if t == nil || c.Kind == FeedStep && w.Feed.Len() == 0 {
		return strategy.NoStep
	}
	switch t.Phase {
	case Ready, AwaitingKey, AwaitingRoom, Sleeping, Resting, BackingOff:
	default:
		return strategy.NoStep
	}
	list := m.list(w, c)
	if int(t.Step) >= len(list.Steps) || c.Kind == OpStep && (w.Ops[c.Actor].Status == Unsent || w.Ops[c.Actor].Flight != 0) {
		return strategy.NoStep
	}
	return m.stepTaken(w, c, t.stepOf(list))
}

// Serves returns the operations that the step of an actor serves: of a worker, those
// of the writes that it has taken, or of those that a save carries, in their order.
func (m *Model) Serves(w *World, c Choice) []int32 {
	switch c.Kind {
	case OpStep:
		return []int32{c.Actor}
	case FeedStep:
		return []int32{w.Feed.All()[0].Op}
	}
	var ops []int32
	saves := m.NextStep(w, c) == strategy.SourceSave
	if c.Kind != WorkerStep {
		return nil
	}
	for n := w.Workers[c.Actor].first; n != 0; n = w.Queue.at(n).after {
		if item := w.Queue.at(n); !(saves && item.Saved) {
			ops = append(ops, item.Op)
		}
	}
	return ops
}

// IsRetry reports whether an actor would try a call again if it went on now.
func (m *Model) IsRetry(w *World, c Choice) bool {
	t := w.task(c)
	return t != nil && t.Phase == BackingOff
}

// workerCanGo reports whether a worker has anything to do.
func (m *Model) workerCanGo(w *World, worker *Worker) bool {
	return worker.Phase != Idle || m.takeable(w) > 0
}

// Open reports whether a choice still means anything: after a crash, the
// operations and workers that it ended have no further phases.
func (m *Model) Open(w *World, c Choice) bool {
	if c.Kind == OpStep {
		op := &w.Ops[c.Actor]
		return op.Status != Ended && op.serial == c.Serial
	}
	return w.isOpen(c)
}

// isOpen is Open of a choice that is no step of an operation.
func (w *World) isOpen(c Choice) bool {
	switch c.Kind {
	case WorkerStep:
		worker := &w.Workers[c.Actor]
		return worker.Phase != Idle && worker.Phase != Dead && worker.serial == c.Serial
	case TimeOut, CallCut, CallStart, CallDone:
		call := &w.Calls[c.Actor]
		return call.State != NoCall && call.Serial == c.Serial
	}
	return true
}
