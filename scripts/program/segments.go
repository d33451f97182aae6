package program

import (
	"encoding/binary"
	"slices"
)

// maxGap is the number of zero bytes that may fill the gap between two joined
// segments. They compress to less than the start of another segment does.
const maxGap = 256

// JoinSegments returns a program that starts with the same memory but has fewer
// data segments. The linker starts a segment after every few zero bytes, tens of
// thousands of them; without their addresses and lengths the compressed program
// is a thirteenth smaller.
func JoinSegments(program []byte) ([]byte, error) {
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
			s.content = writeSegments(join(segments))
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

// join appends each segment to the one before it if the gap between them is
// small.
func join(segments []segment) []segment {
	var joined []segment
	for _, s := range segments {
		if n := len(joined); n > 0 {
			last := &joined[n-1]
			gap := s.address - last.address - len(last.content)
			if 0 <= gap && gap <= maxGap {
				last.content = append(append(last.content, make([]byte, gap)...), s.content...)
				continue
			}
		}
		// Without spare capacity, appending copies instead of overwriting what follows.
		joined = append(joined, segment{s.address, slices.Clip(s.content)})
	}
	return joined
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
