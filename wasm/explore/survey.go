package explore

import (
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
)

// Survey explores a variant to the end and then reduces the counterexample of
// each violated property.
type Survey struct {
	Variant *scenario.Variant
	x       *Explorer
	verdict []Judgement
	reducer *Reducer
	next    int // the property whose counterexample is reduced next
}

// Judgement is what a survey says of one property.
type Judgement struct {
	Property judge.Property
	Verdict  judge.Verdict
	Steps    int // of the shortest counterexample known, 0 if there is none
	// Order is the shortest order of the whole variant that violates the property, nil
	// if there is none. Example can be shorter, since it leaves operations out.
	Order []scenario.OrderItem
	// Example is the reduced counterexample, nil before it is reduced and if the
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
	s := &Survey{Variant: variant, x: x, verdict: make([]Judgement, judge.Properties)}
	for p := range s.verdict {
		s.verdict[p].Property = judge.Property(p)
	}
	return s, nil
}

// Advance explores about the given number of states, and reports whether there
// is more to do.
func (s *Survey) Advance(states int) bool {
	if s.x.Advance(states) {
		return true
	}
	if s.reducer == nil && !s.begin() {
		return false
	}
	if s.reducer.Advance(states) {
		return true
	}
	example := s.reducer.Counterexample()
	s.verdict[example.Property].Example, s.reducer = &example, nil
	return s.next < len(s.verdict)
}

// begin takes up the next counterexample to reduce, and reports whether there is
// one.
func (s *Survey) begin() bool {
	for s.next < len(s.verdict) {
		f := s.x.finding(judge.Property(s.next))
		s.next++
		if f.Verdict == judge.Violated {
			s.reducer = NewReducer(s.Variant, s.x, f)
			return true
		}
	}
	return false
}

// Progress returns how far the exploration has come.
func (s *Survey) Progress() Progress { return s.x.Progress() }

// Judgements returns what is known of each property.
func (s *Survey) Judgements() []Judgement {
	for p := range s.verdict {
		f := s.x.finding(judge.Property(p))
		s.verdict[p].Verdict, s.verdict[p].Steps, s.verdict[p].Order = f.Verdict, len(f.Order), f.Order
		if example := s.verdict[p].Example; example != nil {
			s.verdict[p].Steps = len(example.Order)
		}
	}
	return s.verdict
}

// Deadlock returns an order that leads into a deadlock, nil if none is known.
func (s *Survey) Deadlock() []scenario.OrderItem { return s.x.Deadlock() }

// Staleness returns the greatest staleness of an answer that was seen, in ticks,
// and whether there is none greater; counted is false if time is not counted.
func (s *Survey) Staleness() (ticks int, bounded, counted bool) {
	ticks, bounded, _ = s.x.Staleness()
	return ticks, bounded, s.x.timing.counts()
}

// Concerns reports whether a property can say anything about the variant.
func (s *Survey) Concerns(p judge.Property) bool { return judge.Concerns(&s.x.first, p) }
