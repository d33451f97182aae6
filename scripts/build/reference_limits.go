package main

import (
	"html"
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/explore"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// limit is a bound of the format.
type limit struct {
	name string
	most string
}

// limits returns the bounds that no field states.
func limits() []limit {
	n := strconv.Itoa
	return []limit{
		{"Variants to compare", n(scenario.MaxVariants)},
		{"Clients", n(scenario.MaxClients)},
		{"Operations of a client", n(scenario.MaxOpsPerClient)},
		{"Operations of all clients", n(scenario.MaxOps)},
		{"Operations of a scenario whose every order is explored", n(explore.MaxOps)},
		{"Payments of all clients on a key", n(engine.MaxPayments)},
		{"Records of the source at the start", n(scenario.MaxRecords)},
		{"Keys, of records and operations together", n(scenario.MaxKeys)},
		{"Steps of a strategy", n(strategy.MaxSteps)},
		{"Faults", n(scenario.MaxFaults)},
		{"Outages of the source", n(scenario.MaxOutages)},
		{"Turns of an order", n(scenario.MaxOrder)},
		{"Controls", n(scenario.MaxControls)},
		{"Events of a run, which then stops and says so", n(play.MaxEvents)},
		{"Size of a value, as JSON", n(scenario.MaxValueBytes) + " bytes"},
		{"Objects and lists inside each other in a value", n(scenario.MaxValueDepth)},
		{"A duration", "24 hours"},
		{"Errors listed", n(scenario.MaxErrors)},
	}
}

// writeLimits writes the bounds of a scenario.
func writeLimits(w *writer) {
	w.put(`<p>A scenario tells a story that a person can follow. These are the most that one can hold; numbers and texts have their limits beside their fields.</p>`)
	w.put("<dl class=\"fields limits\">\n")
	for _, l := range limits() {
		w.put("<div><dt>", html.EscapeString(l.name), "</dt><dd>", l.most, "</dd></div>\n")
	}
	w.close()
}

// writeSchemaHelp writes how an editor uses the schema, and what the schema leaves
// to the decoder.
func writeSchemaHelp(w *writer) {
	w.put(`<p><a href="scenario.schema.json">scenario.schema.json</a> is this format as a JSON Schema (draft 2020-12). With it an editor offers the fields while you type, and marks what is wrong. A scenario does not name its schema: tell the editor which files it is for. Visual Studio Code, for example, has a setting for that:</p>`)
	w.example("settings.json", `"json.schemas": [
  {
    "fileMatch": ["*.scenario.json"],
    "url": "./scenario.schema.json"
  }
]`)
	w.put("<p>Some mistakes only the playground itself can tell:</p>\n<ul>\n")
	for _, what := range beyondSchema {
		w.put("<li>", html.EscapeString(what), "</li>\n")
	}
	w.put("</ul>\n")
}
