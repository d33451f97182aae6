package view

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/diagram"
)

func TestZZ(t *testing.T) {
	files, _ := filepath.Glob("../scenario/presets/*.json")
	for _, f := range files {
		b, _ := os.ReadFile(f)
		s, errs := scenario.Parse(b)
		fmt.Println("=====", f)
		if errs != nil { fmt.Println("ERR", errs); continue }
		v, errs := Play(s, Options{Options: diagram.Options{Width: 800}})
		if errs != nil { fmt.Println("ERR", errs); continue }
		fmt.Println("TEXT:", Plain(v.Text))
		for _, r := range v.Runs {
			fmt.Printf("--- %s [%s; bank: %s; %q %q]: %s\n", r.Trace.Name, r.Outcome.Waits, r.Outcome.Source, r.Outcome.Fate, r.Outcome.Words, Plain(r.Sentence))
			if os.Getenv("EV") != "" {
				for _, e := range r.Trace.Events { fmt.Println("   ", e.T/1e6, what(r.Trace, &e), e.Sense) }
			}
			if os.Getenv("CON") != "" {
				fmt.Println(r.Trace.Console())
			}
		}
	}
}
