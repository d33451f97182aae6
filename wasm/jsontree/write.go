package jsontree

import (
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// AppendCanonical appends v as the one text that RFC 8785 (JSON
// Canonicalization Scheme) gives to all values that are [Equal] to it: members
// sorted by the UTF-16 code units of their names, no white space, numbers and
// strings as in [AppendNumber] and [AppendString].
func (v Value) AppendCanonical(dst []byte) []byte {
	w := writer{text: dst, canonical: true}
	w.value(&v)
	return w.text
}

// AppendIndented appends v with a line for each member and item, members in their
// own order, each level indented by indent, without a line break at the end.
// Numbers and strings are as in the canonical text.
func (v Value) AppendIndented(dst []byte, indent string) []byte {
	w := writer{text: dst, indent: indent}
	w.value(&v)
	return w.text
}

// writer writes a text. It passes values by address and appends in one place only,
// because copying and inlining would double the code.
type writer struct {
	text      []byte
	canonical bool
	indent    string
	depth     int
}

func (w *writer) value(v *Value) {
	switch v.Kind {
	case Null:
		w.put("null")
	case Bool:
		w.put(strconv.FormatBool(v.Bool))
	case Number:
		w.text = AppendNumber(w.text, v.Number)
	case String:
		w.text = AppendString(w.text, v.String)
	case Array:
		w.items(v.Items)
	case Object:
		w.members(v.Members)
	}
}

func (w *writer) items(items []Value) {
	w.depth++
	for i := range items {
		w.next("[", i)
		w.value(&items[i])
	}
	w.end("[]", len(items))
}

func (w *writer) members(members []Member) {
	inOrder := pointers(members)
	colon := ": "
	if w.canonical {
		sortMembers(inOrder)
		colon = ":"
	}
	w.depth++
	for i, m := range inOrder {
		w.next("{", i)
		w.text = AppendString(w.text, m.Name)
		w.put(colon)
		w.value(&m.Value)
	}
	w.end("{}", len(inOrder))
}

// next writes what stands before item or member i.
func (w *writer) next(bracket string, i int) {
	if i > 0 {
		bracket = ","
	}
	w.put(bracket)
	w.lineBreak()
}

// end writes what stands after the last item or member, or both brackets if
// there is none.
func (w *writer) end(brackets string, length int) {
	w.depth--
	if length > 0 {
		w.lineBreak()
		brackets = brackets[1:]
	}
	w.put(brackets)
}

func (w *writer) lineBreak() {
	if w.canonical {
		return
	}
	w.put("\n")
	for range w.depth {
		w.put(w.indent)
	}
}

//go:noinline
func (w *writer) put(s string) { w.text = append(w.text, s...) }

// AppendNumber appends f as ECMAScript's Number::toString, and so RFC 8785,
// section 3.2.2.3, writes it: the fewest digits that read back as f, with an
// exponent below 1e-6 and from 1e21, and 0 for -0. NaN and infinities become null,
// as in JSON.stringify.
func AppendNumber(dst []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(dst, "null"...)
	}
	if f == 0 {
		return append(dst, '0')
	}
	if abs := math.Abs(f); 1e-6 <= abs && abs < 1e21 {
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	}
	dst = strconv.AppendFloat(dst, f, 'e', -1, 64)
	// strconv writes two digits of an exponent at least, ECMAScript one.
	if n := len(dst); dst[n-2] == '0' && !isDigit(dst[n-3]) {
		dst[n-2] = dst[n-1]
		dst = dst[:n-1]
	}
	return dst
}

// AppendString appends s in quotes with only the escapes that JSON requires (RFC
// 8785, section 3.2.2.2). As < is not escaped, the result is not safe in HTML.
// Invalid UTF-8 becomes U+FFFD.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	plain := 0 // where the characters begin that are not yet appended
	for i := 0; i < len(s); {
		if b := s[i]; b >= ' ' && b != '"' && b != '\\' && b < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r < utf8.RuneSelf || r == utf8.RuneError {
			dst = appendEscape(append(dst, s[plain:i]...), r)
			plain = i + size
		}
		i += size
	}
	return append(append(dst, s[plain:]...), '"')
}

func appendEscape(dst []byte, r rune) []byte {
	const digits = "0123456789abcdef"
	switch short := shortEscape(r); {
	case short != 0:
		return append(dst, '\\', short)
	case r < ' ':
		return append(dst, '\\', 'u', '0', '0', digits[r>>4], digits[r&0xf])
	}
	return utf8.AppendRune(dst, r)
}

// shortEscape returns the letter after the backslash of a two-character escape
// that must be used for r, or 0.
func shortEscape(r rune) byte {
	switch r {
	case '"', '\\':
		return byte(r)
	case '\b':
		return 'b'
	case '\f':
		return 'f'
	case '\n':
		return 'n'
	case '\r':
		return 'r'
	case '\t':
		return 't'
	}
	return 0
}

// pointers returns the addresses of members, which are too large to be moved when
// they are sorted.
func pointers(members []Member) []*Member {
	list := make([]*Member, len(members))
	for i := range members {
		list[i] = &members[i]
	}
	return list
}

// sortMembers puts members in the order of RFC 8785, section 3.2.3.
func sortMembers(members []*Member) {
	slices.SortStableFunc(members, func(a, b *Member) int { return compareUTF16(a.Name, b.Name) })
}

// compareUTF16 compares two strings by their UTF-16 code units.
func compareUTF16(a, b string) int {
	for a != "" && b != "" {
		ra, sizeA := utf8.DecodeRuneInString(a)
		rb, sizeB := utf8.DecodeRuneInString(b)
		if ra != rb {
			return int(orderUTF16(ra) - orderUTF16(rb))
		}
		a, b = a[sizeA:], b[sizeB:]
	}
	return len(a) - len(b)
}

// orderUTF16 returns a number that sorts characters as UTF-16 does: those beyond
// U+FFFF are written with surrogates, D800 to DFFF, and so come before U+E000
// to U+FFFF.
func orderUTF16(r rune) rune {
	if 0xE000 <= r && r <= 0xFFFF {
		return r + utf8.MaxRune
	}
	return r
}
