package program

import "encoding/binary"

// maxGap is the number of zero bytes that a segment may hold in a row. They compress to
// less than the start of another segment does.
const maxGap = 256

// Shrink returns a program that does the same and is smaller: without what dropLines
// drops, and with fewer data segments. The linker starts a segment after every few zero
// bytes, tens of thousands of them; without their addresses and lengths the compressed
// program is a thirteenth smaller.
func Shrink(program []byte) ([]byte, error) {
	sections, err := readSections(program)
	if err != nil {
		return nil, err
	}
	out := []byte(header)
	for _, s := range sections {
		if s.id == dataSection {
			segments, err := readSegments(s.content)
			if err != nil {
				return nil, err
			}
			memory := memoryOf(segments)
			if err := dropLines(memory); err != nil {
				return nil, err
			}
			s.content = writeSegments(segmentsOf(memory))
		}
		out = append(out, s.id)
		out = appendSized(out, s.content)
	}
	return out, nil
}

// segment is the content of the memory from an address on.
type segment struct {
	address int
	content []byte
}

// memoryOf returns the memory that segments fill, one after the other.
func memoryOf(segments []segment) []byte {
	var memory []byte
	for _, s := range segments {
		end := s.address + len(s.content)
		memory = append(memory, make([]byte, max(0, end-len(memory)))...)
		copy(memory[s.address:], s.content)
	}
	return memory
}

// segmentsOf returns the segments that fill a memory, which is zero between them.
func segmentsOf(memory []byte) []segment {
	var segments []segment
	end := 0 // of the last segment
	for at, b := range memory {
		if b == 0 {
			continue
		}
		if len(segments) == 0 || at-end > maxGap {
			segments = append(segments, segment{address: at})
		}
		end = at + 1
		last := &segments[len(segments)-1]
		last.content = memory[last.address:end]
	}
	return segments
}

// The two instructions that state the address of a segment.
const (
	i32Const = 0x41
	end      = 0x0b
)

// readSegments reads a data section. Go's linker writes only active segments
// with constant addresses.
func readSegments(section []byte) ([]segment, error) {
	in := &reader{rest: section}
	var segments []segment
	for n := in.unsigned(); n > 0 && !in.failed; n-- {
		if in.byte() != 0 || in.byte() != i32Const {
			return nil, errLayout
		}
		address := in.signed()
		if in.byte() != end {
			return nil, errLayout
		}
		segments = append(segments, segment{address, in.bytes(in.unsigned())})
	}
	if in.failed || len(in.rest) > 0 {
		return nil, errLayout
	}
	return segments, nil
}

func writeSegments(segments []segment) []byte {
	out := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		out = append(out, 0, i32Const)
		out = append(appendSigned(out, s.address), end)
		out = appendSized(out, s.content)
	}
	return out
}

// appendSized appends the length of a content and the content.
func appendSized(out, content []byte) []byte {
	return append(binary.AppendUvarint(out, uint64(len(content))), content...)
}
