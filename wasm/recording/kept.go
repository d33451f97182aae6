package recording

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
)

// Kept holds operations without what matters to no run, their clients and whether they hit
// when they were recorded. Most take 4 to 8 bytes, none more than maxKept:
//
//   - a byte with the kind and what follows,
//   - by how much the time since the operation before differs from that before it,
//   - the number of the key,
//   - the size and the time to live where they differ from those of the key before.
//
// Numbers are written in base 128, the lowest digits first, of which all but the last have
// 128 added.
type Kept struct {
	N int64 // how many operations there are

	blocks [][]byte
	before before
}

// The first byte of an operation has its kind, and which of these is so.
const (
	kindBits  = 1<<3 - 1
	isFill    = 1 << 3
	otherGap  = 1 << 4 // since the operation before, than between that and the one before it
	otherSize = 1 << 5 // than the key had
	otherTTL  = 1 << 6 // than the key had
)

const (
	keptBlock = 1 << 16
	maxKept   = 1 + 10 + 5 + 5 + 10
)

// before is what the operations before say of the next one.
type before struct {
	at, gap int64
	sizes   []uint32 // by key; those without one may be missing at the end
	ttls    []int64  // likewise
}

// Add appends an operation. No operation may come before those that were added.
func (k *Kept) Add(op *workload.Operation) {
	last := len(k.blocks) - 1
	if last < 0 || len(k.blocks[last])+maxKept > keptBlock {
		k.blocks = append(k.blocks, make([]byte, 0, keptBlock))
		last++
	}
	k.blocks[last] = k.before.append(k.blocks[last], op)
	k.N++
}

// Bytes returns how much memory is taken.
func (k *Kept) Bytes() int {
	return len(k.blocks)*keptBlock + 4*cap(k.before.sizes) + 8*cap(k.before.ttls)
}

func (b *before) append(to []byte, op *workload.Operation) []byte {
	at := len(to)
	head := byte(op.Kind)
	to = append(to, 0)
	gap := op.At - b.at
	if gap != b.gap {
		head |= otherGap
		to = appendNumber(to, zigzag(gap-b.gap))
	}
	b.at, b.gap = op.At, gap
	to = appendNumber(to, uint64(op.Key))
	if set(&b.sizes, op.Key, op.Size) {
		head |= otherSize
		to = appendNumber(to, uint64(op.Size))
	}
	if set(&b.ttls, op.Key, op.TTL) {
		head |= otherTTL
		to = appendNumber(to, uint64(op.TTL))
	}
	if op.Fill {
		head |= isFill
	}
	to[at] = head
	return to
}

// set sets the value of a key, and reports whether it was another one.
func set[T uint32 | int64](values *[]T, key uint32, v T) bool {
	if valueOf(*values, key) == v {
		return false
	}
	for len(*values) <= int(key) {
		*values = append(*values, 0)
	}
	(*values)[key] = v
	return true
}

func valueOf[T uint32 | int64](values []T, key uint32) T {
	if int(key) < len(values) {
		return values[key]
	}
	return 0
}

// zigzag returns a number whose bits are few if those of a number of either sign are.
func zigzag(n int64) uint64 { return uint64(n<<1) ^ uint64(n>>63) }

func appendNumber(to []byte, n uint64) []byte {
	for n >= 128 {
		to = append(to, byte(n)|128)
		n >>= 7
	}
	return append(to, byte(n))
}

// Operations returns the operations from the first one on.
func (k *Kept) Operations() workload.Source { return &keptSource{blocks: k.blocks} }

// keptSource reads what was kept.
type keptSource struct {
	blocks [][]byte // those that are not read to their end
	at     int      // in the first of them
	before before
}

// Next sets op to the next operation, and reports whether there was one.
func (s *keptSource) Next(op *workload.Operation) bool {
	if len(s.blocks) > 0 && s.at == len(s.blocks[0]) {
		s.blocks, s.at = s.blocks[1:], 0
	}
	if len(s.blocks) == 0 {
		return false
	}
	head := s.blocks[0][s.at]
	s.at++
	b := &s.before
	if head&otherGap != 0 {
		n := s.number()
		b.gap += int64(n>>1) ^ -int64(n&1)
	}
	b.at += b.gap
	key := uint32(s.number())
	if head&otherSize != 0 {
		set(&b.sizes, key, uint32(s.number()))
	}
	if head&otherTTL != 0 {
		set(&b.ttls, key, int64(s.number()))
	}
	*op = workload.Operation{At: b.at, Key: key, Size: valueOf(b.sizes, key), TTL: valueOf(b.ttls, key),
		Kind: engine.OpKind(head & kindBits), Fill: head&isFill != 0}
	return true
}

// number reads a number.
func (s *keptSource) number() (n uint64) {
	block := s.blocks[0]
	for shift := 0; ; shift += 7 {
		digit := block[s.at]
		s.at++
		n |= uint64(digit&127) << shift
		if digit < 128 {
			return n
		}
	}
}
