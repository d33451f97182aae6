package trace

import (
	"strconv"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/strategy"
)

// The trace format, version 1: one JSON object, without white space, its
// members in the order below. Times are nanoseconds since the run's start and
// stay below 2^53. Participants are named by their index, keys by their name,
// operations by their id. A member marked with ? is left out where it holds
// "", 0, false, no item or nothing.
//
//	version        1
//	id?            the run's UUID
//	name?          such as "Write Behind"
//	read?, write?  the ids of the strategies
//	start          the time of day of t = 0: "HH:MM:SS", with a fraction of up to
//	               nine digits where there is one
//	ordered?       true: t counts the steps of a given order, from 0
//	stopped?       why the run ends before all is done
//	end            when the last event arrived
//	participants   [{role, name}], role: client, manager, cache, accessor, source
//	keys           [{name, uuid, initial?}], initial: what the source held at the
//	               start
//	operations     [operation]
//	initial        {cache: [entry], source: [held], queue: [item]} before the first
//	               event; what holds nothing is not listed
//	events         [event]
//	missed?        [{fault, step?, at?, words}] the faults of the scenario that never
//	               struck: the id of the fault, the step or the time that it names, and
//	               why that is so
//	verdicts?      [verdict] about the properties that concern the run
//	console        the console text
//
// verdict:
//
//	property       such as "durable"
//	verdict        of this run: holds, violated, or unknown where the run was cut
//	               short before it was decided
//	words?         what shows the violation
//	operations?    the ids of the operations that show it
//	key?           the key that shows it
//
// operation:
//
//	id, client     such as "C1/2"; the index of its participant
//	op, key        create, edit, get, delete or pay; the key's name
//	label          such as "Save transaction"
//	strategy?, by  the id of its strategy; the role of who executes it
//	value?         what it writes
//	start          when it was sent; left out where it was not
//	end, wait      when its client learned of the outcome, and how long it waited;
//	               left out where the outcome is pending
//	outcome        pending, ok, failed or unknown
//	result         of a read with outcome ok: a record
//	hit?           true: answered from the cache
//
// record: null for an absence without payments, else {write?, value?,
// payments?}: the id of the operation that wrote it, or "initial", and its value,
// where there is one; the ids of the payments applied to its key, in the order
// of their ids, each as often as it was.
//
// held: {key, write?, value?, payments?}: a record and its key.
//
// entry: {key, write?, value?, payments?, dirty?, expires?}: a record in the
// cache, or with nothing but its key the knowledge that the source has none; dirty
// is true while its write is queued, expires is the end of its time to live.
//
// item: {seq, key, op, state, due?}: a queued write; its number in the queue, the
// operation that queued it, its state, and when a worker may take it. The states
// are queued, taken, done, lost (in a crash), dropped and dead-letter; the last
// four have left the queue. A write that replaces another one keeps its number; a
// write that is put at the end of the queue gets a new one.
//
// event:
//
//	t, seq         when; its number, from 1: the state after event seq is that of
//	               all changes up to it
//	arrives        when a message arrives; left out where that is t
//	kind           call, return, note, timer or fault
//	sense?         what happened, such as hit, miss, saved, crashed
//	from, to       indexes of participants
//	label?         its text
//	op?            the id of the operation that it belongs to
//	worker?        the number of the write-behind worker, from 1
//	step?          the step of the strategy, such as "cache.set"
//	changes?       [{in, key?, before, after}]; in: cache (before and after are
//	               entries without their key, or null), source (records), queue
//	               (items; before is null for one that is new) or breaker (closed,
//	               open or half-open; it has no key)

// AppendJSON appends the trace in the format above. Equal traces give equal
// bytes.
func (t *Trace) AppendJSON(dst []byte) []byte {
	w := &jsonWriter{trace: t, out: dst}
	w.open('{')
	w.number("version", Version)
	w.optional("id", t.ID)
	w.optional("name", t.Name)
	w.optional("read", t.Read)
	w.optional("write", t.Write)
	w.text("start", timeOfDayShort(t.Start))
	w.flag("ordered", t.Ordered)
	w.optional("stopped", t.Stopped)
	w.number("end", t.End)
	w.participants()
	w.keys()
	w.operations()
	w.initial()
	w.events()
	w.missed()
	w.verdicts()
	w.text("console", t.Console())
	w.close('}')
	return w.out
}

// timeOfDayShort formats a time of day without trailing zeros.
func timeOfDayShort(ns int64) string {
	return strings.TrimSuffix(strings.TrimRight(timeOfDay(ns, 9), "0"), ".")
}

// jsonWriter appends the JSON of a trace.
type jsonWriter struct {
	trace *Trace
	out   []byte
}

func (w *jsonWriter) open(bracket byte)  { w.out = append(w.out, bracket) }
func (w *jsonWriter) close(bracket byte) { w.out = append(w.out, bracket) }

