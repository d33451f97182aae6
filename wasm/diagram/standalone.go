package diagram

import (
	"strconv"
	"strings"

	"cacheplay/wasm/markup"
	"cacheplay/wasm/trace"
)

// Theme is the colours of a picture.
type Theme uint8

const (
	// Either follows the preference of the reader's system.
	Either Theme = iota
	// Light has the light colours written out, for programs that know neither media
	// queries nor variables.
	Light
	// Dark has the dark colours written out.
	Dark
)

// Sheet is how Standalone arranges diagrams.
type Sheet struct {
	Columns int  // how many stand beside each other at most; 0 is 1
	Narrow  bool // for small screens
	Theme   Theme
	Scale   Scale
	Words   string // a description, for those who cannot see it
}

// Sizes of a sheet in pixels.
const (
	sheetWidth  = 536 // of a diagram, as on the page
	sheetNarrow = 320 // of a diagram for small screens
	sheetGap    = 24
	sheetMargin = 16
	sheetTitle  = 34 // height of the name above a diagram
)

// Standalone draws compared traces as an SVG document that needs nothing else:
// no style sheet, no script, no font of its own.
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

// styleOf returns the rules that only a picture needs: a background, since the
// page around it may be light or dark, and the diagrams' own sizes, which on
// the page depend on the column.
func styleOf(drawings []Drawing) string {
	style := "\n.paper { fill: var(--paper); }\n.variant-name { font-size: 16px; font-weight: 600; fill: var(--ink); }\n"
	if len(drawings) > 0 {
		d := &drawings[0] // compared diagrams have one size
		style += sizeOf(".diagram-header", d.Width, d.HeaderHeight) + sizeOf(".diagram-body", d.Width, d.BodyHeight)
	}
	return style
}

func sizeOf(selector string, width, height int) string {
	return selector + " { width: " + strconv.Itoa(width) + "px; height: " + strconv.Itoa(height) + "px; }\n"
}

// The beginnings of the parts of diagram.css: the variables of the light theme
// and of the dark one. The rules follow the end of the dark theme.
const (
	lightStart = ":root, :host {"
	darkStart  = "@media (prefers-color-scheme: dark) {\n  :root, :host {"
	darkEnd    = "  }\n}"
)

// inTheme replaces the variables by the colours of a theme.
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

// inXML escapes a style sheet and keeps its lines, which Writer.Text would
// join.
var inXML = strings.NewReplacer("&", "&amp;", "<", "&lt;")

// cell draws one diagram with its name.
func cell(w *markup.Writer, name string, d Drawing, x, y int) {
	at(w, x, y)
	w.Element("text", name, markup.Class("variant-name"), markup.Num("x", 4), markup.Num("y", 18))
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
