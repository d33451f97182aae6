package view

import (
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// The page takes fragments: strip, legend, what the faults meant, who is who,
// and the panels. Every part of strip and panels that changes with the figures
// has a data-slot, so that the page can replace these parts and keep the rest,
// and with it the reader's focus.

func slot(name string, run int) markup.Attr {
	return markup.Text("data-slot", name+"-"+strconv.Itoa(run))
}

// veil returns the attribute of a part that gives away the answer to the
// scenario's question. web/picture/ask.css says how the page hides each kind.
func veil(kind string) markup.Attr { return markup.Text("data-veil", kind) }

// StripHTML returns the strip: its axis, and for each variant a row with its
// name, its bars and when the source had all writes.
func (v *View) StripHTML() string {
	var w markup.Writer
	w.Open("div", markup.Class("strip-head"))
	hint := ""
	if len(v.Variants) > 1 {
		hint = "Choose what to see"
	}
	w.Element("span", hint, markup.Class("row-name"))
	w.Open("div", markup.Class("row-bars"), markup.Text("data-slot", "axis"))
	w.Raw(v.Strip.Axis)
	w.Close("div")
	has := ""
	if v.has(writes) {
		has = "Saved after"
	}
	w.Element("span", has, markup.Class("row-source"))
	w.Close("div")
	for i := range v.Variants {
		v.stripRow(&w, i)
	}
	return w.String()
}

// VariantsHTML returns the choice of the variant to see where there is room for
// one diagram; nothing for a scenario without variants.
func (v *View) VariantsHTML() string {
	var w markup.Writer
	if len(v.Variants) < 2 {
		return ""
	}
	for i := range v.Variants {
		w.Open("label")
		w.Leaf("input", markup.Text("type", "radio"), markup.Text("name", "variant"), markup.Text("value", strconv.Itoa(i)), markup.Text("autocomplete", "off"))
		w.Element("span", v.Variants[i].Trace.Name)
		w.Close("label")
	}
	return w.String()
}

// has reports whether any variant has reads, or writes.
func (v *View) has(reads bool) bool {
	return slices.ContainsFunc(v.Variants, func(variant Variant) bool {
		return slices.ContainsFunc(variant.Trace.Ops, func(op trace.Operation) bool { return op.Reads() == reads })
	})
}

func (v *View) stripRow(w *markup.Writer, i int) {
	variant := &v.Variants[i]
	pressed := "false"
	if variant.Shown {
		pressed = "true"
	}
	w.Open("div", markup.Class("strip-variant"), markup.Text("data-variant", strconv.Itoa(i)))
	w.Open("div", markup.Class("row-name"))
	w.Element("button", variant.Trace.Name, markup.Text("type", "button"), markup.Text("aria-pressed", pressed), markup.Class("choose-variant"))
	w.Element("span", variant.Outcome.Waits, markup.Class("row-waits"), veil("part"), slot("waits", i))
	w.Close("div")
	w.Open("div", markup.Class("row-bars"), veil("content"), slot("bars", i))
	w.Raw(v.Strip.Rows[i].SVG)
	w.Close("div")
	w.Open("div", markup.Class("row-source"), slot("outcome", i))
	w.Element("b", variant.Outcome.Source, veil("part"))
	if variant.Outcome.Short != "" {
		w.Element("span", variant.Outcome.Short, markup.Class("fate "+string(variant.Outcome.Fate)), veil("part"))
	}
	w.Close("div")
	w.Close("div")
}

// PanelsHTML returns a panel for each variant that is shown: its name, its
// diagram, its sentence, its difference from the baseline, when to choose its
// strategy, what each place holds, and its lists of steps.
func (v *View) PanelsHTML() string {
	var w markup.Writer
	for i := range v.Variants {
		if v.Variants[i].Shown {
			v.panel(&w, i)
		}
	}
	return w.String()
}

func (v *View) panel(w *markup.Writer, i int) {
	variant := &v.Variants[i]
	w.Open("section", markup.Class("panel"), markup.Text("aria-label", variant.Trace.Name), markup.Text("data-variant", strconv.Itoa(i)))
	if len(v.Variants) > 1 || variant.Trace.Name != v.Name { // a scenario without variants has its name above already
		w.Element("h2", variant.Trace.Name)
	}
	drawDiagram(w, i, variant.Trace.Name, &variant.Diagram)
	w.Open("p", markup.Class("sentence"), veil("text"), slot("sentence", i))
	writeSpans(w, variant.Sentence)
	w.Close("p")
	w.Open("p", markup.Class("difference"), veil("text"), slot("difference", i))
	writeDifference(w, variant)
	w.Close("p")
	if s, ok := variant.advice(); ok {
		w.Open("p", markup.Class("advice"), veil("text"), markup.Text("data-in", "play"))
		w.Element("b", "Choose it ")
		names := strings.NewReplacer("the source", theSource(variant.Trace), "the cache", theCache(variant.Trace))
		w.Text(names.Replace(s.Choose))
		w.Element("b", " It costs ")
		w.Text(names.Replace(s.Cost))
		w.Close("p")
	}
	w.Open("div", markup.Class("state"), veil("content"), slot("state", i))
	variant.writeState(w)
	w.Close("div")
	variant.writeSteps(w, i)
	w.Close("section")
}

// writeDifference writes how a variant differs from the baseline, and explains
// the mark in its diagram, where there is one.
func writeDifference(w *markup.Writer, variant *Variant) {
	writeSpans(w, variant.Difference)
	if slices.Contains(variant.Differs, true) {
		w.Text(" ")
		w.Element("span", "≠", markup.Class("differs"))
		w.Text(" marks where.")
	}
}

// advice returns the strategy of the variant's first write, and whether there
// is advice about it.
func (v *Variant) advice() (strategy.Strategy, bool) {
	for _, op := range v.Trace.Ops {
		if !op.Reads() {
			s, ok := strategy.ByID(strategy.Write, op.Strategy)
			return s, ok && s.Choose != ""
		}
	}
	return strategy.Strategy{}, false
}

// drawDiagram writes a diagram with its headers apart from its body, so that
// they stay in sight while the page scrolls.
func drawDiagram(w *markup.Writer, i int, name string, d *diagram.Drawing) {
	w.Open("div", markup.Class("diagram"), veil("content"))
	w.Open("div", markup.Class("diagram-headers"), slot("headers", i))
	w.Raw(d.Header)
	w.Close("div")
	w.Open("div", markup.Class("diagram-view"), slot("diagram", i), markup.Text("tabindex", "0"), markup.Text("role", "group"),
		markup.Text("aria-label", "Sequence diagram of "+name+". Up and down arrows move from event to event."))
	w.Open("div", markup.Class("diagram-canvas"))
	w.Raw(d.Body)
	w.Close("div")
	w.Close("div")
	w.Close("div")
}

// writeState writes what each place holds at the end. For any other moment the
// page fills the same lists with the same items.
func (v *Variant) writeState(w *markup.Writer) {
	if len(v.Moments) == 0 {
		return
	}
	w.Element("span", "At the end", markup.Class("state-when"))
	w.Open("dl")
	for place, name := range [Places]string{v.Trace.RoleName(strategy.Cache), "Queue", "Dead letters", v.Trace.RoleName(strategy.Source), "Circuit breaker"} {
		if v.shows(Place(place)) {
			writeHoldings(w, name, Place(place), v.HeldAt(len(v.Moments)-1, Place(place)))
		}
	}
	w.Close("dl")
}

// shows reports whether a panel has a list for a place: for cache and source
// always, for the others where they take part.
func (v *Variant) shows(place Place) bool {
	switch place {
	case InQueue:
		return v.queues()
	case InDead:
		return happens(v.Trace, trace.DeadLettered)
	case InBreaker:
		return happens(v.Trace, trace.BreakerOpened)
	}
	return true
}

func writeHoldings(w *markup.Writer, name string, place Place, holdings []Holding) {
	w.Open("div")
	w.Element("dt", name)
	w.Open("dd")
	w.Open("ul", markup.Text("data-holds", place.String()))
	for _, h := range holdings {
		w.Raw(h.HTML())
	}
	if len(holdings) == 0 {
		w.Raw(NothingHTML())
	}
	w.Close("ul")
	w.Close("dd")
	w.Close("div")
}

// HTML returns the list item that shows the holding.
func (h *Holding) HTML() string {
	var w markup.Writer
	var class []markup.Attr
	if h.Alarm {
		class = append(class, markup.Class("alarm"))
	}
	w.Open("li", class...)
	w.Text(h.Text)
	if h.Note != "" {
		w.Element("span", " – "+h.Note, markup.Class("still"))
	}
	w.Close("li")
	return w.String()
}

// NothingHTML returns the list item that stands in an empty place.
func NothingHTML() string {
	var w markup.Writer
	w.Element("li", "nothing", markup.Class("nothing"))
	return w.String()
}

// queues reports whether any write of the variant goes through the queue.
func (v *Variant) queues() bool {
	for _, e := range v.Trace.Events {
		if e.Sense == trace.Queued {
			return true
		}
	}
	return false
}

// writeSteps writes the lists of steps that the variant's operations follow.
// The page can put an editor into the element of each list.
func (v *Variant) writeSteps(w *markup.Writer, i int) {
	w.Open("div", markup.Class("steps"))
	for _, kind := range []strategy.Kind{strategy.Write, strategy.Worker, strategy.Read} {
		w.Open("div", markup.Class("steps-of"), markup.Text("data-list", kind.String()))
		w.Open("div", markup.Class("steps-lists"), slot("steps-"+kind.String(), i))
		for _, l := range v.Lists {
			if l.Kind == kind {
				v.writeList(w, &l)
			}
		}
		w.Close("div")
		w.Close("div")
	}
	w.Close("div")
}

// writeList writes a list of steps. The variant's own lists can be edited.
func (v *Variant) writeList(w *markup.Writer, l *List) {
	w.Open("div", markup.Class("steps-list"))
	w.Element("span", l.words(v.Trace.RoleName(strategy.ResourceManager)), markup.Class("steps-name"))
	if l.Owner == "" && l.ID != feedID {
		w.Element("button", "Edit", markup.Text("type", "button"), markup.Class("edit-steps"),
			markup.Text("data-in", "play"), markup.Text("data-embedded", "never"),
			markup.Text("aria-label", "Edit the "+l.Kind.String()+" steps of "+v.Trace.Name))
	}
	w.Open("p")
	for i, step := range l.Steps {
		w.Element("code", step.String(), markup.Text("data-step", l.ID+"-"+strconv.Itoa(i)))
	}
	w.Close("p")
	w.Close("div")
}

// words returns whose list it is and who takes its steps.
func (l *List) words(manager string) string {
	by := "client"
	if l.By == strategy.ResourceManager {
		by = manager
	}
	switch {
	case l.Kind == strategy.Worker:
		return "worker"
	case l.ID == feedID:
		return "change feed"
	case l.Owner != "":
		return l.Kind.String() + " of " + l.Owner + ", by the " + by
	}
	return l.Kind.String() + ", by the " + by
}

// writeSpans writes a sentence with its figures in bold.
func writeSpans(w *markup.Writer, spans []Span) {
	for _, s := range spans {
		if s.Figure {
			w.Element("b", s.Text)
		} else {
			w.Text(s.Text)
		}
	}
}

// TextHTML returns the scenario's text. What gives away the answer to its
// question has an element of its own, so that the page can hide it.
func (v *View) TextHTML() string {
	var w markup.Writer
	if v.Ask == nil {
		writeSpans(&w, v.Text)
		return w.String()
	}
	writeSpans(&w, v.Text[:v.BeforeAnswer])
	w.Open("span", veil("text"))
	writeSpans(&w, v.Text[v.BeforeAnswer:])
	w.Close("span")
	return w.String()
}
