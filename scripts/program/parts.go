package program

// Parts are the sizes of a program's parts, in bytes.
type Parts struct {
	Code map[string]int // by the function's name
	Data int
}

// Read returns the parts of a program that was compiled with names.
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
		in := &reader{rest: s.content}
		switch s.id {
		case importSection:
			imported = in.unsigned() // a program of Go imports functions only
		case codeSection:
			for n := in.unsigned(); n > 0 && !in.failed; n-- {
				bodies = append(bodies, len(in.bytes(in.unsigned())))
			}
		case dataSection:
			p.Data = len(s.content)
		case customSection:
			if string(in.bytes(in.unsigned())) == "name" {
				names = functionNames(in)
			}
		}
		if in.failed {
			return nil, errLayout
		}
	}
	for i, size := range bodies {
		p.Code[names[imported+i]] += size
	}
	return p, nil
}

// functionNames reads the names of functions, by index, from the "name" section.
func functionNames(in *reader) map[int]string {
	const functions = 1
	names := map[int]string{}
	for len(in.rest) > 0 && !in.failed {
		kind := in.byte()
		part := &reader{rest: in.bytes(in.unsigned())}
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
