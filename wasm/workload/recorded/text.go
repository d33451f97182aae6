package recorded

import (
	"bytes"
	"strings"
)

// cut returns what stands before the first of a byte, what stands after it, and whether
// it is there.
func cut(text []byte, at byte) (before, after []byte, found bool) {
	if i := bytes.IndexByte(text, at); i >= 0 {
		return text[:i], text[i+1:], true
	}
	return text, nil, false
}

// begins reports whether a text begins with another.
func begins(text []byte, with string) bool {
	return len(text) >= len(with) && string(text[:len(with)]) == with
}

// withoutReturn returns a line without the carriage return at its end.
func withoutReturn(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}

// trimmed returns a text without the spaces around it.
func trimmed(text []byte) []byte {
	for len(text) > 0 && text[0] == ' ' {
		text = text[1:]
	}
	for len(text) > 0 && text[len(text)-1] == ' ' {
		text = text[:len(text)-1]
	}
	return text
}

// lower returns a word in lower case if it is no longer than any that has a meaning.
func lower(word []byte, to *[24]byte) []byte {
	if len(word) > len(to) {
		return nil
	}
	for i, c := range word {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		to[i] = c
	}
	return to[:len(word)]
}

// vocabulary is what words mean.
type vocabulary map[string]uint8

// vocabularyOf returns one in which the words of a list mean its place.
func vocabularyOf(lists []string) vocabulary {
	v := vocabulary{}
	for meaning, list := range lists {
		for _, word := range strings.Fields(list) {
			v[word] = uint8(meaning)
		}
	}
	return v
}

// meaning returns what a word means, in any case.
func (v vocabulary) meaning(word []byte) (uint8, bool) {
	var space [24]byte
	meaning, ok := v[string(lower(word, &space))]
	return meaning, ok
}
