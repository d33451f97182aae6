package program

import (
	"maps"
	"testing"
)

func TestReadSumsTheCodeOfEachFunction(t *testing.T) {
	content := header +
		"\x02\x05" + "\x01" + "\x00\x00\x00\x00" + // one import
		"\x0a\x0a" + "\x02" + "\x03abc" + "\x04defg" + // two bodies
		"\x0b\x06" + "\x01\x00\x41\x00\x0b\x00" + // one empty segment
		"\x00\x13" + "\x04name" + "\x01\x0c" + "\x02" + "\x01\x04four" + "\x02\x03two" // names of the functions 1 and 2
	p, err := Read([]byte(content))
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]int{"four": 3, "two": 4}; !maps.Equal(p.Code, want) || p.Data != 6 {
		t.Errorf("%+v, want %v and 6 bytes of data", *p, want)
	}
}

func TestReadEndsOnATruncatedProgram(t *testing.T) {
	content := header + "\x0a\x0a" + "\x02" + "\x03abc" + "\x04defg"
	for n := range len(content) {
		if _, err := Read([]byte(content[:n])); err == nil && n != len(header) {
			t.Errorf("cut off at %d: no error", n)
		}
	}
}
