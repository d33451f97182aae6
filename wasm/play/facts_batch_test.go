package play

import (
	"strings"
	"testing"

	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// batchFacts are about what goes wrong with single writes of a batch.
func batchFacts() []fact {
	const three = `'write': 'write-behind', ` + `'source': {'writeLatency': '2s'}, 'clients': [{'ops': [{'op': 'create', 'key': 'a', 'value': 1}, {'op': 'create', 'key': 'b', 'value': 2}, {'op': 'create', 'key': 'c', 'value': 3}]}], `
	return []fact{
		{
			says:     "one write of a batch is refused: it alone is set aside",
			scenario: three + `'faults': [{'fault': 'source-refuse', 'step': 'C1/2/source.save'}], 'writeBehind': {'batchSize': 3, 'writeDelay': '1s', 'onFailure': 'dead-letter'}`,
			senses:   "taken refusal dead-lettered done",
			events:   "1s taken, 3s refusal, 3s refusal, 3s dead-lettered, 3s done",
			holds:    "a: 1, b: nothing, c: 3",
		},
		{
			says:     "one write of a batch fails: it alone is saved again",
			scenario: three + `'faults': [{'fault': 'source-error', 'step': 'C1/2/source.save'}], 'writeBehind': {'batchSize': 3, 'writeDelay': '1s'}`,
			senses:   "taken error retry saved done",
			events:   "1s taken, 3s error, 3s error, 3s retry, 5.5s saved, 5.5s done",
		},
		{
			says:     "the accessor tries it again alone",
			scenario: three + `'faults': [{'fault': 'source-error', 'step': 'C1/2/source.save'}], 'writeBehind': {'batchSize': 3, 'writeDelay': '1s'}, 'accessor': {'maxAttempts': 2, 'backoff': {'initial': '1s'}}`,
			senses:   "taken error retry saved done",
			events:   "1s taken, 3s error, 3s retry, 6s saved, 6s done",
		},
		{
			says:     "two writes of a batch go wrong, each in its way",
			scenario: three + `'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}, {'fault': 'source-refuse', 'step': 'C1/3/source.save'}], 'writeBehind': {'batchSize': 3, 'writeDelay': '1s', 'onFailure': 'drop'}, 'accessor': {'maxAttempts': 2}`,
			senses:   "taken error refusal saved dropped done",
			events:   "1s taken, 3s error, 5.5s refusal, 5.5s refusal, 5.5s dropped, 5.5s done",
			holds:    "a: 1, b: 2, c: nothing",
		},
		{
			says:     "an error at a time befalls the whole batch",
			scenario: three + `'faults': [{'fault': 'source-error', 'at': '1s'}], 'writeBehind': {'batchSize': 3, 'writeDelay': '1s', 'onFailure': 'drop'}`,
			senses:   "taken error dropped done",
			events:   "1s taken, 3s error, 3s error, 3s dropped",
			holds:    "a: nothing, b: nothing, c: nothing",
		},
		{
			says:     "so does a lost answer, though it names one write",
			scenario: three + `'faults': [{'fault': 'source-timeout', 'step': 'C1/2/source.save'}], 'writeBehind': {'batchSize': 3, 'writeDelay': '1s'}`,
			senses:   "taken unheard retry saved done",
			events:   "1s taken, 3s unheard, 3s retry, 5.5s saved, 5.5s done",
		},
		{
			says:     "a fault at the start of the call strikes it whichever write it names",
			scenario: three + `'faults': [{'fault': 'delay', 'step': 'C1/3/source.save', 'delay': '4s'}, {'fault': 'crash-cache', 'step': 'C1/2/source.save'}], 'writeBehind': {'batchSize': 3, 'writeDelay': '1s'}`,
			senses:   "taken cache-crashed done",
			events:   "1s taken, 1s cache-crashed, 7s done",
		},
		{
			says:     "the saved writes of a batch go through the rest of the worker's list",
			scenario: `'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.delete', 'queue.done']}, 'source': {'records': {'a': 0, 'b': 0}}, 'cache': {'primer': ['a', 'b']}, 'clients': [{'ops': [{'op': 'edit', 'key': 'a', 'value': 1}, {'op': 'edit', 'key': 'b', 'value': 2}]}], 'writeBehind': {'batchSize': 2, 'writeDelay': '1s', 'onFailure': 'drop'}, 'faults': [{'fault': 'source-refuse', 'step': 'C1/1/source.save'}]`,
			senses:   "dropped removed done",
			events:   "1s dropped, 1s removed, 1s done",
			holds:    "a: 0, b: 2",
		},
		{
			says:     "and wait for the one that is tried again in its place, if there is more to do with them",
			scenario: `'write': {'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.delete', 'queue.done']}, 'source': {'records': {'a': 0, 'b': 0}}, 'cache': {'primer': ['a', 'b']}, 'clients': [{'ops': [{'op': 'edit', 'key': 'a', 'value': 1}, {'op': 'edit', 'key': 'b', 'value': 2}]}], 'writeBehind': {'batchSize': 2, 'writeDelay': '1s'}, 'faults': [{'fault': 'source-error', 'step': 'C1/1/source.save'}]`,
			senses:   "error retry saved removed done",
			events:   "1s error, 1s error, 1s retry, 1.5s saved, 1.5s removed, 1.5s done",
			atEnd:    "nothing in cache, 1 in source",
			holds:    "a: 1, b: 2",
		},
		{
			says:     "in a given order one write of a batch can fail, and another be refused",
			scenario: three + `'writeBehind': {'batchSize': 3, 'onFailure': 'dead-letter'}, 'order': ['C1/1', 'C1/2', 'C1/3', 'worker/1', 'worker/1/source.save!source-error@C1/3!source-refuse@C1/1', 'worker/1/queue.done']`,
			senses:   "error dead-lettered done",
			events:   "4ns error, 4ns error, 4ns dead-lettered, 5ns done",
			holds:    "a: nothing, b: 2, c: nothing",
		},
	}
}

// A call that saves writes of different kinds says so; one that is made again says what
// it carries then.
func TestBatchesOfDifferentKinds(t *testing.T) {
	const mixed = `'write': 'write-behind', 'source': {'records': {'a': 0, 'd': 0}}, 'writeBehind': {'batchSize': 4, 'writeDelay': '1s'}, `
	for _, row := range []struct{ story, want string }{
		{
			story: mixed + `'clients': [{'ops': [{'op': 'delete', 'key': 'a'}, {'op': 'create', 'key': 'b', 'value': 2}]}]`,
			want:  "delete a, save b; delete a, write b",
		},
		{
			story: mixed + `'clients': [{'ops': [{'op': 'create', 'key': 'b', 'value': 2}, {'op': 'delete', 'key': 'a'}, {'op': 'create', 'key': 'c', 'value': 3}, {'op': 'delete', 'key': 'd'}]}]`,
			want:  "save b and c, delete a and d; write b and c, delete a and d",
		},
		{
			story: mixed + `'accessor': {'maxAttempts': 2}, 'clients': [{'ops': [{'op': 'delete', 'key': 'a'}, {'op': 'create', 'key': 'b', 'value': 2}]}], 'faults': [{'fault': 'source-error', 'step': 'C1/2/source.save'}]`,
			want:  "delete a, save b; delete a, write b; write, attempt 2",
		},
		{
			story: mixed + `'clients': [{'ops': [{'op': 'create', 'key': 'b', 'value': 2}, {'op': 'create', 'key': 'c', 'value': 3}]}]`,
			want:  "save; write",
		},
	} {
		var got []string
		for tr, i := run(t, row.story), 0; i < len(tr.Events); i++ {
			if e := &tr.Events[i]; e.Kind == trace.Call && e.Step == strategy.SourceSave {
				got = append(got, e.Label)
			}
		}
		if strings.Join(got, "; ") != row.want {
			t.Errorf("%s\n got %s\nwant %s", row.story, strings.Join(got, "; "), row.want)
		}
	}
}
