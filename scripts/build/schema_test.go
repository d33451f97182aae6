package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
)

// builtSchema returns the schema as the site has it.
func builtSchema(t *testing.T) []byte {
	t.Helper()
	s := &site{files: map[string][]byte{}}
	if err := s.addSchema(project); err != nil {
		t.Fatal(err)
	}
	return s.files["scenario.schema.json"]
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(builtSchema(t)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("scenario.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("scenario.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// validate returns an error if a document does not match the schema.
func validate(schema *jsonschema.Schema, document []byte) error {
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return err
	}
	return schema.Validate(instance)
}

// smallDocument returns a small valid scenario with more members.
func smallDocument(members string) string {
	if members != "" {
		members = ", " + members
	}
	return `{"version": 1, "clients": [{"ops": [{"op": "edit", "key": "k"}, {"op": "get", "key": "k"}]}]` + members + `}`
}

// richDocuments use what the presets do not.
var richDocuments = []string{
	`{"version": 1, "name": "All", "seed": "18446744073709551615", "start": "23:59:59.000000001",
		"read": {"by": "client", "steps": ["cache.get", "answer-on-hit", "source.read", "wait", "cache.set", "answer"], "wait": "2ms"},
		"write": {"by": "manager", "steps": ["queue.put", "answer", "wait", "cache.delete"], "wait": "3s",
			"worker": ["queue.take", "source.save", "cache.delete", "queue.done"]},
		"names": {"client": "App", "cache": "Redis"}, "labels": {"get": "load", "source.read": "SELECT"},
		"network": {"latency": {"dist": "uniform", "min": "1ms", "max": "3ms"}},
		"cache": {"latency": "1ms", "ttl": "1m", "ttlMode": "access", "ttlFrom": "read", "ttlJitter": "5s", "fill": "add",
			"primer": ["b"], "survivesCrash": true},
		"writeBehind": {"schedule": "10s", "writeDelay": "0s", "workers": 2},
		"source": {"readLatency": {"p50": "1ms", "p99": "20ms"}, "writeLatency": {"dist": "exponential", "mean": "2ms"},
			"records": {"b": [1], "a": null}},
		"clients": [
			{"ops": [{"op": "create", "key": "c", "value": 7, "at": "1s", "think": "2s"}]},
			{"name": "Batch", "read": "no-cache", "write": {"by": "client", "steps": ["source.save", "answer"]}, "ops": [{"op": "delete", "key": "b"}]}
		],
		"faults": [{"fault": "crash", "at": "0s", "restartAfter": "1s"}, {"fault": "crash", "step": "C1/1/source.save"}],
		"order": ["C2/1", "C1/1/queue.put", "worker/2", "worker/1/queue.take", "expire/b", "crash"],
		"expect": {"durable": "violated", "linearizable": "holds"},
		"text": "One\nand {C1/1.ok ? two | three}",
		"ask": {"question": "Lost?", "choices": ["Yes", "No"], "decides": "durable"},
		"controls": ["faults[0].at", "cache.ttl", "write"]}`,
	smallDocument(`"read": "refresh-ahead", "write": "change-data-capture", "onError": "rollback", "onCacheError": "retry", "labels": {"pay": "Pay"},
		"cache": {"capacity": 2, "eviction": "sieve", "fill": "lease", "leaseLosers": "bypass", "tombstones": false, "singleFlight": true,
			"negativeTtl": "1s", "refreshAheadFactor": 0.75, "staleWhileRevalidate": "2s", "xfetchBeta": 1.5},
		"writeBehind": {"rateLimitPerSecond": 10, "batchSize": 5, "coalescing": "merge", "queueCapacity": 9, "onFull": "sync", "partitionBy": "key",
			"onFailure": "dead-letter", "journal": true, "staging": true, "pinDirty": true, "cleanBy": "key"},
		"accessor": {"timeout": "3s", "maxAttempts": 4, "backoff": {"initial": "1s", "multiplier": 1.5, "jitter": 0.5, "max": "9s"}, "bulkhead": 3, "retryBudget": {"maxTokens": 20, "tokenRatio": 0.25},
			"circuitBreaker": {"failureThreshold": 2, "window": 5, "openFor": "10s", "halfOpenCalls": 2}, "idempotencyKey": true},
		"source": {"concurrency": 2, "queueLimit": 0, "errorRate": 0.125, "outages": [{"to": "1s"}, {"from": "2s", "to": "3s"}], "feedLatency": {"p50": "1ms", "p99": "2ms"},
			"latencyByLoad": [{"concurrency": 20}, {"concurrency": 100, "times": 12.5}]},
		"faults": [{"fault": "crash-worker", "at": "1s", "restartAfter": "2s"}, {"fault": "crash-cache", "step": "C1/1/cache.set"},
			{"fault": "delay", "step": "C1/2/source.read", "delay": "1s"}, {"fault": "source-refuse", "step": "C1/1/source.save"}, {"fault": "source-timeout", "at": "4s"},
			{"fault": "cache-lost", "step": "C1/2/cache.get"}, {"fault": "evict", "at": "5s", "key": "k"}, {"fault": "outage", "at": "6s", "restartAfter": "1s"}],
		"explore": {"faults": {"expire": 1, "evict": 2, "crash": 3, "crash-worker": 1, "source-timeout": 1}, "ticks": {"ttl": 4, "load": 0}, "states": 1000}`),
	`{"version": 1, "workload": {"arrivals": {"pattern": "constant", "rate": 2.5, "bursts": {"from": "1s", "every": "9s", "length": "2s", "times": 3}, "curve": {"period": "10m", "points": [0, 1.5]}},
		"keys": {"count": 50000, "dist": "hotspot", "hotKeys": 0.1, "hotOperations": 0.75}, "mix": {"get": 90, "edit": 9.5, "pay": 0.5}, "size": {"p50": 100, "p99": 5000},
		"operations": 5000000, "duration": "1h", "warmUp": "10m"}, "prices": {"cacheGBHour": 0.0125, "millionSourceCalls": 1.5, "currency": "EUR"},
		"expect": {"read.p99.9": "< 5ms", "hit": ">= 95%", "lost.worst": "0", "source.rate": "<= 99.5", "cost": "< 12.5"}}`,
	smallDocument(`"workload": {"like": "ycsb-d", "arrivals": {"pattern": "closed", "clients": 9, "think": {"dist": "exponential", "mean": "1s"}}, "mix": {"readModifyWrite": 1, "get": 0}},
		"compare": [{}, {"clients": null, "expect": {"stale": "< 0.1%", "hit": null}}]`),
	smallDocument(`"name": "Both", "text": "all", "write": "write-behind", "cache": {"ttl": "5s", "latency": {"p50": "1ms", "p99": "2ms"}},
		"source": {"writeLatency": {"dist": "uniform", "min": "1s", "max": "2s"}, "records": {"a": {"x": null, "y": 1}, "b": 2}},
		"compare": [
			{},
			{"name": "No TTL", "text": "{write.wait}", "cache": {"ttl": null, "latency": null, "capacity": null}, "accessor": null},
			{"write": {"by": "client", "steps": ["source.save", "answer"]}, "source": {"writeLatency": {"max": "3s"}, "records": {"a": {"y": 2}, "b": null, "c": {}}}},
			{"write": "write-through", "source": {"writeLatency": {"dist": "exponential", "min": null, "max": null, "mean": "1s"}},
				"clients": [{"ops": [{"op": "delete", "key": "k"}]}]}
		]`),
}

// validDocuments returns the presets and other valid scenarios.
func validDocuments(t *testing.T) []string {
	t.Helper()
	all := slices.Clone(richDocuments)
	for _, p := range scenario.Presets() {
		preset, _ := scenario.Preset(p.ID)
		all = append(all, string(preset))
	}
	for _, document := range all {
		if _, errs := scenario.Parse([]byte(document)); errs != nil {
			t.Fatalf("%s\n%v", document, errs)
		}
	}
	return all
}

func TestTheSchemaAcceptsEveryPreset(t *testing.T) {
	schema := compiledSchema(t)
	for _, document := range validDocuments(t) {
		if err := validate(schema, []byte(document)); err != nil {
			t.Errorf("%s\n%v", document, err)
		}
	}
}

// Control characters in the schema are escaped in a way that every JSON parser and
// every engine of regular expressions understands.
func TestTheSchemaIsForEveryReader(t *testing.T) {
	text := builtSchema(t)
	if !json.Valid(text) || bytes.Contains(text, []byte("\u0080")) || bytes.ContainsRune(text, 0x7f) || !bytes.Contains(text, []byte(`\u007f-\u009f`)) {
		t.Error("control characters")
	}
	if _, err := jsontree.Parse(text); err != nil {
		t.Errorf("a name stands twice: %v", err)
	}
	if bytes.Contains(text, []byte(`"$id"`)) {
		t.Error("it says where it is, and can be anywhere")
	}
}

// One document for each kind of mistake that the schema can express.
func TestWhatIsWrongIsRefusedByBoth(t *testing.T) {
	schema := compiledSchema(t)
	ops := func(members string) string { return `{"version": 1, "clients": [{"ops": [{` + members + `}]}]}` }
	for _, document := range []string{
		// The document as a whole.
		`[]`, `{}`, `7`,
		`{"version": 2, "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`,
		`{"version": "1", "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`,

		// Fields: unknown, of the wrong type, out of bounds.
		smallDocument(`"cash": {}`),
		smallDocument(`"network": {"delay": 1}`),
		smallDocument(`"cache": []`),
		smallDocument(`"cache": null`),
		smallDocument(`"cache": {"capacity": 0}`),
		smallDocument(`"cache": {"capacity": null}`),
		smallDocument(`"cache": {"eviction": "mru"}`),
		smallDocument(`"cache": {"fill": "put"}`),
		smallDocument(`"cache": {"xfetchBeta": 11}`),
		smallDocument(`"cache": {"refreshAheadFactor": "0.5"}`),
		smallDocument(`"labels": {"answer": "Done"}`),
		smallDocument(`"accessor": {"maxAttempts": 0}`),
		smallDocument(`"accessor": {"backoff": "1s"}`),
		smallDocument(`"accessor": {"backoff": {"jitter": 1.5}}`),
		smallDocument(`"accessor": {"circuitBreaker": {"failureThreshold": 65}}`),
		smallDocument(`"accessor": {"retryBudget": {"maxTokens": 0}}`),
		smallDocument(`"accessor": {"retryBudget": 10}`),
		smallDocument(`"accessor": {"idempotencyKey": "yes"}`),
		smallDocument(`"source": {"queueLimit": -1}`),
		smallDocument(`"source": {"outages": [{"from": "1s"}]}`),
		smallDocument(`"source": {"latencyByLoad": [{"times": 2}]}`),
		smallDocument(`"source": {"latencyByLoad": [{"concurrency": 0}]}`),
		smallDocument(`"source": {"outages": {"from": "1s", "to": "2s"}}`),
		smallDocument(`"onError": "undo"`),
		smallDocument(`"explore": []`),
		smallDocument(`"explore": {"faults": {"crash": 4}}`),
		smallDocument(`"explore": {"faults": {"flood": 1}}`),
		smallDocument(`"explore": {"ticks": {"ttl": 0}}`),
		smallDocument(`"explore": {"states": 0}`),
		smallDocument(`"cache": {"survivesCrash": 1}`),
		smallDocument(`"writeBehind": {"workers": 0}`),
		smallDocument(`"writeBehind": {"workers": 65}`),
		smallDocument(`"writeBehind": {"workers": 1.5}`),
		smallDocument(`"writeBehind": {"workers": "1"}`),
		smallDocument(`"name": 7`),
		smallDocument(`"name": "` + strings.Repeat("ä", 101) + `"`),
		smallDocument(`"name": "a\nb"`),
		smallDocument(`"text": "a\tb"`),
		smallDocument(`"text": "a\u0085b"`),
		smallDocument(`"names": {"cache": ""}`),
		smallDocument(`"seed": 7`),
		smallDocument(`"seed": "-1"`),
		smallDocument(`"seed": "100000000000000000000"`),
		smallDocument(`"start": "24:00:00"`),
		smallDocument(`"start": "9:00:00"`),

		// Durations and latencies.
		smallDocument(`"cache": {"ttl": "5 parsecs"}`),
		smallDocument(`"cache": {"ttl": ""}`),
		smallDocument(`"cache": {"ttl": "5"}`),
		smallDocument(`"cache": {"ttl": 5}`),
		smallDocument(`"cache": {"ttl": "-1s"}`),
		smallDocument(`"cache": {"latency": null}`),
		smallDocument(`"cache": {"latency": {}}`),
		smallDocument(`"cache": {"latency": {"dist": "normal", "mean": "1s"}}`),
		smallDocument(`"cache": {"latency": {"dist": "exponential"}}`),
		smallDocument(`"cache": {"latency": {"dist": "exponential", "min": "1s"}}`),
		smallDocument(`"cache": {"latency": {"dist": "uniform", "min": "1s"}}`),
		smallDocument(`"cache": {"latency": {"p50": "2ms"}}`),
		smallDocument(`"cache": {"latency": {"p50": "2ms", "p99": "3ms", "dist": "uniform"}}`),
		smallDocument(`"writeBehind": {"writeDelay": "1s", "schedule": "2s"}`),

		// Strategies.
		smallDocument(`"write": "write-bhind"`),
		smallDocument(`"write": "cache-inline"`),
		smallDocument(`"write": "refresh-ahead"`),
		smallDocument(`"write": {"steps": ["source.save", "answer"]}`),
		smallDocument(`"write": {"by": "cache", "steps": ["source.save", "answer"]}`),
		smallDocument(`"write": {"by": "client"}`),
		smallDocument(`"write": {"by": "client", "steps": []}`),
		smallDocument(`"write": {"by": "client", "steps": [` + strings.Repeat(`"source.save",`, 16) + `"answer"]}`),
		smallDocument(`"write": {"by": "client", "steps": ["source.sav", "answer"]}`),
		smallDocument(`"write": {"by": "client", "steps": ["source.read", "answer"]}`),
		smallDocument(`"write": {"by": "client", "steps": ["source.save"]}`),
		smallDocument(`"write": {"by": "client", "steps": ["source.save", "answer", "answer"]}`),
		smallDocument(`"write": {"by": "client", "steps": ["cache.set", "answer"]}`),
		smallDocument(`"write": {"by": "client", "steps": ["queue.put", "answer"]}`),
		smallDocument(`"read": {"by": "client", "steps": ["source.read", "source.save", "answer"]}`),
		smallDocument(`"read": {"by": "manager", "steps": ["source.read", "answer"], "worker": ["queue.take", "source.save", "queue.done"]}`),
		smallDocument(`"write": {"by": "manager", "steps": ["queue.put", "answer"], "worker": ["queue.take", "queue.done"]}`),
		smallDocument(`"write": {"by": "manager", "steps": ["queue.put", "answer"], "worker": ["source.save", "queue.take", "queue.done"]}`),
		`{"version": 1, "clients": [{"write": {"by": "manager", "steps": ["queue.put", "answer"], "worker": ["queue.take", "source.save", "queue.done"]},
			"ops": [{"op": "get", "key": "k"}]}]}`,

		// Clients and operations.
		`{"version": 1, "clients": []}`,
		`{"version": 1, "clients": [{}]}`,
		`{"version": 1, "clients": [{"ops": []}]}`,
		`{"version": 1, "clients": [` + strings.Repeat(`{"ops": [{"op": "get", "key": "k"}]},`, 8) + `{"ops": [{"op": "get", "key": "k"}]}]}`,
		ops(``), ops(`"op": "get"`), ops(`"key": "k"`),
		ops(`"op": "charge", "key": "k", "value": 5`),
		ops(`"op": "get", "key": "k", "value": 5`),
		ops(`"op": "delete", "key": "k", "value": null`),
		ops(`"op": "get", "key": ""`),
		ops(`"op": "get", "key": "` + strings.Repeat("k", 65) + `"`),
		smallDocument(`"source": {"records": []}`),
		smallDocument(`"source": {"records": {"": 1}}`),
		smallDocument(`"source": {"records": {"a": 1}}, "cache": {"primer": ["a", "a"]}`),

		// Faults, orders and what the author says.
		smallDocument(`"faults": [{"fault": "outage", "at": "1s"}]`),
		smallDocument(`"faults": [{"at": "1s"}]`),
		smallDocument(`"faults": [{"fault": "crash"}]`),
		smallDocument(`"faults": [{"fault": "crash", "at": "1s", "step": "C1/1/source.save"}]`),
		smallDocument(`"faults": [{"fault": "crash", "step": "C1/1/answer"}]`),
		smallDocument(`"faults": [{"fault": "crash", "step": "C1/1"}]`),
		smallDocument(`"faults": [{"fault": "fire", "at": "1s"}]`),
		smallDocument(`"faults": [{"fault": "outage", "at": "1s", "restartAfter": "0s"}]`),
		smallDocument(`"faults": [{"fault": "evict", "at": "1s"}]`),
		smallDocument(`"faults": [{"fault": "crash", "at": "1s", "key": "k"}]`),
		smallDocument(`"faults": [{"fault": "crash-cache", "at": "1s", "restartAfter": "1s"}]`),
		smallDocument(`"faults": [{"fault": "crash", "at": "1s", "delay": "1s"}]`),
		smallDocument(`"faults": [{"fault": "delay", "at": "1s"}]`),
		smallDocument(`"faults": [{"fault": "delay", "at": "1s", "delay": "0s"}]`),
		smallDocument(`"faults": [{"fault": "source-error", "step": "C1/1/cache.set"}]`),
		smallDocument(`"faults": [{"fault": "source-refuse", "step": "C1/2/source.read"}]`),
		smallDocument(`"faults": [{"fault": "cache-lost", "step": "C1/1/source.save"}]`),
		smallDocument(`"order": ["C1/01"]`),
		smallDocument(`"order": ["C1/1/"]`),
		smallDocument(`"order": ["worker"]`),
		smallDocument(`"order": ["expire/"]`),
		smallDocument(`"order": ["evict/"]`),
		smallDocument(`"order": ["feed/1"]`),
		smallDocument(`"order": ["feed!crash"]`),
		smallDocument(`"order": ["crash-worker"]`),
		smallDocument(`"order": ["crash!source-error"]`),
		smallDocument(`"order": ["C1/1!"]`),
		smallDocument(`"order": ["C1/1/cache.set!source-error"]`),
		smallDocument(`"expect": {"durable": "unknown"}`),
		smallDocument(`"expect": {"quick": "holds"}`),
		smallDocument(`"ask": {"question": "?", "choices": ["Yes"], "decides": "durable"}`),
		smallDocument(`"ask": {"question": "?", "choices": ["Yes", "No"]}`),
		smallDocument(`"controls": ["cache"]`),
		smallDocument(`"controls": ["cache.ttl", "cache.ttl"]`),
		smallDocument(`"controls": ["faults[].at"]`),

		// Comparisons.
		smallDocument(`"compare": []`),
		smallDocument(`"compare": [{}, {}, {}, {}, {}]`),
		smallDocument(`"compare": [7]`),
		smallDocument(`"compare": [{"version": 1}]`),
		smallDocument(`"compare": [{"compare": []}]`),
		smallDocument(`"compare": [{"ask": null}]`),
		smallDocument(`"compare": [{"controls": []}]`),
		smallDocument(`"compare": [{"cash": null}]`),
		smallDocument(`"compare": [{"workload": {"like": "ycsb-a"}}]`),
		`{"version": 1}`,
		smallDocument(`"workload": {}`),
		smallDocument(`"workload": {"like": "ycsb-e"}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "keys": {"count": 0}}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "keys": {"exponent": 1}}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "keys": {"dist": "latest", "hotKeys": 0.5}}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "arrivals": {"clients": 5}}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "arrivals": {"pattern": "closed", "rate": 5}}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "arrivals": {"bursts": {"times": 5}}}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "arrivals": {"curve": {"points": []}}}`),
		smallDocument(`"workload": {"like": "ycsb-a"}, "expect": {"read.p99": 5}`),
		smallDocument(`"prices": {"cacheGBHour": 1000001}`),
		smallDocument(`"prices": {"millionSourceCalls": "1"}`),
		smallDocument(`"prices": {"currency": "Zimbabwe dollars"}`),
		smallDocument(`"compare": [{"cache": {"tll": null}}]`),
		smallDocument(`"compare": [{"cache": {"ttl": 2}}]`),
		smallDocument(`"compare": [{"cache": {"capacity": 10000001}}]`),
		smallDocument(`"compare": [{"faults": [{"fault": "outage", "at": "1s"}]}]`),
		smallDocument(`"compare": [{"cache": 5}]`),
		smallDocument(`"compare": [{"clients": [{"ops": [{"op": "get"}]}]}]`),
		smallDocument(`"compare": [{"write": {"by": "cache"}}]`),
	} {
		if _, errs := scenario.Parse([]byte(document)); errs == nil {
			t.Errorf("the decoder accepts %s", document)
		}
		if validate(schema, []byte(document)) == nil {
			t.Errorf("the schema accepts %s", document)
		}
	}
}

// One document for each kind of mistake that only the decoder finds, in the order of
// beyondSchema.
func TestWhatIsBeyondTheSchema(t *testing.T) {
	schema := compiledSchema(t)
	for _, document := range []string{
		`{"version": 1, "version": 1, "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`,
		smallDocument(`"cache": {"primer": ["x"]}`),
		smallDocument(`"faults": [{"fault": "crash", "step": "C2/1/source.save"}]`),
		smallDocument(`"order": ["worker/2"]`),
		smallDocument(`"order": ["crash-worker/2"]`),
		smallDocument(`"faults": [{"fault": "evict", "at": "1s", "key": "x"}]`),
		smallDocument(`"controls": ["faults[0].at"]`),
		smallDocument(`"cache": {"ttl": "25h"}`),
		smallDocument(`"cache": {"latency": {"dist": "uniform", "min": "2s", "max": "1s"}}`),
		smallDocument(`"cache": {"latency": {"p50": "0s", "p99": "1s"}}`),
		smallDocument(`"source": {"outages": [{"from": "2s", "to": "1s"}]}`),
		smallDocument(`"source": {"latencyByLoad": [{"concurrency": 2}, {"concurrency": 1}]}`),
		smallDocument(`"source": {"outages": [{"to": "2s"}, {"from": "1s", "to": "3s"}]}`),
		smallDocument(`"source": {"errorRate": 0.0001}`),
		smallDocument(`"prices": {"cacheGBHour": 0.0000001}`),
		smallDocument(`"workload": {"mix": {"get": 0}}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "arrivals": {"rate": 0}}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "arrivals": {"bursts": {"every": "1s", "length": "2s", "times": 2}}}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "arrivals": {"curve": {"points": [0]}}}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "arrivals": {"curve": {"period": "1s", "points": [1]}}}`),
		smallDocument(`"workload": {"mix": {"readModifyWrite": 1}}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "size": {"p50": 5, "p99": 4}}`),
		smallDocument(`"workload": {"mix": {"get": 1}, "duration": "1s", "warmUp": "1s"}`),
		smallDocument(`"expect": {"read.p99": "< 5ms"}`),
		smallDocument(`"workload": {"like": "ycsb-a"}, "expect": {"cost": "< 5"}`),
		smallDocument(`"accessor": {"circuitBreaker": {"failureThreshold": 3, "window": 2}}`),
		smallDocument(`"cache": {"fill": "version"}`),
		smallDocument(`"seed": "18446744073709551616"`),
		smallDocument(`"source": {"records": {"a": [[[[[[[[[1]]]]]]]]]}}`),
		smallDocument(`"write": {"by": "client", "steps": ["answer", "source.save"]}`),
		smallDocument(`"text": "{"`),
		smallDocument(`"text": "{C9/1.wait}"`),
		smallDocument(`"ask": {"question": "?", "choices": ["a", "b", "c"], "decides": "durable"}`),
		smallDocument(`"compare": [{"source": {"records": {"gone": null}}}]`),
		smallDocument(`"compare": [{"write": {"wait": "1s"}}]`),
	} {
		_, errs := scenario.Parse([]byte(document))
		if errs == nil {
			t.Errorf("the decoder accepts %s", document)
		}
		for _, e := range errs {
			if !isBeyondSchema(e) {
				t.Errorf("%s: the schema should know: %v", document, e)
			}
		}
		if err := validate(schema, []byte(document)); err != nil && !strings.Contains(document, `"version": 1, "version"`) {
			t.Errorf("the schema tells that %s is wrong: take it off the list\n%v", document, err)
		}
	}
}

// isBeyondSchema reports whether an error is of a kind that beyondSchema lists.
func isBeyondSchema(e scenario.FieldError) bool {
	switch e.Code {
	case scenario.CodeReference, scenario.CodeTooMany:
		return true
	case scenario.CodeDuplicate:
		return strings.Contains(e.Message, "in the object")
	case scenario.CodeConflict:
		return beyondConflict.MatchString(e.Message)
	case scenario.CodeInvalid:
		return beyondInvalid.MatchString(e.Message) || tooFine(e.Message) || strings.HasSuffix(e.Path, "text") || e.Path == "ask.decides" ||
			strings.HasPrefix(e.Path, "controls[") && strings.Contains(e.Message, "[")
	case "answer-before-known", "nothing-to-store", "queues-twice", "ends-waiting", "answers-twice":
		return true
	}
	return strings.HasPrefix(e.Path, "compare[")
}

var beyondConflict = regexp.MustCompile(`do not go together|is longer than max|is yes or no|the outage is over at|begins before the one before it is over|does not come after|` +
	`never holds|before the source has given it a version|needs "arrivals"|leaves nothing to measure|is not over before the next one|no operation would come|is measured under a workload|is measured from prices`)

// tooFine reports whether an error is about a number whose only mistake is too many
// decimals.
func tooFine(message string) bool {
	var n, least, most float64
	found, _ := fmt.Sscanf(message, "%g is not a number from %g to %g, with at most three decimals", &n, &least, &most)
	return found == 3 && least <= n && n <= most
}

var beyondInvalid = regexp.MustCompile(`is out of range: a duration is from|is not a whole number from "0" to "18446744073709551615"|` +
	`a value has at most|a value of [0-9]+ bytes|are too many|no operation would come|at least one part is above 0|is not a period: it is from`)

// The schema accepts every randomly changed document that the decoder accepts, and
// what only the decoder refuses is of a kind in beyondSchema.
func TestTheSchemaAcceptsWhatTheDecoderAccepts(t *testing.T) {
	schema := compiledSchema(t)
	m := newMutator(t)
	rounds, accepted, refused := 2500, 0, 0
	for range rounds {
		tree := m.document()
		text := tree.AppendIndented(nil, " ")
		_, errs := scenario.Parse(text)
		err := validate(schema, text)
		switch {
		case errs == nil && err != nil:
			t.Fatalf("only the schema refuses this:\n%s\n%v", text, err)
		case errs == nil:
			accepted++
		case err == nil:
			for _, e := range errs {
				if !isBeyondSchema(e) {
					t.Fatalf("only the decoder refuses this:\n%s\n%v", text, e)
				}
			}
		default:
			refused++
		}
	}
	if accepted < rounds/10 || refused < rounds/10 {
		t.Errorf("of %d documents both accept %d and refuse %d: too few to show anything", rounds, accepted, refused)
	}
}

// mutator changes valid documents at random.
type mutator struct {
	*rand.Rand
	documents []jsontree.Value
	parts     []jsontree.Value // values found in the documents
	names     []string         // of members
}

func newMutator(t *testing.T) *mutator {
	m := &mutator{Rand: rand.New(rand.NewPCG(20, 12))}
	for _, document := range validDocuments(t) {
		tree, err := jsontree.Parse([]byte(document))
		if err != nil {
			t.Fatal(err)
		}
		m.documents = append(m.documents, tree)
		m.collect(tree)
	}
	for _, s := range []string{"0", "-0s", "+1.5h", ".5s", "1m30s", "µs", "1µs", "0x1", "a\nb", "C1/1", "C1/1/wait", "worker/1/answer", "expire/k", "evict/k", "feed", "feed!cache-lost", "C1/1!source-error", "crash-cache", "crash-worker/1", "12:00:00.", "007", "clients[0].read"} {
		m.parts = append(m.parts, jsontree.FromString(s))
	}
	for _, n := range []float64{-1, 0, 1, 2, 1.5, 8, 9, 1e300} {
		m.parts = append(m.parts, jsontree.FromNumber(n))
	}
	m.parts = append(m.parts, jsontree.Value{}, jsontree.FromMembers(), jsontree.FromItems())
	for _, f := range scenario.Fields() {
		_, name := splitPath(f.Path)
		m.names = append(m.names, name)
		for _, id := range f.IDs {
			m.parts = append(m.parts, jsontree.FromString(id))
		}
	}
	return m
}

func (m *mutator) collect(v jsontree.Value) {
	m.parts = append(m.parts, v)
	for _, item := range v.Items {
		m.collect(item)
	}
	for _, inside := range v.Members {
		m.names = append(m.names, inside.Name)
		m.collect(inside.Value)
	}
}

func pick[T any](m *mutator, from []T) T { return from[m.IntN(len(from))] }

// document returns a document with one to three changes.
func (m *mutator) document() jsontree.Value {
	tree := pick(m, m.documents)
	for range 1 + m.IntN(3) {
		tree = m.changed(tree)
	}
	return tree
}

// changed returns a value that is changed at a random place.
func (m *mutator) changed(v jsontree.Value) jsontree.Value {
	v.Items, v.Members = slices.Clone(v.Items), slices.Clone(v.Members)
	switch {
	case len(v.Items) > 0 && m.IntN(8) > 0:
		i := m.IntN(len(v.Items))
		switch m.IntN(6) {
		case 0:
			v.Items = slices.Delete(v.Items, i, i+1)
		case 1:
			v.Items = append(v.Items, v.Items[i])
		case 2:
			j := m.IntN(len(v.Items))
			v.Items[i], v.Items[j] = v.Items[j], v.Items[i]
		default:
			v.Items[i] = m.changed(v.Items[i])
		}
	case len(v.Members) > 0 && m.IntN(8) > 0:
		i := m.IntN(len(v.Members))
		switch m.IntN(6) {
		case 0:
			v.Members = slices.Delete(v.Members, i, i+1)
		case 1:
			if name := pick(m, m.names); !slices.ContainsFunc(v.Members, func(o jsontree.Member) bool { return o.Name == name }) {
				v.Members = append(v.Members, jsontree.Member{Name: name, Value: pick(m, m.parts)})
			}
		default:
			v.Members[i].Value = m.changed(v.Members[i].Value)
		}
	case v.Kind == jsontree.String && m.IntN(3) == 0:
		v.String = m.changedText(v.String)
	default:
		return pick(m, m.parts)
	}
	return v
}

// changedText returns a text with one character changed, added or removed.
func (m *mutator) changedText(s string) string {
	runes := []rune(s)
	c := pick(m, []rune("0123456789smhµn.-+ ab/{}\n\u0085é"))
	if len(runes) == 0 {
		return string(c)
	}
	i := m.IntN(len(runes))
	switch m.IntN(3) {
	case 0:
		return string(slices.Delete(runes, i, i+1))
	case 1:
		return string(slices.Insert(runes, i, c))
	}
	runes[i] = c
	return string(runes)
}

// Each pattern accepts what the decoder accepts, and refuses what the decoder refuses
// unless that is of a kind in beyondSchema.
func TestPatternsAndDecoderAgree(t *testing.T) {
	schema := compiledSchema(t)
	m := newMutator(t)
	for _, test := range []struct {
		members string
		samples []string
	}{
		{`"cache": {"ttl": %s}`, []string{"1500ms", "2s", "1h2m3.5s", "0", "-0s", "1µs", "1μs", "3ns"}},
		{`"start": %s`, []string{"14:59:17.971960", "00:00:00", "23:59:59.999999999"}},
		{`"seed": %s`, []string{"1", "007", "18446744073709551615"}},
		{`"order": [%s]`, []string{"C1/2", "C1/2/source.save", "worker/1", "worker/1/queue.take", "feed", "expire/k", "evict/k", "crash", "crash-worker/1", "crash-cache", "crash-client/1",
			"down", "up", "outage", "outage-over", "send/C1/2", "late/C1/2", "late/1", "C1/2/source.save!source-late",
			"C1/2!cache-lost", "C1/1/cache.set!cache-error", "C1/2/source.save!source-timeout", "worker/1/source.save!source-refuse", "worker/1/source.save!source-timeout!source-refuse@C1/2!source-error@C1/1", "worker/1!source-error@C1/2", "feed!cache-lost"}},
		{`"workload": {"like": "ycsb-a"}, "expect": {"read.p99": %s}`, []string{"< 5ms", "0", ">=1m2.5s", "= 24h"}},
		{`"workload": {"like": "ycsb-a"}, "expect": {"stale": %s}`, []string{"< 0.1%", "0", ">= 0.95", "100 %", "= 12.3456789%"}},
		{`"workload": {"like": "ycsb-a"}, "expect": {"lost.worst": %s}`, []string{"0", "< 999999999", ">=0.123456789"}},
		{`"name": %s`, []string{"a name", "\u2028", "ä"}},
		{`"controls": [%s]`, []string{"cache.ttl", "clients[0].ops[1].at", "clients[0].write"}},
		{`"faults": [{"fault": "crash", "step": %s}]`, []string{"C1/1/source.save", "C1/2/cache.set+queue.put"}},
		{`"faults": [{"fault": "cache-lost", "step": %s}]`, []string{"C1/1/cache.set", "C1/2/cache.set+queue.put", "C1/2/source.read"}},
	} {
		for range 300 {
			sample := pick(m, test.samples)
			for range m.IntN(4) {
				sample = m.changedText(sample)
			}
			text := smallDocument(fmt.Sprintf(test.members, jsontree.AppendString(nil, sample)))
			_, errs := scenario.Parse([]byte(text))
			err := validate(schema, []byte(text))
			if errs == nil && err != nil {
				t.Errorf("only the schema refuses %q of %s: %v", sample, test.members, err)
			}
			if err == nil && slices.ContainsFunc(errs, func(e scenario.FieldError) bool { return !isBeyondSchema(e) }) {
				t.Errorf("only the decoder refuses %q of %s: %v", sample, test.members, errs)
			}
		}
	}
}
