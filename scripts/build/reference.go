package main

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/strategy"
)

// addReference adds the page that explains the format, from the declarations
// that decode it.
func (s *site) addReference(root string) error {
	web, err := filepath.Abs(filepath.Join(root, "web"))
	if err != nil {
		return err
	}
	page, err := os.ReadFile(filepath.Join(web, "reference.html"))
	if err != nil {
		return err
	}
	filled, err := fill(string(page), referenceParts())
	if err != nil {
		return fmt.Errorf("web/reference.html: %w", err)
	}
	s.files["reference.html"] = []byte(filled)
	s.files["reference.css"], err = bundle(web, api.BuildOptions{EntryPoints: []string{filepath.Join(web, "reference.css")}})
	if err != nil {
		return fmt.Errorf("web/reference.css: %w", err)
	}
	return nil
}

// chapter is a part of the reference.
type chapter struct {
	id, title string
	intro     string   // as HTML
	fields    []string // the outermost ones; what is inside them follows
	example   string   // members of a document
	more      func(*writer)
}

// chapters are in the order in which somebody who writes a first scenario needs
// them.
var chapters = []chapter{
	{id: "first", title: "A first scenario", example: firstExample, more: writeStart,
		intro: `<p>Five take part. The <b>client</b> needs data. The <b>Resource Manager</b> stands between it and the data and decides whether the cache or the source answers. The <b>cache</b> keeps copies. The <b>Data Accessor</b> talks to the source for the application. The <b>source</b> holds the data that count, such as a database or a bank.</p>
<p>Here a client saves a payment and then reads it. Only <code>version</code> and <code>clients</code> are needed; all else has a default.</p>
`},
	{id: "document", title: "The document", fields: []string{"version", "name", "seed", "start"},
		example: `"version": 1,
"name": "Two payments",
"seed": "7",
"start": "14:59:17.971960"`},
	{id: "clients-and-operations", title: "Clients and operations", fields: []string{"clients"},
		intro: `<p>Several clients run side by side. Each does its own operations one after the other.</p>`,
		example: `"clients": [
  {"name": "Reader", "ops": [
    {"op": "get", "key": "balance"},
    {"op": "get", "key": "balance",
      "think": "2s"}
  ]},
  {"name": "Writer", "ops": [
    {"op": "edit", "key": "balance",
      "value": {"amount": 40}, "at": "1s"}
  ]}
]`},
	{id: "strategies", title: "Strategies", fields: []string{"read", "write"},
		intro: `<p>A strategy is a list of steps and who takes them. There is one for reads and one for writes; any two go together. Most scenarios name one; who wants to try a strategy of their own gives its steps.</p>`,
		example: `"read": "cache-aside",
"write": {
  "by": "client",
  "steps": [
    "cache.delete", "source.save", "answer"
  ]
}`, more: writeStrategies},
	{id: "delays", title: "Durations and delays", example: `"source": {
  "readLatency": {
    "p50": "20ms", "p99": "900ms"
  },
  "writeLatency": {
    "dist": "uniform",
    "min": "1s", "max": "4s"
  }
}`, more: writeDelays},
	{id: "source-and-network", title: "Source and network", fields: []string{"source", "network"},
		example: `"source": {
  "readLatency": "1500ms",
  "writeLatency": "2s",
  "records": {"balance": {"amount": 100}}
},
"network": {"latency": "1ms"}`},
	{id: "the-cache", title: "The cache", fields: []string{"cache"},
		example: `"source": {"records": {"rate": 1.08}},
"cache": {
  "ttl": "5s",
  "ttlMode": "access",
  "primer": ["rate"]
}`},
	{id: "the-queue", title: "Write behind: the queue", fields: []string{"writeBehind"},
		example: `"write": "write-behind",
"writeBehind": {"writeDelay": "5s", "workers": 2}`},
	{id: "what-goes-wrong", title: "What goes wrong", fields: []string{"faults"},
		example: `"faults": [
  {
    "fault": "crash",
    "at": "3s", "restartAfter": "1s"
  },
  {
    "fault": "crash",
    "step": "C1/1/source.save"
  }
]`},
	{id: "given-order", title: "A given order", fields: []string{"order"},
		intro: `<p>A race shows itself only in some orders. With a list of turns a scenario plays exactly one of them.</p>`,
		example: `"clients": [
  {"ops": [{"op": "get", "key": "k"}]},
  {"ops": [{"op": "edit", "key": "k"}]}
],
"order": [
  "C1/1/cache.get",
  "C2/1",
  "C1/1/source.read"
]`, more: writeTurns},
	{id: "comparison", title: "Comparing runs", fields: []string{"compare"},
		example: `"cache": {"ttl": "5s"},
"compare": [
  {"write": "write-through"},
  {
    "name": "Behind",
    "write": "write-behind",
    "writeBehind": {"writeDelay": "5s"}
  },
  {
    "name": "No expiry",
    "cache": {"ttl": null}
  }
]`, more: writeComparison},
	{id: "names-and-labels", title: "Names and labels", fields: []string{"names", "labels"},
		example: `"names": {"source": "Bank"},
"labels": {
  "create": "Save transaction",
  "source.save": "save_transaction"
}`},
	{id: "texts", title: "Texts and their figures", fields: []string{"text"},
		example: `"write": "write-behind",
"text": "Answered in {write.wait}. {write.lost ? The bank never has it | The bank has it after {write.held}}."`,
		more: writeFigures},
	{id: "questions", title: "Questions and controls", fields: []string{"ask", "controls"},
		example: `"ask": {
  "question": "Does the crash lose the payment?",
  "choices": ["Yes", "No"],
  "decides": "write.lost"
},
"controls": [
  "writeBehind.writeDelay",
  "clients[0].ops[1].at"
]`},
	{id: "verdicts", title: "Expected verdicts", fields: []string{"expect"},
		intro: `<p>A verdict is about all orders in which things can happen, not only about the one that the clock gives. The search through them is not built yet: so far these are kept and not checked.</p>`,
		example: `"write": "write-behind",
"expect": {
  "durable": "violated",
  "converges": "holds"
}`},
	{id: "limits", title: "Limits", more: writeLimits},
	{id: "schema", title: "A schema for your editor", more: writeSchemaHelp},
	{id: "not-yet", title: "Not built yet", more: writeNotYet},
}

