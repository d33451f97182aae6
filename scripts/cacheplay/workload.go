package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"cacheplay/wasm/recording"
	"cacheplay/wasm/workload"
	"cacheplay/wasm/workload/recorded"
)

// workloadFormats are the functions that print what is said of a workload, by format.
var workloadFormats = map[string]func(*recording.Description, *recorded.Report) string{
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
	options, err := optionsOf(read)
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

// recordingFlags are flags that say how a recording is read.
func recordingFlags(flags *flag.FlagSet) *recorded.Words {
	w := &recorded.Words{}
	flags.StringVar(&w.Reader, "reader", "", "")
	flags.StringVar(&w.Columns, "columns", "", "")
	flags.StringVar(&w.Unit, "unit", "", "")
	flags.StringVar(&w.Fills, "fills", "", "")
	flags.StringVar(&w.Bad, "bad", "", "")
	flags.Int64Var(&w.Rate, "rate", recorded.DefaultRate, "")
	return w
}

// optionsOf returns what the flags say.
func optionsOf(w *recorded.Words) (recorded.Options, error) {
	o, err := w.Options()
	if err != nil {
		err = fmt.Errorf("-%w", err)
	}
	return o, err
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
