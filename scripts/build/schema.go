package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
	"cacheplay/wasm/workload"
)

// beyondSchema lists the mistakes that the decoder refuses and the schema cannot
// express. The schema refuses all others.
var beyondSchema = []string{
	"a name that stands twice in an object",
	"names of what does not exist: a client, an operation, a worker, a key, an item of a list",
	"a duration of more than 24 hours, and delays that do not go together, such as a shortest one that is longer than the longest",
	"outages that are over before they begin, or that overlap",
	"a table of latencies by load whose rows are not in the order of the load",
	"a number with more than three decimals, or a price with more than six",
	"a workload under which no operation would come, and figures of one that do not go together, such as a warm-up that leaves nothing to measure",
	"a measure that is expected where there is no workload, and a cost where its price is not given",
	"a circuit breaker that looks at fewer calls than must fail",
	"a way to fill the cache that does not go with how somebody writes",
	"a seed of 20 digits that is above 18446744073709551615",
	"a value that is too long or too deep, and too many operations, keys or payments of all clients together",
	"a list of steps whose order makes no sense, such as an answer before anything is known",
	"braces of a text, and figures that a scenario does not have",
	"an entry of “compare” that is right by itself and does not go together with the document",
}

// addSchema adds the format as a JSON Schema, with which an editor completes and
// checks a scenario.
func (s *site) addSchema(string) error {
	b := schemaBuilder{root: fieldTree()}
	text := b.document().AppendIndented(nil, "  ")
	s.files["scenario.schema.json"] = append(asciiControls(text), '\n')
	return nil
}

// asciiControls returns a JSON text with its control characters beyond ASCII
// escaped, so that every editor shows them.
func asciiControls(text []byte) []byte {
	var out []byte
	for _, r := range string(text) {
		if 0x7f <= r && r <= 0x9f {
			out = fmt.Appendf(out, `\u%04x`, r)
			continue
		}
		out = append(out, string(r)...)
	}
	return out
}

// field is a field of the format with the fields inside it.
type field struct {
	scenario.Field
	name   string // the last part of the path
	inside []*field
}

// fieldTree returns the scenario as a field, with all others inside it. The fields of
// the items of a list are inside the list.
func fieldTree() *field {
	root := &field{Field: scenario.Field{Type: scenario.TypeObject}}
	known := map[string]*field{"": root}
	for _, d := range scenario.Fields() {
		parent, name := splitPath(d.Path)
		f := &field{Field: d, name: name}
		known[parent].inside = append(known[parent].inside, f)
		known[d.Path] = f
		known[d.Path+"[]"] = f
	}
	return root
}

// splitPath splits off the last name of a path in the notation of jsontree.Join.
func splitPath(path string) (parent, name string) {
	if before, quoted, ok := strings.Cut(path, `["`); ok {
		return before, strings.TrimSuffix(quoted, `"]`)
	}
	if dot := strings.LastIndexByte(path, '.'); dot >= 0 {
		return path[:dot], path[dot+1:]
	}
	return "", path
}

// The patterns of texts. They contain control characters unescaped, since not every
// engine of regular expressions knows the same escapes.
const (
	linePattern     = "^[^\x00-\x1f\x7f-\u009f]*$"
	linesPattern    = "^[^\x00-\x09\x0b-\x1f\x7f-\u009f]*$"
	durationPattern = `^[+-]?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$`
	seedPattern     = `^0*[0-9]{1,20}$`
	timePattern     = `^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?$`
	count           = `[1-9][0-9]{0,3}`
)

// boundPattern returns the pattern of a bound of a measure.
func boundPattern(f scenario.Field) string {
	value := `(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?`
	switch f.Allowed {
	case workload.Time.Words():
		value = strings.Trim(durationPattern, "^$")[len("[+-]?"):]
	case workload.Share.Words():
		value = `((100(\.0{1,7})?|[1-9]?[0-9](\.[0-9]{1,7})?) *%|1(\.0{1,9})?|0(\.[0-9]{1,9})?)`
	}
	return `^(=|<|<=|>|>=)? *` + value + `$`
}

// belowZero is the pattern of a negative duration. It also matches the negative
// durations of less than a nanosecond, which the decoder rounds to zero.
const belowZero = `^-.*[1-9]`

