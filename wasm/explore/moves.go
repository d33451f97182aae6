package explore

import "cacheplay/wasm/engine"

// move is one thing that can happen to an operation's own part of a state and
// the shared part, or to the shared part alone.
type move struct {
	shared, own uint32 // the parts after the move
	isFault     bool   // it must be allowed
	stale       uint8  // how stale the answer is, in ticks
	begun       bool   // the operation was sent
	answered    bool   // a read was answered, or a write failed and its client knows
	crash       crash  // whose it is, if it is one: it changes operations' own parts too
	tick        bool   // the clock goes on by a tick
}

// crash says whose crash a move is: nobody's, the Resource Manager's, or that of a client,
// counted from firstClient.
type crash uint8

const (
	noCrash crash = iota
	crashOfManager
	firstClient
)

// crashOf returns whose crash a choice is.
func crashOf(c engine.Choice) crash {
	switch c.Kind {
	case engine.Crash, engine.GoDown:
		return crashOfManager
	case engine.CrashClient:
		return firstClient + crash(c.Actor)
	}
	return noCrash
}

// strikes reports whether the crash can change the own part of an operation.
func (c crash) strikes(op *engine.Op) bool {
	return c == crashOfManager || c == firstClient+crash(op.Client)
}

// moves remembers the moves of every pair of parts. What a step of an operation
// does depends on its own part and the shared part alone, and among a million
// states there are only some thousands of such pairs. Source: the local
// transition cache of LTSmin (Blom, van de Pol and Weber, "LTSmin: Distributed
// and Symbolic Reachability", CAV 2010).
type moves struct {
	spans map[uint64]span
	all   []move
	limit int // of remembered moves
}

// span is a range of moves.all.
type span struct{ from, to uint32 }

// maxMoves bounds the memory of moves, to 16 MB. In explorations with more
// moves, pairs seldom meet again, so that little is lost when they are
// forgotten.
const maxMoves = 1 << 20

// of returns the moves of a pair, and whether they are known.
func (m *moves) of(pair uint64) (list []move, known bool) {
	s, known := m.spans[pair]
	return m.all[s.from:s.to], known
}

// learn remembers the moves from index from on as those of a pair.
func (m *moves) learn(pair uint64, from int) []move {
	m.spans[pair] = span{uint32(from), uint32(len(m.all))}
	return m.all[from:]
}

// makeRoom forgets all moves if there are too many.
func (m *moves) makeRoom() {
	if m.spans == nil || len(m.all) > m.limit {
		m.spans, m.all = map[uint64]span{}, m.all[:0]
	}
}

// bytes returns how much memory the moves take, about.
func (m *moves) bytes() int { return 20*len(m.all) + 40*len(m.spans) }

// movesOf returns the moves of an operation of the current state, or, for
// noOperation, those that are not an operation's.
func (x *Explorer) movesOf(op int) []move {
	pair := uint64(x.s.shared())
	if op != noOperation {
		pair |= uint64(x.s.own(op)+1) << 32
	}
	list, known := x.moves.of(pair)
	if known {
		return list
	}
	x.moves.makeRoom()
	from := len(x.moves.all)
	x.decode()
	if op == noOperation {
		x.choices = x.left.withSeveral(x.m, &x.w, x.m.OtherChoices(&x.w, x.left.allowed(), x.choices[:0]))
	} else {
		x.choices = x.m.OpChoices(&x.w, int32(op), x.left.allowed(), x.choices[:0])
	}
	for _, c := range x.choices {
		x.moves.all = append(x.moves.all, x.take(c, op))
	}
	if op == noOperation && x.shared.of(x.s.shared()).canTick {
		x.moves.all = append(x.moves.all, x.tick())
	}
	return x.moves.learn(pair, from)
}

// decode reads the whole current state into world, history, ages and budget.
func (x *Explorer) decode() {
	x.decodeShared(x.s.shared(), &x.w, &x.h, &x.age, &x.left)
	for op := range x.w.Ops {
		x.decodeOwn(x.s.own(op), op, &x.w)
	}
}

// take returns the move that a choice makes from the current state.
func (x *Explorer) take(c engine.Choice, op int) move {
	m := move{isFault: c.Needs() != 0, crash: crashOf(c)}
	x.next.Copy(&x.w)
	x.after.Copy(&x.h, len(x.w.Ops))
	after, aged, left := &x.after, x.age, x.left
	left.spend(x.m, &x.w, c)
	x.m.Leap(&x.next, c, &x.e, func(_ engine.Choice, e *engine.Effect) {
		after.Note(e, &x.next)
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
	m.shared = x.numberShared(&x.next, after, &aged, &left)
	if op != noOperation {
		m.own = x.numberOwn(op, &x.next, after)
	}
	for op := range x.next.Ops {
		if m.crash.strikes(&x.next.Ops[op]) {
			number := x.numberOwn(op, &x.next, after)
			*x.crashedOf(op, m.crash) = number + 1
		}
	}
	return m
}

// measure returns the staleness of the answer to a read, in ticks.
func (x *Explorer) measure(e *engine.Effect, aged *ages) uint8 {
	if !x.timing.counts() {
		return 0
	}
	return aged.staleness(x.next.Ops[e.Op].Key, e.Answer)
}

// tick returns the move that the clock makes from the current state.
func (x *Explorer) tick() move {
	x.next.Copy(&x.w)
	aged := x.age
	x.passTime(&x.next, &aged)
	return move{shared: x.numberShared(&x.next, &x.h, &aged, &x.left), tick: true}
}

// crashed returns the number of what a crash leaves of an operation's own part.
func (x *Explorer) crashed(op int, by crash) uint32 {
	if *x.crashedOf(op, by) == 0 {
		x.decode()
		c := engine.Choice{Kind: engine.Crash}
		if by >= firstClient {
			c = engine.Choice{Kind: engine.CrashClient, Actor: int32(by - firstClient)}
		}
		x.take(c, noOperation)
	}
	return *x.crashedOf(op, by) - 1
}

// crashedOf returns where it is remembered what a crash leaves of an operation's own
// part. During an outage no save of it is under way.
func (x *Explorer) crashedOf(op int, by crash) *uint32 {
	i := min(by, firstClient) - crashOfManager
	if x.shared.of(x.s.shared()).outage {
		i += 2
	}
	return &x.own.of(x.s.own(op)).crashed[i]
}
