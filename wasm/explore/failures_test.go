package explore

import "testing"

// A write can fail after it was read, or be refused again and again.
func TestFailures(t *testing.T) {
	const behind = "'write': 'write-behind', "
	for _, row := range []struct{ fact, members, programs, want string }{
		{
			fact:     "what was read of a write that then fails and is taken back fits no copy",
			members:  "'write': 'write-through', 'onError': 'rollback', " + warm("") + record + fault("source-error"),
			programs: "W1 | R",
			want:     "linearizable 4, no-aborted-read 4",
		},
		{
			fact:     "what is refused for good is lost, though its worker tries again in its place",
			members:  behind + "'writeBehind': {'onFailure': 'retry-in-place'}, " + record + fault("source-refuse"),
			programs: "W1",
			want:     "durable 3, converges 3",
		},
		{
			fact:     "what is refused for good is lost, though its worker requeues it again and again",
			members:  behind + "'writeBehind': {'onFailure': 'requeue'}, " + record + fault("source-refuse"),
			programs: "W1",
			want:     "durable 3, converges 3",
		},
		{
			fact:     "a write behind one that is refused for good is saved",
			members:  behind + "'writeBehind': {'onFailure': 'requeue'}, " + record + fault("source-refuse"),
			programs: "W1:a W2:b",
			want:     "durable 6, converges 6",
		},
		{
			fact:     "the save in the place of a queue.put that finds no room can fail",
			members:  "'write': {'by': 'manager', 'steps': ['cache.set', 'queue.put', 'answer']}, 'writeBehind': {'queueCapacity': 1, 'onFull': 'sync'}, " + record + fault("source-error"),
			programs: "W1 W2 R",
			want:     "linearizable 5, no-aborted-read 8, durable 8, converges 8, monotonic-writes 6",
		},
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

// A queue full of writes that are refused for good accepts no other write.
func TestRefusedWritesFillTheQueue(t *testing.T) {
	s := parsed(t, "'write': 'write-behind', 'writeBehind': {'onFailure': 'requeue', 'queueCapacity': 1, 'onFull': 'block'}, "+record+fault("source-refuse"), program("W1:a W2:b"))
	if explored(t, s).Deadlock() == nil {
		t.Error("the second write finds a place")
	}
}
