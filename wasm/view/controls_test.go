package view

import (
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
)

// Every setting that a preset offers first has a label that can stand alone.
func TestControls(t *testing.T) {
	want := map[string]string{
		"article":       "The Awesome Bank database takes, to write; The worker waits",
		"bank-down":     "The Bank is out of reach until; Queue capacity; Time-out",
		"bank-peak":     "The Bank takes, to write; The Bank serves at the same time; Workers",
		"lost-order":    "Second clerk begins at; The Bank takes, to write",
		"ttl":           "A copy lives for; Time to live starts anew",
		"refresh-ahead": "A copy lives for; Refresh after; The Bank takes, to read",
		"cdc":           "The change feed takes; A copy lives for",
	}
	for _, p := range scenario.Presets() {
		s := preset(t, p.ID, "{}")
		controls := played(t, s).Controls(s)
		var names []string
		for i, c := range controls {
			names = append(names, c.Name)
			if c.Path != s.Controls[i] {
				t.Errorf("%s: %s is not %s", p.ID, c.Path, s.Controls[i])
			}
		}
		if got := strings.Join(names, "; "); want[p.ID] != "" && got != want[p.ID] || len(controls) != len(s.Controls) {
			t.Errorf("%s: %s", p.ID, got)
		}
	}
}
