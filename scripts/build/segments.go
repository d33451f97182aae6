package main

import (
	"encoding/binary"
	"errors"
)

const (
	wasmHeader  = 8
	dataSection = 11
	// joinable is how many zeros may fill the gap between two segments: as many
	// compress to less than the beginning of a segment does.
	joinable = 256
)

var errNotWasm = errors.New("the program is not laid out as expected of WebAssembly")

// changeMemory returns a program that starts with its memory as change leaves
// it. It also makes its data easier to compress: the linker begins a segment
// anew behind each few zeros, tens of thousands of them, whose addresses and
// lengths cost more than the zeros would.
func changeMemory(program []byte, change func(memory []byte)) ([]byte, error) {
	if len(program) < wasmHeader {
		return nil, errNotWasm
	}
	out := append([]byte(nil), program[:wasmHeader]...)
	for rest := (&leb{rest: program[wasmHeader:]}); len(rest.rest) > 0; {
		id := rest.byte()
		content := rest.bytes(rest.unsigned())
		if id == dataSection {
			segments, err := readSegments(content)
			if err != nil {
				return nil, err
			}
			memory, err := memoryOf(segments)
			if err != nil {
				return nil, err
			}
			change(memory)
			content = writeSegments(cut(memory))
		}
		if rest.failed {
			return nil, errNotWasm
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(content)))
		out = append(out, content...)
	}
	return out, nil
}

// segment is what the memory holds from an address on.
type segment struct {
	address int
	content []byte
}

// mostMemory is how much the segments may fill: many times what they do.
const mostMemory = 1 << 28

// memoryOf returns what segments fill, one after the other.
func memoryOf(segments []segment) ([]byte, error) {
	var memory []byte
	for _, s := range segments {
		end := s.address + len(s.content)
		if s.address < 0 || end > mostMemory {
			return nil, errNotWasm
		}
		memory = append(memory, make([]byte, max(0, end-len(memory)))...)
		copy(memory[s.address:], s.content)
	}
	return memory, nil
}

// cut returns segments that fill a memory, without the many zeros between them.
func cut(memory []byte) []segment {
	var segments []segment
	end := 0 // of the last one
	for at, b := range memory {
		if b == 0 {
			continue
		}
		if n := len(segments); n > 0 && at-end <= joinable {
			last := &segments[n-1]
			last.content = memory[last.address : at+1]
		} else {
			segments = append(segments, segment{at, memory[at : at+1]})
		}
		end = at + 1
	}
	return segments
}

const (
	opConst = 0x41 // i32.const
	opEnd   = 0x0b
)

// readSegments reads a section of segments that go into the one memory, to
// addresses that are constants.
func readSegments(section []byte) ([]segment, error) {
	in := &leb{rest: section}
	var segments []segment
	for n := in.unsigned(); n > 0 && !in.failed; n-- {
		if in.byte() != 0 || in.byte() != opConst {
			return nil, errNotWasm
		}
		address := in.signed()
		if in.byte() != opEnd {
			return nil, errNotWasm
		}
		segments = append(segments, segment{address, in.bytes(in.unsigned())})
	}
	if in.failed || len(in.rest) > 0 {
		return nil, errNotWasm
	}
	return segments, nil
}

func writeSegments(segments []segment) []byte {
	out := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		out = append(out, 0, opConst)
		out = appendSigned(out, s.address)
		out = append(out, opEnd)
		out = binary.AppendUvarint(out, uint64(len(s.content)))
		out = append(out, s.content...)
	}
	return out
}

// leb reads numbers as WebAssembly writes them, in groups of seven bits.
type leb struct {
	rest   []byte
	failed bool
}

func (l *leb) byte() byte {
	b := l.bytes(1)
	if l.failed {
		return 0
	}
	return b[0]
}

func (l *leb) bytes(n int) []byte {
	if l.failed || n < 0 || n > len(l.rest) {
		l.failed = true
		return nil
	}
	b := l.rest[:n]
	l.rest = l.rest[n:]
	return b
}

func (l *leb) unsigned() int {
	v, n := binary.Uvarint(l.rest)
	l.bytes(n)
	if n <= 0 || v > 1<<32 {
		l.failed = true
		return 0
	}
	return int(v)
}

// signed reads an address: the highest of the seven last bits is its sign.
func (l *leb) signed() int {
	v, shift := 0, 0
	for shift < 35 {
		b := l.byte()
		v |= int(b&0x7f) << shift
		shift += 7
		if b < 0x80 {
			if b&0x40 != 0 {
				v -= 1 << shift
			}
			return v
		}
	}
	l.failed = true
	return 0
}

func appendSigned(out []byte, v int) []byte {
	for v < -64 || v > 63 {
		out = append(out, byte(v)|0x80)
		v >>= 7
	}
	return append(out, byte(v)&0x7f)
}