// callPattern returns the pattern of a step of an operation that makes a call.
func callPattern() string {
	calls := slices.DeleteFunc(allSteps(), func(s strategy.Step) bool { _, calls := s.Callee(); return !calls })
	return `^C` + count + `/` + count + `/` + oneOf(calls) + `$`
}

// turnPattern returns the pattern of a turn of an order.
func turnPattern() string {
	op := `C` + count + `/` + count
	who := `(` + op + `|worker/` + count + `)`
	forms := []string{who + `(/` + oneOf(allSteps()) + `)?`, `feed`,
		`(expire|evict)/` + strings.Trim(linePattern, "^*$") + `+`, `crash`, `crash-cache`, `crash-(worker|client)/` + count,
		`down`, `up`, `outage`, `outage-over`, `(send|late)/` + op, `late/` + count}
	for call := engine.SourceError; call <= engine.CacheError; call++ {
		id := scenario.FaultID(call)
		forms = append(forms, `(`+who+`(/`+oneOf(struckBy(id))+`)?|feed)!`+id)
	}
	one := `!` + `(` + scenario.FaultID(engine.SourceError) + `|` + scenario.FaultID(engine.SourceRefuse) + `)` + `@C` + count + `/` + count
	forms = append(forms, `worker/`+count+`(/`+literal(strategy.SourceSave.String())+`)?(!`+scenario.FaultID(engine.SourceTimeout)+`)?(`+one+`){1,`+strconv.Itoa(scenario.MaxFaults)+`}`)
	return `^(` + strings.Join(forms, `|`) + `)$`
}

// struckBy returns the steps during whose call a fault can happen.
func struckBy(fault string) []strategy.Step {
	return slices.DeleteFunc(allSteps(), func(s strategy.Step) bool { return !scenario.FaultStrikes(fault, s) })
}

// oneOf returns the pattern of the ids of steps.
func oneOf(steps []strategy.Step) string {
	return `(` + literal(strings.Join(stepIDs(steps), `|`)) + `)`
}

// literal returns the pattern of an id or a path of the format.
func literal(text string) string {
	return strings.NewReplacer(`.`, `\.`, `+`, `\+`).Replace(text)
}

// allSteps returns the steps of the format.
func allSteps() []strategy.Step {
	var steps []strategy.Step
	for step := strategy.CacheGet; step <= strategy.QueueDone; step++ {
		steps = append(steps, step)
	}
	return steps
}

// stepsOf returns the steps that a list of a kind can have.
func stepsOf(kind strategy.Kind) []strategy.Step {
	return strategy.Allowed(kind, strategy.ResourceManager)
}

func stepIDs(steps []strategy.Step) []string {
	ids := make([]string, len(steps))
	for i, step := range steps {
		ids[i] = step.String()
	}
	return ids
}

// A schema is a JSON tree, which the following functions make.
type (
	value  = jsontree.Value
	member = jsontree.Member
)

func object(members ...member) value         { return jsontree.FromMembers(members...) }
func pair(name string, v value) member       { return member{Name: name, Value: v} }
func text(name, s string) member             { return pair(name, jsontree.FromString(s)) }
func number(name string, n int) member       { return pair(name, jsontree.FromNumber(float64(n))) }
func items(name string, all ...value) member { return pair(name, jsontree.FromItems(all...)) }
func ref(def string) member                  { return text("$ref", "#/$defs/"+def) }

// texts returns a member that is a list of texts.
func texts(name string, all ...string) member {
	values := make([]value, len(all))
	for i, s := range all {
		values[i] = jsontree.FromString(s)
	}
	return items(name, values...)
}

// withProperties returns the schema of an object some of whose members have schemas.
func withProperties(properties ...member) value {
	return object(pair("properties", object(properties...)))
}

func ofType(name string) member { return text("type", name) }

var (
	nothing = jsontree.FromBool(false)
	null    = object(ofType("null"))
)

