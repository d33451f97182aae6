package scenario

import (
	"strings"
	"testing"
	"time"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/random"
	"cacheplay/wasm/strategy"
)

// document returns a small valid document with more members.
func document(members string) string {
	if members != "" {
		members = ", " + members
	}
	return `{"version": 1, "clients": [{"ops": [{"op": "edit", "key": "k"}, {"op": "get", "key": "k"}]}]` + members + `}`
}

func decoded(t *testing.T, text string) *Scenario {
	t.Helper()
	s, errs := Parse([]byte(text))
	if errs != nil {
		t.Fatalf("%s\n%v", text, errs)
	}
	return s
}

func TestDefaults(t *testing.T) {
	s := decoded(t, document(""))
	if len(s.Variants) != 1 {
		t.Fatalf("%d variants", len(s.Variants))
	}
	variant := s.Variants[0]
	if variant.Name != "write-through" || variant.Read.ID != "cache-inline" || variant.Write.ID != "write-through" {
		t.Errorf("name %q, read %q, write %q", variant.Name, variant.Read.ID, variant.Write.ID)
	}
	if variant.Seed != 1 || variant.Start != 0 || variant.WriteBehind.Workers != 1 || variant.Network != random.Constant(0) {
		t.Errorf("seed %d, start %d, %d workers, network %v", variant.Seed, variant.Start, variant.WriteBehind.Workers, variant.Network)
	}
	if variant.Names != [...]string{"Client", "Resource Manager", "Cache", "Data Accessor", "Source"} || variant.Clients[0].Name != "Client" {
		t.Errorf("names %q, client %q", variant.Names, variant.Clients[0].Name)
	}
	if op := variant.Clients[0].Ops[0]; op.Kind != engine.Edit || op.Key != "k" || string(op.Value.AppendCanonical(nil)) != "{}" {
		t.Errorf("operation %+v", op)
	}
}

// Some editors write a byte order mark at the start of a file.
func TestAByteOrderMarkIsSkipped(t *testing.T) {
	if s := decoded(t, "\uFEFF"+document("")); string(s.Canonical()) != string(decoded(t, document("")).Canonical()) {
		t.Errorf("%s", s.Canonical())
	}
	if _, errs := Parse([]byte("\uFEFF{]")); len(errs) != 1 || !strings.HasPrefix(errs[0].Message, "line 1, column 2: ") {
		t.Errorf("%v", errs)
	}
}

