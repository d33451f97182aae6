package trace

import (
	"slices"
	"sort"

	"cacheplay/wasm/engine"
)

// State is what cache, source and queue hold between two events.
type State struct {
	Cache   []engine.Entry  // by key
	Source  []engine.Record // by key
	Queue   []engine.Item   // by number
	Dead    []engine.Item   // dead letters, in the order in which they were set aside
	Breaker engine.BreakerState
}

// At returns the state after the events [0, n). At(0) is the initial state.
func (t *Trace) At(n int) State {
	s := t.Initial.clone()
	for i := range t.Events[:n] {
		s.Apply(&t.Events[i])
	}
	return s
}

func (s State) clone() State {
	return State{slices.Clone(s.Cache), slices.Clone(s.Source), slices.Clone(s.Queue), slices.Clone(s.Dead), s.Breaker}
}

// Apply takes the state from before an event to after it.
func (s *State) Apply(e *Event) {
	for i := range e.Changes {
		c := &e.Changes[i]
		switch c.Kind {
		case engine.EntryChanged:
			s.Cache[c.Key] = c.EntryAfter
		case engine.RecordChanged:
			s.Source[c.Key] = c.RecordAfter
		case engine.ItemQueued:
			s.insert(c.Item)
		case engine.ItemTaken, engine.ItemReplaced, engine.ItemReturned:
			s.Queue[s.find(c.Item.Seq)] = c.ItemAfter
		case engine.ItemRequeued:
			s.remove(c.Item)
			s.insert(c.ItemAfter)
		case engine.ItemDone, engine.ItemLost, engine.ItemDropped:
			s.remove(c.Item)
		case engine.ItemDead:
			s.remove(c.Item)
			s.Dead = append(s.Dead, c.Item)
		case engine.BreakerChanged:
			s.Breaker = c.BreakerAfter
		}
	}
}

// Revert takes the state from after an event back to before it.
func (s *State) Revert(e *Event) {
	for i := len(e.Changes) - 1; i >= 0; i-- {
		c := &e.Changes[i]
		switch c.Kind {
		case engine.EntryChanged:
			s.Cache[c.Key] = c.EntryBefore
		case engine.RecordChanged:
			s.Source[c.Key] = c.RecordBefore
		case engine.ItemQueued:
			s.remove(c.Item)
		case engine.ItemTaken, engine.ItemReplaced, engine.ItemReturned:
			s.Queue[s.find(c.Item.Seq)] = c.Item
		case engine.ItemRequeued:
			s.remove(c.ItemAfter)
			s.insert(c.Item)
		case engine.ItemDone, engine.ItemLost, engine.ItemDropped:
			s.insert(c.Item)
		case engine.ItemDead:
			s.Dead = s.Dead[:len(s.Dead)-1]
			s.insert(c.Item)
		case engine.BreakerChanged:
			s.Breaker = c.BreakerBefore
		}
	}
}

// insert inserts an item into the queue by its number.
func (s *State) insert(item engine.Item) {
	s.Queue = slices.Insert(s.Queue, s.find(item.Seq), item)
}

// remove removes an item from the queue.
func (s *State) remove(item engine.Item) {
	i := s.find(item.Seq)
	s.Queue = slices.Delete(s.Queue, i, i+1)
}

// find returns the index of an item's number in the queue, or where it belongs.
func (s *State) find(seq uint32) int {
	return sort.Search(len(s.Queue), func(i int) bool { return s.Queue[i].Seq >= seq })
}

// Value returns the canonical JSON of a record of a key, "" for an absence.
// Payments are no part of it.
func (t *Trace) Value(key int, r engine.Record) string {
	switch {
	case !r.Exists:
		return ""
	case r.Write == 0:
		return t.Keys[key].Initial
	}
	return t.Ops[r.Write-1].Value
}
