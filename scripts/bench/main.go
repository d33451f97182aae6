// Command bench measures sizes and speed against their budgets (budgets.go): how
// much the page transfers, what its program consists of, how soon the page shows a
// diagram on fast and slow connections, how long the engine takes for the presets and
// for an exploration, natively and in Chromium, and how fast eviction policies and systems under load are.
//
//	go run ./scripts/bench [-dist dist]
//	go run ./scripts/bench -profile scripts/program/engine.pgo
//
// The second form measures nothing: it writes where the engine spends its time, which the
// compiler reads when it makes the program (package program).
//
// It ends with exit code 1 if a budget is exceeded. The figures are only right on
// a computer that does nothing else meanwhile.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"time"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	dist := flags.String("dist", "dist", "the `folder` with the built site")
	browser := flags.String("browser", "scripts/browser", "the `folder` with the scripts that measure in Chromium, and with Mermaid for comparison")
	lasting := flags.Duration("time", 300*time.Millisecond, "the `duration` of each native measurement")
	profiled := flags.String("profile", "", "the `file` to write a profile of the engine to, instead of measuring")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *profiled != "" {
		if err := profile(*profiled); err != nil {
			fmt.Fprintln(stderr, "bench:", err)
			return 2
		}
		return 0
	}
	within, err := bench(stdout, *dist, *browser, *lasting)
	if err != nil {
		fmt.Fprintln(stderr, "bench:", err)
		return 2
	}
	if !within {
		fmt.Fprintln(stderr, "bench: a budget is exceeded")
		return 1
	}
	return 0
}

// bench measures and prints everything, and reports whether all budgets are kept.
func bench(out io.Writer, dist, browser string, lasting time.Duration) (within bool, err error) {
	native, err := measureSamples(lasting)
	if err != nil {
		return false, err
	}
	explored, err := exploreNatively()
	if err != nil {
		return false, err
	}
	replayed := replayNatively()
	inNode, err := exploreInNode(dist, browser)
	if err != nil {
		return false, err
	}
	measured, err := inChromium(dist, browser)
	if err != nil {
		return false, err
	}
	loaded, err := loadEverywhere(dist, browser)
	if err != nil {
		return false, err
	}
	far, err := farAway(dist, browser)
	if err != nil {
		return false, err
	}
	compiled, err := readProgram(dist)
	if err != nil {
		return false, err
	}
	for _, print := range []func() error{
		func() error { return printSizes(out, measured) },
		func() error { return printProgram(out, compiled) },
		func() error { return printStarts(out, measured) },
		func() error { return printFarAway(out, far) },
		func() error { return printSamples(out, native, measured) },
		func() error { return printExploring(out, explored, inNode, measured.Explored) },
		func() error { return printReplaying(out, replayed) },
		func() error { return printLoad(out, loaded) },
	} {
		if err := print(); err != nil {
			return false, err
		}
	}
	return printBudgets(out, slices.Concat(judge(native, measured, far), judgeReplaying(replayed), judgeLoad(loaded)))
}
