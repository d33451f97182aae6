package trace

import (
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/strategy"
)

const (
	microsecond = int64(1_000)
	millisecond = 1_000 * microsecond
	second      = 1_000 * millisecond
)

// payment is the article's payment in canonical JSON.
const payment = `{"amount":100,"currency":"EUR","type":"PAYMENT"}`

// story builds a trace event by event.
type story struct {
	t     *Trace
	now   int64
	state State
	seq   uint32
}

// tell begins a story of the given clients with one key, "transaction", which
// neither cache nor source holds.
func tell(name, read, write string, clients ...string) *story {
	t := &Trace{
		ID: "6ba7b810-9dad-51d1-80b4-00c04fd430c8", Name: name, Read: read, Write: write,
		Start: (14*3600+59*60+17)*second + 971_960*microsecond,
		Keys:  []Key{{Name: "transaction", UUID: "0f41f108-0859-11e9-a138-b46bfc6c5cb9"}},
		Initial: State{
			Cache:  make([]engine.Entry, 1),
			Source: make([]engine.Record, 1),
		},
	}
	for _, client := range clients {
		t.Participants = append(t.Participants, Participant{strategy.Client, client})
	}
	t.Participants = append(t.Participants,
		Participant{strategy.ResourceManager, "Resource Manager"},
		Participant{strategy.Cache, "CacheManager"},
		Participant{strategy.DataAccessor, "TrulyAwesomeBankAPIClient"},
		Participant{strategy.Source, "Awesome Bank database"})
	return &story{t: t, state: t.Initial.clone()}
}

// knows puts a record into the source at the start, and if warm into the cache.
func (s *story) knows(value string, warm bool) {
	s.t.Keys[0].Initial = value
	s.t.Initial.Source[0] = engine.Record{Exists: true}
	if warm {
		s.t.Initial.Cache[0] = engine.Entry{Present: true, Record: engine.Record{Exists: true}}
	}
	s.state = s.t.Initial.clone()
}

// plans adds an operation of a client with the strategy of the given id.
func (s *story) plans(client int, kind engine.OpKind, id, value string) int {
	op := Operation{Client: client, Kind: kind, Strategy: id, Value: value, By: strategy.ResourceManager, Label: "Save transaction"}
	list := strategy.Write
	if kind == engine.Get {
		list, op.Label = strategy.Read, "Get transaction"
	}
	if named, ok := strategy.ByID(list, id); ok {
		op.By = named.By
	}
	n := 1
	for _, other := range s.t.Ops {
		if other.Client == client {
			n++
		}
	}
	op.ID = "C" + strconv.Itoa(client+1) + "/" + strconv.Itoa(n)
	s.t.Ops = append(s.t.Ops, op)
	return len(s.t.Ops) - 1
}

// done returns the trace, judged as one that goes on no more.
func (s *story) done() *Trace {
	judged(s.t)
	return s.t
}

// judged judges a trace by its events, as play does by the effects behind them.
func judged(t *Trace) {
	w := &engine.World{Ops: make([]engine.Op, len(t.Ops)), Keys: make([]engine.Key, len(t.Keys))}
	for i, op := range t.Ops {
		w.Ops[i].Kind, w.Ops[i].Client, w.Ops[i].Key, w.Ops[i].Slot = op.Kind, uint16(op.Client), int32(op.Key), op.Slot
	}
	for key := range w.Keys {
		w.Keys[key] = engine.Key{Source: t.Initial.Source[key], Entry: t.Initial.Cache[key]}
	}
	run := judge.NewRun(&engine.Model{Timed: true}, w)
	for i := range t.Events {
		e := &t.Events[i]
		effect := engine.Effect{Op: int32(e.Op), Changes: e.Changes, Begun: e.Sense == Request, Answered: e.Sense.Ends()}
		for _, c := range e.Changes {
			switch c.Kind {
			case engine.EntryChanged:
				w.Keys[c.Key].Entry = c.EntryAfter
			case engine.RecordChanged:
				w.Keys[c.Key].Source = c.RecordAfter
			}
		}
		if effect.Answered {
			w.Ops[e.Op].Outcome = t.Ops[e.Op].Outcome
			effect.Answer = t.Ops[e.Op].Result
		}
		run.Note(&effect, w)
	}
	t.Judged = run.End(w, t.Stopped == "" || t.Stuck)
}

