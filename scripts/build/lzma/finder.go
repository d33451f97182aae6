package lzma

// finder finds for each position, one after the other, what came before that
// continues like it: a search tree over the text behind each position, by a
// hash of its beginning, with the latest position at its root.
type finder struct {
	data     []byte
	two      [1 << 16]int32 // the latest position with these two bytes
	three    [1 << 16]int32
	root     [1 << 18]int32
	children [][2]int32 // what sorts before, what behind
	found    []candidate
}

// A candidate is the nearest match of its length.
type candidate struct {
	length int
	dist   uint32 // less one
}

// searchDepth is how many positions are looked at for one.
const searchDepth = 512

const none = -1

func newFinder(data []byte) *finder {
	f := &finder{data: data, children: make([][2]int32, len(data))}
	for _, table := range [][]int32{f.two[:], f.three[:], f.root[:]} {
		for i := range table {
			table[i] = none
		}
	}
	return f
}

// at returns the matches at a position, each longer and farther than the one
// before. It must be called for every position in turn.
func (f *finder) at(pos int) []candidate {
	f.found = f.found[:0]
	rest := f.data[pos:]
	if len(rest) < 4 {
		return nil
	}
	f.short(&f.two[uint(rest[0])|uint(rest[1])<<8], pos)
	first := uint32(rest[0]) | uint32(rest[1])<<8 | uint32(rest[2])<<16
	f.short(&f.three[first*0x9e3779b1>>16], pos)
	root := &f.root[(first|uint32(rest[3])<<24)*0x9e3779b1>>14]
	at := *root
	*root = int32(pos)
	f.descend(pos, at)
	return f.found
}

func (f *finder) short(latest *int32, pos int) {
	if *latest != none {
		f.add(f.common(int(*latest), pos, 0), pos-int(*latest)-1)
	}
	*latest = int32(pos)
}

// add keeps what is longer than what has been found nearer.
func (f *finder) add(length, dist int) {
	if length >= minLength && (len(f.found) == 0 || length > f.found[len(f.found)-1].length) {
		f.found = append(f.found, candidate{length, uint32(dist)})
	}
}

// common counts from a number of bytes on that are known to be equal.
func (f *finder) common(earlier, pos, known int) int {
	limit := min(maxLength, len(f.data)-pos)
	n := known
	for n < limit && f.data[earlier+n] == f.data[pos+n] {
		n++
	}
	return n
}

// descend makes pos the root of a tree, with the two halves of the old one
// below it.
func (f *finder) descend(pos int, at int32) {
	limit := min(maxLength, len(f.data)-pos)
	before, behind := &f.children[pos][0], &f.children[pos][1]
	knownBefore, knownBehind := 0, 0
	for range searchDepth {
		if at == none {
			break
		}
		n := f.common(int(at), pos, min(knownBefore, knownBehind))
		f.add(n, pos-int(at)-1)
		if n == limit {
			*before, *behind = f.children[at][0], f.children[at][1]
			return
		}
		place, known := &behind, &knownBehind
		next := 0
		if f.data[int(at)+n] < f.data[pos+n] {
			place, known = &before, &knownBefore
			next = 1
		}
		**place = at
		*place, *known = &f.children[at][next], n
		at = **place
	}
	*before, *behind = none, none
}
