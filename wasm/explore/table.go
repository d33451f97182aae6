package explore

import (
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// standardScenario is a small scenario in which the table tries every pair of
// strategies.
type standardScenario struct {
	// program is what the clients do with the key "k", separated by |: R is a get,
	// W an edit, P a pay.
	program  string
	recorded bool // the source has a record of the key at the start
	cached   bool // and the cache has a copy of it
	attempts int  // how often the accessor tries a call, 0 for the default
}

// standardScenarios are the scenarios of the table. A property holds in the
// table if no order of any of them violates it.
var standardScenarios = []standardScenario{
	{program: "R | W R", recorded: true},
	{program: "R | W R", recorded: true, cached: true},
	{program: "W | W | R", recorded: true},
	{program: "W | W | R", recorded: true, cached: true},
	{program: "W W | R", recorded: true},
	{program: "R R | W", recorded: true},
	{program: "P P", attempts: 2},
}

// TableFaults lists the faults of the table, each of which may happen once; ""
// stands for none.
var TableFaults = []string{"", "crash", "evict", "source-error", "source-timeout", "cache-lost"}

// Row is what was found about a pair of strategies with a fault.
type Row struct {
	Read, Write string // the ids of the strategies
	Fault       string // the id of the fault, "" for none
	States      int    // how many were seen in all scenarios together
	Cells       [judge.Properties]Cell
}

// Cell is what was found about one property in all standard scenarios.
type Cell struct {
	Verdict judge.Verdict
	Example *Counterexample // the shortest if the property is violated, else nil
}

// Tabulation computes the table of verdicts, row by row: every pair of a named
// read and a named write strategy, without faults and with each kind of fault,
// in a number of standard scenarios.
type Tabulation struct {
	rows     []Row
	row      int     // the index of the row that is being computed
	scenario int     // the index of the standard scenario that is being explored in it
	survey   *Survey // of that scenario, nil before it begins
}

// NewTabulation returns a tabulation that has no row yet.
func NewTabulation() *Tabulation {
	t := &Tabulation{}
	for _, read := range strategy.Named(strategy.Read) {
		for _, write := range strategy.Named(strategy.Write) {
			for _, fault := range TableFaults {
				row := Row{Read: read.ID, Write: write.ID, Fault: fault}
				for p := range row.Cells {
					row.Cells[p].Verdict = judge.Holds
				}
				t.rows = append(t.rows, row)
			}
		}
	}
	return t
}

// Advance explores about the given number of states, and reports whether there
// is more to do.
func (t *Tabulation) Advance(states int) bool {
	row := &t.rows[t.row]
	if t.survey == nil {
		survey, err := NewSurvey(standardScenarios[t.scenario].run(row.Read, row.Write, row.Fault))
		if err != nil {
			panic(err) // the standard scenarios have few operations
		}
		t.survey = survey
	}
	if t.survey.Advance(states) {
		return true
	}
	row.add(t.survey)
	t.survey, t.scenario = nil, t.scenario+1
	if t.scenario == len(standardScenarios) {
		t.row, t.scenario = t.row+1, 0
	}
	return t.row < len(t.rows)
}

// Rows returns the rows that are complete.
func (t *Tabulation) Rows() []Row { return t.rows[:t.row] }

// Size returns how many rows the whole table has.
func (t *Tabulation) Size() int { return len(t.rows) }

// add merges the verdicts of one scenario into the row.
func (r *Row) add(s *Survey) {
	r.States += s.Progress().States
	for _, j := range s.Judgements() {
		cell := &r.Cells[j.Property]
		switch {
		case j.Verdict == judge.Violated && (cell.Example == nil || len(j.Example.Order) < len(cell.Example.Order)):
			cell.Verdict, cell.Example = judge.Violated, j.Example
		case j.Verdict == judge.Unknown && cell.Verdict == judge.Holds:
			cell.Verdict = judge.Unknown
		}
	}
}

// run returns the scenario with a pair of strategies and a fault.
func (s *standardScenario) run(read, write, fault string) *scenario.Variant {
	members := []jsontree.Member{
		member("version", jsontree.FromNumber(1)),
		member("name", jsontree.FromString(s.program+", "+write)),
		member("read", jsontree.FromString(read)),
		member("write", jsontree.FromString(write)),
		member("clients", clientsOf(s.program)),
	}
	if s.recorded {
		members = append(members, object("source", object("records", member("k", jsontree.FromNumber(0)))))
	}
	if s.cached {
		members = append(members, object("cache", member("primer", jsontree.FromItems(jsontree.FromString("k")))))
	}
	if s.attempts > 0 {
		members = append(members, object("accessor", member("maxAttempts", jsontree.FromNumber(float64(s.attempts)))))
	}
	var faults []jsontree.Member
	if fault != "" {
		faults = append(faults, member(fault, jsontree.FromNumber(1)))
	}
	members = append(members, object("explore", object("faults", faults...)))
	decoded, errs := scenario.Decode(jsontree.FromMembers(members...))
	if len(errs) > 0 {
		panic(errs) // the standard scenarios are valid with every pair and fault
	}
	return &decoded.Variants[0]
}

// clientsOf returns the clients that carry out a program.
func clientsOf(program string) jsontree.Value {
	var clients []jsontree.Value
	writes := 0
	for client := range strings.SplitSeq(program, "|") {
		var ops []jsontree.Value
		for _, word := range strings.Fields(client) {
			if word != "R" {
				writes++
			}
			ops = append(ops, opOf(word, writes))
		}
		clients = append(clients, jsontree.FromMembers(member("ops", jsontree.FromItems(ops...))))
	}
	return jsontree.FromItems(clients...)
}

// opOf returns the operation that a word of a program stands for. Edits put, and
// payments pay, a value that no other of the program has.
func opOf(word string, writes int) jsontree.Value {
	kind, value := engine.Get, 0
	switch word {
	case "W":
		kind, value = engine.Edit, writes
	case "P":
		kind, value = engine.Pay, 10*writes
	}
	members := []jsontree.Member{
		member("op", jsontree.FromString(kind.String())),
		member("key", jsontree.FromString("k")),
	}
	if kind != engine.Get {
		members = append(members, member("value", jsontree.FromNumber(float64(value))))
	}
	return jsontree.FromMembers(members...)
}

func member(name string, value jsontree.Value) jsontree.Member {
	return jsontree.Member{Name: name, Value: value}
}

func object(name string, members ...jsontree.Member) jsontree.Member {
	return member(name, jsontree.FromMembers(members...))
}
