package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

// workloadFormats are the functions that print what is said of a workload, by format.
var workloadFormats = map[string]func(*description, *recorded.Report) string{
	"text": workloadAsText,
	"json": workloadAsJSON,
}

// workload describes a recorded workload, and converts it if that is wanted.
func (p *program) workload(args []string) int {
	flags := flag.NewFlagSet("workload", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	format := flags.String("format", "text", "")
	convert := flags.String("convert", "", "")
	output := flags.String("output", "", "")
	read := recordingFlags(flags)
	files, err := parseFlags(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		return p.print(help)
	}
	if err != nil {
		return p.fail(err.Error())
	}
	if len(files) != 1 {
		return p.fail(fmt.Sprintf(`workload takes one FILE ("-" for standard input), not %d`, len(files)))
	}
	show := workloadFormats[*format]
	if show == nil {
		return p.fail(fmt.Sprintf(`-format: %q is not one of "text", "json"`, *format))
	}
	options, err := read.options()
	if err != nil {
		return p.fail(err.Error())
	}
	r, err := p.openRecording(files[0], options)
	if err != nil {
		return p.fail(err.Error())
	}
	defer r.end()
	to, err := converterTo(*convert, *output, r.Reader)
	if err != nil {
		return p.fail(err.Error())
	}
	d, report, err := r.described(to.write, func(bytes int64) { p.progress.show(fmt.Sprintf("%d MB", bytes/1e6)) })
	p.progress.clear()
	if err == nil {
		err = to.end()
	}
	if err != nil {
		if *output != "" {
			os.Remove(*output) // it was not there before
		}
		return p.fail(err.Error())
	}
	return p.print(show(d, &report))
}

// parseFlags parses arguments in which flags may precede and follow the files.
func parseFlags(flags *flag.FlagSet, args []string) (files []string, err error) {
	for {
		if err := flags.Parse(args); err != nil || flags.NArg() == 0 {
			return files, err
		}
		files, args = append(files, flags.Arg(0)), flags.Args()[1:]
	}
}

// recordingOptions are flags that say how a recording is read.
type recordingOptions struct {
	reader, columns, unit, fills, bad *string
	rate                              *int64
}

func recordingFlags(flags *flag.FlagSet) recordingOptions {
	return recordingOptions{
		reader:  flags.String("reader", "", ""),
		columns: flags.String("columns", "", ""),
		unit:    flags.String("unit", "", ""),
		fills:   flags.String("fills", "guess", ""),
		bad:     flags.String("bad", "1%", ""),
		rate:    flags.Int64("rate", recorded.DefaultRate, ""),
	}
}

// options returns what the flags say.
func (f *recordingOptions) options() (recorded.Options, error) {
	if names := recorded.Formats(); *f.reader != "" && !slices.Contains(names, *f.reader) {
		return recorded.Options{}, fmt.Errorf("-reader: %q is not one of %s", *f.reader, quoted(names))
	}
	o := recorded.Options{Format: *f.reader, Columns: *f.columns, TimeUnit: *f.unit, Rate: *f.rate}
	var allowed []string
	found := false
	for rule := range recorded.FillRules {
		allowed = append(allowed, strconv.Quote(rule.String()))
		if rule.String() == *f.fills {
			o.Fills, found = rule, true
		}
	}
	if !found {
		return o, fmt.Errorf("-fills: %q is not one of %s", *f.fills, strings.Join(allowed, ", "))
	}
	share, err := strconv.ParseFloat(strings.TrimSuffix(*f.bad, "%"), 64)
	if err != nil || !strings.HasSuffix(*f.bad, "%") || share < 0.1 || share > 100 {
		return o, fmt.Errorf(`-bad: %q is not a share from "0.1%%" to "100%%"`, *f.bad)
	}
	o.BadPerMille = int64(share*10 + 0.5)
	return o, nil
}

// nothing is a converter that writes nothing.
type nothing struct{}

func (nothing) write(*workload.Operation) error { return nil }
func (nothing) end() error                      { return nil }

// converterTo returns the converter that is asked for.
func converterTo(format, output string, reader *recorded.Reader) (converter, error) {
	if format == "" && output == "" {
		return nothing{}, nil
	}
	make := converters[format]
	if make == nil {
		return nil, fmt.Errorf(`-convert: %q is not one of "csv", "oracleGeneral"`, format)
	}
	if output == "" {
		return nil, errors.New("-convert needs -output FILE")
	}
	file, err := os.OpenFile(output, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("-output: %w", err)
	}
	return make(file, reader), nil
}