const firstExample = `{
  "version": 1,
  "name": "A payment",
  "write": "write-behind",
  "writeBehind": {"writeDelay": "5s"},
  "source": {"writeLatency": "2s"},
  "clients": [
    {"ops": [
      {"op": "create", "key": "payment",
        "value": {"amount": 100}},
      {"op": "get", "key": "payment"}
    ]}
  ]
}`

// referenceParts writes the parts of the page.
func referenceParts() map[string]string {
	contents, sections := &writer{}, &writer{fields: scenario.Fields()}
	contents.put("<ul>\n")
	for i := range chapters {
		c := &chapters[i]
		contents.put(`<li><a href="#`, c.id, `">`, html.EscapeString(c.title), "</a></li>\n")
		sections.chapter(c)
	}
	contents.put("</ul>")
	return map[string]string{"contents": contents.String(), "sections": sections.String()}
}

// writer writes the page.
type writer struct {
	strings.Builder
	fields []scenario.Field
}

func (w *writer) put(parts ...string) {
	for _, part := range parts {
		w.WriteString(part)
	}
}

func (w *writer) chapter(c *chapter) {
	w.put(`<section id="`, c.id, `" aria-labelledby="`, c.id, `-title">`, "\n<h2 id=\"", c.id, `-title">`, html.EscapeString(c.title), "</h2>\n", c.intro)
	if len(c.fields) > 0 {
		w.open()
		for _, root := range c.fields {
			w.below(root)
		}
		w.close()
	}
	if c.example != "" {
		w.example("For example:", c.example)
	}
	if c.more != nil {
		c.more(w)
	}
	w.put("</section>\n")
}

// below writes a field and those inside it. What a strategy or a latency holds
// inside is the same everywhere, and explained once.
func (w *writer) below(root string) {
	for i := range w.fields {
		f := &w.fields[i]
		inside := strings.HasPrefix(f.Path, root+".") || strings.HasPrefix(f.Path, root+"[")
		if f.Built && (f.Path == root || inside && !w.insideStrategy(f.Path)) {
			w.field(f, []string{f.Path})
		}
	}
}

// insideStrategy reports whether a field is a part of an own list of steps.
func (w *writer) insideStrategy(path string) bool {
	parent, _ := splitPath(path)
	return slices.ContainsFunc(w.fields, func(f scenario.Field) bool { return f.Path == parent && f.Type == scenario.TypeStrategy })
}

func (w *writer) open()  { w.put("<dl class=\"fields\">\n") }
func (w *writer) close() { w.put("</dl>\n") }

