// Command bench measures what the project promises to keep small and quick: how
// much the page transfers, and how long the engine takes for the built-in
// scenarios.
//
//	go run ./scripts/bench [-dist dist]
//
// It ends with exit code 1 where a budget is exceeded.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	dist := flags.String("dist", "dist", "the `folder` with the built site")
	mermaid := flags.String("mermaid", "scripts/browser/node_modules/mermaid/dist/mermaid.min.js", "the `file` to compare the page's size with")
	lasting := flags.Duration("time", time.Second, "how long to measure each figure")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	small, err := sizes(stdout, *dist, *mermaid)
	if err != nil {
		fmt.Fprintln(stderr, "bench:", err)
		return 2
	}
	fmt.Fprintln(stdout)
	quick, err := presets(stdout, *lasting)
	if err != nil {
		fmt.Fprintln(stderr, "bench:", err)
		return 2
	}
	if !small || !quick {
		fmt.Fprintln(stderr, "bench: a budget is exceeded")
		return 1
	}
	return 0
}

// verdict compares a figure with its budget.
func verdict(within bool) string {
	if within {
		return "within budget"
	}
	return "OVER BUDGET"
}
