package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestSizesAreAddedUpByPart(t *testing.T) {
	c := new(chromium)
	if err := json.Unmarshal([]byte(`{"mermaid": 1000, "sent": [
		{"name": "index.html", "bytes": 1}, {"name": "early.js", "bytes": 2}, {"name": "main.js", "bytes": 4}, {"name": "worker.js", "bytes": 8},
		{"name": "style.css", "bytes": 16}, {"name": "cacheplay.wasm.lzma", "bytes": 32}, {"name": "icon.svg", "bytes": 64}]}`), c); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := printSizes(&out, c); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(out.String()) {
		lines = append(lines, strings.TrimSpace(line))
	}
	want := []string{"1 html (index.html)", "16 css (style.css)", "6 js (early.js, main.js)", "8 worker (worker.js)", "32 program (cacheplay.wasm.lzma)",
		"64 other (icon.svg)", "127 all together, of a budget of 1200000", "1000 mermaid.min.js alone, for comparison"}
	for i, w := range want {
		if i+1 >= len(lines) || lines[i+1] != w {
			t.Fatalf("line %d is not %q:\n%s", i+1, w, &out)
		}
	}
}
