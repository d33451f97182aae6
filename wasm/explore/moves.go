package explore

import "cacheplay/wasm/engine"

// move is what can happen next to two parts of a state: an operation's own and
// the shared one, or the shared one alone.
type move struct {
	shared, own uint32         // what they become
	needs       engine.Allowed // what must be allowed for it, 0 where it is part of the story
	stale       uint8          // how stale its answer is, in ticks
	begun       bool           // the operation was sent
	answered    bool           // it is a read and has got its answer, or a write that its client is told has failed
	crash       bool           // every operation's own part changes too
	tick        bool           // it is time that passes
}

// moves remembers what can happen to every two parts that have met. What a step
// of an operation does depends on its own part and the shared one alone, and
// among a million states there are some thousands of such pairs. Source: the
// cache of local transitions in LTSmin (Blom, van de Pol and Weber, "LTSmin:
// Distributed and Symbolic Reachability", CAV 2010).
type moves struct {
	spans map[uint64]span
	all   []move
	limit int // so many are remembered
}

// span is a list of moves, in their order, by its ends in all of them.
type span struct{ from, to uint32 }

// maxMoves are 16 MB. Where that is too little, parts seldom meet again, and it
// costs little to forget them.
const maxMoves = 1 << 20

func (m *moves) of(pair uint64) (list []move, known bool) {
	s, known := m.spans[pair]
	return m.all[s.from:s.to], known
}

// learn remembers what has been appended since from.
func (m *moves) learn(pair uint64, from int) []move {
	m.spans[pair] = span{uint32(from), uint32(len(m.all))}
	return m.all[from:]
}

// makeRoom forgets everything when there is too much.
func (m *moves) makeRoom() {
	if m.spans == nil || len(m.all) > m.limit {
		m.spans, m.all = map[uint64]span{}, m.all[:0]
	}
}

// bytes returns about how much memory they take.
func (m *moves) bytes() int { return 16*cap(m.all) + 24*len(m.spans) }

// movesOf returns what an operation of the state at hand can do, or what else can
// happen where it is nobody.
func (x *Explorer) movesOf(op int) []move {
	pair := uint64(x.s.shared())
	if op != nobody {
		pair |= uint64(x.s.own(op)+1) << 32
	}
	list, known := x.moves.of(pair)
	if known {
		return list
	}
	x.moves.makeRoom()
	from := len(x.moves.all)
	x.decode()
	if op == nobody {
		x.choices = x.m.OtherChoices(&x.w, x.left.allowed(), x.choices[:0])
	} else {
		x.choices = x.m.OpChoices(&x.w, int32(op), x.left.allowed(), x.choices[:0])
	}
	for _, c := range x.choices {
		x.moves.all = append(x.moves.all, x.take(c, op))
	}
	if op == nobody && x.shared.known[x.s.shared()].canTick {
		x.moves.all = append(x.moves.all, x.tick())
	}
	return x.moves.learn(pair, from)
}

// decode reads the state at hand into a world, a history and so on.
func (x *Explorer) decode() {
	x.decodeShared(x.s.shared(), &x.w, &x.h, &x.age, &x.left)
	for op := range x.w.Ops {
		x.decodeOwn(x.s.own(op), op, &x.w)
	}
}

// take lets one choice come about in a copy of the state at hand.
func (x *Explorer) take(c engine.Choice, op int) move {
	m := move{needs: c.Needs(), crash: c.Kind == engine.Crash}
	x.next.Copy(&x.w)
	after, aged, left := x.h, x.age, x.left
	x.m.Leap(&x.next, c, &x.e, func(_ engine.Choice, e *engine.Effect) {
		after.note(e, &x.next)
		aged.note(e, &x.next)
		m.begun = m.begun || e.Begun
		if !e.Answered {
			return
		}
		switch o := &x.next.Ops[e.Op]; {
		case o.Kind != engine.Get:
			m.answered = m.answered || o.Outcome == engine.Failed
		case o.Outcome == engine.OK:
			m.answered, m.stale = true, x.measure(e, &aged)
		}
	})
	left.spend(m.needs)
	m.shared = x.numberShared(&x.next, &after, &aged, &left)
	if op != nobody {
		m.own = x.numberOwn(op, &x.next, &after)
	}
	if m.crash {
		for op := range x.next.Ops {
			crashed := x.numberOwn(op, &x.next, &after)
			x.own.known[x.s.own(op)].crashed = crashed + 1
		}
	}
	return m
}

// measure returns the staleness of an answer to a read.
func (x *Explorer) measure(e *engine.Effect, aged *ages) uint8 {
	if !x.timing.counts() {
		return 0
	}
	return aged.staleness(x.next.Ops[e.Op].Key, e.Answer)
}

// tick lets time pass in a copy of the state at hand.
func (x *Explorer) tick() move {
	x.next.Copy(&x.w)
	aged := x.age
	x.passTime(&x.next, &aged)
	return move{shared: x.numberShared(&x.next, &x.h, &aged, &x.left), tick: true}
}

// crashed returns what a crash leaves of an operation's own part.
func (x *Explorer) crashed(op int) uint32 {
	part := &x.own.known[x.s.own(op)]
	if part.crashed == 0 {
		x.decode()
		x.take(engine.Choice{Kind: engine.Crash}, nobody)
		part = &x.own.known[x.s.own(op)]
	}
	return part.crashed - 1
}
