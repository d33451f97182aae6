package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// wasmFile is what a WebAssembly program consists of, in bytes.
type wasmFile struct {
	code      map[string]int // of each function, by its name
	data      int
	lines     lineTables // part of data
	allOthers int        // imports, types, the names themselves
}

// lineTables are the parts of Go's table of functions, which panics, stack
// traces and the collector read.
type lineTables struct{ names, files, lines, functions int }

func (l lineTables) total() int { return l.names + l.files + l.lines + l.functions }

// The sections of a WebAssembly program that count here.
const (
	customSection = 0
	importSection = 2
	codeSection   = 10
	dataSection   = 11
)

// readWasm reads a program that still has the names of its functions.
func readWasm(content []byte) (*wasmFile, error) {
	if !bytes.HasPrefix(content, []byte("\x00asm\x01\x00\x00\x00")) {
		return nil, errors.New("it is not a WebAssembly program")
	}
	w := &wasmFile{code: map[string]int{}}
	var bodies []int
	names := map[int]string{}
	imported := 0
	for r := (&wasmReader{rest: content[8:]}); len(r.rest) > 0; {
		id := r.byte()
		section := &wasmReader{rest: r.bytes(r.uint())}
		size := len(section.rest)
		switch id {
		case importSection:
			imported = section.uint() // a program of Go imports functions only
			w.allOthers += size
		case codeSection:
			for range section.uint() {
				bodies = append(bodies, len(section.bytes(section.uint())))
			}
		case dataSection:
			w.data = size
			w.lines = readLineTables(section.memory())
		case customSection:
			w.allOthers += size
			if string(section.bytes(section.uint())) == "name" {
				names = section.functionNames()
			}
		default:
			w.allOthers += size
		}
	}
	for i, size := range bodies {
		name, ok := names[imported+i]
		if !ok {
			return nil, fmt.Errorf("function %d has no name", i)
		}
		w.code[name] += size
	}
	return w, nil
}

// readLineTables finds the table by its header, which says where its parts are.
func readLineTables(memory []byte) (l lineTables) {
	// The magic number, two zeros, the least size of an instruction, the size of a pointer.
	at := bytes.Index(memory, []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8})
	if at < 0 {
		return l
	}
	table := memory[at:]
	word := func(i int) int { return int(binary.LittleEndian.Uint64(table[8*i:])) }
	count, names, units, lines, functions := word(1), word(4), word(5), word(7), word(8)
	// Each function has its entry and where more is said of it: the last one ends the table.
	last := functions + 8*(count-1) + 4
	return lineTables{names: units - names, files: lines - units, lines: functions - lines,
		functions: int(binary.LittleEndian.Uint32(table[last:]))}
}

// wasmReader reads what WebAssembly is written in. A program that was just
// linked is whole, so there are no errors.
type wasmReader struct{ rest []byte }

func (r *wasmReader) byte() byte { return r.bytes(1)[0] }

func (r *wasmReader) bytes(n int) []byte {
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *wasmReader) uint() int {
	n, length := binary.Uvarint(r.rest)
	r.rest = r.rest[length:]
	return int(n)
}

// memory reads the section of data: what the program finds in its memory as it
// begins.
func (r *wasmReader) memory() (memory []byte) {
	for range r.uint() {
		r.bytes(2) // that it goes to the memory, to a constant place
		at := r.uint()
		r.byte() // the end of the place
		segment := r.bytes(r.uint())
		memory = append(memory, make([]byte, max(at+len(segment)-len(memory), 0))...)
		copy(memory[at:], segment)
	}
	return memory
}

// functionNames reads the section of names after its own.
func (r *wasmReader) functionNames() map[int]string {
	const functions = 1
	names := map[int]string{}
	for len(r.rest) > 0 {
		kind := r.byte()
		part := &wasmReader{rest: r.bytes(r.uint())}
		if kind != functions {
			continue
		}
		for range part.uint() {
			i := part.uint()
			names[i] = string(part.bytes(part.uint()))
		}
	}
	return names
}
