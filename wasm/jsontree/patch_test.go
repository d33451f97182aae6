package jsontree

import (
	"os"
	"reflect"
	"testing"
)

// TestMergePatch goes through a table that web/scenario/merge-patch.test.js
// shares. It begins with appendix A of RFC 7386.
func TestMergePatch(t *testing.T) {
	text, err := os.ReadFile("testdata/merge-patch.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range mustParse(t, string(text)).Items {
		target, _ := row.Get("target")
		patch, _ := row.Get("patch")
		result, _ := row.Get("result")
		checkMerge(t, compact(target), compact(patch), compact(result))
	}
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
