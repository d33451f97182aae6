package lzma

import (
	"math"
	"slices"
)

// chunk is how far ahead the cheapest way is looked for, at the prices that
// hold at its beginning.
const chunk = 8192

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
	last  way
	history
}

// A way is a step, and maybe more that leads on from it: the same distance once
// more, behind one byte that differs. The step alone may be dearer than another
// one to where it ends, but only it has that distance to go on with.
type way struct {
	step
	tail int // the length of what the distance brings once more, 0 for none
}

// steps are those of the way; behind a literal no byte comes between.
func (w way) steps() []step {
	switch {
	case w.tail == 0:
		return []step{w.step}
	case w.kind == literal:
		return []step{w.step, {w.tail, repeated, 0}}
	}
	return []step{w.step, {1, literal, 0}, {w.tail, repeated, 0}}
}

// span is how far it leads.
func (w way) span() int {
	if w.tail > 0 && w.kind != literal {
		return w.length + 1 + w.tail
	}
	return w.length + w.tail
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
			n.history = p.nodes[i-n.last.span()].history
			for _, s := range n.last.steps() {
				n.history = n.history.after(s)
			}
		}
		p.offerLiteral(i, size-i)
		p.offerRepeated(i, size-i)
		p.offerMatches(i, size-i)
	}
	p.steps = p.steps[:0]
	for i := size; i > 0; i -= p.nodes[i].last.span() {
		steps := p.nodes[i].last.steps()
		slices.Reverse(steps)
		p.steps = append(p.steps, steps...)
	}
	slices.Reverse(p.steps)
	return p.steps
}

func (p *parser) offer(i int, w way, price uint32) {
	if n := &p.nodes[i+w.span()]; price < n.price {
		n.price, n.last = price, w
	}
}

// offerOn offers a step, and the same distance once more behind it.
func (p *parser) offerOn(i, room int, s step, price uint32) {
	p.offer(i, way{step: s}, price)
	h, at := p.nodes[i].after(s), s.length
	if s.kind != literal {
		if at >= room {
			return
		}
		price += p.literalPrice(h, p.pos+i+at)
		h = h.after(step{1, literal, 0})
		at++
	}
	pos := p.pos + i + at
	earlier := pos - int(h.reps[0]) - 1
	if earlier < 0 || at >= room {
		return
	}
	tail := min(room-at, p.finder.common(earlier, pos, 0))
	if tail < minLength {
		return
	}
	price += p.match[h.state].price(1) + p.rep[h.state].price(1) + p.rep0[h.state].price(0) + p.rep0Long[h.state].price(1)
	p.offer(i, way{s, tail}, price+p.prices.again[tail])
}

func (p *parser) offerLiteral(i, room int) {
	n := &p.nodes[i]
	p.offerOn(i, room, step{1, literal, 0}, n.price+p.literalPrice(n.history, p.pos+i))
}

func (p *parser) literalPrice(h history, pos int) uint32 {
	probs, symbol := p.literalProbs(pos), int(p.data[pos])
	if h.state < 7 {
		return p.match[h.state].price(0) + treePrice(probs, 8, symbol)
	}
	return p.match[h.state].price(0) + matchedPrice(probs, symbol, int(p.data[pos-int(h.reps[0])-1]))
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
			p.offer(i, way{step: step{1, kind, 0}}, price+p.rep0[s].price(0)+p.rep0Long[s].price(0))
		}
		longest := min(room, p.finder.common(earlier, pos, 1))
		for length := longest; length >= minLength; length-- {
			p.offer(i, way{step: step{length, kind, 0}}, price+which[r]+p.prices.again[length])
		}
		if longest >= minLength {
			p.offerOn(i, room, step{longest, kind, 0}, price+which[r]+p.prices.again[longest])
		}
	}
}

func (p *parser) offerMatches(i, room int) {
	n := &p.nodes[i]
	price := n.price + p.match[n.state].price(1) + p.rep[n.state].price(0)
	length := minLength
	for _, c := range p.finder.at(p.pos + i) {
		longest := min(room, c.length)
		for ; length <= longest; length++ {
			s, price := step{length, match, c.dist}, price+p.prices.lengths[length]+p.distancePrice(c.dist, lengthContext(length))
			if length < longest {
				p.offer(i, way{step: s}, price)
			} else {
				p.offerOn(i, room, s, price)
			}
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
