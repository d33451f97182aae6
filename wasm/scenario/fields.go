package scenario

import (
	"slices"
	"strings"
	"sync"

	"cacheplay/wasm/jsontree"
)

// Field is the declaration of one member of the format.
type Field struct {
	Path     string // such as "cache.ttl" or "clients[].ops[].key"
	Name     string // the name of a setting or a section, such as "Time to live"
	Type     string // one of the Type constants
	Allowed  string // the allowed values, such as: a whole number from 1 to 8
	Default  string // as JSON; "" where there is none
	Doc      string // what it means, in sentences
	Required bool
	Setting  bool // whether it is a setting, for which a control can be offered
	matters  func(*Variant) bool

	// Min and Max bound a number, the characters of a text, the items of a list
	// and the members of an object whose names the author chooses. Both are 0 for
	// fields without such bounds.
	Min, Max int
	Lines    bool     // a text can have line breaks
	IDs      []string // of a choice, a strategy or a step
	Item     *Field   // of a list: an item; its own fields follow, below Path with "[]"
}

// The types of fields.
const (
	TypeText     = "text"
	TypeDuration = "duration"
	TypeLatency  = "latency"
	TypeNumber   = "number"
	TypeDecimal  = "decimal" // a number with at most three decimals, or six
	TypeChoice   = "choice"
	TypeFlag     = "flag"
	TypeStrategy = "strategy"
	TypeList     = "list"
	TypeObject   = "object"
	TypeValue    = "value"
	TypeValues   = "values" // an object of values, by names that the author chooses
	TypeBound    = "bound"  // of a measure, such as "< 5ms"
	TypeSeed     = "seed"
	TypeTime     = "time"    // of day
	TypeStep     = "step"    // of a strategy
	TypeCall     = "call"    // a step of an operation that is a call
	TypeTurn     = "turn"    // an item of an order
	TypeSetting  = "setting" // the path of a setting
	TypePatch    = "patch"   // a merge patch of the document
)

// Fields lists every field of the format, in its order, from the declarations that
// decode a document. All callers share the list and must not change it.
func Fields() []Field {
	described.Do(func() {
		described.r.describing = true
		described.r.object("", &jsontree.Value{}, func(f *fields) { f.document(&Scenario{}, &Variant{}) })
	})
	return described.r.table
}

var described struct {
	sync.Once
	r reader
}

// Matters reports whether another value of a setting can change what happens in a
// run. For a setting of list items it does not tell of which item.
func (d *Field) Matters(variant *Variant) bool { return d.matters == nil || d.matters(variant) }

// setting makes a field a setting: it has a name, and says in which variants
// another value can change anything.
type setting struct {
	name    string
	matters func(*Variant) bool
}

// noSetting is for fields that are no setting.
var noSetting = setting{}

// as returns the declaration of a field as the given setting.
func (d Field) as(k setting) Field {
	d.Name, d.Setting, d.matters = k.name, k.name != "", k.matters
	return d
}

// reader is what the declarations of one document share. It either decodes the
// document or, if describing is set, lists what is declared in table.
type reader struct {
	errs       Errors
	describing bool
	table      []Field
}

// fail reports an error.
func (r *reader) fail(path, code, message string) {
	if !r.describing {
		r.errs.add(FieldError{Path: path, Code: code, Message: message})
	}
}

// invalid reports a value that is not allowed.
func (r *reader) invalid(path string, v *jsontree.Value, allowed string) {
	r.fail(path, CodeInvalid, show(v)+" is not "+allowed)
}

// object reads an object by the declaration of its members and returns it in
// canonical form. Another value is an error, and read as an empty object.
func (r *reader) object(path string, v *jsontree.Value, declare func(*fields)) jsontree.Value {
	f := fields{reader: r, path: path}
	if v.Kind == jsontree.Object {
		f.given = v
	} else {
		r.invalid(path, v, "an object")
	}
	declare(&f)
	if f.given != nil {
		f.reportUnknown()
	}
	return jsontree.FromMembers(f.canonical...)
}

// fields is one object of the document while its members are declared. Each method
// declares a member, reads it, reports its errors, and returns its value, or the
// default if it is absent or wrong. Values other than the default are put into the
// canonical form.
type fields struct {
	reader    *reader
	path      string
	given     *jsontree.Value // the object in the document, nil if there is none
	declared  []declared      // only if there is an object
	canonical []jsontree.Member
}

// declared is the name of a member that has been declared, and what it may hold.
type declared struct{ name, allowed string }

// member declares a member and returns its value in the document, nil if it is
// absent.
func (f *fields) member(d Field) *jsontree.Value {
	f.declare(d)
	if f.given == nil {
		return nil
	}
	for i := range f.given.Members {
		if f.given.Members[i].Name == d.Path {
			return &f.given.Members[i].Value
		}
	}
	return nil
}

// declare declares a member.
func (f *fields) declare(d Field) {
	if f.given != nil {
		f.declared = append(f.declared, declared{d.Path, d.Allowed})
	}
	if f.reader.describing {
		d.Path = f.at(d.Path)
		f.reader.table = append(f.reader.table, d)
	}
}

// require makes declared members mandatory.
func (f *fields) require(names ...string) {
	for _, name := range names {
		for _, d := range f.declared {
			if d.name == name && !f.has(name) {
				f.reader.fail(f.at(name), CodeMissing, "missing: "+d.allowed+" is needed")
			}
		}
		for i := range f.reader.table {
			if f.reader.table[i].Path == f.at(name) {
				f.reader.table[i].Required = true
			}
		}
	}
}

// has reports whether the document has the member.
func (f *fields) has(name string) bool {
	if f.given == nil {
		return false
	}
	_, ok := f.given.Get(name)
	return ok
}

// at returns the path of a member.
func (f *fields) at(name string) string { return jsontree.Join(f.path, name) }

// put adds a member to the canonical form.
func (f *fields) put(name string, v jsontree.Value) {
	f.canonical = append(f.canonical, jsontree.Member{Name: name, Value: v})
}

// reportUnknown reports the members that are not declared.
func (f *fields) reportUnknown() {
	for i := range f.given.Members {
		name := f.given.Members[i].Name
		if f.reader.errs.full() {
			return
		}
		if !f.knows(name) {
			f.reader.fail(f.at(name), CodeUnknown, "unknown field"+f.allowedHere(name))
		}
	}
}

// knows reports whether a member is declared.
func (f *fields) knows(name string) bool {
	return slices.ContainsFunc(f.declared, func(d declared) bool { return d.name == name })
}

// allowedHere returns the end of an error: the declared members, and the one that
// was probably meant.
func (f *fields) allowedHere(name string) string {
	var names []string
	nearest, best := "", min(len(name)/2+1, 3)
	for _, d := range f.declared {
		names = append(names, d.name)
		if distance := editDistance(name, d.name); distance < best {
			nearest, best = d.name, distance
		}
	}
	text := ": allowed here are " + quoted(names)
	if nearest != "" {
		text = `: did you mean "` + nearest + `"? Allowed here are ` + quoted(names)
	}
	return text
}

// editDistance returns the Levenshtein distance of two names, regardless of case,
// or 99 if their lengths differ by more than 2.
func editDistance(a, b string) int {
	if len(a) > len(b)+2 || len(b) > len(a)+2 {
		return 99
	}
	a, b = strings.ToLower(a), strings.ToLower(b)
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
