package scenario

import (
	"slices"
	"strings"
)

// Text is a text with figures of a run in braces: {write.wait} is replaced by a
// figure, {read.hit ? one text | another} chooses by a figure that is yes or no. {{
// stands for a brace, and so does }} outside of a choice. The texts of a choice may
// have figures, but no choices; white space around them is removed.
type Text struct {
	Source string
	Pieces []Piece
}

// Piece is a part of a text: Literal if Figure is nil, else the figure or what it
// chooses.
type Piece struct {
	Literal    string
	Figure     *Figure
	Choice     bool // Figure is yes or no and chooses between Then and Else
	Then, Else []Piece
}

// parseText parses a text with figures of a variant. It reports the first error
// only.
func (r *reader) parseText(path, source string, variant *Variant) []Piece {
	if len(variant.Clients) == 0 {
		return nil // there are no figures; the missing clients are reported already
	}
	p := templateParser{rest: source, variant: variant}
	pieces := p.pieces("")
	if p.fault != "" {
		r.fail(path, CodeInvalid, p.fault)
		return nil
	}
	return pieces
}

// templateParser is the state of parsing a text.
type templateParser struct {
	rest    string
	variant *Variant
	fault   string // the first error
}

// pieces parses up to one of the stops, the characters that end a text inside a
// choice, or to the end.
func (p *templateParser) pieces(stops string) []Piece {
	var pieces []Piece
	var literal []byte
	flush := func() {
		if len(literal) > 0 {
			pieces = append(pieces, Piece{Literal: string(literal)})
			literal = nil
		}
	}
	for p.rest != "" && p.fault == "" {
		c := p.rest[0]
		switch {
		case strings.HasPrefix(p.rest, "{{"), strings.HasPrefix(p.rest, "}}") && stops == "":
			literal = append(literal, c)
			p.rest = p.rest[2:]
		case strings.IndexByte(stops, c) >= 0:
			flush()
			return pieces
		case c == '{':
			flush()
			pieces = append(pieces, p.braces(stops != ""))
		case c == '}':
			p.fail(`a "}" without its "{": write "}}" for a brace`)
		default:
			literal = append(literal, c)
			p.rest = p.rest[1:]
		}
	}
	flush()
	return pieces
}

// fail sets the error, unless there is one.
func (p *templateParser) fail(message string) {
	if p.fault == "" {
		p.fault = message
	}
}

// braces parses a figure or a choice, from its opening brace.
func (p *templateParser) braces(inChoice bool) Piece {
	end := endOfFigure(p.rest)
	if end == len(p.rest) {
		p.fail(quote(p.rest) + ` has no closing "}": write "{{" for a brace`)
		return Piece{}
	}
	name, after := strings.TrimSpace(p.rest[1:end]), p.rest[end]
	p.rest = p.rest[end+1:]
	figure, yesNo, message := p.variant.parseFigure(name)
	piece := Piece{Figure: figure, Choice: after == '?'}
	switch {
	case message != "":
		p.fail(message)
	case piece.Choice && inChoice:
		p.fail(quote(name) + " chooses inside a choice: a choice holds texts and figures only")
	case piece.Choice && !yesNo:
		p.fail(quote(name) + ` is not yes or no: only ` + yesNoWords + ` can stand before "?"`)
	case yesNo && !piece.Choice:
		p.fail(quote(name) + " is yes or no: write {" + name + " ? one text | another}")
	case piece.Choice:
		p.choice(&piece, name)
	}
	return piece
}

// choice parses the two texts of a choice, after its question mark.
func (p *templateParser) choice(piece *Piece, name string) {
	piece.Then = trimmed(p.pieces("|}"))
	if p.fault == "" && !strings.HasPrefix(p.rest, "|") {
		p.fail("the choice by " + quote(name) + ` has no second text: write {` + name + ` ? one text | another}`)
		return
	}
	if p.fault == "" {
		p.rest = p.rest[1:]
		piece.Else = trimmed(p.pieces("|}"))
	}
	if p.fault == "" && !strings.HasPrefix(p.rest, "}") {
		p.fail("the choice by " + quote(name) + ` does not end after its second text: write {` + name + ` ? one text | another}`)
		return
	}
	if p.fault == "" {
		p.rest = p.rest[1:]
	}
}

// endOfFigure returns where the figure that starts with a brace ends: at a question
// mark or closing brace outside of quotes, or at the end of the text.
func endOfFigure(text string) int {
	quoted := false
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '?' || c == '}'):
			return i
		}
	}
	return len(text)
}

// trimmed returns the pieces without white space at both ends.
func trimmed(pieces []Piece) []Piece {
	if n := len(pieces); n > 0 {
		if pieces[0].Figure == nil {
			pieces[0].Literal = strings.TrimLeft(pieces[0].Literal, " \n")
		}
		if pieces[n-1].Figure == nil {
			pieces[n-1].Literal = strings.TrimRight(pieces[n-1].Literal, " \n")
		}
	}
	return slices.DeleteFunc(pieces, func(p Piece) bool { return p.Figure == nil && p.Literal == "" })
}
