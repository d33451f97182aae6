package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"math"
	"text/tabwriter"
	"time"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// presetFigures are those of a built-in scenario, measured natively.
type presetFigures struct {
	id            string
	runsPerSecond float64
	redraw        time.Duration // of all that an edit on the page asks of the engine
	traces        []string      // the SHA-256 of each run's trace
}

// measurePresets measures each built-in scenario natively, doing what the
// engine does for the page.
func measurePresets(lasting time.Duration) ([]presetFigures, error) {
	var all []presetFigures
	for _, preset := range scenario.Presets() {
		text, _ := scenario.Preset(preset.ID)
		traces, err := runs(text)
		if err != nil {
			return nil, fmt.Errorf("preset %q: %w", preset.ID, err)
		}
		once := measure(lasting, func() { runs(text) })
		all = append(all, presetFigures{
			id:            preset.ID,
			runsPerSecond: float64(len(traces)) / once.Seconds(),
			redraw:        measure(lasting, func() { redraw(text) }),
			traces:        traces,
		})
	}
	return all, nil
}

// runs makes all that a run can be exported as.
func runs(text []byte) (sums []string, err error) {
	story, errs := scenario.Parse(text)
	if len(errs) > 0 {
		return nil, errs
	}
	traces, errs := view.RunAll(story)
	if len(errs) > 0 {
		return nil, errs
	}
	story.Canonical()
	for _, t := range traces {
		sums = append(sums, fmt.Sprintf("%x", sha256.Sum256(t.AppendJSON(nil))))
		t.Console()
		t.Mermaid()
		t.PlantUML()
	}
	return sums, nil
}

func redraw(text []byte) {
	story, _ := scenario.Parse(text)
	v, _ := view.Play(story, view.Options{Options: diagram.Options{Width: 536}, Show: []int{0, 1}})
	v.StripHTML()
	v.PanelsHTML()
}

// attempts is how often each figure is measured; the best counts: what else the
// computer does only makes it worse.
const attempts = 3

// measure returns how long a function takes.
func measure(lasting time.Duration, do func()) time.Duration {
	best := time.Duration(math.MaxInt64)
	for range attempts {
		times, start := 0, time.Now()
		for time.Since(start) < lasting/attempts {
			do()
			times++
		}
		best = min(best, time.Since(start)/time.Duration(max(times, 1)))
	}
	return best
}

func printPresets(out io.Writer, native []presetFigures, measured *chromium) error {
	fmt.Fprintln(out, "\nThe built-in scenarios:")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\truns/s natively\tin Chromium\tratio\tedit to redraw natively\tin Chromium\t")
	for _, n := range native {
		c := measured.Presets[n.id]
		fmt.Fprintf(table, "%s\t%.0f\t%.0f\t%.2f\t%.2f ms\t%.1f ms\t\n", n.id,
			n.runsPerSecond, c.RunsPerSecond, c.RunsPerSecond/n.runsPerSecond, n.redraw.Seconds()*1000, c.Redraw)
	}
	return table.Flush()
}
