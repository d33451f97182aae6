package explore

import "cacheplay/wasm/engine"

// linearizer decides whether the histories of single keys are linearizable, and
// remembers its decisions.
//
// It searches as Wing and Gong, "Testing and Verifying Concurrent Objects" (JPDC
// 1993): it takes the operations in every order that real time allows. As in
// Lowe, "Testing for Linearizability" (2017), it tries each configuration once.
type linearizer struct {
	initial []result // what the source holds at the start, by key
	decided map[string]bool
	ops     []int32 // the operations of the key being decided
	tried   map[configuration]bool
	code    []byte
	size    int // of all that is decided
}

// maxDecided bounds the memory of remembered decisions, in bytes.
const maxDecided = 64 << 20

// bytes estimates how much memory the decisions take.
func (l *linearizer) bytes() int { return l.size }

// configuration is how far a search has come: the operations taken, and the
// record that is current after them.
type configuration struct {
	taken   set
	current result
}

func newLinearizer(w *engine.World) *linearizer {
	l := &linearizer{decided: map[string]bool{}, tried: map[configuration]bool{}}
	for i := range w.Keys {
		l.initial = append(l.initial, resultOf(w.Keys[i].Source))
	}
	return l
}

// holds reports whether the history of a key is linearizable.
func (l *linearizer) holds(w *engine.World, h *history, key int32) bool {
	l.ops, l.code = l.ops[:0], append(l.code[:0], byte(key))
	for i := range w.Ops {
		op, id := &w.Ops[i], int32(i)
		relevant := h.invoked.has(id) && !h.failed.has(id) && op.Key == key && (op.Kind != engine.Get || h.ok.has(id))
		if !relevant {
			continue
		}
		l.ops = append(l.ops, id)
		over := byte(0)
		if h.ok.has(id) {
			over = 1
		}
		l.code = append(l.code, byte(id), over, byte(h.result[id]), byte(h.before[id]), byte(h.before[id]>>8))
	}
	holds, known := l.decided[string(l.code)]
	if !known {
		clear(l.tried)
		holds = l.search(w, h, configuration{current: l.initial[key]})
		if l.size > maxDecided {
			clear(l.decided)
			l.size = 0
		}
		l.decided[string(l.code)] = holds
		l.size += 48 + len(l.code)
	}
	return holds
}

// search reports whether the operations that are not taken yet can be taken from
// a configuration on.
func (l *linearizer) search(w *engine.World, h *history, c configuration) bool {
	if l.tried[c] {
		return false
	}
	l.tried[c] = true
	left := false
	for _, op := range l.ops {
		if c.taken.has(op) {
			continue
		}
		left = left || h.ok.has(op)
		if !l.mayBeNext(h, op, c.taken) {
			continue
		}
		next := configuration{taken: c.taken | 1<<op, current: c.current}
		if w.Ops[op].Kind != engine.Get {
			next.current = resultOf(engine.Record{Write: engine.WriteOf(op), Exists: w.Ops[op].Kind != engine.Delete})
		} else if h.result[op] != c.current {
			continue
		}
		if l.search(w, h, next) {
			return true
		}
	}
	return !left // operations without an answer need not take effect
}

// mayBeNext reports whether an operation can be taken next: no operation that
// was answered before it was invoked is still to be taken.
func (l *linearizer) mayBeNext(h *history, op int32, taken set) bool {
	for _, other := range l.ops {
		if !taken.has(other) && other != op && h.before[op].has(other) {
			return false
		}
	}
	return true
}
