package load

import (
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/workload"
)

// Progress returns what has been measured so far, as an object (wasm/README.md,
// "Formats").
func (r *Run) Progress() jsontree.Value {
	var known []jsontree.Member
	for _, m := range workload.Measures() {
		known = appendKnown(known, m.Name, r.Measure(m.Name))
	}
	share := jsontree.Value{}
	if v := r.Share(); v.Known() {
		share = jsontree.FromNumber(v.Float())
	}
	return jsontree.FromMembers(
		jsontree.Member{Name: "name", Value: jsontree.FromString(r.name)},
		jsontree.Member{Name: "complete", Value: jsontree.FromBool(r.over)},
		jsontree.Member{Name: "share", Value: share},
		jsontree.Member{Name: "operations", Value: jsontree.FromNumber(float64(r.Sent()))},
		jsontree.Member{Name: "seconds", Value: jsontree.FromNumber(float64(r.Now()) / second)},
		jsontree.Member{Name: "measures", Value: jsontree.FromMembers(known...)},
	)
}

// appendKnown appends a value to an object's members, if it is known.
func appendKnown(members []jsontree.Member, name string, v Value) []jsontree.Member {
	if !v.Known() {
		return members
	}
	return append(members, jsontree.Member{Name: name, Value: jsontree.FromNumber(v.Float())})
}

// Result returns all that was measured, as an object: what Progress does, and more.
func (r *Run) Result() jsontree.Value {
	out := r.Progress()
	left := make([]jsontree.Value, len(r.leftOut))
	for i, fault := range r.leftOut {
		left[i] = jsontree.FromString(fault)
	}
	out.Members = append(out.Members,
		jsontree.Member{Name: "leftOut", Value: jsontree.FromItems(left...)},
		jsontree.Member{Name: "currency", Value: jsontree.FromString(r.meter.prices.Currency)},
		jsontree.Member{Name: "tester", Value: r.tester()},
		jsontree.Member{Name: "series", Value: r.series()},
	)
	return out
}

// tester returns the waits as a tester would have seen them who waits for each answer
// before sending the next operation.
func (r *Run) tester() jsontree.Value {
	var known []jsontree.Member
	for _, suffix := range []string{"p50", "p90", "p99", "p99.9", "mean", "max"} {
		known = appendKnown(known, "read."+suffix, timeOf(&r.meter.reads.Tester, suffix))
		known = appendKnown(known, "write."+suffix, timeOf(&r.meter.writes.Tester, suffix))
	}
	return jsontree.FromMembers(known...)
}

// series returns what went on over time, by name.
func (r *Run) series() jsontree.Value {
	m := &r.meter
	now := m.r.Now()
	sent := min(now, m.last)
	t, f := m.traffic, m.freshness
	return jsontree.FromMembers(
		overTime("read", m.reads.OverTime),
		overTime("write", m.writes.OverTime),
		overTime("throughput", counted(t.Ended)),
		overTime("goodput", t.Ended),
		overTime("source.rate", t.Asked),
		overTime("source.busy", t.Busy.OverTime(sent)),
		overTime("source.waiting", t.Waiting.OverTime(sent)),
		overTime("queued", t.Queued.OverTime(sent)),
		overTime("lost", f.AtRisk.OverTime(now)),
		overTime("unseen", f.Unseen.OverTime(now)),
	)
}

// counted returns a series in which each value counts as 1.
func counted(s *Series) *Series {
	each := &Series{width: s.width, points: make([]Point, len(s.points))}
	for i, p := range s.points {
		each.points[i] = Point{p.Count, p.Count, min(p.Count, 1)}
	}
	return each
}

// overTime returns a series as a member: how wide its points are and, of each, the sum of
// its values, how many there were, and the greatest.
func overTime(name string, s *Series) jsontree.Member {
	n := len(s.points)
	sums, counts, greatest := make([]jsontree.Value, n), make([]jsontree.Value, n), make([]jsontree.Value, n)
	for i, p := range s.points {
		sums[i], counts[i], greatest[i] = jsontree.FromNumber(float64(p.Sum)), jsontree.FromNumber(float64(p.Count)), jsontree.FromNumber(float64(p.Max))
	}
	return jsontree.Member{Name: name, Value: jsontree.FromMembers(
		jsontree.Member{Name: "width", Value: jsontree.FromNumber(float64(s.width))},
		jsontree.Member{Name: "sums", Value: jsontree.FromItems(sums...)},
		jsontree.Member{Name: "counts", Value: jsontree.FromItems(counts...)},
		jsontree.Member{Name: "max", Value: jsontree.FromItems(greatest...)},
	)}
}