func (s *story) role(role strategy.Participant) int {
	return len(s.t.Participants) - int(strategy.Participants-role)
}

// executor returns the lifeline that takes an operation's steps.
func (s *story) executor(op int) int {
	if o := s.t.Ops[op]; o.By == strategy.Client {
		return o.Client
	}
	return s.role(strategy.ResourceManager)
}

func (s *story) wait(ns int64) { s.now += ns }

// event adds an event at the current time.
func (s *story) event(e Event) *Event {
	e.T, e.Arrives = s.now, s.now
	for i := range e.Changes {
		s.before(&e.Changes[i])
	}
	s.t.Events = append(s.t.Events, e)
	s.state.Apply(&e)
	s.t.End = s.now
	return &s.t.Events[len(s.t.Events)-1]
}

// before sets what a change replaces.
func (s *story) before(c *engine.Change) {
	switch c.Kind {
	case engine.EntryChanged:
		c.EntryBefore = s.state.Cache[c.Key]
	case engine.RecordChanged:
		c.RecordBefore = s.state.Source[c.Key]
	}
}

func (s *story) sends(op int) {
	o := &s.t.Ops[op]
	o.Sent, o.Start = true, s.now
	e := Event{Kind: Call, Sense: Request, From: o.Client, To: s.executor(op), Label: o.Label, Op: op}
	if o.By == strategy.Client {
		e.Kind = Note
	}
	s.event(e)
}

// answers ends an operation with the outcome ok; record is the answer of a read.
func (s *story) answers(op int, record engine.Record, hit bool) {
	s.ends(op, engine.OK, Answer, "done")
	s.t.Ops[op].Result, s.t.Ops[op].Hit = record, hit
}

func (s *story) ends(op int, outcome engine.Outcome, sense Sense, label string) {
	o := &s.t.Ops[op]
	o.Outcome, o.End = outcome, s.now
	e := Event{Kind: Return, Sense: sense, From: s.executor(op), To: o.Client, Label: label, Op: op}
	if o.By == strategy.Client {
		e.Kind = Note
	}
	s.event(e)
}

// asks adds a call to the cache and its answer with the given changes.
func (s *story) asks(op int, step strategy.Step, label string, sense Sense, answer string, changes ...engine.Change) {
	by, cache := s.executor(op), s.role(strategy.Cache)
	s.event(Event{Kind: Call, From: by, To: cache, Label: label, Op: op, Step: step})
	s.event(Event{Kind: Return, Sense: sense, From: cache, To: by, Label: answer, Op: op, Step: step, Changes: changes})
}

func record(op int) engine.Record {
	return engine.Record{Write: engine.WriteOf(int32(op)), Exists: true}
}

func holds(r engine.Record, dirty uint32) engine.Change {
	return engine.Change{Kind: engine.EntryChanged, EntryAfter: engine.Entry{Present: r.Exists, Record: r, Dirty: dirty}}
}

func (s *story) sets(op int, r engine.Record) {
	s.asks(op, strategy.CacheSet, "set", Stored, "stored", holds(r, 0))
}

func (s *story) hits(op int) { s.asks(op, strategy.CacheGet, "get", Hit, "hit") }

func (s *story) misses(op int) { s.asks(op, strategy.CacheGet, "get", Miss, "miss") }

// queues stores a write in the cache and queues it, due after a delay.
func (s *story) queues(op int, delay int64) engine.Item {
	s.seq++
	item := engine.Item{Seq: s.seq, Op: int32(op), Record: record(op), Due: s.now + delay}
	s.asks(op, strategy.CacheSetQueuePut, "set", Stored, "stored", holds(item.Record, item.Seq))
	manager := s.role(strategy.ResourceManager)
	s.event(Event{Kind: Note, Sense: Queued, From: manager, To: manager, Label: "queued for the worker", Op: op,
		Step: strategy.CacheSetQueuePut, Changes: []engine.Change{{Kind: engine.ItemQueued, Item: item}}})
	return item
}

