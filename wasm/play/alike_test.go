package play

import (
	"fmt"
	"strings"
	"testing"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// An order shows the same calls and answers as virtual time does: with every pair
// of strategies the operations of a single client have the same events, whether
// time passes between the phases of a step or not.
func TestAnOrderShowsWhatTheClockDoes(t *testing.T) {
	for _, read := range strategy.Named(strategy.Read) {
		for _, write := range strategy.Named(strategy.Write) {
			for _, more := range []string{"", `, 'cache': {'primer': ['k']}`} {
				story := fmt.Sprintf(`'read': '%s', 'write': '%s', 'source': {'records': {'k': 1}, 'readLatency': '1s', 'writeLatency': '1s'}%s, `+
					`'clients': [{'ops': [{'op': 'get', 'key': 'k'}, {'op': 'edit', 'key': 'k', 'value': 2, 'at': '5s'}, {'op': 'get', 'key': 'k', 'at': '20s'}]}]`, read.ID, write.ID, more)
				timed := parsed(t, story)
				clocked, errs := Run(&timed.Variants[0])
				if errs != nil {
					t.Fatal(errs)
				}
				ordered := parsed(t, story+`, 'order': [`+strings.Join(sequentialTurns(t, story), ", ")+`]`)
				followed, errs := Run(&ordered.Variants[0])
				if errs != nil {
					t.Fatal(errs)
				}
				for op := range clocked.Ops {
					if got, want := eventLines(followed, op), strings.ReplaceAll(eventLines(clocked, op), "waits 1 s", "waits"); got != want {
						t.Errorf("%s and %s%s, operation %d: in order\n%s\nby the clock\n%s", read.ID, write.ID, more, op+1, got, want)
					}
				}
			}
		}
	}
}

// sequentialTurns returns the turns of a story in which everything that an
// operation begins is done before the next one is sent.
func sequentialTurns(t *testing.T, story string) []string {
	t.Helper()
	s := parsed(t, story+`, 'order': ['C1/1']`)
	p := newPlayer(&s.Variants[0])
	var turns []string
	for {
		open := p.m.Choices(p.w, 0, nil)
		next := -1
		for i, c := range open {
			if next < 0 || c.Kind != engine.OpStep || p.w.Ops[c.Actor].Status != engine.Unsent {
				next = i
			}
		}
		if next < 0 {
			return turns
		}
		turns = append(turns, `'`+p.describe(open[next])+`'`)
		if err := p.follow([]scenario.OrderItem{p.rec.c.Turn(p.w, open[next])}); err != nil {
			t.Fatal(err)
		}
	}
}

// eventLines lists the events of an operation, those in the background included.
func eventLines(tr *trace.Trace, op int) string {
	var out []string
	for i := range tr.Events {
		if e := &tr.Events[i]; e.Op == op {
			out = append(out, fmt.Sprintf("%v %d>%d %s", e.Kind, e.From, e.To, e.Label))
		}
	}
	return strings.Join(out, "\n")
}
