package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/recording"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/workload/recorded"
)

// workloadAsText returns what is said of a workload, a line for each subject.
func workloadAsText(d *recording.Description, r *recorded.Report) string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	row := func(name, format string, of ...any) {
		fmt.Fprintf(w, "%s\t"+format+"\n", append([]any{name}, of...)...)
	}
	row("format", "%s", r.Format)
	row("lines", "%d, of which %d are no operations and %d are bad", r.Lines, r.Other, r.Bad)
	row("operations", "%d in %s, %s a second", r.Operations, spoken(d.Span), figure(recording.PerSecond(r.Operations, d.Span)))
	row("mix", "%s", mix(r))
	row("keys", "%d", r.Keys)
	if r.Clients > 0 {
		row("clients", "%d", r.Clients)
	}
	row("fills", "%s", fillsSaid(r))
	if said := r.Hits + r.Misses; said > 0 {
		row("recorded hits", "%s of the %d reads of which it is said", percent(ratio(r.Hits, said)), said)
	}
	if d.Sizes.N > 0 {
		row("sizes", "%s bytes, of %s of the operations; %d bytes of %d keys together", quantiles(&d.Sizes), percent(ratio(d.Sizes.N, r.Operations)), d.Footprint, d.Sized)
	}
	if d.TTLs.N > 0 {
		row("times to live", "%s ms, of %s", quantiles(&d.TTLs), scenario.Counted(int(d.TTLs.N), "operation"))
	}
	exponent, hottest := d.Skew()
	row("skew", "as Zipf with the exponent %.2f; the hottest 1 %% of the keys have %s of the operations", exponent, percent(hottest))
	if means := d.WorkingSet(); len(means) > 0 {
		var parts []string
		for _, of := range means {
			parts = append(parts, figure(of.Keys)+" within "+of.Window)
		}
		row("working set", "%s", strings.Join(parts, ", "))
	}
	row("keys seen", "%s by each tenth of the time", strings.Trim(fmt.Sprint(d.KeysSeen()), "[]"))
	recordedTimes(row, r)
	for _, note := range recording.Notes(r) {
		flag := ""
		if note.Option != "" {
			flag = " (-" + note.Option + ")"
		}
		row("note", "%s%s", note.Words, flag)
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

// quantiles returns a few quantiles.
func quantiles(q *recording.Quantiles) string {
	return fmt.Sprintf("mean %s, p50 %d, p90 %d, p99 %d, max %d", figure(q.Mean()), q.Below(0.5), q.Below(0.9), q.Below(0.99), q.Largest)
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

// workloadAsJSON returns the same as an object (wasm/README.md, "Formats").
func workloadAsJSON(d *recording.Description, r *recorded.Report) string {
	return string(d.JSON(r).AppendCanonical(nil)) + "\n"
}
