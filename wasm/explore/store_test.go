package explore

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Texts have the same number each time they come, and are found by it.
func TestTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	var all texts
	known := map[string]int{}
	for range 50_000 {
		text := binary.AppendUvarint([]byte(strings.Repeat("x", r.IntN(3))), r.Uint64N(20_000))
		want, there := known[string(text)]
		if !there {
			want = len(known)
			known[string(text)] = want
		}
		if got, isNew := all.number(text); got != want || isNew == there {
			t.Fatalf("%x is number %d, new: %v; want %d, %v", text, got, isNew, want, !there)
		}
		clear(text) // what is kept is a copy
	}
	long := bytes.Repeat([]byte("long"), textBlock)
	for text, want := range known {
		if got := all.text(want); string(got) != text {
			t.Fatalf("number %d is %x, not %x", want, got, text)
		}
	}
	n, _ := all.number(long)
	if again, isNew := all.number(long); again != n || isNew || !bytes.Equal(all.text(n), long) {
		t.Error("a text longer than a block is not found again")
	}
	if all.len() != len(known)+1 {
		t.Errorf("%d texts, not %d", all.len(), len(known)+1)
	}
}

// A queue gives back what was put into it, in that order, and uses memory again.
func TestQueue(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for _, width := range []int{1, 3, 17, queueBlock} {
		q := newQueue(width)
		var want [][]uint32
		most := 0
		for i := range uint32(20 * queueBlock / width) {
			state := make([]uint32, width)
			state[0], state[width-1] = i, i
			q.push(state)
			want = append(want, state)
			for r.IntN(2) == 0 && len(want) > 0 {
				if got := q.pop(); !slices.Equal(got, want[0]) {
					t.Fatalf("width %d: popped %d, not %d", width, got[0], want[0][0])
				}
				want = want[1:]
			}
			most = max(most, q.len())
			if q.len() != len(want) {
				t.Fatalf("width %d: %d left, not %d", width, q.len(), len(want))
			}
		}
		if blocks := q.bytes() / 4 / queueBlock; blocks > most/q.perBlock+2 {
			t.Errorf("width %d: %d blocks for at most %d states", width, blocks, most)
		}
	}
}
