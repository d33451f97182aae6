package trace

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/strategy"
)

// Console returns the trace as the article's program prints it:
//
//   - ">>> Save transaction" when an operation is sent, with its client's name if
//     there are several;
//   - "[14:59:17.971960] CacheManager.set" when a call reaches the Cache or the
//     Data Accessor, with the time of day, or "[step 3]" in a given order;
//   - "!!! Resource Manager crashed: 1 queued write lost", "!!! Data Accessor:
//     timed out" and the like when something fails, and "+++ Bank: can be reached
//     again" when it is over;
//   - "!!! The fault source-error at C1/2/source.save never struck: ..." in the end, for
//     each fault of the scenario of which that is so;
//   - "!!! durable is violated: ..." in the end, for each property that the run
//     violates, with what shows it.
//
// If writes were queued, two boxes show what the source holds. "Before sync"
// follows the answer of the last operation, or precedes the worker's first save if
// that comes earlier. "After sync" follows the last save of a queued write, if
// there was one. A line after them counts the writes that were acknowledged and
// never saved.
func (t *Trace) Console() string {
	var out strings.Builder
	for _, e := range t.ConsoleEntries() {
		out.WriteString(e.Text)
	}
	return out.String()
}

// ConsoleEntry is a line of the console text, or a box of several lines, with the
// blank lines around it.
type ConsoleEntry struct {
	Text  string
	Event int // the index of the event that it is about, -1 for none
}

// ConsoleEntries returns the parts of the console text, in its order.
func (t *Trace) ConsoleEntries() []ConsoleEntry {
	c := console{trace: t}
	c.plan()
	for i := range t.Events {
		if i == c.before {
			c.box(i, "before sync")
		}
		c.event(i)
		if i == c.after {
			c.box(i+1, "after sync")
		}
	}
	if c.before == len(t.Events) {
		c.box(c.before, "before sync")
	}
	c.ending()
	return c.inOrder()
}

// console collects the entries of a console text. Events are in the order in which
// messages leave, entries are sorted by when they arrive.
type console struct {
	trace         *Trace
	entries       []entry
	clients       int
	queued        bool // a write was queued
	before, after int  // the events before and after which the boxes stand, -1 for none
}

// entry is a line, or a box with blank lines around it.
type entry struct {
	at    int64
	event int // the index of the event that it is about, -1 for none
	text  string
	box   bool
}

// plan sets where the boxes stand.
func (c *console) plan() {
	c.before, c.after = -1, -1
	queued := map[uint32]bool{} // the queued writes, by their records' identity
	answered, saving := -1, -1
	for i := range c.trace.Events {
		e := &c.trace.Events[i]
		for _, change := range e.Changes {
			switch {
			case change.Kind == engine.ItemQueued:
				queued[change.Item.Record.Write] = true
			case change.Kind == engine.RecordChanged && queued[change.RecordAfter.Write]:
				c.after = i
			}
		}
		if e.Sense.Ends() {
			answered = i
		}
		if saving < 0 && e.Worker > 0 && e.Kind == Call && e.Step == strategy.SourceSave {
			saving = i
		}
	}
	c.queued = len(queued) > 0
	for _, p := range c.trace.Participants {
		if p.Role == strategy.Client {
			c.clients++
		}
	}
	if !c.queued {
		return
	}
	c.before = len(c.trace.Events)
	if answered >= 0 {
		c.before = answered + 1
	}
	if saving >= 0 {
		c.before = min(c.before, saving)
	}
}

// line adds an entry of one line.
func (c *console) line(at int64, event int, text string) {
	c.entries = append(c.entries, entry{at: at, event: event, text: text})
}

