package main

import (
	"errors"
	"flag"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"cacheplay/wasm/explore"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// chunk is the number of states that are explored at a time.
const chunk = 1 << 14

// besideBytes is what the command takes besides an exploration.
const besideBytes = 64 << 20

// exploredFormats are the functions that print explored variants, by format.
var exploredFormats = map[string]func([]found) string{
	"text": exploredAsText,
	"json": exploredAsJSON,
}

// found is an explored variant.
type found struct {
	*view.Explored
	seconds float64
}

// explore explores every order of a scenario and prints the verdicts.
func (p *program) explore(args []string) int {
	given, err := parseFile("explore", "text", args)
	if errors.Is(err, flag.ErrHelp) {
		return p.print(help)
	}
	if err != nil {
		return p.fail(err.Error())
	}
	format := exploredFormats[given.format]
	if format == nil {
		return p.fail(fmt.Sprintf(`-format: %q is not one of "text", "json"`, given.format))
	}
	story, code := p.scenario(given.file)
	if story == nil {
		return code
	}
	all, err := p.exploreAll(story, given.only)
	if err != nil {
		return p.fail(err.Error())
	}
	if code := p.print(format(all)); code != exitOK {
		return code
	}
	return p.judgeAll(all)
}

// exploreAll explores the variants that only selects.
func (p *program) exploreAll(story *scenario.Scenario, only string) ([]found, error) {
	names := make([]string, len(story.Variants))
	for i := range story.Variants {
		names[i] = story.Variants[i].Name
	}
	first, end, err := chosen(names, only)
	if err != nil {
		return nil, err
	}
	part := *story
	part.Variants = story.Variants[first:end]
	x := view.Explore(&part)
	all := make([]found, len(x.Variants))
	for i := range x.Variants {
		e := &x.Variants[i]
		if e.Survey == nil {
			return nil, fmt.Errorf("%s: %s", e.Name, e.Problem)
		}
		// The memory of one search is garbage when the next one begins.
		debug.SetMemoryLimit(int64(e.Survey.Variant.Explore.Memory) + besideBytes)
		begin := time.Now()
		for e.Survey.Advance(chunk) {
			p.progress.show(extentSoFar(e, time.Since(begin)))
		}
		p.progress.clear()
		all[i] = found{e, time.Since(begin).Seconds()}
	}
	return all, nil
}

// judgeAll reports verdicts that differ from "expect", and returns the exit code.
func (p *program) judgeAll(all []found) int {
	code := exitOK
	for i := range all {
		code = max(code, p.judge(all[i].Name, all[i].Survey.Variant.Expect, all[i].verdict))
	}
	return code
}

// verdict returns the verdict on a property.
func (f *found) verdict(p judge.Property) judge.Verdict {
	return f.Survey.Judgements()[p].Verdict
}

// exploredAsText returns each variant with its verdicts, and for the violated ones
// what happens and in which order.
func exploredAsText(all []found) string {
	var out strings.Builder
	for i, f := range all {
		if i > 0 {
			out.WriteString("\n")
		}
		name := oneLine(f.Name)
		fmt.Fprintf(&out, "%s\n%s\n%s\n\n", name, strings.Repeat("=", len([]rune(name))), f.extent())
		for _, j := range f.Survey.Judgements() {
			f.writeJudgement(&out, j)
		}
		if f.Survey.Deadlock() != nil {
			fmt.Fprintf(&out, "deadlock: %s\n", turns(f.Survey.Deadlock()))
		}
	}
	return out.String()
}

// extent returns sentences about how much was explored, and with which faults.
func (f *found) extent() string {
	p := f.Survey.Progress()
	seen := "all of them seen"
	if !p.Complete {
		seen = "not all of them seen"
	}
	text := fmt.Sprintf("%s, %s, in orders of up to %s.", scenario.Counted(p.States, "state"), seen, scenario.Counted(p.Depth, "step"))
	limits := f.Survey.Variant.Explore
	switch p.Bound {
	case explore.OfStates:
		text += fmt.Sprintf("\nStopped at the limit explore.states: %d.", limits.States)
	case explore.OfMemory:
		text += fmt.Sprintf("\nStopped at the limit explore.memory: %d bytes.", limits.Memory)
	case explore.OfParts:
		text += "\nStopped: single requests have more states than can be told apart."
	}
	text += f.allowed()
	if ticks, bounded, counted := f.Survey.Staleness(); counted {
		text += fmt.Sprintf("\nGreatest staleness of an answer: %s%s.", scenario.Counted(ticks, "tick"), map[bool]string{false: ", or more"}[bounded])
	}
	return text
}

// allowed returns lines about what may happen besides steps. An expiry is nothing that
// goes wrong.
func (f *found) allowed() (lines string) {
	var wrong []string
	for i, n := range f.Survey.Variant.Explore.Budget {
		switch words := fmt.Sprintf("%s %d", scenario.BudgetID(i), n); {
		case n == 0:
		case scenario.GoesWrong(i):
			wrong = append(wrong, words)
		default:
			lines += "\nMay happen, at any moment: " + words + "."
		}
	}
	if len(wrong) > 0 {
		lines += "\nMay go wrong, at any moment: " + strings.Join(wrong, ", ") + "."
	}
	if aimed := f.aimed(); len(aimed) > 0 {
		lines += "\nMay go wrong, at one call: " + strings.Join(aimed, ", ") + "."
	}
	if left := f.Survey.Variant.Explore.LeftOut(); len(left) > 0 {
		lines += "\nLeft out: " + strings.Join(left, "; ") + "."
	}
	return lines
}

// writeJudgement writes the verdict on a property, with its counterexample.
func (f *found) writeJudgement(out *strings.Builder, j explore.Judgement) {
	if j.Verdict != judge.Violated {
		fmt.Fprintf(out, "%-17s %s\n", j.Property, j.Verdict)
		if note := f.Note(j.Property, j.Verdict); note != "" {
			fmt.Fprintf(out, "%-17s %s\n", "", note)
		}
		return
	}
	fmt.Fprintf(out, "%-17s violated in %s\n", j.Property, scenario.Counted(j.Steps, "step"))
	if why, ok := f.Why(j.Property); ok {
		words := ""
		for _, span := range why.Words {
			words += span.Text
		}
		// The order is one of the file, so that it can be pasted into it.
		order := turns(j.Order)
		if len(j.Order) > j.Steps {
			order = "with all operations: " + order
		}
		fmt.Fprintf(out, "%18s%s\n%18s%s\n", "", oneLine(words), "", order)
	}
}

// turns returns an order as it is written in a scenario.
func turns(order []scenario.OrderItem) string {
	words := make([]string, len(order))
	for i := range order {
		words[i] = oneLine(order[i].String())
	}
	return strings.Join(words, ", ")
}

// exploredAsJSON returns a single variant as an object, and several as the list "runs"
// of an object.
func exploredAsJSON(all []found) string {
	if len(all) == 1 {
		return string(all[0].object().AppendCanonical(nil)) + "\n"
	}
	out := []byte(`{"version":1,"runs":[`)
	for i := range all {
		if i > 0 {
			out = append(out, ',')
		}
		out = all[i].object().AppendCanonical(append(out, '\n'))
	}
	return string(out) + "\n]}\n"
}

// object returns a variant with its verdicts.
func (f *found) object() jsontree.Value {
	p := f.Survey.Progress()
	staleness := jsontree.Value{}
	if ticks, bounded, counted := f.Survey.Staleness(); counted && bounded {
		staleness = jsontree.FromNumber(float64(ticks))
	}
	var verdicts []jsontree.Value
	for _, j := range f.Survey.Judgements() {
		verdicts = append(verdicts, f.verdictObject(j))
	}
	return jsontree.FromPairs(
		"version", jsontree.FromNumber(1),
		"name", jsontree.FromString(f.Name),
		"complete", jsontree.FromBool(p.Complete),
		"bound", jsontree.FromString(string(p.Bound)),
		"states", jsontree.FromNumber(float64(p.States)),
		"depth", jsontree.FromNumber(float64(p.Depth)),
		"seconds", jsontree.FromNumber(f.seconds),
		"deadlock", jsontree.FromBool(f.Survey.Deadlock() != nil),
		"maxStaleness", staleness,
		"allowed", f.budget(),
		"aimed", texts(f.aimed()),
		"leftOut", texts(f.Survey.Variant.Explore.LeftOut()),
		"verdicts", jsontree.FromItems(verdicts...),
	)
}

// budget returns how often each thing may happen at any moment, by its id.
func (f *found) budget() jsontree.Value {
	var list []jsontree.Member
	for i, n := range f.Survey.Variant.Explore.Budget {
		if n > 0 {
			list = append(list, jsontree.Member{Name: scenario.BudgetID(i), Value: jsontree.FromNumber(float64(n))})
		}
	}
	return jsontree.FromMembers(list...)
}

// aimed lists what may go wrong at one call.
func (f *found) aimed() (list []string) {
	for _, aim := range f.Survey.Variant.Explore.Aims {
		list = append(list, aim.String())
	}
	return list
}

func texts(list []string) jsontree.Value {
	items := make([]jsontree.Value, len(list))
	for i, text := range list {
		items[i] = jsontree.FromString(text)
	}
	return jsontree.FromItems(items...)
}

// verdictObject returns a verdict with its counterexample.
func (f *found) verdictObject(j explore.Judgement) jsontree.Value {
	out := jsontree.FromPairs("property", jsontree.FromString(j.Property.String()), "verdict", jsontree.FromString(j.Verdict.String()))
	why, ok := f.Why(j.Property)
	if !ok {
		return out
	}
	tree, err := jsontree.Parse(why.Trace.AppendJSON(nil))
	if err != nil {
		panic(err) // AppendJSON writes valid JSON
	}
	words := ""
	for _, span := range why.Words {
		words += span.Text
	}
	out.Members = append(out.Members, jsontree.FromPairs(
		"steps", jsontree.FromNumber(float64(j.Steps)),
		"words", jsontree.FromString(words),
		"scenario", why.Document,
		"trace", tree,
	).Members...)
	return out
}
