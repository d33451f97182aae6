package recorded

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/workload"
)

// Report says what was read, and what was guessed.
type Report struct {
	Format string // its name, "" while it is not known
	Lines  int64  // read so far; records where a format has no lines
	Other  int64  // lines that are no operations, such as PING or a header
	Bad    int64  // lines that are not of the format, and were skipped

	Lost int64 // lines that the recorder says it left out

	// Examples are the first bad lines.
	Examples []BadLine

	Operations int64                 // that Next returned
	Kinds      [engine.OpKinds]int64 // of these, by kind
	Fills      int64                 // writes that only fill the cache
	Hits       int64                 // reads that the record says hit
	Misses     int64                 // reads that the record says missed
	Last       int64                 // when the last operation returned was sent

	RequestTime int64 // the mean of what the recording says, in nanoseconds; 0 if it does not
	SourceTime  int64 // the same of calls to the source

	Keys    int // different ones
	Clients int // different ones, 0 where they are not told apart

	FillRule  FillRule // the one that was applied
	Untimed   bool     // it has no times: Options.Rate was assumed
	Spread    bool     // its times are whole seconds: operations were spread evenly within theirs
	Unordered int64    // operations that were recorded after later ones, and taken as simultaneous
	Backwards int64    // the longest such step back, in nanoseconds
	TimeUnit  string   // "s", "ms", "us" or "ns" where it was guessed, else ""
	Crowded   int64    // seconds with so many operations that they were not spread quite evenly
}

// BadLine is a line that was skipped.
type BadLine struct {
	Number int64 // from 1
	Reason string
	Text   string // how it begins
}

// maxExamples is how many bad lines are named.
const maxExamples = 5

// Report returns what was read so far.
func (r *Reader) Report() Report {
	p := r.report
	p.Format = r.layout.name
	p.Keys, p.Clients = len(r.keys.prints), len(r.clients.prints)
	if more, ok := r.parser.(interface{ report(*Report) }); ok {
		more.report(&p)
	}
	p.FillRule = r.fills.rule
	p.Spread, p.Unordered, p.Backwards, p.Crowded = r.schedule.whole, r.schedule.unordered, r.schedule.backwards, r.schedule.crowded
	return p
}

// Fingerprint returns the 64 bits that stand for a key.
func (r *Reader) Fingerprint(key uint32) uint64 { return r.keys.prints[key] }

func (p *Report) count(op *workload.Operation) {
	p.Operations++
	p.Kinds[op.Kind]++
	p.Last = op.At
	if op.Fill {
		p.Fills++
	}
	switch op.Record {
	case workload.RecordedHit:
		p.Hits++
	case workload.RecordedMiss:
		p.Misses++
	case workload.NotSaid:
	}
}

// excerpt returns how a line begins, without what a terminal would interpret.
func excerpt(line []byte) string {
	const most = 80
	shown := make([]byte, 0, most)
	for _, c := range line {
		if len(shown) == most {
			return string(shown) + "..."
		}
		if c < ' ' || c > '~' {
			c = '?'
		}
		shown = append(shown, c)
	}
	return string(shown)
}

// failure is why a recording cannot be read.
type failure string

// Error returns the reason.
func (f failure) Error() string { return "the recording cannot be read: " + string(f) }
