package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
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
	file, format         string
	reading              recorded.Options
	policies, capacities []string
	bytes, curve         bool
}

// replayed is what a policy has missed at a capacity.
type replayed struct {
	policy   string
	capacity int64
	counts   replay.Counts
	seconds  float64
}

// drawn is the curve of a policy.
type drawn struct {
	policy string
	points []replay.Point
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
	all := int64(trace.Objects)
	if given.bytes {
		if !trace.HasSizes() {
			return p.fail("-bytes: the sizes of objects are needed, but the recording has none")
		}
		all = trace.Bytes()
	}
	capacities, err := capacitiesOf(given.capacities, all)
	if err != nil {
		return p.fail(err.Error())
	}
	if given.curve {
		return p.curves(trace, given, capacities)
	}
	var runs []replayed
	for _, policy := range given.policies {
		for _, capacity := range capacities {
			runs = append(runs, p.replayOne(trace, policy, capacity, given.bytes))
		}
	}
	p.progress.clear()
	if given.format == "json" {
		return p.print(replayedAsJSON(trace, runs))
	}
	return p.print(replayedAsText(trace, runs, given.bytes))
}

// replayOne replays a trace with a policy.
func (p *program) replayOne(trace *replay.Trace, policy string, capacity int64, bytes bool) replayed {
	begin := time.Now()
	run := replay.Begin(trace, policy, capacity, bytes)
	for done := replayChunk; run.Advance(replayChunk); done += replayChunk {
		p.progress.show(fmt.Sprintf("%s, capacity %d: %.0f %%", policy, capacity, 100*float64(done)/float64(len(trace.Keys))))
	}
	return replayed{policy, capacity, run.Counts(), time.Since(begin).Seconds()}
}

// curves finds and prints the curves of policies, at the capacities if there are any.
func (p *program) curves(trace *replay.Trace, given replayArguments, capacities []int64) int {
	if len(capacities) == 0 {
		all := int64(trace.Objects)
		if given.bytes {
			all = trace.Bytes()
		}
		capacities = replay.Capacities(all)
	}
	slices.Sort(capacities)
	sample := replay.Take(trace, replay.SampleAbove)
	var list []drawn
	for _, policy := range given.policies {
		curve := sample.Curve(policy, slices.Compact(capacities), given.bytes)
		for curve.Advance(replayChunk) {
			p.progress.show(fmt.Sprintf("curve of %s: %.0f %%", policy, 100*curve.Done()))
		}
		list = append(list, drawn{policy, curve.Points()})
	}
	p.progress.clear()
	if given.format == "json" {
		return p.print(curvesAsJSON(trace, sample, list))
	}
	return p.print(curvesAsText(trace, sample, list, given.bytes))
}

// parseReplay parses the arguments. Flags may precede and follow the file.
func parseReplay(args []string) (given replayArguments, err error) {
	var policies, capacities string
	flags := flag.NewFlagSet("replay", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&policies, "policy", "lru", "")
	flags.StringVar(&capacities, "capacity", "", "")
	reading := recordingFlags(flags)
	flags.StringVar(&given.format, "format", "text", "")
	flags.BoolVar(&given.bytes, "bytes", false, "")
	flags.BoolVar(&given.curve, "curve", false, "")
	if given.file, err = parseOneFile(flags, "TRACE", args); err != nil {
		return given, err
	}
	if given.reading, err = optionsOf(reading); err != nil {
		return given, err
	}
	if given.format != "text" && given.format != "json" {
		return given, fmt.Errorf(`-format: %q is not one of "text", "json"`, given.format)
	}
	if capacities != "" {
		given.capacities = strings.Split(capacities, ",")
	} else if !given.curve {
		return given, errors.New("-capacity: a number of objects, or of bytes, or a share such as 0.1 is needed")
	}
	given.policies, err = policiesOf(policies)
	return given, err
}

// policiesOf returns the policies of a list of names.
func policiesOf(names string) ([]string, error) {
	if names == "all" {
		return replay.Policies(), nil
	}
	list := strings.Split(names, ",")
	for _, name := range list {
		if !slices.Contains(replay.Policies(), name) {
			return nil, fmt.Errorf(`-policy: %q is not one of %s, or "all"`, name, quoted(replay.Policies()))
		}
	}
	return list, nil
}

func quoted(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = strconv.Quote(name)
	}
	return strings.Join(list, ", ")
}

// capacitiesOf returns capacities as numbers. What has a point is a share of all.
func capacitiesOf(texts []string, all int64) (list []int64, err error) {
	for _, text := range texts {
		if share, err := strconv.ParseFloat(text, 64); err == nil && strings.Contains(text, ".") && share > 0 && share <= 1 {
			list = append(list, max(int64(share*float64(all)), 1))
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 1 || n > maxCapacity {
			return nil, fmt.Errorf("-capacity: %q is neither a whole number from 1 to %d nor a share above 0 of at most 1.0", text, int64(maxCapacity))
		}
		list = append(list, n)
	}
	return list, nil
}

// maxCapacity is the greatest capacity: 64 TiB if it is in bytes.
const maxCapacity = 1 << 46
