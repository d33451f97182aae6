package workload

// Unit says what a measure is counted in.
type Unit uint8

const (
	// Time is a duration.
	Time Unit = iota
	// Share is a part of a whole, from 0 to 1.
	Share
	// Count is a number of things, which may be a mean.
	Count
	// Rate is a number a second.
	Rate
	// Cost is an amount of money an hour.
	Cost
)

// Measure is something that is measured under a workload, and that a scenario can expect
// something of. Where there is a warm-up, what happens in it does not count.
type Measure struct {
	Name string
	Unit Unit
	Doc  string // what it is, in a sentence
}

// Measures lists the measures in the order in which they are shown.
func Measures() []Measure { return append([]Measure(nil), measures...) }

var measures = append(times(
	set{"read", "a read waits for its answer, from when its client meant to send it"},
	set{"write", "a write waits for its answer, from when its client meant to send it"},
	set{"lag", "the source does not have a write yet whose client was told that it is done"},
), []Measure{
	{"hit", Share, "The share of the reads that the cache answers."},
	{"hit.bytes", Share, "The share of the bytes read that the cache answers with."},
	{"stale", Share, "The share of the reads that are answered with an old value: older than a write whose client had been told that it is done."},
	{"stale.10ms", Share, "The share of the reads that are answered with a value that had been old for more than 10 ms."},
	{"stale.100ms", Share, "The share of the reads that are answered with a value that had been old for more than 100 ms."},
	{"stale.1s", Share, "The share of the reads that are answered with a value that had been old for more than 1 s."},
	{"stale.10s", Share, "The share of the reads that are answered with a value that had been old for more than 10 s."},
	{"stale.age", Time, "How old the oldest of these values is: the time since the write that it misses was answered."},
	{"visible.0s", Share, "The share of the answered writes that a read would find within 0 s after the answer."},
	{"visible.10ms", Share, "The share of the answered writes that a read would find within 10 ms after the answer."},
	{"visible.100ms", Share, "The share of the answered writes that a read would find within 100 ms after the answer."},
	{"visible.1s", Share, "The share of the answered writes that a read would find within 1 s after the answer."},
	{"visible.10s", Share, "The share of the answered writes that a read would find within 10 s after the answer."},
	{"lost.worst", Count, "How many answered writes would be lost if the Resource Manager crashed at the worst moment."},
	{"lost.mean", Count, "How many answered writes would be lost if the Resource Manager crashed at any moment, on average."},
	{"lost", Count, "How many answered writes the source does not have at the end of the run, and nothing newer; also those that are queued then and fail again and again."},
	{"paid.again", Count, "How many times the source has applied a payment that it had applied before."},
	{"unread", Share, "The share of what is stored in the cache that nobody reads before it is replaced or gone."},
	{"errors", Share, "The share of the operations whose clients are not told that they are done."},
	{"throughput", Rate, "How many operations end in a second."},
	{"goodput", Rate, "How many operations end in a second whose clients are told that they are done."},
	{"retries", Count, "How many calls are tried again."},
	{"source.rate", Rate, "How many calls the source is asked for in a second."},
	{"source.utilisation", Share, "The share of what the source can serve at the same time that it serves, on average."},
	{"source.waiting", Count, "How many calls wait for the source at the most."},
	{"queued", Count, "How many writes are in the write-behind queue at the most."},
	{"cost.cache", Cost, "What the cache costs an hour, for what it holds on average. It is known if the workload has sizes."},
	{"cost.source", Cost, "What the calls of the source cost an hour."},
	{"cost", Cost, "What both cost an hour, or the one that has a price."},
}...)

// set is a measure of times: its percentiles, its mean and its greatest.
type set struct{ name, doc string }

// times returns the measures of sets.
func times(sets ...set) (out []Measure) {
	for _, s := range sets {
		for _, p := range []string{"50", "90", "99", "99.9"} {
			out = append(out, Measure{s.name + ".p" + p, Time, "The time in percentile " + p + " that " + s.doc + "."})
		}
		out = append(out, Measure{s.name + ".mean", Time, "The time on average that " + s.doc + "."},
			Measure{s.name + ".max", Time, "The longest time that " + s.doc + "."})
	}
	return out
}

// SpanOf returns the time in the name of a measure such as "stale.10ms", in nanoseconds, by
// its suffix.
func SpanOf(suffix string) (time int64, ok bool) {
	switch suffix {
	case "0s":
		return 0, true
	case "10ms":
		return 1e7, true
	case "100ms":
		return 1e8, true
	case "1s":
		return 1e9, true
	case "10s":
		return 1e10, true
	}
	return 0, false
}
