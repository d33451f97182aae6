package view_test

import (
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// allStories returns the stories of all presets.
func allStories(t *testing.T) (stories []view.Story) {
	t.Helper()
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
		stories = append(stories, view.Story{PresetInfo: p, View: v})
	}
	return stories
}

// Each preset has a card that links to it, with a picture; beginners have a path of five.
func TestTheGalleryHasACardForEachPreset(t *testing.T) {
	html := view.GalleryHTML(allStories(t))
	var headings []string
	for _, part := range strings.Split(html, "<h3>")[1:] {
		heading, _, _ := strings.Cut(part, "</h3>")
		headings = append(headings, heading)
	}
	if got, want := strings.Join(headings, ", "), "First steps, Something old is read, Told “done”, and lost, Done once, twice or never, The bank is slow or down, Ways to read"; got != want {
		t.Errorf("the groups are %s", got)
	}
	if path, _, _ := strings.Cut(html, "</ol>"); strings.Count(path, "<li>") != 5 {
		t.Errorf("the path has %d steps", strings.Count(path, "<li>"))
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

// Each card says in a line what one sees, and not what the next one says; no two pictures
// are alike.
func TestNoTwoCardsLookAlike(t *testing.T) {
	said, drawn := map[string]string{}, map[string]string{}
	for _, card := range strings.Split(view.GalleryHTML(allStories(t)), "<li>")[1:] {
		_, id, _ := strings.Cut(card, `data-preset="`)
		id, _, _ = strings.Cut(id, `"`)
		_, line, _ := strings.Cut(card, `class="card-text">`)
		line, _, _ = strings.Cut(line, "<")
		_, picture, _ := strings.Cut(card, `class="card-picture"`)
		if len(line) < 20 || len([]rune(line)) > 85 {
			t.Errorf("%s says %q", id, line)
		}
		if other := said[line]; other != "" {
			t.Errorf("%s and %s say the same", id, other)
		}
		if other := drawn[picture]; other != "" {
			t.Errorf("%s and %s have the same picture", id, other)
		}
		said[line], drawn[picture] = id, id
	}
}
