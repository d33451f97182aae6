package play

import (
	"strings"
	"testing"
)

// The console text says why a call is not tried again, in the tokens that are left.
func TestWhyACallIsNotTriedAgain(t *testing.T) {
	console := run(t, around+`'clients': [{'ops': [`+anEdit+`, `+anEdit+`]}], `+source+`'accessor': {'maxAttempts': 2, 'retryBudget': {'maxTokens': 3, 'tokenRatio': 0.5}},
		'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}, {'fault': 'source-error', 'step': 'C1/2/source.save'}]`).Console()
	if got := strings.Count(console, "!!! Data Accessor: not tried again: 1.5 of 3 retry tokens left\n"); got != 1 || strings.Count(console, "tries again") != 1 {
		t.Errorf("it says so %d times:\n%s", got, console)
	}
}
