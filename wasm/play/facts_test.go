package play

import (
	"slices"
	"strings"
	"testing"
	"time"

	"cacheplay/wasm/trace"
)

// fact is what one knob or fault does: the answers, what is where at the end,
// and the events of some senses with their times.
type fact struct{ says, story, told, answers, end, senses string }

func (f *fact) check(t *testing.T) {
	t.Helper()
	tr := run(t, strings.TrimSuffix(f.story, ", "))
	got := [...]string{told(tr, strings.Fields(f.senses)...), answers(tr), atEnd(tr)}
	for i, want := range [...]string{f.told, f.answers, f.end} {
		if want != "-" && got[i] != want {
			t.Errorf("%s\n got %s\nwant %s", f.says, got[i], want)
		}
	}
}

func checkFacts(t *testing.T, facts []fact) {
	t.Helper()
	for i := range facts {
		facts[i].check(t)
	}
}

// told tells the events of some senses: "1s error, 1.5s retry".
func told(tr *trace.Trace, senses ...string) string {
	var out []string
	for i := range tr.Events {
		if e := &tr.Events[i]; slices.Contains(senses, e.Sense.String()) {
			out = append(out, time.Duration(e.T).String()+" "+e.Sense.String())
		}
	}
	return strings.Join(out, ", ")
}

const (
	anEdit  = `{'op': 'edit', 'key': 'k', 'value': 2}`
	aGet    = `{'op': 'get', 'key': 'k'}`
	editing = `'clients': [{'ops': [` + anEdit + `]}], `
	around  = `'write': 'write-around', `
	source  = `'source': {'records': {'k': 1}, 'readLatency': '1s', 'writeLatency': '2s'}, `
)

// The source under load, and out of reach.
func TestSourceFacts(t *testing.T) {
	const (
		three = `'read': 'no-cache', 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}], `
		one   = `'source': {'records': {'k': 1}, 'readLatency': '1s', 'concurrency': 1`
	)
	checkFacts(t, []fact{
		{"without a bound all are served at once", three + `'source': {'records': {'k': 1}, 'readLatency': '1s'}`,
			"", "0s+1s: 1 from source, 0s+1s: 1 from source, 0s+1s: 1 from source", "-", "waiting started"},
		{"concurrency 1: the others wait for their turn, in the order in which they came", three + one + `}`,
			"0s waiting, 0s waiting, 1s started, 2s started", "0s+1s: 1 from source, 0s+2s: 1 from source, 0s+3s: 1 from source", "-", "waiting started"},
		{"queueLimit 1: the third is refused at once", three + one + `, 'queueLimit': 1}`,
			"0s waiting, 0s rejected, 0s failure, 1s started", "0s+1s: 1 from source, 0s+2s: 1 from source, 0s+0s: failed", "-", "waiting started rejected failure"},
		{"errorRate 1: each call takes its time and changes nothing", around + editing + `'source': {'writeLatency': '2s', 'errorRate': 1}`,
			"2s error, 2s error, 2s failure", "0s+2s: failed", "nothing in cache, nothing in source", "error failure"},
		{"an outage without a time-out: an error at once", around + `'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2, 'at': '3s'}]}], 'source': {'writeLatency': '2s', 'outages': [{'from': '1s', 'to': '9s'}]}`,
			"1s outage, 3s rejected, 3s failure, 9s outage-over", "3s+0s: failed", "nothing in cache, nothing in source", "outage outage-over rejected failure"},
		{"an outage cuts off what is under way, and it is not applied", around + editing + `'source': {'writeLatency': '2s', 'outages': [{'from': '1s', 'to': '9s'}]}`,
			"1s outage, 1s rejected, 1s failure, 9s outage-over", "0s+1s: failed", "nothing in cache, nothing in source", "outage outage-over rejected failure"},
		{"with a time-out the accessor finds out by that, and nobody knows", around + editing + `'accessor': {'timeout': '3s'}, 'source': {'writeLatency': '2s', 'outages': [{'from': '1s', 'to': '9s'}]}`,
			"1s outage, 3s timed-out, 3s no-answer, 9s outage-over", "0s+3s: unknown", "nothing in cache, nothing in source", "outage outage-over timed-out failure no-answer"},
		{"an outage after the story is over is not told", around + editing + `'source': {'writeLatency': '2s', 'outages': [{'from': '5s', 'to': '9s'}]}`,
			"", "0s+2s: ok", "-", "outage outage-over"},
		{"feedLatency: the change feed deletes the old copy so much after the save", `'write': 'change-data-capture', ` + editing + `'cache': {'primer': ['k']}, 'source': {'records': {'k': 1}, 'writeLatency': '2s', 'feedLatency': '3s'}`,
			"2s saved, 5s removed", "0s+2s: ok", "nothing in cache, 2 in source", "saved removed"},
		{"the feed hears of what another service writes past the cache", `'write': 'change-data-capture', 'clients': [{'write': 'write-around', 'ops': [` + anEdit + `]}, {'ops': [{'op': 'edit', 'key': 'other'}]}], 'cache': {'primer': ['k']}, ` + source,
			"2s removed", "0s+2s: ok, 0s+2s: ok", "nothing in cache, 2 in source", "removed"},
	})
}

