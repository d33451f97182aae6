package explore

import "testing"

// What fails may be known only after it was read, or never be over.
func TestFailures(t *testing.T) {
	const behind = "'write': 'write-behind', "
	for _, row := range []struct{ fact, members, programs, want string }{
		{"what was read of a write that then fails and is taken back fits no copy",
			"'write': 'write-through', 'onError': 'rollback', " + warm("") + record + fault("source-error"), "W1 | R", "linearizable 4, no-aborted-read 4"},
		{"what is refused for good is lost, whether its worker tries again in its place",
			behind + "'writeBehind': {'onFailure': 'retry-in-place'}, " + record + fault("source-refuse"), "W1", "durable 3, converges 3"},
		{"or at the end of the queue, again and again",
			behind + "'writeBehind': {'onFailure': 'requeue'}, " + record + fault("source-refuse"), "W1", "durable 3, converges 3"},
		{"a write behind it is saved all the same",
			behind + "'writeBehind': {'onFailure': 'requeue'}, " + record + fault("source-refuse"), "W1:a W2:b", "durable 6, converges 6"},
	} {
		s := parsed(t, trimmed(row.members), program(row.programs))
		x := explored(t, s)
		if got := verdicts(x); got != row.want {
			t.Errorf("%s: %s, not %s", row.fact, got, row.want)
		}
		if x.Deadlock() != nil {
			t.Errorf("%s: a deadlock", row.fact)
		}
		replay(t, s, x)
	}
}

// A queue that is full of what is refused for good lets nobody in.
func TestRefusedWritesFillTheQueue(t *testing.T) {
	s := parsed(t, "'write': 'write-behind', 'writeBehind': {'onFailure': 'requeue', 'queueCapacity': 1, 'onFull': 'block'}, "+record+fault("source-refuse"), program("W1:a W2:b"))
	if explored(t, s).Deadlock() == nil {
		t.Error("the second write finds a place")
	}
}
