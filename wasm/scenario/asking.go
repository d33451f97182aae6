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

// expectations declares the verdicts that the author relies on.
func (f *fields) expectations() []Expectation {
	var out []Expectation
	f.section("expect", "Verdicts that the author relies on, by property. Default: none.", func(f *fields) {
		for _, property := range properties {
			if v := f.member(Field{Path: property, Type: TypeChoice, Allowed: verdictsAllowed, Doc: "The expected verdict."}); v != nil {
				if f.reader.chosen(f.at(property), v, options{ids: []string{"holds", "violated"}}, verdictsAllowed) != noDefault {
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
	f.section("ask", "A question to the reader before the answer is revealed. Default: none.", func(f *fields) {
		ask.Question = f.text("question", length{least: 1, most: MaxQuestionLength}, "", "The question.")
		f.list("choices", 2, 6, "The answers to choose from.", func(path string, v *jsontree.Value) jsontree.Value {
			if f.reader.checkText(path, v, length{least: 1, most: MaxChoiceLength}) {
				ask.Choices = append(ask.Choices, v.String)
			}
			return jsontree.FromString(v.String)
		})
		ask.Decides = f.text("decides", length{least: 1, most: MaxNameLength}, "", `The fact that decides: a property such as "durable", or a figure such as "write.lost".`)
		f.require("question", "choices", "decides")
	})
	if f.has("ask") {
		s.Ask = &ask
	}
}

// controls declares the knobs offered first.
func (f *fields) controls() []string {
	var out []string
	f.list("controls", 0, MaxControls, `The knobs offered first, by their paths, such as "writeBehind.writeDelay". Default: none.`,
		func(path string, v *jsontree.Value) jsontree.Value {
			switch {
			case v.Kind != jsontree.String || !f.isKnob(v.String):
				f.reader.invalid(path, v, `the path of a knob such as "writeBehind.writeDelay" or "faults[0].at"`)
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
