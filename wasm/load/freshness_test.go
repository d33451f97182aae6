package load

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cacheplay/wasm/clock"
	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/play"
	"cacheplay/wasm/trace"
)

// tally counts what was compared, so that a test can tell that there was something.
type tally struct{ reads, olds, writes, lacking int }

// compare compares what was measured of a run with what is judged of it at its end.
func (y *tally) compare(t *testing.T, f *Freshness, j *judge.Judgement, ops []engine.Op) {
	t.Helper()
	var olds, reads, lacking int
	paid := map[int32]bool{}
	for _, op := range ops {
		paid[op.Key] = paid[op.Key] || op.Kind == engine.Pay
	}
	for i, op := range ops {
		switch {
		case op.Kind == engine.Get && op.Outcome == engine.OK && !paid[op.Key]:
			reads++
			if j.Old(i) {
				olds++
			}
		case op.Kind != engine.Get && j.Lacking(i):
			lacking++
		}
	}
	if int(f.Reads) != reads || int(f.Ages.Count()) != olds || int(f.Behind.Value()) != lacking {
		t.Errorf("%d of %d reads are old and %d writes lacking; the judge says %d of %d and %d", f.Ages.Count(), f.Reads, f.Behind.Value(), olds, reads, lacking)
	}
	y.reads, y.olds, y.writes, y.lacking = y.reads+reads, y.olds+olds, y.writes+int(f.Writes), y.lacking+lacking
}

// check fails if there was too little to compare.
func (y *tally) check(t *testing.T) {
	t.Helper()
	if y.olds < y.reads/20 || y.lacking < y.writes/40 {
		t.Errorf("of %d reads %d are old, and of %d writes %d are lacking: too few", y.reads, y.olds, y.writes, y.lacking)
	}
}

// known tells f of the keys with payments, which the judge knows from the start.
func (f *Freshness) known(w *engine.World) {
	for i := range w.Ops {
		if w.Ops[i].Kind == engine.Pay {
			f.stream.PaySent(w.Ops[i].Key)
		}
	}
}

// In any order of steps and faults, as many reads are old and as many writes lacking as
// the judge says.
func TestFreshnessAgainstTheJudge(t *testing.T) {
	var y tally
	for seed := range uint64(short(300)) {
		r := rand.New(rand.NewPCG(seed, 1))
		story := randomStory(r)
		c := parsed(t, story...).Compile()
		m, w := c.Model, c.World
		m.Timed = false
		f, run, e := NewFreshness(m, w), judge.NewRun(m, w), engine.Effect{}
		f.known(w)
		for range 300 {
			choices := m.Choices(w, engine.AllowAll, nil)
			if len(choices) == 0 {
				break
			}
			choice := choices[r.IntN(len(choices))]
			if choice.Kind >= engine.Expiry && r.IntN(10) > 0 {
				continue // crashes are among them
			}
			w.Clock.Now += r.Int64N(5)
			m.Leap(w, choice, &e, func(_ engine.Choice, e *engine.Effect) {
				f.Note(e, w)
				run.Note(e, w)
			})
			if r.IntN(4) == 0 {
				f.stream.Forget(func(yield func(op, key int32, write uint32)) {
					named(w, yield)
					namedLate(w, yield)
				})
			}
		}
		y.compare(t, f, run.End(w, false), w.Ops)
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, strings.Join(story, ", "))
		}
	}
	y.check(t)
}

// namedLate names what late saves may still bring to the source. In virtual time calls
// bring them.
func namedLate(w *engine.World, yield func(op, key int32, write uint32)) {
	for id := range w.Ops {
		if w.Ops[id].Late > 0 {
			yield(judge.None, w.Ops[id].Key, engine.WriteOf(int32(id)))
		}
	}
}

// listening measures and judges what happens in virtual time, and forgets often.
type listening struct {
	*Freshness
	*rand.Rand
	run *judge.Run
	w   *engine.World
}

func (l *listening) Happened(s *clock.Step) {
	l.Note(s.Effect, l.w)
	l.run.Note(s.Effect, l.w)
	if l.IntN(4) == 0 {
		l.stream.Forget(func(yield func(op, key int32, write uint32)) { named(l.w, yield) })
	}
}

// The same holds in virtual time.
func TestFreshnessInVirtualTime(t *testing.T) {
	var y tally
	for seed := range uint64(short(250)) {
		r := rand.New(rand.NewPCG(500+seed, 4)) // from there on much is forgotten that counts
		story := randomStory(r)
		variant := parsed(t, story...)
		c := variant.Compile()
		l := &listening{NewFreshness(c.Model, c.World), r, judge.NewRun(c.Model, c.World), c.World}
		l.known(c.World)
		clock.New(variant, c, l).Run(5000)
		y.compare(t, l.Freshness, l.run.End(c.World, false), c.World.Ops)
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, strings.Join(story, ", "))
		}
	}
	y.check(t)
}

