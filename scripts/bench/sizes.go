package main

import (
	"fmt"
	"io"
	"path"
	"strings"
	"text/tabwriter"
)

// partNames are the parts of the page in the order in which they are printed.
var partNames = []string{"html", "css", "js", "worker", "program", "other"}

// partOf returns the part of the page to which a file belongs.
func partOf(name string) string {
	switch ext := path.Ext(name); {
	case name == "worker.js":
		return "worker"
	case strings.Contains(name, ".wasm"):
		return "program"
	case ext == ".html" || ext == ".css" || ext == ".js":
		return ext[1:]
	default:
		return "other"
	}
}

// total returns the bytes of everything that the page transfers.
func (c *chromium) total() int {
	bytes := 0
	for _, file := range c.Sent {
		bytes += file.Bytes
	}
	return bytes
}

func printSizes(out io.Writer, c *chromium) error {
	bytes, names := map[string]int{}, map[string][]string{}
	for _, file := range c.Sent {
		part := partOf(file.Name)
		bytes[part] += file.Bytes
		names[part] = append(names[part], file.Name)
	}
	fmt.Fprintln(out, "What the page transfers, in bytes; text is compressed by gzip:")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, part := range partNames {
		if bytes[part] > 0 {
			fmt.Fprintf(table, "%d\t %s (%s)\n", bytes[part], part, strings.Join(names[part], ", "))
		}
	}
	fmt.Fprintf(table, "%d\t all together, of a budget of %d\n", c.total(), transferBytes)
	fmt.Fprintf(table, "%d\t mermaid.min.js alone, for comparison\n", c.Mermaid)
	return table.Flush()
}
