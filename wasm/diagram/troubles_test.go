package diagram_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/diagram"
)

// group returns the first drawn event whose classes contain the given ones.
func group(t *testing.T, body, classes string) string {
	t.Helper()
	found := regexp.MustCompile(`<g class="event [a-z -]*` + classes + `[a-z -]*".*?</g>`).FindString(strings.ReplaceAll(body, "\n", " "))
	if found == "" {
		t.Fatalf("no event is %q", classes)
	}
	return found
}

// number returns the first number that a pattern finds.
func number(t *testing.T, text, pattern string) float64 {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("%s is not in %s", pattern, text)
	}
	n, _ := strconv.ParseFloat(found[1], 64)
	return n
}

func lifeline(t *testing.T, body, role string) float64 {
	t.Helper()
	return number(t, body, `class="lifeline `+role+`" x1="([\d.]+)"`)
}

var sizes = []struct {
	name string
	opt  diagram.Options
}{{name: "wide", opt: diagram.Options{Width: 536}}, {name: "narrow", opt: diagram.Options{Width: 343, Narrow: true}}}

// TestTroublesAreDrawn counts what is drawn where something goes wrong, wide
// and narrow.
func TestTroublesAreDrawn(t *testing.T) {
	for _, row := range []struct {
		preset       string
		variant      int
		what         string
		wide, narrow int
	}{
		// Calls that wait for the source are hollow; the one that it serves is
		// not.
		{preset: "bank-peak", variant: 0, what: `class="bar queues`, wide: 4, narrow: 4},
		{preset: "bank-peak", variant: 0, what: `class="bar solid queues`, wide: 0, narrow: 0},
		{preset: "bank-peak", variant: 0, what: `>waits<`, wide: 4, narrow: 4},
		{preset: "bank-peak", variant: 1, what: `class="bar queues`, wide: 0, narrow: 0},
		// An outage, a crash and an open circuit breaker are bands.
		{preset: "bank-down", variant: 0, what: `<line class="outage"`, wide: 1, narrow: 1},
		{preset: "bank-down", variant: 0, what: `>Bank cannot be reached<`, wide: 1, narrow: 1},
		{preset: "bank-down", variant: 1, what: `<line class="refuses"`, wide: 1, narrow: 1},
		{preset: "bank-down", variant: 1, what: `<line class="tries"`, wide: 1, narrow: 1},
		{preset: "bank-down", variant: 1, what: `class="event note breaker-opened bad"`, wide: 1, narrow: 1},
		{preset: "bank-peak", variant: 0, what: `<line class="outage"`, wide: 0, narrow: 0},
		{preset: "journal", variant: 0, what: `<line class="down"`, wide: 1, narrow: 1},
		{preset: "journal", variant: 0, what: `the journal keeps 2 writes<`, wide: 1, narrow: 0},
		{preset: "journal", variant: 0, what: `journal keeps 2<`, wide: 0, narrow: 1},
		{preset: "journal", variant: 0, what: `class="lost"`, wide: 0, narrow: 0},
		{preset: "journal", variant: 1, what: `<circle class="lost"`, wide: 1, narrow: 1},
		// Failures, and further attempts.
		{preset: "bank-down", variant: 1, what: `class="event return failure bad"`, wide: 1, narrow: 1},
		{preset: "bank-down", variant: 1, what: `class="event return no-answer bad"`, wide: 2, narrow: 2},
		{preset: "bank-down", variant: 0, what: `class="event note queue-full bad"`, wide: 1, narrow: 1},
		{preset: "refused", variant: 1, what: `class="event return refusal by-worker bad"`, wide: 2, narrow: 1}, // narrow, the accessor's answer is the source's own
		{preset: "refused", variant: 1, what: `class="event note dead-lettered by-worker bad"`, wide: 1, narrow: 1},
		{preset: "paid-twice", variant: 0, what: `>write, attempt 2<`, wide: 1, narrow: 1},
		{preset: "paid-twice", variant: 0, what: `>written again: paid twice<`, wide: 1, narrow: 1},
		{preset: "paid-twice", variant: 1, what: `paid twice`, wide: 0, narrow: 0},
		// Work in the background.
		{preset: "refresh-ahead", variant: 0, what: `class="bar background"`, wide: 2, narrow: 2},
		{preset: "refresh-ahead", variant: 0, what: `>in the background<`, wide: 2, narrow: 2},
		{preset: "refresh-ahead", variant: 1, what: `class="bar background"`, wide: 0, narrow: 0},
		{preset: "double-delete", variant: 1, what: `class="bar background"`, wide: 1, narrow: 1},
		{preset: "cdc", variant: 0, what: `>change feed<`, wide: 2, narrow: 2},
		// What the cache does by itself.
		{preset: "lease", variant: 0, what: `>the lease is void<`, wide: 1, narrow: 0},
		{preset: "dirty-eviction", variant: 0, what: `>evicted:`, wide: 2, narrow: 2},
		{preset: "stampede", variant: 1, what: `>waits for`, wide: 4, narrow: 4},
	} {
		for i, size := range sizes {
			body := diagram.Draw(preset(t, row.preset), size.opt)[row.variant].Body
			if got, want := strings.Count(body, row.what), [...]int{row.wide, row.narrow}[i]; got != want {
				t.Errorf("%s, variant %d, %s: %s is there %d times, not %d", row.preset, row.variant, size.name, row.what, got, want)
			}
		}
	}
}

