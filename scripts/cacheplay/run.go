package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
	"cacheplay/wasm/view"
)

// runArguments are the arguments of run.
type runArguments struct {
	file   string
	format string
	only   string // "": all runs
}

// run plays a scenario.
func (p *program) run(args []string) int {
	given, err := parseRun(args)
	if errors.Is(err, flag.ErrHelp) {
		return p.print(help)
	}
	if err != nil {
		return p.fail(err.Error())
	}
	text, err := p.read(given.file)
	if err != nil {
		return p.fail(err.Error())
	}
	story, errs := scenario.Parse(text)
	if len(errs) > 0 {
		return p.failAll(errs)
	}
	traces, errs := view.RunAll(story)
	if len(errs) > 0 {
		return p.failAll(errs)
	}
	if traces, err = choose(traces, given.only); err != nil {
		return p.fail(err.Error())
	}
	if expects(story) {
		p.say(`"expect" was not judged: that takes every order of events, and "explore" is not built yet`)
	}
	return p.print(formats[given.format](story.Name, traces))
}

func (p *program) failAll(errs scenario.Errors) int {
	for _, e := range errs {
		p.say(e.Error())
	}
	return exitBad
}

// parseRun reads the arguments; flags may stand on both sides of the file.
func parseRun(args []string) (runArguments, error) {
	var given runArguments
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&given.format, "format", "console", "")
	flags.StringVar(&given.only, "only", "", "")
	var files []string
	for {
		if err := flags.Parse(args); err != nil {
			return given, err
		}
		if flags.NArg() == 0 {
			break
		}
		files, args = append(files, flags.Arg(0)), flags.Args()[1:]
	}
	if len(files) != 1 {
		return given, fmt.Errorf(`run takes one FILE ("-" for standard input), not %d`, len(files))
	}
	given.file = files[0]
	if formats[given.format] == nil {
		return given, fmt.Errorf(`-format: %q is not one of "console", "json", "svg", "mermaid", "plantuml"`, given.format)
	}
	return given, nil
}

func (p *program) read(file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(p.stdin)
	}
	return os.ReadFile(file)
}

// choose picks the run that is asked for.
func choose(traces []*trace.Trace, only string) ([]*trace.Trace, error) {
	if only == "" {
		return traces, nil
	}
	var names []string
	for i, t := range traces {
		if only == t.Name || only == strconv.Itoa(i+1) {
			return traces[i : i+1], nil
		}
		names = append(names, fmt.Sprintf("%d or %q", i+1, t.Name))
	}
	return nil, fmt.Errorf("-only: %q is not a run of this scenario; allowed: %s", only, strings.Join(names, ", "))
}

func expects(s *scenario.Scenario) bool {
	for i := range s.Runs {
		if len(s.Runs[i].Expect) > 0 {
			return true
		}
	}
	return false
}
