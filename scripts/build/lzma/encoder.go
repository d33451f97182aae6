package lzma

import "math/bits"

// encoder writes the steps and keeps the model that a reader has at each.
type encoder struct {
	model
	coder
	data []byte
	pos  int
	history
}

func (e *encoder) put(s step) {
	state := e.state
	if s.kind == literal {
		e.bit(&e.match[state], 0)
		e.literal()
	} else {
		e.bit(&e.match[state], 1)
		if s.kind == match {
			e.bit(&e.rep[state], 0)
			e.length(&e.lengths, s.length)
			e.distance(s)
		} else {
			e.bit(&e.rep[state], 1)
			e.repeated(s)
		}
	}
	e.history = e.after(s)
	e.pos += s.length
}

func (e *encoder) literal() {
	probs, symbol := e.literalProbs(e.pos), int(e.data[e.pos])
	if e.state < 7 {
		e.tree(probs, 8, symbol)
		return
	}
	// After a match the byte is most likely another one than would have
	// continued it.
	expected := int(e.data[e.pos-int(e.reps[0])-1])
	node, offset := 1, 0x100
	for i := 7; i >= 0; i-- {
		bit := symbol >> i & 1
		wanted := expected >> i & 1
		e.bit(&probs[offset+offset*wanted+node], bit)
		node = node<<1 | bit
		if bit != wanted {
			offset = 0
		}
	}
}

func (m *model) context(before byte) []prob {
	return m.literals[before>>(8-literalContext)][:]
}

func (e *encoder) literalProbs(pos int) []prob {
	var before byte
	if pos > 0 {
		before = e.data[pos-1]
	}
	return e.context(before)
}

func (e *encoder) length(m *lengthModel, length int) {
	switch length -= minLength; {
	case length < 8:
		e.bit(&m.longer, 0)
		e.tree(m.low[:], 3, length)
	case length < 16:
		e.bit(&m.longer, 1)
		e.bit(&m.longest, 0)
		e.tree(m.middle[:], 3, length-8)
	default:
		e.bit(&m.longer, 1)
		e.bit(&m.longest, 1)
		e.tree(m.high[:], 8, length-16)
	}
}

func (e *encoder) distance(s step) {
	slot := slotOf(s.dist)
	e.tree(e.slot[lengthContext(s.length)][:], 6, slot)
	if slot < 4 {
		return
	}
	low, base := slotBits(slot)
	rest := s.dist - base
	if slot < modelledSlots {
		e.reverse(e.near[int(base)-slot:], low, int(rest))
		return
	}
	e.direct(rest>>alignBits, low-alignBits)
	e.reverse(e.align[:], alignBits, int(rest&(1<<alignBits-1)))
}

func lengthContext(length int) int { return min(length-minLength, 3) }

// slotOf is the length of a distance in bits and the bit behind its highest.
func slotOf(dist uint32) int {
	if dist < 4 {
		return int(dist)
	}
	n := bits.Len32(dist)
	return 2*(n-1) + int(dist>>(n-2)&1)
}

// slotBits says how many bits follow a slot, and where it begins.
func slotBits(slot int) (low int, base uint32) {
	low = slot>>1 - 1
	return low, uint32(2|slot&1) << low
}

func (e *encoder) repeated(s step) {
	state := e.state
	switch s.kind {
	case repeated:
		e.bit(&e.rep0[state], 0)
		if s.length == 1 {
			e.bit(&e.rep0Long[state], 0)
			return
		}
		e.bit(&e.rep0Long[state], 1)
	case repeated + 1:
		e.bit(&e.rep0[state], 1)
		e.bit(&e.rep1[state], 0)
	default:
		e.bit(&e.rep0[state], 1)
		e.bit(&e.rep1[state], 1)
		e.bit(&e.rep2[state], int(s.kind-repeated-2))
	}
	e.length(&e.again, s.length)
}
