package program

// Parts is what a program consists of, in bytes.
type Parts struct {
	Code   map[string]int // of each function, by its name
	Data   int
	Lines  LineTables // part of Data
	Others int        // imports, types, the names themselves
}

// LineTables are the parts of Go's table of functions, which panics, stack
// traces and the collector read: names of functions and of files, which line
// each instruction is of and how deep the stack is there, and what is known of
// each function.
type LineTables struct{ Names, Files, Lines, Functions int }

// Total is the size of all of them, in bytes.
func (l LineTables) Total() int { return l.Names + l.Files + l.Lines + l.Functions }

// Read tells what a program of Go consists of that still has the names of its
// functions.
func Read(program []byte) (*Parts, error) {
	sections, err := readSections(program)
	if err != nil {
		return nil, err
	}
	p := &Parts{Code: map[string]int{}}
	var bodies []int
	names := map[int]string{}
	imported := 0
	for _, s := range sections {
		in := &leb{rest: s.content}
		switch s.id {
		case importSection:
			imported = in.unsigned() // a program of Go imports functions only
			p.Others += len(s.content)
		case codeSection:
			for n := in.unsigned(); n > 0 && !in.failed; n-- {
				bodies = append(bodies, len(in.bytes(in.unsigned())))
			}
		case dataSection:
			memory, err := readMemory(s.content)
			if err != nil {
				return nil, err
			}
			p.Data = len(s.content)
			if t, found := findTables(memory); found {
				p.Lines = LineTables{len(t.names), len(t.units) + len(t.files), len(t.instructions), t.known}
			}
		case customSection:
			p.Others += len(s.content)
			if string(in.bytes(in.unsigned())) == "name" {
				names = functionNames(in)
			}
		default:
			p.Others += len(s.content)
		}
		if in.failed {
			return nil, errNotWasm
		}
	}
	for i, size := range bodies {
		p.Code[names[imported+i]] += size
	}
	return p, nil
}

// functionNames reads the section of names after its own.
func functionNames(in *leb) map[int]string {
	const functions = 1
	names := map[int]string{}
	for len(in.rest) > 0 && !in.failed {
		kind := in.byte()
		part := &leb{rest: in.bytes(in.unsigned())}
		if kind != functions {
			continue
		}
		for n := part.unsigned(); n > 0 && !part.failed; n-- {
			i := part.unsigned()
			names[i] = string(part.bytes(part.unsigned()))
		}
	}
	return names
}
