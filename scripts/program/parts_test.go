package program

import (
	"maps"
	"testing"
)

func TestEachFunctionHasItsSize(t *testing.T) {
	content := header +
		"\x02\x05" + "\x01" + "\x00\x00\x00\x00" + // one import
		"\x0a\x0a" + "\x02" + "\x03abc" + "\x04defg" + // two bodies
		"\x0b\x06" + "\x01\x00\x41\x00\x0b\x00" + // one segment, empty
		"\x00\x13" + "\x04name" + "\x01\x0c" + "\x02" + "\x01\x04four" + "\x02\x03two" // their names, from 1 on
	p, err := Read([]byte(content))
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]int{"four": 3, "two": 4}; !maps.Equal(p.Code, want) || p.Data != 6 || p.Others != 5+19 {
		t.Errorf("%+v, want %v", *p, want)
	}
	for n := range len(content) {
		Read([]byte(content[:n])) // whatever it says, it ends
	}
}
