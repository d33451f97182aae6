package explore

import (
	"strings"
	"testing"
)

// Lists of steps that no named strategy has are judged by their steps alone.
func TestCustomLists(t *testing.T) {
	const both = "R | W1 R"
	for _, row := range []struct{ what, members, programs, want string }{
		{
			what:     "to answer before the copy is deleted lets the writer read the old value",
			members:  "'write': {'by': 'client', 'steps': ['source.save', 'answer', 'cache.delete']}, " + warm("") + record,
			programs: "W1 R",
			want:     "linearizable 2, read-your-writes 2",
		},
		{
			what:     "to delete, save and set leaves the cache right for one writer, and wrong for two",
			members:  "'write': {'by': 'client', 'steps': ['cache.delete', 'source.save', 'cache.set', 'answer']}, " + warm("") + record,
			programs: "W1 R; W1 | W2",
			want:     "all hold; converges 6",
		},
		{
			what:     "to set the cache again after the save does not mend the read in between",
			members:  "'write': {'by': 'manager', 'steps': ['cache.set', 'source.save', 'cache.set', 'answer']}, " + warm("") + record + fault("source-error"),
			programs: both,
			want:     "linearizable 3, no-aborted-read 4, converges 4",
		},
		{
			what:     "a worker that deletes the copy after its save lets the next read ask the source",
			members:  "'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.delete', 'queue.done']}, " + warm("") + record,
			programs: "W1 R",
			want:     "linearizable 2, read-your-writes 2",
		},
		{
			what:     "a worker that sets the copy after its save has a version, so that no read that is late puts the old value back",
			members:  "'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.set', 'queue.done']}, 'cache': {'fill': 'version'}, " + record,
			programs: "W1 | R",
			want:     "linearizable 4",
		},
		{
			what:     "a worker that deletes the copies after its save does so for each write of a batch",
			members:  "'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.delete', 'queue.done']}, 'writeBehind': {'batchSize': 2}, 'source': {'records': {'a': 0, 'b': 0}}, 'cache': {'primer': ['a', 'b']}, ",
			programs: "W1:a W2:b",
			want:     "all hold",
		},
		{
			what:     "a batch that is set, deleted and not saved is lost as a whole",
			members:  "'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'cache.set', 'cache.delete', 'source.save', 'queue.done']}, 'writeBehind': {'batchSize': 2, 'onFailure': 'drop'}, " + fault("source-error"),
			programs: "W1:a W2:b",
			want:     "durable 6",
		},
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

// eachProgram calls do for each of some programs separated by "; ", with the
// result that is wanted of it; the last one is wanted of all further programs.
func eachProgram(programs, wants string, do func(text, want string)) {
	all := strings.Split(wants, "; ")
	for i, text := range strings.Split(programs, "; ") {
		do(text, all[min(i, len(all)-1)])
	}
}

// trimmed removes the separator at the end of a list of members.
func trimmed(members string) string { return strings.TrimSuffix(members, ", ") }
