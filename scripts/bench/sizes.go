package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
)

// transferred are the files that the Play view loads.
var transferred = []string{"index.html", "style.css", "main.js", "worker.js", "cacheplay.wasm", "icon.svg"}

// sizes compares what the page transfers with what Mermaid alone, the usual way
// to show a sequence diagram, weighs: the page may be no heavier.
func sizes(out io.Writer, dist, mermaid string) (within bool, err error) {
	limit, err := gzipped(mermaid)
	if err != nil {
		return false, fmt.Errorf("%w: scripts/setup/npm.sh installs it", err)
	}
	fmt.Fprintln(out, "What the Play view transfers, in bytes, compressed by gzip at its best level:")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	total := 0
	for _, name := range transferred {
		size, err := gzipped(filepath.Join(dist, name))
		if err != nil {
			return false, fmt.Errorf("%w: build the site first, with go run ./scripts/build", err)
		}
		total += size
		fmt.Fprintf(table, "%d\t %s\n", size, name)
	}
	within = total <= limit
	fmt.Fprintf(table, "%d\t all together: %.2f of mermaid.min.js, %s\n", total, float64(total)/float64(limit), verdict(within))
	fmt.Fprintf(table, "%d\t mermaid.min.js alone\n", limit)
	return within, table.Flush()
}

// gzipped returns the size of a file once it is compressed.
func gzipped(file string) (int, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	var size counter
	w, err := gzip.NewWriterLevel(&size, gzip.BestCompression)
	if err != nil {
		return 0, err
	}
	if _, err := w.Write(content); err != nil {
		return 0, err
	}
	err = w.Close()
	return int(size), err
}

// counter counts the bytes that are written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
