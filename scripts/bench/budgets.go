package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// frame is how long an edit may take until everything is drawn anew, in
// milliseconds.
const frame = 16

// budget is a promise, and what came of it.
type budget struct {
	what, promised, measured string
	within                   bool
}

func budgets(native []storyFigures, measured *chromium) []budget {
	slowest, different := 0.0, ""
	for _, n := range native {
		c := measured.Stories[n.id]
		if n.id != largest {
			slowest = max(slowest, c.Edit.total())
		}
		if !slices.Equal(n.traces, c.Traces) {
			different += " " + n.id
		}
	}
	same := "the same"
	if different != "" {
		same = "others:" + different
	}
	slow, explored := measured.Slow.Own, measured.Explored
	return []budget{
		{"everything the Play view transfers", fmt.Sprintf("%d bytes, as mermaid.min.js", measured.Mermaid),
			fmt.Sprint(measured.total()), measured.total() <= measured.Mermaid},
		{"first diagram, at 10 Mbit/s", "before the engine",
			fmt.Sprintf("%.0f ms, the engine %.0f ms", slow.Picture, slow.Ready), slow.Picture < slow.Ready},
		{"edit until drawn, the slowest preset", fmt.Sprintf("%d ms", frame), fmt.Sprintf("%.1f ms", slowest), slowest <= frame},
		{"exploring in Chromium", fmt.Sprintf("%.0f s, %.0f states/s, %.0f MB", exploreSeconds, exploreRate, exploreBytes/1e6),
			fmt.Sprintf("%.2f s, %.0f states/s, %.0f MB", explored.Seconds, explored.rate(), explored.Bytes/1e6),
			explored.Seconds <= exploreSeconds && explored.rate() >= exploreRate && explored.Bytes <= exploreBytes},
		{"cancel of an exploration, in Chromium", fmt.Sprintf("%.0f ms", cancelMs), fmt.Sprintf("%.1f ms", explored.Cancel), explored.Cancel <= cancelMs},
		{"traces in Chromium", "byte for byte as natively", same, different == ""},
	}
}

func printBudgets(out io.Writer, all []budget) (within bool, err error) {
	fmt.Fprintln(out, "\nThe budgets:")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	within = true
	for _, b := range all {
		verdict := "within"
		if !b.within {
			verdict, within = "OVER", false
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", b.what, b.promised, b.measured, verdict)
	}
	return within, table.Flush()
}
