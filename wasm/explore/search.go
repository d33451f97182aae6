package explore

// system is what a search goes through. Its states are lists of numbers, all of
// the same length; equal states are equal lists.
type system interface {
	// start returns the first state.
	start() []uint32
	// expand calls found for each state that one step leads to, in a fixed order,
	// with the number of the step. The state is valid until found returns.
	expand(node int, state []uint32, found found)
}

// found receives a state that a step leads to. It returns the state's node if
// the state is new.
type found func(step int, next []uint32) (node int, isNew bool)

// search goes through a system breadth first, each state once, so that the first
// path found to a state is a shortest one. Of a state it remembers a 64-bit
// fingerprint, the node it came from and the step that led there; the state
// itself only until it is expanded.
//
// Two states can have the same fingerprint, and the second is then missed: among
// n states with a probability of about n²/2⁶⁵, for a million states 1 in 37
// million.
type search struct {
	sys      system
	seen     fingerprints
	parents  blocks[int32]
	steps    blocks[uint16]
	depth    int
	frontier queue // the states that are not expanded yet, in the order of their nodes
	level    int   // how many of them are of the current depth
	parent   int32 // the node that is being expanded
	found    found // the method add, as a value that is made once
}

func newSearch(sys system) *search {
	start := sys.start()
	s := &search{sys: sys, frontier: newQueue(len(start)), parent: -1}
	s.found = s.add
	s.found(0, start)
	s.level = 1
	return s
}

// states counts the states found so far.
func (s *search) states() int { return s.parents.len() }

// advance expands the next state and reports whether there are more.
func (s *search) advance() bool {
	if s.frontier.len() == 0 {
		return false
	}
	if s.level == 0 {
		s.level = s.frontier.len()
		s.depth++
	}
	s.level--
	s.parent = int32(s.states() - s.frontier.len())
	s.sys.expand(int(s.parent), s.frontier.pop(), s.found)
	return s.frontier.len() > 0
}

// add records a state if it is new.
func (s *search) add(step int, state []uint32) (node int, isNew bool) {
	if !s.seen.add(fingerprint(state)) {
		return -1, false
	}
	node = s.parents.add(s.parent)
	s.steps.add(uint16(step))
	s.frontier.push(state)
	return node, true
}

// path returns the steps that lead from the start to a node.
func (s *search) path(node int) []int {
	var back []int
	for ; *s.parents.at(node) >= 0; node = int(*s.parents.at(node)) {
		back = append(back, int(*s.steps.at(node)))
	}
	steps := make([]int, len(back))
	for i, step := range back {
		steps[len(back)-1-i] = step
	}
	return steps
}

// bytes returns how much memory the search takes.
func (s *search) bytes() int {
	return s.seen.bytes() + 4*s.parents.capacity() + 2*s.steps.capacity() + s.frontier.bytes()
}

// segments is the number of tables of a set of fingerprints.
const segments = 64

// fingerprints is a set of numbers: hash tables with open addressing, at most three
// quarters full, chosen by a number's first bits. Each grows by itself, so that little
// memory is needed twice. 0 marks a free place; the fingerprint 0 is stored as 1.
type fingerprints struct {
	tables [segments]struct {
		places []uint64
		count  int
	}
	size int // places in all tables
}

// add adds a number and reports whether it was absent.
func (f *fingerprints) add(x uint64) bool {
	if x == 0 {
		x = 1
	}
	t := &f.tables[x/(1<<64/segments)]
	if 4*(t.count+1) > 3*len(t.places) {
		old := t.places
		t.places = make([]uint64, max(2*len(old), 1<<6))
		f.size += len(t.places) - len(old)
		for _, x := range old {
			if x != 0 {
				t.places[placeOf(t.places, x)] = x
			}
		}
	}
	i := placeOf(t.places, x)
	if t.places[i] == x {
		return false
	}
	t.places[i] = x
	t.count++
	return true
}

// placeOf returns the index of a number, or of the free place for it.
func placeOf(places []uint64, x uint64) int {
	mask := len(places) - 1
	i := int(x>>1) & mask
	for places[i] != 0 && places[i] != x {
		i = (i + 1) & mask
	}
	return i
}

// bytes returns how much memory the set takes.
func (f *fingerprints) bytes() int { return 8 * f.size }

// fingerprint hashes a state to 64 bits, with the multipliers and shifts of
// SplitMix64's finalizer; see package random.
func fingerprint(state []uint32) uint64 {
	h := uint64(len(state)) * 0x9e3779b97f4a7c15
	for len(state) >= 2 {
		h = (h ^ uint64(state[0]) ^ uint64(state[1])<<32) * 0xbf58476d1ce4e5b9
		h ^= h >> 29
		state = state[2:]
	}
	if len(state) > 0 {
		h ^= uint64(state[0])
	}
	h *= 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