// What the accessor does about it.
func TestAccessorFacts(t *testing.T) {
	const (
		failing = around + editing + `'source': {'writeLatency': '1s', 'errorRate': 1}, `
		once    = around + editing + source + `'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}], `
		edits   = around + `'clients': [{'ops': [` + anEdit + `, ` + anEdit + `, ` + anEdit + `]}], `
	)
	checkFacts(t, []fact{
		{"maxAttempts 2: what passes is tried again", once + `'accessor': {'maxAttempts': 2, 'backoff': {'initial': '500ms'}}`,
			"2s error, 2s retry, 4.5s saved", "0s+4.5s: ok", "nothing in cache, 2 in source", "error retry saved failure"},
		{"maxAttempts 1: it fails", once + `'accessor': {}`, "2s error, 2s error, 2s failure", "0s+2s: failed", "nothing in cache, 1 in source", "error retry saved failure"},
		{"backoff: each pause is twice as long", failing + `'accessor': {'maxAttempts': 4, 'backoff': {'initial': '1s'}}`,
			"1s retry, 3s retry, 6s retry", "0s+11s: failed", "-", "retry"},
		{"backoff.multiplier 3", failing + `'accessor': {'maxAttempts': 4, 'backoff': {'initial': '1s', 'multiplier': 3}}`,
			"1s retry, 3s retry, 7s retry", "0s+17s: failed", "-", "retry"},
		{"backoff.max bounds them", failing + `'accessor': {'maxAttempts': 4, 'backoff': {'initial': '1s', 'multiplier': 3, 'max': '2s'}}`,
			"1s retry, 3s retry, 6s retry", "0s+9s: failed", "-", "retry"},
		{"timeout: the late answer still arrives, and what it is about is done", around + editing + `'accessor': {'timeout': '1s'}, ` + source,
			"1s timed-out, 1s no-answer, 2s late", "0s+1s: unknown", "nothing in cache, 2 in source", "timed-out no-answer late"},
		{"timeout and retry: the save is applied twice", around + editing + `'accessor': {'timeout': '1500ms', 'maxAttempts': 2, 'backoff': {'initial': '0s'}}, 'source': {'writeLatency': '2s'}`,
			"1.5s timed-out, 2s late, 3s timed-out, 3.5s late", "0s+3s: unknown", "nothing in cache, 2 in source", "timed-out late"},
		{"circuitBreaker: after two failures the third call is refused at once", edits + `'source': {'writeLatency': '1s', 'errorRate': 1}, 'accessor': {'circuitBreaker': {'failureThreshold': 2}}`,
			"2s breaker-opened, 2s rejected", "0s+1s: failed, 1s+1s: failed, 2s+0s: failed", "-", "breaker-opened rejected"},
		{"circuitBreaker.window: one success in between does not help, if two of three have failed", edits + source + `'accessor': {'circuitBreaker': {'failureThreshold': 2, 'window': 3}},
			'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}, {'fault': 'source-error', 'step': 'C1/3/source.save'}]`,
			"6s breaker-opened", "0s+2s: failed, 2s+2s: ok, 4s+2s: failed", "-", "breaker-opened"},
		{"circuitBreaker.openFor: then one call may try, and its success closes it", around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3, 'at': '4s'}, {'op': 'edit', 'key': 'k', 'value': 4, 'at': '9s'}]}], ` + source +
			`'accessor': {'circuitBreaker': {'failureThreshold': 1, 'openFor': '5s'}}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			"2s breaker-opened, 4s rejected, 7s breaker-trial, 11s breaker-closed", "0s+2s: failed, 4s+0s: failed, 9s+2s: ok", "-", "breaker-opened breaker-trial breaker-closed rejected"},
		{"a trial that fails opens it again", around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3, 'at': '9s'}]}], 'source': {'writeLatency': '2s', 'errorRate': 1}, 'accessor': {'circuitBreaker': {'failureThreshold': 1, 'openFor': '5s'}}`,
			"2s breaker-opened, 7s breaker-trial, 11s breaker-opened", "0s+2s: failed, 9s+2s: failed", "-", "breaker-opened breaker-trial breaker-closed"},
		{"circuitBreaker.halfOpenCalls 2: it closes after the second success", around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'at': '9s'}, ` + anEdit + `]}], ` + source +
			`'accessor': {'circuitBreaker': {'failureThreshold': 1, 'openFor': '5s', 'halfOpenCalls': 2}}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			"2s breaker-opened, 7s breaker-trial, 13s breaker-closed", "0s+2s: failed, 9s+2s: ok, 11s+2s: ok", "-", "breaker-opened breaker-trial breaker-closed"},
		{"bulkhead 1: a second call at the same time is refused at once", around + `'clients': [{'ops': [` + anEdit + `]}, {'ops': [` + anEdit + `]}], 'accessor': {'bulkhead': 1}, ` + source,
			"0s rejected", "0s+2s: ok, 0s+0s: failed", "-", "rejected"},
		{"a payment whose answer was lost is made twice", around + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}]}], 'source': {'writeLatency': '2s'}, 'accessor': {'maxAttempts': 2, 'backoff': {'initial': '0s'}}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			"2s saved, 2s timed-out, 4s saved", "0s+4s: ok", "nothing in cache, paid 10 + 10 in source", "saved timed-out repeated"},
		{"idempotencyKey: the source knows it already", around + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}]}], 'source': {'writeLatency': '2s'}, 'accessor': {'maxAttempts': 2, 'backoff': {'initial': '0s'}, 'idempotencyKey': true}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			"2s saved, 2s timed-out, 4s repeated", "0s+4s: ok", "nothing in cache, paid 10 in source", "saved timed-out repeated"},
		{"a refusal is not tried again", around + editing + source + `'accessor': {'maxAttempts': 3}, 'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`,
			"2s refusal, 2s refusal, 2s failure", "0s+2s: failed", "nothing in cache, 1 in source", "refusal retry failure"},
	})
}