// next writes the comma before a member or an item that is not the first. The
// last byte tells: no value ends with an opening bracket or a colon.
func (w *jsonWriter) next() {
	switch w.out[len(w.out)-1] {
	case '{', '[', ':':
	default:
		w.out = append(w.out, ',')
	}
}

func (w *jsonWriter) name(name string) {
	w.next()
	w.out = append(jsontree.AppendString(w.out, name), ':')
}

func (w *jsonWriter) text(name, value string) {
	w.name(name)
	w.out = jsontree.AppendString(w.out, value)
}

func (w *jsonWriter) number(name string, value int64) {
	w.name(name)
	w.out = strconv.AppendInt(w.out, value, 10)
}

func (w *jsonWriter) optional(name, value string) {
	if value != "" {
		w.text(name, value)
	}
}

func (w *jsonWriter) optionalNumber(name string, value int64) {
	if value != 0 {
		w.number(name, value)
	}
}

func (w *jsonWriter) flag(name string, value bool) {
	if value {
		w.name(name)
		w.out = append(w.out, "true"...)
	}
}

// json writes a member whose value is a JSON text, unless that is empty.
func (w *jsonWriter) json(name, value string) {
	if value != "" {
		w.name(name)
		w.out = append(w.out, value...)
	}
}

// list writes a member that is an array of n objects.
func (w *jsonWriter) list(name string, n int, item func(i int)) {
	w.name(name)
	w.open('[')
	for i := range n {
		w.next()
		w.open('{')
		item(i)
		w.close('}')
	}
	w.close(']')
}

func (w *jsonWriter) missed() {
	missed := w.trace.Missed
	if len(missed) == 0 {
		return
	}
	w.list("missed", len(missed), func(i int) {
		w.text("fault", missed[i].Fault)
		w.optional("step", missed[i].Step)
		if missed[i].Step == "" {
			w.number("at", missed[i].At)
		}
		w.text("words", missed[i].String())
	})
}

func (w *jsonWriter) participants() {
	w.list("participants", len(w.trace.Participants), func(i int) {
		w.text("role", w.trace.Participants[i].Role.String())
		w.text("name", w.trace.Participants[i].Name)
	})
}

func (w *jsonWriter) keys() {
	w.list("keys", len(w.trace.Keys), func(i int) {
		key := &w.trace.Keys[i]
		w.text("name", key.Name)
		w.text("uuid", key.UUID)
		w.json("initial", key.Initial)
	})
}

func (w *jsonWriter) operations() {
	w.list("operations", len(w.trace.Ops), func(i int) {
		op := &w.trace.Ops[i]
		w.text("id", op.ID)
		w.number("client", int64(op.Client))
		w.text("op", op.Kind.String())
		w.text("key", w.trace.Keys[op.Key].Name)
		w.text("label", op.Label)
		w.optional("strategy", op.Strategy)
		w.text("by", op.By.String())
		w.json("value", op.Value)
		if op.Sent {
			w.number("start", op.Start)
		}
		if wait, answered := op.Wait(); answered {
			w.number("end", op.End)
			w.number("wait", wait)
		}
		w.text("outcome", op.Outcome.String())
		if op.Reads() && op.Outcome == engine.OK {
			w.record("result", op.Key, op.Result)
		}
		w.flag("hit", op.Hit)
	})
}

// initial writes the state before the first event.
func (w *jsonWriter) initial() {
	s := &w.trace.Initial
	w.name("initial")
	w.open('{')
	cached, held := present(s)
	w.list("cache", len(cached), func(i int) {
		w.text("key", w.trace.Keys[cached[i]].Name)
		w.entryMembers(cached[i], s.Cache[cached[i]])
	})
	w.list("source", len(held), func(i int) {
		w.text("key", w.trace.Keys[held[i]].Name)
		w.recordMembers(held[i], s.Source[held[i]])
	})
	w.list("queue", len(s.Queue), func(i int) { w.itemMembers(s.Queue[i], itemState(s.Queue[i])) })
	w.close('}')
}

// present lists the keys that cache and source hold.
func present(s *State) (cached, held []int) {
	for key, entry := range s.Cache {
		if entry.Present {
			cached = append(cached, key)
		}
	}
	for key, record := range s.Source {
		if record.HasContent() {
			held = append(held, key)
		}
	}
	return cached, held
}

func (w *jsonWriter) verdicts() {
	findings := w.trace.findings()
	if len(findings) == 0 {
		return
	}
	w.list("verdicts", len(findings), func(i int) {
		f := &findings[i]
		w.text("property", f.Property.String())
		w.text("verdict", f.Verdict.String())
		if f.Verdict == judge.Violated {
			w.text("words", strings.Join(w.trace.Explain(f), ""))
			w.witnesses(f)
		}
	})
}

