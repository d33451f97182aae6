package scenario

import (
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/strategy"
)

// The limits of a scenario. Lengths are in characters.
const (
	MaxNameLength     = 100 // of a scenario or a run
	MaxWordLength     = 60  // of a participant's name or a label
	MaxTextLength     = 1000
	MaxQuestionLength = 300
	MaxChoiceLength   = 100
	MaxKeyLength      = 64
	MaxRuns           = 4
	MaxRecords        = 64
	MaxKeys           = 64 // of the source and of all operations together
	MaxWorkers        = 8
	MaxControls       = 3
	MaxValueBytes     = 2000 // of a value's canonical JSON
	MaxValueDepth     = 8    // arrays and objects inside each other
)

// document declares every member of a scenario.
func (f *fields) document(s *Scenario, r *Run) {
	f.version()
	s.Name = f.text("name", length{most: MaxNameLength}, "", "What the scenario is called. Default: no name.")
	r.Seed = f.seed()
	r.Start = f.timeOfDay("start", "The time of day at which the run starts.")
	f.strategies(r)
	f.list("compare", 1, MaxRuns, "Runs to compare: JSON merge patches (RFC 7386) on this document, run in turn, each with "+
		`a "name" and perhaps a "text" of its own. Default: a single run of the document as it stands.`, f.patch)
	f.section("names", "What the participants are called.", func(f *fields) { f.names(r) })
	f.section("labels", "What operations and calls are called.", func(f *fields) { f.labels(&r.Labels) })
	f.section("network", "Calls from one participant to another.", func(f *fields) {
		r.Network = f.latency("latency", "How long a call and its return are under way together, for every call but those of the Data Accessor to the Source.")
	})
	f.section("source", "The system of record behind the Data Accessor.", func(f *fields) { f.source(&r.Source) })
	f.section("cache", "Where copies are stored.", func(f *fields) { f.cache(&r.Cache, r.Source.Records) })
	f.section("writeBehind", "The queue of writes that were answered before the source has them.", func(f *fields) {
		f.writeBehind(&r.WriteBehind)
	})
	f.clients(r)
	f.faults(r)
	f.order(r)
	r.Expect = f.expectations()
	s.Text.Source = f.text("text", length{most: MaxTextLength, lines: true}, "", "What to look at. Figures in braces are taken from the run, such as {write.wait}; "+
		"{read.hit ? one text | another} chooses. Default: none.")
	f.ask(s)
	s.Controls = f.controls()
	f.notYet("accessor", "explore", "onError")
	f.require("version", "clients")
}

// keyLength is the length of a key.
var keyLength = length{least: 1, most: MaxKeyLength}

// version declares the version of the format that the document is written in.
func (f *fields) version() {
	v := f.member(Field{Path: "version", Type: TypeNumber, Allowed: "the number 1", Doc: "The version of the format."})
	switch {
	case v == nil:
	case v.Kind == jsontree.Number && v.Number >= Version+1:
		f.reader.fail(f.at("version"), CodeInvalid, show(v)+" is newer than this page, which knows versions up to "+strconv.Itoa(Version))
	case v.Kind != jsontree.Number || v.Number != Version:
		f.reader.invalid(f.at("version"), v, "the number 1")
	default:
		f.put("version", jsontree.FromNumber(Version))
	}
}

// seed declares where the random streams start.
func (f *fields) seed() uint64 {
	const allowed = `a whole number from "0" to "18446744073709551615", as a string`
	v := f.member(Field{Path: "seed", Type: TypeText, Allowed: allowed, Default: `"1"`,
		Doc: "Where random delays start: equal seeds give equal runs."})
	if v == nil {
		return 1
	}
	if v.Kind == jsontree.Number {
		f.reader.fail(f.at("seed"), CodeInvalid, show(v)+" is a number, but a seed is a string such as \"1\": JSON numbers lose digits above 2^53")
		return 1
	}
	seed, err := strconv.ParseUint(v.String, 10, 64)
	if v.Kind != jsontree.String || err != nil {
		f.reader.invalid(f.at("seed"), v, allowed)
		return 1
	}
	if seed != 1 {
		f.put("seed", jsontree.FromString(strconv.FormatUint(seed, 10)))
	}
	return seed
}

// strategies declares how the scenario reads and writes.
func (f *fields) strategies(r *Run) {
	r.Worker = strategy.WorkerSteps
	r.Read = *f.strategy("read", strategy.Read, DefaultRead, "How clients read, unless they have a strategy of their own.", nil)
	r.Write = *f.strategy("write", strategy.Write, DefaultWrite, "How clients write, unless they have a strategy of their own.", &r.Worker)
}

// names declares the participants' names.
func (f *fields) names(r *Run) {
	defaults := [strategy.Participants]string{"Client", "Resource Manager", "Cache", "Data Accessor", "Source"}
	docs := [strategy.Participants]string{
		"The client, or the clients: several are numbered.",
		"Who decides whether cache or source answers.",
		"Where copies are stored.",
		"Who fetches data from outside the application.",
		"The system of record behind the accessor.",
	}
	for p := range strategy.Participants {
		r.Names[p] = f.text(p.String(), word, defaults[p], docs[p])
	}
}

// labels declares the words for operations and calls.
func (f *fields) labels(l *Labels) {
	for kind := engine.Create; kind <= engine.Delete; kind++ {
		l.Ops[kind] = f.text(kind.String(), word, "", "What the operation is called. Default: its own name.")
	}
	f.notYet("pay")
	for _, step := range calls() {
		l.Steps[step] = f.text(step.String(), word, "", "What the call is called. Default: what comes after the dot.")
	}
}

