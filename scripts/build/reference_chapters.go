package main

// chapter is a chapter of the reference.
type chapter struct {
	id, title string
	intro     string   // HTML
	fields    []string // paths; the fields inside them follow, unless another chapter has them
	example   string   // members of a scenario
	more      func(*writer)
}

// chapters are in the order in which the author of a first scenario needs them.
var chapters = []chapter{
	{id: "first", title: "A first scenario", example: firstExample, more: writeStart,
		intro: `<p>Five take part. The <b>client</b> needs data. The <b>Resource Manager</b> stands between it and the data and decides whether the cache or the source answers. The <b>cache</b> keeps copies. The <b>Data Accessor</b> talks to the source for the application. The <b>source</b> holds the data that count, such as a database or a bank.</p>
<p>Here a client saves a payment and then reads it. Only <code>version</code> and <code>clients</code> are needed; all else has a default.</p>
`},
	{id: "document", title: "The document", fields: []string{"version", "name", "seed", "start"},
		example: `"version": 1,
"name": "Two payments",
"seed": "7",
"start": "14:59:17.971960"`},
	{id: "clients-and-operations", title: "Clients and operations", fields: []string{"clients"},
		intro: `<p>Several clients run side by side. Each does its own operations one after the other.</p>`,
		example: `"clients": [
  {"name": "Reader", "ops": [
    {"op": "get", "key": "balance"},
    {"op": "get", "key": "balance",
      "think": "2s"}
  ]},
  {"name": "Writer", "ops": [
    {"op": "edit", "key": "balance",
      "value": {"amount": 40}, "at": "1s"}
  ]}
]`},
	{id: "payments", title: "Payments",
		intro: `<p>A <code>pay</code> is a write that must happen exactly once. It adds a payment to the ledger of its key, which is apart from the value under that key and empty at the start. Done twice, it is paid twice; lost, the money is lost. The cache adds it to its copy of the ledger, if it has one. Under a <a href="#workloads">workload</a> a key can have any number of payments.</p>
`,
		example: `"clients": [
  {"ops": [
    {"op": "pay", "key": "rent",
      "value": {"amount": 100}}
  ]}
],
"write": "write-around",
"accessor": {
  "maxAttempts": 2,
  "idempotencyKey": false
},
"faults": [
  {
    "fault": "source-timeout",
    "step": "C1/1/source.save"
  }
],
"text": "Paid {write.times} times."`},
	{id: "strategies", title: "Strategies", fields: []string{"read", "write"},
		intro: `<p>A strategy is a list of steps and who takes them. There is one for reads and one for writes; any two go together. Most scenarios name one; who wants to try a strategy of their own gives its steps.</p>`,
		example: `"read": "cache-aside",
"write": {
  "by": "client",
  "steps": [
    "cache.delete", "source.save", "answer"
  ]
}`, more: writeStrategies},
	{id: "delays", title: "Durations and delays", example: `"source": {
  "readLatency": {
    "p50": "20ms", "p99": "900ms"
  },
  "writeLatency": {
    "dist": "uniform",
    "min": "1s", "max": "4s"
  }
}`, more: writeDelays},
	{id: "source-and-network", title: "Source and network", fields: []string{"source", "network"},
		intro: `<p>How quick they are, and what is there at the start. The source can also be <a href="#source-in-trouble">busy, or down</a>, and tell of its changes by a <a href="#change-feed">feed</a>.</p>`,
		example: `"source": {
  "readLatency": "1500ms",
  "writeLatency": "2s",
  "records": {"balance": {"amount": 100}}
},
"network": {"latency": "1ms"}`},
	{id: "source-in-trouble", title: "A source that is busy, or down", fields: []string{"source.latencyByLoad", "source.concurrency", "source.queueLimit", "source.errorRate", "source.outages"},
		intro: `<p>Unless something is said here, the source serves any number of calls at the same time, each as quickly as the only one, and never fails.</p><p>From a measurement, such as 20 ms for one call at a time, 24 ms for each of 20 and 400 ms for each of 100, <code>readLatency</code> takes the first and <code>latencyByLoad</code> the others: 1.2 times at 20, and 20 times at 100.</p>`,
		example: `"source": {
  "writeLatency": "1s",
  "latencyByLoad": [
    {"concurrency": 20, "times": 1.2},
    {"concurrency": 100, "times": 20}
  ],
  "concurrency": 100,
  "queueLimit": 5,
  "errorRate": 0.1,
  "outages": [
    {"from": "3s", "to": "10s"}
  ]
}`},
	{id: "the-accessor", title: "The Data Accessor", fields: []string{"accessor", "onError"},
		intro: `<p>Every call to the source goes through the Data Accessor. A call fails when the source answers with an error, cannot be reached or has no room, and when the time-out, the circuit breaker or the bulkhead says so. After the last attempt the operation ends: its client is told that it failed or, after a time-out, that nobody knows. It takes no later step: a write that times out before its <code>cache.delete</code> leaves the old copy, unless <a href="#onError"><code>onError</code></a> has the key forgotten. A worker of the queue goes on as <a href="#writeBehind.onFailure"><code>writeBehind.onFailure</code></a> says.</p><p>Retries add to the load of a source that is overloaded, and can keep it so when the cause is long gone (Bronson et al., “Metastable Failures in Distributed Systems”, HotOS 2021). Longer pauses only put them off; a <a href="#accessor.retryBudget">retry budget</a> ends them.</p>`,
		example: `"source": {
  "writeLatency": "800ms",
  "errorRate": 0.5
},
"accessor": {
  "timeout": "1s",
  "maxAttempts": 3,
  "backoff": {
    "initial": "200ms", "jitter": 0.5
  },
  "retryBudget": {
    "maxTokens": 10, "tokenRatio": 0.1
  },
  "circuitBreaker": {
    "failureThreshold": 5, "window": 10,
    "openFor": "30s"
  },
  "bulkhead": 10
},
"onError": "rollback"`},
	{id: "the-cache", title: "The cache", fields: []string{"cache"},
		intro: `<p>How long copies live. How the cache is <a href="#fills">filled</a>, how copies are <a href="#refreshing">loaded anew</a> and what goes when it is <a href="#evictions">full</a> follows below.</p>`,
		example: `"source": {"records": {"rate": 1.08}},
"cache": {
  "ttl": "5s",
  "ttlMode": "access",
  "primer": ["rate"]
}`},
	{id: "cache-in-trouble", title: "A cache that fails", fields: []string{"onCacheError"},
		intro: `<p>A call to the cache that is lost (<a href="#fault.cache-lost"><code>cache-lost</code></a>) goes unnoticed: its caller takes it for done. One that fails (<a href="#fault.cache-error"><code>cache-error</code></a>) has no effect either, but its caller is told. Many cache clients and frameworks log such an error and go on, since the source has the right answer; but a set or a delete that is skipped leaves the old copy. To fail instead tells the client, and leaves the old copy too. To try again helps if the error passes, and the client waits for it.</p>`,
		example: `"write": "write-invalidate",
"accessor": {"maxAttempts": 3},
"onCacheError": "retry",
"faults": [
  {"fault": "cache-error", "step": "C1/1/cache.delete"}
]`},
	{id: "fills", title: "Filling the cache", fields: []string{"cache.fill", "cache.leaseLosers", "cache.tombstones", "cache.singleFlight"},
		intro: `<p>While a read brings a value from the source, a write can change it there. What the read then stores is old, and stays. And many reads that miss at the same time all ask the source.</p>`,
		example: `"read": "cache-aside",
"write": "write-invalidate",
"cache": {
  "fill": "lease",
  "leaseLosers": "bypass"
}`},
	{id: "refreshing", title: "Loading copies anew", fields: []string{"cache.refreshAheadFactor", "cache.staleWhileRevalidate", "cache.xfetchBeta"},
		intro: `<p>A read that finds its copy expired waits for the source. It need not, if the copy is loaded anew in time.</p>`,
		example: `"source": {
  "readLatency": "1s",
  "records": {"rate": 1.08}
},
"read": "refresh-ahead",
"cache": {
  "ttl": "10s",
  "primer": ["rate"],
  "refreshAheadFactor": 0.8
}`},
	{id: "evictions", title: "A full cache", fields: []string{"cache.capacity", "cache.eviction"},
		example: `"cache": {
  "capacity": 2,
  "eviction": "sieve"
}`},
	{id: "the-queue", title: "Write behind: the queue", fields: []string{"writeBehind"},
		intro: `<p>A worker takes the oldest write that may be taken, saves it and takes the next one.</p>`,
		example: `"write": "write-behind",
"writeBehind": {
  "writeDelay": "5s",
  "workers": 2,
  "partitionBy": "key",
  "batchSize": 10,
  "coalescing": "last-wins",
  "queueCapacity": 20,
  "onFull": "reject"
}`},
	{id: "queue-in-trouble", title: "Write behind: when it goes wrong",
		fields: []string{"writeBehind.onFailure", "writeBehind.journal", "writeBehind.staging", "writeBehind.pinDirty", "writeBehind.cleanBy"},
		intro: `<p>What the client was told is done is, for a while, only in the queue and in the cache: there its entry is dirty. A crash, an eviction or a source that does not take the write can lose it.</p>
<p>Of a batch each write has an outcome of its own here. Some products learn it later: Hazelcast fails the whole batch first, tries that again, and then saves its writes one by one; Ehcache asks the code that saves to report which writes have failed.</p>`,
		example: `"write": "write-behind",
"writeBehind": {
  "writeDelay": "5s",
  "journal": true,
  "staging": true,
  "pinDirty": true,
  "onFailure": "dead-letter"
}`},
	{id: "change-feed", title: "The change feed", fields: []string{"source.feedLatency"},
		intro: `<p>With the strategy <a href="#change-data-capture"><code>change-data-capture</code></a> nobody who writes tells the cache. The source itself does: it tells of each change, whoever made it, and the cache removes its copy. One client that writes so is enough for the feed to be there.</p>`,
		example: `"clients": [
  {"name": "App",
    "write": "change-data-capture",
    "ops": [{"op": "edit", "key": "rate"}]},
  {"name": "Back office",
    "write": "write-around",
    "ops": [{"op": "edit", "key": "rate"}]}
],
"source": {"feedLatency": "1s"}`},
	{id: "what-goes-wrong", title: "What goes wrong", fields: []string{"faults"},
		example: `"faults": [
  {
    "fault": "crash",
    "at": "3s", "restartAfter": "1s"
  },
  {
    "fault": "source-timeout",
    "step": "C1/1/source.save"
  }
]`, more: writeFaults},
	{id: "given-order", title: "A given order", fields: []string{"order"},
		intro: `<p>A race shows itself only in some orders. With a list of turns a scenario plays exactly one of them.</p>`,
		example: `"clients": [
  {"ops": [{"op": "get", "key": "k"}]},
  {"ops": [{"op": "edit", "key": "k"}]}
],
"order": [
  "C1/1/cache.get",
  "C2/1",
  "C1/1/source.read"
]`, more: writeTurns},
	{id: "every-order", title: "Every order", fields: []string{"explore"},
		intro: `<p>A run shows one order of events. Exploration goes through every order in which the steps of a scenario, and what may go wrong, can happen. Delays do not count there: what is delayed may come at any time, and copies may expire or be evicted at any moment. A property then holds in every order, or there is a shortest one that violates it, which can be played as a <a href="#given-order">given order</a>.</p>
<p>What goes wrong in the story may go wrong there too: an outage begins and ends at any moment, an error rate or a call that can be turned away gives a call that fails, a time-out a save that nobody is told of, and a fault at a step stays at that step. Two things are left out so far, and every result says so where they could matter: a save that lands after its caller has gone, and the time that a crashed process is down.</p>`,
		example: `"write": "write-behind",
"explore": {
  "faults": {"crash": 1, "evict": 1},
  "states": 500000
}`},
	{id: "verdicts", title: "Expected verdicts", fields: []string{"expect"},
		intro: `<p>A verdict is about every order in which things can happen, not only about the one that the clock gives. Exploration compares what it finds with what is expected here; <code>cacheplay run -expect run</code> compares the one run. What is expected of a measure is about the operations of a <a href="#workloads">workload</a>.</p>`,
		example: `"write": "write-behind",
"explore": {"faults": {"crash": 1}},
"expect": {
  "durable": "violated",
  "converges": "holds"
}`},
	{id: "workloads", title: "Workloads", fields: []string{"workload"},
		intro: `<p>A story shows what happens to a few operations. A workload says which many operations a scenario is put under, to measure how long they wait, how often the cache answers, how old its answers are and how much a crash would lose. They are drawn from a few figures, the same ones for every variant and on every computer. Arrivals, pauses, kinds and keys come from random streams of their own: another figure for one of them leaves the others as they are. A run still shows the operations of the clients; a scenario that has no clients shows one, which does an operation of each kind in the mix.</p>
<p>What is expected of the <a href="#measures">measures</a> stands beside the <a href="#verdicts">verdicts</a>.</p>
`,
		example: `"workload": {
  "arrivals": {
    "rate": 2000,
    "bursts": {"from": "1m", "every": "5m",
      "length": "30s", "times": 4}
  },
  "keys": {"count": 200000,
    "dist": "zipfian", "exponent": 0.9},
  "mix": {"get": 95, "edit": 4.5, "create": 0.5},
  "size": {"p50": 2000, "p99": 40000},
  "duration": "20m",
  "warmUp": "2m"
},
"expect": {
  "read.p99": "< 50ms",
  "stale": "< 0.1%",
  "lost.worst": "0"
}`, more: writeWorkloads},
	{id: "costs", title: "What it costs", fields: []string{"prices"},
		intro: `<p>From prices that you give, what a scenario costs an hour is measured under its workload: <code>cost.cache</code>, <code>cost.source</code>, and both together, <code>cost</code>. They are <a href="#measures">measures</a>, of which something can be expected. What the cache costs is known if the workload says how large keys and values are; otherwise it stays unknown, and so does the sum of both.</p>`,
		example: `"workload": {
  "like": "product-catalogue"
},
"prices": {
  "cacheGBHour": 0.0168,
  "millionSourceCalls": 1.5,
  "currency": "EUR"
},
"expect": {"cost": "< 12"}`},
	{id: "comparison", title: "Comparing runs", fields: []string{"compare"},
		example: `"cache": {"ttl": "5s"},
"compare": [
  {"write": "write-through"},
  {
    "name": "Behind",
    "write": "write-behind",
    "writeBehind": {"writeDelay": "5s"}
  },
  {
    "name": "No expiry",
    "cache": {"ttl": null}
  }
]`, more: writeComparison},
	{id: "names-and-labels", title: "Names and labels", fields: []string{"names", "labels"},
		example: `"names": {"source": "Bank"},
"labels": {
  "create": "Save transaction",
  "source.save": "save_transaction"
}`},
	{id: "texts", title: "Texts and their figures", fields: []string{"text"},
		example: `"write": "write-behind",
"text": "Answered in {write.wait}. {write.lost ? The source never has it | The source has it after {write.held}}."`,
		more: writeFigures},
	{id: "questions", title: "Questions and controls", fields: []string{"ask", "controls"},
		example: `"ask": {
  "question": "Does the crash lose the payment?",
  "choices": ["Yes", "No"],
  "decides": "write.lost"
},
"controls": [
  "writeBehind.writeDelay",
  "clients[0].ops[1].at"
]`},
	{id: "recordings", title: "Recording what your cache does", more: writeRecorders,
		intro: `<p>How a real service uses its cache can be recorded in a file. <code>cacheplay workload FILE</code> tells the format by the content, says what is in it, from the share of reads to how much of the load the hottest keys have, and what it had to guess. No file leaves your computer.</p>
`},
	{id: "limits", title: "Limits", more: writeLimits},
	{id: "schema", title: "A schema for your editor", more: writeSchemaHelp},
}

const firstExample = `{
  "version": 1,
  "name": "A payment",
  "write": "write-behind",
  "writeBehind": {"writeDelay": "5s"},
  "source": {"writeLatency": "2s"},
  "clients": [
    {"ops": [
      {"op": "create", "key": "payment",
        "value": {"amount": 100}},
      {"op": "get", "key": "payment"}
    ]}
  ]
}`

// writeStart writes what holds for all examples and errors.
func writeStart(w *writer) {
	w.put(`<p>The other examples leave out the outermost braces and what they do not need. What is wrong with a document is said all at once: each field, what was found there and what is allowed. Nothing is skipped silently: a name that is not on this page is an error, and so is one that stands twice.</p>
`)
}