// What happens to what the cache was given.
func TestFailedWriteFacts(t *testing.T) {
	const failing = editing + `'source': {'records': {'k': 1}, 'writeLatency': '2s'}, 'cache': {'primer': ['k']}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}], `
	checkFacts(t, []fact{
		{"onError keep: the cache holds what the source has refused", failing + `'onError': 'keep'`, "2s failure", "0s+2s: failed", "2 in cache, 1 in source", "failure removed"},
		{"onError rollback: it is taken back", failing + `'onError': 'rollback'`, "2s removed, 2s failure", "0s+2s: failed", "nothing in cache, 1 in source", "failure removed"},
		{"source first: nothing to take back", failing + `'write': 'write-through-source-first', 'onError': 'rollback'`, "2s failure", "0s+2s: failed", "1 in cache, 1 in source", "failure removed"},
	})
}

// The write-behind queue and its workers.
func TestQueueFacts(t *testing.T) {
	const (
		behind = `'write': 'write-behind', `
		ops3   = `'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2}, {'op': 'edit', 'key': 'k', 'value': 3}, {'op': 'edit', 'key': 'l', 'value': 4}]}], `
		slow   = `'source': {'writeLatency': '2s'}, `
		fails  = behind + ops3 + slow + `'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}], 'writeBehind': {'onFailure': `
	)
	checkFacts(t, []fact{
		{"one worker, one after the other", behind + ops3 + slow + `'writeBehind': {}`, "0s taken, 2s done, 2s taken, 4s done, 4s taken, 6s done", "0s+0s: ok, 0s+0s: ok, 0s+0s: ok", "3 in cache, 3 in source", "taken done"},
		{"batchSize 3: what is there is saved with one call", behind + ops3 + slow + `'writeBehind': {'batchSize': 3, 'writeDelay': '1s'}`, "1s taken, 3s done", "-", "3 in cache, 3 in source", "taken done"},
		{"coalescing last-wins: the last of a key takes the other's place", behind + ops3 + slow + `'writeBehind': {'coalescing': 'last-wins', 'writeDelay': '1s'}`, "0s queued, 0s coalesced, 0s queued, 1s taken, 3s done, 3s taken, 5s done", "-", "3 in cache, 3 in source", "queued coalesced taken done"},
		{"coalescing last-wins loses a payment", behind + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, {'op': 'pay', 'key': 'k', 'value': 5}]}], 'writeBehind': {'coalescing': 'last-wins', 'writeDelay': '1s'}`, "0s queued, 0s coalesced", "-", "nothing in cache, paid 5 in source", "queued coalesced"},
		{"coalescing merge keeps both", behind + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, {'op': 'pay', 'key': 'k', 'value': 5}]}], 'writeBehind': {'coalescing': 'merge', 'writeDelay': '1s'}`, "0s queued, 0s coalesced", "-", "nothing in cache, paid 10 + 5 in source", "queued coalesced"},
		{"queueCapacity 1, onFull block: the writer waits for room", behind + ops3 + slow + `'writeBehind': {'queueCapacity': 1}`, "0s waiting, 2s waiting", "0s+0s: ok, 0s+2s: ok, 2s+2s: ok", "-", "waiting queue-full"},
		{"onFull reject: it is told so", behind + ops3 + slow + `'writeBehind': {'queueCapacity': 1, 'onFull': 'reject'}`, "0s queue-full, 0s queue-full", "0s+0s: ok, 0s+0s: failed, 0s+0s: failed", "2 in cache, 2 in source", "waiting queue-full"},
		{"onFull sync: it writes through", behind + ops3 + slow + `'writeBehind': {'queueCapacity': 1, 'onFull': 'sync'}`, "0s queue-full", "0s+0s: ok, 0s+2s: ok, 2s+0s: ok", "3 in cache, 3 in source", "waiting queue-full"},
		{"onFull drop: the oldest is lost", behind + ops3 + slow + `'writeBehind': {'queueCapacity': 1, 'onFull': 'drop', 'writeDelay': '1s'}`, "0s queued, 0s queued, 0s queued", "0s+0s: ok, 0s+0s: ok, 0s+0s: ok", "3 in cache, nothing in source", "waiting queue-full queued"},
		{"rateLimitPerSecond 1: a write a second", behind + ops3 + `'writeBehind': {'rateLimitPerSecond': 1}`, "0s taken, 1s taken, 2s taken", "-", "-", "taken"},
		{"partitionBy none: two workers are at one key", behind + ops3 + slow + `'writeBehind': {'workers': 2}`, "0s taken, 0s taken, 2s taken", "-", "-", "taken"},
		{"partitionBy key: the second goes on with another key", behind + ops3 + slow + `'writeBehind': {'workers': 2, 'partitionBy': 'key'}`, "0s taken, 0s taken, 2s taken", "-", "3 in cache, 3 in source", "taken"},
		{"onFailure retry-in-place: everything behind it waits", fails + `'retry-in-place'}`, "2s error, 2s error, 2s retry, 4.5s done, 6.5s done, 8.5s done", "-", "3 in cache, 3 in source", "error retry requeued dropped dead-lettered done"},
		{"onFailure requeue: it overtakes itself, and the older value stays", fails + `'requeue'}`, "2s error, 2s error, 2s requeued, 4s done, 6s done, 8s done", "-", "3 in cache, 2 in source", "error retry requeued dropped dead-lettered done"},
		{"onFailure drop: it is forgotten", fails + `'drop'}`, "2s error, 2s error, 2s dropped, 4s done, 6s done", "-", "3 in cache, 3 in source", "error retry requeued dropped dead-lettered done"},
		{"onFailure dead-letter: it is set aside", fails + `'dead-letter'}`, "2s error, 2s error, 2s dead-lettered, 4s done, 6s done", "-", "3 in cache, 3 in source", "error retry requeued dropped dead-lettered done"},
		{"journal: a crash loses nothing, the restart replays it", behind + ops3 + slow + `'writeBehind': {'journal': true}, 'faults': [{'fault': 'crash', 'at': '1s', 'restartAfter': '1s'}]`, "0s taken, 1s crashed, 2s restarted, 2s taken, 4s done, 4s taken, 6s done, 6s taken, 8s done", "-", "nothing in cache, 3 in source", "taken done crashed restarted"},
		{"crash-worker: what it was at is lost", behind + ops3 + slow + `'faults': [{'fault': 'crash-worker', 'at': '1s'}]`, "0s taken, 1s worker-crashed, 1s taken, 3s done, 3s taken, 5s done", "-", "3 in cache, 3 in source", "taken done worker-crashed restarted"},
		{"with a journal it goes back to its place", behind + ops3 + slow + `'writeBehind': {'journal': true}, 'faults': [{'fault': 'crash-worker', 'at': '1s', 'restartAfter': '3s'}]`, "0s taken, 1s worker-crashed, 4s restarted, 4s taken, 6s done, 6s taken, 8s done, 8s taken, 10s done", "-", "3 in cache, 3 in source", "taken done worker-crashed restarted"},
		{"staging: a read finds in the queue what the cache has lost", behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'get', 'key': 'k', 'at': '2s'}]}], 'writeBehind': {'writeDelay': '5s', 'staging': true}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '1s'}], ` + source,
			"1s evicted, 2s staged", "0s+0s: ok, 2s+0s: 2 from cache", "nothing in cache, 2 in source", "evicted staged miss"},
		{"without it, the source's old value", behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'get', 'key': 'k', 'at': '2s'}]}], 'writeBehind': {'writeDelay': '5s'}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '1s'}], ` + source,
			"1s evicted, 2s miss", "0s+0s: ok, 2s+1s: 1 from source", "1 in cache, 2 in source", "evicted staged miss"},
		{"pinDirty: it is not evicted before its write is done", behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'get', 'key': 'k', 'at': '2s'}]}], 'writeBehind': {'writeDelay': '5s', 'pinDirty': true}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '1s'}], ` + source,
			"", "0s+0s: ok, 2s+0s: 2 from cache", "2 in cache, 2 in source", "evicted staged miss"},
		{"cleanBy key: the first write's end cleans the second's entry, which can then be evicted", behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3}]}], 'writeBehind': {'pinDirty': true, 'cleanBy': 'key'}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '3s'}], ` + source,
			"3s evicted", "-", "nothing in cache, 3 in source", "evicted"},
		{"cleanBy sequence: it cannot", behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3}]}], 'writeBehind': {'pinDirty': true}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '3s'}], ` + source,
			"", "-", "3 in cache, 3 in source", "evicted"},
		{"a refused write blocks the queue, and the run says so", behind + ops3 + slow + `'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`,
			"-", "0s+0s: ok, 0s+0s: ok, 0s+0s: ok", "3 in cache, nothing in source", "done"},
	})
	blocked := run(t, behind+ops3+slow+`'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`)
	if want := "nothing goes on: 3 writes are queued, and the source does not take the first"; blocked.Stopped != want {
		t.Errorf("stopped: %q", blocked.Stopped)
	}
}

