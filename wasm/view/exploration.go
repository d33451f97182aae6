package view

import (
	"slices"

	"cacheplay/wasm/explore"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/scenario"
)

// Exploration surveys the runs of a scenario, one after the other.
type Exploration struct {
	Runs []Explored
	at   int // the run at hand
}

// Explored is a run and what exploration finds out about it. Survey is nil where
// the run cannot be explored, and Problem says why.
type Explored struct {
	Name    string
	Survey  *explore.Survey
	Problem string
	why     map[explore.Property]Explanation
}

// Explore begins to explore a scenario.
func Explore(s *scenario.Scenario) *Exploration {
	e := &Exploration{Runs: make([]Explored, len(s.Runs))}
	for i := range s.Runs {
		r := &e.Runs[i]
		r.Name, r.why = s.Runs[i].Name, map[explore.Property]Explanation{}
		survey, err := explore.NewSurvey(&s.Runs[i])
		if err != nil {
			r.Problem = err.Error()
			continue
		}
		r.Survey = survey
	}
	return e
}

// Advance goes on by about so many states, and reports whether there is more to
// do.
func (e *Exploration) Advance(states int) bool {
	for e.at < len(e.Runs) {
		if s := e.Runs[e.at].Survey; s != nil && s.Advance(states) {
			return true
		}
		if e.at++; e.at < len(e.Runs) {
			return true
		}
	}
	return false
}

// Why explains the counterexample of a property; false where there is none.
func (r *Explored) Why(p explore.Property) (Explanation, bool) {
	if r.Survey == nil {
		return Explanation{}, false
	}
	example := r.Survey.Judgements()[p].Example
	if example == nil {
		return Explanation{}, false
	}
	why, ok := r.why[p]
	if !ok {
		why = Explain(example)
		r.why[p] = why
	}
	return why, true
}

// bySeverity are the properties, what costs most where it is violated first:
// what is lost, what was never so, what stays wrong, and what is only seen late.
var bySeverity = []explore.Property{explore.Durable, explore.AtMostOnce, explore.NoAbortedRead, explore.Converges,
	explore.ReadYourWrites, explore.MonotonicReads, explore.MonotonicWrites, explore.Linearizable}

// Worst returns the counterexample that matters most: of the gravest property,
// in the first run that violates it; false where nothing is violated.
func (e *Exploration) Worst() (run int, p explore.Property, ok bool) {
	for _, p := range bySeverity {
		run := slices.IndexFunc(e.Runs, func(r Explored) bool {
			return r.Survey != nil && r.Survey.Judgements()[p].Verdict == explore.Violated
		})
		if run >= 0 {
			return run, p, true
		}
	}
	return 0, 0, false
}

// Concerns reports whether a property says anything about a run: of payments
// only where there are some.
func (r *Explored) Concerns(p explore.Property) bool { return r.Survey != nil && r.Survey.Concerns(p) }

// HTML returns the words of an explanation.
func (e *Explanation) HTML() string {
	var w markup.Writer
	writeSpans(&w, e.Words)
	return w.String()
}
