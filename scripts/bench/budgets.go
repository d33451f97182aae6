package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// The budgets. All that is not listed here is measured without one.
const (
	// transferBytes is the budget of everything that the page transfers before
	// Load is opened. Text counts as compressed by gzip.
	transferBytes = 1_200_000

	// embedBytes is the budget of the element's script, which is all that a page
	// with the element transfers before the reader scrolls to it.
	embedBytes = 5000

	// editMillis is the budget from an edit of any preset until it is drawn: a frame.
	editMillis = 16.0

	// exploreSeconds, exploreRate and exploreBytes are the budgets of exploring
	// exploredText in Chromium.
	exploreSeconds = 3.0
	exploreRate    = 0.7e6 // states a second
	exploreBytes   = 200e6

	// cancelMillis is the budget from the cancel of an exploration until the engine
	// answers another call, and from that of a run under load until it is rejected.
	cancelMillis = 50.0

	// replayRate is the budget of replaying a trace natively with SIEVE and S3-FIFO.
	replayRate = 50e6 // requests a second

	// nativeTimes, chromiumTimes and mergedTimes are how many times as many operations
	// under load the engine is to get through as plain JavaScript with an event for each
	// phase, natively and in Chromium, and there as plain JavaScript that merges phases.
	nativeTimes   = 2.0
	chromiumTimes = 1.3
	mergedTimes   = 0.9

	// sizeTimes is how many times as long an operation may take with a million keys, or a
	// backlog of a hundred thousand writes, as with a thousand keys.
	sizeTimes = 3.0

	// loadBytes is the budget of a system with a million keys.
	loadBytes = 120e6
)

// budget is a budget beside what was measured.
type budget struct {
	name, budgeted, measured string
	within                   bool
}

// judge compares what was measured with the budgets.
func judge(native []sampleFigures, c *chromium, far []opened) []budget {
	slowest, different := 0.0, ""
	for _, n := range native {
		inChromium := c.Samples[n.id]
		if n.id != largest {
			slowest = max(slowest, inChromium.Edit.total())
		}
		if !slices.Equal(n.traces, inChromium.Traces) {
			different += " " + n.id
		}
	}
	same := "the same"
	if different != "" {
		same = "different:" + different
	}
	slow, explored := c.Slow.Own, c.Explored
	all := []budget{
		{"everything the page transfers", fmt.Sprintf("%d bytes", transferBytes),
			fmt.Sprintf("%d bytes (mermaid.min.js: %d)", c.total(), c.Mermaid), c.total() <= transferBytes},
		{"first diagram, at 10 Mbit/s", "before the engine",
			fmt.Sprintf("%.0f ms, the engine %.0f ms", slow.Picture, slow.Ready), slow.Picture < slow.Ready},
		{"edit until drawn, the slowest preset", fmt.Sprintf("%.0f ms", editMillis),
			fmt.Sprintf("%.1f ms", slowest), slowest <= editMillis},
		{"exploring in Chromium", fmt.Sprintf("%.0f s, %.0f states/s, %.0f MB", exploreSeconds, exploreRate, exploreBytes/1e6),
			fmt.Sprintf("%.2f s, %.0f states/s, %.0f MB", explored.Seconds, explored.rate(), explored.Bytes/1e6),
			explored.Seconds <= exploreSeconds && explored.rate() >= exploreRate && explored.Bytes <= exploreBytes},
		{"cancel of an exploration, in Chromium", fmt.Sprintf("%.0f ms", cancelMillis),
			fmt.Sprintf("%.1f ms", explored.Cancel), explored.Cancel <= cancelMillis},
		{"traces in Chromium", "byte for byte as natively", same, different == ""},
	}
	return append(all, judgeFar(far)...)
}

// judgeFar compares what a distant reader waits for with the budgets.
func judgeFar(far []opened) []budget {
	var all []budget
	for _, o := range far {
		all = append(all, budget{"first diagram, " + o.Page + ", at " + o.Reader, "before the engine",
			fmt.Sprintf("%.0f ms, the engine %.0f ms", o.Picture, o.Ready), o.Picture < o.Ready})
		if embed, _ := o.part("embed.js"); embed > 0 && o.Reader == far[0].Reader {
			all = append(all, budget{"the element's script", fmt.Sprintf("%d bytes", embedBytes), fmt.Sprintf("%d bytes", embed), embed <= embedBytes})
		}
	}
	return all
}

// judgeReplaying compares how fast policies are replayed with the budgets.
func judgeReplaying(replayed []replaying) []budget {
	var all []budget
	for _, r := range replayed {
		if r.policy == "sieve" || r.policy == "s3-fifo" {
			all = append(all, budget{"replay with " + r.policy + ", natively", fmt.Sprintf("%.0f M requests/s", replayRate/1e6),
				fmt.Sprintf("%.1f M requests/s", r.rate/1e6), r.rate >= replayRate})
		}
	}
	return all
}

// judgeLoad compares how fast systems under load are with the budgets.
func judgeLoad(f *loadFigures) (all []budget) {
	times := func(what string, budgeted, measured float64) {
		all = append(all, budget{what, fmt.Sprintf("%.1f times", budgeted), fmt.Sprintf("%.2f times", measured), measured >= budgeted})
	}
	first := map[string]float64{} // the native rates of the first case of each system, which is small
	for i, c := range f.cases {
		if c.Plain {
			times(c.Name+", natively to plain JavaScript", nativeTimes, f.native[i]/f.Node[i].Plain)
			times(c.Name+", in Chromium to plain JavaScript", chromiumTimes, f.Chromium[i].Program/f.Chromium[i].Plain)
			times(c.Name+", in Chromium to merged phases", mergedTimes, f.Chromium[i].Program/f.Chromium[i].Merged)
		}
		if first[c.system] == 0 {
			first[c.system] = f.native[i]
			continue
		}
		slower := first[c.system] / f.native[i]
		all = append(all, budget{c.Name + ", an operation", fmt.Sprintf("at most %.0f times as long", sizeTimes), fmt.Sprintf("%.2f times", slower), slower <= sizeTimes})
	}
	return append(all,
		budget{"memory of a system with a million keys", fmt.Sprintf("%.0f MB", loadBytes/1e6), fmt.Sprintf("%.0f MB", f.Bytes/1e6), f.Bytes <= loadBytes},
		budget{"cancel of a run with a million keys, in Chromium", fmt.Sprintf("%.0f ms", cancelMillis), fmt.Sprintf("%.1f ms", f.Cancel), f.Cancel <= cancelMillis})
}

// printBudgets prints the budgets, and reports whether all are kept.
func printBudgets(out io.Writer, all []budget) (within bool, err error) {
	fmt.Fprintln(out, "\nThe budgets:")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	within = true
	for _, b := range all {
		verdict := "within"
		if !b.within {
			verdict, within = "OVER", false
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", b.name, b.budgeted, b.measured, verdict)
	}
	return within, table.Flush()
}
