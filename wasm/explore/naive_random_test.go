package explore

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// scenarios draws random small scenarios.
type scenarios struct{ *rand.Rand }

// pick returns one of some texts.
func (r scenarios) pick(from ...string) string { return from[r.IntN(len(from))] }

// often reports true once in n times.
func (r scenarios) often(n int) bool { return r.IntN(n) == 0 }

// lists are lists of steps that no named strategy has.
var naiveLists = map[string][]string{
	"read": {
		"{'by': 'client', 'steps': ['cache.get', 'answer-on-hit', 'source.read', 'answer', 'cache.set']}",
		"{'by': 'manager', 'steps': ['cache.get', 'source.read', 'cache.set', 'answer']}",
		"{'by': 'manager', 'steps': ['source.read', 'cache.set', 'answer']}",
		"{'by': 'client', 'steps': ['cache.get', 'answer-on-hit', 'source.read', 'answer', 'wait', 'source.read', 'cache.set']}",
		"{'by': 'client', 'steps': ['source.read', 'answer', 'cache.delete']}",
	},
	"write": {
		"{'by': 'client', 'steps': ['source.save', 'answer', 'cache.delete']}",
		"{'by': 'client', 'steps': ['cache.delete', 'source.save', 'cache.set', 'answer']}",
		"{'by': 'manager', 'steps': ['cache.set', 'source.save', 'cache.set', 'answer']}",
		"{'by': 'manager', 'steps': ['cache.set', 'answer', 'source.save']}",
		"{'by': 'manager', 'steps': ['cache.set', 'queue.put', 'answer']}",
		"{'by': 'manager', 'steps': ['queue.put', 'cache.set', 'answer']}",
		"{'by': 'manager', 'steps': ['queue.put', 'source.save', 'answer']}",
		"{'by': 'manager', 'steps': ['queue.put', 'answer', 'wait', 'cache.delete']}",
		"{'by': 'manager', 'steps': ['cache.delete', 'cache.set+queue.put', 'answer']}",
		"{'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.delete', 'queue.done']}",
		"{'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'cache.set', 'queue.done']}",
		"{'by': 'manager', 'steps': ['cache.set+queue.put', 'answer'], 'worker': ['queue.take', 'source.save', 'source.save', 'queue.done']}",
		"{'by': 'manager', 'steps': ['queue.put', 'answer'], 'worker': ['queue.take', 'cache.set', 'source.save', 'wait', 'queue.done']}",
	},
}

// strategy returns a strategy of a kind as JSON. A client has no worker's list.
func (r scenarios) strategy(kind strategy.Kind, ofClient bool) string {
	if r.often(5) {
		if list := r.pick(naiveLists[kind.String()]...); !ofClient || !strings.Contains(list, "worker") {
			return list
		}
	}
	if kind == strategy.Write && r.often(3) {
		return "'write-behind'"
	}
	named := strategy.Named(kind)
	return "'" + named[r.IntN(len(named))].ID + "'"
}

// clients returns the member "clients" of one to three clients with two to four
// operations.
func (r scenarios) clients() (text string, calls []string) {
	keys, kinds := []string{"k"}, []string{"get", "get", "edit", "edit", "edit", "create", "delete"}
	switch r.IntN(6) {
	case 0:
		kinds = []string{"pay", "pay", "pay", "get"}
	case 1:
		kinds = append(kinds, "pay")
	}
	if r.often(3) {
		keys = []string{"k", "k", "l"}
	}
	count, clients := 2+r.IntN(3), 1+r.IntN(3)
	var ops [3][]string
	for range count {
		c := r.IntN(clients)
		kind := r.pick(kinds...)
		value := ""
		if kind != "get" && kind != "delete" {
			value = fmt.Sprintf(", 'value': %d", r.IntN(9))
		}
		ops[c] = append(ops[c], fmt.Sprintf("{'op': '%s', 'key': '%s'%s}", kind, r.pick(keys...), value))
	}
	var all []string
	for _, own := range ops {
		if len(own) == 0 {
			continue
		}
		client := "{'ops': [" + strings.Join(own, ", ") + "]"
		if r.often(6) {
			client += ", 'read': " + r.strategy(strategy.Read, true)
		}
		if r.often(6) {
			client += ", 'write': " + r.strategy(strategy.Write, true)
		}
		all = append(all, client+"}")
		for i := range own {
			calls = append(calls, fmt.Sprintf("C%d/%d", len(all), i+1))
		}
	}
	return "'clients': [" + strings.Join(all, ", ") + "]", calls
}

