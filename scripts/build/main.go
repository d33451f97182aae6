// Command build builds the whole site into a folder, which any static host can
// serve under any path.
//
//	go run ./scripts/build [-o dist] [-tags LIST] [-pack=false]
//
// It needs Go and nothing else. If xz is installed, the site also has the program
// packed, which loads faster. The same sources, toolchain and xz give the same
// bytes.
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
	var options options
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("o", "dist", "the `folder` to write; a site that was built there before is replaced")
	flags.StringVar(&options.tags, "tags", "", "build `tags` of the program, for tests")
	flags.BoolVar(&options.pack, "pack", true, "pack the program if xz is installed, which takes some seconds")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "build: %q is not expected: only flags are\n", flags.Arg(0))
		return 2
	}
	s, err := build(".", options)
	if err == nil {
		err = s.write(*out)
	}
	if err != nil {
		fmt.Fprintln(stderr, "build:", err)
		return 1
	}
	fmt.Fprintf(stdout, "Built version %s in %s; the program is %s\n", s.version, *out, s.programNote())
	return 0
}
