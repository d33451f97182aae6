package trace

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/jsontree"
)

var update = flag.Bool("update", false, "write the golden files in testdata instead of comparing with them")

func quote(text string) string { return string(jsontree.AppendString(nil, text)) }

// hostile is a text with syntax of every language that a trace is exported to.
const hostile = "end; #35;%%{x}<b onload='x()'>\"q\" [[http://y]]\\n${a}%date() @enduml:a->>b\r\n" +
	"P1->>P0: forged\n!!! \u2028style:x#a;\x1b[31mﬂ°°60¶ß/' note--**\u202Eevil\xff"

var stories = []struct {
	name  string
	trace func() *Trace
}{
	{"write-through", writeThrough},
	{"write-behind", writeBehind},
	{"crash", crashed},
	{"two-clients", twoClients},
	{"in-order", inOrder},
	{"hostile", func() *Trace { return saying(hostile) }},
}

// The exports of the stories are those of the golden files.
func TestExports(t *testing.T) {
	for _, story := range stories {
		trace := story.trace()
		compare(t, story.name+".txt", trace.Console())
		compare(t, story.name+".mmd", trace.Mermaid())
		compare(t, story.name+".puml", trace.PlantUML())
		compare(t, story.name+".json", string(trace.AppendJSON(nil))+"\n")
	}
}

// compare compares a text with a golden file, or writes it with -update.
func compare(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is now\n%s", name, got)
	}
}

// placeholder is the text in the export that others are compared with.
const placeholder = "PLACEHOLDER"

// checkShape fails the test unless an export has the same lines as one with the
// placeholder, in whose places there is a text that matches inner.
func checkShape(t *testing.T, got, harmless, inner string) {
	t.Helper()
	lines, shapes := strings.Split(got, "\n"), strings.Split(harmless, "\n")
	if len(lines) != len(shapes) {
		t.Fatalf("%d lines instead of %d:\n%s", len(lines), len(shapes), got)
	}
	for i, shape := range shapes {
		pattern := strings.ReplaceAll(regexp.QuoteMeta(shape), placeholder, inner)
		if strings.HasPrefix(shape, "|") {
			pattern = `\| *` + inner + ` \((before|after) sync\) *\|` // centred
		}
		if lines[i] != shape && !regexp.MustCompile(`^(?s:`+pattern+`)$`).MatchString(lines[i]) {
			t.Fatalf("line %d is not like %q:\n%s", i+1, shape, got)
		}
		if strings.ContainsFunc(lines[i], breaksLine) {
			t.Fatalf("line %d holds a control character: %q", i+1, lines[i])
		}
	}
}

// seeds adds texts with syntax of some language.
func seeds(f *testing.F) {
	for _, text := range []string{hostile, "Save transaction", "end", "END note", "style:x#a;", "wrap: x", "%%{init: {}}%%", "a as b",
		"$$x^2$$", "<br/>", "\\n", "it''s", "..", "==", "--", "/'", "!include x", "~~", "Größe ﬂ°", "\U0001F4A5", "\x80", "\uE100", "id", "“x”", "a\u0085b"} {
		f.Add(text)
	}
}

// withText returns the trace of a text. It skips invisible texts: TestWithoutWords
// is about them.
func withText(t *testing.T, text string) *Trace {
	if oneLine(text) == "" || strings.Contains(text, placeholder) || len(text) > 200 {
		t.Skip()
	}
	return saying(text)
}

func FuzzConsole(f *testing.F) {
	seeds(f)
	harmless := saying(placeholder).Console()
	f.Fuzz(func(t *testing.T, text string) {
		checkShape(t, withText(t, text).Console(), harmless, ".*")
	})
}

func FuzzMermaid(f *testing.F) {
	seeds(f)
	harmless := saying(placeholder).Mermaid()
	f.Fuzz(func(t *testing.T, text string) {
		checkShape(t, withText(t, text).Mermaid(), harmless, "(?:[^#;:%<>\"&@\\[\\]{}|$\\\\~^`ﬂ°¶ß]|#[0-9]+;)*")
		checkReadsBack(t, mermaidText(text), `#([0-9]+);`, 10, oneLine(text))
	})
}

func FuzzPlantUML(f *testing.F) {
	seeds(f)
	harmless := saying(placeholder).PlantUML()
	f.Fuzz(func(t *testing.T, text string) {
		checkShape(t, withText(t, text).PlantUML(), harmless, "(?:[^#;:%<>\"'&@\\[\\]{}|$\\\\~^`*!=+“”«»]|<U\\+[0-9A-F]{4}>)*")
		shown := strings.Map(func(r rune) rune {
			if 0xE000 <= r && r <= 0xF8FF {
				return '\uFFFD'
			}
			return r
		}, oneLine(text))
		checkReadsBack(t, plantUMLText(text), `<U\+([0-9A-F]{4})>`, 16, shown)
	})
}

// checkReadsBack fails the test unless an escaped text, with its codes replaced by
// their characters, is the wanted text.
func checkReadsBack(t *testing.T, escaped, code string, base int, want string) {
	t.Helper()
	codes := regexp.MustCompile(code)
	got := codes.ReplaceAllStringFunc(escaped, func(s string) string {
		n, err := strconv.ParseInt(codes.FindStringSubmatch(s)[1], base, 32)
		if err != nil {
			t.Fatal(err)
		}
		return string(rune(n))
	})
	if got != want {
		t.Errorf("%q reads back as %q, not %q", escaped, got, want)
	}
}

// Where a scenario has no texts, no line of console and diagrams is without words.
func TestWithoutWords(t *testing.T) {
	trace := saying("")
	trace.Keys[0].Initial = `""`
	for _, text := range []string{trace.Console(), trace.Mermaid(), trace.PlantUML()} {
		for i, line := range strings.Split(text, "\n") {
			if strings.HasSuffix(line, ": ") || strings.HasSuffix(line, " as ") || strings.Contains(line, `""`+" as") {
				t.Errorf("line %d says nothing: %q", i+1, line)
			}
		}
	}
	empty := &Trace{}
	if got := empty.Console(); got != "" {
		t.Errorf("the console of nothing is %q", got)
	}
	if got := empty.Mermaid(); got != "sequenceDiagram\n" {
		t.Errorf("the diagram of nothing is %q", got)
	}
}
