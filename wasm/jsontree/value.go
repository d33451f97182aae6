// Package jsontree holds JSON texts, and JavaScript objects of the same shape, as
// trees, which a decoder then interprets.
//
// It depends on small packages of the standard library only. It does not use
// encoding/json, which adds 146 KB gzip to the WebAssembly binary and hides
// duplicate names.
//
// It guarantees that
//   - [Parse] takes exactly the texts of RFC 8259 within [MaxBytes] and
//     [MaxDepth] whose strings are Unicode, whose numbers a float64 can hold
//     and whose names are distinct, and says where and why it refuses others,
//     in time and memory proportional to the text;
//   - [Value.AppendCanonical] gives the same bytes for equal values everywhere
//     (RFC 8785), and Parse gives an equal value back;
//   - no function changes a Value that it is given.
package jsontree

import "slices"

// Kind is one of the six JSON types.
type Kind uint8

// The kinds of RFC 8259, section 3, with true and false as one.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// String returns the name of the type: null, boolean, number, string, array or
// object.
func (k Kind) String() string {
	names := [...]string{"null", "boolean", "number", "string", "array", "object"}
	if int(k) < len(names) {
		return names[k]
	}
	return "unknown"
}

// Value is a node of the tree. Kind says which of the other fields is used; the
// zero Value is null.
type Value struct {
	Kind    Kind
	Bool    bool
	Number  float64 // finite
	String  string  // valid UTF-8
	Items   []Value
	Members []Member // in the order of the text, with distinct names

	// Line and Column say where the value starts in the text it was parsed
	// from, both from 1, or are 0 when it did not come from a text. A line ends
	// with a line feed; a column is one character (code point).
	Line, Column int
}

// Member is a member of an object.
type Member struct {
	Name  string
	Value Value
}

// FromBool returns true or false.
func FromBool(b bool) Value { return Value{Kind: Bool, Bool: b} }

// FromNumber returns a number; f must be finite.
func FromNumber(f float64) Value { return Value{Kind: Number, Number: f} }

// FromString returns a string; s should be valid UTF-8 (see [AppendString]).
func FromString(s string) Value { return Value{Kind: String, String: s} }

// FromItems returns an array. It keeps the slice.
func FromItems(items ...Value) Value { return Value{Kind: Array, Items: items} }

// FromMembers returns an object. It keeps the slice; the names must be distinct.
func FromMembers(members ...Member) Value { return Value{Kind: Object, Members: members} }

// FromPairs returns an object with members whose names and values stand by turns. Texts,
// booleans and numbers may stand for themselves.
func FromPairs(of ...any) Value {
	members := make([]Member, len(of)/2)
	for i := range members {
		members[i].Name = of[2*i].(string)
		members[i].Value = valueFrom(of[2*i+1])
	}
	return Value{Kind: Object, Members: members}
}

func valueFrom(of any) Value {
	switch v := of.(type) {
	case string:
		return FromString(v)
	case bool:
		return FromBool(v)
	case int:
		return FromNumber(float64(v))
	case int64:
		return FromNumber(float64(v))
	case float64:
		return FromNumber(v)
	case Value:
		return v
	}
	panic("no JSON value")
}

// Get returns the member of that name, or false if there is none or v is not an
// object. For duplicate names it returns the first.
func (v Value) Get(name string) (Value, bool) {
	if v.Kind == Object {
		for i := range v.Members {
			if v.Members[i].Name == name {
				return v.Members[i].Value, true
			}
		}
	}
	return Value{}, false
}

// Equal reports whether two values mean the same: the order of members and the
// place in a text do not matter, the order of items does, and -0 is 0.
func Equal(a, b Value) bool { return equal(&a, &b) }

func equal(a, b *Value) bool {
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case Bool:
		return a.Bool == b.Bool
	case Number:
		return a.Number == b.Number
	case String:
		return a.String == b.String
	case Array:
		return slices.EqualFunc(a.Items, b.Items, Equal)
	case Object:
		return equalMembers(pointers(a.Members), pointers(b.Members))
	}
	return true
}

// equalMembers compares in sorted order: looking each name up in the other
// object would take minutes on the largest objects that Parse lets through.
func equalMembers(a, b []*Member) bool {
	if len(a) != len(b) {
		return false
	}
	sortMembers(a)
	sortMembers(b)
	for i, m := range a {
		if m.Name != b[i].Name || !equal(&m.Value, &b[i].Value) {
			return false
		}
	}
	return true
}
