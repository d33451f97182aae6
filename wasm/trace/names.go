package trace

import (
	"strings"

	"cacheplay/wasm/strategy"
)

// RoleName returns the scenario's name for the participant with a role; of
// several clients, the first one's.
func (t *Trace) RoleName(role strategy.Participant) string {
	for _, p := range t.Participants {
		if p.Role == role {
			return p.Name
		}
	}
	return ""
}

// InSentence returns RoleName as it is written inside a sentence, with an
// article: "the Bank".
func (t *Trace) InSentence(role strategy.Participant) string {
	name := t.RoleName(role)
	if len(name) > 4 && strings.EqualFold(name[:4], "the ") {
		return name
	}
	return "the " + name
}
