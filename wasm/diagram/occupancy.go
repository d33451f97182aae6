package diagram

// box is a rectangle from its upper left to its lower right corner, or a line
// between two points.
type box struct{ x0, y0, x1, y1 float64 }

// occupancy is the places of a picture that are taken.
type occupancy struct {
	strips [][]taken // strips of the picture's height, so that few places have to be looked at
}

// taken is a place that is taken: a box or a line.
type taken struct {
	box
	line bool
}

const (
	stripHeight = 64.0
	lineSpace   = 4.0 // kept free above and below a line
)

// take marks a box as taken.
func (g *occupancy) take(b box) { g.add(taken{box: b}, b.y0, b.y1) }

// takeLine marks a line as taken.
func (g *occupancy) takeLine(b box) {
	g.add(taken{b, true}, min(b.y0, b.y1)-lineSpace, max(b.y0, b.y1)+lineSpace)
}

func (g *occupancy) add(t taken, y0, y1 float64) {
	for i := strip(y0); i <= strip(y1); i++ {
		for len(g.strips) <= i {
			g.strips = append(g.strips, nil)
		}
		g.strips[i] = append(g.strips[i], t)
	}
}

func strip(y float64) int { return int(max(y, 0) / stripHeight) }

// free reports whether nothing is taken in a box.
func (g *occupancy) free(b box) bool {
	for i := strip(b.y0); i <= strip(b.y1) && i < len(g.strips); i++ {
		for j := range g.strips[i] {
			if g.strips[i][j].meets(b) {
				return false
			}
		}
	}
	return true
}

func (t *taken) meets(b box) bool {
	x0, x1 := max(b.x0, min(t.x0, t.x1)), min(b.x1, max(t.x0, t.x1))
	if x0 >= x1 {
		return false
	}
	y0, y1 := t.y0, t.y1
	if t.line { // only the part of the line above or below the box counts
		slope := (t.y1 - t.y0) / (t.x1 - t.x0)
		a, c := t.y0+(x0-t.x0)*slope, t.y0+(x1-t.x0)*slope
		y0, y1 = min(a, c)-lineSpace, max(a, c)+lineSpace
	}
	return y0 < b.y1 && b.y0 < y1
}
