package play

// sourceFacts are about the source under load and in an outage.
func sourceFacts() []fact {
	const (
		three = `'read': 'no-cache', 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}], `
		four  = `'read': 'no-cache', 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}], `
		one   = `'source': {'records': {'k': 1}, 'readLatency': '1s', 'concurrency': 1`
	)
	const overtaken = `'seed': '2', ` + around + `'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 1}, {'op': 'edit', 'key': 'k', 'value': 2}]}], ` +
		`'accessor': {'timeout': '300ms', 'maxAttempts': 2, 'backoff': {'initial': '1ms'}}, 'source': {'writeLatency': {'dist': 'uniform', 'min': '10ms', 'max': '1500ms'}`
	return []fact{
		{
			says:     "without a bound all are served at once",
			settings: "source.concurrency",
			scenario: three + `'source': {'records': {'k': 1}, 'readLatency': '1s'}`,
			senses:   "waiting started",
			answers:  "0s+1s: 1 from source, 0s+1s: 1 from source, 0s+1s: 1 from source",
		},
		{
			says:     "concurrency 1: the others wait for their turn, in the order in which they came",
			settings: "source.concurrency",
			scenario: three + one + `}`,
			senses:   "waiting started",
			events:   "0s waiting, 0s waiting, 1s started, 2s started",
			answers:  "0s+1s: 1 from source, 0s+2s: 1 from source, 0s+3s: 1 from source",
		},
		{
			says:     "concurrency 2: two that end at the same instant make room for two",
			settings: "source.concurrency",
			scenario: four + `'source': {'records': {'k': 1}, 'readLatency': '2s', 'concurrency': 2}`,
			senses:   "waiting started",
			events:   "0s waiting, 0s waiting, 2s started, 2s started",
			answers:  "0s+2s: 1 from source, 0s+2s: 1 from source, 0s+4s: 1 from source, 0s+4s: 1 from source",
		},
		{
			says:     "queueLimit 1: the third is refused at once",
			settings: "source.queueLimit",
			scenario: three + one + `, 'queueLimit': 1}`,
			senses:   "waiting started rejected failure",
			events:   "0s waiting, 0s rejected, 0s failure, 1s started",
			answers:  "0s+1s: 1 from source, 0s+2s: 1 from source, 0s+0s: failed",
		},
		{
			says:     "latencyByLoad: the second of two takes twice as long, the third three times, and one after them as long as the first",
			settings: "source.latencyByLoad[].concurrency source.latencyByLoad[].times",
			scenario: `'read': 'no-cache', 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}, {'ops': [` + aGet + `, ` + aGet + `]}], 'source': {'records': {'k': 1}, 'readLatency': '1s', 'latencyByLoad': [{'concurrency': 3, 'times': 3}]}`,
			answers:  "0s+1s: 1 from source, 0s+2s: 1 from source, 0s+3s: 1 from source, 3s+1s: 1 from source",
		},
		{
			says:     "latencyByLoad: a call that waits is no load until it is served",
			scenario: three + one + `, 'latencyByLoad': [{'concurrency': 2, 'times': 10}]}`,
			answers:  "0s+1s: 1 from source, 0s+2s: 1 from source, 0s+3s: 1 from source",
		},
		{
			says:     "latencyByLoad: a call that was given up is a load until it is served",
			settings: "source.latencyByLoad[].times",
			scenario: around + editing + `'accessor': {'timeout': '1500ms', 'maxAttempts': 2, 'backoff': {'initial': '0s'}}, 'source': {'writeLatency': '2s', 'latencyByLoad': [{'concurrency': 2, 'times': 3}]}`,
			senses:   "timed-out late",
			events:   "1.5s timed-out, 2s late, 3s timed-out, 7.5s late",
			answers:  "0s+3s: unknown",
		},
		{
			says:     "errorRate 1: each call takes its time and changes nothing",
			settings: "source.errorRate",
			scenario: around + editing + `'source': {'writeLatency': '2s', 'errorRate': 1}`,
			senses:   "error failure",
			events:   "2s error, 2s error, 2s failure",
			answers:  "0s+2s: failed",
			atEnd:    "nothing in cache, nothing in source",
		},
		{
			says:     "an outage without a time-out: an error at once",
			settings: "source.outages[].from source.outages[].to",
			scenario: around + `'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2, 'at': '3s'}]}], 'source': {'writeLatency': '2s', 'outages': [{'from': '1s', 'to': '9s'}]}`,
			senses:   "outage outage-over rejected failure",
			events:   "1s outage, 3s rejected, 3s failure, 9s outage-over",
			answers:  "3s+0s: failed",
			atEnd:    "nothing in cache, nothing in source",
		},
		{
			says:     "an outage cuts off what is under way, and it is not applied",
			settings: "source.outages[].from source.outages[].to",
			scenario: around + editing + `'source': {'writeLatency': '2s', 'outages': [{'from': '1s', 'to': '9s'}]}`,
			senses:   "outage outage-over rejected failure",
			events:   "1s outage, 1s rejected, 1s failure, 9s outage-over",
			answers:  "0s+1s: failed",
			atEnd:    "nothing in cache, nothing in source",
		},
		{
			says:     "with a time-out the accessor finds out by that, and nobody knows",
			settings: "accessor.timeout",
			scenario: around + editing + `'accessor': {'timeout': '3s'}, 'source': {'writeLatency': '2s', 'outages': [{'from': '1s', 'to': '9s'}]}`,
			senses:   "outage outage-over timed-out failure no-answer",
			events:   "1s outage, 3s timed-out, 3s no-answer, 9s outage-over",
			answers:  "0s+3s: unknown",
			atEnd:    "nothing in cache, nothing in source",
		},
		{
			says:     "an old save that arrives after a newer one overwrites it",
			settings: "source.fenced",
			scenario: overtaken + `}`,
			senses:   "saved late repeated refusal",
			events:   "344.820637ms saved, 379.605582ms saved, 663.201255ms late",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "fenced, the source refuses it",
			settings: "source.fenced",
			scenario: overtaken + `, 'fenced': true}`,
			senses:   "saved late repeated refusal",
			events:   "344.820637ms saved, 379.605582ms saved, 663.201255ms refusal",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "an outage after the story is over is not told",
			settings: "source.outages[].from",
			scenario: around + editing + `'source': {'writeLatency': '2s', 'outages': [{'from': '5s', 'to': '9s'}]}`,
			senses:   "outage outage-over",
			answers:  "0s+2s: ok",
		},
		{
			says:     "feedLatency: the change feed deletes the old copy so much after the save",
			settings: "source.feedLatency",
			scenario: `'write': 'change-data-capture', ` + editing + `'cache': {'primer': ['k']}, 'source': {'records': {'k': 1}, 'writeLatency': '2s', 'feedLatency': '3s'}`,
			senses:   "saved removed",
			events:   "2s saved, 5s removed",
			answers:  "0s+2s: ok",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "the feed hears of what another service writes past the cache",
			settings: "clients[].write",
			scenario: `'write': 'change-data-capture', 'clients': [{'write': 'write-around', 'ops': [` + anEdit + `]}, {'ops': [{'op': 'edit', 'key': 'other'}]}], 'cache': {'primer': ['k']}, ` + source,
			senses:   "removed",
			events:   "2s removed",
			answers:  "0s+2s: ok, 0s+2s: ok",
			atEnd:    "nothing in cache, 2 in source",
		},
	}
}

