package play

import (
	"strings"
	"testing"

	"cacheplay/wasm/trace"
)

const race = `'read': 'cache-aside', 'write': 'write-invalidate', 'source': {'records': {'k': 1}},
	'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}, {'ops': [{'op': 'edit', 'key': 'k', 'value': 2}, {'op': 'get', 'key': 'k'}]}], `

// Six steps are enough for Cache Aside to keep an old value: a reader misses and
// reads it from the source, the writer saves and deletes, the reader stores it.
func TestTheRaceInSixSteps(t *testing.T) {
	tr := run(t, race+`'order': ['C1/1/cache.get', 'C1/1/source.read', 'C2/1/source.save', 'C2/1/cache.delete', 'C1/1/cache.set', 'C2/2/cache.get']`)
	if got := atEnd(tr); got != "1 in cache, 2 in source" {
		t.Error(got)
	}
	if own := tr.Ops[2]; !own.Hit || tr.Summary(0, own.Result) != "1" || !tr.Judged.Old(2) {
		t.Errorf("the writer reads %s after its own write", tr.Summary(0, own.Result))
	}
	if !tr.Ordered || tr.End != 5 {
		t.Errorf("time counts the steps: the last is step %d", tr.End)
	}
	const want = `>>> Client 1: get k
[step 1] Cache.get
[step 2] Data Accessor.read
>>> Client 2: edit k
[step 3] Data Accessor.save
[step 4] Cache.delete
[step 5] Cache.set
>>> Client 2: get k
[step 6] Cache.get
!!! linearizable is violated: Client 2 reads 1, though told before that 2 is done.
!!! read-your-writes is violated: Client 2 was told that 2 is done, and then reads 1.
!!! converges is violated: In the end the Cache holds 1 under k, while the Source holds 2, and nothing is left to happen that would change this.
`
	if got := tr.Console(); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestOrders(t *testing.T) {
	const behind = `'write': 'write-behind', 'cache': {'ttl': '1s'}, 'clients': [{'ops': [{'op': 'create', 'key': 'k', 'value': 2}, {'op': 'get', 'key': 'k'}]}], `
	for _, row := range []struct{ fact, story, end string }{
		{
			fact:  "nobody waits for a delay",
			story: behind + `'writeBehind': {'writeDelay': '1h'}, 'order': ['C1/1', 'worker/1/queue.take', 'worker/1/source.save', 'worker/1']`,
			end:   "2 in cache, 2 in source",
		},
		{
			fact:  "either half names the atomic pair",
			story: behind + `'order': ['C1/1/queue.put']`,
			end:   "2 in cache, nothing in source",
		},
		{
			fact:  "so does the other",
			story: behind + `'order': ['C1/1/cache.set']`,
			end:   "2 in cache, nothing in source",
		},
		{
			fact:  "an expiry may come at any time",
			story: behind + `'order': ['C1/1', 'expire/k']`,
			end:   "nothing in cache, nothing in source",
		},
		{
			fact:  "a crash between set and save",
			story: behind + `'order': ['C1/1', 'crash', 'C1/2', 'C1/2']`,
			end:   "nothing in cache, nothing in source",
		},
		{
			fact:  "the worker's save, then a crash",
			story: behind + `'order': ['C1/1', 'worker/1', 'worker/1', 'crash']`,
			end:   "nothing in cache, 2 in source",
		},
		{
			fact:  "the save in the place of a queue.put that finds no room can fail",
			story: `'write': {'by': 'manager', 'steps': ['queue.put', 'answer']}, 'writeBehind': {'queueCapacity': 1, 'onFull': 'sync'}, 'clients': [{'ops': [{'op': 'create', 'key': 'k', 'value': 2}, {'op': 'create', 'key': 'l', 'value': 3}]}], 'order': ['C1/1/queue.put', 'C1/2/source.save!source-error', 'worker/1', 'worker/1']`,
			end:   "nothing in cache, 2 in source",
		},
		{
			fact:  "a choice that repeats an operation takes its steps one by one",
			story: race + `'order': ['C2/1', 'C2/1']`,
			end:   "nothing in cache, 2 in source",
		},
	} {
		if got := atEnd(run(t, row.story)); got != row.end {
			t.Errorf("%s: %s", row.fact, got)
		}
	}
}

// In an order a process that crashes is up again at once, without an event.
func TestACrashInAnOrderIsOneEvent(t *testing.T) {
	tr := run(t, `'write': 'write-behind', 'clients': [{'ops': [{'op': 'create', 'key': 'k', 'value': 2}]}], 'order': ['C1/1', 'worker/1', 'crash-worker/1', 'crash']`)
	if worker, process := timesOf(tr, trace.WorkerCrashed), timesOf(tr, trace.Crashed); worker != "2ns" || process != "3ns" {
		t.Errorf("the worker crashes at %s, the process at %s", worker, process)
	}
}

// In an order an entry ages before it expires, where somebody loads it anew in time: it
// is answered at once and loaded anew, in the words of virtual time.
func TestAnEntryAgesInAnOrder(t *testing.T) {
	for _, row := range []struct{ read, aged string }{{"refresh-ahead", "expires soon"}, {"stale-while-revalidate", "just expired"}} {
		tr := run(t, `'read': '`+row.read+`', 'cache': {'ttl': '10s', 'primer': ['k']}, 'source': {'records': {'k': 1}},
			'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}], 'order': ['expire/k', 'C1/1', 'C1/1', 'C1/1', 'expire/k', 'expire/k']`)
		var said []string
		for _, e := range tr.Events {
			if e.Kind == trace.Timer || e.Sense == trace.Hit || e.Sense == trace.Answer || e.Sense == trace.Stored {
				said = append(said, e.Label)
			}
		}
		if want := row.aged + ", hit: " + row.aged + ", 1, stored, " + row.aged + ", expired"; strings.Join(said, ", ") != want {
			t.Errorf("%s: %s, not %s", row.read, strings.Join(said, ", "), want)
		}
	}
}

func TestErrorsOfAnOrder(t *testing.T) {
	for _, row := range []struct{ order, want string }{
		{`'C2/2'`, "order[0]: C2/2 has nothing to do here: open are C1/1, C2/1"},
		{`'C1/1', 'C1/1', 'C1/1', 'C1/1'`, "order[3]: C1/1 has nothing to do here: open are C2/1"},
		{`'C1/1', 'C1/1/cache.set'`, `order[1]: C1/1 is not at "cache.set" here, but at "source.read"`},
		{`'worker/1'`, "order[0]: worker/1 has nothing to do here: open are C1/1, C2/1"},
		{`'expire/k'`, "order[0]: expire/k has nothing to do here: open are C1/1, C2/1"},
	} {
		tr, errs := Run(&parsed(t, race+`'order': [`+row.order+`]`).Variants[0])
		if tr != nil || errs.Error() != row.want {
			t.Errorf("%s\n got %v\nwant %s", row.order, errs, row.want)
		}
	}
}
