package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/workload/recorded"
)

// workloadAsText returns what is said of a workload, a line for each subject.
func workloadAsText(d *description, r *recorded.Report) string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	row := func(name, format string, of ...any) {
		fmt.Fprintf(w, "%s\t"+format+"\n", append([]any{name}, of...)...)
	}
	row("format", "%s", r.Format)
	row("lines", "%d, of which %d are no operations and %d are bad", r.Lines, r.Other, r.Bad)
	row("operations", "%d in %s, %s a second", r.Operations, spoken(d.span), figure(perSecond(r.Operations, d.span)))
	row("mix", "%s", mix(r))
	row("keys", "%d", r.Keys)
	if r.Clients > 0 {
		row("clients", "%d", r.Clients)
	}
	row("fills", "%s", fillsSaid(r))
	if said := r.Hits + r.Misses; said > 0 {
		row("recorded hits", "%s of the %d reads of which it is said", percent(ratio(r.Hits, said)), said)
	}
	if d.sizes.n > 0 {
		row("sizes", "%s bytes, of %s of the operations; %d bytes of %d keys together", quantiles(&d.sizes), percent(ratio(d.sizes.n, r.Operations)), d.footprint, d.sized)
	}
	if d.ttls.n > 0 {
		row("times to live", "%s ms, of %s", quantiles(&d.ttls), scenario.Counted(int(d.ttls.n), "operation"))
	}
	row("skew", "as Zipf with the exponent %.2f; the hottest 1 %% of the keys have %s of the operations", d.exponent, percent(d.top))
	if means := d.workingSet(); len(means) > 0 {
		var parts []string
		for i, mean := range means {
			parts = append(parts, figure(mean)+" within "+spoken(int64(windows[i])))
		}
		row("working set", "%s", strings.Join(parts, ", "))
	}
	row("keys seen", "%s by each tenth of the time", strings.Trim(fmt.Sprint(d.firsts.until(d.span)), "[]"))
	recordedTimes(row, r)
	for _, note := range notes(r) {
		row("note", "%s", note)
	}
	for _, bad := range r.Examples {
		row("bad line", "%d: %s: %s", bad.Number, bad.Reason, bad.Text)
	}
	w.Flush()
	return out.String()
}

// recordedTimes says how long the recorded requests took.
func recordedTimes(row func(name, format string, of ...any), r *recorded.Report) {
	if r.RequestTime > 0 {
		row("requests took", "%s on average", spoken(r.RequestTime))
	}
	if r.SourceTime > 0 {
		row("the source took", "%s on average", spoken(r.SourceTime))
	}
}

// mix returns the shares of the kinds of operations.
func mix(r *recorded.Report) string {
	var parts []string
	for _, kind := range []engine.OpKind{engine.Get, engine.Edit, engine.Create, engine.Delete, engine.Pay} {
		if n := r.Kinds[kind]; n > 0 {
			parts = append(parts, kind.String()+" "+percent(ratio(n, r.Operations)))
		}
	}
	return strings.Join(parts, ", ")
}

// fillsSaid says which operations were taken for fills.
func fillsSaid(r *recorded.Report) string {
	rule := map[recorded.FillRule]string{
		recorded.FillsByClient: "sets that follow a miss of their key from the same client (-fills client)",
		recorded.FillsByKey:    "sets that follow a miss of their key (-fills key)",
		recorded.FillsSaid:     "as the recording says (-fills said)",
		recorded.NoFills:       "no write was taken for one (-fills none)",
	}[r.FillRule]
	return fmt.Sprintf("%d, %s of the operations: %s", r.Fills, percent(ratio(r.Fills, r.Operations)), rule)
}

// notes says what was guessed or changed.
func notes(r *recorded.Report) (all []string) {
	add := func(is bool, format string, of ...any) {
		if is {
			all = append(all, fmt.Sprintf(format, of...))
		}
	}
	add(r.Untimed, "it has no times: a steady rate is assumed (-rate)")
	add(r.Spread, "times are whole seconds: the operations of each were spread evenly over it")
	add(r.TimeUnit != "", "the unit of times was guessed: %s (-unit)", r.TimeUnit)
	add(r.Crowded > 0, "%d seconds have too many operations to spread them quite evenly", r.Crowded)
	add(r.Unordered > 0, "%d operations were recorded after later ones, by up to %s, and taken as simultaneous", r.Unordered, spoken(r.Backwards))
	add(r.Lost > 0, "the recorder left out %d lines", r.Lost)
	return all
}

// quantiles returns a few quantiles.
func quantiles(s *sizes) string {
	return fmt.Sprintf("mean %s, p50 %d, p90 %d, p99 %d, max %d", figure(s.sum/float64(s.n)), s.quantile(0.5), s.quantile(0.9), s.quantile(0.99), s.largest)
}

func percent(share float64) string { return figure(100*share) + " %" }

// figure returns a number with three digits, or all of those before the point.
func figure(v float64) string {
	switch {
	case v >= 100 || v == 0:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	case v >= 0.01:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.2g", v)
}

// spoken returns a time with as many digits as matter.
func spoken(ns int64) string {
	d := time.Duration(ns)
	for unit := time.Duration(1); unit < time.Second; unit *= 10 {
		if d < 1000*unit {
			return d.Round(unit).String()
		}
	}
	return d.Round(time.Second / 10).String()
}

func perSecond(n, ns int64) float64 {
	if ns == 0 {
		return 0
	}
	return float64(n) / (float64(ns) / 1e9)
}

// workloadAsJSON returns the same as {"version": 1, ...}, times in seconds.
func workloadAsJSON(d *description, r *recorded.Report) string {
	kinds := map[string]int64{}
	for kind, n := range r.Kinds {
		kinds[engine.OpKind(kind).String()] = n
	}
	sets := map[string]float64{}
	for i, mean := range d.workingSet() {
		sets[windows[i].String()] = mean
	}
	tenths := d.firsts.until(d.span)
	all := map[string]any{
		"version": 1, "format": r.Format, "lines": r.Lines, "other": r.Other, "bad": r.Bad, "lost": r.Lost,
		"operations": r.Operations, "seconds": float64(d.span) / 1e9, "perSecond": perSecond(r.Operations, d.span), "kinds": kinds,
		"keys": r.Keys, "clients": r.Clients, "fills": map[string]any{"number": r.Fills, "rule": r.FillRule.String()},
		"zipfExponent": d.exponent, "hottestShare": d.top, "workingSet": sets, "keysSeen": tenths[:], "bytes": d.footprint,
		"sizes": quantilesJSON(&d.sizes), "ttlMilliseconds": quantilesJSON(&d.ttls), "notes": append([]string{}, notes(r)...),
		"requestSeconds": float64(r.RequestTime) / 1e9, "sourceSeconds": float64(r.SourceTime) / 1e9,
	}
	if said := r.Hits + r.Misses; said > 0 {
		all["recordedHitRatio"] = ratio(r.Hits, said)
	}
	bad := []map[string]any{}
	for _, line := range r.Examples {
		bad = append(bad, map[string]any{"line": line.Number, "reason": line.Reason, "text": line.Text})
	}
	all["badLines"] = bad
	text, err := json.Marshal(all)
	if err != nil {
		panic(err) // there are only numbers and texts
	}
	return string(text) + "\n"
}

func quantilesJSON(s *sizes) map[string]any {
	if s.n == 0 {
		return map[string]any{"number": 0}
	}
	return map[string]any{"number": s.n, "mean": s.sum / float64(s.n), "p50": s.quantile(0.5), "p90": s.quantile(0.9), "p99": s.quantile(0.99), "max": s.largest}
}