// accessorFacts are about attempts, time-outs, the circuit breaker and the bulkhead.
func accessorFacts() []fact {
	const (
		failing = around + editing + `'source': {'writeLatency': '1s', 'errorRate': 1}, `
		once    = around + editing + source + `'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}], `
		edits   = around + `'clients': [{'ops': [` + anEdit + `, ` + anEdit + `, ` + anEdit + `]}], `
	)
	return []fact{
		{
			says:     "maxAttempts 2: what passes is tried again",
			settings: "accessor.maxAttempts accessor.backoff.initial",
			scenario: once + `'accessor': {'maxAttempts': 2, 'backoff': {'initial': '500ms'}}`,
			senses:   "error retry saved failure",
			events:   "2s error, 2s retry, 4.5s saved",
			answers:  "0s+4.5s: ok",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "maxAttempts 1: it fails",
			settings: "accessor.maxAttempts",
			scenario: once + `'accessor': {}`,
			senses:   "error retry saved failure",
			events:   "2s error, 2s error, 2s failure",
			answers:  "0s+2s: failed",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "backoff: each pause is twice as long",
			settings: "accessor.backoff.initial",
			scenario: failing + `'accessor': {'maxAttempts': 4, 'backoff': {'initial': '1s'}}`,
			senses:   "retry",
			events:   "1s retry, 3s retry, 6s retry",
			answers:  "0s+11s: failed",
		},
		{
			says:     "backoff.multiplier 3",
			settings: "accessor.backoff.multiplier",
			scenario: failing + `'accessor': {'maxAttempts': 4, 'backoff': {'initial': '1s', 'multiplier': 3}}`,
			senses:   "retry",
			events:   "1s retry, 3s retry, 7s retry",
			answers:  "0s+17s: failed",
		},
		{
			says:     "backoff.max bounds them",
			settings: "accessor.backoff.max",
			scenario: failing + `'accessor': {'maxAttempts': 4, 'backoff': {'initial': '1s', 'multiplier': 3, 'max': '2s'}}`,
			senses:   "retry",
			events:   "1s retry, 3s retry, 6s retry",
			answers:  "0s+9s: failed",
		},
		{
			says:     "backoff.jitter 0.5: a pause is up to half longer or shorter",
			settings: "accessor.backoff.jitter",
			scenario: failing + `'accessor': {'maxAttempts': 4, 'backoff': {'initial': '1s', 'multiplier': 1, 'jitter': 0.5}}`,
			senses:   "retry",
			events:   "1s retry, 2.996292525s retry, 4.506235104s retry",
		},
		{
			says:     "timeout: the late answer still arrives, and what it is about is done",
			settings: "accessor.timeout",
			scenario: around + editing + `'accessor': {'timeout': '1s'}, ` + source,
			senses:   "timed-out no-answer late",
			events:   "1s timed-out, 1s no-answer, 2s late",
			answers:  "0s+1s: unknown",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "timeout and retry: the save is applied twice",
			settings: "accessor.timeout accessor.maxAttempts",
			scenario: around + editing + `'accessor': {'timeout': '1500ms', 'maxAttempts': 2, 'backoff': {'initial': '0s'}}, 'source': {'writeLatency': '2s'}`,
			senses:   "timed-out late",
			events:   "1.5s timed-out, 2s late, 3s timed-out, 3.5s late",
			answers:  "0s+3s: unknown",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "circuitBreaker: after two failures the third call is refused at once",
			settings: "accessor.circuitBreaker.failureThreshold",
			scenario: edits + `'source': {'writeLatency': '1s', 'errorRate': 1}, 'accessor': {'circuitBreaker': {'failureThreshold': 2}}`,
			senses:   "breaker-opened rejected",
			events:   "2s breaker-opened, 2s rejected",
			answers:  "0s+1s: failed, 1s+1s: failed, 2s+0s: failed",
		},
		{
			says:     "circuitBreaker.window: one success in between does not help, if two of three have failed",
			settings: "accessor.circuitBreaker.window",
			scenario: edits + source + `'accessor': {'circuitBreaker': {'failureThreshold': 2, 'window': 3}},
			'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}, {'fault': 'source-error', 'step': 'C1/3/source.save'}]`,
			senses:  "breaker-opened",
			events:  "6s breaker-opened",
			answers: "0s+2s: failed, 2s+2s: ok, 4s+2s: failed",
		},
		{
			says:     "circuitBreaker.openFor: then one call may try, and its success closes it",
			settings: "accessor.circuitBreaker.openFor",
			scenario: around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3, 'at': '4s'}, {'op': 'edit', 'key': 'k', 'value': 4, 'at': '9s'}]}], ` + source +
				`'accessor': {'circuitBreaker': {'failureThreshold': 1, 'openFor': '5s'}}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			senses:  "breaker-opened breaker-trial breaker-closed rejected",
			events:  "2s breaker-opened, 4s rejected, 7s breaker-trial, 11s breaker-closed",
			answers: "0s+2s: failed, 4s+0s: failed, 9s+2s: ok",
		},
		{
			says:     "a trial that fails opens it again",
			scenario: around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3, 'at': '9s'}]}], 'source': {'writeLatency': '2s', 'errorRate': 1}, 'accessor': {'circuitBreaker': {'failureThreshold': 1, 'openFor': '5s'}}`,
			senses:   "breaker-opened breaker-trial breaker-closed",
			events:   "2s breaker-opened, 7s breaker-trial, 11s breaker-opened",
			answers:  "0s+2s: failed, 9s+2s: failed",
		},
		{
			says:     "circuitBreaker.halfOpenCalls 2: it closes after the second success",
			settings: "accessor.circuitBreaker.halfOpenCalls",
			scenario: around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'at': '9s'}, ` + anEdit + `]}], ` + source +
				`'accessor': {'circuitBreaker': {'failureThreshold': 1, 'openFor': '5s', 'halfOpenCalls': 2}}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			senses:  "breaker-opened breaker-trial breaker-closed",
			events:  "2s breaker-opened, 7s breaker-trial, 13s breaker-closed",
			answers: "0s+2s: failed, 9s+2s: ok, 11s+2s: ok",
		},
		{
			says:     "what the bulkhead refuses was no trial of the circuit breaker, which closes with the next",
			settings: "accessor.bulkhead",
			scenario: around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'at': '9s'}, ` + anEdit + `]}, {'ops': [{'op': 'edit', 'key': 'k', 'at': '10s'}]}], ` + source +
				`'accessor': {'bulkhead': 1, 'circuitBreaker': {'failureThreshold': 1, 'openFor': '5s', 'halfOpenCalls': 2}}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			senses:  "breaker-opened breaker-trial breaker-closed rejected",
			events:  "2s breaker-opened, 7s breaker-trial, 10s rejected, 13s breaker-closed",
			answers: "0s+2s: failed, 9s+2s: ok, 11s+2s: ok, 10s+0s: failed",
		},
		{
			says:     "bulkhead 1: a second call at the same time is refused at once",
			settings: "accessor.bulkhead",
			scenario: around + `'clients': [{'ops': [` + anEdit + `]}, {'ops': [` + anEdit + `]}], 'accessor': {'bulkhead': 1}, ` + source,
			senses:   "rejected",
			events:   "0s rejected",
			answers:  "0s+2s: ok, 0s+0s: failed",
		},
		{
			says:     "a payment whose answer was lost is made twice",
			settings: "accessor.maxAttempts",
			scenario: around + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}]}], 'source': {'writeLatency': '2s'}, 'accessor': {'maxAttempts': 2, 'backoff': {'initial': '0s'}}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			senses:   "saved unheard timed-out repeated",
			events:   "2s unheard, 2s timed-out, 4s saved",
			answers:  "0s+4s: ok",
			atEnd:    "nothing in cache, paid 10 twice in source",
		},
		{
			says:     "idempotencyKey: the source knows it already",
			settings: "accessor.idempotencyKey",
			scenario: around + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}]}], 'source': {'writeLatency': '2s'}, 'accessor': {'maxAttempts': 2, 'backoff': {'initial': '0s'}, 'idempotencyKey': true}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			senses:   "saved unheard timed-out repeated",
			events:   "2s unheard, 2s timed-out, 4s repeated",
			answers:  "0s+4s: ok",
			atEnd:    "nothing in cache, paid 10 in source",
		},
		{
			says:     "a refusal is not tried again",
			settings: "faults[].fault",
			scenario: around + editing + source + `'accessor': {'maxAttempts': 3}, 'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`,
			senses:   "refusal retry failure",
			events:   "2s refusal, 2s refusal, 2s failure",
			answers:  "0s+2s: failed",
			atEnd:    "nothing in cache, 1 in source",
		},
	}
}

