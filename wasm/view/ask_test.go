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
		{"article", behind, yesNo, "write.lost", 1, "Behind: the write is not lost: the Awesome Bank database has it."},
		{"article", behind + crash, yesNo, "write.lost", 0, "Behind: the write is lost, though its client was told “done”."},
		{"article", single + crash, yesNo, "write.lost", 1, "The write is not lost: its client was never told that it is done."},
		{"article", single, yesNo, "write.ok", 0, "The write is answered."},
		{"article", single + crash, yesNo, "write.ok", 1, "The write gets no answer."},
		{"article", single, yesNo, "read.hit", 0, "The read is answered from the CacheManager."},
		{"article", around, yesNo, "read.hit", 1, "The read is not answered from the CacheManager."},
		{"article", single, yesNo, "read.stale", 1, "The read gets 100 EUR PAYMENT, which is not old."},
		{"write-around", `'name': null`, yesNo, "C1/2.stale", 0, "Cached before: the first read gets 100 EUR, an old value."},
		{"stale-aside", `'name': null`, yesNo, "C1/2.stale", 0, "The second read of Reader gets 100 EUR, an old value."},

		{"article", behind, times, "write.wait", 0, "Behind: the write is answered at once."},
		{"article", single, times, "write.wait", 1, "The write is answered in 2 s."},
		{"article", behind, times, "write.held", 2, "Behind: the Awesome Bank database has the write after 7 s."},
		{"article", behind + crash, times, "write.held", 3, "Behind: the Awesome Bank database has the write never."},
		{"article", behind + `, 'writeBehind': {'writeDelay': '1s'}`, times, "write.held", -1, "Behind: the Awesome Bank database has the write after 3 s."},
		{"article", single, `'choices': ['120', ' 100 ']`, "read.value.amount", 1, "The read gets 100."},
		{"article", single, `'choices': ['CacheManager', 'the bank']`, "read.from", 0, "The read is answered by CacheManager."},
		{"article", single, `'choices': ['100', 'nothing']`, "source.value.payment.amount", 0, "At the end the bank holds 100."},
		{"article", single + crash, `'choices': ['100', 'nothing']`, "cache.value.payment.amount", 1, "At the end the CacheManager holds nothing."},

		{"article", behind, yesNo, "durable", 0, "Behind: in the end the Awesome Bank database has every write that a client was told is done."},
		{"article", behind + crash, yesNo, "durable", 1, "Behind: in the end the Awesome Bank database does not have a write that a client was told is done."},
		{"article", single, yesNo, "converges", 0, "In the end the CacheManager holds nothing else than the bank."},
		{"stale-aside", `'name': null`, yesNo, "converges", 1, "In the end the Cache holds something else than the Bank."},
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
		{"Plain words.", "write.lost", "Plain words."},
		{"Answered in {read.wait}. {write.lost ? Gone | There}.", "write.lost", "Answered at once. "},
		{"It waits {write.wait}. Then {read.wait}.", "write.lost", ""},
		{"The bank holds {source.value.payment.amount}.", "write.lost", ""},
		{"Answered in {read.wait}.", "durable", ""},
	} {
		v := played(t, preset(t, "article", `{'text': '`+row.text+`', 'ask': {'question': '?', 'choices': ['Yes', 'No'], 'decides': '`+row.decides+`'}}`))
		if got := Plain(v.Text[:v.BeforeAnswer]); got != row.want {
			t.Errorf("%s, decided by %s: %q", row.text, row.decides, got)
		}
	}
}
