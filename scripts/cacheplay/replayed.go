package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/replay"
)

// ratio returns a part of all, 0 where there is nothing.
func ratio(part, all int64) float64 {
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}

// replayedAsText returns a line for each policy and capacity.
func replayedAsText(trace *replay.Trace, runs []replay.Replayed, bytes bool) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n\n", extentOf(trace))
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%-9s\t%s\tmisses\tmiss ratio\tbyte miss ratio\trequests/s\t\n", "policy", capacityHead(bytes))
	for _, r := range runs {
		requests, inBytes := r.MissRatio()
		fmt.Fprintf(w, "%-9s\t%d\t%d\t%.4f\t%s\t%.3g\t\n", r.Policy, r.Capacity, r.Counts.Misses, requests, byteRatio(trace, inBytes), r.PerSecond)
	}
	w.Flush()
	return out.String()
}

// extentOf returns a sentence about a trace.
func extentOf(trace *replay.Trace) string {
	text := fmt.Sprintf("%d requests for %d objects", len(trace.Keys), trace.Objects)
	if reads, _ := trace.Reads(); reads < int64(len(trace.Keys)) {
		text += fmt.Sprintf(", of which %d are reads, which can miss", reads)
	}
	return text + "."
}

func capacityHead(bytes bool) string {
	if bytes {
		return "bytes"
	}
	return "objects"
}

// byteRatio returns a byte miss ratio in words, "-" where sizes are not known.
func byteRatio(trace *replay.Trace, ratio float64) string {
	if !trace.HasSizes() {
		return "-"
	}
	return fmt.Sprintf("%.4f", ratio)
}

// replayedAsJSON returns a single run as an object, and several as the list "runs" of an
// object.
func replayedAsJSON(trace *replay.Trace, runs []replay.Replayed) string {
	lines := make([]jsontree.Value, len(runs))
	for i := range runs {
		lines[i] = runs[i].JSON(trace)
	}
	if len(lines) == 1 {
		return string(lines[0].AppendCanonical(nil)) + "\n"
	}
	return listAsJSON("runs", lines)
}

// listAsJSON returns {"version": 1, NAME: [...]}, with an element on each line.
func listAsJSON(name string, list []jsontree.Value) string {
	out := []byte(`{"version":1,"` + name + `":[`)
	for i := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = list[i].AppendCanonical(append(out, '\n'))
	}
	return string(out) + "\n]}\n"
}

// curvesAsText returns a line for each capacity, with the miss ratio of each policy.
func curvesAsText(trace *replay.Trace, sample *replay.Sample, curves []*replay.Curve, bytes bool) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s Miss ratios", extentOf(trace))
	if sample.OneIn > 1 {
		fmt.Fprintf(&out, ", by a sample of one key in %d, and how much they are off at most with a probability of 95 %%", sample.OneIn)
	}
	out.WriteString(":\n\n")
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, capacityHead(bytes), "\t")
	for _, c := range curves {
		fmt.Fprint(w, c.Policy, "\t")
	}
	fmt.Fprintln(w)
	points := make([][]replay.Point, len(curves))
	for i, c := range curves {
		points[i] = c.Points()
	}
	for i := range points[0] {
		fmt.Fprint(w, points[0][i].Capacity, "\t")
		for _, of := range points {
			fmt.Fprintf(w, "%.4f", of[i].MissRatio)
			if sample.OneIn > 1 {
				fmt.Fprintf(w, " ± %.4f", of[i].Error)
			}
			fmt.Fprint(w, "\t")
		}
		fmt.Fprintln(w)
	}
	w.Flush()
	return out.String()
}

// curvesAsJSON returns {"version": 1, "curves": [...]}.
func curvesAsJSON(curves []*replay.Curve) string {
	lines := make([]jsontree.Value, len(curves))
	for i, c := range curves {
		lines[i] = c.JSON()
	}
	return listAsJSON("curves", lines)
}
