package lzma

import (
	"math"
	"slices"
)

// chunk is how far ahead the cheapest way is looked for, at the prices that
// hold at its beginning.
const chunk = 4096

// parser finds the cheapest steps.
type parser struct {
	*encoder
	finder *finder
	nodes  [chunk + 1]node
	steps  []step
	prices struct {
		lengths, again [maxLength + 1]uint32
		slot           [4][slots]uint32
		near           [4][modelledSpan]uint32
		align          [1 << alignBits]uint32
	}
}

// node is the cheapest way found to a position.
type node struct {
	price uint32
	last  step
	history
}

func newParser(e *encoder) *parser {
	return &parser{encoder: e, finder: newFinder(e.data)}
}

// next returns the steps through the next chunk.
func (p *parser) next() []step {
	p.priceAll()
	size := min(chunk, len(p.data)-p.pos)
	for i := range size + 1 {
		p.nodes[i].price = math.MaxUint32
	}
	p.nodes[0] = node{history: p.history}
	for i := range size {
		n := &p.nodes[i]
		if i > 0 {
			n.history = p.nodes[i-n.last.length].after(n.last)
		}
		p.offerLiteral(i)
		p.offerRepeated(i, size-i)
		p.offerMatches(i, size-i)
	}
	p.steps = p.steps[:0]
	for i := size; i > 0; i -= p.nodes[i].last.length {
		p.steps = append(p.steps, p.nodes[i].last)
	}
	slices.Reverse(p.steps)
	return p.steps
}

func (p *parser) offer(i int, s step, price uint32) {
	if n := &p.nodes[i+s.length]; price < n.price {
		n.price, n.last = price, s
	}
}

func (p *parser) offerLiteral(i int) {
	n, pos := &p.nodes[i], p.pos+i
	probs, symbol := p.literalProbs(pos), int(p.data[pos])
	price := n.price + p.match[n.state].price(0)
	if n.state < 7 {
		price += treePrice(probs, 8, symbol)
	} else {
		price += matchedPrice(probs, symbol, int(p.data[pos-int(n.reps[0])-1]))
	}
	p.offer(i, step{1, literal, 0}, price)
}

func matchedPrice(probs []prob, symbol, expected int) (price uint32) {
	node, offset := 1, 0x100
	for i := 7; i >= 0; i-- {
		bit := symbol >> i & 1
		wanted := expected >> i & 1
		price += probs[offset+offset*wanted+node].price(bit)
		node = node<<1 | bit
		if bit != wanted {
			offset = 0
		}
	}
	return price
}

func (p *parser) offerRepeated(i, room int) {
	n, pos := &p.nodes[i], p.pos+i
	s := n.state
	price := n.price + p.match[s].price(1) + p.rep[s].price(1)
	which := [4]uint32{
		p.rep0[s].price(0) + p.rep0Long[s].price(1),
		p.rep0[s].price(1) + p.rep1[s].price(0),
		p.rep0[s].price(1) + p.rep1[s].price(1) + p.rep2[s].price(0),
		p.rep0[s].price(1) + p.rep1[s].price(1) + p.rep2[s].price(1),
	}
	for r, dist := range n.reps {
		earlier := pos - int(dist) - 1
		if earlier < 0 || p.data[earlier] != p.data[pos] {
			continue
		}
		kind := uint8(repeated + r)
		if r == 0 {
			p.offer(i, step{1, kind, 0}, price+p.rep0[s].price(0)+p.rep0Long[s].price(0))
		}
		for length := min(room, p.finder.common(earlier, pos, 1)); length >= minLength; length-- {
			p.offer(i, step{length, kind, 0}, price+which[r]+p.prices.again[length])
		}
	}
}

func (p *parser) offerMatches(i, room int) {
	n := &p.nodes[i]
	price := n.price + p.match[n.state].price(1) + p.rep[n.state].price(0)
	length := minLength
	for _, c := range p.finder.at(p.pos + i) {
		for ; length <= min(room, c.length); length++ {
			p.offer(i, step{length, match, c.dist}, price+p.prices.lengths[length]+p.distancePrice(c.dist, lengthContext(length)))
		}
	}
}

func (p *parser) distancePrice(dist uint32, context int) uint32 {
	if dist < modelledSpan {
		return p.prices.near[context][dist]
	}
	return p.prices.slot[context][slotOf(dist)] + p.prices.align[dist&(1<<alignBits-1)]
}

// priceAll takes the prices from the model as it is now.
func (p *parser) priceAll() {
	for length := minLength; length <= maxLength; length++ {
		p.prices.lengths[length] = p.lengths.price(length)
		p.prices.again[length] = p.again.price(length)
	}
	for context := range p.slot {
		for slot := range slots {
			price := treePrice(p.slot[context][:], 6, slot)
			if slot >= modelledSlots {
				low, _ := slotBits(slot)
				price += uint32(low-alignBits) * priceOfBit
			}
			p.prices.slot[context][slot] = price
		}
		for dist := range uint32(modelledSpan) {
			slot := slotOf(dist)
			price := p.prices.slot[context][slot]
			if slot >= 4 {
				low, base := slotBits(slot)
				price += reversePrice(p.near[int(base)-slot:], low, int(dist-base))
			}
			p.prices.near[context][dist] = price
		}
	}
	for i := range p.prices.align {
		p.prices.align[i] = reversePrice(p.align[:], alignBits, i)
	}
}

func (m *lengthModel) price(length int) uint32 {
	switch length -= minLength; {
	case length < 8:
		return m.longer.price(0) + treePrice(m.low[:], 3, length)
	case length < 16:
		return m.longer.price(1) + m.longest.price(0) + treePrice(m.middle[:], 3, length-8)
	}
	return m.longer.price(1) + m.longest.price(1) + treePrice(m.high[:], 8, length-16)
}
