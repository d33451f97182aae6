package view

import (
	"slices"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// Moment is one row of a diagram in words, and what changes with it.
type Moment struct {
	Event   int
	Y       int           // of the row, in pixels from the top of the diagram's body
	Time    int64         // nanoseconds since the start
	When    string        // such as "2 s"
	What    string        // the event, in words
	Differs bool          // the baseline does not have this event
	List    strategy.Kind // the kind of list to which the event's step belongs
	Index   int           // the step's place in that list, -1 for none
	Held    [Places]*Held // what each place holds from here on; nil where nothing changes
}

// Place is a place whose content a panel shows.
type Place uint8

// The places, in the order in which a write gets there.
const (
	InCache Place = iota
	InQueue
	InDead // the dead letters
	InSource
	InBreaker // the circuit breaker, which holds its state
	Places
)

// String returns the place's name in JSON and in the markup.
func (p Place) String() string { return [...]string{"cache", "queue", "dead", "source", "breaker"}[p] }

// Held is what a place holds, as indexes of the variant's holdings.
type Held struct {
	Items   []int
	Changed []int // indexes in Items of what this moment has changed
}

// Holding is one thing that a place holds.
type Holding struct {
	Text  string
	Note  string // what is still to come, such as that the source does not have it yet; "" for nothing
	Alarm bool   // it is wrong, such as a payment that was made twice
}

// holdings collects the holdings of a trace while its moments are listed.
type holdings struct {
	t       *trace.Trace
	state   trace.State
	all     []Holding
	index   map[Holding]int
	changed [Places][]engine.Change // since the last moment
}

// momentsOf returns a moment for each drawn row of a trace, and all holdings.
// Events that are not drawn belong to the row above.
func momentsOf(t *trace.Trace, rows []diagram.Row, differs []bool) ([]Moment, []Holding) {
	h := &holdings{t: t, state: t.At(0), index: map[Holding]int{}}
	out := make([]Moment, 0, len(rows))
	next := 0
	for i, row := range rows {
		until := len(t.Events)
		if i+1 < len(rows) {
			until = max(rows[i+1].Event, row.Event+1)
		}
		for ; next < until; next++ {
			h.apply(&t.Events[next])
		}
		e := &t.Events[row.Event]
		m := Moment{Event: row.Event, Y: row.Y, Time: e.T, When: when(t, e.T), What: what(t, e), Index: -1, Held: h.moment(i == 0)}
		m.Differs = differs != nil && differs[row.Event]
		if e.Step != strategy.NoStep {
			m.List, m.Index = listOf(t, e), e.Index
		}
		out = append(out, m)
	}
	return out, h.all
}

// listOf returns the kind of list to which an event's step belongs.
func listOf(t *trace.Trace, e *trace.Event) strategy.Kind {
	switch {
	case e.Worker > 0:
		return strategy.Worker
	case e.Op >= 0 && t.Ops[e.Op].Reads():
		return strategy.Read
	}
	return strategy.Write
}

// apply applies an event to the state and notes which places it changes.
func (h *holdings) apply(e *trace.Event) {
	h.state.Apply(e)
	for _, c := range e.Changes {
		place := InQueue
		switch c.Kind {
		case engine.EntryChanged:
			place = InCache
		case engine.RecordChanged:
			place = InSource
		case engine.BreakerChanged:
			place = InBreaker
		case engine.ItemDead:
			h.changed[InDead] = append(h.changed[InDead], c)
		}
		h.changed[place] = append(h.changed[place], c)
	}
}

// moment returns what each changed place holds or, at the first moment, what all
// places hold.
func (h *holdings) moment(first bool) (out [Places]*Held) {
	for place := range Places {
		if !first && len(h.changed[place]) == 0 {
			continue
		}
		held := &Held{Items: []int{}}
		switch place {
		case InCache:
			h.cache(held)
		case InSource:
			h.source(held)
		case InQueue:
			h.items(held, InQueue, h.state.Queue)
		case InDead:
			h.items(held, InDead, h.state.Dead)
		case InBreaker:
			h.add(held, Holding{Text: h.state.Breaker.String(), Alarm: h.state.Breaker == engine.BreakerOpened}, len(h.changed[place]) > 0)
		}
		out[place], h.changed[place] = held, nil
	}
	return out
}

// add adds a holding to a place.
func (h *holdings) add(to *Held, what Holding, changed bool) {
	i, known := h.index[what]
	if !known {
		i = len(h.all)
		h.index[what] = i
		h.all = append(h.all, what)
	}
	if changed {
		to.Changed = append(to.Changed, len(to.Items))
	}
	to.Items = append(to.Items, i)
}

func (h *holdings) cache(held *Held) {
	for key, entry := range h.state.Cache {
		if !entry.Present {
			continue
		}
		what := h.value(key, entry.Record)
		if entry.Dirty != 0 {
			what.Note = "not in " + theSource(h.t) + " yet"
		}
		h.add(held, what, h.isChanged(InCache, key))
	}
}

func (h *holdings) source(held *Held) {
	for key, record := range h.state.Source {
		if record.HasContent() {
			h.add(held, h.value(key, record), h.isChanged(InSource, key))
		}
	}
}

func (h *holdings) items(held *Held, place Place, items []engine.Item) {
	for _, item := range items {
		what := h.value(int(item.Key), item.Record)
		if item.Taken != 0 && place == InQueue {
			what.Note = "the worker has it"
		}
		h.add(held, what, slices.ContainsFunc(h.changed[place], func(c engine.Change) bool {
			return c.Item.Seq == item.Seq || c.Kind == engine.ItemRequeued && c.ItemAfter.Seq == item.Seq
		}))
	}
}

func (h *holdings) isChanged(place Place, key int) bool {
	return slices.ContainsFunc(h.changed[place], func(c engine.Change) bool { return int(c.Key) == key })
}

// value returns a record of a key as a holding. A payment that was made twice
// is an alarm.
func (h *holdings) value(key int, r engine.Record) Holding {
	out := Holding{Text: h.t.Keys[key].Name + " (" + h.t.Summary(key, r) + ")"}
	for slot := range uint8(engine.MaxPayments) {
		out.Alarm = out.Alarm || r.Ledger.Count(slot) > 1
	}
	return out
}

func when(t *trace.Trace, at int64) string {
	if t.Ordered {
		return ""
	}
	return trace.TimeWords(at)
}

func what(t *trace.Trace, e *trace.Event) string {
	from, to := t.Participants[e.From].Name, t.Participants[e.To].Name
	if e.From == e.To {
		return from + ": " + e.Label
	}
	return from + " → " + to + ": " + e.Label
}

// HeldAt returns what a place holds at a moment.
func (v *Variant) HeldAt(moment int, place Place) []Holding {
	for ; moment >= 0; moment-- {
		if held := v.Moments[moment].Held[place]; held != nil {
			out := make([]Holding, len(held.Items))
			for i, item := range held.Items {
				out[i] = v.Holdings[item]
			}
			return out
		}
	}
	return nil
}
