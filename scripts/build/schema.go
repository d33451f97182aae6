package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// beyondSchema says what is wrong with a document in ways that the schema cannot
// tell. In all else it refuses what the decoder refuses.
var beyondSchema = []string{
	"a name that stands twice in an object",
	"names of what does not exist: a client, an operation, a worker, a key, an item of a list",
	"a duration of more than 24 hours, and delays that do not go together, such as a shortest one that is longer than the longest",
	"outages that are over before they begin, or that overlap",
	"a number with more than three decimals",
	"a circuit breaker that looks at fewer calls than must fail",
	"a way to fill the cache that does not go with how somebody writes",
	"a seed of 20 digits that is above 18446744073709551615",
	"a value that is too long or too deep, and too many operations, keys or payments of all clients together",
	"a list of steps whose order makes no sense, such as an answer before anything is known",
	"braces of a text, and figures that a scenario does not have",
	"an entry of “compare” that is right by itself and does not go together with the document",
}

// addSchema writes the format as a JSON Schema, so that an editor helps while
// a scenario is being written.
func (s *site) addSchema(string) error {
	b := schemaBuilder{root: fieldTree()}
	text := b.document().AppendIndented(nil, "  ")
	s.files["scenario.schema.json"] = append(asciiControls(text), '\n')
	return nil
}

// asciiControls writes the control characters beyond ASCII as JSON escapes, so
// that a text can be read and edited anywhere.
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

// field is a field of the format with those inside it.
type field struct {
	scenario.Field
	name   string // the last part of the path
	inside []*field
}

// fieldTree gives the document as a field, with all others inside it. What a
// list holds is inside the list.
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

// splitPath takes the last name off a path in the notation of jsontree.Join.
func splitPath(path string) (parent, name string) {
	if before, quoted, ok := strings.Cut(path, `["`); ok {
		return before, strings.TrimSuffix(quoted, `"]`)
	}
	if dot := strings.LastIndexByte(path, '.'); dot >= 0 {
		return path[:dot], path[dot+1:]
	}
	return "", path
}

// The patterns of texts. A control character in them stands for itself: not
// every engine that reads them knows the same escape for it.
const (
	linePattern     = "^[^\x00-\x1f\x7f-\u009f]*$"
	linesPattern    = "^[^\x00-\x09\x0b-\x1f\x7f-\u009f]*$"
	durationPattern = `^[+-]?(0|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$`
	seedPattern     = `^0*[0-9]{1,20}$`
	timePattern     = `^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?$`
	count           = `[1-9][0-9]{0,3}`
)

// belowZero is the pattern of a duration that is less than none. What is closer
// to none than a nanosecond is none for the decoder; nobody writes that.
const belowZero = `^-.*[1-9]`

// callPattern is that of a step of an operation that calls somebody.
func callPattern() string {
	calls := slices.DeleteFunc(allSteps(), func(s strategy.Step) bool { _, calls := s.Callee(); return !calls })
	return `^C` + count + `/` + count + `/` + oneOf(calls) + `$`
}

// turnPattern is that of a choice of an order.
func turnPattern() string {
	who := `(C` + count + `/` + count + `|worker/` + count + `)`
	forms := []string{who + `(/` + oneOf(allSteps()) + `)?`, `feed`,
		`(expire|evict)/` + strings.Trim(linePattern, "^*$") + `+`, `crash`, `crash-cache`, `crash-worker/` + count}
	for call := engine.SourceError; call <= engine.CacheLost; call++ {
		id := scenario.FaultID(call)
		forms = append(forms, `(`+who+`(/`+oneOf(struckBy(id))+`)?|feed)!`+id)
	}
	return `^(` + strings.Join(forms, `|`) + `)$`
}

// struckBy lists the steps at whose call a fault can happen.
func struckBy(fault string) []strategy.Step {
	return slices.DeleteFunc(allSteps(), func(s strategy.Step) bool { return !scenario.FaultStrikes(fault, s) })
}

// oneOf is the pattern of the ids of some steps.
func oneOf(steps []strategy.Step) string {
	return `(` + literal(strings.Join(stepIDs(steps), `|`)) + `)`
}

// literal is the pattern of a text of the format.
func literal(text string) string {
	return strings.NewReplacer(`.`, `\.`, `+`, `\+`).Replace(text)
}

// allSteps lists the steps of the format.
func allSteps() []strategy.Step {
	var steps []strategy.Step
	for step := strategy.CacheGet; step <= strategy.QueueDone; step++ {
		steps = append(steps, step)
	}
	return steps
}

// stepsOf lists the steps that a list of a kind can take.
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

// A schema is made of these.
type (
	value  = jsontree.Value
	member = jsontree.Member
)

