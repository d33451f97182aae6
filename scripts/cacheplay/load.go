package main

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"cacheplay/wasm/load"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

// loadChunk is how many things happen between two looks at the progress.
const loadChunk = 1 << 16

// loadedFormats are the functions that print measured variants, by format.
var loadedFormats = map[string]func([]loaded) string{
	"text":       loadedAsText,
	"json":       loadedAsJSON,
	"read.hgrm":  func(all []loaded) string { return percentiles(&all[0].run.Reads().All) },
	"write.hgrm": func(all []loaded) string { return percentiles(&all[0].run.Writes().All) },
}

// percentiles returns the distribution of waits as plotters of HdrHistogram read it, in
// milliseconds.
func percentiles(waits *load.Histogram) string { return string(waits.AppendPercentiles(nil, 1e6)) }

// loaded is a variant that was put under a workload.
type loaded struct {
	variant  *scenario.Variant
	run      *load.Run
	recorded *recorded.Report // what is known of a recorded workload, nil of another
	from     *recordingFile   // which it is read from
}

// end ends the reading of a recorded workload, and returns why it could not be read to
// its end.
func (l *loaded) end() error {
	if l.from == nil {
		return nil
	}
	defer l.from.end()
	return l.from.failure()
}

// load puts a scenario under a workload and prints what was measured.
func (p *program) load(args []string) int {
	given, err := parseFile("load", "text", args)
	if errors.Is(err, flag.ErrHelp) {
		return p.print(help)
	}
	if err != nil {
		return p.fail(err.Error())
	}
	format := loadedFormats[given.format]
	if format == nil {
		return p.fail(fmt.Sprintf(`-format: %q is not one of "text", "json", "read.hgrm", "write.hgrm"`, given.format))
	}
	story, code := p.scenario(given.file)
	if story == nil {
		return code
	}
	if strings.HasSuffix(given.format, ".hgrm") && given.only == "" && len(story.Variants) > 1 {
		return p.fail(fmt.Sprintf("-format: %s has one run: choose it with -only", given.format))
	}
	all, err := p.loadAll(story, given)
	if err != nil {
		return p.fail(err.Error())
	}
	for i := range all {
		code = max(code, p.demand(&all[i]))
	}
	return max(code, p.print(format(all)))
}

