package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// total is all that the page transfers.
func (c *chromium) total() (bytes int) {
	for _, part := range c.Sent {
		bytes += part.Bytes
	}
	return bytes
}

func printSizes(out io.Writer, measured *chromium) error {
	fmt.Fprintln(out, "What the Play view transfers, in bytes; text is compressed by gzip:")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, part := range measured.Sent {
		fmt.Fprintf(table, "%d\t %s\n", part.Bytes, part.Name)
	}
	fmt.Fprintf(table, "%d\t all together, %.2f of mermaid.min.js\n", measured.total(), float64(measured.total())/float64(measured.Mermaid))
	fmt.Fprintf(table, "%d\t mermaid.min.js alone\n", measured.Mermaid)
	return table.Flush()
}
