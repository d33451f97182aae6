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
	MaxNameLength     = 100 // of a scenario or a variant
	MaxWordLength     = 60  // of a participant's name or a label
	MaxTextLength     = 1000
	MaxQuestionLength = 300
	MaxChoiceLength   = 100
	MaxChoices        = 6
	MaxKeyLength      = 64
	MaxVariants       = 4
	MaxKeys           = 64 // of the source and of all operations together
	MaxControls       = 3
	MaxValueBytes     = 2000 // of a value's canonical JSON
	MaxValueDepth     = 8    // arrays and objects inside each other
)

// document declares every member of a scenario.
func (f *fields) document(s *Scenario, variant *Variant) {
	f.version()
	s.Name = f.text("name", length{most: MaxNameLength}, "", "What the scenario is called.")
	variant.Seed = f.seed()
	variant.Start = f.timeOfDay("start", "The time of day at which the story begins. Time stamps count from here.")
	f.strategies(variant)
	f.list("compare", 1, MaxVariants, Field{Type: TypePatch, Allowed: patchWords}, "Variants to see side by side. Each entry holds only what is different in its variant, and null "+
		`for what that variant leaves out (a JSON merge patch, RFC 7386). A variant can have a "name" and a "text" of its own. Without this list there is a single variant.`, f.patch)
	f.section("names", "Names", "What the participants are called in the diagram.", func(f *fields) { f.names(variant) })
	f.section("labels", "Labels", "What the arrows of the diagram say: the words for operations and calls.", func(f *fields) { f.labels(&variant.Labels) })
	f.section("network", "Network", "The way between two participants.", func(f *fields) {
		variant.Network = f.latency("latency", setting{"Network latency", (*Variant).timed}, "How long a call takes on its way there and back. The way from the Data Accessor to the source is not counted: it belongs to the source's own delays.")
	})
	f.section("source", "Source", "The system whose data count, behind the Data Accessor: a database or another service.", func(f *fields) { f.source(&variant.Source) })
	f.section("accessor", "Data Accessor", "How the application calls the source, and what it does when that fails.", func(f *fields) { f.accessor(&variant.Accessor) })
	f.section("cache", "Cache", "The store of copies that answers quicker than the source.", func(f *fields) { f.cache(&variant.Cache, variant.Source.Records) })
	f.section("writeBehind", "Write behind", "How a write waits that its client was told is done, and that a worker brings to the source later. Matters only where a strategy puts writes into a queue, as write-behind does.", func(f *fields) {
		f.writeBehind(&variant.WriteBehind)
	})
	variant.OnError = engine.OnError(f.choice("onError", 0, []string{"keep", "rollback", "invalidate"}, setting{"After a failed write", (*Variant).canForget},
		"What becomes of the cache when a write fails or, after a time-out, nobody knows whether it has: what is there is kept; what the write itself has put there is rolled back, that is, removed again; "+
			"or the key is invalidated, that is, whatever is there is deleted, if the write's steps use the cache: the next read asks the source. What a worker gives up is such a write too."))
	variant.OnCacheError = engine.OnCacheError(f.choice("onCacheError", 0, []string{"ignore", "fail", "retry"}, setting{"After a failed cache call", (*Variant).canFailAtCache},
		"What the caller of the cache does when its call fails: it ignores the error, so that a read goes on as after a miss, and a set or delete is skipped, as most cache clients and frameworks have it done; "+
			"it fails with it, and is done, though a write that the source has by then is one of which its client cannot know; or it tries the call again, as often as accessor.maxAttempts allows in all and after the same pauses, and then ignores the error. "+
			"A worker of the queue and the source's change feed answer nobody, and ignore what others would fail with."))
	f.workload(variant)
	f.prices(&variant.Prices)
	f.clients(variant)
	f.faults(variant)
	f.checkFill(variant)
	f.order(variant)
	f.explore(variant)
	f.expectations(variant)
	s.Text.Source = f.text("text", length{most: MaxTextLength, lines: true}, "", "What the reader should look at. A figure in braces, such as {write.wait}, is replaced by what the run gives; "+
		"{read.hit ? one text | another} chooses between two texts.")
	f.ask(s)
	s.Controls = f.controls()
	f.require("version")
	f.requireClients(variant)
}

