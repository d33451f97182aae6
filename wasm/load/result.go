package load

import (
	"math"
	"strings"

	"cacheplay/wasm/workload"
)

// Value is a measure: N of the parts of which there are Of in a second, in a whole, in
// one or in one a second. An unknown one has no parts: there was nothing to measure, such
// as the hit ratio of a run without reads.
type Value struct{ N, Of uint64 }

// Known reports whether there was something to measure.
func (v Value) Known() bool { return v.Of > 0 }

// Float returns the number nearest to a known value: a time in seconds, a share from 0 to
// 1, a number, or a number a second.
func (v Value) Float() float64 { return float64(v.N) / float64(v.Of) }

const second = 1_000_000_000

// Measure returns a measure of a run by its name (workload.Measures). While the run goes
// on it is that of what has happened. During the warm-up none is known.
func (r *Run) Measure(name string) Value {
	m := &r.meter
	if !m.isWarm {
		return Value{}
	}
	switch set, suffix, _ := strings.Cut(name, "."); set {
	case "read":
		return timeOf(&m.reads.All, suffix)
	case "write":
		return timeOf(&m.writes.All, suffix)
	case "lag":
		return timeOf(&m.freshness.Held, suffix)
	case "stale":
		if age, ok := workload.SpanOf(suffix); ok {
			return m.freshness.OlderThan(age)
		}
	case "visible":
		if time, ok := workload.SpanOf(suffix); ok {
			return m.freshness.SeenWithin(time)
		}
	}
	return m.measure(name)
}

// measure returns a measure that is not one of a set of times.
func (m *meter) measure(name string) Value {
	t, f := m.traffic, m.freshness
	switch name {
	case "hit":
		return partOf(m.hit.operations, m.read.operations)
	case "hit.bytes":
		return partOf(m.hit.bytes, m.read.bytes)
	case "stale":
		return partOf(f.Ages.Count(), f.Reads)
	case "stale.age":
		return longest(&f.Ages)
	case "lost.worst":
		return number(f.AtRisk.Peak())
	case "lost.mean":
		return decimal(f.AtRisk.Mean(m.r.Now()))
	case "lost":
		if !m.r.over {
			return Value{} // what the source does not have yet may still come
		}
		return number(f.Behind.Value())
	case "paid.again":
		return number(f.Again)
	case "unread":
		return partOf(f.Unread.Wasted, f.Unread.Stores)
	case "errors":
		return partOf(t.Failed+t.Unknown, t.ended())
	case "throughput":
		return decimal(t.Throughput(m.until()))
	case "goodput":
		return decimal(t.Goodput(m.until()))
	case "retries":
		return number(t.Retries)
	case "source.rate":
		return decimal(t.CallRate(m.until()))
	case "source.utilisation":
		return m.utilisation()
	case "source.waiting":
		return number(t.Waiting.Peak())
	case "queued":
		return number(t.Queued.Peak())
	case "cost.cache":
		return m.costOfCache()
	case "cost.source":
		return m.costOfSource()
	case "cost":
		return m.cost()
	}
	return Value{}
}

// timeOf returns a time that a histogram gives, by its name.
func timeOf(h *Histogram, name string) Value {
	switch name {
	case "p50":
		return duration(h, h.Quantile(P50))
	case "p90":
		return duration(h, h.Quantile(P90))
	case "p99":
		return duration(h, h.Quantile(P99))
	case "p99.9":
		return duration(h, h.Quantile(P999))
	case "mean":
		return duration(h, int64(math.Round(h.Mean())))
	case "max":
		return longest(h)
	}
	return Value{}
}

// number returns a number of things.
func number(n int64) Value { return Value{uint64(n), 1} }

// decimal returns a number with six decimals.
func decimal(n float64) Value { return Value{uint64(math.Round(n * 1e6)), 1e6} }

// partOf returns a part of a whole, unknown of nothing.
func partOf(n, of int64) Value { return Value{uint64(n), uint64(of)} }

// duration returns a time that a histogram gives, unknown if it is empty.
func duration(h *Histogram, t int64) Value {
	if h.Count() == 0 {
		return Value{}
	}
	return Value{uint64(t), second}
}

// longest returns the longest time of a histogram.
func longest(h *Histogram) Value { return duration(h, h.Max()) }

// utilisation returns which part of what the source can serve at the same time it
// served. It is unknown of a source without a limit.
func (m *meter) utilisation() Value {
	limit := m.r.compiled.Model.Source.Concurrency
	if limit == 0 {
		return Value{}
	}
	return decimal(m.traffic.Utilisation(m.until(), limit))
}
