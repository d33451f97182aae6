// Package lzma compresses into the .lzma format, as the LZMA specification of
// 7-Zip describes it, of which it uses what web/lzma.js reads: four bits of
// context for a literal, no context of positions, the size in the header and no
// mark at the end.
//
// It looks for a small result, not for speed: what it compresses is compressed
// once and read many times.
package lzma

import (
	"encoding/binary"
	"math/bits"
)

// Version changes with every change of what Compress makes of the same data.
const Version = 3

const (
	literalContext = 4 // lc; lp and pb are 0
	minLength      = 2
	maxLength      = 273
	slots          = 64
	modelledSlots  = 14  // distances of the slots from here on have bits without a model
	modelledSpan   = 128 // the first distance of those slots
	alignBits      = 4
	states         = 12
	headerLength   = 13
)

// The model of the data: how probable a 0 is at each decision.
type model struct {
	match, rep, rep0, rep1, rep2, rep0Long [states]prob

	literals [1 << literalContext][0x300]prob
	lengths  lengthModel // of matches
	again    lengthModel // of repeated matches
	slot     [4][slots]prob
	near     [modelledSpan]prob
	align    [1 << alignBits]prob
}

type lengthModel struct {
	longer, longest prob
	low, middle     [8]prob
	high            [256]prob
}

func (m *model) reset() {
	for _, p := range m.all() {
		for i := range p {
			p[i] = half
		}
	}
}

func (m *model) all() [][]prob {
	all := [][]prob{m.match[:], m.rep[:], m.rep0[:], m.rep1[:], m.rep2[:], m.rep0Long[:], m.near[:], m.align[:]}
	for i := range m.literals {
		all = append(all, m.literals[i][:])
	}
	for i := range m.slot {
		all = append(all, m.slot[i][:])
	}
	for _, l := range []*lengthModel{&m.lengths, &m.again} {
		l.longer, l.longest = half, half
		all = append(all, l.low[:], l.middle[:], l.high[:])
	}
	return all
}

// history is what the coder remembers of the past.
type history struct {
	state uint8
	reps  [4]uint32 // the last distances, less one
}

// A step is a literal, or a match: a copy of what came before.
type step struct {
	length int    // 1 for a literal
	kind   uint8  // literal, match, or one of the repeated distances
	dist   uint32 // of a match, less one
}

const (
	literal = iota
	match
	repeated // and the three after it: rep0 to rep3
)

// after is the history behind a step.
func (h history) after(s step) history {
	switch {
	case s.kind == literal:
		switch {
		case h.state < 4:
			h.state = 0
		case h.state < 10:
			h.state -= 3
		default:
			h.state -= 6
		}
	case s.kind == match:
		h.reps = [4]uint32{s.dist, h.reps[0], h.reps[1], h.reps[2]}
		h.state = afterKind(h.state, 7, 10)
	default:
		which := s.kind - repeated
		dist := h.reps[which]
		copy(h.reps[1:which+1], h.reps[:which])
		h.reps[0] = dist
		if s.length == 1 {
			h.state = afterKind(h.state, 9, 11)
		} else {
			h.state = afterKind(h.state, 8, 11)
		}
	}
	return h
}

// afterKind tells whether the step before was a literal.
func afterKind(state, literalBefore, matchBefore uint8) uint8 {
	if state < 7 {
		return literalBefore
	}
	return matchBefore
}

// Compress returns the data in the .lzma format.
func Compress(data []byte) []byte {
	out := make([]byte, headerLength, headerLength+len(data)/2)
	out[0] = literalContext
	window := 1 << max(12, bits.Len(uint(len(data)))) // all of it, and a power of two, as xz wants it
	binary.LittleEndian.PutUint32(out[1:], uint32(window))
	binary.LittleEndian.PutUint64(out[5:], uint64(len(data)))
	e := &encoder{data: data, coder: newCoder(out)}
	e.reset()
	p := newParser(e)
	for p.pos < len(data) {
		for _, s := range p.next() {
			e.put(s)
		}
	}
	return e.finish()
}
