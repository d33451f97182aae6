// Package view assembles what the page shows of a scenario: for each run its
// sentence, its row of the strip, how it differs from the first one shown, its
// diagram and its moments; and its question with the verdicts. The page, the
// build (which draws the first picture into the HTML) and the pictures of the
// presets all take it from here, so that they cannot differ.
//
// It stands on packages play, trace and diagram. It promises words and markup
// that are ready to be shown: every text is plain, every drawing escaped.
package view

import (
	"slices"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// Options say how the diagrams are drawn, and which runs.
type Options struct {
	diagram.Options
	Show   []int // indexes of the runs that get a diagram; nil: all
	Than   int   // the run that they are compared with, counted from 1; 0: the first that gets a diagram
	Extent int64 // the strip's axis reaches at least this time, in nanoseconds
}

// View is what the page shows of a scenario.
type View struct {
	Name   string
	Text   []Span // what to look at
	Untold int    // how many spans of Text can be read before the question is answered
	Ask    *Ask   // the scenario's question, if it has one
	Strip  diagram.Strip
	Runs   []Run
	Than   int // the run that those shown are compared with
}

// Run is one run. Diagram is empty for a run that is not shown.
type Run struct {
	Trace      *trace.Trace
	Sentence   []Span
	Outcome    Outcome
	Shown      bool
	Difference []Span // from the run that it is compared with; nil for that one
	Differs    []bool // by event: it is not as in that run
	Diagram    diagram.Drawing
	Moments    []Moment  // one for each row of the diagram
	Holdings   []Holding // all that is held at any of them
	Lists      []List
}

// Play runs a scenario and assembles its view. The errors are those of
// play.Run, with the index of the run in "compare" before their paths.
func Play(s *scenario.Scenario, opt Options) (*View, scenario.Errors) {
	traces, errs := RunAll(s)
	if len(errs) > 0 {
		return nil, errs
	}
	v := &View{Name: s.Name, Text: spans(s.Text, traces[0]), Untold: untold(s, traces[0]), Ask: askOf(s, traces[0]),
		Strip: diagram.NewStrip(traces, opt.Extent)}
	for i, t := range traces {
		v.Runs = append(v.Runs, Run{Trace: t, Sentence: spans(s.Runs[i].Text, t), Outcome: outcomeOf(t), Shown: opt.shows(i), Lists: listsOf(&s.Runs[i])})
	}
	v.compare(s, opt.Than-1)
	v.draw(opt.Options)
	return v, nil
}

// compare says and marks how the shown runs differ from one of all, or, where
// there is none of that index, from the first of them.
func (v *View) compare(s *scenario.Scenario, with int) {
	if with < 0 || with >= len(v.Runs) {
		with = slices.IndexFunc(v.Runs, func(r Run) bool { return r.Shown })
	}
	v.Than = with
	for i := range v.Runs {
		if r := &v.Runs[i]; r.Shown && i != with {
			than := v.Runs[with].Trace
			r.Difference = difference(than, r.Trace)
			r.Differs = differing(than, r.Trace, sameLists(&s.Runs[with], &s.Runs[i]))
		}
	}
}

// draw draws the shown runs on one axis.
func (v *View) draw(opt diagram.Options) {
	var shown []*trace.Trace
	for i := range v.Runs {
		if r := &v.Runs[i]; r.Shown {
			shown = append(shown, r.Trace)
			opt.Differs = append(opt.Differs, r.Differs)
		}
	}
	drawings := diagram.Draw(shown, opt)
	for i := range v.Runs {
		if r := &v.Runs[i]; r.Shown {
			r.Diagram, drawings = drawings[0], drawings[1:]
			r.Moments, r.Holdings = momentsOf(r.Trace, r.Diagram.Rows, r.Differs)
		}
	}
}

// RunAll runs every run of a scenario. The errors are those of Play.
func RunAll(s *scenario.Scenario) ([]*trace.Trace, scenario.Errors) {
	var traces []*trace.Trace
	var errs scenario.Errors
	_, compares := s.Tree.Get("compare")
	for i := range s.Runs {
		t, found := play.Run(&s.Runs[i])
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

func (o *Options) shows(run int) bool { return o.Show == nil || slices.Contains(o.Show, run) }
