package diagram

import (
	"cmp"
	"slices"

	"cacheplay/wasm/markup"
	"cacheplay/wasm/trace"
)

const (
	gapsTried  = 5   // number of gaps in which a place for words is sought
	wordsPad   = 3.5 // between a bar and its words
	wordsSpace = 3.0 // between words and anything else
)

// writeNotes writes the words beside the bars, and the silences, where there
// is a free place for them.
func (p *painter) writeNotes() {
	bars := make([]*bar, len(p.bars))
	for i := range p.bars {
		bars[i] = &p.bars[i]
	}
	slices.SortStableFunc(bars, func(a, b *bar) int { return cmp.Compare(barLooks[a.kind].order, barLooks[b.kind].order) })
	for _, b := range bars {
		for i := range b.notes {
			p.note(b, &b.notes[i])
		}
	}
	p.silences()
}

// note writes the longest words of a note for which there is a free place
// beside the bar.
func (p *painter) note(b *bar, n *note) {
	look := &barLooks[b.kind]
	gaps := p.longest(n.from, n.to)
	for _, words := range n.words {
		width := textWidth(words, boldSize)
		right, left := b.x+barWidth/2+wordsPad, b.x-barWidth/2-wordsPad-width
		if look.onLeft {
			left, right = right, left
		}
		for _, gap := range gaps {
			for _, x := range []float64{right, left} {
				if p.write(words, "words "+look.class+"-words", interval{x, x + width}, gap) {
					return
				}
			}
		}
	}
}

// longest returns the longest gaps between two times.
func (p *painter) longest(from, to int64) []interval {
	gaps := p.axis.gaps(from, to)
	slices.SortStableFunc(gaps, func(a, b interval) int { return cmp.Compare(b.width(), a.width()) })
	return gaps[:min(len(gaps), gapsTried)]
}

// write writes words in a gap, in its middle or at a quarter from its top or bottom,
// and reports whether there was a free place.
func (p *painter) write(words, class string, across, gap interval) bool {
	room := p.picture()
	if across.from < room.from || across.to > room.to {
		return false
	}
	for _, part := range []float64{0.5, 0.25, 0.75} {
		y := gap.from + gap.width()*part
		b := box{across.from - wordsSpace, y - textSize/2, across.to + wordsSpace, y + textSize/2}
		if b.y0 < gap.from || b.y1 > gap.to || !p.taken.free(b) {
			continue
		}
		p.taken.take(b)
		p.w.Element("text", words, markup.Class(class), markup.Num("x", across.from), markup.Num("y", y+4))
		return true
	}
	return false
}

// silences writes how long nothing happens.
func (p *painter) silences() {
	if p.t.Ordered || len(p.axis) == 0 {
		return
	}
	quiet := p.quiet()
	for i := 1; i < len(p.axis); i++ {
		if !quiet[i] {
			continue
		}
		first := i - 1
		for i+1 < len(p.axis) && quiet[i+1] && !p.happens(p.axis[i].t) {
			i++
		}
		from, to := &p.axis[first], &p.axis[i]
		p.silence(to.t-from.t, interval{from.y + from.height, to.y})
	}
}

// quiet returns, by instant, whether no participant has waited or worked since the
// last one.
func (p *painter) quiet() []bool {
	quiet := make([]bool, len(p.axis))
	for i := range quiet {
		quiet[i] = p.axis[i].t <= p.t.End
	}
	for i := range p.bars {
		b := &p.bars[i]
		if barLooks[b.kind].hatched {
			continue
		}
		for j := p.axis.find(b.from) + 1; j < len(p.axis) && p.axis[j].t <= b.to; j++ {
			quiet[j] = false
		}
	}
	return quiet
}

// happens reports whether the trace has a row at a time.
func (p *painter) happens(t int64) bool {
	_, found := slices.BinarySearchFunc(p.rows, t, func(r row, t int64) int { return cmp.Compare(r.t, t) })
	return found
}

// silence writes the length of a silence in a gap, between the first two lifelines
// where there is room.
func (p *painter) silence(length int64, gap interval) {
	for _, words := range []string{trace.Duration(length) + ", nothing happens", trace.Duration(length)} {
		width := textWidth(words, textSize)
		for i := 1; i < len(p.cols.x); i++ {
			x := p.picture().nearest((p.cols.x[i-1]+p.cols.x[i])/2, width) - width/2
			if p.write(words, "silence", interval{x, x + width}, gap) {
				return
			}
		}
	}
}
