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
	sys     system
	seen    fingerprints
	parents []int32
	steps   []uint16
	depth   int
	level   frontier // the states of the current depth, which are being expanded
	next    frontier // the states that they lead to
	at      int      // the index in level of the next state to expand
	parent  int32    // the node that is being expanded
	found   found    // the method add, as a value that is made once
}

func newSearch(sys system) *search {
	start := sys.start()
	s := &search{sys: sys, level: frontier{width: len(start)}, next: frontier{width: len(start)}, parent: -1}
	s.found = s.add
	s.found(0, start)
	s.level, s.next = s.next, s.level
	return s
}

// states counts the states found so far.
func (s *search) states() int { return len(s.parents) }

// frontierSize counts the states that are not expanded yet.
func (s *search) frontierSize() int { return s.level.len() - s.at + s.next.len() }

// advance expands the next state and reports whether there are more.
func (s *search) advance() bool {
	if s.at == s.level.len() {
		s.level, s.next = s.next, s.level
		s.next.reset()
		s.at = 0
		if s.level.len() == 0 {
			return false
		}
		s.depth++
	}
	node, state := s.level.get(s.at)
	s.at++
	s.parent = node
	s.sys.expand(int(node), state, s.found)
	return s.frontierSize() > 0
}

// add records a state if it is new.
func (s *search) add(step int, state []uint32) (node int, isNew bool) {
	if !s.seen.add(fingerprint(state)) {
		return -1, false
	}
	node = len(s.parents)
	s.parents = append(s.parents, s.parent)
	s.steps = append(s.steps, uint16(step))
	s.next.push(int32(node), state)
	return node, true
}

// path returns the steps that lead from the start to a node.
func (s *search) path(node int) []int {
	var back []int
	for ; s.parents[node] >= 0; node = int(s.parents[node]) {
		back = append(back, int(s.steps[node]))
	}
	steps := make([]int, len(back))
	for i, step := range back {
		steps[len(back)-1-i] = step
	}
	return steps
}

// bytes estimates how much memory the search takes.
func (s *search) bytes() int {
	return 8*len(s.seen.table) + 4*cap(s.parents) + 2*cap(s.steps) + s.level.bytes() + s.next.bytes()
}

// frontier is a list of states in one piece of memory.
type frontier struct {
	width int // of a state
	nodes []int32
	data  []uint32
}

func (f *frontier) len() int   { return len(f.nodes) }
func (f *frontier) bytes() int { return 4*cap(f.nodes) + 4*cap(f.data) }

func (f *frontier) reset() { f.nodes, f.data = f.nodes[:0], f.data[:0] }

func (f *frontier) push(node int32, state []uint32) {
	f.nodes = append(f.nodes, node)
	f.data = append(f.data, state...)
}

func (f *frontier) get(i int) (node int32, state []uint32) {
	return f.nodes[i], f.data[i*f.width : (i+1)*f.width]
}

// fingerprints is a set of numbers: a hash table with open addressing, at most
// three quarters full. 0 marks a free place; the fingerprint 0 is stored as 1.
type fingerprints struct {
	table []uint64
	count int
}

// add adds a number and reports whether it was absent.
func (f *fingerprints) add(x uint64) bool {
	if x == 0 {
		x = 1
	}
	if 4*(f.count+1) > 3*len(f.table) {
		f.grow()
	}
	i := f.place(x)
	if f.table[i] == x {
		return false
	}
	f.table[i] = x
	f.count++
	return true
}

// place returns the index of a number, or of the free place for it.
func (f *fingerprints) place(x uint64) int {
	mask := len(f.table) - 1
	i := int(x>>1) & mask
	for f.table[i] != 0 && f.table[i] != x {
		i = (i + 1) & mask
	}
	return i
}

func (f *fingerprints) grow() {
	old := f.table
	f.table = make([]uint64, max(2*len(old), 1<<12))
	for _, x := range old {
		if x != 0 {
			f.table[f.place(x)] = x
		}
	}
}

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