// witnesses writes which operations, or which key, show a violation.
func (w *jsonWriter) witnesses(f *judge.Finding) {
	if f.Property == judge.Converges {
		w.text("key", w.trace.Keys[f.Other].Name)
		return
	}
	w.name("operations")
	w.open('[')
	for _, op := range []int{f.Witness, f.Other} {
		if op != judge.None {
			w.next()
			w.out = jsontree.AppendString(w.out, w.trace.Ops[op].ID)
		}
	}
	w.close(']')
}

func (w *jsonWriter) events() {
	w.list("events", len(w.trace.Events), func(i int) {
		e := &w.trace.Events[i]
		w.number("t", e.T)
		w.number("seq", int64(i)+1)
		if e.Arrives != e.T {
			w.number("arrives", e.Arrives)
		}
		w.text("kind", e.Kind.String())
		w.optional("sense", e.Sense.String())
		w.number("from", int64(e.From))
		w.number("to", int64(e.To))
		w.optional("label", e.Label)
		if e.Op >= 0 {
			w.text("op", w.trace.Ops[e.Op].ID)
		}
		w.optionalNumber("worker", int64(e.Worker))
		if e.Step != strategy.NoStep {
			w.text("step", e.Step.String())
		}
		if len(e.Changes) > 0 {
			w.list("changes", len(e.Changes), func(i int) { w.change(&e.Changes[i]) })
		}
	})
}

func (w *jsonWriter) change(c *engine.Change) {
	key := int(c.Key)
	switch c.Kind {
	case engine.EntryChanged:
		w.changed("cache", key)
		w.entry("before", key, c.EntryBefore)
		w.entry("after", key, c.EntryAfter)
	case engine.RecordChanged:
		w.changed("source", key)
		w.record("before", key, c.RecordBefore)
		w.record("after", key, c.RecordAfter)
	case engine.ItemQueued:
		w.changed("queue", key)
		w.null("before")
		w.item("after", c.Item, itemState(c.Item))
	case engine.ItemTaken, engine.ItemReturned, engine.ItemReplaced, engine.ItemRequeued:
		w.changed("queue", key)
		w.item("before", c.Item, itemState(c.Item))
		w.item("after", c.ItemAfter, itemState(c.ItemAfter))
	case engine.ItemDone, engine.ItemLost, engine.ItemDropped, engine.ItemDead:
		w.changed("queue", key)
		w.item("before", c.Item, itemState(c.Item))
		w.item("after", c.Item, leftAs(c.Kind))
	case engine.BreakerChanged:
		w.text("in", "breaker")
		w.text("before", c.BreakerBefore.String())
		w.text("after", c.BreakerAfter.String())
	}
}

func (w *jsonWriter) changed(in string, key int) {
	w.text("in", in)
	w.text("key", w.trace.Keys[key].Name)
}

// leftAs returns the state of an item that has left the queue.
func leftAs(kind engine.ChangeKind) string {
	switch kind {
	case engine.ItemDone:
		return "done"
	case engine.ItemDropped:
		return "dropped"
	case engine.ItemDead:
		return "dead-letter"
	}
	return "lost"
}

// itemState returns the state of an item in the queue.
func itemState(item engine.Item) string {
	if item.Taken != 0 {
		return "taken"
	}
	return "queued"
}

func (w *jsonWriter) null(name string) {
	w.name(name)
	w.out = append(w.out, "null"...)
}

func (w *jsonWriter) record(name string, key int, r engine.Record) {
	if !r.HasContent() {
		w.null(name)
		return
	}
	w.name(name)
	w.open('{')
	w.recordMembers(key, r)
	w.close('}')
}

func (w *jsonWriter) recordMembers(key int, r engine.Record) {
	if r.Exists {
		write := "initial"
		if r.Write > 0 {
			write = w.trace.Ops[r.Write-1].ID
		}
		w.text("write", write)
		w.json("value", w.trace.Value(key, r))
	}
	if paid := w.trace.payments(key, r.Ledger); len(paid) > 0 {
		w.name("payments")
		w.open('[')
		for _, op := range paid {
			w.next()
			w.out = jsontree.AppendString(w.out, w.trace.Ops[op].ID)
		}
		w.close(']')
	}
}

func (w *jsonWriter) entry(name string, key int, e engine.Entry) {
	if !e.Present {
		w.null(name)
		return
	}
	w.name(name)
	w.open('{')
	w.entryMembers(key, e)
	w.close('}')
}

func (w *jsonWriter) entryMembers(key int, e engine.Entry) {
	w.recordMembers(key, e.Record)
	w.flag("dirty", e.Dirty != 0)
	w.optionalNumber("expires", e.Expires)
}

func (w *jsonWriter) item(name string, item engine.Item, state string) {
	w.name(name)
	w.open('{')
	w.itemMembers(item, state)
	w.close('}')
}

func (w *jsonWriter) itemMembers(item engine.Item, state string) {
	w.number("seq", int64(item.Seq))
	w.text("key", w.trace.Keys[item.Key].Name)
	w.text("op", w.trace.Ops[item.Op].ID)
	w.text("state", state)
	w.optionalNumber("due", item.Due)
}
