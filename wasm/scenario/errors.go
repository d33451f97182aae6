package scenario

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"cacheplay/wasm/jsontree"
)

// FieldError is one error of a document.
type FieldError struct {
	// Path is the field's path in the notation of jsontree.Join, "" for the whole
	// document.
	Path string
	// Message says what was found and what is allowed.
	Message string
	// Code is stable: one of the Code constants, or the Code of a strategy.Flaw.
	Code string
}

// The codes of errors, besides those of strategy.Flaw.
const (
	CodeSyntax    = "syntax"    // the text is not JSON
	CodeDuplicate = "duplicate" // a name or an item stands twice
	CodeUnknown   = "unknown"   // the format has no such field
	CodeMissing   = "missing"   // a field that must be there is not
	CodeInvalid   = "invalid"   // a value of the wrong type, or out of range
	CodeConflict  = "conflict"  // fields that do not go together
	CodeReference = "reference" // a name of something that does not exist
	CodeTooMany   = "too-many"  // there are more errors than are listed
)

// Error returns the error as a line, for example:
// cache.ttl: "5 parsecs" is not a duration such as "1500ms" or "2s".
func (e FieldError) Error() string {
	if e.Path == "" {
		return e.Message
	}
	return e.Path + ": " + e.Message
}

// Errors are all errors of a document, in the order of the format's fields.
type Errors []FieldError

// MaxErrors bounds the errors that are listed. One more says that there are others.
const MaxErrors = 100

// Error returns the errors, one a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i := range e {
		lines[i] = e[i].Error()
	}
	return strings.Join(lines, "\n")
}

// full reports whether no more errors are listed.
func (e Errors) full() bool { return len(e) > MaxErrors }

// add appends an error, up to the limit.
func (e *Errors) add(err FieldError) {
	switch len(*e) {
	case MaxErrors:
		*e = append(*e, FieldError{Code: CodeTooMany, Message: "there are more errors than these " + strconv.Itoa(MaxErrors)})
	case MaxErrors + 1:
	default:
		*e = append(*e, err)
	}
}

// maxShown bounds the characters of a text that an error shows.
const maxShown = 40

// show returns a value as errors show it: scalars as JSON, others by their kind.
func show(v *jsontree.Value) string {
	switch v.Kind {
	case jsontree.String:
		return quote(v.String)
	case jsontree.Array:
		return "a list of " + Counted(len(v.Items), "item")
	case jsontree.Object:
		return "an object"
	}
	return string(v.AppendCanonical(nil))
}

// quote returns a text in double quotes, cut if it is long.
func quote(text string) string {
	count := 0
	for i := range text {
		if count == maxShown {
			return string(jsontree.AppendString(nil, text[:i]+"…")) +
				" (" + Counted(utf8.RuneCountInString(text), "character") + ")"
		}
		count++
	}
	return string(jsontree.AppendString(nil, text))
}

// quoted returns names in double quotes, separated by commas.
func quoted(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = quote(name)
	}
	return strings.Join(list, ", ")
}

// Counted returns a number with a noun, such as "1 item" or "2 items".
func Counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// Enumerated returns words as a list in a sentence, such as "a, b and c".
func Enumerated(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
