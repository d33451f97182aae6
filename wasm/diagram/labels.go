package diagram

import (
	"slices"
	"strings"
)

// label is the words of a row. They are one line until layLabels breaks them.
type label struct {
	text  string
	lines []string
	size  float64 // of regular letters that are as wide
	width float64 // of the longest line
	x, y  float64 // y is the baseline of the last line
	at    textAnchor
}

// textAnchor is the point of a text that stands at its x.
type textAnchor uint8

const (
	middle textAnchor = iota
	start
	end
)

// Distances in pixels.
const (
	labelPad      = 1.0      // between a bar and the words of a message
	markPad       = wordsPad // between a bar and the words of a note
	labelAbove    = 6.0      // between an arrow and the words over it
	maxLines      = 3
	overhang      = 3.0 // of words that are wider than the room between two bars
	minLabelWidth = 4 * textSize
)

func newLabel(text string, bold bool) label {
	l := label{text: text, size: textSize}
	if bold {
		l.size = boldSize
	}
	l.set([]string{text})
	return l
}

func (l *label) set(lines []string) {
	l.lines, l.width = lines, 0
	for _, line := range lines {
		l.width = max(l.width, textWidth(line, l.size))
	}
}

// wrap breaks the words into lines of about the same length, and reports
// whether they fit into a width.
func (l *label) wrap(width float64) bool {
	if l.set([]string{l.text}); l.width <= width {
		return true // most labels fit on one line
	}
	parts := partsOf(l.text)
	l.set(wrap(parts, l.size, width, maxLines))
	if l.shortened(l.lines) {
		return false
	}
	for {
		shorter := wrap(parts, l.size, l.width-1, len(l.lines))
		if l.shortened(shorter) {
			return true
		}
		l.set(shorter)
	}
}

// shortened reports whether lines lack a part of the text other than spaces.
func (l *label) shortened(lines []string) bool {
	rest := l.text
	for _, line := range lines {
		for i := range len(line) {
			if line[i] == ' ' {
				continue
			}
			if rest = strings.TrimLeft(rest, " "); rest == "" || rest[0] != line[i] {
				return true
			}
			rest = rest[1:]
		}
	}
	return strings.TrimLeft(rest, " ") != ""
}

// box returns the place that the label takes.
func (l *label) box() box {
	x0 := l.x - l.width*[...]float64{middle: 0.5, start: 0, end: 1}[l.at]
	return box{x0, l.y + 2 - float64(len(l.lines))*lineHeight, x0 + l.width, l.y + 1}
}

// layLabels breaks the words of each row, places them beside the bars that are
// in the way, and notes what the row takes.
func (s *sketch) layLabels() {
	for i := range s.rows {
		r := &s.rows[i]
		switch r.kind {
		case message:
			s.layMessage(r)
		case mark:
			s.layMark(r)
		}
		r.boxes = s.boxesOf(r)
	}
}

// layMessage places words over an arrow: in its middle or, where a bar stands
// on a lifeline that the arrow crosses, between the sender and that bar. Words
// that are too wide are broken into lines; if they still are, they stand over
// the bars.
func (s *sketch) layMessage(r *row) {
	l, x := &r.label, s.cols.x
	to := x[r.to]
	if r.broken {
		to = x[r.from] + (to-x[r.from])*brokenAt
	}
	arrow := interval{min(x[r.from], to), max(x[r.from], to)}
	room := s.roomOver(r, arrow)
	if l.width > room.width() && !l.wrap(room.width()) {
		l.wrap(max(arrow.width()+2*overhang, minLabelWidth))
		room = s.picture()
	}
	l.x = room.nearest((max(room.from, arrow.from)+min(room.to, arrow.to))/2, l.width)
}

// roomOver returns the first free stretch over an arrow, from the sender on,
// that is wide enough for its words, or else the widest.
func (s *sketch) roomOver(r *row, arrow interval) interval {
	room := interval{}
	free := s.free(r.event, -1)
	if r.from > r.to {
		slices.Reverse(free)
	}
	for _, f := range free {
		switch {
		case f.to <= arrow.from || f.from >= arrow.to:
		case r.label.width <= f.width():
			return f
		case f.width() > room.width():
			room = f
		}
	}
	return room
}

// layMark places words beside the lifeline of a note: on its right, where they
// fit there, or else on its left, or else on the wider side.
func (s *sketch) layMark(r *row) {
	l, x := &r.label, s.cols.x[r.from]
	var left, right interval
	for _, free := range s.free(r.event, r.from) {
		if free.from > x {
			right = interval{s.markStart(r), free.to}
			break
		}
		left = free
	}
	room := right
	l.x, l.at = right.from, start
	if l.width > right.width() && (l.width <= left.width() || left.width() > right.width()) {
		l.x, l.at, room = left.to, end, left
	}
	if !l.wrap(room.width()) {
		l.wrap(max(room.width()+overhang, minLabelWidth))
	}
	b, picture := l.box(), s.picture()
	l.x += max(picture.from-b.x0, min(picture.to-b.x1, 0)) // not beyond the edges
}

// markStart returns where the words of a note on the right of its lifeline
// begin.
func (s *sketch) markStart(r *row) float64 {
	wide := max(s.busy[r.from][r.event].right, s.reach(r), barWidth/2)
	if r.lost > 0 {
		wide += ringSize - 1
	}
	return s.cols.x[r.from] + wide + markPad
}

// reach returns how far the bar to which a note belongs reaches to the right
// of its lifeline.
func (s *sketch) reach(r *row) float64 {
	i := s.owner[r.from][r.event]
	if i < 0 {
		return 0
	}
	_, right := s.side(&s.bars[i])
	return right
}

// left and right return how far from a lifeline the words of an event have to
// stay.
func (s *sketch) left(col, event int) float64 {
	return max(s.busy[col][event].left, barWidth/2) + labelPad
}

func (s *sketch) right(col, event int) float64 {
	return max(s.busy[col][event].right, barWidth/2) + labelPad
}

// interval is a stretch of a width or of a height.
type interval struct{ from, to float64 }

func (i interval) width() float64 { return i.to - i.from }

// nearest returns the centre, closest to x, at which an item of the given
// width fits into the interval.
func (i interval) nearest(x, width float64) float64 { return max(i.from+width/2, min(x, i.to-width/2)) }

// picture returns the stretch in which words may stand, which is all but the
// times.
func (s *sketch) picture() interval {
	return interval{s.cols.left + 2, s.cols.right - 2}
}

// free returns the stretches between the lifelines with bars in the way of an
// event's words. The column also counts as one of these; -1 is none.
func (s *sketch) free(event, also int) []interval {
	out := make([]interval, 0, len(s.cols.x)+1)
	rest := s.picture()
	for col, x := range s.cols.x {
		if s.busy[col][event].any() || col == also {
			out = append(out, interval{rest.from, x - s.left(col, event)})
			rest.from = x + s.right(col, event)
		}
	}
	return append(out, rest)
}
