package view

import (
	"slices"
	"strings"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// Moment is what cache, queue and source hold after one row of a diagram.
type Moment struct {
	Event    int
	Y        int           // of the row, in pixels from the top of the diagram's body
	Time     int64         // nanoseconds since the start
	When     string        // such as "2 s"
	What     string        // the event in words
	Contents string        // what is where, in a sentence
	Differs  bool          // the event is not as in the first shown run
	List     strategy.Kind // whose list the event's step stands in,
	Index    int           // and where; -1 for none
	Cache    []Holding
	Queue    []Holding
	Source   []Holding
}

// Holding is one thing that cache, queue or source hold.
type Holding struct {
	Text    string
	Note    string // what is still to come: the source does not have it yet, or a worker is bringing it
	Changed bool   // by what happened in this moment
}

// momentsOf walks through a trace and words its state at each drawn row.
func momentsOf(t *trace.Trace, rows []diagram.Row, differs []bool) []Moment {
	var out []Moment
	state := t.At(0)
	next := 0
	for i, row := range rows {
		// What is left out of the diagram belongs to the row above it.
		until := len(t.Events)
		if i+1 < len(rows) {
			until = max(rows[i+1].Event, row.Event+1)
		}
		var changed []engine.Change
		for ; next < until; next++ {
			state.Apply(&t.Events[next])
			changed = append(changed, t.Events[next].Changes...)
		}
		e := &t.Events[row.Event]
		m := Moment{Event: row.Event, Y: row.Y, Time: e.T, When: when(t, e.T), What: what(t, e), Contents: contents(t, &state), Index: -1}
		m.Differs = differs != nil && differs[row.Event]
		if e.Step != strategy.NoStep {
			m.List, m.Index = listOf(t, e), e.Index
		}
		m.hold(t, &state, changed)
		out = append(out, m)
	}
	return out
}

// listOf returns the kind of list that an event's step stands in.
func listOf(t *trace.Trace, e *trace.Event) strategy.Kind {
	switch {
	case e.Worker > 0:
		return strategy.Worker
	case e.Op >= 0 && t.Ops[e.Op].Reads():
		return strategy.Read
	}
	return strategy.Write
}

// hold lists what is where, and marks what has just changed.
func (m *Moment) hold(t *trace.Trace, s *trace.State, changed []engine.Change) {
	is := func(key int, kinds ...engine.ChangeKind) bool {
		return slices.ContainsFunc(changed, func(c engine.Change) bool { return int(c.Key) == key && slices.Contains(kinds, c.Kind) })
	}
	for key := range t.Keys {
		if entry := s.Cache[key]; entry.Present {
			h := Holding{Text: value(t, key, entry.Record), Changed: is(key, engine.EntryChanged)}
			if entry.Dirty != 0 {
				h.Note = "not in " + theSource(t) + " yet"
			}
			m.Cache = append(m.Cache, h)
		}
		if record := s.Source[key]; record.Exists {
			m.Source = append(m.Source, Holding{Text: value(t, key, record), Changed: is(key, engine.RecordChanged)})
		}
	}
	for _, item := range s.Queue {
		h := Holding{Text: value(t, int(item.Key), item.Record),
			Changed: slices.ContainsFunc(changed, func(c engine.Change) bool { return c.Item.Seq == item.Seq })}
		if item.Taken != 0 {
			h.Note = "the worker has it"
		}
		m.Queue = append(m.Queue, h)
	}
}

func when(t *trace.Trace, at int64) string {
	if t.Ordered {
		return ""
	}
	return trace.Moment(at)
}

func what(t *trace.Trace, e *trace.Event) string {
	from, to := t.Participants[e.From].Name, t.Participants[e.To].Name
	if e.From == e.To {
		return from + ": " + e.Label
	}
	return from + " → " + to + ": " + e.Label
}

// contents words what is where, in the order in which a write gets there.
func contents(t *trace.Trace, s *trace.State) string {
	var cache, queue, source []string
	for key := range t.Keys {
		if entry := s.Cache[key]; entry.Present {
			cache = append(cache, value(t, key, entry.Record))
		}
		if record := s.Source[key]; record.Exists {
			source = append(source, value(t, key, record))
		}
	}
	for _, item := range s.Queue {
		queue = append(queue, value(t, int(item.Key), item.Record))
	}
	words := "the cache holds " + list(cache)
	if len(queue) > 0 {
		words += "; waiting for the worker: " + list(queue)
	}
	return words + "; " + nameOf(t, strategy.Source) + " holds " + list(source) + "."
}

func list(items []string) string {
	if len(items) == 0 {
		return "nothing"
	}
	return strings.Join(items, ", ")
}

func value(t *trace.Trace, key int, r engine.Record) string {
	return t.Keys[key].Name + " (" + t.Summary(key, r) + ")"
}
