package clock

import "cacheplay/wasm/engine"

// item is what is due at a time: a choice, or, of the kind NoChoice, the fault whose
// index is its actor. A million of them are to fit into memory. The compiler hands on in
// registers only what has up to four fields.
type item struct {
	at int64
	// rank breaks ties: what was scheduled first comes first. The lowest byte is the kind.
	rank uint64
	who
	links
}

// isBefore reports whether an item comes before another one.
func (it *item) isBefore(o *item) bool { return it.at < o.at || it.at == o.at && it.rank < o.rank }

// who names the actor of a choice.
type who struct {
	actor  int32
	serial uint32 // the choice is stale if its actor has another one by now
}

// links are the places of other items in a calendar.
type links struct{ next, tail int32 }

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

// newAgenda returns an empty agenda.
func newAgenda() agenda { return agenda{active: newTimeline(), passive: newTimeline()} }

// rank returns the rank of an item of a kind that is scheduled now.
func (a *agenda) rank(kind engine.ChoiceKind) uint64 {
	a.count++
	return a.count<<8 | uint64(kind)
}

// add schedules a choice or a fault.
func (a *agenda) add(at int64, kind engine.ChoiceKind, of who, passive bool) {
	it := item{at: at, rank: a.rank(kind), who: of}
	if passive {
		a.passive.add(it)
	} else {
		a.active.add(it)
	}
}
