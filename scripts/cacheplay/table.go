package main

import (
	"errors"
	"flag"
	"fmt"
	"strings"
	"text/tabwriter"

	"cacheplay/wasm/explore"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/view"
)

// tableFormats are the functions that print the table of strategies, by format.
var tableFormats = map[string]func([]explore.Row) string{
	"text": tableAsText,
	"json": tableAsJSON,
}

// table explores every pair of named strategies and prints the verdicts.
func (p *program) table(args []string) int {
	var name string
	flags := flag.NewFlagSet("table", flag.ContinueOnError)
	flags.SetOutput(p.stderr)
	flags.StringVar(&name, "format", "text", "")
	flags.Usage = func() {}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return p.print(help)
	} else if err != nil {
		return exitBad
	}
	if flags.NArg() > 0 {
		return p.fail(fmt.Sprintf("table takes no arguments, not %q", flags.Arg(0)))
	}
	format := tableFormats[name]
	if format == nil {
		return p.fail(fmt.Sprintf(`-format: %q is not one of "text", "json"`, name))
	}
	rows := explore.Table()
	for i := range rows {
		p.progress.show(fmt.Sprintf("row %d of %d", i+1, len(rows)))
		rows[i].Decide()
	}
	p.progress.clear()
	return p.print(format(rows))
}

// tableAsText returns a line for each row, with the verdict on each property, or the
// number of steps of its counterexample.
func tableAsText(rows []explore.Row) string {
	var out strings.Builder
	out.WriteString("In a standard set of small scenarios: \"holds\" where no order of any of them\nviolates the property, else the number of steps of the shortest that does.\n\n")
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "read\twrite\tfault")
	for _, p := range judge.All() {
		fmt.Fprintf(w, "\t%v", p)
	}
	fmt.Fprintln(w, "\tstates")
	for _, r := range rows {
		fault := r.Fault
		if fault == "" {
			fault = "none"
		}
		fmt.Fprintf(w, "%s\t%s\t%s", r.Read, r.Write, fault)
		for _, c := range r.Cells {
			if c.Example != nil {
				fmt.Fprintf(w, "\t%d", len(c.Example.Order))
			} else {
				fmt.Fprintf(w, "\t%v", c.Verdict)
			}
		}
		fmt.Fprintf(w, "\t%d\n", r.States)
	}
	w.Flush()
	return out.String()
}

// tableAsJSON returns {"version": 1, "rows": [...]}, with a row on each line and the
// counterexamples as scenarios.
func tableAsJSON(rows []explore.Row) string {
	out := []byte(`{"version":1,"rows":[`)
	for i, r := range rows {
		if i > 0 {
			out = append(out, ',')
		}
		var cells []jsontree.Value
		for p, c := range r.Cells {
			cell := jsontree.FromPairs("property", jsontree.FromString(judge.Property(p).String()), "verdict", jsontree.FromString(c.Verdict.String()))
			if c.Example != nil {
				why := view.Explain(c.Example)
				cell.Members = append(cell.Members, jsontree.FromPairs("steps", jsontree.FromNumber(float64(len(c.Example.Order))), "scenario", why.Document).Members...)
			}
			cells = append(cells, cell)
		}
		out = jsontree.FromPairs("read", jsontree.FromString(r.Read), "write", jsontree.FromString(r.Write), "fault", jsontree.FromString(r.Fault),
			"states", jsontree.FromNumber(float64(r.States)), "verdicts", jsontree.FromItems(cells...)).AppendCanonical(append(out, '\n'))
	}
	return string(out) + "\n]}\n"
}
