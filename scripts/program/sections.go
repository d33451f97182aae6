package program

import (
	"bytes"
	"encoding/binary"
)

// header begins each program: a magic number and the version.
const header = "\x00asm\x01\x00\x00\x00"

// The sections of a WebAssembly program that count here.
const (
	customSection = 0
	importSection = 2
	codeSection   = 10
	dataSection   = 11
)

type section struct {
	id      byte
	content []byte
}

func readSections(program []byte) ([]section, error) {
	if !bytes.HasPrefix(program, []byte(header)) {
		return nil, errNotWasm
	}
	var sections []section
	in := &leb{rest: program[len(header):]}
	for len(in.rest) > 0 && !in.failed {
		sections = append(sections, section{in.byte(), in.bytes(in.unsigned())})
	}
	if in.failed {
		return nil, errNotWasm
	}
	return sections, nil
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