// event adds the line of an event, if it has one.
func (c *console) event(i int) {
	t := c.trace
	e := &t.Events[i]
	switch {
	case e.Sense == Request && e.Op >= 0:
		c.line(e.T, i, ">>> "+c.operation(e))
	case e.Kind == Call && t.entersCacheOrAccessor(e) && t.arrived(i):
		c.line(e.Arrives, i, "["+t.stamp(e.Arrives)+"] "+t.nameOf(e.To)+"."+t.wordsOf(i))
	case e.Kind == Call && e.Sense == Astray:
		c.line(e.T, i, "!!! "+t.nameOf(e.To)+": the call “"+t.wordsOf(i)+"” is lost")
	case e.Sense == Crashed:
		text := "!!! " + t.nameOf(e.From) + " crashed"
		if toll := t.toll(i); toll != "" {
			text += ": " + toll
		}
		c.line(e.T, i, text)
	case e.Sense == Failure || e.Sense == NoAnswer:
		c.line(e.T, i, "!!! "+c.operation(e)+": "+t.wordsOf(i))
	case t.PaidAgain(i):
		c.line(e.T, i, "!!! "+t.nameOf(e.From)+": "+t.wordsOf(i))
	case marks[e.Sense] != "" && !t.isPassedOn(i):
		c.line(e.T, i, marks[e.Sense]+" "+t.nameOf(e.From)+": "+t.wordsOf(i))
	}
}

// marks holds the marks of the other senses that have a line: failures, and their
// ends.
var marks = map[Sense]string{
	WorkerCrashed: "!!!", CacheCrashed: "!!!", ClientCrashed: "!!!", OutageBegan: "!!!", Evicted: "!!!", Dropped: "!!!", DeadLettered: "!!!",
	QueueFull: "!!!", Error: "!!!", Refusal: "!!!", Rejected: "!!!", Unheard: "!!!", TimedOut: "!!!", Late: "!!!", NotRetried: "!!!", BreakerOpened: "!!!",
	Retry: "...", Requeued: "...", NotStored: "...",
	Restarted: "+++", OutageOver: "+++", BreakerTrial: "+++", BreakerClosed: "+++",
}

// isPassedOn reports whether an event is the accessor's answer to its caller. It
// repeats the label of the event before.
func (t *Trace) isPassedOn(i int) bool {
	e := &t.Events[i]
	return e.Kind == Return && t.Participants[e.From].Role == strategy.DataAccessor
}

// operation returns the label of an event's operation, with its client's name if
// there are several.
func (c *console) operation(e *Event) string {
	op := &c.trace.Ops[e.Op]
	label := oneLine(op.Label)
	if label == "" {
		label = op.Kind.String()
	}
	if c.clients > 1 {
		return c.trace.nameOf(op.Client) + ": " + label
	}
	return label
}

// entersCacheOrAccessor reports whether a message goes to the Cache or the Data
// Accessor.
func (t *Trace) entersCacheOrAccessor(e *Event) bool {
	role := t.Participants[e.To].Role
	return role == strategy.Cache || role == strategy.DataAccessor
}

// ending adds the lines that are about the whole run.
func (c *console) ending() {
	never, overwritten := c.trace.lostWrites()
	if c.queued && never > 0 {
		c.line(c.trace.End, -1, "!!! "+count(never, "acknowledged write", "acknowledged writes")+" never reached "+c.trace.sourceName())
	}
	if overwritten > 0 {
		c.line(c.trace.End, -1, "!!! "+count(overwritten, "acknowledged write was", "acknowledged writes were")+" overwritten by an older one in "+c.trace.sourceName())
	}
	if c.trace.Stopped != "" {
		c.line(c.trace.End, -1, "!!! "+oneLine(c.trace.Stopped))
	}
	for _, m := range c.trace.Missed {
		c.line(c.trace.End, -1, "!!! "+oneLine(Capitalize(m.String()))+".")
	}
	for _, f := range c.trace.findings() {
		if f.Verdict == judge.Violated {
			c.line(c.trace.End, -1, "!!! "+f.Property.String()+" is violated: "+oneLine(strings.Join(c.trace.Explain(&f), "")))
		}
	}
}

// lostWrites counts the acknowledged writes that the source never had, and those
// that it had and that an older one has replaced.
func (t *Trace) lostWrites() (never, overwritten int) {
	for op := range t.Ops {
		switch {
		case t.Overwritten(op):
			overwritten++
		case t.Judged.Lost(op):
			never++
		}
	}
	return never, overwritten
}

