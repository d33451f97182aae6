package program

import "encoding/binary"

// joinable is how many zeros may fill the gap between two segments: as many
// compress to less than the beginning of a segment does.
const joinable = 256

// changeMemory returns a program that starts with its memory as change leaves
// it. It also makes its data easier to compress: the linker begins a segment
// anew behind each few zeros, tens of thousands of them, whose addresses and
// lengths cost more than the zeros would.
func changeMemory(program []byte, change func(memory []byte)) ([]byte, error) {
	sections, err := readSections(program)
	if err != nil {
		return nil, err
	}
	out := []byte(header)
	for _, s := range sections {
		if s.id == dataSection {
			memory, err := readMemory(s.content)
			if err != nil {
				return nil, err
			}
			change(memory)
			s.content = writeSegments(cut(memory))
		}
		out = append(out, s.id)
		out = binary.AppendUvarint(out, uint64(len(s.content)))
		out = append(out, s.content...)
	}
	return out, nil
}

// readMemory reads a section of data: what the program finds in its memory as it
// begins.
func readMemory(section []byte) ([]byte, error) {
	segments, err := readSegments(section)
	if err != nil {
		return nil, err
	}
	return memoryOf(segments)
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

func appendSigned(out []byte, v int) []byte {
	for v < -64 || v > 63 {
		out = append(out, byte(v)|0x80)
		v >>= 7
	}
	return append(out, byte(v)&0x7f)
}
