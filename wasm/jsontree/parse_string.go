package jsontree

import (
	"unicode/utf16"
	"unicode/utf8"
)

// string parses a string and resolves its escapes (RFC 8259, section 7).
func (p *parser) string() (string, error) {
	p.pos++
	var resolved []byte
	start := p.pos // of what is not yet in resolved
	for {
		switch c := p.peek(); {
		case c == '"':
			resolved = append(resolved, p.text[start:p.pos]...)
			p.pos++
			return string(resolved), nil
		case c == '\\':
			resolved = append(resolved, p.text[start:p.pos]...)
			r, err := p.escape()
			if err != nil {
				return "", err
			}
			resolved = utf8.AppendRune(resolved, r)
			start = p.pos
		case c < ' ':
			return "", p.unclosed()
		case c < utf8.RuneSelf:
			p.pos++
		default:
			r, size := utf8.DecodeRune(p.text[p.pos:])
			if r == utf8.RuneError && size == 1 {
				return "", p.unexpected("UTF-8")
			}
			p.pos += size
			p.lineStart += size - 1 // a character is one column
		}
	}
}

// unclosed returns the error for the end of the text, or a control character,
// inside a string.
func (p *parser) unclosed() error {
	switch {
	case p.pos == len(p.text), p.peek() == '\n', p.peek() == '\r':
		return p.unexpected("the closing quote of a string")
	case p.peek() == '\t':
		return p.unexpected(`\t`)
	}
	return p.unexpected(`an escape such as \u0001`)
}

// escape parses an escape. Errors are at its backslash.
func (p *parser) escape() (rune, error) {
	rest := p.text[p.pos:]
	if len(rest) < 2 {
		p.pos = len(p.text)
		return 0, p.unclosed()
	}
	r := rune(-1)
	switch rest[1] {
	case '"', '\\', '/':
		r = rune(rest[1])
	case 'b':
		r = '\b'
	case 'f':
		r = '\f'
	case 'n':
		r = '\n'
	case 'r':
		r = '\r'
	case 't':
		r = '\t'
	case 'u':
		return p.unicodeEscape()
	default:
		return 0, p.fail("a backslash before "+describe(rest[1:]), `an escape such as \\, \" or \n`)
	}
	p.pos += 2
	return r, nil
}

// unicodeEscape parses \u and four digits, or a surrogate pair of two such escapes.
// A lone surrogate is no character and has no form in UTF-8.
func (p *parser) unicodeEscape() (rune, error) {
	const length = len(`\u20ac`)
	rest := p.text[p.pos:]
	r, ok := hexadecimal(rest)
	if !ok {
		return 0, p.fail(`\u without four hexadecimal digits`, `an escape such as \u20ac`)
	}
	if !utf16.IsSurrogate(r) {
		p.pos += length
		return r, nil
	}
	second, ok := hexadecimal(rest[length:])
	if r = utf16.DecodeRune(r, second); !ok || r == utf8.RuneError {
		return 0, p.fail("the lone surrogate "+string(rest[:length]), `a pair such as \ud83d\ude00`)
	}
	p.pos += 2 * length
	return r, nil
}

// hexadecimal returns the number of the \u escape that text starts with, if it
// does.
func hexadecimal(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range text[2:6] {
		switch lower := c | 0x20; {
		case isDigit(c):
			r = r<<4 | rune(c-'0')
		case 'a' <= lower && lower <= 'f':
			r = r<<4 | rune(lower-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
