package view

import (
	"slices"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// LegendHTML returns what the strip's colours and signs mean, as far as the
// variants can have them. An entry that only a delay or a crash brings keeps
// its place while it is not used, so that the page does not move when it
// comes.
func (v *View) LegendHTML() string {
	const bar, line = `<rect y="1" width="22" height="12" rx="2" class="bar solid `, `<line x2="22" y1="7" y2="7" class="`
	var w markup.Writer
	for _, entry := range []struct {
		there, used, tells bool // tells: it gives away the answer to a question
		sample, words      string
	}{
		{v.has(writes), true, false, bar + `wait-write"/>`, "waits to write"},
		{v.has(reads), true, false, bar + `wait-read"/>`, "waits to read"},
		{v.setsCache(), true, false, line + `ahead"/>`, v.InSentence(strategy.Cache) + " is ahead"},
		{v.has(writes), true, false, `<circle class="held" cx="11" cy="7" r="6"/>`, "saved"},
		{v.has(reads) && v.has(writes), v.anyTrace(holdsOldCopies), true, line + `behind"/>`, "an old copy"},
		{true, v.anyTrace(endsBadly), true, `<path d="M1 3l8 8m0 -8l-8 8" class="sign"/><text x="14" y="12" class="sign">?</text>`, "fails, or nobody knows"},
		{v.anyTrace(losesWithoutCrash), true, true, `<circle class="lost" cx="11" cy="7" r="6"/><path class="lost" d="M8 4l6 6m0 -6l-6 6"/>`, "lost"},
		{v.anyTrace(cannotReach), true, false, `<rect x="1" y="1" width="20" height="12" class="outage"/>`, v.InSentence(strategy.Source) + " cannot be reached"},
	} {
		if !entry.there {
			continue
		}
		var attrs []markup.Attr
		if !entry.used {
			attrs = append(attrs, markup.Class("unused"))
		}
		if entry.tells {
			attrs = append(attrs, veil("part"))
		}
		w.Open("li", attrs...)
		w.Raw(`<svg width="22" height="14" aria-hidden="true">` + entry.sample + `</svg> `)
		w.Text(entry.words)
		w.Close("li")
	}
	return w.String()
}

// setsCache reports whether any write puts its value into the cache.
func (v *View) setsCache() bool {
	return slices.ContainsFunc(v.Variants, func(variant Variant) bool {
		return slices.ContainsFunc(variant.Lists, func(l List) bool {
			return l.Kind == strategy.Write && (slices.Contains(l.Steps, strategy.CacheSet) || slices.Contains(l.Steps, strategy.CacheSetQueuePut))
		})
	})
}

func holdsOldCopies(t *trace.Trace) bool { return len(t.Behind()) > 0 }

func endsBadly(t *trace.Trace) bool {
	return slices.ContainsFunc(t.Ops, func(op trace.Operation) bool { return op.Sent && op.Outcome != engine.OK })
}

// losesWithoutCrash reports whether writes are lost without a crash, whose
// line would show it.
func losesWithoutCrash(t *trace.Trace) bool {
	for op := range t.Ops {
		if by, lost := t.LostBy(op); lost && t.Events[by].Kind != trace.Fault {
			return true
		}
	}
	return false
}

func cannotReach(t *trace.Trace) bool { return happens(t, trace.OutageBegan) }

// anyTrace reports whether any variant's trace satisfies a condition.
func (v *View) anyTrace(is func(*trace.Trace) bool) bool {
	return slices.ContainsFunc(v.Variants, func(variant Variant) bool { return is(variant.Trace) })
}

func happens(t *trace.Trace, sense trace.Sense) bool {
	return slices.ContainsFunc(t.Events, func(e trace.Event) bool { return e.Sense == sense })
}

// WhoHTML returns the list of participants: the scenario's name for each, and
// what it does.
func (v *View) WhoHTML() string {
	t := v.Variants[0].Trace
	source := theSource(t)
	manager := "decides whether " + theCache(t) + " or " + source + " answers."
	if slices.ContainsFunc(v.Variants, func(variant Variant) bool { return variant.queues() }) {
		manager += " Its worker brings waiting writes to " + source + "."
	}
	var w markup.Writer
	for _, who := range []struct{ name, does string }{
		{clientNames(t), "asks, and waits for the answer."},
		{t.RoleName(strategy.ResourceManager), manager},
		{t.RoleName(strategy.Cache), "keeps copies, close and quick."},
		{t.RoleName(strategy.DataAccessor), "calls " + source + " for the application."},
		{t.RoleName(strategy.Source), "holds the data that count."},
	} {
		w.Open("div")
		w.Element("dt", who.name)
		w.Text(" ")
		w.Element("dd", who.does)
		w.Close("div")
		w.Text(" ")
	}
	return w.String()
}

func clientNames(t *trace.Trace) string {
	var names []string
	for _, p := range t.Participants {
		if p.Role == strategy.Client {
			names = append(names, p.Name)
		}
	}
	return strings.Join(names, ", ")
}

// FaultHTML returns what the faults meant for each variant, those with the
// same outcome together. Where there were none, it returns what a crash would
// show.
func (v *View) FaultHTML() string {
	var w markup.Writer
	told := map[string]bool{}
	for i := range v.Variants {
		o := &v.Variants[i].Outcome
		if o.Words == "" || told[o.Words] {
			continue
		}
		told[o.Words] = true
		names, shown := v.withOutcome(o.Words)
		class := "fate " + string(o.Fate)
		if !shown {
			class += " of-hidden"
		}
		w.Open("span", markup.Class(class))
		w.Element("b", names+": ")
		w.Text(o.Words)
		w.Close("span")
		w.Text(" ")
	}
	if len(told) == 0 {
		w.Element("span", v.crashHint(), markup.Class("hint"))
	}
	return w.String()
}

func (v *View) crashHint() string {
	if v.Ordered() {
		return "The steps come in a given order here. “What if …” in a diagram changes it."
	}
	if !v.has(writes) {
		return "Drag the red marker along the axis: what does a crash cost those who read?"
	}
	return "Drag the red marker along the axis: what had the client been told, and what will " + theSource(v.Variants[0].Trace) + " ever know?"
}

// Ordered reports whether all variants have a given order instead of the
// clock.
func (v *View) Ordered() bool {
	return !slices.ContainsFunc(v.Variants, func(variant Variant) bool { return !variant.Trace.Ordered })
}

// withOutcome returns the names of the variants that ended in the same words,
// and whether any of them is shown.
func (v *View) withOutcome(words string) (names string, shown bool) {
	var all []string
	for _, variant := range v.Variants {
		if variant.Outcome.Words == words {
			all = append(all, variant.Trace.Name)
			shown = shown || variant.Shown
		}
	}
	return strings.Join(all, ", "), shown
}
