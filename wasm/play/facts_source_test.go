package play

// The source under load, and out of reach.
func sourceFacts() []fact {
	const (
		three = `'read': 'no-cache', 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}, {'ops': [` + aGet + `]}], `
		one   = `'source': {'records': {'k': 1}, 'readLatency': '1s', 'concurrency': 1`
	)
	return []fact{
		{"source.concurrency", "without a bound all are served at once", three + `'source': {'records': {'k': 1}, 'readLatency': '1s'}`,
			"", "0s+1s: 1 from source, 0s+1s: 1 from source, 0s+1s: 1 from source", "-", "waiting started"},
		{"source.concurrency", "concurrency 1: the others wait for their turn, in the order in which they came", three + one + `}`,
			"0s waiting, 0s waiting, 1s started, 2s started", "0s+1s: 1 from source, 0s+2s: 1 from source, 0s+3s: 1 from source", "-", "waiting started"},
		{"source.queueLimit", "queueLimit 1: the third is refused at once", three + one + `, 'queueLimit': 1}`,
			"0s waiting, 0s rejected, 0s failure, 1s started", "0s+1s: 1 from source, 0s+2s: 1 from source, 0s+0s: failed", "-", "waiting started rejected failure"},
		{"source.errorRate", "errorRate 1: each call takes its time and changes nothing", around + editing + `'source': {'writeLatency': '2s', 'errorRate': 1}`,
			"2s error, 2s error, 2s failure", "0s+2s: failed", "nothing in cache, nothing in source", "error failure"},
		{"source.outages[].from source.outages[].to", "an outage without a time-out: an error at once", around + `'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2, 'at': '3s'}]}], 'source': {'writeLatency': '2s', 'outages': [{'from': '1s', 'to': '9s'}]}`,
			"1s outage, 3s rejected, 3s failure, 9s outage-over", "3s+0s: failed", "nothing in cache, nothing in source", "outage outage-over rejected failure"},
		{"source.outages[].from source.outages[].to", "an outage cuts off what is under way, and it is not applied", around + editing + `'source': {'writeLatency': '2s', 'outages': [{'from': '1s', 'to': '9s'}]}`,
			"1s outage, 1s rejected, 1s failure, 9s outage-over", "0s+1s: failed", "nothing in cache, nothing in source", "outage outage-over rejected failure"},
		{"accessor.timeout", "with a time-out the accessor finds out by that, and nobody knows", around + editing + `'accessor': {'timeout': '3s'}, 'source': {'writeLatency': '2s', 'outages': [{'from': '1s', 'to': '9s'}]}`,
			"1s outage, 3s timed-out, 3s no-answer, 9s outage-over", "0s+3s: unknown", "nothing in cache, nothing in source", "outage outage-over timed-out failure no-answer"},
		{"source.outages[].from", "an outage after the story is over is not told", around + editing + `'source': {'writeLatency': '2s', 'outages': [{'from': '5s', 'to': '9s'}]}`,
			"", "0s+2s: ok", "-", "outage outage-over"},
		{"source.feedLatency", "feedLatency: the change feed deletes the old copy so much after the save", `'write': 'change-data-capture', ` + editing + `'cache': {'primer': ['k']}, 'source': {'records': {'k': 1}, 'writeLatency': '2s', 'feedLatency': '3s'}`,
			"2s saved, 5s removed", "0s+2s: ok", "nothing in cache, 2 in source", "saved removed"},
		{"clients[].write", "the feed hears of what another service writes past the cache", `'write': 'change-data-capture', 'clients': [{'write': 'write-around', 'ops': [` + anEdit + `]}, {'ops': [{'op': 'edit', 'key': 'other'}]}], 'cache': {'primer': ['k']}, ` + source,
			"2s removed", "0s+2s: ok, 0s+2s: ok", "nothing in cache, 2 in source", "removed"},
	}
}

