package program

import (
	"bytes"
	"errors"
	"testing"
)

// memory returns what the segments fill, one after the other.
func memory(segments []segment) []byte {
	var all []byte
	for _, s := range segments {
		end := s.address + len(s.content)
		all = append(all, make([]byte, max(0, end-len(all)))...)
		copy(all[s.address:], s.content)
	}
	return all
}

func TestJoinedSegmentsFillTheSameMemory(t *testing.T) {
	segments := []segment{
		{64, []byte("one")},
		{67, []byte("adjacent")},
		{80, []byte("close")},
		{85 + maxGap, []byte("just close enough")},
		{1000, []byte("too far away")},
		{70, []byte("overlapping the second")},
	}
	section := writeSegments(segments)
	written := bytes.Clone(section)
	read, err := readSegments(section)
	if err != nil {
		t.Fatal(err)
	}
	joined := join(read)
	if len(joined) != 3 {
		t.Errorf("%d segments: %v", len(joined), joined)
	}
	if got, want := memory(joined), memory(segments); !bytes.Equal(got, want) {
		t.Errorf("the memory is\n%q, want\n%q", got, want)
	}
	if !bytes.Equal(section, written) {
		t.Error("the original section was overwritten")
	}
}

func TestNumbersAreReadAsTheyAreWritten(t *testing.T) {
	for _, v := range []int{0, 1, -1, 63, 64, -64, -65, 8191, 8192, 1<<31 - 1, -1 << 31} {
		in := &reader{rest: appendSigned(nil, v)}
		if got := in.signed(); got != v || in.failed || len(in.rest) > 0 {
			t.Errorf("%d is read as %d", v, got)
		}
	}
}

func TestAProgramOfAnotherLayoutIsRefused(t *testing.T) {
	whole := []byte(header + "\x0b\x08\x01\x00\x41\x30\x0b\x02ab")
	if out, err := JoinSegments(whole); err != nil || !bytes.Equal(out, whole) {
		t.Fatalf("%x, %v", out, err)
	}
	for n := range whole {
		if _, err := JoinSegments(whole[:n]); err == nil && n != len(header) {
			t.Errorf("cut off at %d: no error", n)
		}
	}
	passive := []byte(header + "\x0b\x04\x01\x01\x01a")
	if _, err := JoinSegments(passive); !errors.Is(err, errLayout) {
		t.Errorf("a passive segment: %v", err)
	}
}
