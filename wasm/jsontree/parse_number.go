package jsontree

import "strconv"

// number parses a number (RFC 8259, section 6). It checks the grammar itself, since
// strconv allows more: leading zeros, underscores, hexadecimal digits.
func (p *parser) number() (float64, error) {
	start := p.pos
	p.skip('-')
	if p.skip('0') {
		if isDigit(p.peek()) {
			return 0, p.badNumber(start, "a number without leading zeros")
		}
	} else if err := p.digits(); err != nil {
		return 0, err
	}
	if p.skip('.') {
		if err := p.digits(); err != nil {
			return 0, err
		}
	}
	if p.skip('e') || p.skip('E') {
		if !p.skip('-') {
			p.skip('+')
		}
		if err := p.digits(); err != nil {
			return 0, err
		}
	}
	f, err := strconv.ParseFloat(string(p.text[start:p.pos]), 64)
	if err != nil {
		return 0, p.badNumber(start, "a number from -1.7976931348623157e+308 to 1.7976931348623157e+308")
	}
	return f, nil
}

// digits skips one or more digits.
func (p *parser) digits() error {
	if !isDigit(p.peek()) {
		return p.unexpected("a digit")
	}
	for isDigit(p.peek()) {
		p.pos++
	}
	return nil
}

// badNumber returns an error at the start of the number.
func (p *parser) badNumber(start int, allowed string) error {
	p.pos = start
	return p.unexpected(allowed)
}
