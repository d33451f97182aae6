package main

import (
	"html"

	"cacheplay/wasm/scenario"
)

// faultExamples are an example of each fault, and where it can happen.
var faultExamples = map[string]struct{ example, facts string }{
	"crash":          {`{"fault": "crash", "at": "3s", "restartAfter": "1s"}`, "At a time or at any call."},
	"crash-worker":   {`{"fault": "crash-worker", "step": "C1/1/source.save"}`, "At a time or at any call. It strikes a worker that is saving, if there is one."},
	"crash-cache":    {`{"fault": "crash-cache", "at": "2s"}`, "At a time or at any call."},
	"crash-client":   {`{"fault": "crash-client", "at": "1s", "client": 1}`, "At a time, with the client, or at any call."},
	"source-error":   {`{"fault": "source-error", "at": "1s"}`, "At a call to the source, or at a time: the next such call. Of a batch that a worker saves, the step of one operation is its write alone, and a time is the whole call."},
	"source-refuse":  {`{"fault": "source-refuse", "step": "C1/1/source.save"}`, "At a save, or at a time: the next one, and of a batch its first write."},
	"source-timeout": {`{"fault": "source-timeout", "step": "C1/1/source.save"}`, "At a call to the source, or at a time: the next such call. Without accessor.timeout the accessor learns at once that there will be no answer."},
	"cache-lost":     {`{"fault": "cache-lost", "step": "C1/2/cache.get"}`, "At a call to the cache, or at a time: the next such call."},
	"cache-error":    {`{"fault": "cache-error", "step": "C1/1/cache.delete"}`, "At a call to the cache, or at a time: the next such call."},
	"delay":          {`{"fault": "delay", "step": "C1/1/source.save", "delay": "3s"}`, "At any call, or at a time: the next one."},
	"evict":          {`{"fault": "evict", "at": "1s", "key": "k"}`, "At a time, with the key, or at any call."},
	"outage":         {`{"fault": "outage", "at": "1s", "restartAfter": "5s"}`, "At a time or at any call. source.outages says the same of the source itself."},
}

// writeFaults writes the explanation of each fault.
func writeFaults(w *writer) {
	w.heading("fault-kinds", "Faults")
	w.open()
	for _, id := range scenario.FaultIDs() {
		f := faultExamples[id]
		w.row(id, []string{"fault." + id}, "<p>"+w.linked(scenario.FaultDoc(id))+`</p><p class="facts">`+w.linked(f.facts)+"</p><p><code>"+html.EscapeString(f.example)+"</code></p>")
	}
	w.close()
}

// turnDocs are the forms of a turn with their meanings.
var turnDocs = []struct{ id, form, doc string }{
	{"turn.operation", "C1/2", "The second operation of the first client takes its next step. Both count from 1."},
	{"turn.operation-step", "C1/2/source.save", "The same, and that step must be this one."},
	{"turn.worker", "worker/1", "The first worker takes its next step."},
	{"turn.worker-step", "worker/1/queue.take", "The same, and that step must be this one."},
	{"turn.feed", "feed", "The source’s change feed tells of the oldest change that it has not told of yet."},
	{"turn.expire", "expire/KEY", "The copy under this key expires."},
	{"turn.evict", "evict/KEY", "It is evicted."},
	{"turn.crash", "crash", "The Resource Manager’s process ends, and starts again at once."},
	{"turn.down", "down", "It ends, and stays down."},
	{"turn.up", "up", "It starts again."},
	{"turn.crash-worker", "crash-worker/1", "The first worker does."},
	{"turn.crash-client", "crash-client/1", "The first client does, and sends nothing more."},
	{"turn.crash-cache", "crash-cache", "The cache does, and is empty."},
	{"turn.outage", "outage", "The source cannot be reached any more."},
	{"turn.outage-over", "outage-over", "It can be reached again."},
	{"turn.send", "send/C1/2", "The operation is sent, and its first call is on its way: so it can be when the Resource Manager crashes. The operation’s next turn goes on from there."},
	{"turn.late", "late/C1/2", "The source applies a save of the operation only now, after its caller has gone: by a crash, or by <code>!source-late</code>."},
	{"turn.late-worker", "late/1", "The same of the first of the workers’ saves whose caller has gone; <code>late/2</code> of the second."},
	{"turn.wrong", "C1/2/source.save!source-timeout", "A turn of an operation, a worker or the feed whose call goes wrong: with <code>!source-error</code>, <code>!source-refuse</code>, <code>!source-timeout</code>, <code>!cache-lost</code>, <code>!cache-error</code> or <code>!source-late</code> behind it. With the last one the accessor gives up a save, and the source does nothing, before its turn <code>late</code>. The step can be left out here too."},
	{"turn.wrong-write", "worker/1/source.save!source-refuse@C1/2", "A worker saves a batch, and one write of it goes wrong: that of this operation, with <code>!source-error@</code> or <code>!source-refuse@</code>. There can be several, and <code>!source-timeout</code> before them."},
}

// writeTurns writes the forms of a turn.
func writeTurns(w *writer) {
	w.heading("turns", "Turns")
	w.open()
	for _, turn := range turnDocs {
		w.row(turn.form, []string{turn.id}, "<p>"+turn.doc+"</p>")
	}
	w.close()
	w.put(`<p>The run ends with the last turn. A turn for somebody who has nothing to do then is an error, which names those who have.</p>`)
}
