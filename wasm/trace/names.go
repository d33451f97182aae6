package trace

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// InSentence returns RoleName as it is written inside a sentence, with an article
// where it needs one: "the Bank", "Redis".
func (t *Trace) InSentence(role strategy.Participant) string { return inSentence(t.RoleName(role)) }

// ClientInSentence returns the name of a client as it is written inside a sentence.
func (t *Trace) ClientInSentence(client int) string { return inSentence(t.Participants[client].Name) }

// common are words that need an article, since they say what something is. A name
// that ends in none of them, such as "Redis" or "Ann", is one of its own.
var common = []string{"accessor", "api", "backend", "bank", "cache", "client", "cluster", "database", "db", "disk", "layer", "ledger",
	"manager", "queue", "registry", "replica", "server", "service", "source", "store", "system", "table", "user"}

// inSentence returns a name with the article that it needs.
func inSentence(name string) string {
	lower := strings.ToLower(name)
	needsOne := slices.ContainsFunc(common, func(word string) bool { return strings.HasSuffix(lower, word) })
	if !needsOne || slices.ContainsFunc([]string{"the ", "a ", "an ", "our ", "my "}, func(start string) bool { return strings.HasPrefix(lower, start) }) {
		return name
	}
	return "the " + name
}

// Capitalize returns words with a capital at their beginning.
func Capitalize(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}
