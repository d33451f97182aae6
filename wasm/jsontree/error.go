package jsontree

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// SyntaxError is the reason why [Parse] refuses a text.
type SyntaxError struct {
	Line, Column int    // where, as in Value; 0 when the text as a whole is meant
	Found        string // such as "}" (with its quotes) or: the end of the text
	Allowed      string // such as: a value
}

// Error returns for example: line 3, column 12: found "}" where a value is allowed.
func (e *SyntaxError) Error() string {
	text := "found " + e.Found + " where " + e.Allowed + " is allowed"
	if e.Line == 0 {
		return text
	}
	return "line " + strconv.Itoa(e.Line) + ", column " + strconv.Itoa(e.Column) + ": " + text
}

// Duplicate is a name that occurs several times in one object.
type Duplicate struct {
	Path         string // in the notation of Join and Index
	Line, Column int    // where it occurs the second time, as in Value
}

// Text says what is wrong, without the path.
func (d Duplicate) Text() string { return "this name stands twice in the object" }

// Duplicates are the duplicate names of a text, in its order, at least one and
// at most the first 100. A name that occurs three times is one Duplicate.
type Duplicates []Duplicate

// maxDuplicates bounds the duplicates that are listed.
const maxDuplicates = 100

// Error returns a line for each name, for example:
// cache.ttl: this name stands twice in the object.
func (d Duplicates) Error() string {
	var text []byte
	for i := range d {
		if i > 0 {
			text = append(text, '\n')
		}
		text = append(text, d[i].Path+": "+d[i].Text()...)
	}
	return string(text)
}

// maxFound bounds the characters of a word or number that an error shows.
const maxFound = 24

// describe returns the beginning of a text as errors show it.
func describe(text []byte) string {
	if len(text) == 0 {
		return "the end of the text"
	}
	c := text[0]
	switch {
	case c == '"':
		return "a string"
	case c == '\n' || c == '\r':
		return "a line break"
	case c == '\t':
		return "a tab"
	case c < ' ' || c == 0x7F:
		return "the control character " + codePoint(rune(c))
	case bytes.HasPrefix(text, []byte("//")) || bytes.HasPrefix(text, []byte("/*")):
		return "a comment"
	case c < utf8.RuneSelf:
		return `"` + clip(string(text[:max(1, wordLength(text))]), maxFound) + `"`
	}
	r, size := utf8.DecodeRune(text)
	switch {
	case r == utf8.RuneError && size == 1:
		return "the byte 0x" + strconv.FormatUint(uint64(c), 16)
	case r == '\uFEFF':
		return "a byte order mark"
	}
	// The code point too: the character may be invisible, or look like another.
	return `"` + string(r) + `" (` + codePoint(r) + ")"
}

// wordLength returns the length of the word or number, valid or not, at the start
// of a text: true, NaN, -Infinity, .5, 1_000.
func wordLength(text []byte) int {
	n := 0
	for n < len(text) && (isLetter(text[n]) || isDigit(text[n]) || strings.IndexByte("_$.+-", text[n]) >= 0) {
		n++
	}
	return n
}

// codePoint returns U+ and at least four hexadecimal digits.
func codePoint(r rune) string {
	text := []byte("U+")
	for shift := 20; shift >= 0; shift -= 4 {
		if shift < 16 || r>>shift > 0 {
			text = append(text, "0123456789ABCDEF"[r>>shift&0xF])
		}
	}
	return string(text)
}
