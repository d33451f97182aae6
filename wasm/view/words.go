package view

import (
	"slices"
	"strconv"
	"strings"

	"cacheplay/wasm/engine"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/judge"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// Span is a part of a sentence: words, or a figure taken from a trace.
type Span struct {
	Text   string
	Figure bool
}

// spans returns a text with the figures of a trace.
func spans(text scenario.Text, t *trace.Trace) []Span {
	return appendSpans(nil, text.Pieces, t)
}

// beforeAnswer returns how many spans of the scenario's text can be read
// before its question is answered: those before the first choice, or before
// the words that lead to the first figure that may give the answer away.
func beforeAnswer(s *scenario.Scenario, t *trace.Trace) int {
	if s.Ask == nil {
		return 0
	}
	pieces := s.Text.Pieces
	if i := slices.IndexFunc(pieces, func(p scenario.Piece) bool { return givesAway(p, s.Ask.Figure) }); i >= 0 {
		if i > 0 && !pieces[i].Choice {
			i--
		}
		pieces = pieces[:i]
	}
	return len(appendSpans(nil, pieces, t))
}

// givesAway reports whether a piece of text may give away the answer to a
// question that a figure decides. A property is about all operations.
func givesAway(p scenario.Piece, decides *scenario.Figure) bool {
	switch {
	case p.Figure == nil || p.Choice:
		return p.Choice
	case decides.Of == scenario.OfRun || p.Figure.Of != scenario.OfOperation:
		return true
	}
	return p.Figure.Client == decides.Client && p.Figure.Op == decides.Op
}

func appendSpans(out []Span, pieces []scenario.Piece, t *trace.Trace) []Span {
	for _, p := range pieces {
		switch {
		case p.Figure == nil:
			out = append(out, Span{Text: p.Literal})
		case p.Choice && isTrue(p.Figure, t):
			out = appendSpans(out, p.Then, t)
		case p.Choice:
			out = appendSpans(out, p.Else, t)
		default:
			out = appendFigure(out, figure(p.Figure, t))
		}
	}
	return out
}

// appendFigure appends a figure to a sentence. Where the figure is not a
// duration it drops the preposition before it: "in 2 s" and "after 2 s", but
// "at once" and "never"; "waits 2 s", but "does not wait".
func appendFigure(said []Span, figure string) []Span {
	if n := len(said); n > 0 && !said[n-1].Figure {
		before := &said[n-1].Text
		switch {
		case figure == atOnce && hasWord(*before, "waits "):
			*before, figure = strings.TrimSuffix(*before, "waits "), "does not wait"
		case figure == atOnce || figure == never:
			for _, preposition := range []string{"in ", "after "} {
				if hasWord(*before, preposition) {
					*before = strings.TrimSuffix(*before, preposition)
				}
			}
		}
	}
	return append(said, Span{Text: figure, Figure: true})
}

// hasWord reports whether a text ends with a whole word and its space.
func hasWord(text, word string) bool {
	before, found := strings.CutSuffix(text, word)
	return found && (before == "" || strings.HasSuffix(before, " "))
}

// Plain returns a sentence without its emphasis.
func Plain(spans []Span) string {
	words := ""
	for _, s := range spans {
		words += s.Text
	}
	return words
}

// operation returns the index of the operation that a figure is about.
func operation(f *scenario.Figure, t *trace.Trace) int {
	return slices.IndexFunc(t.Ops, func(o trace.Operation) bool {
		return o.ID == scenario.OpID(f.Client, f.Op)
	})
}

// isTrue returns the value of a yes/no figure. No property is said to hold of a run
// that was cut short.
func isTrue(f *scenario.Figure, t *trace.Trace) bool {
	if p, ok := judge.Named(f.Name); ok {
		return t.Judged.Of(p) == judge.Holds
	}
	op := operation(f, t)
	switch f.Name {
	case "twice":
		return t.Times(op) > 1
	case "hit":
		return t.Ops[op].Hit
	case "stale":
		return t.Judged.Old(op)
	case "lost":
		return t.Judged.Lost(op)
	}
	return t.Ops[op].Outcome == engine.OK
}

// never is the figure of something that did not happen.
const never = "never"

// atOnce is the figure of a wait that takes no time.
var atOnce = trace.WaitWords(0)

// figure returns the value of a figure in words.
func figure(f *scenario.Figure, t *trace.Trace) string {
	switch f.Of {
	case scenario.OfSource, scenario.OfCache:
		return stored(f, t)
	case scenario.OfRun:
		return strconv.Itoa(t.Count(f.Name))
	}
	op := operation(f, t)
	o := &t.Ops[op]
	switch f.Name {
	case "wait":
		if wait, ok := o.Wait(); ok {
			return trace.WaitWords(wait)
		}
		return never
	case "outcome":
		return o.Outcome.String()
	case "value":
		return valueOf(f, t, op)
	case "times":
		return strconv.Itoa(t.Times(op))
	case "from":
		return answeredBy(t, o)
	case "called":
		at, called := t.CalledAt(op)
		return delay(o.Start, at, called)
	}
	at, held := t.HeldAt(op)
	if f.Name == "lag" {
		return delay(o.End, at, held)
	}
	return delay(o.Start, at, held)
}

// delay returns the time between two events in words, never where the second one
// has not come.
func delay(from, to int64, came bool) string {
	if !came {
		return never
	}
	return trace.WaitWords(max(to-from, 0))
}

// answeredBy returns the name of the participant that answered a read.
func answeredBy(t *trace.Trace, o *trace.Operation) string {
	switch {
	case o.Outcome != engine.OK:
		return "nowhere"
	case o.Hit:
		return t.Participants[len(t.Participants)-3].Name
	}
	return t.Participants[len(t.Participants)-1].Name
}

func valueOf(f *scenario.Figure, t *trace.Trace, op int) string {
	o := &t.Ops[op]
	text := o.Value
	if o.Reads() {
		if o.Outcome != engine.OK {
			return "no answer"
		}
		text = t.Value(o.Key, o.Result)
	}
	return field(text, f.Path)
}

// stored returns what source or cache hold of a key at the end.
func stored(f *scenario.Figure, t *trace.Trace) string {
	key := slices.IndexFunc(t.Keys, func(k trace.Key) bool { return k.Name == f.Key })
	state := t.At(len(t.Events))
	record := state.Source[key]
	if f.Of == scenario.OfCache {
		record = state.Cache[key].Record
	}
	return field(t.Value(key, record), f.Path)
}

// field returns a value, or the field of it to which a path leads, in words.
func field(text string, path []string) string {
	if text == "" {
		return "nothing"
	}
	v, err := jsontree.Parse([]byte(text))
	if err != nil {
		return text
	}
	for _, name := range path {
		var ok bool
		if v, ok = v.Get(name); !ok {
			return "nothing"
		}
	}
	if v.Kind == jsontree.String {
		return v.String
	}
	return string(v.AppendCanonical(nil))
}
