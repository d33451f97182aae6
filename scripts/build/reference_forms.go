package main

import (
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
)

// writeDelays writes the forms of a duration and of a latency.
func writeDelays(w *writer) {
	w.heading("duration", "Durations")
	w.put(`<p>A duration is a text of numbers with units: <code>"1500ms"</code>, <code>"2s"</code>, <code>"1m30s"</code>. The units are <code>ns</code>, <code>us</code>, <code>ms</code>, <code>s</code>, <code>m</code> and <code>h</code>. The longest duration is 24 hours.</p>`)
	w.heading("latency", "Delays")
	w.put(`<p>A delay is a duration if it is always the same, or an object that says how it scatters: <code>{"dist": "exponential", "mean": "2ms"}</code>, <code>{"dist": "uniform", "min": "1ms", "max": "3ms"}</code>, or, with what has been measured, <code>{"p50": "1ms", "p99": "20ms"}</code>. The p99 is 1 to ` +
		strconv.Itoa(scenario.MaxPercentileRatio) + ` times the p50.</p>`)
	w.open()
	var seen []string
	for _, dist := range latencyDists() {
		for _, part := range scenario.LatencyForm(dist) {
			if !slices.Contains(seen, part.Path) {
				seen = append(seen, part.Path)
				part.Required = false // of the parts of its own form, each is required
				w.row(part.Path, []string{"latency." + part.Path}, "<p>"+w.linked(part.Doc)+`</p><p class="facts">`+w.allowed(&part)+"</p>")
			}
		}
	}
	w.close()
}

// writeComparison writes how the variants of a scenario are merged.
func writeComparison(w *writer) {
	var names []string
	for _, name := range scenario.Unpatched() {
		names = append(names, "<code>"+name+"</code>")
	}
	w.put(`<p>What an entry says replaces what the document says; objects are merged, lists are replaced as a whole. `,
		strings.Join(names[:len(names)-1], ", "), ` and `, names[len(names)-1], ` belong to the document and cannot be in an entry. A run without a name is called as it writes.</p>`)
}

// figureDocs are the meanings of the figures of an operation.
var figureDocs = map[string]string{
	"wait":    "How long the client waited for the answer.",
	"outcome": "How it ended: ok, failed, unknown (nobody knows whether it took effect) or pending.",
	"value":   "The value written or answered. A field of it follows after a dot: {read.value.amount}.",
	"from":    "Who had the answer: the cache or the source, by its name.",
	"lag":     "From the answer until the source has it.",
	"called":  "From the start until the source is first asked to save it.",
	"held":    "From the start until the source has it.",
	"hit":     "The cache had a copy.",
	"stale":   "The answer was an old value: older than a write whose client had been told that it is done when this one asked.",
	"ok":      "The client was told that it is done.",
	"lost":    "The client was told that it is done, and the source ends without it: it never had it, or an older write came after it.",
	"times":   "How often the source has applied it.",
	"twice":   "The source has applied it more than once.",
}

// runFigureDocs are the meanings of the figures of a whole run, besides its properties.
var runFigureDocs = map[string]string{
	"failed": "How many operations were not told that they are done.",
	"lost":   "How many writes were told that they are done, and the source ends without them.",
	"reads":  "How often the source was asked to read.",
	"saves":  "How often the source was asked to save.",
	"queued": "The most writes that waited in the queue at the same time.",
}

// writeFigures writes what a text can say with figures.
func writeFigures(w *writer) {
	w.put(`<p><code>{whose.figure}</code> is replaced by a figure of the run. Those that are yes or no choose: <code>{read.hit ? one text | another}</code>. Texts to choose from can hold figures, but no further choice. A brace itself is written twice: <code>{{</code> or <code>}}</code>.</p>
<p>Whose it is: <code>write</code> and <code>read</code> are the first of their kind, <code>C2/1</code> is the first operation of the second client.</p>`)
	w.heading("figures", "Figures")
	w.open()
	for _, kind := range scenario.FigureKinds() {
		of := "reads and writes"
		switch {
		case !kind.Writes:
			of = "reads"
		case !kind.Reads:
			of = "writes"
		}
		if kind.YesNo {
			of += "; yes or no"
		}
		w.row(kind.Name, []string{"figure." + kind.Name}, "<p>"+w.linked(figureDocs[kind.Name])+`</p><p class="facts">Of `+of+".</p>")
	}
	w.row("source.value.KEY", []string{"figure.source"}, "<p>What the source holds under a key at the end. A field of it follows after a dot. A key with other characters than letters, digits, <code>_</code>, <code>-</code> and <code>/</code> stands in double quotes.</p>")
	w.row("cache.value.KEY", []string{"figure.cache"}, "<p>The same of the cache.</p>")
	w.row("source.lag", []string{"figure.source.lag"}, "<p>Another name for <code>write.held</code>.</p>")
	for _, name := range scenario.RunFigures() {
		kind, doc := "a number", runFigureDocs[name]
		if p, isProperty := judge.Named(name); isProperty {
			kind, doc = "yes or no", p.Doc()
		}
		w.row("run."+name, []string{"figure.run." + name}, "<p>"+doc+`</p><p class="facts">Of the whole run; `+kind+".</p>")
	}
	w.close()
}
