package lzma

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestWhatIsCompressedCanBeRead(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 3*chunk)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	// Copies from all distances and of all lengths, with a byte changed here and
	// there.
	patched := append([]byte(nil), noise...)
	for len(patched) < 40*chunk {
		at := random.IntN(len(patched))
		length := 1 + random.IntN(1<<(1+random.IntN(10)))
		patched = append(patched, patched[at:min(at+length, len(patched))]...)
		patched[random.IntN(len(patched))] ^= 1 << random.IntN(8)
	}
	for name, data := range map[string][]byte{
		"nothing": nil,
		"a byte":  {7},
		"text":    []byte(strings.Repeat("the cache is ahead of the bank, ", 1000) + "and then it is not"),
		"zeros":   make([]byte, 10*chunk+1),
		"noise":   noise,
		"patched": patched,
	} {
		packed := Compress(data)
		if got := read(t, packed); !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes became %d, and then others", name, len(data), len(packed))
		}
		if len(packed) > len(data)+len(data)/50+40 {
			t.Errorf("%s: %d bytes became %d", name, len(data), len(packed))
		}
	}
}

func TestItIsSmall(t *testing.T) {
	if n := len(Compress(make([]byte, 1<<20))); n > 400 {
		t.Errorf("2^20 zeros became %d bytes", n)
	}
	period := strings.Repeat("abcdefghijklmnopqrstuvwxyz", 1<<10)
	if n := len(Compress([]byte(period))); n > 100 {
		t.Errorf("1024 alphabets became %d bytes", n)
	}
}

// reader reads the format, as its specification says it.
type reader struct {
	model
	history
	in          []byte
	width, code uint32
	out         []byte
}

func read(t *testing.T, packed []byte) []byte {
	t.Helper()
	if packed[0] != literalContext || packed[headerLength] != 0 {
		t.Fatalf("header %x", packed[:headerLength+1])
	}
	size := int(binary.LittleEndian.Uint64(packed[5:]))
	r := &reader{in: packed[headerLength+5:], width: 1<<32 - 1, code: binary.BigEndian.Uint32(packed[headerLength+1:])}
	r.reset()
	for len(r.out) < size {
		r.step()
	}
	if len(r.in) > 0 || r.code != 0 {
		t.Errorf("%d bytes and the code %#x are left", len(r.in), r.code)
	}
	return r.out
}

func (r *reader) normalize() {
	if r.width < 1<<24 {
		r.width <<= 8
		r.code = r.code<<8 | uint32(r.in[0])
		r.in = r.in[1:]
	}
}

func (r *reader) bit(p *prob) int {
	bound := (r.width >> probBits) * uint32(*p)
	bit := 0
	if r.code < bound {
		r.width = bound
		*p += (1<<probBits - *p) >> rate
	} else {
		r.code -= bound
		r.width -= bound
		*p -= *p >> rate
		bit = 1
	}
	r.normalize()
	return bit
}

func (r *reader) tree(probs []prob, bits int) int {
	node := 1
	for range bits {
		node = node<<1 | r.bit(&probs[node])
	}
	return node - 1<<bits
}

func (r *reader) reverse(probs []prob, bits int) (symbol int) {
	node := 1
	for i := range bits {
		bit := r.bit(&probs[node])
		node = node<<1 | bit
		symbol |= bit << i
	}
	return symbol
}

func (r *reader) direct(bits int) (value int) {
	for range bits {
		r.width >>= 1
		bit := 0
		if r.code >= r.width {
			r.code -= r.width
			bit = 1
		}
		value = value<<1 | bit
		r.normalize()
	}
	return value
}

func (r *reader) step() {
	state := r.state
	s := step{1, literal, 0}
	switch {
	case r.bit(&r.match[state]) == 0:
		r.out = append(r.out, r.literal())
		r.history = r.after(s)
		return
	case r.bit(&r.rep[state]) == 0:
		s.kind = match
		s.length = r.length(&r.lengths)
		s.dist = r.distance(s.length)
	default:
		s.kind = repeated
		if r.bit(&r.rep0[state]) == 0 {
			if r.bit(&r.rep0Long[state]) == 1 {
				s.length = r.length(&r.again)
			}
		} else {
			s.kind++
			if r.bit(&r.rep1[state]) == 1 {
				s.kind += 1 + uint8(r.bit(&r.rep2[state]))
			}
			s.length = r.length(&r.again)
		}
	}
	r.history = r.after(s)
	for range s.length {
		r.out = append(r.out, r.out[len(r.out)-int(r.reps[0])-1])
	}
}

func (r *reader) literal() byte {
	var before byte
	if n := len(r.out); n > 0 {
		before = r.out[n-1]
	}
	probs := r.context(before)
	node := 1
	if r.state >= 7 {
		expected := int(r.out[len(r.out)-int(r.reps[0])-1])
		for node < 0x100 {
			wanted := expected >> 7 & 1
			expected <<= 1
			bit := r.bit(&probs[(1+wanted)<<8+node])
			node = node<<1 | bit
			if bit != wanted {
				break
			}
		}
	}
	for node < 0x100 {
		node = node<<1 | r.bit(&probs[node])
	}
	return byte(node)
}

func (r *reader) length(m *lengthModel) int {
	switch {
	case r.bit(&m.longer) == 0:
		return minLength + r.tree(m.low[:], 3)
	case r.bit(&m.longest) == 0:
		return minLength + 8 + r.tree(m.middle[:], 3)
	}
	return minLength + 16 + r.tree(m.high[:], 8)
}

func (r *reader) distance(length int) uint32 {
	slot := r.tree(r.slot[lengthContext(length)][:], 6)
	if slot < 4 {
		return uint32(slot)
	}
	low, base := slotBits(slot)
	if slot < modelledSlots {
		return base + uint32(r.reverse(r.near[int(base)-slot:], low))
	}
	high := r.direct(low - alignBits)
	return base + uint32(high<<alignBits|r.reverse(r.align[:], alignBits))
}
