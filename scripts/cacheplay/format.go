package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/trace"
)

// formats turn the runs of a scenario into text.
var formats = map[string]func(name string, traces []*trace.Trace) string{
	"console":  asConsole,
	"json":     asJSON,
	"svg":      asSVG,
	"mermaid":  asMermaid,
	"plantuml": asPlantUML,
}

// asConsole prints what the article prints; compared runs under their names.
func asConsole(_ string, traces []*trace.Trace) string {
	if len(traces) == 1 {
		return traces[0].Console()
	}
	var parts []string
	for _, t := range traces {
		name := oneLine(t.Name)
		parts = append(parts, name+"\n"+strings.Repeat("=", utf8.RuneCountInString(name))+"\n\n"+t.Console())
	}
	return strings.Join(parts, "\n")
}

// asJSON prints {"version": 1, "runs": [...]}, a trace on each line.
func asJSON(_ string, traces []*trace.Trace) string {
	out := []byte(`{"version":1,"runs":[`)
	for i, t := range traces {
		if i > 0 {
			out = append(out, ',')
		}
		out = t.AppendJSON(append(out, '\n'))
	}
	return string(out) + "\n]}\n"
}

// asSVG draws all runs beside each other.
func asSVG(name string, traces []*trace.Trace) string {
	return diagram.Standalone(name, traces, diagram.Sheet{Columns: len(traces)})
}

// asMermaid prints a diagram each run. A file of Mermaid holds one: -only picks
// it.
func asMermaid(_ string, traces []*trace.Trace) string {
	return inTurn(traces, (*trace.Trace).Mermaid)
}

// asPlantUML prints a diagram each run, which PlantUML takes in one file.
func asPlantUML(_ string, traces []*trace.Trace) string {
	return inTurn(traces, (*trace.Trace).PlantUML)
}

func inTurn(traces []*trace.Trace, text func(*trace.Trace) string) string {
	var parts []string
	for _, t := range traces {
		parts = append(parts, text(t))
	}
	return strings.Join(parts, "\n")
}

// oneLine keeps a name on its line.
func oneLine(name string) string {
	return strings.Map(func(r rune) rune {
		if controls(r) {
			return ' '
		}
		return r
	}, name)
}

// controls reports whether a terminal would obey a character instead of
// showing it, or break the line at it.
func controls(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}
