package load

import (
	"math"
	"strconv"
)

// ticksPerHalf is how many lines a percentile distribution has from each percentile to
// the one half as far from 100 %.
const ticksPerHalf = 5

// AppendPercentiles appends the distribution of the values as the lines that
// HdrHistogram's plotters read (files *.hgrm), in units of the given number of
// nanoseconds. Source: AbstractHistogram.outputPercentileDistribution of HdrHistogram
// (github.com/HdrHistogram/HdrHistogram).
func (h *Histogram) AppendPercentiles(dst []byte, unit int64) []byte {
	dst = append(dst, "       Value     Percentile TotalCount 1/(1-Percentile)\n\n"...)
	level, seen := 0.0, int64(0) // level is the next percentile to be told
	for b, n := range h.counts {
		if seen += n; n == 0 {
			continue
		}
		v, width := lowest(b)
		value := float64(min(v+width-1, h.max)) / float64(unit)
		for ; level <= 100*float64(seen)/float64(h.count); level = nextLevel(level) {
			dst = appendRow(dst, value, level, seen)
			if seen == h.count {
				break
			}
		}
	}
	if h.count > 0 {
		dst = appendRow(dst, float64(h.max)/float64(unit), 100, h.count)
	}
	return h.appendSummary(dst, float64(unit))
}

// nextLevel returns the percentile after another one.
func nextLevel(level float64) float64 {
	_, halvings := math.Frexp(100 / (100 - level)) // 1 from 0 on, 2 from 50 on, 3 from 75 on
	return level + math.Ldexp(100.0/ticksPerHalf, -halvings)
}

// appendRow appends the line of a percentile.
func appendRow(dst []byte, value, level float64, seen int64) []byte {
	dst = appendFixed(dst, value, 3, 12)
	dst = appendFixed(append(dst, ' '), level/100, 12, 14)
	dst = appendRight(append(dst, ' '), strconv.FormatInt(seen, 10), 10)
	if level < 100 {
		dst = appendFixed(append(dst, ' '), 1/(1-level/100), 2, 14)
	}
	return append(dst, '\n')
}

// appendSummary appends the last lines.
func (h *Histogram) appendSummary(dst []byte, unit float64) []byte {
	dst = appendFixed(append(dst, "#[Mean    = "...), h.Mean()/unit, 3, 12)
	dst = appendFixed(append(dst, ", StdDeviation   = "...), h.deviation()/unit, 3, 12)
	dst = appendFixed(append(dst, "]\n#[Max     = "...), float64(h.max)/unit, 3, 12)
	dst = appendRight(append(dst, ", Total count    = "...), strconv.FormatInt(h.count, 10), 12)
	dst = appendRight(append(dst, "]\n#[Buckets = "...), strconv.Itoa(max(len(h.counts)>>bucketBits-1, 1)), 12)
	dst = appendRight(append(dst, ", SubBuckets     = "...), strconv.Itoa(2*halfBuckets), 12)
	return append(dst, "]\n"...)
}

// appendFixed appends a number with some decimals, right-aligned.
func appendFixed(dst []byte, v float64, decimals, width int) []byte {
	return appendRight(dst, strconv.FormatFloat(v, 'f', decimals, 64), width)
}

// appendRight appends a text, right-aligned.
func appendRight(dst []byte, text string, width int) []byte {
	for range width - len(text) {
		dst = append(dst, ' ')
	}
	return append(dst, text...)
}
