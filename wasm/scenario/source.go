package scenario

import (
	"strconv"

	"cacheplay/wasm/jsontree"
)

// The limits of the source.
const (
	MaxRecords     = 64
	MaxConcurrency = 1000      // calls that are served at the same time
	MaxQueueLimit  = 1_000_000 // calls that wait
	MaxOutages     = 8
	MaxLoadPoints  = 32        // of a table of latencies by load
	MaxLoad        = 1_000_000 // calls at once that such a table knows
	MaxTimes       = 100       // how many times longer a latency can be by load
)

// source declares the settings of the source, and its records.
func (f *fields) source(s *Source) {
	s.ReadLatency = f.latency("readLatency", setting{"Read latency", (*Variant).waitsForRead}, "How long the source takes to read a record.")
	s.WriteLatency = f.latency("writeLatency", setting{"Write latency", (*Variant).waitsForSave}, "How long the source takes to save a record.")
	f.latencyByLoad(s)
	s.Rules.Concurrency = f.limit("concurrency", 1, MaxConcurrency, setting{"Calls at the same time", (*Variant).canOverlapAtSource}, "How many calls the source serves at the same time. The others wait for their turn.")
	s.Rules.QueueLimit = f.limit("queueLimit", 0, MaxQueueLimit, setting{"Calls that can wait", (*Variant).limitsConcurrency}, "How many calls can wait for the source at most. It refuses further ones.")
	s.ErrorRate = f.decimal("errorRate", 0, 0, 1, setting{"Error rate", (*Variant).canErr}, "How many of the calls fail, at random: 0.1 is one in ten. Such a call takes its time and changes nothing.")
	f.outages(s)
	s.Rules.Fenced = f.flag("fenced", false, setting{"Refuse older saves", (*Variant).canRepeat}, "Whether the source refuses a save that carries an older version than the record's. A write gets its version from its writer when it first goes to cache, queue or source; a payment replaces nothing and has none.")
	s.FeedLatency = f.latency("feedLatency", setting{"Feed latency", (*Variant).feeds}, "With change data capture: how long it takes until the source's change feed tells of a change.")
	f.named("records", MaxRecords, "What the source holds at the start: any JSON under each key.",
		func(path, name string, v *jsontree.Value) jsontree.Value {
			key := jsontree.FromString(name)
			f.reader.checkText(path, &key, keyLength)
			f.reader.checkValue(path, v)
			s.Records = append(s.Records, Record{Key: name, Value: *v})
			return *v
		})
}

// outages declares when the source cannot be reached.
func (f *fields) outages(s *Source) {
	f.list("outages", 0, MaxOutages, anObject, "When the source cannot be reached, from one moment to another. A call meanwhile fails at once, or, if the Data Accessor has a time-out, after that.",
		func(path string, v *jsontree.Value) jsontree.Value {
			o := Outage{}
			canonical := f.reader.object(path, v, func(f *fields) {
				o.From = f.duration("from", 0, setting{"Outage from", (*Variant).canErr}, "When it begins, counted from the start.")
				o.To = f.duration("to", unset, setting{"Outage to", (*Variant).canErr}, "When it is over, counted from the start.")
				f.require("to")
				if o.To >= 0 && o.To <= o.From {
					f.reader.fail(f.at("to"), CodeConflict, "the outage is over at "+quote(formatDuration(o.To))+", not after it begins at "+quote(formatDuration(o.From)))
				}
			})
			if n := len(s.Outages); n > 0 && o.From <= s.Outages[n-1].To {
				f.reader.fail(jsontree.Join(path, "from"), CodeConflict, "outage "+strconv.Itoa(n+1)+" begins before the one before it is over: list them in the order of time, apart from each other")
			}
			s.Outages = append(s.Outages, o)
			return canonical
		})
}
