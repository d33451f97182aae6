package diagram

const (
	minRowDistance = 13.0                            // between two rows, so that a pointer can tell them apart
	rowSpace       = 1.0                             // between the words of one row and those of the next
	arrowSpace     = 6.5                             // above and below an arrow
	faultHeight    = 12.0                            // above and below a fault
	rowReach       = (maxLines + 2) * lineHeight * 2 // rows further apart cannot overlap
)

// pack places the rows of one instant below each other, as close to its top as
// they can stand without overlapping. The rows with the same index in all
// sketches get the same height. It returns the height of the instant.
func pack(sketches [][]row) float64 {
	height := 0.0
	for i, there := 0, true; there; i++ {
		there = false
		y := 0.0
		for _, rows := range sketches {
			if i < len(rows) {
				there, y = true, max(y, lowest(rows[:i], &rows[i]))
			}
		}
		for _, rows := range sketches {
			if i < len(rows) {
				r := &rows[i]
				r.y = y
				height = max(height, y+max(r.boxes[0].y1, r.boxes[1].y1)+instantInset)
			}
		}
	}
	return height
}

// lowest returns the height of a row below the top of its instant, under the
// rows above it.
func lowest(above []row, r *row) float64 {
	y := instantInset - min(r.boxes[0].y0, r.boxes[1].y0)
	// rows further away cannot overlap with this one
	for i := len(above) - 1; i >= 0 && above[i].y > y-rowReach; i-- {
		y = max(y, above[i].y+r.below(&above[i]))
	}
	return y
}

// boxesOf returns what a row takes around its height: its words and its arrow.
func (s *sketch) boxesOf(r *row) [2]box {
	from, to := s.cols.x[r.from], s.cols.x[r.to]
	words := r.label.box()
	words.x0, words.x1 = words.x0-wordsSpace, words.x1+wordsSpace
	high := float64(len(r.label.lines)) * lineHeight
	switch r.kind {
	case arrival:
		end := box{to - arrowSpace, -arrowSpace, to + arrowSpace, arrowSpace}
		return [2]box{end, end}
	case fault:
		all := box{0, -faultHeight, s.cols.right, faultHeight}
		return [2]box{all, all}
	case mark:
		words.y0, words.y1 = -high/2, high/2
		return [2]box{words, words}
	}
	words.y0, words.y1 = 2-labelAbove-high, 3-labelAbove
	// Another arrow may begin where this one ends.
	return [2]box{words, {min(from, to) + arrowSpace, -arrowSpace, max(from, to) - arrowSpace, arrowSpace}}
}

// below returns how far below another row this one has to stand.
func (r *row) below(other *row) float64 {
	least := minRowDistance
	for _, a := range other.boxes {
		for _, b := range r.boxes {
			if a.x0 < b.x1 && b.x0 < a.x1 {
				least = max(least, a.y1-b.y0+rowSpace)
			}
		}
	}
	return least
}
