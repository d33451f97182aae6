package scenario

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"cacheplay/wasm/jsontree"
)

// length bounds a text.
type length struct {
	least, most int  // in characters
	lines       bool // whether it may have line breaks
}

// word bounds names and labels.
var word = length{least: 1, most: MaxWordLength}

// String returns the bounds as errors say them.
func (l length) String() string {
	most := Counted(l.most, "character")
	if l.least == 0 {
		return "a text of at most " + most
	}
	return "a text of " + strconv.Itoa(l.least) + " to " + most
}

// field returns the declaration of a text of this length.
func (l length) field(doc string) Field {
	return Field{Type: TypeText, Allowed: l.String(), Doc: doc, Min: l.least, Max: l.most, Lines: l.lines}
}

// text declares a text.
func (f *fields) text(name string, of length, byDefault, doc string) string {
	d := of.field(doc)
	d.Path = name
	if byDefault != "" {
		d.Default = quote(byDefault)
	}
	v := f.member(d)
	if v == nil || !f.reader.checkText(f.at(name), v, of) {
		return byDefault
	}
	if v.String != byDefault {
		f.put(name, jsontree.FromString(v.String))
	}
	return v.String
}

// checkText reports a value that is no text of the given length, and control
// characters.
func (r *reader) checkText(path string, v *jsontree.Value, of length) bool {
	n := utf8.RuneCountInString(v.String)
	if v.Kind != jsontree.String || n < of.least || n > of.most {
		r.invalid(path, v, of.String())
		return false
	}
	for _, c := range v.String {
		if unicode.IsControl(c) && !(c == '\n' && of.lines) {
			r.fail(path, CodeInvalid, show(v)+" holds the control character U+"+hexadecimal(c)+", which is not allowed")
			return false
		}
	}
	return true
}

// hexadecimal returns the four digits of a control character.
func hexadecimal(c rune) string {
	return strings.ToUpper(strconv.FormatInt(0x10000+int64(c), 16)[1:])
}

// count declares a whole number from least to most; the default is least.
func (f *fields) count(name string, least, most int, k setting, doc string) int {
	return f.countOr(name, least, least, most, k, doc)
}

// countOr declares a whole number from least to most with a default of its own.
func (f *fields) countOr(name string, byDefault, least, most int, k setting, doc string) int {
	allowed := "a whole number from " + strconv.Itoa(least) + " to " + strconv.Itoa(most)
	v := f.member(Field{Path: name, Type: TypeNumber, Allowed: allowed, Default: strconv.Itoa(byDefault), Doc: doc,
		Min: least, Max: most}.as(k))
	if v == nil {
		return byDefault
	}
	if !wholeNumber(v, least, most) {
		f.reader.invalid(f.at(name), v, allowed)
		return byDefault
	}
	n := int(v.Number)
	if n != byDefault {
		f.put(name, jsontree.FromNumber(float64(n)))
	}
	return n
}

// wholeNumber reports whether a value is a whole number from least to most. The
// bounds are compared before the conversion, which is undefined for numbers
// beyond int.
func wholeNumber(v *jsontree.Value, least, most int) bool {
	return v.Kind == jsontree.Number && v.Number >= float64(least) && v.Number <= float64(most) && v.Number == float64(int(v.Number))
}

// limit declares an optional bound, a whole number from least to most. If it is
// absent it returns 0, or -1 if 0 is an allowed bound.
func (f *fields) limit(name string, least, most int, k setting, doc string) int {
	allowed := "a whole number from " + strconv.Itoa(least) + " to " + strconv.Itoa(most)
	none := min(least-1, 0)
	v := f.member(Field{Path: name, Type: TypeNumber, Allowed: allowed, Doc: doc, Min: least, Max: most}.as(k))
	if v == nil {
		return none
	}
	if !wholeNumber(v, least, most) {
		f.reader.invalid(f.at(name), v, allowed)
		return none
	}
	f.put(name, *v)
	return int(v.Number)
}

// decimal declares a number from least to most with at most three decimals. It
// returns it in thousandths, as is the default.
func (f *fields) decimal(name string, byDefault int64, least, most int, k setting, doc string) int64 {
	return f.fraction(name, byDefault, least, most, 1000, "three", k, doc)
}

// fraction declares a number from least to most with so many decimals at most, in parts of
// one, as are what it returns and the default.
func (f *fields) fraction(name string, byDefault int64, least, most int, one int64, decimals string, k setting, doc string) int64 {
	allowed := "a number from " + strconv.Itoa(least) + " to " + strconv.Itoa(most) + ", with at most " + decimals + " decimals"
	v := f.member(Field{Path: name, Type: TypeDecimal, Allowed: allowed, Default: string(jsontree.AppendNumber(nil, float64(byDefault)/float64(one))),
		Doc: doc, Min: least, Max: most}.as(k))
	if v == nil {
		return byDefault
	}
	n, ok := partsOf(v, one)
	if !ok || n < int64(least)*one || n > int64(most)*one {
		f.reader.invalid(f.at(name), v, allowed)
		return byDefault
	}
	if n != byDefault {
		f.put(name, *v)
	}
	return n
}

