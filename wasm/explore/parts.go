package explore

import (
	"unsafe"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
)

// state is a state as the search keeps it: the number of the part that all
// operations share, and for each operation the number of its own part, in 16 bits, and
// the set of operations that were answered before it was invoked. Few parts make up
// many states, so that states are short (the collapse of Holzmann, "State
// Compression in SPIN", 1997), and what can happen to parts is computed once;
// see moves.
type state []uint32

func (s state) shared() uint32          { return s[0] }
func (s state) own(op int) uint32       { return s[1+op] >> 16 }
func (s state) before(op int) judge.Set { return judge.Set{uint64(s[1+op] & 0xffff)} }
func (s state) setShared(number uint32) { s[0] = number }

func (s state) setOwn(op int, number uint32)        { s[1+op] = number<<16 | s[1+op]&0xffff }
func (s state) setBefore(op int, before *judge.Set) { s[1+op] = s[1+op]&^0xffff | uint32(before[0]) }

// maxOwn is how many own parts of operations there can be for a state to be expanded: it
// leads to some hundred new ones at most, and each must have a number in 16 bits.
const maxOwn = 1<<16 - 1<<12

// parts numbers parts in the order in which they come, by their canonical bytes,
// and keeps for each what is asked for often.
type parts[T any] struct {
	codes texts
	known []T
}

// number returns the number of a part, and whether the part is new, so that its
// entry in known is still to be added.
func (p *parts[T]) number(code []byte) (number uint32, isNew bool) {
	n, isNew := p.codes.number(code)
	return uint32(n), isNew
}

// code returns the canonical bytes of a part.
func (p *parts[T]) code(number uint32) []byte { return p.codes.text(int(number)) }

// of returns what is known of a part.
func (p *parts[T]) of(number uint32) *T { return &p.known[number] }

// bytes returns how much memory the parts take.
func (p *parts[T]) bytes() int {
	return p.codes.bytes() + int(unsafe.Sizeof(*new(T)))*cap(p.known)
}

// sharedPart is what is known of a part that all operations share.
type sharedPart struct {
	held, late judge.Set
	violated   judge.PropertySet // by what the source holds
	outage     bool              // the source cannot be reached
	canTick    bool              // as ages.canTick says
}

// ownPart is what is known of an operation's own part.
type ownPart struct {
	status  engine.Status
	outcome engine.Outcome
	answer  judge.Result
	late    uint8 // how many late saves it has
	// crashed are the numbers of what a crash of the Resource Manager, and of its
	// client, leaves of it, without and with an outage, counted from 1; 0 if not
	// computed yet.
	crashed [4]uint32
}

// numberShared returns the number of the shared part of a state.
func (x *Explorer) numberShared(w *engine.World, h *judge.History, age *ages, left *budget) uint32 {
	x.code = w.EncodeShared(x.code[:0])
	x.code = append(x.code, byte(h.Held[0]), byte(h.Held[0]>>8), byte(h.Late[0]), byte(h.Late[0]>>8))
	x.code = append(x.code, left[:]...)
	if x.timing.counts() {
		x.code = age.encode(x.code, w)
	}
	number, isNew := x.shared.number(x.code)
	if isNew {
		x.judge.W, x.judge.H = w, h
		x.shared.known = append(x.shared.known, sharedPart{h.Held, h.Late, x.judge.OnSave(), w.Outage, x.timing.counts() && age.canTick(w, x.timing)})
	}
	return number
}

// decodeShared is the inverse of numberShared.
func (x *Explorer) decodeShared(number uint32, w *engine.World, h *judge.History, age *ages, left *budget) {
	rest := w.DecodeShared(x.shared.code(number))
	h.Held[0], h.Late[0] = uint64(rest[0])|uint64(rest[1])<<8, uint64(rest[2])|uint64(rest[3])<<8
	rest = rest[4+copy(left[:], rest[4:]):]
	if x.timing.counts() {
		age.decode(rest, w)
	}
}

// numberOwn returns the number of an operation's own part. The part includes
// which operation it is and what a read was answered with.
func (x *Explorer) numberOwn(op int, w *engine.World, h *judge.History) uint32 {
	o := &w.Ops[op]
	x.code = append(x.code[:0], byte(op), byte(h.Answer[op]))
	number, isNew := x.own.number(o.Encode(x.code))
	if isNew {
		x.own.known = append(x.own.known, ownPart{status: o.Status, outcome: o.Outcome, answer: h.Answer[op], late: o.Late})
	}
	return number
}

// decodeOwn is the inverse of numberOwn, without the answer, which is known.
func (x *Explorer) decodeOwn(number uint32, op int, w *engine.World) {
	w.Ops[op].Decode(x.own.code(number)[2:])
}
