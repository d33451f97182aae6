package scenario

import (
	"bytes"
	"slices"
	"strconv"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/random"
	"cacheplay/wasm/workload"
)

// The limits of a generated workload.
const (
	MaxWorkloadKeys       = 10_000_000 // at the start
	MaxWorkloadOperations = 1_000_000_000
	MaxWorkloadClients    = 10_000
	MaxArrivals           = 1_000_000 // operations a second
	MaxCurvePoints        = 288       // one for every five minutes of a day
	MaxPart               = 1000      // of a mix
	MaxSize               = 1 << 30   // of key and value together, in bytes
	minCurvePeriod        = int64(60e9)

	// DefaultOperations is how many operations a workload has that says neither how
	// many there are nor how long it lasts.
	DefaultOperations = 1_000_000

	// MostWithoutPause is how many operations a workload has at most whose clients do not
	// pause, if it does not say how many there are: where nothing takes time they would
	// never come to the end of its duration.
	MostWithoutPause = 10_000_000
)

// ParseWorkload decodes the JSON text of a generated workload that stands alone, as a
// scenario has it under "workload".
func ParseWorkload(text []byte) (*workload.Generated, Errors) {
	tree, err := jsontree.Parse(bytes.TrimPrefix(text, mark))
	if err != nil {
		return nil, Errors{{Code: CodeSyntax, Message: err.Error()}}
	}
	r := reader{}
	g := workload.Generated{}
	merged := likeReady(&tree)
	r.object("", &merged, func(f *fields) { f.generated(&g) })
	if len(r.errs) > 0 {
		return nil, r.errs
	}
	return &g, nil
}

// workload declares a generated workload. Its canonical form holds what it takes over
// from a ready-made one.
func (f *fields) workload(variant *Variant) {
	const name = "workload"
	v := f.member(Field{Path: name, Name: "Workload", Type: TypeObject, Allowed: "an object",
		Doc: "The many operations under which the scenario is measured. A run, and exploration, still show the few of the clients. All variants are put under the same workload."})
	if v == nil {
		(&fields{reader: f.reader, path: f.at(name)}).generated(&workload.Generated{})
		return
	}
	variant.Workload = &workload.Generated{}
	merged := likeReady(v)
	f.put(name, f.reader.object(f.at(name), &merged, func(f *fields) { f.generated(variant.Workload) }))
}

// likeReady returns a workload with those members of the ready-made one which it names
// that it does not have itself.
func likeReady(v *jsontree.Value) jsontree.Value {
	like, _ := v.Get("like")
	text, ok := workload.Named(like.String)
	if !ok {
		return *v
	}
	base, err := jsontree.Parse(text)
	if err != nil {
		return *v // a test parses them all
	}
	merged := jsontree.FromMembers(v.Members...)
	for _, m := range base.Members {
		if _, given := v.Get(m.Name); !given {
			merged.Members = append(merged.Members, m)
		}
	}
	return merged
}

// generated declares the members of a generated workload.
func (f *fields) generated(g *workload.Generated) {
	f.like()
	f.section("arrivals", "Arrivals", "When operations come.", func(f *fields) { f.arrivals(&g.Arrivals) })
	f.section("keys", "Keys", "Which keys operations ask for, and how often.", func(f *fields) { f.keys(&g.Keys) })
	f.section("mix", "Mix", `How often each kind of operation comes, in parts that are compared with each other: {"get": 95, "edit": 5} has 95 reads to 5 edits. At least one is above 0.`, func(f *fields) { f.mix(g) })
	f.section("size", "Sizes", "How many bytes key and value have together. Each key keeps its size.", func(f *fields) { f.size(g) })
	g.Operations = int64(f.limit("operations", 1, MaxWorkloadOperations, noSetting, "How many operations there are (in YCSB operationcount, in k6 iterations). The workload ends with the last one, or when its duration is over. Without both there are "+strconv.Itoa(DefaultOperations)+" operations; of clients that do not pause there are at most "+strconv.Itoa(MostWithoutPause)+" if only the duration is given."))
	g.Duration = f.duration("duration", 0, noSetting, `How long operations come (in k6 duration, in YCSB maxexecutiontime). "0s" means until the last one.`)
	g.WarmUp = f.duration("warmUp", 0, noSetting, "For how long, from the start, nothing is measured, while the cache fills.")
	if g.Operations == 0 && g.Duration == 0 {
		g.Operations = DefaultOperations
	}
	if g.Operations == 0 && g.Arrivals.Pattern == workload.Closed && g.Arrivals.Think.Mean() == 0 {
		g.Operations = MostWithoutPause
	}
	if g.Operations == 0 && g.Arrivals.Pattern == workload.Closed && g.Mix.Parts[engine.Create] > 0 {
		f.reader.fail(f.at("operations"), CodeMissing, `missing: a number is needed where clients wait for answers and create keys`)
	}
	if g.Duration > 0 && g.WarmUp >= g.Duration {
		f.reader.fail(f.at("warmUp"), CodeConflict, "the warm-up of "+quote(formatDuration(g.WarmUp))+" leaves nothing to measure of the duration of "+quote(formatDuration(g.Duration)))
	}
	if f.given != nil && !f.has("mix") {
		f.reader.fail(f.at("mix"), CodeMissing, `missing: an object is needed, or "like" with the name of a ready-made workload`)
	}
}

