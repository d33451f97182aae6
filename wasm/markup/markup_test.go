package markup

import (
	"encoding/xml"
	"strings"
	"testing"
)

func TestNumbersHaveAtMostOneDecimal(t *testing.T) {
	for n, want := range map[float64]string{0: "0", 1: "1", 1.25: "1.3", 99.96: "100", -0.04: "0", -0.5: "-0.5", -12.34: "-12.3"} {
		if got := Number(n); got != want {
			t.Errorf("%v is written %s, not %s", n, got, want)
		}
	}
}

func TestElementsNest(t *testing.T) {
	var w Writer
	w.Open("g", Class("a"), Num("x", 1.5))
	w.Element("text", "1 < 2 & 3", Text("id", `"q"`))
	w.Leaf("path")
	w.Close("g")
	const want = `<g class="a" x="1.5"><text id="&quot;q&quot;">1 &lt; 2 &amp; 3</text><path/></g>`
	if w.String() != want {
		t.Errorf("wrote %s", w.String())
	}
}

// An element holds exactly its text, whatever this is.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"", "plain", `<b a="1" c='2'>&amp;`, "]]>", "\x00\x1b\uffff\ufffe", "\xff\xfe", "–…𝄞"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var w Writer
		w.Element("t", s, Text("a", s))
		d := xml.NewDecoder(strings.NewReader(w.String()))
		start, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		if e := start.(xml.StartElement); len(e.Attr) != 1 || e.Attr[0].Value != clean(s) {
			t.Errorf("the attribute of %q became %v", s, e.Attr)
		}
		got := ""
		for {
			token, err := d.Token()
			if err != nil {
				t.Fatal(err)
			}
			if text, ok := token.(xml.CharData); ok {
				got += string(text)
				continue
			}
			if _, ok := token.(xml.EndElement); !ok {
				t.Fatalf("%q added %T", s, token)
			}
			break
		}
		if got != clean(s) {
			t.Errorf("%q became %q", s, got)
		}
	})
}

// clean returns a text as it comes out of an element: one kind of white space,
// and U+FFFD for what XML does not have.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r < ' ' || r == 0x7f || r == 0xfffe || r == 0xffff:
			return '\uFFFD'
		}
		return r
	}, string([]rune(s)))
}
