package scenario

import (
	"strings"
	"testing"

	"cacheplay/wasm/random"
)

func TestCompare(t *testing.T) {
	s := decoded(t, document(`"name": "Both", "text": "all", "write": "write-behind", "cache": {"ttl": "5s", "latency": {"p50": "1ms", "p99": "2ms"}},
		"source": {"records": {"a": {"x": null, "y": 1}, "b": 2}},
		"compare": [
			{},
			{"name": "No TTL", "text": "{write.wait}", "cache": {"ttl": null, "latency": null}},
			{"write": {"by": "client", "steps": ["source.save", "answer"]}, "source": {"records": {"a": {"y": 2}, "b": null, "c": {}}}},
			{"write": "write-through", "clients": [{"ops": [{"op": "delete", "key": "k"}]}]}
		]`))
	if s.Name != "Both" || s.Text.Source != "all" || len(s.Variants) != 4 {
		t.Fatalf("%+v", s)
	}
	for i, name := range []string{"write-behind", "No TTL", "own steps", "write-through"} {
		if s.Variants[i].Name != name {
			t.Errorf("variant %d is called %q", i, s.Variants[i].Name)
		}
	}
	if variant := s.Variants[1]; variant.Cache.Rules.TTL != 0 || variant.Cache.Latency != random.Constant(0) || variant.Text.Source != "{write.wait}" || s.Variants[0].Text.Source != "" {
		t.Errorf("%+v", variant)
	}
	if variant := s.Variants[2]; string(variant.canonical.AppendCanonical(nil)) == "" || variant.Source.Records[1].Key != "c" || string(variant.Source.Records[0].Value.AppendCanonical(nil)) != `{"x":null,"y":2}` {
		t.Errorf("%+v", variant.Source)
	}
	if _, ok := s.Variants[1].Tree.Get("compare"); ok {
		t.Error("a variant's tree holds compare")
	}
	want := `"compare":[{},{"cache":null,"name":"No TTL","text":"{write.wait}"},` +
		`{"source":{"records":{"a":{"y":2},"b":null,"c":{}}},"write":{"by":"client","steps":["source.save","answer"]}},` +
		`{"clients":[{"ops":[{"key":"k","op":"delete"}]}],"write":null}]`
	if !strings.Contains(string(s.Canonical()), want) {
		t.Errorf("%s", s.Canonical())
	}
	checkRoundTrip(t, s)
}

func TestCompareErrors(t *testing.T) {
	for _, test := range []struct{ members, want string }{
		{`"compare": []`, `compare: a list of 0 items is not a list of 1 to 4 items`},
		{`"compare": [7]`, `compare[0]: 7 is not an object with the members to change`},
		{`"compare": [{"version": 1, "compare": [], "ask": null, "controls": []}]`,
			`compare[0].version: "version" belongs to the whole document: a variant cannot change it` + "\n" +
				`compare[0].compare: "compare" belongs to the whole document: a variant cannot change it` + "\n" +
				`compare[0].ask: "ask" belongs to the whole document: a variant cannot change it` + "\n" +
				`compare[0].controls: "controls" belongs to the whole document: a variant cannot change it`},
		// What the document has wrong is said once; what a patch adds is said of the patch.
		{`"cache": {"ttl": 1}, "compare": [{}, {"cache": {"ttl": 2}}, {"clients": null}]`,
			`cache.ttl: 1 is not a duration such as "1500ms" or "2s"` + "\n" +
				`compare[1].cache.ttl: 2 is not a duration such as "1500ms" or "2s"` + "\n" +
				`compare[2].clients: missing: a list of 1 to 8 items is needed, or a "workload"`},
		{`"compare": [{"cache": {"tll": null, "ttl": null}, "source": {"records": {"gone": null}}}]`,
			`compare[0].cache.tll: there is no such field to remove` + "\n" + `compare[0].source.records.gone: there is no such field to remove`},
		{`"compare": [{"cache": 5, "text": "{wat}"}]`, `compare[0].cache: 5 is not an object` + "\n" +
			`compare[0].text: "wat" is not a figure such as {write.wait}, {read.value.amount}, {C2/1.wait}, {source.value.KEY}, {cache.value.KEY} or {run.reads}`},
		// The document's text shows the figures of the first variant.
		{`"text": "{C2/1.wait}", "compare": [{}]`, `text: "C2/1.wait" is a figure of an operation that the scenario does not have`},
	} {
		_, errs := Parse([]byte(document(test.members)))
		if errs.Error() != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.members, errs, test.want)
		}
	}
}
