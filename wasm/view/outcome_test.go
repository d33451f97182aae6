package view

import (
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// What a crash of the Resource Manager means depends on when it comes. In the
// article write through saves from 0 s to 2 s; write behind queues at 0 s, and
// its worker saves from 5 s to 7 s; write around saves from 0 s to 2 s, and
// its read asks the source from 2 s to 3.5 s.
func TestOutcomes(t *testing.T) {
	const (
		safe     = "safe"
		lost     = "the write is lost, though the client was told “done” at 0 s."
		notTold  = "the write is safe, but the client was never told."
		neither  = "the write is safe, but the client was never told; a read gets no answer."
		never    = "the write is not done, and the client was told nothing."
		noAnswer = "the write is safe, but a read gets no answer."
	)
	const through, behind, around = 0, 1, 2
	for _, row := range []struct {
		crash   string
		variant int
		fate    Fate
		words   string
	}{
		{crash: `'at': '0s'`, variant: through, fate: Safe, words: safe},
		{crash: `'at': '1s'`, variant: through, fate: Uneasy, words: notTold}, // the save under way is applied
		{crash: `'at': '3s'`, variant: through, fate: Safe, words: safe},
		{crash: `'step': 'C1/1/cache.set'`, variant: through, fate: Uneasy, words: never},
		{crash: `'step': 'C1/1/source.save'`, variant: through, fate: Uneasy, words: never},
		{crash: `'at': '1s', 'restartAfter': '10s'`, variant: through, fate: Uneasy, words: neither},

		{crash: `'at': '0s'`, variant: behind, fate: Safe, words: safe},
		{crash: `'at': '1s'`, variant: behind, fate: Lost, words: lost},
		{crash: `'at': '4999ms'`, variant: behind, fate: Lost, words: lost}, // until the worker calls, there is only the queue
		{crash: `'step': 'C1/1/source.save'`, variant: behind, fate: Lost, words: lost},
		{crash: `'at': '5001ms'`, variant: behind, fate: Safe, words: safe}, // the source was asked, and does it
		{crash: `'at': '8s'`, variant: behind, fate: Safe, words: safe},

		{crash: `'at': '1s'`, variant: around, fate: Safe, words: safe}, // the client saves by itself
		{crash: `'at': '3s'`, variant: around, fate: Uneasy, words: noAnswer},
		{crash: `'at': '4s'`, variant: around, fate: Safe, words: safe},
	} {
		o := played(t, preset(t, "article", `{'faults': [{'fault': 'crash', `+row.crash+`}]}`)).Variants[row.variant].Outcome
		if o.Fate != row.fate || strings.TrimSuffix(o.Words, ".") != strings.TrimSuffix(row.words, ".") {
			t.Errorf("crash %s, variant %d: %s, %s", row.crash, row.variant, o.Fate, o.Words)
		}
	}
	for i, variant := range played(t, preset(t, "article", "{}")).Variants {
		if variant.Outcome.Fate != Calm || variant.Outcome.Words != "" {
			t.Errorf("variant %d: %s, %s, without a fault", i, variant.Outcome.Fate, variant.Outcome.Words)
		}
	}
}

// TestOutcomesOfThePresets states how the variants end in which something goes
// wrong.
func TestOutcomesOfThePresets(t *testing.T) {
	for _, row := range []struct {
		id           string
		variant      int
		fate         Fate
		short, words string
	}{
		{
			id:      "bank-peak",
			variant: 0,
			fate:    Calm,
			short:   "",
			words:   "",
		},
		{
			id:      "bank-down",
			variant: 0,
			fate:    Uneasy,
			short:   "fails",
			words:   "1 of 5 writes fails, and the client is told so.",
		},
		{
			id:      "bank-down",
			variant: 1,
			fate:    Uneasy,
			short:   "not written",
			words:   "2 of 5 writes are not done, and the client cannot know; 1 of 5 writes fails, and the client is told so.",
		},
		{
			id:      "journal",
			variant: 0,
			fate:    Safe,
			short:   "safe",
			words:   "safe.",
		},
		{
			id:      "journal",
			variant: 1,
			fate:    Lost,
			short:   "lost",
			words:   "2 writes are lost (rent, power), though the client was told “done” at 0 s.",
		},
		{
			id:      "refused",
			variant: 0,
			fate:    Lost,
			short:   "stuck",
			words:   "3 writes never leave the queue (rent, power, phone), though the client was told “done” at 0 s.",
		},
		{
			id:      "refused",
			variant: 1,
			fate:    Lost,
			short:   "set aside",
			words:   "1 of 3 writes is set aside as a dead letter (rent), though the client was told “done” at 0 s.",
		},
		{
			id:      "paid-twice",
			variant: 0,
			fate:    Lost,
			short:   "paid twice",
			words:   "a payment is made twice, though the client asked for it once.",
		},
		{
			id:      "paid-twice",
			variant: 1,
			fate:    Safe,
			short:   "safe",
			words:   "safe.",
		},
		{
			id:      "ambiguous-write",
			variant: 0,
			fate:    Uneasy,
			short:   "not told",
			words:   "the write is safe, but the client cannot know it.",
		},
		{
			id:      "coalescing",
			variant: 0,
			fate:    Lost,
			short:   "lost",
			words:   "2 of 3 writes are lost, though the client was told “done” at 0 s.",
		},
		{
			id:      "coalescing",
			variant: 1,
			fate:    Calm,
			short:   "",
			words:   "",
		},
	} {
		o := played(t, preset(t, row.id, "{}")).Variants[row.variant].Outcome
		if o.Fate != row.fate || o.Short != row.short || o.Words != row.words {
			t.Errorf("%s, variant %d: %q, %q, %q", row.id, row.variant, o.Fate, o.Short, o.Words)
		}
	}
	const clients = `{'compare': null, 'write': 'write-behind', 'faults': [{'fault': 'crash', 'at': '1s'}]}`
	if o := played(t, preset(t, "bank-peak", clients)).Variants[0].Outcome; o.Words != "4 of 5 writes are lost, though their clients were told “done” at 0 s." {
		t.Error(o.Words)
	}
}

// TestWaits states how long clients wait at most, and when the source has all
// writes.
func TestWaits(t *testing.T) {
	for _, row := range []struct {
		id            string
		variant       int
		waits, source string
	}{
		{id: "article", variant: 0, waits: "writes in 2 s, reads at once", source: "2 s"},
		{id: "article", variant: 1, waits: "writes at once, reads at once", source: "7 s"},
		{id: "article", variant: 2, waits: "writes in 2 s, reads in 1.5 s", source: "2 s"},
		{id: "write-behind", variant: 0, waits: "writes in 2 s, reads at once", source: "8 s"},
		{id: "write-behind", variant: 1, waits: "writes at once, reads at once", source: "9 s"},
		{id: "crash-before-sync", variant: 0, waits: "writes at once, reads in 1.5 s", source: "never"},
		{id: "crash-before-sync", variant: 1, waits: "writes in 2 s, reads in 1.5 s", source: "2 s"},
		{id: "no-cache", variant: 0, waits: "reads in 310 ms", source: ""},
		{id: "primer", variant: 0, waits: "reads in 400 ms", source: ""},
		{id: "primer", variant: 1, waits: "reads at once", source: ""},
	} {
		o := played(t, preset(t, row.id, "{}")).Variants[row.variant].Outcome
		if o.Waits != row.waits || o.Source != row.source {
			t.Errorf("%s, variant %d: %q, %q", row.id, row.variant, o.Waits, o.Source)
		}
	}
}

// TestMoments states what each place holds while Write Behind goes on.
func TestMoments(t *testing.T) {
	v := played(t, preset(t, "article", "{}"))
	const (
		there = "payment (100 EUR PAYMENT)"
		dirty = there + " – not in the Awesome Bank database yet"
		taken = there + " – the worker has it"
	)
	for _, row := range []struct{ what, when, cache, queue, source string }{
		{
			what:   "Client → Resource Manager: Save transaction",
			when:   "now",
			cache:  "",
			queue:  "",
			source: "",
		},
		{
			what:   "Resource Manager: queued",
			when:   "now",
			cache:  dirty,
			queue:  there,
			source: "",
		},
		{
			what:   "Resource Manager → TrulyAwesomeBankAPIClient: save_transaction",
			when:   "5 s",
			cache:  dirty,
			queue:  taken,
			source: "",
		},
		{
			what:   "Awesome Bank database → TrulyAwesomeBankAPIClient: written",
			when:   "7 s",
			cache:  dirty,
			queue:  taken,
			source: there,
		},
		{
			what:   "TrulyAwesomeBankAPIClient → Resource Manager: saved",
			when:   "7 s",
			cache:  there,
			queue:  "",
			source: there,
		},
	} {
		variant := &v.Variants[1]
		i := slices.IndexFunc(variant.Moments, func(m Moment) bool { return m.What == row.what })
		if i < 0 {
			t.Errorf("no moment says %q", row.what)
			continue
		}
		got := [...]string{variant.Moments[i].When, heldWords(variant, i, InCache), heldWords(variant, i, InQueue), heldWords(variant, i, InSource)}
		if got != [...]string{row.when, row.cache, row.queue, row.source} {
			t.Errorf("%s: %q", row.what, got)
		}
	}
}

// heldWords returns what a place holds at a moment, in words.
func heldWords(variant *Variant, moment int, place Place) string {
	var words []string
	for _, h := range variant.HeldAt(moment, place) {
		text := h.Text
		if h.Note != "" {
			text += " – " + h.Note
		}
		if h.Alarm {
			text += "!"
		}
		words = append(words, text)
	}
	return strings.Join(words, ", ")
}

// The panel at the end consists of the items from which the page makes that of
// any moment.
func TestPanelConsistsOfTheItemsOfItsLastMoment(t *testing.T) {
	for _, id := range []string{"refused", "bank-down", "paid-twice", "crash-before-sync"} {
		v := played(t, preset(t, id, "{}"))
		panels := v.PanelsHTML()
		for i := range v.Variants {
			variant := &v.Variants[i]
			for place := range Places {
				items := ""
				for _, h := range variant.HeldAt(len(variant.Moments)-1, place) {
					items += h.HTML()
				}
				if items == "" {
					items = NothingHTML()
				}
				list := `<ul data-holds="` + place.String() + `">` + items + `</ul>`
				if variant.shows(place) && !strings.Contains(panels, list) {
					t.Errorf("%s, %s: no panel has %s", id, variant.Trace.Name, list)
				}
			}
		}
	}
}

// A panel also shows dead letters, the circuit breaker, and a payment that was
// made twice.
func TestPlaces(t *testing.T) {
	for _, row := range []struct {
		id      string
		variant int
		place   Place
		event   string // after this event
		want    string
	}{
		{
			id:      "refused",
			variant: 1,
			place:   InDead,
			event:   "Resource Manager: set aside as a dead letter",
			want:    "rent (900)",
		},
		{
			id:      "refused",
			variant: 1,
			place:   InQueue,
			event:   "Resource Manager: set aside as a dead letter",
			want:    "power (80), phone (25)",
		},
		{
			id:      "bank-down",
			variant: 1,
			place:   InBreaker,
			event:   "Data Accessor: circuit breaker opens",
			want:    "open!",
		},
		{
			id:      "bank-down",
			variant: 1,
			place:   InBreaker,
			event:   "Data Accessor: circuit breaker half-open",
			want:    "half-open",
		},
		{
			id:      "bank-down",
			variant: 1,
			place:   InBreaker,
			event:   "Client → Resource Manager: Pay",
			want:    "closed",
		},
		{
			id:      "paid-twice",
			variant: 0,
			place:   InSource,
			event:   "Bank → Data Accessor: written, but the answer is lost",
			want:    "rent (paid 100 EUR)",
		},
		{
			id:      "paid-twice",
			variant: 0,
			place:   InSource,
			event:   "Bank → Data Accessor: written again",
			want:    "rent (paid 100 EUR twice)!",
		},
		{
			id:      "paid-twice",
			variant: 1,
			place:   InSource,
			event:   "Bank → Data Accessor: known already",
			want:    "rent (paid 100 EUR)",
		},
	} {
		variant := &played(t, preset(t, row.id, "{}")).Variants[row.variant]
		i := slices.IndexFunc(variant.Moments, func(m Moment) bool { return m.What == row.event })
		if i < 0 {
			t.Errorf("%s: no moment says %q", row.id, row.event)
		} else if got := heldWords(variant, i, row.place); got != row.want {
			t.Errorf("%s, %s: %q, not %q", row.id, row.event, got, row.want)
		}
	}
}

// A moment has a place only where something changes, and says which part of
// it.
func TestMomentsTellWhatChanges(t *testing.T) {
	variant := &played(t, preset(t, "article", "{}")).Variants[1]
	for i, m := range variant.Moments {
		for place, held := range m.Held {
			switch {
			case i == 0 && (held == nil || len(held.Changed) > 0):
				t.Errorf("at the start the %s is %v", Place(place), held)
			case i > 0 && held != nil && len(held.Changed) == 0 && len(held.Items) > 0:
				t.Errorf("%s: nothing changes in the %s, and it is told", m.What, Place(place))
			}
		}
	}
}

// The errors of playing have the index of the variant in their paths.
func TestErrorsOfARun(t *testing.T) {
	for _, row := range []struct{ patch, want string }{
		{
			patch: `{'compare': null, 'order': ['C1/2']}`,
			want:  "order[0]: C1/2 has nothing to do here: open are C1/1",
		},
		{
			patch: `{'compare': [{'write': 'write-around'}, {'order': ['C1/2']}]}`,
			want:  "compare[1].order[0]: C1/2 has nothing to do here: open are C1/1",
		},
	} {
		if v, errs := Play(preset(t, "article", row.patch), Options{}); v != nil || errs.Error() != row.want {
			t.Errorf("%s: %v", row.patch, errs)
		}
	}
}

// Only the variants that are shown get a diagram; all get a sentence and a row
// of the strip.
func TestShow(t *testing.T) {
	v, errs := Play(preset(t, "article", "{}"), Options{Show: []int{1}})
	if errs != nil || len(v.Variants) != 3 || len(v.Strip.Rows) != 3 {
		t.Fatalf("%v", errs)
	}
	for i, variant := range v.Variants {
		if drawn := variant.Diagram.Body != ""; drawn != (i == 1) || variant.Shown != drawn || len(variant.Sentence) == 0 {
			t.Errorf("variant %d: drawn %v", i, drawn)
		}
	}
}

// A write is lost if an older one comes after it: that the source held it for a
// while saves nothing. The client's answer is the newest that there is, and so not
// old, though the source holds another.
func TestAnOlderWriteThatComesLast(t *testing.T) {
	s, errs := scenario.Parse([]byte(strings.ReplaceAll(`{'version': 1, 'name': 'An older write comes last', 'write': 'write-behind',
		'source': {'writeLatency': '100ms'}, 'writeBehind': {'queueCapacity': 1, 'onFull': 'sync', 'writeDelay': '1s'},
		'clients': [{'ops': [{'op': 'edit', 'key': 'k', 'value': 'A'}, {'op': 'edit', 'key': 'k', 'value': 'B'}, {'op': 'get', 'key': 'k', 'at': '5s'}]}],
		'text': '{C1/1.lost ? A | -} {C1/2.lost ? B | -} {run.lost} {C1/3.stale ? old | -} {run.durable ? - | not durable} {run.converges ? - | not the same}'}`, "'", `"`)))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	v := played(t, s)
	if got, want := Plain(v.Text), "- B 1 - not durable not the same"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if o := v.Variants[0].Outcome; o.Fate != Lost || o.Short != "lost" || o.Source != "never" {
		t.Errorf("%+v", o)
	}
}

// What is not decided is not safe.
func TestUndecidedIsNotSafe(t *testing.T) {
	for _, c := range []struct {
		n    ends
		want Fate
	}{
		{ends{disturbed: true}, Safe},
		{ends{disturbed: true, unsure: true}, Calm},
		{ends{disturbed: true, old: 1}, Uneasy},
		{ends{disturbed: true, apart: true}, Uneasy},
		{ends{disturbed: true, violation: "a client goes back in time"}, Uneasy},
		{ends{}, Calm},
	} {
		if fate, short, words := c.n.fate("", ""); fate != c.want {
			t.Errorf("%+v: %q, %q, %q", c.n, fate, short, words)
		}
	}
}

// A fault that never strikes is said to, wherever else nothing went wrong and where
// something did.
func TestFaultsThatNeverStrike(t *testing.T) {
	const reads = `{'version': 1, 'name': 'A hit', 'source': {'records': {'k': 1}}, 'cache': {'primer': ['k']}, 'clients': [{'ops': [{'op': 'get', 'key': 'k'}]}], 'faults': [FAULTS]}`
	const missed = "the fault source-error at C1/1/source.read never struck: C1/1 never took that step."
	for _, c := range []struct {
		faults, short, words string
		fate                 Fate
	}{
		{"{'fault': 'source-error', 'step': 'C1/1/source.read'}", "never struck", missed, Calm},
		{"{'fault': 'source-error', 'step': 'C1/1/source.read'}, {'fault': 'crash-cache', 'at': '1s'}", "safe", "safe; " + missed, Safe},
	} {
		s, errs := scenario.Parse([]byte(strings.ReplaceAll(strings.Replace(reads, "FAULTS", c.faults, 1), "'", `"`)))
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		v := played(t, s)
		if o := v.Variants[0].Outcome; o.Fate != c.fate || o.Short != c.short || o.Words != c.words {
			t.Errorf("%+v", o)
		}
		if !strings.Contains(v.FaultHTML(), c.words) {
			t.Errorf("not said in %s", v.FaultHTML())
		}
		said := "!!! " + trace.Capitalize(missed)
		if console := v.Variants[0].Trace.Console(); !strings.Contains(console, said) {
			t.Errorf("%q is not said in\n%s", said, console)
		}
	}
}
