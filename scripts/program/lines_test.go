package program

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// That the tables of this toolchain's programs are dropped is what
// TestTheSiteIsReproducible asks for, and that such a program runs is what all
// tests in browsers do.
func TestTablesOfAnotherLayoutStay(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for range 2000 {
		memory := make([]byte, 64+random.IntN(2000))
		for at := range memory {
			if random.IntN(4) == 0 {
				memory[at] = byte(random.IntN(256))
			}
		}
		start := random.IntN(len(memory) - len(headerOf))
		copy(memory[start:], headerOf)
		for at := start + len(headerOf); at+pointer < min(len(memory), start+9*pointer); at += pointer {
			binary.LittleEndian.PutUint64(memory[at:], uint64(random.IntN(len(memory))))
		}
		before := bytes.Clone(memory)
		if !dropLines(memory) && !bytes.Equal(memory, before) {
			t.Fatal("the memory has changed")
		}
	}
	if dropLines(nil) || dropLines([]byte(headerOf)) {
		t.Error("tables were found where there are none")
	}
}
