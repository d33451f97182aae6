package explore

import (
	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
)

// Survey explores a variant to the end and then reduces the counterexample of
// each violated property.
type Survey struct {
	Variant  *scenario.Variant
	x        *Explorer // nil once its findings are taken over, so that its memory is free
	first    engine.World
	progress Progress
	findings []Finding
	deadlock []scenario.OrderItem
	// The greatest staleness of an answer; see Staleness.
	ticks            int
	bounded, counted bool
	examples         [judge.Properties]*Counterexample
	reducer          *Reducer
	next             int // the property whose counterexample is reduced next
}

// Judgement is what a survey says of one property.
type Judgement struct {
	Property judge.Property
	Verdict  judge.Verdict
	Steps    int // of the shortest counterexample known, 0 if there is none
	// Order is the shortest order of the whole variant that violates the property, nil
	// if there is none. Example can be shorter, since it leaves operations out.
	Order []scenario.OrderItem
	// Example is the reduced counterexample, as far as it has been reduced; nil if the
	// property is not violated.
	Example *Counterexample
}

// IsShortest reports whether the reduced counterexample is as short as any. One that
// leaves operations out can be longer than one that has them.
func (j *Judgement) IsShortest() bool {
	return j.Example != nil && len(j.Example.Order) <= len(j.Order)
}

// NewSurvey returns a survey of a variant that has not begun. The errors are
// those of New.
func NewSurvey(variant *scenario.Variant) (*Survey, error) {
	x, err := New(variant)
	if err != nil {
		return nil, err
	}
	s := &Survey{Variant: variant, x: x}
	s.first.Copy(&x.first)
	s.takeOver()
	return s, nil
}

// Advance explores about the given number of states, and reports whether there
// is more to do.
func (s *Survey) Advance(states int) bool {
	if s.x != nil {
		if s.x.Advance(states) {
			return true
		}
		s.takeOver()
		s.x = nil
	}
	if s.reducer == nil && !s.begin() {
		return false
	}
	if s.reducer.Advance(states) {
		return true
	}
	s.examples[s.next-1], s.reducer = s.example(s.next-1), nil
	return s.next < len(s.findings)
}

// takeOver takes over what the exploration has found so far.
func (s *Survey) takeOver() {
	s.progress, s.findings, s.deadlock = s.x.Progress(), s.x.Findings(), s.x.Deadlock()
	s.ticks, s.bounded, _ = s.x.Staleness()
	s.counted = s.x.timing.counts()
}

// begin takes up the next counterexample to reduce, and reports whether there is
// one.
func (s *Survey) begin() bool {
	for s.next < len(s.findings) {
		f := s.findings[s.next]
		s.next++
		if f.Verdict == judge.Violated {
			s.reducer = NewReducer(s.Variant, f, s.progress.States)
			return true
		}
	}
	return false
}

// example returns the counterexample of a property as far as it has been reduced, nil if
// there is none.
func (s *Survey) example(p int) *Counterexample {
	switch f := s.findings[p]; {
	case s.examples[p] != nil || f.Verdict != judge.Violated:
		return s.examples[p]
	case s.reducer != nil && p == s.next-1:
		best := s.reducer.Counterexample()
		return &best
	default:
		return &Counterexample{f, s.Variant}
	}
}

// Progress returns how far the survey has come.
func (s *Survey) Progress() Progress {
	if s.x != nil {
		return s.x.Progress()
	}
	p := s.progress
	p.Bytes = 0
	for i, f := range s.findings {
		if f.Verdict != judge.Violated {
			continue
		}
		tries := triesOf(s.Variant)
		p.Tries += tries
		switch {
		case s.reducer != nil && i == s.next-1:
			p.Tried += tries - len(s.reducer.tries)
			p.Bytes = s.reducer.bytes()
		case i < s.next:
			p.Tried += tries
		}
	}
	return p
}

// Judgements returns what is known of each property.
func (s *Survey) Judgements() []Judgement {
	if s.x != nil {
		s.takeOver()
	}
	out := make([]Judgement, len(s.findings))
	for p, f := range s.findings {
		out[p] = Judgement{Property: f.Property, Verdict: f.Verdict, Order: f.Order, Example: s.example(p)}
		if out[p].Example != nil {
			out[p].Steps = len(out[p].Example.Order)
		}
	}
	return out
}

// Deadlock returns an order that leads into a deadlock, nil if none is known.
func (s *Survey) Deadlock() []scenario.OrderItem {
	if s.x != nil {
		s.takeOver()
	}
	return s.deadlock
}

// Staleness returns the greatest staleness of an answer that was seen, in ticks,
// and whether there is none greater; counted is false if time is not counted.
func (s *Survey) Staleness() (ticks int, bounded, counted bool) {
	if s.x != nil {
		s.takeOver()
	}
	return s.ticks, s.bounded, s.counted
}

// Concerns reports whether a property can say anything about the variant.
func (s *Survey) Concerns(p judge.Property) bool { return judge.Concerns(&s.first, p) }
