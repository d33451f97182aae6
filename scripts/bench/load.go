package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"cacheplay/wasm/load"
	"cacheplay/wasm/scenario"
)

// loadOperations is how many operations a system is measured with, loadRounds how often;
// the median counts.
const loadOperations, loadRounds = 300_000, 3

// loadCase is a system under a workload that is measured.
type loadCase struct {
	system     string
	Name       string // with the sizes
	Keys       int
	Operations int
	Scenario   string
	Plain      bool // whether plain JavaScript does the same (scripts/browser/bench-plain.mjs)
}

// asideInvalidate is the system that plain JavaScript is written for, too.
const asideInvalidate = "aside + invalidate"

// loadCases returns the systems that are measured, of each first a small one.
func loadCases() (all []loadCase) {
	const aside = `"read": "cache-aside", "write": "write-invalidate"`
	const behind = "write-behind, 50 workers"
	delayed := func(delay string) string {
		return fmt.Sprintf(`"write": "write-behind", "writeBehind": {"workers": 50, "writeDelay": %q}`, delay)
	}
	for _, keys := range []int{1e3, 1e5, 1e6} {
		n := fmt.Sprintf(", %d keys", keys)
		all = append(all,
			newLoadCase(asideInvalidate, n, keys, loadOperations, aside, ""),
			newLoadCase("write-through", n, keys, loadOperations, `"write": "write-through"`, ""),
			newLoadCase(behind, n, keys, loadOperations, delayed("0s"), ""),
			newLoadCase("LRU at 10 %", n, keys, loadOperations, aside, fmt.Sprintf(`, "capacity": %d`, keys/10)))
	}
	// With ten thousand writes a second, the delay is the backlog.
	return append(all,
		newLoadCase(behind, ", backlog of 10^4", 1e3, loadOperations, delayed("1s"), ""),
		newLoadCase(behind, ", backlog of 10^5", 1e3, 1_200_000, delayed("10s"), ""))
}

// newLoadCase returns a system with strategies under operations by Zipf's law, of which
// one in ten is an edit, at a rate that leaves most of the source's places free.
func newLoadCase(system, size string, keys, operations int, strategies, cache string) loadCase {
	return loadCase{system: system, Name: system + size, Keys: keys, Operations: operations, Scenario: fmt.Sprintf(`{"version": 1, %s,
		"network": {"latency": "200us"}, "cache": {"latency": "100us"%s},
		"source": {"readLatency": {"dist": "exponential", "mean": "1ms"}, "writeLatency": {"dist": "exponential", "mean": "2ms"}, "concurrency": 100},
		"workload": {"arrivals": {"rate": 100000}, "keys": {"count": %d, "dist": "zipfian", "exponent": 1}, "mix": {"get": 9, "edit": 1}, "operations": %d}}`,
		strategies, cache, keys, operations), Plain: system == asideInvalidate}
}

// loadRates are how many operations a second were got through: by the engine, and by
// plain JavaScript with one event a phase, and with phases merged.
type loadRates struct{ Program, Plain, Merged float64 }

// loadFigures are the measurements of all cases, in their order.
type loadFigures struct {
	cases          []loadCase
	native         []float64
	Node, Chromium []loadRates
	Bytes          float64 // by which the program grows for the first case with the most keys
	Cancel         float64 // milliseconds from the cancel of that one in Chromium until it is rejected, at the worst
}

// loadEverywhere measures all cases natively, in Node.js and in Chromium.
func loadEverywhere(dist, browser string) (*loadFigures, error) {
	f := &loadFigures{cases: loadCases()}
	rates := make([][]float64, len(f.cases))
	for range loadRounds {
		for i := range f.cases {
			rate, err := f.cases[i].natively()
			if err != nil {
				return nil, err
			}
			rates[i] = append(rates[i], rate)
		}
	}
	for _, r := range rates {
		slices.Sort(r)
		f.native = append(f.native, r[len(r)/2])
	}
	return f, f.inBrowser(dist, browser)
}

// natively puts a system under load in this process, and returns how many operations a
// second it gets through, its preparations left out.
func (c *loadCase) natively() (float64, error) {
	s, errs := scenario.Parse([]byte(c.Scenario))
	if len(errs) > 0 {
		return 0, fmt.Errorf("%s: %w", c.Name, errs)
	}
	r := load.New(&s.Variants[0])
	begin := time.Now()
	for r.Advance(1 << 16) {
	}
	return float64(r.Sent()) / time.Since(begin).Seconds(), nil
}

// inBrowser measures all cases in Node.js and in Chromium.
func (f *loadFigures) inBrowser(dist, browser string) error {
	file, err := os.CreateTemp("", "cacheplay-load-*.json")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	err = json.NewEncoder(file).Encode(f.cases)
	file.Close()
	if err != nil {
		return err
	}
	glue, err := goGlue()
	if err != nil {
		return err
	}
	cmd := exec.Command("node", filepath.Join(browser, "bench-load.mjs"), dist, file.Name(), glue)
	cmd.Stderr = os.Stderr
	printed, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%v: %w", cmd.Args[:2], err)
	}
	return json.Unmarshal(printed, f)
}

func printLoad(out io.Writer, f *loadFigures) error {
	fmt.Fprintln(out, "\nUnder load, thousand operations a second, medians; plain JavaScript with an event for each phase, and with phases merged:")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tnatively\tin Node.js\tplain\tmerged\tin Chromium\tplain\tmerged\t")
	thousands := func(rate float64) string {
		if rate == 0 {
			return ""
		}
		return fmt.Sprintf("%.0f", rate/1e3)
	}
	for i, c := range f.cases {
		node, chromium := f.Node[i], f.Chromium[i]
		fmt.Fprintf(table, "%s\t%.0f\t%.0f\t%s\t%s\t%.0f\t%s\t%s\t\n", c.Name, f.native[i]/1e3,
			node.Program/1e3, thousands(node.Plain), thousands(node.Merged), chromium.Program/1e3, thousands(chromium.Plain), thousands(chromium.Merged))
	}
	return table.Flush()
}
