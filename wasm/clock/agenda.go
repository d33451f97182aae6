package clock

import "cacheplay/wasm/engine"

// item is what is due at a time: a choice, or, of the kind NoChoice, the fault whose
// index is its actor. A million of them are to fit into memory.
type item struct {
	at int64
	// rank breaks ties: what was scheduled first comes first. The lowest byte is the kind.
	rank       uint64
	actor      int32
	serial     uint32 // of the choice, which is stale if its actor has another one by now
	next, tail int32  // in a calendar
}

// kind returns the kind of the choice.
func (it *item) kind() engine.ChoiceKind { return engine.ChoiceKind(it.rank) }

// choice returns the choice that is due.
func (it *item) choice() engine.Choice {
	return engine.Choice{Kind: it.kind(), Actor: it.actor, Serial: it.serial}
}

// agenda holds what is due. Items that do not keep a run going, such as expiries, are
// apart: a run is over when only they are left.
type agenda struct {
	active, passive timeline
	count           uint64 // of the items scheduled so far
}

// rank returns the rank of an item of a kind that is scheduled now.
func (a *agenda) rank(kind engine.ChoiceKind) uint64 {
	a.count++
	return a.count<<8 | uint64(kind)
}

// add schedules an item of a kind.
func (a *agenda) add(it item, kind engine.ChoiceKind, passive bool) {
	it.rank = a.rank(kind)
	if passive {
		a.passive.add(it)
	} else {
		a.active.add(it)
	}
}

// addAfter schedules an item of a kind, to keep the run going, that is due a time from now:
// one that lasts equally long again and again.
func (a *agenda) addAfter(wait int64, it item, kind engine.ChoiceKind) {
	it.rank = a.rank(kind)
	a.active.addAfter(wait, it)
}

// first returns the timeline that has the first item, nil if nothing is left: of those
// items that keep a run going, or, with onlyPassive, of any.
func (a *agenda) first(onlyPassive bool) *timeline {
	switch {
	case a.active.size == 0 && (a.passive.size == 0 || !onlyPassive):
		return nil
	case a.active.size == 0:
		return &a.passive
	case a.passive.size == 0:
		return &a.active
	}
	x, y := a.active.peek(), a.passive.peek()
	if y.at < x.at || y.at == x.at && y.rank < x.rank {
		return &a.passive
	}
	return &a.active
}