// rules are the keywords, by the path of a field, for what the declarations of single
// fields do not state. Tests compare them with the decoder.
var rules = map[string][]member{
	"cache.primer": {pair("uniqueItems", jsontree.FromBool(true))},
	"controls":     {pair("uniqueItems", jsontree.FromBool(true))},
	"writeBehind": {pair("not", object(texts("required", "writeDelay", "schedule"), pair("properties", object(
		pair("writeDelay", object(text("pattern", "[1-9]"))),
		pair("schedule", object(text("pattern", "[1-9]")))))))},
	"faults[]":          faultRules(),
	"workload":          {oneNeeded("mix", "like")},
	"workload.arrivals": onlyWith("pattern", []string{workload.Closed.String()}, []string{"clients", "think"}, []string{"rate", "bursts", "curve"}),
	"workload.keys": {items("allOf",
		object(onlyWith("dist", []string{workload.Hotspot.String()}, []string{"hotKeys", "hotOperations"}, nil)...),
		object(onlyWith("dist", []string{workload.Zipfian.String(), workload.Latest.String()}, []string{"exponent"}, nil)...))},
	"clients[].ops[]": {
		pair("if", withProperties(pair("op", object(texts("enum", "get", "delete"))))),
		pair("then", withProperties(pair("value", nothing))),
	},
}

// oneNeeded returns the keyword for an object that has one of two members, or both.
func oneNeeded(one, other string) member {
	return items("anyOf", object(texts("required", one)), object(texts("required", other)))
}

// onlyWith returns the keywords for members that an object has only where another has
// certain values, and for some that it has only where not.
func onlyWith(name string, values, with, without []string) []member {
	none := func(names []string) value {
		var members []member
		for _, name := range names {
			members = append(members, pair(name, nothing))
		}
		return withProperties(members...)
	}
	return []member{
		pair("if", object(pair("properties", object(pair(name, object(texts("enum", values...))))), texts("required", name))),
		pair("then", none(without)),
		pair("else", none(with)),
	}
}

// faultRules returns the keywords for the members that each fault requires and
// allows.
func faultRules() []member {
	all := []value{object(items("oneOf", object(texts("required", "at")), object(texts("required", "step"))))}
	for _, id := range scenario.FaultIDs() {
		must := []member{pair("step", object(text("pattern", `/`+oneOf(struckBy(id))+`$`)))}
		name, needed := scenario.FaultMember(id)
		for _, other := range faultMembers() {
			if other != name {
				must = append(must, pair(other, nothing))
			}
		}
		rule := []member{pair("properties", object(must...))}
		switch {
		case needed && (name == "key" || name == "client"): // at a step it is the operation's
			rule = append(rule, pair("if", object(texts("required", "at"))), pair("then", object(texts("required", name))))
		case needed:
			rule = []member{pair("properties", object(append(must, pair(name, object(text("pattern", "[1-9]"))))...)), texts("required", name)}
		}
		all = append(all, object(pair("if", withProperties(pair("fault", object(text("const", id))))), pair("then", object(rule...))))
	}
	return []member{items("allOf", all...)}
}