// A lost message ends in a cross, far from its receiver.
func TestWhatIsLostEndsOnItsWay(t *testing.T) {
	for _, size := range sizes {
		down := diagram.Draw(preset(t, "bank-down"), size.opt)[0].Body
		call := group(t, down, "bad")
		if end := number(t, call, `class="arrow" x1="[\d.]+" x2="([\d.]+)"`); end > lifeline(t, down, "source")-20 || !strings.Contains(call, "l9 9m0 -9l-9 9") {
			t.Errorf("%s: a lost call ends at %.0f: %s", size.name, end, call)
		}
		twice := diagram.Draw(preset(t, "paid-twice"), size.opt)[0].Body
		answer := group(t, twice, "unheard")
		if end := number(t, answer, `class="arrow" x1="[\d.]+" x2="([\d.]+)"`); end < lifeline(t, twice, "client")+20 || !strings.Contains(answer, `class="held"`) {
			t.Errorf("%s: a lost answer ends at %.0f: %s", size.name, end, answer)
		}
	}
}

// An answer that comes too late still says that the source has the write.
func TestALateAnswerIsSeen(t *testing.T) {
	for _, size := range sizes {
		late := group(t, diagram.Draw(preset(t, "ambiguous-write"), size.opt)[0].Body, "late")
		if !strings.Contains(late, `class="held"`) || !strings.Contains(late, "written,") {
			t.Errorf("%s: %s", size.name, late)
		}
	}
}

// The circuit breaker stands on the accessor's lifeline or, where that is
// folded, before the source, where the refused calls end.
func TestTheBreakerStandsWhereItRefuses(t *testing.T) {
	for _, size := range sizes {
		body := diagram.Draw(preset(t, "bank-down"), size.opt)[1].Body
		x := number(t, body, `<line class="refuses" x1="([\d.]+)"`)
		answer := regexp.MustCompile(`<g class="event return error bad"[^>]*>(?:<text[^>]*>[^<]*</text>)*<text[^>]*>is open<.*?</g>`).FindString(body)
		from := number(t, answer, `class="arrow" x1="([\d.]+)"`)
		place, source := x, lifeline(t, body, "source")
		if !size.opt.Narrow {
			place = lifeline(t, body, "accessor")
		}
		if x < place || x > place+6 || from < x-12 || from > x+12 || x > source-10 {
			t.Errorf("%s: the breaker stands at %.0f, and its answer comes from %.0f", size.name, x, from)
		}
	}
}

// The strip distinguishes failed operations from those with an unknown
// outcome, and marks outages and payments that are made twice.
func TestTheStripTellsHowOperationsEnd(t *testing.T) {
	for _, row := range []struct {
		preset  string
		variant int
		what    string
		want    int
	}{
		{preset: "bank-down", variant: 0, what: `<path class="sign"`, want: 1},
		{preset: "bank-down", variant: 0, what: `>?</text>`, want: 0},
		{preset: "bank-down", variant: 1, what: `<path class="sign"`, want: 1},
		{preset: "bank-down", variant: 1, what: `>?</text>`, want: 2},
		{preset: "bank-down", variant: 1, what: `class="bar in-vain wait-write"`, want: 2},
		{preset: "bank-down", variant: 1, what: `class="outage"`, want: 1},
		{preset: "bank-peak", variant: 0, what: `class="sign"`, want: 0},
		{preset: "bank-peak", variant: 0, what: `class="bar solid wait-write"`, want: 5},
		{preset: "paid-twice", variant: 0, what: `class="held"`, want: 2},
		{preset: "paid-twice", variant: 0, what: `>paid twice<`, want: 1},
		{preset: "paid-twice", variant: 1, what: `class="held"`, want: 1},
		{preset: "coalescing", variant: 0, what: `<circle class="lost"`, want: 1}, // both are lost at the same time
		{preset: "coalescing", variant: 0, what: `>lost<`, want: 1},
		{preset: "refused", variant: 1, what: `>set aside<`, want: 0}, // the next mark is too close
		{preset: "journal", variant: 1, what: `class="crash"`, want: 1},
	} {
		svg := diagram.NewStrip(preset(t, row.preset), 0).Rows[row.variant].SVG
		if got := strings.Count(svg, row.what); got != row.want {
			t.Errorf("%s, variant %d: %s is there %d times, not %d", row.preset, row.variant, row.what, got, row.want)
		}
	}
}
