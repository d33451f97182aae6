package explore

import (
	"strings"
	"testing"
)

// Strategies that no preset has are judged as any other, by their steps alone.
func TestStrategiesOfOnesOwn(t *testing.T) {
	const both = "R | W1 R"
	for _, row := range []struct{ what, members, programs, want string }{
		{"to answer before the copy is deleted lets the writer read the old value",
			"'write': {'by': 'client', 'steps': ['source.save', 'answer', 'cache.delete']}, " + warm("") + record, "W1 R", "linearizable 2, read-your-writes 2"},
		{"to delete, save and set leaves the cache right for one writer, and wrong for two",
			"'write': {'by': 'client', 'steps': ['cache.delete', 'source.save', 'cache.set', 'answer']}, " + warm("") + record, "W1 R; W1 | W2", "all hold; converges 6"},
		{"to set the cache again after the save does not mend the read in between",
			"'write': {'by': 'manager', 'steps': ['cache.set', 'source.save', 'cache.set', 'answer']}, " + warm("") + record + fault("source-error"), both, "linearizable 3, no-aborted-read 4, converges 4"},
		{"a worker that deletes the copy after its save lets the next read ask the source",
			"'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.delete', 'queue.done']}, " + warm("") + record, "W1 R", "linearizable 2, read-your-writes 2"},
		{"a worker that sets the copy after its save has a version, so that no read that is late puts the old value back",
			"'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.set', 'queue.done']}, 'cache': {'fill': 'version'}, " + record, "W1 | R", "linearizable 4"},
		{"and so it does for each write of a batch",
			"'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.delete', 'queue.done']}, 'writeBehind': {'batchSize': 2}, 'source': {'records': {'a': 0, 'b': 0}}, 'cache': {'primer': ['a', 'b']}, ", "W1:a W2:b", "all hold"},
		{"a batch that is set, deleted and not saved is lost as a whole",
			"'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'cache.set', 'cache.delete', 'source.save', 'queue.done']}, 'writeBehind': {'batchSize': 2, 'onFailure': 'drop'}, " + fault("source-error"), "W1:a W2:b", "durable 6"},
	} {
		eachProgram(row.programs, row.want, func(text, want string) {
			s := parsed(t, trimmed(row.members), program(text))
			x := explored(t, s)
			if got := verdicts(x); got != want {
				t.Errorf("%s\n%s: %s, not %s", row.what, text, got, want)
			}
			replay(t, s, x)
		})
	}
}

// eachProgram goes through programs, each with what is wanted of it.
func eachProgram(programs, wants string, do func(text, want string)) {
	all := strings.Split(wants, "; ")
	for i, text := range strings.Split(programs, "; ") {
		do(text, all[min(i, len(all)-1)])
	}
}

func trimmed(members string) string { return strings.TrimSuffix(members, ", ") }