// row writes a term with its ids, and what is said about it.
func (w *writer) row(term string, ids []string, says string) { w.rowAlso(term, ids, "", says) }

// rowAlso writes a row with more below its term.
func (w *writer) rowAlso(term string, ids []string, also, says string) {
	w.put(`<div id="`, html.EscapeString(ids[0]), `"><dt><a href="#`, html.EscapeString(ids[0]), `"><code>`, breakable(term), "</code></a>")
	for _, id := range ids[1:] {
		w.put(`<span class="also">and <code id="`, html.EscapeString(id), `">`, breakable(id), "</code></span>")
	}
	w.put(also, "</dt><dd>", says, "</dd></div>\n")
}

// field writes one field, which can stand at several paths.
func (w *writer) field(f *scenario.Field, paths []string) {
	facts := w.allowed(f)
	if f.Required {
		facts += " <b>Needed.</b>"
	}
	if f.Default != "" {
		facts += " Default: <code>" + html.EscapeString(f.Default) + "</code>."
	}
	w.row(f.Path, paths, "<p>"+w.linked(f.Doc)+`</p><p class="facts">`+facts+"</p>")
}

// allowed says what a field can hold, as a sentence.
func (w *writer) allowed(f *scenario.Field) string {
	switch f.Type {
	case scenario.TypeDuration:
		return `A <a href="#duration">duration</a>.`
	case scenario.TypeLatency:
		return `A <a href="#latency">delay</a>.`
	case scenario.TypeStrategy:
		return `The name of a <a href="#` + kindOf(&field{Field: *f}).String() + `-strategies">strategy</a>, or <a href="#own-steps">steps of your own</a>.`
	case scenario.TypeList:
		return w.listAllowed(f)
	case scenario.TypeChoice:
		if len(f.IDs) == 1 {
			return sentence("only " + f.Allowed)
		}
		return sentence(f.Allowed)
	case scenario.TypeText, scenario.TypeNumber, scenario.TypeFlag, scenario.TypeObject, scenario.TypeValue,
		scenario.TypeValues, scenario.TypeSeed, scenario.TypeTime, scenario.TypeCall:
		return sentence(f.Allowed)
	}
	panic("the reference has no words for the type " + f.Type)
}

func (w *writer) listAllowed(f *scenario.Field) string {
	said := strings.TrimSuffix(sentence(f.Allowed), ".")
	switch f.Item.Type {
	case scenario.TypeStep:
		return said + `, each the name of a <a href="#steps">step</a>.`
	case scenario.TypeTurn:
		return said + `, each a <a href="#turns">turn</a>.`
	case scenario.TypePatch:
		return said + `, each an object.`
	case scenario.TypeObject:
		return said + `, each an object with what follows.`
	}
	return said + ", each " + html.EscapeString(f.Item.Allowed) + "."
}

// sentence makes a sentence of what is allowed.
func sentence(allowed string) string {
	text := html.EscapeString(strings.ToUpper(allowed[:1]) + allowed[1:] + ".")
	return inQuotes.ReplaceAllString(text, `<code>$0</code>`)
}

var (
	inQuotes = regexp.MustCompile(`&#34;[^&]*&#34;`)
	special  = regexp.MustCompile(inQuotes.String() + `|\{[^}]*\}|[A-Za-z]+\.[A-Za-z]+`) // and braces, and names with dots
)

// linked writes a sentence in which a field's path leads to that field.
func (w *writer) linked(text string) string {
	return special.ReplaceAllStringFunc(html.EscapeString(text), func(found string) string {
		switch {
		case found[0] == '&' || found[0] == '{':
			return "<code>" + found + "</code>"
		case slices.ContainsFunc(w.fields, func(f scenario.Field) bool { return f.Path == found }):
			return `<a href="#` + found + `"><code>` + found + `</code></a>`
		}
		return found
	})
}

// breakable writes a path that can break after its dots.
func breakable(path string) string {
	return strings.ReplaceAll(html.EscapeString(path), ".", ".<wbr>")
}

func (w *writer) example(caption, text string) {
	w.put(`<figure class="example"><figcaption>`, caption, `</figcaption><pre tabindex="0"><code>`, html.EscapeString(text), "</code></pre></figure>\n")
}

func (w *writer) heading(id, title string) {
	w.put(`<h3 id="`, id, `">`, html.EscapeString(title), "</h3>\n")
}

func writeStart(w *writer) {
	w.put(`<p>The other examples leave out the outermost braces and what they do not need. What is wrong with a document is said all at once: each field, what was found there and what is allowed. Nothing is skipped silently: a name that is not on this page is an error, and so is one that stands twice.</p>
`)
}

