package scenario

import (
	"slices"
	"strings"
	"sync"

	"cacheplay/wasm/jsontree"
)

// Field is the declaration of one member of the format, as a reference shows it.
type Field struct {
	Path     string // such as "cache.ttl" or "clients[].ops[].key"
	Name     string // what people call a Setting or a section, such as "Time to live"
	Type     string // one of the Type constants
	Allowed  string // what it may hold, such as: a whole number from 1 to 8
	Default  string // as JSON; "" where there is none
	Doc      string // what it means
	Required bool
	Setting  bool // a control can be offered for it
	matters  func(*Run) bool

	// Min and Max bound a number, the characters of a text, the items of a list
	// and the members of an object whose names the author chooses. Both are 0
	// where there are no such bounds.
	Min, Max int
	Lines    bool     // a text can have line breaks
	IDs      []string // of a choice, a strategy or a step
	Item     *Field   // of a list: what it holds; its own fields follow below Path with "[]"
}

// The types of fields.
const (
	TypeText     = "text"
	TypeDuration = "duration"
	TypeLatency  = "latency"
	TypeNumber   = "number"
	TypeDecimal  = "decimal" // a number with at most three decimals
	TypeChoice   = "choice"
	TypeFlag     = "flag"
	TypeStrategy = "strategy"
	TypeList     = "list"
	TypeObject   = "object"
	TypeValue    = "value"
	TypeValues   = "values" // an object of values, by names that the author chooses
	TypeSeed     = "seed"
	TypeTime     = "time"    // of day
	TypeStep     = "step"    // of a strategy
	TypeCall     = "call"    // a step of an operation that calls somebody
	TypeTurn     = "turn"    // who goes next
	TypeSetting  = "setting" // the path of a field that is a Setting
	TypePatch    = "patch"   // a merge patch of the document
)

// Fields lists every field of the format, in its order, from the same
// declarations that decode a document. The list is one for all, to be read only.
func Fields() []Field {
	described.Do(func() {
		described.r.describing = true
		described.r.object("", &jsontree.Value{}, func(f *fields) { f.document(&Scenario{}, &Run{}) })
	})
	return described.r.table
}

var described struct {
	sync.Once
	r reader
}

// Matters reports whether another value of a Setting can change what happens in a
// run. Of several items of a list it does not tell which.
func (d *Field) Matters(r *Run) bool { return d.matters == nil || d.matters(r) }

// setting makes a field a setting: what people call it, and in which runs another
// value of it can change anything.
type setting struct {
	name    string
	matters func(*Run) bool
}

// noSetting makes a field a part of something, that no control is offered for.
var noSetting = setting{}

// offered gives the declaration of a field with its setting.
func (d Field) offered(k setting) Field {
	d.Name, d.Setting, d.matters = k.name, k.name != "", k.matters
	return d
}

// reader is what the declarations of one document share. It either decodes the
// document, or, describing, only lists what is declared.
type reader struct {
	errs       Errors
	describing bool
	table      []Field
}

func (r *reader) fail(path, code, message string) {
	if !r.describing {
		r.errs.add(FieldError{Path: path, Code: code, Message: message})
	}
}

// invalid reports a value that is not what is allowed.
func (r *reader) invalid(path string, v *jsontree.Value, allowed string) {
	r.fail(path, CodeInvalid, show(v)+" is not "+allowed)
}

// object reads an object by the declaration of its members and gives it in
// canonical form. What is not an object is an error, and read as an empty one.
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

// fields is one object of the document while its members are being declared:
// each method declares one, reads it, reports what is wrong with it, and gives
// its value, or the default where it is absent or wrong. A value that differs
// from the default goes into the canonical form.
type fields struct {
	reader    *reader
	path      string
	given     *jsontree.Value // nil where there is no object
	declared  []declared      // of an object that is there
	canonical []jsontree.Member
}

// declared is the name of a member that has been declared, and what it may hold.
type declared struct{ name, allowed string }

// member declares a member and gives what the document holds for it, nil where
// it is absent.
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

func (f *fields) declare(d Field) {
	if f.given != nil {
		f.declared = append(f.declared, declared{d.Path, d.Allowed})
	}
	if f.reader.describing {
		d.Path = f.at(d.Path)
		f.reader.table = append(f.reader.table, d)
	}
}

// require makes members that have been declared mandatory.
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

// has reports whether the document holds the member.
func (f *fields) has(name string) bool {
	if f.given == nil {
		return false
	}
	_, ok := f.given.Get(name)
	return ok
}

// at gives the path of a member.
func (f *fields) at(name string) string { return jsontree.Join(f.path, name) }

// put adds a member to the canonical form.
func (f *fields) put(name string, v jsontree.Value) {
	f.canonical = append(f.canonical, jsontree.Member{Name: name, Value: v})
}

// reportUnknown reports the members that nobody has declared.
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

func (f *fields) knows(name string) bool {
	return slices.ContainsFunc(f.declared, func(d declared) bool { return d.name == name })
}

// allowedHere lists the members that can be used, the likeliest one first.
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

// editDistance counts the letters to insert, remove or replace to get from a to
// b, regardless of case. Names that cannot be meant for each other are 99 apart.
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
