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
	kinds, sets, bad := jsontree.FromMembers(), jsontree.FromMembers(), jsontree.FromItems()
	for kind, n := range r.Kinds {
		kinds.Members = append(kinds.Members, jsontree.Member{Name: engine.OpKind(kind).String(), Value: count(n)})
	}
	for _, of := range d.WorkingSet() {
		sets.Members = append(sets.Members, jsontree.Member{Name: of.Window, Value: jsontree.FromNumber(of.Keys)})
	}
	for _, line := range r.Examples {
		bad.Items = append(bad.Items, jsontree.FromPairs("line", count(line.Number), "reason", jsontree.FromString(line.Reason), "text", jsontree.FromString(line.Text)))
	}
	exponent, hottest := d.Skew()
	all := jsontree.FromPairs(
		"version", count(1), "format", jsontree.FromString(r.Format),
		"lines", count(r.Lines), "other", count(r.Other), "bad", count(r.Bad), "lost", count(r.Lost), "badLines", bad,
		"operations", count(r.Operations), "seconds", seconds(d.Span), "perSecond", jsontree.FromNumber(PerSecond(r.Operations, d.Span)), "kinds", kinds,
		"keys", count(int64(r.Keys)), "clients", count(int64(r.Clients)),
		"fills", jsontree.FromPairs("number", count(r.Fills), "rule", jsontree.FromString(r.FillRule.String())),
		"zipfExponent", jsontree.FromNumber(exponent), "hottestShare", jsontree.FromNumber(hottest),
		"workingSet", sets, "keysSeen", d.keysSeen(), "bytes", jsontree.FromNumber(float64(d.Footprint)),
		"sizes", d.Sizes.json(), "ttlMilliseconds", d.TTLs.json(), "notes", notes(r),
		"requestSeconds", seconds(r.RequestTime), "sourceSeconds", seconds(r.SourceTime),
	)
	if said := r.Hits + r.Misses; said > 0 {
		all.Members = append(all.Members, jsontree.Member{Name: "recordedHitRatio", Value: jsontree.FromNumber(ratio(r.Hits, said))})
	}
	return all
}

func count(n int64) jsontree.Value { return jsontree.FromNumber(float64(n)) }

func seconds(ns int64) jsontree.Value { return jsontree.FromNumber(float64(ns) / 1e9) }

func (d *Description) keysSeen() jsontree.Value {
	list := jsontree.FromItems()
	for _, n := range d.KeysSeen() {
		list.Items = append(list.Items, count(n))
	}
	return list
}

// json returns how many numbers there are, and if there are any a few quantiles.
func (q *Quantiles) json() jsontree.Value {
	if q.N == 0 {
		return jsontree.FromPairs("number", count(0))
	}
	below := func(share float64) jsontree.Value { return jsontree.FromNumber(float64(q.Below(share))) }
	return jsontree.FromPairs("number", count(q.N), "mean", jsontree.FromNumber(q.Mean()),
		"p50", below(0.5), "p90", below(0.9), "p99", below(0.99), "max", jsontree.FromNumber(float64(q.Largest)))
}

func notes(r *recorded.Report) jsontree.Value {
	list := jsontree.FromItems()
	for _, note := range Notes(r) {
		list.Items = append(list.Items, jsontree.FromString(note.Words))
	}
	return list
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
