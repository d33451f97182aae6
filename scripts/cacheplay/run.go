package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"

	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
	"cacheplay/wasm/workload/recorded"
)

// arguments are the arguments of a command that takes a scenario.
type arguments struct {
	file   string
	format string
	only   string // the name or number of a variant, "" for all
	expect string // "run": "expect" is judged by the run that is played
	// workload is the name of a ready-made workload or a file with a recorded one, "" for
	// the scenario's own.
	workload string
	reading  recorded.Options // how the file is read
}

// run plays a scenario and prints its variants.
func (p *program) run(args []string) int {
	given, err := parseFile("run", "console", args)
	if errors.Is(err, flag.ErrHelp) {
		return p.print(help)
	}
	if err != nil {
		return p.fail(err.Error())
	}
	format := formats[given.format]
	if format == nil {
		return p.fail(fmt.Sprintf(`-format: %q is not one of "console", "json", "svg", "mermaid", "plantuml"`, given.format))
	}
	if given.expect != "" && given.expect != "run" {
		return p.fail(fmt.Sprintf(`-expect: %q is not "run"`, given.expect))
	}
	story, code := p.scenario(given.file)
	if story == nil {
		return code
	}
	played, errs := view.Play(story, view.Options{Show: []int{}})
	if len(errs) > 0 {
		return p.failAll(errs)
	}
	names := make([]string, len(played.Variants))
	for i := range played.Variants {
		names[i] = played.Variants[i].Trace.Name
	}
	first, end, err := chosen(names, given.only)
	if err != nil {
		return p.fail(err.Error())
	}
	if given.expect == "run" {
		for i := first; i < end; i++ {
			judged := played.Variants[i].Trace.Judged
			code = max(code, p.judge(names[i], story.Variants[i].Expect, judged.Of))
		}
	} else if expects(story) {
		p.say(`"expect" was not judged: "explore" judges it by every order of events, "run -expect run" by this one`)
	}
	if given.only != "" {
		played.Only(story, first)
	}
	return max(code, p.print(format(played)))
}

// judge reports the expectations of a variant for whose property another verdict was
// found, and returns the exit code.
func (p *program) judge(variant string, expected []scenario.Expectation, found func(judge.Property) judge.Verdict) int {
	code := exitOK
	for _, e := range expected {
		property, _ := judge.Named(e.Property)
		if verdict := found(property); verdict.String() != e.Verdict {
			p.say(fmt.Sprintf("%s: expect.%s is %q, but found is %q", oneLine(variant), e.Property, e.Verdict, verdict))
			code = exitUnmet
		}
	}
	return code
}

// scenario reads and decodes a file. If that fails it reports why, and returns nil
// and the exit code.
func (p *program) scenario(file string) (*scenario.Scenario, int) {
	text, err := p.read(file)
	if err != nil {
		return nil, p.fail(err.Error())
	}
	story, errs := scenario.Parse(text)
	if len(errs) > 0 {
		return nil, p.failAll(errs)
	}
	return story, exitOK
}

func (p *program) failAll(errs scenario.Errors) int {
	for _, e := range errs {
		p.say(e.Error())
	}
	return exitBad
}

// parseFile parses the arguments of a command. Flags may precede and follow the file.
func parseFile(command, format string, args []string) (arguments, error) {
	var given arguments
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&given.format, "format", format, "")
	flags.StringVar(&given.only, "only", "", "")
	if command == "run" {
		flags.StringVar(&given.expect, "expect", "", "")
	}
	var reading *recorded.Words
	if command == "load" {
		flags.StringVar(&given.workload, "workload", "", "")
		reading = recordingFlags(flags)
	}
	file, err := parseOneFile(flags, "FILE", args)
	given.file = file
	if err == nil && command == "load" {
		given.reading, err = optionsOf(reading)
	}
	return given, err
}

// parseOneFile parses flags that precede and follow the name of a file, and returns that.
func parseOneFile(flags *flag.FlagSet, name string, args []string) (string, error) {
	var files []string
	for {
		if err := flags.Parse(args); err != nil {
			return "", err
		}
		if flags.NArg() == 0 {
			break
		}
		files, args = append(files, flags.Arg(0)), flags.Args()[1:]
	}
	if len(files) != 1 {
		return "", fmt.Errorf(`%s takes one %s ("-" for standard input), not %d`, flags.Name(), name, len(files))
	}
	return files[0], nil
}

// chosen returns the range of the variants that only selects, end excluded.
func chosen(names []string, only string) (first, end int, err error) {
	if only == "" {
		return 0, len(names), nil
	}
	var allowed []string
	for i, name := range names {
		if only == name || only == strconv.Itoa(i+1) {
			return i, i + 1, nil
		}
		allowed = append(allowed, fmt.Sprintf("%d or %q", i+1, name))
	}
	return 0, 0, fmt.Errorf("-only: %q is not a run of this scenario; allowed: %s", only, strings.Join(allowed, ", "))
}

func expects(s *scenario.Scenario) bool {
	for i := range s.Variants {
		if len(s.Variants[i].Expect) > 0 {
			return true
		}
	}
	return false
}
