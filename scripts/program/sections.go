package program

import (
	"bytes"
	"encoding/binary"
)

// header is the magic number and the version, which every program begins with.
const header = "\x00asm\x01\x00\x00\x00"

// The ids of the sections that this package reads.
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
		return nil, errLayout
	}
	var sections []section
	in := &reader{rest: program[len(header):]}
	for len(in.rest) > 0 && !in.failed {
		sections = append(sections, section{in.byte(), in.bytes(in.unsigned())})
	}
	if in.failed {
		return nil, errLayout
	}
	return sections, nil
}

// reader reads bytes, and numbers in LEB128. After an error it returns zeros.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) byte() byte {
	b := r.bytes(1)
	if r.failed {
		return 0
	}
	return b[0]
}

func (r *reader) bytes(n int) []byte {
	if r.failed || n < 0 || n > len(r.rest) {
		r.failed = true
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// unsigned reads an unsigned number of at most 32 bits.
func (r *reader) unsigned() int {
	v, n := binary.Uvarint(r.rest)
	r.bytes(n)
	if n <= 0 || v >= 1<<32 {
		r.failed = true
		return 0
	}
	return int(v)
}

// signed reads a signed number of at most 32 bits.
func (r *reader) signed() int {
	v := 0
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		v |= int(b&0x7f) << shift
		if b < 0x80 {
			if b&0x40 != 0 {
				v -= 1 << (shift + 7)
			}
			return v
		}
	}
	r.failed = true
	return 0
}

// appendSigned appends a number as signed reads it.
func appendSigned(out []byte, v int) []byte {
	for v < -64 || v > 63 {
		out = append(out, byte(v)|0x80)
		v >>= 7
	}
	return append(out, byte(v)&0x7f)
}
