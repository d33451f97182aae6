package view_test

import (
	"strings"
	"testing"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// The description of a picture has the sentences of the variants that it
// shows, and no others.
func TestPicturesSayWhatTheyShow(t *testing.T) {
	text, _ := scenario.Preset("bank-peak")
	story, _ := scenario.Parse(text)
	played, errs := view.Play(story, view.Options{Show: []int{}})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	const both, first, second = "Five clients pay at the same moment", "the fifth 10 s.", "Every client is answered"
	for _, c := range []struct {
		variants []view.Variant
		says     []string
		without  string
	}{{variants: played.Variants, says: []string{both, first, second}, without: "<script"}, {variants: played.Variants[:1], says: []string{both, first}, without: second}, {variants: played.Variants[1:], says: []string{both, second}, without: first}} {
		v := *played
		v.Variants = c.variants
		svg := v.Picture(diagram.Sheet{}).SVG
		words := svg[strings.Index(svg, "<desc>"):strings.Index(svg, "</desc>")]
		for _, want := range c.says {
			if !strings.Contains(words, want) {
				t.Errorf("%d runs: %q does not say %q", len(c.variants), words, want)
			}
		}
		if strings.Contains(words, c.without) {
			t.Errorf("%d runs: %q says %q", len(c.variants), words, c.without)
		}
	}
}
