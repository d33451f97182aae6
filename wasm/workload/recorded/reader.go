// Package recorded reads recorded workloads: what people can record of their own
// caches and services, and the traces that are published. It recognises a format by
// its content.
//
// A recording is pushed in chunks of any size, decompressed:
//
//	for each chunk {
//		r.Write(chunk)
//		for r.Next(&op) { ... }
//	}
//	r.Close()
//	for r.Next(&op) { ... }
//	if err := r.Err(); err != nil { ... }
//
// Memory does not depend on the length of a recording, but on its keys and clients
// (see interner), its longest line, and the operations within one second where times
// are whole seconds.
package recorded

import (
	"bytes"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
)

// Options say how a recording is read. The zero Options guess what they can.
type Options struct {
	// Format is the name of a format, or "": recognised by content.
	Format string
	// Columns says where a CSV file has what, as libCacheSim's -t does, such as
	// "time-col=1,obj-id-col=2,obj-size-col=3".
	Columns string
	// TimeUnit is that of a CSV file's times: "s", "ms", "us", "ns", or "": guessed.
	TimeUnit string
	// Fills says which writes only fill the cache.
	Fills FillRule
	// Rate is how many operations a second are assumed where a recording has no
	// times; 0 is DefaultRate.
	Rate int64
	// BadPerMille is how many lines of a thousand may be bad before reading them is an
	// error; 0 is DefaultBadPerMille.
	BadPerMille int64
}

const (
	// DefaultRate is assumed where a recording has no times.
	DefaultRate = 1000
	// DefaultBadPerMille is how many lines of a thousand may be bad.
	DefaultBadPerMille = 10
	// maxLine is the length of the longest line that is read; longer ones are bad.
	maxLine = 1 << 20
	// sampleBytes is how much of a recording its format is recognised by.
	sampleBytes = 64 << 10
)

// record is what a recording says of an operation, or of several that are alike.
type record struct {
	time   int64  // in nanoseconds since no matter when
	ttl    int64  // in nanoseconds, 0 if not said
	key    uint64 // a fingerprint
	client uint64 // a fingerprint, 0 where clients are not told apart
	times  int    // how often
	misses int    // of these the first missed
	size   uint32 // of key and value, 0 if not said
	kind   engine.OpKind
	told   bool // whether a read hit
	fill   bool // it says that it is a fill
}

// parser reads lines of a format, or records of a fixed size.
type parser interface {
	// read appends what a line says. It returns why the line is bad, or "". A line
	// without operations is not bad.
	read(line []byte, to []record) ([]record, string)
}

// waiting is a parser in which operations can wait for a next line. When there is none
// end appends them.
type waiting interface{ end(to []record) []record }

// Reader reads a recording that is pushed in chunks. It is a workload.Source, whose
// Next also returns false when it needs more bytes.
type Reader struct {
	options  Options
	layout   layout
	parser   parser // nil until the format is known
	written  []byte // those before from are read
	from     int
	closed   bool
	skipping bool // what is left of a line that is too long
	ended    bool // the parser has been told that there is no next line
	err      error

	records []record // that a line gave; those before next are operations by now
	next    int

	keys, clients interner
	untimed       int64 // operations so far that the recording gives no time
	fills         fills
	schedule      schedule
	report        Report
}

// NewReader returns a reader.
func NewReader(options Options) (*Reader, error) {
	r := &Reader{options: options}
	if r.options.Rate == 0 {
		r.options.Rate = DefaultRate
	}
	if r.options.BadPerMille == 0 {
		r.options.BadPerMille = DefaultBadPerMille
	}
	if err := check(&r.options); err != nil {
		return nil, err
	}
	return r, nil
}

// Write takes the next bytes of the recording, and copies them. It fails where the
// recording cannot be read on.
func (r *Reader) Write(chunk []byte) (int, error) {
	if r.err == nil && r.closed {
		r.err = failure("it was closed before")
	}
	if r.err != nil {
		return 0, r.err
	}
	r.written = append(r.written[:copy(r.written, r.written[r.from:])], chunk...)
	r.from = 0
	r.recognise()
	return len(chunk), r.err
}

// Close says that no more bytes follow. Operations may still come.
func (r *Reader) Close() error {
	r.closed = true
	r.recognise()
	return r.err
}

// Err returns why the recording could not be read on, or not be relied on.
func (r *Reader) Err() error { return r.err }

// Next sets op to the next operation. It returns false when more bytes are needed, when
// the recording is over, or in case of an error.
func (r *Reader) Next(op *workload.Operation) bool {
	for {
		if r.schedule.next(op) {
			r.report.count(op)
			return true
		}
		one := r.record()
		if one == nil {
			if r.err != nil || !r.ended || !r.schedule.finish() {
				return false
			}
			continue
		}
		r.schedule.add(r.time(one), r.operation(one))
		one.times--
		one.misses--
	}
}