func object(members ...member) value         { return jsontree.FromMembers(members...) }
func is(name string, v value) member         { return member{Name: name, Value: v} }
func text(name, s string) member             { return is(name, jsontree.FromString(s)) }
func number(name string, n int) member       { return is(name, jsontree.FromNumber(float64(n))) }
func items(name string, all ...value) member { return is(name, jsontree.FromItems(all...)) }
func ref(def string) member                  { return text("$ref", "#/$defs/"+def) }

// texts is a list of texts.
func texts(name string, all ...string) member {
	values := make([]value, len(all))
	for i, s := range all {
		values[i] = jsontree.FromString(s)
	}
	return items(name, values...)
}

// with says what some members of an object hold.
func with(properties ...member) value { return object(is("properties", object(properties...))) }

func ofType(name string) member { return text("type", name) }

var (
	nothing = jsontree.FromBool(false)
	null    = object(ofType("null"))
)

// rules are what the declarations of single fields do not say: what goes
// together. They are by the path of the field; the tests hold them against the
// decoder.
var rules = map[string][]member{
	"cache.primer": {is("uniqueItems", jsontree.FromBool(true))},
	"controls":     {is("uniqueItems", jsontree.FromBool(true))},
	"writeBehind": {is("not", object(texts("required", "writeDelay", "schedule"), is("properties", object(
		is("writeDelay", object(text("pattern", "[1-9]"))),
		is("schedule", object(text("pattern", "[1-9]")))))))},
	"faults[]": faultRules(),
	"clients[].ops[]": {
		is("if", with(is("op", object(texts("enum", "get", "delete"))))),
		is("then", with(is("value", nothing))),
	},
}

// faultRules are what each fault needs, and what only some can have.
func faultRules() []member {
	all := []value{object(items("oneOf", object(texts("required", "at")), object(texts("required", "step"))))}
	for _, id := range scenario.FaultIDs() {
		must := []member{is("step", object(text("pattern", `/`+oneOf(struckBy(id))+`$`)))}
		name, needed := scenario.FaultMember(id)
		for _, other := range faultMembers() {
			if other != name {
				must = append(must, is(other, nothing))
			}
		}
		rule := []member{is("properties", object(must...))}
		switch {
		case needed && name == "key": // at a step it is that of the operation
			rule = append(rule, is("if", object(texts("required", "at"))), is("then", object(texts("required", "key"))))
		case needed:
			rule = []member{is("properties", object(append(must, is(name, object(text("pattern", "[1-9]"))))...)), texts("required", name)}
		}
		all = append(all, object(is("if", with(is("fault", object(text("const", id))))), is("then", object(rule...))))
	}
	return []member{items("allOf", all...)}
}

