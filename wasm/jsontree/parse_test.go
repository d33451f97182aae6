package jsontree

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// mustParse parses a valid text.
func mustParse(t *testing.T, text string) Value {
	t.Helper()
	v, err := Parse([]byte(text))
	if err != nil {
		t.Fatalf("Parse(%s): %v", text, err)
	}
	return v
}

// withoutPlace returns v without lines and columns.
func withoutPlace(v Value) Value {
	v.Line, v.Column = 0, 0
	for i := range v.Items {
		v.Items[i] = withoutPlace(v.Items[i])
	}
	for i := range v.Members {
		v.Members[i].Value = withoutPlace(v.Members[i].Value)
	}
	return v
}

func TestParseGives(t *testing.T) {
	for text, want := range map[string]Value{
		`null`:                    {},
		`true`:                    FromBool(true),
		`false`:                   FromBool(false),
		" \t\r\n 0 \t\r\n ":       FromNumber(0),
		`-12.5e+1`:                FromNumber(-125),
		`1E2`:                     FromNumber(100),
		`0.1e-0`:                  FromNumber(0.1),
		`9007199254740993`:        FromNumber(9007199254740992), // to the nearest
		`1e-999`:                  FromNumber(0),
		`""`:                      FromString(""),
		`"\"\\\/\b\f\n\r\t"`:      FromString("\"\\/\b\f\n\r\t"),
		`"a\u20AC\u20acb"`:        FromString("a€€b"),
		`"\ud83d\ude00"`:          FromString("😀"),
		`"\uDBFF\uDFFF\u0000"`:    FromString("\U0010FFFF\x00"),
		"\"\x7f\u2028é😀\uFFFD\"":  FromString("\x7f\u2028é😀\uFFFD"), // needs no escape
		`"\ufeff"`:                FromString("\uFEFF"),
		`[]`:                      FromItems(),
		` [ 1 , [ ] , "a" ] `:     FromItems(FromNumber(1), FromItems(), FromString("a")),
		`{}`:                      FromMembers(),
		` { "b" : { } , "a" : 1}`: FromMembers(Member{"b", FromMembers()}, Member{"a", FromNumber(1)}),
		`{"":1,"\u0061":2}`:       FromMembers(Member{"", FromNumber(1)}, Member{"a", FromNumber(2)}),
	} {
		got, err := Parse([]byte(text))
		if err != nil || !reflect.DeepEqual(withoutPlace(got), want) {
			t.Errorf("Parse(%s) = %+v, %v; want %+v", text, got, err, want)
		}
	}
	if v := mustParse(t, "-0"); !math.Signbit(v.Number) {
		t.Error("-0 has lost its sign")
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		``:                             `line 1, column 1: found the end of the text where a value is allowed`,
		"\n\n ":                        `line 3, column 2: found the end of the text where a value is allowed`,
		"\uFEFF{}":                     `line 1, column 1: found a byte order mark where a value is allowed`,
		"\xFF\xFE{\x00":                `line 1, column 1: found the byte 0xff where a value is allowed`,
		`{} {}`:                        `line 1, column 4: found "{" where the end of the text is allowed`,
		`1 2`:                          `line 1, column 3: found "2" where the end of the text is allowed`,
		"1\x00":                        `line 1, column 2: found the control character U+0000 where the end of the text is allowed`,
		"\x7f":                         `line 1, column 1: found the control character U+007F where a value is allowed`,
		"\u00a0 1":                     "line 1, column 1: found \"\u00a0\" (U+00A0) where a value is allowed",
		"{\n\n  \"a\": }":              `line 3, column 8: found "}" where a value is allowed`,
		`[1,]`:                         `line 1, column 4: found "]" where a value is allowed`,
		`[,1]`:                         `line 1, column 2: found "," where a value or "]" is allowed`,
		`[1 "a"]`:                      `line 1, column 4: found a string where "," or "]" is allowed`,
		`[1}`:                          `line 1, column 3: found "}" where "," or "]" is allowed`,
		`[`:                            `line 1, column 2: found the end of the text where a value or "]" is allowed`,
		`[1`:                           `line 1, column 3: found the end of the text where "," or "]" is allowed`,
		`{"a":1,}`:                     `line 1, column 8: found "}" where a name in double quotes is allowed`,
		`{a:1}`:                        `line 1, column 2: found "a" where a name in double quotes or "}" is allowed`,
		`{'a':1}`:                      `line 1, column 2: found "'" where a name in double quotes or "}" is allowed`,
		`{“a”:1}`:                      `line 1, column 2: found "“" (U+201C) where a name in double quotes or "}" is allowed`,
		`{"a" 1}`:                      `line 1, column 6: found "1" where ":" is allowed`,
		`{"a":1 "b":2}`:                `line 1, column 8: found a string where "," or "}" is allowed`,
		`{"a":1]`:                      `line 1, column 7: found "]" where "," or "}" is allowed`,
		`{"a`:                          `line 1, column 4: found the end of the text where the closing quote of a string is allowed`,
		`[1] // end`:                   `line 1, column 5: found a comment where the end of the text is allowed`,
		`[/* none */]`:                 `line 1, column 2: found a comment where a value or "]" is allowed`,
		`NaN`:                          `line 1, column 1: found "NaN" where a value is allowed`,
		`Infinity`:                     `line 1, column 1: found "Infinity" where a value is allowed`,
		`undefined`:                    `line 1, column 1: found "undefined" where a value is allowed`,
		`True`:                         `line 1, column 1: found "True" where a value is allowed`,
		`nul`:                          `line 1, column 1: found "nul" where a value is allowed`,
		`nulls`:                        `line 1, column 1: found "nulls" where a value is allowed`,
		`[truefalse]`:                  `line 1, column 2: found "truefalse" where a value or "]" is allowed`,
		`012`:                          `line 1, column 1: found "012" where a number without leading zeros is allowed`,
		`[-00]`:                        `line 1, column 2: found "-00" where a number without leading zeros is allowed`,
		`+1`:                           `line 1, column 1: found "+1" where a value is allowed`,
		`.5`:                           `line 1, column 1: found ".5" where a value is allowed`,
		`5.`:                           `line 1, column 3: found the end of the text where a digit is allowed`,
		`5.e1`:                         `line 1, column 3: found "e1" where a digit is allowed`,
		`[-]`:                          `line 1, column 3: found "]" where a digit is allowed`,
		`-Infinity`:                    `line 1, column 2: found "Infinity" where a digit is allowed`,
		`1e`:                           `line 1, column 3: found the end of the text where a digit is allowed`,
		`1e-+1`:                        `line 1, column 4: found "+1" where a digit is allowed`,
		`0x10`:                         `line 1, column 2: found "x10" where the end of the text is allowed`,
		`1_000`:                        `line 1, column 2: found "_000" where the end of the text is allowed`,
		`[1, 1e309]`:                   `line 1, column 5: found "1e309" where a number from -1.7976931348623157e+308 to 1.7976931348623157e+308 is allowed`,
		`"a` + "\n" + `"`:              `line 1, column 3: found a line break where the closing quote of a string is allowed`,
		`"a` + "\t" + `"`:              `line 1, column 3: found a tab where \t is allowed`,
		`"a` + "\x01" + `"`:            `line 1, column 3: found the control character U+0001 where an escape such as \u0001 is allowed`,
		`"é` + "\xC3" + `"`:            `line 1, column 3: found the byte 0xc3 where UTF-8 is allowed`,
		"\"\xED\xA0\x80\"":             `line 1, column 2: found the byte 0xed where UTF-8 is allowed`, // a surrogate
		"\"\xC0\xAF\"":                 `line 1, column 2: found the byte 0xc0 where UTF-8 is allowed`, // an overlong form
		`"a`:                           `line 1, column 3: found the end of the text where the closing quote of a string is allowed`,
		`"\`:                           `line 1, column 3: found the end of the text where the closing quote of a string is allowed`,
		`"\x41"`:                       `line 1, column 2: found a backslash before "x41" where an escape such as \\, \" or \n is allowed`,
		`"\u12g4"`:                     `line 1, column 2: found \u without four hexadecimal digits where an escape such as \u20ac is allowed`,
		`"\u12`:                        `line 1, column 2: found \u without four hexadecimal digits where an escape such as \u20ac is allowed`,
		`"\ud83d"`:                     `line 1, column 2: found the lone surrogate \ud83d where a pair such as \ud83d\ude00 is allowed`,
		`"\ude00\ud83d"`:               `line 1, column 2: found the lone surrogate \ude00 where a pair such as \ud83d\ude00 is allowed`,
		`"\ud83d\u0041"`:               `line 1, column 2: found the lone surrogate \ud83d where a pair such as \ud83d\ude00 is allowed`,
		`"\uD83Dx"`:                    `line 1, column 2: found the lone surrogate \uD83D where a pair such as \ud83d\ude00 is allowed`,
		`["é", "😀" x]`:                 `line 1, column 11: found "x" where "," or "]" is allowed`, // counts characters
		strings.Repeat("a", 30) + "\n": `line 1, column 1: found "aaaaaaaaaaaaaaaaaaaaaaaa…" where a value is allowed`,
	} {
		got, err := Parse([]byte(text))
		if err == nil || err.Error() != want {
			t.Errorf("Parse(%q)\n got %v\nwant %s", text, err, want)
		}
		if !reflect.DeepEqual(got, Value{}) {
			t.Errorf("Parse(%q) gives a value with its error: %+v", text, got)
		}
	}
}

