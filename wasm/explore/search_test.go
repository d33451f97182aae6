package explore

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// writeThroughCache is Lamport's module WriteThroughCache ("Specifying Systems",
// 2002, section 5.6, with the memory interface of its section 14): two
// processors, one address, two values. A state is, in bytes,
//
//	0, 1   the control state of each processor: ready, busy, waiting, done
//	2, 3   its buffer: nothing, a request, or the value that a read got
//	4, 5   its cache
//	6      the memory
//	7, 8   the interface: who has sent or received what last
//	9…     the memory queue: pairs of a processor and its request
//
// For the search it is one number for each byte, and none where the queue is
// shorter than it can be.
type writeThroughCache struct{ queueLength int }

const (
	ready byte = iota
	busy
	waiting
	done
)

const (
	noVal byte = iota
	v1
	v2
	rd  // a request to read
	wr1 // to write v1
	wr2
)

func written(request byte) byte { return request - wr1 + v1 }

const none = 255

// numbers encodes a state for the search.
func (m *writeThroughCache) numbers(s []byte) []uint32 {
	out := make([]uint32, 9+2*m.queueLength)
	for i := range out {
		out[i] = none
		if i < len(s) {
			out[i] = uint32(s[i])
		}
	}
	return out
}

// bytes is the inverse of numbers.
func (m *writeThroughCache) bytes(numbers []uint32) (s []byte) {
	for _, n := range numbers {
		if n != none {
			s = append(s, byte(n))
		}
	}
	return s
}

// start returns a state before the two initial states, which differ in what the
// memory holds.
func (m *writeThroughCache) start() []uint32 { return m.numbers(nil) }

func (m *writeThroughCache) expand(_ int, numbers []uint32, found found) {
	s := m.bytes(numbers)
	if len(s) == 0 {
		for _, mem := range []byte{v1, v2} {
			found(0, m.numbers([]byte{0, 0, 0, 0, 0, 0, mem, 0, noVal}))
		}
		return
	}
	to := func(change func(n []byte) []byte) { found(0, m.numbers(change(slices.Clone(s)))) }
	room := (len(s)-9)/2 < m.queueLength
	for p := range 2 {
		ctl, buf, cached := s[p], s[2+p], s[4+p]
		if ctl == ready {
			for _, request := range []byte{rd, wr1, wr2} {
				to(func(n []byte) []byte { n[p], n[2+p], n[7], n[8] = busy, request, byte(p), request; return n })
			}
		}
		if ctl == done {
			to(func(n []byte) []byte { n[p], n[7], n[8] = ready, byte(p), buf; return n })
		}
		if ctl == busy && buf == rd && cached == noVal && room {
			to(func(n []byte) []byte { n[p] = waiting; return append(n, byte(p), rd) })
		}
		if (ctl == busy || ctl == waiting) && buf == rd && cached != noVal {
			to(func(n []byte) []byte { n[p], n[2+p] = done, cached; return n })
		}
		if ctl == busy && buf >= wr1 && room {
			to(func(n []byte) []byte {
				for q := range 2 {
					if q == p || n[4+q] != noVal {
						n[4+q] = written(buf)
					}
				}
				n[p], n[2+p] = done, noVal
				return append(n, byte(p), buf)
			})
		}
		if ctl != waiting {
			to(func(n []byte) []byte { n[4+p] = noVal; return n })
		}
	}
	if len(s) > 9 {
		to(func(n []byte) []byte {
			p, request := n[9], n[10]
			if request == rd {
				n[4+p] = virtualMemory(n)
			} else {
				n[6] = written(request)
			}
			return append(n[:9], n[11:]...)
		})
	}
}

// virtualMemory is what the memory will hold once the queue is empty.
func virtualMemory(s []byte) byte {
	value := s[6]
	for i := 9; i < len(s); i += 2 {
		if s[i+1] >= wr1 {
			value = written(s[i+1])
		}
	}
	return value
}

// The number of distinct states that TLC finds in the published model
// (MCWriteThroughCache of the TLA+ examples, with QLen = 1): 5196.
func TestLamportsWriteThroughCache(t *testing.T) {
	s := newSearch(&writeThroughCache{queueLength: 1})
	for s.advance() {
	}
	if got := s.states() - 1; got != 5196 { // without the one before the start
		t.Errorf("%d distinct states, not 5196", got)
	}
}

// line is a system whose states are the sums of sevens and threes up to most, so
// that the fewest steps to a state are known.
type line struct{ most int }

func (l *line) start() []uint32 { return []uint32{0} }

func (l *line) expand(_ int, s []uint32, found found) {
	for step, by := range []int{7, 3} {
		if next := int(s[0]) + by; next <= l.most {
			found(step, []uint32{uint32(next)})
		}
	}
}

// The path to a state leads there in the fewest steps.
func TestPathsAreShortest(t *testing.T) {
	s := newSearch(&line{most: 1000})
	at := map[int]int{0: 0}
	for s.advance() {
	}
	for node := range s.states() {
		place := 0
		for _, step := range s.path(node) {
			place += []int{7, 3}[step]
		}
		at[place] = len(s.path(node))
	}
	for place, steps := range at {
		fewest := -1
		for sevens := range place/7 + 1 {
			if rest := place - 7*sevens; rest%3 == 0 && (fewest < 0 || sevens+rest/3 < fewest) {
				fewest = sevens + rest/3
			}
		}
		if steps != fewest {
			t.Errorf("%d in %d steps, not %d", place, steps, fewest)
		}
	}
	if len(at) != 995 { // all but 1, 2, 4, 5, 8, 11
		t.Errorf("%d places", len(at))
	}
}

// The set of fingerprints is a set, and the fingerprints of different
// states differ.
func TestFingerprints(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var f fingerprints
	want := map[uint64]bool{1: true}
	if !f.add(0) || f.add(0) {
		t.Error("0 is added twice, or not at all")
	}
	for range 100_000 {
		x := r.Uint64() >> (r.IntN(3) * 20) & 0x3ffff
		if x == 0 {
			continue
		}
		if got := f.add(x); got != !want[x] {
			t.Fatalf("%d is added: %v", x, got)
		}
		want[x] = true
	}
	seen := map[uint64][]uint32{}
	for i := range 200_000 {
		state := make([]uint32, 1+i%40)
		for j := range state {
			state[j] = uint32(r.IntN(3)) // as states are: small numbers
		}
		h := fingerprint(state)
		if other, ok := seen[h]; ok && !slices.Equal(other, state) {
			t.Fatalf("%v and %v share %x", other, state, h)
		}
		seen[h] = state
	}
}
