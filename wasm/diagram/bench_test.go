package diagram_test

import (
	"fmt"
	"strings"
	"testing"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// largest is a scenario as large as the format allows: eight clients with a
// hundred operations between them, in four runs.
func largest() string {
	const each = `{"op": "create", "key": "k%d", "think": "10ms"}, {"op": "get", "key": "k%d"}`
	var clients []string
	for client := range scenario.MaxClients {
		var ops []string
		for op := range scenario.MaxOps / scenario.MaxClients / 2 {
			key := (client*7 + op) % 20
			ops = append(ops, fmt.Sprintf(each, key, key))
		}
		clients = append(clients, `{"ops": [`+strings.Join(ops, ", ")+`]}`)
	}
	return `{"version": 1, "source": {"readLatency": "5ms", "writeLatency": "7ms"}, "writeBehind": {"writeDelay": "50ms"},
		"compare": [{"write": "write-behind"}, {"write": "write-through"}, {"write": "write-around"}, {"read": "cache-aside", "write": "write-invalidate"}],
		"clients": [` + strings.Join(clients, ", ") + `]}`
}

func BenchmarkDraw(b *testing.B) {
	for _, name := range []string{"write-behind", "largest"} {
		b.Run(name, func(b *testing.B) {
			traces := tracesOf(b, name)
			for b.Loop() {
				diagram.Draw(traces, diagram.Options{Width: 540})
			}
		})
	}
}

func tracesOf(b *testing.B, name string) []*trace.Trace {
	text := []byte(largest())
	if name != "largest" {
		text, _ = scenario.Preset(name)
	}
	s, errs := scenario.Parse(text)
	if len(errs) > 0 {
		b.Fatal(errs)
	}
	var traces []*trace.Trace
	for i := range s.Runs {
		t, _ := play.Run(&s.Runs[i])
		traces = append(traces, t)
	}
	return traces
}