// like declares the name of a ready-made workload.
func (f *fields) like() {
	names := workload.Names()
	allowed := "one of " + quoted(names)
	v := f.member(Field{Path: "like", Type: TypeChoice, Allowed: allowed, IDs: names,
		Doc: "A ready-made workload. What is given here takes the place of what that one has under the same name; all else is taken over."})
	if v != nil {
		f.reader.chosen(f.at("like"), v, names, allowed)
	}
}

// arrivals declares when operations come.
func (f *fields) arrivals(a *workload.Arrivals) {
	a.Pattern = workload.Pattern(f.choice("pattern", int(workload.Poisson), idsOf(workload.Patterns), noSetting,
		"Whether operations come at random, independently of each other, at a rate (poisson); at even distances, at a rate (constant, in k6 constant-arrival-rate); or each from a client that has got its last answer (closed, in k6 constant-vus, in YCSB threads)."))
	a.Rate = f.decimal("rate", 1_000_000, 0, MaxArrivals, noSetting, "How many operations come in a second, whether or not others have been answered (in k6 rate, in YCSB target). It is above 0.")
	f.section("bursts", "Bursts", "Times at which more operations come.", func(f *fields) { f.bursts(&a.Bursts) })
	f.section("curve", "Curve", "How the rate changes over a period, such as a day, and then again.", func(f *fields) { f.curve(&a.Curve) })
	a.Clients = f.countOr("clients", 1, 1, MaxWorkloadClients, noSetting, "How many clients there are (in k6 vus, in YCSB threadcount).")
	a.Think = f.latency("think", noSetting, "How long a client pauses before each operation.")
	isClosed := a.Pattern == workload.Closed
	f.onlyIf(!isClosed, `"pattern": "poisson" or "constant"`, "rate", "bursts", "curve")
	f.onlyIf(isClosed, `"pattern": "closed"`, "clients", "think")
	if a.Rate == 0 {
		f.reader.fail(f.at("rate"), CodeInvalid, "0 is not a rate: no operation would come")
	}
}

// onlyIf reports members that need something else.
func (f *fields) onlyIf(is bool, what string, names ...string) {
	for _, name := range names {
		if !is && f.has(name) {
			f.reader.fail(f.at(name), CodeConflict, "needs "+what)
		}
	}
}

// bursts declares times of a higher rate.
func (f *fields) bursts(b *workload.Bursts) {
	b.From = f.duration("from", 0, noSetting, "When the first one begins, counted from the start.")
	b.Every = f.duration("every", 0, noSetting, `From the beginning of one to that of the next. "0s" means that there is only one.`)
	b.Length = max(f.duration("length", unset, noSetting, "How long one lasts."), 0)
	b.Times = f.decimal("times", 2000, 1, 1000, noSetting, "How many times as many operations come meanwhile.")
	f.require("length")
	if b.Every > 0 && b.Length >= b.Every {
		f.reader.fail(f.at("length"), CodeConflict, "a burst of "+quote(formatDuration(b.Length))+" is not over before the next one begins, after "+quote(formatDuration(b.Every)))
	}
}

// curve declares how the rate changes.
func (f *fields) curve(c *workload.Curve) {
	c.Period = f.duration("period", MaxDuration, noSetting, "How long it is until the curve begins again: a minute at least.")
	if f.given != nil && c.Period < minCurvePeriod {
		f.reader.fail(f.at("period"), CodeInvalid, quote(formatDuration(c.Period))+` is not a period: it is from "1m" to "24h"`)
	}
	const allowed = "a number from 0 to 10, with at most three decimals"
	f.list("points", 1, MaxCurvePoints, Field{Type: TypeDecimal, Allowed: allowed, Max: 10},
		"How many times the rate, each for an equal part of the period: 24 of them are the hours of a day. At least one is above 0.",
		func(path string, v *jsontree.Value) jsontree.Value {
			n, ok := thousandths(v)
			if !ok || n < 0 || n > 10_000 {
				f.reader.invalid(path, v, allowed)
			}
			c.Points = append(c.Points, n)
			return *v
		})
	f.require("points")
	if len(c.Points) > 0 && slices.Max(c.Points) == 0 {
		f.reader.fail(f.at("points"), CodeConflict, "all of them are 0: no operation would come")
	}
}

