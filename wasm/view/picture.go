package view

import (
	"cacheplay/wasm/diagram"
	"cacheplay/wasm/trace"
)

// Picture returns the diagrams of all variants as an SVG document that stands
// alone, with a description of what happens in them.
func (v *View) Picture(sheet diagram.Sheet) string {
	var traces []*trace.Trace
	sheet.Words = Plain(v.Text)
	for i := range v.Variants {
		variant := &v.Variants[i]
		traces = append(traces, variant.Trace)
		if sentence := Plain(variant.Sentence); sentence != "" {
			sheet.Words += " " + variant.Trace.Name + ": " + sentence
		}
	}
	return diagram.Standalone(v.Name, traces, sheet)
}
