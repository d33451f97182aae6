package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"text/tabwriter"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// chromium is the output of scripts/browser/bench.mjs. Times are in milliseconds.
type chromium struct {
	Sent []struct {
		Name  string
		Bytes int
	}
	Mermaid    int // the size of mermaid.min.js, in bytes
	Fast, Slow starts
	Explored   exploring // its memory is by how much the page's process grows
	Samples    map[string]struct {
		RunsPerSecond float64
		Edit          edit
		Traces        []string // the SHA-256 of each variant's trace
	} `json:"stories"`
}

// edit is the time from an edit until it is drawn: until the engine has answered,
// from then until the answer is in the document, and the time of the layout.
type edit struct{ Engine, Page, Layout float64 }

func (e edit) total() float64 { return e.Engine + e.Page + e.Layout }

// starts are the starts of this page and of a page with a diagram by Mermaid.
type starts struct{ Own, Mermaid start }

// start is the time from the navigation to the first diagram, and to the first one
// that was made from a scenario or, by Mermaid, from its text.
type start struct{ Picture, Ready float64 }

// inChromium runs the measurements in Chromium.
func inChromium(dist, browser string) (*chromium, error) {
	diagram, err := mermaidOfArticle()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "cacheplay-bench-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "article.mmd")
	if err := os.WriteFile(file, []byte(diagram), 0o644); err != nil {
		return nil, err
	}
	big := filepath.Join(dir, largest+".json")
	if err := os.WriteFile(big, largestText(), 0o644); err != nil {
		return nil, err
	}
	explored := filepath.Join(dir, "explored.json")
	if err := os.WriteFile(explored, exploredText(), 0o644); err != nil {
		return nil, err
	}
	cmd := exec.Command("node", filepath.Join(browser, "bench.mjs"), dist, file, big, explored)
	cmd.Stderr = os.Stderr
	printed, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%v: %w", cmd.Args[:2], err)
	}
	measured := new(chromium)
	return measured, json.Unmarshal(printed, measured)
}

// mermaidOfArticle returns the text of the diagram that the page with Mermaid
// shows: the variant Write Behind of the preset "article".
func mermaidOfArticle() (string, error) {
	text, _ := scenario.Preset("article")
	story, errs := scenario.Parse(text)
	if len(errs) > 0 {
		return "", errs
	}
	traces, errs := view.PlayAll(story)
	if len(errs) > 0 {
		return "", errs
	}
	return traces[1].Mermaid(), nil
}

func printStarts(out io.Writer, measured *chromium) error {
	fmt.Fprintln(out, "\nFrom the navigation on, with nothing cached, in Chromium; medians in ms:")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\tthis page\ta page with Mermaid\tratio")
	for _, speed := range []struct {
		name string
		starts
	}{{"from this computer", measured.Fast}, {"at 10 Mbit/s", measured.Slow}} {
		fmt.Fprintf(table, "first diagram, %s\t%.0f\t%.0f\t%.2f\n", speed.name,
			speed.Own.Picture, speed.Mermaid.Picture, speed.Own.Picture/speed.Mermaid.Picture)
		fmt.Fprintf(table, "first result simulated (or text drawn), %s\t%.0f\t%.0f\t%.2f\n", speed.name,
			speed.Own.Ready, speed.Mermaid.Ready, speed.Own.Ready/speed.Mermaid.Ready)
	}
	return table.Flush()
}
