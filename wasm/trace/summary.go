package trace

import (
	"strconv"
	"unicode/utf8"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
)

// summaryLength bounds a value's summary, in characters.
const summaryLength = 24

// Summary returns a short text for a record of a key: the scalars of its value one
// after the other, such as "100 EUR PAYMENT". Summaries are kept, since a trace
// needs the same few again and again: those of the records at the start by key, the
// others by write.
func (t *Trace) Summary(key int, record engine.Record) string {
	switch {
	case !record.HasContent():
		return "nothing"
	case !record.Ledger.Empty():
		return t.summarize(key, record)
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

// summarize returns the summary of a record.
func (t *Trace) summarize(key int, record engine.Record) string {
	words := ""
	if text := t.Value(key, record); text != "" {
		words = summaryOfValue(text)
		if words == "" {
			words = t.Keys[key].Name
		}
	}
	if paid := t.paid(key, record.Ledger); paid != "" {
		words = joinWords(words, "paid "+paid)
	}
	if words == "" {
		return "nothing"
	}
	return shorten(words, summaryLength)
}

// summaryOfValue returns the scalars of a JSON text, "" if it has none.
func summaryOfValue(text string) string {
	value, err := jsontree.Parse([]byte(text))
	if err != nil {
		return ""
	}
	return plainParts(value, "")
}

// paid lists the payments of a ledger, such as "10 + 5 twice".
func (t *Trace) paid(key int, ledger engine.Ledger) string {
	words := ""
	paid := t.payments(key, ledger)
	for i, op := range paid {
		if i > 0 && op == paid[i-1] {
			continue
		}
		amount := summaryOfValue(t.Ops[op].Value)
		if amount == "" {
			amount = t.Ops[op].ID
		}
		switch times := ledger.Count(t.Ops[op].Slot); {
		case times == 2:
			amount += " twice"
		case times > 2:
			amount += " " + strconv.Itoa(times) + " times"
		}
		if words != "" {
			words += " + "
		}
		words += amount
	}
	return words
}

// payments lists the operations whose payments a ledger of a key has, each as
// often as it was applied.
func (t *Trace) payments(key int, ledger engine.Ledger) []int {
	var ops []int
	for op := range t.Ops {
		if o := &t.Ops[op]; o.Kind == engine.Pay && o.Key == key {
			for range ledger.Count(o.Slot) {
				ops = append(ops, op)
			}
		}
	}
	return ops
}

// plainParts appends the scalars of a value to a text.
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

// joinWords joins two texts with a space, unless the first is empty.
func joinWords(words, more string) string {
	if words == "" {
		return more
	}
	return words + " " + more
}

// shorten cuts a text to a number of characters, the last of them an ellipsis.
func shorten(s string, characters int) string {
	if utf8.RuneCountInString(s) <= characters {
		return s
	}
	return string([]rune(s)[:characters-1]) + "…"
}