func TestEverySetting(t *testing.T) {
	s := decoded(t, `{
		"version": 1, "name": "All", "seed": "18446744073709551615", "start": "23:59:59.000000001",
		"read": "cache-aside",
		"write": {"by": "manager", "steps": ["queue.put", "answer", "wait", "cache.delete"], "wait": "3s",
			"worker": ["queue.take", "source.save", "cache.delete", "queue.done"]},
		"names": {"client": "App", "cache": "Redis"}, "labels": {"get": "load", "source.read": "SELECT"},
		"network": {"latency": {"dist": "uniform", "min": "1ms", "max": "3ms"}},
		"cache": {"latency": "1ms", "ttl": "1m", "ttlMode": "access", "ttlFrom": "read", "ttlJitter": "5s", "fill": "add",
			"primer": ["b"], "survivesCrash": true},
		"writeBehind": {"schedule": "10s", "workers": 2},
		"source": {"readLatency": {"p50": "1ms", "p99": "20ms"}, "writeLatency": {"dist": "exponential", "mean": "2ms"},
			"records": {"b": [1], "a": null}},
		"clients": [
			{"ops": [{"op": "create", "key": "c", "value": 7, "at": "1s", "think": "2s"}]},
			{"name": "Batch", "read": "no-cache", "write": "write-around", "ops": [{"op": "delete", "key": "b"}]}
		],
		"faults": [{"fault": "crash", "at": "0s", "restartAfter": "1s"}, {"fault": "crash", "step": "C1/1/source.save"}],
		"order": ["C2/1", "C1/1/queue.put", "worker/2", "worker/1/queue.take", "expire/b", "crash"],
		"expect": {"durable": "violated", "linearizable": "holds"},
		"ask": {"question": "Lost?", "choices": ["Yes", "No"], "decides": "durable"},
		"controls": ["faults[0].at", "cache.ttl", "write"]
	}`)
	variant := s.Variants[0]
	second := int64(time.Second)
	if variant.Seed != 1<<64-1 || variant.Start != 86399*second+1 || variant.Names[strategy.Cache] != "Redis" {
		t.Errorf("seed %d, start %d, names %q", variant.Seed, variant.Start, variant.Names)
	}
	if variant.Write.ID != "" || variant.Write.By != strategy.ResourceManager || len(variant.Write.Steps) != 4 || variant.Write.Pause != 3*second || len(variant.Worker) != 4 {
		t.Errorf("write %+v, worker %v", variant.Write, variant.Worker)
	}
	if variant.Labels.Ops[engine.Get] != "load" || variant.Labels.Steps[strategy.SourceRead] != "SELECT" || variant.Labels.Ops[engine.Edit] != "" {
		t.Errorf("labels %+v", variant.Labels)
	}
	ms := int64(time.Millisecond)
	if variant.Network != random.Uniform(ms, 3*ms) || variant.Source.ReadLatency != random.Percentiles(ms, 20*ms) || variant.Source.WriteLatency != random.Exponential(2*ms) {
		t.Errorf("network %+v, source %+v", variant.Network, variant.Source)
	}
	rules := engine.CacheRules{TTL: 60 * second, TTLMode: engine.AfterAccess, TTLFrom: engine.FromRead, RefreshAhead: 500, Fill: engine.FillAdd, Tombstones: true, SurvivesCrash: true}
	if variant.Cache.Rules != rules || variant.Cache.TTLJitter != 5*second || variant.Cache.Latency != random.Constant(ms) || len(variant.Cache.Primer) != 1 {
		t.Errorf("cache %+v", variant.Cache)
	}
	if variant.WriteBehind != (WriteBehind{Rules: engine.QueueRules{Schedule: 10 * second, Batch: 1}, Workers: 2}) {
		t.Errorf("write behind %+v", variant.WriteBehind)
	}
	if len(variant.Source.Records) != 2 || variant.Source.Records[0].Key != "a" || variant.Source.Records[1].Value.Items[0].Number != 1 {
		t.Errorf("records %+v", variant.Source.Records)
	}
	if variant.Clients[0].Name != "App 1" || variant.Clients[0].Read != nil || variant.Clients[1].Read.ID != "no-cache" || variant.Clients[1].Write.ID != "write-around" {
		t.Errorf("clients %+v", variant.Clients)
	}
	if op := variant.Clients[0].Ops[0]; op.At != second || op.Think != 2*second || op.Value.Number != 7 {
		t.Errorf("operation %+v", op)
	}
	if f := variant.Faults; f[0].At != 0 || f[0].RestartAfter != second || f[0].Step != nil || f[1].At != -1 || *f[1].Step != (StepRef{1, 1, strategy.SourceSave}) {
		t.Errorf("faults %+v", f)
	}
	order := []OrderItem{
		{Choice: engine.OpStep, Client: 2, Op: 1}, {Choice: engine.OpStep, Client: 1, Op: 1, Step: strategy.QueuePut},
		{Choice: engine.WorkerStep, Worker: 2}, {Choice: engine.WorkerStep, Worker: 1, Step: strategy.QueueTake},
		{Choice: engine.Expiry, Key: "b"}, {Choice: engine.Crash},
	}
	for i := range order {
		if variant.Order[i] != order[i] {
			t.Errorf("order[%d] is %+v", i, variant.Order[i])
		}
	}
	if variant.Expect[0] != (Expectation{"linearizable", "holds"}) || s.Ask.Decides != "durable" || len(s.Controls) != 3 {
		t.Errorf("expect %v, ask %+v, controls %v", variant.Expect, s.Ask, s.Controls)
	}
}

