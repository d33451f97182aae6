package program

import (
	"bytes"
	"errors"
	"testing"
)

func TestCutSegmentsFillTheMemoryAlike(t *testing.T) {
	segments := []segment{
		{64, []byte("one")},
		{67, []byte("beside it")},
		{80, []byte("close to it")},
		{91 + joinable, []byte("as far as joinable")},
		{1000, []byte("not")},
		{70, []byte("over the second")},
		{1500, []byte("zeros behind\x00\x00")},
	}
	read, err := readSegments(writeSegments(segments))
	if err != nil {
		t.Fatal(err)
	}
	memory, err := memoryOf(read)
	if err != nil {
		t.Fatal(err)
	}
	parts := cut(memory)
	if len(parts) != 3 {
		t.Errorf("%d segments: %v", len(parts), parts)
	}
	again, err := memoryOf(parts)
	if err != nil || !bytes.Equal(append(again, 0, 0), memory) || !bytes.HasPrefix(memory[67:], []byte("besover the second")) {
		t.Errorf("%v, the memory differs:\n%q\n%q", err, again, memory)
	}
}

func TestSegmentsBeyondAllMemoryAreRefused(t *testing.T) {
	for _, address := range []int{-1, mostMemory} {
		if _, err := memoryOf([]segment{{address, []byte("far away")}}); !errors.Is(err, errNotWasm) {
			t.Errorf("at %d: %v", address, err)
		}
	}
}

func TestAProgramOfAnotherLayoutIsRefused(t *testing.T) {
	as := func([]byte) {}
	head := []byte("\x00asm\x01\x00\x00\x00")
	whole := append(head[:len(head):len(head)], 11, 8, 1, 0, opConst, 0x30, opEnd, 2, 'a', 'b')
	if out, err := changeMemory(whole, as); err != nil || !bytes.Equal(out, whole) {
		t.Fatalf("%x, %v", out, err)
	}
	for n := range whole {
		if _, err := changeMemory(whole[:n], as); err == nil && n != len(head) {
			t.Errorf("cut off at %d: no error", n)
		}
	}
	passive := append(head[:len(head):len(head)], 11, 4, 1, 1, 1, 'a')
	if _, err := changeMemory(passive, as); !errors.Is(err, errNotWasm) {
		t.Errorf("a passive segment: %v", err)
	}
}
