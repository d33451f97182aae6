package main

// chapter is a part of the reference.
type chapter struct {
	id, title string
	intro     string   // as HTML
	fields    []string // the outermost ones; what is inside them follows
	example   string   // members of a document
	more      func(*writer)
}

// chapters are in the order in which somebody who writes a first scenario needs
// them.
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
		example: `"source": {
  "readLatency": "1500ms",
  "writeLatency": "2s",
  "records": {"balance": {"amount": 100}}
},
"network": {"latency": "1ms"}`},
	{id: "the-cache", title: "The cache", fields: []string{"cache"},
		example: `"source": {"records": {"rate": 1.08}},
"cache": {
  "ttl": "5s",
  "ttlMode": "access",
  "primer": ["rate"]
}`},
	{id: "the-queue", title: "Write behind: the queue", fields: []string{"writeBehind"},
		example: `"write": "write-behind",
"writeBehind": {"writeDelay": "5s", "workers": 2}`},
	{id: "what-goes-wrong", title: "What goes wrong", fields: []string{"faults"},
		example: `"faults": [
  {
    "fault": "crash",
    "at": "3s", "restartAfter": "1s"
  },
  {
    "fault": "crash",
    "step": "C1/1/source.save"
  }
]`},
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
"text": "Answered in {write.wait}. {write.lost ? The bank never has it | The bank has it after {write.held}}."`,
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
	{id: "verdicts", title: "Expected verdicts", fields: []string{"expect"},
		intro: `<p>A verdict is about all orders in which things can happen, not only about the one that the clock gives. The search through them is not built yet: so far these are kept and not checked.</p>`,
		example: `"write": "write-behind",
"expect": {
  "durable": "violated",
  "converges": "holds"
}`},
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

func writeStart(w *writer) {
	w.put(`<p>The other examples leave out the outermost braces and what they do not need. What is wrong with a document is said all at once: each field, what was found there and what is allowed. Nothing is skipped silently: a name that is not on this page is an error, and so is one that stands twice.</p>
`)
}
