package view

import (
	"slices"
	"strings"
	"testing"
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
		crash string
		run   int
		fate  Fate
		words string
	}{
		{`'at': '0s'`, through, Safe, safe},
		{`'at': '1s'`, through, Uneasy, notTold}, // the save under way is applied
		{`'at': '3s'`, through, Safe, safe},
		{`'step': 'C1/1/cache.set'`, through, Uneasy, never},
		{`'step': 'C1/1/source.save'`, through, Uneasy, never},
		{`'at': '1s', 'restartAfter': '10s'`, through, Uneasy, neither},

		{`'at': '0s'`, behind, Safe, safe},
		{`'at': '1s'`, behind, Lost, lost},
		{`'at': '4999ms'`, behind, Lost, lost}, // until the worker calls, there is only the queue
		{`'step': 'C1/1/source.save'`, behind, Lost, lost},
		{`'at': '5001ms'`, behind, Safe, safe}, // the source was asked, and does it
		{`'at': '8s'`, behind, Safe, safe},

		{`'at': '1s'`, around, Safe, safe}, // the client saves by itself
		{`'at': '3s'`, around, Uneasy, noAnswer},
		{`'at': '4s'`, around, Safe, safe},
	} {
		o := played(t, preset(t, "article", `{'faults': [{'fault': 'crash', `+row.crash+`}]}`)).Variants[row.run].Outcome
		if o.Fate != row.fate || strings.TrimSuffix(o.Words, ".") != strings.TrimSuffix(row.words, ".") {
			t.Errorf("crash %s, run %d: %s, %s", row.crash, row.run, o.Fate, o.Words)
		}
	}
	for i, variant := range played(t, preset(t, "article", "{}")).Variants {
		if variant.Outcome.Fate != Calm || variant.Outcome.Words != "" {
			t.Errorf("run %d: %s, %s, without a fault", i, variant.Outcome.Fate, variant.Outcome.Words)
		}
	}
}

// TestOutcomesOfThePresets states how the variants end in which something goes
// wrong.
func TestOutcomesOfThePresets(t *testing.T) {
	for _, row := range []struct {
		id           string
		run          int
		fate         Fate
		short, words string
	}{
		{"bank-peak", 0, Calm, "", ""},
		{"bank-down", 0, Uneasy, "fails", "1 of 5 writes fails, and the client is told so."},
		{"bank-down", 1, Uneasy, "not written", "2 of 5 writes are not done, and the client cannot know; 1 of 5 writes fails, and the client is told so."},
		{"journal", 0, Safe, "safe", "safe."},
		{"journal", 1, Lost, "lost", "2 writes are lost (rent, power), though the client was told “done” at 0 s."},
		{"refused", 0, Lost, "stuck", "3 writes never leave the queue (rent, power, phone), though the client was told “done” at 0 s."},
		{"refused", 1, Lost, "set aside", "1 of 3 writes is set aside as a dead letter (rent), though the client was told “done” at 0 s."},
		{"paid-twice", 0, Lost, "paid twice", "a payment is made twice, though the client asked for it once."},
		{"paid-twice", 1, Safe, "safe", "safe."},
		{"ambiguous-write", 0, Uneasy, "not told", "the write is safe, but the client cannot know it."},
		{"coalescing", 0, Lost, "lost", "2 of 3 writes are lost, though the client was told “done” at 0 s."},
		{"coalescing", 1, Calm, "", ""},
	} {
		o := played(t, preset(t, row.id, "{}")).Variants[row.run].Outcome
		if o.Fate != row.fate || o.Short != row.short || o.Words != row.words {
			t.Errorf("%s, run %d: %q, %q, %q", row.id, row.run, o.Fate, o.Short, o.Words)
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
		run           int
		waits, source string
	}{
		{"article", 0, "writes in 2 s, reads at once", "2 s"},
		{"article", 1, "writes at once, reads at once", "7 s"},
		{"article", 2, "writes in 2 s, reads in 1.5 s", "2 s"},
		{"write-behind", 0, "writes in 2 s, reads at once", "8 s"},
		{"write-behind", 1, "writes at once, reads at once", "9 s"},
		{"crash-before-sync", 0, "writes at once, reads in 1.5 s", "never"},
		{"crash-before-sync", 1, "writes in 2 s, reads in 1.5 s", "2 s"},
		{"no-cache", 0, "reads in 310 ms", ""},
		{"primer", 0, "reads in 400 ms", ""},
		{"primer", 1, "reads at once", ""},
	} {
		o := played(t, preset(t, row.id, "{}")).Variants[row.run].Outcome
		if o.Waits != row.waits || o.Source != row.source {
			t.Errorf("%s, run %d: %q, %q", row.id, row.run, o.Waits, o.Source)
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
		{"Client → Resource Manager: Save transaction", "now", "", "", ""},
		{"Resource Manager: queued", "now", dirty, there, ""},
		{"Resource Manager → TrulyAwesomeBankAPIClient: save_transaction", "5 s", dirty, taken, ""},
		{"Awesome Bank database → TrulyAwesomeBankAPIClient: written", "7 s", dirty, taken, there},
		{"TrulyAwesomeBankAPIClient → Resource Manager: saved", "7 s", there, "", there},
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
		id    string
		run   int
		place Place
		event string // after this event
		want  string
	}{
		{"refused", 1, InDead, "Resource Manager: set aside as a dead letter", "rent (900)"},
		{"refused", 1, InQueue, "Resource Manager: set aside as a dead letter", "power (80), phone (25)"},
		{"bank-down", 1, InBreaker, "Data Accessor: circuit breaker opens", "open!"},
		{"bank-down", 1, InBreaker, "Data Accessor: circuit breaker half-open", "half-open"},
		{"bank-down", 1, InBreaker, "Client → Resource Manager: Pay", "closed"},
		{"paid-twice", 0, InSource, "Bank → Data Accessor: written, but the answer is lost", "rent (paid 100 EUR)"},
		{"paid-twice", 0, InSource, "Bank → Data Accessor: written again", "rent (paid 100 EUR twice)!"},
		{"paid-twice", 1, InSource, "Bank → Data Accessor: known already", "rent (paid 100 EUR)"},
	} {
		variant := &played(t, preset(t, row.id, "{}")).Variants[row.run]
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
		{`{'compare': null, 'order': ['C1/2']}`, "order[0]: C1/2 has nothing to do here: open are C1/1"},
		{`{'compare': [{'write': 'write-around'}, {'order': ['C1/2']}]}`, "compare[1].order[0]: C1/2 has nothing to do here: open are C1/1"},
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
			t.Errorf("run %d: drawn %v", i, drawn)
		}
	}
}
