package explore

import (
	"slices"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
)

// start returns the first state; see system.
func (x *Explorer) start() []uint32 {
	s := make(state, 1+len(x.first.Ops))
	s.setShared(x.numberShared(&x.first, &judge.History{}, &ages{}, &x.begin))
	for op := range x.first.Ops {
		s.setOwn(op, x.numberOwn(op, &x.first, &judge.History{}))
	}
	x.to = make(state, len(s))
	return s
}

// expand calls found for each state that one step leads to; see system.
func (x *Explorer) expand(node int, s []uint32, found found) {
	x.load(s)
	x.found, x.step, x.changed, x.workerChanged = found, 0, false, false
	for op := range x.w.Ops {
		if !x.w.UnderWay(op) && x.w.Ops[op].Late == 0 {
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
	shared := x.shared.of(s.shared())
	x.s = s
	h := &x.h
	h.Invoked, h.OK, h.Failed, h.Held, h.Late = judge.Set{}, judge.Set{}, judge.Set{}, shared.held, shared.late
	for i := range x.w.Ops {
		op, id, own := &x.w.Ops[i], int32(i), x.own.of(s.own(i))
		op.Status, op.Outcome, op.Late = own.status, own.outcome, own.late
		h.Before[i], h.Answer[i] = s.before(i), own.answer
		if own.status == engine.Unsent {
			continue
		}
		h.Invoked.Add(id)
		switch own.outcome {
		case engine.OK:
			h.OK.Add(id)
		case engine.Failed:
			h.Failed.Add(id)
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
	case m.crash != noCrash:
		for op := range x.w.Ops {
			if m.crash.strikes(&x.w.Ops[op]) {
				x.to.setOwn(op, x.crashed(op, m.crash))
			}
		}
	case op != noOperation:
		quiet = quiet && m.own == x.s.own(op)
		x.to.setOwn(op, m.own)
		if m.begun {
			x.to.setBefore(op, &x.h.OK)
		}
	}
	switch changes := !quiet && !m.isFault; {
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
	if violated := x.shared.of(m.shared).violated; violated&^x.judge.Known != 0 {
		x.decodeShared(m.shared, &x.next, &x.after, &ages{}, &budget{})
		x.judge.W, x.judge.H = &x.next, &x.after
		x.note(node, x.judge.OnSave())
	}
	if m.answered {
		x.after.Copy(&x.h, len(x.w.Ops))
		own := x.own.of(m.own)
		x.after.Invoked.Add(int32(op))
		if own.outcome == engine.OK {
			x.after.OK.Add(int32(op))
		} else {
			x.after.Failed.Add(int32(op))
		}
		x.after.Before[op], x.after.Answer[op] = x.to.before(op), own.answer
		x.judge.W, x.judge.H = &x.w, &x.after
		x.note(node, x.judge.OnAnswer(int32(op)))
	}
	if stale := int(m.stale); stale > x.staleness {
		x.staleness, x.stalestNode = stale, node
	}
}

// retriesForever reports whether workers and change feed, where they alone can go
// on, only ever repeat what the source has refused for good.
func (x *Explorer) retriesForever() bool {
	x.decode()
	isRefused := slices.ContainsFunc(x.w.Ops, func(o engine.Op) bool { return o.Refused })
	return isRefused && judge.AtRest(x.m, &x.w)
}

// judgeQuiet judges the current state, in which nothing goes on any more.
func (x *Explorer) judgeQuiet(node int) {
	x.decode()
	x.judge.W, x.judge.H = &x.w, &x.h
	x.note(node, x.judge.OnQuiet())
	if x.deadlockNode < 0 && x.judge.IsDeadlock() {
		x.deadlockNode = node
	}
}

// note records where properties were first seen violated.
func (x *Explorer) note(node int, v judge.PropertySet) {
	for p := range x.nodes {
		if v.Has(judge.Property(p)) && x.nodes[p] < 0 {
			x.nodes[p], x.witnesses[p] = node, x.judge.Witnesses[p]
			x.judge.Known |= 1 << p
		}
	}
}