// Filling the cache after a miss. The reader gets the old value from the source,
// and the writer is done before it is stored.
func TestFillFacts(t *testing.T) {
	const (
		race   = `'source': {'records': {'k': 1}, 'readLatency': '3s', 'writeLatency': '1s'}, 'read': 'cache-aside', 'write': 'write-invalidate', 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + anEdit + `]}], 'cache': {'fill': `
		misses = `'source': {'records': {'k': 1}, 'readLatency': '3s'}, 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}], 'cache': {`
	)
	checkFacts(t, []fact{
		{"set: the old value stays", race + `'set'}`, "3s stored", "0s+3s: 1 from source, 0s+1s: ok", "1 in cache, 2 in source", "stored not-stored waiting"},
		{"add: nothing is there, so it stays too", race + `'add'}`, "3s stored", "0s+3s: 1 from source, 0s+1s: ok", "1 in cache, 2 in source", "stored not-stored waiting"},
		{"lease: the delete has voided the token", race + `'lease'}`, "3s not-stored", "0s+3s: 1 from source, 0s+1s: ok", "nothing in cache, 2 in source", "stored not-stored waiting"},
		{"version: the tombstone is newer", race + `'version'}`, "3s not-stored", "0s+3s: 1 from source, 0s+1s: ok", "nothing in cache, 2 in source", "stored not-stored waiting"},
		{"tombstones false: the old value comes back", race + `'version', 'tombstones': false}`, "3s stored", "0s+3s: 1 from source, 0s+1s: ok", "1 in cache, 2 in source", "stored not-stored waiting"},
		{"lock: the writer waits for the reader's fill", race + `'lock'}`, "0s waiting, 3s stored", "0s+3s: 1 from source, 0s+4s: ok", "nothing in cache, 2 in source", "stored not-stored waiting"},
		{"two misses load twice", misses + `}`, "3s stored, 3s stored", "0s+3s: 1 from source, 0s+3s: 1 from source", "-", "stored waiting"},
		{"singleFlight: they share one load", misses + `'singleFlight': true}`, "0s waiting, 3s stored", "0s+3s: 1 from source, 0s+3s: 1 from cache", "-", "stored waiting"},
		{"lease: who finds it taken waits", misses + `'fill': 'lease'}`, "0s waiting, 3s stored", "0s+3s: 1 from source, 0s+3s: 1 from cache", "-", "stored waiting"},
		{"leaseLosers bypass: reads the source and stores nothing", misses + `'fill': 'lease', 'leaseLosers': 'bypass'}`, "3s stored, 3s not-stored", "0s+3s: 1 from source, 0s+3s: 1 from source", "-", "stored not-stored waiting"},
	})
}

// How long copies live, and when they are loaded anew.
func TestLifeFacts(t *testing.T) {
	const late = `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '8s'}, {'op': 'get', 'key': 'k', 'at': '13s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, `
	checkFacts(t, []fact{
		{"negativeTtl: an absence is remembered for so long", `'clients': [{'ops': [` + aGet + `, {'op': 'get', 'key': 'k', 'at': '3s'}, {'op': 'get', 'key': 'k', 'at': '7s'}]}], 'source': {'readLatency': '1s'}, 'cache': {'negativeTtl': '5s'}`,
			"0s miss, 1s stored, 3s hit, 6s expired, 7s miss, 8s stored", "0s+1s: nothing from source, 3s+0s: nothing from cache, 7s+1s: nothing from source", "-", "miss hit stored expired"},
		{"refresh-ahead: a hit in the second half of its life is also loaded anew", late + `'read': 'refresh-ahead', 'cache': {'ttl': '10s', 'primer': ['k']}`,
			"8s hit, 9s stored, 13s hit", "8s+0s: 1 from cache, 13s+0s: 1 from cache", "-", "hit miss stored expired"},
		{"refreshAheadFactor 0.9: not yet", late + `'read': 'refresh-ahead', 'cache': {'ttl': '10s', 'primer': ['k'], 'refreshAheadFactor': 0.9}`,
			"8s hit, 10s expired, 13s miss, 14s stored", "8s+0s: 1 from cache, 13s+1s: 1 from source", "-", "hit miss stored expired"},
		{"stale-while-revalidate: what has just ended is answered at once, and loaded anew", `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '12s'}, {'op': 'get', 'key': 'k', 'at': '14s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'read': 'stale-while-revalidate', 'cache': {'ttl': '10s', 'primer': ['k'], 'staleWhileRevalidate': '5s'}`,
			"12s hit, 13s stored, 14s hit", "12s+0s: 1 from cache, 14s+0s: 1 from cache", "-", "hit miss stored expired"},
		{"staleWhileRevalidate 1s: at 12 s it is too late", `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '12s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'read': 'stale-while-revalidate', 'cache': {'ttl': '10s', 'primer': ['k'], 'staleWhileRevalidate': '1s'}`,
			"11s expired, 12s miss, 13s stored", "12s+1s: 1 from source", "-", "hit miss stored expired"},
		{"xfetchBeta 10: a copy that took 1 s to load may be taken for expired before its end", `'seed': '3', 'clients': [{'ops': [` + aGet + `, {'op': 'get', 'key': 'k', 'at': '9s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'cache': {'ttl': '10s', 'xfetchBeta': 10}`,
			"0s miss, 1s stored, 9s early, 10s stored", "0s+1s: 1 from source, 9s+1s: 1 from source", "-", "hit miss early stored expired"},
		{"without it, a hit", `'seed': '3', 'clients': [{'ops': [` + aGet + `, {'op': 'get', 'key': 'k', 'at': '9s'}]}], 'source': {'records': {'k': 1}, 'readLatency': '1s'}, 'cache': {'ttl': '10s'}`,
			"0s miss, 1s stored, 9s hit", "0s+1s: 1 from source, 9s+0s: 1 from cache", "-", "hit miss early stored expired"},
	})
}

