package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
	"time"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// sample is a scenario that is measured.
type sample struct {
	id    string
	text  []byte
	drawn int // the number of variants that are drawn
}

// largest is the id of the scenario that is as large as the format allows.
const largest = "largest"

// samples returns the presets, drawn as the page shows them first, and the largest
// scenario.
func samples() []sample {
	var all []sample
	for _, preset := range scenario.Presets() {
		text, _ := scenario.Preset(preset.ID)
		all = append(all, sample{preset.ID, text, 2})
	}
	return append(all, sample{largest, largestText(), scenario.MaxVariants})
}

// largestText returns a scenario with the most clients, operations and variants,
// whose clients work concurrently on many keys.
func largestText() []byte {
	var clients []string
	for client := range scenario.MaxClients {
		ops := scenario.MaxOps / scenario.MaxClients
		if client < scenario.MaxOps%scenario.MaxClients {
			ops++
		}
		var list []string
		for i := range ops {
			kind := [...]string{`"create", "think": "10ms"`, `"get"`}[i%2]
			list = append(list, fmt.Sprintf(`{"op": %s, "key": "key %d"}`, kind, (client*7+i/2)%20))
		}
		clients = append(clients, `{"ops": [`+strings.Join(list, ", ")+`]}`)
	}
	return []byte(`{
		"version": 1,
		"source": {"readLatency": "5ms", "writeLatency": "7ms"},
		"writeBehind": {"writeDelay": "50ms"},
		"compare": [
			{"write": "write-behind"},
			{"write": "write-through"},
			{"write": "write-around"},
			{"read": "cache-aside", "write": "write-invalidate"}
		],
		"clients": [` + strings.Join(clients, ", ") + `]
	}`)
}

// sampleFigures are the native measurements of a sample.
type sampleFigures struct {
	id            string
	runsPerSecond float64
	redraw        time.Duration // of what an edit on the page asks of the engine
	traces        []string      // the SHA-256 of each variant's trace
}

// measureSamples measures each sample natively, doing what the engine does for the
// page.
func measureSamples(lasting time.Duration) ([]sampleFigures, error) {
	var all []sampleFigures
	for _, s := range samples() {
		traces, err := s.runs()
		if err != nil {
			return nil, fmt.Errorf("scenario %q: %w", s.id, err)
		}
		once := measure(lasting, func() { s.runs() })
		all = append(all, sampleFigures{
			id:            s.id,
			runsPerSecond: float64(len(traces)) / once.Seconds(),
			redraw:        measure(lasting, s.redraw),
			traces:        traces,
		})
	}
	return all, nil
}

// runs plays all variants and makes every export of them, and returns the SHA-256
// of each trace.
func (s *sample) runs() (sums []string, err error) {
	parsed, errs := scenario.Parse(s.text)
	if len(errs) > 0 {
		return nil, errs
	}
	traces, errs := view.PlayAll(parsed)
	if len(errs) > 0 {
		return nil, errs
	}
	parsed.Canonical()
	for _, t := range traces {
		sums = append(sums, fmt.Sprintf("%x", sha256.Sum256(t.AppendJSON(nil))))
		t.Console()
		t.Mermaid()
		t.PlantUML()
	}
	return sums, nil
}

// redraw plays the variants and makes the markup for the page.
func (s *sample) redraw() {
	parsed, _ := scenario.Parse(s.text)
	v, _ := view.Play(parsed, view.Options{Options: diagram.Options{Width: 536}, Show: s.shown()})
	v.StripHTML()
	v.PanelsHTML()
}

// shown returns the indexes of the variants that are drawn.
func (s *sample) shown() []int {
	out := make([]int, s.drawn)
	for i := range out {
		out[i] = i
	}
	return out
}

// attempts is the number of times that each figure is measured. The best counts,
// since other work of the computer only makes it worse.
const attempts = 3

// measure returns how long a function takes, calling it for a duration.
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

func printSamples(out io.Writer, native []sampleFigures, measured *chromium) error {
	fmt.Fprintln(out, "\nThe presets, two variants of each drawn, and the largest scenario, with all its variants;")
	fmt.Fprintln(out, "an edit until it is drawn, in ms:")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\truns/s natively\tin Chromium\tratio\tedit natively\tin Chromium\tengine\tpage\tlayout\t")
	for _, n := range native {
		c := measured.Samples[n.id]
		fmt.Fprintf(table, "%s\t%.0f\t%.0f\t%.2f\t%.2f\t%.1f\t%.1f\t%.1f\t%.1f\t\n", n.id,
			n.runsPerSecond, c.RunsPerSecond, c.RunsPerSecond/n.runsPerSecond, n.redraw.Seconds()*1000,
			c.Edit.total(), c.Edit.Engine, c.Edit.Page, c.Edit.Layout)
	}
	return table.Flush()
}
