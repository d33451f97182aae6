package scenario

import (
	"strings"
	"testing"

	"cacheplay/wasm/jsontree"
)

// FuzzDecode checks that any text has errors, or is a scenario whose canonical text
// is the same scenario.
func FuzzDecode(f *testing.F) {
	for _, p := range Presets() {
		text, _ := Preset(p.ID)
		f.Add(text)
	}
	for _, members := range []string{
		``, `"cache": {"ttl": "1h", "latency": {"p50": "1ms", "p99": "1s"}, "primer": ["k"]}, "source": {"records": {"k": {"a": null}}}`,
		`"compare": [{"write": "write-behind"}, {"source": {"records": {"k": {"a": {"b": 1}}}}}]`,
		`"faults": [{"fault": "evict", "at": "1s", "key": "k"}, {"fault": "outage", "step": "C1/1/source.save", "restartAfter": "1s"}], "explore": {"faults": {"crash": 1}, "ticks": {"ttl": 2}}`,
		`"source": {"outages": [{"to": "1s"}, {"from": "2s", "to": "3s"}], "errorRate": 0.5, "latencyByLoad": [{"concurrency": 3, "times": 1.5}]}, "accessor": {"backoff": {"multiplier": 1.5}, "retryBudget": {"maxTokens": 10}, "circuitBreaker": {"failureThreshold": 2}}`,
		`"faults": [{"fault": "crash", "step": "C1/1/source.save"}], "order": ["C1/1", "worker/1/queue.take", "expire/k", "crash"]`,
		`"text": "{write.value.\"a b\"} {{ {read.hit ? a | {read.from}}", "controls": ["clients[0].ops[1].think"]`,
		`"workload": {"like": "product-catalogue", "arrivals": {"rate": 0.5}, "operations": 5}, "expect": {"hit": ">= 90%", "source.rate": "< 10.5"}`,
		`"write": {"by": "manager", "steps": ["queue.put", "answer"], "worker": ["queue.take", "source.save", "queue.done"]}`,
	} {
		f.Add([]byte(document(members)))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, errs := Parse(text)
		if (s == nil) != (len(errs) > 0) {
			t.Fatalf("%v and %v", s, errs)
		}
		for _, e := range errs {
			if e.Message == "" || e.Code == "" {
				t.Errorf("%+v", e)
			}
		}
		if s != nil {
			checkRoundTrip(t, s)
		}
	})
}

// FuzzTurn checks that an item of an order has the text that it was parsed from.
func FuzzTurn(f *testing.F) {
	for _, text := range []string{"C1/2", "C1/2/source.save!source-timeout", "worker/1/queue.take", "feed!cache-lost", "expire/k", "evict/a b!c", "crash", "crash-worker/1", "crash-cache", "C01/1", "crash!cache-lost"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if item, ok := parseOrderItem(text); ok && item.String() != text {
			t.Errorf("%q is %+v, which is written %q", text, item, item.String())
		}
	})
}

// FuzzText checks that a text that is written from its pieces has the same pieces.
func FuzzText(f *testing.F) {
	for _, text := range []string{"plain", "{{a}}", "{write.wait} {read.hit ? a | {read.value.\"x y\".z}}", `{source.value."a \\\"}".b}`, "{run.reads}{", "{C1/2.stale ?|}"} {
		f.Add(text)
	}
	s, errs := Parse([]byte(document(`"source": {"records": {"a \\\"}": 1, "é": 2}}`)))
	if errs != nil {
		f.Fatal(errs)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first, second := reader{}, reader{}
		pieces := first.parseText("text", text, &s.Variants[0])
		if first.errs != nil {
			return
		}
		anew := written(pieces, false)
		again := second.parseText("text", anew, &s.Variants[0])
		if second.errs != nil || written(again, false) != anew {
			t.Errorf("%q is read as %q, and that as %q: %v", text, anew, written(again, false), second.errs)
		}
	})
}

// written writes the pieces of a text.
func written(pieces []Piece, inChoice bool) string {
	var out strings.Builder
	for _, p := range pieces {
		switch {
		case p.Figure == nil && inChoice:
			out.WriteString(strings.ReplaceAll(p.Literal, "{", "{{"))
		case p.Figure == nil:
			out.WriteString(strings.NewReplacer("{", "{{", "}", "}}").Replace(p.Literal))
		case p.Choice:
			out.WriteString("{" + writtenFigure(p.Figure) + "?" + written(p.Then, true) + "|" + written(p.Else, true) + "}")
		default:
			out.WriteString("{" + writtenFigure(p.Figure) + "}")
		}
	}
	return out.String()
}

func writtenFigure(f *Figure) string {
	names := []string{OpID(f.Client, f.Op), f.Name}
	switch f.Of {
	case OfSource:
		names = []string{"source", "value", f.Key}
	case OfCache:
		names = []string{"cache", "value", f.Key}
	case OfRun:
		names[0] = "run"
	}
	var quoted []string
	for _, name := range append(names, f.Path...) {
		quoted = append(quoted, `"`+strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(name)+`"`)
	}
	return strings.Join(quoted, ".")
}

// FuzzDifference checks that the difference of two objects, merged into the first,
// makes the second, unless that has a null of its own.
func FuzzDifference(f *testing.F) {
	f.Add([]byte(`{"a": {"b": 1, "c": null}, "d": []}`), []byte(`{"a": {"b": 2, "c": null, "e": {}}}`))
	f.Add([]byte(`{"a": 1}`), []byte(`{"a": {"b": {}}}`))
	f.Fuzz(func(t *testing.T, one, other []byte) {
		from, err1 := jsontree.Parse(one)
		to, err2 := jsontree.Parse(other)
		if err1 != nil || err2 != nil || from.Kind != jsontree.Object || to.Kind != jsontree.Object || hasNull(to) {
			return
		}
		patch := mergeDifference(from, to)
		if got := jsontree.MergePatch(from, patch); !jsontree.Equal(got, to) {
			t.Errorf("%s and %s differ by %s, which makes %s", one, other, patch.AppendCanonical(nil), got.AppendCanonical(nil))
		}
	})
}

// hasNull reports whether a member of an object, or of one inside it, is null.
func hasNull(v jsontree.Value) bool {
	for _, m := range v.Members {
		if m.Value.Kind == jsontree.Null || hasNull(m.Value) {
			return true
		}
	}
	return false
}
