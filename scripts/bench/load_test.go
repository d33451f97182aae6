package main

import (
	"strings"
	"testing"

	"cacheplay/wasm/load"
	"cacheplay/wasm/scenario"
)

func TestEveryLoadedSystemIsAsItsNameSays(t *testing.T) {
	for _, c := range loadCases() {
		s, errs := scenario.Parse([]byte(c.Scenario))
		if len(errs) > 0 {
			t.Fatal(c.Name, errs)
		}
		if c.Keys > 1e3 {
			continue
		}
		r := load.New(&s.Variants[0])
		for r.Now() < 500e6 && r.Advance(1<<10) {
		}
		hits, busy, queued := r.Measure("hit").Float(), r.Measure("source.utilisation").Float(), r.Measure("queued").Float()
		if hits < 0.3 || busy > 0.9 || (queued > 4000) != strings.Contains(c.Name, "backlog") {
			t.Errorf("%s: %.2f of the reads hit, %.2f of the source is busy, %.0f writes are queued", c.Name, hits, busy, queued)
		}
	}
}
