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

// tableFaults lists the faults of the table, each of which may happen once; ""
// stands for none.
var tableFaults = []string{"", "crash", "evict", "source-error", "source-timeout", "cache-lost"}

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

// Table returns the rows of the table: every pair of a named read and a named write
// strategy, without faults and with each kind of fault. Nothing is decided in them
// before Decide is called, which can be done for several rows at the same time.
func Table() []Row {
	var rows []Row
	for _, read := range strategy.Named(strategy.Read) {
		for _, write := range strategy.Named(strategy.Write) {
			for _, fault := range tableFaults {
				rows = append(rows, Row{Read: read.ID, Write: write.ID, Fault: fault})
			}
		}
	}
	return rows
}

// Decide explores all standard scenarios with the pair and the fault.
func (r *Row) Decide() {
	r.States = 0
	for p := range r.Cells {
		r.Cells[p] = Cell{Verdict: judge.Holds}
	}
	for i := range standardScenarios {
		survey, err := NewSurvey(standardScenarios[i].run(r.Read, r.Write, r.Fault))
		if err != nil {
			panic(err) // the standard scenarios have few operations
		}
		for survey.Advance(scenario.DefaultStates) {
		}
		r.add(survey)
	}
}

// LeftOut lists what exploration leaves out of the fault, in words.
func (r *Row) LeftOut() []string {
	return standardScenarios[0].run(r.Read, r.Write, r.Fault).Explore.LeftOut()
}

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
