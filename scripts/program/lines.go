package program

import (
	"bytes"
	"encoding/binary"
)

// dropLines clears, in the memory that a program starts with, what the runtime knows
// of functions only for traces and for preemption at any instruction: which line of
// which file each instruction is from, where it may be preempted, and its name, unless it
// is one of the runtime's own, which are compared. WebAssembly has no signals that preempt.
//
// The tables are described in the runtime's symtab.go (pcHeader), and in its
// runtime2.go (_func).
func dropLines(memory []byte) error {
	at := bytes.Index(memory, []byte(functionsHeader))
	if at < 0 || at != bytes.LastIndex(memory, []byte(functionsHeader)) {
		return errLayout
	}
	t := &functionTables{memory: memory[at:]}
	names, files, values, functions := t.long(32), t.long(40), t.long(56), t.long(64)
	if t.failed || !(names <= files && files <= values && values <= functions && functions <= len(t.memory)) {
		return errLayout
	}
	keptNames, kept := make([]byte, files-names), make([]byte, functions-values)
	for i, n := 0, t.long(8); i < n && !t.failed; i++ {
		entry := functions + t.word(functions+8*i+4)
		t.keepName(t.word(entry+4), t.memory[names:files], keptNames)
		t.dropLinesOf(entry, t.memory[values:functions], kept)
	}
	if t.failed {
		return errLayout
	}
	copy(t.memory[names:], keptNames)
	clear(t.memory[files:values])
	copy(t.memory[values:], kept)
	return nil
}

// keepName copies the name of a function that is the runtime's own from names to kept.
func (t *functionTables) keepName(offset int, names, kept []byte) {
	if t.failed || offset > len(names) {
		t.failed = true
		return
	}
	name, _, isWhole := bytes.Cut(names[offset:], []byte{0})
	t.failed = !isWhole
	if bytes.HasPrefix(name, []byte("runtime.")) {
		copy(kept[offset:], name)
	}
}

// functionsHeader is what the tables of functions begin with: their version, and the
// sizes of an instruction and of a pointer.
const functionsHeader = "\xf1\xff\xff\xff\x00\x00\x01\x08"

// functionTables are the runtime's tables of functions, from their header on.
type functionTables struct {
	memory []byte
	failed bool
}

// long reads a number of 64 bits.
func (t *functionTables) long(at int) int { return t.word(at) | t.word(at+4)<<32 }

// word reads a number of 32 bits.
func (t *functionTables) word(at int) int {
	if at < 0 || at > len(t.memory)-4 {
		t.failed = true
		return 0
	}
	return int(binary.LittleEndian.Uint32(t.memory[at:]))
}

// dropLinesOf clears what is dropped in the entry of a function, and copies the tables
// that it keeps from values to kept. Such a table has a value for each stretch of the
// function's instructions; at 0 there is none.
func (t *functionTables) dropLinesOf(entry int, values, kept []byte) {
	const stack, file, line, count, unit, firstLine, unsafePoints = 16, 20, 24, 28, 32, 36, 44
	more := t.word(entry + count)
	if more > 0 {
		t.drop(entry + unsafePoints)
	}
	for _, field := range []int{file, line, unit, firstLine} {
		t.drop(entry + field)
	}
	t.keep(t.word(entry+stack), values, kept)
	for i := range more {
		t.keep(t.word(entry+unsafePoints+4*i), values, kept)
	}
}

func (t *functionTables) drop(at int) {
	if t.word(at); !t.failed {
		clear(t.memory[at : at+4])
	}
}

// keep copies the table of values that begins at an offset. It consists of pairs of a
// difference of values and one of instructions, and ends where values do not differ;
// the first may be as its function begins.
func (t *functionTables) keep(offset int, values, kept []byte) {
	if offset == 0 || t.failed {
		return
	}
	if offset > len(values) {
		t.failed = true
		return
	}
	in := &reader{rest: values[offset:]}
	for first := true; in.unsigned() != 0 || first; first = false {
		in.unsigned()
	}
	t.failed = in.failed
	copy(kept[offset:], values[offset:len(values)-len(in.rest)])
}
