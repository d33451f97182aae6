package main

import (
	"testing"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
	"cacheplay/wasm/view"
)

// each runs a benchmark with every sample and its traces.
func each(b *testing.B, do func(b *testing.B, s *sample, parsed *scenario.Scenario, traces []*trace.Trace)) {
	for _, s := range samples() {
		b.Run(s.id, func(b *testing.B) {
			parsed, errs := scenario.Parse(s.text)
			if len(errs) > 0 {
				b.Fatal(errs)
			}
			traces, errs := view.PlayAll(parsed)
			if len(errs) > 0 {
				b.Fatal(errs)
			}
			do(b, &s, parsed, traces)
		})
	}
}

func BenchmarkDraw(b *testing.B) {
	each(b, func(b *testing.B, s *sample, _ *scenario.Scenario, traces []*trace.Trace) {
		traces = traces[:min(s.drawn, len(traces))]
		for b.Loop() {
			diagram.Draw(traces, diagram.Options{Width: 536})
		}
	})
}

func BenchmarkNewStrip(b *testing.B) {
	each(b, func(b *testing.B, _ *sample, _ *scenario.Scenario, traces []*trace.Trace) {
		for b.Loop() {
			diagram.NewStrip(traces, 0)
		}
	})
}

func BenchmarkPlay(b *testing.B) {
	each(b, func(b *testing.B, s *sample, parsed *scenario.Scenario, _ []*trace.Trace) {
		for b.Loop() {
			view.Play(parsed, view.Options{Options: diagram.Options{Width: 536}, Show: s.shown()})
		}
	})
}

func TestTheLargestScenarioIsTheLargest(t *testing.T) {
	parsed, errs := scenario.Parse(largestText())
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	traces, errs := view.PlayAll(parsed)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if len(traces) != scenario.MaxVariants || len(traces[0].Ops) != scenario.MaxOps {
		t.Errorf("%d runs of %d operations", len(traces), len(traces[0].Ops))
	}
	for _, tr := range traces {
		if tr.Stopped != "" {
			t.Errorf("%s: %s", tr.Name, tr.Stopped)
		}
	}
}