// Who goes when the cache is full.
func TestCapacityFacts(t *testing.T) {
	const (
		reads = `'source': {'records': {'a': 1, 'b': 2, 'c': 3}}, 'clients': [{'ops': [{'op': 'get', 'key': 'a'}, {'op': 'get', 'key': 'b'}, {'op': 'get', 'key': 'a'}, {'op': 'get', 'key': 'c'}, {'op': 'get', 'key': 'a'}, {'op': 'get', 'key': 'b'}]}], `
	)
	for _, row := range []struct{ knobs, evicted string }{
		{`'cache': {}`, ""},
		{`'cache': {'capacity': 2}`, "b c"},
		{`'cache': {'capacity': 2, 'eviction': 'lru'}`, "b c"},
		{`'cache': {'capacity': 2, 'eviction': 'fifo'}`, "a b c"},
		{`'cache': {'capacity': 2, 'eviction': 'lfu'}`, "b c"},
		{`'cache': {'capacity': 2, 'eviction': 'sieve'}`, "b c"},
		{`'cache': {'capacity': 1}`, "a b a c a"},
	} {
		tr := run(t, reads+row.knobs)
		var out []string
		for i := range tr.Events {
			if e := &tr.Events[i]; e.Sense == trace.Evicted {
				out = append(out, strings.TrimPrefix(e.Label, "evicted: "))
			}
		}
		if got := strings.Join(out, " "); got != row.evicted {
			t.Errorf("%s: evicted %s, not %s", row.knobs, got, row.evicted)
		}
	}
}

