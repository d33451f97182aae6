package judge

import "cacheplay/wasm/engine"

// Run judges one run while it goes on.
type Run struct {
	h        History
	j        *Judge
	findings [Properties]Finding
	old      Set
}

// maxTried bounds how many configurations are tried to decide whether a run is
// linearizable: some ten milliseconds. Operations that follow one another need one
// each; many concurrent ones of a key can need more than there is time for.
const maxTried = 20_000

// NewRun returns a Run that begins in w.
func NewRun(m *engine.Model, w *engine.World) *Run {
	r := &Run{j: New(m, w)}
	r.j.lin.limit = maxTried
	for p := range r.findings {
		r.findings[p] = Finding{Property: Property(p), Witness: None, Other: None}
	}
	return r
}

// Note judges the effect of one phase of a step, after which the World is w.
func (r *Run) Note(e *engine.Effect, w *engine.World) {
	r.h.Note(e, w)
	r.j.W, r.j.H = w, &r.h
	if e.Answered {
		r.add(r.j.OnAnswer(e.Op))
		r.noteOld(e.Op)
	}
	for i := range e.Changes {
		if e.Changes[i].Kind == engine.RecordChanged {
			r.add(r.j.OnSave())
			return
		}
	}
}

// noteOld notes whether an operation is a read with an old answer.
func (r *Run) noteOld(read int32) {
	op := &r.j.W.Ops[read]
	if op.Kind != engine.Get || !r.h.OK.Has(read) || r.j.paid[op.Key] {
		return
	}
	for write := range r.j.W.Ops {
		if r.j.W.Ops[write].Key == op.Key && r.j.misses(read, int32(write)) {
			r.old.Add(read)
		}
	}
}

// add notes violations that were not known.
func (r *Run) add(v PropertySet) {
	for p := range r.findings {
		if f := &r.findings[p]; v.Has(Property(p)) && f.Verdict != Violated {
			f.Verdict, f.Witness, f.Other = Violated, int(r.j.Witnesses[p][0]), int(r.j.Witnesses[p][1])
			r.j.Known |= 1 << p
		}
	}
}

// End judges the run's end. A run is quiet if nothing goes on any more; one that a
// limit has cut short is not, and no property is said to hold of it.
func (r *Run) End(w *engine.World, quiet bool) *Judgement {
	r.j.W, r.j.H = w, &r.h
	out := &Judgement{h: r.h, old: r.old, Quiet: quiet}
	for op := range w.Ops {
		if r.j.lacks(int32(op)) {
			out.lacking.Add(int32(op))
		}
	}
	for key := range w.Keys {
		k := &w.Keys[key]
		out.apart = append(out.apart, !r.j.paid[key] && k.Entry.Present && !k.Entry.Record.Same(k.Source))
	}
	if quiet {
		r.add(r.j.OnQuiet())
	}
	for p := range r.findings {
		f := &r.findings[p]
		isDecided := quiet && !(r.j.lin.undecided && f.Property == Linearizable)
		if f.Verdict == Unknown && isDecided {
			f.Verdict = Holds
		}
		if Concerns(w, f.Property) {
			out.concerned |= 1 << p
		}
	}
	out.findings = r.findings
	return out
}

// Judgement is what is known of one run at its end.
type Judgement struct {
	// Quiet is whether nothing went on any more at the end.
	Quiet bool

	findings     [Properties]Finding
	concerned    PropertySet // the properties that concern the run
	h            History
	old, lacking Set
	apart        []bool
}

// Findings lists the findings about the properties that concern the run.
func (j *Judgement) Findings() (list []Finding) {
	for _, f := range j.findings {
		if j.concerned.Has(f.Property) {
			list = append(list, f)
		}
	}
	return list
}

// About returns the finding about a property.
func (j *Judgement) About(p Property) *Finding { return &j.findings[p] }

// Of returns the verdict about a property.
func (j *Judgement) Of(p Property) Verdict { return j.findings[p].Verdict }

// Old reports whether a read was answered with a record that is older than a write
// that had been acknowledged when the read was sent, whoever holds which. The newest
// of what was acknowledged is never old.
func (j *Judgement) Old(op int) bool { return j.old.Has(int32(op)) }

// Lacking reports whether the source ends without an acknowledged write: without a
// payment, or with a record that is older than the write.
func (j *Judgement) Lacking(op int) bool { return j.lacking.Has(int32(op)) }

// Lost reports whether a write is lacking at the end of a quiet run, which Durable
// does not allow.
func (j *Judgement) Lost(op int) bool { return j.Quiet && j.Lacking(op) }

// Apart reports whether the cache ends with something else of a key than the source,
// even if that will expire.
func (j *Judgement) Apart(key int) bool { return j.apart[key] }

// Older reports whether a record was there at the start, or was acknowledged before
// the given write was sent.
func (j *Judgement) Older(record engine.Record, write int) bool {
	return record.Write != engine.WriteOf(int32(write)) && j.h.older(ResultOf(record), int32(write))
}
