package scenario

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"cacheplay/wasm/jsontree"
)

func TestCanonical(t *testing.T) {
	const base = `{"clients":[{"ops":[{"key":"k","op":"edit"},{"key":"k","op":"get"}]}],`
	for _, test := range []struct{ members, want string }{
		{``, base + `"version":1}`},
		// Defaults are left out, wherever they stand.
		{`"name": "", "seed": "1", "start": "00:00:00.000", "read": "cache-inline", "write": "write-through", "names": {"cache": "Cache"},
			"cache": {"ttl": "0s", "ttlMode": "write", "latency": "0", "primer": [], "survivesCrash": false}, "writeBehind": {"workers": 1},
			"source": {"records": {}}, "faults": [], "order": [], "text": "", "controls": [], "expect": {}`, base + `"version":1}`},
		// Every value has one spelling.
		{`"seed": "007", "start": "09:05:00.500", "cache": {"ttl": "1500ms", "ttlJitter": "3600s"}, "writeBehind": {"workers": 2.0}`,
			`{"cache":{"ttl":"1.5s","ttlJitter":"1h0m0s"},` + base[1:] + `"seed":"7","start":"09:05:00.5","version":1,"writeBehind":{"workers":2}}`},
		// Members of values are sorted as RFC 8785 says: by UTF-16 code units.
		{`"source": {"records": {"\ufb33": 1, "\ud83d\ude00": 1.50, "a": {"d": 1, "c": -0}}}`,
			base + `"source":{"records":{"a":{"c":0,"d":1},"😀":1.5,"` + "\ufb33" + `":1}},"version":1}`},
		// A time that must be given is kept, even if it is the least one.
		{`"faults": [{"at": "0s", "fault": "crash", "restartAfter": "0s"}]`, base + `"faults":[{"at":"0s","fault":"crash"}],"version":1}`},
		{`"write": {"by": "client", "steps": ["source.save", "answer"], "wait": "1s"}`, base + `"version":1,"write":{"by":"client","steps":["source.save","answer"]}}`},
		{`"source": {"latencyByLoad": [{"times": 1.0, "concurrency": 10}, {"concurrency": 20, "times": 2.50}]}`,
			base + `"source":{"latencyByLoad":[{"concurrency":10},{"concurrency":20,"times":2.5}]},"version":1}`},
		{`"source": {"latencyByLoad": []}`, base + `"version":1}`},
		{`"source": {"readLatency": {"p99": "20000us", "p50": "1000us"}}`, base + `"source":{"readLatency":{"p50":"1ms","p99":"20ms"}},"version":1}`},
	} {
		s := decoded(t, document(test.members))
		if got := string(s.Canonical()); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
		checkRoundTrip(t, s)
	}
}

func TestCanonicalOfARun(t *testing.T) {
	s := decoded(t, document(`"name": "All", "text": "both", "ask": {"question": "?", "choices": ["a", "b"], "decides": "durable"}, "controls": ["cache.ttl"],
		"compare": [{"name": "Short", "cache": {"ttl": "1s"}, "text": "one"}]`))
	want := `{"cache":{"ttl":"1s"},"clients":[{"ops":[{"key":"k","op":"edit"},{"key":"k","op":"get"}]}],"name":"Short","text":"one","version":1}`
	if got := string(s.Variants[0].Canonical()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestTheOrderOfMembersDecidesNothing(t *testing.T) {
	text, _ := Preset("article")
	tree, _ := jsontree.Parse(text)
	one, errs := Decode(tree)
	if errs != nil {
		t.Fatal(errs)
	}
	other, errs := Decode(reversed(tree))
	if errs != nil || !bytes.Equal(one.Canonical(), other.Canonical()) {
		t.Errorf("%v\n%s\n%s", errs, one.Canonical(), other.Canonical())
	}
	if !reflect.DeepEqual(plain(one), plain(other)) {
		t.Error("two scenarios")
	}
}

// reversed returns the tree with the members of its objects from last to first.
func reversed(v jsontree.Value) jsontree.Value {
	v.Items, v.Members = slices.Clone(v.Items), slices.Clone(v.Members)
	for i := range v.Items {
		v.Items[i] = reversed(v.Items[i])
	}
	for i := range v.Members {
		v.Members[i].Value = reversed(v.Members[i].Value)
	}
	slices.Reverse(v.Members)
	return v
}

// checkRoundTrip checks that the canonical text is an equal scenario, and so is that
// of each variant.
func checkRoundTrip(t *testing.T, s *Scenario) {
	t.Helper()
	again, errs := Parse(s.Canonical())
	if errs != nil {
		t.Fatalf("%s\n%v", s.Canonical(), errs)
	}
	if !bytes.Equal(s.Canonical(), again.Canonical()) {
		t.Fatalf("canonical as\n%s\nthen\n%s", s.Canonical(), again.Canonical())
	}
	if !reflect.DeepEqual(plain(s), plain(again)) {
		t.Fatalf("%s\n%+v\n%+v", s.Canonical(), plain(s), plain(again))
	}
	for i := range s.Variants {
		alone, errs := Parse(s.Variants[i].Canonical())
		if errs != nil || len(alone.Variants) != 1 {
			t.Fatalf("variant %d: %s\n%v", i, s.Variants[i].Canonical(), errs)
		}
		variant, want := plain(alone).Variants[0], plain(s).Variants[i]
		if variant.Text, want.Text = (Text{}), (Text{}); !reflect.DeepEqual(variant, want) {
			t.Fatalf("variant %d:\n%+v\n%+v", i, variant, want)
		}
		if !bytes.Equal(alone.Variants[0].Canonical(), s.Variants[i].Canonical()) {
			t.Fatalf("variant %d:\n%s\n%s", i, alone.Variants[0].Canonical(), s.Variants[i].Canonical())
		}
	}
}

// plain returns a copy that is deeply equal where scenarios are: without the
// trees they came from, with values as their canonical text.
func plain(s *Scenario) *Scenario {
	text := func(v jsontree.Value) jsontree.Value { return jsontree.FromString(string(v.AppendCanonical(nil))) }
	p := *s
	p.Tree, p.canonical = jsontree.Value{}, text(s.canonical)
	p.Variants = slices.Clone(s.Variants)
	for i := range p.Variants {
		variant := &p.Variants[i]
		variant.Tree, variant.canonical = jsontree.Value{}, text(variant.canonical)
		variant.Source.Records = slices.Clone(variant.Source.Records)
		for j := range variant.Source.Records {
			variant.Source.Records[j].Value = text(variant.Source.Records[j].Value)
		}
		variant.Clients = slices.Clone(variant.Clients)
		for j := range variant.Clients {
			variant.Clients[j].Ops = slices.Clone(variant.Clients[j].Ops)
			for k := range variant.Clients[j].Ops {
				variant.Clients[j].Ops[k].Value = text(variant.Clients[j].Ops[k].Value)
			}
		}
	}
	return &p
}
