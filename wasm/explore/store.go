package explore

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// blockLen is the number of items in a block.
const blockLen = 1 << 10

// blocks is a list in blocks of the same length. It grows without moving what it
// holds, so that it never needs its memory twice.
type blocks[T any] struct {
	list [][]T
	n    int
}

func (b *blocks[T]) len() int { return b.n }

// add adds an item and returns its index.
func (b *blocks[T]) add(item T) int {
	if b.n%blockLen == 0 {
		b.list = append(b.list, make([]T, blockLen))
	}
	b.list[b.n/blockLen][b.n%blockLen] = item
	b.n++
	return b.n - 1
}

// at returns the place of an item.
func (b *blocks[T]) at(i int) *T { return &b.list[uint(i)/blockLen][uint(i)%blockLen] }

// capacity returns how many items there is memory for.
func (b *blocks[T]) capacity() int { return len(b.list) * blockLen }

// queue is a list of states from which the oldest is taken first. The memory of those
// that were taken is used again.
type queue struct {
	width    int // of a state
	perBlock int // states in a block
	blocks   [][]uint32
	free     [][]uint32 // blocks of which every state was taken
	// The places of the next state to take, in the first block, and of the next one to
	// put, in the last.
	first, end int
	n          int
}

// queueBlock is the number of numbers in a block of a queue.
const queueBlock = 1 << 14

func newQueue(width int) queue {
	perBlock := queueBlock / width
	return queue{width: width, perBlock: perBlock, end: perBlock * width}
}

func (q *queue) len() int { return q.n }

// push adds a copy of a state.
func (q *queue) push(state []uint32) {
	if q.end == q.perBlock*q.width {
		q.blocks = append(q.blocks, q.newBlock())
		q.end = 0
	}
	copy(q.blocks[len(q.blocks)-1][q.end:], state)
	q.end += q.width
	q.n++
}

func (q *queue) newBlock() []uint32 {
	last := len(q.free) - 1
	if last < 0 {
		return make([]uint32, queueBlock)
	}
	block := q.free[last]
	q.free = q.free[:last]
	return block
}

// pop takes the oldest state. It is valid until the next one is taken.
func (q *queue) pop() []uint32 {
	if q.first == q.perBlock*q.width {
		q.free = append(q.free, q.blocks[0])
		q.blocks = slices.Delete(q.blocks, 0, 1)
		q.first = 0
	}
	at := q.first
	q.first += q.width
	q.n--
	return q.blocks[0][at:q.first]
}

// bytes returns how much memory the queue takes.
func (q *queue) bytes() int { return 4 * queueBlock * (len(q.blocks) + len(q.free)) }

// texts numbers texts in the order in which they come. They are kept one behind the
// other, and found by a hash table with open addressing that is at most three quarters
// full.
type texts struct {
	data  [][]byte // in blocks of textBlock bytes, or of one longer text
	full  int      // bytes in all blocks
	spans blocks[textSpan]
	table []uint32 // numbers, counted from 1; 0 marks a free place
}

// textSpan is where a text is.
type textSpan struct{ block, from, to uint32 }

// textBlock is the number of bytes in a block of texts.
const textBlock = 1 << 15

func (t *texts) len() int { return t.spans.len() }

// text returns a text by its number.
func (t *texts) text(number int) []byte {
	s := t.spans.at(number)
	return t.data[s.block][s.from:s.to:s.to]
}

// number returns the number of a text, and whether the text is new. It keeps a copy.
func (t *texts) number(text []byte) (number int, isNew bool) {
	if 4*(t.len()+1) > 3*len(t.table) {
		t.grow()
	}
	i := t.place(text)
	if t.table[i] != 0 {
		return int(t.table[i]) - 1, false
	}
	number = t.spans.add(t.keep(text))
	t.table[i] = uint32(number) + 1
	return number, true
}

// place returns the index of a text in the table, or of the free place for it.
func (t *texts) place(text []byte) int {
	mask := len(t.table) - 1
	i := int(hashOf(text)) & mask
	for t.table[i] != 0 && !bytes.Equal(t.text(int(t.table[i])-1), text) {
		i = (i + 1) & mask
	}
	return i
}

func (t *texts) grow() {
	t.table = make([]uint32, max(2*len(t.table), 1<<8))
	for number := range t.len() {
		t.table[t.place(t.text(number))] = uint32(number) + 1
	}
}

// keep copies a text behind the others.
func (t *texts) keep(text []byte) textSpan {
	last := len(t.data) - 1
	if last < 0 || len(t.data[last])+len(text) > cap(t.data[last]) {
		t.data = append(t.data, make([]byte, 0, max(textBlock, len(text))))
		last++
		t.full += cap(t.data[last])
	}
	from := len(t.data[last])
	t.data[last] = append(t.data[last], text...)
	return textSpan{uint32(last), uint32(from), uint32(from + len(text))}
}

// bytes returns how much memory the texts take.
func (t *texts) bytes() int { return t.full + 12*t.spans.capacity() + 4*len(t.table) }

// hashOf hashes bytes to 64 bits, as fingerprint does numbers.
func hashOf(text []byte) uint64 {
	h := uint64(len(text)) * 0x9e3779b97f4a7c15
	for ; len(text) >= 8; text = text[8:] {
		h = (h ^ binary.LittleEndian.Uint64(text)) * 0xbf58476d1ce4e5b9
		h ^= h >> 29
	}
	var rest [8]byte
	copy(rest[:], text)
	h = (h ^ binary.LittleEndian.Uint64(rest[:])) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