func TestParseSaysWhereAValueStarts(t *testing.T) {
	v := mustParse(t, "{\r\n  \"é😀\": [1, \"ü\", null],\n  \"b\": {}\n}")
	items, _ := v.Get("é😀")
	b, _ := v.Get("b")
	for _, place := range []struct {
		of           Value
		line, column int
	}{{of: v, line: 1, column: 1}, {of: items, line: 2, column: 9}, {of: items.Items[0], line: 2, column: 10}, {of: items.Items[1], line: 2, column: 13}, {of: items.Items[2], line: 2, column: 18}, {of: b, line: 3, column: 8}} {
		if place.of.Line != place.line || place.of.Column != place.column {
			t.Errorf("%s starts in line %d, column %d; want %d, %d",
				place.of.AppendCanonical(nil), place.of.Line, place.of.Column, place.line, place.column)
		}
	}
}

func TestParseReportsEveryDuplicateName(t *testing.T) {
	text := `{
		"cache": {"ttl": 1, "ttl": 2, "\u0074tl": 3},
		"clients": [{"ops": [{}, {"value": 1, "b": 2, "value": 3}]}],
		"a b": {"": 1, "": 2},
		"cache": 4
	}`
	v, err := Parse([]byte(text))
	var got Duplicates
	if !errors.As(err, &got) {
		t.Fatalf("got the error %v", err)
	}
	want := Duplicates{
		{"cache.ttl", 2, 23},
		{"clients[0].ops[1].value", 3, 49},
		{`["a b"][""]`, 4, 18},
		{"cache", 5, 3},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	if line, _, _ := strings.Cut(err.Error(), "\n"); line != "cache.ttl: this name stands twice in the object" {
		t.Errorf("the error starts with %q", line)
	}
	if len(v.Members) != 4 {
		t.Errorf("the value has %d members, not all 4", len(v.Members))
	}
	if first, _ := v.Get("cache"); first.Kind != Object {
		t.Errorf("Get gives %v, not the first of two", first)
	}
}

func TestTheSameNameInOtherObjectsIsNoDuplicate(t *testing.T) {
	mustParse(t, `{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}],"A":1}`)
}

func TestASyntaxErrorComesBeforeDuplicates(t *testing.T) {
	_, err := Parse([]byte(`{"a":1,"a":2,}`))
	var syntax *SyntaxError
	if !errors.As(err, &syntax) || syntax.Found != `"}"` || syntax.Allowed != "a name in double quotes" {
		t.Errorf("got %v", err)
	}
}

func TestDepthIsLimited(t *testing.T) {
	nested := func(open, inner, close string, n int) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(close, n)
	}
	for _, text := range []string{
		nested("[", "", "]", MaxDepth),
		nested(`{"a":`, "1", "}", MaxDepth),
		nested("[[],", "0", "]", MaxDepth-1), // what is closed does not count
	} {
		mustParse(t, text)
	}
	want := `found an array or object inside 64 others where a nesting of at most 64 is allowed`
	for _, text := range []string{
		nested("[", "", "]", MaxDepth+1),
		nested(`{"a":`, "{}", "}", MaxDepth),
		strings.Repeat("[", MaxBytes),
		strings.Repeat(`{"":`, MaxBytes/4),
	} {
		if _, err := Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%d bytes: got %v", len(text), err)
		}
	}
}

