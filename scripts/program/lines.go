package program

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// dropLines takes from a program what it knows of its source: for each
// instruction its file, its line, the calls that were inlined there, and what
// debuggers and tracebacks of arguments want. They are an eighth of what a
// reader has to load, and all they serve are lines of tracebacks that no reader sees;
// the names of the functions stay in these. The runtime takes a table at offset
// 0 for one that is not there, which is how tables are dropped.
//
// It returns false, and leaves the memory that the program starts with as it
// is, where the linker has laid out the tables otherwise than Go 1.26 does:
// see internal/abi/symtab.go and runtime/symtab.go.
func dropLines(memory []byte) bool {
	t, found := findTables(memory)
	if !found || !t.collect() {
		return false
	}
	for _, dropped := range t.dropped {
		clear(dropped)
	}
	return true
}

const (
	pointer  = 8
	headerOf = "\xf1\xff\xff\xff\x00\x00\x01\x08" // the magic number, the size of an instruction, the size of a pointer
	// goFuncWord says where in the module's data the address of the functions'
	// data is.
	goFuncWord = 40

	inlinedCalls    = 2  // the table by instruction that says of which inlined call it is
	inlineTree      = 3  // the data of a function that say what its inlined calls are
	inlinedCallSize = 16 // of each of these
)

// droppedTables are those by instruction that a program does not need that
// nothing can interrupt: where it may be interrupted, the inlined calls, and
// which arguments are alive.
var droppedTables = []int{0, inlinedCalls, 3}

// tables is the linker's pclntab. All slices are parts of the memory.
type tables struct {
	memory              []byte
	names, instructions []byte
	units, files        []byte
	functions           []function
	known               int // how long all of these are
	data                int // the address of the functions' data
	dropped             [][]byte
}

// findTables finds the header of the tables, and the module's data by the two
// addresses with which they begin: that of the header and that of the names.
func findTables(memory []byte) (*tables, bool) {
	start, found := only(memory, []byte(headerOf))
	if !found {
		return nil, false
	}
	header := word{memory, start}
	parts := make([][]byte, 5)
	for i := range parts {
		from, to := header.at(4+i), len(memory)-start
		if i+1 < len(parts) {
			to = header.at(5 + i)
		}
		if from < 0 || from > to || to > len(memory)-start {
			return nil, false
		}
		parts[i] = memory[start+from : start+to]
	}
	t := &tables{memory: memory, names: parts[0], units: parts[1], files: parts[2], instructions: parts[3]}
	for i := range header.at(1) {
		f, fine := functionAt(parts[4], i)
		if !fine {
			return nil, false
		}
		t.functions = append(t.functions, f)
		t.known += pointer + len(f) // with its place in the list of all
	}
	addresses := binary.LittleEndian.AppendUint64(nil, uint64(start))
	addresses = binary.LittleEndian.AppendUint64(addresses, uint64(start+header.at(4)))
	module, found := only(memory, addresses)
	t.data = word{memory, module}.at(goFuncWord)
	return t, found && t.data > 0 && len(t.functions) > 0
}

// only finds what stands in the memory once.
func only(memory, wanted []byte) (int, bool) {
	at := bytes.Index(memory, wanted)
	return at, at >= 0 && bytes.LastIndex(memory, wanted) == at
}

// word reads the words of the memory from an address on: -1 for what is none of
// this memory's addresses or sizes.
type word struct {
	memory []byte
	start  int
}

func (w word) at(i int) int {
	at := w.start + i*pointer
	if at < 0 || at+pointer > len(w.memory) {
		return -1
	}
	v := binary.LittleEndian.Uint64(w.memory[at:])
	if v > uint64(len(w.memory)) {
		return -1
	}
	return int(v)
}

// function is what is known of one: numbers of 32 bits, of which those from
// tablesFrom on are the offsets of its tables by instruction, and then those of
// its data.
type function []byte

const (
	stackField  = 4 // the offset of how deep its stack is
	fileField   = 5 // the offsets of its files and lines
	lineField   = 6
	countField  = 7 // how many tables it has
	unitField   = 8 // what it was compiled with, and its first line
	startField  = 9
	dataByte    = 43 // how many data
	tablesFrom  = 11
	mostOfThese = 16 // there are at most eight tables and eight kinds of data
	noData      = 1<<32 - 1
)

