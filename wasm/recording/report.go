package recording

import (
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/workload/recorded"
)

// JSON returns the description with the report of the recording's reader, as an object
// (wasm/README.md, "Formats").
func (d *Description) JSON(r *recorded.Report) jsontree.Value {
	exponent, hottest := d.Skew()
	all := jsontree.FromPairs(
		"version", 1, "format", r.Format, "lines", r.Lines, "other", r.Other, "bad", r.Bad, "lost", r.Lost, "badLines", badLines(r),
		"operations", r.Operations, "seconds", seconds(d.Span), "perSecond", PerSecond(r.Operations, d.Span), "kinds", kinds(r),
		"keys", r.Keys, "clients", r.Clients, "fills", jsontree.FromPairs("number", r.Fills, "rule", r.FillRule.String()),
		"zipfExponent", exponent, "hottestShare", hottest, "workingSet", d.workingSet(), "keysSeen", d.keysSeen(), "bytes", float64(d.Footprint),
		"sizes", d.Sizes.json(), "ttlMilliseconds", d.TTLs.json(), "notes", notes(r),
		"requestSeconds", seconds(r.RequestTime), "sourceSeconds", seconds(r.SourceTime),
	)
	if said := r.Hits + r.Misses; said > 0 {
		all.Members = append(all.Members, jsontree.Member{Name: "recordedHitRatio", Value: jsontree.FromNumber(ratio(r.Hits, said))})
	}
	return all
}

func seconds(ns int64) float64 { return float64(ns) / 1e9 }

func kinds(r *recorded.Report) jsontree.Value {
	list := make([]any, 0, 2*len(r.Kinds))
	for kind, n := range r.Kinds {
		list = append(list, engine.OpKind(kind).String(), n)
	}
	return jsontree.FromPairs(list...)
}

func badLines(r *recorded.Report) jsontree.Value {
	list := make([]jsontree.Value, len(r.Examples))
	for i, line := range r.Examples {
		list[i] = jsontree.FromPairs("line", line.Number, "reason", line.Reason, "text", line.Text)
	}
	return jsontree.FromItems(list...)
}

func (d *Description) workingSet() jsontree.Value {
	var list []any
	for _, of := range d.WorkingSet() {
		list = append(list, of.Window, of.Keys)
	}
	return jsontree.FromPairs(list...)
}

func (d *Description) keysSeen() jsontree.Value {
	tenths := d.KeysSeen()
	list := make([]jsontree.Value, len(tenths))
	for i, n := range tenths {
		list[i] = jsontree.FromNumber(float64(n))
	}
	return jsontree.FromItems(list...)
}

// json returns how many numbers there are, and if there are any a few quantiles.
func (q *Quantiles) json() jsontree.Value {
	if q.N == 0 {
		return jsontree.FromPairs("number", 0)
	}
	below := func(share float64) int64 { return int64(q.Below(share)) }
	return jsontree.FromPairs("number", q.N, "mean", q.Mean(), "p50", below(0.5), "p90", below(0.9), "p99", below(0.99), "max", float64(q.Largest))
}

func notes(r *recorded.Report) jsontree.Value {
	all := Notes(r)
	list := make([]jsontree.Value, len(all))
	for i, note := range all {
		list[i] = jsontree.FromString(note.Words)
	}
	return jsontree.FromItems(list...)
}

// Note says what was guessed or changed in a recording.
type Note struct {
	Words  string
	Option string // by which one says what is right, "" for none
}

// Notes lists what was guessed or changed.
func Notes(r *recorded.Report) (all []Note) {
	add := func(is bool, option, words string) {
		if is {
			all = append(all, Note{words, option})
		}
	}
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	add(r.Untimed, "rate", "it has no times: a steady rate is assumed")
	add(r.Spread, "", "times are whole seconds: the operations of each were spread evenly over it")
	add(r.TimeUnit != "", "unit", "the unit of times was guessed: "+r.TimeUnit)
	add(r.Crowded > 0, "", number(r.Crowded)+" seconds have too many operations to spread them quite evenly")
	add(r.Unordered > 0, "", number(r.Unordered)+" operations were recorded after later ones, by up to "+
		string(jsontree.AppendNumber(nil, float64(r.Backwards)/1e9))+" s, and taken as simultaneous")
	add(r.Lost > 0, "", "the recorder left out "+number(r.Lost)+" lines")
	return all
}

// PerSecond returns how many of something there are in a second, given how many there are
// in a time in nanoseconds.
func PerSecond(n, ns int64) float64 {
	if ns == 0 {
		return 0
	}
	return float64(n) / (float64(ns) / 1e9)
}

// ratio returns a part of all, 0 where there is nothing.
func ratio(part, all int64) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}
