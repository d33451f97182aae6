package view_test

import (
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// Each preset has a card that links to it, with a picture of its own.
func TestTheGalleryHasACardForEachPreset(t *testing.T) {
	var stories []view.Story
	for _, p := range scenario.Presets() {
		text, _ := scenario.Preset(p.ID)
		s, errs := scenario.Parse(text)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		v, errs := view.Play(s, view.Options{Show: []int{}})
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		stories = append(stories, view.Story{ID: p.ID, Group: p.Group, View: v})
	}
	html := view.GalleryHTML(stories)
	var headings []string
	for _, part := range strings.Split(html, "<h3>")[1:] {
		heading, _, _ := strings.Cut(part, "</h3>")
		headings = append(headings, heading)
	}
	if got, want := strings.Join(headings, ", "), "Three ways to write, Ways to read, When the bank is slow or down, When something crashes or fails, When two race"; got != want {
		t.Errorf("the groups are %s", got)
	}
	for _, p := range scenario.Presets() {
		if !strings.Contains(html, `href="?preset=`+p.ID+`"`) || !strings.Contains(html, p.Title) {
			t.Errorf("no card for %s", p.ID)
		}
	}
	if n := strings.Count(html, "<svg"); n < len(scenario.Presets()) {
		t.Errorf("%d pictures", n)
	}
}

func TestACardSaysTheFirstSentence(t *testing.T) {
	s, errs := scenario.Parse([]byte(`{"version": 1, "text": "Is 1.5 s long? It is. Perhaps.", "clients": [{"ops": [{"op": "get", "key": "k"}]}]}`))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	v, _ := view.Play(s, view.Options{})
	if html := view.GalleryHTML([]view.Story{{ID: "x", View: v}}); !strings.Contains(html, ">Is 1.5 s long?<") {
		t.Error(html)
	}
}
