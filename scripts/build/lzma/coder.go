package lzma

import "math"

// prob is the probability of a 0, in 1/2048.
type prob uint16

const (
	probBits = 11
	half     = prob(1 << (probBits - 1))
	rate     = 5 // how quickly a probability follows what comes
)

// coder is the range coder: it writes decisions in as many bits as they are
// surprising.
type coder struct {
	out     []byte
	low     uint64
	width   uint32
	held    byte // the byte that a carry may still change
	pending int  // it, and the bytes of ones behind it
}

func newCoder(out []byte) coder {
	return coder{out: out, width: math.MaxUint32, pending: 1}
}

func (c *coder) bit(p *prob, bit int) {
	bound := (c.width >> probBits) * uint32(*p)
	if bit == 0 {
		c.width = bound
		*p += (1<<probBits - *p) >> rate
	} else {
		c.low += uint64(bound)
		c.width -= bound
		*p -= *p >> rate
	}
	c.normalize()
}

// direct writes bits without a model.
func (c *coder) direct(value uint32, bits int) {
	for i := bits - 1; i >= 0; i-- {
		c.width >>= 1
		if value>>i&1 == 1 {
			c.low += uint64(c.width)
		}
		c.normalize()
	}
}

func (c *coder) normalize() {
	for c.width < 1<<24 {
		c.width <<= 8
		c.shift()
	}
}

func (c *coder) shift() {
	if c.low < 0xff000000 || c.low > math.MaxUint32 {
		carry := byte(c.low >> 32)
		for ; c.pending > 0; c.pending-- {
			c.out = append(c.out, c.held+carry)
			c.held = 0xff
		}
		c.held = byte(c.low >> 24)
	}
	c.pending++
	c.low = c.low & 0x00ffffff << 8
}

func (c *coder) finish() []byte {
	for range 5 {
		c.shift()
	}
	return c.out
}

// tree writes a symbol from its highest bit on; each bit has the bits above it
// as its context.
func (c *coder) tree(probs []prob, bits, symbol int) {
	node := 1
	for i := bits - 1; i >= 0; i-- {
		bit := symbol >> i & 1
		c.bit(&probs[node], bit)
		node = node<<1 | bit
	}
}

// reverse writes a symbol from its lowest bit on.
func (c *coder) reverse(probs []prob, bits, symbol int) {
	node := 1
	for ; bits > 0; bits-- {
		bit := symbol & 1
		symbol >>= 1
		c.bit(&probs[node], bit)
		node = node<<1 | bit
	}
}

// Prices are in 1/16 of a bit.
const priceOfBit = 16

var prices = func() (table [1 << probBits]uint32) {
	for p := 1; p < len(table); p++ {
		table[p] = uint32(math.Round(-math.Log2(float64(p)/(1<<probBits)) * priceOfBit))
	}
	table[0] = table[1]
	return table
}()

func (p prob) price(bit int) uint32 {
	if bit == 0 {
		return prices[p]
	}
	return prices[1<<probBits-p]
}

func treePrice(probs []prob, bits, symbol int) (price uint32) {
	node := 1
	for i := bits - 1; i >= 0; i-- {
		bit := symbol >> i & 1
		price += probs[node].price(bit)
		node = node<<1 | bit
	}
	return price
}

func reversePrice(probs []prob, bits, symbol int) (price uint32) {
	node := 1
	for ; bits > 0; bits-- {
		bit := symbol & 1
		symbol >>= 1
		price += probs[node].price(bit)
		node = node<<1 | bit
	}
	return price
}
