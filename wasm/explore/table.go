package explore

import (
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// The table of truth: every pair of a named read and a named write strategy,
// without and with each kind of fault, on a standard set of small scenarios. A
// property holds in the table where no order of any of them violates it.

// standard are the standard scenarios: who does what, and what is there at the
// start. R is a get, W an edit, P a pay, and | separates clients.
var standard = []struct{ program, members string }{
	{"R | W R", `"source": {"records": {"k": 0}}`},
	{"R | W R", `"source": {"records": {"k": 0}}, "cache": {"primer": ["k"]}`},
	{"W | W | R", `"source": {"records": {"k": 0}}`},
	{"W | W | R", `"source": {"records": {"k": 0}}, "cache": {"primer": ["k"]}`},
	{"W W | R", `"source": {"records": {"k": 0}}`},
	{"R R | W", `"source": {"records": {"k": 0}}`},
	{"P P", `"accessor": {"maxAttempts": 2}`},
}

// TableFaults are the faults of the table, each allowed once, and first none.
var TableFaults = []string{"", "crash", "evict", "source-error", "source-timeout", "cache-lost"}

// Row is one line of the table.
type Row struct {
	Read, Write, Fault string // ids; "" for no fault
	States             int    // of all scenarios together
	Cells              [properties]Cell
}

// Cell is what is true of one property.
type Cell struct {
	Verdict Verdict
	Example *Counterexample // of a violated one, the shortest
}

// Table computes the whole table, row by row.
func Table(each func(*Row)) {
	for _, read := range strategy.Named(strategy.Read) {
		for _, write := range strategy.Named(strategy.Write) {
			for _, fault := range TableFaults {
				row := tableRow(read.ID, write.ID, fault)
				each(&row)
			}
		}
	}
}

func tableRow(read, write, fault string) Row {
	row := Row{Read: read, Write: write, Fault: fault}
	for p := range row.Cells {
		row.Cells[p].Verdict = Holds
	}
	for _, s := range standard {
		run := standardRun(read, write, fault, s.program, s.members)
		x, err := New(run)
		if err != nil {
			panic(err) // they are small
		}
		for x.Advance(1 << 20) {
		}
		row.States += x.search.states()
		row.add(run, x)
	}
	return row
}

// add takes what one scenario shows into a row.
func (r *Row) add(run *scenario.Run, x *Explorer) {
	for _, f := range x.Findings() {
		cell := &r.Cells[f.Property]
		switch {
		case f.Verdict == Violated && (cell.Example == nil || len(f.Order) < len(cell.Example.Order)):
			reducer := NewReducer(run, x, f)
			for reducer.Advance(1 << 20) {
			}
			example := reducer.Counterexample()
			cell.Verdict, cell.Example = Violated, &example
		case f.Verdict == Unknown && cell.Verdict == Holds && x.undecided():
			cell.Verdict = Unknown
		}
	}
}

// undecided reports whether the search was cut short before it had an answer.
func (x *Explorer) undecided() bool { return !x.complete && x.search.states() >= x.most }

// standardRun gives a standard scenario for strategies and a fault.
func standardRun(read, write, fault, program, members string) *scenario.Run {
	faults := ""
	if fault != "" {
		faults = `"` + fault + `": 1`
	}
	name := program + ", " + write
	text := `{"version": 1, "name": "` + name + `", "read": "` + read + `", "write": "` + write + `", ` + members +
		`, "explore": {"faults": {` + faults + `}}, "clients": [` + clientsOf(program) + `]}`
	s, errs := scenario.Parse([]byte(text))
	if len(errs) > 0 {
		panic(errs) // a test parses them all
	}
	return &s.Runs[0]
}

// clientsOf writes the clients of a program.
func clientsOf(program string) string {
	var clients []string
	write := 0
	for _, client := range strings.Split(program, "|") {
		var ops []string
		for _, word := range strings.Fields(client) {
			kind, value := engine.Get, ""
			if word != "R" {
				write++
				kind, value = engine.Edit, `, "value": `+itoa(write)
			}
			if word == "P" {
				kind, value = engine.Pay, `, "value": `+itoa(10*write)
			}
			ops = append(ops, `{"op": "`+kind.String()+`", "key": "k"`+value+`}`)
		}
		clients = append(clients, `{"ops": [`+strings.Join(ops, ", ")+`]}`)
	}
	return strings.Join(clients, ", ")
}
