package diagram_test

import (
	"testing"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/jsontree"
	"cacheplay/wasm/play"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/trace"
)

// Whatever else is set or goes wrong in a story, it can be drawn: rows stand
// below each other and the markup is well-formed.
func TestWhateverGoesWrongCanBeDrawn(t *testing.T) {
	patches := []string{
		`{"faults": [{"fault": "crash", "at": "1s"}]}`,
		`{"faults": [{"fault": "crash", "at": "0s", "restartAfter": "3s"}, {"fault": "crash", "at": "4s", "restartAfter": "1h"}]}`,
		`{"faults": [{"fault": "crash-worker", "at": "1s", "restartAfter": "2s"}, {"fault": "crash-worker", "at": "5s"}]}`,
		`{"faults": [{"fault": "crash-cache", "at": "1s"}, {"fault": "crash-cache", "at": "2500ms"}]}`,
		`{"faults": [{"fault": "outage", "at": "500ms", "restartAfter": "3s"}]}`,
		`{"faults": [{"fault": "source-error", "at": "0s"}, {"fault": "source-timeout", "at": "2s"}, {"fault": "source-refuse", "at": "4s"}]}`,
		`{"faults": [{"fault": "cache-lost", "at": "0s"}, {"fault": "cache-lost", "at": "1s"}, {"fault": "cache-lost", "at": "2s"}]}`,
		`{"accessor": {"timeout": "300ms", "maxAttempts": 3, "backoff": {"initial": "100ms"}}, "source": {"writeLatency": {"dist": "uniform", "min": "100ms", "max": "2s"}, "readLatency": "400ms"}}`,
		`{"accessor": {"timeout": "1s", "circuitBreaker": {"failureThreshold": 1, "openFor": "700ms"}}, "source": {"errorRate": 0.5}, "network": {"latency": "50ms"}}`,
		`{"accessor": {"bulkhead": 1}, "source": {"concurrency": 1, "queueLimit": 1}}`,
		`{"source": {"concurrency": 1, "errorRate": 1}, "network": {"latency": "200ms"}, "onError": "rollback"}`,
		`{"writeBehind": {"workers": 3, "batchSize": 2, "queueCapacity": 2, "onFull": "drop", "onFailure": "requeue"}, "source": {"errorRate": 0.7}}`,
		`{"writeBehind": {"queueCapacity": 1, "onFull": "block", "onFailure": "dead-letter", "coalescing": "merge"}, "faults": [{"fault": "source-refuse", "at": "0s"}]}`,
		`{"cache": {"fill": "lock", "ttl": "1s", "capacity": 1}, "source": {"concurrency": 1}}`,
		`{"cache": {"fill": "lease", "leaseLosers": "bypass", "ttl": "500ms"}, "network": {"latency": "100ms"}}`,
		`{"cache": {"fill": "version", "singleFlight": true, "negativeTtl": "1s"}, "write": "write-through-source-first"}`,
		`{"write": "double-delete", "read": "refresh-ahead", "cache": {"ttl": "2s"}, "faults": [{"fault": "crash", "at": "2s", "restartAfter": "1s"}]}`,
		`{"write": "change-data-capture", "source": {"feedLatency": "2s"}, "faults": [{"fault": "cache-lost", "at": "1s"}]}`,
	}
	drawn := 0
	for _, p := range scenario.Presets() {
		text, _ := scenario.Preset(p.ID)
		tree, err := jsontree.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, patch := range patches {
			change, err := jsontree.Parse([]byte(patch))
			if err != nil {
				t.Fatal(err)
			}
			s, errs := scenario.Decode(jsontree.MergePatch(tree, change))
			if errs != nil {
				continue // it does not go with this story
			}
			for i := range s.Variants {
				tr, errs := play.Run(&s.Variants[i])
				if errs != nil {
					t.Fatal(errs)
				}
				for _, size := range sizes {
					d := diagram.Draw([]*trace.Trace{tr}, size.opt)[0]
					elements(t, d.Body)
					for j := 1; j < len(d.Rows); j++ {
						if d.Rows[j].Y < d.Rows[j-1].Y {
							t.Errorf("%s, run %d, %s: event %d stands above the one before", p.ID, i, patch, d.Rows[j].Event)
						}
					}
				}
				elements(t, diagram.NewStrip([]*trace.Trace{tr}, 0).Rows[0].SVG)
				drawn++
			}
		}
	}
	if drawn < 500 {
		t.Errorf("only %d stories were drawn", drawn)
	}
}