// faults returns what may go wrong: with any call, and with one.
func (r scenarios) faults(calls []string) string {
	var budget, aims []string
	for i := range scenario.Budgets {
		if r.often(6) {
			budget = append(budget, fmt.Sprintf("'%s': %d", scenario.BudgetID(i), 1+r.IntN(3)/2))
		}
	}
	for range 2 {
		if r.often(4) {
			fault := r.pick("source-error", "source-error", "source-refuse", "source-timeout", "cache-lost", "cache-error")
			step := r.pick("source.save", "source.save", "source.read")
			switch {
			case fault == "cache-lost", fault == "cache-error":
				step = r.pick("cache.get", "cache.set", "cache.set", "cache.delete", "cache.set+queue.put")
			case fault == "source-refuse":
				step = "source.save"
			}
			aims = append(aims, fmt.Sprintf("{'fault': '%s', 'step': '%s/%s'}", fault, r.pick(calls...), step))
		}
	}
	return "'faults': [" + strings.Join(aims, ", ") + "], 'explore': {'faults': {" + strings.Join(budget, ", ") + "}, 'late': " + r.pick("true", "true", "false") + ", 'downtime': " + r.yesNo(3) + "}"
}

// yesNo returns a flag that is set once in n times.
func (r scenarios) yesNo(n int) string { return fmt.Sprint(r.often(n)) }

// members returns the members of a random scenario. It may be wrong.
func (r scenarios) members() []string {
	clients, calls := r.clients()
	topic, wrong := r.topic(), "'faults': []"
	if topic == "" {
		topic, wrong = "'compare': [{}]", r.faults(calls)
	}
	cache := fmt.Sprintf("'fill': '%s', 'leaseLosers': '%s', 'singleFlight': %s, 'survivesCrash': %s, 'tombstones': %s",
		r.pick("set", "set", "add", "lease", "lock", "version"), r.pick("wait", "bypass"), r.yesNo(3), r.yesNo(2), r.pick("true", "true", "false"))
	records := []string{}
	for _, key := range []string{"k", "l"} {
		if r.IntN(3) > 0 {
			records = append(records, "'"+key+"': 0")
			if r.often(2) {
				cache += ", 'primer': ['" + key + "']"
				cache = strings.Replace(cache, "], 'primer': [", ", ", 1)
			}
		}
	}
	if r.often(3) {
		cache += ", 'ttl': '1s'"
	}
	if r.often(4) {
		cache += ", 'negativeTtl': '1s'"
	}
	accessor := fmt.Sprintf("'maxAttempts': %d, 'idempotencyKey': %s", 1+r.IntN(5)/2, r.yesNo(2))
	if r.often(4) {
		accessor += ", 'timeout': '1s'"
	}
	return []string{
		"'read': " + r.strategy(strategy.Read, false), "'write': " + r.strategy(strategy.Write, false),
		"'onError': '" + r.pick("keep", "rollback", "invalidate") + "'", "'onCacheError': '" + r.pick("ignore", "fail", "retry") + "'", "'cache': {" + cache + "}",
		"'writeBehind': {" + r.queue() + "}", "'accessor': {" + accessor + "}",
		"'source': {'records': {" + strings.Join(records, ", ") + "}, 'fenced': " + r.yesNo(4) + "}", wrong, clients, topic,
	}
}

// queue returns settings of the queue.
func (r scenarios) queue() string {
	text := fmt.Sprintf("'workers': %d, 'batchSize': %d, 'partitionBy': '%s', 'coalescing': '%s', 'onFailure': '%s', 'journal': %s, 'staging': %s, 'pinDirty': %s, 'cleanBy': '%s'",
		1+r.IntN(2), 1+r.IntN(3), r.pick("none", "key"), r.pick("none", "none", "last-wins", "merge"), r.pick("retry-in-place", "requeue", "drop", "dead-letter"),
		r.yesNo(2), r.yesNo(3), r.yesNo(2), r.pick("sequence", "key"))
	if r.often(3) {
		text += fmt.Sprintf(", 'queueCapacity': %d, 'onFull': '%s'", 1+r.IntN(2), r.pick("block", "reject", "sync", "drop"))
	}
	return text
}

