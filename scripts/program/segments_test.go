package program

import (
	"bytes"
	"errors"
	"testing"
)

func TestFewerSegmentsFillTheSameMemory(t *testing.T) {
	segments := []segment{
		{64, []byte("one")},
		{67, []byte("adjacent")},
		{80, []byte("close")},
		{85 + maxGap, []byte("just close enough")},
		{1000, []byte("too far away")},
		{70, []byte("overlapping the second")},
	}
	section := writeSegments(segments)
	read, err := readSegments(section)
	if err != nil {
		t.Fatal(err)
	}
	memory := memoryOf(read)
	fewer := segmentsOf(memory)
	if len(fewer) != 2 {
		t.Errorf("%d segments: %v", len(fewer), fewer)
	}
	if got := memoryOf(fewer); !bytes.Equal(got, memory) || string(memory[64:75]) != "oneadjoverl" {
		t.Errorf("the memory is\n%q, want\n%q", got, memory)
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
	whole, err := Shrink(append([]byte(header), appendSized([]byte{dataSection}, writeSegments([]segment{{48, tables([]function{{}}, nil)}}))...))
	if err != nil {
		t.Fatal(err)
	}
	if out, err := Shrink(whole); err != nil || !bytes.Equal(out, whole) {
		t.Fatalf("%x becomes %x, %v", whole, out, err)
	}
	for n := range whole {
		if _, err := Shrink(whole[:n]); err == nil && n != len(header) {
			t.Errorf("cut off at %d: no error", n)
		}
	}
	passive := []byte(header + "\x0b\x04\x01\x01\x01a")
	if _, err := Shrink(passive); !errors.Is(err, errLayout) {
		t.Errorf("a passive segment: %v", err)
	}
}
