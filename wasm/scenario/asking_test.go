package scenario

import "testing"

// A fact that is yes or no decides between two choices, any other between as
// many as there may be; and it is one that a single run shows.
func TestWhatDecidesAQuestion(t *testing.T) {
	const two, three = `"choices": ["Yes", "No"]`, `"choices": ["1 s", "2 s", "never"]`
	for _, test := range []struct{ choices, decides, want string }{
		{choices: two, decides: "write.lost"},
		{choices: two, decides: "read.stale"},
		{choices: two, decides: "durable"},
		{choices: two, decides: "converges"},
		{choices: two, decides: "write.wait"},
		{choices: three, decides: "write.held"},
		{choices: three, decides: "source.value.k"},
		{
			choices: three,
			decides: "write.lost",
			want:    `ask.choices: "write.lost" is yes or no: it decides between two choices, the first for yes, not between 3`,
		},
		{
			choices: three,
			decides: "durable",
			want:    `ask.choices: "durable" is yes or no: it decides between two choices, the first for yes, not between 3`,
		},
		{
			choices: two,
			decides: "linearizable",
			want:    "",
		},
		{
			choices: two,
			decides: "read.lost",
			want: `ask.decides: "read.lost" is not a figure of a read: it has "wait", "outcome", "value", "from", "hit", "stale", "ok"; ` +
				`nor is it a property: "linearizable", "read-your-writes", "monotonic-reads", "no-aborted-read", "durable", "at-most-once", "converges", "monotonic-writes"`,
		},
	} {
		text := `{"version": 1, "clients": [{"ops": [{"op": "edit", "key": "k", "value": 1}, {"op": "get", "key": "k"}]}],
			"ask": {"question": "?", ` + test.choices + `, "decides": "` + test.decides + `"}}`
		_, errs := Parse([]byte(text))
		if got := errs.Error(); got != test.want && len(errs)+len(test.want) > 0 {
			t.Errorf("%s by %s\n got %s\nwant %s", test.choices, test.decides, got, test.want)
		}
	}
}
