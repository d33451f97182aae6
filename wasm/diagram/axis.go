package diagram

import (
	"slices"

	"cacheplay/wasm/trace"
)

// Scale says what vertical distance means.
type Scale uint8

// InTime: equal times have equal heights, but for silences that are folded and
// say so. InOrder: one row an event, and an instant is a line.
const (
	InTime Scale = iota
	InOrder
)

// instant is a moment at which something happens in any of the compared
// diagrams. Its events stand one below the other; the gap above it is the time
// since the instant before.
type instant struct {
	t      int64
	y      float64 // top of its rows
	height float64
	gap    float64 // pixels between the instant before and this one
	folded bool    // the gap is shorter than its time
}

// sizes of the axis in pixels.
const (
	gapBudget    = 250.0 // how much all the gaps that are drawn to scale may take
	gapMost      = 120.0 // how much one may take
	gapFolded    = 54.0
	gapInOrder   = 14.0
	foldFactor   = 4 // a gap is folded that is this many times the median
	instantInset = 6.0
)

// newAxis finds the instants of all diagrams and gives them their heights, so
// that what happens at the same time stands at the same height everywhere.
func newAxis(diagrams [][]row, scale Scale, top float64) []instant {
	var times []int64
	for _, rows := range diagrams {
		for _, r := range rows {
			times = append(times, r.t)
		}
	}
	slices.Sort(times)
	times = slices.Compact(times)
	axis := make([]instant, len(times))
	for i, t := range times {
		axis[i].t = t
	}
	for _, rows := range diagrams {
		makeHigh(axis, rows)
	}
	setGaps(axis, scale)
	y := top
	for i := range axis {
		y += axis[i].gap
		axis[i].y = y
		y += axis[i].height
	}
	for _, rows := range diagrams {
		placeRows(rows, axis)
	}
	return axis
}

// makeHigh makes each instant high enough for the rows of one diagram, which
// are in the order of time.
func makeHigh(axis []instant, rows []row) {
	next := 0
	for i := range axis {
		height := 0.0
		for ; next < len(rows) && rows[next].t == axis[i].t; next++ {
			height += rowHeight[rows[next].kind]
		}
		if height > 0 {
			axis[i].height = max(axis[i].height, height+instantInset)
		}
	}
}

// setGaps turns the times between instants into pixels.
func setGaps(axis []instant, scale Scale) {
	if len(axis) < 2 {
		return
	}
	var times []int64
	for i := 1; i < len(axis); i++ {
		times = append(times, axis[i].t-axis[i-1].t)
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
	perPixel := max(float64(total)/gapBudget, float64(longest)/gapMost)
	for i := 1; i < len(axis); i++ {
		in := &axis[i]
		t := in.t - axis[i-1].t
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

// placeRows gives each row of a diagram its height on the axis: the arrow, the
// note or the strike stands at the bottom of its row, under its label.
func placeRows(rows []row, axis []instant) {
	i := 0
	for _, in := range axis {
		y := in.y
		for ; i < len(rows) && rows[i].t == in.t; i++ {
			y += rowHeight[rows[i].kind]
			rows[i].y = y
		}
	}
}

// yOf returns the height of a moment: within an instant's rows it is the top.
func yOf(axis []instant, t int64) float64 {
	for i, in := range axis {
		if t == in.t || t < in.t && i == 0 {
			return in.y
		}
		if t < in.t {
			prev := axis[i-1]
			from := prev.y + prev.height
			return from + (in.y-from)*float64(t-prev.t)/float64(in.t-prev.t)
		}
	}
	if len(axis) == 0 {
		return 0
	}
	last := axis[len(axis)-1]
	return last.y + last.height
}

// unitOf words a moment: a time, or the number of a step.
func unitOf(t *trace.Trace, at int64) string {
	if t.Ordered {
		return "step " + itoa(int(at)+1)
	}
	return trace.Moment(at)
}
