package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/trace"
	"cacheplay/wasm/view"
)

// formats are the functions that print played variants, by format.
var formats = map[string]func(*view.View) string{
	"console":  asConsole,
	"json":     asJSON,
	"svg":      asSVG,
	"mermaid":  asMermaid,
	"plantuml": asPlantUML,
}

// asConsole returns the console text; that of several variants under their names.
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

// asJSON returns {"version": 1, "runs": [...]}, with a trace on each line.
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

// asSVG returns a picture of all variants side by side.
func asSVG(v *view.View) string { return v.Picture(diagram.Sheet{Columns: len(v.Variants)}).SVG }

// asMermaid returns a diagram of each variant. Mermaid reads one in a file, which
// -only selects.
func asMermaid(v *view.View) string { return inTurn(v, (*trace.Trace).Mermaid) }

// asPlantUML returns a diagram of each variant. PlantUML reads all in one file.
func asPlantUML(v *view.View) string { return inTurn(v, (*trace.Trace).PlantUML) }

// inTurn joins a text of each variant.
func inTurn(v *view.View, text func(*trace.Trace) string) string {
	var parts []string
	for i := range v.Variants {
		parts = append(parts, text(v.Variants[i].Trace))
	}
	return strings.Join(parts, "\n")
}

// oneLine returns a name with spaces for its control characters.
func oneLine(name string) string {
	return strings.Map(func(r rune) rune {
		if isControl(r) {
			return ' '
		}
		return r
	}, name)
}

// isControl reports whether a terminal may interpret a character instead of showing
// it, or break the line at it.
func isControl(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}
