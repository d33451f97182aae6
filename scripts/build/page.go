package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// firstPreset is the id of the preset that the page shows at first.
const firstPreset = "article"

// The options of the first picture: for screens with room for two diagrams, and for
// phones. The page uses the same sizes, so that nothing moves when the engine has
// started.
var (
	wide   = view.Options{Options: diagram.Options{Width: 446}, Show: []int{0, 1}}
	narrow = view.Options{Options: diagram.Options{Width: 343, Narrow: true}, Show: []int{1}}
)

// addPage adds the page with the first picture in its HTML, which is visible before
// the engine has started.
func (s *site) addPage(root string) error {
	page, err := os.ReadFile(filepath.Join(root, "web", "index.html"))
	if err != nil {
		return err
	}
	parts, err := firstPicture()
	if err != nil {
		return err
	}
	filled, err := fill(string(page), parts)
	if err != nil {
		return fmt.Errorf("web/index.html: %w", err)
	}
	s.files["index.html"] = []byte(filled)
	return nil
}

// firstPicture returns the markup, by marker, that the engine makes on the page.
func firstPicture() (map[string]string, error) {
	story, err := loadPreset(firstPreset)
	if err != nil {
		return nil, err
	}
	onWide, errs := view.Play(story, wide)
	if len(errs) > 0 {
		return nil, errs
	}
	onNarrow, errs := view.Play(story, narrow)
	if len(errs) > 0 {
		return nil, errs
	}
	gallery, err := gallery()
	if err != nil {
		return nil, err
	}
	return map[string]string{
		"gallery":       gallery,
		"text":          onWide.TextHTML(),
		"legend":        onWide.LegendHTML(),
		"strip":         onWide.StripHTML(),
		"variants":      onWide.VariantsHTML(),
		"faults":        onWide.FaultHTML(),
		"who":           onWide.WhoHTML(),
		"panels-wide":   onWide.PanelsHTML(),
		"panels-narrow": onNarrow.PanelsHTML(),
	}, nil
}

// gallery returns the markup of a card for each preset.
func gallery() (string, error) {
	var stories []view.Story
	for _, preset := range scenario.Presets() {
		s, err := loadPreset(preset.ID)
		if err != nil {
			return "", err
		}
		v, errs := view.Play(s, view.Options{Show: []int{}})
		if len(errs) > 0 {
			return "", errs
		}
		stories = append(stories, view.Story{PresetInfo: preset, View: v})
	}
	return view.GalleryHTML(stories), nil
}

// loadPreset decodes a preset.
func loadPreset(id string) (*scenario.Scenario, error) {
	text, ok := scenario.Preset(id)
	if !ok {
		return nil, fmt.Errorf("there is no preset %q", id)
	}
	s, errs := scenario.Parse(text)
	if len(errs) > 0 {
		return nil, fmt.Errorf("preset %q: %w", id, errs)
	}
	return s, nil
}

var marker = regexp.MustCompile(`<!--build:([^>]*)-->`)

// fill replaces each marker <!--build:NAME--> by the part of that name. It returns
// an error unless every part has exactly one marker and every marker a part.
func fill(page string, parts map[string]string) (string, error) {
	var wrong []error
	times := map[string]int{}
	filled := marker.ReplaceAllStringFunc(page, func(found string) string {
		name := marker.FindStringSubmatch(found)[1]
		times[name]++
		part, ok := parts[name]
		if !ok {
			wrong = append(wrong, fmt.Errorf("%s is not one of the markers: %s", found, list(parts)))
		}
		return part
	})
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		if times[name] != 1 {
			wrong = append(wrong, fmt.Errorf("the marker <!--build:%s--> stands in it %d times, not once", name, times[name]))
		}
	}
	return filled, errors.Join(wrong...)
}

func list(parts map[string]string) string {
	return strings.Join(slices.Sorted(maps.Keys(parts)), ", ")
}

// asset matches the address of a script or style sheet in a page of the site.
var asset = regexp.MustCompile(`(?:src|href)="[\w-]+\.(?:js|css)`)

// stampVersion puts the version into <meta name="version" content="..."> of the
// page, and into the addresses of scripts and style sheets, so that no cache mixes
// the files of two builds.
func (s *site) stampVersion() error {
	const head = "</head>"
	page := string(s.files["index.html"])
	if strings.Count(page, head) != 1 {
		return fmt.Errorf("web/index.html: the version goes before %s, which must stand in it once", head)
	}
	meta := fmt.Sprintf("<meta name=\"version\" content=\"%s\">\n", s.version)
	s.files["index.html"] = []byte(strings.Replace(page, head, meta+head, 1))
	for name, content := range s.files {
		if path.Ext(name) == ".html" {
			s.files[name] = asset.ReplaceAll(content, []byte("$0?v="+s.version))
		}
	}
	return nil
}