// topics are settings that show something only together, with programs. They replace
// what a random scenario has.
var topics = []struct{ settings, programs string }{
	{
		settings: "'write': 'write-behind', 'writeBehind': {'coalescing': 'none', 'partitionBy': 'key', 'pinDirty': true}, 'explore': {'faults': {'evict': 1}}",
		programs: "W1 W2 R; W1 | W2 R; W1 W2 | R",
	},
	{
		settings: "'write': 'write-through-source-first', 'cache': {'fill': 'version'}, 'accessor': {'maxAttempts': 2, 'idempotencyKey': true}, 'explore': {'faults': {'source-timeout': 1}, 'late': false}",
		programs: "W1 | W2 R; W1 W2 R; W1 | R D",
	},
	{
		settings: "'read': 'cache-aside', 'write': 'write-behind', 'writeBehind': {'journal': true, 'staging': true}, 'explore': {'faults': {'crash': 1}, 'downtime': true}",
		programs: "W1 R; W1 | R R; D R",
	},
	{
		settings: "'read': 'cache-aside', 'write': 'double-delete', 'cache': {'fill': 'lock', 'survivesCrash': false}, 'explore': {'faults': {'crash': 1}, 'downtime': true}",
		programs: "W1 | R; W1 | R R; R | D",
	},
	{
		settings: "'write': 'write-behind', 'writeBehind': {'queueCapacity': 1, 'onFull': 'drop', 'onFailure': 'requeue', 'journal': true}, 'explore': {'faults': {'crash': 1, 'source-error': 1}, 'late': false}",
		programs: "W1 W2; W1 W2:l; W1:l W2 | R",
	},
	{
		settings: "'write': 'write-behind', 'writeBehind': {'batchSize': 3, 'workers': 1, 'onFailure': 'requeue', 'journal': true}, 'explore': {'faults': {'crash-worker': 1, 'source-error': 1, 'source-refuse': 1}, 'late': false}",
		programs: "W1 W2; W1 P; P W1 W2:l; W1 W2 W3",
	},
	{
		settings: "'write': 'write-invalidate', 'cache': {'primer': ['k']}, 'source': {'records': {'k': 0}}, 'onError': 'invalidate', 'onCacheError': 'retry', 'accessor': {'maxAttempts': 2}, 'explore': {'faults': {'cache-error': 2, 'source-timeout': 1}}",
		programs: "W1 R; W1 | R; W1 | W2; D | R",
	},
	{
		settings: "'write': 'write-behind', 'cache': {'survivesCrash': true}, 'onCacheError': 'retry', 'accessor': {'maxAttempts': 2}, 'writeBehind': {'queueCapacity': 1, 'onFull': 'sync'}, 'explore': {'faults': {'cache-error': 1, 'crash': 1}}",
		programs: "W1 | W2 R; W1 W2; W1 | P",
	},
	{
		settings: "'cache': {'singleFlight': true}, 'read': 'cache-aside', 'explore': {'faults': {'source-error': 1, 'crash': 1}}",
		programs: "R | W1 R; R R | D; R | R | W1",
	},
	{
		settings: "'read': 'refresh-ahead', 'cache': {'ttl': '1s', 'primer': ['k']}, 'source': {'records': {'k': 0}}, 'explore': {'faults': {'expire': 2, 'evict': 1}}",
		programs: "R R | W1; R | W1 R; R D | R",
	},
}

// topic returns a variant with the settings of a topic, or "".
func (r scenarios) topic() string {
	if r.IntN(3) > 0 {
		return ""
	}
	topic := topics[r.IntN(len(topics))]
	return "'compare': [{" + topic.settings + ", " + program(r.pick(strings.Split(topic.programs, "; ")...)) + "}]"
}

// scenario returns the text of a random scenario, and the scenario; nil if the text is
// wrong.
func (r scenarios) scenario() (string, *scenario.Scenario) {
	members := strings.Join(r.members(), ", ")
	if r.often(2) { // last, so that all else is as it was without it
		members = withRetryBudget(members, 1+r.IntN(5), r.pick("0", "0.5", "1"))
	}
	text := strings.ReplaceAll("{'version': 1, "+members+"}", "'", `"`)
	s, errs := scenario.Parse([]byte(text))
	if errs != nil {
		return text, nil
	}
	return text, s
}

// withRetryBudget returns members of a scenario, whose accessor gets a retry budget.
func withRetryBudget(members string, tokens int, ratio string) string {
	return strings.ReplaceAll(members, "'accessor': {", fmt.Sprintf("'accessor': {'retryBudget': {'maxTokens': %d, 'tokenRatio': %s}, ", tokens, ratio))
}