// keys declares the keys.
func (f *fields) keys(k *workload.Keys) {
	k.Count = uint32(f.countOr("count", 1000, 1, MaxWorkloadKeys, noSetting, "How many keys there are at the start (in YCSB recordcount). The source has them all. Each create adds one."))
	k.Distribution = workload.KeyDistribution(f.choice("dist", int(workload.Uniform), idsOf(workload.KeyDistributions), noSetting,
		"How often each key is asked for (in YCSB requestdistribution): all alike (uniform); the second most popular one 2^exponent times less often than the first, the third 3^exponent times (zipfian); some hot keys, alike, with a share of the operations (hotspot); or as zipfian, from the key that was created last backwards (latest)."))
	k.Exponent = f.decimal("exponent", 990, 0, random.MaxZipfExponent/1000, noSetting, "How skewed zipfian and latest are: 0 is uniform, 0.99 is YCSB's zipfian constant.")
	k.HotKeys = f.decimal("hotKeys", 200, 0, 1, noSetting, "With hotspot, which part of the keys is hot (in YCSB hotspotdatafraction).")
	k.HotOperations = f.decimal("hotOperations", 800, 0, 1, noSetting, "With hotspot, which part of the operations asks for hot keys (in YCSB hotspotopnfraction).")
	f.onlyIf(k.Distribution == workload.Zipfian || k.Distribution == workload.Latest, `"dist": "zipfian" or "latest"`, "exponent")
	f.onlyIf(k.Distribution == workload.Hotspot, `"dist": "hotspot"`, "hotKeys", "hotOperations")
}

// mix declares how often each kind of operation comes.
func (f *fields) mix(g *workload.Generated) {
	docs := [engine.OpKinds]string{
		engine.Create: "A create of a new key (in YCSB insertproportion).",
		engine.Edit:   "An edit (in YCSB updateproportion).",
		engine.Get:    "A read (in YCSB readproportion).",
		engine.Delete: "A delete. The key can be asked for all the same.",
		engine.Pay:    "A payment, which can be lost, or made twice. Later reads of its key are not judged: they count neither as old nor as new.",
	}
	for kind := range engine.OpKinds {
		g.Mix.Parts[kind] = f.decimal(kind.String(), 0, 0, MaxPart, noSetting, docs[kind])
	}
	const both = "readModifyWrite"
	g.Mix.ReadModifyWrite = f.decimal(both, 0, 0, MaxPart, noSetting, "A read and, after its answer, an edit of the same key (in YCSB readmodifywriteproportion): two operations. Only clients of a closed workload wait for the answer.")
	if g.Mix.ReadModifyWrite > 0 {
		f.onlyIf(g.Arrivals.Pattern == workload.Closed, `"arrivals": {"pattern": "closed"}, since the edit waits for the answer of the read`, both)
	}
	if f.given != nil && g.Mix.Sum() == 0 {
		f.reader.fail(f.path, CodeInvalid, "at least one part is above 0")
	}
}

// size declares how many bytes key and value have.
func (f *fields) size(g *workload.Generated) {
	p50 := f.limit("p50", 1, MaxSize, noSetting, "The median: half of the keys have fewer bytes, half have more.")
	p99 := f.limit("p99", 1, MaxSize, noSetting, "The 99th percentile: one key in a hundred has more bytes. Without it all have the same number.")
	f.require("p50")
	if p50 < 1 {
		return
	}
	if p99 < 1 {
		p99 = p50
	}
	if p99 < p50 || p99 > p50*MaxPercentileRatio {
		f.reader.fail(f.path, CodeConflict, "p50 "+strconv.Itoa(p50)+" and p99 "+strconv.Itoa(p99)+" do not go together: p99 is 1 to "+strconv.Itoa(MaxPercentileRatio)+" times as many")
	}
	size := random.Percentiles(int64(p50), int64(p99))
	g.Size = &size
}

// idsOf lists the names of the values below n.
func idsOf[T interface {
	~uint8
	String() string
}](n T) []string {
	ids := make([]string, n)
	for i := range n {
		ids[i] = i.String()
	}
	return ids
}

// playedKey is the key that the client of a workload asks for in a run.
const playedKey = "item"

// played returns the clients of a run of a scenario that has none: one that does an
// operation of each kind in the mix, in the order of their names in the format.
func played(g *workload.Generated, name string) []Client {
	var ops []Op
	for kind, part := range g.Mix.Parts {
		if kind := engine.OpKind(kind); part > 0 || g.Mix.ReadModifyWrite > 0 && (kind == engine.Get || kind == engine.Edit) {
			op := Op{Kind: kind, Key: playedKey}
			if kind != engine.Get && kind != engine.Delete {
				op.Value = jsontree.FromMembers()
			}
			ops = append(ops, op)
		}
	}
	if len(ops) == 0 {
		return nil // reported: the mix has no parts
	}
	return []Client{{Name: name, Ops: ops}}
}
