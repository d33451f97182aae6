package play

import "testing"

// queueFacts are about the write-behind queue and its workers.
func queueFacts() []fact {
	const (
		behind = `'write': 'write-behind', `
		ops3   = `'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2}, {'op': 'edit', 'key': 'k', 'value': 3}, {'op': 'edit', 'key': 'l', 'value': 4}]}], `
		ops4   = `'clients': [{'ops': [{'op': 'edit', 'key': 'a', 'value': 1}, {'op': 'edit', 'key': 'b', 'value': 2}, {'op': 'edit', 'key': 'c', 'value': 3}, {'op': 'edit', 'key': 'd', 'value': 4}]}], `
		slow   = `'source': {'writeLatency': '2s'}, `
		later  = behind + slow + `'clients': [{'ops': [{'op': 'create', 'key': 'a', 'at': '1s'}, {'op': 'create', 'key': 'b', 'at': '2s'}, {'op': 'create', 'key': 'c', 'at': '5s'}]}], `
		fails  = behind + ops3 + slow + `'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}], 'writeBehind': {'onFailure': `
	)
	return []fact{
		{
			says:     "one worker, one after the other",
			settings: "writeBehind.workers",
			scenario: behind + ops3 + slow + `'writeBehind': {}`,
			senses:   "taken done",
			events:   "0s taken, 2s done, 2s taken, 4s done, 4s taken, 6s done",
			answers:  "0s+0s: ok, 0s+0s: ok, 0s+0s: ok",
			atEnd:    "3 in cache, 3 in source",
		},
		{
			says:     "one worker: what comes meanwhile waits for it",
			settings: "writeBehind.workers",
			scenario: later,
			senses:   "taken done",
			events:   "1s taken, 3s done, 3s taken, 5s done, 5s taken, 7s done",
		},
		{
			says:     "two workers",
			settings: "writeBehind.workers",
			scenario: later + `'writeBehind': {'workers': 2}`,
			senses:   "taken done",
			events:   "1s taken, 2s taken, 3s done, 4s done, 5s taken, 7s done",
		},
		{
			says:     "writeDelay: each write waits so long",
			settings: "writeBehind.writeDelay",
			scenario: later + `'writeBehind': {'writeDelay': '3s'}`,
			senses:   "taken done",
			events:   "4s taken, 6s done, 6s taken, 8s done, 8s taken, 10s done",
		},
		{
			says:     "writeDelay and more workers than writes",
			settings: "writeBehind.writeDelay",
			scenario: later + `'writeBehind': {'writeDelay': '3s', 'workers': 8}`,
			senses:   "taken done",
			events:   "4s taken, 5s taken, 6s done, 7s done, 8s taken, 10s done",
		},
		{
			says:     "schedule: the worker looks every 5 s",
			settings: "writeBehind.schedule",
			scenario: later + `'writeBehind': {'schedule': '5s'}`,
			senses:   "taken done",
			events:   "5s taken, 7s done, 7s taken, 9s done, 10s taken, 12s done",
		},
		{
			says:     "batchSize 3: what is there is saved with one call",
			settings: "writeBehind.batchSize",
			scenario: behind + ops3 + slow + `'writeBehind': {'batchSize': 3, 'writeDelay': '1s'}`,
			senses:   "taken done",
			events:   "1s taken, 3s done",
			atEnd:    "3 in cache, 3 in source",
		},
		{
			says:     "batchSize 2: the worker deletes the copy of each",
			settings: "writeBehind.batchSize",
			scenario: `'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.delete', 'queue.done']}, 'source': {'records': {'k': 1, 'l': 1}}, 'cache': {'primer': ['k', 'l']}, 'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2, 'at': '1s'}]}, {'ops': [{'op': 'edit', 'key': 'l', 'value': 3}]}], 'writeBehind': {'batchSize': 2, 'schedule': '5s'}`,
			senses:   "removed",
			events:   "5s removed",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "coalescing last-wins: the last of a key takes the other's place",
			settings: "writeBehind.coalescing",
			scenario: behind + ops3 + slow + `'writeBehind': {'coalescing': 'last-wins', 'writeDelay': '1s'}`,
			senses:   "queued coalesced taken done",
			events:   "0s queued, 0s coalesced, 0s queued, 1s taken, 3s done, 3s taken, 5s done",
			atEnd:    "3 in cache, 3 in source",
		},
		{
			says:     "coalescing last-wins loses a payment",
			settings: "writeBehind.coalescing",
			scenario: behind + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, {'op': 'pay', 'key': 'k', 'value': 5}]}], 'writeBehind': {'coalescing': 'last-wins', 'writeDelay': '1s'}`,
			senses:   "queued coalesced",
			events:   "0s queued, 0s coalesced",
			atEnd:    "nothing in cache, paid 5 in source",
		},
		{
			says:     "coalescing merge keeps both",
			settings: "writeBehind.coalescing",
			scenario: behind + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, {'op': 'pay', 'key': 'k', 'value': 5}]}], 'writeBehind': {'coalescing': 'merge', 'writeDelay': '1s'}`,
			senses:   "queued coalesced",
			events:   "0s queued, 0s coalesced",
			atEnd:    "nothing in cache, paid 10 + 5 in source",
		},
		{
			says:     "what the source has refused is not merged with what comes later",
			scenario: behind + slow + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, {'op': 'pay', 'key': 'k', 'value': 5, 'at': '2500ms'}]}], 'writeBehind': {'coalescing': 'merge', 'onFailure': 'requeue'}, 'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`,
			senses:   "saved coalesced",
			events:   "6.5s saved",
			answers:  "0s+0s: ok, 2.5s+0s: ok",
			atEnd:    "nothing in cache, paid 5 in source",
		},
		{
			says:     "nor what it has applied, where it knows each operation",
			settings: "accessor.idempotencyKey",
			scenario: behind + slow + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, {'op': 'pay', 'key': 'k', 'value': 5, 'at': '2500ms'}]}], 'accessor': {'idempotencyKey': true}, 'writeBehind': {'coalescing': 'merge', 'onFailure': 'requeue'}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			senses:   "saved unheard coalesced",
			events:   "2s unheard, 6.5s saved",
			answers:  "0s+0s: ok, 2.5s+0s: ok",
			atEnd:    "nothing in cache, paid 10 + 5 in source",
		},
		{
			says:     "queueCapacity 1, onFull block: the writer waits for room",
			settings: "writeBehind.queueCapacity",
			scenario: behind + ops3 + slow + `'writeBehind': {'queueCapacity': 1}`,
			senses:   "waiting queue-full",
			events:   "0s waiting, 2s waiting",
			answers:  "0s+0s: ok, 0s+2s: ok, 2s+2s: ok",
		},
		{
			says:     "onFull reject: it is told so",
			settings: "writeBehind.onFull",
			scenario: behind + ops3 + slow + `'writeBehind': {'queueCapacity': 1, 'onFull': 'reject'}`,
			senses:   "waiting queue-full",
			events:   "0s queue-full, 0s queue-full",
			answers:  "0s+0s: ok, 0s+0s: failed, 0s+0s: failed",
			atEnd:    "2 in cache, 2 in source",
		},
		{
			says:     "onFull sync: it writes through",
			settings: "writeBehind.onFull",
			scenario: behind + ops3 + slow + `'writeBehind': {'queueCapacity': 1, 'onFull': 'sync'}`,
			senses:   "waiting queue-full",
			events:   "0s queue-full",
			answers:  "0s+0s: ok, 0s+2s: ok, 2s+0s: ok",
			atEnd:    "3 in cache, 3 in source",
		},
		{
			says:     "onFull sync: the save in the place of queue.put can fail",
			scenario: `'write': {'by': 'manager', 'steps': ['cache.set', 'queue.put', 'answer']}, ` + ops3 + slow + `'writeBehind': {'queueCapacity': 1, 'onFull': 'sync'}, 'faults': [{'fault': 'source-error', 'step': 'C1/2/source.save'}]`,
			senses:   "queue-full error",
			events:   "0s queue-full, 2s error, 2s error",
			answers:  "0s+0s: ok, 0s+2s: failed, 2s+0s: ok",
			atEnd:    "3 in cache, 2 in source",
		},
		{
			says:     "onFull drop: the oldest is lost",
			settings: "writeBehind.onFull",
			scenario: behind + ops3 + slow + `'writeBehind': {'queueCapacity': 1, 'onFull': 'drop', 'writeDelay': '1s'}`,
			senses:   "waiting queue-full queued",
			events:   "0s queued, 0s queued, 0s queued",
			answers:  "0s+0s: ok, 0s+0s: ok, 0s+0s: ok",
			atEnd:    "3 in cache, nothing in source",
		},
		{
			says:     "onFull drop: what the worker has taken needs no room",
			settings: "writeBehind.queueCapacity",
			scenario: behind + ops4 + `'source': {'writeLatency': '10s'}, 'writeBehind': {'queueCapacity': 2, 'onFull': 'drop'}`,
			senses:   "taken done",
			events:   "0s taken, 10s done, 10s taken, 20s done, 20s taken, 30s done",
			holds:    "a: 1, b: nothing, c: 3, d: 4",
		},
		{
			says:     "onFull drop: a write that is requeued behind a full queue is the oldest",
			settings: "writeBehind.onFull",
			scenario: behind + ops4 + slow + `'writeBehind': {'queueCapacity': 2, 'onFull': 'drop', 'onFailure': 'requeue'}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			senses:   "taken error requeued dropped done",
			events:   "0s taken, 2s error, 2s error, 2s dropped, 2s taken, 4s done, 4s taken, 6s done",
			holds:    "a: nothing, b: nothing, c: 3, d: 4",
		},
		{
			says:     "onFull drop: so is one that a journal returns",
			settings: "writeBehind.onFull",
			scenario: behind + ops4 + slow + `'writeBehind': {'queueCapacity': 2, 'onFull': 'drop', 'journal': true}, 'faults': [{'fault': 'crash-worker', 'at': '1s'}]`,
			senses:   "taken worker-crashed done",
			events:   "0s taken, 1s worker-crashed, 1s taken, 3s done, 3s taken, 5s done",
			holds:    "a: 1, b: nothing, c: 3, d: 4", // its save was under way
		},
		{
			says:     "rateLimitPerSecond 1: a write a second",
			settings: "writeBehind.rateLimitPerSecond",
			scenario: behind + ops3 + `'writeBehind': {'rateLimitPerSecond': 1}`,
			senses:   "taken",
			events:   "0s taken, 1s taken, 2s taken",
		},
		{
			says:     "partitionBy none: two workers are at one key",
			settings: "writeBehind.workers",
			scenario: behind + ops3 + slow + `'writeBehind': {'workers': 2}`,
			senses:   "taken",
			events:   "0s taken, 0s taken, 2s taken",
		},
		{
			says:     "partitionBy key: the second goes on with another key",
			settings: "writeBehind.partitionBy",
			scenario: behind + ops3 + slow + `'writeBehind': {'workers': 2, 'partitionBy': 'key'}`,
			senses:   "taken",
			events:   "0s taken, 0s taken, 2s taken",
			atEnd:    "3 in cache, 3 in source",
		},
		{
			says:     "onFailure retry-in-place: everything behind it waits",
			settings: "writeBehind.onFailure",
			scenario: fails + `'retry-in-place'}`,
			senses:   "error retry requeued dropped dead-lettered done",
			events:   "2s error, 2s error, 2s retry, 4.5s done, 6.5s done, 8.5s done",
			atEnd:    "3 in cache, 3 in source",
		},
		{
			says:     "onFailure requeue: it overtakes itself, and the older value stays",
			settings: "writeBehind.onFailure",
			scenario: fails + `'requeue'}`,
			senses:   "error retry requeued dropped dead-lettered done",
			events:   "2s error, 2s error, 2s requeued, 4s done, 6s done, 8s done",
			atEnd:    "3 in cache, 2 in source",
		},
		{
			says:     "onFailure drop: it is forgotten",
			settings: "writeBehind.onFailure",
			scenario: fails + `'drop'}`,
			senses:   "error retry requeued dropped dead-lettered done",
			events:   "2s error, 2s error, 2s dropped, 4s done, 6s done",
			atEnd:    "3 in cache, 3 in source",
		},
		{
			says:     "onFailure dead-letter: it is set aside",
			settings: "writeBehind.onFailure",
			scenario: fails + `'dead-letter'}`,
			senses:   "error retry requeued dropped dead-lettered done",
			events:   "2s error, 2s error, 2s dead-lettered, 4s done, 6s done",
			atEnd:    "3 in cache, 3 in source",
		},
		{
			says:     "journal: a crash loses nothing, the restart replays it",
			settings: "writeBehind.journal faults[].restartAfter",
			scenario: behind + ops3 + slow + `'writeBehind': {'journal': true}, 'faults': [{'fault': 'crash', 'at': '1s', 'restartAfter': '1s'}]`,
			senses:   "taken done crashed restarted",
			events:   "0s taken, 1s crashed, 2s restarted, 2s taken, 4s done, 4s taken, 6s done, 6s taken, 8s done",
			atEnd:    "nothing in cache, 3 in source",
		},
		{
			says:     "crash-worker: what it was at is lost",
			settings: "faults[].fault faults[].at",
			scenario: behind + ops3 + slow + `'faults': [{'fault': 'crash-worker', 'at': '1s'}]`,
			senses:   "taken done worker-crashed restarted",
			events:   "0s taken, 1s worker-crashed, 1s taken, 3s done, 3s taken, 5s done",
			atEnd:    "3 in cache, 3 in source",
		},
		{
			says:     "with a journal it goes back to its place",
			settings: "writeBehind.journal",
			scenario: behind + ops3 + slow + `'writeBehind': {'journal': true}, 'faults': [{'fault': 'crash-worker', 'at': '1s', 'restartAfter': '3s'}]`,
			senses:   "taken done worker-crashed restarted",
			events:   "0s taken, 1s worker-crashed, 4s restarted, 4s taken, 6s done, 6s taken, 8s done, 8s taken, 10s done",
			atEnd:    "3 in cache, 3 in source",
		},
		{
			says:     "a worker that is down cannot crash again",
			scenario: later + `'writeBehind': {'journal': true, 'writeDelay': '3s'}, 'faults': [{'fault': 'crash-worker', 'at': '1s', 'restartAfter': '20s'}, {'fault': 'crash-worker', 'step': 'C1/2/cache.set'}]`,
			senses:   "worker-crashed restarted",
			events:   "1s worker-crashed, 21s restarted",
		},
		{
			says:     "crash-worker at a step is of the worker that takes it",
			scenario: behind + `'clients': [{'ops': [{'op': 'create', 'key': 'k', 'at': '1s'}, {'op': 'create', 'key': 'l', 'at': '2s'}]}], 'source': {'writeLatency': '2s'}, 'writeBehind': {'workers': 2}, 'faults': [{'fault': 'crash-worker', 'step': 'C1/2/source.save'}]`,
			senses:   "taken worker-crashed done",
			events:   "1s taken, 2s taken, 2s worker-crashed, 3s done",
		},
		{
			says:     "staging: a read finds in the queue what the cache has lost",
			settings: "writeBehind.staging",
			scenario: behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'get', 'key': 'k', 'at': '2s'}]}], 'writeBehind': {'writeDelay': '5s', 'staging': true}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '1s'}], ` + source,
			senses:   "evicted staged miss",
			events:   "1s evicted k, 2s staged",
			answers:  "0s+0s: ok, 2s+0s: 2 from cache",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "without it, the source's old value",
			settings: "writeBehind.staging",
			scenario: behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'get', 'key': 'k', 'at': '2s'}]}], 'writeBehind': {'writeDelay': '5s'}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '1s'}], ` + source,
			senses:   "evicted staged miss",
			events:   "1s evicted k, 2s miss",
			answers:  "0s+0s: ok, 2s+1s: 1 from source",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "pinDirty: it is not evicted before its write is done",
			settings: "writeBehind.pinDirty",
			scenario: behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'get', 'key': 'k', 'at': '2s'}]}], 'writeBehind': {'writeDelay': '5s', 'pinDirty': true}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '1s'}], ` + source,
			senses:   "evicted staged miss",
			answers:  "0s+0s: ok, 2s+0s: 2 from cache",
			atEnd:    "2 in cache, 2 in source",
		},
		{
			says:     "pinDirty: a full cache holds one too many until the first write is done",
			settings: "writeBehind.pinDirty cache.capacity",
			scenario: behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'create', 'key': 'l', 'value': 3}]}], 'writeBehind': {'writeDelay': '5s', 'pinDirty': true}, 'cache': {'capacity': 1}, ` + source,
			senses:   "evicted",
			events:   "7s evicted k",
		},
		{
			says:     "cleanBy key: the first write's end cleans the second's entry, which can then be evicted",
			settings: "writeBehind.cleanBy",
			scenario: behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3}]}], 'writeBehind': {'pinDirty': true, 'cleanBy': 'key'}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '3s'}], ` + source,
			senses:   "evicted",
			events:   "3s evicted k",
			atEnd:    "nothing in cache, 3 in source",
		},
		{
			says:     "cleanBy sequence: it cannot",
			settings: "writeBehind.cleanBy",
			scenario: behind + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3}]}], 'writeBehind': {'pinDirty': true}, 'faults': [{'fault': 'evict', 'key': 'k', 'at': '3s'}], ` + source,
			senses:   "evicted",
			atEnd:    "3 in cache, 3 in source",
		},
		{
			says:     "a refused write blocks the queue, and the run says so",
			settings: "faults[].fault",
			scenario: behind + ops3 + slow + `'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`,
			answers:  "0s+0s: ok, 0s+0s: ok, 0s+0s: ok",
			atEnd:    "3 in cache, nothing in source",
		},
	}
}

// A run whose queue is blocked says how many writes wait.
func TestABlockedQueueSaysSo(t *testing.T) {
	for _, row := range []struct{ ops, want string }{
		{anEdit, "nothing goes on: 1 write is queued, and the Source does not take the first"},
		{anEdit + `, ` + anEdit + `, ` + anEdit, "nothing goes on: 3 writes are queued, and the Source does not take the first"},
	} {
		blocked := run(t, `'write': 'write-behind', 'clients': [{'ops': [`+row.ops+`]}], 'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`)
		if blocked.Stopped != row.want {
			t.Errorf("stopped: %q", blocked.Stopped)
		}
	}
}
