// Command build makes the whole site: copy its output to any static host, under
// any path.
//
//	go run ./scripts/build [-o dist] [-tags LIST]
//
// It needs Go and nothing else. The same sources and the same toolchain give
// the same bytes.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("o", "dist", "the `folder` to write; what was built there before is replaced")
	tags := flags.String("tags", "", "build `tags` of the program, for what only tests need")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "build: %q is not expected: only flags are\n", flags.Arg(0))
		return 2
	}
	s, err := build(".", *tags)
	if err == nil {
		err = s.write(*out)
	}
	if err != nil {
		fmt.Fprintln(stderr, "build:", err)
		return 1
	}
	if !s.noLines {
		fmt.Fprintln(stdout, "The program is larger than it could be: this version of Go lays out its lines otherwise than scripts/build/lines.go knows.")
	}
	fmt.Fprintf(stdout, "Built version %s in %s\n", s.version, *out)
	return 0
}
