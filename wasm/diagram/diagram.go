// Package diagram draws traces: sequence diagrams in which height is order or
// scaled time, compared diagrams side by side on one axis, and the strip that
// shows who waits and when the source has the writes.
//
// It depends on package trace and draws nothing that the trace does not say.
// Equal traces give equal bytes, and every text is escaped.
// Colours and fonts are classes, defined once in diagram.css for the page and
// for pictures that stand alone.
package diagram

import (
	"strconv"

	"cacheplay/wasm/markup"
	"cacheplay/wasm/trace"
)

func itoa(i int) string { return strconv.Itoa(i) }

// Options say how a group of compared traces is drawn.
type Options struct {
	Width  int // of each diagram in pixels; a diagram that needs more is wider
	Scale  Scale
	Narrow bool // for small screens: the accessor shares the source's lifeline
	// Differs says, for each trace and event, whether it gets the mark of a
	// difference; nil where nothing is compared.
	Differs [][]bool
}

// Drawing is one diagram: header and body as SVG elements of the same width,
// and the places of the drawn events.
type Drawing struct {
	Header, Body             string
	Width                    int
	HeaderHeight, BodyHeight int
	Rows                     []Row
}

// Row is the place of a drawn event, in pixels from the top of the body.
type Row struct {
	Event int
	Y     int
}

// Sizes in pixels.
const (
	textSize   = 12.0
	lineHeight = 14.5
	bodyTop    = 8.0
	bodyBottom = 16.0
)

// Draw draws compared traces: the same instant stands at the same height, the
// same participant at the same distance from the left.
func Draw(traces []*trace.Trace, opt Options) []Drawing {
	if len(traces) == 0 {
		return nil
	}
	cols := newColumns(traces, opt)
	sketches := make([]*sketch, len(traces))
	for i, t := range traces {
		sketches[i] = newSketch(t, cols)
	}
	cols.place(sketches)
	for _, s := range sketches {
		s.layLabels()
	}
	axis := newAxis(sketches, opt.Scale)
	out := make([]Drawing, len(traces))
	var w markup.Writer
	for i, s := range sketches {
		s.placeEvents(axis)
		if opt.Differs != nil {
			s.differs = opt.Differs[i]
		}
		p := &painter{sketch: s, axis: axis, width: cols.right, w: &w}
		out[i] = p.paint()
	}
	return out
}

// sketch is what is drawn of one trace, and where.
type sketch struct {
	t     *trace.Trace
	cols  *columns
	calls *calls
	lost  map[int]int // by event: how many acknowledged writes are lost with it
	rows  []row
	bars  []bar
	owner [][]int    // by column and event: the bar to which the event belongs, -1 for none
	lanes []lanes    // by column
	busy  [][]extent // by column and event: the bars in the way of the event's words
	// Heights by event: of its row, and of the end of its arrow.
	at, arrival []float64
	differs     []bool // by event: it has the mark of a difference; nil: none has
}

func newSketch(t *trace.Trace, cols *columns) *sketch {
	s := &sketch{t: t, cols: cols, calls: callsOf(t), lost: map[int]int{}}
	for op := range t.Ops {
		if event, lost := t.LostBy(op); lost {
			s.lost[event]++
		}
	}
	s.listRows()
	s.listBars()
	return s
}

// placeEvents sets the heights of all events. One that is not drawn has the
// height of the last drawn one at the same time.
func (s *sketch) placeEvents(axis axis) {
	n := len(s.t.Events)
	s.at, s.arrival = make([]float64, n), make([]float64, n)
	drawn := make([]bool, n)
	for i := range s.rows {
		if r := &s.rows[i]; r.kind == arrival {
			s.arrival[r.event] = r.y
		} else {
			s.at[r.event], drawn[r.event] = r.y, true
		}
	}
	last := -1
	for i := range s.t.Events {
		switch outer := s.calls.within[i]; {
		case drawn[i]:
			last = i
		case outer >= 0 && drawn[outer]:
			s.at[i] = s.arrival[outer]
		case last >= 0 && s.t.Events[last].T == s.t.Events[i].T:
			s.at[i] = s.at[last]
		default:
			s.at[i] = axis.yOf(s.t.Events[i].T)
		}
		if s.arrival[i] == 0 {
			s.arrival[i] = s.at[i]
		}
	}
}

