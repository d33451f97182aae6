package main

import (
	"encoding/xml"
	"strings"
	"testing"

	"cacheplay/wasm/scenario"
)

// Each preset has a picture that can be part of any page: it has a title and a
// description, a light and a dark look, and loads and runs nothing.
func TestEachPresetHasAPictureOfItsOwn(t *testing.T) {
	s := builtSite(t)
	for _, preset := range scenario.Presets() {
		story, err := loadPreset(preset.ID)
		if err != nil {
			t.Fatal(err)
		}
		picture := s.files["presets/"+preset.ID+".svg"]
		var read struct {
			XMLName xml.Name `xml:"http://www.w3.org/2000/svg svg"`
			Title   string   `xml:"title"`
			Desc    string   `xml:"desc"`
			Style   string   `xml:"style"`
		}
		if err := xml.Unmarshal(picture, &read); err != nil {
			t.Errorf("%s: %v", preset.ID, err)
		}
		if read.Title != story.Name || !strings.HasSuffix(read.Desc, ".") || len(read.Desc) < 100 {
			t.Errorf("%s: its title is %q, its words are %q", preset.ID, read.Title, read.Desc)
		}
		for _, run := range story.Variants {
			if len(story.Variants) > 1 && !strings.Contains(read.Desc, " "+run.Name+": ") {
				t.Errorf("%s says nothing of %s: %q", preset.ID, run.Name, read.Desc)
			}
		}
		if !strings.Contains(read.Style, "prefers-color-scheme: dark") {
			t.Errorf("%s: it has one look only", preset.ID)
		}
		for _, outside := range []string{"<script", "<foreignObject", "<a", "<image", "<use", "href=", "src=", " onload=", "@import", "url("} {
			if strings.Contains(string(picture), outside) {
				t.Errorf("%s: it contains %q", preset.ID, outside)
			}
		}
	}
}
