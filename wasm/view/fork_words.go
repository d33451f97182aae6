package view

import (
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// forkWords is the text, explanation and name of a fork, as in Fork.
type forkWords struct{ text, says, name string }

// callFault returns the words for a fault of a call.
func (p *forkPoint) callFault(id string, call int) forkWords {
	e := &p.t.Events[call]
	source, label, when := theSource(p.t), p.label(e), p.when(e.T)
	reads := e.Step == strategy.SourceRead
	switch id {
	case "cache-lost":
		says := "The call never arrives: " + theCache(p.t) + " stays as it is, and nobody notices."
		if e.Step == strategy.CacheGet {
			says = "The call never arrives, and whoever asks goes on as if there were no copy."
		}
		return forkWords{"Lose it", says, label + " lost " + when}
	case "cache-error":
		says := trace.Capitalize(theCache(p.t)) + " answers with an error and has changed nothing."
		if e.Step == strategy.CacheGet {
			says = trace.Capitalize(theCache(p.t)) + " answers with an error."
		}
		return forkWords{"Fail it", says, label + " fails " + when}
	case "source-error":
		says := trace.Capitalize(source) + " answers with an error and has changed nothing."
		if reads {
			says = trace.Capitalize(source) + " answers with an error."
		}
		return forkWords{"Fail it", says, label + " fails " + when}
	case "source-refuse":
		return forkWords{"Refuse it for good", trace.Capitalize(source) + " will never accept this write, however often it is tried.", label + " refused " + when}
	case "source-timeout":
		says := trace.Capitalize(source) + " does it, but nobody is told."
		if reads {
			says = trace.Capitalize(source) + " answers, but nobody hears it."
		}
		return forkWords{"Lose the answer", says, "answer to " + label + " lost " + when}
	}
	if id == "source-late" {
		says := trace.Capitalize(p.t.InSentence(strategy.DataAccessor)) + " stops waiting; " + source + " may do it later, or never."
		return forkWords{"Give it up", says, label + " given up " + when}
	}
	return forkWords{"Delay it", "It arrives " + trace.Duration(p.faultLength()) + " later.", label + " delayed " + when}
}

// refusal returns the words for the refusal of one write of a batch.
func (p *forkPoint) refusal(op, call int) forkWords {
	key := p.t.Keys[p.t.Ops[op].Key].Name
	return forkWords{"Refuse " + key + " for good", trace.Capitalize(theSource(p.t)) + " will never accept this write of the batch, however often it is tried.",
		key + " refused " + p.when(p.t.Events[call].T)}
}

// momentFault returns the words for a fault at a time.
func (p *forkPoint) momentFault(id string, t int64) forkWords {
	when := p.when(t)
	switch id {
	case "crash":
		return forkWords{"Crash " + p.t.InSentence(strategy.ResourceManager), "Its process ends and starts anew. " + p.crashCosts(), "crash " + when}
	case "crash-worker":
		says := "The write that it has taken is lost."
		if p.variant.WriteBehind.Rules.Journal {
			says = "The write that it has taken goes back into the queue."
		}
		return forkWords{"Crash the worker", says, "worker crash " + when}
	case "crash-cache":
		return forkWords{"Crash " + theCache(p.t), "It starts anew, without any copy.", p.t.RoleName(strategy.Cache) + " crash " + when}
	case "crash-client":
		client := p.t.Participants[p.client()].Name
		return forkWords{"Crash " + client, "It ends, and sends nothing more.", client + " crash " + when}
	case "evict", "expire":
		key := p.t.Keys[p.key()].Name
		if id == "expire" && p.ages() && !p.state.Cache[p.key()].Aging {
			return forkWords{"Let " + key + " come near its end", "The next read is answered from its copy and loads it anew.", key + " near its end " + when}
		}
		if id == "expire" {
			return forkWords{"Let " + key + " expire", "The time of its copy is over.", key + " expired " + when}
		}
		says := "Its copy makes room for others."
		if p.state.Cache[p.key()].Dirty != 0 {
			says += " The write that it holds is in the queue."
		}
		return forkWords{"Evict " + key, says, key + " evicted " + when}
	}
	source := theSource(p.t)
	return forkWords{"Cut " + source + " off", "Nobody can reach it for " + trace.Duration(p.faultLength()) + ".", p.t.RoleName(strategy.Source) + " cut off " + when}
}

// ages reports whether some read loads a copy anew that is near its end, so that in a
// given order copies age before they expire.
func (p *forkPoint) ages() bool {
	return slices.ContainsFunc(p.t.Ops, func(op trace.Operation) bool {
		s, known := strategy.ByID(strategy.Read, op.Strategy)
		return known && s.Refresh != strategy.NoRefresh
	})
}

// crashCosts says what a crash of the Resource Manager destroys.
func (p *forkPoint) crashCosts() string {
	queues := (&Variant{Trace: p.t}).queues()
	copies, queue := !p.variant.Cache.Rules.SurvivesCrash, queues && !p.variant.WriteBehind.Rules.Journal
	switch {
	case copies && queue:
		return "The copies and the queue are gone."
	case copies && queues:
		return "The copies are gone; the queue is on disk."
	case copies:
		return "The copies are gone."
	case queue:
		return "The queue is gone; the copies are elsewhere."
	}
	return "It keeps nothing in memory."
}

// lateSave returns the words for a late save that the source applies in this turn.
func (p *forkPoint) lateSave(when string) forkWords {
	return forkWords{"Let the late save arrive", trace.Capitalize(theSource(p.t)) + " applies it only now.", "late save " + when}
}

// anotherFirst returns the words for another actor's step at this turn.
func (p *forkPoint) anotherFirst(who, step, when string) forkWords {
	return forkWords{"Let " + who + " go on", "The next step is " + step + ".", who + " first " + when}
}

// when returns "at" a time or, in a given order, "at step" and its number.
func (p *forkPoint) when(t int64) string {
	if p.t.Ordered {
		return "at step " + strconv.FormatInt(t+1, 10)
	}
	return "at " + trace.Duration(t)
}

// label returns the name of the call that an event sends.
func (p *forkPoint) label(e *trace.Event) string { return strings.TrimSuffix(e.Label, ", delayed") }

// actor returns the name of the actor that takes a turn.
func (p *forkPoint) actor(kind engine.ChoiceKind, op int) string {
	switch kind {
	case engine.WorkerStep:
		return "the worker"
	case engine.FeedStep:
		return "the change feed"
	}
	return p.t.Participants[p.t.Ops[op].Client].Name
}
