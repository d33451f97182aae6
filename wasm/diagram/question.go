package diagram

import (
	"strings"

	"cacheplay/wasm/markup"
)

// Question is a question about what happens in a picture.
type Question struct {
	Text    string
	Choices []string
}

// Sizes of a question in pixels.
const (
	questionSize = 16.0
	questionLine = 22
	veilHeight   = 120
)

// questionText is one line of a question, or of a choice.
type questionText struct{ text, class string }

// lines breaks the question and its choices into lines of a width; none for no question.
func (q *Question) lines(width int) []questionText {
	if q == nil {
		return nil
	}
	var all []questionText
	add := func(text, class string) {
		for _, line := range wrap(partsOf(text), questionSize*boldSize/textSize, float64(width), 1+len(text)) {
			all = append(all, questionText{line, class})
		}
	}
	add(q.Text, "question")
	for _, choice := range q.Choices {
		add("○ "+choice, "choice")
	}
	return append(all, questionText{})
}

// writeQuestion writes the lines of a question at the top of a sheet.
func writeQuestion(w *markup.Writer, lines []questionText) {
	for i, line := range lines {
		if line.text != "" {
			w.Element("text", line.text, markup.Class(line.class), markup.Num("x", sheetMargin+4), markup.Num("y", float64(sheetMargin+i*questionLine)+questionSize))
		}
	}
}

// veil hides what happens in diagrams. Who takes part can still be seen.
func veil(drawings []Drawing) {
	for i := range drawings {
		d := &drawings[i]
		var w markup.Writer
		w.Open("svg", markup.Class("diagram-body"), markup.Num("width", float64(d.Width)), markup.Num("height", veilHeight))
		w.Leaf("rect", markup.Class("band"), markup.Text("width", "100%"), markup.Text("height", "100%"), markup.Num("rx", 6))
		stripes := strings.Builder{}
		for x := -veilHeight; x < d.Width; x += 12 {
			stripes.WriteString("M" + itoa(x) + " " + itoa(veilHeight) + "l" + itoa(veilHeight) + " -" + itoa(veilHeight))
		}
		w.Leaf("path", markup.Class("lifeline"), markup.Text("d", stripes.String()))
		w.Close("svg")
		d.Body, d.BodyHeight = w.String(), veilHeight
	}
}
