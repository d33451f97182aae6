package explore

import (
	"strings"
	"testing"

	"cacheplay/wasm/engine"
)

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
			fact:     "a save that times out before the cache is set leaves the old copy",
			members:  "'write': 'write-through-source-first', " + warm("") + record + fault("source-timeout"),
			programs: "W1",
			want:     "converges 1",
		},
		{
			fact:     "unless the key is forgotten after the error",
			members:  "'write': 'write-through-source-first', 'onError': 'invalidate', " + warm("") + record + fault("source-timeout"),
			programs: "W1",
			want:     "all hold",
		},
		{
			fact:     "but what lands later finds a copy that a read has stored meanwhile",
			members:  "'write': 'write-through-source-first', 'onError': 'invalidate', " + warm("") + record + fault("source-timeout"),
			programs: "W1 | R",
			want:     "converges 6",
		},
		{
			fact:     "a copy set before a save that fails is forgotten too",
			members:  "'write': 'write-through', 'onError': 'invalidate', " + warm("") + record + fault("source-error"),
			programs: "W1",
			want:     "all hold",
		},
		{
			fact:     "a worker that gives a write up forgets the key",
			members:  "'write': 'write-behind', 'writeBehind': {'onFailure': 'drop'}, 'onError': 'invalidate', " + record + fault("source-error"),
			programs: "W1",
			want:     "durable 3",
		},
		{
			fact:     "what the cache is asked to forget can be lost as well",
			members:  "'write': 'write-through-source-first', 'onError': 'invalidate', " + warm("") + record + fault("source-timeout", "cache-lost"),
			programs: "W1",
			want:     "converges 2",
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
		{
			fact:     "the source can refuse any write of a batch, and only that one is lost",
			members:  behind + "'writeBehind': {'batchSize': 2, 'onFailure': 'drop', 'journal': true}, " + record + "'explore': {'faults': {}}, 'faults': [{'fault': 'source-refuse', 'step': 'C1/2/source.save'}]",
			programs: "W1:a W2:b",
			want:     "durable 5, converges 5",
		},
		{
			fact:     "an error that is aimed at it passes, and tried again in its place it is saved",
			members:  behind + "'writeBehind': {'batchSize': 2}, " + record + "'explore': {'faults': {}}, 'faults': [{'fault': 'source-error', 'step': 'C1/2/source.save'}]",
			programs: "W1:a W2:b",
			want:     "all hold",
		},
		{
			fact:     "two writes of a key that fail together and are coalesced again keep the newer one",
			members:  behind + "'writeBehind': {'batchSize': 2, 'coalescing': 'last-wins', 'onFailure': 'requeue', 'journal': true}, " + record + "'explore': {'faults': {'crash-worker': 1, 'source-error': 1}, 'late': false}",
			programs: "W1 W2",
			want:     "all hold",
		},
		{
			fact:     "a client that crashes between its save and its delete leaves the old copy",
			members:  "'write': 'write-invalidate', " + warm("") + record + fault("crash-client"),
			programs: "W1",
			want:     "converges 2",
		},
		{
			fact:     "what is aimed at a call and what may go wrong anywhere are two",
			members:  "'write': 'write-invalidate', " + warm("") + record + "'explore': {'faults': {'source-timeout': 1}, 'late': false}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]",
			programs: "W1 W2",
			want:     "converges 2",
		},
		{
			fact:     "an older write of a batch that alone fails and is requeued overtakes the newer one",
			members:  behind + "'writeBehind': {'batchSize': 2, 'onFailure': 'requeue'}, " + record + "'explore': {'faults': {}}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]",
			programs: "W1 W2",
			want:     "durable 7, converges 7, monotonic-writes 6",
		},
	} {
		checkFact(t, parsed(t, trimmed(row.members), program(row.programs)), row.fact, row.want)
	}
}

// A queue full of writes that are refused for good accepts no other write.
func TestRefusedWritesFillTheQueue(t *testing.T) {
	s := parsed(t, "'write': 'write-behind', 'writeBehind': {'onFailure': 'requeue', 'queueCapacity': 1, 'onFull': 'block'}, "+record+fault("source-refuse"), program("W1:a W2:b"))
	if explored(t, s).Deadlock() == nil {
		t.Error("the second write finds a place")
	}
}

// Several things can go wrong with one save of a batch, as many as there may be. An error
// befalls the whole call, unless it is aimed at a write.
func TestSeveralThingsGoWrongWithABatch(t *testing.T) {
	const aims = "'faults': [{'fault': 'source-refuse', 'step': 'C1/2/source.save'}, {'fault': 'source-error', 'step': 'C1/3/source.save'}, {'fault': 'source-timeout', 'step': 'C1/1/source.save'}]"
	for _, row := range []struct{ faults, want string }{
		{"'source-refuse': 1", "!source-refuse@C1/1 !source-refuse@C1/2 !source-refuse@C1/3"},
		{"'source-error': 1", "!source-error"},
		{"'source-refuse': 2", "!source-refuse@C1/1 !source-refuse@C1/2 !source-refuse@C1/3 !source-refuse@C1/1!source-refuse@C1/2 " +
			"!source-refuse@C1/1!source-refuse@C1/3 !source-refuse@C1/2!source-refuse@C1/3"},
		{"'source-refuse': 1, 'source-timeout': 1", "!source-refuse@C1/1 !source-refuse@C1/2 !source-refuse@C1/3 !source-timeout !source-late " +
			"!source-timeout!source-refuse@C1/1 !source-timeout!source-refuse@C1/2 !source-timeout!source-refuse@C1/3"},
		{"", "!source-error@C1/3 !source-refuse@C1/2 !source-timeout !source-late !source-refuse@C1/2!source-error@C1/3 " +
			"!source-timeout!source-refuse@C1/2!source-error@C1/3 !source-timeout!source-error@C1/3 !source-timeout!source-refuse@C1/2"},
	} {
		members := []string{"'write': 'write-behind', 'writeBehind': {'batchSize': 3}, 'explore': {'faults': {" + row.faults + "}}", program("W1:a W2:b W3:c")}
		if row.faults == "" {
			members = append(members, aims)
		}
		x, err := New(&parsed(t, members...).Variants[0])
		if err != nil {
			t.Fatal(err)
		}
		w, worker := &x.first, engine.Choice{Kind: engine.WorkerStep}
		for _, c := range []engine.Choice{{Kind: engine.OpStep}, {Kind: engine.OpStep, Actor: 1}, {Kind: engine.OpStep, Actor: 2}, worker} {
			x.m.Leap(w, c, &x.e, func(engine.Choice, *engine.Effect) {})
		}
		var got []string
		for _, c := range x.begin.choices(x.m, w) {
			if c.Plain() == worker && c != worker {
				_, wrong, _ := strings.Cut(x.c.Turn(w, c).String(), "!")
				got = append(got, "!"+wrong)
			}
		}
		if strings.Join(got, " ") != row.want {
			t.Errorf("%s:\n got %s\nwant %s", row.faults, strings.Join(got, " "), row.want)
		}
	}
}
