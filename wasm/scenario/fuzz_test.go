package scenario

import "testing"

// FuzzDecode holds that any text gives errors, or a scenario whose canonical
// text gives the same scenario.
func FuzzDecode(f *testing.F) {
	for _, p := range Presets() {
		text, _ := Preset(p.ID)
		f.Add(text)
	}
	for _, members := range []string{
		``, `"cache": {"ttl": "1h", "latency": {"p50": "1ms", "p99": "1s"}, "primer": ["k"]}, "source": {"records": {"k": {"a": null}}}`,
		`"compare": [{"write": "write-behind"}, {"source": {"records": {"k": {"a": {"b": 1}}}}}]`,
		`"faults": [{"fault": "crash", "step": "C1/1/source.save"}], "order": ["C1/1", "worker/1/queue.take", "expire/k", "crash"]`,
		`"text": "{write.value.\"a b\"} {{ {read.hit ? a | {read.from}}", "controls": ["clients[0].ops[1].think"]`,
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
