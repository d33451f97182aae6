package diagram_test

import (
	"strconv"
	"strings"
	"testing"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// largest is a scenario as large as the format allows: a hundred operations.
func largest() string {
	op := `{"op": "create", "key": "k", "think": "10ms"}, {"op": "get", "key": "k"}`
	client := `{"ops": [` + strings.Repeat(op+", ", 9) + op + `]}`
	var clients []string
	for range 5 {
		clients = append(clients, client)
	}
	return `{"version": 1, "source": {"writeLatency": "7ms"}, "writeBehind": {"writeDelay": "` + strconv.Itoa(50) + `ms"},
		"compare": [{"write": "write-behind"}, {"write": "write-through"}], "clients": [` + strings.Join(clients, ", ") + `]}`
}

func BenchmarkTheLargestScenario(b *testing.B) {
	s, errs := scenario.Parse([]byte(largest()))
	if len(errs) > 0 {
		b.Fatal(errs)
	}
	for b.Loop() {
		var traces []*trace.Trace
		for i := range s.Runs {
			t, errs := play.Run(&s.Runs[i])
			if len(errs) > 0 {
				b.Fatal(errs)
			}
			traces = append(traces, t)
		}
		diagram.Draw(traces, diagram.Options{Width: 540})
	}
}
