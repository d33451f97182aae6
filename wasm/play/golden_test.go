package play

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
)

var update = flag.Bool("update", false, "write the golden files in testdata instead of comparing with them")

// exported holds the presets that have golden files in Mermaid and PlantUML too.
var exported = map[string]bool{"bank-down": true, "journal": true, "paid-twice": true, "refresh-ahead": true}

// Every preset gives the bytes of its golden files on every platform: the console
// texts of its variants, and their traces, one a line.
func TestPresets(t *testing.T) {
	for _, p := range scenario.Presets() {
		text, _ := scenario.Preset(p.ID)
		s, errs := scenario.Parse(text)
		if errs != nil {
			t.Fatal(errs)
		}
		var console, traces, mermaid, plantUML strings.Builder
		for i := range s.Variants {
			tr, errs := Run(&s.Variants[i])
			if errs != nil {
				t.Fatal(errs)
			}
			checkTrace(t, tr)
			if i > 0 {
				console.WriteByte('\n')
			}
			console.WriteString("=== " + tr.Name + "\n\n" + tr.Console())
			traces.Write(append(tr.AppendJSON(nil), '\n'))
			mermaid.WriteString(tr.Mermaid())
			plantUML.WriteString(tr.PlantUML())
		}
		golden(t, p.ID+".txt", console.String())
		golden(t, p.ID+".json", traces.String())
		if exported[p.ID] {
			golden(t, p.ID+".mmd", mermaid.String())
			golden(t, p.ID+".puml", plantUML.String())
		}
	}
}

// golden compares a text with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not what it was; it is now\n%s", path, got)
	}
}
