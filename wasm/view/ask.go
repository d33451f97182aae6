package view

import (
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// Ask is a scenario's question with the answer that the first variant gives to
// it.
type Ask struct {
	Question string
	Choices  []string
	Right    int      // which choice is right, -1 for none of them
	Verdicts []string // what the page says to each choice
	Fact     string   // the answer, as a sentence
}

// askOf returns the scenario's question, nil where it has none.
func askOf(s *scenario.Scenario, t *trace.Trace) *Ask {
	if s.Ask == nil {
		return nil
	}
	a := &Ask{Question: s.Ask.Question, Choices: s.Ask.Choices, Right: rightChoice(s.Ask, t), Fact: sentence(factOf(s.Ask, t))}
	if len(s.Variants) > 1 {
		a.Fact = t.Name + ": " + factOf(s.Ask, t) + "."
	}
	for i := range a.Choices {
		verdict := "Not so. "
		switch {
		case a.Right < 0:
			verdict = "None of these. "
		case a.Right == i:
			verdict = "Right. "
		}
		a.Verdicts = append(a.Verdicts, verdict+a.Fact)
	}
	return a
}

// rightChoice returns the index of the choice that is right, -1 for none.
func rightChoice(ask *scenario.Ask, t *trace.Trace) int {
	switch {
	case !isDecided(ask.Figure, t):
		return -1
	case ask.YesNo && isTrue(ask.Figure, t):
		return 0
	case ask.YesNo:
		return 1
	}
	words := figure(ask.Figure, t)
	return slices.IndexFunc(ask.Choices, func(choice string) bool {
		return strings.EqualFold(strings.TrimSpace(choice), words)
	})
}

// factOf returns what is true of the trace, without its full stop.
func factOf(ask *scenario.Ask, t *trace.Trace) string {
	f := ask.Figure
	switch {
	case !isDecided(f, t) && cutShort(t):
		return "the run was cut short, so this is not decided"
	case !isDecided(f, t):
		return "this is not decided"
	case f.Of == scenario.OfRun && ask.YesNo:
		p, _ := judge.Named(f.Name)
		return judgedFact(p, t)
	case f.Of == scenario.OfCache:
		return "at the end " + theCache(t) + " holds " + figure(f, t)
	case f.Of == scenario.OfSource:
		return "at the end " + theSource(t) + " holds " + figure(f, t)
	case f.Of == scenario.OfRun:
		return runFact(f, t)
	case ask.YesNo:
		return yesNoFact(f, t)
	}
	return figureFact(f, t)
}

// isDecided reports whether the run shows the value of a figure: its end does not
// where it was cut short, nor is a property decided that is unknown.
func isDecided(f *scenario.Figure, t *trace.Trace) bool {
	if p, ok := judge.Named(f.Name); ok {
		return t.Judged.Of(p) != judge.Unknown
	}
	return !cutShort(t)
}

// judgedFact returns what is true of a property of the run.
func judgedFact(p judge.Property, t *trace.Trace) string {
	switch holds := t.Judged.Of(p) == judge.Holds; {
	case p == judge.Converges:
		return convergesFact(t)
	case p == judge.Durable && holds:
		return "in the end " + theSource(t) + " has every write that a client was told is done"
	case p == judge.Durable:
		return "in the end " + theSource(t) + " does not have a write that a client was told is done"
	case holds:
		return strings.ToLower(p.Doc()[:1]) + strings.TrimSuffix(p.Doc()[1:], ".")
	}
	return strings.TrimSuffix(strings.Join(t.Explain(t.Judged.About(p)), ""), ".")
}

// convergesFact returns what is true of the cache in the end, where that is decided.
func convergesFact(t *trace.Trace) string {
	if t.Judged.Of(judge.Converges) == judge.Violated {
		return "in the end " + theCache(t) + " holds something else than " + theSource(t)
	}
	for key := range t.Keys {
		if t.Judged.Apart(key) {
			return "what " + theCache(t) + " holds else than " + theSource(t) + " will expire"
		}
	}
	return "in the end " + theCache(t) + " holds nothing else than " + theSource(t)
}

// runFact returns a fact about the whole trace, which is a number.
func runFact(f *scenario.Figure, t *trace.Trace) string {
	number := figure(f, t)
	times := trace.Times(t.Count(f.Name))
	switch f.Name {
	case "reads":
		return theSource(t) + " is read " + times
	case "saves":
		return theSource(t) + " is asked to save " + times
	case "queued":
		return "no more than " + number + " writes wait in the queue at the same time"
	case "failed":
		return number + " of " + strconv.Itoa(len(t.Ops)) + " operations fail"
	}
	return number + " writes are lost, though their clients were told “done”"
}

// yesNoFact returns a fact about an operation that is true or false.
func yesNoFact(f *scenario.Figure, t *trace.Trace) string {
	op := operation(f, t)
	who, o := operationName(t, op), &t.Ops[op]
	is := isTrue(f, t)
	switch {
	case f.Name == "lost" && is && t.Stuck:
		return who + " never reaches " + theSource(t) + ", though its client was told “done”"
	case f.Name == "lost" && is:
		return who + " is lost, though its client was told “done”"
	case f.Name == "lost" && o.Outcome != engine.OK:
		return who + " is not lost: its client was never told that it is done"
	case f.Name == "lost":
		return who + " is not lost: " + theSource(t) + " has it"
	case f.Name == "twice" && is:
		return theSource(t) + " applies " + who + " twice"
	case f.Name == "twice":
		return theSource(t) + " does not apply " + who + " twice"
	case o.Outcome != engine.OK:
		return who + " gets no answer"
	case f.Name == "hit" && is:
		return who + " is answered from " + theCache(t)
	case f.Name == "hit":
		return who + " is not answered from " + theCache(t)
	case f.Name == "stale" && is:
		return who + " gets " + t.Summary(o.Key, o.Result) + ", an old value"
	case f.Name == "stale":
		return who + " gets " + t.Summary(o.Key, o.Result) + ", which is not old"
	}
	return who + " is answered"
}

// figureFact returns any other fact about an operation.
func figureFact(f *scenario.Figure, t *trace.Trace) string {
	op := operation(f, t)
	who, words := operationName(t, op), figure(f, t)
	switch f.Name {
	case "times":
		return theSource(t) + " applies " + who + " " + trace.Times(t.Times(op))
	case "wait":
		if words == never || words == atOnce {
			return who + " is answered " + words
		}
		return who + " is answered in " + words
	case "outcome":
		return who + " ends: " + words
	case "from":
		return who + " is answered by " + words
	case "called":
		return theSource(t) + " is asked to save " + who + after(words)
	case "lag":
		return theSource(t) + " has " + who + after(words) + ", counted from the answer"
	case "held":
		return theSource(t) + " has " + who + after(words)
	}
	if t.Ops[op].Reads() {
		return who + " gets " + words
	}
	return who + " writes " + words
}

// after puts "after" before a duration, but not before "never" and "at once".
func after(words string) string {
	if words == never || words == atOnce {
		return " " + words
	}
	return " after " + words
}

// operationName returns the name of an operation: "the read", or "the second
// write of Anna" where there are several writes and clients.
func operationName(t *trace.Trace, op int) string {
	kind, nth, all := kindOf(&t.Ops[op]), 0, 0
	for i, o := range t.Ops {
		if kindOf(&o) != kind || o.Client != t.Ops[op].Client {
			continue
		}
		all++
		if i <= op {
			nth++
		}
	}
	name := "the " + kind
	switch {
	case all > len(ordinals):
		name = kind + " " + strconv.Itoa(nth)
	case all > 1:
		name = "the " + ordinals[nth-1] + " " + kind
	}
	if t.Participants[1].Role == strategy.Client {
		name += " of " + t.Participants[t.Ops[op].Client].Name
	}
	return name
}

func kindOf(o *trace.Operation) string {
	switch {
	case o.Reads():
		return "read"
	case o.Kind == engine.Pay:
		return "payment"
	}
	return "write"
}

var ordinals = [...]string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}

// sentence returns words with a capital at their beginning and a full stop at
// their end.
func sentence(words string) string {
	return trace.Capitalize(words) + "."
}
