// Package markup writes SVG and HTML in which no text can leave its place.
//
// It stands on nothing. It promises that every text and every attribute value
// that goes through it is escaped, for XML as for HTML.
package markup

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Writer builds markup. Only Raw takes markup as it is.
type Writer struct{ b strings.Builder }

// String returns what has been written.
func (w *Writer) String() string { return w.b.String() }

// Reset forgets what has been written.
func (w *Writer) Reset() { w.b.Reset() }

// Raw writes markup that another Writer has made.
func (w *Writer) Raw(markup string) { w.b.WriteString(markup) }

// Attr is one attribute.
type Attr struct{ name, value string }

// Text is an attribute with any value.
func Text(name, value string) Attr { return Attr{name, value} }

// Class is the class attribute.
func Class(names string) Attr { return Attr{"class", names} }

// Num is an attribute that holds a number, such as a length in pixels.
func Num(name string, n float64) Attr { return Attr{name, Number(n)} }

// Number writes a number with at most one decimal.
func Number(px float64) string {
	// Whole tenths of a pixel are as fine as a screen shows, and as stable as
	// an integer.
	tenths := int(px*10 + 0.5)
	if px < 0 {
		tenths = int(px*10 - 0.5)
	}
	value := strconv.Itoa(tenths / 10)
	if rest := tenths % 10; rest != 0 {
		if tenths < 0 && tenths > -10 {
			value = "-" + value
		}
		value += "." + strconv.Itoa(max(rest, -rest))
	}
	return value
}

// Open writes a start tag.
func (w *Writer) Open(tag string, attrs ...Attr) { w.tag(tag, ">", attrs) }

// Leaf writes an element without content.
func (w *Writer) Leaf(tag string, attrs ...Attr) { w.tag(tag, "/>", attrs) }

func (w *Writer) tag(tag, end string, attrs []Attr) {
	w.b.WriteString("<" + tag)
	for _, a := range attrs {
		w.b.WriteString(" " + a.name + `="` + Escape(a.value) + `"`)
	}
	w.b.WriteString(end)
}

// Close writes an end tag.
func (w *Writer) Close(tag string) { w.b.WriteString("</" + tag + ">") }

// Text writes text between tags.
func (w *Writer) Text(content string) { w.b.WriteString(Escape(content)) }

// Element writes an element with text in it.
func (w *Writer) Element(tag, content string, attrs ...Attr) {
	w.Open(tag, attrs...)
	w.Text(content)
	w.Close(tag)
}

// Escape makes any text safe inside an element and inside a quoted attribute,
// in SVG (which is XML) as in HTML: characters that XML does not have become
// U+FFFD.
func Escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\'':
			b.WriteString("&#39;")
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case r < ' ' || r == 0x7f || r == 0xfffe || r == 0xffff:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
