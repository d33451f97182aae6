package view

import (
	"slices"
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/explore"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// Exploration surveys the variants of a scenario, one after the other.
type Exploration struct {
	Variants []Explored
	at       int // index of the variant that is being surveyed
}

// Explored is a variant and what exploration has found out about it. Survey is
// nil where the variant cannot be explored; Problem then says why.
type Explored struct {
	Name    string
	Survey  *explore.Survey
	Problem string
	why     map[judge.Property]Explanation
}

// Explore begins to explore a scenario.
func Explore(s *scenario.Scenario) *Exploration {
	e := &Exploration{Variants: make([]Explored, len(s.Variants))}
	for i := range s.Variants {
		explored := &e.Variants[i]
		explored.Name, explored.why = s.Variants[i].Name, map[judge.Property]Explanation{}
		survey, err := explore.NewSurvey(&s.Variants[i])
		if err != nil {
			explored.Problem = err.Error()
			continue
		}
		explored.Survey = survey
	}
	return e
}

// Advance explores about this many states more, and reports whether there is
// more to do.
func (e *Exploration) Advance(states int) bool {
	for e.at < len(e.Variants) {
		if s := e.Variants[e.at].Survey; s != nil && s.Advance(states) {
			return true
		}
		if e.at++; e.at < len(e.Variants) {
			return true
		}
	}
	return false
}

// Why returns the explanation of a property's counterexample, false where
// there is none.
func (e *Explored) Why(p judge.Property) (Explanation, bool) {
	if e.Survey == nil {
		return Explanation{}, false
	}
	example := e.Survey.Judgements()[p].Example
	if example == nil {
		return Explanation{}, false
	}
	why, ok := e.why[p]
	if !ok {
		why = Explain(example)
		e.why[p] = why
	}
	return why, true
}

// bySeverity lists the properties, the costliest violation first: lost or
// doubled writes, values that never were, values that stay wrong, values that
// are old for a while.
var bySeverity = []judge.Property{judge.Durable, judge.AtMostOnce, judge.NoAbortedRead, judge.Converges,
	judge.ReadYourWrites, judge.MonotonicReads, judge.MonotonicWrites, judge.Linearizable}

// Worst returns the violation that matters most: of the gravest property, in
// the first variant that violates it. It returns false where nothing is
// violated.
func (e *Exploration) Worst() (variant int, p judge.Property, ok bool) {
	for _, p := range bySeverity {
		variant := slices.IndexFunc(e.Variants, func(v Explored) bool {
			return v.Survey != nil && v.Survey.Judgements()[p].Verdict == judge.Violated
		})
		if variant >= 0 {
			return variant, p, true
		}
	}
	return 0, 0, false
}

// Concerns reports whether a property says anything about a variant: those
// about payments do so only where there are payments.
func (e *Explored) Concerns(p judge.Property) bool { return e.Survey != nil && e.Survey.Concerns(p) }

// Note returns a sentence that completes a verdict, "" for none. Where the cache is
// right in the end since entries expire, it says for how long they may be old.
func (e *Explored) Note(p judge.Property, v judge.Verdict) string {
	rules := &e.Survey.Variant.Cache.Rules
	if p != judge.Converges || v != judge.Holds || rules.TTL == 0 {
		return ""
	}
	if rules.TTLMode == engine.AfterAccess {
		return "Until an old copy expires it may be old; each hit puts that off."
	}
	return "Until an old copy expires it may be old: for " + trace.Duration(rules.TTL+e.Survey.Variant.Cache.TTLJitter+rules.StaleFor) + " at most after it was stored."
}

// Extent lists what there is in a variant and what may go wrong besides, such as "2
// clients, 3 requests, 1 key and a crash of the Resource Manager". The verdicts are
// verdicts of that.
func (e *Explored) Extent() string {
	v, requests, keys := e.Survey.Variant, 0, map[string]bool{}
	for _, client := range v.Clients {
		requests += len(client.Ops)
		for _, op := range client.Ops {
			keys[op.Key] = true
		}
	}
	there := []string{scenario.Counted(len(v.Clients), "client"), scenario.Counted(requests, "request"), scenario.Counted(len(keys), "key")}
	wrong := wrongIn(v)
	if len(wrong) == 0 {
		wrong = []string{"no faults"}
	}
	return scenario.Enumerated(append(there, wrong...))
}

// wrongIn lists what may go wrong in a variant, and what may expire.
func wrongIn(v *scenario.Variant) (words []string) {
	for i, n := range v.Explore.Budget {
		switch {
		case n == 0 || !v.CanGoWrong(i):
		case n == 1:
			words = append(words, scenario.BudgetName(i))
		default:
			words = append(words, scenario.BudgetName(i)+" (up to "+strconv.Itoa(n)+" times)")
		}
	}
	for _, aim := range v.Explore.Aims {
		words = append(words, aim.Name())
	}
	return words
}

// Pair returns the ids of the strategies by which all clients read and write. It
// returns false if there are several, or one without a name.
func (e *Explored) Pair() (read, write string, ok bool) {
	v := e.Survey.Variant
	pair := [...]*strategy.Strategy{strategy.Read: &v.Read, strategy.Write: &v.Write}
	var used [len(pair)]bool
	for i := range v.Clients {
		client := &v.Clients[i]
		for j := range client.Ops {
			s := v.Strategy(client, &client.Ops[j])
			if used[s.Kind] && pair[s.Kind].ID != s.ID {
				return "", "", false
			}
			pair[s.Kind], used[s.Kind] = s, true
		}
	}
	read, write = pair[strategy.Read].ID, pair[strategy.Write].ID
	ownWorker := pair[strategy.Write].Queues() && !slices.Equal(v.Worker, strategy.WorkerSteps)
	return read, write, read != "" && write != "" && !ownWorker
}

// HTML returns the words of an explanation.
func (e *Explanation) HTML() string {
	var w markup.Writer
	writeSpans(&w, e.Words)
	return w.String()
}
