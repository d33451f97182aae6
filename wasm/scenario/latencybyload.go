package scenario

import (
	"strconv"

	"cacheplay/wasm/jsontree"
)

// LoadPoint says how long the source's latencies are under a load, as a table of measured
// latencies by concurrency does. Queueing theory calls such a source load-dependent.
type LoadPoint struct {
	Concurrency int   // how many calls the source serves at once
	Times       int64 // how many times as long its latencies then are, in thousandths
}

// latencyByLoad declares how the latencies of the source grow with its load.
func (f *fields) latencyByLoad(s *Source) {
	f.list("latencyByLoad", 0, MaxLoadPoints, anObject, "How the latencies grow with the load: a table of how many calls the source serves at once, the one that begins included, and how many times as long that call takes. "+
		"Between two rows the latency grows evenly, from 1 call on, and after the last row it stays. A call that its caller has given up is served all the same, and counts.",
		func(path string, v *jsontree.Value) jsontree.Value {
			p := LoadPoint{}
			canonical := f.reader.object(path, v, func(f *fields) {
				p.Concurrency = f.limit("concurrency", 1, MaxLoad, setting{"Calls at once", (*Variant).canOverlapAtSource}, "How many calls the source serves at once.")
				p.Times = f.decimal("times", 1000, 0, MaxTimes, setting{"Times", (*Variant).canOverlapAtSource}, "How many times as long a call then takes: its latency is drawn as always, and multiplied by this.")
				f.require("concurrency")
			})
			if n := len(s.LatencyByLoad); n > 0 && p.Concurrency > 0 && p.Concurrency <= s.LatencyByLoad[n-1].Concurrency {
				f.reader.fail(jsontree.Join(path, "concurrency"), CodeConflict, strconv.Itoa(p.Concurrency)+" does not come after "+strconv.Itoa(s.LatencyByLoad[n-1].Concurrency)+": list the rows in the order of the calls at once")
			}
			s.LatencyByLoad = append(s.LatencyByLoad, p)
			return canonical
		})
}

// TimesAt returns how many times as long, in thousandths, a call takes that makes so many
// that the source serves at once.
func (s *Source) TimesAt(load int) int64 {
	before := LoadPoint{Concurrency: 1, Times: 1000}
	for _, p := range s.LatencyByLoad {
		switch {
		case load == p.Concurrency:
			return p.Times
		case load < p.Concurrency:
			return before.Times + (p.Times-before.Times)*int64(load-before.Concurrency)/int64(p.Concurrency-before.Concurrency)
		}
		before = p
	}
	return before.Times
}
