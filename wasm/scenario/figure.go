package scenario

import (
	"slices"
	"strings"

	"cacheplay/wasm/engine"
)

// Of says whose figure a figure is.
type Of uint8

// Figures are those of an operation, of what source or cache hold at the end, or
// of the run as a whole.
const (
	OfOperation Of = iota
	OfSource
	OfCache
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
//	called  from its start until the source is first asked to save it (writes)
//	held    from its start until the source holds it (writes)
//	outcome ok, failed, unknown or pending
//	times   how often the source has applied it (writes)
//
// and, yes or no, ok, hit and stale (reads), and lost and twice (writes). Of
// source and cache there is value only. Those of the run are counts:
//
//	failed  operations whose clients were not told that they are done
//	lost    writes whose clients were, and that the source will never have
//	reads   calls that asked the source to read
//	saves   calls that asked the source to save
//	queued  the most writes that waited in the queue at the same time
type Figure struct {
	Of         Of
	Client, Op int // of an operation, counted from 1
	Name       string
	Key        string   // of source and cache
	Path       []string // of a field of the value; empty for all of it
}

// FigureKind says which operations have a figure, and whether it is yes or no.
type FigureKind struct {
	Name          string
	Reads, Writes bool
	YesNo         bool
}

// FigureKinds lists the figures that operations have.
func FigureKinds() []FigureKind { return slices.Clone(figureKinds) }

var figureKinds = []FigureKind{
	{"wait", true, true, false},
	{"outcome", true, true, false},
	{"value", true, true, false},
	{"from", true, false, false},
	{"lag", false, true, false},
	{"called", false, true, false},
	{"held", false, true, false},
	{"hit", true, false, true},
	{"stale", true, false, true},
	{"ok", true, true, true},
	{"lost", false, true, true},
	{"times", false, true, false},
	{"twice", false, true, true},
}

// RunFigures lists the figures of the run as a whole.
func RunFigures() []string { return slices.Clone(runFigures) }

var runFigures = []string{"failed", "lost", "reads", "saves", "queued"}

const (
	yesNoWords  = `"hit", "stale", "ok", "lost" and "twice"`
	figureWords = "such as {write.wait}, {read.value.amount}, {C2/1.wait}, {source.value.KEY}, {cache.value.KEY} or {run.reads}"
)

// parseFigure reads a figure of the run. The message says what is wrong with
// it, "" where nothing is.
func (r *Run) parseFigure(text string) (figure *Figure, yesNo bool, message string) {
	names, ok := splitFigure(text)
	if !ok || len(names) < 2 {
		return nil, false, quote(text) + " is not a figure " + figureWords
	}
	if text == "source.lag" { // how long it took until the source held the write
		names = []string{"write", "held"}
	}
	switch names[0] {
	case "source":
		return r.storeFigure(text, OfSource, names)
	case "cache":
		return r.storeFigure(text, OfCache, names)
	case "run":
		if len(names) == 2 && slices.Contains(runFigures, names[1]) {
			return &Figure{Of: OfRun, Name: names[1]}, false, ""
		}
		return nil, false, quote(text) + " is not a figure of the run: it has " + quoted(runFigures)
	}
	f := Figure{Name: names[1], Path: names[2:]}
	if f.Client, f.Op, ok = r.operation(names[0]); !ok {
		return nil, false, quote(text) + " is a figure of an operation that the scenario does not have"
	}
	writes := r.Clients[f.Client-1].Ops[f.Op-1].Kind != engine.Get
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

// storeFigure reads source.value.KEY and what follows, or cache.value.KEY.
func (r *Run) storeFigure(text string, of Of, names []string) (*Figure, bool, string) {
	if names[1] != "value" || len(names) < 3 {
		return nil, false, quote(text) + " is not a figure " + figureWords
	}
	if !r.hasKey(names[2]) {
		return nil, false, quote(text) + " names a key that neither an operation nor source.records has"
	}
	return &Figure{Of: of, Name: "value", Key: names[2], Path: names[3:]}, false, ""
}

// operation gives the operation that "write", "read" or "C2/1" stands for.
func (r *Run) operation(name string) (client, op int, ok bool) {
	if name != "write" && name != "read" {
		client, op, ok = parseOpID(name)
		return client, op, ok && client <= len(r.Clients) && op <= len(r.Clients[client-1].Ops)
	}
	for i := range r.Clients {
		for j := range r.Clients[i].Ops {
			if (r.Clients[i].Ops[j].Kind == engine.Get) == (name == "read") {
				return i + 1, j + 1, true
			}
		}
	}
	return 0, 0, false
}

// splitFigure splits at the dots outside of quotes. A name in quotes may hold
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

// firstName reads a name and gives what follows it.
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

func isWordByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '/'
}
