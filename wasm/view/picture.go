package view

import (
	"strings"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/trace"
)

// Picture returns the diagrams of all variants as an SVG document that stands
// alone, with a description of what happens in them, unless a question is asked.
func (v *View) Picture(sheet diagram.Sheet) diagram.Picture {
	var traces []*trace.Trace
	sheet.Words = Plain(v.Text)
	if sheet.Question != nil {
		sheet.Words = Plain(v.Text[:v.BeforeAnswer]) + " " + v.Ask.words()
	}
	for i := range v.Variants {
		variant := &v.Variants[i]
		traces = append(traces, variant.Trace)
		if sentence := Plain(variant.Sentence); sentence != "" && sheet.Question == nil {
			sheet.Words += " " + variant.Trace.Name + ": " + sentence
		}
	}
	return diagram.Standalone(v.Name, traces, sheet)
}

// words returns the question with its choices.
func (a *Ask) words() string { return a.Question + " " + strings.Join(a.Choices, " / ") }

// ForOtherPages returns two pictures of a story for pages of other people: one that
// can be read in the column of a text, which is seldom wider than 740 pixels, and one
// for phones. While the story's question is open they ask it.
func (v *View) ForOtherPages(question bool) (column, phone diagram.Picture) {
	sheet := diagram.Sheet{Columns: 2, Narrow: len(v.Variants) > 1}
	if question && v.Ask != nil {
		sheet.Question = &diagram.Question{Text: v.Ask.Question, Choices: v.Ask.Choices}
	}
	column = v.Picture(sheet)
	sheet.Columns, sheet.Narrow = 1, true
	return column, v.Picture(sheet)
}