// keyLength bounds a key.
var keyLength = length{least: 1, most: MaxKeyLength}

// version declares the version of the format.
func (f *fields) version() {
	v := f.member(Field{Path: "version", Type: TypeNumber, Allowed: "the number 1", Min: Version, Max: Version,
		Doc: "The version of the format that the document is written in."})
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

// seed declares the seed of the random streams.
func (f *fields) seed() uint64 {
	const allowed = `a whole number from "0" to "18446744073709551615", as a string`
	v := f.member(Field{Path: "seed", Type: TypeSeed, Allowed: allowed, Default: `"1"`,
		Doc: "Where random delays come from. The same seed gives the same delays each time."})
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

// strategies declares the read and the write strategy.
func (f *fields) strategies(variant *Variant) {
	variant.Worker = strategy.WorkerSteps
	variant.Read = *f.strategy("read", strategy.Read, DefaultRead, setting{"Read strategy", (*Variant).readsByDefault}, "How clients read: which steps, in which order, and who takes them.", nil)
	variant.Write = *f.strategy("write", strategy.Write, DefaultWrite, setting{"Write strategy", (*Variant).writesByDefault}, "How clients write: which steps, in which order, and who takes them.", &variant.Worker)
}

// names declares the participants' names.
func (f *fields) names(variant *Variant) {
	defaults := [strategy.Participants]string{"Client", "Resource Manager", "Cache", "Data Accessor", "Source"}
	docs := [strategy.Participants]string{
		"Who needs data. Several clients are numbered, unless they have names of their own.",
		"Who stands between client and data and decides whether the cache or the source answers.",
		"Who keeps copies.",
		"Who talks to the source for the application.",
		"Who holds the data that count: the database, the bank.",
	}
	for p := range strategy.Participants {
		variant.Names[p] = f.text(p.String(), word, defaults[p], docs[p])
	}
}

// labels declares the labels of operations and calls.
func (f *fields) labels(l *Labels) {
	for kind := range engine.OpKinds {
		l.Ops[kind] = f.text(kind.String(), word, "", `What the diagram calls the operation "`+kind.String()+`". Without it: just that.`)
	}
	for _, step := range calls() {
		l.Steps[step] = f.text(step.String(), word, "", `What the diagram calls the call "`+step.String()+`". Without it: the part after the dot.`)
	}
}

// calls lists the steps that are calls, and so have a label.
func calls() []strategy.Step {
	return []strategy.Step{strategy.CacheGet, strategy.CacheSet, strategy.CacheDelete, strategy.SourceRead, strategy.SourceSave}
}

// checkValue reports a value that is too large.
func (r *reader) checkValue(path string, v *jsontree.Value) {
	if depth(v) > MaxValueDepth {
		r.fail(path, CodeInvalid, "a value has at most "+strconv.Itoa(MaxValueDepth)+" objects and lists inside each other")
	} else if size := len(v.AppendCanonical(nil)); size > MaxValueBytes {
		r.fail(path, CodeInvalid, "a value of "+strconv.Itoa(size)+" bytes is not a value of at most "+strconv.Itoa(MaxValueBytes)+" bytes as JSON")
	}
}

// depth returns how many arrays and objects are nested in a value.
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

// sortedMembers returns members sorted by name, so that their order in the document
// does not matter.
func sortedMembers(members []jsontree.Member) []jsontree.Member {
	sorted := slices.Clone(members)
	slices.SortStableFunc(sorted, func(a, b jsontree.Member) int { return strings.Compare(a.Name, b.Name) })
	return sorted
}
