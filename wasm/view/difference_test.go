package view

import "testing"

// TestDifferences compares two variants of a preset, each a patch: how the
// second differs from the first in words, and how many events are marked.
func TestDifferences(t *testing.T) {
	const (
		through = `{'name': 'A', 'write': 'write-through'}`
		behind  = `{'name': 'A', 'write': 'write-behind'}`
		crash   = `'faults': [{'fault': 'crash', 'at': '1s'}]`
	)
	for _, row := range []struct {
		id, a, b string
		want     string
		marks    int
	}{
		// Another strategy.
		{"article", through, `{'write': 'write-behind'}`, "the write is answered at once instead of in 2 s; the Awesome Bank database has it after 7 s instead of after 2 s.", 3},
		{"article", behind, `{'write': 'write-through'}`, "the write is answered in 2 s instead of at once; the Awesome Bank database has it after 2 s instead of after 7 s.", 3},
		{"article", through, `{'write': 'write-around'}`, "the read is answered in 1.5 s instead of at once; the Awesome Bank database serves 1 read instead of none.", 1},
		{"article", through, `{'write': 'write-through', 'read': 'cache-aside'}`, "no difference that a client or the Awesome Bank database would notice.", 0},
		{"write-behind", through, `{'write': 'write-behind'}`, "all writes are answered at once instead of in 2 s each; the Bank has all writes after 9 s instead of after 8 s.", 9},
		{"write-through", through, `{'write': 'write-around'}`, "the read gets 100 EUR, an old value.", 1},
		{"write-through", `{'name': 'A', 'write': 'write-around'}`, `{'write': 'write-through'}`, "the read gets 120 EUR, which is not old.", 1},

		// The same strategy with another setting.
		{"article", through, `{'write': 'write-through'}`, "no difference that a client or the Awesome Bank database would notice.", 0},
		{"article", through, `{'write': 'write-through', 'source': {'writeLatency': '3s'}}`, "the write is answered in 3 s instead of in 2 s; the Awesome Bank database has it after 3 s instead of after 2 s.", 0},
		{"article", behind, `{'write': 'write-behind', 'writeBehind': {'writeDelay': '2s'}}`, "the Awesome Bank database has it after 4 s instead of after 7 s.", 0},
		{"article", through, `{'write': 'write-through', 'cache': {'ttl': '1s'}}`, "the read is answered in 1.5 s instead of at once; the Awesome Bank database serves 1 read instead of none.", 9},
		{"primer", `{'name': 'A'}`, `{'cache': {'primer': ['profile', 'balance']}}`, "2 of 3 reads are answered at once instead of in 400 ms each; the Bank serves no read instead of 2.", 4},
		{"lost-order", `{'name': 'A'}`, `{'seed': '6'}`, "the read of First clerk gets 150 EUR, which is not old; all writes are answered in 3.13 s to 3.27 s instead of in 1.22 s to 2.41 s.", 3},
		{"write-around", `{'name': 'A', 'cache': {'primer': ['payment']}}`, `{'name': 'B'}`, "the first read gets 120 EUR, which is not old; the first read is answered in 1.5 s instead of at once.", 10},

		// The same strategy with a fault.
		{"article", behind, `{'write': 'write-behind', ` + crash + `}`, "the write is lost.", 1},
		{"article", `{'name': 'A', 'write': 'write-behind', ` + crash + `}`, `{'write': 'write-behind'}`, "nothing is lost; the Awesome Bank database has it after 7 s instead of never.", 6},
		{"article", through, `{'write': 'write-through', ` + crash + `}`, "the write gets no answer; the read gets nothing instead of 100 EUR PAYMENT.", 9},
		{"write-behind", behind, `{'write': 'write-behind', 'faults': [{'fault': 'crash', 'at': '4s'}]}`, "2 of 4 writes are lost.", 2},

		// Values with the same summary.
		{"article", `{'name': 'A', 'write': 'write-through', 'clients': [{'ops': [{'op': 'create', 'key': 'k', 'value': 'a very long text that begins alike, 1'}, {'op': 'get', 'key': 'k'}]}]}`,
			`{'write': 'write-through', 'clients': [{'ops': [{'op': 'create', 'key': 'k', 'value': 'a very long text that begins alike, 2'}, {'op': 'get', 'key': 'k'}]}]}`,
			"the read gets another value instead of a very long text that b…; at the end the Awesome Bank database holds another value instead of a very long text that b….", 0},

		// Other requests, or the same at other times.
		{"article", through, `{'write': 'write-through', 'clients': [{'ops': [{'op': 'get', 'key': 'payment'}]}]}`, "its clients ask for other things; at the end the Awesome Bank database holds nothing instead of 100 EUR PAYMENT.", 8},
		{"article", through, `{'write': 'write-through', 'clients': [{'ops': [{'op': 'create', 'key': 'payment', 'value': 1, 'at': '1s'}, {'op': 'get', 'key': 'payment'}]}]}`, "the read gets 1 instead of 100 EUR PAYMENT; the Awesome Bank database has it after 3 s instead of after 2 s.", 1},
		{"cache-inline", `{'name': 'A'}`, `{'clients': [{'ops': [{'op': 'get', 'key': 'profile'}, {'op': 'get', 'key': 'profile', 'think': '5s'}]}]}`, "its clients begin at other times.", 0},
	} {
		variant := played(t, preset(t, row.id, `{'compare': [`+row.a+`, `+row.b+`], 'text': null, 'ask': null}`)).Variants[1]
		marks := 0
		for _, differs := range variant.Differs {
			if differs {
				marks++
			}
		}
		if got := Plain(variant.Difference); got != "Compared with A: "+row.want || marks != row.marks {
			t.Errorf("%s, %s, %s:\n got %s %d marks\nwant %s %d", row.id, row.a, row.b, got, marks, row.want, row.marks)
		}
	}
}