// doers are the words for who takes the steps of a list.
var doers = map[strategy.Participant]string{strategy.Client: "The client:", strategy.ResourceManager: "The Resource Manager:"}

func writeStrategies(w *writer) {
	for _, kind := range []strategy.Kind{strategy.Read, strategy.Write} {
		w.heading(kind.String()+"-strategies", "Strategies to "+kind.String())
		w.open()
		for _, s := range strategy.Named(kind) {
			w.strategy(&s)
		}
		w.close()
	}
	w.heading("steps", "Steps")
	w.put(`<p>What comes after the answer happens in the background, while the client goes on.</p>`)
	w.open()
	for _, step := range allSteps() {
		w.row(step.String(), []string{step.String()}, "<p>"+html.EscapeString(stepDocs[step])+`</p><p class="facts">For `+html.EscapeString(kindsOf(step))+".</p>")
	}
	w.close()
	w.heading("own-steps", "Steps of your own")
	w.put(`<p>An object in place of a name gives the steps themselves. A list that cannot work is an error: an operation is answered once, and not before its result is known; a write reaches the source, itself or by the queue, which only the Resource Manager fills.</p>`)
	w.open()
	for _, part := range w.ownParts() {
		w.field(part.field, part.paths)
	}
	w.close()
	w.example("A writer that uses the queue, and a worker that also deletes the copy:", ownExample)
}

const ownExample = `"write": {
  "by": "manager",
  "steps": ["queue.put", "answer"],
  "worker": [
    "queue.take", "source.save",
    "cache.delete", "queue.done"
  ]
}`

// strategy writes one named strategy.
func (w *writer) strategy(s *strategy.Strategy) {
	says := stepList(doers[s.By], s.Steps)
	if s.Queues() {
		says += stepList("Later a worker:", strategy.WorkerSteps)
	}
	also := ""
	if s.Also != "" {
		also = `<span class="also">also called ` + html.EscapeString(s.Also) + "</span>"
	}
	if s.Choose != "" {
		says += `<p class="facts">Choose it ` + html.EscapeString(s.Choose) + " It costs " + html.EscapeString(s.Cost) + "</p>"
	}
	w.rowAlso(s.ID, []string{s.ID}, also, says)
}

func stepList(who string, steps []strategy.Step) string {
	out := `<ol class="steps"><li class="who">` + who + "</li>"
	for _, step := range steps {
		out += `<li><a href="#` + step.String() + `"><code>` + step.String() + "</code></a></li>"
	}
	return out + "</ol>"
}

// stepDocs say what a step does.
var stepDocs = map[strategy.Step]string{
	strategy.CacheGet:         "Asks the cache for the key. It has a copy (a hit) or not (a miss).",
	strategy.CacheSet:         "Stores a copy in the cache: of what is written, or of what a read has got from the source.",
	strategy.CacheDelete:      "Removes the copy from the cache.",
	strategy.CacheSetQueuePut: "Stores the copy and puts the write into the queue in one step, so that nothing can come in between.",
	strategy.SourceRead:       "Gets the value from the source.",
	strategy.SourceSave:       "Saves the write at the source.",
	strategy.QueuePut:         "Puts the write into the queue, from which a worker brings it to the source.",
	strategy.Answer:           "Answers the client.",
	strategy.AnswerOnHit:      "After a hit: answers the client, and the operation ends here. After a miss: nothing.",
	strategy.Wait:             "Pauses.",
	strategy.QueueTake:        "Takes the oldest write that may be taken from the queue.",
	strategy.QueueDone:        "The write leaves the queue: the source has it.",
}

// kindsOf says which lists can hold a step.
func kindsOf(step strategy.Step) string {
	var kinds []string
	for _, kind := range []strategy.Kind{strategy.Read, strategy.Write, strategy.Worker} {
		if slices.Contains(stepsOf(kind), step) {
			kinds = append(kinds, kind.String()+"s")
		}
	}
	return strings.Join(kinds, ", ")
}

// ownPart is a field of an own list of steps, with all places where it stands.
type ownPart struct {
	field *scenario.Field
	paths []string
}

