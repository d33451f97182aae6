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
func replayedAsText(trace *replay.Trace, runs []replayed, bytes bool) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n\n", extentOf(trace))
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%-9s\t%s\tmisses\tmiss ratio\tbyte miss ratio\trequests/s\t\n", "policy", capacityHead(bytes))
	for _, r := range runs {
		fmt.Fprintf(w, "%-9s\t%d\t%d\t%.4f\t%s\t%.3g\t\n", r.policy, r.capacity, r.counts.Misses, ratio(r.counts.Misses, r.counts.Requests),
			byteRatio(trace, ratio(r.counts.MissedBytes, r.counts.Bytes)), r.perSecond())
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

func (r *replayed) perSecond() float64 { return float64(r.counts.Requests) / max(r.seconds, 1e-9) }

// replayedAsJSON returns a single run as an object, and several as the list "runs" of an
// object. Requests are reads.
func replayedAsJSON(trace *replay.Trace, runs []replayed) string {
	lines := make([]jsontree.Value, len(runs))
	for i, r := range runs {
		lines[i] = jsontree.FromPairs(
			"policy", jsontree.FromString(r.policy),
			"capacity", jsontree.FromNumber(float64(r.capacity)),
			"requests", jsontree.FromNumber(float64(r.counts.Requests)),
			"objects", jsontree.FromNumber(float64(trace.Objects)),
			"misses", jsontree.FromNumber(float64(r.counts.Misses)),
			"missRatio", jsontree.FromNumber(ratio(r.counts.Misses, r.counts.Requests)),
			"byteMissRatio", byteRatioJSON(trace, ratio(r.counts.MissedBytes, r.counts.Bytes)),
			"requestsPerSecond", jsontree.FromNumber(float64(int64(r.perSecond()))),
		)
	}
	if len(lines) == 1 {
		return string(lines[0].AppendCanonical(nil)) + "\n"
	}
	return listAsJSON("runs", lines)
}

// byteRatioJSON is null where sizes are not known.
func byteRatioJSON(trace *replay.Trace, ratio float64) jsontree.Value {
	if !trace.HasSizes() {
		return jsontree.Value{}
	}
	return jsontree.FromNumber(ratio)
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
func curvesAsText(trace *replay.Trace, sample *replay.Sample, curves []drawn, bytes bool) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s Miss ratios", extentOf(trace))
	if sample.OneIn > 1 {
		fmt.Fprintf(&out, ", by a sample of one key in %d, and how much they are off at most with a probability of 95 %%", sample.OneIn)
	}
	out.WriteString(":\n\n")
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, capacityHead(bytes), "\t")
	for _, c := range curves {
		fmt.Fprint(w, c.policy, "\t")
	}
	fmt.Fprintln(w)
	for i := range curves[0].points {
		fmt.Fprint(w, curves[0].points[i].Capacity, "\t")
		for _, c := range curves {
			fmt.Fprintf(w, "%.4f", c.points[i].MissRatio)
			if sample.OneIn > 1 {
				fmt.Fprintf(w, " ± %.4f", c.points[i].Error)
			}
			fmt.Fprint(w, "\t")
		}
		fmt.Fprintln(w)
	}
	w.Flush()
	return out.String()
}

// curvesAsJSON returns {"version": 1, "curves": [...]}. "sampled" is of how many keys one
// was taken; "error" is what "missRatio" is off by at most, with a probability of 95 %.
func curvesAsJSON(trace *replay.Trace, sample *replay.Sample, curves []drawn) string {
	reads, _ := trace.Reads()
	lines := make([]jsontree.Value, len(curves))
	for i, c := range curves {
		points := make([]jsontree.Value, len(c.points))
		for j, p := range c.points {
			points[j] = jsontree.FromPairs(
				"capacity", jsontree.FromNumber(float64(p.Capacity)),
				"missRatio", jsontree.FromNumber(p.MissRatio),
				"byteMissRatio", byteRatioJSON(trace, p.ByteMissRatio),
				"error", jsontree.FromNumber(p.Error),
			)
		}
		lines[i] = jsontree.FromPairs(
			"policy", jsontree.FromString(c.policy),
			"requests", jsontree.FromNumber(float64(reads)),
			"objects", jsontree.FromNumber(float64(trace.Objects)),
			"sampled", jsontree.FromNumber(float64(sample.OneIn)),
			"points", jsontree.FromItems(points...),
		)
	}
	return listAsJSON("curves", lines)
}
