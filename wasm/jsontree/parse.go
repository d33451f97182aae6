package jsontree

import "strconv"

// The limits of [Parse]. Values that are built by other means must keep to MaxDepth
// too, since the functions of this package are recursive.
const (
	MaxBytes = 1 << 20 // length of a text
	MaxDepth = 64      // arrays and objects open at once: [] is 1 deep, [[]] 2
)

// Parse parses one text by RFC 8259, strictly: without comments, trailing commas,
// leading zeros, NaN, byte order mark or a second value. It also refuses what the
// RFC leaves open: invalid UTF-8, lone surrogates, numbers beyond float64, and
// duplicate names in one object (compared after unescaping). A number with more
// digits than a float64 holds is rounded to the nearest, as in JavaScript, and -0
// stays -0.
//
// The error is the first *[SyntaxError], or [Duplicates]. With Duplicates the Value
// is the whole tree, duplicates included, so that a decoder can report its own
// errors too; otherwise an error comes with the zero Value. Parse keeps no part of
// text.
func Parse(text []byte) (Value, error) {
	if len(text) > MaxBytes {
		return Value{}, TooLong(strconv.Itoa(len(text)))
	}
	p := parser{text: text, line: 1}
	p.space()
	v, err := p.value("a value")
	if err != nil {
		return Value{}, err
	}
	p.space()
	if p.pos < len(text) {
		return Value{}, p.unexpected("the end of the text")
	}
	if p.duplicates != nil {
		return v, p.duplicates
	}
	return v, nil
}

// TooLong returns the error for a text of more than MaxBytes; bytes says how many it has.
func TooLong(bytes string) error {
	return &SyntaxError{Found: bytes + " bytes", Allowed: "a text of at most " + strconv.Itoa(MaxBytes) + " bytes"}
}

// parser is the state of Parse. Its methods start at the first byte of what they
// parse and leave pos after the last one, or at the error. The small ones are not
// inlined: that would add 2.5 KB gzip to the WebAssembly binary.
type parser struct {
	text      []byte
	pos       int
	line      int
	lineStart int // pos-lineStart is the number of characters before pos in its line

	depth      int
	steps      [MaxDepth]step // how to get from the outermost value to this one
	duplicates Duplicates
}

// step is the current member (index -1) or item of an open object or array.
type step struct {
	name  string
	index int
}

// value parses any value; allowed is what an error says is allowed here.
func (p *parser) value(allowed string) (Value, error) {
	v := Value{Line: p.line, Column: p.column()}
	var err error
	switch c := p.peek(); {
	case c == '{':
		v.Kind = Object
		v.Members, err = p.members()
	case c == '[':
		v.Kind = Array
		v.Items, err = p.items()
	case c == '"':
		v.Kind = String
		v.String, err = p.string()
	case c == '-' || isDigit(c):
		v.Kind = Number
		v.Number, err = p.number()
	default:
		err = p.literal(&v, allowed)
	}
	return v, err
}

// literal reads true, false or null into v.
func (p *parser) literal(v *Value, allowed string) error {
	length := wordLength(p.text[p.pos:])
	switch string(p.text[p.pos : p.pos+length]) {
	case "true":
		v.Kind, v.Bool = Bool, true
	case "false":
		v.Kind = Bool
	case "null":
		v.Kind = Null
	default:
		return p.unexpected(allowed)
	}
	p.pos += length
	return nil
}

// items reads an array.
func (p *parser) items() ([]Value, error) {
	if err := p.open(); err != nil {
		return nil, err
	}
	defer p.close()
	if p.skip(']') {
		return nil, nil
	}
	var items []Value
	for allowed := `a value or "]"`; ; allowed = "a value" {
		p.steps[p.depth-1] = step{index: len(items)}
		item, err := p.value(allowed)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		p.space()
		if p.skip(']') {
			return items, nil
		}
		if !p.skip(',') {
			return nil, p.unexpected(`"," or "]"`)
		}
		p.space()
	}
}

// members reads an object.
func (p *parser) members() ([]Member, error) {
	if err := p.open(); err != nil {
		return nil, err
	}
	defer p.close()
	if p.skip('}') {
		return nil, nil
	}
	var members []Member
	times := make(map[string]int) // how often each name has come
	for allowed := `a name in double quotes or "}"`; ; allowed = "a name in double quotes" {
		member, err := p.member(allowed, times)
		if err != nil {
			return nil, err
		}
		members = append(members, member)
		p.space()
		if p.skip('}') {
			return members, nil
		}
		if !p.skip(',') {
			return nil, p.unexpected(`"," or "}"`)
		}
		p.space()
	}
}

// member parses a name, a colon and a value, and notes duplicate names.
func (p *parser) member(allowed string, times map[string]int) (Member, error) {
	if p.peek() != '"' {
		return Member{}, p.unexpected(allowed)
	}
	line, column := p.line, p.column()
	name, err := p.string()
	if err != nil {
		return Member{}, err
	}
	p.steps[p.depth-1] = step{name: name, index: -1}
	times[name]++
	if times[name] == 2 && len(p.duplicates) < maxDuplicates {
		p.duplicates = append(p.duplicates, Duplicate{Path: p.path(), Line: line, Column: column})
	}
	p.space()
	if !p.skip(':') {
		return Member{}, p.unexpected(`":"`)
	}
	p.space()
	value, err := p.value("a value")
	return Member{Name: name, Value: value}, err
}

// open skips the bracket that starts an array or object, and counts the depth.
func (p *parser) open() error {
	if p.depth == MaxDepth {
		limit := strconv.Itoa(MaxDepth)
		return p.fail("an array or object inside "+limit+" others", "a nesting of at most "+limit)
	}
	p.depth++
	p.pos++
	p.space()
	return nil
}

func (p *parser) close() { p.depth-- }

// path returns the path of the current member or item.
func (p *parser) path() string {
	path := ""
	for _, s := range p.steps[:p.depth] {
		if s.index < 0 {
			path = Join(path, s.name)
		} else {
			path = Index(path, s.index)
		}
	}
	return path
}

// space skips white space, which in RFC 8259 is these four characters only.
//
//go:noinline
func (p *parser) space() {
	for p.pos < len(p.text) {
		switch p.text[p.pos] {
		case '\n':
			p.line++
			p.lineStart = p.pos + 1
		case ' ', '\t', '\r':
		default:
			return
		}
		p.pos++
	}
}

// peek returns the next byte, or 0 (which nothing in JSON starts with) at the end.
func (p *parser) peek() byte {
	if p.pos == len(p.text) {
		return 0
	}
	return p.text[p.pos]
}

// skip skips c if it comes next; c is not 0.
//
//go:noinline
func (p *parser) skip(c byte) bool {
	if p.peek() != c {
		return false
	}
	p.pos++
	return true
}

func (p *parser) column() int { return p.pos - p.lineStart + 1 }

// unexpected returns the error for what comes next.
func (p *parser) unexpected(allowed string) error {
	return p.fail(describe(p.text[p.pos:]), allowed)
}

func (p *parser) fail(found, allowed string) error {
	return &SyntaxError{Line: p.line, Column: p.column(), Found: found, Allowed: allowed}
}
