package load

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/strategy"
)

// Freshness measures how old what clients read is, when acknowledged writes are seen
// and held, how many a crash would lose, and which cache writes nobody reads. What is
// old and what is lacking, package judge says.
type Freshness struct {
	From   int64     // reads that were sent before it are not judged
	Reads  int64     // the answered reads that are judged: those before payments of their keys
	Ages   Histogram // of the old ones among them: how long before they were sent something newer had been acknowledged
	Writes int64     // the acknowledged writes of records
	Seen   Histogram // how long after their acknowledgement those were in view
	Held   Histogram // how long after their acknowledgement writes and payments were held by the source
	Unseen Level     // the acknowledged writes that are not in view
	Behind Level     // the acknowledged writes and payments that the source lacks
	AtRisk Level     // those that it would lack after a crash of the Resource Manager
	Again  int64     // how often the source has applied a payment that it had applied before
	Unread Unread

	stream  *judge.Stream
	pending int64 // the acknowledged writes of records that were not in view yet
}

// NewFreshness returns the measures of a run that begins in w.
func NewFreshness(m *engine.Model, w *engine.World) *Freshness {
	f := &Freshness{
		stream: judge.NewStream(len(w.Keys), m.Queue.Journal),
		Unread: Unread{isUnread: make([]bool, len(w.Keys))},
	}
	f.stream.Reached = f.reached
	for key := range w.Keys {
		if w.Keys[key].Entry.Present {
			f.stream.Cached(int32(key), 0, true, 0)
		}
	}
	return f
}

// Restart forgets what was measured up to an instant, such as the end of the warm-up,
// except of reads. What was acknowledged before still counts for what is old or lacking.
func (f *Freshness) Restart(at int64) {
	f.Writes, f.Again, f.Seen, f.Held = 0, 0, Histogram{}, Histogram{}
	f.Unread.Stores, f.Unread.Wasted = 0, 0
	for _, level := range []*Level{&f.Unseen, &f.Behind, &f.AtRisk} {
		level.Restart(at)
	}
}

// OlderThan returns the share of reads that are old by more than an age.
func (f *Freshness) OlderThan(age int64) Value { return partOf(f.Ages.Above(age), f.Reads) }

// SeenWithin returns the share of acknowledged writes that were in view within a time
// after their acknowledgement, of those that have come into view or are still to.
func (f *Freshness) SeenWithin(time int64) Value {
	return partOf(f.Seen.Count()-f.Seen.Above(time), f.Seen.Count()+f.pending)
}

// Note measures the effect of one phase of a step, after which the World is w.
func (f *Freshness) Note(e *engine.Effect, w *engine.World) {
	now := w.Clock.Now
	if e.Begun {
		f.stream.Sent(e.Op, now)
		if op := &w.Ops[e.Op]; op.Kind == engine.Pay {
			f.stream.PaySent(op.Key)
		}
	}
	if e.Answered && w.Ops[e.Op].Outcome == engine.OK {
		f.answered(e, w)
	}
	if e.Actor == strategy.CacheGet && e.Result == engine.Hit {
		f.Unread.hit(w.Ops[e.Op].Key)
	}
	if len(e.Changes) == 0 && (!e.Answered || w.Ops[e.Op].Kind == engine.Get) {
		return // then nothing comes into view, or is lacking
	}
	for i := range e.Changes {
		f.changed(e, &e.Changes[i], now)
	}
	f.paid(e.Paid, now)
	f.Unseen.follow(now, f.stream.Behind(judge.InView))
	f.Behind.follow(now, f.stream.Behind(judge.AtSource))
	f.AtRisk.follow(now, f.stream.Behind(judge.AfterCrash))
	if f.stream.Full() {
		f.stream.Forget(func(yield func(op, key int32, write uint32)) { named(w, yield) })
	}
}

// answered measures an operation that has been carried out.
func (f *Freshness) answered(e *engine.Effect, w *engine.World) {
	op, now := &w.Ops[e.Op], w.Clock.Now
	switch op.Kind {
	case engine.Get:
		f.read(e.Op, op.Key, e.Answer.Write)
	case engine.Pay:
		f.stream.PayAcknowledged(w.WriteOf(e.Op), now)
	default:
		f.Writes++
		f.pending++
		f.stream.Acknowledged(e.Op, op.Key, e.Answer.Write, now)
	}
}

// read judges a read that is answered with what a write has made.
func (f *Freshness) read(op, key int32, write uint32) {
	if f.stream.SentAt(op) < f.From {
		return
	}
	age, isOld, isJudged := f.stream.Read(op, key, write)
	if isJudged {
		f.Reads++
	}
	if isOld {
		f.Ages.Add(age)
	}
}

// changed measures what a change means for copies and source.
func (f *Freshness) changed(e *engine.Effect, c *engine.Change, now int64) {
	switch c.Kind {
	case engine.EntryChanged:
		f.Unread.changed(e, c)
		f.stream.Cached(c.Key, c.EntryAfter.Record.Write, c.EntryAfter.Present, now)
	case engine.RecordChanged:
		if c.RecordAfter.Write != c.RecordBefore.Write {
			f.stream.Held(c.Key, c.RecordAfter.Write, now)
		}
	case engine.ItemQueued:
		f.stream.Queued(c.Key, c.Item.Record.Write, now)
	case engine.ItemReplaced:
		f.stream.Coalesced(c.Key, c.Item.Record.Write, c.ItemAfter.Record.Write, now)
	case engine.ItemRequeued:
		f.stream.Queued(c.Key, c.ItemAfter.Record.Write, now)
		f.stream.Unqueued(c.Key, now)
	case engine.ItemDone, engine.ItemLost, engine.ItemDropped, engine.ItemDead:
		f.stream.Unqueued(c.Key, now)
	}
}

// paid measures payments that the source applies.
func (f *Freshness) paid(all []engine.Paid, now int64) {
	for _, p := range all {
		if p.Again {
			f.Again++
		} else {
			f.stream.PayApplied(p.Write, now)
		}
	}
}

// reached measures how long an acknowledged write was on its way to a place.
func (f *Freshness) reached(p judge.Place, waited int64) {
	switch p {
	case judge.InView:
		f.pending--
		f.Seen.Add(waited)
	case judge.AtSource:
		f.Held.Add(waited)
	}
}

// follow sets a level to a number if it is another.
func (l *Level) follow(at int64, to int) {
	if int64(to) != l.value {
		l.Set(at, int64(to))
	}
}

// named calls yield with each record that operations, queue, and calls at the source
// hold, and with each payment that something may still come of.
func named(w *engine.World, yield func(op, key int32, write uint32)) {
	for id := range w.Ops {
		switch op := &w.Ops[id]; {
		case op.Kind == engine.Pay && !w.IsFree(int32(id)):
			yield(judge.None, op.Key, w.WriteOf(int32(id)))
		case op.Kind != engine.Pay && (op.Status == engine.Running || op.Status == engine.Lingering):
			yield(int32(id), op.Key, op.Hand.Write)
		}
	}
	for _, item := range w.Queue.All() {
		if item.Record.Write != 0 {
			yield(judge.None, item.Key, item.Record.Write)
		}
	}
	for i := range w.Calls {
		if call := &w.Calls[i]; call.State != engine.NoCall && !call.Save {
			yield(call.Op, call.Key, call.Record.Write)
		}
	}
	for i := range w.Sent {
		if sent := &w.Sent[i]; sent.Record.Write != 0 {
			yield(judge.None, sent.Key, sent.Record.Write)
		}
	}
}
