package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/trace"
	"cacheplay/wasm/view"
)

// formats turn the traces of a scenario's variants into text.
var formats = map[string]func(*view.View) string{
	"console":  asConsole,
	"json":     asJSON,
	"svg":      asSVG,
	"mermaid":  asMermaid,
	"plantuml": asPlantUML,
}

// asConsole prints the console text of each variant, with its name above it if
// there are several.
func asConsole(v *view.View) string {
	if len(v.Variants) == 1 {
		return v.Variants[0].Trace.Console()
	}
	var parts []string
	for i := range v.Variants {
		t := v.Variants[i].Trace
		name := oneLine(t.Name)
		parts = append(parts, name+"\n"+strings.Repeat("=", utf8.RuneCountInString(name))+"\n\n"+t.Console())
	}
	return strings.Join(parts, "\n")
}

// asJSON prints {"version": 1, "runs": [...]}, a trace on each line.
func asJSON(v *view.View) string {
	out := []byte(`{"version":1,"runs":[`)
	for i := range v.Variants {
		if i > 0 {
			out = append(out, ',')
		}
		out = v.Variants[i].Trace.AppendJSON(append(out, '\n'))
	}
	return string(out) + "\n]}\n"
}

// asSVG draws all variants beside each other.
func asSVG(v *view.View) string { return v.Picture(diagram.Sheet{Columns: len(v.Variants)}) }

// asMermaid prints a diagram for each variant. A file of Mermaid holds one diagram:
// -only chooses it.
func asMermaid(v *view.View) string { return inTurn(v, (*trace.Trace).Mermaid) }

// asPlantUML prints a diagram for each variant, which PlantUML takes in one file.
func asPlantUML(v *view.View) string { return inTurn(v, (*trace.Trace).PlantUML) }

func inTurn(v *view.View, text func(*trace.Trace) string) string {
	var parts []string
	for i := range v.Variants {
		parts = append(parts, text(v.Variants[i].Trace))
	}
	return strings.Join(parts, "\n")
}

// oneLine replaces the control characters of a name by spaces.
func oneLine(name string) string {
	return strings.Map(func(r rune) rune {
		if controls(r) {
			return ' '
		}
		return r
	}, name)
}

// controls reports whether a character has an effect on a terminal instead of a
// shape, or breaks the line.
func controls(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}
