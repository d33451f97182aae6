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
		s.files["presets/"+preset.ID+".svg"] = []byte(played.Picture(diagram.Sheet{Columns: 2}).SVG)
		s.addPictures(preset.ID, played, false)
		if played.Ask != nil {
			s.addPictures(preset.ID, played, true)
		}
	}
	return nil
}

// addPictures adds the pictures of a preset for pages of other people.
func (s *site) addPictures(id string, played *view.View, question bool) {
	column, phone := played.ForOtherPages(question)
	base := view.PicturesOf(id, question)
	s.files[base+"-column.svg"], s.files[base+"-narrow.svg"] = []byte(column.SVG), []byte(phone.SVG)
}
