package recorded

import "strings"

// layout is a format.
type layout struct {
	name string
	size int // of a record in bytes; 0 where there are lines

	// traits are those of all recordings of the format, which parser makes a parser for.
	traits traits
	parser func() parser

	// open takes their place where the parser depends on the recording.
	open func(*Options, *sample) (parser, traits, error)

	// fits reports whether a recording looks like it. Without it, the parser must be
	// able to read half of the lines of the sample.
	fits func(*sample) bool
}

// traits are what is known of all operations of a recording.
type traits struct {
	whole   bool     // times are whole seconds
	untimed bool     // there are no times
	fills   FillRule // that is right for it
	unit    string   // of times, where it was guessed
}

// layouts are all formats. The first one that fits is taken.
var layouts = []layout{
	oracleGeneral, oracleGeneralOps,
	memcached, monitor, alb, cloudFront, combined, twitter, cacheLib, arc, lirs, csvColumns, plainKeys,
}

// Formats returns the names of all formats.
func Formats() []string {
	names := make([]string, len(layouts))
	for i := range layouts {
		names[i] = layouts[i].name
	}
	return names
}

// check returns what is wrong with options.
func check(o *Options) error {
	if o.Format != "" && named(o.Format) == nil {
		return wrongOption("format", o.Format, `"`+strings.Join(Formats(), `", "`)+`"`)
	}
	if o.Rate < 0 || o.Rate > 1e9 {
		return wrongOption("rate", decimal(o.Rate), "1 to 1000000000 operations a second")
	}
	if o.BadPerMille < 0 || o.BadPerMille > 1000 {
		return wrongOption("share of bad lines", decimal(o.BadPerMille), "1 to 1000 in 1000")
	}
	if o.TimeUnit != "" && unitNamed(o.TimeUnit) == 0 {
		return wrongOption("unit of time", o.TimeUnit, `"s", "ms", "us", "ns"`)
	}
	_, err := parseColumns(o.Columns)
	return err
}

// optionError is about an option.
type optionError struct{ name, found, allowed string }

// Error names the option, what was found and what is allowed.
func (e *optionError) Error() string {
	return e.name + `: "` + excerpt([]byte(e.found)) + `" is not allowed: ` + e.allowed + ` are`
}

func wrongOption(name, found, allowed string) error { return &optionError{name, found, allowed} }

func named(name string) *layout {
	for i := range layouts {
		if layouts[i].name == name {
			return &layouts[i]
		}
	}
	return nil
}

// sample is how a recording begins.
type sample struct {
	bytes []byte
	lines [][]byte // the first whole ones that are not empty
}

// maxSampleLines is how many lines a format is recognised by.
const maxSampleLines = 100

func sampleOf(written []byte, closed bool) *sample {
	s := &sample{bytes: written}
	for rest := written; len(s.lines) < maxSampleLines && len(rest) > 0; {
		line, after, found := cut(rest, '\n')
		if !found && !closed && len(s.lines) > 0 {
			break
		}
		if line = withoutReturn(line); len(line) > 0 {
			s.lines = append(s.lines, line)
		}
		rest = after
	}
	return s
}

// read reports whether a parser can read at least half of the lines.
func (s *sample) read(p parser) bool {
	n := s.count(func(line []byte) bool {
		_, reason := p.read(line, nil)
		return reason == ""
	})
	return n > 0 && 2*n >= len(s.lines)
}

// count returns how many lines fulfil a condition.
func (s *sample) count(fulfils func(line []byte) bool) int {
	n := 0
	for _, line := range s.lines {
		if fulfils(line) {
			n++
		}
	}
	return n
}

// recognise finds the format once enough is written.
func (r *Reader) recognise() {
	if r.parser != nil || r.err != nil || !r.closed && len(r.written) < sampleBytes {
		return
	}
	s := sampleOf(r.written, r.closed)
	found := named(r.options.Format)
	if found == nil && r.options.Columns != "" {
		found = &csvColumns
	}
	for i := 0; found == nil && i < len(layouts); i++ {
		l := &layouts[i]
		if l.fits == nil && s.read(l.parser()) || l.fits != nil && l.fits(s) {
			found = l
		}
	}
	if found == nil {
		r.err = unrecognised(s)
		return
	}
	traits := found.traits
	if r.layout = *found; found.open == nil {
		r.parser = found.parser()
	} else if r.parser, traits, r.err = found.open(&r.options, s); r.err != nil {
		r.parser = nil
		return
	}
	r.schedule.whole, r.schedule.most = traits.whole, maxHeld
	r.report.Untimed, r.report.TimeUnit = traits.untimed, traits.unit
	if r.fills.rule = r.options.Fills; r.fills.rule == FillsGuessed {
		r.fills.rule = traits.fills
	}
}

// unrecognised is the error where no format fits.
func unrecognised(s *sample) error {
	switch {
	case len(s.bytes) == 0:
		return failure("it is empty")
	case begins(s.bytes, "\x1f\x8b") || begins(s.bytes, "\x28\xb5\x2f\xfd"):
		return failure("it is compressed")
	case len(s.lines) == 0:
		return failure("it has empty lines only")
	}
	return failure("no format fits; its first line is: " + excerpt(s.lines[0]) + `; the formats are "` + strings.Join(Formats(), `", "`) +
		`", and a CSV file needs a line with the names of its columns, or an option that says where they are`)
}