// time returns when an operation was sent, in nanoseconds.
func (r *Reader) time(one *record) int64 {
	if !r.report.Untimed {
		return one.time
	}
	n, rate := r.untimed, r.options.Rate
	r.untimed++
	return n/rate*second + n%rate*second/rate
}

// operation returns the first of the operations that a record stands for, without its
// time.
func (r *Reader) operation(one *record) workload.Operation {
	op := workload.Operation{TTL: one.ttl, Size: one.size, Kind: one.kind, Fill: one.fill}
	op.Key = r.keys.number(one.key)
	if one.client != 0 {
		op.Client = r.clients.number(one.client)
	}
	if one.told {
		op.Record = workload.RecordedHit
		if one.misses > 0 {
			op.Record = workload.RecordedMiss
		}
	}
	r.fills.mark(&op)
	return op
}

// record returns what stands for the next operation, or nil.
func (r *Reader) record() *record {
	for r.err == nil {
		for r.next < len(r.records) {
			if one := &r.records[r.next]; one.times > 0 {
				return one
			}
			r.next++
		}
		r.records, r.next = r.records[:0], 0
		if r.full() {
			break
		}
		line, ok := r.line()
		switch {
		case ok:
			r.read(line)
		case r.closed && r.parser != nil && !r.ended:
			r.ended = true
			if p, ok := r.parser.(waiting); ok {
				r.records = p.end(r.records)
			}
			r.judge(0)
		default:
			return nil
		}
	}
	return nil
}

// full reports whether there are too many keys or clients to go on.
func (r *Reader) full() bool {
	if max(len(r.keys.prints), len(r.clients.prints)) >= maxNames {
		r.err = failure("it has more than " + decimal(maxNames) + " keys or clients, which are not told apart")
	}
	return r.err != nil
}

// read reads a line, and judges the recording if it is bad.
func (r *Reader) read(line []byte) {
	r.report.Lines++
	var reason string
	if r.records, reason = r.parser.read(line, r.records); reason != "" {
		r.records = r.records[:0]
		r.bad(line, reason)
	} else if len(r.records) == 0 {
		r.report.Other++
	}
}

// bad counts a bad line.
func (r *Reader) bad(line []byte, reason string) {
	r.report.Bad++
	if len(r.report.Examples) < maxExamples {
		r.report.Examples = append(r.report.Examples, BadLine{Number: r.report.Lines, Reason: reason, Text: excerpt(line)})
	}
	r.judge(judgedFrom)
}

// judgedFrom is after how many lines the share of bad ones is judged before the end.
const judgedFrom = 1000

// judge fails if too many lines are bad.
func (r *Reader) judge(from int64) {
	if p := &r.report; p.Lines >= from && p.Bad*1000 > p.Lines*r.options.BadPerMille {
		first := p.Examples[0]
		r.err = failure(decimal(p.Bad) + " of " + decimal(p.Lines) + " lines are not of the format " + r.layout.name + ", where " +
			decimal(r.options.BadPerMille) + " in 1000 are allowed; the first is line " + decimal(first.Number) + ": " + first.Reason + ": " + first.Text)
	}
}

// line returns the next line, or the next record of a fixed size, if it is there.
func (r *Reader) line() ([]byte, bool) {
	if r.parser == nil {
		return nil, false
	}
	if size := r.layout.size; size > 0 {
		return r.fixed(size)
	}
	for {
		rest := r.written[r.from:]
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			if len(rest) > maxLine {
				r.tooLong(rest)
				r.from, r.skipping = len(r.written), true
			}
			if !r.closed || len(rest) == 0 || r.from == len(r.written) {
				return nil, false
			}
			end = len(rest)
		}
		r.from = min(r.from+end+1, len(r.written))
		switch line := rest[:end]; {
		case r.skipping:
			r.skipping = false
		case len(line) > maxLine:
			r.tooLong(line)
		default:
			return withoutReturn(line), true
		}
	}
}

// fixed returns the next record of a fixed size, or what is left of one at the end.
func (r *Reader) fixed(size int) ([]byte, bool) {
	rest := r.written[r.from:]
	if len(rest) < size && (len(rest) == 0 || !r.closed) {
		return nil, false
	}
	rest = rest[:min(size, len(rest))]
	r.from += len(rest)
	return rest, true
}

// tooLong counts a line that is too long, once.
func (r *Reader) tooLong(line []byte) {
	if !r.skipping {
		r.report.Lines++
		r.bad(line, "it is longer than "+decimal(maxLine)+" bytes")
	}
}
