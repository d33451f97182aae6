// Package view assembles what the page shows of a scenario: for each variant its
// sentence, its row of the strip, its diagram, its moments and its difference
// from another variant; and the scenario's question with the verdicts. The page,
// the build, which draws the first picture into the HTML, and the pictures of the
// presets all take these from here, so that they are the same.
//
// It depends on packages play, trace and diagram. In its markup every text is
// escaped; its sentences have no markup.
package view

import (
	"slices"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// Options say how the diagrams are drawn, and of which variants.
type Options struct {
	diagram.Options
	Show     []int // indexes of the variants that get a diagram; nil: all
	Baseline int   // the variant that they are compared with, counted from 1; 0: the first that gets a diagram
	Extent   int64 // the strip's axis reaches at least this time, in nanoseconds
}

// View is what the page shows of a scenario.
type View struct {
	Name         string
	Text         []Span // the scenario's text
	BeforeAnswer int    // how many spans of Text can be read before the question is answered
	Ask          *Ask   // the scenario's question, if it has one
	Strip        diagram.Strip
	Variants     []Variant
	Baseline     int // index of the variant that the others are compared with
}

// Variant is what the page shows of one variant. Diagram, Moments and Holdings
// are empty where the variant is not shown.
type Variant struct {
	Trace      *trace.Trace
	Sentence   []Span
	Outcome    Outcome
	Shown      bool
	Difference []Span // from the baseline; nil for the baseline itself
	Differs    []bool // by event: the baseline does not have it
	Diagram    diagram.Drawing
	Moments    []Moment  // one for each row of the diagram
	Holdings   []Holding // all that any place holds at any moment
	Lists      []List
}

// Play runs a scenario and assembles its view. The errors are those of
// PlayAll.
func Play(s *scenario.Scenario, opt Options) (*View, scenario.Errors) {
	traces, errs := PlayAll(s)
	if len(errs) > 0 {
		return nil, errs
	}
	v := &View{Name: s.Name, Text: spans(s.Text, traces[0]), BeforeAnswer: beforeAnswer(s, traces[0]), Ask: askOf(s, traces[0]),
		Strip: diagram.NewStrip(traces, opt.Extent)}
	for i, t := range traces {
		v.Variants = append(v.Variants, Variant{Trace: t, Sentence: spans(s.Variants[i].Text, t), Outcome: outcomeOf(t), Shown: opt.shows(i), Lists: listsOf(&s.Variants[i])})
	}
	v.compare(s, opt.Baseline-1)
	v.draw(opt.Options)
	return v, nil
}

// Only leaves one variant in a view, whose text then has the figures of that one.
// The index counts the scenario's variants from 0.
func (v *View) Only(s *scenario.Scenario, variant int) {
	v.Variants = v.Variants[variant : variant+1]
	t := v.Variants[0].Trace
	v.Text, v.BeforeAnswer = spans(s.Text, t), beforeAnswer(s, t)
}

// compare finds out how the shown variants differ from the one with the index
// baseline or, where there is none, from the first that is shown.
func (v *View) compare(s *scenario.Scenario, baseline int) {
	if baseline < 0 || baseline >= len(v.Variants) {
		baseline = slices.IndexFunc(v.Variants, func(variant Variant) bool { return variant.Shown })
	}
	v.Baseline = baseline
	for i := range v.Variants {
		if variant := &v.Variants[i]; variant.Shown && i != baseline {
			base := v.Variants[baseline].Trace
			variant.Difference = difference(base, variant.Trace)
			variant.Differs = differing(base, variant.Trace, sameLists(&s.Variants[baseline], &s.Variants[i]))
		}
	}
}

// draw draws the shown variants on one axis.
func (v *View) draw(opt diagram.Options) {
	var shown []*trace.Trace
	for i := range v.Variants {
		if variant := &v.Variants[i]; variant.Shown {
			shown = append(shown, variant.Trace)
			opt.Differs = append(opt.Differs, variant.Differs)
		}
	}
	drawings := diagram.Draw(shown, opt)
	for i := range v.Variants {
		if variant := &v.Variants[i]; variant.Shown {
			variant.Diagram, drawings = drawings[0], drawings[1:]
			variant.Moments, variant.Holdings = momentsOf(variant.Trace, variant.Diagram.Rows, variant.Differs)
		}
	}
}

// PlayAll runs every variant of a scenario. The errors are those of play.Run;
// where the scenario has "compare", their paths begin with the variant's index
// in it.
func PlayAll(s *scenario.Scenario) ([]*trace.Trace, scenario.Errors) {
	var traces []*trace.Trace
	var errs scenario.Errors
	_, compares := s.Tree.Get("compare")
	for i := range s.Variants {
		t, found := play.Run(&s.Variants[i])
		for _, e := range found {
			if compares {
				e.Path = jsontree.Index("compare", i) + "." + e.Path
			}
			errs = append(errs, e)
		}
		traces = append(traces, t)
	}
	return traces, errs
}

func (o *Options) shows(variant int) bool { return o.Show == nil || slices.Contains(o.Show, variant) }
