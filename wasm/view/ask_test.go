package view

import "testing"

// The first variant decides which choice is right, and why.
func TestQuestions(t *testing.T) {
	const (
		yesNo  = `'choices': ['Yes', 'No']`
		times  = `'choices': ['At once', '2 s', '7 s', 'never']`
		behind = `'compare': [{'name': 'Behind', 'write': 'write-behind'}, {'name': 'Through', 'write': 'write-through'}]`
		single = `'compare': null, 'write': 'write-through', 'names': {'source': 'the bank'}`
		around = `'compare': null, 'write': 'write-around', 'names': {'source': 'the bank'}`
		crash  = `, 'faults': [{'fault': 'crash', 'at': '1s'}]`
	)
	for _, row := range []struct {
		id, change, choices, decides string
		right                        int
		fact                         string
	}{
		{
			id:      "article",
			change:  behind,
			choices: yesNo,
			decides: "write.lost",
			right:   1,
			fact:    "Behind: the write is not lost: the Awesome Bank database has it.",
		},
		{
			id:      "article",
			change:  behind + crash,
			choices: yesNo,
			decides: "write.lost",
			right:   0,
			fact:    "Behind: the write is lost, though its client was told “done”.",
		},
		{
			id:      "article",
			change:  single + crash,
			choices: yesNo,
			decides: "write.lost",
			right:   1,
			fact:    "The write is not lost: its client was never told that it is done.",
		},
		{
			id:      "article",
			change:  single,
			choices: yesNo,
			decides: "write.ok",
			right:   0,
			fact:    "The write is answered.",
		},
		{
			id:      "article",
			change:  single + crash,
			choices: yesNo,
			decides: "write.ok",
			right:   1,
			fact:    "The write gets no answer.",
		},
		{
			id:      "article",
			change:  single,
			choices: yesNo,
			decides: "read.hit",
			right:   0,
			fact:    "The read is answered from the CacheManager.",
		},
		{
			id:      "article",
			change:  around,
			choices: yesNo,
			decides: "read.hit",
			right:   1,
			fact:    "The read is not answered from the CacheManager.",
		},
		{
			id:      "article",
			change:  single,
			choices: yesNo,
			decides: "read.stale",
			right:   1,
			fact:    "The read gets 100 EUR PAYMENT, which is not old.",
		},
		{
			id:      "write-around",
			change:  `'name': null`,
			choices: yesNo,
			decides: "C1/2.stale",
			right:   0,
			fact:    "Cached before: the first read gets 100 EUR, an old value.",
		},
		{
			id:      "stale-aside",
			change:  `'name': null`,
			choices: yesNo,
			decides: "C1/2.stale",
			right:   0,
			fact:    "The second read of Reader gets 100 EUR, an old value.",
		},

		{
			id:      "article",
			change:  behind,
			choices: times,
			decides: "write.wait",
			right:   0,
			fact:    "Behind: the write is answered at once.",
		},
		{
			id:      "article",
			change:  single,
			choices: times,
			decides: "write.wait",
			right:   1,
			fact:    "The write is answered in 2 s.",
		},
		{
			id:      "article",
			change:  behind,
			choices: times,
			decides: "write.held",
			right:   2,
			fact:    "Behind: the Awesome Bank database has the write after 7 s.",
		},
		{
			id:      "article",
			change:  behind + crash,
			choices: times,
			decides: "write.held",
			right:   3,
			fact:    "Behind: the Awesome Bank database has the write never.",
		},
		{
			id:      "article",
			change:  behind + `, 'writeBehind': {'writeDelay': '1s'}`,
			choices: times,
			decides: "write.held",
			right:   -1,
			fact:    "Behind: the Awesome Bank database has the write after 3 s.",
		},
		{
			id:      "article",
			change:  single,
			choices: `'choices': ['120', ' 100 ']`,
			decides: "read.value.amount",
			right:   1,
			fact:    "The read gets 100.",
		},
		{
			id:      "article",
			change:  single,
			choices: `'choices': ['CacheManager', 'the bank']`,
			decides: "read.from",
			right:   0,
			fact:    "The read is answered by CacheManager.",
		},
		{
			id:      "article",
			change:  single,
			choices: `'choices': ['100', 'nothing']`,
			decides: "source.value.payment.amount",
			right:   0,
			fact:    "At the end the bank holds 100.",
		},
		{
			id:      "article",
			change:  single + crash,
			choices: `'choices': ['100', 'nothing']`,
			decides: "cache.value.payment.amount",
			right:   1,
			fact:    "At the end the CacheManager holds nothing.",
		},

		{
			id:      "article",
			change:  behind,
			choices: yesNo,
			decides: "durable",
			right:   0,
			fact:    "Behind: in the end the Awesome Bank database has every write that a client was told is done.",
		},
		{
			id:      "article",
			change:  behind + crash,
			choices: yesNo,
			decides: "durable",
			right:   1,
			fact:    "Behind: in the end the Awesome Bank database does not have a write that a client was told is done.",
		},
		{
			id:      "article",
			change:  single,
			choices: yesNo,
			decides: "converges",
			right:   0,
			fact:    "In the end the CacheManager holds nothing else than the bank.",
		},
		{
			id:      "stale-aside",
			change:  `'name': null`,
			choices: yesNo,
			decides: "converges",
			right:   1,
			fact:    "In the end the Cache holds something else than the Bank.",
		},
	} {
		ask := `{` + row.change + `, 'ask': {'question': '?', ` + row.choices + `, 'decides': '` + row.decides + `'}}`
		a := played(t, preset(t, row.id, ask)).Ask
		if a.Right != row.right || a.Fact != row.fact {
			t.Errorf("%s, %s:\n got %d %s\nwant %d %s", row.id, ask, a.Right, a.Fact, row.right, row.fact)
		}
	}
}

// Each choice has a verdict and the fact.
func TestVerdicts(t *testing.T) {
	a := played(t, preset(t, "crash-before-sync", "{}")).Ask
	const fact = "Write Behind: the write is lost, though its client was told “done”."
	compareLines(t, "verdicts", a.Verdicts, []string{"Right. " + fact, "Not so. " + fact})
	a = played(t, preset(t, "crash-before-sync", `{'ask': {'choices': ['1 s', '3 s'], 'decides': 'write.held'}}`)).Ask
	compareLines(t, "verdicts", a.Verdicts, []string{
		"None of these. Write Behind: the Bank has the write never.", "None of these. Write Behind: the Bank has the write never."})
	if v := played(t, preset(t, "article", "{}")); v.Ask != nil {
		t.Error("the article asks nothing")
	}
}

// Before the answer the page shows the text only as far as it gives nothing
// away.
func TestTextBeforeTheAnswer(t *testing.T) {
	for _, row := range []struct{ text, decides, want string }{
		{text: "Plain words.", decides: "write.lost", want: "Plain words."},
		{text: "Answered in {read.wait}. {write.lost ? Gone | There}.", decides: "write.lost", want: "Answered at once. "},
		{text: "It waits {write.wait}. Then {read.wait}.", decides: "write.lost", want: ""},
		{text: "The bank holds {source.value.payment.amount}.", decides: "write.lost", want: ""},
		{text: "Answered in {read.wait}.", decides: "durable", want: ""},
	} {
		v := played(t, preset(t, "article", `{'text': '`+row.text+`', 'ask': {'question': '?', 'choices': ['Yes', 'No'], 'decides': '`+row.decides+`'}}`))
		if got := Plain(v.Text[:v.BeforeAnswer]); got != row.want {
			t.Errorf("%s, decided by %s: %q", row.text, row.decides, got)
		}
	}
}
