package explore

import (
	"strings"
	"testing"

	"cacheplay/wasm/engine"
)

// What the caller of a cache call does when that fails decides what the error violates.
func TestFailedCacheCalls(t *testing.T) {
	const (
		invalidating = "'write': 'write-invalidate', "
		ignore       = "'onCacheError': 'ignore', "
		fail         = "'onCacheError': 'fail', "
		retry        = "'onCacheError': 'retry', 'accessor': {'maxAttempts': 2}, "
	)
	for _, row := range []struct{ fact, members, programs, want string }{
		{
			fact:     "a delete that fails and is ignored leaves the old copy",
			members:  invalidating + ignore + warm("") + record + fault("cache-error"),
			programs: "W1 R",
			want:     "linearizable 3, read-your-writes 3, converges 3",
		},
		{
			fact:     "told of the error, its client knows that it may read the old value, but the old copy stays",
			members:  invalidating + fail + warm("") + record + fault("cache-error"),
			programs: "W1 R",
			want:     "converges 3",
		},
		{
			fact:     "one error does no harm if the delete is tried again",
			members:  invalidating + retry + warm("") + record + fault("cache-error"),
			programs: "W1 R",
			want:     "all hold",
		},
		{
			fact:     "two errors are too many for two attempts",
			members:  invalidating + retry + warm("") + record + "'explore': {'faults': {'cache-error': 2}}",
			programs: "W1 R",
			want:     "linearizable 4, read-your-writes 4, converges 4",
		},
		{
			fact:     "where the cache is set first, the write fails with the error and nothing is wrong",
			members:  "'write': 'write-through', " + fail + warm("") + record + fault("cache-error"),
			programs: "W1 R",
			want:     "all hold",
		},
		{
			fact:     "a set before the save that fails and is ignored leaves the old copy",
			members:  "'write': 'write-through', " + ignore + warm("") + record + fault("cache-error"),
			programs: "W1 R",
			want:     "linearizable 3, read-your-writes 3, converges 3",
		},
		{
			fact:     "a write behind that is queued without its copy is not read, unless reads look into the queue",
			members:  "'write': 'write-behind', " + ignore + record + fault("cache-error"),
			programs: "W1 R",
			want:     "linearizable 4, read-your-writes 4, converges 7",
		},
		{
			fact:     "with staging it is",
			members:  "'write': 'write-behind', 'writeBehind': {'staging': true}, " + ignore + record + fault("cache-error"),
			programs: "W1 R",
			want:     "all hold",
		},
		{
			fact:     "a change feed whose delete fails leaves the old copy, whatever clients do with errors",
			members:  "'write': 'change-data-capture', " + fail + warm("") + record + fault("cache-error"),
			programs: "W1",
			want:     "converges 2",
		},
	} {
		checkFact(t, parsed(t, trimmed(row.members), program(row.programs)), row.fact, row.want)
	}
}

// A get that is lost or fails does not wait for the load of its key by another read.
func TestFaultsOfGetsDoNotWait(t *testing.T) {
	for _, id := range []string{"cache-lost", "cache-error"} {
		s := parsed(t, "'read': 'cache-aside', 'write': 'write-around', 'cache': {'fill': 'lock'}, "+record+fault(id), program("R | R"))
		x, err := New(&s.Variants[0])
		if err != nil {
			t.Fatal(err)
		}
		w := &x.first
		x.m.Leap(w, engine.Choice{Kind: engine.OpStep}, &x.e, func(engine.Choice, *engine.Effect) {})
		var got []string
		for _, c := range x.begin.choices(x.m, w) {
			got = append(got, x.c.Turn(w, c).String())
		}
		if want := "C1/1/source.read C2/1/cache.get!" + id; strings.Join(got, " ") != want {
			t.Errorf("%s: open are %s, not %s", id, strings.Join(got, " "), want)
		}
	}
}
