package random

import "math/bits"

// Weighted draws whole numbers from 0, each in proportion to a weight of its own,
// in the same time however many there are.
//
// Source: the alias method of Walker ("An Efficient Method for Generating Discrete
// Random Variables with General Distributions", ACM TOMS 1977): as many columns as
// numbers, all as high as the mean weight, each shared by at most two numbers. A draw
// picks a column and a place in it.
type Weighted struct {
	columns []column
}

// column holds its own number up to the threshold, a Q32 fraction of its height, and
// above it the number alias.
type column struct {
	threshold, alias uint32
}

// NewWeighted returns the distribution of the numbers from 0 to len(weights)-1. The
// sum of the weights is above 0, and the greatest weight times their number, like the
// sum, is below 2^63. A number comes with its exact probability to within 2^-30 of a
// column.
//
// Source: the sweep of Hübschle-Schneider and Sanders ("Parallel Weighted Random
// Sampling", ACM TOMS 2022), which needs no lists of light and heavy numbers.
func NewWeighted(weights []uint64) Weighted {
	columns := make([]column, len(weights))
	height := uint64(0) // of a column: the sum of the weights, where each is times their number
	for i, weight := range weights {
		columns[i].alias = uint32(i)
		height += weight
	}
	b := sweep{weights, height}
	light, heavy := b.next(0, true), b.next(0, false)
	if heavy == len(weights) {
		return Weighted{columns}
	}
	for rest := b.weight(heavy); ; {
		if rest >= height { // the heavy number fills up the column of a light one
			if light == len(weights) {
				return Weighted{columns} // what is left are numbers that fill their own columns
			}
			columns[light] = column{fractionOf(b.weight(light), height), uint32(heavy)}
			rest -= height - b.weight(light)
			light = b.next(light+1, true)
			continue
		}
		next := b.next(heavy+1, false)
		columns[heavy] = column{fractionOf(rest, height), uint32(next)}
		rest += b.weight(next) - height
		heavy = next
	}
}

// Draw returns a number. It draws one word.
func (w *Weighted) Draw(s *Stream) uint32 {
	index, place := bits.Mul64(s.Uint64(), uint64(len(w.columns)))
	c := w.columns[index]
	if uint32(place>>32) < c.threshold {
		return uint32(index)
	}
	return c.alias
}

// Len returns how many numbers there are.
func (w *Weighted) Len() int { return len(w.columns) }

// sweep goes through weights that do not fill a column, and apart from them through
// those that do.
type sweep struct {
	weights []uint64
	height  uint64
}

// weight returns a weight on the scale of the columns' height.
func (b *sweep) weight(i int) uint64 { return b.weights[i] * uint64(len(b.weights)) }

// next returns the first light, or heavy, number from i on, and how many numbers there
// are if there is none.
func (b *sweep) next(i int, light bool) int {
	for i < len(b.weights) && (b.weight(i) < b.height) != light {
		i++
	}
	return i
}

// fractionOf returns part/whole in Q32, where part is below whole. It divides numbers
// of 32 bits, which is much faster than those of 128 and right to 2^-30.
func fractionOf(part, whole uint64) uint32 {
	if excess := bits.Len64(whole) - 32; excess > 0 {
		part, whole = part>>excess, whole>>excess
	}
	return uint32(min(part<<32/whole, 1<<32-1))
}
