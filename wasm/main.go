//go:build js && wasm

// Command wasm is the engine as a WebAssembly program. It offers its API as
// the global object cacheplayEngine and then waits for calls;
// web/engine/engine.js wraps it for the page.
//
// Package bridge turns a panic in a call into an error. Each method checks its
// arguments and returns plain data.
package main

import (
	"cacheplay/wasm/bridge"
	"cacheplay/wasm/diagram"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
	"cacheplay/wasm/view"
)

// methods are the methods of the API, by their names.
var methods = map[string]bridge.Method{
	"version":    version,
	"presets":    presets,
	"preset":     preset,
	"pack":       pack,
	"strategies": strategies,
	"settings":   settings,
	"limits":     limits,
	"check":      check,
	"variants":   variants,
	"run":        run,
	"view":       show,
	"forks":      forks,
	"picture":    picture,

	"placeholder": placeholder,

	"beginExploration": beginExploration,
	"beginRemedies":    beginRemedies,
	"beginLoad":        beginLoad,
	"beginReading":     beginReading,
	"feed":             feed,
	"beginReplay":      beginReplay,
	"advance":          advance,
	"progress":         progress,
	"finish":           finish,
}

func main() {
	putOffGarbage()
	if err := bridge.Export("cacheplayEngine", methods); err != nil {
		panic(err) // without its API the program is useless
	}
	select {}
}

// version returns the versions of the formats.
func version(bridge.Args) (any, error) {
	return map[string]any{"scenario": scenario.Version, "trace": trace.Version}, nil
}

// presets lists the built-in scenarios.
func presets(bridge.Args) (any, error) {
	list := scenario.Presets()
	out := make([]any, len(list))
	for i, p := range list {
		out[i] = map[string]any{"id": p.ID, "title": p.Title, "group": p.Group, "sees": p.Sees}
	}
	return out, nil
}

// preset returns the JSON text of a built-in scenario.
func preset(args bridge.Args) (any, error) {
	id, err := args.Text(0, "id")
	if err != nil {
		return nil, err
	}
	text, ok := scenario.Preset(id)
	if !ok {
		return nil, &bridge.ArgumentError{Text: `there is no preset "` + id + `"`}
	}
	return string(text), nil
}

// pack returns a scenario as its differences from the most similar built-in
// one.
func pack(args bridge.Args) (any, error) {
	s, err := args.Scenario(0)
	if err != nil {
		return nil, err
	}
	preset, patch := s.FromPreset()
	return map[string]any{"preset": preset, "patch": string(patch.AppendCanonical(nil))}, nil
}

// run plays a scenario and returns, for each variant, its trace as JSON text
// in bytes, console text, Mermaid and PlantUML.
func run(args bridge.Args) (any, error) {
	s, err := args.Scenario(0)
	if err != nil {
		return nil, err
	}
	traces, errs := view.PlayAll(s)
	if len(errs) > 0 {
		return nil, errs
	}
	variants := make([]any, len(traces))
	for i, t := range traces {
		packed, err := bridge.Bytes(t.AppendJSON(nil))
		if err != nil {
			return nil, err
		}
		variants[i] = map[string]any{"name": t.Name, "trace": packed,
			"console": t.Console(), "mermaid": t.Mermaid(), "plantuml": t.PlantUML()}
	}
	return map[string]any{"canonical": string(s.Canonical()), "runs": variants}, nil
}

// check plays a scenario and returns nothing but its errors.
func check(args bridge.Args) (any, error) {
	s, err := args.Scenario(0)
	if err != nil {
		return nil, err
	}
	if _, errs := view.PlayAll(s); len(errs) > 0 {
		return nil, errs
	}
	return nil, nil
}

// show plays a scenario and returns what the page shows of it.
func show(args bridge.Args) (any, error) {
	s, err := args.Scenario(0)
	if err != nil {
		return nil, err
	}
	o := args.Options(1)
	opt := view.Options{
		Options: diagram.Options{
			Width:  int(o.Integer("width", 240, 2000, 540)),
			Narrow: o.Flag("narrow"),
		},
		Show:     o.Integers("show"),
		Baseline: int(o.Integer("than", 0, scenario.MaxVariants-1, -1)) + 1,
		Extent:   o.Integer("extent", 0, 1<<53, 0),
	}
	if o.Flag("inOrder") {
		opt.Scale = diagram.InOrder
	}
	if o.Err() != nil {
		return nil, o.Err()
	}
	v, errs := view.Play(s, opt)
	if len(errs) > 0 {
		return nil, errs
	}
	out := viewObject(v)
	out["controls"], out["ordered"] = controls(v.Controls(s)), v.Ordered()
	collectAfterwards()
	// The panels are most of the result. As a part of the JSON text they would be
	// escaped, and parsed once more.
	return map[string]any{"panels": v.PanelsHTML(), "rest": bridge.JSON(out)}, nil
}