// faultMembers lists what some faults have and others have not.
func faultMembers() []string {
	var names []string
	for _, id := range scenario.FaultIDs() {
		if name, _ := scenario.FaultMember(id); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// stepRules are what a list of steps of each kind needs.
var stepRules = map[strategy.Kind][]value{
	strategy.Read: {once("answer")},
	strategy.Write: {once("answer"),
		object(is("contains", object(texts("enum", "source.save", "queue.put", "cache.set+queue.put"))))},
	strategy.Worker: {once("queue.take"), object(items("prefixItems", object(text("const", "queue.take")))),
		object(is("contains", object(text("const", "source.save")))), object(is("contains", object(text("const", "queue.done"))))},
}

// once says that a list holds the id exactly once.
func once(id string) value {
	return object(is("contains", object(text("const", id))), number("maxContains", 1))
}

// schemaBuilder makes the schema of the format.
type schemaBuilder struct {
	root *field
	defs []member
}

func (b *schemaBuilder) document() value {
	b.define("line", object(ofType("string"), text("pattern", linePattern)))
	b.define("lines", object(ofType("string"), text("pattern", linesPattern)))
	b.define("duration", object(ofType("string"), text("pattern", durationPattern), is("not", object(text("pattern", belowZero)))))
	b.define("latency", b.latency(false))
	whole := b.members(b.root, false)
	b.define("patchedLatency", b.latency(true))
	patch := b.members(b.root, true)
	b.define("patch", object(patch...))
	return object(append([]member{
		text("$schema", "https://json-schema.org/draft/2020-12/schema"),
		text("title", "A scenario of the Cache Strategy Playground"),
		text("$comment", "What it cannot tell: "+strings.Join(beyondSchema, "; ")+"."),
	}, append(whole, is("$defs", object(b.defs...)))...)...)
}

func (b *schemaBuilder) define(name string, v value) {
	if !slices.ContainsFunc(b.defs, func(m member) bool { return m.Name == name }) {
		b.defs = append(b.defs, is(name, v))
	}
}

// members gives the keywords for an object and what is inside it. In a patch no
// member is needed, each can be removed, and objects are merged.
func (b *schemaBuilder) members(f *field, patch bool) []member {
	var properties []member
	var required []string
	for _, inside := range f.inside {
		if !(patch && f == b.root && slices.Contains(scenario.Unpatched(), inside.name)) {
			properties = append(properties, is(inside.name, b.field(f, inside, patch)))
		}
		if inside.Required && !patch {
			required = append(required, inside.name)
		}
	}
	out := []member{ofType("object"), is("properties", object(properties...))}
	if len(required) > 0 {
		out = append(out, texts("required", required...))
	}
	return append(out, is("additionalProperties", nothing))
}

// field gives the schema of a field inside another.
func (b *schemaBuilder) field(parent, f *field, patch bool) value {
	out := []member{text("description", f.Doc)}
	if f.Default != "" {
		byDefault, err := jsontree.Parse([]byte(f.Default))
		if err != nil {
			panic(fmt.Sprintf("the default of %s: %v", f.Path, err)) // in our own declarations
		}
		out = append(out, is("default", byDefault))
	}
	keywords := b.keywords(parent, f, patch)
	if !patch {
		return object(append(out, keywords...)...)
	}
	return object(append(out, items("anyOf", object(keywords...), null))...)
}

// keywords says what a field can hold.
func (b *schemaBuilder) keywords(parent, f *field, patch bool) []member {
	switch f.Type {
	case scenario.TypeObject:
		if patch {
			return b.members(f, true)
		}
		return append(b.members(f, false), rules[f.Path]...)
	case scenario.TypeList:
		return append([]member{ofType("array"), number("minItems", f.Min), number("maxItems", f.Max),
			is("items", object(b.itemsOf(parent, f)...))}, b.rulesOf(parent, f)...)
	case scenario.TypeValues:
		if patch {
			return []member{ofType("object")}
		}
		return []member{ofType("object"), number("maxProperties", f.Max),
			is("propertyNames", object(lineOf(scenario.Field{Min: 1, Max: scenario.MaxKeyLength})...))}
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

// scalar says what a field can hold that has nothing inside it.
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
	case scenario.TypeCall:
		return []member{ofType("string"), text("pattern", callPattern())}
	case scenario.TypeTurn:
		return []member{ofType("string"), text("pattern", turnPattern())}
	case scenario.TypeSetting:
		return knobs()
	case scenario.TypePatch:
		return []member{ref("patch")}
	case scenario.TypeValue:
		return nil
	}
	panic("no schema for the type " + f.Type)
}

// lineOf gives the keywords of a text.
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

// knobs gives the keywords of the path of a field that a control can be offered
// for.
func knobs() []member {
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

// items says what a list holds.
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

// rulesOf gives what a list needs besides the right items.
func (b *schemaBuilder) rulesOf(parent, f *field) []member {
	if f.Item.Type == scenario.TypeStep {
		return []member{items("allOf", stepRules[stepKind(parent, f)]...)}
	}
	return rules[f.Path]
}

// stepKind gives the kind of a list of steps inside a strategy.
func stepKind(parent, f *field) strategy.Kind {
	if f.name == strategy.Worker.String() {
		return strategy.Worker
	}
	return kindOf(parent)
}

// kindOf gives the kind of a field that is a strategy.
func kindOf(f *field) strategy.Kind {
	if _, reads := strategy.ByID(strategy.Read, f.IDs[0]); reads {
		return strategy.Read
	}
	return strategy.Write
}

// strategy says that a field is an id or a list of steps of the author's own.
func (b *schemaBuilder) strategy(f *field, patch bool) []member {
	own := b.members(f, patch)
	if !patch && kindOf(f) == strategy.Write {
		queues := stepIDs(slices.DeleteFunc(allSteps(), func(s strategy.Step) bool { return !s.Queues() }))
		other := object(is("not", object(texts("enum", queues...))))
		own = append(own,
			is("if", with(is("by", object(text("const", "client"))))),
			is("then", with(is("steps", object(is("items", other))))))
	}
	return []member{items("anyOf", object(texts("enum", f.IDs...)), object(own...))}
}

// latency gives the forms of a latency. A patch can hold a part of one.
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
			properties = append(properties, is(name, parts[name]))
		}
		forms = append(forms, object(ofType("object"), is("properties", object(properties...)), is("additionalProperties", nothing)))
	}
	return object(items("anyOf", forms...))
}

// latencyDists lists the distributions of a latency that is an object, and ""
// for measured percentiles.
func latencyDists() []string {
	var dists []string
	for _, part := range scenario.LatencyForm("exponential") {
		if part.Type == scenario.TypeChoice {
			dists = slices.Clone(part.IDs)
		}
	}
	return append(dists, "")
}
