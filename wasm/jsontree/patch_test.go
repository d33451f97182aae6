package jsontree

import (
	"reflect"
	"testing"
)

// TestMergePatchOfRFC7386 is appendix A of RFC 7386.
func TestMergePatchOfRFC7386(t *testing.T) {
	for _, row := range []struct{ target, patch, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		checkMerge(t, row.target, row.patch, row.want)
	}
}

func TestMergePatchKeepsOrder(t *testing.T) {
	checkMerge(t, `{"c":1,"b":2,"a":3}`, `{"z":0,"a":4,"b":null,"y":0,"c":5}`, `{"c":5,"a":4,"z":0,"y":0}`)
}

func TestMergePatchLeavesNullInArrays(t *testing.T) {
	checkMerge(t, `{}`, `{"a":[null,{"b":null}]}`, `{"a":[null,{"b":null}]}`)
}

func TestMergePatchKeepsPlaces(t *testing.T) {
	merged := MergePatch(mustParse(t, `  {"a": 1}`), mustParse(t, "\n\n{\"b\": 2}"))
	a, _ := merged.Get("a")
	b, _ := merged.Get("b")
	if merged.Column != 3 || a.Line != 1 || b.Line != 3 {
		t.Errorf("got %+v", merged)
	}
}

// checkMerge compares texts, so order counts, and looks for altered arguments.
func checkMerge(t *testing.T, target, patch, want string) {
	t.Helper()
	a, b := mustParse(t, target), mustParse(t, patch)
	if got := compact(MergePatch(a, b)); got != want {
		t.Errorf("%s patched with %s is %s, want %s", target, patch, got, want)
	}
	if !reflect.DeepEqual(a, mustParse(t, target)) || !reflect.DeepEqual(b, mustParse(t, patch)) {
		t.Errorf("%s or %s was altered", target, patch)
	}
}

// compact writes v in its own order, for values without strings of two lines.
func compact(v Value) string {
	var text []byte
	for _, c := range v.AppendIndented(nil, "") {
		if c != '\n' && c != ' ' {
			text = append(text, c)
		}
	}
	return string(text)
}
