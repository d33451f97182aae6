package trace

import (
	"strconv"
	"strings"

	"cacheplay/wasm/strategy"
)

// Mermaid returns the trace as a sequence diagram in Mermaid's language. No
// text of the scenario can become syntax.
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
		if r.moment != "" {
			m.line("Note over ", m.everybody(), ": ", mermaidText(r.moment))
		}
		m.event(i, r)
	}
	if t.Stopped != "" && len(t.Participants) > 0 {
		m.line("Note over ", m.everybody(), ": ", mermaidText(t.Stopped))
	}
	return m.out.String()
}

// mermaid is a diagram in the making.
type mermaid struct {
	trace *Trace
	out   strings.Builder
}

func (m *mermaid) line(parts ...string) {
	m.out.WriteString("    ")
	for _, part := range parts {
		m.out.WriteString(part)
	}
	m.out.WriteByte('\n')
}

// lifeline is the name of a participant inside a diagram. The one that people
// read is no identifier: several clients may share it.
func lifeline(participant int) string { return "P" + strconv.Itoa(participant) }

// everybody is where a note over all lifelines goes.
func (m *mermaid) everybody() string {
	if last := len(m.trace.Participants) - 1; last > 0 {
		return lifeline(0) + "," + lifeline(last)
	}
	return lifeline(0)
}

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

// note writes what is no message, and the activations that it begins or ends.
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

// mermaidText escapes a text for any place of a diagram. Letters, digits and the
// punctuation that no version of Mermaid gives a meaning stay readable, and all
// other ASCII becomes entity codes: # and ; end a statement, : begins a text,
// %% a comment or a directive, < markup, $$ a formula. So do the letters with
// which Mermaid marks such codes inside, and the word "end", which ends a block.
func mermaidText(text string) string {
	var out strings.Builder
	word := true // a word may begin here
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

func entity(r rune) string { return "#" + strconv.Itoa(int(r)) + ";" }

// wholeWord reports whether a text begins with a word, in any case.
func wholeWord(text, word string) bool {
	n := len(word)
	return len(text) >= n && strings.EqualFold(text[:n], word) && (len(text) == n || !isAlphanumeric(rune(text[n])))
}

func isAlphanumeric(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}
