package play

import "testing"

// The write-behind queue and its workers.
func queueFacts() []fact {
	const (
		behind = `'write': 'write-behind', `
		ops3   = `'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2}, {'op': 'edit', 'key': 'k', 'value': 3}, {'op': 'edit', 'key': 'l', 'value': 4}]}], `
		slow   = `'source': {'writeLatency': '2s'}, `
		later  = behind + slow + `'clients': [{'ops': [{'op': 'create', 'key': 'a', 'at': '1s'}, {'op': 'create', 'key': 'b', 'at': '2s'}, {'op': 'create', 'key': 'c', 'at': '5s'}]}], `
		fails  = behind + ops3 + slow + `'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}], 'writeBehind': {'onFailure': `
	)
	return []fact{
		{"writeBehind.workers", "one worker, one after the other", behind + ops3 + slow + `'writeBehind': {}`, "0s taken, 2s done, 2s taken, 4s done, 4s taken, 6s done", "0s+0s: ok, 0s+0s: ok, 0s+0s: ok", "3 in cache, 3 in source", "taken done"},
		{"writeBehind.workers", "one worker: what comes meanwhile waits for it", later, "1s taken, 3s done, 3s taken, 5s done, 5s taken, 7s done", "-", "-", "taken done"},
		{"writeBehind.workers", "two workers", later + `'writeBehind': {'workers': 2}`, "1s taken, 2s taken, 3s done, 4s done, 5s taken, 7s done", "-", "-", "taken done"},
		{"writeBehind.writeDelay", "writeDelay: each write waits so long", later + `'writeBehind': {'writeDelay': '3s'}`, "4s taken, 6s done, 6s taken, 8s done, 8s taken, 10s done", "-", "-", "taken done"},
		{"writeBehind.writeDelay", "writeDelay and more workers than writes", later + `'writeBehind': {'writeDelay': '3s', 'workers': 8}`, "4s taken, 5s taken, 6s done, 7s done, 8s taken, 10s done", "-", "-", "taken done"},
		{"writeBehind.schedule", "schedule: the worker looks every 5 s", later + `'writeBehind': {'schedule': '5s'}`, "5s taken, 7s done, 7s taken, 9s done, 10s taken, 12s done", "-", "-", "taken done"},
		{"writeBehind.batchSize", "batchSize 3: what is there is saved with one call", behind + ops3 + slow + `'writeBehind': {'batchSize': 3, 'writeDelay': '1s'}`, "1s taken, 3s done", "-", "3 in cache, 3 in source", "taken done"},
		{"writeBehind.batchSize", "batchSize 2: the worker deletes the copy of each", `'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.delete', 'queue.done']}, 'source': {'records': {'k': 1, 'l': 1}}, 'cache': {'primer': ['k', 'l']}, 'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2, 'at': '1s'}]}, {'ops': [{'op': 'edit', 'key': 'l', 'value': 3}]}], 'writeBehind': {'batchSize': 2, 'schedule': '5s'}`, "5s removed", "-", "nothing in cache, 2 in source", "removed"},
		{"writeBehind.coalescing", "coalescing last-wins: the last of a key takes the other's place", behind + ops3 + slow + `'writeBehind': {'coalescing': 'last-wins', 'writeDelay': '1s'}`, "0s queued, 0s coalesced, 0s queued, 1s taken, 3s done, 3s taken, 5s done", "-", "3 in cache, 3 in source", "queued coalesced taken done"},
		{"writeBehind.coalescing", "coalescing last-wins loses a payment", behind + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, {'op': 'pay', 'key': 'k', 'value': 5}]}], 'writeBehind': {'coalescing': 'last-wins', 'writeDelay': '1s'}`, "0s queued, 0s coalesced", "-", "nothing in cache, paid 5 in source", "queued coalesced"},
		{"writeBehind.coalescing", "coalescing merge keeps both", behind + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, {'op': 'pay', 'key': 'k', 'value': 5}]}], 'writeBehind': {'coalescing': 'merge', 'writeDelay': '1s'}`, "0s queued, 0s coalesced", "-", "nothing in cache, paid 10 + 5 in source", "queued coalesced"},
		{"", "what the source has refused is not merged with what comes later", behind + slow + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, {'op': 'pay', 'key': 'k', 'value': 5, 'at': '2500ms'}]}], 'writeBehind': {'coalescing': 'merge', 'onFailure': 'requeue'}, 'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`, "6.5s saved", "0s+0s: ok, 2.5s+0s: ok", "nothing in cache, paid 5 in source", "saved coalesced"},
		{"accessor.idempotencyKey", "nor what it has applied, where it knows each operation", behind + slow + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, {'op': 'pay', 'key': 'k', 'value': 5, 'at': '2500ms'}]}], 'accessor': {'idempotencyKey': true}, 'writeBehind': {'coalescing': 'merge', 'onFailure': 'requeue'}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`, "2s unheard, 6.5s saved", "0s+0s: ok, 2.5s+0s: ok", "nothing in cache, paid 10 + 5 in source", "saved unheard coalesced"},
		{"writeBehind.queueCapacity", "queueCapacity 1, onFull block: the writer waits for room", behind + ops3 + slow + `'writeBehind': {'queueCapacity': 1}`, "0s waiting, 2s waiting", "0s+0s: ok, 0s+2s: ok, 2s+2s: ok", "-", "waiting queue-full"},
		{"writeBehind.onFull", "onFull reject: it is told so", behind + ops3 + slow + `'writeBehind': {'queueCapacity': 1, 'onFull': 'reject'}`, "0s queue-full, 0s queue-full", "0s+0s: ok, 0s+0s: failed, 0s+0s: failed", "2 in cache, 2 in source", "waiting queue-full"},
		{"writeBehind.onFull", "onFull sync: it writes through", behind + ops3 + slow + `'writeBehind': {'queueCapacity': 1, 'onFull': 'sync'}`, "0s queue-full", "0s+0s: ok, 0s+2s: ok, 2s+0s: ok", "3 in cache, 3 in source", "waiting queue-full"},
		{"writeBehind.onFull", "onFull drop: the oldest is lost", behind + ops3 + slow + `'writeBehind': {'queueCapacity': 1, 'onFull': 'drop', 'writeDelay': '1s'}`, "0s queued, 0s queued, 0s queued", "0s+0s: ok, 0s+0s: ok, 0s+0s: ok", "3 in cache, nothing in source", "waiting queue-full queued"},
		{"writeBehind.rateLimitPerSecond", "rateLimitPerSecond 1: a write a second", behind + ops3 + `'writeBehind': {'rateLimitPerSecond': 1}`, "0s taken, 1s taken, 2s taken", "-", "-", "taken"},
		{"writeBehind.workers", "partitionBy none: two workers are at one key", behind + ops3 + slow + `'writeBehind': {'workers': 2}`, "0s taken, 0s taken, 2s taken", "-", "-", "taken"},
		{"writeBehind.partitionBy", "partitionBy key: the second goes on with another key", behind + ops3 + slow + `'writeBehind': {'workers': 2, 'partitionBy': 'key'}`, "0s taken, 0s taken, 2s taken", "-", "3 in cache, 3 in source", "taken"},
		{"writeBehind.onFailure", "onFailure retry-in-place: everything behind it waits", fails + `'retry-in-place'}`, "2s error, 2s error, 2s retry, 4.5s done, 6.5s done, 8.5s done", "-", "3 in cache, 3 in source", "error retry requeued dropped dead-lettered done"},
		{"writeBehind.onFailure", "onFailure requeue: it overtakes itself, and the older value stays", fails + `'requeue'}`, "2s error, 2s error, 2s requeued, 4s done, 6s done, 8s done", "-", "3 in cache, 2 in source", "error retry requeued dropped dead-lettered done"},
		{"writeBehind.onFailure", "onFailure drop: it is forgotten", fails + `'drop'}`, "2s error, 2s error, 2s dropped, 4s done, 6s done", "-", "3 in cache, 3 in source", "error retry requeued dropped dead-lettered done"},
		{"writeBehind.onFailure", "onFailure dead-letter: it is set aside", fails + `'dead-letter'}`, "2s error, 2s error, 2s dead-lettered, 4s done, 6s done", "-", "3 in cache, 3 in source", "error retry requeued dropped dead-lettered done"},
		{"writeBehind.journal faults[].restartAfter", "journal: a crash loses nothing, the restart replays it", behind + ops3 + slow + `'writeBehind': {'journal': true}, 'faults': [{'fault': 'crash', 'at': '1s', 'restartAfter': '1s'}]`, "0s taken, 1s crashed, 2s restarted, 2s taken, 4s done, 4s taken, 6s done, 6s taken, 8s done", "-", "nothing in cache, 3 in source", "taken done crashed restarted"},
		{"faults[].fault faults[].at", "crash-worker: what it was at is lost", behind + ops3 + slow + `'faults': [{'fault': 'crash-worker', 'at': '1s'}]`, "0s taken, 1s worker-crashed, 1s taken, 3s done, 3s taken, 5s done", "-", "3 in cache, 3 in source", "taken done worker-crashed restarted"},
		{"writeBehind.journal", "with a journal it goes back to its place", behind + ops3 + slow + `'writeBehind': {'journal': true}, 'faults': [{'fault': 'crash-worker', 'at': '1s', 'restartAfter': '3s'}]`, "0s taken, 1s worker-crashed, 4s restarted, 4s taken, 6s done, 6s taken, 8s done, 8s taken, 10s done", "-", "3 in cache, 3 in source", "taken done worker-crashed restarted"},
		{"", "a worker that is down cannot crash again", later + `'writeBehind': {'journal': true, 'writeDelay': '3s'}, 'faults': [{'fault': 'crash-worker', 'at': '1s', 'restartAfter': '20s'}, {'fault': 'crash-worker', 'step': 'C1/2/cache.set'}]`, "1s worker-crashed, 21s restarted", "-", "-", "worker-crashed restarted"},
		{"", "crash-worker at a step is of the worker that takes it", behind + `'clients': [{'ops': [{'op': 'create', 'key': 'k', 'at': '1s'}, {'op': 'create', 'key': 'l', 'at': '2s'}]}], 'source': {'writeLatency': '2s'}, 'writeBehind': {'workers': 2}, 'faults': [{'fault': 'crash-worker', 'step': 'C1/2/source.save'}]`, "1s taken, 2s taken, 2s worker-crashed, 3s done", "-", "-", "taken worker-crashed done"},
		{"writeBehind.staging", "staging: a read finds in the queue what the cache has lost", behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'get', 'key': 'k', 'at': '2s'}]}], 'writeBehind': {'writeDelay': '5s', 'staging': true}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '1s'}], ` + source,
			"1s evicted k, 2s staged", "0s+0s: ok, 2s+0s: 2 from cache", "nothing in cache, 2 in source", "evicted staged miss"},
		{"writeBehind.staging", "without it, the source's old value", behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'get', 'key': 'k', 'at': '2s'}]}], 'writeBehind': {'writeDelay': '5s'}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '1s'}], ` + source,
			"1s evicted k, 2s miss", "0s+0s: ok, 2s+1s: 1 from source", "1 in cache, 2 in source", "evicted staged miss"},
		{"writeBehind.pinDirty", "pinDirty: it is not evicted before its write is done", behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'get', 'key': 'k', 'at': '2s'}]}], 'writeBehind': {'writeDelay': '5s', 'pinDirty': true}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '1s'}], ` + source,
			"", "0s+0s: ok, 2s+0s: 2 from cache", "2 in cache, 2 in source", "evicted staged miss"},
		{"writeBehind.cleanBy", "cleanBy key: the first write's end cleans the second's entry, which can then be evicted", behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3}]}], 'writeBehind': {'pinDirty': true, 'cleanBy': 'key'}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '3s'}], ` + source,
			"3s evicted k", "-", "nothing in cache, 3 in source", "evicted"},
		{"writeBehind.cleanBy", "cleanBy sequence: it cannot", behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3}]}], 'writeBehind': {'pinDirty': true}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '3s'}], ` + source,
			"", "-", "3 in cache, 3 in source", "evicted"},
		{"faults[].fault", "a refused write blocks the queue, and the run says so", behind + ops3 + slow + `'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`,
			"-", "0s+0s: ok, 0s+0s: ok, 0s+0s: ok", "3 in cache, nothing in source", "done"},
	}
}

// A queue that can get on no more says so.
func TestABlockedQueueSaysSo(t *testing.T) {
	for _, row := range []struct{ ops, want string }{
		{anEdit, "nothing goes on: 1 write is queued, and the source does not take the first"},
		{anEdit + `, ` + anEdit + `, ` + anEdit, "nothing goes on: 3 writes are queued, and the source does not take the first"},
	} {
		blocked := run(t, `'write': 'write-behind', 'clients': [{'ops': [`+row.ops+`]}], 'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`)
		if blocked.Stopped != row.want {
			t.Errorf("stopped: %q", blocked.Stopped)
		}
	}
}
