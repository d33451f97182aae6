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
}{{"wide", diagram.Options{Width: 536}}, {"narrow", diagram.Options{Width: 343, Narrow: true}}}

// TestTroublesAreDrawn counts what is drawn where something goes wrong, wide
// and narrow.
func TestTroublesAreDrawn(t *testing.T) {
	for _, row := range []struct {
		preset       string
		run          int
		what         string
		wide, narrow int
	}{
		// Calls that wait for the source are hollow; the one that it serves is
		// not.
		{"bank-peak", 0, `class="bar queues`, 4, 4},
		{"bank-peak", 0, `class="bar solid queues`, 0, 0},
		{"bank-peak", 0, `>waits<`, 4, 4},
		{"bank-peak", 1, `class="bar queues`, 0, 0},
		// An outage, a crash and an open circuit breaker are bands.
		{"bank-down", 0, `<line class="outage"`, 1, 1},
		{"bank-down", 0, `>Bank cannot be reached<`, 1, 1},
		{"bank-down", 1, `<line class="refuses"`, 1, 1},
		{"bank-down", 1, `<line class="tries"`, 1, 1},
		{"bank-down", 1, `class="event note breaker-opened bad"`, 1, 1},
		{"bank-peak", 0, `<line class="outage"`, 0, 0},
		{"journal", 0, `<line class="down"`, 1, 1},
		{"journal", 0, `the journal keeps 2 writes<`, 1, 0},
		{"journal", 0, `journal keeps 2<`, 0, 1},
		{"journal", 0, `class="lost"`, 0, 0},
		{"journal", 1, `<circle class="lost"`, 1, 1},
		// Failures, and further attempts.
		{"bank-down", 1, `class="event return failure bad"`, 1, 1},
		{"bank-down", 1, `class="event return no-answer bad"`, 2, 2},
		{"bank-down", 0, `class="event note queue-full bad"`, 1, 1},
		{"refused", 1, `class="event return refusal by-worker bad"`, 2, 1}, // narrow, the accessor's answer is the source's own
		{"refused", 1, `class="event note dead-lettered by-worker bad"`, 1, 1},
		{"paid-twice", 0, `>write, attempt 2<`, 1, 1},
		{"paid-twice", 0, `>written again: paid twice<`, 1, 1},
		{"paid-twice", 1, `paid twice`, 0, 0},
		// Work in the background.
		{"refresh-ahead", 0, `class="bar background"`, 2, 2},
		{"refresh-ahead", 0, `>in the background<`, 2, 2},
		{"refresh-ahead", 1, `class="bar background"`, 0, 0},
		{"double-delete", 1, `class="bar background"`, 1, 1},
		{"cdc", 0, `>change feed<`, 2, 2},
		// What the cache does by itself.
		{"lease", 0, `>the lease is void<`, 1, 0},
		{"dirty-eviction", 0, `>evicted:`, 2, 2},
		{"stampede", 1, `>waits for`, 4, 4},
	} {
		for i, size := range sizes {
			body := diagram.Draw(preset(t, row.preset), size.opt)[row.run].Body
			if got, want := strings.Count(body, row.what), [...]int{row.wide, row.narrow}[i]; got != want {
				t.Errorf("%s, run %d, %s: %s is there %d times, not %d", row.preset, row.run, size.name, row.what, got, want)
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
		preset string
		run    int
		what   string
		want   int
	}{
		{"bank-down", 0, `<path class="sign"`, 1},
		{"bank-down", 0, `>?</text>`, 0},
		{"bank-down", 1, `<path class="sign"`, 1},
		{"bank-down", 1, `>?</text>`, 2},
		{"bank-down", 1, `class="bar in-vain wait-write"`, 2},
		{"bank-down", 1, `class="outage"`, 1},
		{"bank-peak", 0, `class="sign"`, 0},
		{"bank-peak", 0, `class="bar solid wait-write"`, 5},
		{"paid-twice", 0, `class="held"`, 2},
		{"paid-twice", 0, `>paid twice<`, 1},
		{"paid-twice", 1, `class="held"`, 1},
		{"coalescing", 0, `<circle class="lost"`, 1}, // both are lost at one moment
		{"coalescing", 0, `>lost<`, 1},
		{"refused", 1, `>set aside<`, 0}, // the next mark is too near
		{"journal", 1, `class="crash"`, 1},
	} {
		svg := diagram.NewStrip(preset(t, row.preset), 0).Rows[row.run].SVG
		if got := strings.Count(svg, row.what); got != row.want {
			t.Errorf("%s, run %d: %s is there %d times, not %d", row.preset, row.run, row.what, got, row.want)
		}
	}
}