// thousandths returns a number in thousandths, and false if it has more decimals.
func thousandths(v *jsontree.Value) (int64, bool) { return partsOf(v, 1000) }

// partsOf returns a number in parts of one, and false if it is not a whole number of them.
func partsOf(v *jsontree.Value, one int64) (int64, bool) {
	if v.Kind != jsontree.Number || v.Number < -1e6 || v.Number > 1e6 {
		return 0, false
	}
	n := int64(math.Round(v.Number * float64(one)))
	return n, float64(n)/float64(one) == v.Number
}

// flag declares true or false.
func (f *fields) flag(name string, byDefault bool, k setting, doc string) bool {
	v := f.member(Field{Path: name, Type: TypeFlag, Allowed: "true or false", Default: strconv.FormatBool(byDefault), Doc: doc}.as(k))
	if v == nil {
		return byDefault
	}
	if v.Kind != jsontree.Bool {
		f.reader.invalid(f.at(name), v, "true or false")
		return byDefault
	}
	if v.Bool != byDefault {
		f.put(name, *v)
	}
	return v.Bool
}

// noDefault is the default of a choice that has no default.
const noDefault = -1

// choice declares one of several ids. It returns the index of the chosen one, or
// the default.
func (f *fields) choice(name string, byDefault int, ids []string, k setting, doc string) int {
	allowed := "one of " + quoted(ids)
	d := Field{Path: name, Type: TypeChoice, Allowed: allowed, Doc: doc, IDs: ids}.as(k)
	if byDefault != noDefault {
		d.Default = quote(ids[byDefault])
	}
	v := f.member(d)
	if v == nil {
		return byDefault
	}
	i := f.reader.chosen(f.at(name), v, ids, allowed)
	if i == noDefault {
		return byDefault
	}
	if i != byDefault {
		f.put(name, jsontree.FromString(ids[i]))
	}
	return i
}

// chosen returns the index of an id, or noDefault after an error.
func (r *reader) chosen(path string, v *jsontree.Value, ids []string, allowed string) int {
	if v.Kind == jsontree.String {
		if i := slices.Index(ids, v.String); i >= 0 {
			return i
		}
	}
	r.invalid(path, v, allowed)
	return noDefault
}

// anObject is the declaration of an item that is an object.
var anObject = Field{Type: TypeObject, Allowed: "an object"}

// section declares an object with members of its own. Its title is the name of the
// section in forms.
func (f *fields) section(name, title, doc string, declare func(*fields)) {
	v := f.member(Field{Path: name, Name: title, Type: TypeObject, Allowed: "an object", Doc: doc})
	if v == nil {
		declare(&fields{reader: f.reader, path: f.at(name)})
		return
	}
	if object := f.reader.object(f.at(name), v, declare); len(object.Members) > 0 {
		f.put(name, object)
	}
}

// list declares a list of least to most items; an absent one is empty. The
// function each reads an item and returns it in canonical form.
func (f *fields) list(name string, least, most int, of Field, doc string, each func(path string, v *jsontree.Value) jsontree.Value) {
	path := f.at(name)
	allowed := "a list of " + strconv.Itoa(least) + " to " + Counted(most, "item")
	if least == 0 {
		allowed = "a list of at most " + Counted(most, "item")
	}
	v := f.member(Field{Path: name, Type: TypeList, Allowed: allowed, Doc: doc, Min: least, Max: most, Item: &of})
	if f.reader.describing {
		each(path+"[]", &jsontree.Value{})
	}
	if v == nil {
		return
	}
	if v.Kind != jsontree.Array || len(v.Items) < least || len(v.Items) > most {
		f.reader.invalid(path, v, allowed)
	}
	items := make([]jsontree.Value, 0, min(len(v.Items), most))
	for i := range v.Items[:min(len(v.Items), most)] {
		items = append(items, each(jsontree.Index(path, i), &v.Items[i]))
	}
	if len(items) > 0 {
		f.put(name, jsontree.FromItems(items...))
	}
}

// named declares an object of at most most values whose names the author chooses.
// The function each reads one, in the order of the names, and returns it in
// canonical form.
func (f *fields) named(name string, most int, doc string, each func(path, name string, v *jsontree.Value) jsontree.Value) {
	path := f.at(name)
	allowed := "an object of at most " + Counted(most, "member")
	v := f.member(Field{Path: name, Type: TypeValues, Allowed: allowed, Doc: doc, Max: most})
	if v == nil {
		return
	}
	if v.Kind != jsontree.Object {
		f.reader.invalid(path, v, allowed)
		return
	}
	if len(v.Members) > most {
		f.reader.fail(path, CodeInvalid, "an object of "+strconv.Itoa(len(v.Members))+" members is not "+allowed)
		return
	}
	members := make([]jsontree.Member, 0, len(v.Members))
	for _, m := range sortedMembers(v.Members) {
		members = append(members, jsontree.Member{Name: m.Name, Value: each(jsontree.Join(path, m.Name), m.Name, &m.Value)})
	}
	if len(members) > 0 {
		f.put(name, jsontree.FromMembers(members...))
	}
}
