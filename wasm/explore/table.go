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

// Tabulation computes the table, row by row.
type Tabulation struct {
	rows   []Row
	at     int // the row at hand
	next   int // its standard scenario that comes next
	survey *Survey
}

// NewTabulation begins to compute the table.
func NewTabulation() *Tabulation {
	t := &Tabulation{}
	for _, read := range strategy.Named(strategy.Read) {
		for _, write := range strategy.Named(strategy.Write) {
			for _, fault := range TableFaults {
				row := Row{Read: read.ID, Write: write.ID, Fault: fault}
				for p := range row.Cells {
					row.Cells[p].Verdict = Holds
				}
				t.rows = append(t.rows, row)
			}
		}
	}
	return t
}

// Advance goes on by about so many states, and reports whether there is more to
// do.
func (t *Tabulation) Advance(states int) bool {
	row := &t.rows[t.at]
	if t.survey == nil {
		s := &standard[t.next]
		survey, err := NewSurvey(standardRun(row.Read, row.Write, row.Fault, s.program, s.members))
		if err != nil {
			panic(err) // they are small
		}
		t.survey = survey
	}
	if t.survey.Advance(states) {
		return true
	}
	row.add(t.survey)
	t.survey, t.next = nil, t.next+1
	if t.next == len(standard) {
		t.at, t.next = t.at+1, 0
	}
	return t.at < len(t.rows)
}

// Rows returns the rows that are complete by now.
func (t *Tabulation) Rows() []Row { return t.rows[:t.at] }

// Size returns how many rows there will be.
func (t *Tabulation) Size() int { return len(t.rows) }

// add takes what one scenario shows into a row.
func (r *Row) add(s *Survey) {
	r.States += s.Progress().States
	for _, j := range s.Judgements() {
		cell := &r.Cells[j.Property]
		switch {
		case j.Verdict == Violated && (cell.Example == nil || len(j.Example.Order) < len(cell.Example.Order)):
			cell.Verdict, cell.Example = Violated, j.Example
		case j.Verdict == Unknown && cell.Verdict == Holds:
			cell.Verdict = Unknown
		}
	}
}

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
