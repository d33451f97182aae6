package scenario

import "cacheplay/wasm/jsontree"

// FromPreset returns the id of the preset that is most like the scenario, and the
// merge patch (RFC 7386) that turns the preset's document into the scenario's. A
// document that no merge patch can make (one with a record that is null) is
// returned whole, with the id "".
func (s *Scenario) FromPreset() (id string, patch jsontree.Value) {
	patch = s.Tree
	best := -1
	for _, p := range presets {
		text, _ := Preset(p.ID)
		tree, err := jsontree.Parse(text)
		if err != nil {
			continue // a test parses them all
		}
		difference := mergeDifference(tree, s.Tree)
		if !jsontree.Equal(jsontree.MergePatch(tree, difference), s.Tree) {
			continue
		}
		if size := len(difference.AppendCanonical(nil)); best < 0 || size < best {
			best, id, patch = size, p.ID, difference
		}
	}
	return id, patch
}
