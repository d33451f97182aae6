package view

import (
	"strings"

	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// nameOf returns what a scenario calls the participant of a role; of several
// clients, the first.
func nameOf(t *trace.Trace, role strategy.Participant) string {
	for _, p := range t.Participants {
		if p.Role == role {
			return p.Name
		}
	}
	return ""
}

// inSentence returns the same as it is said inside a sentence: "the Bank".
func inSentence(t *trace.Trace, role strategy.Participant) string {
	name := nameOf(t, role)
	if len(name) > 4 && strings.EqualFold(name[:4], "the ") {
		return name
	}
	return "the " + name
}

func theSource(t *trace.Trace) string { return inSentence(t, strategy.Source) }

// InSentence returns what the scenario calls the participant of a role, as it
// is said inside a sentence.
func (v *View) InSentence(role strategy.Participant) string { return inSentence(v.Runs[0].Trace, role) }
