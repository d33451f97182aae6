package scenario

import (
	"slices"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/judge"
)

// Of says what a figure is about.
type Of uint8

const (
	// OfOperation is a figure of one operation.
	OfOperation Of = iota
	// OfSource is what the source holds at the end.
	OfSource
	// OfCache is what the cache holds at the end.
	OfCache
	// OfRun is a figure of the run as a whole.
	OfRun
)

// Figure is a fact of a run, such as write.wait or source.value.payment.amount.
//
// The names of an operation's figures are
//
//	wait    how long its client waited
//	value   what it wrote or was answered, or the field of it at Path
//	from    where its answer came from (reads)
//	lag     from its answer until the source holds it (writes)
//	called  from its start until the source is first called to save it (writes)
//	held    from its start until the source holds it (writes)
//	outcome ok, failed, unknown or pending
//	times   how often the source has applied it (writes)
//
// and, as yes or no, ok, hit and stale (reads), and lost and twice (writes). Source
// and cache have value only. The figures of the run are counts:
//
//	failed  operations whose clients were not told that they are done
//	lost    acknowledged writes that the source ends without
//	reads   calls to the source to read
//	saves   calls to the source to save
//	queued  the highest number of writes in the queue
//
// and, as yes or no, the properties by their names, such as durable, judged for this
// run.
type Figure struct {
	Of         Of
	Client, Op int // of an operation, counted from 1
	Name       string
	Key        string   // of source and cache
	Path       []string // of a field of the value; empty for all of it
}

// FigureKind is a figure of operations: which of them have it, and whether it is
// yes or no.
type FigureKind struct {
	Name          string
	Reads, Writes bool
	YesNo         bool
}

// FigureKinds lists the figures that operations have.
func FigureKinds() []FigureKind { return slices.Clone(figureKinds) }

// figureKinds lists the figures of operations in the order in which errors list
// them.
var figureKinds = []FigureKind{
	{Name: "wait", Reads: true, Writes: true},
	{Name: "outcome", Reads: true, Writes: true},
	{Name: "value", Reads: true, Writes: true},
	{Name: "from", Reads: true},
	{Name: "lag", Writes: true},
	{Name: "called", Writes: true},
	{Name: "held", Writes: true},
	{Name: "hit", Reads: true, YesNo: true},
	{Name: "stale", Reads: true, YesNo: true},
	{Name: "ok", Reads: true, Writes: true, YesNo: true},
	{Name: "lost", Writes: true, YesNo: true},
	{Name: "times", Writes: true},
	{Name: "twice", Writes: true, YesNo: true},
}

// RunFigures lists the figures of the run as a whole: the counts, then those that are
// yes or no.
func RunFigures() []string { return slices.Concat(runFigures, judge.IDs()) }

var runFigures = []string{"failed", "lost", "reads", "saves", "queued"}

const (
	yesNoWords  = `"hit", "stale", "ok", "lost", "twice" and a property of the run such as "run.durable"`
	figureWords = "such as {write.wait}, {read.value.amount}, {C2/1.wait}, {source.value.KEY}, {cache.value.KEY} or {run.reads}"
)

// parseFigure parses a figure of the variant. The message is the error, "" if there
// is none.
func (v *Variant) parseFigure(text string) (figure *Figure, yesNo bool, message string) {
	names, ok := splitFigure(text)
	if !ok || len(names) < 2 {
		return nil, false, quote(text) + " is not a figure " + figureWords
	}
	if text == "source.lag" { // another name of write.held
		names = []string{"write", "held"}
	}
	switch names[0] {
	case "source":
		return v.storeFigure(text, OfSource, names)
	case "cache":
		return v.storeFigure(text, OfCache, names)
	case "run":
		if len(names) == 2 && slices.Contains(RunFigures(), names[1]) {
			_, isProperty := judge.Named(names[1])
			return &Figure{Of: OfRun, Name: names[1]}, isProperty, ""
		}
		return nil, false, quote(text) + " is not a figure of the run: it has " + quoted(RunFigures())
	}
	f := Figure{Name: names[1], Path: names[2:]}
	if f.Client, f.Op, ok = v.operation(names[0]); !ok {
		return nil, false, quote(text) + " is a figure of an operation that the scenario does not have"
	}
	writes := v.Clients[f.Client-1].Ops[f.Op-1].Kind != engine.Get
	var allowed []string
	for _, kind := range figureKinds {
		if writes && !kind.Writes || !writes && !kind.Reads {
			continue
		}
		if kind.Name == f.Name && (len(f.Path) == 0 || kind.Name == "value") {
			return &f, kind.YesNo, ""
		}
		allowed = append(allowed, kind.Name)
	}
	what := "a read"
	if writes {
		what = "a write"
	}
	return nil, false, quote(text) + " is not a figure of " + what + ": it has " + quoted(allowed)
}

// storeFigure parses a figure of source or cache, such as source.value.KEY.
func (v *Variant) storeFigure(text string, of Of, names []string) (*Figure, bool, string) {
	if names[1] != "value" || len(names) < 3 {
		return nil, false, quote(text) + " is not a figure " + figureWords
	}
	if !v.hasKey(names[2]) {
		return nil, false, quote(text) + " names a key that neither an operation nor source.records has"
	}
	return &Figure{Of: of, Name: "value", Key: names[2], Path: names[3:]}, false, ""
}

// operation returns the operation that a name stands for: "write" and "read" are
// the first ones, "C2/1" is an id.
func (v *Variant) operation(name string) (client, op int, ok bool) {
	if name != "write" && name != "read" {
		client, op, ok = parseOpID(name)
		return client, op, ok && client <= len(v.Clients) && op <= len(v.Clients[client-1].Ops)
	}
	for i := range v.Clients {
		for j := range v.Clients[i].Ops {
			if (v.Clients[i].Ops[j].Kind == engine.Get) == (name == "read") {
				return i + 1, j + 1, true
			}
		}
	}
	return 0, 0, false
}

// splitFigure splits a figure at the dots outside of quotes. A name in quotes may hold
// anything, with \" for a quote and \\ for a backslash; others hold ASCII
// letters, digits, "_", "-" and "/".
func splitFigure(text string) ([]string, bool) {
	var names []string
	for {
		name, rest, ok := firstName(text)
		if !ok {
			return nil, false
		}
		names = append(names, name)
		if rest == "" {
			return names, true
		}
		if rest[0] != '.' {
			return nil, false
		}
		text = rest[1:]
	}
}

// firstName returns the first name of a figure and what follows it.
func firstName(text string) (name, rest string, ok bool) {
	if !strings.HasPrefix(text, `"`) {
		n := 0
		for n < len(text) && (isWordByte(text[n])) {
			n++
		}
		return text[:n], text[n:], n > 0
	}
	var plain []byte
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '"':
			return string(plain), text[i+1:], true
		case '\\':
			if i++; i < len(text) {
				plain = append(plain, text[i])
			}
		default:
			plain = append(plain, text[i])
		}
	}
	return "", "", false
}

// isWordByte reports whether a character needs no quotes.
func isWordByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '/'
}