// What the accessor does about it.
func accessorFacts() []fact {
	const (
		failing = around + editing + `'source': {'writeLatency': '1s', 'errorRate': 1}, `
		once    = around + editing + source + `'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}], `
		edits   = around + `'clients': [{'ops': [` + anEdit + `, ` + anEdit + `, ` + anEdit + `]}], `
	)
	return []fact{
		{"accessor.maxAttempts accessor.backoff.initial", "maxAttempts 2: what passes is tried again", once + `'accessor': {'maxAttempts': 2, 'backoff': {'initial': '500ms'}}`,
			"2s error, 2s retry, 4.5s saved", "0s+4.5s: ok", "nothing in cache, 2 in source", "error retry saved failure"},
		{"accessor.maxAttempts", "maxAttempts 1: it fails", once + `'accessor': {}`, "2s error, 2s error, 2s failure", "0s+2s: failed", "nothing in cache, 1 in source", "error retry saved failure"},
		{"accessor.backoff.initial", "backoff: each pause is twice as long", failing + `'accessor': {'maxAttempts': 4, 'backoff': {'initial': '1s'}}`,
			"1s retry, 3s retry, 6s retry", "0s+11s: failed", "-", "retry"},
		{"accessor.backoff.multiplier", "backoff.multiplier 3", failing + `'accessor': {'maxAttempts': 4, 'backoff': {'initial': '1s', 'multiplier': 3}}`,
			"1s retry, 3s retry, 7s retry", "0s+17s: failed", "-", "retry"},
		{"accessor.backoff.max", "backoff.max bounds them", failing + `'accessor': {'maxAttempts': 4, 'backoff': {'initial': '1s', 'multiplier': 3, 'max': '2s'}}`,
			"1s retry, 3s retry, 6s retry", "0s+9s: failed", "-", "retry"},
		{"accessor.backoff.jitter", "backoff.jitter 0.5: a pause is up to half longer or shorter", failing + `'accessor': {'maxAttempts': 4, 'backoff': {'initial': '1s', 'multiplier': 1, 'jitter': 0.5}}`,
			"1s retry, 2.996292525s retry, 4.506235104s retry", "-", "-", "retry"},
		{"accessor.timeout", "timeout: the late answer still arrives, and what it is about is done", around + editing + `'accessor': {'timeout': '1s'}, ` + source,
			"1s timed-out, 1s no-answer, 2s late", "0s+1s: unknown", "nothing in cache, 2 in source", "timed-out no-answer late"},
		{"accessor.timeout accessor.maxAttempts", "timeout and retry: the save is applied twice", around + editing + `'accessor': {'timeout': '1500ms', 'maxAttempts': 2, 'backoff': {'initial': '0s'}}, 'source': {'writeLatency': '2s'}`,
			"1.5s timed-out, 2s late, 3s timed-out, 3.5s late", "0s+3s: unknown", "nothing in cache, 2 in source", "timed-out late"},
		{"accessor.circuitBreaker.failureThreshold", "circuitBreaker: after two failures the third call is refused at once", edits + `'source': {'writeLatency': '1s', 'errorRate': 1}, 'accessor': {'circuitBreaker': {'failureThreshold': 2}}`,
			"2s breaker-opened, 2s rejected", "0s+1s: failed, 1s+1s: failed, 2s+0s: failed", "-", "breaker-opened rejected"},
		{"accessor.circuitBreaker.window", "circuitBreaker.window: one success in between does not help, if two of three have failed", edits + source + `'accessor': {'circuitBreaker': {'failureThreshold': 2, 'window': 3}},
			'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}, {'fault': 'source-error', 'step': 'C1/3/source.save'}]`,
			"6s breaker-opened", "0s+2s: failed, 2s+2s: ok, 4s+2s: failed", "-", "breaker-opened"},
		{"accessor.circuitBreaker.openFor", "circuitBreaker.openFor: then one call may try, and its success closes it", around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3, 'at': '4s'}, {'op': 'edit', 'key': 'k', 'value': 4, 'at': '9s'}]}], ` + source +
			`'accessor': {'circuitBreaker': {'failureThreshold': 1, 'openFor': '5s'}}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			"2s breaker-opened, 4s rejected, 7s breaker-trial, 11s breaker-closed", "0s+2s: failed, 4s+0s: failed, 9s+2s: ok", "-", "breaker-opened breaker-trial breaker-closed rejected"},
		{"", "a trial that fails opens it again", around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3, 'at': '9s'}]}], 'source': {'writeLatency': '2s', 'errorRate': 1}, 'accessor': {'circuitBreaker': {'failureThreshold': 1, 'openFor': '5s'}}`,
			"2s breaker-opened, 7s breaker-trial, 11s breaker-opened", "0s+2s: failed, 9s+2s: failed", "-", "breaker-opened breaker-trial breaker-closed"},
		{"accessor.circuitBreaker.halfOpenCalls", "circuitBreaker.halfOpenCalls 2: it closes after the second success", around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'at': '9s'}, ` + anEdit + `]}], ` + source +
			`'accessor': {'circuitBreaker': {'failureThreshold': 1, 'openFor': '5s', 'halfOpenCalls': 2}}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			"2s breaker-opened, 7s breaker-trial, 13s breaker-closed", "0s+2s: failed, 9s+2s: ok, 11s+2s: ok", "-", "breaker-opened breaker-trial breaker-closed"},
		{"accessor.bulkhead", "what the bulkhead refuses was no trial of the circuit breaker, which closes with the next", around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'at': '9s'}, ` + anEdit + `]}, {'ops': [{'op': 'edit', 'key': 'k', 'at': '10s'}]}], ` + source +
			`'accessor': {'bulkhead': 1, 'circuitBreaker': {'failureThreshold': 1, 'openFor': '5s', 'halfOpenCalls': 2}}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			"2s breaker-opened, 7s breaker-trial, 10s rejected, 13s breaker-closed", "0s+2s: failed, 9s+2s: ok, 11s+2s: ok, 10s+0s: failed", "-", "breaker-opened breaker-trial breaker-closed rejected"},
		{"accessor.bulkhead", "bulkhead 1: a second call at the same time is refused at once", around + `'clients': [{'ops': [` + anEdit + `]}, {'ops': [` + anEdit + `]}], 'accessor': {'bulkhead': 1}, ` + source,
			"0s rejected", "0s+2s: ok, 0s+0s: failed", "-", "rejected"},
		{"accessor.maxAttempts", "a payment whose answer was lost is made twice", around + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}]}], 'source': {'writeLatency': '2s'}, 'accessor': {'maxAttempts': 2, 'backoff': {'initial': '0s'}}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			"2s unheard, 2s timed-out, 4s saved", "0s+4s: ok", "nothing in cache, paid 10 twice in source", "saved unheard timed-out repeated"},
		{"accessor.idempotencyKey", "idempotencyKey: the source knows it already", around + `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}]}], 'source': {'writeLatency': '2s'}, 'accessor': {'maxAttempts': 2, 'backoff': {'initial': '0s'}, 'idempotencyKey': true}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			"2s unheard, 2s timed-out, 4s repeated", "0s+4s: ok", "nothing in cache, paid 10 in source", "saved unheard timed-out repeated"},
		{"faults[].fault", "a refusal is not tried again", around + editing + source + `'accessor': {'maxAttempts': 3}, 'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`,
			"2s refusal, 2s refusal, 2s failure", "0s+2s: failed", "nothing in cache, 1 in source", "refusal retry failure"},
	}
}

// What happens to what the cache was given.
func failedWriteFacts() []fact {
	const failing = editing + `'source': {'records': {'k': 1}, 'writeLatency': '2s'}, 'cache': {'primer': ['k']}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}], `
	return []fact{
		{"onError", "onError keep: the cache holds what the source has refused", failing + `'onError': 'keep'`, "2s failure", "0s+2s: failed", "2 in cache, 1 in source", "failure removed"},
		{"onError", "onError rollback: it is taken back", failing + `'onError': 'rollback'`, "2s removed, 2s failure", "0s+2s: failed", "nothing in cache, 1 in source", "failure removed"},
		{"", "source first: nothing to take back", failing + `'write': 'write-through-source-first', 'onError': 'rollback'`, "2s failure", "0s+2s: failed", "1 in cache, 1 in source", "failure removed"},
	}
}
