package explore

import (
	"slices"

	"cacheplay/wasm/engine"
)

// start returns the first state; see system.
func (x *Explorer) start() []uint32 {
	s := make(state, 1+2*len(x.first.Ops))
	s.setShared(x.numberShared(&x.first, &history{}, &ages{}, &x.begin))
	for op := range x.first.Ops {
		s.setOwn(op, x.numberOwn(op, &x.first, &history{}))
	}
	x.to = make(state, len(s))
	return s
}

// expand calls found for each state that one step leads to; see system.
func (x *Explorer) expand(node int, s []uint32, found found) {
	x.load(s)
	x.found, x.step, x.changed, x.workerChanged = found, 0, false, false
	for op := range x.w.Ops {
		if !x.w.UnderWay(op) {
			continue
		}
		for _, m := range x.movesOf(op) {
			x.follow(op, m)
		}
	}
	for _, m := range x.movesOf(noOperation) {
		if !m.tick || x.isAnswerAwaited() {
			x.follow(noOperation, m)
		}
	}
	if !x.changed && (!x.workerChanged || x.retriesForever()) {
		x.judgeQuiet(node)
	}
}

// load makes s the current state: how far its operations are, and what has been
// seen of them. The rest is decoded only when it is needed.
func (x *Explorer) load(s state) {
	shared := &x.shared.known[s.shared()]
	x.s, x.h = s, history{held: shared.held, late: shared.late}
	for i := range x.w.Ops {
		op, id, own := &x.w.Ops[i], int32(i), &x.own.known[s.own(i)]
		op.Status, op.Outcome = own.status, own.outcome
		if own.status == engine.Unsent {
			continue
		}
		x.h.invoked.add(id)
		x.h.before[i], x.h.result[i] = s.before(i), own.result
		switch own.outcome {
		case engine.OK:
			x.h.ok.add(id)
		case engine.Failed:
			x.h.failed.add(id)
		}
	}
}

// isAnswerAwaited reports whether some operation of the current state has not
// been answered. If all have, time need not pass.
func (x *Explorer) isAnswerAwaited() bool {
	for i := range x.w.Ops {
		if x.w.Ops[i].Outcome == engine.Pending {
			return true
		}
	}
	return false
}

// follow goes from the current state to the one that a move leads to.
func (x *Explorer) follow(op int, m move) {
	copy(x.to, x.s)
	x.to.setShared(m.shared)
	quiet := m.shared == x.s.shared()
	switch {
	case m.crash:
		for op := range x.w.Ops {
			x.to.setOwn(op, x.crashed(op))
		}
	case op != noOperation:
		quiet = quiet && m.own == x.s.own(op)
		x.to.setOwn(op, m.own)
		if m.begun {
			x.to.setBefore(op, x.h.ok)
		}
	}
	switch changes := !quiet && m.needs == 0; {
	case op == noOperation && !m.tick:
		x.workerChanged = x.workerChanged || changes
	default:
		x.changed = x.changed || changes || m.tick
	}
	node, isNew := x.found(x.step, x.to)
	x.step++
	if isNew {
		x.judgeNew(node, op, m)
	}
}

// judgeNew judges a state that was reached for the first time.
func (x *Explorer) judgeNew(node, op int, m move) {
	if violated := x.shared.known[m.shared].violated; violated&^x.judge.known != 0 {
		x.decodeShared(m.shared, &x.next, &x.after, &ages{}, &budget{})
		x.judge.w, x.judge.h = &x.next, &x.after
		x.note(node, x.judge.onSave())
	}
	if m.answered {
		x.after = x.h
		own := &x.own.known[m.own]
		x.after.invoked.add(int32(op))
		if own.outcome == engine.OK {
			x.after.ok.add(int32(op))
		} else {
			x.after.failed.add(int32(op))
		}
		x.after.before[op], x.after.result[op] = x.to.before(op), own.result
		x.judge.w, x.judge.h = &x.w, &x.after
		x.note(node, x.judge.onAnswer(int32(op)))
	}
	if stale := int(m.stale); stale > x.staleness {
		x.staleness, x.stalestNode = stale, node
	}
}

// retriesForever reports whether workers and change feed, where they alone can
// go on, only ever repeat what the source has refused for good. Such a state is
// judged as if it were quiet, since its retries never end and change nothing.
func (x *Explorer) retriesForever() bool {
	x.decode()
	if !slices.ContainsFunc(x.w.Ops, func(o engine.Op) bool { return o.Refused }) {
		return false
	}
	here, keys, known := x.s, slices.Clone(x.w.Keys), x.shared.known[x.s.shared()]
	defer func() { x.s = here }()
	x.s = slices.Clone(here)
	round := []uint32{here.shared()}
	for i := 0; i < len(round); i++ {
		x.s.setShared(round[i])
		x.decode()
		if now := x.shared.known[round[i]]; now.held != known.held || !slices.EqualFunc(keys, x.w.Keys, sameRecords) || x.operationCanChange() {
			return false
		}
		works := false
		for _, m := range x.movesOf(noOperation) {
			if m.needs != 0 || m.tick || m.shared == round[i] {
				continue
			}
			works = true
			if !slices.Contains(round, m.shared) {
				round = append(round, m.shared)
			}
		}
		if !works {
			return false // the last of these states is quiet and is judged when it is reached
		}
	}
	return true
}

// sameRecords reports whether source and cache hold the same records of a key.
func sameRecords(a, b engine.Key) bool {
	return a.Source == b.Source && a.Entry.Present == b.Entry.Present && a.Entry.Record == b.Entry.Record
}

// operationCanChange reports whether an operation of the current state can
// change something without a fault.
func (x *Explorer) operationCanChange() bool {
	for op := range x.w.Ops {
		if !x.w.UnderWay(op) {
			continue
		}
		for _, m := range x.movesOf(op) {
			if m.needs == 0 && (m.shared != x.s.shared() || m.own != x.s.own(op)) {
				return true
			}
		}
	}
	return false
}

// judgeQuiet judges the current state, in which nothing goes on any more.
func (x *Explorer) judgeQuiet(node int) {
	x.decode()
	x.judge.w, x.judge.h = &x.w, &x.h
	x.note(node, x.judge.onQuiet())
	if x.deadlockNode < 0 && x.judge.isDeadlock() {
		x.deadlockNode = node
	}
}

// note records where properties were first seen violated.
func (x *Explorer) note(node int, v violations) {
	for p := range x.nodes {
		if v.has(Property(p)) && x.nodes[p] < 0 {
			x.nodes[p], x.witnesses[p] = node, x.judge.witnesses[p]
			x.judge.known |= 1 << p
		}
	}
}
