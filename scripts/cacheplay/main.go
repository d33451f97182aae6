// Command cacheplay runs and explores scenarios on the command line, with the same
// engine as the page, and replays recorded workloads.
//
//	go run ./scripts/cacheplay help
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	signal.Ignore(syscall.SIGPIPE) // it would end the program before its exit code is known
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

const (
	// exitOK is the exit code of success.
	exitOK = 0
	// exitUnmet is the exit code if something in the scenario's "expect" is not so.
	exitUnmet = 1
	// exitBad is the exit code for bad input and for commands that do not exist.
	exitBad = 2
)

const help = `cacheplay runs caching scenarios and shows what happens, step by step, and
what can go wrong in any order of steps.

Usage:
  cacheplay run [-format FORMAT] [-only RUN] [-expect run] FILE
                        run a scenario; FILE is "-" for standard input
  cacheplay explore [-format FORMAT] [-only RUN] FILE
                        go through every order in which its steps, and the faults
                        that it allows, can happen, and judge each property
  cacheplay load [-workload NAME|FILE] [-format FORMAT] [-only RUN] FILE
                        put a scenario under a workload: its own, a ready-made or a
                        recorded one, which is the same for all that it compares;
                        and measure waits, hits, old reads, lost writes and more
  cacheplay table [-format FORMAT]
                        the same for every pair of named strategies in a set of
                        small scenarios, without and with each kind of fault
  cacheplay replay [-policy LIST] -capacity LIST [-bytes] [-curve]
                   [-format FORMAT] FILE
                        how much of a recorded workload misses in a full cache,
                        with each eviction policy and each capacity
  cacheplay workload [-format FORMAT] [-convert csv|oracleGeneral -output NEW] FILE
                        describe a recorded workload, and convert it; FILE may be
                        compressed by gzip or zstd
  cacheplay presets     list the built-in scenarios
  cacheplay preset ID   print a built-in scenario, to start from
  cacheplay help        print this

Flags, before or after FILE:
  -format FORMAT   of run: console (the default), json, svg, mermaid or plantuml;
                   of the others: text (the default) or json; of load also
                   read.hgrm or write.hgrm, the waits of one run as plotters of
                   HdrHistogram read them, in milliseconds
  -only RUN        one run of those that the scenario compares, by its name or
                   by its number, from 1
  -expect run      of run: judge "expect" by the one order of events that is
                   played; explore judges it by every order
  -policy LIST     of replay: lru (the default), fifo, lfu, sieve, random, clock,
                   s3-fifo, arc, 2q, lirs, w-tinylfu, belady (the optimum, which
                   knows the future), or several with commas between, or all
  -capacity LIST   of replay: how many objects the cache holds, such as 1000, or
                   which share of all of them, such as 0.1; or several
  -bytes           of replay: capacities are in bytes
  -curve           of replay: the miss ratio at many capacities, or at those of
                   -capacity; above ten million requests by a sample

Flags of load, workload and replay, for recordings:
  -reader NAME     the format of a recording, which else is told by its content:
                   monitor, memcached, alb, cloudfront, combined, twitter,
                   cachelib, arc, lirs, csv, keys, oracleGeneral, oracleGeneralOps
  -columns LIST    where a CSV file has what, as libCacheSim's -t, such as
                   "time-col=1,obj-id-col=2,obj-size-col=3"
  -unit UNIT       of its times: s, ms, us or ns
  -fills RULE      which writes only fill the cache: guess (the default), client,
                   key, said or none
  -rate N          operations a second where a recording has no times (1000)
  -bad SHARE       how many lines may be bad (1%)

Exit code: 0 if it could be done; 1 when something in "expect" is found not to
be so, by "explore", by "load" or by "run -expect run"; 2 for bad input, with a line for
each error on standard error.

Examples:
  go run ./scripts/cacheplay run -format console my-scenario.json
  go run ./scripts/cacheplay preset article > article.json
  go run ./scripts/cacheplay preset article | go run ./scripts/cacheplay run -
  go run ./scripts/cacheplay run article.json -format mermaid -only "Write Behind"
  go run ./scripts/cacheplay run -format svg article.json > article.svg
  go run ./scripts/cacheplay explore article.json
  go run ./scripts/cacheplay load -workload ycsb-b article.json
  go run ./scripts/cacheplay replay -policy lru,sieve -capacity 1000,0.1 keys.txt
`

// commands are the methods of the commands, which take arguments and return the exit
// code.
var commands = map[string]func(*program, []string) int{
	"run":      (*program).run,
	"explore":  (*program).explore,
	"load":     (*program).load,
	"table":    (*program).table,
	"replay":   (*program).replay,
	"workload": (*program).workload,
	"presets":  (*program).presets,
	"preset":   (*program).preset,
}

const allowedCommands = `"run", "explore", "load", "table", "replay", "workload", "presets", "preset" and "help" are allowed`

// run runs the command line and returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr, progress: progress{to: terminal(stderr)}}
	if len(args) == 0 {
		return p.fail("no command: " + allowedCommands)
	}
	command, rest := args[0], args[1:]
	switch do := commands[command]; {
	case do != nil:
		return do(p, rest)
	case command == "help" || command == "-h" || command == "-help" || command == "--help":
		return p.print(help)
	}
	return p.fail(fmt.Sprintf("%q is not a command: %s", command, allowedCommands))
}

// program holds the streams of the program.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	progress       progress
}

// print writes a result, and returns the exit code. Failing to write is an error, but
// not if its reader has read enough, as "head" does.
func (p *program) print(text string) int {
	if _, err := io.WriteString(p.stdout, text); err != nil && !errors.Is(err, syscall.EPIPE) {
		return p.fail("the output could not be written: " + err.Error())
	}
	return exitOK
}

// fail writes a line for each error, and returns the exit code.
func (p *program) fail(errors ...string) int {
	for _, e := range errors {
		p.say(e)
	}
	return exitBad
}

// say writes a line to standard error. Since it may quote a file, it is escaped so
// that it neither leaves its line nor controls the terminal.
func (p *program) say(line string) {
	var out strings.Builder
	for _, r := range line {
		if isControl(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	fmt.Fprintln(p.stderr, out.String())
}
