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

	Question *Question // asked in place of what happens; nil: none
}

// Sizes of a sheet in pixels.
const (
	sheetWidth  = 536 // of a diagram, as on the page
	sheetNarrow = 320 // of a diagram for small screens
	sheetGap    = 24
	sheetMargin = 16
	sheetTitle  = 34 // height of the name above a diagram
)

// Picture is an SVG document that needs nothing else: no style sheet, no script, no
// font of its own.
type Picture struct {
	SVG           string
	Width, Height int // in pixels
}

// Standalone draws compared traces. With a question it hides what happens in them.
func Standalone(name string, traces []*trace.Trace, sheet Sheet) Picture {
	drawings, across, cellHeight := sheet.draw(traces)
	columns := max(min(sheet.Columns, len(drawings)), 1)
	rows := (len(drawings) + columns - 1) / columns
	width := 2*sheetMargin + columns*(across+sheetGap) - sheetGap
	lines := sheet.Question.lines(width - 2*sheetMargin)
	top := sheetMargin + len(lines)*questionLine
	height := top + rows*(cellHeight+sheetGap) - sheetGap + sheetMargin

	var w markup.Writer
	openSheet(&w, name, sheet.Words, inTheme(Style+styleOf(drawings), sheet.Theme), width, height)
	if sheet.Theme == Either {
		w.Raw(themeTargets)
	}
	w.Leaf("rect", markup.Class("paper"), markup.Text("width", "100%"), markup.Text("height", "100%"))
	writeQuestion(&w, lines)
	for i, d := range drawings {
		cell(&w, traces[i].Name, d, sheetMargin+i%columns*(across+sheetGap), top+i/columns*(cellHeight+sheetGap))
	}
	w.Close("svg")
	return Picture{w.String() + "\n", width, height}
}

// draw draws compared traces, or veils them, and returns how wide each is, and how
// high with its name.
func (sheet *Sheet) draw(traces []*trace.Trace) (drawings []Drawing, across, height int) {
	across = sheetWidth
	if sheet.Narrow {
		across = sheetNarrow
	}
	drawings = Draw(traces, Options{Width: across, Narrow: sheet.Narrow, Scale: sheet.Scale})
	if sheet.Question != nil {
		veil(drawings)
	}
	if len(drawings) == 0 {
		return nil, across, sheetTitle
	}
	d := &drawings[0] // compared diagrams have one size, which can be wider than was asked for
	return drawings, d.Width, sheetTitle + d.HeaderHeight + d.BodyHeight
}

// styleOf returns the rules that only a picture needs: a background, since the
// page around it may be light or dark, and the diagrams' own sizes, which on
// the page depend on the column.
func styleOf(drawings []Drawing) string {
	style := "\n.paper { fill: var(--paper); }\n.variant-name { font-size: 16px; font-weight: 600; fill: var(--ink); }\n" +
		".question, .choice { font-size: 16px; fill: var(--ink); }\n.question { font-weight: 600; }\n"
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

// inTheme replaces the variables by the colours of a theme. For either theme they
// stay, and the fragment of the picture's address, #light or #dark, decides where
// there is one: a page that is dark by itself wants a dark picture, whatever the
// reader's system prefers.
func inTheme(style string, theme Theme) string {
	if theme == Either {
		return style + "#light:target ~ * {" + variables(style, Light) + "}\n#dark:target ~ * {" + variables(style, Dark) + "}\n"
	}
	var colours []string
	for line := range strings.SplitSeq(variables(style, theme), ";") {
		if name, colour, found := strings.Cut(strings.TrimSpace(line), ": "); found && strings.HasPrefix(name, "--") {
			colours = append(colours, "var("+name+")", colour)
		}
	}
	_, rules, _ := strings.Cut(style, darkEnd)
	return strings.NewReplacer(colours...).Replace(rules)
}

// variables returns the declarations of a theme's colours.
func variables(style string, theme Theme) string {
	start := lightStart
	if theme == Dark {
		start = darkStart
	}
	_, after, _ := strings.Cut(style, start)
	declared, _, _ := strings.Cut(after, "}")
	return declared
}

// themeTargets are what the fragments #light and #dark of a picture's address
// name. All that they colour follows.
const themeTargets = `<g id="light"/><g id="dark"/>`

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
