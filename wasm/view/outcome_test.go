package view

import (
	"strings"
	"testing"
)

// What a crash of the Resource Manager means, by when it comes. The article's
// payment: write through saves from 0 s to 2 s; write behind queues at 0 s, and
// its worker saves from 5 s to 7 s; write around saves from 0 s to 2 s, and its
// read asks the bank from 2 s to 3.5 s.
func TestOutcomes(t *testing.T) {
	const (
		safe     = "safe"
		lost     = "the write is lost, though the client was told “done”."
		notTold  = "the write is safe, but the client was never told."
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
		{`'at': '1s', 'restartAfter': '10s'`, through, Uneasy, notTold},

		{`'at': '0s'`, behind, Safe, safe},
		{`'at': '1s'`, behind, Lost, lost},
		{`'at': '4999ms'`, behind, Lost, lost}, // until the worker calls, there is only the queue
		{`'step': 'C1/1/source.save'`, behind, Lost, lost},
		{`'at': '5001ms'`, behind, Safe, safe}, // the bank was asked, and does it
		{`'at': '8s'`, behind, Safe, safe},

		{`'at': '1s'`, around, Safe, safe}, // the client saves by itself
		{`'at': '3s'`, around, Uneasy, noAnswer},
		{`'at': '4s'`, around, Safe, safe},
	} {
		o := played(t, preset(t, "article", `{'faults': [{'fault': 'crash', `+row.crash+`}]}`)).Runs[row.run].Outcome
		if o.Fate != row.fate || strings.TrimSuffix(o.Words, ".") != strings.TrimSuffix(row.words, ".") {
			t.Errorf("crash %s, run %d: %s, %s", row.crash, row.run, o.Fate, o.Words)
		}
	}
	for i, r := range played(t, preset(t, "article", "{}")).Runs {
		if r.Outcome.Fate != Calm || r.Outcome.Words != "" {
			t.Errorf("run %d: %s, %s, without a fault", i, r.Outcome.Fate, r.Outcome.Words)
		}
	}
}

// How long clients wait at most, and when the source has all writes.
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
		o := played(t, preset(t, row.id, "{}")).Runs[row.run].Outcome
		if o.Waits != row.waits || o.Source != row.source {
			t.Errorf("%s, run %d: %q, %q", row.id, row.run, o.Waits, o.Source)
		}
	}
}

// What is where, as Write Behind goes on.
func TestMoments(t *testing.T) {
	v := played(t, preset(t, "article", "{}"))
	for _, row := range []struct{ what, when, contents string }{
		{"Client → Resource Manager: Save transaction", "now", "the cache holds nothing; Awesome Bank database holds nothing."},
		{"Resource Manager: queued", "now", "the cache holds payment (100 EUR PAYMENT); waiting for the worker: payment (100 EUR PAYMENT); Awesome Bank database holds nothing."},
		{"Resource Manager → TrulyAwesomeBankAPIClient: save_transaction", "5 s", "the cache holds payment (100 EUR PAYMENT); waiting for the worker: payment (100 EUR PAYMENT); Awesome Bank database holds nothing."},
		{"Awesome Bank database → TrulyAwesomeBankAPIClient: written", "7 s", "the cache holds payment (100 EUR PAYMENT); waiting for the worker: payment (100 EUR PAYMENT); Awesome Bank database holds payment (100 EUR PAYMENT)."},
		{"TrulyAwesomeBankAPIClient → Resource Manager: saved", "7 s", "the cache holds payment (100 EUR PAYMENT); Awesome Bank database holds payment (100 EUR PAYMENT)."},
	} {
		found := false
		for _, m := range v.Runs[1].Moments {
			if m.What == row.what {
				found = true
				if m.When != row.when || m.Contents != row.contents {
					t.Errorf("%s: %s: %s", m.What, m.When, m.Contents)
				}
			}
		}
		if !found {
			t.Errorf("no moment says %q", row.what)
		}
	}
}

// Errors that only running shows name the run.
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

// Only the runs that are shown get a diagram; all get a sentence and a row.
func TestShow(t *testing.T) {
	v, errs := Play(preset(t, "article", "{}"), Options{Show: []int{1}})
	if errs != nil || len(v.Runs) != 3 || len(v.Strip.Rows) != 3 {
		t.Fatalf("%v", errs)
	}
	for i, r := range v.Runs {
		if drawn := r.Diagram.Body != ""; drawn != (i == 1) || r.Shown != drawn || len(r.Sentence) == 0 {
			t.Errorf("run %d: drawn %v", i, drawn)
		}
	}
}
