package play

import (
	"encoding/json"
	"strings"
	"testing"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// FuzzRun checks that every scenario runs, ends within the limit, and can be
// exported and drawn.
func FuzzRun(f *testing.F) {
	for _, p := range scenario.Presets() {
		text, _ := scenario.Preset(p.ID)
		f.Add(text)
	}
	for _, members := range []string{
		race + `'order': ['C1/1/cache.get', 'C1/1/source.read', 'C2/1/source.save', 'C2/1/cache.delete', 'C1/1/cache.set', 'C2/2/cache.get', 'crash']`,
		`'network': {'latency': '7ns'}, 'source': {'writeLatency': {'p50': '1ms', 'p99': '1s'}}, 'cache': {'ttl': '1ns', 'ttlMode': 'access'},
			'clients': [{'ops': [{'op': 'delete', 'key': 'k'}, {'op': 'get', 'key': 'k', 'at': '24h'}]}], 'faults': [{'fault': 'crash', 'at': '1ms', 'restartAfter': '24h'}]`,
		`'write': {'by': 'manager', 'steps': ['queue.put', 'answer', 'cache.set', 'source.save'], 'worker': ['queue.take', 'source.save', 'cache.delete', 'queue.done']},
			'writeBehind': {'schedule': '1ns', 'workers': 8}, 'clients': [{'read': 'no-cache', 'ops': [{'op': 'create', 'key': 'k', 'value': [1, 'two', {'three': null}]}]}],
			'compare': [{'name': 'a<b>&c'}, {'names': {'client': '—'}, 'faults': [{'fault': 'crash', 'step': 'C1/1/source.save'}]}]`,
	} {
		f.Add([]byte(strings.ReplaceAll(`{'version': 1, `+members+`}`, `'`, `"`)))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, errs := scenario.Parse(text)
		if errs != nil {
			return
		}
		var traces []*trace.Trace
		for i := range s.Variants {
			tr, errs := Run(&s.Variants[i])
			if errs != nil {
				return // an order whose choices are not open
			}
			// The last step is finished beyond the limit; its events are few.
			if len(tr.Events) > MaxEvents+100 {
				t.Fatalf("%d events", len(tr.Events))
			}
			export(t, tr)
			traces = append(traces, tr)
		}
		for _, opt := range []diagram.Options{{Width: 700}, {Width: 320, Scale: diagram.InOrder, Narrow: true}} {
			diagram.Draw(traces, opt)
		}
		diagram.NewStrip(traces, 0)
	})
}

// export writes a trace in every language and asks it for all its measures.
func export(t *testing.T, tr *trace.Trace) {
	if !json.Valid(tr.AppendJSON(nil)) {
		t.Fatal("the JSON is invalid")
	}
	if !strings.HasPrefix(tr.Mermaid(), "sequenceDiagram\n") || !strings.HasSuffix(tr.PlantUML(), "@enduml\n") {
		t.Fatal("a diagram is incomplete")
	}
	for op := range tr.Ops {
		tr.Judged.Old(op)
		tr.LostBy(op)
		tr.CalledAt(op)
	}
	tr.Ahead()
}
