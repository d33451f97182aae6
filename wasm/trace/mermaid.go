package trace

import (
	"strconv"
	"strings"

	"cacheplay/wasm/strategy"
)

// Mermaid returns the trace as a sequence diagram in Mermaid's language. All texts
// of the scenario are escaped.
func (t *Trace) Mermaid() string {
	m := mermaid{trace: t}
	m.out.WriteString("sequenceDiagram\n")
	if name := oneLine(t.Name); name != "" {
		m.line("title ", mermaidText(name))
	}
	for i, p := range t.Participants {
		keyword := "participant "
		if p.Role == strategy.Client {
			keyword = "actor "
		}
		m.line(keyword, lifeline(i), " as ", mermaidText(t.nameOf(i)))
	}
	for i, r := range t.rows() {
		if r.time != "" {
			m.line("Note over ", m.allLifelines(), ": ", mermaidText(r.time))
		}
		m.event(i, r)
	}
	if t.Stopped != "" && len(t.Participants) > 0 {
		m.line("Note over ", m.allLifelines(), ": ", mermaidText(t.Stopped))
	}
	return m.out.String()
}

// mermaid writes a diagram.
type mermaid struct {
	trace *Trace
	out   strings.Builder
}

// line writes an indented line.
func (m *mermaid) line(parts ...string) {
	m.out.WriteString("    ")
	for _, part := range parts {
		m.out.WriteString(part)
	}
	m.out.WriteByte('\n')
}

// lifeline returns the identifier of a participant inside a diagram. Its name is
// none: several clients may share it.
func lifeline(participant int) string { return "P" + strconv.Itoa(participant) }

// allLifelines returns the place of a note over all lifelines.
func (m *mermaid) allLifelines() string {
	if last := len(m.trace.Participants) - 1; last > 0 {
		return lifeline(0) + "," + lifeline(last)
	}
	return lifeline(0)
}

// event writes an event.
func (m *mermaid) event(i int, r row) {
	e := &m.trace.Events[i]
	from, to, text := lifeline(e.From), lifeline(e.To), mermaidText(m.trace.wordsOf(i))
	switch e.Kind {
	case Call:
		arrow := "->>"
		if r.lost {
			arrow = "-x"
		}
		if r.opens {
			arrow += "+"
		}
		m.line(from, arrow, to, ": ", text)
	case Return:
		arrow := "-->>"
		if r.lost {
			arrow = "--x"
		}
		if r.closes {
			arrow += "-"
		}
		m.line(from, arrow, to, ": ", text)
	default:
		m.note(e, r, text)
	}
}

// note writes an event that is no message, and the activations that it begins or
// ends.
func (m *mermaid) note(e *Event, r row, text string) {
	if r.opens {
		m.line("activate ", lifeline(e.From))
	}
	if e.Kind == Fault {
		m.line("rect rgba(255, 0, 0, 0.2)")
	}
	m.line("Note over ", lifeline(e.From), ": ", text)
	if e.Kind == Fault {
		m.line("end")
	}
	if r.closes {
		m.line("deactivate ", lifeline(e.From))
	}
}

// mermaidText escapes a text for any place of a diagram. Letters, digits and
// punctuation without a meaning in any version of Mermaid are kept, all other ASCII
// becomes entity codes: # and ; end a statement, : begins a text, %% a comment or
// a directive, < markup, $$ a formula. So do the characters with which Mermaid
// itself encodes entities, and the word "end", which ends a block.
func mermaidText(text string) string {
	var out strings.Builder
	word := true // whether a word may begin here
	text = oneLine(text)
	for i, r := range text {
		switch {
		case word && wholeWord(text[i:], "end"), strings.ContainsRune("ﬂ°¶ß", r):
			out.WriteString(entity(r))
		case r >= 0x80, isAlphanumeric(r), strings.ContainsRune(" .,_-/()+=!?'*", r):
			out.WriteRune(r)
		default:
			out.WriteString(entity(r))
		}
		word = !isAlphanumeric(r)
	}
	return out.String()
}

// entity returns the entity code of a character.
func entity(r rune) string { return "#" + strconv.Itoa(int(r)) + ";" }

// wholeWord reports whether a text begins with the given word, regardless of case.
func wholeWord(text, word string) bool {
	n := len(word)
	return len(text) >= n && strings.EqualFold(text[:n], word) && (len(text) == n || !isAlphanumeric(rune(text[n])))
}

func isAlphanumeric(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}
