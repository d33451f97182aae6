package play

// cacheErrorFacts are about calls to the cache that fail, and what their callers do.
func cacheErrorFacts() []fact {
	const (
		invalidating = `'write': 'write-invalidate', ` + editing + source + `'cache': {'primer': ['k']}, 'faults': [{'fault': 'cache-error', 'step': 'C1/1/cache.delete'}], `
		through      = editing + source + `'cache': {'primer': ['k']}, 'faults': [{'fault': 'cache-error', 'step': 'C1/1/cache.set'}], `
		reading      = source + `'cache': {'primer': ['k']}, 'clients': [{'ops': [` + aGet + `]}], 'faults': [{'fault': 'cache-error', 'step': 'C1/1/cache.get'}], `
		filling      = source + `'clients': [{'ops': [` + aGet + `]}], 'faults': [{'fault': 'cache-error', 'step': 'C1/1/cache.set'}], `
		twice        = `'faults': [{'fault': 'cache-error', 'step': 'C1/1/cache.delete'}, {'fault': 'cache-error', 'step': 'C1/1/cache.delete'}], `
		behind       = `'write': 'write-behind', ` + editing + source + `'faults': [{'fault': 'cache-error', 'step': 'C1/1/cache.set'}], `
	)
	return []fact{
		{
			says:     "onCacheError ignore: a delete that fails is skipped, and the old copy stays",
			settings: "onCacheError",
			scenario: invalidating,
			senses:   "error saved removed failure no-answer",
			events:   "2s saved, 2s error",
			answers:  "0s+2s: ok",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "onCacheError fail: the client is told of an error, though the source has the write, and the old copy stays too",
			settings: "onCacheError",
			scenario: invalidating + `'onCacheError': 'fail'`,
			senses:   "error saved removed failure no-answer",
			events:   "2s saved, 2s error, 2s no-answer",
			answers:  "0s+2s: unknown",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "onCacheError retry: the delete is tried again after the accessor's pause",
			settings: "onCacheError accessor.maxAttempts accessor.backoff.initial",
			scenario: invalidating + `'onCacheError': 'retry', 'accessor': {'maxAttempts': 2, 'backoff': {'initial': '1s'}}, 'network': {'latency': '200ms'}`,
			senses:   "error saved retry removed answer",
			events:   "2.1s saved, 2.3s error, 2.4s retry, 3.5s removed, 3.6s answer",
			answers:  "0s+3.6s: ok",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "onCacheError retry: after the last attempt the error is ignored",
			settings: "onCacheError accessor.maxAttempts",
			scenario: `'write': 'write-invalidate', ` + editing + source + `'cache': {'primer': ['k']}, ` + twice + `'onCacheError': 'retry', 'accessor': {'maxAttempts': 2}`,
			senses:   "error retry removed answer",
			events:   "2s error, 2s retry, 2.5s error, 2.5s answer",
			answers:  "0s+2.5s: ok",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "onCacheError fail: before its save a write that fails has no effect",
			settings: "onCacheError",
			scenario: through + `'onCacheError': 'fail'`,
			senses:   "error saved failure",
			events:   "0s error, 0s failure",
			answers:  "0s+0s: failed",
			atEnd:    "1 in cache, 1 in source",
		},
		{
			says:     "onCacheError fail, with onError: what the write has stored before is taken back",
			settings: "onError onCacheError",
			scenario: `'write': {'by': 'client', 'steps': ['cache.set', 'cache.delete', 'source.save', 'answer']}, ` + editing + source + `'faults': [{'fault': 'cache-error', 'step': 'C1/1/cache.delete'}], 'onError': 'rollback', 'onCacheError': 'fail'`,
			senses:   "stored error removed saved failure",
			events:   "0s stored, 0s error, 0s removed, 0s failure",
			answers:  "0s+0s: failed",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "onCacheError ignore: a get that fails is a miss",
			settings: "onCacheError",
			scenario: reading,
			senses:   "error hit miss found stored",
			events:   "0s error, 1s found, 1s stored",
			answers:  "0s+1s: 1 from source",
		},
		{
			says:     "onCacheError fail: a get that fails fails the read",
			settings: "onCacheError",
			scenario: reading + `'onCacheError': 'fail'`,
			senses:   "error hit miss found failure",
			events:   "0s error, 0s failure",
			answers:  "0s+0s: failed",
		},
		{
			says:     "onCacheError fail: a read fails though it has its value, if that cannot be stored",
			settings: "onCacheError",
			scenario: filling + `'onCacheError': 'fail'`,
			senses:   "error found stored failure",
			events:   "1s found, 1s error, 1s failure",
			answers:  "0s+1s: failed",
		},
		{
			says:     "onCacheError fail: behind the answer the steps just end",
			settings: "onCacheError",
			scenario: `'read': {'by': 'manager', 'steps': ['cache.get', 'answer-on-hit', 'source.read', 'answer', 'cache.set', 'cache.delete']}, ` + filling + `'onCacheError': 'fail'`,
			senses:   "error found removed answer failure",
			events:   "1s found, 1s answer, 1s error",
			answers:  "0s+1s: 1 from source",
		},
		{
			says:     "onCacheError ignore: a write behind is queued without its copy",
			settings: "onCacheError",
			scenario: behind,
			senses:   "error stored queued saved answer",
			events:   "0s error, 0s queued, 0s answer, 2s saved",
			answers:  "0s+0s: ok",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "onCacheError fail: a write behind that fails is not queued",
			settings: "onCacheError",
			scenario: behind + `'onCacheError': 'fail'`,
			senses:   "error stored queued saved failure",
			events:   "0s error, 0s failure",
			answers:  "0s+0s: failed",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "onCacheError retry: a write behind keeps no place in the queue while it pauses",
			settings: "onCacheError",
			scenario: `'write': 'write-behind', 'clients': [{'ops': [` + anEdit + `]}, {'ops': [{'op': 'edit', 'key': 'k', 'value': 3, 'at': '1ms'}]}], ` + source + `'faults': [{'fault': 'cache-error', 'step': 'C1/1/cache.set'}], 'onCacheError': 'retry', 'accessor': {'maxAttempts': 2}, 'writeBehind': {'queueCapacity': 1}`,
			senses:   "error retry stored queued saved waiting",
			events:   "0s error, 0s retry, 1ms stored, 1ms queued, 500ms waiting, 2.001s saved, 2.001s stored, 2.001s queued, 4.001s saved",
			answers:  "0s+2.001s: ok, 1ms+0s: ok",
			atEnd:    "2 in cache, 2 in source",
		},
		{
			says:     "onCacheError fail: the change feed has nobody to fail, and goes on",
			scenario: `'write': 'change-data-capture', ` + editing + source + `'cache': {'primer': ['k']}, 'faults': [{'fault': 'cache-error', 'step': 'C1/1/cache.delete'}], 'onCacheError': 'fail'`,
			senses:   "error saved removed answer",
			events:   "2s saved, 2s answer, 2s error",
			answers:  "0s+2s: ok",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "a fault befalls one call of the change feed, however long that has waited for its first",
			scenario: `'write': 'change-data-capture', 'source': {'feedLatency': '1s', 'writeLatency': '1s', 'records': {'k': 1}}, 'cache': {'primer': ['k']}, 'clients': [{'ops': [` + anEdit + `, ` + anEdit + `, ` + anEdit + `]}], 'faults': [{'fault': 'cache-lost', 'at': '0s'}]`,
			senses:   "saved astray removed",
			events:   "1s saved, 2s astray, 2s astray, 2s saved, 3s removed, 3s saved",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "onCacheError retry: a worker tries its delete again",
			settings: "onCacheError",
			scenario: `'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.delete', 'queue.done']}, ` + editing + source + `'cache': {'primer': ['k']}, 'faults': [{'fault': 'cache-error', 'step': 'C1/1/cache.delete'}], 'onCacheError': 'retry', 'accessor': {'maxAttempts': 2}`,
			senses:   "error retry saved removed done",
			events:   "2s saved, 2s error, 2s retry, 2.5s removed, 2.5s done",
			atEnd:    "nothing in cache, 2 in source",
		},
	}
}
