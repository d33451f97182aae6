package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"cacheplay/wasm/replay"
	"cacheplay/wasm/workload/recorded"
)

// replayChunk is how many requests are replayed at a time.
const replayChunk = 1 << 16

// replayArguments are the arguments of "replay".
type replayArguments struct {
	file, format string
	reading      recorded.Options
	plan         replay.Plan
}

// replay runs policies alone over a recorded workload and prints what they miss.
func (p *program) replay(args []string) int {
	given, err := parseReplay(args)
	if errors.Is(err, flag.ErrHelp) {
		return p.print(help)
	}
	if err != nil {
		return p.fail(err.Error())
	}
	trace, err := p.trace(given.file, given.reading)
	if err != nil {
		return p.fail(err.Error())
	}
	capacities, err := given.plan.CapacitiesFor(trace)
	if err != nil {
		return p.fail("-" + err.Error())
	}
	if given.plan.Curve {
		return p.curves(trace, given, capacities)
	}
	var runs []replay.Replayed
	for _, policy := range given.plan.Policies {
		for _, capacity := range capacities {
			runs = append(runs, p.replayOne(trace, policy, capacity, given.plan.Bytes))
		}
	}
	p.progress.clear()
	if given.format == "json" {
		return p.print(replayedAsJSON(trace, runs))
	}
	return p.print(replayedAsText(trace, runs, given.plan.Bytes))
}

// replayOne replays a trace with a policy.
func (p *program) replayOne(trace *replay.Trace, policy string, capacity int64, bytes bool) replay.Replayed {
	begin := time.Now()
	run := replay.Begin(trace, policy, capacity, bytes)
	for run.Advance(replayChunk) {
		p.progress.show(fmt.Sprintf("%s, capacity %d: %.0f %%", policy, capacity, 100*run.Done()))
	}
	counts := run.Counts()
	return replay.Replayed{Policy: policy, Capacity: capacity, Counts: counts, PerSecond: float64(counts.Requests) / max(time.Since(begin).Seconds(), 1e-9)}
}

// curves finds and prints the curves of policies at capacities.
func (p *program) curves(trace *replay.Trace, given replayArguments, capacities []int64) int {
	sample := replay.Take(trace, replay.SampleAbove)
	var list []*replay.Curve
	for _, policy := range given.plan.Policies {
		curve := sample.Curve(policy, capacities, given.plan.Bytes)
		for curve.Advance(replayChunk) {
			p.progress.show(fmt.Sprintf("curve of %s: %.0f %%", policy, 100*curve.Done()))
		}
		list = append(list, curve)
	}
	p.progress.clear()
	if given.format == "json" {
		return p.print(curvesAsJSON(list))
	}
	return p.print(curvesAsText(trace, sample, list, given.plan.Bytes))
}

// parseReplay parses the arguments. Flags may precede and follow the file.
func parseReplay(args []string) (given replayArguments, err error) {
	var policies, capacities string
	flags := flag.NewFlagSet("replay", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&policies, "policy", replay.DefaultPolicy, "")
	flags.StringVar(&capacities, "capacity", "", "")
	reading := recordingFlags(flags)
	flags.StringVar(&given.format, "format", "text", "")
	bytes := flags.Bool("bytes", false, "")
	curve := flags.Bool("curve", false, "")
	if given.file, err = parseOneFile(flags, "TRACE", args); err != nil {
		return given, err
	}
	if given.reading, err = optionsOf(reading); err != nil {
		return given, err
	}
	if given.format != "text" && given.format != "json" {
		return given, fmt.Errorf(`-format: %q is not one of "text", "json"`, given.format)
	}
	if given.plan, err = replay.ParsePlan(policies, capacities, *bytes, *curve); err != nil {
		err = fmt.Errorf("-%w", err)
	}
	return given, err
}

func quoted(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = strconv.Quote(name)
	}
	return strings.Join(list, ", ")
}
