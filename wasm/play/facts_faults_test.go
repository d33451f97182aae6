package play

import (
	"testing"

	"cacheplay/wasm/trace"
)

// Faults of single calls, and at a time.
func faultFacts() []fact {
	return []fact{
		{"faults[].fault", "cache-lost: cache.set has no effect, and the write goes on", editing + source + `'cache': {'primer': ['k']}, 'faults': [{'fault': 'cache-lost', 'step': 'C1/1/cache.set'}]`,
			"0s astray, 0s astray, 2s saved", "0s+2s: ok", "1 in cache, 2 in source", "astray stored saved"},
		{"network.latency", "what a fault befalls takes as long there and back as any other call", around + editing + source + `'network': {'latency': '2s'}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			"3s error, 3s error, 4s failure", "0s+4s: failed", "nothing in cache, 1 in source", "error failure"},
		{"faults[].fault", "cache-lost: cache.get finds nothing", source + `'cache': {'primer': ['k']}, 'clients': [{'ops': [` + aGet + `]}], 'faults': [{'fault': 'cache-lost', 'step': 'C1/1/cache.get'}]`,
			"0s astray, 0s astray", "0s+1s: 1 from source", "-", "astray hit miss"},
		{"faults[].delay", "delay: the call arrives so much later, and what follows comes later", editing + source + `'faults': [{'fault': 'delay', 'step': 'C1/1/source.save', 'delay': '3s'}]`,
			"0s stored, 5s saved", "0s+5s: ok", "2 in cache, 2 in source", "stored saved"},
		{"faults[].delay", "delay at a time: the next call from then on, here of the worker", `'write': 'write-behind', ` + editing + source + `'faults': [{'fault': 'delay', 'at': '0s', 'delay': '1s'}, {'fault': 'delay', 'step': 'C1/1/source.save', 'delay': '3s'}]`,
			"1s stored, 6s saved", "0s+1s: ok", "2 in cache, 2 in source", "stored saved"},
		{"faults[].delay", "delay: a copy that was to be stored before a write comes after it", `'read': 'cache-aside', 'write': 'write-invalidate', 'clients': [{'ops': [` + aGet + `]}, {'ops': [` + anEdit + `]}], ` + source + `'faults': [{'fault': 'delay', 'step': 'C1/1/cache.set', 'delay': '5s'}]`,
			"2s saved, 6s stored", "0s+6s: 1 from source, 0s+2s: ok", "1 in cache, 2 in source", "stored saved"},
		{"faults[].at", "source-error at a time: the next save from then on", around + `'clients': [{'ops': [` + anEdit + `, {'op': 'edit', 'key': 'k', 'value': 3, 'at': '5s'}]}], ` + source + `'faults': [{'fault': 'source-error', 'at': '3s'}]`,
			"2s saved, 7s error, 7s error", "0s+2s: ok, 5s+2s: failed", "nothing in cache, 2 in source", "saved error"},
		{"faults[].fault", "source-timeout without a time-out: applied, and nobody is told", around + editing + source + `'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			"2s unheard, 2s timed-out, 2s no-answer", "0s+2s: unknown", "nothing in cache, 2 in source", "saved unheard timed-out no-answer"},
		{"accessor.timeout", "source-timeout with one: the accessor finds out by it", around + editing + source + `'accessor': {'timeout': '5s'}, 'faults': [{'fault': 'source-timeout', 'step': 'C1/1/source.save'}]`,
			"2s unheard, 5s timed-out, 5s no-answer", "0s+5s: unknown", "nothing in cache, 2 in source", "saved unheard timed-out no-answer"},
		{"faults[].fault", "crash-cache: only the copies are gone", source + `'cache': {'primer': ['k']}, 'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '2s'}]}], 'faults': [{'fault': 'crash-cache', 'at': '1s'}]`,
			"1s cache-crashed, 2s miss", "2s+1s: 1 from source", "1 in cache, 1 in source", "cache-crashed hit miss"},
		{"faults[].fault", "evict at a step: the operation's own key", source + `'cache': {'primer': ['k']}, 'clients': [{'ops': [` + aGet + `]}], 'network': {'latency': '2s'}, 'faults': [{'fault': 'evict', 'step': 'C1/1/cache.get'}]`,
			"1s evicted k, 2s miss", "-", "-", "evicted hit miss"},
		{"faults[].restartAfter", "outage at a step", around + editing + source + `'faults': [{'fault': 'outage', 'step': 'C1/1/source.save', 'restartAfter': '3s'}]`,
			"0s outage, 0s rejected, 3s outage-over", "0s+0s: failed", "nothing in cache, 1 in source", "outage outage-over rejected"},
		{"", "an outage within another one does not end it", around + editing + `'source': {'outages': [{'from': '0s', 'to': '9s'}]}, 'faults': [{'fault': 'outage', 'step': 'C1/1/source.save', 'restartAfter': '3s'}]`,
			"0s outage, 9s outage-over", "0s+0s: failed", "nothing in cache, nothing in source", "outage outage-over"},
		{"faults[].restartAfter", "an outage that begins within another one makes it longer", around + `'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 2, 'at': '5s'}]}], 'source': {'outages': [{'from': '0s', 'to': '2s'}]}, 'faults': [{'fault': 'outage', 'at': '1s', 'restartAfter': '8s'}]`,
			"0s outage, 9s outage-over", "5s+0s: failed", "nothing in cache, nothing in source", "outage outage-over"},
		{"", "what befalls a call befalls it after a wait for the key too", `'write': 'write-through-source-first', 'clients': [{'ops': [` + anEdit + `]}, {'ops': [{'op': 'edit', 'key': 'k', 'value': 3}]}], 'cache': {'fill': 'lock'}, ` + source + `'faults': [{'fault': 'source-error', 'step': 'C2/1/source.save'}]`,
			"0s waiting, 4s error, 4s error", "0s+2s: ok, 0s+4s: failed", "2 in cache, 2 in source", "waiting error"},
		{"", "two faults at one step both happen", editing + source + `'cache': {'primer': ['k']}, 'faults': [{'fault': 'crash-cache', 'step': 'C1/1/source.save'}, {'fault': 'source-error', 'step': 'C1/1/source.save'}, {'fault': 'outage', 'step': 'C1/1/source.save', 'restartAfter': '3s'}]`,
			"0s cache-crashed, 0s outage, 3s outage-over", "0s+0s: failed", "nothing in cache, 1 in source", "cache-crashed outage outage-over"},
		{"clients[].ops[].op", "a payment reaches a cached ledger, and the source's", `'clients': [{'ops': [{'op': 'pay', 'key': 'k', 'value': 10}, ` + aGet + `]}], ` + source + `'cache': {'primer': ['k']}`,
			"", "0s+2s: ok, 2s+0s: 1 paid 10 from cache", "1 paid 10 in cache, 1 paid 10 in source", ""},
	}
}

// What clients were told, and what cache and source hold in the end.
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
		{"faults[].at", "a queued write is lost", source + behind + editGet + `'writeBehind': {'writeDelay': '5s'}, 'faults': [{'fault': 'crash', 'at': '3s'}]`,
			"", "0s+0s: ok, 9s+1s: 1 from source", "1 in cache, 1 in source", ""},
		{"", "a save that the worker has begun is applied all the same", source + behind + editGet + `'writeBehind': {'writeDelay': '1s'}, 'faults': [{'fault': 'crash', 'at': '2s'}]`,
			"", "0s+0s: ok, 9s+1s: 2 from source", "2 in cache, 2 in source", ""},
		{"", "after the worker is done there is nothing to lose", source + behind + editGet + `'faults': [{'fault': 'crash', 'at': '3s'}]`,
			"", "0s+0s: ok, 9s+1s: 2 from source", "2 in cache, 2 in source", ""},
		{"", "write through: the save under way is applied, but nobody is told", source + editing + `'faults': [{'fault': 'crash', 'at': '1s'}]`,
			"", "0s+1s: unknown", "nothing in cache, 2 in source", ""},
		{"", "what was acknowledged by write through stays", source + editing + `'faults': [{'fault': 'crash', 'at': '3s'}]`,
			"", "0s+2s: ok", "nothing in cache, 2 in source", ""},
		{"", "what a client does itself goes on", source + around + editing + `'faults': [{'fault': 'crash', 'at': '1s'}]`,
			"", "0s+2s: ok", "nothing in cache, 2 in source", ""},
		{"", "a read under way gets no answer, and the client goes on", source + `'clients': [{'ops': [{'op': 'get', 'key': 'k'}, ` + getLate + `]}], 'faults': [{'fault': 'crash', 'at': '500ms'}]`,
			"", "0s+500ms: unknown, 9s+1s: 1 from source", "1 in cache, 1 in source", ""},

		{"faults[].restartAfter", "while the process is down it refuses requests", source + `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '2s'}, {'op': 'edit', 'key': 'k', 'value': 2}, ` + getLate + `]}], 'faults': [{'fault': 'crash', 'at': '1s', 'restartAfter': '3s'}]`,
			"", "2s+0s: failed, 2s+0s: failed, 9s+1s: 1 from source", "1 in cache, 1 in source", ""},
		{"", "a process that is down cannot crash again", source + `'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '4s'}, {'op': 'get', 'key': 'k', 'at': '6s'}]}], 'faults': [{'fault': 'crash', 'at': '1s', 'restartAfter': '4s'}, {'fault': 'crash', 'at': '2s'}]`,
			"", "4s+0s: failed, 6s+1s: 1 from source", "1 in cache, 1 in source", ""},
		{"", "a request on its way arrives after the restart", source + `'network': {'latency': '2s'}, ` + primed + `'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}], 'faults': [{'fault': 'crash', 'at': '500ms'}]`,
			"", "0s+9s: 1 from source", "1 in cache, 1 in source", ""},

		{"", "a cache inside the process loses its copies", source + primed + `'clients': [{'ops': [` + getLate + `]}], 'faults': [{'fault': 'crash', 'at': '1s'}]`,
			"", "9s+1s: 1 from source", "1 in cache, 1 in source", ""},
		{"cache.survivesCrash", "a cache outside keeps them", source + `'cache': {'primer': ['k'], 'survivesCrash': true}, 'clients': [{'ops': [` + getLate + `]}], 'faults': [{'fault': 'crash', 'at': '1s'}]`,
			"", "9s+0s: 1 from cache", "1 in cache, 1 in source", ""},
		{"", "even those that the source will never have", source + `'cache': {'survivesCrash': true}, ` + behind + editGet + `'writeBehind': {'writeDelay': '5s'}, 'faults': [{'fault': 'crash', 'at': '3s'}]`,
			"", "0s+0s: ok, 9s+0s: 2 from cache", "2 in cache, 1 in source", ""},
		{"", "a cache that is down with the process cannot be asked", source + primed + `'read': 'cache-aside', 'clients': [{'ops': [{'op': 'get', 'key': 'k', 'at': '2s'}]}], 'faults': [{'fault': 'crash', 'at': '1s', 'restartAfter': '9s'}]`,
			"", "2s+1s: 1 from source", "nothing in cache, 1 in source", ""},

		{"faults[].fault", "a crash as the save leaves: it never arrives", source + primed + editing + `'faults': [{'fault': 'crash', 'step': 'C1/1/source.save'}]`,
			"", "0s+0s: unknown", "nothing in cache, 1 in source", ""},
		{"", "a crash as cache.set leaves", source + primed + editing + `'faults': [{'fault': 'crash', 'step': 'C1/1/cache.set'}]`,
			"", "0s+0s: unknown", "nothing in cache, 1 in source", ""},
		{"", "a crash as the worker's save leaves", source + behind + editing + `'faults': [{'fault': 'crash', 'step': 'C1/1/source.save'}]`,
			"", "0s+0s: ok", "nothing in cache, 1 in source", ""},
		{"", "a crash at a step of a client does not stop it", source + around + editing + `'faults': [{'fault': 'crash', 'step': 'C1/1/source.save'}]`,
			"", "0s+2s: ok", "nothing in cache, 2 in source", ""},
		{"", "a crash at a step that never comes does not happen", source + primed + `'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}], 'faults': [{'fault': 'crash', 'step': 'C1/1/source.read'}]`,
			"", "0s+0s: 1 from cache", "1 in cache, 1 in source", ""},
	}
}

func TestCrashAndRestartAreTold(t *testing.T) {
	tr := run(t, `'write': 'write-behind', 'writeBehind': {'writeDelay': '5s'}, 'clients': [{'ops': [{'op': 'create', 'key': 'k'}]}],
		'faults': [{'fault': 'crash', 'at': '1s', 'restartAfter': '3s'}]`)
	if crashed, restarted := moments(tr, trace.Crashed), moments(tr, trace.Restarted); crashed != "1s" || restarted != "4s" {
		t.Errorf("crashed at %s, up again at %s", crashed, restarted)
	}
	if by, lost := tr.LostBy(0); !lost || tr.Events[by].T != seconds(1) {
		t.Errorf("lost by event %d: %v", by, lost)
	}
}
