package jsontree

import "testing"

func TestKindsHaveNames(t *testing.T) {
	for kind, want := range map[Kind]string{
		Null: "null", Bool: "boolean", Number: "number", String: "string", Array: "array", Object: "object", 6: "unknown",
	} {
		if kind.String() != want {
			t.Errorf("kind %d is called %s, want %s", kind, kind, want)
		}
	}
}

func TestGet(t *testing.T) {
	v := mustParse(t, `{"a":null,"b":1}`)
	if a, ok := v.Get("a"); !ok || a.Kind != Null {
		t.Errorf("a = %v, %v", a, ok)
	}
	if b, ok := v.Get("b"); !ok || b.Number != 1 {
		t.Errorf("b = %v, %v", b, ok)
	}
	for _, without := range []string{`{"c":1}`, `{}`, `["a"]`, `"a"`, `null`} {
		if _, ok := mustParse(t, without).Get("a"); ok {
			t.Errorf("%s has a member a", without)
		}
	}
}

func TestEqual(t *testing.T) {
	for _, fact := range []struct {
		a, b string
		want bool
	}{
		{`null`, ` null`, true},
		{`true`, `true`, true},
		{`true`, `false`, false},
		{`1`, `1.0e0`, true},
		{`0`, `-0`, true},
		{`1`, `"1"`, false},
		{`0`, `null`, false},
		{`"a"`, `"\u0061"`, true},
		{`"a"`, `"A"`, false},
		{`"\u00e9"`, `"e\u0301"`, false}, // composed and decomposed are two strings
		{`[]`, `{}`, false},
		{`[1,2]`, `[2,1]`, false},
		{`[1]`, `[1,1]`, false},
		{`{"a":1,"b":[{"c":2,"d":3}]}`, "{\n\"b\":[{\"d\":3,\"c\":2}],\"a\":1}", true},
		{`{"a":1}`, `{"a":2}`, false},
		{`{"a":1}`, `{"b":1}`, false},
		{`{"a":null}`, `{}`, false},
	} {
		a, b := mustParse(t, fact.a), mustParse(t, fact.b)
		if Equal(a, b) != fact.want || Equal(b, a) != fact.want {
			t.Errorf("Equal(%s, %s) is not %v", fact.a, fact.b, fact.want)
		}
		same := string(a.AppendCanonical(nil)) == string(b.AppendCanonical(nil))
		if same != fact.want {
			t.Errorf("%s and %s: one canonical text is %v, want %v", fact.a, fact.b, same, fact.want)
		}
	}
}
