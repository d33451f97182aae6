package random

// Max is the longest delay, in nanoseconds (about 36 years): parameters and
// samples above it become it. It leaves room to add up seven of them in an
// int64.
const Max = 1 << 60

// Distribution is what a delay is drawn from. Delays are whole nanoseconds
// from 0 to Max. Distributions are plain data: equal ones draw equally. The
// zero Distribution is Constant(0).
type Distribution struct {
	kind kind

	// base and spread are, by kind: the value and 0; the mean and 0; the
	// least value and its distance to the greatest; the median and the
	// logSigma of a log-normal.
	base, spread int64
}

type kind uint8

const (
	constant kind = iota
	exponential
	uniform
	logNormal
)

// Constant is always ns nanoseconds.
func Constant(ns int64) Distribution {
	return Distribution{kind: constant, base: clamp(ns, 0)}
}

// Exponential has the mean meanNs, in nanoseconds. Its samples are the exact
// ones rounded to whole nanoseconds, which a mean of a few nanoseconds feels:
// below 100 the mean of the samples is too small by more than 4 in a million.
func Exponential(meanNs int64) Distribution {
	return Distribution{kind: exponential, base: clamp(meanNs, 0)}
}

// Uniform is any whole number of nanoseconds from minNs to maxNs, both
// included, each equally likely. A maxNs below minNs is taken as minNs.
func Uniform(minNs, maxNs int64) Distribution {
	minNs = clamp(minNs, 0)
	return Distribution{kind: uniform, base: minNs, spread: clamp(maxNs, minNs) - minNs}
}

// Percentiles is the log-normal distribution whose median is p50 and whose
// 99th percentile is p99, both in nanoseconds. A log-normal is never 0, so a
// p50 below 1 is taken as 1; a p99 below p50 is taken as p50.
func Percentiles(p50, p99 int64) Distribution {
	p50 = clamp(p50, 1)
	p99 = clamp(p99, p50)
	return Distribution{kind: logNormal, base: p50, spread: logSigma(uint64(p50), uint64(p99))}
}

// Sample draws a delay, in nanoseconds. A Constant draws nothing from the
// stream, a Uniform what Below draws, the others one word.
func (d Distribution) Sample(s *Stream) int64 {
	if d.kind == constant {
		return d.base
	}
	return d.draw(s)
}

// draw is Sample of what is not constant.
func (d Distribution) draw(s *Stream) int64 {
	switch d.kind {
	case exponential:
		return exponentialQuantile(uint64(d.base), s.Uint64())
	case uniform:
		return d.base + int64(s.Below(uint64(d.spread)+1))
	default:
		return logNormalQuantile(uint64(d.base), d.spread, s.Uint64())
	}
}

// IsConstant reports whether every sample is the same.
func (d Distribution) IsConstant() bool { return d.kind == constant }

// Mean returns the mean of the distribution, in whole nanoseconds: what a
// picture shows where no sample was drawn. A log-normal's is above its median,
// far above where p99 is a large multiple of p50.
func (d Distribution) Mean() int64 {
	switch d.kind {
	case uniform:
		return d.base + d.spread/2
	case logNormal:
		return logNormalMean(uint64(d.base), d.spread)
	default:
		return d.base
	}
}

// clamp brings ns into the range from least to Max.
func clamp(ns, least int64) int64 {
	return min(max(ns, least), Max)
}