// ownParts lists the fields of own lists of steps, the scenario's own first.
func (w *writer) ownParts() []ownPart {
	var parts []ownPart
	for i := range w.fields {
		f := &w.fields[i]
		if !f.Built || !w.insideStrategy(f.Path) {
			continue
		}
		_, name := splitPath(f.Path)
		same := slices.IndexFunc(parts, func(p ownPart) bool { _, other := splitPath(p.paths[0]); return other == name })
		if same < 0 {
			parts = append(parts, ownPart{field: f, paths: []string{f.Path}})
			continue
		}
		parts[same].paths = append(parts[same].paths, f.Path)
	}
	return parts
}

func writeDelays(w *writer) {
	w.heading("duration", "Durations")
	w.put(`<p>A duration is a text of numbers with units: <code>"1500ms"</code>, <code>"2s"</code>, <code>"1m30s"</code>. The units are <code>ns</code>, <code>us</code>, <code>ms</code>, <code>s</code>, <code>m</code> and <code>h</code>. The longest duration is 24 hours.</p>`)
	w.heading("latency", "Delays")
	w.put(`<p>A delay is a duration if it is always the same, or an object that says how it scatters: <code>{"dist": "exponential", "mean": "2ms"}</code>, <code>{"dist": "uniform", "min": "1ms", "max": "3ms"}</code>, or, with what has been measured, <code>{"p50": "1ms", "p99": "20ms"}</code>. The p99 is 1 to ` +
		strconv.Itoa(scenario.MaxPercentileRatio) + ` times the p50.</p>`)
	w.open()
	var seen []string
	for _, dist := range latencyDists() {
		for _, part := range scenario.LatencyForm(dist) {
			if !slices.Contains(seen, part.Path) {
				seen = append(seen, part.Path)
				part.Required = false // each form needs all of its own
				w.row(part.Path, []string{"latency." + part.Path}, "<p>"+w.linked(part.Doc)+`</p><p class="facts">`+w.allowed(&part)+"</p>")
			}
		}
	}
	w.close()
}

// turnDocs are the forms of a turn.
var turnDocs = []struct{ id, form, doc string }{
	{"turn.operation", "C1/2", "The second operation of the first client takes its next step. Both count from 1."},
	{"turn.operation-step", "C1/2/source.save", "The same, and that step must be this one."},
	{"turn.worker", "worker/1", "The first worker takes its next step."},
	{"turn.worker-step", "worker/1/queue.take", "The same, and that step must be this one."},
	{"turn.expire", "expire/KEY", "The copy under this key expires."},
	{"turn.crash", "crash", "The Resource Manager’s process ends at once."},
}

func writeTurns(w *writer) {
	w.heading("turns", "Turns")
	w.open()
	for _, turn := range turnDocs {
		w.row(turn.form, []string{turn.id}, "<p>"+turn.doc+"</p>")
	}
	w.close()
	w.put(`<p>The run ends with the last turn. A turn for somebody who has nothing to do then is an error, which names those who have.</p>`)
}

func writeComparison(w *writer) {
	var names []string
	for _, name := range scenario.Unpatched() {
		names = append(names, "<code>"+name+"</code>")
	}
	w.put(`<p>What an entry says replaces what the document says; objects are merged, lists are replaced as a whole. `,
		strings.Join(names[:len(names)-1], ", "), ` and `, names[len(names)-1], ` belong to the document and cannot be in an entry. A run without a name is called as it writes.</p>`)
}

// figureDocs say what a figure of an operation is.
var figureDocs = map[string]string{
	"wait":    "How long the client waited for the answer.",
	"outcome": "How it ended: ok, failed, unknown (nobody knows whether it took effect) or pending.",
	"value":   "The value written or answered. A field of it follows after a dot: {read.value.amount}.",
	"from":    "Who had the answer: the cache or the source, by its name.",
	"lag":     "From the answer until the source has it.",
	"called":  "From the start until the source is first asked to save it.",
	"held":    "From the start until the source has it.",
	"hit":     "The cache had a copy.",
	"stale":   "The answer was an old value: the source had a newer one when the client asked.",
	"ok":      "The client was told that it is done.",
	"lost":    "The client was told that it is done, and the source never has it.",
}