// painter draws a sketch on the axis that it shares with others.
type painter struct {
	*sketch
	axis  axis
	width float64
	taken occupancy
	w     *markup.Writer
}

func (p *painter) paint() Drawing {
	height := p.axis.bottom() + bodyBottom
	d := Drawing{Width: int(p.width), HeaderHeight: p.cols.headerHeight(), BodyHeight: int(height)}
	d.Header = p.header(d.HeaderHeight)
	p.startSVG("diagram-body", d.BodyHeight)
	p.w.Element("title", p.t.Name)
	p.instants()
	p.lifelines(float64(d.BodyHeight))
	p.drawBars()
	p.events()
	p.writeNotes()
	p.w.Close("svg")
	d.Body = p.w.String()
	for i := range p.rows {
		if r := &p.rows[i]; r.kind != arrival {
			d.Rows = append(d.Rows, Row{Event: r.event, Y: int(r.y)})
		}
	}
	return d
}

func (p *painter) startSVG(name string, height int) {
	p.w.Reset()
	width := itoa(int(p.width))
	p.w.Open("svg", markup.Text("xmlns", "http://www.w3.org/2000/svg"), markup.Class(name),
		markup.Text("viewBox", "0 0 "+width+" "+itoa(height)),
		markup.Text("width", width), markup.Text("height", itoa(height)))
}

// header draws the participants' names.
func (p *painter) header(height int) string {
	class := "diagram-header"
	if p.cols.opt.Narrow {
		class += " narrow"
	}
	p.startSVG(class, height)
	for i := range p.cols.names {
		x, width := p.cols.x[i], p.cols.width[i]
		p.w.Open("g", markup.Class("participant "+p.cols.roles[i].String()))
		p.w.Element("title", p.cols.names[i])
		p.w.Leaf("rect", markup.Num("x", x-width/2), markup.Num("y", 1), markup.Num("width", width), markup.Num("height", float64(height)-2), markup.Num("rx", 6))
		lines := p.cols.headerLines(i)
		y := float64(height)/2 - float64(len(lines)-1)*lineHeight/2 + textSize*0.36
		for _, line := range lines {
			p.w.Element("text", line, markup.Num("x", x), markup.Num("y", y))
			y += lineHeight
		}
		p.w.Close("g")
	}
	p.w.Close("svg")
	return p.w.String()
}

// instants draws the axis: a line and a time for each instant, a band behind
// its rows, and a mark where a gap is folded.
func (p *painter) instants() {
	left, right := 4.0, p.width-2
	next := 0
	for i := range p.axis {
		in := &p.axis[i]
		for next < len(p.rows) && p.rows[next].t < in.t {
			next++
		}
		if in.height > 0 && next < len(p.rows) && p.rows[next].t == in.t {
			p.w.Leaf("rect", markup.Class("band"), markup.Num("x", left), markup.Num("y", in.y), markup.Num("width", right-left), markup.Num("height", in.height), markup.Num("rx", 4))
		} else {
			p.w.Leaf("line", markup.Class("tick"), markup.Num("x1", left), markup.Num("x2", right), markup.Num("y1", in.y), markup.Num("y2", in.y))
		}
		p.w.Element("text", fit(unitOf(p.t, in.t), textSize, maxTimeWidth), markup.Class("time"), markup.Num("x", timeLeft), markup.Num("y", in.y+16))
		if in.folded {
			p.fold(left+16, in.y-in.gap/2)
		}
	}
}

// fold draws the mark of a folded gap.
func (p *painter) fold(x, y float64) {
	p.w.Leaf("rect", markup.Class("fold-gap"), markup.Num("x", x-8), markup.Num("y", y-5), markup.Num("width", p.width-x), markup.Num("height", 10))
	d := "M# #"
	for i := 0; x+float64(i)*10 < p.width-8; i++ {
		d += "l5 -3l5 3"
	}
	p.w.Leaf("path", markup.Class("fold"), markup.Path(d, x-8, y))
	p.taken.take(box{x - 8, y - 5, p.width, y + 5})
}

func (p *painter) lifelines(height float64) {
	for i, x := range p.cols.x {
		p.w.Leaf("line", markup.Class("lifeline "+p.cols.roles[i].String()), markup.Num("x1", x), markup.Num("x2", x), markup.Num("y1", 0), markup.Num("y2", height-4))
	}
}