// loadAll puts the variants that given selects under their workload, one after the
// other: all get the same operations.
func (p *program) loadAll(story *scenario.Scenario, given arguments) ([]loaded, error) {
	names := make([]string, len(story.Variants))
	for i := range story.Variants {
		names[i] = story.Variants[i].Name
	}
	first, end, err := chosen(names, given.only)
	if err != nil {
		return nil, err
	}
	under, err := p.workloadFor(given)
	if err != nil {
		return nil, err
	}
	var all []loaded
	for i := first; i < end; i++ {
		one := loaded{variant: &story.Variants[i], recorded: under.recorded}
		if err := under.put(p, &one); err != nil {
			return nil, err
		}
		for one.run.Advance(loadChunk) {
			p.progress.show(fmt.Sprintf("%s: %s, %s", oneLine(names[i]), scenario.Counted(int(one.run.Sent()), "operation"), trace.Duration(one.run.Now())))
		}
		p.progress.clear()
		if err := one.end(); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// demand reports the measures of a variant that are not within the bound that "expect"
// gives, and returns the exit code.
func (p *program) demand(of *loaded) int {
	code := exitOK
	for _, d := range of.variant.Demands {
		if v := of.run.Measure(d.Measure); !v.Known() || !d.Bound.Holds(v.N, v.Of) {
			p.say(fmt.Sprintf("%s: expect.%s is %q, but measured is %s", oneLine(of.variant.Name), d.Measure, d.Bound, of.measured(d.Measure, d.Bound.Unit)))
			code = exitUnmet
		}
	}
	return code
}

// measured returns a measure in words, a cost with its currency.
func (l *loaded) measured(name string, unit workload.Unit) string {
	v := l.run.Measure(name)
	if unit != workload.Cost || !v.Known() {
		return measured(v, unit)
	}
	return strings.TrimSpace(decimals(v.Float())+" "+oneLine(l.variant.Prices.Currency)) + "/h"
}

// decimals returns a number with the four digits that matter most, and all of those before
// the point.
func decimals(v float64) string {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'e', 3, 64), 64) // it is a number
	if v >= 1e3 {
		rounded = math.Round(v)
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// measured returns a measure in words.
func measured(v load.Value, unit workload.Unit) string {
	switch {
	case !v.Known():
		return "-"
	case unit == workload.Time:
		return trace.Duration(int64(math.Round(v.Float() * 1e9)))
	case unit == workload.Share:
		return fmt.Sprintf("%.4g %%", 100*v.Float())
	case unit == workload.Rate:
		return fmt.Sprintf("%.4g/s", v.Float())
	}
	return fmt.Sprintf("%.6g", v.Float())
}

// nameWidth is as wide as the longest name of a measure.
const nameWidth = len("source.utilisation")

// loadedAsText returns a table with a line for each measure and a column for each
// variant.
func loadedAsText(all []loaded) string {
	var out strings.Builder
	out.WriteString(trafficOf(&all[0]))
	for i := range all {
		out.WriteString(leftOut(&all[i]))
		out.WriteString(withoutCost(&all[i]))
		if all[i].run.UsesRecordedTTL() {
			fmt.Fprintf(&out, "%s: copies live as long as the recording says.\n", oneLine(all[i].variant.Name))
		}
	}
	out.WriteString("\n")
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%-*s", nameWidth, "")
	for i := range all {
		fmt.Fprintf(w, "\t%s", oneLine(all[i].variant.Name))
	}
	fmt.Fprintln(w, "\t")
	for _, m := range workload.Measures() {
		fmt.Fprintf(w, "%-*s", nameWidth, m.Name)
		for i := range all {
			fmt.Fprintf(w, "\t%s", all[i].measured(m.Name, m.Unit))
		}
		fmt.Fprintln(w, "\t")
	}
	w.Flush()
	return out.String()
}

// trafficOf returns lines about the workload, which all variants have.
func trafficOf(l *loaded) string {
	text := fmt.Sprintf("%s, over %s.\n", scenario.Counted(int(l.run.Sent()), "operation"), trace.Duration(l.run.Now()))
	if r := l.recorded; r != nil && r.Hits+r.Misses > 0 {
		text += fmt.Sprintf("Recorded hit ratio: %s.\n", measured(load.Value{N: uint64(r.Hits), Of: uint64(r.Hits + r.Misses)}, workload.Share))
	}
	return text
}

// leftOut returns a line about the faults that a variant leaves out, "" if there are none.
func leftOut(l *loaded) string {
	left := l.run.LeftOut()
	if len(left) == 0 {
		return ""
	}
	return fmt.Sprintf("%s leaves out what names a step, a client or a key: %s.\n", oneLine(l.variant.Name), strings.Join(left, ", "))
}

// withoutCost returns a line about a cache whose cost is not known though it has a price,
// "" if it is.
func withoutCost(l *loaded) string {
	if l.variant.Prices.GBHour == 0 || l.run.Measure("cost.cache").Known() {
		return ""
	}
	return fmt.Sprintf("%s: what the cache costs is not known, since it has held keys whose sizes the workload does not say.\n", oneLine(l.variant.Name))
}

// loadedAsJSON returns {"version": 1, "runs": [...]}, with a variant on each line.
func loadedAsJSON(all []loaded) string {
	out := []byte(`{"version":1,"runs":[`)
	for i := range all {
		if i > 0 {
			out = append(out, ',')
		}
		out = all[i].run.Result().AppendCanonical(append(out, '\n'))
	}
	return string(out) + "\n]}\n"
}
