package main

import (
	"bytes"
	"errors"
	"testing"
)

func TestJoinedSegmentsFillTheMemoryAlike(t *testing.T) {
	segments := []segment{
		{-3 & 0x7fffffff, []byte("far away")},
		{64, []byte("one")},
		{67, []byte("beside it")},
		{80, []byte("close to it")},
		{91 + joinable, []byte("as far as joinable")},
		{1000, []byte("not")},
		{70, []byte("over the second")},
	}
	read, err := readSegments(writeSegments(segments))
	if err != nil {
		t.Fatal(err)
	}
	joined := join(read)
	if len(joined) != 4 {
		t.Errorf("%d segments: %v", len(joined), joined)
	}
	for _, from := range []int{0, 0x7fffff00} {
		if !bytes.Equal(memory(segments, from), memory(joined, from)) {
			t.Errorf("the memory from %#x on differs:\n%v\n%v", from, segments, joined)
		}
	}
}

// memory is a part of what segments fill, one after the other.
func memory(segments []segment, from int) []byte {
	all := make([]byte, 2000)
	for _, s := range segments {
		for i, b := range s.content {
			if at := s.address + i - from; at >= 0 && at < len(all) {
				all[at] = b
			}
		}
	}
	return all
}

func TestAProgramOfAnotherLayoutIsRefused(t *testing.T) {
	head := []byte("\x00asm\x01\x00\x00\x00")
	whole := append(head[:len(head):len(head)], 11, 8, 1, 0, opConst, 0x70, opEnd, 2, 'a', 'b')
	if out, err := joinSegments(whole); err != nil || !bytes.Equal(out, whole) {
		t.Fatalf("%x, %v", out, err)
	}
	for n := range whole {
		if _, err := joinSegments(whole[:n]); err == nil && n != len(head) {
			t.Errorf("cut off at %d: no error", n)
		}
	}
	passive := append(head[:len(head):len(head)], 11, 4, 1, 1, 1, 'a')
	if _, err := joinSegments(passive); !errors.Is(err, errNotWasm) {
		t.Errorf("a passive segment: %v", err)
	}
}
