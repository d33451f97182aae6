package explore

import "testing"

// A retry budget counts in every order, and the naive explorer agrees.
func TestRetryBudget(t *testing.T) {
	const (
		behind = "'write': 'write-behind', 'writeBehind': {'onFailure': 'drop'}, " + record
		both   = "'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}, {'fault': 'source-error', 'step': 'C1/2/source.save'}]"
	)
	budget := func(rules string) string { return "'accessor': {'maxAttempts': 2, 'retryBudget': {" + rules + "}}" }
	n := naive{states: map[naiveState]int32{}}
	for _, c := range []struct{ fact, members, faults, programs, want string }{
		{"what is tried again is saved", behind + budget("'maxTokens': 3"), fault("source-error"), "W1", "all hold"},
		{"with 2 tokens the first failure leaves half of them, and the write is lost", behind + budget("'maxTokens': 2"), fault("source-error"), "W1", "durable 3, converges 3"},
		{"a success between two failures pays for the second retry", behind + budget("'maxTokens': 3, 'tokenRatio': 0.501"), both, "W1 W2", "all hold"},
		{"it does not, if that leaves half of the tokens", behind + budget("'maxTokens': 3, 'tokenRatio': 0.5"), both, "W1 W2", "durable 8, converges 8"},
		{"no success brings more tokens than there can be", behind + "'accessor': {'maxAttempts': 3, 'retryBudget': {'maxTokens': 3, 'tokenRatio': 1000}}", "'explore': {'faults': {'source-error': 2}}", "W1 W2", "durable 8, converges 8"},
		{"a payment that times out is not made again", "'write': 'write-around', " + budget("'maxTokens': 1"), fault("source-timeout"), "P P", "all hold"},
	} {
		s := parsed(t, c.members, c.faults, program(c.programs))
		checkFact(t, s, c.fact, c.want)
		if !n.start(&s.Variants[0]) || !n.explore(100_000) {
			t.Fatalf("%s: too large", c.fact)
		}
		if _, differences := n.compare(t, s); differences != "" {
			t.Errorf("%s: %s", c.fact, differences)
		}
	}
}
