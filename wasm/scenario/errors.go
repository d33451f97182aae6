package scenario

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"cacheplay/wasm/jsontree"
)

// FieldError is one thing that is wrong with a document.
type FieldError struct {
	// Path names the field in the notation of jsontree.Join, "" for the
	// document as a whole.
	Path string
	// Message says what was found and what is allowed.
	Message string
	// Code is stable: one of the Code constants, or the Code of a
	// strategy.Flaw.
	Code string
}

// The codes of errors, beside those of strategy.Flaw.
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

// Error gives for example:
// cache.ttl: "5 parsecs" is not a duration such as "1500ms" or "2s".
func (e FieldError) Error() string {
	if e.Path == "" {
		return e.Message
	}
	return e.Path + ": " + e.Message
}

// Errors are all errors of a document, in the order of the format's fields.
type Errors []FieldError

// MaxErrors is how many errors are listed; one more says that there are others.
const MaxErrors = 100

// Error gives a line for each.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i := range e {
		lines[i] = e[i].Error()
	}
	return strings.Join(lines, "\n")
}

// full reports whether no error is listed any more.
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

// maxShown is how many characters of a text an error shows.
const maxShown = 40

// show describes a value in an error: scalars as they are, the rest by kind.
func show(v *jsontree.Value) string {
	switch v.Kind {
	case jsontree.String:
		return quote(v.String)
	case jsontree.Array:
		return "a list of " + counted(len(v.Items), "item")
	case jsontree.Object:
		return "an object"
	}
	return string(v.AppendCanonical(nil))
}

// quote gives a text in double quotes, cut where it is long.
func quote(text string) string {
	count := 0
	for i := range text {
		if count == maxShown {
			return string(jsontree.AppendString(nil, text[:i]+"…")) +
				" (" + counted(utf8.RuneCountInString(text), "character") + ")"
		}
		count++
	}
	return string(jsontree.AppendString(nil, text))
}

// quoted gives a list of names in double quotes.
func quoted(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = quote(name)
	}
	return strings.Join(list, ", ")
}

// counted gives "1 item" or "2 items".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