// reaches adds a call to the source through the accessor.
func (s *story) reaches(op, worker int, step strategy.Step, label, inner string) {
	by := s.executor(op)
	if worker > 0 {
		by = s.role(strategy.ResourceManager)
	}
	accessor, source := s.role(strategy.DataAccessor), s.role(strategy.Source)
	s.event(Event{Kind: Call, From: by, To: accessor, Label: label, Op: op, Worker: worker, Step: step})
	s.event(Event{Kind: Call, From: accessor, To: source, Label: inner, Op: op, Worker: worker, Step: step})
}

// returns adds the source's answer to such a call.
func (s *story) returns(op, worker int, step strategy.Step, sense Sense, inner, label string, changes ...engine.Change) {
	by := s.executor(op)
	if worker > 0 {
		by = s.role(strategy.ResourceManager)
	}
	accessor, source := s.role(strategy.DataAccessor), s.role(strategy.Source)
	s.event(Event{Kind: Return, Sense: sense, From: source, To: accessor, Label: inner, Op: op, Worker: worker, Step: step, Changes: changes})
	s.event(Event{Kind: Return, From: accessor, To: by, Label: label, Op: op, Worker: worker, Step: step})
}

func saved(op int) engine.Change {
	return engine.Change{Kind: engine.RecordChanged, RecordAfter: record(op)}
}

func (s *story) saves(op int, took int64) {
	s.reaches(op, 0, strategy.SourceSave, "save_transaction", "write")
	s.wait(took)
	s.returns(op, 0, strategy.SourceSave, Saved, "written", "saved", saved(op))
}

// takes lets worker 1 take a queued write.
func (s *story) takes(item engine.Item) engine.Item {
	queued := item
	item.Taken = 1
	s.worker(Timer, Taken, strategy.QueueTake, "worker takes it", item, engine.Change{Kind: engine.ItemTaken, Item: queued, ItemAfter: item})
	return item
}

// synchronises lets worker 1 take a queued write and save it.
func (s *story) synchronises(item engine.Item, took int64) {
	op := int(item.Op)
	item = s.takes(item)
	s.reaches(op, 1, strategy.SourceSave, "save_transaction", "write")
	s.wait(took)
	s.returns(op, 1, strategy.SourceSave, Saved, "written", "saved", saved(op))
	s.worker(Note, Done, strategy.QueueDone, "synchronised", item,
		engine.Change{Kind: engine.ItemDone, Item: item}, holds(item.Record, 0))
}

func (s *story) worker(kind Kind, sense Sense, step strategy.Step, label string, item engine.Item, changes ...engine.Change) {
	manager := s.role(strategy.ResourceManager)
	s.event(Event{Kind: kind, Sense: sense, From: manager, To: manager, Label: label, Op: int(item.Op), Worker: 1, Step: step, Changes: changes})
}

// crashes ends the Resource Manager's process: the queue and the cache are lost, and
// the given operations get no answer.
func (s *story) crashes(pending ...int) {
	var changes []engine.Change
	for _, item := range s.state.Queue {
		changes = append(changes, engine.Change{Kind: engine.ItemLost, Item: item})
	}
	if s.state.Cache[0].Present {
		changes = append(changes, holds(engine.Record{}, 0))
	}
	manager := s.role(strategy.ResourceManager)
	s.event(Event{Kind: Fault, Sense: Crashed, From: manager, To: manager, Label: "crash", Op: -1, Changes: changes})
	for _, op := range pending {
		s.ends(op, engine.Unknown, NoAnswer, "no answer")
	}
}

// writeThrough is the trace of the article's first example.
func writeThrough() *Trace {
	s := tell("Write Through", "cache-inline", "write-through", "Client")
	save := s.plans(0, engine.Create, "write-through", payment)
	get := s.plans(0, engine.Get, "cache-inline", "")
	s.sends(save)
	s.sets(save, record(save))
	s.wait(17 * microsecond)
	s.saves(save, 2*second+2804*microsecond)
	s.answers(save, engine.Record{}, false)
	s.sends(get)
	s.hits(get)
	s.answers(get, record(save), true)
	return s.done()
}

