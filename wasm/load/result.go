package load

import (
	"math"

	"cacheplay/wasm/jsontree"
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
	if f := measures[name]; f != nil && r.meter.isWarm {
		return f(&r.meter)
	}
	return Value{}
}

// measures are the functions that give the measures.
var measures = map[string]func(m *meter) Value{
	"hit":                func(m *meter) Value { return partOf(m.hit.operations, m.read.operations) },
	"hit.bytes":          func(m *meter) Value { return partOf(m.hit.bytes, m.read.bytes) },
	"stale":              func(m *meter) Value { return partOf(m.freshness.Ages.Count(), m.freshness.Reads) },
	"stale.age":          func(m *meter) Value { return longest(&m.freshness.Ages) },
	"lost.worst":         func(m *meter) Value { return number(m.freshness.AtRisk.Peak()) },
	"lost.mean":          func(m *meter) Value { return decimal(m.freshness.AtRisk.Mean(m.r.Now())) },
	"unread":             func(m *meter) Value { return partOf(m.freshness.Unread.Wasted, m.freshness.Unread.Stores) },
	"errors":             func(m *meter) Value { return partOf(m.traffic.Failed+m.traffic.Unknown, m.traffic.ended()) },
	"throughput":         func(m *meter) Value { return decimal(m.traffic.Throughput(m.until())) },
	"goodput":            func(m *meter) Value { return decimal(m.traffic.Goodput(m.until())) },
	"retries":            func(m *meter) Value { return number(m.traffic.Retries) },
	"source.rate":        func(m *meter) Value { return decimal(m.traffic.CallRate(m.until())) },
	"source.utilisation": (*meter).utilisation,
	"source.waiting":     func(m *meter) Value { return number(m.traffic.Waiting.Peak()) },
	"queued":             func(m *meter) Value { return number(m.traffic.Queued.Peak()) },
}

func init() {
	for name, waits := range map[string]func(m *meter) *Histogram{
		"read":  func(m *meter) *Histogram { return &m.reads.All },
		"write": func(m *meter) *Histogram { return &m.writes.All },
		"lag":   func(m *meter) *Histogram { return &m.freshness.Held },
	} {
		for suffix, quantile := range map[string]int64{"p50": P50, "p90": P90, "p99": P99, "p99.9": P999} {
			measures[name+"."+suffix] = func(m *meter) Value { return duration(waits(m), waits(m).Quantile(quantile)) }
		}
		measures[name+".mean"] = func(m *meter) Value { return duration(waits(m), int64(math.Round(waits(m).Mean()))) }
		measures[name+".max"] = func(m *meter) Value { return longest(waits(m)) }
	}
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

// Progress returns what has been measured so far, as an object.
func (r *Run) Progress() jsontree.Value {
	var known []jsontree.Member
	for _, m := range workload.Measures() {
		known = appendKnown(known, m.Name, r.Measure(m.Name))
	}
	share := jsontree.Value{}
	if v := r.Share(); v.Known() {
		share = jsontree.FromNumber(v.Float())
	}
	return jsontree.FromMembers(
		jsontree.Member{Name: "name", Value: jsontree.FromString(r.name)},
		jsontree.Member{Name: "complete", Value: jsontree.FromBool(r.over)},
		jsontree.Member{Name: "share", Value: share},
		jsontree.Member{Name: "operations", Value: jsontree.FromNumber(float64(r.Sent()))},
		jsontree.Member{Name: "seconds", Value: jsontree.FromNumber(float64(r.Now()) / second)},
		jsontree.Member{Name: "measures", Value: jsontree.FromMembers(known...)},
	)
}

// appendKnown appends a measure to an object's members, if it is known.
func appendKnown(members []jsontree.Member, name string, v Value) []jsontree.Member {
	if !v.Known() {
		return members
	}
	return append(members, jsontree.Member{Name: name, Value: jsontree.FromNumber(v.Float())})
}

// Result returns all that was measured, as an object.
func (r *Run) Result() jsontree.Value {
	return r.Progress()
}