func TestErrors(t *testing.T) {
	const duration = `a duration such as "1500ms" or "2s"`
	const latency = duration + `, or {"dist": "exponential", "mean": "2ms"}, {"dist": "uniform", "min": "1ms", "max": "3ms"} or {"p50": "1ms", "p99": "20ms"}`
	const writes = `one of "write-through", "write-through-source-first", "write-behind", "write-around", "write-invalidate", "delete-first", "double-delete", "change-data-capture", or {"by": "client", "steps": [...]}`
	for _, test := range []struct{ text, want string }{
		// The document as a whole.
		{`{"version": 1,}`, `line 1, column 15: found "}" where a name in double quotes is allowed`},
		{`[]`, `a list of 0 items is not an object`},
		{`{}`, "version: missing: the number 1 is needed\nclients: missing: a list of 1 to 8 items is needed, or a \"workload\""},
		{`{"version": 2, "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`, `version: 2 is newer than this page, which knows versions up to 1`},
		{`{"version": "1", "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`, `version: "1" is not the number 1`},
		{document(`"cache": {"ttl": "1s", "ttl": "2s"}`), `cache.ttl: this name stands twice in the object`},

		// Fields.
		{document(`"cash": {}`), `cash: unknown field: did you mean "cache"? Allowed here are "version", "name", "seed", "start", "read", "write", ` +
			`"compare", "names", "labels", "network", "source", "accessor", "cache", "writeBehind", "onError", "onCacheError", "workload", "prices", "clients", "faults", "order", "explore", "expect", "text", "ask", "controls"`},
		{document(`"network": {"delay": 1}`), `network.delay: unknown field: allowed here are "latency"`},
		{document(`"cache": []`), `cache: a list of 0 items is not an object`},
		{document(`"cache": {"capacity": 0}`), `cache.capacity: 0 is not a whole number from 1 to 10000000`},
		{document(`"cache": {"xfetchBeta": 0.0001}`), `cache.xfetchBeta: 0.0001 is not a number from 0 to 10, with at most three decimals`},
		{document(`"source": {"errorRate": 1.1}`), `source.errorRate: 1.1 is not a number from 0 to 1, with at most three decimals`},
		{document(`"source": {"outages": [{"from": "3s", "to": "2s"}]}`), `source.outages[0].to: the outage is over at "2s", not after it begins at "3s"`},
		{document(`"source": {"outages": [{"to": "2s"}, {"from": "1s", "to": "3s"}]}`), "source.outages[1].from: outage 2 begins before the one before it is over: list them in the order of time, apart from each other"},
		{document(`"source": {"latencyByLoad": [{"times": 2}]}`), "source.latencyByLoad[0].concurrency: missing: a whole number from 1 to 1000000 is needed"},
		{document(`"source": {"latencyByLoad": [{"concurrency": 10, "times": 101}]}`), "source.latencyByLoad[0].times: 101 is not a number from 0 to 100, with at most three decimals"},
		{document(`"source": {"latencyByLoad": [{"concurrency": 10}, {"concurrency": 10, "times": 2}]}`), "source.latencyByLoad[1].concurrency: 10 does not come after 10: list the rows in the order of the calls at once"},
		{document(`"source": {"latencyByLoad": {"10": 2}}`), "source.latencyByLoad: an object is not a list of at most 32 items"},
		{document(`"accessor": {"retryBudget": {"maxTokens": 1001}}`), "accessor.retryBudget.maxTokens: 1001 is not a whole number from 1 to 1000"},
		{document(`"accessor": {"retryBudget": {"tokens": 10}}`), `accessor.retryBudget.tokens: unknown field: allowed here are "maxTokens", "tokenRatio"`},
		{document(`"accessor": {"circuitBreaker": {"failureThreshold": 5, "window": 3}}`), "accessor.circuitBreaker.window: a window of 3 calls never holds 5 failures"},
		{document(`"cache": {"fill": "version"}`), `cache.fill: "write-through" puts a value into the cache before the source has given it a version: "version" needs a strategy that saves first, such as "write-through-source-first" or "write-invalidate", or "source.fenced", with which writers give versions`},
		{document(`"cache": {"fill": "put"}`), `cache.fill: "put" is not one of "set", "add", "lease", "version", "lock"`},
		{document(`"cache": {"survivesCrash": 1}`), `cache.survivesCrash: 1 is not true or false`},
		{document(`"writeBehind": {"workers": 65}`), `writeBehind.workers: 65 is not a whole number from 1 to 64`},
		{document(`"writeBehind": {"workers": 1.5}`), `writeBehind.workers: 1.5 is not a whole number from 1 to 64`},
		{document(`"name": 7`), `name: 7 is not a text of at most 100 characters`},
		{document(`"name": "a\nb"`), `name: "a\nb" holds the control character U+000A, which is not allowed`},
		{document(`"text": "a\u0085b"`), "text: \"a\u0085b\" holds the control character U+0085, which is not allowed"},
		{document(`"names": {"cache": ""}`), `names.cache: "" is not a text of 1 to 60 characters`},
		{document(`"labels": {"answer": "x"}`), `labels.answer: unknown field: allowed here are "create", "edit", "get", "delete", "pay", "cache.get", "cache.set", "cache.delete", "source.read", "source.save"`},
		{document(`"seed": 7`), `seed: 7 is a number, but a seed is a string such as "1": JSON numbers lose digits above 2^53`},
		{document(`"seed": "-1"`), `seed: "-1" is not a whole number from "0" to "18446744073709551615", as a string`},
		{document(`"start": "24:00:00"`), `start: "24:00:00" is not a time of day from "00:00:00" to "23:59:59.999999999"`},

		// Durations and latencies.
		{document(`"cache": {"ttl": "5 parsecs"}`), `cache.ttl: "5 parsecs" is not ` + duration},
		{document(`"cache": {"ttl": 5}`), `cache.ttl: 5 is not ` + duration},
		{document(`"cache": {"ttl": "25h"}`), `cache.ttl: "25h" is out of range: a duration is from "0s" to "24h"`},
		{document(`"cache": {"ttl": "-1s"}`), `cache.ttl: "-1s" is out of range: a duration is from "0s" to "24h"`},
		{document(`"cache": {"latency": null}`), `cache.latency: null is not ` + latency},
		{document(`"cache": {"latency": {}}`), `cache.latency.dist: missing: one of "exponential", "uniform" is needed`},
		{document(`"cache": {"latency": {"dist": "exponential", "min": "1s"}}`), `cache.latency.mean: missing: ` + duration + `, from "0s" to "24h" is needed` + "\n" +
			`cache.latency.min: unknown field: allowed here are "dist", "mean"`},
		{document(`"cache": {"latency": {"dist": "uniform", "min": "2s", "max": "1s"}}`), `cache.latency: min "2s" is longer than max "1s"`},
		{document(`"cache": {"latency": {"p50": "2ms", "p99": "1ms"}}`), `cache.latency: p50 "2ms" and p99 "1ms" do not go together: p50 is above "0s", and p99 is 1 to 1000 times as long`},
		{document(`"writeBehind": {"writeDelay": "1s", "schedule": "2s"}`), `writeBehind.schedule: "writeDelay" and "schedule" exclude each other: leave one of them out`},

		// Strategies.
		{document(`"write": "write-bhind"`), `write: "write-bhind" is not ` + writes},
		{document(`"write": {"steps": ["source.save", "answer"]}`), `write.by: missing: one of "client", "manager" is needed`},
		{document(`"write": {"by": "cache", "steps": ["queue.put", "answer"]}`), `write.by: "cache" is not one of "client", "manager"`},
		{document(`"write": {"by": "client", "steps": [` + strings.Repeat(`"source.save",`, 16) + `"answer"]}`), `write.steps: a list of 17 items is not a list of 1 to 16 items`},
		{document(`"write": {"by": "client", "steps": []}`), `write.steps: a list of 0 items is not a list of 1 to 16 items`},
		{document(`"write": {"by": "client", "steps": ["source.sav", "answer"]}`), `write.steps[0]: "source.sav" is not a step: allowed are "cache.get", "cache.set", ` +
			`"cache.delete", "cache.set+queue.put", "source.read", "source.save", "queue.put", "answer", "answer-on-hit", "wait", "queue.take", "queue.done"`},
		{document(`"write": {"by": "client", "steps": ["answer", "queue.put", "answer"]}`),
			`write.steps[0]: "answer" comes before anything could be known: put "cache.set", "queue.put" or "source.save" before it` + "\n" +
				`write.steps[1]: "queue.put" requires "by": "manager": the queue is the Resource Manager's` + "\n" +
				`write.steps[2]: "answer" stands twice: an operation is answered once`},
		{document(`"write": {"by": "client", "steps": ["source.save"]}`), `write.steps: the operation is never answered: add "answer"`},
		{document(`"write": {"by": "manager", "steps": ["queue.put", "answer"], "worker": ["queue.take", "queue.done"]}`), `write.worker: a worker needs "source.save"`},
		{strings.Replace(document(""), `"ops"`, `"write": {"by": "manager", "steps": ["queue.put", "answer"], "worker": ["queue.take", "source.save", "queue.done"]}, "ops"`, 1),
			`clients[0].write.worker: the worker serves all clients: its steps belong to the scenario's "write"`},

		// Clients, operations and what refers to them.
		{`{"version": 1, "clients": []}`, `clients: a list of 0 items is not a list of 1 to 8 items`},
		{`{"version": 1, "clients": [{}]}`, `clients[0].ops: missing: a list of 1 to 32 items is needed`},
		{`{"version": 1, "clients": [{"ops": [{}]}]}`, `clients[0].ops[0].op: missing: one of "create", "edit", "get", "delete", "pay" is needed` + "\n" +
			`clients[0].ops[0].key: missing: a text of 1 to 64 characters is needed`},
		{`{"version": 1, "clients": [{"ops": [` + strings.Repeat(`{"op": "pay", "key": "k"}, `, 15) + `{"op": "pay", "key": "k"}]}]}`, `clients: 16 payments on "k" are too many: a key has at most 15`},
		{`{"version": 1, "clients": [{"ops": [{"op": "get", "key": "k", "value": 5}]}]}`, `clients[0].ops[0].value: only "create", "edit" and "pay" have a value`},
		{document(`"cache": {"primer": ["k"]}`), `cache.primer[0]: "k" is not a key of source.records`},
		{document(`"cache": {"primer": ["k", "k"]}, "source": {"records": {"k": 1}}`), `cache.primer[1]: "k" stands twice in the list`},
		{document(`"faults": [{"fault": "outage", "at": "1s"}]`), `faults[0].restartAfter: missing: how long the outage lasts is needed, more than "0s"`},
		{document(`"faults": [{"fault": "evict", "at": "1s"}]`), "faults[0].key: missing: the key whose entry is evicted is needed"},
		{document(`"faults": [{"fault": "evict", "at": "1s", "key": "x"}]`), `faults[0].key: "x" is a key that neither an operation nor source.records has`},
		{document(`"faults": [{"fault": "crash", "at": "1s", "key": "k"}]`), `faults[0].key: only "evict" has a key`},
		{document(`"faults": [{"fault": "source-error", "at": "1s", "restartAfter": "1s"}]`), `faults[0].restartAfter: "source-error" is over at once`},
		{document(`"faults": [{"fault": "delay", "at": "1s"}]`), `faults[0].delay: missing: how much longer the call is on its way is needed, more than "0s"`},
		{document(`"faults": [{"fault": "crash", "at": "1s", "delay": "1s"}]`), `faults[0].delay: only "delay" has a delay`},
		{document(`"faults": [{"fault": "delay", "at": "1s", "delay": "1s", "restartAfter": "1s"}]`), `faults[0].restartAfter: "delay" is over at once`},
		{document(`"faults": [{"fault": "cache-lost", "step": "C1/1/source.save"}]`), `faults[0].step: "cache-lost" cannot befall "source.save"`},
		{document(`"faults": [{"fault": "cache-error", "step": "C1/1/source.save"}]`), `faults[0].step: "cache-error" cannot befall "source.save"`},
		{document(`"faults": [{"fault": "source-refuse", "step": "C1/1/source.read"}]`), `faults[0].step: "source-refuse" cannot befall "source.read"`},
		{document(`"faults": [{"fault": "crash"}]`), `faults[0]: a fault happens either "at" a time or at a "step"`},
		{document(`"faults": [{"fault": "crash", "step": "C2/1/source.save"}]`), `faults[0].step: "C2/1/source.save" names client 2 of 1`},
		{document(`"faults": [{"fault": "crash", "step": "C1/3/source.save"}]`), `faults[0].step: "C1/3/source.save" names operation 3 of 2`},
		{document(`"faults": [{"fault": "crash", "step": "C1/1/answer"}]`), `faults[0].step: "C1/1/answer" is not a step of an operation such as "C1/2/source.save" that calls cache or source`},
		{document(`"order": ["C1/01"]`), `order[0]: "C1/01" is not a choice such as "C1/2", "C1/2/source.save", "worker/1", "worker/1/queue.take", "feed", "expire/KEY", "evict/KEY", "crash", "crash-worker/1", "crash-cache", "crash-client/1", "down", "up", "outage", "outage-over", "send/C1/2", "late/C1/2" or "late/1", or with what goes wrong, "C1/2/source.save!source-timeout" or "worker/1!source-refuse@C1/2"`},
		{document(`"order": ["C1/1/cache.set!source-error"]`), `order[0]: "source-error" cannot befall "cache.set"`},
		{document(`"order": ["C1/9", "worker/2", "expire/x"]`), `order[0]: "C1/9" names operation 9 of 2` + "\n" + `order[1]: "worker/2" names worker 2 of 1` + "\n" +
			`order[2]: "expire/x" names a key that neither an operation nor source.records has`},

		// What the author says and asks.
		{document(`"expect": {"durable": "unknown"}`), `expect.durable: "unknown" is not one of "holds", "violated"`},
		{document(`"ask": {"question": "?", "choices": ["Yes"]}`), `ask.choices: a list of 1 item is not a list of 2 to 6 items` + "\n" +
			`ask.decides: missing: a text of 1 to 100 characters is needed`},
		{document(`"ask": {"question": "?", "choices": ["Yes", "No"], "decides": "luck"}`), `ask.decides: "luck" is not a figure such as {write.wait}, {read.value.amount}, {C2/1.wait}, ` +
			`{source.value.KEY}, {cache.value.KEY} or {run.reads}; nor is it a property: "linearizable", "read-your-writes", "monotonic-reads", "no-aborted-read", "durable", "at-most-once", "converges", "monotonic-writes"`},
		{document(`"controls": ["cache", "faults[0].at"]`), `controls[0]: "cache" is not the path of a setting such as "writeBehind.writeDelay" or "faults[0].at"` + "\n" +
			`controls[1]: "faults[0].at" is not the path of a setting such as "writeBehind.writeDelay" or "faults[0].at"`},
	} {
		s, errs := Parse([]byte(test.text))
		if s != nil || errs.Error() != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.text, errs, test.want)
		}
	}
}