// With the same lists of steps every event without a counterpart is marked;
// with others, the answers and saves that have another time or value.
func TestMarks(t *testing.T) {
	for _, row := range []struct {
		id, patch string
		want      []string
	}{
		{"article", `{'compare': [{'write': 'write-through'}, {'write': 'write-behind'}]}`, []string{
			"Resource Manager → Client: done", "Resource Manager → Client: 100 EUR PAYMENT", "Awesome Bank database → TrulyAwesomeBankAPIClient: written"}},
		{"article", `{'compare': [{'write': 'write-through'}, {'write': 'write-around', 'source': {'writeLatency': '1s'}, 'read': 'cache-aside'}]}`, []string{
			"Awesome Bank database → TrulyAwesomeBankAPIClient: written", "TrulyAwesomeBankAPIClient → Client: saved", "TrulyAwesomeBankAPIClient → Client: 100 EUR PAYMENT"}},
		{"article", `{'compare': [{'write': 'write-behind'}, {'write': 'write-behind', 'faults': [{'fault': 'crash', 'at': '3s'}]}]}`, []string{
			"Resource Manager: crash"}},
		{"ttl", `{'text': null, 'compare': [{'name': 'A'}, {'cache': {'ttl': '20s'}}]}`, []string{
			"Cache → Resource Manager: hit", "Resource Manager → Traveller: EUR/USD 1.08"}},
		{"no-cache", `{'text': null, 'compare': [{'name': 'A'}, {'read': 'cache-aside'}]}`, []string{
			"Data Accessor → Client: Ada Lovelace", "Cache → Client: hit"}},
	} {
		variant := played(t, preset(t, row.id, row.patch)).Variants[1]
		var marked []string
		for i, differs := range variant.Differs {
			if differs {
				marked = append(marked, what(variant.Trace, &variant.Trace.Events[i]))
			}
		}
		compareLines(t, row.id+" "+row.patch, marked, row.want)
	}
}
