package main

import (
	"fmt"

	"cacheplay/wasm/diagram"
	"cacheplay/wasm/scenario"
	"cacheplay/wasm/view"
)

// addPresets adds each preset as a file to start from, and as pictures for where no
// script runs.
func (s *site) addPresets(string) error {
	for _, preset := range scenario.Presets() {
		story, err := loadPreset(preset.ID)
		if err != nil {
			return err
		}
		played, errs := view.Play(story, view.Options{Show: []int{}})
		if len(errs) > 0 {
			return fmt.Errorf("preset %q: %w", preset.ID, errs)
		}
		text, _ := scenario.Preset(preset.ID)
		s.files["presets/"+preset.ID+".json"] = text
		// Two diagrams side by side are readable at the width of an article, but not on a phone.
		s.files["presets/"+preset.ID+".svg"] = []byte(played.Picture(diagram.Sheet{Columns: 2}))
		s.files["presets/"+preset.ID+"-narrow.svg"] = []byte(played.Picture(diagram.Sheet{Narrow: true}))
	}
	return nil
}