func writeFigures(w *writer) {
	w.put(`<p><code>{whose.figure}</code> is replaced by a figure of the run. Those that are yes or no choose: <code>{read.hit ? one text | another}</code>. Texts to choose from can hold figures, but no further choice. A brace itself is written twice: <code>{{</code> or <code>}}</code>.</p>
<p>Whose it is: <code>write</code> and <code>read</code> are the first of their kind, <code>C2/1</code> is the first operation of the second client.</p>`)
	w.heading("figures", "Figures")
	w.open()
	for _, kind := range scenario.FigureKinds() {
		of := "reads and writes"
		switch {
		case !kind.Writes:
			of = "reads"
		case !kind.Reads:
			of = "writes"
		}
		if kind.YesNo {
			of += "; yes or no"
		}
		w.row(kind.Name, []string{"figure." + kind.Name}, "<p>"+w.linked(figureDocs[kind.Name])+`</p><p class="facts">Of `+of+".</p>")
	}
	w.row("source.value.KEY", []string{"figure.source"}, "<p>What the source holds under a key at the end. A field of it follows after a dot. A key with other characters than letters, digits, <code>_</code>, <code>-</code> and <code>/</code> stands in double quotes.</p>")
	w.row("cache.value.KEY", []string{"figure.cache"}, "<p>The same of the cache.</p>")
	w.row("source.lag", []string{"figure.source.lag"}, "<p>Another name for <code>write.held</code>.</p>")
	w.close()
}

// limit is a bound of the format.
type limit struct {
	name string
	most string
}

func limits() []limit {
	n := strconv.Itoa
	return []limit{
		{"Runs to compare", n(scenario.MaxRuns)},
		{"Clients", n(scenario.MaxClients)},
		{"Operations of a client", n(scenario.MaxOpsPerClient)},
		{"Operations of all clients", n(scenario.MaxOps)},
		{"Records of the source at the start", n(scenario.MaxRecords)},
		{"Keys, of records and operations together", n(scenario.MaxKeys)},
		{"Steps of a strategy", n(strategy.MaxSteps)},
		{"Workers of the queue", n(scenario.MaxWorkers)},
		{"Faults", n(scenario.MaxFaults)},
		{"Turns of an order", n(scenario.MaxOrder)},
		{"Controls", n(scenario.MaxControls)},
		{"Size of a value, as JSON", n(scenario.MaxValueBytes) + " bytes"},
		{"Objects and lists inside each other in a value", n(scenario.MaxValueDepth)},
		{"A duration", "24 hours"},
		{"Errors listed", n(scenario.MaxErrors)},
	}
}

func writeLimits(w *writer) {
	w.put(`<p>A scenario tells a story that a person can follow. These are the most that one can hold; texts have their limits beside their fields.</p>`)
	w.put("<dl class=\"fields limits\">\n")
	for _, l := range limits() {
		w.put("<div><dt>", html.EscapeString(l.name), "</dt><dd>", l.most, "</dd></div>\n")
	}
	w.close()
}

func writeSchemaHelp(w *writer) {
	w.put(`<p><a href="scenario.schema.json">scenario.schema.json</a> is this format as a JSON Schema (draft 2020-12). With it an editor offers the fields while you type, and marks what is wrong. A scenario does not name its schema: tell the editor which files it is for. Visual Studio Code, for example, has a setting for that:</p>`)
	w.example("settings.json", `"json.schemas": [
  {
    "fileMatch": ["*.scenario.json"],
    "url": "./scenario.schema.json"
  }
]`)
	w.put("<p>Some mistakes only the playground itself can tell:</p>\n<ul>\n")
	for _, what := range beyondSchema {
		w.put("<li>", html.EscapeString(what), "</li>\n")
	}
	w.put("</ul>\n")
}

// writeNotYet lists what belongs to the format and does not work.
func writeNotYet(w *writer) {
	type group struct {
		of    string
		names []string
	}
	var groups []group
	add := func(of, name string) {
		i := slices.IndexFunc(groups, func(g group) bool { return g.of == of })
		if i < 0 {
			i = len(groups)
			groups = append(groups, group{of: of})
		}
		groups[i].names = append(groups[i].names, "<code>"+html.EscapeString(name)+"</code>")
	}
	for i := range w.fields {
		f := &w.fields[i]
		if parent, name := splitPath(f.Path); !f.Built {
			add(parent, name)
		}
		if strings.HasPrefix(f.Path, "clients[].") && f.Type == scenario.TypeStrategy {
			continue // as of the document
		}
		for _, id := range f.Later {
			add(f.Path, strconv.Quote(id))
		}
	}
	w.put("<p>These are reserved, and an error that says so for now: ")
	for i, g := range groups {
		if i > 0 {
			w.put("; ")
		}
		if g.of != "" {
			w.put("in <code>", html.EscapeString(g.of), "</code>: ")
		} else {
			w.put("in the document: ")
		}
		w.put(strings.Join(g.names, ", "))
	}
	w.put(".</p>\n")
}