// Faults of single calls, and at a time.
func TestFaultFacts(t *testing.T) {
	checkFacts(t, []fact{
		{"cache-lost: cache.set has no effect, and the write goes on", editing + source + `'cache': {'primer': ['k']}, 'faults': [{'fault': 'cache-lost', 'step': 'C1/1/cache.set'}]`,
			"0s astray, 0s astray, 2s saved", "0s+2s: ok", "1 in cache, 2 in source", "astray stored saved"},
		{"cache-lost: cache.get finds nothing", source + `'cache': {'primer': ['k']}, 'clients': [{'ops': [` + aGet + `]}], 'faults': [{'fault': 'cache-lost', 'step': 'C1/1/cache.get'}]`,
			"0s astray, 0s astray", "0s+1s: 1 from source", "-", "astray hit miss"},
		{"source-error at a time: the next save from then on", around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3, 'at': '5s'}]}], ` + source + `'faults': [{'fault': 'source-error', 'at': '3s'}]`,
			"2s saved, 7s error, 7s error", "0s+2s: ok, 5s+2s: failed", "nothing in cache, 2 in source", "saved error"},
		{"source-timeout without a time-out: applied, and nobody is told", around + editing + source + `'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			"2s saved, 2s timed-out, 2s no-answer", "0s+2s: unknown", "nothing in cache, 2 in source", "saved timed-out no-answer"},
		{"source-timeout with one: the accessor finds out by it", around + editing + source + `'accessor': {'timeout': '5s'}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			"2s saved, 5s timed-out, 5s no-answer", "0s+5s: unknown", "nothing in cache, 2 in source", "saved timed-out no-answer"},
		{"crash-cache: only the copies are gone", source + `'cache': {'primer': ['k']}, 'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '2s'}]}], 'faults': [{'fault': 'crash-cache', 'at': '1s'}]`,
			"1s cache-crashed, 2s miss", "2s+1s: 1 from source", "1 in cache, 1 in source", "cache-crashed hit miss"},
		{"evict at a step: the operation's own key", source + `'cache': {'primer': ['k']}, 'clients': [{'ops': [` + aGet + `]}], 'network': {'latency': '2s'}, 'faults': [{'fault': 'evict', 'step': 'C1/1/cache.get'}]`,
			"1s evicted, 2s miss", "-", "-", "evicted hit miss"},
		{"outage at a step", around + editing + source + `'faults': [{'fault': 'outage', 'step': 'C1/1/source.save', 'restartAfter': '3s'}]`,
			"0s outage, 0s rejected, 3s outage-over", "0s+0s: failed", "nothing in cache, 1 in source", "outage outage-over rejected"},
		{"a payment reaches a cached ledger, and the source's", `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, ` + aGet + `]}], ` + source + `'cache': {'primer': ['k']}`,
			"", "0s+2s: ok, 2s+0s: 1 paid 10 from cache", "1 paid 10 in cache, 1 paid 10 in source", ""},
	})
}