// faultMembers returns the names of the members that only some faults have.
func faultMembers() []string {
	var names []string
	for _, id := range scenario.FaultIDs() {
		if name, _ := scenario.FaultMember(id); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// stepRules are the schemas that a list of steps of each kind must match.
var stepRules = map[strategy.Kind][]value{
	strategy.Read: {once("answer")},
	strategy.Write: {once("answer"),
		object(pair("contains", object(texts("enum", "source.save", "queue.put", "cache.set+queue.put"))))},
	strategy.Worker: {once("queue.take"), object(items("prefixItems", object(text("const", "queue.take")))),
		object(pair("contains", object(text("const", "source.save")))), object(pair("contains", object(text("const", "queue.done"))))},
}

// once returns the schema of a list that has an id exactly once.
func once(id string) value {
	return object(pair("contains", object(text("const", id))), number("maxContains", 1))
}

// schemaBuilder builds the schema of the format.
type schemaBuilder struct {
	root *field
	defs []member
}

// document returns the whole schema.
func (b *schemaBuilder) document() value {
	b.define("line", object(ofType("string"), text("pattern", linePattern)))
	b.define("lines", object(ofType("string"), text("pattern", linesPattern)))
	b.define("duration", object(ofType("string"), text("pattern", durationPattern), pair("not", object(text("pattern", belowZero)))))
	b.define("latency", b.latency(false))
	whole := b.members(b.root, false)
	b.define("patchedLatency", b.latency(true))
	patch := b.members(b.root, true)
	b.define("patch", object(patch...))
	return object(append([]member{
		text("$schema", "https://json-schema.org/draft/2020-12/schema"),
		text("title", "A scenario of the Cache Strategy Playground"),
		text("$comment", "What it cannot tell: "+strings.Join(beyondSchema, "; ")+"."),
	}, append(whole, oneNeeded("clients", "workload"), pair("$defs", object(b.defs...)))...)...)
}

// define adds a definition, unless there is one of that name.
func (b *schemaBuilder) define(name string, v value) {
	if !slices.ContainsFunc(b.defs, func(m member) bool { return m.Name == name }) {
		b.defs = append(b.defs, pair(name, v))
	}
}

// members returns the keywords of an object and of what is inside it. In a patch no
// member is required, each can be removed, and objects are merged.
func (b *schemaBuilder) members(f *field, patch bool) []member {
	var properties []member
	var required []string
	for _, inside := range f.inside {
		if !(patch && f == b.root && slices.Contains(scenario.Unpatched(), inside.name)) {
			properties = append(properties, pair(inside.name, b.field(f, inside, patch)))
		}
		if inside.Required && !patch {
			required = append(required, inside.name)
		}
	}
	out := []member{ofType("object"), pair("properties", object(properties...))}
	if len(required) > 0 {
		out = append(out, texts("required", required...))
	}
	return append(out, pair("additionalProperties", nothing))
}

// field returns the schema of a field inside another.
func (b *schemaBuilder) field(parent, f *field, patch bool) value {
	out := []member{text("description", f.Doc)}
	if f.Default != "" {
		byDefault, err := jsontree.Parse([]byte(f.Default))
		if err != nil {
			panic(fmt.Sprintf("the default of %s: %v", f.Path, err)) // a mistake in the declarations
		}
		out = append(out, pair("default", byDefault))
	}
	keywords := b.keywords(parent, f, patch)
	if !patch {
		return object(append(out, keywords...)...)
	}
	return object(append(out, items("anyOf", object(keywords...), null))...)
}

// keywords returns the keywords for what a field can hold.
func (b *schemaBuilder) keywords(parent, f *field, patch bool) []member {
	switch f.Type {
	case scenario.TypeObject:
		if patch {
			return b.members(f, true)
		}
		return append(b.members(f, false), rules[f.Path]...)
	case scenario.TypeList:
		return append([]member{ofType("array"), number("minItems", f.Min), number("maxItems", f.Max),
			pair("items", object(b.itemsOf(parent, f)...))}, b.rulesOf(parent, f)...)
	case scenario.TypeValues:
		if patch {
			return []member{ofType("object")}
		}
		return []member{ofType("object"), number("maxProperties", f.Max),
			pair("propertyNames", object(lineOf(scenario.Field{Min: 1, Max: scenario.MaxKeyLength})...))}
	case scenario.TypeStrategy:
		return b.strategy(f, patch)
	case scenario.TypeLatency:
		if patch {
			return []member{ref("patchedLatency")}
		}
		return []member{ref("latency")}
	}
	return scalar(f.Field)
}

// scalar returns the keywords of a field that has nothing inside it.
func scalar(f scenario.Field) []member {
	switch f.Type {
	case scenario.TypeText:
		return lineOf(f)
	case scenario.TypeNumber:
		return []member{ofType("integer"), number("minimum", f.Min), number("maximum", f.Max)}
	case scenario.TypeDecimal:
		return []member{ofType("number"), number("minimum", f.Min), number("maximum", f.Max)}
	case scenario.TypeFlag:
		return []member{ofType("boolean")}
	case scenario.TypeChoice:
		return []member{texts("enum", f.IDs...)}
	case scenario.TypeDuration:
		return []member{ref("duration")}
	case scenario.TypeSeed:
		return []member{ofType("string"), text("pattern", seedPattern)}
	case scenario.TypeTime:
		return []member{ofType("string"), text("pattern", timePattern)}
	case scenario.TypeBound:
		return []member{ofType("string"), text("pattern", boundPattern(f))}
	case scenario.TypeCall:
		return []member{ofType("string"), text("pattern", callPattern())}
	case scenario.TypeTurn:
		return []member{ofType("string"), text("pattern", turnPattern())}
	case scenario.TypeSetting:
		return settingPaths()
	case scenario.TypePatch:
		return []member{ref("patch")}
	case scenario.TypeValue:
		return nil
	}
	panic("no schema for the type " + f.Type)
}

// lineOf returns the keywords of a text.
func lineOf(f scenario.Field) []member {
	def := "line"
	if f.Lines {
		def = "lines"
	}
	out := []member{ref(def)}
	if f.Min > 0 {
		out = append(out, number("minLength", f.Min))
	}
	return append(out, number("maxLength", f.Max))
}

// settingPaths returns the keywords of the path of a setting.
func settingPaths() []member {
	const index = `\[(0|[1-9][0-9]*)\]`
	var paths, patterns []string
	for _, f := range scenario.Fields() {
		switch {
		case f.Setting && strings.Contains(f.Path, "[]"):
			patterns = append(patterns, strings.ReplaceAll(literal(f.Path), "[]", index))
		case f.Setting:
			paths = append(paths, f.Path)
		}
	}
	return []member{items("anyOf",
		object(texts("enum", paths...)),
		object(ofType("string"), text("pattern", `^(`+strings.Join(patterns, `|`)+`)$`)))}
}

// itemsOf returns the keywords of the items of a list.
func (b *schemaBuilder) itemsOf(parent, f *field) []member {
	switch f.Item.Type {
	case scenario.TypeObject:
		def := strings.TrimSuffix(f.name, "s")
		b.define(def, object(append(b.members(f, false), rules[f.Path+"[]"]...)...))
		return []member{ref(def)}
	case scenario.TypeStep:
		return []member{texts("enum", stepIDs(stepsOf(stepKind(parent, f)))...)}
	}
	return scalar(*f.Item)
}

// rulesOf returns the keywords of a list besides those of its items.
func (b *schemaBuilder) rulesOf(parent, f *field) []member {
	if f.Item.Type == scenario.TypeStep {
		return []member{items("allOf", stepRules[stepKind(parent, f)]...)}
	}
	return rules[f.Path]
}

// stepKind returns the kind of a list of steps inside a strategy.
func stepKind(parent, f *field) strategy.Kind {
	if f.name == strategy.Worker.String() {
		return strategy.Worker
	}
	return kindOf(parent)
}

// kindOf returns the kind of a field that is a strategy.
func kindOf(f *field) strategy.Kind {
	if _, reads := strategy.ByID(strategy.Read, f.IDs[0]); reads {
		return strategy.Read
	}
	return strategy.Write
}

// strategy returns the keywords of a strategy: an id, or an object with steps.
func (b *schemaBuilder) strategy(f *field, patch bool) []member {
	own := b.members(f, patch)
	if !patch && kindOf(f) == strategy.Write {
		queues := stepIDs(slices.DeleteFunc(allSteps(), func(s strategy.Step) bool { return !s.Queues() }))
		other := object(pair("not", object(texts("enum", queues...))))
		own = append(own,
			pair("if", withProperties(pair("by", object(text("const", "client"))))),
			pair("then", withProperties(pair("steps", object(pair("items", other))))))
	}
	return []member{items("anyOf", object(texts("enum", f.IDs...)), object(own...))}
}

// latency returns the schema of a latency. A patch can have a part of one.
func (b *schemaBuilder) latency(patch bool) value {
	forms := []value{object(ref("duration"))}
	parts := map[string]value{} // of all forms, for a patch
	for _, dist := range latencyDists() {
		f := field{Field: scenario.Field{Type: scenario.TypeObject}}
		for _, part := range scenario.LatencyForm(dist) {
			if part.Type == scenario.TypeChoice && !patch {
				part.IDs = []string{dist}
			}
			inside := field{Field: part, name: part.Path}
			f.inside = append(f.inside, &inside)
			parts[part.Path] = b.field(&f, &inside, patch)
		}
		if !patch {
			forms = append(forms, object(b.members(&f, false)...))
		}
	}
	if patch {
		var properties []member
		for _, name := range slices.Sorted(maps.Keys(parts)) {
			properties = append(properties, pair(name, parts[name]))
		}
		forms = append(forms, object(ofType("object"), pair("properties", object(properties...)), pair("additionalProperties", nothing)))
	}
	return object(items("anyOf", forms...))
}

// latencyDists returns the distributions of a latency that is an object, the last of
// them "" for measured percentiles.
func latencyDists() []string {
	var dists []string
	for _, part := range scenario.LatencyForm("exponential") {
		if part.Type == scenario.TypeChoice {
			dists = slices.Clone(part.IDs)
		}
	}
	return append(dists, "")
}