// writeBehind is the trace of the article's second example.
func writeBehind() *Trace {
	s := tell("Write Behind", "cache-inline", "write-behind", "Client")
	s.t.Start += 4*second + 2365*microsecond
	save := s.plans(0, engine.Create, "write-behind", payment)
	get := s.plans(0, engine.Get, "cache-inline", "")
	s.sends(save)
	item := s.queues(save, 5*second)
	s.answers(save, engine.Record{}, false)
	s.wait(4030 * microsecond)
	s.sends(get)
	s.hits(get)
	s.answers(get, record(save), true)
	s.wait(5*second - 4030*microsecond)
	s.synchronises(item, 2*second)
	return s.done()
}

// crashed is the trace of Write Behind with a crash after three seconds, before the
// write is due, while a call is under way that never arrives.
func crashed() *Trace {
	s := tell("Crash", "cache-inline", "write-behind", "Client")
	save := s.plans(0, engine.Create, "write-behind", payment)
	get := s.plans(0, engine.Get, "cache-inline", "")
	s.sends(save)
	s.queues(save, 5*second)
	s.answers(save, engine.Record{}, false)
	s.wait(3 * second)
	s.sends(get)
	s.event(Event{Kind: Call, From: 1, To: 2, Label: "get", Op: get, Step: strategy.CacheGet}).Arrives += millisecond
	s.crashes(get)
	s.wait(second)
	s.event(Event{Kind: Timer, Sense: Restarted, From: 1, To: 1, Label: "up again", Op: -1})
	return s.done()
}

// twoClients is the trace of a reader that fills the cache with the value that a
// writer, who goes around the cache, has just replaced.
func twoClients() *Trace {
	s := tell("Two clients", "cache-aside", "write-around", "Reader", "Writer")
	s.knows(`{"amount":1}`, false)
	before := engine.Record{Exists: true}
	read := s.plans(0, engine.Get, "cache-aside", "")
	edit := s.plans(1, engine.Edit, "write-around", `{"amount":2}`)
	again := s.plans(0, engine.Get, "cache-aside", "")
	s.sends(read)
	s.misses(read)
	s.reaches(read, 0, strategy.SourceRead, "read_transaction_by_id", "read")
	s.wait(100 * millisecond)
	s.sends(edit)
	s.saves(edit, 200*millisecond)
	s.answers(edit, engine.Record{}, false)
	s.wait(100 * millisecond)
	s.returns(read, 0, strategy.SourceRead, Found, "1", "1")
	s.sets(read, before)
	s.answers(read, before, false)
	s.wait(second)
	s.sends(again)
	s.hits(again)
	s.answers(again, before, true)
	return s.done()
}

// inOrder is the trace of Write Behind in a given order: the worker saves before
// the client reads.
func inOrder() *Trace {
	s := tell("In order", "cache-inline", "write-behind", "Client")
	s.t.Ordered = true
	save := s.plans(0, engine.Create, "write-behind", payment)
	get := s.plans(0, engine.Get, "cache-inline", "")
	s.sends(save)
	item := s.queues(save, 0)
	s.answers(save, engine.Record{}, false)
	s.wait(1)
	s.synchronises(item, 1)
	s.wait(1)
	s.sends(get)
	s.hits(get)
	s.answers(get, record(save), true)
	return s.done()
}

// saying is a trace with a text in every place that can have one.
func saying(text string) *Trace {
	s := tell(text, text, text, text, text)
	t := s.t
	t.ID, t.Stopped = text, text
	t.Keys[0] = Key{Name: text, UUID: text, Initial: quote(text)}
	s.knows(quote(text), true)
	for i := range t.Participants {
		t.Participants[i].Name = text
	}
	save := s.plans(0, engine.Edit, "write-behind", quote(text))
	get := s.plans(1, engine.Get, "cache-aside", "")
	s.sends(get)
	s.sends(save)
	item := s.queues(save, 5*second)
	s.hits(get)
	s.answers(save, engine.Record{}, false)
	s.answers(get, record(save), true)
	s.wait(5 * second)
	s.synchronises(item, second)
	s.crashes()
	for i := range t.Ops {
		t.Ops[i].ID, t.Ops[i].Label, t.Ops[i].Strategy = text, text, text
	}
	for i := range t.Events {
		t.Events[i].Label = text
	}
	return s.done()
}
