package diagram

import "cacheplay/wasm/markup"

// markRoom is the width in pixels that the marks take beside the times.
const markRoom = 17.0

// isMarked reports whether a drawn event has the mark of a difference. An
// answer that a folded accessor forwards is drawn with the source's own.
func (p *painter) isMarked(event int) bool {
	if p.differs == nil {
		return false
	}
	on := p.forwarded(event)
	return p.differs[event] || on >= 0 && p.differs[on]
}

// difference draws the mark of a difference between the times and the first
// lifeline.
func (p *painter) difference(r *row) {
	x, y := p.cols.left-markRoom/2, r.y-4
	p.w.Open("g", markup.Class("difference"))
	p.w.Leaf("circle", markup.Num("cx", x), markup.Num("cy", y), markup.Num("r", 6))
	p.w.Element("text", "≠", markup.Num("x", x), markup.Num("y", y+4), markup.Text("text-anchor", "middle"))
	p.w.Close("g")
}
