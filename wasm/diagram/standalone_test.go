package diagram_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

func article(t *testing.T) []*trace.Trace {
	text, _ := scenario.Preset("article")
	return run(t, string(text))
}

// parse reads a picture as strictly as a feed reader does, and returns its
// outermost element.
func parse(t *testing.T, svg string) xml.StartElement {
	t.Helper()
	var outermost xml.StartElement
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return outermost
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		if start, ok := token.(xml.StartElement); ok && outermost.Name.Local == "" {
			outermost = start.Copy()
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func TestAPictureNeedsNothingElse(t *testing.T) {
	svg := diagram.Standalone("The article", article(t), diagram.Sheet{Columns: 3}).SVG
	if root := parse(t, svg); root.Name.Local != "svg" || root.Name.Space != "http://www.w3.org/2000/svg" {
		t.Errorf("the outermost element is %v", root.Name)
	}
	for _, outside := range []string{"<script", "@import", "url(", "href", "<foreignObject"} {
		if strings.Contains(svg, outside) {
			t.Errorf("it contains %q", outside)
		}
	}
	for _, inside := range []string{"prefers-color-scheme: dark", "Write Through", "Write Behind", "Write Around"} {
		if !strings.Contains(svg, inside) {
			t.Errorf("it does not contain %q", inside)
		}
	}
}

func TestColumnsDecideTheWidth(t *testing.T) {
	traces := article(t)
	for columns, want := range map[int]string{1: "568", 2: "1128", 3: "1688", 9: "1688"} {
		if got := attribute(parse(t, diagram.Standalone("", traces, diagram.Sheet{Columns: columns}).SVG), "width"); got != want {
			t.Errorf("%d columns: width %s, want %s", columns, got, want)
		}
	}
}

func TestNoNameLeavesItsPlace(t *testing.T) {
	svg := diagram.Standalone("</title><script>", run(t, `{"version": 1, "name": "</style><b onload=\"x\">&", "write": "write-through",
		"clients": [{"ops": [{"op": "create", "key": "k"}]}]}`), diagram.Sheet{Words: "</desc><script>"}).SVG
	parse(t, svg)
	for _, markup := range []string{"<script", "<b "} {
		if strings.Contains(svg, markup) {
			t.Errorf("a name became markup: %s", markup)
		}
	}
}

// A picture with one theme has only the colours of this, written out.
func TestAThemeIsWrittenOut(t *testing.T) {
	for _, c := range []struct {
		theme         diagram.Theme
		colour, other string
	}{{theme: diagram.Light, colour: "#1b2430", other: "#12171e"}, {theme: diagram.Dark, colour: "#12171e", other: "#1b2430"}} {
		svg := diagram.Standalone("The article", article(t), diagram.Sheet{Theme: c.theme}).SVG
		parse(t, svg)
		if !strings.Contains(svg, ".paper { fill: #") || !strings.Contains(svg, c.colour) || strings.Contains(svg, c.other) {
			t.Errorf("theme %d has not its own colours", c.theme)
		}
		for _, left := range []string{"var(", "--", "prefers-color-scheme", ":root"} {
			if strings.Contains(svg, left) {
				t.Errorf("theme %d: %q is left", c.theme, left)
			}
		}
	}
}

// The fragment of a picture's address decides its theme, for pages that are light or
// dark by themselves.
func TestTheAddressOfAPictureCanNameItsTheme(t *testing.T) {
	svg := diagram.Standalone("The article", article(t), diagram.Sheet{}).SVG
	at := 0
	for _, part := range []string{"#light:target ~ * {\n  color-scheme: light dark;\n  --paper: #ffffff", "#dark:target ~ * {\n    --paper: #12171e", `<g id="light"/><g id="dark"/><rect class="paper"`} {
		i := strings.Index(svg[at:], part)
		if i < 0 {
			t.Fatalf("there is no %q, or not after what must come before", part)
		}
		at += i
	}
}
