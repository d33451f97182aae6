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

// opened is a page that was opened over a slow connection, as measured by
// scripts/browser/bench-far.mjs. Times are in milliseconds.
type opened struct {
	Reader  string // the speed and the latency of the connection
	Slower  int    // by which the processor is slowed
	Page    string
	Picture float64 // until the first diagram is on the screen
	Ready   float64 // until the engine has drawn one
	Parts   []struct {
		Name         string
		Bytes        int
		Asked, There float64
	}
}

// part returns the size of a file and the time when it had arrived, or zeros.
func (o *opened) part(name string) (bytes int, there float64) {
	for _, part := range o.Parts {
		if part.Name == name {
			return part.Bytes, part.There
		}
	}
	return 0, 0
}

// farAway opens the pages over slow connections.
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
		_, plain := o.part("cacheplay.wasm")
		_, packed := o.part("cacheplay.wasm.lzma")
		fmt.Fprintf(table, "%s\t%s\t%.0f\t%.0f\t%.0f\n", o.Reader, o.Page, o.Picture, max(plain, packed), o.Ready)
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
