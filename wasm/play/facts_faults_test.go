package play

import (
	"testing"

	"cacheplay/wasm/trace"
)

// faultFacts are about faults of single calls, and faults at a time.
func faultFacts() []fact {
	return []fact{
		{
			says:     "cache-lost: cache.set has no effect, and the write goes on",
			settings: "faults[].fault",
			scenario: editing + source + `'cache': {'primer': ['k']}, 'faults': [{'fault': 'cache-lost', 'step': 'C1/1/cache.set'}]`,
			senses:   "astray stored saved",
			events:   "0s astray, 0s astray, 2s saved",
			answers:  "0s+2s: ok",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "what a fault befalls takes as long there and back as any other call",
			settings: "network.latency",
			scenario: around + editing + source + `'network': {'latency': '2s'}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			senses:   "error failure",
			events:   "3s error, 3s error, 4s failure",
			answers:  "0s+4s: failed",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "cache-lost: cache.get finds nothing",
			settings: "faults[].fault",
			scenario: source + `'cache': {'primer': ['k']}, 'clients': [{'ops': [` + aGet + `]}], 'faults': [{'fault': 'cache-lost', 'step': 'C1/1/cache.get'}]`,
			senses:   "astray hit miss",
			events:   "0s astray, 0s astray",
			answers:  "0s+1s: 1 from source",
		},
		{
			says:     "delay: the call arrives so much later, and what follows comes later",
			settings: "faults[].delay",
			scenario: editing + source + `'faults': [{'fault': 'delay', 'step': 'C1/1/source.save', 'delay': '3s'}]`,
			senses:   "stored saved",
			events:   "0s stored, 5s saved",
			answers:  "0s+5s: ok",
			atEnd:    "2 in cache, 2 in source",
		},
		{
			says:     "delay at a time: the next call from then on, here of the worker",
			settings: "faults[].delay",
			scenario: `'write': 'write-behind', ` + editing + source + `'faults': [{'fault': 'delay', 'at': '0s', 'delay': '1s'}, {'fault': 'delay', 'step': 'C1/1/source.save', 'delay': '3s'}]`,
			senses:   "stored saved",
			events:   "1s stored, 6s saved",
			answers:  "0s+1s: ok",
			atEnd:    "2 in cache, 2 in source",
		},
		{
			says:     "delay: a copy that was to be stored before a write comes after it",
			settings: "faults[].delay",
			scenario: `'read': 'cache-aside', 'write': 'write-invalidate', 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + anEdit + `]}], ` + source + `'faults': [{'fault': 'delay', 'step': 'C1/1/cache.set', 'delay': '5s'}]`,
			senses:   "stored saved",
			events:   "2s saved, 6s stored",
			answers:  "0s+6s: 1 from source, 0s+2s: ok",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "source-error at a time: the next save from then on",
			settings: "faults[].at",
			scenario: around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3, 'at': '5s'}]}], ` + source + `'faults': [{'fault': 'source-error', 'at': '3s'}]`,
			senses:   "saved error",
			events:   "2s saved, 7s error, 7s error",
			answers:  "0s+2s: ok, 5s+2s: failed",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "source-timeout without a time-out: applied, and nobody is told",
			settings: "faults[].fault",
			scenario: around + editing + source + `'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			senses:   "saved unheard timed-out no-answer",
			events:   "2s unheard, 2s timed-out, 2s no-answer",
			answers:  "0s+2s: unknown",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "source-timeout with one: the accessor finds out by it",
			settings: "accessor.timeout",
			scenario: around + editing + source + `'accessor': {'timeout': '5s'}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			senses:   "saved unheard timed-out no-answer",
			events:   "2s unheard, 5s timed-out, 5s no-answer",
			answers:  "0s+5s: unknown",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "crash-client: what the client executes stops where it is, its save goes on, and it sends nothing more",
			scenario: source + `'write': 'write-invalidate', 'cache': {'primer': ['k']}, 'clients': [{'ops': [` + anEdit + `, ` + aGet + `]}], 'faults': [{'fault': 'crash-client', 'at': '1s', 'client': 1}]`,
			senses:   "client-crashed saved removed no-answer",
			events:   "1s client-crashed, 2s saved",
			answers:  "0s+1s: unknown, 0s+0s: pending",
			atEnd:    "1 in cache, 2 in source",
		},
		{
			says:     "of two clients the one that is named crashes, while both save",
			settings: "faults[].client",
			scenario: source + `'write': 'write-invalidate', 'clients': [{'ops': [` + anEdit + `]}, {'ops': [{'op': 'edit', 'key': 'l'}]}], 'faults': [{'fault': 'crash-client', 'at': '1s', 'client': 2}]`,
			senses:   "client-crashed answer",
			events:   "1s client-crashed, 2s answer",
			answers:  "0s+2s: ok, 0s+1s: unknown",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "crash-cache: only the copies are gone",
			settings: "faults[].fault",
			scenario: source + `'cache': {'primer': ['k']}, 'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '2s'}]}], 'faults': [{'fault': 'crash-cache', 'at': '1s'}]`,
			senses:   "cache-crashed hit miss",
			events:   "1s cache-crashed, 2s miss",
			answers:  "2s+1s: 1 from source",
			atEnd:    "1 in cache, 1 in source",
		},
		{
			says:     "evict at a step: the operation's own key",
			settings: "faults[].fault",
			scenario: source + `'cache': {'primer': ['k']}, 'clients': [{'ops': [` + aGet + `]}], 'network': {'latency': '2s'}, 'faults': [{'fault': 'evict', 'step': 'C1/1/cache.get'}]`,
			senses:   "evicted hit miss",
			events:   "1s evicted k, 2s miss",
		},
		{
			says:     "outage at a step",
			settings: "faults[].restartAfter",
			scenario: around + editing + source + `'faults': [{'fault': 'outage', 'step': 'C1/1/source.save', 'restartAfter': '3s'}]`,
			senses:   "outage outage-over rejected",
			events:   "0s outage, 0s rejected, 3s outage-over",
			answers:  "0s+0s: failed",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "an outage within another one does not end it",
			scenario: around + editing + `'source': {'outages': [{'from': '0s', 'to': '9s'}]}, 'faults': [{'fault': 'outage', 'step': 'C1/1/source.save', 'restartAfter': '3s'}]`,
			senses:   "outage outage-over",
			events:   "0s outage, 9s outage-over",
			answers:  "0s+0s: failed",
			atEnd:    "nothing in cache, nothing in source",
		},
		{
			says:     "an outage that begins within another one makes it longer",
			settings: "faults[].restartAfter",
			scenario: around + `'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2, 'at': '5s'}]}], 'source': {'outages': [{'from': '0s', 'to': '2s'}]}, 'faults': [{'fault': 'outage', 'at': '1s', 'restartAfter': '8s'}]`,
			senses:   "outage outage-over",
			events:   "0s outage, 9s outage-over",
			answers:  "5s+0s: failed",
			atEnd:    "nothing in cache, nothing in source",
		},
		{
			says:     "what befalls a call befalls it after a wait for the key too",
			scenario: `'write': 'write-through-source-first', 'clients': [{'ops': [` + anEdit + `]}, {'ops': [{'op': 'edit', 'key': 'k', 'value': 3}]}], 'cache': {'fill': 'lock'}, ` + source + `'faults': [{'fault': 'source-error', 'step': 'C2/1/source.save'}]`,
			senses:   "waiting error",
			events:   "0s waiting, 4s error, 4s error",
			answers:  "0s+2s: ok, 0s+4s: failed",
			atEnd:    "2 in cache, 2 in source",
		},
		{
			says:     "two faults at one step both happen",
			scenario: editing + source + `'cache': {'primer': ['k']}, 'faults': [{'fault': 'crash-cache', 'step': 'C1/1/source.save'}, {'fault': 'source-error', 'step': 'C1/1/source.save'}, {'fault': 'outage', 'step': 'C1/1/source.save', 'restartAfter': '3s'}]`,
			senses:   "cache-crashed outage outage-over",
			events:   "0s cache-crashed, 0s outage, 3s outage-over",
			answers:  "0s+0s: failed",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "a payment reaches a cached ledger, and the source's",
			settings: "clients[].ops[].op",
			scenario: `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, ` + aGet + `]}], ` + source + `'cache': {'primer': ['k']}`,
			answers:  "0s+2s: ok, 2s+0s: 1 paid 10 from cache",
			atEnd:    "1 paid 10 in cache, 1 paid 10 in source",
		},
	}
}