// calls are the steps that call somebody, and so have a label.
func calls() []strategy.Step {
	return []strategy.Step{strategy.CacheGet, strategy.CacheSet, strategy.CacheDelete, strategy.SourceRead, strategy.SourceSave}
}

// cache declares the knobs of the cache.
func (f *fields) cache(c *Cache, records []Record) {
	c.Latency = f.latency("latency", "How long the cache takes to serve a call.")
	c.Rules.TTL = f.duration("ttl", 0, `How long an entry lives; "0s": for ever.`)
	c.Rules.TTLMode = engine.TTLMode(f.choice("ttlMode", 0, options{ids: []string{"write", "access"}},
		"Whether only writes to the cache start an entry's time to live anew, or reads too."))
	c.Rules.TTLFrom = engine.TTLFrom(f.choice("ttlFrom", 0, options{ids: []string{"fill", "read"}},
		"When the age of an entry filled after a miss starts: when it is stored, or when its value was read from the source."))
	c.TTLJitter = f.duration("ttlJitter", 0, "An entry lives longer than its time to live by up to this, at random.")
	c.Rules.Fill = engine.Fill(f.choice("fill", 0, options{ids: []string{"set", "add"}, later: []string{"lease", "version", "lock"}},
		"What a read stores after a miss: its value in any case, or only if the key is still absent."))
	f.primer(c, records)
	c.Rules.SurvivesCrash = f.flag("survivesCrash",
		"Whether the cache is outside the Resource Manager's process, and keeps its entries when that crashes.")
	f.notYet("capacity", "eviction", "leaseLosers", "tombstones", "singleFlight", "negativeTtl", "refreshAheadFactor", "xfetchBeta")
}

// primer declares what the cache holds at the start.
func (f *fields) primer(c *Cache, records []Record) {
	f.list("primer", 0, MaxRecords, "Keys of the source that the cache holds at the start (a warm cache). Default: none.",
		func(path string, v *jsontree.Value) jsontree.Value {
			allowed := "a key of source.records"
			switch {
			case v.Kind != jsontree.String:
				f.reader.invalid(path, v, allowed)
			case !slices.ContainsFunc(records, func(r Record) bool { return r.Key == v.String }):
				f.reader.fail(path, CodeReference, show(v)+" is not "+allowed)
			case slices.Contains(c.Primer, v.String):
				f.reader.fail(path, CodeDuplicate, show(v)+" stands twice in the list")
			default:
				c.Primer = append(c.Primer, v.String)
			}
			return jsontree.FromString(v.String)
		})
}

// writeBehind declares the knobs of the queue and its workers.
func (f *fields) writeBehind(w *WriteBehind) {
	w.Rules.Delay = f.duration("writeDelay", 0, "How long a write waits in the queue before a worker may take it.")
	w.Rules.Schedule = f.duration("schedule", 0, `Every how long the workers look at the queue, like cron; "0s": at any time.`)
	if w.Rules.Delay > 0 && w.Rules.Schedule > 0 {
		f.reader.fail(f.at("schedule"), CodeConflict, `"writeDelay" and "schedule" exclude each other: leave one of them out`)
	}
	w.Workers = f.count("workers", 1, MaxWorkers, "How many workers bring writes to the source, side by side.")
	f.notYet("batchSize", "coalescing", "queueCapacity", "onFull", "partitionBy", "journal", "staging", "pinDirty", "cleanBy",
		"onFailure", "rateLimitPerSecond")
}

// source declares what the source does and what it holds at the start.
func (f *fields) source(s *Source) {
	s.ReadLatency = f.latency("readLatency", "How long the source takes to read a record.")
	s.WriteLatency = f.latency("writeLatency", "How long the source takes to save a record.")
	f.named("records", MaxRecords, "What the source holds at the start, by key: any JSON. Default: nothing.",
		func(path, name string, v *jsontree.Value) jsontree.Value {
			key := jsontree.FromString(name)
			f.reader.checkText(path, &key, keyLength)
			f.reader.checkValue(path, v)
			s.Records = append(s.Records, Record{Key: name, Value: *v})
			return *v
		})
	f.notYet("concurrency", "queueLimit", "errorRate", "outages")
}

// checkValue reports a value that is too large.
func (r *reader) checkValue(path string, v *jsontree.Value) {
	if depth(v) > MaxValueDepth {
		r.fail(path, CodeInvalid, "a value has at most "+strconv.Itoa(MaxValueDepth)+" objects and lists inside each other")
	} else if size := len(v.AppendCanonical(nil)); size > MaxValueBytes {
		r.fail(path, CodeInvalid, "a value of "+strconv.Itoa(size)+" bytes is not a value of at most "+strconv.Itoa(MaxValueBytes)+" bytes as JSON")
	}
}

// depth counts the arrays and objects that stand inside each other.
func depth(v *jsontree.Value) int {
	deepest := 0
	for i := range v.Items {
		deepest = max(deepest, depth(&v.Items[i]))
	}
	for i := range v.Members {
		deepest = max(deepest, depth(&v.Members[i].Value))
	}
	if v.Kind == jsontree.Array || v.Kind == jsontree.Object {
		deepest++
	}
	return deepest
}

// sortedMembers gives members by name, so that their order in the document
// decides nothing.
func sortedMembers(members []jsontree.Member) []jsontree.Member {
	sorted := slices.Clone(members)
	slices.SortStableFunc(sorted, func(a, b jsontree.Member) int { return strings.Compare(a.Name, b.Name) })
	return sorted
}
