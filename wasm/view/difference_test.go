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
		{
			id:    "article",
			a:     through,
			b:     `{'write': 'write-behind'}`,
			want:  "the write is answered at once instead of in 2 s; the Awesome Bank database has it after 7 s instead of after 2 s.",
			marks: 3,
		},
		{
			id:    "article",
			a:     behind,
			b:     `{'write': 'write-through'}`,
			want:  "the write is answered in 2 s instead of at once; the Awesome Bank database has it after 2 s instead of after 7 s.",
			marks: 3,
		},
		{
			id:    "article",
			a:     through,
			b:     `{'write': 'write-around'}`,
			want:  "the read is answered in 1.5 s instead of at once; the Awesome Bank database serves 1 read instead of none.",
			marks: 1,
		},
		{
			id:    "article",
			a:     through,
			b:     `{'write': 'write-through', 'read': 'cache-aside'}`,
			want:  "no difference that a client or the Awesome Bank database would notice.",
			marks: 0,
		},
		{
			id:    "write-behind",
			a:     through,
			b:     `{'write': 'write-behind'}`,
			want:  "all writes are answered at once instead of in 2 s each; the Bank has all writes after 9 s instead of after 8 s.",
			marks: 9,
		},
		{
			id:    "write-through",
			a:     through,
			b:     `{'write': 'write-around'}`,
			want:  "the read gets 100 EUR, an old value.",
			marks: 1,
		},
		{
			id:    "write-through",
			a:     `{'name': 'A', 'write': 'write-around'}`,
			b:     `{'write': 'write-through'}`,
			want:  "the read gets 120 EUR, which is not old.",
			marks: 1,
		},

		// The same strategy with another setting.
		{
			id:    "article",
			a:     through,
			b:     `{'write': 'write-through'}`,
			want:  "no difference that a client or the Awesome Bank database would notice.",
			marks: 0,
		},
		{
			id:    "article",
			a:     through,
			b:     `{'write': 'write-through', 'source': {'writeLatency': '3s'}}`,
			want:  "the write is answered in 3 s instead of in 2 s; the Awesome Bank database has it after 3 s instead of after 2 s.",
			marks: 0,
		},
		{
			id:    "article",
			a:     behind,
			b:     `{'write': 'write-behind', 'writeBehind': {'writeDelay': '2s'}}`,
			want:  "the Awesome Bank database has it after 4 s instead of after 7 s.",
			marks: 0,
		},
		{
			id:    "article",
			a:     through,
			b:     `{'write': 'write-through', 'cache': {'ttl': '1s'}}`,
			want:  "the read is answered in 1.5 s instead of at once; the Awesome Bank database serves 1 read instead of none.",
			marks: 9,
		},
		{
			id:    "primer",
			a:     `{'name': 'A'}`,
			b:     `{'cache': {'primer': ['profile', 'balance']}}`,
			want:  "2 of 3 reads are answered at once instead of in 400 ms each; the Bank serves no read instead of 2.",
			marks: 4,
		},
		{
			id:    "lost-order",
			a:     `{'name': 'A'}`,
			b:     `{'seed': '6'}`,
			want:  "in the end the Cache holds nothing else than the Bank; all writes are answered in 3.13 s to 3.27 s instead of in 1.22 s to 2.41 s.",
			marks: 3,
		},
		{
			id:    "write-around",
			a:     `{'name': 'A', 'cache': {'primer': ['payment']}}`,
			b:     `{'name': 'B'}`,
			want:  "the first read gets 120 EUR, which is not old; the first read is answered in 1.5 s instead of at once.",
			marks: 10,
		},

		// The same strategy with a fault.
		{
			id:    "article",
			a:     behind,
			b:     `{'write': 'write-behind', ` + crash + `}`,
			want:  "the write is lost.",
			marks: 1,
		},
		{
			id:    "article",
			a:     `{'name': 'A', 'write': 'write-behind', ` + crash + `}`,
			b:     `{'write': 'write-behind'}`,
			want:  "nothing is lost; the Awesome Bank database has it after 7 s instead of never.",
			marks: 6,
		},
		{
			id:    "article",
			a:     through,
			b:     `{'write': 'write-through', ` + crash + `}`,
			want:  "the write gets no answer; the read gets nothing instead of 100 EUR PAYMENT.",
			marks: 9,
		},
		{
			id:    "write-behind",
			a:     behind,
			b:     `{'write': 'write-behind', 'faults': [{'fault': 'crash', 'at': '4s'}]}`,
			want:  "2 of 4 writes are lost.",
			marks: 2,
		},

		// Values with the same summary.
		{
			id:    "article",
			a:     `{'name': 'A', 'write': 'write-through', 'clients': [{'ops': [{'op': 'create', 'key': 'k', 'value': 'a very long text that begins alike, 1'}, {'op': 'get', 'key': 'k'}]}]}`,
			b:     `{'write': 'write-through', 'clients': [{'ops': [{'op': 'create', 'key': 'k', 'value': 'a very long text that begins alike, 2'}, {'op': 'get', 'key': 'k'}]}]}`,
			want:  "the read gets another value instead of a very long text that b…; at the end the Awesome Bank database holds another value instead of a very long text that b….",
			marks: 0,
		},

		// Other requests, or the same at other times.
		{
			id:    "article",
			a:     through,
			b:     `{'write': 'write-through', 'clients': [{'ops': [{'op': 'get', 'key': 'payment'}]}]}`,
			want:  "its clients ask for other things; at the end the Awesome Bank database holds nothing instead of 100 EUR PAYMENT.",
			marks: 8,
		},
		{
			id:    "article",
			a:     through,
			b:     `{'write': 'write-through', 'clients': [{'ops': [{'op': 'create', 'key': 'payment', 'value': 1, 'at': '1s'}, {'op': 'get', 'key': 'payment'}]}]}`,
			want:  "the read gets 1 instead of 100 EUR PAYMENT; the Awesome Bank database has it after 3 s instead of after 2 s.",
			marks: 1,
		},
		{
			id:    "cache-inline",
			a:     `{'name': 'A'}`,
			b:     `{'clients': [{'ops': [{'op': 'get', 'key': 'profile'}, {'op': 'get', 'key': 'profile', 'think': '5s'}]}]}`,
			want:  "its clients begin at other times.",
			marks: 0,
		},
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
		{
			id:    "article",
			patch: `{'compare': [{'write': 'write-through'}, {'write': 'write-behind'}]}`,
			want: []string{
				"Resource Manager → Client: done", "Resource Manager → Client: 100 EUR PAYMENT", "Awesome Bank database → TrulyAwesomeBankAPIClient: written"},
		},
		{
			id:    "article",
			patch: `{'compare': [{'write': 'write-through'}, {'write': 'write-around', 'source': {'writeLatency': '1s'}, 'read': 'cache-aside'}]}`,
			want: []string{
				"Awesome Bank database → TrulyAwesomeBankAPIClient: written", "TrulyAwesomeBankAPIClient → Client: saved", "TrulyAwesomeBankAPIClient → Client: 100 EUR PAYMENT"},
		},
		{
			id:    "article",
			patch: `{'compare': [{'write': 'write-behind'}, {'write': 'write-behind', 'faults': [{'fault': 'crash', 'at': '3s'}]}]}`,
			want: []string{
				"Resource Manager: crash"},
		},
		{
			id:    "ttl",
			patch: `{'text': null, 'compare': [{'name': 'A'}, {'cache': {'ttl': '20s'}}]}`,
			want: []string{
				"Cache → Resource Manager: hit", "Resource Manager → Traveller: EUR/USD 1.08"},
		},
		{
			id:    "no-cache",
			patch: `{'text': null, 'compare': [{'name': 'A'}, {'read': 'cache-aside'}]}`,
			want: []string{
				"Data Accessor → Client: Ada Lovelace", "Cache → Client: hit"},
		},
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