// functionAt finds what is known of a function by the list that all of it
// begins with.
func functionAt(all []byte, i int) (function, bool) {
	if (i+1)*pointer > len(all) {
		return nil, false
	}
	at := int(binary.LittleEndian.Uint32(all[i*pointer+4:]))
	if at+4*tablesFrom > len(all) {
		return nil, false
	}
	f := function(all[at:])
	n := f.number(countField) + int(f[dataByte])
	if n > mostOfThese || 4*(tablesFrom+n) > len(f) {
		return nil, false
	}
	return f[:4*(tablesFrom+n)], true
}

func (f function) number(i int) int { return int(binary.LittleEndian.Uint32(f[4*i:])) }

// tree returns the offset of the description of its inlined calls among the
// functions' data.
func (f function) tree() (int, bool) {
	n := f.number(countField)
	if n <= inlinedCalls || int(f[dataByte]) <= inlineTree {
		return 0, false
	}
	offset := f.number(tablesFrom + n + inlineTree)
	return offset, offset != noData
}

// collect collects what can go, and returns false where anything is not as
// expected.
func (t *tables) collect() bool {
	kept, gone, calls := map[int]bool{0: true}, map[int]bool{}, map[int]int{}
	for _, f := range t.functions {
		kept[f.number(stackField)] = true
		drop := []int{fileField, lineField, unitField, startField}
		gone[f.number(fileField)], gone[f.number(lineField)] = true, true
		for which := range f.number(countField) {
			field := tablesFrom + which
			if slices.Contains(droppedTables, which) {
				gone[f.number(field)] = true
				drop = append(drop, field)
			} else {
				kept[f.number(field)] = true
			}
		}
		if tree, there := f.tree(); there {
			_, last, fine := t.table(f.number(tablesFrom + inlinedCalls))
			if !fine {
				return false
			}
			calls[tree] = max(calls[tree], last+1)
		}
		for _, field := range drop {
			t.dropped = append(t.dropped, f[4*field:4*field+4])
		}
	}
	t.dropped = append(t.dropped, t.units, t.files)
	return t.collectTables(kept, gone) && t.collectCalls(calls)
}

// collectTables collects the tables at offsets that are gone, and stand nowhere
// else.
func (t *tables) collectTables(kept, gone map[int]bool) bool {
	for offset := range gone {
		if kept[offset] {
			continue
		}
		table, _, fine := t.table(offset)
		if !fine {
			return false
		}
		t.dropped = append(t.dropped, table)
	}
	return true
}

// collectCalls collects the descriptions of inlined calls, of which so many
// begin at each offset. Each has the name of the function that was called.
func (t *tables) collectCalls(calls map[int]int) bool {
	for offset, n := range calls {
		at := t.data + offset
		if at+n*inlinedCallSize > len(t.memory) {
			return false
		}
		tree := t.memory[at : at+n*inlinedCallSize]
		for call := tree; len(call) > 0; call = call[inlinedCallSize:] {
			name := int(binary.LittleEndian.Uint32(call[4:]))
			if name > 0 && (name >= len(t.names) || t.names[name-1] != 0) {
				return false
			}
		}
		t.dropped = append(t.dropped, tree)
	}
	return true
}

// table returns the table by instruction at an offset, and the greatest value
// in it: pairs of by how much the value changes and for how many instructions
// it stays, up to a change by nothing.
func (t *tables) table(offset int) (table []byte, greatest int, fine bool) {
	if offset >= len(t.instructions) {
		return nil, 0, false
	}
	in := &leb{rest: t.instructions[offset:]}
	value := -1
	for first := true; !in.failed; first = false {
		change := in.unsigned()
		if change == 0 && !first {
			break
		}
		value += change>>1 ^ -(change & 1)
		greatest = max(greatest, value)
		in.unsigned()
	}
	size := len(t.instructions) - offset - len(in.rest)
	return t.instructions[offset : offset+size], greatest, !in.failed
}
