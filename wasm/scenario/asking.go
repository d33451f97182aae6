package scenario

import (
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/jsontree"
)

// properties are those that exploration judges, in the order in which they are
// listed.
var properties = []string{"linearizable", "read-your-writes", "monotonic-reads", "no-aborted-read", "durable",
	"at-most-once", "converges", "monotonic-writes"}

// propertyDocs say what holds where a property holds.
var propertyDocs = []string{
	"Every operation seems to happen at one instant between its start and its answer.",
	"No read returns a value older than what its client was told is written.",
	"No read returns a value older than what its client has read before.",
	"No read returns a value that never reaches the source.",
	"In the end the source has every write that a client was told is done, or a newer one.",
	"No payment is made twice.",
	"In the end the cache holds what the source holds, or nothing.",
	"A client's writes reach the source in the order in which it made them.",
}

// expectations declares the verdicts that the author relies on.
func (f *fields) expectations() []Expectation {
	var out []Expectation
	f.section("expect", "Expected verdicts", "What the author relies on: for each of these properties, that it holds in every order in which things can happen, or that some order violates it.", func(f *fields) {
		verdicts := options{ids: []string{"holds", "violated"}}
		for i, property := range properties {
			if v := f.member(Field{Path: property, Type: TypeChoice, Allowed: verdictsAllowed, Doc: propertyDocs[i], IDs: verdicts.ids}); v != nil {
				if f.reader.chosen(f.at(property), v, verdicts, verdictsAllowed) != noDefault {
					f.put(property, jsontree.FromString(v.String))
					out = append(out, Expectation{Property: property, Verdict: v.String})
				}
			}
		}
	})
	return out
}

const verdictsAllowed = `one of "holds", "violated"`

// ask declares a question to the reader.
func (f *fields) ask(s *Scenario) {
	ask := Ask{}
	f.section("ask", "Question", "A question that the reader answers before the run shows what happens.", func(f *fields) {
		ask.Question = f.text("question", length{least: 1, most: MaxQuestionLength}, "", "The question.")
		of := length{least: 1, most: MaxChoiceLength}
		f.list("choices", 2, MaxChoices, of.field(""), "The answers to choose from.", func(path string, v *jsontree.Value) jsontree.Value {
			if f.reader.checkText(path, v, of) {
				ask.Choices = append(ask.Choices, v.String)
			}
			return jsontree.FromString(v.String)
		})
		ask.Decides = f.text("decides", length{least: 1, most: MaxNameLength}, "", `The fact that decides which answer is right: a property such as "durable", or a figure such as "write.lost".`)
		f.require("question", "choices", "decides")
	})
	if f.has("ask") {
		s.Ask = &ask
	}
}

// controls declares the knobs offered first.
func (f *fields) controls() []string {
	var out []string
	const allowed = `the path of a knob such as "writeBehind.writeDelay" or "faults[0].at"`
	of := Field{Type: TypeKnob, Allowed: allowed}
	f.list("controls", 0, MaxControls, of, "The settings offered first to whoever wants to change something, by their paths. Lists count from 0.",
		func(path string, v *jsontree.Value) jsontree.Value {
			switch {
			case v.Kind != jsontree.String || !f.isKnob(v.String):
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

// isKnob reports whether a control can be offered for the field at a path of
// the document. What stands in a list must be there.
func (f *fields) isKnob(path string) bool {
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
		if at = item(at, strings.TrimPrefix(before, "."), i); at == nil {
			return false
		}
		general += "[]"
		rest = after
	}
	return slices.ContainsFunc(Fields(), func(d Field) bool { return d.Knob && d.Path == general })
}

// item gives an item of a list that is a member of v, nil if there is none.
func item(v *jsontree.Value, name string, i int) *jsontree.Value {
	if v == nil {
		return nil
	}
	list, _ := v.Get(name)
	if i < 0 || i >= len(list.Items) {
		return nil
	}
	return &list.Items[i]
}