// crashFacts are about crashes of the Resource Manager: what clients are told, and
// what is left in cache and source.
func crashFacts() []fact {
	const (
		source  = `'source': {'records': {'k': 1}, 'readLatency': '1s', 'writeLatency': '2s'}, `
		primed  = `'cache': {'primer': ['k']}, `
		edit    = `{'op': 'edit', 'key': 'k', 'value': 2}`
		getLate = `{'op': 'get', 'key': 'k', 'at': '9s'}`
		behind  = `'write': 'write-behind', `
		around  = `'write': 'write-around', `
		editGet = `'clients': [{'ops': [` + edit + `, ` + getLate + `]}], `
		editing = `'clients': [{'ops': [` + edit + `]}], `
	)
	return []fact{
		{
			says:     "a queued write is lost",
			settings: "faults[].at",
			scenario: source + behind + editGet + `'writeBehind': {'writeDelay': '5s'}, 'faults': [{'fault': 'crash', 'at': '3s'}]`,
			answers:  "0s+0s: ok, 9s+1s: 1 from source",
			atEnd:    "1 in cache, 1 in source",
		},
		{
			says:     "a save that the worker has begun is applied all the same",
			scenario: source + behind + editGet + `'writeBehind': {'writeDelay': '1s'}, 'faults': [{'fault': 'crash', 'at': '2s'}]`,
			answers:  "0s+0s: ok, 9s+1s: 2 from source",
			atEnd:    "2 in cache, 2 in source",
		},
		{
			says:     "after the worker is done there is nothing to lose",
			scenario: source + behind + editGet + `'faults': [{'fault': 'crash', 'at': '3s'}]`,
			answers:  "0s+0s: ok, 9s+1s: 2 from source",
			atEnd:    "2 in cache, 2 in source",
		},
		{
			says:     "write through: the save under way is applied, but nobody is told",
			scenario: source + editing + `'faults': [{'fault': 'crash', 'at': '1s'}]`,
			answers:  "0s+1s: unknown",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "what was acknowledged by write through stays",
			scenario: source + editing + `'faults': [{'fault': 'crash', 'at': '3s'}]`,
			answers:  "0s+2s: ok",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "what a client does itself goes on",
			scenario: source + around + editing + `'faults': [{'fault': 'crash', 'at': '1s'}]`,
			answers:  "0s+2s: ok",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "a read under way gets no answer, and the client goes on",
			scenario: source + `'clients': [{'ops': [{'op': 'get', 'key': 'k'}, ` + getLate + `]}], 'faults': [{'fault': 'crash', 'at': '500ms'}]`,
			answers:  "0s+500ms: unknown, 9s+1s: 1 from source",
			atEnd:    "1 in cache, 1 in source",
		},

		{
			says:     "while the process is down it refuses requests",
			settings: "faults[].restartAfter",
			scenario: source + `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '2s'}, {'op': 'edit', 'key': 'k', 'value': 2}, ` + getLate + `]}], 'faults': [{'fault': 'crash', 'at': '1s', 'restartAfter': '3s'}]`,
			answers:  "2s+0s: failed, 2s+0s: failed, 9s+1s: 1 from source",
			atEnd:    "1 in cache, 1 in source",
		},
		{
			says:     "a process that is down cannot crash again",
			scenario: source + `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '4s'}, {'op': 'get', 'key': 'k', 'at': '6s'}]}], 'faults': [{'fault': 'crash', 'at': '1s', 'restartAfter': '4s'}, {'fault': 'crash', 'at': '2s'}]`,
			answers:  "4s+0s: failed, 6s+1s: 1 from source",
			atEnd:    "1 in cache, 1 in source",
		},
		{
			says:     "a request on its way arrives after the restart",
			scenario: source + `'network': {'latency': '2s'}, ` + primed + `'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}], 'faults': [{'fault': 'crash', 'at': '500ms'}]`,
			answers:  "0s+9s: 1 from source",
			atEnd:    "1 in cache, 1 in source",
		},

		{
			says:     "a cache inside the process loses its copies",
			scenario: source + primed + `'clients': [{'ops': [` + getLate + `]}], 'faults': [{'fault': 'crash', 'at': '1s'}]`,
			answers:  "9s+1s: 1 from source",
			atEnd:    "1 in cache, 1 in source",
		},
		{
			says:     "a cache outside keeps them",
			settings: "cache.survivesCrash",
			scenario: source + `'cache': {'primer': ['k'], 'survivesCrash': true}, 'clients': [{'ops': [` + getLate + `]}], 'faults': [{'fault': 'crash', 'at': '1s'}]`,
			answers:  "9s+0s: 1 from cache",
			atEnd:    "1 in cache, 1 in source",
		},
		{
			says:     "even those that the source will never have",
			scenario: source + `'cache': {'survivesCrash': true}, ` + behind + editGet + `'writeBehind': {'writeDelay': '5s'}, 'faults': [{'fault': 'crash', 'at': '3s'}]`,
			answers:  "0s+0s: ok, 9s+0s: 2 from cache",
			atEnd:    "2 in cache, 1 in source",
		},
		{
			says:     "a cache that is down with the process cannot be asked",
			scenario: source + primed + `'read': 'cache-aside', 'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '2s'}]}], 'faults': [{'fault': 'crash', 'at': '1s', 'restartAfter': '9s'}]`,
			answers:  "2s+1s: 1 from source",
			atEnd:    "nothing in cache, 1 in source",
		},

		{
			says:     "a crash as the save leaves: it never arrives",
			settings: "faults[].fault",
			scenario: source + primed + editing + `'faults': [{'fault': 'crash', 'step': 'C1/1/source.save'}]`,
			answers:  "0s+0s: unknown",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "a crash as cache.set leaves",
			scenario: source + primed + editing + `'faults': [{'fault': 'crash', 'step': 'C1/1/cache.set'}]`,
			answers:  "0s+0s: unknown",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "a crash as the worker's save leaves",
			scenario: source + behind + editing + `'faults': [{'fault': 'crash', 'step': 'C1/1/source.save'}]`,
			answers:  "0s+0s: ok",
			atEnd:    "nothing in cache, 1 in source",
		},
		{
			says:     "a crash at a step of a client does not stop it",
			scenario: source + around + editing + `'faults': [{'fault': 'crash', 'step': 'C1/1/source.save'}]`,
			answers:  "0s+2s: ok",
			atEnd:    "nothing in cache, 2 in source",
		},
		{
			says:     "a crash at a step that never comes does not happen",
			scenario: source + primed + `'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}], 'faults': [{'fault': 'crash', 'step': 'C1/1/source.read'}]`,
			answers:  "0s+0s: 1 from cache",
			atEnd:    "1 in cache, 1 in source",
		},
	}
}

// The trace has events for a crash and for the restart, and says which write was
// lost.
func TestCrashAndRestartAreTold(t *testing.T) {
	tr := run(t, `'write': 'write-behind', 'writeBehind': {'writeDelay': '5s'}, 'clients': [{'ops': [{'op': 'create', 'key': 'k'}]}],
		'faults': [{'fault': 'crash', 'at': '1s', 'restartAfter': '3s'}]`)
	if crashed, restarted := timesOf(tr, trace.Crashed), timesOf(tr, trace.Restarted); crashed != "1s" || restarted != "4s" {
		t.Errorf("crashed at %s, up again at %s", crashed, restarted)
	}
	if by, lost := tr.LostBy(0); !lost || tr.Events[by].T != seconds(1) {
		t.Errorf("lost by event %d: %v", by, lost)
	}
}
