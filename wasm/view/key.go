package view

import (
	"slices"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/markup"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// LegendHTML returns what the strip's colours and signs mean, as far as the runs
// can have them. Those that a dragged delay or crash brings have their place also
// while there are none, so that nothing moves when one comes.
func (v *View) LegendHTML() string {
	const bar, line = `<rect y="1" width="22" height="12" rx="2" class="bar solid `, `<line x2="22" y1="7" y2="7" class="`
	var w markup.Writer
	for _, entry := range []struct {
		there, used          bool
		class, sample, words string
	}{
		{v.has(writes), true, "", bar + `wait-write"/>`, "waits to write"},
		{v.has(reads), true, "", bar + `wait-read"/>`, "waits to read"},
		{v.setsCache(), true, "", line + `ahead"/>`, v.InSentence(strategy.Cache) + " is ahead"},
		{v.has(writes), true, "", `<circle class="held" cx="11" cy="7" r="6"/>`, "saved"},
		{v.has(reads) && v.has(writes), v.any(holdsOldCopies), "old-copy", line + `behind"/>`, "an old copy"},
		{true, v.any(endsBadly), "tells", `<path d="M1 3l8 8m0 -8l-8 8" class="sign"/><text x="14" y="12" class="sign">?</text>`, "fails, or nobody knows"},
		{v.any(losesQuietly), true, "tells", `<circle class="lost" cx="11" cy="7" r="6"/><path class="lost" d="M8 4l6 6m0 -6l-6 6"/>`, "never saved"},
		{v.any(cannotReach), true, "", `<rect x="1" y="1" width="20" height="12" class="outage"/>`, v.InSentence(strategy.Source) + " cannot be reached"},
	} {
		if !entry.there {
			continue
		}
		if !entry.used {
			entry.class += " unused"
		}
		w.Open("li", markup.Class(strings.TrimSpace(entry.class)))
		w.Raw(`<svg width="22" height="14" aria-hidden="true">` + entry.sample + `</svg> `)
		w.Text(entry.words)
		w.Close("li")
	}
	return w.String()
}

// setsCache reports whether any write puts its value into the cache.
func (v *View) setsCache() bool {
	return slices.ContainsFunc(v.Runs, func(r Run) bool {
		return slices.ContainsFunc(r.Lists, func(l List) bool {
			return l.Kind == strategy.Write && (slices.Contains(l.Steps, strategy.CacheSet) || slices.Contains(l.Steps, strategy.CacheSetQueuePut))
		})
	})
}

func holdsOldCopies(t *trace.Trace) bool { return len(t.Behind()) > 0 }

func endsBadly(t *trace.Trace) bool {
	return slices.ContainsFunc(t.Ops, func(op trace.Operation) bool { return op.Sent && op.Outcome != engine.OK })
}

// losesQuietly reports whether writes are lost without a crash that shows it.
func losesQuietly(t *trace.Trace) bool {
	for op := range t.Ops {
		if by, lost := t.LostBy(op); lost && t.Events[by].Kind != trace.Fault {
			return true
		}
	}
	return false
}

func cannotReach(t *trace.Trace) bool { return happens(t, trace.OutageBegan) }

// any reports whether something is so in any run.
func (v *View) any(is func(*trace.Trace) bool) bool {
	return slices.ContainsFunc(v.Runs, func(r Run) bool { return is(r.Trace) })
}

func happens(t *trace.Trace, sense trace.Sense) bool {
	return slices.ContainsFunc(t.Events, func(e trace.Event) bool { return e.Sense == sense })
}

// WhoHTML returns who is who: each participant by its name in the scenario, and
// what it is there for.
func (v *View) WhoHTML() string {
	t := v.Runs[0].Trace
	source := theSource(t)
	manager := "decides whether " + theCache(t) + " or " + source + " answers."
	if slices.ContainsFunc(v.Runs, func(r Run) bool { return r.queues() }) {
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

// FaultHTML returns what the faults of the scenario meant for the runs that
// they touched, those with the same fate together; where there were none, what
// a crash would show.
func (v *View) FaultHTML() string {
	var w markup.Writer
	told := map[string]bool{}
	for i := range v.Runs {
		o := &v.Runs[i].Outcome
		if o.Fate == Calm || told[o.Words] {
			continue
		}
		told[o.Words] = true
		names, shown := v.sharing(o.Words)
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
	return "Drag the red marker along the axis: what had the client been told, and what will " + theSource(v.Runs[0].Trace) + " ever know?"
}

// Ordered reports whether a given order replaces the clock in all runs.
func (v *View) Ordered() bool {
	return !slices.ContainsFunc(v.Runs, func(r Run) bool { return !r.Trace.Ordered })
}

// sharing names the runs that ended in the same words, and reports whether any
// of them has a diagram.
func (v *View) sharing(words string) (names string, shown bool) {
	var all []string
	for _, r := range v.Runs {
		if r.Outcome.Words == words {
			all = append(all, r.Trace.Name)
			shown = shown || r.Shown
		}
	}
	return strings.Join(all, ", "), shown
}
