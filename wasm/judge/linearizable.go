package judge

import (
	"encoding/binary"

	"cacheplay/wasm/engine"
)

// linearizer decides whether the histories of single keys are linearizable, and
// remembers its decisions.
//
// It searches as Wing and Gong, "Testing and Verifying Concurrent Objects" (JPDC
// 1993): it takes the operations in every order that real time allows. As in Lowe,
// "Testing for Linearizability" (2017), it tries each configuration once.
type linearizer struct {
	initial []Result // what the source holds at the start, by key
	decided map[string]bool
	ops     []int32 // the operations of the key being decided
	all     Set     // the same as a set
	tried   map[configuration]bool
	code    []byte
	size    int // of all that is decided
	// limit is how many configurations may still be tried; negative for any number.
	limit int
	// undecided is whether the limit left a history undecided.
	undecided bool
}

// maxDecided bounds the memory of remembered decisions, in bytes.
const maxDecided = 64 << 20

// configuration is how far a search has come: the operations taken, and the record
// that is current after them.
type configuration struct {
	taken   Set
	current Result
}

func newLinearizer(w *engine.World) linearizer {
	l := linearizer{decided: map[string]bool{}, tried: map[configuration]bool{}, limit: -1}
	for i := range w.Keys {
		l.initial = append(l.initial, ResultOf(w.Keys[i].Source))
	}
	return l
}

// holds reports whether the history of a key is linearizable. It says so of one
// that it cannot decide too, and that it is undecided.
func (l *linearizer) holds(w *engine.World, h *History, key int32) bool {
	l.begin(w, h, key)
	holds, known := l.decided[string(l.code)]
	if known || l.undecided {
		return holds || l.undecided
	}
	clear(l.tried)
	holds = l.search(w, h, configuration{current: l.initial[key]})
	if l.undecided {
		return true
	}
	if l.size > maxDecided {
		clear(l.decided)
		l.size = 0
	}
	l.decided[string(l.code)] = holds
	l.size += 48 + len(l.code)
	return holds
}

// begin takes up the operations of a key, and the code of their history.
func (l *linearizer) begin(w *engine.World, h *History, key int32) {
	l.ops, l.all, l.code = l.ops[:0], Set{}, append(l.code[:0], byte(key))
	for i := range w.Ops {
		op, id := &w.Ops[i], int32(i)
		relevant := h.Invoked.Has(id) && !h.Failed.Has(id) && op.Key == key && (op.Kind != engine.Get || h.OK.Has(id))
		if !relevant {
			continue
		}
		l.ops = append(l.ops, id)
		l.all.Add(id)
		over := byte(0)
		if h.OK.Has(id) {
			over = 1
		}
		l.code = append(l.code, byte(id), over)
		l.code = binary.LittleEndian.AppendUint16(l.code, uint16(h.Answer[id]))
		l.code = appendSet(l.code, &h.Before[id], len(w.Ops))
	}
}

// appendSet appends a set of the first n operations.
func appendSet(dst []byte, s *Set, n int) []byte {
	for i := 0; i < n; i += 8 {
		dst = append(dst, byte(s[i>>6]>>(i&63)))
	}
	return dst
}

// search reports whether the operations that are not taken yet can be taken from a
// configuration on.
func (l *linearizer) search(w *engine.World, h *History, c configuration) bool {
	if l.tried[c] {
		return false
	}
	if l.limit == 0 {
		l.undecided = true
		return true
	}
	l.limit--
	l.tried[c] = true
	left := false
	for _, op := range l.ops {
		if c.taken.Has(op) {
			continue
		}
		left = left || h.OK.Has(op)
		if !l.mayBeNext(h, op, &c.taken) {
			continue
		}
		next := c
		next.taken.Add(op)
		if w.Ops[op].Kind != engine.Get {
			next.current = ResultOf(engine.Record{Write: engine.WriteOf(op), Exists: w.Ops[op].Kind != engine.Delete})
		} else if h.Answer[op] != c.current {
			continue
		}
		if l.search(w, h, next) {
			return true
		}
	}
	return !left // operations without an answer need not take effect
}

// mayBeNext reports whether an operation can be taken next: no operation that was
// answered before it was invoked is still to be taken.
func (l *linearizer) mayBeNext(h *History, op int32, taken *Set) bool {
	before := &h.Before[op]
	for i := range before {
		if before[i]&l.all[i]&^taken[i] != 0 {
			return false
		}
	}
	return true
}
