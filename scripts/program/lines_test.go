package program

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
)

// function is what the runtime's tables have of a function. Numbers that begin at 0 are
// places among the tables of values.
type function struct {
	name, stack, file, line, unit, firstLine uint32
	more                                     []uint32 // where it may be preempted, and others
}

// namesOfTwo is the table of names, where functions have places.
const namesOfTwo = "main.one\x00runtime.two\x00"

// tables returns the runtime's tables of functions with some values.
func tables(functions []function, values []byte) []byte {
	files := []byte("unit of files, main.go")
	names := []byte(namesOfTwo)
	le := binary.LittleEndian
	out := []byte(functionsHeader)
	start := uint64(72 + len(names))
	for _, n := range []uint64{uint64(len(functions)), 2, 0, 72, start, start + 14, start + uint64(len(files)), start + uint64(len(files)+len(values))} {
		out = le.AppendUint64(out, n)
	}
	out = append(append(append(out, names...), files...), values...)
	var entries []byte
	for i, f := range functions {
		out = le.AppendUint32(le.AppendUint32(out, uint32(i)), uint32(8*len(functions)+len(entries)))
		for _, n := range []uint32{uint32(i), f.name, 8, 0, f.stack, f.file, f.line, uint32(len(f.more)), f.unit, f.firstLine, 1 << 24} {
			entries = le.AppendUint32(entries, n)
		}
		for _, n := range append(f.more, 77) { // 77 is where other data of the function is
			entries = le.AppendUint32(entries, n)
		}
	}
	return append(out, entries...)
}

func TestAProgramLosesItsLinesAndNothingElse(t *testing.T) {
	const stack, file, line, preempted, maps = "\x00\x05\x02\x90\x01\x00", "\x02\x09\x00", "\x14\x03\x02\x04\x00", "\x02\x01\x00", "\x06\x07\x00"
	values := []byte("\x00" + stack + file + line + preempted + maps)
	before := tables([]function{
		{name: 0, stack: 1, file: 7, line: 10, unit: 5, firstLine: 12, more: []uint32{15, 18, 0}},
		// Equal tables are there once: the lines of this one are the maps of the other.
		{name: 9, stack: 1, file: 7, line: 18, unit: 5, firstLine: 40},
	}, values)
	cleared := string(make([]byte, len(file+line+preempted)))
	after := tables([]function{
		{name: 0, stack: 1, more: []uint32{0, 18, 0}},
		{name: 9, stack: 1},
	}, []byte("\x00"+stack+cleared+maps))
	clear(after[72 : 72+len("main.one")]) // the runtime's own names are kept
	clear(after[72+len(namesOfTwo):][:len("unit of files, main.go")])
	memory := append([]byte("before"), before...)
	if err := dropLines(memory); err != nil || !bytes.Equal(memory, append([]byte("before"), after...)) {
		t.Errorf("%v\n%q, want\n%q", err, memory[6:], after)
	}
}

func TestTablesOfAnotherVersionAreRefused(t *testing.T) {
	whole := tables([]function{{stack: 1, more: []uint32{0, 1}}}, []byte("\x00\x02\x05\x00"))
	for n := range len(whole) - 4 {
		if err := dropLines(bytes.Clone(whole[:n])); !errors.Is(err, errLayout) {
			t.Errorf("cut off at %d: %v", n, err)
		}
	}
	for name, memory := range map[string][]byte{
		"twice":           append(bytes.Clone(whole), whole...),
		"a table beyond":  tables([]function{{stack: 5}}, []byte("\x00\x02\x05\x00")),
		"an endless one":  tables([]function{{stack: 1}}, []byte("\x00\x02\x05")),
		"a name beyond":   tables([]function{{name: uint32(len(namesOfTwo)), stack: 1}}, []byte("\x00\x02\x05\x00")),
		"another version": bytes.Replace(whole, []byte("\xf1"), []byte("\xf2"), 1),
	} {
		if err := dropLines(memory); !errors.Is(err, errLayout) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