// inOrder returns the entries sorted by time, with the line breaks between them.
func (c *console) inOrder() []ConsoleEntry {
	slices.SortStableFunc(c.entries, func(a, b entry) int { return cmp.Compare(a.at, b.at) })
	out := make([]ConsoleEntry, len(c.entries))
	for i, e := range c.entries {
		text := e.text + "\n"
		if i > 0 && (e.box || c.entries[i-1].box) {
			text = "\n" + text
		}
		out[i] = ConsoleEntry{Text: text, Event: e.event}
	}
	return out
}

// stamp returns the time of day of a time of the run, to the microsecond, or in a
// given order the number of the step, counted from one.
func (t *Trace) stamp(at int64) string {
	if t.Ordered {
		return "step " + strconv.FormatInt(at+1, 10)
	}
	return timeOfDay(t.Start+at, 6)
}

// timeOfDay formats a time since midnight, in nanoseconds, as HH:MM:SS with the
// given number of digits of the fraction. Times beyond a day wrap around.
func timeOfDay(ns int64, digits int) string {
	const second, day = 1_000_000_000, 24 * 3600 * 1_000_000_000
	ns = (ns%day + day) % day
	s := ns / second
	out := twoDigits(s/3600) + ":" + twoDigits(s/60%60) + ":" + twoDigits(s%60)
	return out + "." + strconv.FormatInt(second+ns%second, 10)[1:1+digits]
}

func twoDigits(n int64) string { return strconv.FormatInt(100+n, 10)[1:] }

// boxWidth is the width of the article's boxes between their edges.
const boxWidth = 42

// box adds a box with what the source holds after n events.
func (c *console) box(n int, when string) {
	title := strings.ToUpper(c.trace.sourceName()) + " (" + when + ")"
	room := max(boxWidth-utf8.RuneCountInString(title), 0)
	rule := strings.Repeat("-", boxWidth+2)
	text := rule + "\n|" + strings.Repeat(" ", room-room/2) + title + strings.Repeat(" ", room/2) + "|\n" + rule + "\n" +
		c.trace.content(n)
	var at int64
	if n > 0 {
		at = c.trace.Events[n-1].T
	}
	c.entries = append(c.entries, entry{at, n - 1, text, true})
}

// sourceName returns the name of the source.
func (t *Trace) sourceName() string {
	for i, p := range t.Participants {
		if p.Role == strategy.Source {
			return t.nameOf(i)
		}
	}
	return strategy.Source.String()
}

// content returns what the source holds after n events, as indented JSON: the
// records by their ids, with their payments.
func (t *Trace) content(n int) string {
	records := jsontree.FromMembers()
	for key, record := range t.At(n).Source {
		if !record.HasContent() {
			continue
		}
		id := jsontree.FromString(t.Keys[key].UUID)
		held := jsontree.FromMembers(jsontree.Member{Name: "id", Value: id})
		if value, err := jsontree.Parse([]byte(t.Value(key, record))); err == nil {
			held.Members = append(held.Members, jsontree.Member{Name: t.Keys[key].Name, Value: value})
		}
		if paid := t.payments(key, record.Ledger); len(paid) > 0 {
			list := jsontree.FromItems()
			for _, op := range paid {
				amount, _ := jsontree.Parse([]byte(t.Ops[op].Value)) // a trace's values are JSON
				list.Items = append(list.Items, amount)
			}
			held.Members = append(held.Members, jsontree.Member{Name: "payments", Value: list})
		}
		records.Members = append(records.Members, jsontree.Member{Name: id.String, Value: held})
	}
	return escapeControls(string(records.AppendIndented(nil, "   ")))
}

// escapeControls escapes the characters of a JSON text that control a terminal.
func escapeControls(text string) string {
	var out strings.Builder
	for _, r := range text {
		if r != '\n' && breaksLine(r) {
			out.WriteString(`\u` + strconv.FormatInt(0x10000+int64(r), 16)[1:])
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}
