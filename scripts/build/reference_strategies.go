package main

import (
	"html"
	"slices"
	"strings"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// doers introduce the steps of a list by who takes them.
var doers = map[strategy.Participant]string{strategy.Client: "The client:", strategy.ResourceManager: "The Resource Manager:"}

// refreshDocs say which hits are refreshed.
var refreshDocs = map[strategy.Refresh]string{
	strategy.RefreshAhead:         "A hit near the end of the copy’s time to live is answered, and the steps that follow load it anew in the background: see cache.refreshAheadFactor.",
	strategy.StaleWhileRevalidate: "A copy just past its end is answered too, and the steps that follow load it anew in the background: see cache.staleWhileRevalidate.",
}

// writeStrategies writes the named strategies, the steps, and how to give steps of
// one's own.
func writeStrategies(w *writer) {
	for _, kind := range []strategy.Kind{strategy.Read, strategy.Write} {
		w.heading(kind.String()+"-strategies", "Strategies to "+kind.String())
		w.open()
		for _, s := range strategy.Named(kind) {
			w.strategy(&s)
		}
		w.close()
	}
	w.heading("steps", "Steps")
	w.put(`<p>What comes after the answer happens in the background, while the client goes on.</p>`)
	w.open()
	for _, step := range allSteps() {
		w.row(step.String(), []string{step.String()}, "<p>"+html.EscapeString(step.Doc())+`</p><p class="facts">For `+html.EscapeString(kindsOf(step))+".</p>")
	}
	w.close()
	w.heading("own-steps", "Steps of your own")
	w.put(`<p>An object in place of a name gives the steps themselves. A list that cannot work is an error: an operation is answered once, and not before its result is known; a write reaches the source, itself or by the queue, which only the Resource Manager fills.</p>`)
	w.open()
	for _, part := range w.ownParts() {
		w.field(part.field, part.paths)
	}
	w.close()
	w.example("A writer that uses the queue, and a worker that also deletes the copy:", ownExample)
}

const ownExample = `"write": {
  "by": "manager",
  "steps": ["queue.put", "answer"],
  "worker": [
    "queue.take", "source.save",
    "cache.delete", "queue.done"
  ]
}`

// strategy writes a named strategy.
func (w *writer) strategy(s *strategy.Strategy) {
	content := stepList(doers[s.By], s.Steps)
	if s.Queues() {
		content += stepList("Later a worker:", strategy.WorkerSteps)
	}
	if len(s.Feed) > 0 {
		content += stepList("Later the source’s change feed:", s.Feed)
	}
	if refreshes := refreshDocs[s.Refresh]; refreshes != "" {
		content += "<p>" + w.linked(refreshes) + "</p>"
	}
	also := ""
	if s.Also != "" {
		also = `<span class="also">also called ` + html.EscapeString(s.Also) + "</span>"
	}
	if s.Choose != "" {
		content += `<p class="facts">Choose it ` + html.EscapeString(s.Choose) + " It costs " + html.EscapeString(s.Cost) + "</p>"
	}
	w.rowAlso(s.ID, []string{s.ID}, also, content)
}

// stepList returns the markup of steps that link to their explanations.
func stepList(who string, steps []strategy.Step) string {
	out := `<ol class="step-chain"><li class="who">` + who + "</li>"
	for _, step := range steps {
		out += `<li><a href="#` + step.String() + `"><code>` + step.String() + "</code></a></li>"
	}
	return out + "</ol>"
}

// kindsOf returns the kinds of lists that can hold a step.
func kindsOf(step strategy.Step) string {
	var kinds []string
	for _, kind := range []strategy.Kind{strategy.Read, strategy.Write, strategy.Worker} {
		if slices.Contains(stepsOf(kind), step) {
			kinds = append(kinds, kind.String()+"s")
		}
	}
	return strings.Join(kinds, ", ")
}

// ownPart is a field of a strategy that is given as steps, with all its paths.
type ownPart struct {
	field *scenario.Field
	paths []string
}

// ownParts returns the fields of strategies that are given as steps, those of the
// scenario before those of its clients.
func (w *writer) ownParts() []ownPart {
	var parts []ownPart
	for i := range w.fields {
		f := &w.fields[i]
		if !w.insideStrategy(f.Path) {
			continue
		}
		_, name := splitPath(f.Path)
		same := slices.IndexFunc(parts, func(p ownPart) bool { _, other := splitPath(p.paths[0]); return other == name })
		if same < 0 {
			parts = append(parts, ownPart{field: f, paths: []string{f.Path}})
			continue
		}
		parts[same].paths = append(parts[same].paths, f.Path)
	}
	return parts
}
