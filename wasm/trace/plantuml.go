package trace

import (
	"strconv"
	"strings"
	"unicode"

	"cacheplay/wasm/strategy"
)

// PlantUML returns the trace as a sequence diagram in PlantUML's language. All
// texts of the scenario are escaped.
func (t *Trace) PlantUML() string {
	p := plantUML{trace: t}
	p.line("@startuml")
	if name := oneLine(t.Name); name != "" {
		p.line("title <b>", plantUMLText(name), "</b>") // PlantUML refuses a title without a letter or a digit
	}
	for i, participant := range t.Participants {
		keyword := "participant"
		switch participant.Role {
		case strategy.Client:
			keyword = "actor"
		case strategy.Source:
			keyword = "database"
		}
		p.line(keyword, ` "`, plantUMLText(t.nameOf(i)), `" as `, lifeline(i))
	}
	for i, r := range t.rows() {
		if r.time != "" {
			p.line("... ", plantUMLText(r.time), " ...")
		}
		p.event(i, r)
	}
	if t.Stopped != "" {
		p.line("... ", plantUMLText(t.Stopped), " ...")
	}
	p.line("@enduml")
	return p.out.String()
}

// plantUML writes a diagram.
type plantUML struct {
	trace *Trace
	out   strings.Builder
}

// line writes a line.
func (p *plantUML) line(parts ...string) {
	for _, part := range parts {
		p.out.WriteString(part)
	}
	p.out.WriteByte('\n')
}

// event writes an event. One that is no message but begins or ends an activation
// becomes a message to itself: in PlantUML only messages can do that, one each.
func (p *plantUML) event(i int, r row) {
	e := &p.trace.Events[i]
	from, to, text := lifeline(e.From), lifeline(e.To), plantUMLText(p.trace.wordsOf(i))
	arrow, activation := " -> ", ""
	switch {
	case r.opens:
		activation = " ++"
	case r.closes:
		activation = " --"
	case e.Kind != Call && e.Kind != Return:
		p.note(e, text)
		return
	}
	switch {
	case e.Kind == Return && r.lost:
		arrow = " -->x "
	case e.Kind == Return:
		arrow = " --> "
	case r.lost:
		arrow = " ->x "
	}
	p.line(from, arrow, to, activation, " : ", text)
}

// note writes a note over a lifeline.
func (p *plantUML) note(e *Event, text string) {
	colour := ""
	if e.Kind == Fault {
		colour = " #FFCCCC"
	}
	p.line("note over ", lifeline(e.From), colour, " : ", text)
}

// plantUMLText escapes a text for any place of a diagram. Letters, digits and some
// punctuation are kept, unless a mark comes first or twice in a row and would
// format what follows (--, //, __). Characters beyond U+FFFF have no meaning and
// are kept too. Those of private use, some of which PlantUML uses itself, become
// U+FFFD. All others become their code point in angle brackets: quotes,
// backslashes, markup, links, and the calls and variables of the preprocessor.
func plantUMLText(text string) string {
	var out strings.Builder
	var previous rune
	for _, r := range oneLine(text) {
		switch {
		case 0xE000 <= r && r <= 0xF8FF:
			out.WriteRune('\uFFFD')
		case unicode.IsLetter(r), r == ' ', '0' <= r && r <= '9', r > 0xFFFF:
			out.WriteRune(r)
		case previous != 0 && (unicode.IsMark(r) || r != previous && strings.ContainsRune(".,-_/()", r)):
			out.WriteRune(r)
		default:
			out.WriteString("<U+" + strings.ToUpper(strconv.FormatInt(0x10000+int64(r), 16)[1:]) + ">")
		}
		previous = r
	}
	return out.String()
}
