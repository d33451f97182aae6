package trace

import (
	"strconv"
	"strings"

	"cacheplay/wasm/engine"
)

// oneLine returns a text as one line of visible characters: line breaks, control
// characters and bidirectional marks become spaces, invalid UTF-8 becomes U+FFFD,
// and spaces at the ends are removed.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if breaksLine(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Trim(text, " ")
}

// breaksLine reports whether a character has an effect instead of a shape: the C0
// and C1 controls, the line and paragraph separators, and the bidirectional marks.
func breaksLine(r rune) bool {
	return r < ' ' || 0x7F <= r && r < 0xA0 || 0x2028 <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069
}

// nameOf returns the name of a lifeline, never empty.
func (t *Trace) nameOf(participant int) string {
	p := t.Participants[participant]
	if name := oneLine(p.Name); name != "" {
		return name
	}
	return p.Role.String()
}

// wordsOf returns the label of an event with the toll of a crash, never empty.
func (t *Trace) wordsOf(event int) string {
	e := &t.Events[event]
	text := oneLine(e.Label)
	for _, instead := range [...]string{e.Sense.String(), e.Step.String(), e.Kind.String()} {
		if text == "" {
			text = instead
		}
	}
	if toll := t.toll(event); toll != "" {
		text += " (" + toll + ")"
	}
	return text
}

// toll returns what a crash has destroyed and what is left of the queue; "" if
// there was nothing.
func (t *Trace) toll(event int) string {
	e := &t.Events[event]
	if e.Sense != Crashed && e.Sense != WorkerCrashed && e.Sense != CacheCrashed {
		return ""
	}
	writes, entries, returned, underWay, dropped := 0, 0, 0, 0, 0
	for _, c := range e.Changes {
		switch {
		case c.Kind == engine.ItemLost && t.arrivesLater(c.Item, e.T):
			underWay++
		case c.Kind == engine.ItemLost:
			writes++
		case c.Kind == engine.ItemReturned:
			returned++
		case c.Kind == engine.ItemDropped:
			dropped++
			returned--
		case c.Kind == engine.EntryChanged && !c.EntryAfter.Present:
			entries++
		}
	}
	kept := 0
	if e.Sense == Crashed {
		kept = len(t.At(event + 1).Queue)
	}
	var words []string
	if lost := joinLost(writes, entries); lost != "" {
		words = append(words, lost)
	}
	if underWay > 0 {
		words = append(words, count(underWay, "save is under way and goes on", "saves are under way and go on"))
	}
	if dropped > 0 {
		words = append(words, count(dropped, "queued write is", "queued writes are")+" dropped for want of room")
	}
	switch {
	case kept > 0:
		words = append(words, "the journal keeps "+count(kept, "queued write", "queued writes"))
	case returned > 0:
		words = append(words, count(returned, "write goes", "writes go")+" back into the queue")
	}
	return strings.Join(words, ", ")
}

// arrivesLater reports whether the source first holds the writes of a queued item after
// a time: their save was under way then.
func (t *Trace) arrivesLater(item engine.Item, after int64) bool {
	for _, op := range t.carried(item) {
		if at, held := t.HeldAt(op); !held || at < after {
			return false
		}
	}
	return true
}

// joinLost returns how many writes and entries are lost, "" for none.
func joinLost(writes, entries int) string {
	switch {
	case writes+entries == 0:
		return ""
	case entries == 0:
		return count(writes, "queued write", "queued writes") + " lost"
	case writes == 0:
		return count(entries, "cached entry", "cached entries") + " lost"
	}
	return count(writes, "queued write", "queued writes") + " and " + count(entries, "cached entry", "cached entries") + " lost"
}

// count returns a number with a noun in the singular or the plural.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
