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
		{a: `null`, b: ` null`, want: true},
		{a: `true`, b: `true`, want: true},
		{a: `true`, b: `false`, want: false},
		{a: `1`, b: `1.0e0`, want: true},
		{a: `0`, b: `-0`, want: true},
		{a: `1`, b: `"1"`, want: false},
		{a: `0`, b: `null`, want: false},
		{a: `"a"`, b: `"\u0061"`, want: true},
		{a: `"a"`, b: `"A"`, want: false},
		{a: `"\u00e9"`, b: `"e\u0301"`, want: false}, // composed and decomposed are two strings
		{a: `[]`, b: `{}`, want: false},
		{a: `[1,2]`, b: `[2,1]`, want: false},
		{a: `[1]`, b: `[1,1]`, want: false},
		{a: `{"a":1,"b":[{"c":2,"d":3}]}`, b: "{\n\"b\":[{\"d\":3,\"c\":2}],\"a\":1}", want: true},
		{a: `{"a":1}`, b: `{"a":2}`, want: false},
		{a: `{"a":1}`, b: `{"b":1}`, want: false},
		{a: `{"a":null}`, b: `{}`, want: false},
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

func TestPairsAreMembers(t *testing.T) {
	got := FromPairs("text", "a", "yes", true, "whole", 1, "long", int64(2), "part", 0.5, "value", FromItems(FromPairs()))
	want := FromMembers(Member{"text", FromString("a")}, Member{"yes", FromBool(true)}, Member{"whole", FromNumber(1)}, Member{"long", FromNumber(2)},
		Member{"part", FromNumber(0.5)}, Member{"value", FromItems(FromMembers())})
	if !Equal(got, want) {
		t.Errorf("%s", got.AppendCanonical(nil))
	}
}
