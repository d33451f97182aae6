package diagram

import (
	"cmp"
	"slices"

	"cacheplay/wasm/trace"
)

// Scale is what vertical distance means.
type Scale uint8

const (
	// InTime gives equal times equal heights. Long silences are folded and say so.
	InTime Scale = iota
	// InOrder gives each event a row, and time no height.
	InOrder
)

// axis is the instants of a group of compared diagrams, in the order of time.
type axis []instant

// instant is a time at which something happens in any of the compared
// diagrams. Its rows stand below each other; the gap above them is the time
// since the last instant.
type instant struct {
	t      int64
	y      float64 // top of its rows
	height float64
	gap    float64 // pixels between the last instant and this one
	folded bool    // the gap is shorter than its time would be to scale
}

// Sizes of the axis in pixels.
const (
	gapBudget    = 250.0 // height of all gaps together that are drawn to scale
	maxGap       = 120.0 // height of the largest of them
	gapFolded    = 54.0
	gapInOrder   = 14.0
	foldFactor   = 4   // a gap is folded if it is this many times the median
	instantInset = 4.0 // space above and below the rows of an instant
)

// newAxis finds the instants of all sketches and places them, so that the same
// time stands at the same height everywhere.
func newAxis(sketches []*sketch, scale Scale) axis {
	var times []int64
	for _, s := range sketches {
		for i := range s.rows {
			if t := s.rows[i].t; i == 0 || s.rows[i-1].t != t {
				times = append(times, t)
			}
		}
	}
	slices.Sort(times)
	times = slices.Compact(times)
	a := make(axis, len(times))
	for i, t := range times {
		a[i].t = t
	}
	next := make([]int, len(sketches))
	for i := range a {
		a[i].height = pack(a.rowsAt(i, sketches, next))
	}
	a.setGaps(scale)
	y := bodyTop
	for i := range a {
		y += a[i].gap
		a[i].y = y
		y += a[i].height
	}
	for _, s := range sketches {
		a.moveDown(s.rows)
	}
	return a
}

// rowsAt returns the rows of each sketch at an instant, and moves next, the
// index of each sketch's next row, behind them.
func (a axis) rowsAt(i int, sketches []*sketch, next []int) [][]row {
	out := make([][]row, len(sketches))
	for j, s := range sketches {
		first := next[j]
		for next[j] < len(s.rows) && s.rows[next[j]].t == a[i].t {
			next[j]++
		}
		out[j] = s.rows[first:next[j]]
	}
	return out
}

// moveDown moves rows, which are placed relative to their instants, to where
// these stand.
func (a axis) moveDown(rows []row) {
	i := 0
	for j := range rows {
		for a[i].t < rows[j].t {
			i++
		}
		rows[j].y += a[i].y
	}
}

// setGaps turns the times between instants into pixels.
func (a axis) setGaps(scale Scale) {
	if len(a) < 2 {
		return
	}
	var times []int64
	for i := 1; i < len(a); i++ {
		times = append(times, a[i].t-a[i-1].t)
	}
	slices.Sort(times)
	limit := times[len(times)/2] * foldFactor
	total, longest := int64(0), int64(1)
	for _, t := range times {
		if t <= limit {
			total += t
			longest = max(longest, t)
		}
	}
	perPixel := max(float64(total)/gapBudget, float64(longest)/maxGap)
	for i := 1; i < len(a); i++ {
		in := &a[i]
		t := in.t - a[i-1].t
		switch {
		case scale == InOrder:
			in.gap = gapInOrder
		case t > limit:
			in.gap, in.folded = gapFolded, true
		default:
			in.gap = float64(t) / perPixel
		}
	}
}

// find returns the index of the first instant at or after a time.
func (a axis) find(t int64) int {
	i, _ := slices.BinarySearchFunc(a, t, func(in instant, t int64) int { return cmp.Compare(in.t, t) })
	return i
}

// bottom returns where the last instant ends.
func (a axis) bottom() float64 {
	if len(a) == 0 {
		return bodyTop
	}
	last := &a[len(a)-1]
	return last.y + last.height
}

// yOf returns where a time stands, in pixels from the top of the body; for an
// instant it is the top of its rows.
func (a axis) yOf(t int64) float64 {
	i := a.find(t)
	switch {
	case i == len(a):
		return a.bottom()
	case i == 0 || a[i].t == t:
		return a[i].y
	}
	before := &a[i-1]
	from := before.y + before.height
	return from + (a[i].y-from)*float64(t-before.t)/float64(a[i].t-before.t)
}

// gaps returns the stretches of height in which time passes between two times.
func (a axis) gaps(from, to int64) []interval {
	var out []interval
	for i := a.find(from) + 1; i < len(a) && a[i].t <= to; i++ {
		before := &a[i-1]
		if y := before.y + before.height; y < a[i].y {
			out = append(out, interval{y, a[i].y})
		}
	}
	return out
}

// unitOf returns a time in words or, in a given order, the number of a step.
func unitOf(t *trace.Trace, at int64) string {
	if t.Ordered {
		return "step " + itoa(int(at)+1)
	}
	return trace.TimeWords(at)
}
