// Package picture puts the diagrams of a scenario's runs into one SVG document
// that needs nothing else: no style sheet, no script, no font of its own. It is
// light or dark as its reader prefers.
package picture

import (
	"strconv"
	"strings"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/trace"
)

// sizes in pixels.
const (
	width  = 536 // of a diagram: the page's
	gap    = 24
	margin = 16
	title  = 34 // for the name above a diagram
)

// styleOf is what only a picture has: a ground to stand on, since the place
// where it is shown may be light or dark whatever its reader prefers, and
// diagrams that are as large as they were drawn, which on the page fill a
// column.
func styleOf(drawings []diagram.Drawing) string {
	style := "\n.paper { fill: var(--paper); }\n.run-name { font-size: 16px; font-weight: 600; fill: var(--ink); }\n"
	if len(drawings) > 0 {
		d := &drawings[0] // compared diagrams have one size
		style += sizeOf(".diagram-header", d.Width, d.HeaderHeight) + sizeOf(".diagram-body", d.Width, d.BodyHeight)
	}
	return style
}

func sizeOf(selector string, width, height int) string {
	return selector + " { width: " + strconv.Itoa(width) + "px; height: " + strconv.Itoa(height) + "px; }\n"
}

// SVG draws the runs of a scenario, at most so many beside each other. The same
// moment stands at the same height in all of them.
func SVG(name string, traces []*trace.Trace, columns int) string {
	drawings := diagram.Draw(traces, diagram.Options{Width: width})
	columns = max(min(columns, len(drawings)), 1)
	rows := (len(drawings) + columns - 1) / columns
	cellHeight := title
	if len(drawings) > 0 {
		cellHeight += drawings[0].HeaderHeight + drawings[0].BodyHeight
	}
	totalWidth := 2*margin + columns*(width+gap) - gap
	totalHeight := 2*margin + rows*(cellHeight+gap) - gap

	var w markup.Writer
	open(&w, name, diagram.Style+styleOf(drawings), totalWidth, totalHeight)
	for i, d := range drawings {
		x := margin + i%columns*(width+gap)
		y := margin + i/columns*(cellHeight+gap)
		cell(&w, traces[i].Name, d, x, y)
	}
	w.Close("svg")
	return w.String() + "\n"
}

func open(w *markup.Writer, name, style string, width, height int) {
	w.Open("svg", markup.Text("xmlns", "http://www.w3.org/2000/svg"), markup.Class("drawing"), markup.Text("role", "img"),
		markup.Text("viewBox", "0 0 "+strconv.Itoa(width)+" "+strconv.Itoa(height)),
		markup.Text("width", strconv.Itoa(width)), markup.Text("height", strconv.Itoa(height)))
	w.Element("title", name)
	w.Open("style")
	w.Raw(inXML.Replace(style))
	w.Close("style")
	w.Leaf("rect", markup.Class("paper"), markup.Text("width", "100%"), markup.Text("height", "100%"))
}

// inXML keeps the lines of a style sheet, which markup.Escape would join.
var inXML = strings.NewReplacer("&", "&amp;", "<", "&lt;")

// cell draws one run: its name, its participants, and what happened.
func cell(w *markup.Writer, name string, d diagram.Drawing, x, y int) {
	at(w, x, y)
	w.Element("text", name, markup.Class("run-name"), markup.Num("x", 4), markup.Num("y", 18))
	at(w, 0, title)
	w.Raw(d.Header)
	w.Close("g")
	at(w, 0, title+d.HeaderHeight)
	w.Raw(d.Body)
	w.Close("g")
	w.Close("g")
}

func at(w *markup.Writer, x, y int) {
	w.Open("g", markup.Text("transform", "translate("+strconv.Itoa(x)+" "+strconv.Itoa(y)+")"))
}
