package view_test

import (
	"strings"
	"testing"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// A picture says in words what the runs that it shows come to, and no others.
func TestPicturesSayWhatTheyShow(t *testing.T) {
	text, _ := scenario.Preset("bank-peak")
	story, _ := scenario.Parse(text)
	played, errs := view.Play(story, view.Options{Show: []int{}})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	const both, first, second = "Five clients pay at the same moment", "the fifth 10 s.", "Every client is answered"
	for _, c := range []struct {
		runs    []view.Run
		says    []string
		without string
	}{{played.Runs, []string{both, first, second}, "<script"}, {played.Runs[:1], []string{both, first}, second}, {played.Runs[1:], []string{both, second}, first}} {
		v := *played
		v.Runs = c.runs
		svg := v.Picture(diagram.Sheet{})
		words := svg[strings.Index(svg, "<desc>"):strings.Index(svg, "</desc>")]
		for _, want := range c.says {
			if !strings.Contains(words, want) {
				t.Errorf("%d runs: %q does not say %q", len(c.runs), words, want)
			}
		}
		if strings.Contains(words, c.without) {
			t.Errorf("%d runs: %q says %q", len(c.runs), words, c.without)
		}
	}
}
