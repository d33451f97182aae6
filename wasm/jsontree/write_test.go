package jsontree

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// TestNumbersOfRFC8785 is appendix B of RFC 8785. Its rows for NaN and Infinity
// are errors there, and null here.
func TestNumbersOfRFC8785(t *testing.T) {
	for _, row := range []struct {
		bits uint64
		want string
	}{
		{0x0000000000000000, "0"},
		{0x8000000000000000, "0"},
		{0x0000000000000001, "5e-324"},
		{0x8000000000000001, "-5e-324"},
		{0x7fefffffffffffff, "1.7976931348623157e+308"},
		{0xffefffffffffffff, "-1.7976931348623157e+308"},
		{0x4340000000000000, "9007199254740992"},
		{0xc340000000000000, "-9007199254740992"},
		{0x4430000000000000, "295147905179352830000"},
		{0x7fffffffffffffff, "null"},
		{0x7ff0000000000000, "null"},
		{0xfff0000000000000, "null"},
		{0x44b52d02c7e14af5, "9.999999999999997e+22"},
		{0x44b52d02c7e14af6, "1e+23"},
		{0x44b52d02c7e14af7, "1.0000000000000001e+23"},
		{0x444b1ae4d6e2ef4e, "999999999999999700000"},
		{0x444b1ae4d6e2ef4f, "999999999999999900000"},
		{0x444b1ae4d6e2ef50, "1e+21"},
		{0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
		{0x3eb0c6f7a0b5ed8d, "0.000001"},
		{0x41b3de4355555553, "333333333.3333332"},
		{0x41b3de4355555554, "333333333.33333325"},
		{0x41b3de4355555555, "333333333.3333333"},
		{0x41b3de4355555556, "333333333.3333334"},
		{0x41b3de4355555557, "333333333.33333343"},
		{0xbecbf647612f3696, "-0.0000033333333333333333"},
		{0x43143ff3c1cb0959, "1424953923781206.2"},
	} {
		if got := string(AppendNumber(nil, math.Float64frombits(row.bits))); got != row.want {
			t.Errorf("%016x is written %s, want %s", row.bits, got, row.want)
		}
	}
}

func TestExponentsAreShort(t *testing.T) {
	for f, want := range map[float64]string{
		1e-7: "1e-7", -1.5e-9: "-1.5e-9", 1e-10: "1e-10", 1e-100: "1e-100", 1e100: "1e+100", 1e300: "1e+300", 123e-20: "1.23e-18",
	} {
		if got := string(AppendNumber(nil, f)); got != want {
			t.Errorf("%g is written %s, want %s", f, got, want)
		}
	}
}

func TestCanonicalForm(t *testing.T) {
	for _, fact := range []struct{ text, want string }{
		// RFC 8785, section 3.2.2 with the order of section 3.2.3.
		{`{
			"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
			"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
			"literals": [null, true, false]
		}`, `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
			`"string":"€$\u000f\nA'B\"\\\\\"/"}`},
		// RFC 8785, section 3.2.3.
		{`{
			"\u20ac": "Euro Sign",
			"\r": "Carriage Return",
			"\ufb33": "Hebrew Letter Dalet With Dagesh",
			"1": "One",
			"\ud83d\ude00": "Emoji: Grinning Face",
			"\u0080": "Control",
			"\u00f6": "Latin Small Letter O With Diaeresis"
		}`, `{"\r":"Carriage Return","1":"One","` + "\u0080" + `":"Control","ö":"Latin Small Letter O With Diaeresis",` +
			`"€":"Euro Sign","😀":"Emoji: Grinning Face","` + "\ufb33" + `":"Hebrew Letter Dalet With Dagesh"}`},
		{`{"b":{"z":1,"y":2},"a":[3,1,2],"ab":0,"":0,"B":0}`, `{"":0,"B":0,"a":[3,1,2],"ab":0,"b":{"y":2,"z":1}}`},
		{`{"😁":1,"😀":2,"\uffff":3,"\ue000":4,"\ud7ff":5}`, `{"` + "\ud7ff" + `":5,"😀":2,"😁":1,"` + "\ue000" + `":4,"` + "\uffff" + `":3}`},
		{` [ ] `, `[]`}, {`{ }`, `{}`}, {`[-0]`, `[0]`}, {`null`, `null`},
	} {
		if got := string(mustParse(t, fact.text).AppendCanonical(nil)); got != fact.want {
			t.Errorf("%s becomes\n%s, want\n%s", fact.text, got, fact.want)
		}
	}
}

func TestStringsEscapeOnlyWhatTheyMust(t *testing.T) {
	for s, want := range map[string]string{
		"":                           `""`,
		"\"\\/":                      `"\"\\/"`,
		"\b\f\n\r\t\x00\x1f\x7f":     `"\b\f\n\r\t\u0000\u001f` + "\x7f" + `"`,
		"<&>'\u2028é😀":               `"<&>'` + "\u2028é😀" + `"`,
		"a\xffb\xed\xa0\x80\uFFFD":   `"a` + "\uFFFDb\uFFFD\uFFFD\uFFFD\uFFFD" + `"`,
		strings.Repeat("long ", 100): `"` + strings.Repeat("long ", 100) + `"`,
	} {
		if got := string(AppendString([]byte("before "), s)); got != "before "+want {
			t.Errorf("%q is written %s, want %s", s, got, want)
		}
	}
}

func TestIndentedFormIsThatOfJSONIndent(t *testing.T) {
	for _, text := range []string{
		`null`, `[]`, `{}`, `"a"`, `[1]`, `[[],{},[[2]]]`, `{"b":1,"a":{"c":[true,null],"d":{}},"e":"x\ny"}`,
	} {
		var want bytes.Buffer
		if err := json.Indent(&want, []byte(text), "", "  "); err != nil {
			t.Fatal(err)
		}
		got := mustParse(t, text).AppendIndented([]byte(">"), "  ")
		if string(got) != ">"+want.String() {
			t.Errorf("%s becomes\n%s, want\n%s", text, got, want.String())
		}
	}
}
