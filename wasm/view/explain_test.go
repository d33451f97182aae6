package view

import (
	"strings"
	"testing"

	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
)

// explainedAs explores a document, in which ' stands for ", and returns the
// explanation of a property's violation and the order that shows it.
func explainedAs(t *testing.T, document string, p judge.Property) (words, order string) {
	t.Helper()
	s, errs := scenario.Parse([]byte(strings.ReplaceAll("{'version': 1, "+document+"}", "'", `"`)))
	if errs != nil {
		t.Fatal(errs)
	}
	x := Explore(s)
	for x.Advance(1000) {
	}
	why, ok := x.Variants[0].Why(p)
	if !ok {
		t.Errorf("%s: %v is not violated", document, p)
		return "", ""
	}
	var turns []string
	for _, j := range x.Variants[0].Survey.Judgements() {
		if j.Property == p {
			for _, turn := range j.Example.Order {
				turns = append(turns, turn.String())
			}
		}
	}
	// The document of an explanation is a scenario.
	if _, errs := scenario.Parse(why.Document.AppendCanonical(nil)); errs != nil {
		t.Errorf("%s: %v", why.Document.AppendCanonical(nil), errs)
	}
	return Plain(why.Words), strings.Join(turns, ", ")
}

func TestCounterexamplesInWords(t *testing.T) {
	const (
		named   = "'names': {'source': 'Bank'}, 'source': {'records': {'k': 'old'}}, "
		reader  = "{'name': 'Ann', 'ops': [{'op': 'get', 'key': 'k'}]}"
		writer  = "{'name': 'Bob', 'ops': [{'op': 'edit', 'key': 'k', 'value': 'new'}]}"
		both    = "{'name': 'Bob', 'ops': [{'op': 'edit', 'key': 'k', 'value': 'new'}, {'op': 'get', 'key': 'k'}]}"
		rereads = "{'name': 'Ann', 'ops': [{'op': 'get', 'key': 'k'}, {'op': 'get', 'key': 'k'}]}"
		payer   = "{'name': 'Ann', 'ops': [{'op': 'pay', 'key': 'k', 'value': 10}]}"
		writes  = "{'name': 'Bob', 'ops': [{'op': 'edit', 'key': 'k', 'value': 'one'}, {'op': 'edit', 'key': 'k', 'value': 'two'}]}"
	)
	for _, c := range []struct {
		document string
		property judge.Property
		words    string
	}{
		{
			document: named + "'write': 'write-around', 'cache': {'primer': ['k']}, 'clients': [" + both + "]",
			property: judge.ReadYourWrites,
			words:    "Bob was told that “new” is done, and then reads “old”.",
		},
		{
			document: named + "'write': 'write-around', 'cache': {'primer': ['k']}, 'clients': [" + reader + ", " + writer + "]",
			property: judge.Linearizable,
			words:    "Ann reads “old”, though Bob had been told before that “new” is done.",
		},
		{
			document: named + "'write': 'write-behind', 'explore': {'faults': {'cache-lost': 1}}, 'cache': {'primer': ['k']}, 'clients': [" + rereads + ", " + writer + "]",
			property: judge.MonotonicReads,
			words:    "Ann reads “new” and after that “old”, which is older.",
		},
		{
			document: named + "'write': 'write-through', 'cache': {'primer': ['k']}, 'explore': {'faults': {'source-error': 1}}, 'clients': [" + reader + ", " + writer + "]",
			property: judge.NoAbortedRead,
			words:    "Ann reads “new”, which the Bank never comes to hold.",
		},
		{
			document: named + "'write': 'write-behind', 'explore': {'faults': {'crash': 1}}, 'clients': [" + writer + "]",
			property: judge.Durable,
			words:    "Bob was told that “new” is done. In the end the Bank holds “old” under k.",
		},
		{
			document: "'names': {'source': 'Bank'}, 'write': 'write-behind', 'explore': {'faults': {'crash': 1}}, 'clients': [" + payer + "]",
			property: judge.Durable,
			words:    "Ann was told that the payment of 10 is made, and the Bank never makes it.",
		},
		{
			document: "'names': {'source': 'Bank'}, 'write': 'write-around', 'accessor': {'maxAttempts': 2}, 'explore': {'faults': {'source-timeout': 1}}, 'clients': [" + payer + "]",
			property: judge.AtMostOnce,
			words:    "The Bank makes the payment of 10 by Ann twice.",
		},
		{
			document: named + "'write': 'write-around', 'cache': {'primer': ['k']}, 'clients': [" + writer + "]",
			property: judge.Converges,
			words:    "In the end the Cache holds “old” under k, while the Bank holds “new”, and nothing is left to happen that would change this.",
		},
		{
			document: named + "'write': 'write-behind', 'writeBehind': {'workers': 2, 'partitionBy': 'none'}, 'clients': [" + writes + "]",
			property: judge.MonotonicWrites,
			words:    "Bob writes “one” and then “two”, but the Bank has the second one first.",
		},
	} {
		if words, order := explainedAs(t, c.document, c.property); words != c.words {
			t.Errorf("%v, by %s:\n got %s\nwant %s", c.property, order, words, c.words)
		}
	}
}

// The page opens on the costliest violation.
func TestTheWorst(t *testing.T) {
	x := Explore(preset(t, "crash-before-sync", "{}"))
	for x.Advance(100) {
	}
	variant, p, ok := x.Worst()
	if !ok || x.Variants[variant].Name != "Write Behind" || p != judge.Durable {
		t.Errorf("%d, %v, %v", variant, p, ok)
	}
}
