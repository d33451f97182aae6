// Package markup writes SVG and HTML and escapes every text.
//
// It depends on no other package. It guarantees that every text and every attribute value
// that goes through it is escaped, for XML as for HTML.
package markup

import (
	"strconv"
	"unicode/utf8"
)

// Writer builds markup. It escapes everything except what Raw gets.
type Writer struct{ b []byte }

// String returns what has been written.
func (w *Writer) String() string { return string(w.b) }

// Reset forgets what has been written.
func (w *Writer) Reset() { w.b = w.b[:0] }

// Raw writes markup that another Writer has made.
func (w *Writer) Raw(markup string) { w.b = append(w.b, markup...) }

// Attr is one attribute: a text, or a number of tenths.
type Attr struct {
	name, value string
	tenths      int
	number      bool
}

// Text is an attribute with any value.
func Text(name, value string) Attr { return Attr{name: name, value: value} }

// Class is the class attribute.
func Class(names string) Attr { return Attr{name: "class", value: names} }

// Num is an attribute that holds a number with at most one decimal, such as a
// length in pixels.
func Num(name string, n float64) Attr { return Attr{name: name, tenths: tenths(n), number: true} }

// Path is the d attribute of a path: each # in its shape, such as "M# #l8 4",
// stands for a number.
func Path(shape string, numbers ...float64) Attr {
	b := make([]byte, 0, len(shape)+5*len(numbers))
	next := 0
	for i := range len(shape) {
		if shape[i] == '#' {
			b = appendTenths(b, tenths(numbers[next]))
			next++
		} else {
			b = append(b, shape[i])
		}
	}
	return Attr{name: "d", value: string(b)}
}

// Number writes a number with at most one decimal.
func Number(px float64) string { return string(appendTenths(nil, tenths(px))) }

// tenths returns px in tenths, rounded: finer than a screen shows, and the
// same on every machine.
func tenths(px float64) int {
	if px < 0 {
		return int(px*10 - 0.5)
	}
	return int(px*10 + 0.5)
}

func appendTenths(b []byte, tenths int) []byte {
	if tenths < 0 {
		b, tenths = append(b, '-'), -tenths
	}
	b = strconv.AppendInt(b, int64(tenths/10), 10)
	if rest := tenths % 10; rest != 0 {
		b = append(b, '.', '0'+byte(rest))
	}
	return b
}

// Open writes a start tag.
func (w *Writer) Open(tag string, attrs ...Attr) { w.tag(tag, ">", attrs) }

// Leaf writes an element without content.
func (w *Writer) Leaf(tag string, attrs ...Attr) { w.tag(tag, "/>", attrs) }

func (w *Writer) tag(tag, end string, attrs []Attr) {
	w.b = append(append(w.b, '<'), tag...)
	for i := range attrs {
		a := &attrs[i]
		w.b = append(append(append(w.b, ' '), a.name...), `="`...)
		if a.number {
			w.b = appendTenths(w.b, a.tenths)
		} else {
			w.Text(a.value)
		}
		w.b = append(w.b, '"')
	}
	w.b = append(w.b, end...)
}

// Close writes an end tag.
func (w *Writer) Close(tag string) { w.b = append(append(append(w.b, "</"...), tag...), '>') }

// Element writes an element with text in it.
func (w *Writer) Element(tag, content string, attrs ...Attr) {
	w.tag(tag, ">", attrs)
	w.Text(content)
	w.Close(tag)
}

// Text writes text, escaped for the inside of an element and of a quoted
// attribute, in XML as in HTML. Characters that XML does not have become
// U+FFFD.
func (w *Writer) Text(content string) {
	plain := 0 // the start of what is not written yet
	for i := 0; i < len(content); {
		if b := content[i]; b > '>' && b < 0x7f || b == ' ' || b >= '(' && b < '<' {
			i++ // most characters are letters and digits, which need no call
			continue
		}
		r, size := utf8.DecodeRuneInString(content[i:])
		if escape := escapeOf(r); escape != "" {
			w.b = append(append(w.b, content[plain:i]...), escape...)
			plain = i + size
		}
		i += size
	}
	w.b = append(w.b, content[plain:]...)
}

// escapeOf returns the escape of a character, "" where it needs none.
func escapeOf(r rune) string {
	switch {
	case r == '&':
		return "&amp;"
	case r == '<':
		return "&lt;"
	case r == '>':
		return "&gt;"
	case r == '"':
		return "&quot;"
	case r == '\'':
		return "&#39;"
	case r == '\n' || r == '\t':
		return " "
	case r < ' ' || r == 0x7f || r == 0xfffe || r == 0xffff || r == utf8.RuneError:
		return string(utf8.RuneError)
	}
	return ""
}
