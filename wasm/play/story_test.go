package play

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/trace"
)

// parsed returns the scenario with the given members, in which ' stands for ".
func parsed(t testing.TB, members string) *scenario.Scenario {
	t.Helper()
	text := strings.ReplaceAll(`{'version': 1, `+members+`}`, `'`, `"`)
	s, errs := scenario.Parse([]byte(text))
	if errs != nil {
		t.Fatalf("%s\n%v", text, errs)
	}
	return s
}

// run returns the trace of a scenario with the given members.
func run(t testing.TB, members string) *trace.Trace {
	t.Helper()
	tr, errs := Run(&parsed(t, members).Variants[0])
	if errs != nil {
		t.Fatal(errs)
	}
	return tr
}

// calls lists who calls whom, and what participants do by themselves, in the words
// of the design's table of strategies.
func calls(tr *trace.Trace) string {
	var out []string
	for i := range tr.Events {
		e := &tr.Events[i]
		from, to := who(tr, e, e.From), who(tr, e, e.To)
		switch {
		case e.Sense == trace.Request && e.Kind == trace.Call:
			out = append(out, from+" asks "+to)
		case e.Sense == trace.Request:
			out = append(out, from+" begins")
		case e.Sense == trace.Answer && e.Kind == trace.Return:
			out = append(out, from+" answers "+to)
		case e.Sense == trace.Answer:
			out = append(out, from+" has its answer")
		case e.Kind == trace.Call:
			out = append(out, from+" → "+to+" "+e.Label)
		case e.Sense == trace.Pause, e.Sense == trace.Queued, e.Sense == trace.Taken, e.Sense == trace.Done:
			out = append(out, from+" "+map[trace.Sense]string{trace.Pause: "waits", trace.Queued: "queues", trace.Taken: "takes", trace.Done: "is done"}[e.Sense])
		}
	}
	return strings.Join(out, ", ")
}

// who returns the role of a lifeline, or "worker" for a worker of the manager.
func who(tr *trace.Trace, e *trace.Event, participant int) string {
	role := tr.Participants[participant].Role
	if role == strategy.ResourceManager && e.Worker > 0 {
		return "worker"
	}
	return role.String()
}

// answers lists for each operation when it was sent, how long its client waited
// and what it was answered, such as "0s+1.5s: 1 from source".
func answers(tr *trace.Trace) string {
	var out []string
	for i := range tr.Ops {
		op := &tr.Ops[i]
		wait, _ := op.Wait()
		said := op.Outcome.String()
		if op.Reads() && op.Outcome == engine.OK {
			said = tr.Summary(op.Key, op.Result) + " from source"
			if op.Hit {
				said = tr.Summary(op.Key, op.Result) + " from cache"
			}
		}
		out = append(out, time.Duration(op.Start).String()+"+"+time.Duration(wait).String()+": "+said)
	}
	return strings.Join(out, ", ")
}

// timesOf lists the times of the events of a sense.
func timesOf(tr *trace.Trace, sense trace.Sense) string {
	var out []string
	for i := range tr.Events {
		if tr.Events[i].Sense == sense {
			out = append(out, time.Duration(tr.Events[i].T).String())
		}
	}
	return strings.Join(out, " ")
}

// atEnd returns what cache and source hold under the first key at the end.
func atEnd(tr *trace.Trace) string {
	s := tr.At(len(tr.Events))
	return tr.Summary(0, s.Cache[0].Record) + " in cache, " + tr.Summary(0, s.Source[0]) + " in source"
}

// seconds returns a time in nanoseconds.
func seconds(s float64) int64 { return int64(s * 1e9) }

// wasmStride thins out the random and combinatorial tests under js/wasm, where Go
// runs some ten times slower: there one case in so many is tried.
const wasmStride = 10

// stride is wasmStride under js/wasm, else 1.
func stride() uint64 {
	if runtime.GOOS == "js" {
		return wasmStride
	}
	return 1
}

// cases returns how many of n random cases are tried.
func cases(n uint64) uint64 { return n / stride() }
