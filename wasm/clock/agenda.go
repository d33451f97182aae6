package clock

import "cacheplay/wasm/engine"

// item is what is due at a time: a choice, or, of the kind NoChoice, the fault whose
// index is its actor.
type item struct {
	at    int64
	order uint64 // breaks ties: what was scheduled first comes first
	actor int32
	// serial is that of the call, or of the operation or the worker at the time of
	// scheduling. The item is stale if that has another one now.
	serial     uint32
	next, tail int32 // of a calendar
	kind       engine.ChoiceKind
}

// choice returns the choice that is due.
func (it *item) choice() engine.Choice {
	c := engine.Choice{Kind: it.kind, Actor: it.actor}
	if it.kind >= engine.CallStart && it.kind <= engine.TimeOut {
		c.Serial = it.serial
	}
	return c
}

// agenda holds what is due. Items that do not keep a run going, such as expiries, are
// apart: a run is over when only they are left.
type agenda struct {
	active, passive calendar
	count           uint64 // of the items scheduled so far
}

// next returns the order of an item that is scheduled now.
func (a *agenda) next() uint64 {
	a.count++
	return a.count
}

// add schedules an item.
func (a *agenda) add(it item, passive bool) {
	it.order = a.next()
	if passive {
		a.passive.add(it)
	} else {
		a.active.add(it)
	}
}

// first returns the calendar that has the first item, nil if nothing is left: of those
// items that keep a run going, or, with onlyPassive, of any.
func (a *agenda) first(onlyPassive bool) *calendar {
	switch {
	case a.active.size == 0 && (a.passive.size == 0 || !onlyPassive):
		return nil
	case a.active.size == 0:
		return &a.passive
	case a.passive.size == 0:
		return &a.active
	}
	x, y := a.active.peek(), a.passive.peek()
	if y.at < x.at || y.at == x.at && y.order < x.order {
		return &a.passive
	}
	return &a.active
}
