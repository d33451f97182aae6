package diagram

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// listStates lists the bars that show a state: the cache holds other values
// than the source, a process is down, the source cannot be reached, the
// circuit breaker is open.
func (s *sketch) listStates() {
	source := s.t.InSentence(strategy.Source)
	s.copies(ahead, s.t.Ahead(), func(records int, alone bool) []string { return aheadWords(source, records, alone) })
	s.copies(behind, s.t.Behind(), behindWords)
	s.between(outage, trace.OutageBegan, trace.OutageOver, "out of reach")
	s.between(down, trace.Crashed, trace.Restarted, "down")
	s.breaker()
}

// copies adds bars to the cache's lifeline for spans in which it held other
// values than the source. Spans that follow each other are one bar with words
// for each.
func (s *sketch) copies(kind barKind, spans []trace.Span, words func(records int, alone bool) []string) {
	for len(spans) > 0 {
		n := 1
		most := spans[0].Records
		for ; n < len(spans) && spans[n].First == spans[n-1].Last; n++ {
			most = max(most, spans[n].Records)
		}
		b := bar{kind: kind, col: s.cols.ofRole(strategy.Cache), first: spans[0].First, last: spans[n-1].Last}
		for _, span := range spans[:n] {
			b.notes = append(b.notes, note{from: span.From, to: span.To, words: words(span.Records, most == 1)})
		}
		s.bars, spans = append(s.bars, b), spans[n:]
	}
}

func aheadWords(theSource string, records int, alone bool) []string {
	switch {
	case alone:
		return []string{"ahead of " + theSource, "ahead"}
	case records == 1:
		return []string{"1 record ahead", "1 ahead", "1"}
	}
	n := itoa(records)
	return []string{n + " records ahead", n + " ahead", n}
}

func behindWords(records int, alone bool) []string {
	switch {
	case alone:
		return []string{"an old copy", "old"}
	case records == 1:
		return []string{"1 old copy", "1 old", "1"}
	}
	n := itoa(records)
	return []string{n + " old copies", n + " old", n}
}

// between adds a bar from each event of one sense until the next event of
// another.
func (s *sketch) between(kind barKind, first, last trace.Sense, words ...string) {
	open := -1
	for i := range s.t.Events {
		switch e := &s.t.Events[i]; {
		case e.Sense == first:
			open = i
		case e.Sense == last && e.Worker == 0 && open >= 0:
			s.lasts(kind, open, i, words...)
			open = -1
		}
	}
}

// breaker adds the bars of an open and a half-open circuit breaker. Where the
// accessor is folded they stand before the source.
func (s *sketch) breaker() {
	open := -1
	for i := range s.t.Events {
		for _, c := range s.t.Events[i].Changes {
			if c.Kind != engine.BreakerChanged {
				continue
			}
			s.breakerUntil(open, i, c.BreakerBefore)
			open = i
		}
	}
	if open >= 0 {
		s.breakerUntil(open, len(s.t.Events), s.t.At(len(s.t.Events)).Breaker)
	}
}

func (s *sketch) breakerUntil(first, last int, state engine.BreakerState) {
	switch {
	case first < 0 || state == engine.BreakerClosed:
		return
	case state == engine.BreakerOpened:
		s.lasts(refuses, first, last, "breaker open", "open")
	default:
		s.lasts(tries, first, last, "half-open")
	}
	if e := &s.t.Events[first]; s.cols.folds(e.From) {
		s.bars[len(s.bars)-1].before = accessorGap
	}
}

// lasts adds the bar of a state between two events.
func (s *sketch) lasts(kind barKind, first, last int, words ...string) {
	e, until := &s.t.Events[first], s.t.End
	if last < len(s.t.Events) {
		until = s.t.Events[last].T
	}
	s.bars = append(s.bars, bar{kind: kind, col: s.cols.of(e.From), first: first, last: last, notes: []note{{from: e.T, to: until, words: words}}})
}
