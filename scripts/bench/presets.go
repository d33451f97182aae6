package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// redrawBudget is how long an edit may take until everything is drawn anew: a
// frame.
const redrawBudget = 16 * time.Millisecond

// presets measures each built-in scenario natively: its runs alone, and all
// that an edit on the page asks of the engine, from the scenario's text to the
// markup.
func presets(out io.Writer, lasting time.Duration) (within bool, err error) {
	fmt.Fprintln(out, "The built-in scenarios, natively:")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "preset\truns/s\tedit to redraw")
	within = true
	for _, preset := range scenario.Presets() {
		text, _ := scenario.Preset(preset.ID)
		story, errs := scenario.Parse(text)
		if len(errs) > 0 {
			return false, fmt.Errorf("preset %q: %w", preset.ID, errs)
		}
		if _, errs := view.RunAll(story); len(errs) > 0 {
			return false, fmt.Errorf("preset %q: %w", preset.ID, errs)
		}
		eachRun := measure(lasting, func() { runs(story) }) / time.Duration(len(story.Runs))
		redraw := measure(lasting, func() { redraw(text) })
		within = within && redraw <= redrawBudget
		fmt.Fprintf(table, "%s\t%.0f\t%v, %s\n", preset.ID, float64(time.Second)/float64(eachRun), redraw.Round(time.Microsecond), verdict(redraw <= redrawBudget))
	}
	return within, table.Flush()
}

func runs(story *scenario.Scenario) {
	for i := range story.Runs {
		play.Run(&story.Runs[i])
	}
}

func redraw(text []byte) {
	story, _ := scenario.Parse(text)
	v, _ := view.Play(story, view.Options{Options: diagram.Options{Width: 536}})
	v.StripHTML()
	v.PanelsHTML()
}

// measure returns how long a function takes, on average.
func measure(lasting time.Duration, do func()) time.Duration {
	do() // once, so that what is made only once is there
	times, start := 0, time.Now()
	for time.Since(start) < lasting {
		do()
		times++
	}
	return time.Since(start) / time.Duration(times)
}
