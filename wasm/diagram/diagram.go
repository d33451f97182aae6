// Package diagram draws traces: sequence diagrams in which height is order or
// scaled time, compared runs side by side on one axis, and the strip that shows
// who waits and when the source knows.
//
// It stands on package trace and draws nothing that the trace does not say. It
// promises that equal traces give equal bytes, and that no text of a trace can
// leave its place in the markup. Colours and fonts are classes, defined once in
// diagram.css for the page and for pictures that stand alone.
package diagram

import (
	"cmp"
	"slices"
	"strconv"

	"cacheplay/wasm/markup"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

func itoa(i int) string { return strconv.Itoa(i) }

// Options say how a group of compared traces is drawn.
type Options struct {
	Width  int // of each diagram, in pixels
	Scale  Scale
	Narrow bool // for small screens: the accessor is folded into the arrow to the source
}

// Drawing is one diagram: its headers and its body as SVG elements of the same
// width, and where in the body each drawn event stands.
type Drawing struct {
	Header, Body             string
	Width                    int
	HeaderHeight, BodyHeight int
	Rows                     []Row
}

// Row tells where an event is drawn, in pixels from the top of the body.
type Row struct {
	Event int
	Y     int
}

// sizes in pixels.
const (
	labelSize  = 12.0
	headerSize = 12.0
	lineHeight = 14.5
	bodyTop    = 8.0
	bodyBottom = 16.0
	barWidth   = 9.0
	laneShift  = 5.0
)

// Draw draws runs of one scenario side by side: the same instant stands at the
// same height, the same participant at the same distance from the left.
func Draw(traces []*trace.Trace, opt Options) []Drawing {
	if len(traces) == 0 {
		return nil
	}
	cols := newColumns(traces, opt.Narrow)
	rows := make([][]row, len(traces))
	for i, t := range traces {
		rows[i] = rowsOf(t, cols)
	}
	cols.place(rows, opt)
	axis := newAxis(rows, opt.Scale, bodyTop)
	out := make([]Drawing, len(traces))
	for i, t := range traces {
		p := &painter{t: t, rows: rows[i], cols: cols, axis: axis, opt: opt}
		p.placeEvents()
		out[i] = p.paint()
	}
	return out
}

// painter draws one trace on the common axis.
type painter struct {
	t    *trace.Trace
	rows []row
	cols *columns
	axis []instant
	opt  Options
	w    markup.Writer
	// at and arrival are heights, by event.
	at, arrival []float64
}

func (p *painter) paint() Drawing {
	height := bodyTop + bodyBottom
	if n := len(p.axis); n > 0 {
		height = p.axis[n-1].y + p.axis[n-1].height + bodyBottom
	}
	d := Drawing{Width: p.opt.Width, HeaderHeight: p.headerHeight(), BodyHeight: int(height)}
	d.Header = p.header(d.HeaderHeight)
	p.w.Reset()
	p.startSVG("diagram-body", d.BodyHeight)
	p.w.Element("title", p.t.Name)
	p.instants()
	p.lifelines(float64(d.BodyHeight))
	p.bars()
	p.events()
	p.w.Close("svg")
	d.Body = p.w.String()
	for _, r := range p.rows {
		if r.kind != arrival {
			d.Rows = append(d.Rows, Row{Event: r.event, Y: int(r.y)})
		}
	}
	return d
}

func (p *painter) startSVG(name string, height int) {
	p.w.Open("svg", markup.Text("xmlns", "http://www.w3.org/2000/svg"), markup.Class(name),
		markup.Text("viewBox", "0 0 "+itoa(p.opt.Width)+" "+itoa(height)),
		markup.Text("width", itoa(p.opt.Width)), markup.Text("height", itoa(height)))
}

// header draws the participants' names, as high as the longest needs.
func (p *painter) header(height int) string {
	p.startSVG("diagram-header", height)
	width := p.cols.width
	for i := range p.cols.names {
		x := p.cols.x[i]
		p.w.Open("g", markup.Class("participant "+p.cols.roles[i].String()))
		p.w.Element("title", p.cols.names[i])
		p.w.Leaf("rect", markup.Num("x", x-width/2), markup.Num("y", 1), markup.Num("width", width), markup.Num("height", float64(height)-2), markup.Num("rx", 6))
		lines := p.headerLines(i)
		y := float64(height)/2 - float64(len(lines)-1)*lineHeight/2 + headerSize*0.36
		for _, line := range lines {
			p.w.Element("text", line, markup.Num("x", x), markup.Num("y", y), markup.Text("text-anchor", "middle"))
			y += lineHeight
		}
		p.w.Close("g")
	}
	p.w.Close("svg")
	return p.w.String()
}

func (p *painter) headerLines(col int) []string {
	return wrap(p.cols.names[col], headerSize, p.cols.width-2*headerPadding)
}

func (p *painter) headerHeight() int {
	most := 1
	for i := range p.cols.names {
		most = max(most, len(p.headerLines(i)))
	}
	return int(float64(most)*lineHeight + 13)
}

// instants draws the axis: a line and a label at each moment, a band behind
// what happens at it, and a mark where a silence is folded.
func (p *painter) instants() {
	left, right := 4.0, float64(p.opt.Width)-2
	for i, in := range p.axis {
		p.w.Open("g", markup.Class("instant"))
		if in.height > 0 && p.busyAt(in.t) {
			p.w.Leaf("rect", markup.Class("band"), markup.Num("x", left), markup.Num("y", in.y), markup.Num("width", right-left), markup.Num("height", in.height), markup.Num("rx", 4))
		} else {
			p.w.Leaf("line", markup.Class("tick"), markup.Num("x1", left), markup.Num("x2", right), markup.Num("y1", in.y), markup.Num("y2", in.y))
		}
		p.w.Element("text", unitOf(p.t, in.t), markup.Class("time"), markup.Num("x", left+5), markup.Num("y", in.y+16))
		if in.folded {
			p.fold(left+16, in.y-in.gap/2, in.t-p.axis[i-1].t)
		}
		p.w.Close("g")
	}
}

func (p *painter) busyAt(t int64) bool {
	_, found := slices.BinarySearchFunc(p.rows, t, func(r row, t int64) int { return cmp.Compare(r.t, t) })
	return found
}

// fold draws the mark of a gap that is shorter than its time.
func (p *painter) fold(x, y float64, _ int64) {
	p.w.Leaf("rect", markup.Class("fold-gap"), markup.Num("x", x-8), markup.Num("y", y-5), markup.Num("width", float64(p.opt.Width)-x), markup.Num("height", 10))
	d := "M" + markup.Number(x-8) + " " + markup.Number(y)
	for i := 0; x+float64(i)*10 < float64(p.opt.Width)-8; i++ {
		d += "l5 -3l5 3"
	}
	p.w.Leaf("path", markup.Class("fold"), markup.Text("d", d))
}

func (p *painter) lifelines(height float64) {
	for i, x := range p.cols.x {
		p.w.Leaf("line", markup.Class("lifeline "+p.cols.roles[i].String()), markup.Num("x1", x), markup.Num("x2", x), markup.Num("y1", 0), markup.Num("y2", height-4))
	}
}

// placeEvents notes where each event is drawn, and where its arrow ends. One
// that is left out stands where the last drawn one of its moment does.
func (p *painter) placeEvents() {
	p.at = make([]float64, len(p.t.Events))
	p.arrival = make([]float64, len(p.t.Events))
	drawn := make([]bool, len(p.t.Events))
	for _, r := range p.rows {
		if r.kind == arrival {
			p.arrival[r.event] = r.y
		} else {
			p.at[r.event], drawn[r.event] = r.y, true
		}
	}
	last := -1
	for i := range p.t.Events {
		switch {
		case drawn[i]:
			last = i
		case last >= 0 && p.t.Events[last].T == p.t.Events[i].T:
			p.at[i] = p.at[last]
		default:
			p.at[i] = yOf(p.axis, p.t.Events[i].T)
		}
		if p.arrival[i] == 0 {
			p.arrival[i] = p.at[i]
		}
	}
}

// yOfEvent returns where an event is drawn.
func (p *painter) yOfEvent(event int) float64 { return p.at[event] }

// yOfArrival returns where the arrow of an event ends.
func (p *painter) yOfArrival(event int) float64 { return p.arrival[event] }

func (p *painter) managerColumn() int { return p.cols.ofRole(strategy.ResourceManager) }