func TestLengthIsLimited(t *testing.T) {
	mustParse(t, "1"+strings.Repeat(" ", MaxBytes-1))
	_, err := Parse([]byte("1" + strings.Repeat(" ", MaxBytes)))
	if want := "found 1048577 bytes where a text of at most 1048576 bytes is allowed"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestLargestTexts tries every operation with the largest texts of the shapes that
// make naive readers quadratic. If one were, the test would take minutes or hours,
// and reach the time-out of go test.
func TestLargestTexts(t *testing.T) {
	var names strings.Builder
	for i := 0; names.Len() < MaxBytes-30; i++ {
		names.WriteString(`"` + strconv.Itoa(i) + `":{},`)
	}
	long := strings.Repeat("x", MaxBytes/2)
	for what, text := range map[string]string{
		"items on one line":        "[" + strings.Repeat("0,", MaxBytes/2-2) + "0]",
		"one number":               "-0." + strings.Repeat("0", MaxBytes/2) + "1e+" + strings.Repeat("0", MaxBytes/4) + "9",
		"one string":               `"` + strings.Repeat("é", MaxBytes/2-1) + `"`,
		"distinct names":           "{" + names.String() + `"":{}}`,
		"one name many times":      "{" + strings.Repeat(`"a":1,`, MaxBytes/6-2) + `"a":1}`,
		"duplicates in a long one": `{"` + long + `":{` + strings.Repeat(`"a":1,"b":1,`, MaxBytes/24-2) + `"a":1}}`,
	} {
		v, err := Parse([]byte(text))
		if syntax := (*SyntaxError)(nil); errors.As(err, &syntax) {
			t.Errorf("%s: %v", what, err)
		}
		if err != nil && len(err.Error()) > 1000 {
			t.Errorf("%s: an error of %d bytes", what, len(err.Error()))
		}
		if !Equal(v, MergePatch(v, v)) && err == nil {
			t.Errorf("%s: changed by merging it into itself", what)
		}
		v.AppendCanonical(nil)
	}
}

func TestAHostileTextHasABoundedError(t *testing.T) {
	deep := strings.Repeat(`{"`+strings.Repeat("n", 1000)+`":`, MaxDepth-1)
	text := []byte(deep + "{" + strings.Repeat(`"":0,`, 10) + `"":0`)
	for i := range 10000 {
		text = fmt.Appendf(text, `,"%d":0,"%d":0`, i, i)
	}
	_, err := Parse(append(text, strings.Repeat("}", MaxDepth)...))
	var duplicates Duplicates
	if !errors.As(err, &duplicates) || len(duplicates) != 100 || len(err.Error()) > 1<<20 {
		t.Errorf("%d duplicates, an error of %d bytes", len(duplicates), len(err.Error()))
	}
}
