package jsontree

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse compares Parse with encoding/json: it accepts the same texts, except for
// what only Parse refuses, and returns the same values.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		`null`, ` [true, false] `, `{"a":{"b":[1,-0,2.5e-7,1e400]},"a":"\ud83d\ude00"}`, `"\ud800"`, "\"\xff\"", `[1,]`,
		`{"\u0061":1,"a":2}`, `01`, `-`, "\uFEFF1", `{"a":1}x`, strings.Repeat("[", 65) + strings.Repeat("]", 65), `"\ufffd\n"`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		before := bytes.Clone(text)
		v, err := Parse(text)
		if !bytes.Equal(text, before) {
			t.Fatal("Parse altered the text")
		}
		if !json.Valid(text) {
			if err == nil {
				t.Fatal("encoding/json refuses what Parse takes")
			}
			return
		}
		reason := refusedBesides(text)
		if (reason != "") != (err != nil) {
			t.Fatalf("reason to refuse: %q; Parse: %v", reason, err)
		}
		if err == nil {
			checkValue(t, text, v)
		}
	})
}

// checkValue compares a value with that of encoding/json, and with itself after it
// is written and parsed again.
func checkValue(t *testing.T, text []byte, v Value) {
	var want any
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	if got := plain(v); !reflect.DeepEqual(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	canonical := v.AppendCanonical(nil)
	for _, written := range [][]byte{canonical, v.AppendIndented(nil, "\t")} {
		again, err := Parse(written)
		if err != nil && len(written) <= MaxBytes {
			t.Fatalf("written as %s, then %v", written, err)
		}
		if err == nil && (!Equal(v, again) || !bytes.Equal(again.AppendCanonical(nil), canonical)) {
			t.Fatalf("written as %s, then canonical as %s", written, again.AppendCanonical(nil))
		}
	}
	if !Equal(v, MergePatch(Value{}, v)) && !bytes.Contains(text, []byte("null")) {
		t.Fatal("a patch without null does not make itself from nothing")
	}
}

// refusedBesides returns which rule of Parse a valid JSON text breaks, "" for none.
func refusedBesides(text []byte) string {
	switch {
	case len(text) > MaxBytes:
		return "length"
	case !utf8.Valid(text):
		return "UTF-8"
	case hasLoneSurrogate(string(text)):
		return "surrogate"
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	reason := ""
	walk(decoder, 0, &reason)
	return reason
}

// walk reads one value and sets the reason to refuse it, if any. It returns true at
// the end of an array or object.
func walk(decoder *json.Decoder, depth int, reason *string) bool {
	token, err := decoder.Token()
	if err != nil {
		*reason = err.Error()
		return true
	}
	switch token := token.(type) {
	case json.Number:
		if _, err := token.Float64(); err != nil {
			*reason = "overflow"
		}
	case json.Delim:
		if token == ']' || token == '}' {
			return true
		}
		if depth == MaxDepth {
			*reason = "depth"
			return true
		}
		names := map[string]bool{}
		for {
			if token == '{' {
				name, err := decoder.Token()
				if err != nil || name == json.Delim('}') {
					return false
				}
				if names[name.(string)] {
					*reason = "duplicate"
				}
				names[name.(string)] = true
			}
			if walk(decoder, depth+1, reason) {
				return false
			}
		}
	}
	return false
}

// hasLoneSurrogate reports whether a valid JSON text has an escaped surrogate
// without its partner.
func hasLoneSurrogate(text string) bool {
	text = strings.ToLower(strings.ReplaceAll(text, `\\`, " "))
	for {
		_, rest, found := strings.Cut(text, `\ud`)
		if !found {
			return false
		}
		first, second, pair := rest[0] >= '8' && rest[0] <= 'b', rest[3:], false
		if first && strings.HasPrefix(second, `\ud`) && second[3] >= 'c' {
			pair, rest = true, second[6:]
		}
		if rest[0] >= '8' && !pair {
			return true
		}
		text = rest
	}
}

// plain returns v as encoding/json would.
func plain(v Value) any {
	switch v.Kind {
	case Bool:
		return v.Bool
	case Number:
		return v.Number
	case String:
		return v.String
	case Array:
		items := make([]any, len(v.Items))
		for i, item := range v.Items {
			items[i] = plain(item)
		}
		return items
	case Object:
		members := make(map[string]any)
		for _, m := range v.Members {
			members[m.Name] = plain(m.Value)
		}
		return members
	}
	return nil
}
