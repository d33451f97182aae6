package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"

	"cacheplay/wasm/explore"
	"cacheplay/wasm/scenario"
)

// exploring is a measured exploration.
type exploring struct {
	States  int
	Seconds float64
	Bytes   float64 // the most memory in use
	Cancel  float64 // milliseconds from the cancel until the engine answers another call
}

// rate returns the states explored in a second.
func (e exploring) rate() float64 { return float64(e.States) / e.Seconds }

// exploredText returns the scenario that is explored: R R | W1 R | W2 R under
// write-behind with one crash, eviction and source error each, without late saves.
func exploredText() []byte {
	client := func(ops ...string) string {
		return `{"ops": [` + strings.Join(ops, ", ") + `]}`
	}
	const read = `{"op": "get", "key": "k"}`
	write := func(value int) string { return fmt.Sprintf(`{"op": "edit", "key": "k", "value": %d}`, value) }
	return []byte(`{"version": 1, "write": "write-behind", "source": {"records": {"k": 0}},
		"explore": {"late": false, "faults": {"crash": 1, "evict": 1, "source-error": 1}},
		"clients": [` + strings.Join([]string{client(read, read), client(write(1), read), client(write(2), read)}, ", ") + `]}`)
}

// exploreNatively explores it in this process.
func exploreNatively() (exploring, error) {
	s, errs := scenario.Parse(exploredText())
	if len(errs) > 0 {
		return exploring{}, errs
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	begin := time.Now()
	x, err := explore.New(&s.Variants[0])
	if err != nil {
		return exploring{}, err
	}
	for x.Advance(1 << 16) {
	}
	seconds := time.Since(begin).Seconds()
	runtime.ReadMemStats(&after)
	return exploring{States: x.Progress().States, Seconds: seconds, Bytes: float64(after.Sys)}, nil
}

// exploreInNode explores it with the built program in Node.js.
func exploreInNode(dist, browser string) (e exploring, err error) {
	file := filepath.Join(os.TempDir(), fmt.Sprintf("cacheplay-explored-%d.json", os.Getpid()))
	if err := os.WriteFile(file, exploredText(), 0o644); err != nil {
		return e, err
	}
	defer os.Remove(file)
	glue, err := goGlue()
	if err != nil {
		return e, err
	}
	cmd := exec.Command("node", filepath.Join(browser, "bench-explore.mjs"), dist, file, glue)
	cmd.Stderr = os.Stderr
	printed, err := cmd.Output()
	if err != nil {
		return e, fmt.Errorf("%v: %w", cmd.Args[:2], err)
	}
	return e, json.Unmarshal(printed, &e)
}

// goGlue returns the name of the file with which JavaScript runs a program of Go.
func goGlue() (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	return filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"), err
}

func printExploring(out io.Writer, native, node, inChromium exploring) error {
	fmt.Fprintln(out, "\nEvery order of R R | W1 R | W2 R under write-behind, with one crash, eviction and source error each, no late saves:")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tstates\tseconds\tstates/s\tmemory in MB\t")
	for _, row := range []struct {
		where string
		exploring
	}{{"natively", native}, {"in Node.js", node}, {"in Chromium", inChromium}} {
		fmt.Fprintf(table, "%s\t%d\t%.2f\t%.0f\t%.0f\t\n", row.where, row.States, row.Seconds, row.rate(), row.Bytes/1e6)
	}
	return table.Flush()
}
