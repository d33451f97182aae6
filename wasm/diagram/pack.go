package diagram

const (
	rowLeast   = 13.0 // from one row to the next, so that they can be told apart
	rowSpace   = 1.0  // between the words of one and those of the next
	arrowSpace = 6.5  // above and below an arrow
	strikeHigh = 12.0 // above and below a fault
	reach      = (linesMost + 2) * lineHeight * 2
)

// pack sets the rows that each sketch has at one instant below each other, each
// just so far below the instant's top that none hides another; the first ones of
// all sketches stand at one height, and so on. It returns how high all are.
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

// lowest returns how far below the top of an instant a row stands, under those
// that are there.
func lowest(above []row, r *row) float64 {
	y := instantInset - min(r.boxes[0].y0, r.boxes[1].y0)
	// No two rows need more between them than reach.
	for i := len(above) - 1; i >= 0 && above[i].y > y-reach; i-- {
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
	case strike:
		all := box{0, -strikeHigh, s.cols.right, strikeHigh}
		return [2]box{all, all}
	case mark:
		words.y0, words.y1 = -high/2, high/2
		return [2]box{words, words}
	}
	words.y0, words.y1 = 2-labelAbove-high, 3-labelAbove
	// Where one arrow ends the next may begin.
	return [2]box{words, {min(from, to) + arrowSpace, -arrowSpace, max(from, to) - arrowSpace, arrowSpace}}
}

// below returns how far below another row this one has to stand.
func (r *row) below(other *row) float64 {
	least := rowLeast
	for _, a := range other.boxes {
		for _, b := range r.boxes {
			if a.x0 < b.x1 && b.x0 < a.x1 {
				least = max(least, a.y1-b.y0+rowSpace)
			}
		}
	}
	return least
}