// failedWriteFacts are about the copy of a write that the source does not take.
func failedWriteFacts() []fact {
	const failing = editing + `'source': {'records': {'k': 1}, 'writeLatency': '2s'}, 'cache': {'primer': ['k']}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}], `
	const timingOut = editing + `'source': {'records': {'k': 1}, 'writeLatency': '2s'}, 'cache': {'primer': ['k']}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}], `
	return []fact{
		{
			says:     "onError keep: the cache holds what the source has refused",
			settings: "onError",
			scenario: failing + `'onError': 'keep'`,
			senses:   "failure removed",
			events:   "2s failure",
			answers:  "0s+2s: failed",
			atEnd:    "2 in cache, 1 in source",
		},
		{
			says:     "onError rollback: it is taken back",
			settings: "onError",
			scenario: failing + `'onError': 'rollback'`,
			senses:   "failure removed",
			events:   "2s removed, 2s failure",
			answers:  "0s+2s: failed",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "onError invalidate: the key is forgotten",
			settings: "onError",
			scenario: failing + `'onError': 'invalidate'`,
			senses:   "failure removed",
			events:   "2s removed, 2s failure",
			answers:  "0s+2s: failed",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "source first: it is forgotten too, whoever has stored it",
			settings: "onError",
			scenario: failing + `'write': 'write-through-source-first', 'onError': 'invalidate'`,
			senses:   "failure removed",
			events:   "2s removed, 2s failure",
			answers:  "0s+2s: failed",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "a time-out before cache.delete leaves the old copy",
			settings: "onError",
			scenario: `'write': 'write-invalidate', ` + timingOut,
			senses:   "unheard timed-out removed no-answer",
			events:   "2s unheard, 2s timed-out, 2s no-answer",
			answers:  "0s+2s: unknown",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "onError invalidate: unless the key is forgotten after it",
			settings: "onError",
			scenario: `'write': 'write-invalidate', ` + timingOut + `'onError': 'invalidate'`,
			senses:   "unheard timed-out removed no-answer",
			events:   "2s unheard, 2s timed-out, 2s removed, 2s no-answer",
			answers:  "0s+2s: unknown",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "onError invalidate: a write around the cache leaves it alone",
			scenario: around + timingOut + `'onError': 'invalidate'`,
			senses:   "timed-out removed no-answer",
			events:   "2s timed-out, 2s no-answer",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "onError invalidate: what a worker gives up takes the newer copy with it",
			settings: "onError",
			scenario: `'write': 'write-behind', 'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3, 'at': '1s'}]}], 'source': {'records': {'k': 1}, 'writeLatency': '2s'}, 'writeBehind': {'onFailure': 'drop'}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}], 'onError': 'invalidate'`,
			senses:   "stored dropped saved",
			events:   "0s stored, 1s stored, 2s dropped, 4s saved",
			answers:  "0s+0s: ok, 1s+0s: ok",
			atEnd:    "nothing in cache, 3 in source",
		},
		{
			says:     "source first: nothing to take back",
			scenario: failing + `'write': 'write-through-source-first', 'onError': 'rollback'`,
			senses:   "failure removed",
			events:   "2s failure",
			answers:  "0s+2s: failed",
			atEnd:    "1 in cache, 1 in source",
		},
	}
}
