package diagram

import (
	"strconv"
	"strings"

	"cacheplay/wasm/markup"
	"cacheplay/wasm/trace"
)

// Theme says in which colours a picture stands.
type Theme uint8

// Either is light or dark as its reader prefers. Light and Dark have their
// colours written out, for programs that know neither preferences nor variables.
const (
	Either Theme = iota
	Light
	Dark
)

// Sheet says how Standalone arranges diagrams.
type Sheet struct {
	Columns int  // at most so many beside each other; 0 is 1
	Narrow  bool // for small screens
	Theme   Theme
	Scale   Scale
	Words   string // what it shows, for those who cannot see it
}

// sizes of a sheet in pixels.
const (
	sheetWidth  = 536 // of a diagram: the page's
	sheetNarrow = 320 // of one for small screens
	sheetGap    = 24
	sheetMargin = 16
	sheetTitle  = 34 // for the name above a diagram
)

// Standalone draws runs of one scenario as an SVG document that needs nothing
// else: no style sheet, no script, no font of its own. The same moment stands at
// the same height in all of them.
func Standalone(name string, traces []*trace.Trace, sheet Sheet) string {
	across := sheetWidth
	if sheet.Narrow {
		across = sheetNarrow
	}
	drawings := Draw(traces, Options{Width: across, Narrow: sheet.Narrow, Scale: sheet.Scale})
	columns := max(min(sheet.Columns, len(drawings)), 1)
	rows := (len(drawings) + columns - 1) / columns
	cellHeight := sheetTitle
	if len(drawings) > 0 {
		cellHeight += drawings[0].HeaderHeight + drawings[0].BodyHeight
	}
	width := 2*sheetMargin + columns*(across+sheetGap) - sheetGap
	height := 2*sheetMargin + rows*(cellHeight+sheetGap) - sheetGap

	var w markup.Writer
	openSheet(&w, name, sheet.Words, inTheme(Style+styleOf(drawings), sheet.Theme), width, height)
	for i, d := range drawings {
		x := sheetMargin + i%columns*(across+sheetGap)
		y := sheetMargin + i/columns*(cellHeight+sheetGap)
		cell(&w, traces[i].Name, d, x, y)
	}
	w.Close("svg")
	return w.String() + "\n"
}

// styleOf is what only a picture has: a ground to stand on, since the place
// where it is shown may be light or dark whatever its reader prefers, and
// diagrams that are as large as they were drawn, which on the page fill a
// column.
func styleOf(drawings []Drawing) string {
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

// The parts of diagram.css: the variables of the light theme, those of the dark
// one, and the rules.
const (
	lightStart = ":root, :host {"
	darkStart  = "@media (prefers-color-scheme: dark) {\n  :root, :host {"
	darkEnd    = "  }\n}"
)

// inTheme writes the colours of a theme in the place of the variables.
func inTheme(style string, theme Theme) string {
	start := lightStart
	switch theme {
	case Either:
		return style
	case Dark:
		start = darkStart
	}
	_, after, _ := strings.Cut(style, start)
	variables, _, _ := strings.Cut(after, "}")
	var colours []string
	for line := range strings.SplitSeq(variables, ";") {
		if name, colour, found := strings.Cut(strings.TrimSpace(line), ": "); found && strings.HasPrefix(name, "--") {
			colours = append(colours, "var("+name+")", colour)
		}
	}
	_, rules, _ := strings.Cut(style, darkEnd)
	return strings.NewReplacer(colours...).Replace(rules)
}

func openSheet(w *markup.Writer, name, words, style string, width, height int) {
	w.Open("svg", markup.Text("xmlns", "http://www.w3.org/2000/svg"), markup.Class("drawing"), markup.Text("role", "img"),
		markup.Text("viewBox", "0 0 "+strconv.Itoa(width)+" "+strconv.Itoa(height)),
		markup.Text("width", strconv.Itoa(width)), markup.Text("height", strconv.Itoa(height)))
	w.Element("title", name)
	if words != "" {
		w.Element("desc", words)
	}
	w.Open("style")
	w.Raw(inXML.Replace(style))
	w.Close("style")
	w.Leaf("rect", markup.Class("paper"), markup.Text("width", "100%"), markup.Text("height", "100%"))
}

// inXML keeps the lines of a style sheet, which markup.Escape would join.
var inXML = strings.NewReplacer("&", "&amp;", "<", "&lt;")

// cell draws one run: its name, its participants, and what happened.
func cell(w *markup.Writer, name string, d Drawing, x, y int) {
	at(w, x, y)
	w.Element("text", name, markup.Class("run-name"), markup.Num("x", 4), markup.Num("y", 18))
	at(w, 0, sheetTitle)
	w.Raw(d.Header)
	w.Close("g")
	at(w, 0, sheetTitle+d.HeaderHeight)
	w.Raw(d.Body)
	w.Close("g")
	w.Close("g")
}

func at(w *markup.Writer, x, y int) {
	w.Open("g", markup.Text("transform", "translate("+strconv.Itoa(x)+" "+strconv.Itoa(y)+")"))
}