// As many reads of a run in virtual time are old as its trace shows, and as many writes
// lacking.
func TestFreshnessOfATrace(t *testing.T) {
	var y tally
	for seed := range uint64(short(400)) {
		story := randomStory(rand.New(rand.NewPCG(seed, 2)))
		tr, errs := play.Run(parsed(t, story...))
		if errs != nil {
			t.Fatal(errs)
		}
		c := parsed(t, story...).Compile()
		f := NewFreshness(c.Model, c.World)
		f.known(c.World)
		ops := c.World.Ops
		for i := range tr.Events {
			f.told(&tr.Events[i], ops, tr)
		}
		y.compare(t, f, tr.Judged, ops)
		if t.Failed() {
			t.Fatalf("seed %d: %s\n%s", seed, strings.Join(story, ", "), tr.Console())
		}
	}
	y.check(t)
}

// crashed returns the members of a write-behind scenario, and the faults of a crash at
// an instant that ends everything but what a journal has kept and what the source does.
func crashed(r *rand.Rand, at int64) (story []string, faults string) {
	var clients []string
	faults = fmt.Sprintf("{'fault': 'crash', 'at': '%dns', 'restartAfter': '1h'}", at)
	for client := range 1 + r.IntN(3) {
		var ops []string
		for range 1 + r.IntN(8) {
			op, key := []string{"edit", "edit", "delete", "get"}[r.IntN(4)], []string{"a", "b"}[r.IntN(2)]
			ops = append(ops, fmt.Sprintf("{'op': '%s', 'key': '%s', 'think': '%dms'}", op, key, r.IntN(10)))
		}
		clients = append(clients, "{'ops': ["+strings.Join(ops, ", ")+"]}")
		faults += fmt.Sprintf(", {'fault': 'crash-client', 'client': %d, 'at': '%dns'}", client+1, at)
	}
	return []string{"'read': 'cache-inline', 'write': 'write-behind'", "'clients': [" + strings.Join(clients, ", ") + "]",
		"'network': {'latency': {'dist': 'exponential', 'mean': '3ms'}}", "'source': {'writeLatency': {'dist': 'exponential', 'mean': '5ms'}}",
		"'writeBehind': {'writeDelay': '" + []string{"2ms", "40ms"}[r.IntN(2)] + "', 'journal': " + []string{"true", "false"}[r.IntN(2)] + []string{"", ", 'coalescing': 'last-wins'"}[r.IntN(2)] + "}"}, faults
}

// What a crash would lose at an instant is what the judge says is lost after one.
func TestWhatACrashWouldLose(t *testing.T) {
	risks, inService := 0, 0
	for seed := range uint64(short(150)) {
		r := rand.New(rand.NewPCG(seed, 3))
		at := r.Int64N(60e6)
		story, faults := crashed(r, at)
		quiet, errs := play.Run(parsed(t, story...))
		crash, more := play.Run(parsed(t, append(story, "'faults': ["+faults+"]")...))
		if errs != nil || more != nil || !crash.Judged.Quiet {
			t.Fatal(errs, more, seed)
		}
		c := parsed(t, story...).Compile()
		f := NewFreshness(c.Model, c.World)
		for i := range quiet.Events {
			if quiet.Events[i].T < at {
				f.told(&quiet.Events[i], c.World.Ops, quiet)
			}
		}
		lost := 0
		for op := range crash.Ops {
			if crash.Judged.Lost(op) {
				lost++
			}
		}
		underWay := slices.ContainsFunc(crash.Events, func(e trace.Event) bool { return e.T > at && e.Saves() })
		switch risk := int(f.AtRisk.Value()); {
		case underWay && !c.Model.Queue.Journal:
			inService++ // the source finishes a save, which nobody could know
		case lost != risk:
			t.Errorf("seed %d: a crash at %d would lose %d writes; it loses %d: %s, %s", seed, at, risk, lost, strings.Join(story, ", "), faults)
		case risk > 0:
			risks++
		}
	}
	if risks < inService/2 || risks < short(150)/10 {
		t.Errorf("%d crashes lost what was at risk; in %d a save was under way", risks, inService)
	}
}

// told measures an event of a trace.
func (f *Freshness) told(ev *trace.Event, ops []engine.Op, tr *trace.Trace) {
	e := engine.Effect{Op: int32(ev.Op), Actor: ev.Step, Changes: ev.Changes}
	w := &engine.World{Ops: ops, Clock: engine.Clock{Now: ev.T}}
	switch ev.Sense {
	case trace.Request:
		e.Begun = true
	case trace.Hit:
		e.Result = engine.Hit
	case trace.Answer:
		ops[ev.Op].Outcome = engine.OK
		e.Answered, e.Answer = true, tr.Ops[ev.Op].Result
		if ops[ev.Op].Kind != engine.Get {
			e.Answer = engine.Record{Write: engine.WriteOf(int32(ev.Op))}
		}
	}
	for _, c := range ev.Changes {
		e.Paid = append(e.Paid, paid(&c, w)...)
	}
	f.Note(&e, w)
}

// paid returns the payments that a change of a record applies.
func paid(c *engine.Change, w *engine.World) (all []engine.Paid) {
	for id := range w.Ops {
		if op := &w.Ops[id]; op.Kind == engine.Pay && op.Key == c.Key && c.RecordAfter.Ledger.Count(op.Slot) > c.RecordBefore.Ledger.Count(op.Slot) {
			all = append(all, engine.Paid{Write: w.WriteOf(int32(id)), Again: c.RecordBefore.Ledger.Count(op.Slot) > 0})
		}
	}
	return all
}
