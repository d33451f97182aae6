package scenario

import (
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/workload"
)

// expectations declares what the author relies on: verdicts and, under the workload,
// measures.
func (f *fields) expectations(variant *Variant) {
	f.section("expect", "Expected verdicts", "What the author relies on: for each of these properties, that it holds in every order in which things can happen, or that some order violates it; and for each measure under the workload, within which bound it is.", func(f *fields) {
		verdicts := []string{"holds", "violated"}
		for _, p := range judge.All() {
			property := p.String()
			if v := f.member(Field{Path: property, Type: TypeChoice, Allowed: verdictsAllowed, Doc: p.Doc(), IDs: verdicts}); v != nil {
				if f.reader.chosen(f.at(property), v, verdicts, verdictsAllowed) != noDefault {
					f.put(property, jsontree.FromString(v.String))
					variant.Expect = append(variant.Expect, Expectation{Property: property, Verdict: v.String})
				}
			}
		}
		for _, m := range workload.Measures() {
			f.demand(variant, &m)
		}
	})
}

// demand declares the bound within which a measure is expected.
func (f *fields) demand(variant *Variant, m *workload.Measure) {
	d := Field{Path: m.Name, Type: TypeBound, Allowed: m.Unit.Words(), Doc: m.Doc}
	v := f.member(d)
	if v == nil {
		return
	}
	bound, ok := workload.ParseBound(v.String, m.Unit)
	missing := ""
	if m.Unit == workload.Cost {
		missing = variant.Prices.missingFor(m.Name)
	}
	switch {
	case v.Kind != jsontree.String || !ok:
		f.reader.invalid(f.at(m.Name), v, d.Allowed)
	case variant.Workload == nil:
		f.reader.fail(f.at(m.Name), CodeConflict, "is measured under a workload, and the scenario has none")
	case missing != "":
		f.reader.fail(f.at(m.Name), CodeConflict, "is measured from prices, and the scenario has none: give it "+missing+` under "prices"`)
	default:
		f.put(m.Name, jsontree.FromString(bound.String()))
		variant.Demands = append(variant.Demands, Demand{m.Name, bound})
	}
}

const verdictsAllowed = `one of "holds", "violated"`

// ask declares a question to the reader. A fact of the first variant decides it:
//
//   - a property, or a figure that is yes or no ("write.lost"), makes the first of
//     two choices right if it is true, and the second if not;
//   - any other figure ("write.wait") makes the choice right whose text is that of
//     the figure on the page, such as "2 s" or "at once".
func (f *fields) ask(s *Scenario) {
	ask := Ask{}
	f.section("ask", "Question", "A question that the reader answers before the page shows what happens.", func(f *fields) {
		ask.Question = f.text("question", length{least: 1, most: MaxQuestionLength}, "", "The question.")
		of := length{least: 1, most: MaxChoiceLength}
		f.list("choices", 2, MaxChoices, of.field(""), "The answers to choose from.", func(path string, v *jsontree.Value) jsontree.Value {
			if f.reader.checkText(path, v, of) {
				ask.Choices = append(ask.Choices, v.String)
			}
			return jsontree.FromString(v.String)
		})
		ask.Decides = f.text("decides", length{least: 1, most: MaxNameLength}, "", `The fact of the first variant that decides which answer is right. `+
			`Where it is yes or no, as the figure "write.lost" or the property "durable", there are two choices: the first is right where it is so, the second where it is not. `+
			`Of any other figure, such as "write.wait", the choice is right that reads as the figure does on the page, such as "2 s".`)
		f.require("question", "choices", "decides")
	})
	if f.has("ask") {
		s.Ask = &ask
	}
}

// checkAsk sets the figure that decides the question. It reports a fact that does
// not exist or cannot decide between the choices.
func (r *reader) checkAsk(ask *Ask, variant *Variant) {
	const path = "ask.decides"
	_, property := judge.Named(ask.Decides)
	figure, yesNo, message := &Figure{Of: OfRun, Name: ask.Decides}, true, ""
	if !property {
		figure, yesNo, message = variant.parseFigure(ask.Decides)
	}
	switch {
	case ask.Decides == "":
	case message != "":
		r.fail(path, CodeReference, message+"; nor is it a property: "+quoted(judge.IDs()))
	case yesNo && len(ask.Choices) > 2:
		r.fail("ask.choices", CodeConflict, quote(ask.Decides)+" is yes or no: it decides between two choices, the first for yes, not between "+strconv.Itoa(len(ask.Choices)))
	}
	ask.Figure, ask.YesNo = figure, yesNo
}

// controls declares the settings that are offered first.
func (f *fields) controls() []string {
	var out []string
	const allowed = `the path of a setting such as "writeBehind.writeDelay" or "faults[0].at"`
	of := Field{Type: TypeSetting, Allowed: allowed}
	f.list("controls", 0, MaxControls, of, "The settings offered first to whoever wants to change something, by their paths. Lists count from 0.",
		func(path string, v *jsontree.Value) jsontree.Value {
			switch {
			case v.Kind != jsontree.String || !f.isSetting(v.String):
				f.reader.invalid(path, v, allowed)
			case slices.Contains(out, v.String):
				f.reader.fail(path, CodeDuplicate, show(v)+" stands twice in the list")
			default:
				out = append(out, v.String)
			}
			return jsontree.FromString(v.String)
		})
	return out
}

// isSetting reports whether the path is that of a setting. An item of a list must
// be in the document.
func (f *fields) isSetting(path string) bool {
	general, at := "", f.given
	for rest := path; ; {
		before, after, indexed := strings.Cut(rest, "[")
		general += before
		if !indexed {
			break
		}
		index, after, closed := strings.Cut(after, "]")
		i, err := strconv.Atoi(index)
		if !closed || err != nil || strconv.Itoa(i) != index {
			return false
		}
		if at = item(at, strings.Split(strings.TrimPrefix(before, "."), "."), i); at == nil {
			return false
		}
		general += "[]"
		rest = after
	}
	return slices.ContainsFunc(Fields(), func(d Field) bool { return d.Setting && d.Path == general })
}

// item returns item i of the list to which the names lead from v, nil if there is
// none.
func item(v *jsontree.Value, names []string, i int) *jsontree.Value {
	for _, name := range names {
		if v == nil {
			return nil
		}
		member, _ := v.Get(name)
		v = &member
	}
	if i < 0 || i >= len(v.Items) {
		return nil
	}
	return &v.Items[i]
}
