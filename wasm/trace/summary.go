package trace

import (
	"unicode/utf8"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
)

// summaryLength bounds a value's summary, in characters.
const summaryLength = 24

// Summary says in a few words which value a record of a key is: its plain
// parts, one after the other, such as "100 EUR PAYMENT".
func (t *Trace) Summary(key int, record engine.Record) string {
	at := summaryOf{key, record}
	words, ok := t.summaries[at]
	if !ok {
		words = t.summarize(key, record)
		if t.summaries == nil {
			t.summaries = map[summaryOf]string{}
		}
		t.summaries[at] = words
	}
	return words
}

// summaryOf names a summary that has been made: a run words the same few
// records again and again.
type summaryOf struct {
	key    int
	record engine.Record
}

func (t *Trace) summarize(key int, record engine.Record) string {
	text := t.Value(key, record)
	if text == "" {
		return "nothing"
	}
	value, err := jsontree.Parse([]byte(text))
	if err != nil {
		return t.Keys[key].Name
	}
	words := plainParts(value, "")
	if words == "" {
		words = t.Keys[key].Name
	}
	return shorten(words, summaryLength)
}

func plainParts(v jsontree.Value, words string) string {
	switch v.Kind {
	case jsontree.String:
		return joinWords(words, v.String)
	case jsontree.Number, jsontree.Bool:
		return joinWords(words, string(v.AppendCanonical(nil)))
	}
	for _, item := range v.Items {
		words = plainParts(item, words)
	}
	for _, member := range v.Members {
		words = plainParts(member.Value, words)
	}
	return words
}

func joinWords(words, more string) string {
	if words == "" {
		return more
	}
	return words + " " + more
}

func shorten(s string, characters int) string {
	if utf8.RuneCountInString(s) <= characters {
		return s
	}
	return string([]rune(s)[:characters-1]) + "…"
}
