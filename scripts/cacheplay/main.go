// Command cacheplay is the engine on the command line: the same scenarios and
// the same results as on the page.
//
//	go run ./scripts/cacheplay help
package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// The exit codes.
const (
	exitOK  = 0
	exitBad = 2 // bad input, or something that this version cannot do
)

const help = `cacheplay runs caching scenarios and shows what happens, step by step.

Usage:
  cacheplay run [-format FORMAT] [-only RUN] FILE
                        run a scenario; FILE is "-" for standard input
  cacheplay presets     list the built-in scenarios
  cacheplay preset ID   print a built-in scenario, to start from
  cacheplay help        print this

Flags of run, before or after FILE:
  -format FORMAT   console (the default), json, svg, mermaid or plantuml
  -only RUN        one run of those that the scenario compares, by its name or
                   by its number, from 1

Not built yet: explore, load, replay.

Exit code: 0 if it could be done; 2 for bad input, with a line for each error
on standard error. "run" plays one order of events and judges no "expect":
whether a property holds in every order is a matter for "explore", which will
give 1 where an expectation is not so. Until then "run" says that it judged
nothing, and gives 0.

Examples:
  go run ./scripts/cacheplay run -format console my-scenario.json
  go run ./scripts/cacheplay preset article > article.json
  go run ./scripts/cacheplay preset article | go run ./scripts/cacheplay run -
  go run ./scripts/cacheplay run article.json -format mermaid -only "Write Behind"
  go run ./scripts/cacheplay run -format svg article.json > article.svg
`

// notBuilt are the commands that are designed and do not exist yet.
var notBuilt = map[string]bool{"explore": true, "load": true, "replay": true}

// run is the program; it returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr}
	if len(args) == 0 {
		return p.fail(`no command: "run", "presets", "preset" and "help" are allowed`)
	}
	command, rest := args[0], args[1:]
	switch {
	case command == "run":
		return p.run(rest)
	case command == "presets":
		return p.presets(rest)
	case command == "preset":
		return p.preset(rest)
	case command == "help" || command == "-h" || command == "-help" || command == "--help":
		return p.print(help)
	case notBuilt[command]:
		return p.fail(fmt.Sprintf("%q is not built yet", command))
	}
	return p.fail(fmt.Sprintf(`%q is not a command: "run", "presets", "preset" and "help" are allowed`, command))
}

// program is where its input comes from and its output goes to.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
}

// print writes a result. That it could not be written must not go unnoticed.
func (p *program) print(text string) int {
	if _, err := io.WriteString(p.stdout, text); err != nil {
		return p.fail("the output could not be written: " + err.Error())
	}
	return exitOK
}

// fail says what is wrong, a line for each error.
func (p *program) fail(errors ...string) int {
	for _, e := range errors {
		p.say(e)
	}
	return exitBad
}

// say writes a line to standard error. It may quote a file that nobody has
// looked at, so nothing in it may leave its line or steer a terminal.
func (p *program) say(line string) {
	var out strings.Builder
	for _, r := range line {
		if controls(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	fmt.Fprintln(p.stderr, out.String())
}
