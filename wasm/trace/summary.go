package trace

import (
	"unicode/utf8"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
)

// summaryLength bounds a value's summary, in characters.
const summaryLength = 24

// Summary says in a few words which value a record of a key is: its plain
// parts, one after the other, such as "100 EUR PAYMENT". A run words the same
// few records again and again, so they are kept: what was there at the start by
// its key, what was written by its write.
func (t *Trace) Summary(key int, record engine.Record) string {
	if !record.Exists {
		return "nothing"
	}
	if t.summaries == nil {
		t.summaries = make([]string, len(t.Keys)+len(t.Ops))
	}
	at := key
	if record.Write > 0 {
		at = len(t.Keys) + int(record.Write) - 1
	}
	if t.summaries[at] == "" {
		t.summaries[at] = t.summarize(key, record)
	}
	return t.summaries[at]
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