func TestAllErrorsAtOnceInTheOrderOfTheFields(t *testing.T) {
	_, errs := Parse([]byte(`{"writeBehind": {"workers": 0}, "clients": [{"ops": [{"op": "get", "key": ""}]}], "x": 1,
		"cache": {"eviction": "mru", "ttl": ""}, "seed": 1, "version": 1, "text": "{", "cache": 1}`))
	var paths []string
	for _, e := range errs {
		paths = append(paths, e.Path+" "+e.Code)
	}
	want := "cache duplicate, seed invalid, cache.ttl invalid, cache.eviction invalid, writeBehind.workers invalid, clients[0].ops[0].key invalid, x unknown, text invalid"
	if got := strings.Join(paths, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestErrorsHaveALimit(t *testing.T) {
	_, errs := Parse([]byte(`{` + manyMembers(5000) + `}`))
	if len(errs) != MaxErrors+1 || errs[MaxErrors].Error() != "there are more errors than these 100" || errs[MaxErrors].Code != CodeTooMany {
		t.Errorf("%d errors, the last is %v", len(errs), errs[len(errs)-1])
	}
}

func manyMembers(n int) string {
	members := make([]string, n)
	for i := range members {
		members[i] = `"m` + padded(int64(i), 5) + `": {}`
	}
	return strings.Join(members, ",")
}

func TestLimits(t *testing.T) {
	ops := func(n int, key string) string {
		list := make([]string, n)
		for i := range list {
			list[i] = `{"op": "get", "key": "` + strings.ReplaceAll(key, "#", padded(int64(i), 3)) + `"}`
		}
		return `{"ops": [` + strings.Join(list, ",") + `]}`
	}
	clients := func(list ...string) string { return `{"version": 1, "clients": [` + strings.Join(list, ",") + `]}` }
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	records := func(value string) string { return document(`"source": {"records": {"r": ` + value + `}}`) }
	for _, test := range []struct{ allowed, tooMuch, want string }{
		{
			allowed: clients(ops(32, "k")),
			tooMuch: clients(ops(33, "k")),
			want:    `clients[0].ops: a list of 33 items is not a list of 1 to 32 items`,
		},
		{
			allowed: clients(ops(32, "k"), ops(32, "k"), ops(32, "k"), ops(4, "k")),
			tooMuch: clients(ops(32, "k"), ops(32, "k"), ops(32, "k"), ops(5, "k")),
			want:    `clients: 101 operations are too many: all clients together have at most 100`,
		},
		{
			allowed: clients(ops(32, "a#"), ops(32, "b#")),
			tooMuch: clients(ops(32, "a#"), ops(32, "b#"), ops(1, "c")),
			want:    `clients: 65 keys are too many: operations and source.records together name at most 64`,
		},
		{
			allowed: clients(strings.Split(strings.Repeat(ops(1, "k")+";", 8), ";")[:8]...),
			tooMuch: clients(strings.Split(strings.Repeat(ops(1, "k")+";", 9), ";")[:9]...),
			want:    `clients: a list of 9 items is not a list of 1 to 8 items`,
		},
		{
			allowed: clients(ops(1, strings.Repeat("ä", 64))),
			tooMuch: clients(ops(1, strings.Repeat("ä", 65))),
			want:    `clients[0].ops[0].key: "` + strings.Repeat("ä", 40) + `…" (65 characters) is not a text of 1 to 64 characters`,
		},
		{
			allowed: records(nested(8)),
			tooMuch: records(nested(9)),
			want:    `source.records.r: a value has at most 8 objects and lists inside each other`,
		},
		{
			allowed: records(`"` + strings.Repeat("a", 1998) + `"`),
			tooMuch: records(`"` + strings.Repeat("a", 1999) + `"`),
			want:    `source.records.r: a value of 2001 bytes is not a value of at most 2000 bytes as JSON`,
		},
		{
			allowed: document(`"text": "` + strings.Repeat("é", 1000) + `"`),
			tooMuch: document(`"text": "` + strings.Repeat("é", 1001) + `"`),
			want:    `text: "` + strings.Repeat("é", 40) + `…" (1001 characters) is not a text of at most 1000 characters`,
		},
		{
			allowed: document(`"order": [` + strings.Repeat(`"crash",`, 999) + `"crash"]`),
			tooMuch: document(`"order": [` + strings.Repeat(`"crash",`, 1000) + `"crash"]`),
			want:    `order: a list of 1001 items is not a list of at most 1000 items`,
		},
		{
			allowed: document(`"compare": [{}, {}, {}, {}]`),
			tooMuch: document(`"compare": [{}, {}, {}, {}, {}]`),
			want:    `compare: a list of 5 items is not a list of 1 to 4 items`,
		},
		{
			allowed: document(`"cache": {"ttl": "24h"}`),
			tooMuch: document(`"cache": {"ttl": "24h0m0.000000001s"}`),
			want:    `cache.ttl: "24h0m0.000000001s" is out of range: a duration is from "0s" to "24h"`,
		},
	} {
		decoded(t, test.allowed)
		if _, errs := Parse([]byte(test.tooMuch)); errs.Error() != test.want {
			t.Errorf("got  %s\nwant %s", errs, test.want)
		}
	}
}

// The largest documents, of shapes that would make a naive decoder quadratic, have
// errors. If the decoder were, the test would reach the time-out of go test.
func TestLargeHostileDocuments(t *testing.T) {
	many := manyMembers(60_000)
	nulls := strings.ReplaceAll(many, "{}", "null")
	for _, text := range []string{
		`{` + many + `}`,
		document(`"source": {"records": {` + many + `}}, "compare": [{"source": {"records": {` + nulls[:len(nulls)/4-len(nulls)/4%14-1] + `}}}]`),
		document(`"text": "` + strings.Repeat("{", 1_000_000) + `"`),
		document(`"order": [` + strings.Repeat(`"expire/k",`, 90_000) + `"crash"]`),
		document(`"compare": [{` + nulls + `}]`),
	} {
		if _, errs := Parse([]byte(text)); len(errs) == 0 {
			t.Error("no errors")
		}
	}
}

func TestDecodeLeavesTheTreeAlone(t *testing.T) {
	text, _ := Preset("article")
	tree, _ := jsontree.Parse(text)
	before := string(tree.AppendIndented(nil, " "))
	first, errs := Decode(tree)
	if errs != nil {
		t.Fatal(errs)
	}
	second, _ := Decode(tree)
	if string(tree.AppendIndented(nil, " ")) != before {
		t.Error("the tree has changed")
	}
	if string(first.Canonical()) != string(second.Canonical()) {
		t.Error("two canonical forms")
	}
}
