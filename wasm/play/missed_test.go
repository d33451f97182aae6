package play

import (
	"strings"
	"testing"
)

// A fault that never strikes is said to, and why.
func TestFaultsThatNeverStrike(t *testing.T) {
	const (
		behind = `'write': 'write-behind', 'source': {'writeLatency': '2s'}, 'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 1}, {'op': 'edit', 'key': 'k', 'value': 2}]}], `
		reads  = `'source': {'records': {'k': 1}}, 'cache': {'primer': ['k']}, 'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}], `
	)
	for _, row := range []struct{ fact, story, want string }{
		{
			fact:  "each strikes",
			story: behind + `'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}, {'fault': 'delay', 'step': 'C1/2/source.save', 'delay': '1s'}, {'fault': 'crash-cache', 'at': '9s'}, {'fault': 'evict', 'step': 'C1/1/source.save'}]`,
		},
		{
			fact:  "its write has been replaced",
			story: behind + `'writeBehind': {'writeDelay': '1s', 'coalescing': 'last-wins'}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			want:  "the fault source-error at C1/1/source.save never struck: a newer write took its place in the queue",
		},
		{
			fact:  "its write has been merged",
			story: behind + `'writeBehind': {'writeDelay': '1s', 'coalescing': 'merge'}, 'faults': [{'fault': 'crash', 'step': 'C1/1/source.save'}]`,
			want:  "the fault crash at C1/1/source.save never struck: its write was merged with a newer one",
		},
		{
			fact:  "its write has been dropped",
			story: behind + `'writeBehind': {'writeDelay': '1s', 'queueCapacity': 1, 'onFull': 'drop'}, 'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`,
			want:  "the fault source-refuse at C1/1/source.save never struck: its write was dropped from the queue",
		},
		{
			fact:  "its write has been lost",
			story: behind + `'faults': [{'fault': 'crash', 'at': '1s'}, {'fault': 'source-refuse', 'step': 'C1/2/source.save'}]`,
			want:  "the fault source-refuse at C1/2/source.save never struck: its write was lost in a crash",
		},
		{
			fact:  "its write waits behind one that is refused for good",
			story: behind + `'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}, {'fault': 'source-error', 'step': 'C1/2/source.save'}]`,
			want:  "the fault source-error at C1/2/source.save never struck: its write is still queued",
		},
		{
			fact:  "the step is not taken after a hit",
			story: reads + `'faults': [{'fault': 'source-error', 'step': 'C1/1/source.read'}]`,
			want:  "the fault source-error at C1/1/source.read never struck: C1/1 never took that step",
		},
		{
			fact:  "nor after an earlier step has failed",
			story: `'write': 'write-invalidate', ` + editing + `'faults': [{'fault': 'source-error', 'at': '0s'}, {'fault': 'cache-lost', 'step': 'C1/1/cache.delete'}]`,
			want:  "the fault cache-lost at C1/1/cache.delete never struck: C1/1 ended before that step",
		},
		{
			fact:  "the operation is not sent, since the one before it waits in vain",
			story: `'write': 'write-behind', 'writeBehind': {'queueCapacity': 1, 'onFull': 'block'}, 'clients': [{'ops': [{'op': 'edit', 'key': 'a', 'value': 1}, {'op': 'edit', 'key': 'b', 'value': 2}, {'op': 'get', 'key': 'a'}]}], 'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}, {'fault': 'cache-lost', 'step': 'C1/3/cache.get'}]`,
			want:  "the fault cache-lost at C1/3/cache.get never struck: C1/3 was never sent",
		},
		{
			fact:  "the call is made once, and something else goes wrong with it",
			story: around + editing + `'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}, {'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			want:  "the fault source-timeout at C1/1/source.save never struck: something else went wrong with that call, and it was not made again",
		},
		{
			fact:  "its time comes after the last call",
			story: reads + `'faults': [{'fault': 'source-error', 'at': '5s'}]`,
			want:  "the fault source-error at 5 s never struck: no such call was made from then on",
		},
		{
			fact:  "there is nothing to evict",
			story: reads + `'faults': [{'fault': 'crash-cache', 'at': '1s'}, {'fault': 'evict', 'at': '2s', 'key': 'k'}]`,
			want:  "the fault evict at 2 s never struck: there was no entry of k",
		},
		{
			fact:  "the process is down",
			story: reads + `'faults': [{'fault': 'crash', 'at': '1s', 'restartAfter': '5s'}, {'fault': 'crash', 'at': '2s'}]`,
			want:  "the fault crash at 2 s never struck: the process was down already",
		},
		{
			fact:  "in a given order turns say what goes wrong",
			story: reads + `'faults': [{'fault': 'source-error', 'at': '5s'}], 'order': ['C1/1']`,
		},
	} {
		tr := run(t, strings.TrimSuffix(row.story, ", "))
		var got []string
		for _, m := range tr.Missed {
			got = append(got, m.String())
		}
		if strings.Join(got, "; ") != row.want {
			t.Errorf("%s:\n got %s\nwant %s", row.fact, strings.Join(got, "; "), row.want)
		}
	}
}