// picture plays a scenario and returns the diagram of one variant as an SVG
// document that stands alone.
func picture(args bridge.Args) (any, error) {
	s, err := args.Scenario(0)
	if err != nil {
		return nil, err
	}
	o := args.Options(1)
	variant := o.Integer("run", 0, int64(len(s.Variants)-1), 0)
	sheet := diagram.Sheet{Theme: diagram.Light}
	if o.Flag("dark") {
		sheet.Theme = diagram.Dark
	}
	if o.Flag("inOrder") {
		sheet.Scale = diagram.InOrder
	}
	sheet.Narrow = o.Flag("narrow")
	if o.Err() != nil {
		return nil, o.Err()
	}
	v, errs := view.Play(s, view.Options{Show: []int{}})
	if len(errs) > 0 {
		return nil, errs
	}
	v.Variants = v.Variants[variant : variant+1]
	return v.Picture(sheet).SVG, nil
}

// placeholder returns the markup that stands for a story in other pages: for a preset
// with its pictures; for anything else, which has no id, a link.
func placeholder(args bridge.Args) (any, error) {
	id, err := args.Text(0, "id")
	if err != nil {
		return nil, err
	}
	o := args.Options(1)
	p := view.Placeholder{Address: o.Text("address"), Name: o.Text("name")}
	if text, ok := scenario.Preset(id); ok {
		preset, errs := scenario.Parse(text)
		if len(errs) > 0 {
			return nil, errs
		}
		if p, err = view.PlaceholderOf(id, preset, o.Flag("asks")); err != nil {
			return nil, err
		}
	}
	p.Site, p.Theme = o.Text("site"), o.Text("theme")
	return p.HTML(), o.Err()
}

// viewObject returns what the page shows of a scenario, except the panels.
func viewObject(v *view.View) map[string]any {
	variants := make([]any, len(v.Variants))
	for i := range v.Variants {
		variant := &v.Variants[i]
		variants[i] = map[string]any{"name": variant.Trace.Name, "shown": variant.Shown, "moments": moments(variant), "lists": lists(variant.Lists),
			"holdings": holdings(variant.Holdings), "nothing": view.NothingHTML(), "console": console(variant.Trace),
			"headerHeight": variant.Diagram.HeaderHeight, "stopped": variant.Trace.Stopped}
	}
	return map[string]any{
		"name": v.Name, "text": v.TextHTML(), "legend": v.LegendHTML(), "strip": v.StripHTML(), "variants": v.VariantsHTML(), "faults": v.FaultHTML(),
		"who": v.WhoHTML(), "ask": question(v.Ask), "extent": v.Strip.End, "timePart": diagram.StripTimePart, "runs": variants, "than": v.Baseline,
		"names": map[string]any{"manager": v.InSentence(strategy.ResourceManager), "source": v.InSentence(strategy.Source)},
	}
}

// controls returns the settings that the scenario offers first.
func controls(list []view.Control) []any {
	out := make([]any, len(list))
	for i, c := range list {
		setting := field(c.Field, c.Path)
		setting["name"], setting["zero"] = c.Name, c.Zero
		out[i] = setting
	}
	return out
}

// question returns the scenario's question with what the page says to each
// answer, nil where it has none.
func question(a *view.Ask) any {
	if a == nil {
		return nil
	}
	return map[string]any{"question": a.Question, "choices": texts(a.Choices), "right": a.Right, "verdicts": texts(a.Verdicts), "fact": a.Fact}
}

func texts(list []string) []any {
	out := make([]any, len(list))
	for i, text := range list {
		out[i] = text
	}
	return out
}

// moments returns, for each moment, what the places hold that it changes. The
// other places hold what they held before.
func moments(variant *view.Variant) []any {
	out := make([]any, len(variant.Moments))
	for i := range variant.Moments {
		m := &variant.Moments[i]
		moment := bridge.Object{"event", m.Event, "y", m.Y, "time", m.Time, "when", m.When, "what", m.What,
			"differs", m.Differs, "list", variant.ListID(m), "index", m.Index}
		for place, held := range m.Held {
			if held != nil {
				moment = append(moment, view.Place(place).String(), bridge.Object{"items", held.Items, "changed", held.Changed})
			}
		}
		out[i] = moment
	}
	return out
}

// holdings returns the list items of which the panels of all moments consist.
func holdings(list []view.Holding) []any {
	out := make([]any, len(list))
	for i, h := range list {
		out[i] = bridge.Object{"html", h.HTML()}
	}
	return out
}

// lists returns the lists of steps that a variant follows, by their IDs.
func lists(all []view.List) map[string]any {
	out := map[string]any{}
	for _, l := range all {
		out[l.ID] = list(l.By, l.Steps)
	}
	return out
}

func list(by strategy.Participant, steps []strategy.Step) map[string]any {
	return map[string]any{"by": by.String(), "steps": ids(steps)}
}

func console(t *trace.Trace) []any {
	entries := t.ConsoleEntries()
	out := make([]any, len(entries))
	for i, e := range entries {
		out[i] = bridge.Object{"text", e.Text, "event", e.Event}
	}
	return out
}
