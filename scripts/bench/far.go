package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"text/tabwriter"
)

// opened is a page that a reader far away has opened, as
// scripts/browser/bench-far.mjs measures it; times are in milliseconds.
type opened struct {
	Reader  string // how fast the connection is, and how long an answer takes
	Slower  int    // how many times the processor is
	Page    string
	Picture float64 // when the first diagram is on the screen
	Ready   float64 // when the engine has drawn one
	Parts   []struct {
		Name         string
		Bytes        int
		Asked, There float64
	}
}

// part returns the bytes of a part, and when it was there.
func (o *opened) part(name string) (bytes int, there float64) {
	for _, part := range o.Parts {
		if part.Name == name {
			return part.Bytes, part.There
		}
	}
	return 0, 0
}

// The embed script's budget, in bytes.
const embedBytes = 5000

// farAway opens the pages as a reader far away does.
func farAway(dist, browser string) (all []opened, err error) {
	cmd := exec.Command("node", filepath.Join(browser, "bench-far.mjs"), dist)
	cmd.Stderr = os.Stderr
	printed, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%v: %w", cmd.Args[:2], err)
	}
	return all, json.Unmarshal(printed, &all)
}

func printFarAway(out io.Writer, all []opened) error {
	fmt.Fprintf(out, "\nA reader far away, with nothing cached, in Chromium; its pages are slowed %d times, its workers are not; in ms:\n", all[0].Slower)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "connection, latency\tpage\tfirst diagram\tthe program is there\tthe engine has drawn")
	for _, o := range all {
		_, program := o.part("cacheplay.wasm.lzma")
		fmt.Fprintf(table, "%s\t%s\t%.0f\t%.0f\t%.0f\n", o.Reader, o.Page, o.Picture, program, o.Ready)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "\nWhat comes at %s, from when until when:\n", all[0].Reader)
	table = tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "bytes\tasked for\tthere\t")
	for _, o := range all {
		if o.Reader != all[0].Reader {
			break
		}
		fmt.Fprintf(table, "\t\t\t %s:\n", o.Page)
		for _, part := range o.Parts {
			fmt.Fprintf(table, "%d\t%.0f\t%.0f\t   %s\n", part.Bytes, part.Asked, part.There, part.Name)
		}
	}
	return table.Flush()
}

// farBudgets are the promises to such a reader.
func farBudgets(all []opened) (budgets []budget) {
	for _, o := range all {
		budgets = append(budgets, budget{"first diagram, " + o.Page + ", at " + o.Reader, "before the engine",
			fmt.Sprintf("%.0f ms, the engine %.0f ms", o.Picture, o.Ready), o.Picture < o.Ready})
		if embed, _ := o.part("embed.js"); embed > 0 && o.Reader == all[0].Reader {
			budgets = append(budgets, budget{"the element's script, all before the reader comes near", fmt.Sprintf("%d bytes", embedBytes), fmt.Sprint(embed), embed <= embedBytes})
		}
	}
	return budgets
}
